import type { RecordValue } from '@onedoor/core';
import { formatDate, type Paper, textBlocks } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { ANSWERS, type SessionProposal, type SessionState } from './session.js';
import { paper as words } from './session-words.js';

/** What the record of a session is made of. */
export interface MinutesOf {
  readonly session: SessionState;
  readonly number: number;
  readonly matter: string;
  readonly minutes: string;
  readonly proposals: readonly RecordValue<typeof SessionProposal>[];
  /** Names that begin a line where that person speaks. */
  readonly speakers: readonly string[];
}

const BLANK = '　　　　';

/**
 * The mediation record (人民调解记录) of one session for the printer. In Chinese whatever the page speaks; what is unknown is
 * blank. At the foot of every page is a line for whoever was asked to sign it.
 */
export function minutesPaper(of: MinutesOf): Omit<Paper, 'head'> {
  const { session, number, matter, minutes, proposals, speakers } = of;
  const { called, rights, ended } = session;
  const seats = Object.values(session.seats).filter((seat) => seat.present);
  const names = (parts: readonly string[]) =>
    seats
      .filter(({ part }) => parts.includes(part))
      .map(({ name, part, for: whom }) => (part === 'party' || part === 'invitee' ? name : `${name}（${words.part[part]}${whom ?? ''}）`))
      .join('、') || BLANK;
  const line = (label: string, value: unknown): TemplateResult => html`<p class="plain">${label}：${value}</p>`;
  const content = html`<table class="sheet">
    <tbody><tr><td>
      <h1>${words.title}</h1>
      ${line(words.time, `${formatDate('zh', called.on)} ${called.from}（${words.nth(number)}）`)} ${line(words.place, called.online ? `${called.place}（${words.online}）` : called.place)}
      ${line(words.matter, matter)} ${line(words.openness, words.open[called.openness])}
      ${line(words.parties, names(['party', 'proxy', 'guardian']))} ${line(words.invitees, names(['invitee']))}
      ${line(words.rights, rights === undefined ? BLANK : words.told)}
      <h2>${words.record}</h2>
      ${textBlocks(minutes, speakers).map((block) =>
        block.kind === 'table'
          ? html`<table><tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`
          : html`<p>${block.speaker === undefined ? nothing : html`<strong>${block.speaker}</strong>：`}${block.text}</p>`,
      )}
      ${proposals.length === 0 ? nothing : html`<h2>${words.proposals}</h2>`}
      ${proposals.map((proposal, index) => {
        const given = Object.values(session.answers).filter((answer) => answer.proposal === proposal.id);
        return html`<p>${index + 1}．${proposal.from}：${proposal.terms}</p>
          ${ANSWERS.map((answer) => {
            const those = given.filter((each) => each.answer === answer).map(({ party }) => party);
            return those.length === 0 ? nothing : html`<p>${words.answer[answer]}（${those.length}）：${those.join('、')}</p>`;
          })}`;
      })}
      ${line(words.result, ended === undefined ? BLANK : `${words.ended[ended.result]}${ended.nextOn === undefined ? '' : `，${formatDate('zh', ended.nextOn)} ${ended.nextFrom ?? ''}`}${ended.words === '' ? '' : `。${ended.words}`}`)}
      <div class="signs">${seats.map(({ name, part }) => html`<p>${words.part[part]}（${name}）：</p>`)}<p>${words.recorder}：</p><p>　　　　年　　月　　日</p></div>
    </td></tr></tbody>
    <tfoot><tr><td><p class="end">${words.page}</p></td></tr></tfoot>
  </table>`;
  return { title: `${words.title} ${called.on}`, lang: 'zh-CN', content };
}

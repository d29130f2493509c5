import type { CaseRow } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { clockView } from '../internal/clock-view.js';
import { sealView } from '../internal/seal.js';
import { leadOf, membersOf } from './board-model.js';
import type { BoardTools, ItemPlace } from './tools.js';

/** More people than this are counted, not shown. */
const SEALS = 5;
const SIGNS = { plain: '', ok: '✓', warning: '▲', danger: '■' } as const;

/** Parties in a line: three names, then how many in all. */
export function partiesOf(row: CaseRow, tools: BoardTools): string {
  const more = row.partyCount > row.parties.length ? tools.t('list.more', { count: row.partyCount }) : '';
  return row.parties.join(tools.t('common.comma')) + more;
}

/** The official number, or that it is still to come. */
export const numberView = (row: CaseRow, tools: BoardTools): TemplateResult =>
  html`<span class="number code">${tools.numberOf(row) ?? html`<span class="mark pending">${tools.t('case.unnumbered')}</span>`}</span>`;

/** The one link of a card or row. The whole card is its target. */
export const titleView = ({ row, tabbable }: ItemPlace, tools: BoardTools): TemplateResult =>
  html`<a class="title" href=${tools.hrefOf(row)} draggable="false" tabindex=${tabbable ? 0 : -1} aria-describedby=${`about-${row.case}`} @click=${(event: MouseEvent) => tools.open(event, row)}>${row.title}</a>`;

/** What a person has to know of a case at a glance, each a sign or words in a frame; a conflict can be settled here. */
export function marksView({ row, tabbable }: ItemPlace, tools: BoardTools): TemplateResult {
  const { mine, ours } = tools.waitingOf(row);
  const news = tools.newsOf(row);
  return html`${
    row.conflicts === 0
      ? nothing
      : html`<button type="button" class="mark conflict" tabindex=${tabbable ? 0 : -1} aria-label=${`${tools.t('list.conflicts', { count: row.conflicts })}: ${row.title}`} @click=${() => tools.openConflicts(row)}>${tools.t('list.conflicts', { count: row.conflicts })} ›</button>`
  }${row.offers === 0 ? nothing : html`<span class="mark mine">${tools.t('list.offers', { count: row.offers })}</span>`}${row.pendingActs === 0 ? nothing : html`<span class="mark pending">${tools.t('list.pending', { count: row.pendingActs })}</span>`}${
    mine === 0 ? nothing : html`<span class="mark mine">${tools.t('board.waitsMine', { count: mine })}</span>`
  }${ours === 0 ? nothing : html`<span class="mark mine">${tools.t('board.waitsOurs', { count: ours })}</span>`}${
    news === undefined ? nothing : html`<span class="mark news"><span aria-hidden="true">●</span> ${tools.t(`board.news.${news}`)}</span>`
  }${row.outcome === undefined ? nothing : html`<span class="mark">${tools.t(`outcome.${row.outcome}`)}</span>`}${tools.contributions
    .badges(row)
    .map(
      ({ text, tone }) =>
        html`<span class=${`mark ${tone}`}>${SIGNS[tone] === '' ? nothing : html`<span aria-hidden="true">${SIGNS[tone]}</span> `}${text}</span>`,
    )}`;
}

export const menuButton = ({ row, tabbable }: ItemPlace, tools: BoardTools): TemplateResult =>
  html`<button type="button" class="icon more no-print" aria-haspopup="menu" tabindex=${tabbable ? 0 : -1} aria-label=${tools.t('board.menu', { title: row.title })} @click=${(event: Event) => tools.openMenu(event, row)}>⋯</button>`;

function peopleView(row: CaseRow, tools: BoardTools): TemplateResult {
  const members = membersOf(row);
  const rest = members.length - SEALS;
  const lead = leadOf(row);
  const words = tools.t('board.people', { lead: tools.nameOf(lead), count: members.length });
  return html`<p class="people">
    <span class="sr">${words}</span>
    <span class="seals">${members.slice(0, SEALS).map((person) => sealView(tools.nameOf(person), tools.hueOf(person), `${tools.nameOf(person)} ${tools.postOf(person)}`))}</span>
    <span aria-hidden="true" class="lead">${tools.nameOf(lead)}</span>${rest > 0 ? html`<span aria-hidden="true" class="quiet">+${rest}</span>` : nothing}
  </p>`;
}

/** A case as a card: what is on it in the order in which a person asks for it. */
export function cardBody(place: ItemPlace, tools: BoardTools): TemplateResult {
  const { row } = place;
  const clock = tools.clockOf(row);
  const parties = partiesOf(row, tools);
  return html`
    <div class="head">${numberView(row, tools)}${menuButton(place, tools)}</div>
    ${titleView(place, tools)}
    ${row.matter === '' ? nothing : html`<p class="matter quiet">${row.matter}</p>`}
    ${parties === '' ? nothing : html`<p class="parties">${parties}</p>`}
    <div class="about" id=${`about-${row.case}`}>
      ${clock === undefined ? nothing : html`<p>${clockView(clock, tools.locale, tools.today)}</p>`}
      <p class="marks">${marksView(place, tools)}</p>
    </div>
    ${peopleView(row, tools)}
  `;
}

import { html, type TemplateResult } from 'lit';
import type { Oral } from './acts.js';
import { paperDay } from './paper.js';

/** What the register of an oral agreement (口头协议登记表, 人民调解法 art. 28) says on paper. */
export interface OralPaper {
  /** The official number, or 待编号. */
  readonly number: string;
  readonly committee: string;
  readonly oral: Omit<Oral, 'parties'>;
  readonly parties: readonly { readonly name: string; readonly about: string }[];
  /** Registered by an act; before that the paper is a draft, and says so. */
  readonly isRegistered: boolean;
}

/** Its headings, for both forms of the paper: a paper speaks Chinese, whatever the page does. */
export const oralWords = {
  title: '口头协议登记表',
  number: '编号',
  parties: '当事人',
  when: '达成时间',
  where: '地点',
  facts: '纠纷主要事实、争议事项',
  content: '口头协议内容',
  performance: '履行方式、期限',
  note: '当事人认为无需制作书面协议，经人民调解委员会调解达成上述口头协议，自达成之日起生效（人民调解法第二十八条、第三十条）。',
  mediator: '人民调解员（签名）',
  recorder: '记录人（签名）',
  seal: '（印章）',
  committee: '人民调解委员会',
} as const;

/** The register on A4; what nobody has entered is left for the pen. */
export function oralPaper({ number, committee, oral, parties }: OralPaper): TemplateResult {
  const row = (label: string, value: unknown) => html`<tr><th scope="row" class="label">${label}</th><td>${value}</td></tr>`;
  const lines = (text: string | undefined) => html`<div class="blank">${text ?? ''}</div>`;
  return html`<h1>${oralWords.title}</h1>
    <p class="end">${oralWords.number}：${number}</p>
    <table class="form">
      <tbody>
        ${row(
          oralWords.parties,
          parties.map(({ name, about }) => html`<div>${name}，${about}</div>`),
        )}
        ${row(oralWords.when, paperDay(oral.on))} ${row(oralWords.where, oral.place ?? '')} ${row(oralWords.facts, lines(oral.facts))}
        ${row(oralWords.content, lines(oral.content))} ${row(oralWords.performance, lines(oral.performance))}
      </tbody>
    </table>
    <p class="keep">${oralWords.note}</p>
    <div class="signs">
      <p>${oralWords.mediator}：${oral.mediator}</p>
      <p>${oralWords.recorder}：${oral.recorder ?? ''}</p>
      <p>${committee || oralWords.committee}${oralWords.seal}</p>
      <p>${paperDay(oral.on)}</p>
    </div>`;
}

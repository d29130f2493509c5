import { ageOn, capitalFen, formatFen, type Party, type RecordValue, readIdentity } from '@onedoor/core';
import { html, nothing, type TemplateResult } from 'lit';
import { type ClauseKind, copiesFor, type Draft, type Payments, shortHash } from './draft.js';

/*
 * The paper is a Chinese document, whatever language the page speaks: its words are here and not in the dictionaries.
 * Parts and order follow the sample forms of the Ministry of Justice (2010).
 */
type PartyValue = RecordValue<typeof Party>;

export const HEADINGS: Readonly<Record<ClauseKind, string>> = {
  facts: '纠纷主要事实',
  issue: '争议事项',
  item: '经调解，自愿达成如下协议',
  performance: '履行方式、期限',
  breach: '违约责任',
  other: '其他约定',
};
const DIGITS = '零一二三四五六七八九';

/** 1 to 99 as a clause of a Chinese paper is numbered: 一, 十, 十二, 二十三. */
export function chineseNumber(value: number): string {
  const [tens, ones] = [Math.floor(value / 10), value % 10];
  const head = tens === 0 ? '' : `${tens === 1 ? '' : (DIGITS[tens] ?? '')}十`;
  return `${head}${ones === 0 && tens > 0 ? '' : (DIGITS[ones] ?? '')}`;
}

/** Years of age on a day, from an identity number; undefined where there is none that is well formed. */
export function ageFrom(day: string, idNumber: string | undefined): number | undefined {
  const bornOn = readIdentity(idNumber ?? '', day)?.bornOn;
  return bornOn === undefined ? undefined : ageOn(day, bornOn);
}

/** A party's basics as the paper writes them (人民调解法 art. 29). What nobody has entered is left for the pen. */
export function introduce(
  { kind, name, sex, idNumber, address, representative }: PartyValue,
  extra: { readonly ethnicity?: string; readonly occupation?: string },
  day: string,
): { name: string; about: string } {
  const blank = '＿＿＿';
  if (kind === 'organisation')
    return {
      name,
      about: `住所：${address ?? blank}，法定代表人（负责人）：${representative ?? blank}，职务：${extra.occupation || blank}`,
    };
  const age = ageFrom(day, idNumber);
  const parts = [
    sex === undefined ? blank : sex === 'male' ? '男' : '女',
    extra.ethnicity || `${blank}族`,
    age === undefined ? `${blank}岁` : `${age}岁`,
    `职业：${extra.occupation || blank}`,
    `住址：${address ?? blank}`,
  ];
  if (kind === 'household' && representative !== undefined) parts.push(`代表人：${representative}`);
  return { name, about: parts.join('，') };
}

/** Clauses of one kind under one heading, as they follow one another. */
export function sections(clauses: Draft['clauses']): { readonly kind: ClauseKind; readonly texts: readonly string[] }[] {
  const found: { kind: ClauseKind; texts: string[] }[] = [];
  for (const { kind, text } of clauses) {
    const last = found.at(-1);
    if (last?.kind === kind) last.texts.push(text);
    else found.push({ kind, texts: [text] });
  }
  return found;
}

/** A day as a paper writes it; blank for the pen where there is none. */
export function paperDay(day: string | undefined): string {
  if (day === undefined) return '　　　　年　　月　　日';
  const [year, month, date] = day.split('-').map(Number);
  return `${year}年${month}月${date}日`;
}

/** Who is paid how much until when, with the sum in capitals. The heading stands on every page. */
function paymentTable({ payer, manner, rows }: Payments): TemplateResult {
  const total = rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
  return html`<h2>付款明细</h2>
    <table>
      <thead><tr>${['序号', '收款人', '金额（元）', '金额大写', '付款期限'].map((head) => html`<th>${head}</th>`)}</tr></thead>
      <tbody>
        ${rows.map(
          ({ payee, amountFen, dueOn }, at) => html`<tr>
            <td class="end">${at + 1}</td><td>${payee}</td><td class="end">${formatFen(amountFen)}</td><td>${capitalFen(amountFen)}</td><td>${paperDay(dueOn)}</td>
          </tr>`,
        )}
        <tr><td></td><td>合计</td><td class="end">${formatFen(total)}</td><td>${capitalFen(total)}</td><td></td></tr>
      </tbody>
    </table>
    <p>付款人：${payer || '＿＿＿'}　　付款方式：${manner || '＿＿＿'}</p>`;
}

/** The agreement on paper. */
export function agreementPaper(
  draft: Draft,
  about: { readonly number: string; readonly hash: string; readonly signedOn?: string },
): TemplateResult {
  const { parties, committee, mediator, recorder } = draft;
  return html`<h1>人民调解协议书</h1>
    <p class="end">编号：${about.number}</p>
    ${parties.map((party, at) => html`<p class="keep">当事人${parties.length > 1 ? chineseNumber(at + 1) : ''}：${party.name}，${party.about}。</p>`)}
    ${sections(draft.clauses).map(
      ({ kind, texts }, at) => html`<h2>${chineseNumber(at + 1)}、${HEADINGS[kind]}</h2>
        ${texts.map((text, index) => html`<p>${texts.length > 1 ? `${index + 1}．` : ''}${text}</p>`)}`,
    )}
    ${draft.payments === undefined ? nothing : paymentTable(draft.payments)}
    <p class="keep">本协议一式${copiesFor(parties.length)}份，当事人各执一份，人民调解委员会留存一份；自各方当事人签名、盖章或者按指印，人民调解员签名并加盖人民调解委员会印章之日起生效。</p>
    <div class="signs">
      ${parties.map(({ name }) => html`<p>当事人（${name}）：</p>`)}
    </div>
    <div class="signs">
      <p>人民调解员：${mediator}</p>
      <p>记录人：${recorder}</p>
      <p>${committee || '人民调解委员会'}（印章）</p>
      <p>${paperDay(about.signedOn)}</p>
    </div>
    ${about.hash === '' ? nothing : html`<p class="end">校验码 ${shortHash(about.hash)}</p>`}`;
}

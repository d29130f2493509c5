import type { Clocks } from '@onedoor/core';
import { formatDate, type Paper } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import type { PetitionState } from './acts.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';

/*
 * Papers are Chinese documents, whatever language the page speaks. What nobody has entered is left for the pen; what was
 * chosen on the screen is in the dictionary's Chinese words.
 */
const BLANK = '＿＿＿＿＿＿';
const day = (date: string) => formatDate('zh', date);
const chosen = (prefix: string, value: string): string =>
  (({ ...zh, ...viewZh }) as Readonly<Record<string, string>>)[`${prefix}.${value}`] ?? value;
const lines = (text: string): TemplateResult =>
  html`${(text.trim() === '' ? BLANK : text.trim()).split('\n').map((line) => html`<p>${line}</p>`)}`;

export interface Petitioners {
  readonly name: string;
  readonly address?: string | undefined;
  readonly phone?: string | undefined;
}

/** 〔2024〕3号, or that the server has not given it yet. */
export const numberOf = (number: { readonly year: number; readonly value: number } | undefined): string =>
  number === undefined
    ? viewZh.numberPending
    : viewZh.numberShown.replace('{year}', String(number.year)).replace('{number}', String(number.value));

const names = (people: readonly Petitioners[]): string => people.map(({ name }) => name).join('、') || BLANK;
const signs = (body: string, on: string): TemplateResult => html`<div class="signs"><p>${body}（印章）</p><p>${day(on)}</p></div>`;
const paper = (title: string, content: TemplateResult, mark?: string): Paper => ({
  title,
  lang: 'zh-CN',
  content: html`<h1>${title}</h1>${content}`,
  ...(mark === undefined ? {} : { mark }),
});

/** 信访事项登记单 (art. 19). */
export function sheetPaper(
  { registered }: PetitionState,
  people: readonly Petitioners[],
  texts: Readonly<Record<'request' | 'facts' | 'reasons', string>>,
): Paper {
  return paper(
    '信访事项登记单',
    html`<p class="end">编号：${numberOf(registered?.number)}</p>
      ${people.map(
        ({ name, address, phone }) => html`<p class="keep">信访人：${name}　住址：${address ?? BLANK}　电话：${phone ?? BLANK}</p>`,
      )}
      ${
        registered === undefined
          ? nothing
          : html`<p>提出方式：${chosen('channel', registered.channel)}${registered.oral ? `（${viewZh.oral}）` : ''}　类别：${chosen('kind', registered.kind)}　人数：${registered.people}　代表：${registered.representatives}</p>`
      }
      <h2>请求</h2>${lines(texts.request)}
      <h2>事实</h2>${lines(texts.facts)}
      <h2>理由</h2>${lines(texts.reasons)}
      <div class="signs"><p>信访人核对无误，签名：</p><p>登记人：</p><p>${registered === undefined ? '　　　　年　　月　　日' : day(registered.on)}</p></div>`,
  );
}

/** 受理告知书 or 不予受理告知书 (art. 23). */
export function noticePaper({ registered, decision }: PetitionState, people: readonly Petitioners[]): Paper | undefined {
  if (decision === undefined || registered === undefined) return undefined;
  const opening = `您于${day(registered.on)}提出的信访事项（编号${numberOf(registered.number)}）收悉。`;
  if (!decision.accepted)
    return paper(
      '信访事项不予受理告知书',
      html`<p class="keep">${names(people)}：</p>
        <p>${opening}经审查，属于下列情形：${chosen('why', decision.why)}，不予受理。</p>
        ${lines(decision.reason)}
        ${signs('', decision.on)}`,
    );
  const { route } = decision;
  return paper(
    '信访事项受理告知书',
    html`<p class="keep">${names(people)}：</p>
      <p>${opening}经审查，决定受理，由${decision.body}办理。</p>
      ${route === undefined ? nothing : html`<p>处理途径：《信访工作条例》第三十一条第${chosen('route', route).replace('）', '）项：')}。</p>`}
      ${route === '6' ? html`<p>办理期限：自受理之日起60日内办结；情况复杂的，经批准可以延长，延长期限不超过30日，并告知延期理由。</p>` : nothing}
      <p>您可以向受理单位查询办理情况。</p>
      ${signs(decision.body, decision.on)}`,
  );
}

/** 信访处理意见书 (art. 32), a draft until the act issues it. */
export function opinionPaper(
  { decision, opinion, registered, delivered }: PetitionState,
  people: readonly Petitioners[],
  texts: Readonly<Record<'claims' | 'facts' | 'opinion', string>>,
  clocks: Clocks,
): Paper {
  const body = decision?.accepted === true ? decision.body : BLANK;
  const until = delivered.opinion === undefined ? '' : `（${day(clocks.due(delivered.opinion.on, 'letters.askReview').dueOn)}前）`;
  return paper(
    '信访处理意见书',
    html`<p class="end">编号：${numberOf(opinion?.number)}</p>
      <p class="keep">${names(people)}：</p>
      <p>您提出的信访事项（登记编号${numberOf(registered?.number)}），已经${body}办理。</p>
      <h2>一、信访诉求</h2>${lines(texts.claims)}
      <h2>二、查明的事实和理由</h2>${lines(texts.facts)}
      <h2>三、处理意见${opinion === undefined ? '' : `（${chosen('opinion', opinion.opinion)}）`}</h2>${lines(texts.opinion)}
      <h2>四、依据</h2>${lines(opinion?.basis ?? '')}
      <p>如不服本意见，可以自收到本意见书之日起30日内${until}，向原办理机关、单位的上一级机关、单位书面申请复查。</p>
      <div class="signs"><p>${body}（印章）</p><p>${opinion === undefined ? '　　　　年　　月　　日' : day(opinion.on)}</p></div>`,
    opinion === undefined ? '草稿' : undefined,
  );
}

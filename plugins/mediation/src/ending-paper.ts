import type { CaseState, Clocks } from '@onedoor/core';
import { routesFor } from '@onedoor/core';
import { formatDate, type Paper } from '@onedoor/elements';
import { html, nothing } from 'lit';
import type { Ended } from './ending.js';
import { paper as words } from './locales/ending-paper.js';

/**
 * The notice that mediation has ended (终止调解告知书), with the ways that stay open and how long (人民调解法 art. 26). In Chinese
 * whatever the page speaks.
 */
export function endingPaper(
  ended: Ended,
  of: Pick<CaseState, 'title'> | undefined,
  parties: readonly { readonly name: string }[],
  clocks: Clocks,
): Omit<Paper, 'head'> {
  const { on, outcome, matter, routes = [], reason = '' } = ended;
  const open = matter === undefined ? [] : routesFor(matter).filter(({ id }) => routes.includes(id));
  const content = html`<h1>${words.title}</h1>
    <p class="plain">${parties.map(({ name }) => name).join('、')}：</p>
    <p>${words.body({ matter: of?.title ?? '', on: formatDate('zh', on), how: words.how[outcome] })}${reason === '' ? nothing : words.because(reason)}</p>
    <p>${words.routes}</p>
    ${open.map(({ id, basis, terms, statusQuo }, at) => {
      const days = terms.map((term) => {
        const { term: length } = clocks.rule(term, on);
        return words.term[term]?.('months' in length ? words.months(length.months) : words.days(length.days)) ?? '';
      });
      return html`<p>${at + 1}．${words.route[id]}（${basis}）。${days.join('')}${statusQuo === true ? words.statusQuo : nothing}</p>`;
    })}
    <div class="signs"><p>${words.told}：</p><p>${words.mediator}：</p><p>　　　　年　　月　　日</p></div>`;
  return { title: `${words.title} ${on}`, lang: 'zh-CN', content };
}

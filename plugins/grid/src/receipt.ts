import { type LegalDate, provisionalCode } from '@onedoor/core';
import { formatDate, printPaper, qrCode } from '@onedoor/elements';
import { html, type TemplateResult } from 'lit';
import type { Errand } from './errands.js';
import { viewZh } from './locales/view-zh.js';

/** What stands on a receipt: its number, or until the server has given one, the end of its id. It opens nothing. */
export const receiptCode = ({ id, number }: Pick<Errand, 'id' | 'number'>): string =>
  number === undefined
    ? provisionalCode(id)
    : viewZh['errand.number'].replace('{year}', String(number.year)).replace('{value}', String(number.value));

const day = (date: LegalDate): string => formatDate('zh', date);

/** Prints the receipt, in Chinese: it is for whoever handed the papers over. */
export async function printErrand(errand: Errand, { grid, by }: { readonly grid: string; readonly by: string }): Promise<void> {
  const qr = await qrCode(receiptCode(errand), viewZh['errand.qr']);
  const line = (label: string, value: string | TemplateResult) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`;
  const { number, forWhom, what, documents, receivedOn, dueOn, handedBack } = errand;
  await printPaper({
    title: viewZh['paper.title'],
    lang: 'zh-CN',
    content: html`<h1>${viewZh['paper.title']}</h1>
      <table>
        ${line(viewZh['errand.code'], number === undefined ? `${viewZh.unnumbered}（${viewZh.provisional} ${receiptCode(errand)}）` : receiptCode(errand))}
        ${line(viewZh['errand.forWhom'], forWhom)} ${line(viewZh['errand.what'], what)}
        ${line(viewZh['errand.documents'], documents.length === 0 ? viewZh['errand.noDocuments'] : documents.join('、'))}
        ${line(viewZh['errand.receivedOn'], day(receivedOn))}
        ${dueOn === undefined ? '' : line(viewZh['errand.dueOn'], day(dueOn))}
        ${handedBack === undefined ? '' : line(viewZh['errand.handedBack'], `${day(handedBack.on)} ${handedBack.to}`)}
        ${line(viewZh['paper.grid'], grid)} ${line(viewZh['paper.by'], by)}
      </table>
      <p>${viewZh['paper.promise']}</p>
      <table>${line(viewZh['paper.received'], '　')} ${line(viewZh['paper.returned'], '　')}</table>
      <div class="keep">${qr}</div>`,
  });
}

import { provisionalCode } from '@onedoor/core';
import type { PluginContext } from '@onedoor/elements';
import { printPaper, qrCode } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { viewZh } from './locales/view-zh.js';
import type { Entry } from './register.js';

/** What a receipt says. */
export interface Receipt {
  readonly case: string;
  readonly entry: Entry;
  readonly at: number;
  readonly by: string;
  /** Opens the progress of the case to whoever brought it. */
  readonly key?: string;
}

/** Number of a receipt's case, once the server has given it. */
export const numberOf = (ctx: PluginContext, id: string): string | undefined =>
  ctx.i18n.number(ctx.cases.rows().find((row) => row.case === id)?.number);

/** The code that stands on the paper: a telephone reads it, and it opens nothing. */
export const codeOf = (ctx: PluginContext, id: string): string => numberOf(ctx, id) ?? provisionalCode(id);

/** What the receipt's code says: the address of the progress with the secret, or where there is none the number alone. */
export const drawnOf = (ctx: PluginContext, { case: id, key }: Pick<Receipt, 'case' | 'key'>): string =>
  key === undefined ? codeOf(ctx, id) : progressAddress(key);

/** The party's page beside this one. What stands behind the # is sent to no server by the browser. */
export const progressAddress = (key: string): string => new URL(`p.html#${key}`, document.baseURI).href;

/** Prints the receipt, in Chinese: it is for whoever came. */
export async function printReceipt(ctx: PluginContext, receipt: Receipt): Promise<void> {
  const { entry } = receipt;
  const qr = await qrCode(drawnOf(ctx, receipt), viewZh.qr);
  const asker = entry.people[0]?.name;
  const number = numberOf(ctx, receipt.case);
  const line = (label: string, value: string | TemplateResult) => html`<tr><th scope="row">${label}</th><td>${value}</td></tr>`;
  await printPaper({
    title: viewZh['paper.title'],
    lang: 'zh-CN',
    content: html`<h1>${viewZh['paper.title']}</h1>
      <p>${viewZh['paper.centre']}</p>
      <table>
        ${line(viewZh.code, number ?? `${viewZh.unnumbered}（${viewZh.provisional} ${provisionalCode(receipt.case)}）`)}
        ${asker === undefined ? nothing : line(viewZh['paper.asker'], asker)}
        ${line(viewZh['paper.matter'], entry.title)}
        ${line(viewZh.receivedAt, ctx.i18n.moment(receipt.at))} ${line(viewZh.receivedBy, receipt.by)}
      </table>
      <p>${viewZh['paper.promise']}</p>
      <div class="keep">${qr}</div>
      <p class="plain">${viewZh[receipt.key === undefined ? 'paper.keep' : 'paper.key']}</p>`,
  });
}

/** Prints a code that was given later, on a paper of its own. */
export async function printKey(
  ctx: PluginContext,
  { case: id, title, key }: { readonly case: string; readonly title: string; readonly key: string },
): Promise<void> {
  const qr = await qrCode(progressAddress(key), viewZh.qr);
  await printPaper({
    title: viewZh['paper.access'],
    lang: 'zh-CN',
    content: html`<h1>${viewZh['paper.access']}</h1>
      <p>${codeOf(ctx, id)} ${title}</p>
      <div class="keep">${qr}</div>
      <p class="plain">${viewZh['paper.key']}</p>`,
  });
}

import type { RecordHead } from '@onedoor/core';
import { html, nothing, render, type TemplateResult } from 'lit';
import { paperStyles } from './paper.styles.js';
import { loadStamp, stampView } from './record-stamp.js';

/** A paper for the printer: its words are the paper's own, in the paper's language, whatever the page speaks. */
export interface Paper {
  /** Name of the document, and of the file where somebody prints to PDF. */
  readonly title: string;
  /** Language of the paper, such as `zh-CN`. */
  readonly lang: string;
  readonly content: TemplateResult;
  /** Stands across every page, such as 草稿. Absent on what is final. */
  readonly mark?: string;
  /**
   * Where the head of the centre's record comes from: `ctx.recordHead` of a plugin, `session.recordHead` of a page. Printed
   * as a QR code with its words at the paper's end, the last one heard where there is no network; where there is none, the
   * paper says so. Left out on papers that prove nothing.
   */
  readonly head?: () => Promise<RecordHead | undefined>;
}

/**
 * Puts a paper into a frame of its own, out of sight: the page's styles do not reach it, and it has its own A4 page box.
 * `print` opens the browser's dialog; `remove` takes the frame away.
 */
export function openPaper(paper: Omit<Paper, 'head'>): { readonly document: Document; print(): void; remove(): void } {
  const frame = document.createElement('iframe');
  frame.setAttribute('aria-hidden', 'true');
  frame.tabIndex = -1;
  frame.title = paper.title;
  Object.assign(frame.style, { position: 'fixed', right: '0', bottom: '0', width: '0', height: '0', border: '0' });
  document.body.append(frame);
  const [inside, view] = [frame.contentDocument, frame.contentWindow];
  if (inside === null || view === null) throw new Error('A frame without a document: the page must allow frames of its own origin.');
  inside.title = paper.title;
  inside.documentElement.lang = paper.lang;
  // A sheet made in the frame's own realm: a style element would need a laxer content security policy of the host page.
  const sheet = new (view as Window & typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(paperStyles.cssText);
  inside.adoptedStyleSheets = [sheet];
  const mark = paper.mark === undefined ? nothing : html`<div class="mark" aria-hidden="true">${paper.mark}</div>`;
  render(html`${mark}${paper.content}`, inside.body);
  return { document: inside, print: () => view.print(), remove: () => frame.remove() };
}

/** Prints a paper: opens the browser's dialog, and cleans up when it is closed. Settles when the dialog is open. */
export async function printPaper({ head, ...paper }: Paper): Promise<void> {
  const locale = paper.lang.startsWith('zh') ? 'zh' : 'en';
  const stamp = head === undefined ? nothing : stampView(await loadStamp(head), locale);
  const opened = openPaper({ ...paper, content: html`${paper.content}${stamp}` });
  const { defaultView } = opened.document;
  defaultView?.addEventListener('afterprint', () => opened.remove(), { once: true });
  opened.print();
}

import { keyId, parseHead, type RecordHead } from '@onedoor/core';
import { html, svg, type TemplateResult } from 'lit';
import { Lazy } from '../internal/lazy.js';
import { formatMoment } from '../locales/format.js';
import { type Locale, translate } from '../locales/locale.js';
import type { qrPath } from './qr.js';
import '../locales/case-texts.js';

/** The module of the code is fetched with the first paper. */
const code = new Lazy(() => import('./qr.js'));

/** Nobody waits longer than this for a head before a paper is printed: the last one heard does, or none. */
const WAIT_MS = 3000;

/** What a paper says of the record: its head, and what makes the code of it. */
export interface Stamp {
  readonly head: RecordHead;
  readonly draw: typeof qrPath;
}

/** Fetches what a stamp needs. Undefined where there is no head, or the code cannot be had: the paper says so. */
export async function loadStamp(head: () => Promise<RecordHead | undefined>): Promise<Stamp | undefined> {
  const late = new Promise<undefined>((done) => setTimeout(() => done(undefined), WAIT_MS));
  try {
    const [known, module] = (await Promise.race([Promise.all([head(), code.load()]), late])) ?? [];
    return known === undefined || module === undefined ? undefined : { head: known, draw: module.qrPath };
  } catch {
    return undefined;
  }
}

/** Groups of four, as people compare them. */
const grouped = (text: string): string => text.match(/.{1,4}/g)?.join(' ') ?? text;

/**
 * The head of the record on a paper: a code that a telephone reads, and the same in words below it. Whoever keeps the paper
 * can later have it checked whether the record still begins with what was there on that day.
 */
export function stampView(stamp: Stamp | undefined, locale: Locale): TemplateResult {
  const t = (key: Parameters<typeof translate>[1], params?: Parameters<typeof translate>[2]) => translate(locale, key, params);
  const line = stamp === undefined ? undefined : parseHead(stamp.head.line);
  if (stamp === undefined || line === undefined) return html`<aside class="record"><p>${t('stamp.none')}</p></aside>`;
  const { head, draw } = stamp;
  const { side, path } = draw(head.line);
  const when = formatMoment(locale, line.at);
  return html`<aside class="record">
    <svg viewBox=${`0 0 ${side} ${side}`} role="img" aria-label=${t('stamp.code')} shape-rendering="crispEdges">${svg`<path d=${path} />`}</svg>
    <p>${t('stamp.words', { when, size: line.size, number: line.number })}</p>
    <p class="number">${t('stamp.digest', { hash: grouped(line.hash.slice(0, 16)), key: keyId(head.publicKey) })}</p>
    ${head.stale ? html`<p>${t('stamp.stale', { when: formatMoment(locale, head.heardAt) })}</p>` : ''}
  </aside>`;
}

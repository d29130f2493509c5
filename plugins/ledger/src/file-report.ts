import { CATEGORIES, type Category, type PluginRow } from '@onedoor/core';
import type { Params, PluginCases } from '@onedoor/elements';
import { html, nothing, type TemplateResult } from 'lit';
import { mapCategory } from './categories.js';
import { askedOf, type Compared, compareFile, type FileWords, isFileColumn } from './exchange.js';
import type { zh } from './locales/zh.js';

const LISTED = 200;

/** A file that was compared with what is here. */
export interface FileReport {
  readonly problem?: 'damaged' | 'head';
  readonly compared: readonly Compared[];
  /** Names of types that are asked about, with what a person has decided. */
  readonly asked: ReadonlyMap<string, Category | undefined>;
  /** What became of the new ones. */
  readonly made?: { readonly done: number; readonly failed: number };
}

/** Reads a file and compares it; changes nothing. */
export async function readFile(file: Blob, here: ReadonlyMap<string, PluginRow>, words: FileWords): Promise<FileReport> {
  const { findHead, openTable } = await import('@onedoor/elements/tables');
  const none: FileReport = { compared: [], asked: new Map() };
  try {
    const table = await openTable(file);
    const rows = [];
    for await (const some of table.rows()) rows.push(...some);
    const isKnown = isFileColumn(words);
    const head = findHead(rows.slice(0, 12), isKnown);
    if (head === undefined || !head.columns.some(isKnown)) return { ...none, problem: 'head' };
    const compared = compareFile(head, rows.slice(head.dataAt), here, words);
    return { compared, asked: askedOf(compared) };
  } catch {
    return { ...none, problem: 'damaged' };
  }
}

interface ReportParts {
  t(key: keyof typeof zh, params?: Params): string;
  category(code: string): string;
  change(file: FileReport | undefined): void;
  create: PluginCases['create'];
}

const WHY = { title: 'import.noTitle', source: 'import.noSource', unknown: 'import.unknown' } as const;

export function fileReportView(file: FileReport, parts: ReportParts): TemplateResult {
  const { t } = parts;
  const count = (kind: Compared['kind']) => file.compared.filter((each) => each.kind === kind).length;
  const problems = file.compared.filter((each) => each.kind === 'differs' || each.kind === 'refused').slice(0, LISTED);
  const isDecided = [...file.asked.values()].every((code) => code !== undefined);
  const sum = { same: count('same'), differs: count('differs'), fresh: count('new'), refused: count('refused') };
  const guess = (name: string): string => {
    const { code } = mapCategory(name);
    return code === undefined ? '' : t('import.guess', { name: parts.category(code) });
  };
  return html`<section class="report" aria-labelledby="file">
    <div class="row"><h3 id="file">${t('import.title')}</h3><button type="button" class="link" @click=${() => parts.change(undefined)}>${t('import.close')}</button></div>
    ${file.problem === undefined ? html`<p role="status">${t('import.sum', sum)}</p>` : html`<p class="notice" role="alert">${t(`import.${file.problem}`)}</p>`}
    <ul>${problems.map((each) => html`<li>${problemWords(each, t)}</li>`)}</ul>
    ${[...file.asked].map(
      ([name, code]) => html`<label class="field"><span class="label">${t('import.ask', { name })}${guess(name)}</span>
        <select name="asked" @change=${(event: Event) => parts.change({ ...file, asked: new Map(file.asked).set(name, chosenIn(event)) })}>
          <option value="" ?selected=${code === undefined}>${t('import.none')}</option>
          ${CATEGORIES.map((each) => html`<option value=${each} ?selected=${each === code}>${parts.category(each)}</option>`)}
        </select></label>`,
    )}
    ${
      sum.fresh > 0 && file.made === undefined
        ? html`<p><button type="button" ?disabled=${!isDecided} @click=${() => void make(file, parts)}>${t('import.make', { count: sum.fresh })}</button></p>`
        : nothing
    }
    ${file.made === undefined ? nothing : html`<p role="status">${t('import.made', { count: file.made.done })} ${file.made.failed > 0 ? t('import.notMade', { count: file.made.failed }) : nothing}</p>`}
  </section>`;
}

function problemWords(each: Compared, t: ReportParts['t']): string {
  if (each.kind === 'differs') return t('import.differs', { line: each.line, columns: each.columns.map((column) => t(column)).join('、') });
  return each.kind === 'refused' ? t(WHY[each.why], { line: each.line }) : '';
}

const chosenIn = (event: Event): Category | undefined =>
  event.target instanceof HTMLSelectElement
    ? CATEGORIES.find((code) => event.target instanceof HTMLSelectElement && code === event.target.value)
    : undefined;

async function make(file: FileReport, { create, change }: ReportParts): Promise<void> {
  const [done, failed] = [{ count: 0 }, { count: 0 }];
  for (const each of file.compared) {
    if (each.kind !== 'new') continue;
    const { title, source, village, categoryName, category } = each.made;
    const code = file.asked.get(categoryName) ?? category.code;
    const result = code === undefined ? undefined : await create({ title, category: code, source, village });
    if (result?.ok === true) done.count += 1;
    else failed.count += 1;
  }
  change({ ...file, made: { done: done.count, failed: failed.count } });
}

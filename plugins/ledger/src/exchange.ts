import { CATEGORIES, type Category, type PluginRow, sourceSchema } from '@onedoor/core';
import type { TableHead, TableRow } from '@onedoor/elements/tables';
import { type MappedCategory, mapCategory } from './categories.js';

/** Columns of the file, by which they are found again; words of the locale stand beside them in the head. */
export const FILE_COLUMNS = [
  'case',
  'number',
  'title',
  'category',
  'source',
  'stage',
  'outcome',
  'village',
  'parties',
  'createdOn',
] as const;
export type FileColumn = (typeof FILE_COLUMNS)[number];

/** Words of codes, and back. */
export interface FileWords {
  head(column: FileColumn): string;
  category(code: string): string;
  source(code: string): string;
  stage(code: string): string;
  outcome(code: string): string;
  number(row: PluginRow): string;
}

/** Whether a name in a file is that of one of the columns. */
export function isFileColumn(words: FileWords): (name: string) => boolean {
  const names = new Set(FILE_COLUMNS.map((column) => words.head(column).replaceAll(/\s/gu, '')));
  return (name) => names.has(name);
}

/** Cells of a matter, in the order of `FILE_COLUMNS`. */
export const cellsOf = (row: PluginRow, words: FileWords): readonly string[] => [
  row.case,
  words.number(row),
  row.title,
  words.category(row.category),
  words.source(row.source),
  words.stage(row.stage),
  row.outcome === undefined ? '' : words.outcome(row.outcome),
  row.village,
  row.parties.join('；'),
  row.createdOn,
];

/** One row of a file that came back, beside what is here. */
export type Compared =
  | { readonly kind: 'same'; readonly line: number; readonly case: string }
  | { readonly kind: 'differs'; readonly line: number; readonly case: string; readonly columns: readonly FileColumn[] }
  | { readonly kind: 'new'; readonly line: number; readonly made: NewCase }
  | { readonly kind: 'refused'; readonly line: number; readonly why: 'title' | 'source' | 'unknown' };

export interface NewCase {
  readonly title: string;
  readonly source: PluginRow['source'];
  readonly village: string;
  /** As it stands in the file. */
  readonly categoryName: string;
  readonly category: MappedCategory;
}

/**
 * Compares a file with the matters that are here. One with an id is compared cell by cell; one without is new. Nothing is
 * changed by it: what was changed in a spreadsheet has no author and no right.
 *
 * @param rows rows of the file behind its head
 */
export function compareFile(
  head: TableHead,
  rows: readonly TableRow[],
  here: ReadonlyMap<string, PluginRow>,
  words: FileWords,
): readonly Compared[] {
  const at = new Map(FILE_COLUMNS.map((column) => [column, head.columns.indexOf(words.head(column).replaceAll(/\s/gu, ''))]));
  const cell = (row: TableRow, column: FileColumn): string => row.cells[at.get(column) ?? -1]?.trim() ?? '';
  return rows.map((row): Compared => {
    const { line } = row;
    const id = cell(row, 'case');
    const known = here.get(id);
    if (id !== '' && known === undefined) return { kind: 'refused', line, why: 'unknown' };
    if (known !== undefined) {
      const own = cellsOf(known, words);
      const columns = FILE_COLUMNS.filter((column, index) => at.get(column) !== -1 && cell(row, column) !== own[index]?.trim());
      return columns.length === 0 ? { kind: 'same', line, case: id } : { kind: 'differs', line, case: id, columns };
    }
    const title = cell(row, 'title');
    if (title === '') return { kind: 'refused', line, why: 'title' };
    const source = SOURCES.find((code) => words.source(code) === cell(row, 'source'));
    if (source === undefined) return { kind: 'refused', line, why: 'source' };
    const categoryName = cell(row, 'category');
    const own = CATEGORIES.find((code) => words.category(code) === categoryName);
    const category = own === undefined ? mapCategory(categoryName) : { code: own, sure: true };
    return {
      kind: 'new',
      line,
      made: { title: title.slice(0, 200), source, village: cell(row, 'village').slice(0, 60), categoryName, category },
    };
  });
}

export const SOURCES = sourceSchema.options;

/** Names of types that a person has to decide on before new matters can be made, each once. */
export const askedOf = (compared: readonly Compared[]): ReadonlyMap<string, Category | undefined> =>
  new Map(
    compared.flatMap((each) => (each.kind === 'new' && !each.made.category.sure ? [[each.made.categoryName, undefined] as const] : [])),
  );

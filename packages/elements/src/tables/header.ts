import type { TableRow } from './csv.js';

/** Where the names of a table's columns stand. */
export interface TableHead {
  /** Names of the columns, trimmed; of two rows, the upper and the lower name joined by `/`. */
  readonly columns: readonly string[];
  /** How many rows the names take: 1 or 2. */
  readonly rows: number;
  /** Line of the first of them; rows before it are titles and remarks. */
  readonly line: number;
  /** Index in the given rows of the first row of data. */
  readonly dataAt: number;
}

const MOST_TITLE_ROWS = 10;
const tidy = (cell: string): string => cell.replaceAll(/[\s\u3000\ufeff*＊:：]+/g, '');

/** A column's name as it is compared: without spaces, stars of obligation and colons. */
export const columnKey = (name: string): string => tidy(name).toLowerCase();

/**
 * Finds the row that names the columns: titles may stand above it, and it may be two rows, groups and their parts.
 *
 * @param rows the first rows of the table
 * @param isKnown whether a name is one that is looked for
 */
export function findHead(rows: readonly TableRow[], isKnown: (name: string) => boolean): TableHead | undefined {
  const score = (row: TableRow | undefined): number => row?.cells.filter((cell) => cell.trim() !== '' && isKnown(tidy(cell))).length ?? 0;
  let best = 0;
  for (const at of rows.slice(0, MOST_TITLE_ROWS).keys()) if (score(rows[at]) > score(rows[best])) best = at;
  // Names that are known may stand in the lower of two rows.
  if (isGroupRow(rows[best - 1], rows[best])) best--;
  const row =
    score(rows[best]) > 0 || (best < rows.length - 1 && score(rows[best + 1]) > 0)
      ? rows[best]
      : rows.find(({ cells }) => cells.filter((cell) => cell.trim() !== '').length > 1);
  if (row === undefined) return undefined;
  const at = rows.indexOf(row);
  const second = rows[at + 1];
  const single = { columns: row.cells.map(tidy), rows: 1, line: row.line, dataAt: at + 1 };
  if (second === undefined || !isSecondHead(row, second, score(row), score(second))) return single;
  const upper: string[] = [];
  for (let column = 0; column < Math.max(row.cells.length, second.cells.length); column++) {
    const own = tidy(row.cells[column] ?? '');
    // A group's name stands over its first part only: its other cells are merged and empty.
    upper.push(own === '' && tidy(second.cells[column] ?? '') !== '' ? (upper[column - 1] ?? '') : own);
  }
  const columns = upper.map((group, column) => {
    const part = tidy(second.cells[column] ?? '');
    return group === '' || part === '' || group === part ? group || part : `${group}/${part}`;
  });
  return { columns, rows: 2, line: row.line, dataAt: at + 2 };
}

/** Whether a row names groups whose parts the next row names: each fills gaps of the other. A title fills none. */
function isGroupRow(upper: TableRow | undefined, lower: TableRow | undefined): boolean {
  if (upper === undefined || lower === undefined) return false;
  const [above, below] = [upper.cells.map(tidy), lower.cells.map(tidy)];
  return (
    above.every((cell) => cell.length <= 12) &&
    above.some((cell, at) => cell !== '' && below.at(at) === '') &&
    below.some((cell, at) => cell !== '' && above.at(at) === '')
  );
}

/**
 * A second row of names: it says the parts of groups, under which the first row has gaps, or it says the same columns again in
 * other words. Data have an entry in most columns and no known names.
 */
function isSecondHead(first: TableRow, second: TableRow, known: number, knownBelow: number): boolean {
  if (knownBelow >= 2 && knownBelow >= known / 2) return true;
  const gaps = [...second.cells.keys()].filter(
    (column) => tidy(first.cells[column] ?? '') === '' && tidy(second.cells[column] ?? '') !== '',
  );
  if (gaps.length === 0) return false;
  const entries = second.cells.filter((cell) => cell.trim() !== '');
  // Names are short words: a digit, or a long text, is data.
  return entries.every((cell) => !/\d/.test(cell) && cell.trim().length <= 12);
}

/** Whether a row says the names of the columns once more, as it does where several files were put together. */
export const isHeadAgain = ({ cells }: TableRow, { columns }: TableHead): boolean => {
  const named = columns.filter((name) => name !== '');
  const same = cells.filter(
    (cell, at) => cell.trim() !== '' && (tidy(cell) === columns[at] || columns[at]?.split('/').includes(tidy(cell)) === true),
  );
  return same.length >= 2 && same.length >= named.length * 0.6 && same.length === cells.filter((cell) => cell.trim() !== '').length;
};

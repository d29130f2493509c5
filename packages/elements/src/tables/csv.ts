import { TableError } from './table-error.js';

/** One row of a table as it stands in its file. */
export interface TableRow {
  /** Line of the file on which it begins, from 1; in a workbook the number of its row. */
  readonly line: number;
  /** As written, without quotes. Nothing is trimmed or corrected. */
  readonly cells: readonly string[];
}

export type Delimiter = ',' | '\t' | ';';
const DELIMITERS: readonly Delimiter[] = [',', '\t', ';'];
/** What a spreadsheet would run as a formula when it stands first in a cell. */
const FORMULA = /^'*[=+\-@\t\r]/;
const ESCAPED = /^'+[=+\-@\t\r]/;

/** Whether a spreadsheet would take a text for a formula. */
export const isFormulaLike = (text: string): boolean => /^[=+\-@\t\r]/.test(text);

/** The sign between cells, from the first line: the one that stands there most often outside quotes. */
export function delimiterOf(text: string): Delimiter {
  const line = /^(?:"(?:[^"]|"")*"|[^"\r\n])*/.exec(text)?.[0].replaceAll(/"(?:[^"]|"")*"/g, '') ?? '';
  const counts = DELIMITERS.map((sign) => line.split(sign).length);
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ',';
}

/**
 * Reads CSV (RFC 4180) from pieces of text that may end anywhere: quoted cells with line breaks, doubled quotes, line ends
 * of three kinds. A leading apostrophe that keeps a formula from running is taken off again. Empty lines are left out.
 *
 * @example
 * const reader = new CsvReader(',');
 * const rows = [...reader.push('编号,内容\r\n1,"两'), ...reader.push('行"'), ...reader.end()];
 */
export class CsvReader {
  readonly #delimiter: Delimiter;
  #line = 1;
  #rowLine = 1;
  #cells: string[] = [];
  /** What of the current cell came in earlier pieces. */
  #cell = '';
  #quoted = false;
  #wasQuoted = false;
  #quoteLine = 0;
  /** The last signs of the former piece, where their meaning depends on what follows. */
  #carried = '';

  constructor(delimiter: Delimiter) {
    this.#delimiter = delimiter;
  }

  push(piece: string): TableRow[] {
    const text = this.#carried + piece;
    // Quotes or a carriage return at the end: doubled, or followed by a line feed, only the next piece tells.
    this.#carried = /(?:"+|\r)$/.exec(text)?.[0] ?? '';
    return this.#read(text.slice(0, text.length - this.#carried.length));
  }

  /** The last row, of a file that ends without a line end. */
  end(): TableRow[] {
    const rows = this.#read(this.#carried);
    this.#carried = '';
    if (this.#quoted) throw new TableError('quote', this.#quoteLine);
    const last = this.#row();
    return last === undefined ? rows : [...rows, last];
  }

  #read(text: string): TableRow[] {
    const rows: TableRow[] = [];
    const special = this.#delimiter === ',' ? /[",\r\n]/g : this.#delimiter === ';' ? /[";\r\n]/g : /["\t\r\n]/g;
    let at = 0;
    while (at < text.length) {
      if (this.#quoted) {
        const quote = text.indexOf('"', at);
        const inside = quote < 0 ? text.slice(at) : text.slice(at, quote);
        this.#cell += inside;
        this.#line += breaksIn(inside);
        if (quote < 0) break;
        if (text[quote + 1] === '"') {
          this.#cell += '"';
          at = quote + 2;
        } else {
          this.#quoted = false;
          at = quote + 1;
        }
        continue;
      }
      special.lastIndex = at;
      const next = special.exec(text)?.index ?? text.length;
      this.#cell += text.slice(at, next);
      at = next + 1;
      const sign = text[next];
      if (sign === '"') {
        // A quote inside a cell that did not begin with one is a sign like any other: 12"管.
        if (this.#cell === '' && !this.#wasQuoted) {
          this.#quoted = true;
          this.#wasQuoted = true;
          this.#quoteLine = this.#line;
        } else this.#cell += '"';
      } else if (sign === this.#delimiter) this.#next();
      else if (sign !== undefined) {
        if (sign === '\r' && text[at] === '\n') at++;
        this.#line++;
        const row = this.#row();
        if (row !== undefined) rows.push(row);
      }
    }
    return rows;
  }

  #next(): void {
    this.#cells.push(ESCAPED.test(this.#cell) ? this.#cell.slice(1) : this.#cell);
    this.#cell = '';
    this.#wasQuoted = false;
  }

  #row(): TableRow | undefined {
    const isEmpty = this.#cells.length === 0 && this.#cell === '' && !this.#wasQuoted;
    const line = this.#rowLine;
    this.#rowLine = this.#line;
    if (isEmpty) return undefined;
    this.#next();
    const cells = this.#cells;
    this.#cells = [];
    return { line, cells };
  }
}

const breaksIn = (text: string): number => text.match(/\r\n|\r|\n/g)?.length ?? 0;

/** A value of a table that is written. Numbers are written as numbers; what must keep its digits is a string. */
export type CellValue = string | number | undefined;

function csvCell(value: CellValue): string {
  if (typeof value === 'number') return String(value);
  const text = value ?? '';
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[",;\t\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** One row of CSV with its line end. A text that a spreadsheet would run as a formula gets an apostrophe, which `CsvReader` takes off. */
export const csvRow = (cells: readonly CellValue[]): string =>
  // A row of one empty cell would be an empty line, which is no row.
  `${cells.length === 1 && csvCell(cells[0]) === '' ? '""' : cells.map(csvCell).join(',')}\r\n`;

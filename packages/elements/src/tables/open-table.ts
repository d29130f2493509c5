import { type CellValue, CsvReader, csvRow, delimiterOf, type TableRow } from './csv.js';
import { detectEncoding, pieces, type TableEncoding } from './encoding.js';
import { type Pace, pacer } from './pace.js';
import { TableError } from './table-error.js';
import { openWorkbook } from './xlsx-read.js';

/** A table in a file, opened and not yet read. */
export interface OpenTable {
  readonly format: 'csv' | 'xlsx';
  /** Of CSV. */
  readonly encoding?: TableEncoding;
  /** Of a workbook: names of its sheets, the first of which is read where none is named. */
  readonly sheets: readonly string[];
  /** Rows in batches, in order. May be asked for more than once: it reads from the beginning. */
  rows(pace?: Pace & { readonly sheet?: string | undefined }): AsyncGenerator<readonly TableRow[]>;
}

/** A zip, as workbooks are. */
const ZIP = [0x50, 0x4b];
/** The container of former binary formats, and of workbooks with a password. */
const COMPOUND = [0xd0, 0xcf, 0x11, 0xe0];
const beginsWith = (bytes: Uint8Array, signs: readonly number[]): boolean => signs.every((sign, at) => bytes[at] === sign);

/**
 * Opens a table: CSV in UTF-8, GB18030 or UTF-16 (found out by itself, as its delimiter is), or a workbook. What the file is
 * called does not matter, since exports are often misnamed.
 *
 * @throws TableError with what is wrong with the file; the signal's reason when it is aborted
 * @example
 * const table = await openTable(file);
 * for await (const rows of table.rows({ signal, onProgress })) for (const { line, cells } of rows) take(line, cells);
 */
export async function openTable(file: Blob, pace: Pace = {}): Promise<OpenTable> {
  const head = new Uint8Array(await file.slice(0, 512).arrayBuffer());
  if (head.length === 0) throw new TableError('empty');
  if (beginsWith(head, COMPOUND)) throw new TableError('oldFormat');
  if (beginsWith(head, ZIP)) {
    const book = openWorkbook(new Uint8Array(await file.arrayBuffer()));
    const [first] = book.sheets;
    if (first === undefined) throw new TableError('empty');
    return { format: 'xlsx', sheets: book.sheets, rows: ({ sheet = first, ...watched } = {}) => book.rows(sheet, watched) };
  }
  const { encoding, bomBytes } = await detectEncoding(file, pace);
  const start = new TextDecoder(encoding).decode(await file.slice(bomBytes, bomBytes + 65_536).arrayBuffer());
  if (/^\s*<(?:!doctype|html|table|\?xml|meta|head)\b/i.test(start)) throw new TableError('webPage');
  const delimiter = delimiterOf(start);
  return {
    format: 'csv',
    encoding,
    sheets: [],
    async *rows(watched = {}) {
      const wait = pacer(watched);
      const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
      const reader = new CsvReader(delimiter);
      for await (const { bytes, end } of pieces(file, bomBytes)) {
        const found = reader.push(decoder.decode(bytes, { stream: true }));
        if (found.length > 0) yield found;
        await wait(end / file.size);
      }
      const last = [...reader.push(decoder.decode()), ...reader.end()];
      if (last.length > 0) yield last;
    },
  };
}

/** The first rows of a table, for a preview. */
export async function firstRows(table: OpenTable, count: number, options: Parameters<OpenTable['rows']>[0] = {}): Promise<TableRow[]> {
  const found: TableRow[] = [];
  for await (const rows of table.rows(options)) {
    found.push(...rows.slice(0, count - found.length));
    if (found.length >= count) break;
  }
  return found;
}

/**
 * Writes CSV in UTF-8 with the mark by which spreadsheets know it. What would run as a formula is kept from it.
 *
 * @example saveFile(await writeCsv([['工单编号', '内容'], ['GD001', '=1+1']]), '工单.csv')
 */
export async function writeCsv(rows: Iterable<readonly CellValue[]>, pace: Pace & { readonly count?: number } = {}): Promise<Blob> {
  const wait = pacer(pace);
  const { count = 0 } = pace;
  const parts: string[] = [];
  let [text, done] = ['\uFEFF', 0];
  for (const row of rows) {
    text += csvRow(row);
    done++;
    if (text.length < 100_000) continue;
    parts.push(text);
    text = '';
    await wait(count === 0 ? 0 : Math.min(1, done / count));
  }
  return new Blob([...parts, text], { type: 'text/csv;charset=utf-8' });
}

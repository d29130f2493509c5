import { strFromU8, type UnzipFileInfo, unzipSync } from 'fflate';
import type { TableRow } from './csv.js';
import { type Pace, pacer } from './pace.js';
import { serialDate } from './serial-date.js';
import { TableError } from './table-error.js';

/** Unpacked, one part of a workbook. 100,000 rows of orders are some 60 MB. */
const MAX_PART_BYTES = 300_000_000;
const CHUNK_BYTES = 1 << 20;

/** A workbook's sheets, of which one is read. */
export interface Workbook {
  /** Names of its visible sheets, in order. */
  readonly sheets: readonly string[];
  rows(sheet: string, pace?: Pace): AsyncGenerator<TableRow[]>;
}

/** Number formats of dates that every spreadsheet knows, those of Chinese ones among them. */
const isDateFormat = (id: number): boolean =>
  (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
/** Whether a format of the workbook's own shows a date or time: its letters outside quotes, brackets and escapes. */
const isDateCode = (code: string): boolean => /[ymdhs年月日]/i.test(code.replaceAll(/"[^"]*"|\[[^\]]*\]|\\./g, '').replace(/general/i, ''));

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const unescapeXml = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex, decimal, name) =>
        name === undefined ? String.fromCodePoint(Number.parseInt(hex ?? decimal, hex === undefined ? 10 : 16)) : (ENTITIES[name] ?? whole),
      )
    : text;
/** Workbooks write what XML cannot hold as `_x0001_`. */
const unescapeCell = (text: string): string =>
  text.includes('_x') ? text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16))) : text;

const attribute = (attributes: string, name: string): string | undefined => {
  const found = new RegExp(`(?:^|\\s)(?:\\w+:)?${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found === null ? undefined : unescapeXml(found[1] ?? found[2] ?? '');
};

const TEXTS = /<(?:\w+:)?t(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?t>/g;
/** Words of a string item: its runs together, without the pinyin that stands above them (`rPh`). */
function wordsOf(xml: string): string {
  const body = xml.includes('rPh') ? xml.replaceAll(/<(?:\w+:)?rPh[\s\S]*?<\/(?:\w+:)?rPh>/g, '') : xml;
  let text = '';
  for (const [, part = ''] of body.matchAll(TEXTS)) text += part;
  return unescapeCell(unescapeXml(text));
}

/**
 * Opens a workbook (.xlsx). Only the parts that are asked for are unpacked, one at a time.
 *
 * @throws TableError `workbook` for what is none, `tooLarge`
 */
export function openWorkbook(zip: Uint8Array): Workbook {
  const part = (path: string): Uint8Array | undefined => {
    const wanted = path.replace(/^\//, '').toLowerCase();
    const filter = ({ name, originalSize }: UnzipFileInfo) => {
      if (name.toLowerCase() !== wanted) return false;
      if (originalSize > MAX_PART_BYTES) throw new TableError('tooLarge');
      return true;
    };
    try {
      return Object.values(unzipSync(zip, { filter }))[0];
    } catch (fault) {
      throw fault instanceof TableError ? fault : new TableError('workbook');
    }
  };
  const xml = (path: string): string => {
    const bytes = part(path);
    return bytes === undefined ? '' : strFromU8(bytes);
  };
  const book = xml('xl/workbook.xml');
  if (book === '') throw new TableError('workbook');
  const targets = new Map(
    [...xml('xl/_rels/workbook.xml.rels').matchAll(/<(?:\w+:)?Relationship\s([^>]*)>/g)].map(([, attributes = '']) => {
      const target = attribute(attributes, 'Target') ?? '';
      return [attribute(attributes, 'Id') ?? '', target.startsWith('/') ? target : `xl/${target}`] as const;
    }),
  );
  const sheets = new Map(
    [...book.matchAll(/<(?:\w+:)?sheet\s([^>]*)>/g)].flatMap(([, attributes = '']) => {
      const [name, id] = [attribute(attributes, 'name'), attribute(attributes, 'id')];
      const path = id === undefined ? undefined : targets.get(id);
      return name === undefined || path === undefined || attribute(attributes, 'state') !== undefined ? [] : [[name, path] as const];
    }),
  );
  const from1904 = /<(?:\w+:)?workbookPr\s[^>]*date1904\s*=\s*["'](?:1|true)["']/.test(book);
  return {
    sheets: [...sheets.keys()],
    async *rows(sheet, pace = {}) {
      const path = sheets.get(sheet);
      const bytes = path === undefined ? undefined : part(path);
      if (bytes === undefined) throw new TableError('workbook');
      const wait = pacer(pace);
      const words: string[] = [];
      for await (const item of itemsOf(part('xl/sharedStrings.xml') ?? new Uint8Array(), 'si', () => wait(0)))
        words.push(wordsOf(item.body));
      const cells = cellReader(words, dateStyles(xml('xl/styles.xml')), from1904);
      let batch: TableRow[] = [];
      let line = 0;
      for await (const { attributes, body, done } of itemsOf(bytes, 'row', wait)) {
        // A row without a number is the one after the former.
        line = Number(attribute(attributes, 'r') ?? line + 1);
        const found = cells(body);
        if (found.some((cell) => cell !== '')) batch.push({ line, cells: found });
        if (done && batch.length > 0) {
          yield batch;
          batch = [];
        }
      }
      if (batch.length > 0) yield batch;
    },
  };
}

interface Item {
  readonly attributes: string;
  readonly body: string;
  /** The last one of a piece. */
  readonly done: boolean;
}

/** Elements of one name, none inside another, from XML that is decoded piece by piece. */
async function* itemsOf(bytes: Uint8Array, name: string, wait: (done: number) => Promise<void>): AsyncGenerator<Item> {
  const decoder = new TextDecoder();
  const pattern = new RegExp(`<(?:\\w+:)?${name}(?=[\\s>/])([^>]*?)(?:/>|>([\\s\\S]*?)</(?:\\w+:)?${name}>)`, 'g');
  let text = '';
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) {
    const last = at + CHUNK_BYTES >= bytes.length;
    text += decoder.decode(bytes.subarray(at, at + CHUNK_BYTES), { stream: !last });
    let end = 0;
    const found: Item[] = [];
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
      found.push({ attributes: match[1] ?? '', body: match[2] ?? '', done: false });
      end = pattern.lastIndex;
    }
    text = text.slice(end);
    for (const [index, item] of found.entries()) yield index === found.length - 1 ? { ...item, done: true } : item;
    await wait(Math.min(1, (at + CHUNK_BYTES) / bytes.length));
  }
}

/** By number of a cell's style: whether it shows a date. */
function dateStyles(xml: string): boolean[] {
  const codes = new Map(
    [...xml.matchAll(/<(?:\w+:)?numFmt\s([^>]*)>/g)].map(([, attributes = '']) => [
      Number(attribute(attributes, 'numFmtId')),
      attribute(attributes, 'formatCode') ?? '',
    ]),
  );
  const formats = /<(?:\w+:)?cellXfs[^>]*>([\s\S]*?)<\/(?:\w+:)?cellXfs>/.exec(xml)?.[1] ?? '';
  return [...formats.matchAll(/<(?:\w+:)?xf\s([^>]*)>/g)].map(([, attributes = '']) => {
    const id = Number(attribute(attributes, 'numFmtId') ?? 0);
    const code = codes.get(id);
    return code === undefined ? isDateFormat(id) : isDateCode(code);
  });
}

/** Number of a column from 0: `A1` is 0, `AB7` is 27. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/i.exec(reference)?.[0].toUpperCase() ?? '') column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

const MAX_COLUMNS = 16_384;
const CELL = /<(?:\w+:)?c(?=[\s>/])([^>]*?)(?:\/>|>([\s\S]*?)<\/(?:\w+:)?c>)/g;
const VALUE = /<(?:\w+:)?v(?:\s[^>]*)?>([\s\S]*?)<\/(?:\w+:)?v>/;

/** Texts of one row. A number comes as the workbook stores it, a date as `YYYY-MM-DD` with its time. */
function cellReader(words: readonly string[], dates: readonly boolean[], from1904: boolean): (row: string) => string[] {
  const textOf = (attributes: string, body: string): string => {
    const type = attribute(attributes, 't');
    if (type === 'inlineStr') return wordsOf(body);
    const raw = VALUE.exec(body)?.[1];
    if (raw === undefined) return '';
    if (type === 's') return words[Number(raw)] ?? '';
    if (type === 'b') return raw === '1' ? 'TRUE' : 'FALSE';
    const text = unescapeXml(raw);
    if (type === 'str') return unescapeCell(text);
    if (type === 'e' || type === 'd' || dates[Number(attribute(attributes, 's') ?? -1)] !== true) return text;
    return serialDate(Number(text) + (from1904 ? 1462 : 0)) ?? text;
  };
  return (row) => {
    const cells: string[] = [];
    for (const [, attributes = '', body = ''] of row.matchAll(CELL)) {
      const reference = attribute(attributes, 'r');
      const column = reference === undefined ? cells.length : columnOf(reference);
      if (column >= MAX_COLUMNS) continue;
      while (cells.length < column) cells.push('');
      cells[column] = textOf(attributes, body);
    }
    return cells;
  };
}

import { strToU8, Zip, ZipDeflate } from 'fflate';
import type { CellValue } from './csv.js';
import { type Pace, pacer } from './pace.js';

/** A sheet to write. */
export interface SheetToWrite {
  /** At most 31 characters are kept, without those that a sheet's name may not have. */
  readonly name: string;
  /** The first row is the head: bold, and it stays in view. */
  readonly rows: Iterable<readonly CellValue[]>;
  /** How many rows there are, for progress. */
  readonly count?: number;
  /** Widths of columns in characters of a digit. */
  readonly widths?: readonly number[];
}

/** What a workbook says as `_x000D_`: signs that XML cannot hold or would change, and what only looks like such a sign. */
const UNSAFE = /[^\t\n\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|_(?=x[0-9A-Fa-f]{4}_)/gu;
const escapeCell = (text: string): string =>
  text
    .replaceAll(UNSAFE, (sign) => `_x${sign.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';

/** Spreadsheets show 32,767 characters of a cell; a number beyond 15 digits would lose some. */
const isSafeNumber = (value: CellValue): value is number => typeof value === 'number' && Number.isFinite(value) && Math.abs(value) < 1e15;

/** Style 0 is text (format `@`), 1 a number, 2 the head: a text cell keeps its digits even when somebody edits it. */
function cell(value: CellValue, style: number): string {
  if (isSafeNumber(value)) return `<c s="1"><v>${value}</v></c>`;
  const text = value === undefined ? '' : String(value);
  return text === '' ? '<c/>' : `<c s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeCell(text)}</t></is></c>`;
}

const STYLES =
  `${HEAD}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="等线"/></font>` +
  '<font><b/><sz val="11"/><name val="等线"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>' +
  '<fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>' +
  '<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="3"><xf numFmtId="49" applyNumberFormat="1"/>' +
  '<xf numFmtId="0"/><xf numFmtId="49" fontId="1" applyFont="1" applyNumberFormat="1"/></cellXfs></styleSheet>';

const sheetName = (name: string): string => name.replaceAll(/[\\/?*[\]:]/g, ' ').slice(0, 31) || '1';

/**
 * Writes a workbook (.xlsx). Texts are texts: no formula runs, no digit is lost, and what is read again is the same.
 *
 * @example const bytes = await writeXlsx([{ name: '工单', rows: [['工单编号', '内容'], ['GD001', '=1+1']] }]);
 */
export async function writeXlsx(sheets: readonly SheetToWrite[], pace: Pace = {}): Promise<Uint8Array<ArrayBuffer>> {
  const wait = pacer(pace);
  const out: Uint8Array[] = [];
  let fault: Error | undefined;
  const zip = new Zip((error, bytes) => {
    if (error !== null) fault = error;
    else out.push(bytes);
  });
  const begin = (path: string) => {
    const file = new ZipDeflate(path, { level: 6 });
    zip.add(file);
    return file;
  };
  const put = (path: string, xml: string) => begin(path).push(strToU8(xml), true);
  const each = (make: (sheet: SheetToWrite, number: number) => string) => sheets.map((sheet, at) => make(sheet, at + 1)).join('');

  put(
    '[Content_Types].xml',
    `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
      '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>' +
      '<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>' +
      `${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)}</Types>`,
  );
  put(
    '_rels/.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  );
  put(
    'xl/workbook.xml',
    `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${RELATIONS}"><sheets>${each(({ name }, n) => `<sheet name="${escapeCell(sheetName(name))}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
  );
  put(
    'xl/_rels/workbook.xml.rels',
    `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${each((_, n) => `<Relationship Id="rId${n}" Type="${RELATIONS}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId0" Type="${RELATIONS}/styles" Target="styles.xml"/></Relationships>`,
  );
  put('xl/styles.xml', STYLES);
  for (const [at, { rows, count = 0, widths = [] }] of sheets.entries()) {
    const file = begin(`xl/worksheets/sheet${at + 1}.xml`);
    const columns = widths
      .map((width, column) => `<col min="${column + 1}" max="${column + 1}" width="${width}" customWidth="1"/>`)
      .join('');
    let xml =
      `${HEAD}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
      `${columns === '' ? '' : `<cols>${columns}</cols>`}<sheetData>`;
    let done = 0;
    for (const row of rows) {
      xml += `<row>${row.map((value) => cell(value, done === 0 ? 2 : 0)).join('')}</row>`;
      done++;
      if (xml.length < 60_000) continue;
      file.push(strToU8(xml));
      xml = '';
      await wait(count === 0 ? 0 : Math.min(1, done / count));
    }
    file.push(strToU8(`${xml}</sheetData></worksheet>`), true);
  }
  zip.end();
  if (fault !== undefined) throw fault;
  const whole = new Uint8Array(out.reduce((sum, { length }) => sum + length, 0));
  let end = 0;
  for (const bytes of out) {
    whole.set(bytes, end);
    end += bytes.length;
  }
  return whole;
}

import fc from 'fast-check';
import { strToU8, zipSync } from 'fflate';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type CellValue, CsvReader, csvRow, type TableRow } from './csv.js';
import { findHead, isHeadAgain } from './header.js';
import { firstRows, type OpenTable, openTable, writeCsv } from './open-table.js';
import { TableError } from './table-error.js';
import { writeXlsx } from './xlsx-write.js';

const test = suite('tables in files');

const cells = (rows: readonly TableRow[]) => rows.map((row) => row.cells);
async function read(table: OpenTable, options: Parameters<OpenTable['rows']>[0] = {}): Promise<TableRow[]> {
  const all: TableRow[] = [];
  for await (const rows of table.rows(options)) all.push(...rows);
  return all;
}
const utf16 = (text: string, { bom, big = false }: { bom: boolean; big?: boolean }): Uint8Array<ArrayBuffer> => {
  const bytes = new Uint8Array((text.length + (bom ? 1 : 0)) * 2);
  [...(bom ? '\uFEFF' : ''), ...text.split('')].forEach((unit, at) => {
    new DataView(bytes.buffer).setUint16(at * 2, unit.charCodeAt(0), !big);
  });
  return bytes;
};
const faultOf = async (bytes: BlobPart): Promise<string> => {
  try {
    await read(await openTable(new Blob([bytes])));
    return 'read';
  } catch (fault) {
    if (!(fault instanceof TableError)) throw fault;
    return `${fault.fault}${fault.line === undefined ? '' : ` ${fault.line}`}`;
  }
};

const TEXT = '编号,姓名\r\n1,𠮷田红\r\n2,阿卜杜拉·买买提\r\n';
const EXPECTED = [
  ['编号', '姓名'],
  ['1', '𠮷田红'],
  ['2', '阿卜杜拉·买买提'],
];
/** 编号,姓名 / 1,𠮷田红 / 2,阿卜杜拉·买买提 in GB18030; 𠮷 takes four bytes. */
const GB = Uint8Array.from(
  'b1e0bac5 2cd0d5c3 fb0d0a31 2c9534b2 35ccefba ec0d0a32 2cb0a2b2 b7b6c5c0 ada1a4c2 f2c2f2cc e10d0a'.replaceAll(' ', '').match(/../g) ?? [],
  (hex) => Number.parseInt(hex, 16),
);

for (const [name, bytes, encoding] of [
  ['UTF-8', strToU8(TEXT), 'utf-8'],
  ['UTF-8 with its mark', strToU8(`\uFEFF${TEXT}`), 'utf-8'],
  ['GB18030', GB, 'gb18030'],
  ['UTF-16LE with its mark', utf16(TEXT, { bom: true }), 'utf-16le'],
  ['UTF-16LE without', utf16(TEXT, { bom: false }), 'utf-16le'],
  ['UTF-16BE', utf16(TEXT, { bom: true, big: true }), 'utf-16be'],
] as const) {
  test(`${name} is found out and read`, async () => {
    const table = await openTable(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    assert.equal([table.format, table.encoding], ['csv', encoding]);
    assert.equal(cells(await read(table)), EXPECTED);
  });
}

test('a first Chinese character far behind the first megabyte decides as well', async () => {
  const filler = new Uint8Array(1_500_000).fill(0x61);
  for (let at = 99; at < filler.length; at += 100) filler[at] = 0x0a;
  const table = await openTable(new Blob([filler, GB]));
  assert.is(table.encoding, 'gb18030');
  assert.equal((await read(table)).at(-1)?.cells, ['2', '阿卜杜拉·买买提']);
});

test('quoted line breaks, doubled quotes, quotes inside, three line ends, empty lines: with the lines on which rows begin', () => {
  const reader = new CsvReader(',');
  const rows = [...reader.push('a,"两\r\n行","说""好"""\r\n\r\n12"管,,\rx,"",y\n"",""\nlast'), ...reader.end()];
  assert.equal(rows, [
    { line: 1, cells: ['a', '两\r\n行', '说"好"'] },
    { line: 4, cells: ['12"管', '', ''] },
    { line: 5, cells: ['x', '', 'y'] },
    { line: 6, cells: ['', ''] },
    { line: 7, cells: ['last'] },
  ]);
});

test('a file cut anywhere is read as one that was not', () => {
  const text = 'a,"b""c\r\nd"\r\n"e"\r,"f\n"\r\n"=g",\'=h\r\n';
  const whole = new CsvReader(',');
  const expected = [...whole.push(text), ...whole.end()];
  assert.is(expected.length, 4);
  for (let at = 0; at <= text.length; at++) {
    const reader = new CsvReader(',');
    assert.equal([...reader.push(text.slice(0, at)), ...reader.push(text.slice(at)), ...reader.end()], expected, `cut at ${at}`);
  }
});

test('tabs and semicolons stand between cells where the first line says so', async () => {
  assert.equal(cells(await read(await openTable(new Blob(['a\tb,c\td\n1\t2\t3'])))), [
    ['a', 'b,c', 'd'],
    ['1', '2', '3'],
  ]);
  assert.equal(cells(await read(await openTable(new Blob(['"x,y,z";b\n1;2'])))), [
    ['x,y,z', 'b'],
    ['1', '2'],
  ]);
});

test('what is no table says what it is', async () => {
  assert.is(await faultOf(''), 'empty');
  assert.is(await faultOf('a,b\n1,"never\nends'), 'quote 2');
  assert.is(await faultOf(Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1)), 'oldFormat');
  assert.is(await faultOf('<html><table><tr><td>1</td></tr></table></html>'), 'webPage');
  assert.is(await faultOf(Uint8Array.of(0x61, 0xff, 0xff, 0x2c, 0xff)), 'encoding');
  assert.is(await faultOf(zipSync({ 'a.txt': strToU8('x') }) as Uint8Array<ArrayBuffer>), 'workbook');
  assert.is(await faultOf(Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)), 'workbook');
});

const NASTY = [
  '=1+1',
  '+86 138-0000-0001',
  '-5',
  '@x',
  "'=1",
  "''=1",
  '00012',
  '150981199003070014',
  ' 前后 ',
  '两\n行',
  '两\r\n行',
  '"引号"',
  ',;\t',
  '𠮷\u0001\uFFFE',
  '_x0041_',
  '&lt;&amp;',
  '',
];

test('what was written is read again, the same: CSV', async () => {
  const rows = [['a', 'b'], NASTY, ['', ''], [...NASTY].reverse()];
  assert.equal(cells(await read(await openTable(await writeCsv(rows)))), rows);
  // A spreadsheet sees no formula.
  assert.is(csvRow(['=1+1', '\t=1', -5, 'x']), '\'=1+1,"\'\t=1",-5,x\r\n');
});

test('what was written is read again, the same: workbook', async () => {
  const rows: CellValue[][] = [
    ['a', 'b'],
    [...NASTY, 'end'],
    [12, 0.5, -3, 'x'],
  ];
  const table = await openTable(
    new Blob([
      await writeXlsx([
        { name: '工单 1/2', rows, widths: [20] },
        { name: '说明', rows: [['甲']] },
      ]),
    ]),
  );
  assert.equal(table.sheets, ['工单 1 2', '说明']);
  assert.equal(cells(await read(table)), [
    ['a', 'b'],
    [...NASTY, 'end'],
    ['12', '0.5', '-3', 'x'],
  ]);
  assert.equal(cells(await read(table, { sheet: '说明' })), [['甲']]);
});

test('any text is read again, the same, from both', async () => {
  const line = fc.array(fc.string({ unit: 'binary', maxLength: 12 }), { minLength: 2, maxLength: 5 }).map((texts) => [...texts, 'z']);
  await fc.assert(
    fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 4 }), async (rows) => {
      const headed = [['h1', 'h2', 'h3'], ...rows];
      assert.equal(cells(await read(await openTable(new Blob([await writeXlsx([{ name: 's', rows: headed }])])))), headed);
      // A lone half of a character cannot be written as UTF-8.
      const whole = headed.map((cells_) => cells_.map((text) => text.replaceAll(/\p{Surrogate}/gu, '?')));
      assert.equal(cells(await read(await openTable(await writeCsv(whole)))), whole);
    }),
    { numRuns: 60 },
  );
});

/** A workbook as other programs write them: shared strings with pinyin above, styles, gaps, prefixes, errors. */
const foreign = (sheet: string, { strings = '', styles = '', book = '' } = {}) =>
  new Blob([
    zipSync({
      'xl/workbook.xml': strToU8(
        `<workbook xmlns:r="r">${book}<sheets><sheet name="隐" sheetId="1" state="hidden" r:id="rId9"/><sheet name="工单" sheetId="2" r:id="rId1"/></sheets></workbook>`,
      ),
      'xl/_rels/workbook.xml.rels': strToU8(
        '<Relationships><Relationship Target="/xl/worksheets/a.xml" Id="rId1"/><Relationship Id="rId9" Target="h.xml"/></Relationships>',
      ),
      'xl/worksheets/a.xml': strToU8(`<worksheet><sheetData>${sheet}</sheetData></worksheet>`),
      'xl/sharedStrings.xml': strToU8(`<sst>${strings}</sst>`),
      'xl/styles.xml': strToU8(`<styleSheet>${styles}</styleSheet>`),
    }) as Uint8Array<ArrayBuffer>,
  ]);

test('a workbook of another program: shared words, pinyin above them, gaps, numbers as they are stored, dates by their style', async () => {
  const table = await openTable(
    foreign(
      '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="C1" t="s"><v>1</v></c></row>' +
        '<row r="2"/><row r="3"><c r="A3"><v>1.50981E+17</v></c><c r="B3" s="1"><v>45550</v></c><c r="C3" s="2"><v>45550.395833333336</v></c>' +
        '<c r="D3" t="e"><v>#N/A</v></c><c r="E3" t="b"><v>1</v></c><c r="F3" t="str"><f>A1</f><v>&#x4E2D;&amp;</v></c><c r="G3" s="3"><v>45550</v></c></row>',
      {
        strings:
          '<si><t>编号</t><rPh sb="0" eb="1"><t>biān</t></rPh></si><si><r><t>内</t></r><r><rPr/><t xml:space="preserve">容 </t></r></si>',
        styles:
          '<numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot; h:mm"/><numFmt numFmtId="177" formatCode="[Red]0.00"/></numFmts>' +
          '<cellStyleXfs><xf numFmtId="0"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="176"/><xf numFmtId="177"/></cellXfs>',
      },
    ),
  );
  assert.equal(table.sheets, ['工单']);
  assert.equal(await read(table), [
    { line: 1, cells: ['编号', '', '内容 '] },
    { line: 3, cells: ['1.50981E+17', '2024-09-15', '2024-09-15 09:30', '#N/A', 'TRUE', '中&', '45550'] },
  ]);
});

test('a workbook that counts days from 1904, with prefixed tags', async () => {
  const table = await openTable(
    foreign('<x:row><x:c s="0"><x:v>44088</x:v></x:c></x:row>', {
      book: '<workbookPr date1904="1"/>',
      styles: '<cellXfs><xf numFmtId="14"/></cellXfs>',
    }),
  );
  assert.equal(cells(await read(table)), [['2024-09-15']]);
});

test('rows are given in batches, watched, and stopped without a trace', async () => {
  const rows = Array.from({ length: 40_000 }, (_, at) => [`GD${at}`, '土城村垃圾未清运，已反映两次']);
  for (const file of [await writeCsv(rows), new Blob([await writeXlsx([{ name: 's', rows }])])]) {
    const table = await openTable(file);
    let batches = 0;
    let count = 0;
    for await (const batch of table.rows()) {
      batches++;
      count += batch.length;
    }
    assert.is(count, rows.length);
    assert.ok(batches > 1, 'several');
    const stop = new AbortController();
    let got = 0;
    let reason: unknown;
    try {
      for await (const batch of table.rows({ signal: stop.signal })) {
        got += batch.length;
        stop.abort(new Error('stopped'));
      }
    } catch (fault) {
      reason = fault;
    }
    assert.is(reason, stop.signal.reason);
    assert.ok(got < rows.length, `${got} rows`);
    assert.is((await firstRows(table, 3)).length, 3);
  }
});

const known = new Set(['工单编号', '来电人', '主办单位', '协办单位', '受理时间']);
const row = (line: number, ...texts: string[]): TableRow => ({ line, cells: texts });
const headOf = (...rows: TableRow[]) => findHead(rows, (name) => known.has(name));

test('names of columns: under titles, in one row or two, with groups, stars and spaces', () => {
  assert.equal(headOf(row(1, '工单编号', '来电人*'), row(2, 'GD1', '张三')), {
    columns: ['工单编号', '来电人'],
    rows: 1,
    line: 1,
    dataAt: 1,
  });
  assert.equal(
    headOf(row(1, '红砂坝镇工单汇总表', '', ''), row(2, '填报单位：', '红砂坝镇'), row(4, '工单编号', '来 电 人'), row(5, 'GD1', '张三')),
    {
      columns: ['工单编号', '来电人'],
      rows: 1,
      line: 4,
      dataAt: 3,
    },
  );
  assert.equal(
    headOf(row(1, '工单编号', '承办', '', '受理时间'), row(2, '', '主办单位', '协办单位', ''), row(3, 'GD1', '民政', '', '2024-09-15')),
    { columns: ['工单编号', '承办/主办单位', '承办/协办单位', '受理时间'], rows: 2, line: 1, dataAt: 2 },
  );
  const once = headOf(row(1, '工单编号', '来电人'), row(2, '工单编号', '来电人'), row(3, 'GD1', '张三'));
  assert.equal([once?.columns, once?.dataAt], [['工单编号', '来电人'], 2]);
  assert.equal(headOf(row(1, '甲', '乙'), row(2, '1', '2'))?.columns, ['甲', '乙'], 'a table that nobody knows');
  assert.is(headOf(), undefined);
});

test('names that come again in the middle are no data', () => {
  const head = headOf(row(1, '工单编号', '来电人'), row(2, 'GD1', '张三'));
  if (head === undefined) throw new Error('no head');
  assert.is(isHeadAgain(row(9, '工单编号', '来电人'), head), true);
  assert.is(isHeadAgain(row(9, '工单编号', '张三'), head), false);
});

test.run();

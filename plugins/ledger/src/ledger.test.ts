import { readFileSync } from 'node:fs';
import type { PluginRow } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { CsvReader, csvRow, findHead } from '@onedoor/elements/tables';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mapCategory } from './categories.js';
import { askedOf, cellsOf, compareFile, FILE_COLUMNS, type FileWords, isFileColumn } from './exchange.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { Chooser, EVERYTHING, type LedgerView, linesOf, readView, writeView } from './table.js';

const test = suite('ledger');

const row = (id: string, given: Partial<PluginRow> = {}): PluginRow => ({
  case: id,
  title: `${id}的事`,
  category: '03',
  source: 'walk-in',
  stage: 'joint',
  village: '木匠沟村',
  createdOn: '2024-09-03',
  closed: false,
  changedAt: 0,
  parties: [],
  members: {},
  tasks: [],
  today: '2024-10-01',
  settings: {},
  read: () => undefined,
  shared: () => [],
  ...given,
});

const CATEGORY: Readonly<Record<string, string>> = { '02': '邻里', '03': '房产宅基地', '07': '山林土地' };
const words: FileWords = {
  head: (column) => zh[column],
  category: (code) => CATEGORY[code] ?? code,
  source: (code) => code,
  stage: (code) => code,
  outcome: (code) => code,
  number: ({ number }) => (number === undefined ? '' : `〔${number.year}〕${number.value}号`),
};

test('onedoor.plugin.json and the manifest in code are one; both languages have the same keys', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
});

const valueIn = (each: PluginRow, column: string) =>
  column === 'title' ? each.title : column === 'createdOn' ? each.createdOn : each.number?.value;
const linesFor = (...rows: readonly PluginRow[]) => rows.map((each) => ({ key: each.case, row: each }));
/** Cases that a view leaves in, in its order, by somebody who looks for the first time. */
const idsIn = (rows: readonly PluginRow[], view: Partial<LedgerView>) =>
  new Chooser(valueIn).chosen(rows, { ...EVERYTHING, ...view }).map(({ key }) => key);

test('a view leaves in what fits all its conditions', () => {
  const rows = [
    row('a', { stage: 'closed', outcome: 'settled' }),
    row('b', { category: '07', parties: ['罗桂芬'] }),
    row('c', { createdOn: '2024-01-31' }),
  ];
  for (const [view, left] of [
    [{ stage: 'closed' }, ['a']],
    [{ outcome: 'settled' }, ['a']],
    [{ category: '07' }, ['b']],
    [{ words: '桂芬 木匠' }, ['b']],
    [{ words: '没有' }, []],
    [{ from: '2024-02-01' }, ['a', 'b']],
    [{ until: '2024-01-31' }, ['c']],
    [{ source: 'grid' }, []],
  ] as const)
    assert.equal(idsIn(rows, view).sort(), left, JSON.stringify(view));
});

test('order goes both ways, and what has no value stands last in both', () => {
  const number = (value: number) => ({ number: { register: 'case', year: 2024, value } });
  const rows = [row('a', number(2)), row('b'), row('c', number(10))];
  assert.equal(idsIn(rows, { sort: 'number', descending: false }), ['a', 'c', 'b']);
  assert.equal(idsIn(rows, { sort: 'number', descending: true }), ['c', 'a', 'b']);
});

test('whoever looks again and again, while rows change, sees what somebody sees who looks for the first time', () => {
  const random = new Random(3);
  const villages = ['木匠沟村', '东滩村', '西山村'];
  const made = (id: number) =>
    row(`k${id}`, {
      title: `第${random.below(50)}件`,
      village: villages[random.below(3)] ?? '',
      category: random.chance(1 / 2) ? '03' : '07',
      createdOn: `2024-0${1 + random.below(9)}-03`,
    });
  let rows = Array.from({ length: 60 }, (_, id) => made(id));
  const chooser = new Chooser(valueIn);
  const words = ['', '木', '木匠', '木匠沟', '木匠沟 1', '第', '第1', '第1 东', '没有'];
  for (let turn = 0; turn < 300; turn++) {
    if (random.chance(1 / 4))
      rows = rows.flatMap((each, at) => (random.chance(1 / 20) ? (random.chance(1 / 2) ? [] : [made(at)]) : [each]));
    if (random.chance(1 / 8)) rows = [...rows, made(100 + turn)];
    if (random.chance(1 / 4)) chooser.prepare(() => random.chance(1 / 10));
    const view = {
      ...EVERYTHING,
      words: words[random.below(words.length)] ?? '',
      category: random.chance(1 / 3) ? '07' : '',
      sort: random.chance(1 / 5) ? 'title' : 'createdOn',
      descending: random.chance(4 / 5),
    };
    assert.equal(
      chooser.chosen(rows, view).map(({ key, row: each }) => [key, each.title]),
      new Chooser(valueIn).chosen(rows, view).map(({ key, row: each }) => [key, each.title]),
    );
  }
});

test('words are read ahead in parts, until all are', () => {
  const rows = Array.from({ length: 10 }, (_, id) => row(`k${id}`));
  const chooser = new Chooser(valueIn);
  chooser.chosen(rows, EVERYTHING);
  let left = 4;
  assert.is(
    chooser.prepare(() => left-- === 0),
    false,
  );
  left = 6;
  assert.is(
    chooser.prepare(() => left-- === 0),
    true,
    'six were left',
  );
});

test('groups have heads with their numbers, the largest first, and every row once', () => {
  const lines = linesOf(linesFor(row('a'), row('b', { category: '07' }), row('c')), 'category');
  assert.equal(
    lines.map((line) => ('row' in line ? line.row.case : `${line.group}:${line.count}`)),
    ['03:2', 'a', 'c', '07:1', 'b'],
  );
  assert.equal(
    linesOf(linesFor(row('a'), row('b', { createdOn: '2024-10-01' })), 'month').map(({ key }) => key),
    ['group 2024-09', 'a', 'group 2024-10', 'b'],
  );
});

test('a view that was kept is read as it was; what is damaged or from another version shows everything', () => {
  const view = { ...EVERYTHING, words: '水', group: 'month', columns: ['police.x'], descending: false } as const;
  assert.equal(readView(writeView(view)), view);
  assert.equal(readView('{'), EVERYTHING);
  assert.equal(readView('{"group":"nobody","columns":[1]}'), EVERYTHING);
});

/** What a file gives that was written and read again. */
function fileOf(cells: readonly (readonly string[])[]) {
  const reader = new CsvReader(',');
  const rows = [
    ...reader.push([[...FILE_COLUMNS.map((column) => zh[column])], ...cells].map((each) => csvRow(each)).join('')),
    ...reader.end(),
  ];
  const head = findHead(rows, isFileColumn(words));
  if (head === undefined) throw new Error('no head');
  return { head, rows: rows.slice(head.dataAt) };
}

test('what goes out comes in again with identical values, whatever stands in it', () => {
  const rows = [
    row('a', { title: '=1+1，"引号"\n第二行', parties: ['买买提·艾力', '𠮷野'], number: { register: 'case', year: 2024, value: 12 } }),
    row('b', { title: '-号开头', village: '', stage: 'closed', outcome: 'settled' }),
    row('c', { title: '  空格  ' }),
  ];
  const { head, rows: read } = fileOf(rows.map((each) => cellsOf(each, words)));
  const compared = compareFile(head, read, new Map(rows.map((each) => [each.case, each])), words);
  assert.equal(
    compared.map((each) => each.kind),
    ['same', 'same', 'same'],
  );
});

test('a changed cell is told by its column; an id that is not here, a row without matter or source is refused', () => {
  const known = row('a');
  const changed = [...cellsOf(known, words)];
  changed[2] = '另一件事';
  const { head, rows } = fileOf([changed, ['zzz', '', '事'], ['', '', '', '邻里', 'own'], ['', '', '新事', '邻里', '不知道']]);
  const compared = compareFile(head, rows, new Map([['a', known]]), words);
  assert.equal(
    compared.map((each) => (each.kind === 'differs' ? each.columns.join() : each.kind === 'refused' ? each.why : each.kind)),
    ['title', 'unknown', 'title', 'source'],
  );
});

test('new matters name their type; one that is not sure is asked about, once, and never decided by itself', () => {
  const { head, rows } = fileOf([
    ['', '', '一', '山林土地纠纷', 'own'],
    ['', '', '二', '民间借贷纠纷', 'own'],
    ['', '', '三', '民间借贷纠纷', 'own'],
    ['', '', '四', '没听说过', 'own'],
  ]);
  const compared = compareFile(head, rows, new Map(), words);
  assert.equal(
    compared.map((each) => (each.kind === 'new' ? [each.made.category.code, each.made.category.sure] : each.kind)),
    [
      ['07', true],
      ['04', false],
      ['04', false],
      [undefined, false],
    ],
  );
  assert.equal(
    [...askedOf(compared)],
    [
      ['民间借贷纠纷', undefined],
      ['没听说过', undefined],
    ],
  );
});

for (const [name, code, sure] of [
  ['婚姻家庭纠纷', '01', true],
  ['婚恋、家庭纠纷', '01', true],
  ['邻里纠纷', '02', true],
  ['房屋宅基地纠纷', '03', true],
  ['04 合同纠纷', '04', true],
  ['生产经营类', '05', true],
  ['山林土地矛盾纠纷', '07', true],
  ['征地拆迁', '08', true],
  ['劳动争议', '10', true],
  ['医疗纠纷', '13', true],
  ['道路交通事故纠纷', '14', true],
  ['其它', '99', true],
  ['土地纠纷', '07', false],
  ['村务管理纠纷', '99', false],
  ['', undefined, false],
  ['01', undefined, false],
] as const)
  test(`"${name}" is ${code ?? 'asked about'}${sure ? '' : ', not for sure'}`, () => {
    const mapped = mapCategory(name);
    assert.equal([mapped.code, mapped.sure], [code, sure]);
  });

test.run();

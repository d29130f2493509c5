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
/** Slices that go on when the test says so. */
class ByHand {
  #next: (() => void)[] = [];
  #left = 0;
  readonly slices = () => ({
    isOver: () => this.#left-- <= 0,
    next: () => new Promise<void>((done) => this.#next.push(done)),
  });

  /** One slice of so many steps of each work that waits. */
  async go(steps = Number.POSITIVE_INFINITY): Promise<void> {
    this.#left = steps;
    for (const next of this.#next.splice(0)) next();
    await new Promise((done) => setTimeout(done, 0));
  }
}
const newChooser = (hand = new ByHand(), changed = () => {}) => new Chooser(valueIn, hand.slices, changed);
/** Cases that a view leaves in, in its order, by somebody who looks for the first time. */
const idsIn = (rows: readonly PluginRow[], view: Partial<LedgerView>) =>
  newChooser()
    .chosen(rows, { ...EVERYTHING, ...view })
    .map(({ key }) => key);

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
  const chooser = newChooser();
  const words = ['', '木', '木匠', '木匠沟', '木匠沟 1', '第', '第1', '第1 东', '没有'];
  for (let turn = 0; turn < 300; turn++) {
    if (random.chance(1 / 4))
      rows = rows.flatMap((each) => (random.chance(1 / 20) ? (random.chance(1 / 2) ? [] : [made(Number(each.case.slice(1)))]) : [each]));
    if (random.chance(1 / 8)) rows = [...rows, made(100 + turn)];
    if (random.chance(1 / 4)) chooser.prepare(() => random.chance(1 / 10), ['title', 'createdOn']);
    const view = {
      ...EVERYTHING,
      words: words[random.below(words.length)] ?? '',
      category: random.chance(1 / 3) ? '07' : '',
      sort: random.chance(1 / 5) ? 'title' : 'createdOn',
      descending: random.chance(4 / 5),
    };
    assert.equal(
      chooser.chosen(rows, view).map(({ key, row: each }) => [key, each.title]),
      newChooser()
        .chosen(rows, view)
        .map(({ key, row: each }) => [key, each.title]),
    );
  }
});

test('words and orders are read ahead in parts, until all are, and then cost nothing', () => {
  const rows = Array.from({ length: 10 }, (_, id) => row(`k${id}`, { title: `第${9 - id}件` }));
  let asked = 0;
  const chooser = new Chooser(
    (each, column) => {
      asked++;
      return valueIn(each, column);
    },
    new ByHand().slices,
    () => {},
  );
  chooser.chosen(rows, EVERYTHING);
  let left = 4;
  assert.is(
    chooser.prepare(() => left-- === 0, ['title']),
    false,
  );
  assert.is(
    chooser.prepare(() => false, ['title']),
    true,
  );
  asked = 0;
  assert.equal(
    chooser.chosen(rows, { ...EVERYTHING, sort: 'title', descending: false }).map(({ key }) => key),
    rows.map(({ case: id }) => id).reverse(),
  );
  assert.is(asked, 0, 'the order was there');
});

test('of thousands some stand at once, and the rest when it is in order; what is on its way is told', async () => {
  const random = new Random(7);
  const made = (id: number) =>
    row(`k${String(id).padStart(5, '0')}`, {
      title: `第${random.below(4_000)}件`,
      createdOn: `20${10 + random.below(14)}-0${1 + random.below(9)}-03`,
    });
  const few = Array.from({ length: 120 }, (_, id) => made(id));
  const hand = new ByHand();
  let told = 0;
  const chooser = newChooser(hand, () => told++);
  const ids = (rows: readonly PluginRow[], view: Partial<LedgerView> = {}) =>
    chooser.chosen(rows, { ...EVERYTHING, ...view }).map(({ key }) => key);
  /** As a sort by hand has it. */
  const inOrder = (rows: readonly PluginRow[], column: 'title' | 'createdOn', sign: 1 | -1) =>
    [...rows]
      .sort((a, b) => (a[column] === b[column] ? (a.case < b.case ? -sign : sign) : a[column] < b[column] ? -sign : sign))
      .map((each) => each.case);
  assert.equal(ids(few), inOrder(few, 'createdOn', -1));
  assert.is(chooser.pending, undefined, 'few are in order at once');

  let rows = [...few, ...Array.from({ length: 9_000 }, (_, id) => made(1_000 + id))];
  assert.is(ids(rows).length, 120, 'those of before stand');
  assert.is(chooser.pending, 'many');
  await hand.go(3);
  assert.is(ids(rows).length, 120);
  // More come while the first thousands are put in order.
  const more = [...rows, ...Array.from({ length: 9_000 }, (_, id) => made(20_000 + id))];
  assert.is(ids(more).length, 120);
  while (told === 0) await hand.go(20);
  assert.equal(ids(more), inOrder(rows, 'createdOn', -1), 'what is ready is shown');
  assert.is(chooser.pending, 'many', 'and more is on its way');
  rows = more;
  while (told === 1) await hand.go(20);
  assert.equal(ids(rows), inOrder(rows, 'createdOn', -1));
  assert.is(chooser.pending, undefined);

  const standing = ids(rows);
  assert.equal(ids(rows, { sort: 'title', descending: false }), standing, 'another order is begun');
  assert.is(chooser.pending, 'many');
  assert.equal(ids(rows), standing, 'and given up');
  assert.is(chooser.pending, undefined);
  await hand.go();
  assert.is(told, 2, 'what was given up tells nothing');

  ids(rows, { sort: 'title' });
  while (chooser.pending !== undefined) await hand.go(50);
  assert.equal(ids(rows, { sort: 'title' }), inOrder(rows, 'title', -1));
  rows = [...rows.slice(3, 5_000), made(4), ...rows.slice(5_001), made(99_999)];
  ids(rows, { sort: 'title' });
  assert.is(chooser.pending, 'few', 'single changes');
  while (chooser.pending !== undefined) await hand.go(50);
  assert.equal(ids(rows, { sort: 'title' }), inOrder(rows, 'title', -1));
  ids(rows, { sort: 'createdOn' });
  while (chooser.pending !== undefined) await hand.go(50);
  assert.equal(ids(rows, { sort: 'createdOn', descending: false }), inOrder(rows, 'createdOn', 1), 'an order of before takes them up');
});

test('of thousands that come at once some stand in order at the first look', () => {
  const rows = Array.from({ length: 7_000 }, (_, id) => row(`k${String(id).padStart(5, '0')}`));
  const chooser = newChooser();
  assert.is(chooser.chosen(rows, EVERYTHING).length, 300);
  assert.is(chooser.pending, 'many');
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

import { readFileSync } from 'node:fs';
import { CsvReader, csvRow, findHead } from '@onedoor/elements/tables';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import {
  beside,
  changeOf,
  closedRate,
  cutOf,
  figuresOf,
  formerOf,
  isStanding,
  monthsOf,
  percentOf,
  periodOf,
  periodsOf,
  riskOf,
  settledRate,
  stageTimesOf,
  tally,
} from './figures.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { inventYear } from './year.js';

const test = suite('statistics');
const LOT = { count: 1, source: 'own', settled: 1, transferred: 0 } as const;

test('onedoor.plugin.json and the manifest in code are one; both languages have the same keys', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('periods: of a day, their months, the one before', () => {
  assert.equal(
    [periodOf('2024-09-03', 'month'), periodOf('2024-09-30', 'quarter'), periodOf('2024-01-01', 'year')],
    ['2024-09', '2024-Q3', '2024'],
  );
  assert.equal(monthsOf('2024-Q4'), ['2024-10', '2024-11', '2024-12']);
  assert.is(monthsOf('2024').length, 12);
  assert.equal(['2024-01', '2024-Q1', '2024', '2024-09', '2024-Q3'].map(formerOf), ['2023-12', '2023-Q4', '2023', '2024-08', '2024-Q2']);
  assert.equal(periodsOf([], 'quarter', '2024-10-01'), ['2024-Q4']);
});

for (const [numerator, denominator, words] of [
  [140, 142, '98.6 %'],
  [142, 142, '100.0 %'],
  [76, 78, '97.4 %'],
  [842, 869, '96.9 %'],
  [9_999, 10_000, '99.9 %'],
  [0, 5, '0.0 %'],
  [0, 0, undefined],
] as const)
  test(`${numerator}/${denominator} is ${words}`, () => {
    assert.is(percentOf({ numerator, denominator }), words);
  });

test('two decimals where a published table has them', () => {
  assert.is(percentOf({ numerator: 376, denominator: 386 }, 2), '97.41 %');
});

for (const seed of [1, 2, 3])
  test(`the year of seed ${seed}: 142 disputes of 38 and 104, closed 142/142, settled 140/142, by counting`, () => {
    const now = inventYear(seed, 2024, [
      { count: 38, source: 'walk-in', settled: 36, transferred: 2 },
      { count: 104, source: 'grid', settled: 104, transferred: 0 },
    ]);
    const figures = figuresOf(now, '2024');
    assert.is(figures.received.length, 142);
    assert.equal(
      tally(figures.received, ({ source }) => source).map(([source, rows]) => [source, rows.length]),
      [
        ['grid', 104],
        ['walk-in', 38],
      ],
    );
    assert.equal(
      [closedRate(figures), settledRate(figures)],
      [
        { numerator: 142, denominator: 142 },
        { numerator: 140, denominator: 142 },
      ],
    );
    assert.equal([percentOf(closedRate(figures)), percentOf(settledRate(figures))], ['100.0 %', '98.6 %']);
    // Months and quarters make the year.
    for (const parts of [monthsOf('2024'), ['2024-Q1', '2024-Q2', '2024-Q3', '2024-Q4']])
      assert.is(
        parts.reduce((sum, period) => sum + figuresOf(now, period).settled.length, 0),
        140,
      );
  });

test('a fall against the former year comes out of its own data', () => {
  const of = (year: number, count: number) => inventYear(4, year, [{ count, source: 'letter', settled: count, transferred: 0 }]);
  for (const [now, former, words] of [
    [5, 8, '-37.5 %'],
    [6, 12, '-50.0 %'],
  ] as const) {
    const rows = [...of(2024, now), ...of(2023, former)];
    const change = changeOf(figuresOf(rows, '2024').received.length, figuresOf(rows, formerOf('2024')).received.length);
    assert.equal([change, percentOf(change)], [{ numerator: now - former, denominator: former }, words]);
  }
});

test('a published table of 869 disputes of fifteen types and three sources ties out by counting', () => {
  const types = [160, 278, 67, 44, 31, 76, 18, 28, 4, 13, 7, 55, 33, 1, 54];
  const sources = [...Array<'walk-in'>(455).fill('walk-in'), ...Array<'own'>(378).fill('own'), ...Array<'court'>(36).fill('court')];
  const plain = types.flatMap((count, at) =>
    inventYear(at, 2024, [{ count, source: 'own', settled: count, transferred: 0, category: `t${at}` }]),
  );
  const rows = plain.map((row, at) => ({ ...row, source: sources[at] ?? 'own', ...(at < 842 ? {} : { outcome: 'failed' as const }) }));
  const figures = figuresOf(rows, '2024');
  assert.is(figures.received.length, 869);
  assert.equal(
    types.map((_, at) => tally(figures.received, ({ category }) => category).find(([key]) => key === `t${at}`)?.[1].length),
    types,
  );
  assert.equal(
    tally(figures.received, ({ source }) => source).map(([, members]) => members.length),
    [455, 378, 36],
  );
  assert.is(percentOf(settledRate(figures)), '96.9 %');
});

test('a published table of 386 mediations ties out from the rows of a file: 376 agreed, 369 performed, 75 confirmed', () => {
  const head = ['调解', '结果', '履行', '司法确认'];
  const lines = Array.from({ length: 386 }, (_, at) => [
    `第${at + 1}件`,
    at < 376 ? '达成协议' : '未达成协议',
    at < 369 ? '已履行' : '',
    at < 75 ? '已确认' : '',
  ]);
  const reader = new CsvReader(',');
  const read = [...reader.push([head, ...lines].map((line) => csvRow(line)).join('')), ...reader.end()];
  const found = findHead(read, (name) => head.includes(name));
  assert.ok(found);
  const cells = read.slice(found.dataAt).map(({ cells: each }) => each);
  const rows = cells.flatMap((each, at) =>
    inventYear(at, 2021, [LOT]).map((row) => ({
      ...row,
      case: String(at),
      outcome: each[1] === '达成协议' ? ('settled' as const) : ('failed' as const),
    })),
  );
  const figures = figuresOf(rows, '2021');
  const by = (column: number, word: string) =>
    tally(figures.settled, (row) => cells[Number(row.case)]?.[column] ?? '').find(([key]) => key === word)?.[1].length;
  assert.equal([figures.received.length, figures.settled.length, by(2, '已履行'), by(3, '已确认')], [386, 376, 369, 75]);
  assert.is(percentOf(settledRate(figures), 2), '97.41 %');
});

test('time in stages: the middle one, the longest, and what is open until now', () => {
  const day = 86_400_000;
  const [one, two, three] = inventYear(1, 2024, [{ count: 3, source: 'own', settled: 2, transferred: 0 }]);
  assert.ok(one && two && three);
  const times = stageTimesOf(
    [
      { ...one, spent: { screening: 2 * day, joint: 30 * day } },
      { ...two, spent: { screening: 4 * day } },
      { ...three, stage: 'screening', stageAt: 10 * day },
    ],
    19 * day,
  );
  assert.equal(
    times.slice(0, 3).map(({ stage, rows, median, longest }) => [stage, rows.length, median / day, longest / day]),
    [
      ['screening', 3, 4, 9],
      ['graded', 0, 0, 0],
      ['joint', 1, 30, 30],
    ],
  );
});

test('a duty is at risk, a right that nobody has to use is not; what is gone stands beside what came', () => {
  assert.is(riskOf([{ state: 'running', binding: false }]), 'none');
  assert.is(
    riskOf([
      { state: 'overdue', binding: true },
      { state: 'running', binding: true },
    ]),
    'overdue',
  );
  const of = (source: 'letter' | 'court', count: number) => inventYear(1, 2024, [{ count, source, settled: 0, transferred: 0 }]);
  assert.equal(
    beside(of('letter', 5), [...of('letter', 8), ...of('court', 2)], ({ source }) => source).map(({ key, now, former }) => [
      key,
      now.length,
      former.length,
      percentOf(changeOf(now.length, former.length)),
    ]),
    [
      ['letter', 5, 8, '-37.5 %'],
      ['court', 0, 2, '-100.0 %'],
    ],
  );
});

test('closed is not settled: what was handed on or failed counts as closed alone', () => {
  const rows = inventYear(1, 2024, [{ count: 10, source: 'own', settled: 4, transferred: 3 }]);
  const { received, closed, settled } = figuresOf(rows, '2024');
  assert.equal([received.length, closed.length, settled.length], [10, 7, 4]);
});

test('figures of plugins: rows of the period, amounts added up, what is counted once, and rates with both numbers', () => {
  const row = (id: string, on: string, key: string, amount: number) => ({ id, title: id, on, key, amount });
  const items = [
    row('a', '2024-03-01', 'king', 10),
    row('b', '2024-03-31', 'king', 5),
    row('c', '2024-04-01', 'li', 1),
    row('d', '2023-12-31', 'li', 7),
  ];
  const figure = { id: 'f', label: 'F', items };
  assert.equal(
    ['2024-03', '2024-Q2', '2024', '2023', '2022'].map((period) => cutOf(figure, period).size),
    [2, 1, 3, 1, 0],
  );
  assert.is(cutOf({ ...figure, count: 'amounts' }, '2024-Q1').size, 15);
  const once = cutOf({ ...figure, count: 'keys' }, '2024');
  assert.equal([once.size, once.items.map(({ id }) => id)], [2, ['b', 'c']], 'of each the latest row');
  const rate = cutOf({ ...figure, items: items.slice(0, 1), of: { label: 'of', items } }, '2024-03');
  assert.equal([rate.size, rate.of], [1, 2]);
  assert.is(percentOf({ numerator: rate.size, denominator: rate.of ?? 0 }), '50.0 %');
  assert.not(isStanding(figure));
});

test('what stands as it is now lies in every period and is compared with none', () => {
  const figure = { id: 'g', label: 'G', items: [{ id: 'one', title: 'one' }] };
  assert.equal(
    ['2024', '1999-01'].map((period) => cutOf(figure, period).size),
    [1, 1],
  );
  assert.ok(isStanding(figure));
  assert.not(isStanding({ ...figure, items: [] }), 'nothing at all is nought in every period');
});

test.run();

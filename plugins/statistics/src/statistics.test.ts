import { readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { changeOf, closedRate, figuresOf, formerOf, monthsOf, percentOf, periodOf, periodsOf, settledRate, tally } from './figures.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { inventYear } from './year.js';

const test = suite('statistics');

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

test('closed is not settled: what was handed on or failed counts as closed alone', () => {
  const rows = inventYear(1, 2024, [{ count: 10, source: 'own', settled: 4, transferred: 3 }]);
  const { received, closed, settled } = figuresOf(rows, '2024');
  assert.equal([received.length, closed.length, settled.length], [10, 7, 4]);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Draft, draftOf, emptyRow, isFlaw, partsOf, planOf, withEqualShares } from './allocation-draft.js';

const test = suite('draft of an allocation');

const draft = (total: string, ...rows: [string, string][]): Draft => ({
  total,
  rows: rows.map(([group, share], line) => ({ line, group, share })),
  weights: {},
  begun: '',
});
const kindOf = (seen: Draft) => {
  const plan = planOf(seen);
  return isFlaw(plan) ? plan.kind : 'plan';
};

test('a draft of exactly 100.00 % becomes a plan, whole fen and basis points', () => {
  const typed = draft('2,386,417.53', [' A ', '73.9'], ['B', '26.10']);
  assert.equal(planOf(typed), {
    totalFen: 238_641_753,
    shares: [
      { key: 'A', basisPoints: 7390 },
      { key: 'B', basisPoints: 2610 },
    ],
  });
  assert.equal(partsOf(typed), [176_356_255, 62_285_498]);
});

test('the first flaw is named', () => {
  assert.is(kindOf(draft('', ['A', '100'])), 'total');
  assert.is(kindOf(draft('1')), 'noGroup');
  assert.is(kindOf(draft('1', [' ', '100'])), 'noName');
  assert.is(kindOf(draft('1', ['A', '50'], ['A', '50'])), 'twice');
  assert.is(kindOf(draft('1', ['A', '50'], ['B', ''])), 'share');
  assert.equal(planOf(draft('1', ['A', '50'], ['B', '49.99'])), { kind: 'less', basisPoints: 1 });
  assert.equal(planOf(draft('1', ['A', '50'], ['B', '50.01'])), { kind: 'more', basisPoints: 1 });
  assert.is(partsOf(draft('1', ['A', '50'], ['B', '49.99'])), undefined);
});

test('a new draft names the parties’ groups and nobody’s share; a stored plan comes back as it is', () => {
  const fresh = draftOf(undefined, ['A', 'B']);
  assert.equal(
    fresh.rows.map(({ group, share }) => [group, share]),
    [
      ['A', ''],
      ['B', ''],
    ],
  );
  assert.is(draftOf(undefined, []).rows.length, 1);
  const plan = {
    totalFen: 12_345,
    shares: [
      { key: 'A', basisPoints: 3333 },
      { key: 'B', basisPoints: 6667 },
    ],
  };
  assert.equal(planOf(draftOf(plan, [])), plan);
});

test('equal shares make 100 % of any number of lines, and lines keep their own numbers', () => {
  const three = draft('1', ['A', ''], ['B', ''], ['C', '']);
  assert.equal(
    withEqualShares(three.rows).map((row) => row.share),
    ['33.34', '33.33', '33.33'],
  );
  assert.is(kindOf({ ...three, rows: withEqualShares(three.rows) }), 'plan');
  assert.is(emptyRow(three.rows).line, 3);
  assert.is(emptyRow([]).line, 0);
});

test('weights that count more than once are part of the plan and come back; others are named as a flaw', () => {
  const typed = { ...draft('100', ['A', '100']), weights: { p1: '3', p2: ' 1 ', p3: '' } };
  const plan = planOf(typed);
  assert.equal(plan, { totalFen: 10_000, shares: [{ key: 'A', basisPoints: 10_000 }], weights: { p1: 3 } });
  assert.ok(!isFlaw(plan));
  assert.equal(draftOf(plan, []).weights, { p1: '3' });
  for (const bad of ['0', '1.5', '-1', 'x', '1000001']) assert.is(kindOf({ ...typed, weights: { p1: bad } }), 'weight');
});

test.run();

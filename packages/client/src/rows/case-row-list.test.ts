import type { CaseRow } from '@onedoor/core';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { CaseRowList } from './case-row-list.js';
import { sameValue } from './same-value.js';

const test = suite('list of case rows');

const row = (id: string, changedAt: number, title = ''): CaseRow => ({
  case: id,
  title,
  category: '01',
  source: 'walk-in',
  village: '',
  createdAt: 0,
  createdBy: 'a',
  stage: 'screening',
  members: {},
  changedAt,
  conflicts: 0,
  offers: 0,
  parties: [],
  partyCount: 0,
  matter: '',
  pendingActs: 0,
  rooms: [],
  tasks: [],
  summaries: {},
});

const changes = fc.array(
  fc.dictionary(
    fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
    fc.option(fc.record({ changedAt: fc.nat({ max: 5 }), title: fc.constantFrom('x', 'y') }), { nil: undefined }),
    { maxKeys: 4, noNullPrototype: true },
  ),
  { maxLength: 12 },
);

test('however it changed, and however often it was looked at, it holds the present rows in order, and what says the same is the same object', () => {
  fc.assert(
    fc.property(changes, fc.boolean(), (rounds, isLookedAt) => {
      const list = new CaseRowList();
      const model = new Map<string, CaseRow>();
      for (const [index, round] of rounds.entries()) {
        const next = new Map(
          Object.entries(round).map(([id, made]) => [id, made === undefined ? undefined : row(id, made.changedAt, made.title)]),
        );
        const before = isLookedAt ? list.all : undefined;
        const differs = list.apply(next);
        for (const [id, made] of next) {
          if (made === undefined) model.delete(id);
          else if (!sameValue(model.get(id), made)) model.set(id, made);
        }
        if (!isLookedAt && index < rounds.length - 1) continue;
        const expected = [...model.values()].sort((a, b) => b.changedAt - a.changedAt || (a.case < b.case ? 1 : -1));
        assert.is(list.all.length, expected.length);
        assert.ok(list.all.every((each, at) => each === expected[at]));
        if (before === undefined) continue;
        assert.is(differs, before.length !== expected.length || before.some((each, at) => each !== expected[at]));
        assert.is(list.all === before, !differs);
      }
    }),
    { numRuns: 1000 },
  );
});

test('of rows that come in slices none is passed over for each slice', () => {
  const list = new CaseRowList();
  let asked = 0;
  const counted = (id: string, changedAt: number): CaseRow =>
    Object.defineProperty(row(id, changedAt), 'changedAt', { get: () => changedAt + 0 * asked++ });
  for (let slice = 0; slice < 64; slice++)
    list.apply(
      new Map(Array.from({ length: 16 }, (_, at) => [`${slice}/${at}`, counted(`${slice}/${at}`, ((slice * 16 + at) * 7919) % 1024)])),
    );
  assert.is(list.all.length, 1024);
  // A comparison asks twice; a merge sort of 1,024 makes some ten thousand, a pass a slice would be 32,000 more.
  assert.ok(asked < 2 * 14_000, String(asked));
});

test('values say the same when a copy through JSON would', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const sorted = (value: unknown): unknown =>
        Array.isArray(value)
          ? ['list', ...value.map(sorted)]
          : typeof value === 'object' && value !== null
            ? Object.entries(value)
                .sort(([one], [two]) => (one < two ? -1 : 1))
                .map(([key, inner]) => [`.${key}`, sorted(inner)])
            : Object.is(value, -0)
              ? '-0'
              : value;
      assert.is(sameValue(a, structuredClone(a)), true);
      assert.is(sameValue(a, b), JSON.stringify([typeof a, sorted(a)]) === JSON.stringify([typeof b, sorted(b)]));
    }),
    { numRuns: 2000 },
  );
  for (const [a, b, same] of [
    [{ a: undefined }, {}, true],
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [[1, 2], [1], false],
    [[], {}, false],
    [null, {}, false],
    [{ a: { b: [1] } }, { a: { b: [2] } }, false],
  ] as const)
    assert.is(sameValue(a, b), same, JSON.stringify([a, b]));
});

test.run();

import type { ActEntry, Edit } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { byDay, mergeEntries } from './entries.js';

const test = suite('timeline of acts and edits');
const act = (seq: number, at: number, person = 'sun'): ActEntry => ({
  seq,
  at,
  person,
  device: '',
  intent: { id: `i${seq}`, command: 'case.move', args: {}, base: 0 },
  outcome: 'applied',
});
const edit = (over: Partial<Edit>): Edit => ({
  id: `e${over.order ?? 1}`,
  order: 1,
  person: 'chen',
  from: over.until ?? 0,
  until: 0,
  seq: 1,
  kind: 'set',
  collection: 'party',
  record: 'p1',
  ...over,
});
const rooms = (more: boolean) => [
  { room: 'case', acts: [act(1, 100), act(2, 500)], edits: [], more: false },
  { room: 'joint', acts: [], edits: [edit({ order: 2, until: 400 }), edit({ order: 1, until: 300 })], more },
];
const ats = (entries: readonly { readonly at: number }[]) => entries.map(({ at }) => at);

test('acts and edits of all rooms stand together, the latest first', () => {
  const { entries, complete } = mergeEntries(rooms(false), { kind: 'all' });
  assert.equal([ats(entries), complete], [[500, 400, 300, 100], true]);
});

test('what is older than edits that are not here yet is held back, save where edits are not asked for', () => {
  assert.equal(ats(mergeEntries(rooms(true), { kind: 'all' }).entries), [500, 400, 300]);
  assert.is(mergeEntries(rooms(true), { kind: 'all' }).complete, false);
  assert.equal(ats(mergeEntries(rooms(true), { kind: 'act' }).entries), [500, 100]);
  assert.equal(ats(mergeEntries(rooms(true), { kind: 'all', room: 'case' }).entries), [500, 100]);
});

test('filters by person and room', () => {
  assert.equal(ats(mergeEntries(rooms(false), { kind: 'all', person: 'chen' }).entries), [400, 300]);
  assert.equal(ats(mergeEntries(rooms(false), { kind: 'edit', room: 'case' }).entries), []);
});

test('a day ends at midnight in Shanghai', () => {
  const midnight = Date.parse('2024-09-03T16:00:00Z');
  const { entries } = mergeEntries([{ room: 'case', acts: [act(1, midnight - 1), act(2, midnight)], edits: [], more: false }], {
    kind: 'all',
  });
  assert.equal(
    byDay(entries).map(({ day, entries: lines }) => [day, lines.length]),
    [
      ['2024-09-04', 1],
      ['2024-09-03', 1],
    ],
  );
});

test.run();

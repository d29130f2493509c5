import type { Edit } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mergeEntries, withoutMaking } from './entries.js';

const test = suite('entries');
const MINUTE = 60_000;
let order = 0;
const edit = (kind: Edit['kind'], minute: number, more: Partial<Edit> = {}): Edit => ({
  id: String(++order),
  order,
  person: 'sun',
  from: minute * MINUTE,
  until: minute * MINUTE,
  seq: order,
  kind,
  collection: 'party',
  record: 'p1',
  ...more,
});

test('what was filled in while making a record belongs to its making', () => {
  const made = edit('created', 1);
  const kept = [
    made,
    edit('set', 2, { field: 'phone', value: '2', before: '1' }),
    edit('set', 20, { field: 'phone', value: '3' }),
    edit('set', 2, { field: 'phone', value: '4', person: 'chen' }),
    edit('set', 2, { field: 'phone', value: '5', record: 'p2' }),
    edit('text', 2, { field: 'statement', inserted: 9 }),
    edit('removed', 3),
    edit('confirmed', 3, { field: 'phone', value: '6' }),
  ];
  const filled = [edit('set', 1, { field: 'name', value: '1' }), edit('part-added', 2, { field: 'members', part: '甲' })];
  assert.equal(withoutMaking([...kept, ...filled]), kept);
});

test('what was erased stands among the rest, and is neither an act nor an edit', () => {
  const erasure = { at: 5, person: 'zhou', reason: '当事人要求删除', collection: 'party' };
  const rooms = [{ room: 'joint', acts: [], edits: [], more: false, erasures: [erasure] }];
  assert.equal(
    mergeEntries(rooms, { kind: 'all' }).entries.map(({ kind, person, at }) => [kind, person, at]),
    [['erasure', 'zhou', 5]],
  );
  assert.equal(mergeEntries(rooms, { kind: 'edit' }).entries, []);
  assert.equal(mergeEntries(rooms, { kind: 'act' }).entries, []);
});

test.run();

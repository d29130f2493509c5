import type { Edit } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { withNewest, withOlder } from './merge-edits.js';

const test = suite('pages of edits');
const edits = (...orders: number[]): Edit[] =>
  orders.map((order) => ({
    id: `e${order % 100}`,
    order,
    person: 'sun',
    from: 0,
    until: order,
    seq: order,
    kind: 'set',
    collection: 'party',
    record: 'p',
  }));
const orders = ({ edits: list }: { readonly edits: readonly Edit[] }) => list.map(({ order }) => order);

test('an edit that went on moves to its new place and stands there once', () => {
  const known = { edits: edits(9, 8, 7, 6), more: true };
  const next = withNewest(known, { edits: edits(108, 9), more: true });
  assert.equal([orders(next), next.more], [[108, 9, 7, 6], true]);
});

test('a first page that does not reach what is known leaves no gap behind it', () => {
  const next = withNewest({ edits: edits(9, 8), more: false }, { edits: edits(30, 29), more: true });
  assert.equal([orders(next), next.more], [[30, 29], true]);
});

test('a first page without a next one is all there is', () => {
  assert.equal(withNewest({ edits: edits(9), more: true }, { edits: edits(10, 9), more: false }), { edits: edits(10, 9), more: false });
});

test('older pages follow, and say whether there are more', () => {
  const next = withOlder({ edits: edits(9, 8), more: true }, { edits: edits(8, 7), more: false });
  assert.equal([orders(next), next.more], [[9, 8, 7], false]);
});

test.run();

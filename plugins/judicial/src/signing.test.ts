import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { JudicialState } from './acts.js';
import { resignOf, signaturesOf } from './signing.js';

const test = suite('signatures of versions');
const [one, two] = ['1'.repeat(64), '2'.repeat(64)];
const state = (signed: string | undefined, ...hashes: readonly string[]): JudicialState =>
  ({ versions: hashes.map((hash) => ({ hash })), ...(signed === undefined ? {} : { signed: { hash: signed } }) }) as never;

test('a page shows the version on which it was put, and no later one', () => {
  assert.equal(signaturesOf(state(one, one, two), [one, one, '3'.repeat(64)]), [
    { number: 1, hash: one, isSigned: true, pages: 2, replacedBy: 2 },
    { number: 2, hash: two, isSigned: false, pages: 0 },
  ]);
});

test('a version after one with signatures, or with pages alone, is to be signed anew', () => {
  const of = (signed: string | undefined, pages: readonly string[]) => resignOf(signaturesOf(state(signed, one, two), pages), true);
  assert.equal(of(one, []), { why: 'version', old: [1] });
  assert.equal(of(undefined, [one]), { why: 'version', old: [1] });
  assert.equal(of(undefined, [one, two]), { why: 'version', old: [1] }, 'also while pages of the new one are gathered');
  assert.is(of(undefined, []), undefined, 'nobody has signed anything');
  assert.is(of(two, [one]), undefined, 'it was signed anew');
});

test('words that were changed after signing count for nobody until they are a version', () => {
  const of = (signed: string | undefined, pages: readonly string[], isSame: boolean) =>
    resignOf(signaturesOf(state(signed, one), pages), isSame);
  assert.equal(of(one, [], false), { why: 'words', old: [1] });
  assert.equal(of(undefined, [one], false), { why: 'words', old: [1] });
  assert.is(of(one, [], true), undefined);
  assert.is(of(undefined, [], false), undefined);
});

test.run();

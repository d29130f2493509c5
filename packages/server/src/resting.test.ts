import { createRoomDoc } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { RestingContent } from './resting.js';

const test = suite('content at rest');

/** A document of some history, and all its updates. */
function written() {
  const doc = createRoomDoc(7);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  const text = doc.getText('t');
  for (let at = 0; at < 300; at++) text.insert((at * 7) % (text.length + 1), '字');
  text.delete(10, 40);
  doc.getMap('m').set('k', 1);
  doc.getMap('m').set('k', 2);
  return { doc, updates };
}

const read = (...updates: Uint8Array[]) => {
  const doc = createRoomDoc();
  for (const update of updates) Y.applyUpdate(doc, update);
  return { text: doc.getText('t').toString(), map: doc.getMap('m').toJSON() };
};

test('what is sent of it is what a document would have sent', () => {
  const { doc, updates } = written();
  const resting = RestingContent.of(updates);
  assert.ok(resting);
  assert.equal(read(resting.after(Uint8Array.of(0))), read(Y.encodeStateAsUpdate(doc)));
  assert.equal(Y.decodeStateVector(resting.vector()), Y.decodeStateVector(Y.encodeStateVector(doc)));
  const half = Y.encodeStateVectorFromUpdate(Y.mergeUpdates(updates.slice(0, 150)));
  assert.equal(read(...updates.slice(0, 150), resting.after(half)), read(Y.encodeStateAsUpdate(doc)));
  assert.is(resting.after(half), resting.after(Uint8Array.from(half)), 'the same question is answered once');
  assert.throws(() => resting.after(Uint8Array.of(200, 200)));
});

test('a client that comes back with nothing new needs no document', () => {
  const { doc, updates } = written();
  const resting = new RestingContent(Y.encodeStateAsUpdate(doc));
  assert.ok(resting.holds(Y.encodeStateAsUpdate(doc, resting.vector())));
  assert.ok(resting.holds(Uint8Array.of(0, 0)));
  const other = createRoomDoc(8);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(doc));
  other.getText('t').delete(0, 1);
  assert.not(resting.holds(Y.encodeStateAsUpdate(other, resting.vector())), 'a delete that is not here');
  other.getText('t').insert(0, '新');
  assert.not(resting.holds(Y.encodeStateAsUpdate(other, resting.vector())), 'structs are for a document to judge');
  assert.not(resting.holds(updates[0] ?? Uint8Array.of()), 'even those that are known');
  assert.not(resting.holds(Uint8Array.of(0, 1, 5)), 'bytes that are none');
  assert.not(resting.holds(Uint8Array.of(0, 0, 1)), 'bytes behind the end');
});

test('who has all of it is sent the deletes, who lacks what stands behind a hole is not taken for one', () => {
  const { doc, updates } = written();
  const whole = Y.encodeStateAsUpdate(doc);
  const resting = new RestingContent(whole);
  assert.equal(resting.vector(), Y.encodeStateVectorFromUpdate(whole));
  assert.equal(resting.after(resting.vector()), Y.diffUpdate(whole, resting.vector()));
  const other = createRoomDoc(8);
  Y.applyUpdate(other, whole);
  other.getText('t').insert(0, '新');
  assert.equal(resting.after(Y.encodeStateVector(other)), Y.diffUpdate(whole, resting.vector()), 'and has more');

  const torn = Y.mergeUpdates([...updates.slice(0, 100), ...updates.slice(150)]);
  const holed = new RestingContent(torn);
  assert.equal(holed.vector(), Y.encodeStateVectorFromUpdate(torn));
  assert.equal(holed.after(holed.vector()), Y.diffUpdate(torn, holed.vector()), 'what stands behind the hole');
  assert.ok(Y.decodeUpdate(holed.after(holed.vector())).structs.length > 0);
});

test('of nothing there is none', () => {
  assert.is(RestingContent.of([]), undefined);
});

test.run();

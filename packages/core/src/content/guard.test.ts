import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { hasPending, readUpdate } from './guard.js';

const test = suite('guard');

function author(client: number, ...words: string[]): { doc: Y.Doc; updates: Uint8Array[] } {
  const doc = new Y.Doc();
  doc.clientID = client;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const word of words) doc.getText('t').insert(doc.getText('t').length, word);
  return { doc, updates };
}

test('an update names the clients that are new, and is news only once', () => {
  const { updates } = author(7, '甲');
  const server = new Y.Doc();
  const update = updates[0] ?? new Uint8Array();
  assert.equal([...readUpdate(server, update).newClients], [7]);
  Y.applyUpdate(server, update);
  assert.is(readUpdate(server, update).news, false);
});

test("a gap and another's missing origin are seen before anything is applied", () => {
  const { updates } = author(7, '甲', '乙');
  const server = new Y.Doc();
  assert.is(readUpdate(server, updates[1] ?? new Uint8Array()).missing, true);
  assert.is(server.store.clients.size, 0);
  const second = author(8);
  Y.applyUpdate(second.doc, updates[0] ?? new Uint8Array());
  const before = Y.encodeStateVector(second.doc);
  second.doc.getText('t').insert(1, '丙');
  assert.is(readUpdate(server, Y.encodeStateAsUpdate(second.doc, before)).missing, true);
});

test('a merged update with a hole in it counts as missing', () => {
  const { updates } = author(7, '甲', '乙', '丙');
  assert.is(readUpdate(new Y.Doc(), Y.mergeUpdates([updates[0] ?? new Uint8Array(), updates[2] ?? new Uint8Array()])).missing, true);
});

test('a delete of what nobody has is missing; of what is known, news once', () => {
  const { doc, updates } = author(7, '甲乙');
  const server = new Y.Doc();
  const before = Y.encodeStateVector(doc);
  doc.getText('t').delete(0, 1);
  const removal = Y.encodeStateAsUpdate(doc, before);
  assert.is(readUpdate(server, removal).missing, true);
  Y.applyUpdate(server, updates[0] ?? new Uint8Array());
  assert.equal([readUpdate(server, removal).missing, readUpdate(server, removal).news], [false, true]);
  Y.applyUpdate(server, removal);
  assert.is(readUpdate(server, removal).news, false);
});

test("a stock reader's answer to step 1, deletes and no structs, is no news", () => {
  const { doc } = author(7, '甲乙丙');
  doc.getText('t').delete(0, 2);
  const server = new Y.Doc();
  Y.applyUpdate(server, Y.encodeStateAsUpdate(doc));
  const reader = new Y.Doc();
  Y.applyUpdate(reader, Y.encodeStateAsUpdate(doc));
  const answer = Y.encodeStateAsUpdate(reader, Y.encodeStateVector(server));
  assert.is(readUpdate(server, answer).news, false);
  assert.is(hasPending(server), false);
});

test('an 11-byte GC struct on a client id counts as that client writing', () => {
  const doc = new Y.Doc();
  doc.clientID = 9;
  doc.getMap('m').set('a', new Y.Map());
  doc.getMap('m').delete('a');
  assert.equal([...readUpdate(new Y.Doc(), Y.encodeStateAsUpdate(doc)).newClients], [9]);
});

test('a V2 update throws, also where it reads as an empty V1 update', () => {
  const { doc } = author(7, '第二版编码');
  assert.throws(() => readUpdate(new Y.Doc(), Y.encodeStateAsUpdateV2(doc)));
  assert.throws(() => readUpdate(new Y.Doc(), Uint8Array.of(0, 0, 0)));
  assert.is(readUpdate(new Y.Doc(), Uint8Array.of(0, 0)).news, false);
});

test.run();

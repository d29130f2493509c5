import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { checkJsonDepth, checkValueDepth, MAX_DEPTH, walkAny } from './depth.js';
import { hasPending, readUpdate } from './guard.js';
import { looksLikeV2, vetUpdate } from './vet.js';

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

/** Maps inside each other. */
function nested(levels: number): { readonly doc: Y.Doc; readonly innermost: Y.Map<unknown> } {
  const doc = new Y.Doc();
  let innermost = doc.getMap('m');
  doc.transact(() => {
    for (let level = 1; level < levels; level++) {
      const next = new Y.Map<unknown>();
      innermost.set('k', next);
      innermost = next;
    }
    innermost.set('v', 1);
  });
  return { doc, innermost };
}

test('32 levels are read, 33 are too deep, whatever of them is there already', () => {
  const { doc, innermost } = nested(MAX_DEPTH);
  const update = Y.encodeStateAsUpdate(doc);
  assert.is(vetUpdate(new Y.Doc(), update).news, true);
  assert.throws(() => vetUpdate(new Y.Doc(), Y.encodeStateAsUpdate(nested(MAX_DEPTH + 1).doc)), /more than 32 levels/);
  const server = new Y.Doc();
  Y.applyUpdate(server, update);
  const before = Y.encodeStateVector(doc);
  const inner = new Y.Map<unknown>([['a', 1]]);
  innermost.set('one more', inner);
  assert.throws(() => vetUpdate(server, Y.encodeStateAsUpdate(doc, before)), /more than 32 levels/);
});

test('a text of many neighbours in one container is one level, in whatever order its parts come', () => {
  const { doc } = author(9, ...Array.from({ length: 500 }, (_, at) => String(at)));
  for (let at = 0; at < 300; at++) doc.getText('t').insert(at * 2, '插');
  assert.is(vetUpdate(new Y.Doc(), Y.encodeStateAsUpdate(doc)).missing, false);
});

test('parts are counted, and reading stops at the first too many', () => {
  const doc = new Y.Doc();
  for (let at = 0; at < 100; at++) doc.getText('t').insert(0, 'x');
  const update = Y.encodeStateAsUpdate(doc);
  const { parts } = vetUpdate(new Y.Doc(), update);
  assert.is(vetUpdate(new Y.Doc(), update, { maxParts: parts }).parts, parts);
  assert.throws(() => vetUpdate(new Y.Doc(), update, { maxParts: parts - 1 }), /more than/);
});

test('a V2 update is told by its shape, and V1 ones and rubbish are not taken for one', () => {
  const { doc, updates } = author(7, '第二版编码');
  assert.is(looksLikeV2(Y.encodeStateAsUpdateV2(doc)), true);
  assert.is(looksLikeV2(Y.encodeStateAsUpdateV2(new Y.Doc())), true);
  for (const other of [updates[0] ?? new Uint8Array(), Uint8Array.of(), Uint8Array.of(0, 0), Uint8Array.of(0, 200, 1, 1)])
    assert.is(looksLikeV2(other), false);
});

test('depth is counted in JSON, in values and in encoded values alike', () => {
  const value = (levels: number): unknown => (levels === 0 ? 'x' : { '[': [value(levels - 1)] });
  for (const [levels, fits] of [
    [MAX_DEPTH / 2, true],
    [MAX_DEPTH / 2 + 1, false],
  ] as const) {
    const deep = value(levels);
    const encoder = encoding.createEncoder();
    encoding.writeAny(encoder, deep as Parameters<typeof encoding.writeAny>[1]);
    const bytes = encoding.toUint8Array(encoder);
    const checks = [
      () => checkJsonDepth(JSON.stringify(deep)),
      () => checkValueDepth(deep),
      () => walkAny(decoding.createDecoder(bytes), { maxDepth: MAX_DEPTH, maxValues: 1000 }),
    ];
    for (const check of checks) {
      if (fits) assert.not.throws(check);
      else assert.throws(check, /more than 32 levels/);
    }
  }
  assert.not.throws(() => checkJsonDepth(JSON.stringify({ text: `"${'[{'.repeat(100)}\\"` })));
});

test('walking a value ends behind it, and counts what is in it', () => {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, { a: [1, 'b', null, 2.5, new Uint8Array(3)], c: undefined });
  encoding.writeUint8(encoder, 99);
  const decoder = decoding.createDecoder(encoding.toUint8Array(encoder));
  walkAny(decoder, { maxDepth: 2, maxValues: 8 });
  assert.is(decoding.readUint8(decoder), 99);
  decoder.pos = 0;
  assert.throws(() => walkAny(decoder, { maxDepth: 2, maxValues: 7 }), /more than 7 values/);
});

test.run();

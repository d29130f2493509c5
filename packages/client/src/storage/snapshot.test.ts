import { createRoomDoc, fieldKey } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { applySnapshot, snapshotOf } from './snapshot.js';

const test = suite('snapshots');

function overwritten(): Y.Doc {
  const doc = createRoomDoc(7);
  for (let at = 0; at < 2000; at++) doc.getMap('party').set(fieldKey(`p${at % 20}`, 'name'), `张三${at}`);
  doc.getText('fact').insert(0, '木匠沟村林地补偿款𠮷');
  return doc;
}

const seen = (doc: Y.Doc): unknown => [doc.getMap('party').toJSON(), doc.getText('fact').toString(), Y.encodeStateVector(doc)];

test('opens what it has stored, in less than the wire takes', () => {
  const doc = overwritten();
  const row = snapshotOf('c/x/joint#0', doc);
  const again = createRoomDoc();
  applySnapshot(again, row);
  assert.equal(seen(again), seen(doc));
  const onTheWire = Y.encodeStateAsUpdate(doc).length;
  assert.ok(row.bytes.length < onTheWire / 10, `${row.bytes.length} of ${onTheWire} bytes`);
});

test('opens what older versions have stored, and what a rejoin brought', () => {
  const doc = overwritten();
  const again = createRoomDoc();
  applySnapshot(again, { key: 'c/x/joint#0', bytes: Y.encodeStateAsUpdate(doc) });
  assert.equal(seen(again), seen(doc));
});

test('tells its reader whose change it is', () => {
  const heard: unknown[] = [];
  for (const row of [snapshotOf('k', overwritten()), { key: 'k', bytes: Y.encodeStateAsUpdate(overwritten()) }]) {
    const doc = createRoomDoc();
    doc.on('update', (_bytes: Uint8Array, origin: unknown) => heard.push(origin));
    applySnapshot(doc, row, 'disk');
  }
  assert.equal(heard, ['disk', 'disk']);
});

test.run();

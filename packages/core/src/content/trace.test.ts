import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { Replica } from '../testing/replicas.js';
import { createRoomDoc } from './register.js';
import { applyAndTrace, type ContentTrace } from './trace.js';

const test = suite('trace');

/** A writer, and a document that takes its updates one by one. */
function world(client = 7) {
  const writer = new Replica(client);
  const reader = createRoomDoc();
  const traces = (): ContentTrace[] => writer.take().map((update) => applyAndTrace(reader, update).trace);
  return { writer, reader, traces, text: writer.doc.getText('facts/facts/summary'), map: writer.doc.getMap('facts') };
}

test('what is written is told as ids, what is deleted with its characters', () => {
  const { traces, text } = world();
  text.insert(0, '赵𠮷祥');
  text.delete(1, 2);
  assert.equal(traces(), [
    { written: [{ client: 7, clock: 0, length: 4 }], deleted: [], values: [] },
    { written: [], deleted: [{ name: 'facts/facts/summary', client: 7, clock: 1, length: 2, text: '𠮷' }], values: [] },
  ]);
});

test('superfluous formatting, which Yjs clears away in a transaction of its own, hides nothing', () => {
  const { writer, reader, text } = world();
  text.insert(0, '李的话');
  for (const update of writer.take()) applyAndTrace(reader, update);
  // As the room's copy knows the text: formatting is only cleared where it was asked for as a text.
  reader.getText('facts/facts/summary');
  const other = createRoomDoc(9);
  Y.applyUpdate(other, Y.encodeStateAsUpdate(reader));
  const before = Y.encodeStateVector(other);
  other.getText('facts/facts/summary').insert(0, '王的话', { author: 'li', person: 'li' });
  let transactions = 0;
  reader.on('afterTransaction', () => transactions++);
  const { trace, changes } = applyAndTrace(reader, Y.encodeStateAsUpdate(other, before));
  assert.is(transactions, 2);
  assert.equal(trace.written, [{ client: 9, clock: 0, length: 7 }]);
  assert.is(changes.length, 1);
});

test('values come with id and JSON, an emptied key without; what was replaced within one change never was there', () => {
  const { writer, traces, map } = world();
  writer.doc.transact(() => {
    map.set('facts/place', '村口');
    map.set('facts/place', { at: '村东' });
  });
  map.delete('facts/place');
  const [first, second] = traces();
  assert.equal(first?.values, [
    { collection: 'facts', key: 'facts/place', id: { client: 7, clock: 1 }, json: '{"at":"村东"}', lost: false },
  ]);
  assert.equal(second?.values, [{ collection: 'facts', key: 'facts/place', lost: false }]);
});

test('of two values that were written apart the one that Yjs does not keep is told as lost', () => {
  const [a, b] = [new Replica(1), new Replica(2)];
  a.doc.getMap('facts').set('facts/place', '井台');
  b.doc.getMap('facts').set('facts/place', '渠边');
  const reader = createRoomDoc();
  const values = [...b.take(), ...a.take()].flatMap((update) => applyAndTrace(reader, update).trace.values);
  assert.equal(
    values.map(({ json, lost }) => [json, lost]),
    [
      ['"渠边"', false],
      ['"井台"', true],
    ],
  );
});

test('texts of no record, embedded things and what an update brings again are left out', () => {
  const { writer, traces } = world();
  writer.doc.getText('t').insert(0, 'x');
  writer.doc.getText('t').delete(0, 1);
  writer.doc.getText('facts/facts/summary').insertEmbed(0, { picture: 1 });
  const told = traces();
  assert.equal(
    told.map(({ deleted, values }) => [deleted, values]),
    told.map(() => [[], []]),
  );
  const again = createRoomDoc();
  const update = Y.encodeStateAsUpdate(writer.doc);
  assert.is(applyAndTrace(again, update).trace.written.length, 1);
  assert.equal(applyAndTrace(again, update), { changes: [], trace: { written: [], deleted: [], values: [] } });
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { defineCommand } from '../commands/content-command.js';
import { Facts, Party } from '../model/joint.js';
import { defineRecord, list, map, register, rich, set, text } from '../schema/index.js';
import { Replica } from '../testing/index.js';
import * as z from '../z.js';
import { applyAndRead, type ContentChange } from './changes.js';
import { createRoomDoc } from './register.js';
import type { ContentWriter } from './writer.js';

const test = suite('changes');

const Sample = defineRecord('sample', {
  name: z.optional(register(z.string())),
  note: text(),
  body: rich(),
  tags: set(z.string()),
  marks: map(z.number()),
  steps: list(z.object({ id: z.string(), label: z.string() })),
});

/** A writer and a reader that is told of each of the writer's changes. */
class Pair {
  readonly writer: Replica;
  readonly #reader: Y.Doc;

  constructor(client = 1, reader = createRoomDoc(99)) {
    this.writer = new Replica(client);
    this.#reader = reader;
  }

  /** What the reader sees of one command. */
  run(write: (tx: ContentWriter) => void): ContentChange[] {
    const command = defineCommand({ name: 'sample.run', args: z.object({}), run: (tx) => write(tx) });
    assert.ok(command.run(this.writer.reader, {}, { person: 'p', now: 1, id: () => 'x' }).ok);
    return this.take();
  }

  take(): ContentChange[] {
    return this.writer.take().flatMap((update) => applyAndRead(this.#reader, update));
  }
}

const kinds = (changes: readonly ContentChange[]) =>
  changes.map((change) => ('field' in change ? `${change.kind} ${change.field}` : change.kind));

test('CH1 a created record is one change with its registers; its first text is another', () => {
  const pair = new Pair();
  assert.equal(
    pair.run((tx) => tx.create(Party, 'p1', { kind: 'person', name: '赵𠮷祥', members: ['郭银花'], statement: '我' })),
    [
      { kind: 'created', collection: 'party', record: 'p1', value: { kind: 'person', name: '赵𠮷祥' } },
      {
        kind: 'text',
        collection: 'party',
        record: 'p1',
        field: 'statement',
        written: [{ client: 1, clock: 4, length: 1, text: '我' }],
        deleted: [],
      },
    ],
  );
});

test('CH2 registers carry the new value and the one before; emptied ones carry none', () => {
  const pair = new Pair();
  const set = (name: string | undefined) => pair.run((tx) => tx.update(Facts, 'facts', { place: name }));
  const change = { kind: 'set', collection: 'facts', record: 'facts', field: 'place', apart: false };
  assert.equal(set('甲'), [{ ...change, value: '甲', before: undefined }]);
  assert.equal(set('乙'), [{ ...change, value: '乙', before: '甲' }]);
  assert.equal(set(undefined), [{ ...change, value: undefined, before: '乙' }]);
  assert.equal(set('丙'), [{ ...change, value: '丙', before: undefined }]);
});

test('CH3 put away and restored', () => {
  const pair = new Pair();
  pair.run((tx) => tx.create(Sample, 's', { name: 'a' }));
  assert.equal(kinds(pair.run((tx) => tx.remove(Sample, 's'))), ['removed']);
  assert.equal(kinds(pair.run((tx) => tx.restore(Sample, 's'))), ['restored']);
});

test('CH4 elements, keys and items are parts; a moved item is told apart from a changed one', () => {
  const pair = new Pair();
  pair.run((tx) => tx.create(Sample, 's', {}));
  const parts = (write: (tx: ContentWriter) => void) =>
    pair
      .run(write)
      .map((change) => ('part' in change ? [change.kind, change.field, change.part, change.value, change.before] : [change.kind]));
  assert.equal(
    parts((tx) => tx.add(Sample, 's', 'tags', 'x')),
    [['part-added', 'tags', 'x', true, undefined]],
  );
  assert.equal(
    parts((tx) => tx.delete(Sample, 's', 'tags', 'x')),
    [['part-removed', 'tags', 'x', undefined, true]],
  );
  assert.equal(
    parts((tx) => tx.put(Sample, 's', 'marks', 'k', 1)),
    [['part-added', 'marks', 'k', 1, undefined]],
  );
  assert.equal(
    parts((tx) => tx.put(Sample, 's', 'marks', 'k', 2)),
    [['part-set', 'marks', 'k', 2, 1]],
  );
  const [a, b] = [
    { id: 'a', label: '一' },
    { id: 'b', label: '二' },
  ];
  assert.equal(
    parts((tx) => tx.place(Sample, 's', 'steps', a)),
    [['part-added', 'steps', 'a', a, undefined]],
  );
  parts((tx) => tx.place(Sample, 's', 'steps', b, 'a'));
  assert.equal(
    parts((tx) => tx.place(Sample, 's', 'steps', b)),
    [['part-moved', 'steps', 'b', undefined, undefined]],
  );
  assert.equal(
    parts((tx) => tx.take(Sample, 's', 'steps', 'b')),
    [['part-removed', 'steps', 'b', undefined, b]],
  );
});

test('CH5 texts tell what was written and deleted, in structured text as well', () => {
  const pair = new Pair();
  pair.run((tx) => tx.edit(Facts, 'facts', 'summary', [{ insert: '林地' }]));
  assert.equal(
    pair.run((tx) => tx.edit(Facts, 'facts', 'summary', [{ retain: 2 }, { insert: '补偿' }])),
    [
      {
        kind: 'text',
        collection: 'facts',
        record: 'facts',
        field: 'summary',
        written: [{ client: 1, clock: 2, length: 2, text: '补偿', after: { client: 1, clock: 1 } }],
        deleted: [],
      },
    ],
  );
  assert.equal(
    pair.run((tx) => tx.edit(Facts, 'facts', 'summary', [{ retain: 1 }, { delete: 2 }])),
    [
      {
        kind: 'text',
        collection: 'facts',
        record: 'facts',
        field: 'summary',
        written: [],
        deleted: [{ client: 1, clock: 1, length: 2 }],
      },
    ],
  );
  const paragraph = new Y.XmlElement('p');
  paragraph.insert(0, [new Y.XmlText('正文')]);
  pair.writer.doc.getXmlFragment('sample/s/body').insert(0, [paragraph]);
  const [written] = pair.take();
  assert.equal(written?.kind === 'text' && [written.record, written.field, written.written.map((run) => run.text), written.deleted], [
    's',
    'body',
    ['正文'],
    [],
  ]);
  pair.writer.doc.getXmlFragment('sample/s/body').delete(0, 1);
  const [deleted] = pair.take();
  assert.equal(deleted?.kind === 'text' && [deleted.written, deleted.deleted.map((run) => run.length)], [[], [2]]);
});

test('CH6 a value written apart says so, whether it won or lost; one that confirms says that', () => {
  const reader = createRoomDoc(99);
  const [low, high] = [new Pair(1, reader), new Pair(2, reader)];
  const place = (pair: Pair, value: string) => pair.run((tx) => tx.update(Facts, 'facts', { place: value }));
  const seen = (changes: ContentChange[]) => changes.map((change) => change.kind === 'set' && [change.value, change.before, change.apart]);
  assert.equal(seen(place(high, '乙')), [['乙', undefined, false]]);
  assert.equal(seen(place(low, '甲')), [['甲', '乙', true]], 'loses');
  const other = createRoomDoc(98);
  const [first, second] = [new Pair(1, other), new Pair(2, other)];
  assert.equal(seen(place(first, '甲')), [['甲', undefined, false]]);
  assert.equal(seen(place(second, '乙')), [['乙', '甲', true]], 'wins');
  first.writer.receive([Y.encodeStateAsUpdate(other)]);
  assert.equal(kinds(first.run((tx) => tx.confirm(Facts, 'facts', 'place', '甲'))), ['confirmed place']);
});

test('CH7 what was written and taken back in one update, and what is none of ours, is no change', () => {
  const pair = new Pair();
  pair.writer.doc.transact(() => {
    const target = pair.writer.doc.getText('facts/facts/summary');
    target.insert(0, '字');
    target.delete(0, 1);
    pair.writer.doc.getText('scribble').insert(0, 'x');
    pair.writer.doc.getMap('party').set('no-slash', 1);
    pair.writer.doc.getMap('party').set('p1/$mark', 1);
  });
  assert.equal(pair.take(), []);
});

test('CH8 a type or bytes in a register are named, not read', () => {
  const pair = new Pair();
  for (const value of [new Y.Map([['a', 1]]), Uint8Array.of(1)]) {
    pair.writer.doc.getMap('facts').set('facts/place', value);
    const [change] = pair.take();
    assert.is(change?.kind === 'set' && change.value, '…');
  }
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { defineCommand } from '../commands/content-command.js';
import { Allocation, addParty, editParty, Facts, Party, setAllocation } from '../model/joint.js';
import { defineRecord, list, map, register, set, text } from '../schema/index.js';
import { contentDigest, FakeClock, fakeIds, Random, Replica, TwoReplicas } from '../testing/index.js';
import * as z from '../z.js';
import { parseTextName, textName } from './layout.js';
import { ContentReader } from './reader.js';
import { createRoomDoc } from './register.js';

const test = suite('content');
const clock = new FakeClock();
const id = fakeIds(clock, new Random(1));
const context = { person: 'p', now: clock.now(), id };

function must(result: { readonly ok: boolean }): void {
  assert.ok(result.ok, JSON.stringify(result));
}

const add = (replica: Replica, party: string, name: string) =>
  must(addParty.run(replica.reader, { id: party, party: { kind: 'person', name } }, context));
const rename = (replica: Replica, party: string, name: string) =>
  must(editParty.run(replica.reader, { id: party, patch: { name } }, context));

test('a record written on one replica is read on the other, rare characters whole', () => {
  const pair = new TwoReplicas();
  add(pair.a, 'x', '𠮷田');
  pair.exchange();
  assert.is(pair.b.reader.values(Party)[0]?.name, '𠮷田');
});

test('two replicas that begin a singleton and one text at once lose nothing (yjs 483)', () => {
  const pair = new TwoReplicas();
  pair.a.doc.getText('facts/facts/summary').insert(0, '甲');
  pair.b.doc.getText('facts/facts/summary').insert(0, '乙');
  pair.a.doc.transact(() => pair.a.reader.records(Facts).set('facts/place', '木匠沟'));
  pair.b.doc.transact(() => pair.b.reader.records(Facts).set('facts/amountFen', 5));
  pair.exchange();
  assert.is(contentDigest(pair.a.doc), contentDigest(pair.b.doc));
  assert.is(pair.a.reader.text(Facts, 'facts', 'summary').length, 2);
  const facts = pair.a.reader.get(Facts, 'facts');
  assert.ok(facts?.ok && facts.value.place === '木匠沟' && facts.value.amountFen === 5);
});

test('registers written apart are contested on both sides, with both values, until one is confirmed', () => {
  for (const clients of [
    [1, 2],
    [2, 1],
  ] as const) {
    const pair = new TwoReplicas(clients);
    add(pair.a, 'x', '原名');
    pair.exchange();
    rename(pair.a, 'x', '甲');
    rename(pair.b, 'x', '乙');
    assert.equal(pair.a.reader.contested(Party, 'x', 'name'), []);
    pair.exchange();
    for (const replica of [pair.a, pair.b]) {
      assert.equal(
        replica.reader
          .contested(Party, 'x', 'name')
          .map((each) => each.value)
          .sort(),
        ['乙', '甲'],
      );
    }
    rename(pair.b, 'x', '甲');
    pair.exchange();
    for (const replica of [pair.a, pair.b]) {
      assert.equal(replica.reader.contested(Party, 'x', 'name'), []);
      assert.equal(replica.reader.values(Party)[0]?.name, '甲');
    }
  }
});

test('contested: a branch of several values stands against one, whichever client id is larger', () => {
  for (const clients of [
    [1, 2],
    [2, 1],
  ] as const) {
    const pair = new TwoReplicas(clients);
    add(pair.a, 'x', '原名');
    pair.exchange();
    rename(pair.a, 'x', '甲一');
    rename(pair.a, 'x', '甲二');
    rename(pair.b, 'x', '乙');
    pair.exchange();
    assert.equal(
      pair.a.reader
        .contested(Party, 'x', 'name')
        .map((each) => each.value)
        .sort(),
      ['乙', '甲二'],
    );
    assert.equal(
      pair.a.reader.contested(Party, 'x', 'name').map((each) => each.value),
      pair.b.reader.contested(Party, 'x', 'name').map((each) => each.value),
    );
  }
});

test('contested values survive encoding into a fresh replica, and are freed there once confirmed', () => {
  const pair = new TwoReplicas();
  add(pair.a, 'x', '原名');
  pair.exchange();
  rename(pair.a, 'x', '甲');
  rename(pair.b, 'x', '乙');
  pair.exchange();
  const fresh = new ContentReader(createRoomDoc());
  Y.applyUpdate(fresh.doc, Y.encodeStateAsUpdate(pair.a.doc));
  assert.is(fresh.contested(Party, 'x', 'name').length, 2);
  const loser = fresh.contested(Party, 'x', 'name')[1];
  must(editParty.run(fresh, { id: 'x', patch: { name: String(loser?.value) } }, context));
  const later = createRoomDoc();
  Y.applyUpdate(later, Y.encodeStateAsUpdate(fresh.doc));
  assert.equal(new ContentReader(later).contested(Party, 'x', 'name'), []);
});

test('overwriting one register many times leaves no plain text of the old values', () => {
  const replica = new Replica(1);
  add(replica, 'x', 'SECRET-0');
  for (let i = 1; i < 50; i++) rename(replica, 'x', `SECRET-${i}`);
  const bytes = new TextDecoder().decode(Y.encodeStateAsUpdate(replica.doc));
  assert.is(bytes.split('SECRET-').length - 1, 1);
});

test('two people change one division at once: one valid vector, contested', () => {
  const pair = new TwoReplicas();
  const plan = (a: number) => ({
    totalFen: 100,
    shares: [
      { key: 'a', basisPoints: a },
      { key: 'b', basisPoints: 10_000 - a },
    ],
  });
  must(setAllocation.run(pair.a.reader, plan(7390), context));
  pair.exchange();
  must(setAllocation.run(pair.a.reader, plan(7000), context));
  must(setAllocation.run(pair.b.reader, plan(8000), context));
  pair.exchange();
  const read = pair.a.reader.get(Allocation, 'allocation');
  assert.ok(read?.ok);
  if (read?.ok)
    assert.is(
      read.value.plan?.shares.reduce((sum, share) => sum + share.basisPoints, 0),
      10_000,
    );
  assert.is(pair.b.reader.contested(Allocation, 'allocation', 'plan').length, 2);
});

test('a vector that does not sum to 10,000 is refused and nothing is written', () => {
  const replica = new Replica(1);
  const result = setAllocation.run(replica.reader, { totalFen: 1, shares: [{ key: 'a', basisPoints: 1 }] }, context);
  assert.ok(!result.ok && result.refusal.code === 'BAD_ARGS');
  assert.is(replica.take().length, 0);
});

test('a command that refuses after writes leaves no trace', () => {
  const half = defineCommand({
    name: 'half',
    args: z.object({}),
    run(tx) {
      tx.create(Party, 'y', { kind: 'person', name: 'n' });
      tx.update(Party, 'absent', { name: 'm' });
    },
  });
  const replica = new Replica(1);
  const result = half.run(replica.reader, {}, context);
  assert.ok(!result.ok && result.refusal.code === 'UNKNOWN_RECORD');
  assert.is(replica.take().length, 0);
});

test('an edit with steps of no length, on an empty text, is made and nothing throws', () => {
  const replica = new Replica(1);
  const edit = defineCommand({
    name: 'e',
    args: z.object({}),
    run: (tx) => tx.edit(Facts, 'facts', 'summary', [{ retain: 0 }, { delete: 0 }, { insert: '甲' }]),
  });
  must(edit.run(replica.reader, {}, context));
  assert.is(replica.reader.text(Facts, 'facts', 'summary'), '甲');
});

test('a singleton of a plugin is there from the start and its texts are found by name', () => {
  const Board = defineRecord('sample/board', { title: z.optional(register(z.string())), note: text() }, { singleton: true });
  const replica = new Replica(1);
  must(
    defineCommand({ name: 'n', args: z.object({}), run: (tx) => tx.update(Board, 'board', { title: 't' }) }).run(
      replica.reader,
      {},
      context,
    ),
  );
  replica.doc.getText(textName(Board.name, 'board', 'note')).insert(0, '注');
  const read = replica.reader.get(Board, 'board');
  assert.ok(read?.ok && read.value.title === 't' && read.value.note === '注');
  assert.equal(parseTextName('sample/board/board/note'), { collection: 'sample/board', id: 'board', field: 'note' });
});

test('what another writes to a record that was put away meanwhile is kept', () => {
  const pair = new TwoReplicas();
  add(pair.a, 'x', '甲');
  pair.exchange();
  must(defineCommand({ name: 'r', args: z.object({}), run: (tx) => tx.remove(Party, 'x') }).run(pair.a.reader, {}, context));
  rename(pair.b, 'x', '乙');
  pair.exchange();
  assert.equal(pair.a.reader.values(Party), []);
  const removed = pair.a.reader.list(Party, { removed: true })[0];
  assert.ok(removed?.ok && removed.value.name === '乙');
});

test('a damaged record is shown with its raw value; unknown keys survive', () => {
  const replica = new Replica(1);
  add(replica, 'x', '甲');
  add(replica, 'y', '乙');
  replica.doc.getMap('party').set('x/kind', 'spaceship');
  replica.doc.getMap('party').set('y/future', 1);
  const [bad, good] = replica.reader.list(Party);
  assert.ok(bad !== undefined && !bad.ok && bad.refusal.code === 'RECORD_DAMAGED' && bad.raw['kind'] === 'spaceship');
  assert.ok(good?.ok);
  assert.is(replica.doc.getMap('party').get('y/future'), 1);
});

const Plan = defineRecord('plan', {
  steps: list(z.object({ id: z.string(), label: z.string() })),
  tags: set(z.string()),
  marks: map(z.number()),
  title: register(z.string()),
});
const steps = (reader: ContentReader) =>
  reader
    .values(Plan)[0]
    ?.steps.map((step) => step.label)
    .join('');
const planCommand = (run: Parameters<typeof defineCommand>[0]['run']) => defineCommand({ name: 'plan', args: z.object({}), run });

test('list items moved and edited apart keep both; sets and maps merge by element', () => {
  const pair = new TwoReplicas();
  must(
    planCommand((tx) => {
      tx.create(Plan, 'p', { title: 't', tags: ['a'] });
      tx.place(Plan, 'p', 'steps', { id: '1', label: '一' });
      tx.place(Plan, 'p', 'steps', { id: '2', label: '二' }, '1');
      tx.place(Plan, 'p', 'steps', { id: '3', label: '三' }, '2');
    }).run(pair.a.reader, {}, context),
  );
  assert.is(steps(pair.a.reader), '一二三');
  pair.exchange();
  must(planCommand((tx) => tx.place(Plan, 'p', 'steps', { id: '3', label: '三' })).run(pair.a.reader, {}, context));
  must(
    planCommand((tx) => {
      tx.place(Plan, 'p', 'steps', { id: '4', label: '四' }, '3');
      tx.add(Plan, 'p', 'tags', 'b');
      tx.put(Plan, 'p', 'marks', 'k', 2);
    }).run(pair.b.reader, {}, context),
  );
  must(planCommand((tx) => tx.delete(Plan, 'p', 'tags', 'a')).run(pair.a.reader, {}, context));
  pair.exchange();
  assert.is(steps(pair.a.reader), '三一二四');
  assert.is(steps(pair.b.reader), '三一二四');
  assert.equal(pair.a.reader.values(Plan)[0]?.tags, ['b']);
  assert.equal(pair.b.reader.values(Plan)[0]?.marks, { k: 2 });
});

test.run();

import { addParty, ContentReader, createRoomDoc, editParty, Facts, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import type { ClientSession } from '../session.js';
import { until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('rejoin');

const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: [] });

async function caseOf(session: ClientSession): Promise<string> {
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('case logged', () => session.sync.get().unsent === 0);
  return id;
}

async function openJoint(session: ClientSession, id: string) {
  const room = session.open({ case: id, room: 'joint' });
  await room.ready;
  await until('synced', () => room.status.get().synced);
  return room;
}

const forbid = (world: World, words: string) => {
  world.server.judge = (_room, _person, bytes) =>
    new TextDecoder().decode(bytes).includes(words)
      ? { code: 'UPDATE_THROWS', seen: words, expected: 'other words', todo: 'Merge again.' }
      : undefined;
};

test('a refused change leaves the others: what passes is sent under a new client id, what fails waits with its values', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p0', '先')));
    await until('logged', () => session.sync.get().unsent === 0);
    session.setOffline(true);
    const summary = room.text(Facts, 'facts', 'summary');
    must(await room.run(party('p1', '甲')));
    must(await room.run(party('bad', 'BAD')));
    summary.edit([{ insert: '后' }]);
    forbid(world, 'BAD');
    const deltas: unknown[] = [];
    summary.watch((delta) => deltas.push(delta));
    const client = room.presence.get()[0]?.client;
    session.setOffline(false);
    await until('settled', () => session.sync.get().unsent === 0 && session.refused.get().length === 1);
    const [refused] = session.refused.get();
    assert.is(refused?.command, 'party.add');
    assert.is(refused?.refusal.code, 'UPDATE_THROWS');
    assert.is(JSON.stringify(refused?.args).includes('BAD'), true);
    assert.equal(
      world.server
        .reader(key)
        .values(Party)
        .map((each) => each.name)
        .sort(),
      ['先', '甲'].sort(),
    );
    assert.is(world.server.reader(key).text(Facts, 'facts', 'summary'), '后');
    assert.equal(
      room.records
        .values(Party)
        .map((each) => each.name)
        .sort(),
      ['先', '甲'].sort(),
    );
    assert.is(summary.value(), '后');
    await until('present under another id', () => room.presence.get()[0]?.client !== client);
    await session.dismiss(refused?.id ?? '');
    assert.is(session.refused.get().length, 0);
  }));

test("a room that one may no longer write: its changes wait, the copy is the server's, nothing loops", () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const room = await openJoint(session, id);
    must(await room.run(party('p0', '先')));
    await until('logged', () => session.sync.get().unsent === 0);
    world.server.judge = () => ({ code: 'NOT_WRITABLE', seen: 'a write', expected: 'a reader', todo: 'Ask.' });
    await room.run(party('p1', '甲'));
    await until('refused', () => session.refused.get().length === 1 && session.sync.get().unsent === 0);
    await until('rolled back', () => room.records.values(Party).length === 1);
    const asked = world.server.syncs.length;
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(world.server.syncs.length <= asked + 1, 'no loop');
  }));

test("a raised epoch: both sides' changes stand under the new name", () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    session.setOffline(true);
    must(await room.run(party('p1', '甲')));
    world.server.write(key, (doc) => void doc.getText('facts/facts/summary').insert(0, '服'));
    world.server.raiseEpoch(key);
    session.setOffline(false);
    await until('merged', () => session.sync.get().unsent === 0 && room.text(Facts, 'facts', 'summary').value() === '服');
    assert.is(world.server.reader(key).values(Party)[0]?.name, '甲');
    await until('synced again', () => room.status.get().synced);
    assert.is(room.status.get().refusal, undefined);
    must(await room.run(editParty.request({ id: 'p1', patch: { name: '乙' } })));
    await until('logged', () => world.server.reader(key).values(Party)[0]?.name === '乙');
  }));

test('typed text finds its place again in a text that changed meanwhile, or waits as a proposal', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    const summary = room.text(Facts, 'facts', 'summary');
    summary.edit([{ insert: '东边的水渠被堵住了，西边的田没有水。' }]);
    await until('logged', () => session.sync.get().unsent === 0);
    session.setOffline(true);
    summary.edit([{ retain: 9 }, { insert: '三天' }]);
    const second = room.text(Facts, 'facts', 'summary');
    second.edit([{ retain: summary.value().length - 6 }, { delete: 5 }]);
    // The other side rewrites: the first place survives, the second is gone.
    world.server.write(key, (doc) => {
      const text = doc.getText('facts/facts/summary');
      text.delete(10, text.length - 10);
      text.insert(0, '据了解，');
    });
    let first = true;
    world.server.judge = () => {
      if (!first) return undefined;
      first = false;
      return { code: 'MISSING_DEPENDENCIES', seen: 'x', expected: 'y', todo: 'z' };
    };
    session.setOffline(false);
    await until(
      'settled',
      () => session.sync.get().unsent === 0 && world.server.reader(key).text(Facts, 'facts', 'summary') === summary.value() && !first,
    );
    const text = summary.value();
    assert.ok(text.startsWith('据了解，东边的水渠被堵住了'), text);
    if (session.refused.get().length > 0) assert.is(session.refused.get()[0]?.refusal.code, 'TEXT_MOVED');
    else assert.ok(text.includes('三天'), text);
  }));

test('a case that is lost is put away with its rooms; what was not sent is refused and kept', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await caseOf(session);
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    session.setOffline(true);
    must(await room.run(party('p2', '乙')));
    world.server.lose(id);
    session.setOffline(false);
    await until('gone', () => session.rows.get().length === 0 && session.sync.get().unsent === 0);
    await until('closed', () => room.status.get().refusal?.code === 'FORBIDDEN');
    assert.equal(
      session.refused.get().map((change) => [change.command, change.refusal.code]),
      [['party.add', 'FORBIDDEN']],
    );
    assert.is(room.records.values(Party).length, 0);
    await until('removed', () =>
      [...disk.rows.log.keys(), ...disk.rows.snapshots.keys(), ...disk.rows.acts.keys()].every((at) => !at.includes(id)),
    );
  }));

test('lost receipts: after a cut everything unlogged is sent again and logged once', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const room = await openJoint(session, id);
    world.server.mute = true;
    must(await room.run(party('p1', '甲')));
    await until('sent', () => session.sync.get().sent === 1);
    world.server.mute = false;
    world.server.cut();
    await until('logged', () => session.sync.get().unsent === 0);
    assert.is(world.server.reader(`centre/${id}/joint`).values(Party).length, 1);
  }));

test('a server put back to an earlier state: what others wrote since is not ours to send, what we had not sent goes, nothing loops', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    const kept = Y.encodeStateAsUpdate(world.server.room(key).doc);
    world.server.write(key, (doc) => void doc.getText('facts/facts/summary').insert(0, '备份之后别人写的'));
    await until('here', () => room.text(Facts, 'facts', 'summary').value() !== '');
    session.setOffline(true);
    must(await room.run(party('p2', '乙')));
    const lost = world.server.room(key).doc.clientID;
    world.server.putBack(key, kept);
    let refusals = 0;
    world.server.judge = (_room, _person, bytes) => {
      if (!Y.parseUpdateMeta(bytes).from.has(lost)) return undefined;
      refusals++;
      return { code: 'FOREIGN_CLIENT', seen: `client ${lost}`, expected: 'own ids', todo: 'Rejoin.' };
    };
    session.setOffline(false);
    await until('ours is there', () => session.sync.get().unsent === 0 && world.server.reader(key).values(Party).length === 2);
    await until('the same on both sides', () => room.text(Facts, 'facts', 'summary').value() === '');
    assert.ok(refusals > 0, 'what others wrote was offered by the protocol itself, and refused');
    assert.is(session.refused.get().length, 0);
    const asked = world.server.syncs.length;
    must(await room.run(party('p3', '丙')));
    await until('goes on', () => world.server.reader(key).values(Party).length === 3);
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.ok(world.server.syncs.length <= asked + 2, 'no loop');
  }));

test('an undo travels as values and is made again', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '甲')));
    await new Promise((resolve) => setTimeout(resolve, 520));
    must(await room.run(editParty.request({ id: 'p1', patch: { name: '乙' } })));
    await until('logged', () => session.sync.get().unsent === 0);
    session.setOffline(true);
    room.undo();
    assert.is(room.records.values(Party)[0]?.name, '甲');
    let first = true;
    world.server.judge = () => {
      const refusal = first ? ({ code: 'FOREIGN_CLIENT', seen: 'x', expected: 'y', todo: 'z' } as const) : undefined;
      first = false;
      return refusal;
    };
    session.setOffline(false);
    await until('undone there', () => world.server.reader(key).values(Party)[0]?.name === '甲' && session.sync.get().unsent === 0);
    assert.is(session.refused.get().length, 0);
  }));

test('a room that was erased is gone here too: old copy, and files that the server has had', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '尤金凤')));
    await until('logged', () => session.sync.get().unsent === 0);
    const files = must(await session.files({ case: id, room: 'joint' }));
    const file = must(await files.put({ name: '证.png', type: 'image/png', bytes: new Uint8Array([1, 2, 3]) }));
    await until('sent', () => files.states.get().get(file.id)?.stage === 'sent');
    assert.is(disk.rows.blobs.size, 1);
    world.server.erase(key);
    await until('erased', () => room.records.values(Party).length === 0);
    await until('swept', () => disk.rows.blobs.size === 0);
    assert.not.ok([...disk.rows.meta.keys()].some((key) => key.startsWith('files/')));
    const left = [...disk.rows.log.values(), ...disk.rows.snapshots.values()].map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
    assert.not.ok([...left, JSON.stringify([...disk.rows.acts.values(), ...disk.rows.outbox.values()])].join('').includes('尤金凤'));
  }));

test('a copy that is swapped keeps what damaged nothing: a fresh reader agrees with the server', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    world.server.raiseEpoch(key);
    await until('new copy', () => disk.rows.rooms.get(key)?.epoch === 2);
    must(await room.run(party('p2', '乙')));
    await until('logged', () => session.sync.get().unsent === 0);
    const copy = disk.rows.rooms.get(key)?.copy ?? '';
    const doc = createRoomDoc();
    const at = `${key}#${copy}`;
    for (const bytes of [
      ...[disk.rows.snapshots.get(at)?.bytes ?? new Uint8Array([0, 0])],
      ...[...disk.rows.log].filter(([row]) => row.startsWith(`${at}#`)).map(([, row]) => row.bytes),
    ])
      Y.applyUpdate(doc, bytes);
    assert.equal(
      new ContentReader(doc)
        .values(Party)
        .map((each) => each.name)
        .sort(),
      ['甲', '乙'].sort(),
    );
    assert.ok(
      [...disk.rows.log.keys()].filter((row) => row.startsWith(key)).every((row) => row.startsWith(`${at}#`)),
      'the old copy is swept',
    );
  }));

test('a server restored from a backup: what this device wrote comes again, what others wrote waits until they bring it', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    const backup = Y.encodeStateAsUpdate(world.server.room(key).doc);
    must(await room.run(party('p2', '备份之后')));
    must(await room.run(party('p3-erased', '已被删除')));
    await until('logged', () => session.sync.get().unsent === 0);
    const other = createRoomDoc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(world.server.room(key).doc));
    other.getMap('party').set('p5/name', '别人写的');
    other.getText('party/p2/statement').insert(0, '别人的话');
    const theirs = Y.encodeStateAsUpdate(other, Y.encodeStateVector(world.server.room(key).doc));
    world.server.write(key, (doc) => Y.applyUpdate(doc, theirs));
    await until('here', () => room.text(Party, 'p2', 'statement').value() === '别人的话');
    session.setOffline(true);
    must(await room.run(party('p4', '还没发送')));
    must(await room.run(editParty.request({ id: 'p3-erased', patch: { phone: '139删除后' } })));
    world.server.erased.set(key, [{ record: { collection: 'party', id: 'p3-erased' } }]);
    world.server.restore(key, backup);
    session.setOffline(false);
    await until('sent', () => session.sync.get().unsent === 0 && world.server.reader(key).values(Party).length === 3);
    const names = () => JSON.stringify(world.server.room(key).doc.getMap('party').toJSON());
    for (const word of ['甲', '备份之后', '还没发送']) assert.ok(names().includes(word), word);
    const waiting = session.refused.get();
    assert.equal(
      waiting.map(({ refusal }) => refusal.code),
      ['NOT_IN_BACKUP', 'NOT_IN_BACKUP'],
    );
    for (const word of ['别人写的', '别人的话']) assert.ok(JSON.stringify(waiting).includes(word), word);
    for (const word of ['已被删除', '139删除后']) assert.not.ok((names() + JSON.stringify(waiting)).includes(word), word);
    const name = waiting.find(({ args }) => JSON.stringify(args).includes('别人写的'));
    must(await session.offer(name?.id ?? ''));
    await until('offered', () => session.refused.get().some(({ offer }) => offer?.state === 'sent'));
    assert.ok(JSON.stringify(world.server.room(key).acts.at(-1)?.intent.args).includes('别人写的'));
  }));

test("what waits of another's is put away once its author has brought it", () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    const backup = Y.encodeStateAsUpdate(world.server.room(key).doc);
    const write = (doc: Y.Doc) => {
      doc.getMap('party').set('p5/name', '别人写的');
      doc.getText('facts/facts/summary').insert(0, '别人的话');
    };
    world.server.write(key, write);
    await until('here', () => room.text(Facts, 'facts', 'summary').value() !== '');
    world.server.restore(key, backup);
    await until('waits', () => session.refused.get().length === 2);
    world.server.write(key, write);
    await until('here again', () => room.text(Facts, 'facts', 'summary').value() !== '');
    await session.syncNow();
    assert.equal(session.refused.get(), []);
  }));

test('words of an erased record that were refused, or not sent, go from the device that wrote them', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = await openJoint(session, id);
    must(await room.run(party('p1-erased', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    forbid(world, 'BAD');
    must(await room.run(editParty.request({ id: 'p1-erased', patch: { phone: 'BAD' } })));
    await until('refused', () => session.refused.get().length === 1 && session.sync.get().unsent === 0);
    session.setOffline(true);
    room.text(Party, 'p1-erased', 'statement').edit([{ insert: '她说' }]);
    world.server.erased.set(key, [{ record: { collection: 'party', id: 'p1-erased' } }]);
    world.server.erase(key);
    session.setOffline(false);
    await until('nothing waits', () => session.sync.get().unsent === 0 && session.refused.get().length === 0);
    assert.not.ok(
      Buffer.from(Y.encodeStateAsUpdate(world.server.room(key).doc))
        .toString('utf8')
        .includes('她说'),
    );
  }));

test.run();

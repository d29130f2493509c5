import { addParty, createRoomDoc, Facts, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { RoomsIndex } from '../rows/rooms-index.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';
import type { LogRow, StoreChange } from './client-store.js';
import { combined, mergeInTree } from './combine.js';
import { Compactor } from './compactor.js';
import { MemoryDisk, MemoryStore } from './memory-store.js';
import { applySnapshot } from './snapshot.js';
import { WriteQueue } from './write-queue.js';

/** The most rows that a room's log may have beyond its snapshot, and some that come while it is compacted. */
const BOUND_ROWS = 256 + 64;
const BOUND_BYTES = 2 * 64 * 1024;

const test = suite('compaction');

const logOf = (disk: MemoryDisk, room: string): LogRow[] => [...disk.rows.log.values()].filter(({ key }) => key.startsWith(`${room}#`));
const bytesOf = (rows: readonly LogRow[]): number => rows.reduce((sum, row) => sum + row.bytes.length, 0);

/** A case of a person's own, on a disk of its own, that the server has. */
async function begin(world: World): Promise<{ readonly id: string; readonly room: string; readonly disk: MemoryDisk }> {
  const { session, disk } = await world.tab('a');
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('logged', () => session.sync.get().unsent === 0);
  await session.close();
  return { id, room: `centre/${id}/joint`, disk };
}

test('a little in each of many sessions does not add up', () =>
  withWorld(async (world) => {
    const { id, room, disk } = await begin(world);
    let most = 0;
    for (let sitting = 0; sitting < 30; sitting++) {
      const { session } = await world.tab('a', { disk });
      await until('online', () => session.sync.get().connection === 'online');
      const joint = session.open({ case: id, room: 'joint' });
      await joint.ready;
      for (let at = 0; at < 20; at++)
        must(await joint.run(addParty.request({ id: 'p', party: { kind: 'person', name: `名${sitting}-${at}` }, members: [] })));
      await session.close();
      most = Math.max(most, logOf(disk, room).length);
    }
    assert.ok(most >= 200, `${most} rows: there was something to bound`);
    assert.ok(most <= BOUND_ROWS, `${most} rows`);
    const { session } = await world.tab('a', { disk });
    const joint = session.open({ case: id, room: 'joint' });
    await joint.ready;
    assert.is(joint.records.values(Party)[0]?.name, '名29-19');
  }));

test('typing without a rest keeps rows and bytes within bounds, and loses no key', () =>
  withWorld(async (world) => {
    const { id, room, disk } = await begin(world);
    const { session } = await world.tab('a', { disk });
    await until('online', () => session.sync.get().connection === 'online');
    const joint = session.open({ case: id, room: 'joint' });
    await joint.ready;
    await until('writable', () => joint.status.get().writable);
    const text = joint.text(Facts, 'facts', 'summary');
    let expected = '';
    let [rows, bytes] = [0, 0];
    for (let at = 0; at < 1500; at++) {
      text.edit(at === 0 ? [{ insert: '字' }] : [{ retain: at }, { insert: String.fromCodePoint(0x4e00 + at) }]);
      expected += at === 0 ? '字' : String.fromCodePoint(0x4e00 + at);
      // Each key on the disk before the next one comes: nothing is written together.
      await session.kernel.queue.idle();
      const log = logOf(disk, room);
      rows = Math.max(rows, log.length);
      bytes = Math.max(bytes, bytesOf(log));
    }
    assert.ok(rows <= BOUND_ROWS, `${rows} rows`);
    assert.ok(bytes <= BOUND_BYTES, `${bytes} bytes`);
    await session.close();
    world.server.down = true;
    const again = (await world.tab('a', { disk })).session;
    const reopened = again.open({ case: id, room: 'joint' });
    await reopened.ready;
    assert.is(reopened.text(Facts, 'facts', 'summary').value(), expected);
  }));

test('a second tab stores what it writes once, and the leader counts it', () =>
  withWorld(async (world) => {
    const { id, room, disk } = await begin(world);
    const browser = new FakeBrowser();
    const [one, two] = [await world.tab('a', { disk, browser }), await world.tab('a', { disk, browser })];
    await until('online', () => one.session.sync.get().connection === 'online');
    const first = one.session.open({ case: id, room: 'joint' });
    const second = two.session.open({ case: id, room: 'joint' });
    await Promise.all([first.ready, second.ready]);
    await until('writable', () => second.status.get().writable);
    const write = async (name: string) =>
      must(await second.run(addParty.request({ id: 'q', party: { kind: 'person', name }, members: [] })));
    const before = logOf(disk, room).length;
    await write('乙');
    await until('in the first', () => first.records.values(Party).some((party) => party.name === '乙'));
    await until('logged', () => two.session.sync.get().unsent === 0);
    assert.is(logOf(disk, room).length, before + 1);
    for (let at = 0; at < 400; at++) await write(`乙${at}`);
    await until('compacted by the first', () => logOf(disk, room).length <= BOUND_ROWS);
    assert.is(two.session.sync.get().leader, false);
  }));

/** One room's log without a session: it is compacted after a rest, which ends when the test says so. */
function logOnly() {
  const disk = new MemoryDisk();
  const platform = { now: () => 0, after: () => () => {} };
  const queue = new WriteQueue(new MemoryStore(disk), platform, () => {});
  const compactor = new Compactor({ queue, platform }, new RoomsIndex('c'));
  compactor.enable(true);
  const doc = createRoomDoc();
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  let order = 0;
  const rest = async () => {
    for (const bytes of updates.splice(0)) {
      await queue.commit([{ table: 'log', put: { key: `r#0#${String(order++).padStart(9, '0')}`, bytes } }]);
      compactor.grown('r', bytes.length);
    }
    await compactor.rest();
  };
  const opened = () => {
    const again = createRoomDoc();
    for (const row of disk.rows.snapshots.values()) applySnapshot(again, row);
    for (const row of disk.rows.log.values()) Y.applyUpdate(again, row.bytes);
    return again;
  };
  return { disk, doc, rest, opened };
}

test('a long text of one writer is one row after each rest', async () => {
  const { disk, doc, rest, opened } = logOnly();
  const text = doc.getText('t');
  text.insert(0, '林'.repeat(60_000));
  await rest();
  for (let at = 0; at < 40; at++) text.insert(text.length, '地');
  await rest();
  assert.equal([disk.rows.snapshots.size, disk.rows.log.size], [1, 0]);
  assert.is(opened().getText('t').toString(), text.toString());
});

test('a document of many parts is not made anew for a little, however few its bytes are', async () => {
  const { disk, doc, rest, opened } = logOnly();
  const map = doc.getMap('party');
  const overwrite = (count: number) =>
    doc.transact(() => {
      for (let at = 0; at < count; at++) map.set(`k${at % 200}`, at);
    });
  for (let at = 0; at < 10; at++) overwrite(1000);
  await rest();
  const [snapshot] = disk.rows.snapshots.values();
  assert.ok(snapshot !== undefined && snapshot.bytes.length < 16 * 1024, `${snapshot?.bytes.length} bytes`);
  for (let at = 0; at < 20; at++) overwrite(1);
  await rest();
  assert.is([...disk.rows.snapshots.values()][0], snapshot);
  assert.is(disk.rows.log.size, 1);
  for (let at = 0; at < 10; at++) overwrite(200);
  await rest();
  assert.is(disk.rows.log.size, 0);
  assert.equal(opened().getMap('party').toJSON(), map.toJSON());
});

test('changes of one batch are written with less, and say the same', () => {
  const doc = createRoomDoc();
  const updates: Uint8Array[] = [];
  doc.on('update', (bytes: Uint8Array) => updates.push(bytes));
  for (let at = 0; at < 100; at++) doc.getText('t').insert(Math.floor(at / 2), String(at % 10));
  doc.getText('t').delete(3, 5);
  const put = (key: string, bytes: Uint8Array): StoreChange => ({ table: 'log', put: { key, bytes } });
  const large = new Uint8Array(5000);
  const changes: StoreChange[] = [
    { table: 'meta', put: { key: 'a', value: 1 } },
    ...updates.map((bytes, at) => put(`r#0#${String(at).padStart(3, '0')}`, bytes)),
    put('r#1#000', Uint8Array.of(0, 0)),
    put('r#0#large', large),
    { table: 'meta', put: { key: 'a', value: 2 } },
    { table: 'outbox', delete: 'x' },
  ];
  const less = combined(changes);
  assert.equal(
    less.map((change) => `${change.table} ${'put' in change ? change.put.key : change.delete}`),
    ['log r#0#large', 'meta a', 'outbox x', 'log r#0#000', 'log r#1#000'],
  );
  const [, meta, , merged] = less;
  assert.equal(meta, { table: 'meta', put: { key: 'a', value: 2 } });
  const copy = createRoomDoc();
  if (merged?.table === 'log' && 'put' in merged) Y.applyUpdate(copy, merged.put.bytes);
  assert.is(copy.getText('t').toString(), doc.getText('t').toString());
  const whole = createRoomDoc();
  Y.applyUpdate(whole, mergeInTree(updates));
  assert.equal(Y.encodeStateAsUpdate(whole), Y.encodeStateAsUpdate(doc));
});

test('what comes and goes in one batch is not written, and what changes in it is still new', () => {
  const row = (at: number, tries: number) => ({
    key: `${at}`,
    id: `${at}`,
    order: at,
    room: 'r',
    kind: 'content' as const,
    command: 'x',
    args: {},
    madeAt: 0,
    tries,
  });
  const changes: StoreChange[] = [
    { table: 'outbox', put: row(1, 0), isNew: true },
    { table: 'outbox', put: row(2, 0), isNew: true },
    { table: 'outbox', put: row(3, 0) },
    { table: 'outbox', delete: '1' },
    { table: 'outbox', put: row(2, 1) },
    { table: 'outbox', delete: '3' },
  ];
  assert.equal(combined(changes), [
    { table: 'outbox', put: row(2, 1), isNew: true },
    { table: 'outbox', delete: '3' },
  ]);
});

test('bytes that do not merge are stored as they are', () => {
  const rows = [Uint8Array.of(0, 0), Uint8Array.of(9, 9, 9)].map(
    (bytes, at): StoreChange => ({ table: 'log', put: { key: `r#0#${at}`, bytes } }),
  );
  assert.equal(combined(rows), rows);
});

test.run();

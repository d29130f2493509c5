import { addParty } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS } from '../testing/world.js';
import { clientStoreContract } from './client-store-contract.js';
import { MemoryDisk, MemoryStore } from './memory-store.js';
import { WriteQueue } from './write-queue.js';

const test = suite('memory store');

for (const rule of clientStoreContract) {
  test(rule.name, async () => {
    const disk = new MemoryDisk();
    await rule.run(async () => new MemoryStore(disk));
  });
}

test('a write begins in the task that asks for it; what comes while it runs is one more write', async () => {
  const disk = new MemoryDisk();
  const queue = new WriteQueue(new MemoryStore(disk), { after: () => () => {} }, () => {});
  const all = [1, 2, 3, 4].map((value) => queue.commit([{ table: 'meta', put: { key: 'a', value } }]));
  assert.is(disk.rows.meta.get('a')?.value, 1);
  await Promise.all(all);
  assert.equal([disk.commits, disk.rows.meta.get('a')?.value], [2, 4]);
});

test('flush begins what has gathered at once', async () => {
  const disk = new MemoryDisk();
  const queue = new WriteQueue(new MemoryStore(disk), { after: () => () => {} }, () => {});
  for (const value of [1, 2, 3]) void queue.commit([{ table: 'meta', put: { key: 'a', value } }]);
  const flushed = queue.flush();
  assert.is(disk.rows.meta.get('a')?.value, 3);
  await flushed;
});

test('a full disk is told, nothing is lost, and it is written once there is room', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    await until('online', () => session.sync.get().connection === 'online');
    const id = must(await session.createCase(CASE_ARGS));
    await until('logged', () => session.sync.get().unsent === 0);
    session.setOffline(true);
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    disk.full = true;
    must(await room.run(addParty.request({ id: 'p', party: { kind: 'person', name: '甲' }, members: [] })));
    assert.is(session.sync.get().problem?.code, 'STORE_FULL');
    assert.is(session.sync.get().unsent, 1);
    assert.is(disk.rows.outbox.size, 0);
    disk.full = false;
    await session.act({ case: id, room: 'case' }, { command: 'case.move', args: { to: 'graded', reason: '' } });
    assert.is(disk.rows.outbox.size, 2);
    assert.is(session.sync.get().problem, undefined);
  }));

test('what a full disk has refused so far is among the keys: deleted by them, it does not come back with a later try', async () => {
  const disk = new MemoryDisk();
  const queue = new WriteQueue(new MemoryStore(disk), { after: () => () => {} }, () => {});
  const row = (key: string) => ({ table: 'meta', put: { key, value: 1 } }) as const;
  await queue.commit([row('a#1')]);
  disk.full = true;
  await queue.commit([row('a#2'), row('b#1')]).catch(() => {});
  assert.equal([...(await queue.keys('meta', 'a#'))].sort(), ['a#1', 'a#2']);
  disk.full = false;
  await queue.commit((await queue.keys('meta', 'a#')).map((key) => ({ table: 'meta', delete: key }) as const));
  assert.equal([...disk.rows.meta.keys()], ['b#1']);
});

test('a wiped store is told with what was lost, and the next session starts clean', () =>
  withWorld(async (world) => {
    const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
    const first = await world.tab('a', shared);
    await until('online', () => first.session.sync.get().connection === 'online');
    first.session.setOffline(true);
    must(await first.session.createCase(CASE_ARGS));
    await first.session.close();
    shared.disk.wipe();
    const second = await world.tab('a', shared);
    assert.is(second.session.sync.get().problem?.code, 'STORE_WIPED');
    assert.is(second.session.sync.get().lostChanges, 1);
    await second.session.close();
    const third = await world.tab('a', shared);
    assert.is(third.session.sync.get().problem, undefined);
  }));

test('when a newer version takes the database the page is told and what gathered is written', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    for (const store of disk.stores) store.replace();
    assert.is(session.sync.get().problem?.code, 'STORE_NEWER');
  }));

test.run();

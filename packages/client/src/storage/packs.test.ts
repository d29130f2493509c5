import { webcrypto } from 'node:crypto';
import { addParty, Party } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS } from '../testing/world.js';
import { type ClientStore, type OutboxRow, outboxKey, type SealedTables, type StoreChange } from './client-store.js';
import { MemoryDisk, MemoryStore } from './memory-store.js';
import { SealedStore } from './sealed-store.js';

const test = suite('packs of the outbox');

// The platform's own, under the name that browsers give it.
const subtle = webcrypto.subtle as unknown as SubtleCrypto;
const seal = { subtle, randomBytes: (count: number) => webcrypto.getRandomValues(new Uint8Array(count)) };
const KEY = new Uint8Array(32).fill(5);

/** Another look at a disk, as of another tab or after a reload. */
const open = (disk: MemoryDisk): SealedStore =>
  // A store in memory keeps rows of any shape.
  new SealedStore(new MemoryStore(disk) as unknown as ClientStore<SealedTables>, KEY, seal);

const row = (at: number, text: string): OutboxRow => ({
  key: outboxKey(at, `id${at}`),
  id: `id${at}`,
  order: at,
  room: 'c/k/joint',
  kind: 'content',
  command: 'text.edit',
  args: { text },
  madeAt: 0,
  tries: 0,
});
const put = (of: OutboxRow, isNew: boolean): StoreChange => ({ table: 'outbox', put: of, ...(isNew ? { isNew } : {}) });
const textsOf = async (store: SealedStore): Promise<string[]> =>
  (await store.list('outbox')).map(({ id, args }) => `${id} ${String(args['text'])}`);

test('new rows of one commit are one record, for the leader alone', async () => {
  const disk = new MemoryDisk();
  const leader = open(disk);
  await leader.lead();
  await leader.commit([1, 2, 3].map((at) => put(row(at, '甲'), true)));
  assert.is(disk.rows.outbox.size, 1);
  const follower = open(disk);
  assert.equal(await textsOf(follower), ['id1 甲', 'id2 甲', 'id3 甲']);
  assert.is((await follower.get('outbox', row(2, '').key))?.id, 'id2');
  await follower.commit([4, 5].map((at) => put(row(at, '乙'), true)));
  assert.is(disk.rows.outbox.size, 3);
  await leader.commit([1, 5].map((at) => ({ table: 'outbox', delete: row(at, '').key })));
  assert.equal(await textsOf(follower), ['id2 甲', 'id3 甲', 'id4 乙']);
  await leader.commit([2, 3].map((at) => ({ table: 'outbox', delete: row(at, '').key })));
  assert.is(disk.rows.outbox.size, 1);
});

test('who leads next takes rows out of the packs of who led before', async () => {
  const disk = new MemoryDisk();
  const first = open(disk);
  await first.lead();
  await first.commit([1, 2, 3].map((at) => put(row(at, '甲'), true)));
  const second = open(disk);
  await second.lead();
  await second.commit([{ table: 'outbox', delete: row(2, '').key }, put(row(3, '又'), false)]);
  assert.equal(await textsOf(open(disk)), ['id1 甲', 'id3 又']);
});

test('whatever is put, put again, deleted, refused by a full disk and tried again, the disk says the same as without packs', async () => {
  for (let seed = 1; seed <= 10; seed++) {
    const random = new Random(seed);
    const disk = new MemoryDisk();
    let store = open(disk);
    await store.lead();
    const expected = new Map<string, string>();
    let next = 1;
    let stuck: StoreChange[] = [];
    for (let step = 0; step < 60; step++) {
      const changes: StoreChange[] = [];
      for (let at = random.below(6); at >= 0; at--) {
        const known = [...expected.keys()];
        if (known.length > 0 && random.chance(1 / 2)) {
          const order = Number(random.pick(known).slice(2));
          if (random.chance(3 / 4)) {
            expected.delete(`id${order}`);
            changes.push({ table: 'outbox', delete: row(order, '').key });
          } else {
            expected.set(`id${order}`, `${step}`);
            changes.push(put(row(order, `${step}`), false));
          }
        } else {
          const order = next++;
          expected.set(`id${order}`, `${step}`);
          changes.push(put(row(order, `${step}`), true));
        }
      }
      disk.full = random.chance(1 / 5);
      const all = [...stuck, ...changes];
      stuck = await store.commit(all).then(
        () => [],
        () => all,
      );
      disk.full = false;
      if (stuck.length > 0) continue;
      assert.equal(
        (await textsOf(open(disk))).sort(),
        [...expected].map(([id, text]) => `${id} ${text}`).sort(),
        `seed ${seed}, step ${step}`,
      );
      if (random.chance(1 / 10)) {
        store = open(disk);
        await store.lead();
      }
    }
  }
});

test('what a leader typed in bursts and a follower wrote survives both tabs, goes out once, and leaves nothing', () =>
  withWorld(async (world) => {
    const disk = new MemoryDisk();
    // A session takes any store; that of a world is named after the kind that it mostly has.
    const tab = (browser: FakeBrowser) => world.tab('a', { browser, store: open(disk) as unknown as MemoryStore });
    const browser = new FakeBrowser();
    const [one, two] = [await tab(browser), await tab(browser)];
    await until('online', () => one.session.sync.get().connection === 'online');
    const id = must(await one.session.createCase(CASE_ARGS));
    await until('logged', () => one.session.sync.get().unsent === 0);
    const [first, second] = [one, two].map(({ session }) => session.open({ case: id, room: 'joint' }));
    if (first === undefined || second === undefined) throw new Error('no rooms');
    await Promise.all([first.ready, second.ready]);
    await until('both write', () => first.status.get().writable && second.status.get().writable && first.status.get().synced);
    world.server.mute = true;
    const party = (at: number, of: string) =>
      addParty.request({ id: `${of}${at}`, party: { kind: 'person', name: `${of}${at}` }, members: [] });
    await Promise.all(Array.from({ length: 40 }, (_, at) => first.run(party(at, 'p'))));
    await Promise.all(Array.from({ length: 20 }, (_, at) => second.run(party(at, 'q'))));
    assert.is(one.session.sync.get().unsent, 60);
    assert.ok(disk.rows.outbox.size < 40, `${disk.rows.outbox.size} records`);
    // Both tabs go; nothing has a receipt.
    world.server.down = true;
    await one.session.close();
    await two.session.close();
    world.server.down = false;
    world.server.mute = false;
    const { session } = await tab(new FakeBrowser());
    await until('all of it is found', () => session.sync.get().unsent <= 60);
    await until('all of it is logged', () => session.sync.get().unsent === 0 && disk.rows.outbox.size === 0, 10_000);
    assert.is(world.server.reader(`centre/${id}/joint`).values(Party).length, 60);
  }));

test.run();

import { webcrypto } from 'node:crypto';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
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

test.run();

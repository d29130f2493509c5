import { addParty, ContentReader, createRoomDoc, isUlid, Model, Party } from '@onedoor/core';
import * as Y from 'yjs';
import { browserPlatform } from '../browser-platform.js';
import { openSession } from '../open-session.js';
import { STORE_LAYOUT, TABLES } from './client-store.js';
import { clientStoreContract } from './client-store-contract.js';
import { DexieStore } from './dexie-store.js';
import { applySnapshot } from './snapshot.js';

const storeName = ({ centre, person }: { readonly centre: string; readonly person: string }) => `onedoor-test/${centre}/${person}`;

let count = 0;
const freshName = () => `onedoor-test-${Date.now()}-${count++}`;

function equal(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`saw ${a}, expected ${b}`);
}

const remove = (name: string) =>
  new Promise<void>((resolve) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = request.onerror = request.onblocked = () => resolve();
  });

describe('DexieStore', () => {
  for (const rule of clientStoreContract) {
    it(rule.name, async () => {
      const name = freshName();
      await rule.run(() => DexieStore.open(name));
      await remove(name);
    });
  }

  it('lists more than one batch of records, whole and in order', async () => {
    const name = freshName();
    const store = await DexieStore.open(name);
    const keys = Array.from({ length: 1201 }, (_, at) => `p/${String(at).padStart(5, '0')}`);
    await store.commit([...keys, 'o', 'q'].map((key) => ({ table: 'meta', put: { key, value: key } })));
    const listed = async (prefix?: string) => (await store.list('meta', prefix)).map((row) => row.key);
    equal(await listed('p/'), keys);
    equal(
      (await listed()).filter((key) => key !== 'layout'),
      ['o', ...keys, 'q'],
    );
    await store.close();
    await remove(name);
  });

  it('brings a database of an older layout to the present one, with what it holds', async () => {
    const name = freshName();
    const row = (id: string) => ({ case: id, rev: 1, gone: false, rooms: [], summary: {} });
    const request = indexedDB.open(name, 10);
    await new Promise<void>((resolve) => {
      request.onupgradeneeded = () => {
        const make = (table: string) => request.result.createObjectStore(table, { keyPath: 'key' });
        const meta = make('meta');
        for (const [key, value] of Object.entries({ device: 'd', layout: 1 })) meta.put({ key, value });
        const rows = make('rows');
        for (const id of ['k1', 'k2']) rows.put({ key: id, row: row(id) });
      };
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    const store = await DexieStore.open(name);
    equal([(await store.get('meta', 'device'))?.value, (await store.get('meta', 'layout'))?.value], ['d', STORE_LAYOUT]);
    const [segment, ...others] = await store.list('rows');
    equal([JSON.parse(segment?.rows ?? ''), others.length], [[row('k1'), row('k2')], 0]);
    await store.commit([{ table: 'rooms', put: { key: 'r', wire: 'r@1', epoch: 1, seq: 1, actSeq: 1, copy: '0' } }]);
    equal((await store.list('rooms')).length, 1);
    await store.close();
    await remove(name);
  });

  it('refuses a database of a newer layout', async () => {
    const name = freshName();
    const request = indexedDB.open(name, 990);
    request.onupgradeneeded = () => {
      for (const table of TABLES) request.result.createObjectStore(table, { keyPath: 'key' });
    };
    (await new Promise<IDBDatabase>((resolve) => (request.onsuccess = () => resolve(request.result)))).close();
    let code: unknown;
    await DexieStore.open(name).catch((error: { code?: unknown }) => {
      code = error.code;
    });
    equal(code, 'STORE_NEWER');
    await remove(name);
  });

  it('tells when a newer version of the page takes the database, and takes nothing afterwards', async () => {
    const name = freshName();
    const store = await DexieStore.open(name);
    let told = 0;
    store.onReplaced(() => told++);
    const request = indexedDB.open(name, 1000);
    await new Promise<void>((resolve) => {
      request.onsuccess = () => {
        request.result.close();
        resolve();
      };
    });
    equal(told, 1);
    let code: unknown;
    await store.commit([{ table: 'meta', put: { key: 'a', value: 1 } }]).catch((error: { code?: unknown }) => {
      code = error.code;
    });
    equal(code, 'STORE_NEWER');
    await remove(name);
  });

  it('a write that began is there although the page never waited for it', async () => {
    const name = freshName();
    const store = await DexieStore.open(name);
    void store.commit([{ table: 'meta', put: { key: 'last', value: 'key' } }]);
    const other = await DexieStore.open(name);
    equal((await other.get('meta', 'last'))?.value, 'key');
    await store.close();
    await other.close();
    await remove(name);
  });
});

/** A page without network, on this browser's own locks, channel and database. */
async function offlineTab(person: string) {
  const platform = { ...browserPlatform(), request: () => Promise.reject(new Error('no network')) };
  const identity = { centre: 'centre', person };
  const store = await DexieStore.open(storeName(identity));
  // As a server would have told it once.
  const me = {
    protocol: 1,
    schema: 1,
    centre: { id: 'centre', name: '中心' },
    person: { person, name: person, department: 'office', rights: ['case.create'] },
    rooms: [],
    plugins: [],
  };
  await store.commit([{ table: 'meta', put: { key: 'me', value: me } }]);
  return openSession({
    server: 'http://127.0.0.1:9',
    token: async () => 'x.e30.x',
    identity,
    model: new Model(),
    platform,
    store,
  });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if (holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain: ${what}`);
}

describe('two tabs on one database', () => {
  it('share what each writes, one of them leads, and the other takes over', async () => {
    const person = `p${Date.now()}`;
    const first = await offlineTab(person);
    await until('first leads', () => first.sync.get().leader);
    const second = await offlineTab(person);
    const made = await first.createCase({ title: '水渠', category: '01', source: 'walk-in', village: '' });
    if (!made.ok || !isUlid(made.value)) throw new Error(JSON.stringify(made));
    await until('row in the second', () => second.rows.get().some((row) => row.case === made.value));
    const [one, two] = [first, second].map((session) => session.open({ case: made.value, room: 'joint' }));
    if (one === undefined || two === undefined) throw new Error('no rooms');
    await Promise.all([one.ready, two.ready]);
    const ran = await two.run(addParty.request({ id: 'p', party: { kind: 'person', name: '甲' }, members: [] }));
    equal(ran.ok, true);
    await until('party in the first', () => one.records.values(Party).length === 1);
    equal([first.sync.get().unsent, second.sync.get().unsent, second.sync.get().leader], [2, 2, false]);
    await first.close();
    await until('second leads', () => second.sync.get().leader);
    equal(second.sync.get().unsent, 2);
    await second.close();
    const third = await offlineTab(person);
    const room = third.open({ case: made.value, room: 'joint' });
    await room.ready;
    equal(
      room.records.values(Party).map((party) => party.name),
      ['甲'],
    );
    await third.close();
    await remove(storeName({ centre: 'centre', person }));
  });

  it('compacts by bytes: 3,000 edits leave one snapshot and a short log, and open as they were', async () => {
    const person = `c${Date.now()}`;
    const session = await offlineTab(person);
    await until('leads', () => session.sync.get().leader);
    const made = await session.createCase({ title: '水渠', category: '01', source: 'walk-in', village: '' });
    if (!made.ok) throw new Error(JSON.stringify(made));
    const room = session.open({ case: made.value, room: 'joint' });
    await room.ready;
    const { store } = session.kernel.queue;
    const commit = store.commit.bind(store);
    let snapshots = 0;
    store.commit = async (changes) => {
      await commit(changes);
      if (changes.some((change) => change.table === 'snapshots')) snapshots++;
    };
    const runs = Array.from({ length: 3000 }, (_, at) =>
      room.run(addParty.request({ id: 'p', party: { kind: 'person', name: `名${at}`.padEnd(30, '字') }, members: [] })),
    );
    await Promise.all(runs);
    await until('snapshot', () => snapshots > 0);
    await session.close();
    const reopened = await DexieStore.open(storeName({ centre: 'centre', person }));
    const key = `centre/${made.value}/joint#0`;
    const log = await reopened.list('log', `${key}#`);
    const snapshot = await reopened.get('snapshots', key);
    const bytes = log.reduce((sum, row) => sum + row.bytes.length, 0);
    if (snapshot === undefined || bytes > 200_000) throw new Error(`log ${bytes} bytes, snapshot ${snapshot?.bytes.length}`);
    const doc = createRoomDoc();
    applySnapshot(doc, snapshot);
    for (const { bytes: update } of log) Y.applyUpdate(doc, update);
    equal(new ContentReader(doc).values(Party)[0]?.name, '名2999'.padEnd(30, '字'));
    await reopened.close();
    await remove(storeName({ centre: 'centre', person }));
  });
});

import { addParty, Model, Party, type StoreLock } from '@onedoor/core';
import { browserPlatform } from '../browser-platform.js';
import { openSession } from '../open-session.js';
import { memoryMarker, type Platform } from '../platform.js';
import type { ClientSession } from '../session.js';
import type { SealedTables, StoreChange } from '../storage/client-store.js';
import { clientStoreContract } from '../storage/client-store-contract.js';
import { DexieStore } from '../storage/dexie-store.js';
import { SealedStore } from '../storage/sealed-store.js';
import { FakeServer } from '../testing/fake-server.js';
import { plainName } from './move-plain.js';
import { sealedName } from './open-sealed.js';

const CANARY = '金丝雀渠水一九七八';
const PIN = '红砂坝7249';
const DAY_MS = 86_400_000;

let count = 0;
const fresh = () => `${Date.now()}-${count++}`;
const seal = { subtle: crypto.subtle, randomBytes: (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes)) };
const KEY = seal.randomBytes(32);

function equal(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`saw ${a}, expected ${b}`);
}

async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 20_000; performance.now() < end; ) {
    if (await holds()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`waited in vain: ${what}`);
}

/** All that lies in this origin's databases, names of databases and keys included, and in localStorage, as Latin-1 and as UTF-8. */
async function everythingStored(): Promise<string> {
  const parts: Uint8Array[] = [];
  const utf8 = new TextEncoder();
  const walk = (value: unknown): void => {
    if (value instanceof Uint8Array) parts.push(value);
    else if (value instanceof ArrayBuffer) parts.push(new Uint8Array(value));
    else if (typeof value === 'object' && value !== null)
      for (const [key, inner] of Object.entries(value)) {
        walk(inner);
        parts.push(utf8.encode(key));
      }
    else parts.push(utf8.encode(String(value)));
  };
  for (const { name = '' } of await indexedDB.databases()) {
    parts.push(utf8.encode(name));
    const db = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open(name);
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    for (const table of db.objectStoreNames) {
      const rows = await new Promise<unknown[]>((resolve, reject) => {
        const request = db.transaction(table).objectStore(table).getAll();
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      walk(rows);
    }
    db.close();
  }
  for (const [key, value] of Object.entries(localStorage)) parts.push(utf8.encode(`${key}=${value}`));
  for (const name of await caches.keys()) {
    parts.push(utf8.encode(name));
    const cache = await caches.open(name);
    for (const request of await cache.keys())
      parts.push(new Uint8Array((await (await cache.match(request))?.arrayBuffer()) ?? new ArrayBuffer(0)));
  }
  return parts.map((bytes) => `${new TextDecoder().decode(bytes)}\n${new TextDecoder('utf-16le').decode(bytes)}`).join('\n');
}

/** A person's browser in front of a server of a test: its clock and network are turned by hand. */
class Browser {
  readonly person = `p${fresh()}`;
  readonly server = new FakeServer();
  readonly identity = { centre: 'centre', person: this.person };
  readonly marker = memoryMarker();
  offline = false;
  /** Added to the clock. */
  shiftMs = 0;
  locks: StoreLock[] = [];
  readonly #sessions: ClientSession[] = [];

  get platform(): Platform {
    const real = browserPlatform();
    return {
      ...real,
      marker: this.marker,
      now: () => Date.now() + this.shiftMs,
      openSocket: (url, protocols) => this.server.openSocket(url, protocols),
      request: async (request) => {
        if (this.offline) throw new Error('no network');
        return this.server.request(request);
      },
      online: () => !this.offline,
    };
  }

  open(): Promise<ClientSession> {
    const opening = openSession({
      server: 'http://server.test',
      token: async () => this.server.token(this.person, Date.now() + this.shiftMs + 3_600_000),
      identity: this.identity,
      model: new Model(),
      platform: this.platform,
      onLocked: (lock) => this.locks.push(lock),
    });
    opening.then(
      (session) => this.#sessions.push(session),
      () => {},
    );
    return opening;
  }

  /** Opens without a server: the lock that stands in the way. */
  async locked(): Promise<{ readonly lock: StoreLock; readonly opening: Promise<ClientSession> }> {
    const before = this.locks.length;
    const opening = this.open();
    opening.catch(() => {});
    await until('the lock', () => this.locks.length > before);
    const lock = this.locks.at(-1);
    if (lock === undefined) throw new Error('no lock');
    return { lock, opening };
  }

  async end(): Promise<void> {
    for (const session of this.#sessions) await session.close();
    for (const name of [sealedName(this.identity), plainName(this.identity)]) await DexieStore.remove(name);
  }
}

const codeOf = (result: { readonly ok: boolean; readonly refusal?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.refusal?.code ?? '');

async function withCanary(session: ClientSession): Promise<string> {
  await until('who this is', () => session.me.get() !== undefined);
  const made = await session.createCase({ title: CANARY, category: '01', source: 'walk-in', village: CANARY });
  if (!made.ok) throw new Error(JSON.stringify(made));
  const room = session.open({ case: made.value, room: 'joint' });
  await room.ready;
  const ran = await room.run(addParty.request({ id: 'p', party: { kind: 'person', name: CANARY }, members: [] }));
  equal(ran.ok, true);
  room.close();
  await session.preferences.set('board/views', [CANARY]);
  await session.kernel.queue.idle();
  return made.value;
}

describe('SealedStore', () => {
  for (const rule of clientStoreContract) {
    it(rule.name, async () => {
      const name = `onedoor-test-${fresh()}`;
      await rule.run(async () => new SealedStore(await DexieStore.open<SealedTables>(name), KEY, seal));
      await DexieStore.remove(name);
    });
  }

  it('what was prepared and what was not open alike, large and small, and keys with a prefix are found', async () => {
    const name = `onedoor-test-${fresh()}`;
    const store = new SealedStore(await DexieStore.open<SealedTables>(name), KEY, seal);
    const row = (key: string, bytes: number): StoreChange => ({ table: 'snapshots', put: { key, bytes: new Uint8Array(bytes).fill(7) } });
    const prepared = [row('c/k/joint#0', 100_000), row('c/k/joint#1', 10)];
    await store.prepare(prepared);
    await store.commit([...prepared, row('c/k/jointly#0', 100_000)]);
    equal(
      (await store.list('snapshots', 'c/k/joint#')).map(({ key, bytes }) => [key, bytes.length, bytes[5]]),
      [
        ['c/k/joint#0', 100_000, 7],
        ['c/k/joint#1', 10, 7],
      ],
    );
    equal((await store.get('snapshots', 'c/k/jointly#0'))?.bytes.length, 100_000);
    await store.close();
    await DexieStore.remove(name);
  });

  it('a row that was changed or moved is left out and told, the others are read', async () => {
    const name = `onedoor-test-${fresh()}`;
    const inner = await DexieStore.open<SealedTables>(name);
    const store = new SealedStore(inner, KEY, seal);
    const told: string[] = [];
    store.onDamaged = (table) => told.push(table);
    await store.commit(['a', 'b', 'c'].map((key): StoreChange => ({ table: 'rows', put: { key, rows: key } })));
    const [first, second] = await inner.list('rows');
    if (first === undefined || second === undefined) throw new Error('no rows');
    const flipped = first.sealed.slice();
    flipped[20] = (flipped[20] ?? 0) ^ 1;
    await inner.commit([{ table: 'rows', put: { key: first.key, sealed: flipped } }]);
    equal([(await store.list('rows')).length, told], [2, ['rows']]);
    // What stands elsewhere than where it was sealed is as good as changed.
    await inner.commit([{ table: 'rows', put: { key: second.key, sealed: first.sealed } }]);
    equal((await store.list('rows')).length, 1);
    await store.close();
    await DexieStore.remove(name);
  });

  it('another key opens nothing and finds nothing', async () => {
    const name = `onedoor-test-${fresh()}`;
    const store = new SealedStore(await DexieStore.open<SealedTables>(name), KEY, seal);
    await store.commit([{ table: 'meta', put: { key: 'a', value: CANARY } }]);
    const other = new SealedStore(await DexieStore.open<SealedTables>(name), seal.randomBytes(32), seal);
    equal([await other.get('meta', 'a'), await other.list('meta')], [undefined, []]);
    await store.close();
    await other.close();
    await DexieStore.remove(name);
  });
});

describe('a person’s data at rest', () => {
  let browser: Browser;
  beforeEach(() => {
    browser = new Browser();
  });
  afterEach(() => browser.end());

  it('online it opens without a question; nothing of it, no name, case or word, can be read from storage', async () => {
    const session = await browser.open();
    const id = await withCanary(session);
    for (const when of ['open', 'closed']) {
      const stored = await everythingStored();
      for (const word of [CANARY, id, browser.person, 'createCase', 'case.create', 'joint', 'board/views'])
        equal([when, word, stored.includes(word)], [when, word, false]);
      if (when === 'open') await session.close();
    }
    const again = await browser.open();
    equal(browser.locks.length, 0);
    await until('the case', () => again.rows.get().some((row) => row.title === CANARY));
    equal([again.safety.state.get().locks, again.sync.get().stores], [true, true]);
  });

  it('opens without the server by PIN alone; a wrong one opens nothing and costs tries and time', async () => {
    const session = await browser.open();
    for (const weak of ['12345', '123456', '777777', '654321']) equal(codeOf(await session.safety.setPin(weak)), 'PIN_WEAK');
    equal(codeOf(await session.safety.setPin(PIN)), 'ok');
    const id = await withCanary(session);
    await session.close();
    browser.offline = true;
    const { lock, opening } = await browser.locked();
    equal([lock.state.get().reason, lock.state.get().pin, lock.state.get().passkey], ['offline', true, false]);
    equal(codeOf(await lock.openWithPin('wrong1')), 'PIN_WRONG');
    equal(codeOf(await lock.openWithPin('wrong2')), 'PIN_WRONG');
    equal(codeOf(await lock.openWithPin('wrong3')), 'PIN_WRONG');
    equal(lock.state.get().triesLeft, 7);
    equal(codeOf(await lock.openWithPin(PIN)), 'PIN_WAIT');
    const stored = await everythingStored();
    equal([stored.includes(CANARY), stored.includes(PIN)], [false, false]);
    browser.shiftMs += 6_000;
    equal(codeOf(await lock.openWithPin(` ${PIN} `)), 'ok');
    const offline = await opening;
    const room = offline.open({ case: id, room: 'joint' });
    await room.ready;
    equal(
      room.records.values(Party).map((party) => party.name),
      [CANARY],
    );
    room.close();
  });

  it('after ten wrong PINs only a sign-in opens, and then a new PIN is set', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    await session.close();
    browser.offline = true;
    const { lock, opening } = await browser.locked();
    let last = '';
    for (let at = 0; at < 10; at++) {
      last = codeOf(await lock.openWithPin(`wrong${at}`));
      browser.shiftMs += 900_000;
    }
    equal(last, 'PIN_SPENT');
    equal(codeOf(await lock.openWithPin(PIN)), 'PIN_SPENT');
    equal(lock.state.get().pin, false);
    browser.offline = false;
    equal(codeOf(await lock.retry()), 'ok');
    const online = await opening;
    equal(online.safety.state.get().pin, false);
    equal(codeOf(await online.safety.setPin('另一个7249')), 'ok');
  }).timeout(20_000);

  it('without a PIN it says that it stays closed, and opens by itself when the server is back', async () => {
    await (await browser.open()).close();
    browser.offline = true;
    const { lock, opening } = await browser.locked();
    equal([lock.state.get().pin, lock.state.get().passkey, codeOf(await lock.retry())], [false, false, 'OFFLINE']);
    browser.offline = false;
    equal(codeOf(await lock.retry()), 'ok');
    equal((await opening).sync.get().stores, true);
  });

  it('the lease ends: the PIN opens no more, not even with the clock set back; the server does', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    equal(Math.round((session.safety.state.get().leaseUntil - Date.now()) / DAY_MS), 7);
    await session.close();
    browser.offline = true;
    browser.shiftMs = 6 * DAY_MS;
    const within = await browser.locked();
    equal(codeOf(await within.lock.openWithPin(PIN)), 'ok');
    await (await within.opening).close();
    browser.shiftMs = 8 * DAY_MS;
    const after = await browser.locked();
    equal([after.lock.state.get().reason, after.lock.state.get().pin], ['lease', false]);
    equal(codeOf(await after.lock.openWithPin(PIN)), 'LEASE_OVER');
    browser.shiftMs = 5 * DAY_MS;
    equal(codeOf(await after.lock.openWithPin(PIN)), 'CLOCK_BACK');
    browser.offline = false;
    equal(codeOf(await after.lock.retry()), 'ok');
    equal(Math.round(((await after.opening).safety.state.get().leaseUntil - Date.now()) / DAY_MS), 12);
  }).timeout(20_000);

  it('a lease that somebody wrote by hand is over', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    await session.close();
    const inner = await DexieStore.open<SealedTables>(sealedName(browser.identity));
    const vault = await inner.getPlain('vault');
    if (typeof vault !== 'object' || vault === null || !('lease' in vault) || typeof vault.lease !== 'object') throw new Error('no vault');
    await inner.putPlain({ key: 'vault', value: { ...vault, lease: { ...vault.lease, until: Date.now() + 999 * DAY_MS } } });
    await inner.close();
    browser.offline = true;
    const { lock } = await browser.locked();
    equal(codeOf(await lock.openWithPin(PIN)), 'LEASE_OVER');
    lock.cancel();
  });

  it('an open page notes the time, and closes when its lease is over', async () => {
    const session = await browser.open();
    browser.offline = true;
    browser.shiftMs = 8 * DAY_MS;
    await session.lookAtLease();
    equal(session.sync.get().ended?.code, 'LEASE_OVER');
  });

  it('a shared computer: key, data and marks are gone, here and in the other tab, and the server forgets its part', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    await withCanary(session);
    const other = await browser.open();
    const { device } = session.kernel;
    await session.safety.wipe();
    await until('the other tab hears', () => other.sync.get().ended?.code === 'STORE_WIPED');
    equal((await indexedDB.databases()).map(({ name }) => name).includes(sealedName(browser.identity)), false);
    equal(browser.server.devices.has(device), false);
    const next = await browser.open();
    equal([next.sync.get().problem, next.kernel.device === device], [undefined, false]);
  });

  it('a revoked device: the open page ends and leaves nothing; opening again is refused and begins as a new one', async () => {
    const session = await browser.open();
    await withCanary(session);
    await until('a socket', () => browser.server.sockets.size > 0);
    browser.server.revoke(session.kernel.device);
    await until('it hears', () => session.sync.get().ended?.code === 'DEVICE_REVOKED');
    await until('nothing is left', async () => !(await indexedDB.databases()).some(({ name }) => name === sealedName(browser.identity)));
    const next = await browser.open();
    equal(next.kernel.device === session.kernel.device, false);
  });

  it('a device that was revoked while it was off is emptied when it asks', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    await session.close();
    browser.server.revoke(session.kernel.device);
    const code = await browser.open().then(
      () => '',
      (error: { readonly code?: string }) => error.code,
    );
    equal(code, 'DEVICE_REVOKED');
    equal(
      (await indexedDB.databases()).some(({ name }) => name === sealedName(browser.identity)),
      false,
    );
  });

  it('a server that has forgotten the device: the PIN opens and registers it anew; without one what is here is told as lost', async () => {
    const session = await browser.open();
    await session.safety.setPin(PIN);
    const id = await withCanary(session);
    await session.close();
    browser.server.devices.clear();
    const { lock, opening } = await browser.locked();
    equal(lock.state.get().reason, 'unknown');
    equal(codeOf(await lock.openWithPin(PIN)), 'ok');
    const opened = await opening;
    equal(browser.server.devices.size, 1);
    await until('the case', () => opened.rows.get().some((row) => row.case === id));
    await opened.safety.removePin();
    await opened.close();
    browser.server.devices.clear();
    const anew = await browser.open();
    equal([anew.sync.get().problem?.code, anew.sync.get().stores], ['STORE_WIPED', true]);
  });

  it('the last key before the page goes is there, sealed', async () => {
    const session = await browser.open();
    const id = await withCanary(session);
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    browser.server.mute = true;
    void room.run(addParty.request({ id: 'q', party: { kind: 'person', name: '最后一键' }, members: [] }));
    // No turn of the event loop lies between the key and the end of the page.
    dispatchEvent(new Event('pagehide'));
    const raw = await DexieStore.open<SealedTables>(sealedName(browser.identity));
    const key = await session.kernel.queue.store.list('outbox');
    equal(
      key.some((row) => JSON.stringify(row.args).includes('最后一键')),
      true,
    );
    await raw.close();
    equal((await everythingStored()).includes('最后一键'), false);
  });

  it('a plain store of before is sealed at the first opening; an interrupted move goes on; nothing is lost', async () => {
    const plain = await DexieStore.open(plainName(browser.identity));
    await plain.commit([
      { table: 'meta', put: { key: 'device', value: '01OLDDEVICE' } },
      {
        table: 'refused',
        put: {
          key: 'r1',
          room: 'centre/k/joint',
          command: 'x',
          args: { text: CANARY },
          refusal: { code: 'FORBIDDEN', seen: '', expected: '', todo: '' },
          madeAt: 1,
        },
      },
      ...Array.from(
        { length: 450 },
        (_, at): StoreChange => ({ table: 'log', put: { key: `centre/k/joint#0#${at}`, bytes: new TextEncoder().encode(CANARY) } }),
      ),
    ]);
    await plain.close();
    // Without network nothing can be sealed: the store is used as it is, and stays.
    browser.offline = true;
    const before = await browser.open();
    equal([before.safety.state.get().locks, before.refused.get().length], [false, 1]);
    await before.close();
    browser.offline = false;
    // The page goes in the middle of the move.
    const commit = SealedStore.prototype.commit;
    let batches = 0;
    SealedStore.prototype.commit = function (changes) {
      if (++batches > 2) return new Promise(() => {});
      return commit.call(this, changes);
    };
    void browser.open();
    await until('half of it', () => batches > 2);
    SealedStore.prototype.commit = commit;
    const session = await browser.open();
    equal([session.kernel.device, session.refused.get().length], ['01OLDDEVICE', 1]);
    equal((await session.kernel.queue.store.list('log', 'centre/k/joint#0#')).length, 450);
    equal(
      (await indexedDB.databases()).some(({ name }) => name === plainName(browser.identity)),
      false,
    );
    equal((await everythingStored()).includes(CANARY), false);
  }).timeout(20_000);

  it('two tabs open at once share one key and what each writes', async () => {
    const [one, two] = await Promise.all([browser.open(), browser.open()]);
    if (one === undefined || two === undefined) throw new Error('no tabs');
    equal(one.kernel.device, two.kernel.device);
    const id = await withCanary(one);
    await until('the case in the other tab', () => two.rows.get().some((row) => row.case === id));
    const room = two.open({ case: id, room: 'joint' });
    await room.ready;
    await until('its content', () => room.records.values(Party).length === 1);
    room.close();
  });

  it('opening without an edit writes nothing', async () => {
    const session = await browser.open();
    await withCanary(session);
    await session.syncNow();
    await session.close();
    const dump = async () => {
      const inner = await DexieStore.open<SealedTables>(sealedName(browser.identity));
      const rows = [
        await inner.getPlain('vault'),
        ...(await Promise.all((['log', 'rooms', 'outbox', 'snapshots'] as const).map((table) => inner.list(table)))),
      ];
      await inner.close();
      return JSON.stringify(rows);
    };
    const before = await dump();
    browser.offline = true;
    const { lock, opening } = await browser.locked();
    browser.offline = false;
    await lock.retry();
    await (await opening).close();
    equal((await dump()) === before, true);
  });
});

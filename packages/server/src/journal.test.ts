import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseSlice, type LogStore, type LogWriter, MESSAGE } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { openSqliteLogStore } from './log/sqlite-log-store.js';
import { actOnCase, device, type RawClient, TestServer } from './testing/index.js';

/** A store that fails when it is told to, before or after it has kept the transaction. */
class FailingStore implements LogStore {
  readonly #inner: LogStore;
  fail: 'never' | 'before' | 'after' = 'never';
  failed = 0;
  /** Transactions that wrote into the log: what is derived has its own. */
  logged = 0;
  /** Times that the event loop stood still until the disk had something. */
  waited = 0;

  constructor(inner: LogStore) {
    this.#inner = inner;
  }

  /** Set, the disk answers when it is told to. */
  disk: Promise<void> | undefined;

  synced(): Promise<void> | undefined {
    const synced = this.#inner.synced();
    return this.disk === undefined ? synced : Promise.all([synced, this.disk]).then(() => undefined);
  }

  sync(): void {
    this.waited++;
    this.#inner.sync();
  }

  transaction<T>(write: (tx: LogWriter) => T, options?: { readonly durable?: boolean }): T {
    if (options?.durable !== false) this.waited++;
    let wrote = false;
    const run = () =>
      this.#inner.transaction((tx) => {
        const append: LogWriter['append'] = (...entry) => {
          wrote = true;
          tx.append(...entry);
        };
        const value = write({ ...tx, append });
        if (wrote) this.logged++;
        if (this.fail === 'before' && wrote) {
          this.failed++;
          throw new Error('the disk is full');
        }
        return value;
      }, options);
    const value = run();
    if (this.fail === 'after' && wrote) {
      this.failed++;
      throw new Error('the disk did not answer');
    }
    return value;
  }

  rooms = () => this.#inner.rooms();
  room = (key: string) => this.#inner.room(key);
  entries = (room: number, from: number, limit: number) => this.#inner.entries(room, from, limit);
  snapshot = (room: number) => this.#inner.snapshot(room);
  bindings = (room: number) => this.#inner.bindings(room);
  intent = (room: number, id: string) => this.#inner.intent(room, id);
  summaries = (after: number, limit: number) => this.#inner.summaries(after, limit);
  summariesOf = (caseId: string) => this.#inner.summariesOf(caseId);
  edits = (room: number, before: number, limit: number) => this.#inner.edits(room, before, limit);
  traces = (room: number, from: number, limit: number) => this.#inner.traces(room, from, limit);
  texts = (before: number, limit: number) => this.#inner.texts(before, limit);
  textOf = (room: number) => this.#inner.textOf(room);
  lastTrace = (room: number) => this.#inner.lastTrace(room);
  leaves = (from: number, limit: number) => this.#inner.leaves(from, limit);
  leafCount = () => this.#inner.leafCount();
  leafOf = (room: number, seq: number) => this.#inner.leafOf(room, seq);
  treeNode = (level: number, index: number) => this.#inner.treeNode(level, index);
  heads = (above: number, limit: number) => this.#inner.heads(above, limit);
  lastHead = () => this.#inner.lastHead();
  listIntents = (room: number) => this.#inner.listIntents(room);
  listNumbers = () => this.#inner.listNumbers();
  listTreeNodes = () => this.#inner.listTreeNodes();
  meta = (key: string) => this.#inner.meta(key);
  purge = () => this.#inner.purge();
  check = () => this.#inner.check();
  close = () => this.#inner.close();
}

async function until(holds: () => boolean): Promise<void> {
  const end = Date.now() + 20_000;
  while (!holds()) {
    if (Date.now() > end) throw new Error('waited 20 s');
    await new Promise((done) => setTimeout(done, 2));
  }
}

const test = suite<{ server: TestServer; store: FailingStore; dir: string }>('journal');

test.before.each(async (context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  context.store = new FailingStore(await openSqliteLogStore({ dir: context.dir }));
  context.server = await TestServer.start({ data: context.dir, store: context.store, limits: { snapshotEntries: 10 } });
});
test.after.each(async (context) => {
  await context.server.stop();
  context.store.close();
  rmSync(context.dir, { recursive: true, force: true });
});

const syncFrames = (client: RawClient): number => client.frames.filter((frame) => frame[0] === MESSAGE.sync).length;

test('J1 a failed commit: no receipt, no broadcast, senders close with 4503, the room is as the log has it', async ({ server, store }) => {
  const wang = await server.joined('wang');
  const li = await server.joined('li');
  wang.doc.getMap('m').set('kept', 1);
  await li.until('the first edit', () => li.doc.getMap('m').get('kept') === 1);
  const before = syncFrames(li);
  store.fail = 'before';
  wang.doc.getMap('m').set('lost', 1);
  await wang.closed(4503);
  assert.ok(store.failed >= 1);
  assert.equal([wang.receipts.has(wang.sent), wang.refusal(), syncFrames(li), li.closeCode], [false, undefined, before, undefined]);
  assert.equal(server.centre.reader(server.wire()).doc.getMap('m').toJSON(), { kept: 1 });
  store.fail = 'never';
  const again = await server.joined('wang', { doc: wang.doc });
  await again.receipt(1);
  await li.until('the edit, sent again', () => li.doc.getMap('m').get('lost') === 1);
});

test('J2 a store that kept what it said had failed: all sockets begin anew and find it', async ({ server, store }) => {
  const wang = await server.joined('wang');
  const li = await server.joined('li');
  store.fail = 'after';
  wang.doc.getMap('m').set('kept', 1);
  await Promise.all([wang.closed(4503), li.closed(4503)]);
  store.fail = 'never';
  const again = await server.joined('li');
  assert.is(again.doc.getMap('m').get('kept'), 1);
});

test('J3 an act in a failed turn has no effect and takes no number', async ({ server, store }) => {
  store.fail = 'before';
  const create = () => caseSlice.request.create({ title: '第二件', category: '01', source: 'phone', village: '' });
  const failed = await actOnCase(server.centre, device('wang'), 'k2', create());
  assert.is(failed.ok ? '' : failed.refusal.code, 'UNAVAILABLE');
  store.fail = 'never';
  assert.is(server.centre.roomsFor('wang', 'k2').length, 0);
  const made = await actOnCase(server.centre, device('wang'), 'k2', create());
  assert.is(made.ok && made.value.number?.value, 2);
});

test('J4 one bad item does not poison the others of its turn', async ({ server }) => {
  const wang = await server.joined('wang', { autoSend: false });
  const li = await server.joined('li');
  wang.update(Uint8Array.of(1, 2, 3));
  li.doc.getMap('m').set('good', 1);
  await wang.closed(4400);
  await li.receipt(li.sent);
});

test('J5 edits and acts of one turn share one transaction', async ({ server, store }) => {
  const before = store.logged;
  await Promise.all([
    ...Array.from({ length: 50 }, (_, at) =>
      server.centre.act(device('wang'), 't/k1/case', {
        id: `same-turn-${at}`,
        ...caseSlice.request.addMember({ person: `p${at}`, role: 'observer' }),
        base: 1_000_000,
      }),
    ),
  ]);
  assert.is(store.logged - before, 1);
});

/** A disk that answers when it is told to. */
function slowDisk(store: FailingStore): { answer(error?: Error): void } {
  let answer: (error?: Error) => void = () => undefined;
  store.disk = new Promise((done, failed) => {
    answer = (error) => {
      store.disk = undefined;
      if (error === undefined) done();
      else failed(error);
    };
  });
  return { answer: (error) => answer(error) };
}

test('J6 while the disk takes one turn up nothing of it is told, and what comes meanwhile is one further transaction', async ({
  server,
  store,
}) => {
  const wang = await server.joined('wang');
  const li = await server.joined('li');
  const before = store.logged;
  const disk = slowDisk(store);
  wang.doc.getMap('m').set('first', 1);
  await until(() => store.logged === before + 1);
  const [heard, sent] = [syncFrames(li), wang.sent];
  for (let at = 0; at < 20; at++) {
    wang.doc.getMap('m').set(`wang${at}`, at);
    li.doc.getMap('m').set(`li${at}`, at);
    await new Promise((done) => setTimeout(done, 2));
  }
  const acted = server.centre.act(device('wang'), 't/k1/case', {
    id: 'meanwhile',
    ...caseSlice.request.addMember({ person: 'p-new', role: 'observer' }),
    base: 1_000_000,
  });
  // So long that all of it is here on a busy machine, too.
  await new Promise((done) => setTimeout(done, 500));
  assert.equal([store.logged - before, wang.receipts.has(sent), syncFrames(li)], [1, false, heard]);
  disk.answer();
  assert.ok((await acted).ok);
  await wang.receipt(wang.sent);
  await li.until('all of it', () => li.doc.getMap('m').get('wang19') === 19);
  await wang.until('all of it', () => wang.doc.getMap('m').get('li19') === 19);
  assert.ok(store.logged - before <= 3, `${store.logged - before} transactions for 42 changes`);
});

test('J7 a disk that does not answer for what it was given: nobody is told that it is kept, and all begin anew', async ({
  server,
  store,
}) => {
  const wang = await server.joined('wang');
  const li = await server.joined('li');
  const disk = slowDisk(store);
  const before = store.logged;
  wang.doc.getMap('m').set('doubtful', 1);
  await until(() => store.logged === before + 1);
  disk.answer(new Error('the disk is gone'));
  await Promise.all([wang.closed(4503), li.closed(4503)]);
  assert.not.ok(wang.receipts.has(wang.sent));
  const again = await server.joined('wang', { doc: wang.doc });
  await again.receipt(1);
});

test('J8 who asks for the history meanwhile waits for the disk, and hears the whole', async ({ server, store }) => {
  const wang = await server.joined('wang');
  wang.doc.getText('facts/facts/summary').insert(0, '一句');
  await wang.receipt(wang.sent);
  const disk = slowDisk(store);
  const before = store.logged;
  wang.doc.getText('facts/facts/summary').insert(2, '，又一句');
  await until(() => store.logged === before + 1);
  const span = { from: 0, until: 9_000_000_000_000 };
  for (let times = 0; times < 2; times++) {
    const compared = await server.centre.compare('wang', { case: 'k1', room: 'joint' }, span);
    const pieces = compared.ok ? compared.value.changes.flatMap((change) => change.pieces ?? []) : [];
    assert.equal(
      pieces.map(({ kind, text }) => [kind, text]),
      [['inserted', '一句，又一句']],
    );
  }
  await wang.receipt(wang.sent);
  disk.answer();
});

test('J9 a head is signed, and a snapshot made, without waiting for the disk; whoever asks for the head waits', async ({
  server,
  store,
}) => {
  const wang = await server.joined('wang');
  const before = store.waited;
  for (let at = 0; at < 12; at++) {
    wang.doc.getMap('m').set('k', at);
    await wang.receipt(wang.sent);
  }
  const room = store.room('t/k1/joint')?.id ?? 0;
  await until(() => store.lastHead()?.size === store.leafCount());
  await until(() => {
    server.centre.sweep();
    return store.snapshot(room) !== undefined;
  });
  assert.is(store.waited, before);
  assert.is(server.centre.recordHead.head?.size, store.leafCount());
  assert.ok(store.waited > before, 'what is told is on the disk');
});

test.run();

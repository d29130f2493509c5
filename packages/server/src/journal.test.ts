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

  constructor(inner: LogStore) {
    this.#inner = inner;
  }

  transaction<T>(write: (tx: LogWriter) => T): T {
    let wrote = false;
    const run = () =>
      this.#inner.transaction((tx) => {
        const append: LogWriter['append'] = (room, seq, body) => {
          wrote = true;
          tx.append(room, seq, body);
        };
        const value = write({ ...tx, append });
        if (wrote) this.logged++;
        if (this.fail === 'before' && wrote) {
          this.failed++;
          throw new Error('the disk is full');
        }
        return value;
      });
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

const test = suite<{ server: TestServer; store: FailingStore; dir: string }>('journal');

test.before.each(async (context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  context.store = new FailingStore(await openSqliteLogStore({ dir: context.dir }));
  context.server = await TestServer.start({ data: context.dir, store: context.store });
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

test.run();

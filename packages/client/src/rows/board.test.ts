import { addParty, type CaseRow, caseSlice, Facts } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import type { TableName } from '../storage/client-store.js';
import { MemoryDisk, MemoryStore } from '../storage/memory-store.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('board');
const { person, village } = { person: 'a', village: CASE_ARGS.village };

/** Cases of person `a` that the server has had all along. */
function plant(world: World, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `k${String(at).padStart(3, '0')}`;
    const request = caseSlice.request.create({ title: `第${at}件`, category: '01', source: 'walk-in', village });
    world.server.act(`centre/${id}/case`, person, { id: `make-${id}`, ...request, base: 0 });
    return id;
  });
}

let moves = 0;
function move(world: World, id: string, to: 'graded' | 'joint' | 'screening', by = 'b'): void {
  const key = `centre/${id}/case`;
  const base = world.server.room(key).seq;
  world.server.act(key, by, { id: `move-${++moves}`, ...caseSlice.request.move({ to, reason: '' }), base });
}

const byId = (session: ClientSession): Map<string, CaseRow> => new Map(session.rows.get().map((row) => [row.case, row]));
/** Cases whose row is another object than before, or new, or gone. */
const changed = (before: Map<string, CaseRow>, after: Map<string, CaseRow>): string[] =>
  [...new Set([...before.keys(), ...after.keys()])].filter((id) => before.get(id) !== after.get(id)).sort();

async function online(world: World, disk = new MemoryDisk()): Promise<{ session: ClientSession; disk: MemoryDisk }> {
  const { session } = await world.tab(person, { disk });
  await until('online', () => session.sync.get().connection === 'online');
  await until('rows', () => session.rows.get().length > 0);
  await until('told of rows', () =>
    [...world.server.sockets].some(({ room, hello }) => room.endsWith('/directory') && hello !== undefined),
  );
  await session.syncNow();
  return { session, disk };
}

const storedRows = (disk: MemoryDisk): { readonly case: string }[] => [...disk.rows.rows.values()].flatMap(({ rows }) => JSON.parse(rows));
const rowsOn = (disk: MemoryDisk): number => storedRows(disk).length;
/** A row as it is stored, as text. */
const storedRow = (disk: MemoryDisk, id: string): string | undefined => {
  const row = storedRows(disk).find((each) => each.case === id);
  return row === undefined ? undefined : JSON.stringify(row);
};
const diskSays = (disk: MemoryDisk, id: string): boolean => [...disk.rows.rows.values()].some(({ rows }) => rows.includes(id));

const rowsRead = (disk: MemoryDisk): { count: number } => {
  const read = { count: 0 };
  const { list } = MemoryStore.prototype;
  for (const store of disk.stores)
    store.list = async (table: TableName, prefix = '') => {
      if (table === 'rows') read.count++;
      return list.call(store, table, prefix) as never;
    };
  return read;
};

test("another person's change makes that row another object and no other one, and tells once", () =>
  withWorld(async (world) => {
    const [first = ''] = plant(world, 30);
    const { session } = await online(world);
    const before = byId(session);
    let told = 0;
    session.rows.watch(() => told++);
    move(world, first, 'graded');
    await until('moved', () => byId(session).get(first)?.stage === 'graded');
    assert.equal([changed(before, byId(session)), told], [[first], 1]);
    assert.is(session.rows.get()[0]?.case, first, 'the latest change comes first');
  }));

test('rows that come again and say the same tell nobody', () =>
  withWorld(async (world) => {
    plant(world, 3);
    const { session } = await online(world);
    const before = session.rows.get();
    session.rows.watch(() => assert.unreachable('told'));
    const asked = world.server.requests.length;
    world.server.tellRows();
    await until('asked', () => world.server.requests.slice(asked).some((path) => path.startsWith('/api/rows')));
    await session.syncNow();
    assert.is(session.rows.get(), before);
  }));

test('an own act shows on its row as waiting, and goes when it is logged; the other rows stay what they are', () =>
  withWorld(async (world) => {
    const [, second = ''] = plant(world, 10);
    const { session } = await online(world);
    session.setOffline(true);
    const before = byId(session);
    must(await session.act({ case: second, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    await until('preview', () => byId(session).get(second)?.stage === 'graded');
    assert.equal([byId(session).get(second)?.pendingActs, changed(before, byId(session))], [1, [second]]);
    must(await session.act({ case: second, room: 'case' }, caseSlice.request.move({ to: 'joint', reason: '' })));
    assert.equal([byId(session).get(second)?.pendingActs, byId(session).get(second)?.stage], [2, 'joint']);
    session.setOffline(false);
    await until('logged', () => session.sync.get().unsent === 0 && byId(session).get(second)?.pendingActs === 0);
    await until('as the server has it', () => byId(session).get(second)?.stage === 'joint');
    assert.equal(changed(before, byId(session)), [second]);
  }));

test('typing in a case that the server knows tells nobody before it is logged', () =>
  withWorld(async (world) => {
    const [first = ''] = plant(world, 3);
    const { session } = await online(world);
    session.setOffline(true);
    const room = session.open({ case: first, room: 'joint' });
    await room.ready;
    session.rows.watch(() => assert.unreachable('told'));
    for (let at = 0; at < 5; at++) room.text(Facts, 'facts', 'summary').edit([{ insert: '字' }]);
    must(await room.run(addParty.request({ id: 'p1', party: { kind: 'person', name: '甲' }, members: [] })));
    assert.ok(session.sync.get().unsent > 0);
  }));

test('a case made offline is a row with its parties; the rows of the server stay what they are', () =>
  withWorld(async (world) => {
    plant(world, 5);
    const { session } = await online(world);
    session.setOffline(true);
    const before = byId(session);
    const id = must(await session.createCase(CASE_ARGS));
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    must(await room.run(addParty.request({ id: 'p1', party: { kind: 'household', name: '何守田' }, members: [] })));
    await until('parties', () => byId(session).get(id)?.parties[0] === '何守田');
    assert.equal(changed(before, byId(session)), [id]);
  }));

test('a case that is lost leaves the list and the store; the other rows stay what they are', () =>
  withWorld(async (world) => {
    const [first = ''] = plant(world, 5);
    const { session, disk } = await online(world);
    const before = byId(session);
    world.server.lose(first);
    await until('gone', () => !byId(session).has(first));
    assert.equal(changed(before, byId(session)), [first]);
    await until('off the disk', () => !diskSays(disk, first) && ![...disk.rows.acts.keys()].some((key) => key.includes(first)));
  }));

test('a list of many pages: shown as it comes, one transaction a page, and the sync state says how far it is', () =>
  withWorld(async (world) => {
    plant(world, 23);
    world.server.pageSize = 5;
    const disk = new MemoryDisk();
    const { session } = await world.tab(person, { disk });
    const lengths: number[] = [];
    const loading: (number | undefined)[] = [];
    const writes: number[] = [];
    const commit = disk.rows.rows.set.bind(disk.rows.rows);
    disk.rows.rows.set = (key, row) => {
      writes.push(disk.commits);
      return commit(key, row);
    };
    session.rows.watch((rows) => lengths.push(rows.length));
    session.sync.watch((sync) => {
      if (sync.rowsLoading !== loading.at(-1)) loading.push(sync.rowsLoading);
    });
    await until('all', () => session.rows.get().length === 23 && session.sync.get().rowsLoading === undefined);
    assert.equal(lengths, [5, 10, 15, 20, 23]);
    assert.equal(loading, [0, 5, 10, 15, 20, undefined]);
    await until('stored', () => rowsOn(disk) === 23);
    // A page is one transaction, in which one record takes them all.
    assert.equal([new Set(writes).size, writes.length, disk.rows.rows.size], [5, 5, 1]);
  }));

test('what is stored is there at the start, in order, and is read once', () =>
  withWorld(async (world) => {
    plant(world, 12);
    const first = await online(world);
    const titles = first.session.rows.get().map((row) => row.title);
    await first.session.close();
    world.server.down = true;
    const store = new MemoryStore(first.disk);
    const read = rowsRead(first.disk);
    const { session } = await world.tab(person, { disk: first.disk, store });
    assert.equal(
      session.rows.get().map((row) => row.title),
      titles,
    );
    const { rows } = session;
    rows.watch(() => assert.unreachable('told'));
    await until('leads', () => session.sync.get().leader);
    assert.is(read.count, 1);
  }));

test('a second tab hears of rows without reading the store, and reads it where it has missed a page', () =>
  withWorld(async (world) => {
    const [one = '', two = '', three = ''] = plant(world, 6);
    const disk = new MemoryDisk();
    const browser = new FakeBrowser();
    const first = await world.tab(person, { disk, browser });
    await until('first leads', () => first.session.rows.get().length === 6);
    await first.session.syncNow();
    const second = await world.tab(person, { disk, browser });
    const before = byId(second.session);
    assert.is(before.size, 6);
    const read = rowsRead(disk);
    move(world, one, 'graded');
    await until('heard', () => byId(second.session).get(one)?.stage === 'graded');
    assert.equal([changed(before, byId(second.session)), read.count], [[one], 0]);
    // A page that this tab never hears of: its cursor on the disk is ahead of what the next message builds on.
    const channel = browser.mute();
    move(world, two, 'graded');
    await until('in the first', () => byId(first.session).get(two)?.stage === 'graded');
    await until('stored', () => storedRow(disk, two)?.includes('graded') === true);
    await first.session.syncNow();
    channel.hear();
    assert.is(byId(second.session).get(two)?.stage, 'screening');
    move(world, three, 'graded');
    await until(
      'caught up',
      () => byId(second.session).get(three)?.stage === 'graded' && byId(second.session).get(two)?.stage === 'graded',
    );
    assert.ok(read.count > 0);
  }));

test('a stored row that is damaged is left out, and comes back with its next change', () =>
  withWorld(async (world) => {
    const [first = '', second = ''] = plant(world, 3);
    const { session, disk } = await online(world);
    await session.close();
    for (const [key, { rows }] of disk.rows.rows) {
      const damaged = JSON.parse(rows).map((row: { case: string }) => (row.case === first ? { case: first, rev: 'x' } : row));
      disk.rows.rows.set(key, { key, rows: JSON.stringify(damaged) });
    }
    disk.rows.rows.set('00000009', { key: '00000009', rows: 'no list' });
    const again = await online(world, disk);
    assert.equal([...byId(again.session).keys()].includes(first), false);
    assert.ok(byId(again.session).has(second));
    move(world, first, 'graded');
    await until('back', () => byId(again.session).get(first)?.stage === 'graded');
  }));

test('a tab that takes the lead writes rows where the tab before it would have', () =>
  withWorld(async (world) => {
    const [one = '', two = ''] = plant(world, 4);
    const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
    const first = await world.tab(person, shared);
    await until('first leads', () => first.session.rows.get().length === 4);
    await first.session.syncNow();
    const second = await world.tab(person, shared);
    const [added = ''] = plant(world, 5).slice(4);
    await until('the fifth', () => byId(second.session).has(added));
    await until('stored', () => diskSays(shared.disk, added));
    await first.session.close();
    await until('second leads', () => second.session.sync.get().leader && second.session.sync.get().connection === 'online');
    move(world, one, 'graded');
    world.server.lose(two);
    await until('told', () => byId(second.session).get(one)?.stage === 'graded' && !byId(second.session).has(two));
    await until('stored again', () => storedRow(shared.disk, one)?.includes('graded') === true && !diskSays(shared.disk, two));
    assert.equal([rowsOn(shared.disk), shared.disk.rows.rows.size], [4, 1]);
  }));

test.run();

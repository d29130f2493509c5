import { caseSlice, Facts } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import type { TableName, Tables } from '../storage/client-store.js';
import { type MemoryDisk, MemoryStore } from '../storage/memory-store.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('more cases than are read in a moment');
const person = 'a';

/** Cases of person `a` that the server has, the first one the oldest. */
function plant(world: World, count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const id = `k${String(at).padStart(3, '0')}`;
    world.server.act(`centre/${id}/case`, person, {
      id: `make-${id}`,
      ...caseSlice.request.create({ ...CASE_ARGS, title: `第${at}件` }),
      base: 0,
    });
    world.server.write(`centre/${id}/joint`, (doc) => void doc.getText('facts/facts/summary').insert(0, `第${at}件的事实`));
    return id;
  });
}

/** A disk that is slow at rows: they come when the test lets them. */
class SlowStore extends MemoryStore {
  go = (): void => {};
  readonly #mayGo = new Promise<void>((done) => {
    this.go = done;
  });

  override async *batches<T extends TableName>(table: T): AsyncGenerator<readonly Tables[T][]> {
    await this.#mayGo;
    yield* super.batches(table);
  }

  protected async *held<R>(rows: readonly R[]): AsyncGenerator<readonly R[]> {
    await this.#mayGo;
    yield rows;
  }
}

const casesOf = (session: ClientSession): string[] =>
  session.rows
    .get()
    .map((row) => row.case)
    .sort();
const firstOn = (disk: MemoryDisk): string => String(disk.rows.meta.get('rows/first')?.value ?? '');

/** A browser that has the cases, and of which a screen has shown some first. */
async function before(
  world: World,
  count: number,
  first: (ids: readonly string[]) => readonly string[],
): Promise<{ disk: MemoryDisk; ids: string[] }> {
  const ids = plant(world, count);
  const { session, disk } = await world.tab(person);
  await until('rows', () => session.rows.get().length === count && session.sync.get().rowsLoading === undefined);
  session.noteFirst(first(ids));
  await until('noted', () => disk.rows.meta.has('rows/first'));
  await session.syncNow();
  await session.close();
  return { disk, ids };
}

test('the cases that were shown first are there at once, and the rest when it is read', () =>
  withWorld(async (world) => {
    const { disk, ids } = await before(world, 250, (all) => [all[7] ?? '', all[3] ?? '']);
    world.server.down = true;
    const store = new SlowStore(disk);
    const { session } = await world.tab(person, { disk, store, rooms: 'later' });
    assert.equal(casesOf(session), [ids[3], ids[7]]);
    const { rowsLoading, rowsTotal } = session.sync.get();
    assert.equal([rowsLoading, rowsTotal], [2, 250], 'and it is told that these are not all');
    store.go();
    await until('all', () => session.rows.get().length === 250);
    await until('told', () => session.sync.get().rowsLoading === undefined);
    assert.equal(casesOf(session), ids);
  }));

/** A disk that gives one record of rows after the other, each later than a slice is long, and the last when the test lets it. */
class DrippingStore extends SlowStore {
  override async *batches<T extends TableName>(table: T): AsyncGenerator<readonly Tables[T][]> {
    const records = await this.list(table);
    for (const [at, record] of records.entries()) {
      await new Promise((done) => setTimeout(done, 20));
      if (at === records.length - 1) yield* this.held([record]);
      else yield [record];
    }
  }
}

test('where nothing was noted, what is read first is shown, and how far the reading has come is told', () =>
  withWorld(async (world) => {
    const ids = plant(world, 250);
    const before = await world.tab(person);
    await until('rows', () => before.session.rows.get().length === 250 && before.session.sync.get().rowsLoading === undefined);
    await before.session.syncNow();
    await before.session.close();
    world.server.down = true;
    const store = new DrippingStore(before.disk);
    const { session } = await world.tab(person, { disk: before.disk, store, rooms: 'later' });
    const told = () => [session.sync.get().rowsLoading, session.sync.get().rowsTotal];
    assert.ok(session.rows.get().length > 0 && session.rows.get().length < 250);
    assert.equal(told(), [session.rows.get().length, 250]);
    store.go();
    await until('all', () => session.rows.get().length === 250);
    assert.equal(told(), [undefined, undefined]);
    assert.equal(casesOf(session), ids);
  }));

test('each screen has its own first cases, and what one notes leaves those of the others', () =>
  withWorld(async (world) => {
    const { disk, ids } = await before(world, 250, (all) => [all[7] ?? '']);
    const second = await world.tab(person, { disk });
    await until('read', () => second.session.sync.get().rowsLoading === undefined);
    second.session.noteFirst([ids[40] ?? '', ids[7] ?? ''], 'ledger/ledger');
    await until('noted', () => firstOn(disk).includes(ids[40] ?? '-'));
    second.session.noteFirst([ids[9] ?? '']);
    await until('noted', () => firstOn(disk).includes(ids[9] ?? '-'));
    await second.session.close();
    world.server.down = true;
    const store = new SlowStore(disk);
    const { session } = await world.tab(person, { disk, store, rooms: 'later' });
    assert.equal(casesOf(session), [ids[7], ids[9], ids[40]]);
    store.go();
    await until('all', () => session.rows.get().length === 250);
  }));

test('what is noted as first changes with its rows, and a case that is lost is nowhere', () =>
  withWorld(async (world) => {
    const { disk, ids } = await before(world, 5, (all) => all.slice(0, 2));
    const [one = '', two = ''] = ids;
    const { session } = await world.tab(person, { disk });
    await until('online', () => session.sync.get().connection === 'online');
    // Online is who was reached; that rows have changed is heard by the directory's socket.
    await until('a socket that hears of rows', () => world.server.hearsOfRows);
    world.server.act(`centre/${one}/case`, person, { id: 'move', ...caseSlice.request.move({ to: 'graded', reason: '' }), base: 1 });
    world.server.tellRows();
    await until('stored', () => firstOn(disk).includes('"graded"'));
    world.server.lose(two);
    await until('gone', () => session.rows.get().every((row) => row.case !== two));
    await until('off the disk', () => !firstOn(disk).includes(two) && ![...disk.rows.rows.values()].some(({ rows }) => rows.includes(two)));
    assert.ok(firstOn(disk).includes(one));
  }));

test('what changed while no socket told of rows is asked for when one does, whatever other sockets are open', () =>
  withWorld(async (world) => {
    const { disk, ids } = await before(world, 5, (all) => all.slice(0, 2));
    const [one = '', two = '', three = ''] = ids;
    const { session } = await world.tab(person, { disk });
    await until('a socket that hears of rows', () => world.server.hearsOfRows);
    await session.syncNow();
    const stageOf = (id: string) => session.rows.get().find((row) => row.case === id)?.stage;
    const change = async (id: string, cut: () => void) => {
      cut();
      await until('no socket', () => !world.server.hearsOfRows);
      // Told to nobody: the next round of its own would come half a minute later.
      world.server.act(`centre/${id}/case`, person, { id: `move-${id}`, ...caseSlice.request.move({ to: 'graded', reason: '' }), base: 1 });
      await until('moved here', () => stageOf(id) === 'graded');
      await until('a socket again', () => world.server.hearsOfRows);
      await session.syncNow();
    };
    await change(one, () => world.server.cut());
    const room = session.open({ case: three, room: 'joint' });
    await room.ready;
    await until('a socket of another room', () => world.server.isJoined(`centre/${three}/joint`));
    await session.syncNow();
    await change(two, () => world.server.cut('centre/-/directory'));
    room.close();
  }));

test('pages that another tab stores while this one reads are not lost, and the store is not read again for them', () =>
  withWorld(async (world) => {
    const { disk, ids } = await before(world, 5, (all) => all.slice(4));
    const browser = new FakeBrowser();
    const first = await world.tab(person, { disk, browser });
    await until('online', () => first.session.sync.get().connection === 'online');
    await first.session.syncNow();
    const store = new SlowStore(disk);
    let reads = 0;
    const { batches } = store;
    store.batches = (table) => {
      reads++;
      return batches.call(store, table) as never;
    };
    const opening = world.tab(person, { disk, browser, store });
    await until('reading', () => reads === 1);
    const [one = ''] = ids;
    world.server.act(`centre/${one}/case`, person, { id: 'move', ...caseSlice.request.move({ to: 'graded', reason: '' }), base: 1 });
    world.server.tellRows();
    await until('in the first', () => first.session.rows.get().find((row) => row.case === one)?.stage === 'graded');
    store.go();
    const { session } = await opening;
    await until('here too', () => session.rows.get().find((row) => row.case === one)?.stage === 'graded');
    assert.is(session.rows.get().length, 5);
  }));

test('a device keeps the rooms of the latest cases, and the rows of all', () =>
  withWorld(async (world) => {
    const ids = plant(world, 6);
    const { session, disk } = await world.tab(person, { keepCases: 2 });
    await until('rows', () => session.rows.get().length === 6 && session.sync.get().connection === 'online');
    await session.syncNow();
    const kept = () => [...new Set([...disk.rows.rooms.keys()].map((key) => key.split('/')[1] ?? ''))].filter((id) => id !== '-').sort();
    assert.equal(kept(), ids.slice(-2));
    // What happens in a case that is kept comes here; a case that is not kept stays where it is.
    for (const id of [ids[0], ids[5]])
      world.server.act(`centre/${id}/case`, person, { id: `move-${id}`, ...caseSlice.request.move({ to: 'graded', reason: '' }), base: 1 });
    world.server.tellRows();
    await until('rows of both', () => session.rows.get().filter((row) => row.stage === 'graded').length === 2);
    await session.syncNow();
    assert.equal(kept(), ids.slice(-2));
    assert.ok([...disk.rows.acts.keys()].some((key) => key.startsWith(`centre/${ids[5]}/case#`)));
  }));

test('a case that is not kept is opened and moved with a network, is kept from then on, and says so without one', () =>
  withWorld(async (world) => {
    const [one = '', two = '', three = ''] = plant(world, 4);
    const { session, disk, platform } = await world.tab(person, { keepCases: 1 });
    await until('rows', () => session.rows.get().length === 4 && session.sync.get().connection === 'online');
    await session.syncNow();
    must(await session.act({ case: one, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    await until('logged', () => world.server.model.caseOf(world.server.room(`centre/${one}/case`).state).stage === 'graded');
    const room = session.open({ case: two, room: 'joint' });
    await room.ready;
    await until('its words', () => room.status.get().loaded);
    assert.is(room.text(Facts, 'facts', 'summary').value(), '第1件的事实');
    room.close();
    await until('kept', () => disk.rows.rooms.has(`centre/${two}/joint`));
    platform.goOnline(false);
    await until('offline', () => session.sync.get().connection === 'offline');
    const refused = await session.act({ case: three, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' }));
    assert.is(refused.ok ? '' : refused.refusal.code, 'OFFLINE');
    const other = session.open({ case: three, room: 'joint' });
    await other.ready;
    assert.equal([other.status.get().loaded, other.status.get().writable, other.status.get().refusal?.code], [false, false, 'OFFLINE']);
    other.close();
    must(await session.act({ case: one, room: 'case' }, caseSlice.request.move({ to: 'joint', reason: '' })));
  }));

test.run();

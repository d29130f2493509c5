import type { Edit } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import { until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('history of a room');

const edit = (order: number): Edit => ({
  id: `${order}.0`,
  order,
  person: 'b',
  from: order,
  until: order,
  seq: order,
  kind: 'text',
  collection: 'facts',
  record: 'facts',
  field: 'summary',
  inserted: 1,
  deleted: 0,
  excerpt: '字',
});

async function withEdits(world: World, count: number) {
  const { session, disk } = await world.tab('a');
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('row', () => session.rows.get()[0]?.rooms.length === 2 && session.sync.get().unsent === 0);
  const room = `centre/${id}/joint`;
  world.server.edits.set(
    room,
    Array.from({ length: count }, (_, at) => edit(count - at)),
  );
  return { session, disk, id, ref: { case: id, room: 'joint' }, room };
}

const orders = async (asked: ReturnType<ClientSession['history']>): Promise<number[]> => must(await asked).edits.map(({ order }) => order);

test('HC1 pages follow each other; a limit out of range is brought into it', () =>
  withWorld(async (world) => {
    const { session, ref } = await withEdits(world, 250);
    const first = must(await session.history(ref));
    assert.equal([first.edits.length, first.more, first.stale], [50, true, false]);
    assert.equal(await orders(session.history(ref, { before: 201, limit: 3 })), [200, 199, 198]);
    assert.is((await orders(session.history(ref, { limit: 1000 }))).length, 200);
    assert.is((await orders(session.history(ref, { limit: 0 }))).length, 1);
    assert.equal([must(await session.history(ref, { before: 3 })).more, await orders(session.history(ref, { before: 1 }))], [false, []]);
  }));

test('HC2 without network, by accident or by choice: the newest page as it was last heard, marked stale', () =>
  withWorld(async (world) => {
    const { session, ref, id } = await withEdits(world, 120);
    const fresh = must(await session.history(ref, { limit: 100 }));
    world.server.edits.clear();
    world.server.down = true;
    assert.equal(must(await session.history(ref, { limit: 100 })), { ...fresh, stale: true });
    world.server.down = false;
    session.setOffline(true);
    const asked = world.server.requests.length;
    const part = must(await session.history(ref, { limit: 30 }));
    assert.equal([part.edits.length, part.more, part.stale, part.at], [30, true, true, fresh.at]);
    assert.equal(await orders(session.history(ref, { before: 22, limit: 5 })), [21]);
    const older = await session.history(ref, { before: 21 });
    assert.is(older.ok ? 'ok' : older.refusal.code, 'OFFLINE', 'what was never heard is not an end');
    const other = await session.history({ case: id, room: 'case' });
    assert.is(other.ok ? 'ok' : other.refusal.code, 'OFFLINE');
    assert.is(world.server.requests.length, asked);
    session.setOffline(false);
    assert.equal(must(await session.history(ref)).edits, []);
  }));

test('HC3 what was kept of a room goes when the room is lost, and a refusal is not covered by it', () =>
  withWorld(async (world) => {
    const { session, ref, id, room, disk } = await withEdits(world, 3);
    assert.equal(await orders(session.history(ref)), [3, 2, 1]);
    assert.ok(disk.rows.meta.has(`history/${room}`));
    world.server.lose(id);
    const denied = await session.history(ref);
    assert.is(denied.ok ? 'ok' : denied.refusal.code, 'FORBIDDEN');
    await until('forgotten', () => session.rows.get().length === 0 && !disk.rows.meta.has(`history/${room}`));
  }));

test.run();

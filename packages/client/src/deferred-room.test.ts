import { addParty, caseSlice, directorySlice, Facts, Model, OnedoorError, Party, type RoomChange, type TextDelta } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ClientSession, loadRooms } from './session.js';
import { type MemoryDisk, MemoryStore } from './storage/memory-store.js';
import { openStore } from './storage/open-store.js';
import { fakePlatform, until } from './testing/fake-platform.js';
import { must, withWorld } from './testing/must.js';
import { CASE_ARGS, type World } from './testing/world.js';
import { Api } from './transport/api.js';
import { TokenKeeper } from './transport/token.js';

const test = suite('rooms loaded after the first cards');

/** A browser on which `a` has been before: one case, its facts and a party. */
async function before(world: World): Promise<{ readonly disk: MemoryDisk; readonly id: string }> {
  const { session, disk } = await world.tab('a');
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  const room = session.open({ case: id, room: 'joint' });
  await room.ready;
  room.text(Facts, 'facts', 'summary').edit([{ insert: '水渠' }]);
  must(await room.run(addParty.request({ id: 'p1', party: { kind: 'person', name: '甲' }, members: [] })));
  await until('logged', () => session.sync.get().unsent === 0);
  await session.syncNow();
  await session.close();
  return { disk, id };
}

test('stored cards are there at once, and a room that is opened then becomes what it would have been', () =>
  withWorld(async (world) => {
    const { disk, id } = await before(world);
    const { session } = await world.tab('a', { disk, rooms: 'later' });
    assert.equal(
      session.rows.get().map((row) => row.case),
      [id],
    );
    const room = session.open({ case: id, room: 'joint' });
    assert.equal(
      [room.status.get().loaded, room.status.get().writable, room.records.values(Party), room.timeline(), room.state().seq],
      [false, false, [], [], 0],
      'nothing of it is here yet',
    );
    const text = room.text(Facts, 'facts', 'summary', '案情');
    assert.equal([text.value(), text.writable], ['', false]);
    assert.throws(
      () => text.edit([{ insert: '丢' }]),
      (error: unknown) => error instanceof OnedoorError && error.code === 'NOT_WRITABLE',
      'what is typed must not be lost without a word',
    );
    const heard: TextDelta[] = [];
    const kinds = new Set<RoomChange['kind']>();
    text.watch((delta) => heard.push(delta));
    room.watch(({ kind }) => kinds.add(kind));
    await room.ready;
    await until('writable', () => room.status.get().writable);
    assert.is(room.status.get().loaded, true);
    assert.is(room.records.values(Party)[0]?.name, '甲');
    assert.is(text.value(), '水渠');
    assert.equal(heard, [[{ insert: '水渠' }]], 'the editor that was bound early hears the words');
    assert.ok(kinds.has('status'));
    text.edit([{ retain: 2 }, { insert: '被堵' }]);
    await until('logged', () => session.sync.get().unsent === 0 && session.sync.get().connection === 'online');
    assert.is(world.server.reader(`centre/${id}/joint`).text(Facts, 'facts', 'summary'), '水渠被堵');
    await until('presence', () => room.presence.get().length === 1);
    room.close();
  }));

test('an act and a command wait for what opens rooms; a room that is closed before is left alone', () =>
  withWorld(async (world) => {
    const { disk, id } = await before(world);
    const { session } = await world.tab('a', { disk, rooms: 'later' });
    const closed = session.open({ case: id, room: 'joint' });
    closed.close();
    const room = session.open({ case: id, room: 'joint' });
    const [moved, added] = await Promise.all([
      session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })),
      room.run(addParty.request({ id: 'p2', party: { kind: 'person', name: '乙' }, members: [] })),
    ]);
    must(moved);
    must(added);
    await closed.ready;
    assert.is(closed.status.get().loaded, false);
    await until('logged', () => session.sync.get().unsent === 0 && session.sync.get().connection === 'online');
    assert.is(world.server.model.caseOf(world.server.room(`centre/${id}/case`).state).stage, 'graded');
    assert.throws(() => session.open({ case: id, room: 'nothing' }), /no kind of room/);
  }));

test('acts that wait to be sent show on the cards from the start', () =>
  withWorld(async (world) => {
    const { disk, id } = await before(world);
    world.server.down = true;
    const first = await world.tab('a', { disk });
    must(await first.session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    await first.session.close();
    const { session } = await world.tab('a', { disk, rooms: 'later' });
    await until('the stage that it will have', () => session.rows.get()[0]?.stage === 'graded');
    assert.is(session.rows.get()[0]?.pendingActs, 1);
  }));

test('names of people are there where what opens rooms cannot be had', () =>
  withWorld(async (world) => {
    const request = directorySlice.request.department({ id: 'police', name: '派出所' });
    world.server.act('centre/-/directory', 'a', { id: 'd1', ...request, base: 0 });
    const { disk } = await before(world);
    assert.ok(disk.rows.acts.size > 0);
    const session = await opened(world, disk, () => Promise.reject(new TypeError('failed to fetch')));
    try {
      await until('names', () => session.directory.get().departments['police']?.name === '派出所');
    } finally {
      await session.close();
    }
  }));

/** A session whose rooms come from elsewhere. */
async function opened(world: World, disk: MemoryDisk, load: typeof loadRooms): Promise<ClientSession> {
  const platform = fakePlatform(world.server, { seed: 7 });
  const server = 'http://server.test';
  const tokens = new TokenKeeper(async () => world.server.token('a'), platform);
  const api = new Api(server, platform, tokens);
  const identity = { centre: 'centre', person: 'a' };
  const store = await openStore(identity, platform, { api, given: new MemoryStore(disk), onLocked: undefined });
  api.device = store.device;
  const session = new ClientSession({ server, model: new Model(), platform, identity, tokens, api, lastKey: 'last', opened: store, load });
  await session.start(true);
  return session;
}

test('where they cannot be loaded an act is refused with a reason, cards stay, and the next try goes through', () =>
  withWorld(async (world) => {
    const { disk, id } = await before(world);
    let isThere = false;
    const session = await opened(world, disk, () => (isThere ? loadRooms() : Promise.reject(new TypeError('failed to fetch'))));
    try {
      const room = session.open({ case: id, room: 'joint' });
      const move = () => session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' }));
      const refused = await move();
      assert.is(refused.ok ? '' : refused.refusal.code, 'UNAVAILABLE');
      assert.is(session.rows.get().length, 1);
      isThere = true;
      must(await move());
      await room.ready;
      assert.is(room.records.values(Party).length, 1);
    } finally {
      await session.close();
    }
  }));

test('two copies of Yjs are told as the problem of the session, and nothing is opened', () =>
  withWorld(async (world) => {
    const { disk, id } = await before(world);
    const refusal = { code: 'DUPLICATE_YJS', seen: 'two', expected: 'one', todo: 'Share it.' } as const;
    const session = await opened(world, disk, async () => ({
      ...(await loadRooms()),
      assertOneYjs: () => {
        throw OnedoorError.of(refusal);
      },
    }));
    try {
      const room = session.open({ case: id, room: 'joint' });
      const act = await session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' }));
      assert.is(act.ok ? '' : act.refusal.code, 'DUPLICATE_YJS');
      await until('told of the room', () => room.status.get().refusal?.code === 'DUPLICATE_YJS');
      assert.is(session.sync.get().problem?.code, 'DUPLICATE_YJS');
      assert.is(world.server.sockets.size, 0);
    } finally {
      await session.close();
    }
  }));

test.run();

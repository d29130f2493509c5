import { addParty, type CaseRow, caseSlice, changedRooms } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import { MemoryDisk } from '../storage/memory-store.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('visits and preferences');
const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: [] });

async function caseOf(session: ClientSession): Promise<string> {
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('case logged', () => session.sync.get().unsent === 0 && session.rows.get()[0]?.pendingActs === 0);
  return id;
}

const rowOf = (session: ClientSession, id: string): Pick<CaseRow, 'rooms'> =>
  session.rows.get().find((row) => row.case === id) ?? { rooms: [] };
const changed = (session: ClientSession, id: string): string[] => changedRooms(rowOf(session, id), session.visits.get().get(id));
const seqIn = (session: ClientSession, id: string, room: string) => rowOf(session, id).rooms.find((each) => each.room === room)?.seq;
/** The other person of a case, through the server. */
function others(world: World, id: string, change: string): void {
  world.server.write(`centre/${id}/joint`, (doc) => void doc.getText('facts/facts/summary').insert(0, change));
  world.server.tellRows();
}

test('V1 what a person makes is not new to them; what others do after their visit is, until the next visit', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    assert.equal(changed(session, id), []);
    others(world, id, '字');
    await until('row', () => seqIn(session, id, 'joint') === 1);
    assert.equal(changed(session, id), ['joint']);
    await session.syncNow();
    await session.markVisited(id);
    assert.equal(changed(session, id), []);
    assert.equal(session.visits.get().get(id)?.seqs, { case: 1, joint: 1 });
  }));

test('V2 own acts and edits after a visit count as seen, whether by socket or by bulk; one of others in between does not', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    must(await session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    await until('act logged', () => session.sync.get().unsent === 0 && seqIn(session, id, 'case') === 2);
    assert.equal(changed(session, id), []);
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    await until('synced', () => room.status.get().synced);
    must(await room.run(party('p1', '甲')));
    must(await room.run(party('p2', '乙')));
    await until('logged', () => session.sync.get().unsent === 0);
    room.close();
    world.server.tellRows();
    await until('row', () => (seqIn(session, id, 'joint') ?? 0) >= 2);
    assert.equal(changed(session, id), []);
    world.server.act(`centre/${id}/case`, 'b', {
      id: 'i-b',
      ...caseSlice.request.addMember({ person: 'b', role: 'member' }),
      base: 2,
    });
    await until('row of b', () => seqIn(session, id, 'case') === 3);
    must(await session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'joint', reason: '' })));
    await until('second act logged', () => session.sync.get().unsent === 0 && seqIn(session, id, 'case') === 4);
    assert.equal(changed(session, id), ['case']);
  }));

test('V3 visits outlive a reload, are shared between tabs, and go with the case', () =>
  withWorld(async (world) => {
    const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
    const first = (await world.tab('a', shared)).session;
    const second = (await world.tab('a', shared)).session;
    const id = await caseOf(first);
    others(world, id, '字');
    await until('row', () => seqIn(second, id, 'joint') === 1 && first.sync.get().connection === 'online');
    await first.syncNow();
    await first.markVisited(id);
    await until('in the other tab', () => changed(second, id).length === 0);
    const third = (await world.tab('a', shared)).session;
    assert.equal(third.visits.get().get(id), first.visits.get().get(id));
    world.server.lose(id);
    await until('gone everywhere', () => [first, second].every((session) => session.visits.get().size === 0));
    await until('gone from the store', () => ![...shared.disk.rows.meta.keys()].some((key) => key.startsWith('visit/')));
  }));

test('V4 a tab marks a visit with what it has seen through the leading one', () =>
  withWorld(async (world) => {
    const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
    const first = (await world.tab('a', shared)).session;
    const id = await caseOf(first);
    const second = (await world.tab('a', shared)).session;
    others(world, id, '字');
    await until('row', () => seqIn(second, id, 'joint') === 1);
    await first.syncNow();
    await second.markVisited(id);
    await until('seen', () => changed(second, id).length === 0);
    assert.equal(second.visits.get().get(id)?.seqs, { case: 1, joint: 1 });
  }));

test('P1 a preference is there at once, in other tabs, and after a reload; undefined removes it', () =>
  withWorld(async (world) => {
    const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
    const first = (await world.tab('a', shared)).session;
    const second = (await world.tab('a', shared)).session;
    const heard: unknown[] = [];
    second.preferences.watch('board/views', (value) => heard.push(value));
    const set = first.preferences.set('board/views', [{ name: '我的案件', stage: 'joint' }]);
    assert.equal(first.preferences.get('board/views'), [{ name: '我的案件', stage: 'joint' }]);
    must(await set);
    await until('in the second', () => heard.length === 1);
    assert.equal(second.preferences.get('board/views'), [{ name: '我的案件', stage: 'joint' }]);
    must(await second.preferences.set('density', 'field'));
    const third = (await world.tab('a', shared)).session;
    assert.equal(
      [third.preferences.get('density'), third.preferences.get('board/views')],
      ['field', [{ name: '我的案件', stage: 'joint' }]],
    );
    must(await third.preferences.set('density', undefined));
    await until('removed in the first', () => first.preferences.get('density') === undefined);
    assert.not.ok(shared.disk.rows.meta.has('preference/density'));
  }));

test('P2 a preference that is too large, no JSON, or badly named is refused and changes nothing', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    must(await session.preferences.set('k', 1));
    const code = async (key: string, value: unknown) => {
      const result = await session.preferences.set(key, value);
      return result.ok ? 'ok' : result.refusal.code;
    };
    assert.is(await code('k', '字'.repeat(22_000)), 'TOO_LARGE');
    assert.is(await code('k', () => 1), 'BAD_VALUE');
    assert.is(await code('k', 1n), 'BAD_VALUE');
    assert.is(await code('a b', 1), 'BAD_VALUE');
    assert.is(session.preferences.get('k'), 1);
  }));

test.run();

import { addParty, caseSlice, Facts, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MemoryDisk } from '../storage/memory-store.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('tabs');
const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: [] });

async function twoTabs(world: World) {
  const shared = { disk: new MemoryDisk(), browser: new FakeBrowser() };
  const first = await world.tab('a', shared);
  await until('first leads', () => first.session.sync.get().leader && first.session.sync.get().connection === 'online');
  const id = must(await first.session.createCase(CASE_ARGS));
  await until('case logged', () => first.session.sync.get().unsent === 0);
  const second = await world.tab('a', shared);
  return { first: first.session, second: second.session, id, key: `centre/${id}/joint`, shared };
}

test('one tab leads; an edit in the other is stored by it, sent by the leader and receipted in both', () =>
  withWorld(async (world) => {
    const { first, second, id, key } = await twoTabs(world);
    assert.is(second.sync.get().leader, false);
    const [one, two] = [first, second].map((session) => session.open({ case: id, room: 'joint' }));
    await Promise.all([one?.ready, two?.ready]);
    await until('both synced', () => one?.status.get().synced === true && two?.status.get().synced === true);
    assert.is(second.sync.get().connection, 'online');
    must((await two?.run(party('p1', '甲'))) ?? { ok: false, refusal: 'no room' });
    await until('on the server', () => world.server.reader(key).values(Party).length === 1);
    await until('in the first tab', () => one?.records.values(Party).length === 1);
    await until('receipted in both', () => first.sync.get().unsent + second.sync.get().unsent === 0);
    one?.text(Facts, 'facts', 'summary').edit([{ insert: '字' }]);
    await until('text in the second', () => two?.text(Facts, 'facts', 'summary').value() === '字');
    world.server.write(key, (doc) => void doc.getText('facts/facts/summary').insert(1, '符'));
    await until(
      'content of others in both',
      () => one?.text(Facts, 'facts', 'summary').value() === '字符' && two?.text(Facts, 'facts', 'summary').value() === '字符',
    );
    must(await second.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    await until(
      'stage in both',
      () => first.rows.get()[0]?.stage === 'graded' && second.rows.get()[0]?.stage === 'graded' && second.rows.get()[0]?.pendingActs === 0,
    );
    assert.is([...world.server.sockets].filter((socket) => socket.room === key).length, 1, 'one socket a room');
    await until('both are seen', () => one?.presence.get().length === 2 && two?.presence.get().length === 2);
  }));

test('a room that only the second tab shows is live through the leader', () =>
  withWorld(async (world) => {
    const { second, id, key } = await twoTabs(world);
    const room = second.open({ case: id, room: 'joint' });
    await room.ready;
    await until('synced', () => room.status.get().synced);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => world.server.reader(key).values(Party).length === 1 && second.sync.get().unsent === 0);
    room.close();
    await until('socket closed', () => [...world.server.sockets].every((socket) => socket.room !== key));
  }));

test('when the leader goes the next tab sends what nobody has receipted', () =>
  withWorld(async (world) => {
    const { first, second, id, key } = await twoTabs(world);
    const room = second.open({ case: id, room: 'joint' });
    await room.ready;
    await until('synced', () => room.status.get().synced);
    world.server.mute = true;
    must(await room.run(party('p1', '甲')));
    await until('sent', () => second.sync.get().sent === 1);
    await first.close();
    world.server.mute = false;
    await until('second leads', () => second.sync.get().leader);
    await until('logged', () => second.sync.get().unsent === 0);
    assert.is(world.server.reader(key).values(Party).length, 1);
    must(await room.run(party('p2', '乙')));
    await until('live again', () => world.server.reader(key).values(Party).length === 2 && second.sync.get().unsent === 0);
  }));

test('a rejoin in the leader swaps the copy in every tab', () =>
  withWorld(async (world) => {
    const { first, second, id, key } = await twoTabs(world);
    const [one, two] = [first, second].map((session) => session.open({ case: id, room: 'joint' }));
    await Promise.all([one?.ready, two?.ready]);
    await until('synced', () => one?.status.get().synced === true && two?.status.get().synced === true);
    must((await two?.run(party('p1', '甲'))) ?? { ok: false, refusal: '' });
    await until('logged', () => second.sync.get().unsent === 0);
    let refusals = 0;
    world.server.judge = () => (refusals++ === 0 ? { code: 'CLIENT_CLASH', seen: 'x', expected: 'y', todo: 'z' } : undefined);
    must((await two?.run(party('p2', '乙'))) ?? { ok: false, refusal: '' });
    await until('both logged', () => world.server.reader(key).values(Party).length === 2 && second.sync.get().unsent === 0);
    await until('both read', () => one?.records.values(Party).length === 2 && two?.records.values(Party).length === 2);
    must((await two?.run(party('p3', '丙'))) ?? { ok: false, refusal: '' });
    await until(
      'goes on',
      () => world.server.reader(key).values(Party).length === 3 && first.sync.get().unsent + second.sync.get().unsent === 0,
    );
    assert.is(second.refused.get().length, 0);
  }));

test('offline is a switch of the person: it holds in every tab', () =>
  withWorld(async (world) => {
    const { first, second } = await twoTabs(world);
    second.setOffline(true);
    await until('both offline', () => first.sync.get().connection === 'offline' && second.sync.get().connection === 'offline');
    second.setOffline(false);
    await until('both online', () => first.sync.get().connection === 'online' && second.sync.get().connection === 'online');
  }));

test.run();

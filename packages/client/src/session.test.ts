import { addParty, caseSlice, Facts, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from './testing/fake-platform.js';
import { must, withWorld } from './testing/must.js';
import { CASE_ARGS } from './testing/world.js';

const test = suite('session');

test('a case made, a room opened, a command run: logged on the server, shown on the board', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    await until('online', () => session.sync.get().connection === 'online');
    const id = must(await session.createCase(CASE_ARGS));
    assert.is(session.rows.get()[0]?.title, CASE_ARGS.title);
    await until('case logged', () => session.sync.get().unsent === 0);
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    must(await room.run(addParty.request({ id: 'p1', party: { kind: 'person', name: '𠮷田' }, members: [] })));
    assert.is(room.records.values(Party)[0]?.name, '𠮷田');
    await until(
      'content logged',
      () => session.sync.get().unsent === 0 && world.server.reader(`centre/${id}/joint`).values(Party).length === 1,
    );
    await until('row of the server', () => session.rows.get()[0]?.pendingActs === 0);
    assert.is(room.status.get().writable, true);
    room.close();
  }));

test('two people see what each other writes', () =>
  withWorld(async (world) => {
    const a = (await world.tab('a')).session;
    await until('online', () => a.sync.get().connection === 'online');
    const id = must(await a.createCase(CASE_ARGS));
    must(await a.act({ case: id, room: 'case' }, caseSlice.request.addMember({ person: 'b', role: 'member' })));
    await until('acts logged', () => a.sync.get().unsent === 0);
    const b = (await world.tab('b')).session;
    await until('row', () => b.rows.get().length === 1);
    const [one, two] = [a, b].map((session) => session.open({ case: id, room: 'joint' }));
    await Promise.all([one?.ready, two?.ready]);
    await until('synced', () => one?.status.get().synced === true && two?.status.get().synced === true);
    const heard: unknown[] = [];
    const left = one?.text(Facts, 'facts', 'summary');
    const right = two?.text(Facts, 'facts', 'summary');
    right?.watch((delta) => heard.push(delta));
    left?.edit([{ insert: '水渠' }]);
    await until('text', () => right?.value() === '水渠');
    assert.equal(heard, [[{ insert: '水渠' }]]);
    right?.edit([{ retain: 2 }, { insert: '被堵' }]);
    await until('text back', () => left?.value() === '水渠被堵');
    await until('all logged', () => a.sync.get().unsent + b.sync.get().unsent === 0);
    await until('presence', () => one?.presence.get().length === 2);
  }));

test('offline work outlives a reload and is sent in order, the case before its content', () =>
  withWorld(async (world) => {
    const first = await world.tab('a');
    await until('online', () => first.session.sync.get().connection === 'online');
    first.session.setOffline(true);
    const id = must(await first.session.createCase(CASE_ARGS));
    const room = first.session.open({ case: id, room: 'joint' });
    await room.ready;
    assert.is(room.status.get().writable, true, room.status.get().reason);
    must(await room.run(addParty.request({ id: 'p1', party: { kind: 'person', name: '甲' }, members: [] })));
    room.text(Facts, 'facts', 'summary').edit([{ insert: '一' }]);
    room.text(Facts, 'facts', 'summary').edit([{ retain: 1 }, { insert: '二' }]);
    must(await first.session.act({ case: id, room: 'case' }, caseSlice.request.move({ to: 'graded', reason: '' })));
    assert.is(first.session.sync.get().unsent, 4, 'typing is one change');
    await first.session.close();
    assert.is(world.server.rooms.has(`centre/${id}/case`), false);
    const { session } = await world.tab('a', { disk: first.disk });
    assert.is(session.sync.get().unsent, 4);
    await until('sent', () => session.sync.get().unsent === 0);
    assert.is(world.server.reader(`centre/${id}/joint`).values(Party)[0]?.name, '甲');
    assert.is(world.server.reader(`centre/${id}/joint`).text(Facts, 'facts', 'summary'), '一二');
    assert.is(world.server.model.caseOf(world.server.room(`centre/${id}/case`).state).stage, 'graded');
    await until('stage on the board', () => session.rows.get()[0]?.stage === 'graded' && session.rows.get()[0]?.pendingActs === 0);
  }));

test('a room that was only listed opens without network, and opening writes nothing', () =>
  withWorld(async (world) => {
    const a = (await world.tab('a')).session;
    await until('online', () => a.sync.get().connection === 'online');
    const id = must(await a.createCase(CASE_ARGS));
    await until('logged', () => a.sync.get().unsent === 0);
    world.server.write(`centre/${id}/joint`, (doc) => void doc.getText('facts/facts/summary').insert(0, '事实'));
    const first = await world.tab('a');
    await until('row', () => first.session.rows.get().length === 1);
    await first.session.syncNow();
    await first.session.close();
    world.server.down = true;
    const { session, disk } = await world.tab('a', { disk: first.disk });
    const commits = disk.commits;
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    assert.is(room.text(Facts, 'facts', 'summary').value(), '事实');
    assert.is(session.rows.get()[0]?.title, CASE_ARGS.title);
    room.close();
    assert.is(disk.commits, commits);
  }));

test.run();

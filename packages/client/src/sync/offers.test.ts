import { ACCEPT, addParty, DECLINE, Facts, OFFER, offerRooms, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { ClientSession } from '../session.js';
import { FakeBrowser, until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS, type World } from '../testing/world.js';

const test = suite('offered changes');

const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: [] });

async function caseOf(session: ClientSession): Promise<string> {
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('case logged', () => session.sync.get().unsent === 0);
  return id;
}

/** Works without network and finds, when it is back, that the case is theirs no more. */
async function removedMeanwhile(world: World, session: ClientSession): Promise<string> {
  const id = await caseOf(session);
  const room = session.open({ case: id, room: 'joint' });
  await room.ready;
  await until('synced', () => room.status.get().synced);
  session.setOffline(true);
  const summary = room.text(Facts, 'facts', 'summary');
  for (const [at, letter] of [...'双方约定周三量地'].entries()) summary.edit([...(at === 0 ? [] : [{ retain: at }]), { insert: letter }]);
  must(await room.run(party('p1', '甲')));
  summary.edit([{ retain: 8 }, { insert: '。' }]);
  world.server.lose(id);
  session.setOffline(false);
  await until('refused', () => session.sync.get().unsent === 0 && session.refused.get().length > 0);
  return id;
}

test('a week of typing in one text is one change with what it says; nothing of the work is lost', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    await removedMeanwhile(world, session);
    const refused = session.refused.get();
    assert.equal(
      refused.map(({ command }) => command),
      ['text.edit', 'party.add'],
    );
    assert.equal(refused[0]?.args['edits'], [{ at: 0, before: '', after: '', removed: '', inserted: '双方约定周三量地。' }]);
  }));

test('asked for: it travels to a room that its author may not read, and is kept until it is put away', () =>
  withWorld(async (world) => {
    const { session, disk } = await world.tab('a');
    const id = await removedMeanwhile(world, session);
    for (const { id: change } of session.refused.get()) must(await session.offer(change));
    for (const { id: change } of session.refused.get()) must(await session.offer(change));
    await until('sent', () => session.refused.get().every(({ offer }) => offer?.state === 'sent') && session.sync.get().unsent === 0);
    const { acts, state } = world.server.room(`centre/${id}/joint`);
    assert.equal(
      acts.map(({ person, intent }) => [person, intent.command]),
      [
        ['a', OFFER],
        ['a', OFFER],
      ],
    );
    assert.equal(
      [...state.offers.values()].map(({ change, code }) => [change.command, code]),
      session.refused.get().map(({ command, refusal }) => [command, refusal.code]),
    );
    await session.close();
    const { session: later } = await world.tab('a', { disk });
    assert.equal(
      later.refused.get().map(({ offer }) => offer?.state),
      ['sent', 'sent'],
    );
    assert.is(later.rows.get().length, 0);
    assert.is(later.sync.get().refused, 2);
  }));

test('asked for without network: it waits through a reload and goes once; a second tab sees it and does not send it again', () =>
  withWorld(async (world) => {
    const browser = new FakeBrowser();
    const first = await world.tab('a', { browser });
    const second = await world.tab('a', { browser, disk: first.disk });
    const id = await removedMeanwhile(world, first.session);
    await until('heard', () => second.session.refused.get().length === 2);
    world.server.down = true;
    world.server.cut();
    const [change] = second.session.refused.get();
    must(await second.session.offer(change?.id ?? ''));
    await until('heard back', () => first.session.refused.get()[0]?.offer?.state === 'waiting');
    must(await first.session.offer(change?.id ?? ''));
    await first.session.close();
    world.server.down = false;
    await second.session.syncNow();
    await until('sent', () => second.session.refused.get()[0]?.offer?.state === 'sent');
    assert.is(world.server.room(`centre/${id}/joint`).acts.length, 1);
  }));

test('not taken: the change says why, and may be asked for again', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    await removedMeanwhile(world, session);
    world.server.takesOffers = false;
    const change = session.refused.get()[0]?.id ?? '';
    must(await session.offer(change));
    await until('failed', () => session.refused.get()[0]?.offer?.state === 'failed');
    assert.is(session.refused.get()[0]?.offer?.refusal?.code, 'FORBIDDEN');
    assert.is(session.refused.get().length, 2, 'the offer is no refused change of its own');
    world.server.takesOffers = true;
    must(await session.offer(change));
    await until('sent', () => session.refused.get()[0]?.offer?.state === 'sent');
  }));

test('put away before it went, it goes no more', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await removedMeanwhile(world, session);
    session.setOffline(true);
    const change = session.refused.get()[0]?.id ?? '';
    must(await session.offer(change));
    await session.dismiss(change);
    session.setOffline(false);
    await session.syncNow();
    assert.is(session.sync.get().unsent, 0);
    assert.is(world.server.room(`centre/${id}/joint`).acts.length, 0);
  }));

test('who may still read hears the answer with its reason', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    await until('synced', () => room.status.get().synced);
    world.server.judge = () => ({ code: 'NOT_WRITABLE', seen: 'a write', expected: 'a reader', todo: 'Ask.' });
    must(await room.run(party('p1', '甲')));
    must(await room.run(party('p2', '乙')));
    await until('refused', () => session.refused.get().length === 2);
    for (const change of session.refused.get()) must(await session.offer(change.id));
    await until('sent', () => session.refused.get().every(({ offer }) => offer?.state === 'sent'));
    const [one, two] = session.refused.get();
    const key = `centre/${id}/joint`;
    world.server.act(key, 'b', { id: 'x', command: DECLINE, args: { offer: one?.offer?.id, reason: '已有此人' }, base: 0 });
    world.server.act(key, 'b', { id: 'y', command: ACCEPT, args: { offer: two?.offer?.id }, base: 0 });
    await until('answered', () => session.refused.get().every(({ offer }) => offer?.by === 'b'));
    assert.equal(
      session.refused.get().map(({ offer }) => [offer?.state, offer?.reason]),
      [
        ['declined', '已有此人'],
        ['accepted', undefined],
      ],
    );
  }));

test('who may write foresees what a change would do, hears at once where it does not fit, and sees how many wait', () =>
  withWorld(async (world) => {
    const { session } = await world.tab('a');
    const id = await caseOf(session);
    const key = `centre/${id}/joint`;
    const room = session.open({ case: id, room: 'joint' });
    await room.ready;
    await until('synced', () => room.status.get().synced);
    must(await room.run(party('p1', '甲')));
    await until('logged', () => session.sync.get().unsent === 0);
    const offer = (offerId: string, command: string, args: object) =>
      world.server.act(key, 'b', {
        id: offerId,
        command: OFFER,
        args: { change: { command, args }, madeAt: 1, code: 'FORBIDDEN' },
        base: 0,
      });
    const moved = { at: 0, before: '没有这样的原文在这里头', after: '也没有这样的后文在这里头', removed: '', inserted: '字' };
    offer('fits', 'party.edit', { id: 'p1', patch: { phone: '139' } });
    offer('moved', 'text.edit', { name: 'facts/facts/summary', edits: [moved] });
    await until('here', () => room.logged().offers.size === 2);
    const foreseen = must(room.foresee(room.logged().offers.get('fits')?.change ?? { command: '', args: {} }));
    assert.equal(
      foreseen.map((each) => [each.kind, 'field' in each ? each.field : '', 'value' in each ? each.value : '']),
      [['set', 'phone', '139']],
    );
    const [before] = room.records.values(Party);
    assert.is(before?.phone, undefined, 'nothing has changed');
    const accepted = await session.act({ case: id, room: 'joint' }, { command: ACCEPT, args: { offer: 'moved' } });
    assert.is(accepted.ok ? '' : accepted.refusal.code, 'TEXT_MOVED');
    await until('counted', () => session.rows.get()[0]?.offers === 2);
    const [row] = session.rows.get();
    assert.equal(row === undefined ? [] : offerRooms({ rooms: row.rooms, summary: row.summaries }), ['joint']);
  }));

test.run();

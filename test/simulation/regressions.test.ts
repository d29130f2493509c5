import './virtual-time.js';
import { type ActRequest, addParty, caseSlice, countsForReceipt, editParty, encodeUpdateFrame, Facts, Party } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { deskSlice } from './desk-plugin.js';
import type { Wire } from './network.js';
import { firstCase, shown, story, tabOf } from './story.js';
import { drain } from './virtual-time.js';
import type { Tab, World } from './world.js';

const test = suite('what the simulation once found');

function hide(world: World, tab: Tab, room: string): void {
  const key = world.key(firstCase(world), room);
  tab.rooms.get(key)?.close();
  tab.rooms.delete(key);
}

function type(world: World, tab: Tab, words: string): void {
  const word = world.ledger.nextWord();
  shown(world, tab, 'joint')
    .text(Facts, 'facts', 'summary')
    .edit([{ insert: words + word }]);
  world.ledger.made({ word, room: world.key(firstCase(world), 'joint'), browser: tab.browser, kind: 'content' });
}

const wireOf = (tab: Tab, room: string): Wire | undefined =>
  tab.browser.wires.find((wire) => wire.url.includes(`/${room}@`) && wire.readyState < 2);

const rubbish = encodeUpdateFrame(Uint8Array.of(255, 255, 255, 255));

/** The next content on its way to the server will be refused. */
const spoilNext = (tab: Tab): boolean =>
  wireOf(tab, 'joint')?.tamper((bytes) => (countsForReceipt(bytes) && bytes.length !== rubbish.length ? rubbish : undefined)) === true;

/** Sockets, answers and ends of turns, but no messages between tabs. */
async function deliverNetwork(world: World): Promise<void> {
  while (await moveNetwork(world));
}

/** One move of each. */
async function moveNetwork(world: World): Promise<boolean> {
  await drain();
  const ports = new Set<unknown>(world.browsers.flatMap((browser) => browser.ports));
  const ready = world.inFlight().filter((each) => !ports.has(each));
  for (const each of ready) if (each.ready) each.deliver();
  await drain();
  return ready.length > 0;
}

test('a change whose bytes reached the leading tab by the disk, before its message, is sent and leaves the outbox', () =>
  story({ li: 1 }, async (world) => {
    const leader = tabOf(world, 'li');
    const other = await world.openTab(leader.browser);
    for (const tab of [leader, other]) hide(world, tab, 'joint');
    await world.deliverAll();
    await world.time.advance(1000);
    await world.deliverAll();
    await shown(world, other, 'joint').ready;
    type(world, other, '先到磁盘');
    const port = leader.browser.ports.find((each) => each.page === leader.page);
    await drain();
    // The wish for the room is heard, and its content read; what was typed is still to be told.
    while (port?.ready === true && wireOf(leader, 'joint') === undefined) {
      port.deliver();
      await drain();
    }
    await deliverNetwork(world);
    await world.deliverAll();
  }));

test('a row that a full disk took late is gone once the other tab has had it logged', () =>
  story({ li: 1 }, async (world) => {
    const leader = tabOf(world, 'li');
    const other = await world.openTab(leader.browser);
    await world.deliverAll();
    leader.browser.disk.full = true;
    type(world, other, '磁盘满了');
    await drain();
    leader.browser.disk.full = false;
    await world.deliverAll();
    await world.time.advance(20_000);
  }));

test('what the store kept although it failed is in rows, rights and answers', () =>
  story({ li: 1, xin: 1 }, async (world) => {
    const li = tabOf(world, 'li');
    world.host.store.failing = 'after';
    type(world, li, '写了又说没写');
    await li.session.act({ case: firstCase(world), room: 'desk.private' }, deskSlice.request.ring({ word: '铃' }));
    await li.session.act({ case: firstCase(world), room: 'case' }, caseSlice.request.addMember({ person: 'xin', role: 'member' }));
    await world.deliverAll();
  }));

test('rows are asked for although rounds come more often than their time', () =>
  story({ li: 1, xin: 1 }, async (world) => {
    const [li, xin] = [tabOf(world, 'li'), tabOf(world, 'xin')];
    await world.time.advance(2000);
    await world.deliverAll();
    await li.session.act({ case: firstCase(world), room: 'case' }, caseSlice.request.addMember({ person: 'xin', role: 'member' }));
    for (const each of [...li.browser.exchanges]) if (each.ready) each.deliver();
    while (world.host.turnDue) world.host.turn();
    await world.time.advance(100);
    // The word that rows have changed is lost with its socket.
    wireOf(xin, 'directory')?.cut();
    await world.deliverAll();
  }));

test('a room opened while the disk refuses shows what was received before', () =>
  story({ li: 1, zhao: 1 }, async (world) => {
    const [li, zhao] = [tabOf(world, 'li'), tabOf(world, 'zhao')];
    hide(world, li, 'desk.private');
    await world.deliverAll();
    li.browser.disk.full = true;
    await zhao.session.act({ case: firstCase(world), room: 'desk.private' }, deskSlice.request.ring({ word: '铃' }));
    await world.deliverAll();
    await world.time.advance(1000);
    await world.deliverAll();
    const room = shown(world, li, 'desk.private');
    await world.deliverAll();
    assert.is(room.timeline().length, 1);
  }));

test('nothing stands twice when the disk refuses what a rejoin made again', () =>
  story({ zhao: 1 }, async (world) => {
    const zhao = tabOf(world, 'zhao');
    type(world, zhao, '一');
    type(world, zhao, '二');
    await drain();
    assert.ok(spoilNext(zhao));
    zhao.browser.disk.full = true;
    await world.deliverAll();
    await world.time.advance(3000);
    await world.deliverAll();
    world.killTab(zhao);
  }));

test('what was logged without its receipt is not made again by a rejoin, nor grown by further typing', () =>
  story({ zhao: 1 }, async (world) => {
    const zhao = tabOf(world, 'zhao');
    type(world, zhao, '一');
    await drain();
    const wire = wireOf(zhao, 'joint');
    while (wire?.upward.ready) wire.upward.deliver();
    while (world.host.turnDue) world.host.turn();
    zhao.browser.setOnline(false);
    await drain();
    type(world, zhao, '二');
    zhao.browser.setOnline(true);
    for (let wait = 0; wait < 40 && !spoilNext(zhao); wait++) {
      await world.time.advance(100);
      const next = wireOf(zhao, 'joint');
      for (const lane of [next?.upward, next?.downward]) if (lane?.ready && !spoilNext(zhao)) lane.deliver();
      await drain();
    }
    await world.deliverAll();
  }));

test('an act that is asked for again by somebody who has lost the case meanwhile leaves no trace of its room', () =>
  story({ li: 1, wang: 1 }, async (world) => {
    const [li, wang] = [tabOf(world, 'li'), tabOf(world, 'wang')];
    await wang.session.act({ case: firstCase(world), room: 'case' }, caseSlice.request.move({ to: 'joint', reason: '答复丢了' }));
    await drain();
    for (const each of wang.browser.exchanges) if (each.ready) each.deliver();
    while (world.host.turnDue) world.host.turn();
    wang.browser.setOnline(false);
    await li.session.act({ case: firstCase(world), room: 'case' }, caseSlice.request.removeMember({ person: 'wang', reason: '调离' }));
    await world.deliverAll();
    for (const room of ['case', 'joint', 'desk.private']) hide(world, wang, room);
    wang.browser.setOnline(true);
    await world.deliverAll();
  }));

test('what was refused to somebody who had lost the case does not come back when they are let in again', () =>
  story({ li: 1, wang: 1 }, async (world) => {
    const [li, wang] = [tabOf(world, 'li'), tabOf(world, 'wang')];
    const asLead = (request: ActRequest) => li.session.act({ case: firstCase(world), room: 'case' }, request);
    wang.browser.setOnline(false);
    await drain();
    type(world, wang, '离线写的');
    await asLead(caseSlice.request.removeMember({ person: 'wang', reason: '调离' }));
    await world.deliverAll();
    wang.browser.setOnline(true);
    for (let wait = 0; wait < 10; wait++) {
      await world.deliverAll();
      await world.time.advance(5000);
    }
    assert.is(wang.session.refused.get().length, 1);
    await asLead(caseSlice.request.addMember({ person: 'wang', role: 'member' }));
    await world.deliverAll();
    await world.time.advance(5000);
    await world.deliverAll();
    assert.not(world.log.room(world.key(firstCase(world), 'joint')).says('离线写的'));
  }));

for (const settled of [true, false]) {
  test(`a tab that takes the lead does not make again what the last one made again and ${settled ? 'had logged' : 'stored'}`, () =>
    story({ li: 1 }, async (world) => {
      const leader = tabOf(world, 'li');
      await world.openTab(leader.browser);
      await world.deliverAll();
      type(world, leader, '一');
      type(world, leader, '二');
      await world.deliver(world.random, 0);
      for (const port of leader.browser.ports) while (port.ready) port.deliver();
      assert.ok(spoilNext(leader));
      const copy = () => leader.browser.disk.rows.rooms.get(world.key(firstCase(world), 'joint'))?.copy;
      for (let moves = 0; moves < 500 && (copy() ?? '0') === '0'; moves++) await moveNetwork(world);
      if (settled) await deliverNetwork(world);
      world.killTab(leader);
      await deliverNetwork(world);
      await world.deliverAll();
    }));
}

for (const seed of [1, 2, 3, 4]) {
  test(`both values of a contested name reach a page that connects between the two (${seed})`, () =>
    story(
      { li: 1, wang: 1, zhao: 1 },
      async (world) => {
        const [li, wang, zhao] = [tabOf(world, 'li'), tabOf(world, 'wang'), tabOf(world, 'zhao')];
        void shown(world, li, 'joint').run(addParty.request({ id: 'p', party: { kind: 'person', name: '甲' }, members: [] }));
        await world.deliverAll();
        wireOf(li, 'joint')?.cut();
        for (const [tab, name] of [
          [wang, '乙'],
          [zhao, '丙'],
        ] as const)
          void shown(world, tab, 'joint').run(editParty.request({ id: 'p', patch: { name } }));
        await drain();
        const bring = async (wire: Wire | undefined) => {
          while (wire?.upward.ready) wire.upward.deliver();
          while (world.host.turnDue) world.host.turn();
          await drain();
        };
        await bring(wireOf(wang, 'joint'));
        for (let wait = 0; wait < 20 && wireOf(li, 'joint') === undefined; wait++) await world.time.advance(100);
        const wire = wireOf(li, 'joint');
        // It has said hello and not yet asked for what it lacks.
        wire?.upward.deliver();
        wire?.downward.deliver();
        wire?.upward.deliver();
        await bring(wireOf(zhao, 'joint'));
        await world.deliverAll();
        assert.is(shown(world, li, 'joint').records.contested(Party, 'p', 'name').length, 2);
      },
      seed,
    ));
}

test.run();

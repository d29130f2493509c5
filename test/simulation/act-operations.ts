import { ACCEPT, type ActRequest, caseSlice, DECLINE, namedSlice, SETTLE, STAGES } from '@onedoor/core';
import type { Operation, Random } from '@onedoor/core/testing';
import { deskSlice } from './desk-plugin.js';
import { drain } from './virtual-time.js';
import { PEOPLE, type Tab, type World } from './world.js';

/** Asks for an act in a case that a page knows; a refusal on this side changes nothing and is no step. */
async function act(world: World, tab: Tab, caseId: string, room: string, request: ActRequest): Promise<string | undefined> {
  let id: string | undefined;
  const browser = tab.browser;
  void tab.session.act({ case: caseId, room }, request).then((result) => {
    if (result.ok) id = result.value;
  });
  await drain();
  await drain();
  if (id === undefined) return undefined;
  world.ledger.made({ word: id, room: world.key(caseId, room), browser, kind: 'intent' });
  return `${browser.name} ${id} ${JSON.stringify(request.args)}`;
}

const caseAct = (name: string, weight: number, request: (world: World, random: Random) => ActRequest): Operation<World> => ({
  name,
  weight,
  enabled: (world) => world.tabs.length > 0,
  async run(world, random) {
    const made = request(world, random);
    const caseId = random.chance(0.7) ? (world.cases[0] ?? '') : random.pick(world.cases);
    // Most may not do most things: a few are asked until one can.
    for (let tries = 0; tries < 4; tries++) {
      const done = await act(world, random.pick(world.tabs), caseId, 'case', made);
      if (done !== undefined) return done;
    }
    return undefined;
  },
});

const someone = (random: Random): string => random.pick(PEOPLE.filter((person) => person.role !== 'lead')).id;
const OPEN_STAGES = STAGES.filter((stage) => stage !== 'closed');

const createCase: Operation<World> = {
  name: 'case.create',
  weight: 3,
  enabled: (world) => world.cases.length < 4 && world.tabs.length > 0,
  async run(world, random) {
    const tab = random.pick(world.tabs);
    let id: string | undefined;
    const title = world.ledger.nextWord();
    void tab.session.createCase({ title, category: '02', source: 'phone', village: '北坡' }).then((result) => {
      if (result.ok) id = result.value;
    });
    await drain();
    await drain();
    if (id === undefined) return undefined;
    world.cases.push(id);
    world.ledger.plant(title, world.key(id, 'case'), tab.browser);
    world.openRoom(tab, id, 'joint');
    world.openRoom(tab, id, 'case');
    await drain();
    return `${tab.browser.name} ${id}`;
  },
};

const settle: Operation<World> = {
  name: 'conflict.settle',
  weight: 10,
  run(world, random) {
    const open = world.tabs.flatMap((tab) =>
      [...tab.rooms.values()].flatMap((room) =>
        [...room.state().conflicts.values()]
          .filter((conflict) => conflict.settled === undefined)
          .map((conflict) => ({ tab, room, seq: conflict.seq })),
      ),
    );
    if (open.length === 0) return undefined;
    const { tab, room, seq } = random.pick(open);
    const request: ActRequest = {
      command: SETTLE,
      args: { conflict: seq, choice: random.chance(0.5) ? 'apply' : 'dismiss', reason: '商量过了' },
    };
    return act(world, tab, room.ref.case, room.ref.room, request);
  },
};

const ring: Operation<World> = {
  name: 'desk.ring',
  weight: 3,
  run(world) {
    const tab = world.tabs.find(
      (each) =>
        world.host.model.room('desk.private') !== undefined &&
        PEOPLE.find((person) => person.id === each.person)?.department === 'judicial',
    );
    if (tab === undefined) return undefined;
    const [word, caseId] = [world.ledger.nextWord(), world.cases[0] ?? ''];
    world.ledger.plant(word, world.key(caseId, 'desk.private'), tab.browser);
    return act(world, tab, caseId, 'desk.private', deskSlice.request.ring({ word }));
  },
};

/** What somebody may not write is offered to those who may. */
const offer: Operation<World> = {
  name: 'offer',
  weight: 25,
  async run(world, random) {
    const open = world.tabs.flatMap((tab) =>
      tab.session.refused.get().flatMap((change) => (change.offer === undefined && change.case !== '-' ? [{ tab, change }] : [])),
    );
    if (open.length === 0) return undefined;
    const { tab, change } = random.pick(open);
    let isMade = false;
    void tab.session.offer(change.id).then(({ ok }) => {
      isMade = ok;
    });
    await drain();
    await drain();
    return isMade ? `${tab.browser.name} ${change.command} of ${change.room}` : undefined;
  },
};

const answer: Operation<World> = {
  name: 'answer',
  weight: 25,
  run(world, random) {
    const open = world.tabs.flatMap((tab) =>
      [...tab.rooms.values()].flatMap((room) =>
        [...room.state().offers.values()].flatMap(({ id, answer: given }) => (given === undefined ? [{ tab, room, id }] : [])),
      ),
    );
    if (open.length === 0) return undefined;
    const { tab, room, id } = random.pick(open);
    const request: ActRequest = random.chance(0.7)
      ? { command: ACCEPT, args: { offer: id } }
      : { command: DECLINE, args: { offer: id, reason: '已另行记录' } };
    return act(world, tab, room.ref.case, room.ref.room, request);
  },
};

/** Somebody opens a sealed room, names others in it, takes names off, or states what they read for. */
const sealed = (name: string, weight: number, request: (world: World, random: Random) => ActRequest): Operation<World> => ({
  name: `sealed.${name}`,
  weight,
  async run(world, random) {
    const made = request(world, random);
    const caseId = random.chance(0.8) ? (world.cases[0] ?? '') : random.pick(world.cases);
    for (let tries = 0; tries < 4 && world.tabs.length > 0; tries++) {
      const tab = random.pick(world.tabs);
      const done = await act(world, tab, caseId, 'desk.sealed', made);
      if (done !== undefined) return done;
    }
    return undefined;
  },
});

export const actOperations: readonly Operation<World>[] = [
  caseAct('case.move', 10, (_, random) => caseSlice.request.move({ to: random.pick(OPEN_STAGES), reason: '需要' })),
  caseAct('case.close', 1, () => caseSlice.request.close({ outcome: 'settled', reason: '达成协议' })),
  caseAct('case.addMember', 6, (_, random) =>
    caseSlice.request.addMember({ person: someone(random), role: random.pick(['member', 'observer', 'helper', 'leader'] as const) }),
  ),
  caseAct('case.removeMember', 5, (_, random) => caseSlice.request.removeMember({ person: someone(random), reason: '调离' })),
  caseAct('case.handOver', 1, (_, random) => caseSlice.request.handOver({ person: someone(random), reason: '换人' })),
  createCase,
  settle,
  ring,
  offer,
  answer,
  sealed('open', 8, () => namedSlice.request.open({ purpose: '首次谈话' })),
  sealed('name', 6, (_, random) => namedSlice.request.name({ person: random.pick(PEOPLE).id, reason: '共同办理' })),
  sealed('unname', 3, (_, random) => namedSlice.request.unname({ person: random.pick(PEOPLE).id, reason: '不再参与' })),
  sealed('succeed', 4, (_, random) => namedSlice.request.succeed({ person: random.pick(PEOPLE).id, purpose: '接手' })),
  sealed('view', 8, () => namedSlice.request.view({ purpose: '准备下次谈话' })),
];

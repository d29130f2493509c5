import './virtual-time.js';
import { type ActRequest, caseSlice } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { firstCase, shown, story, tabOf } from './story.js';
import type { World } from './world.js';

const test = suite('two people who remove each other and take each other back, both without network');

const ask = (world: World, person: string, request: ActRequest) =>
  tabOf(world, person).session.act({ case: firstCase(world), room: 'case' }, request);

/** Members as a page of this person shows them. */
function membersAt(world: World, person: string): Record<string, string> {
  const tab = tabOf(world, person);
  const state = world.clientModel.caseOf(shown(world, tab, 'case').state());
  return Object.fromEntries(Object.values(state.members).map(({ person: of, role }) => [of, role]));
}

const patience = async (world: World) => {
  for (let waited = 0; waited < 10; waited++) {
    await world.deliverAll();
    await world.time.advance(5000);
  }
};

for (const [first, second] of [
  ['wang', 'zhao'],
  ['zhao', 'wang'],
] as const) {
  test(`${first} comes back first: their acts count, ${second} is told which of theirs did not, and all show the same`, () =>
    story({ li: 1, wang: 1, zhao: 1 }, async (world) => {
      for (const person of [first, second]) {
        assert.ok((await ask(world, 'li', caseSlice.request.addMember({ person, role: 'leader' }))).ok);
        await world.deliverAll();
      }
      await patience(world);
      for (const person of [first, second]) tabOf(world, person).browser.setOnline(false);
      for (const [person, other] of [
        [first, second],
        [second, first],
      ] as const) {
        assert.ok((await ask(world, person, caseSlice.request.removeMember({ person: other, reason: '轮岗' }))).ok);
        assert.ok((await ask(world, person, caseSlice.request.addMember({ person: other, role: 'member' }))).ok);
      }
      tabOf(world, first).browser.setOnline(true);
      await patience(world);
      tabOf(world, second).browser.setOnline(true);
      await patience(world);
      const members = { li: 'lead', guan: 'observer', hei: 'member', [first]: 'leader', [second]: 'member' };
      for (const person of ['li', first, second]) assert.equal(membersAt(world, person), members, `as ${person} sees it`);
      assert.equal(tabOf(world, first).session.refused.get(), []);
      assert.equal(
        tabOf(world, second)
          .session.refused.get()
          .map(({ command, args, refusal }) => [command, args['person'], refusal.code]),
        [
          ['case.removeMember', first, 'NOT_PERMITTED'],
          ['case.addMember', first, 'NOT_PERMITTED'],
        ],
      );
    }));
}

test.run();

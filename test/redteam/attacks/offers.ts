import { ACCEPT, type ActRequest, caseSlice, DECLINE, directorySlice, editFacts, OFFER } from '@onedoor/core';
import { actOnCase, device, intentOf, makeCase, type PersonId } from '@onedoor/server/testing';
import type { Arena, Outcome } from '../arena.js';
import { nestedValue } from '../forge.js';
import { type Attack, big } from './tools.js';

const change = editFacts.request({ patch: { place: '村口' } });
const offerOf = (what: ActRequest = change): ActRequest => ({ command: OFFER, args: { change: what, madeAt: 1, code: 'FORBIDDEN' } });

const send = (
  arena: Arena,
  person: PersonId,
  request: ActRequest,
  id?: string,
  wire = arena.server.wire('joint', 'offers'),
): Promise<Outcome> => arena.bulk(person, { wire, intents: [intentOf(request, 0, id)] });

/** A case that 李 was removed from, with an offer of theirs that waits, one that was declined, and one of 赵, who looks on. */
async function before(arena: Arena): Promise<void> {
  const { centre } = arena.server;
  if (centre.hasRoom('t/offers/case')) return;
  await makeCase(centre, 'offers');
  await actOnCase(centre, device('wang'), 'offers', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' }));
  const log = (person: PersonId, request: ActRequest, id: string) => centre.act(device(person), 't/offers/joint', intentOf(request, 0, id));
  await log('li', offerOf(), 'offer-li');
  await log('li', offerOf(), 'offer-declined');
  await log('zhao', offerOf(), 'offer-zhao');
  await log('wang', { command: DECLINE, args: { offer: 'offer-declined', reason: '重复' } }, 'answer');
}

/** What is offered by those who may not, and how it is answered by those who may not. */
export const OFFERS: readonly Attack[] = [
  {
    name: 'an offer into a room that was never theirs',
    what: 'A colleague puts words before the team of a case that is closed to them, or learns that it is there',
    expected: 'FORBIDDEN',
    before,
    run: (arena) => send(arena, 'sun', offerOf()),
  },
  {
    name: 'an offer into a room that is not there',
    what: 'Tells by the answer which cases exist',
    expected: 'FORBIDDEN',
    run: (arena) => send(arena, 'sun', offerOf(), undefined, 't/nowhere/joint@1'),
  },
  {
    name: 'an offer of a right that was never theirs',
    what: 'A former member offers an act that was the lead’s alone',
    expected: 'FORBIDDEN',
    before,
    run: (arena) =>
      send(
        arena,
        'li',
        offerOf(caseSlice.request.close({ outcome: 'failed', reason: '算了' })),
        undefined,
        arena.server.wire('case', 'offers'),
      ),
  },
  {
    name: 'an offer to the centre',
    what: 'Fills the directory, which every device holds',
    expected: 'FORBIDDEN',
    run: (arena) =>
      send(arena, 'wang', offerOf(directorySlice.request.suspend({ person: 'sun', reason: '离职' })), undefined, 't/-/directory@1'),
  },
  {
    name: "an offer under the id of another's",
    what: 'A former member takes over what somebody else offered, or learns of it',
    expected: 'FORBIDDEN',
    before,
    run: (arena) => send(arena, 'li', offerOf(), 'offer-zhao'),
  },
  {
    name: 'an offer in the name of another',
    what: "A former member names a member as the author of what they offer: it is known as their own, and the member's name is nowhere",
    expected: 'known',
    before,
    run: (arena) => send(arena, 'li', { ...offerOf(), args: { ...offerOf().args, by: 'wang', person: 'wang' } }, 'offer-li'),
  },
  {
    name: 'replay of an offer',
    what: 'Sends one offer again and again',
    expected: 'known',
    before,
    run: (arena) => send(arena, 'li', offerOf(), 'offer-li'),
  },
  {
    name: 'accepting what one may not write',
    what: 'Who looks on writes by accepting their own offer',
    expected: 'NOT_WRITABLE',
    before,
    run: (arena) => send(arena, 'zhao', { command: ACCEPT, args: { offer: 'offer-zhao' } }),
  },
  {
    name: 'declining what one may not write',
    what: 'Who looks on makes an offer of another vanish',
    expected: 'NOT_WRITABLE',
    before,
    run: (arena) => send(arena, 'zhao', { command: DECLINE, args: { offer: 'offer-li', reason: '不要' } }),
  },
  {
    name: 'accepting from outside',
    what: 'A former member accepts their own offer',
    expected: 'FORBIDDEN',
    before,
    run: (arena) => send(arena, 'li', { command: ACCEPT, args: { offer: 'offer-li' } }),
  },
  {
    name: 'accepting what was declined',
    what: 'A member writes what another decided against, under the name of its author',
    expected: 'OFFER_ANSWERED',
    before,
    run: (arena) => send(arena, 'wang', { command: ACCEPT, args: { offer: 'offer-declined' } }),
  },
  {
    name: 'an offer that answers an offer',
    what: 'Hides an acceptance in what a member is to accept',
    expected: 'UNKNOWN_COMMAND',
    before,
    run: (arena) => send(arena, 'li', offerOf({ command: ACCEPT, args: { offer: 'offer-li' } })),
  },
  {
    name: 'a flood of offers',
    what: 'A removed person fills the log of a room that they may not read',
    expected: 'TOO_MANY',
    limits: { maxOpenOffers: 1 },
    before,
    run: (arena) => send(arena, 'li', offerOf(), 'one-more'),
  },
  {
    name: 'a flood of offers in one request',
    what: 'The same without waiting for answers',
    expected: 'TOO_OFTEN',
    limits: { writesPerPersonBurst: 20, writesPerPersonPerS: 1 },
    async before(arena) {
      await before(arena);
      const intents = Array.from({ length: 60 }, (_, at) => intentOf(offerOf(), 0, at === 0 ? 'offer-li' : `offer-li-${at}`));
      // The first request is let through once and paid off afterwards.
      await arena.bulk('li', { wire: 't/nowhere/joint@1', intents });
    },
    run: (arena) => send(arena, 'li', offerOf()),
  },
  {
    name: 'a giant offer',
    what: 'A file in the arguments',
    expected: 'TOO_LARGE',
    before,
    run: (arena) => send(arena, 'li', offerOf(editFacts.request({ patch: { place: big(100_000) } }))),
  },
  {
    name: 'a nested offer',
    what: 'Arguments nested until the stack of whoever reads them ends',
    expected: 'TOO_DEEP',
    before,
    run: (arena) => send(arena, 'li', offerOf({ command: 'facts.edit', args: { deep: nestedValue(2000) } })),
  },
];

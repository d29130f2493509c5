import { randomBytes } from 'node:crypto';
import {
  ACCEPT,
  type ActRequest,
  addParty,
  caseSlice,
  DECLINE,
  directorySlice,
  EMPTY_STATE,
  editFacts,
  editParty,
  Facts,
  Model,
  OFFER,
  Party,
  taskSlice,
  textName,
} from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Centre } from './centre.js';
import type { Limits } from './limits.js';
import { Keyring } from './log/keys.js';
import { MemoryLogStore } from './log/memory-log-store.js';
import { replayRights } from './record/replay-rights.js';
import { actOnCase, Desk, device, enrolPeople, intentOf, makeCase, type PersonId, postBulk, TestServer } from './testing/index.js';

const test = suite<{ server: TestServer }>('offered changes');

test.before(async (context) => {
  context.server = await TestServer.start();
});
test.after((context) => context.server.stop());

const code = (result: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }): string =>
  result.ok ? 'ok' : result.refusal.code;
const offerOf = (change: ActRequest): ActRequest => ({ command: OFFER, args: { change, madeAt: 5, code: 'FORBIDDEN' } });
const offer = (server: TestServer, person: PersonId, caseId: string, change: ActRequest, id: string, room = 'joint') =>
  server.centre.act(device(person), `t/${caseId}/${room}`, intentOf(offerOf(change), 0, id));
const answer = (server: TestServer, person: PersonId, caseId: string, command: string, args: Record<string, unknown>, room = 'joint') =>
  server.centre.act(device(person), `t/${caseId}/${room}`, intentOf({ command, args }));
const remove = (server: TestServer, caseId: string, person = 'li') =>
  actOnCase(server.centre, device('wang'), caseId, caseSlice.request.removeMember({ person, reason: '轮岗' }));
const roomOf = async (server: TestServer, person: PersonId, wire: string) =>
  (
    await postBulk(server.url, await server.token(person), {
      device: `${person}-device`,
      protocol: 1,
      schema: 1,
      rooms: [{ wire, since: 0 }],
    })
  ).rooms[0];
const typed = (inserted: string, before = '', after = '') => ({
  command: 'text.edit',
  args: { name: textName(Facts.name, Facts.name, 'summary'), edits: [{ at: 0, before, after, removed: '', inserted }] },
});

test('O1 a removed member offers what they did; a member accepts, and it is written once, in the name of whoever accepted', async ({
  server,
}) => {
  await makeCase(server.centre, 'o1');
  const desk = new Desk(server.centre, device('wang'), 't/o1/joint', 4001);
  await desk.run(addParty.request({ id: 'p', party: { name: '赵吉祥', kind: 'person' }, members: [] }));
  await remove(server, 'o1');
  const made = await offer(server, 'li', 'o1', editParty.request({ id: 'p', patch: { phone: '13800000001' } }), 'o1-a');
  // They learn nothing of the room, not even how long its log is.
  assert.ok(made.ok);
  assert.equal([made.value.seq, made.value.at], [1, 0]);
  const both = await Promise.all([
    answer(server, 'wang', 'o1', ACCEPT, { offer: 'o1-a' }),
    answer(server, 'wang', 'o1', ACCEPT, { offer: 'o1-a' }),
  ]);
  assert.equal(both.map(code), ['ok', 'OFFER_ANSWERED']);
  const reader = server.centre.reader('t/o1/joint');
  const party = reader.get(Party, 'p');
  assert.is(party?.ok === true ? party.value.phone : '', '13800000001');
  const acts = (await roomOf(server, 'wang', 't/o1/joint@1'))?.acts ?? [];
  assert.equal(
    acts.map(({ person, intent }) => [person, intent.command]),
    [
      ['li', OFFER],
      ['wang', ACCEPT],
    ],
  );
  // What it wrote is the entry before: the history names who accepted.
  const edits = server.centre.history('wang', { case: 'o1', room: 'joint' }, { limit: 5 });
  assert.ok(edits.ok);
  assert.equal(
    [edits.value.edits[0]?.person, edits.value.edits[0]?.seq, edits.value.edits[0]?.field],
    ['wang', (acts[1]?.seq ?? 0) - 1, 'phone'],
  );
});

test('O2 typed text is put where its surroundings are; where they are gone the acceptance says why and the offer stays', async ({
  server,
}) => {
  await makeCase(server.centre, 'o2');
  const desk = new Desk(server.centre, device('wang'), 't/o2/joint', 4002);
  await desk.type(textName(Facts.name, Facts.name, 'summary'), [{ insert: '双方在北坡发生争执。' }]);
  await remove(server, 'o2');
  assert.is(code(await offer(server, 'li', 'o2', typed('上午', '双方在', '北坡发生争执。'), 'o2-a')), 'ok');
  assert.is(code(await offer(server, 'li', 'o2', typed('不在了', '没有这样的原文在这里头', '也没有这样的后文在这里头'), 'o2-b')), 'ok');
  assert.is(code(await answer(server, 'wang', 'o2', ACCEPT, { offer: 'o2-a' })), 'ok');
  assert.is(code(await answer(server, 'wang', 'o2', ACCEPT, { offer: 'o2-b' })), 'TEXT_MOVED');
  assert.is(
    server.centre
      .reader('t/o2/joint')
      .doc.getText(textName(Facts.name, Facts.name, 'summary'))
      .toString(),
    '双方在上午北坡发生争执。',
  );
  assert.is(code(await answer(server, 'wang', 'o2', DECLINE, { offer: 'o2-b', reason: '' })), 'BAD_ARGS');
  assert.is(code(await answer(server, 'wang', 'o2', DECLINE, { offer: 'o2-b', reason: '已另行记录' })), 'ok');
});

test('O3 whoever never had the right is answered as for a room that is not there', async ({ server }) => {
  await makeCase(server.centre, 'o3');
  const change = editFacts.request({ patch: { place: '村口' } });
  const answers = [
    await offer(server, 'sun', 'o3', change, 'o3-a'),
    await offer(server, 'sun', 'nowhere', change, 'o3-b'),
    await offer(server, 'zhou', 'o3', change, 'o3-c', 'case'),
    await server.centre.act({ person: 'stranger', device: 'x' }, 't/o3/joint', intentOf(offerOf(change))),
    await offer(server, 'wang', '-', directorySlice.request.suspend({ person: 'sun', reason: '离职' }), 'o3-d', 'directory'),
  ];
  assert.equal(
    answers.map(code),
    answers.map(() => 'FORBIDDEN'),
  );
  assert.equal(answers[0], answers[1]);
  assert.is((await roomOf(server, 'wang', 't/o3/joint@1'))?.acts.length, 0);
});

test('O4 a reader offers and does not accept; nobody is the author but the one whose token it is', async ({ server }) => {
  await makeCase(server.centre, 'o4');
  const change = editFacts.request({ patch: { place: '村口' } });
  assert.is(code(await offer(server, 'zhao', 'o4', { ...change, args: { ...change.args, by: 'wang' } }, 'o4-a')), 'ok');
  assert.is(code(await answer(server, 'zhao', 'o4', ACCEPT, { offer: 'o4-a' })), 'NOT_WRITABLE');
  assert.is(code(await answer(server, 'zhao', 'o4', DECLINE, { offer: 'o4-a', reason: '不要' })), 'NOT_WRITABLE');
  const [entry] = (await roomOf(server, 'zhao', 't/o4/joint@1'))?.acts ?? [];
  assert.is(entry?.person, 'zhao');
  // Sent again after its receipt was lost: the same entry. Another's id: refused.
  const again = await offer(server, 'zhao', 'o4', change, 'o4-a');
  assert.is(again.ok ? again.value.seq : 0, entry?.seq);
  assert.is(code(await offer(server, 'li', 'o4', change, 'o4-a')), 'FORBIDDEN');
});

test('O5 an act is offered as well: accepted, it is done by whoever accepts and has the right to it', async ({ server }) => {
  await makeCase(server.centre, 'o5');
  const closing = caseSlice.request.close({ outcome: 'settled', reason: '双方签字' });
  assert.is(code(await offer(server, 'zhao', 'o5', closing, 'o5-a', 'case')), 'ok');
  assert.is(code(await answer(server, 'li', 'o5', ACCEPT, { offer: 'o5-a' }, 'case')), 'NOT_PERMITTED');
  assert.is(code(await answer(server, 'wang', 'o5', ACCEPT, { offer: 'o5-a' }, 'case')), 'ok');
  const acts = (await roomOf(server, 'wang', 't/o5/case@1'))?.acts ?? [];
  const room = server.centre.model.room('case');
  const state = acts.reduce((folded, entry) => room?.acts.fold(folded, entry) ?? folded, EMPTY_STATE);
  const { moves, stage } = caseSlice.of(state.slices);
  assert.equal([stage, moves.at(-1)?.by], ['closed', 'wang']);
  assert.is(code(await offer(server, 'zhao', 'o5', caseSlice.request.close({ outcome: 'failed', reason: '再来' }), 'o5-b', 'case')), 'ok');
  assert.is(code(await answer(server, 'wang', 'o5', ACCEPT, { offer: 'o5-b' }, 'case')), 'ACT_NOT_ALLOWED');
});

test('O6 what is no change, an answer offered, a setting of another kind: refused', async ({ server }) => {
  await makeCase(server.centre, 'o6');
  const offers = [
    { command: 'no.such', args: {} },
    { command: ACCEPT, args: { offer: 'x' } },
    { command: 'conflict.settle', args: { conflict: 1, choice: 'apply', reason: 'x' } },
  ];
  const codes: string[] = [];
  for (const [at, change] of offers.entries()) codes.push(code(await offer(server, 'li', 'o6', change, `o6-${at}`)));
  assert.equal(codes, ['UNKNOWN_COMMAND', 'UNKNOWN_COMMAND', 'UNKNOWN_COMMAND']);
  assert.is(code(await offer(server, 'li', 'o6', typed('字'), 'o6-case', 'case')), 'UNKNOWN_COMMAND');
  assert.is(code(await offer(server, 'li', 'o6', taskSlice.request.answer({ id: 7 } as never), 'o6-task', 'case')), 'BAD_ARGS');
  assert.is(code(await offer(server, 'li', 'o6', typed('长'.repeat(70_000)), 'o6-long')), 'TOO_LARGE');
});

/** A centre without network whose clock is the test's, with a private room of the patrol. */
async function centreAt(clock: { now: number }, limits: Partial<Limits> = {}): Promise<Centre> {
  const rule = { all: [{ team: true }, { department: 'patrol' }] } as const;
  const [records, commands] = [[Facts], [editFacts]];
  const part = {
    rooms: [{ name: 'patrol.private', scope: 'case', rule: { read: rule, write: rule, acts: {} }, slices: [], records, commands }],
    extensions: [],
  } as const;
  const centre = new Centre({
    id: 't',
    name: '测试',
    store: new MemoryLogStore(),
    keys: new Keyring(new Uint8Array(32), (length) => new Uint8Array(randomBytes(length))),
    model: new Model([part]),
    now: () => clock.now,
    defer: queueMicrotask,
    later: () => () => undefined,
    limits,
  });
  await enrolPeople(centre);
  await makeCase(centre, 'k');
  return centre;
}
const place = editFacts.request({ patch: { place: '村口' } });
const offerAt = async (centre: Centre, person: PersonId, room: string, id: string) =>
  code(await centre.act(device(person), `t/k/${room}`, intentOf(offerOf(place), 0, id)));

test('O7 too many at once, and a right that was lost too long ago', async () => {
  const clock = { now: Date.UTC(2024, 2, 21) };
  const centre = await centreAt(clock, { maxOpenOffers: 2, offerMs: 86_400_000 });
  clock.now += 30 * 86_400_000;
  await actOnCase(centre, device('wang'), 'k', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' }));
  const codes = [];
  for (const id of ['a', 'b', 'c']) codes.push(await offerAt(centre, 'li', 'joint', id));
  assert.equal(codes, ['ok', 'ok', 'TOO_MANY']);
  assert.is(
    code(await centre.act(device('wang'), 't/k/joint', intentOf({ command: DECLINE, args: { offer: 'a', reason: '重复' } }))),
    'ok',
  );
  assert.is(await offerAt(centre, 'li', 'joint', 'd'), 'ok');
  assert.is(
    code(await centre.act(device('wang'), 't/k/joint', intentOf({ command: DECLINE, args: { offer: 'b', reason: '重复' } }))),
    'ok',
  );
  clock.now += 2 * 86_400_000;
  assert.is(await offerAt(centre, 'li', 'joint', 'e'), 'FORBIDDEN');
  centre.close();
});

test('O8 whose department changed offers to the room of the old one, which alone sees it', async () => {
  const clock = { now: Date.UTC(2024, 2, 21) };
  const centre = await centreAt(clock);
  const enrol = (person: PersonId, department: string) =>
    centre.act(
      centre.system,
      't/-/directory',
      intentOf(directorySlice.request.enrol({ person, department, name: person, post: '', rights: [] }), 1_000_000),
    );
  assert.is(await offerAt(centre, 'wang', 'patrol.private', 'never'), 'FORBIDDEN');
  clock.now += 1000;
  await enrol('li', 'court');
  await actOnCase(centre, device('wang'), 'k', caseSlice.request.addMember({ person: 'sun', role: 'member' }));
  assert.is(centre.refusal(device('li'), 't/k/patrol.private', 'read')?.code, 'FORBIDDEN');
  assert.is(await offerAt(centre, 'li', 'patrol.private', 'mine'), 'ok');
  const sent = async (person: PersonId, room: string) =>
    (
      await centre.bulk(device(person), {
        protocol: 1,
        schema: 1,
        device: 'd',
        rooms: [{ wire: `t/k/${room}@1`, since: 0, clients: [], updates: [], intents: [], pull: true }],
      })
    ).rooms[0];
  // The author, who is still of the team, hears nothing of it, nor does anybody else who may not read that room.
  assert.is((await sent('li', 'patrol.private'))?.refusal?.code, 'FORBIDDEN');
  assert.is((await sent('wang', 'patrol.private'))?.refusal?.code, 'FORBIDDEN');
  for (const room of ['joint', 'case']) assert.not.match(JSON.stringify((await sent('wang', room))?.acts), '村口');
  const row = (person: PersonId) => centre.rows(person, 0, 10).rows[0];
  assert.is(row('wang')?.summary['patrol.private'], undefined);
  assert.is(row('sun')?.summary['patrol.private']?.['offers'], 1);
  assert.equal(
    (await sent('sun', 'patrol.private'))?.acts.map(({ person }) => person),
    ['li'],
  );
  assert.is(
    code(await centre.act(device('wang'), 't/k/patrol.private', intentOf({ command: ACCEPT, args: { offer: 'mine' } }))),
    'FORBIDDEN',
  );
  assert.is(code(await centre.act(device('sun'), 't/k/patrol.private', intentOf({ command: ACCEPT, args: { offer: 'mine' } }))), 'ok');
  const facts = centre.reader('t/k/patrol.private').get(Facts, Facts.name);
  assert.is(facts?.ok === true ? facts.value.place : '', '村口');
  assert.is(row('sun')?.summary['patrol.private']?.['offers'], undefined);
  centre.close();
});

test('O9 what was offered outlives a restart, and the record says that each had the right to what they did', async ({ server }) => {
  await makeCase(server.centre, 'o9');
  await remove(server, 'o9');
  assert.is(code(await offer(server, 'li', 'o9', place, 'o9-a')), 'ok');
  await server.restart();
  assert.is(code(await answer(server, 'wang', 'o9', ACCEPT, { offer: 'o9-a' })), 'ok');
  const facts = server.centre.reader('t/o9/joint').get(Facts, Facts.name);
  assert.is(facts?.ok === true ? facts.value.place : '', '村口');
  const acts = async (wire: string) => ((await roomOf(server, 'wang', wire))?.acts ?? []).map((entry) => ({ wire, entry }));
  const all = [...(await acts('t/-/directory@1')), ...(await acts('t/o9/case@1')), ...(await acts('t/o9/joint@1'))];
  // The server itself enrolled the people, and says so with its device.
  const sound = all.map(({ wire, entry }, leaf) => ({
    leaf,
    room: { id: 1, key: wire.replace('@1', ''), epoch: 1, wrappedKey: new Uint8Array(), head: 0 },
    entry: { kind: 'act' as const, entry },
  }));
  assert.equal(replayRights(server.centre.model, sound), []);
  const forged = sound.map((each) =>
    each.entry.entry.intent.command === OFFER
      ? { ...each, entry: { kind: 'act' as const, entry: { ...each.entry.entry, person: 'sun' } } }
      : each,
  );
  assert.equal(
    replayRights(server.centre.model, forged).map(({ at }) => at),
    ['t/o9/joint 1'],
  );
});

test.run();

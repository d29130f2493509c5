import { type ActRequest, type PluginRow, sha256Text } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contributions } from './contributions.js';
import { openSession } from './minutes.js';
import { mediation } from './model.js';
import { answerKey, callFaults, changesOf, isHeld, present, sessionSlice, sessionsInOrder, untold } from './session.js';

const test = suite('joint sessions');
const { request } = sessionSlice;
const sun: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'lead' };
const chen: BenchPerson = { person: 'p-chen', department: 'grid', role: 'member' };
const observer: BenchPerson = { person: 'p-x', department: 'grid', role: 'observer' };
const at = '2024-08-29T09:00';
const call = {
  id: 's1',
  on: '2024-08-29',
  from: '09:00',
  place: '镇综治中心调解室',
  online: false,
  openness: 'open' as const,
  opennessAgreed: true,
  invitees: [{ name: '吴德福', capacity: '五老', consent: true }],
};
const seat = (name: string, there = true) => ({ name, part: 'party' as const, present: there });
const bench = () => new ActBench(mediation, 'mediation');
const code = (found: ReturnType<ActBench['act']>) => (found.ok ? found.value.outcome : (found.refusal.at ?? found.refusal.code));
const stateOf = (each: ActBench) => sessionSlice.of(each.state.slices);

/** A session that was called, with two at the table and rights read out. */
function running() {
  const made = bench();
  const act = (asked: ActRequest, by = sun, when = at) => code(made.act(asked, { by, at: when }));
  assert.is(act(request.convene(call)), 'applied');
  assert.is(act(request.attend({ session: 's1', seats: [seat('赵𠮷祥'), seat('李有田')] }), chen), 'applied');
  assert.is(act(request.readRights({ session: 's1', to: ['赵𠮷祥', '李有田'] })), 'applied');
  return { made, act };
}

test('a session is called with consent to its openness and to each invitee, by whoever presides', () => {
  const made = bench();
  const act = (asked: ActRequest, by = sun) => code(made.act(asked, { by, at }));
  assert.is(act(request.convene({ ...call, opennessAgreed: false })), 'refusal.openness');
  assert.is(act(request.convene({ ...call, invitees: [{ name: '吴德福', capacity: '', consent: false }] })), 'refusal.invitee');
  assert.is(act(request.convene(call), chen), 'NOT_PERMITTED');
  assert.is(act(request.convene(call)), 'applied');
  assert.is(act(request.convene(call)), 'refusal.sessionTwice');
  assert.equal(callFaults(stateOf(made), { ...call, id: 's2', opennessAgreed: false }), ['refusal.openness']);
});

test('attendance is taken by anybody who works at the table; the latest word counts, name by name', () => {
  const { made, act } = running();
  assert.is(act(request.attend({ session: 's1', seats: [seat('赵𠮷祥', false)] }), observer), 'NOT_PERMITTED');
  assert.is(act(request.attend({ session: 's1', seats: [seat('赵𠮷祥', false)] }), chen), 'applied');
  const [session] = sessionsInOrder(stateOf(made));
  assert.equal(session && present(session).map(({ name }) => name), ['李有田']);
  assert.is(act(request.attend({ session: 'nowhere', seats: [seat('谁')] })), 'refusal.noSession');
});

test('an answer keeps the words that it was given to', () => {
  const { made, act } = running();
  const hash = sha256Text('甲组七成三九，乙组二成六一');
  const answer = { session: 's1', proposal: 'p1', party: '李有田', answer: 'accepted' as const, words: '', hash };
  assert.is(act(request.answer(answer), chen), 'applied');
  assert.equal(stateOf(made).sessions['s1']?.answers[answerKey('p1', '李有田')]?.hash, hash);
  assert.is(
    code(made.act(request.answer({ ...answer, answer: 'refused' }), { by: sun, at, base: 0 })),
    'conflict',
    'two who noted it apart',
  );
});

test('it ends when rights were read out; an adjournment names a later day; nothing is done at the table afterwards', () => {
  const made = bench();
  const act = (asked: ActRequest) => code(made.act(asked, { by: sun, at }));
  act(request.convene(call));
  assert.is(act(request.end({ session: 's1', result: 'agreed', words: '' })), 'refusal.rights');
  act(request.readRights({ session: 's1', to: ['李有田'] }));
  assert.is(act(request.end({ session: 's1', result: 'next', words: '' })), 'refusal.nextOn');
  assert.is(act(request.end({ session: 's1', result: 'next', nextOn: '2024-08-29', words: '' })), 'refusal.nextOn');
  assert.is(act(request.end({ session: 's1', result: 'next', nextOn: '2024-09-05', nextFrom: '09:00', words: '' })), 'applied');
  assert.is(act(request.attend({ session: 's1', seats: [seat('李有田')] })), 'refusal.sessionEnded');
});

test('minutes are signed when it is over; who does not sign says why', () => {
  const { act } = running();
  const sign = { session: 's1', name: '李有田', how: 'paper' as const, note: '', hash: sha256Text('笔录') };
  assert.is(act(request.sign(sign)), 'refusal.sessionRuns');
  act(request.end({ session: 's1', result: 'agreed', words: '' }));
  assert.is(act(request.sign({ ...sign, how: 'refused', note: ' ' })), 'refusal.signReason');
  assert.is(act(request.sign(sign), chen), 'applied');
});

test('a call is corrected with a reason by whoever presides; the former one stays, and what was agreed already need not be asked again', () => {
  const made = bench();
  const act = (asked: ActRequest, by = sun) => code(made.act(asked, { by, at }));
  act(request.convene(call));
  const moved = { ...call, on: '2024-09-02', place: '木匠沟村委会' };
  assert.is(act(request.correct({ ...moved, reason: '秋收' }), chen), 'NOT_PERMITTED');
  assert.is(act(request.correct({ ...moved, reason: ' ' })), 'refusal.reason');
  assert.is(act(request.correct({ ...call, reason: '秋收' })), 'refusal.sameCall');
  assert.is(act(request.correct({ ...moved, id: 'nowhere', reason: '秋收' })), 'refusal.noSession');
  assert.is(act(request.correct({ ...moved, opennessAgreed: false, reason: '秋收' })), 'refusal.openness');
  const stranger = [...call.invitees, { name: '贺律师', capacity: '律师', consent: false }];
  assert.is(act(request.correct({ ...moved, invitees: stranger, reason: '秋收' })), 'refusal.invitee');
  assert.is(act(request.correct({ ...moved, reason: '秋收' })), 'applied');
  const session = stateOf(made).sessions['s1'];
  assert.equal([session?.called.on, session?.called.place, session?.called.by], ['2024-09-02', '木匠沟村委会', 'p-sun']);
  assert.equal(
    session?.corrected?.map(({ reason, before, by }) => [reason, before.on, by]),
    [['秋收', '2024-08-29', 'p-sun']],
  );
});

test('a session is cancelled before rights are read out, with a reason; nothing is done at its table afterwards', () => {
  const made = bench();
  const act = (asked: ActRequest, by = sun) => code(made.act(asked, { by, at }));
  act(request.convene(call));
  act(request.convene({ ...call, id: 's2', on: '2024-09-02' }));
  assert.is(act(request.cancel({ session: 's1', reason: '' })), 'refusal.reason');
  assert.is(act(request.cancel({ session: 's1', reason: '一方要求改期' }), chen), 'NOT_PERMITTED');
  assert.is(act(request.cancel({ session: 's1', reason: '一方要求改期' })), 'applied');
  for (const asked of [
    request.cancel({ session: 's1', reason: '再来' }),
    request.correct({ ...call, place: '别处', reason: '改' }),
    request.attend({ session: 's1', seats: [seat('李有田')] }),
    request.readRights({ session: 's1', to: ['李有田'] }),
  ])
    assert.is(act(asked), 'refusal.sessionCancelled');
  act(request.readRights({ session: 's2', to: ['李有田'] }));
  assert.is(act(request.cancel({ session: 's2', reason: '改期' })), 'refusal.sessionBegun');
  assert.equal(Object.values(stateOf(made).sessions).map(isHeld), [false, true]);
});

test('two who change a session apart: the second waits as a conflict, also where one of them ends it', () => {
  const { made } = running();
  const base = made.state.seq;
  assert.is(code(made.act(request.correct({ ...call, place: '村委会', reason: '人多' }), { by: sun, at, base })), 'applied');
  assert.is(code(made.act(request.correct({ ...call, from: '14:30', reason: '修路' }), { by: sun, at, base })), 'conflict');
  assert.is(code(made.act(request.end({ session: 's1', result: 'agreed', words: '' }), { by: sun, at, base })), 'conflict');
  assert.equal([stateOf(made).sessions['s1']?.called.place, stateOf(made).sessions['s1']?.called.from], ['村委会', '09:00']);
  const other = bench();
  other.act(request.convene(call), { by: sun, at });
  const from = other.state.seq;
  other.act(request.cancel({ session: 's1', reason: '改期' }), { by: sun, at, base: from });
  assert.is(code(other.act(request.correct({ ...call, from: '14:30', reason: '修路' }), { by: sun, at, base: from })), 'conflict');
});

test('parties and whoever is or was invited have to be told of each change, and are again of the next', () => {
  const made = bench();
  const act = (asked: ActRequest, by = sun) => code(made.act(asked, { by, at }));
  const left = () => {
    const [session] = sessionsInOrder(stateOf(made));
    return session === undefined ? undefined : untold(session, ['赵𠮷祥', '李有田']);
  };
  act(request.convene(call));
  assert.equal(left(), [], 'nobody, of a call that was not changed');
  act(request.correct({ ...call, invitees: [{ name: '贺律师', capacity: '', consent: true }], reason: '换人' }));
  assert.equal(left(), ['赵𠮷祥', '李有田', '吴德福', '贺律师'], 'whoever is no longer invited too');
  assert.is(act(request.tell({ session: 's1', names: [], changes: 1 }), chen), 'refusal.nobody');
  assert.is(act(request.tell({ session: 's1', names: ['赵𠮷祥', '吴德福'], changes: 1 }), observer), 'NOT_PERMITTED');
  assert.is(act(request.tell({ session: 's1', names: ['赵𠮷祥', '吴德福'], changes: 1 }), chen), 'applied');
  assert.equal(left(), ['李有田', '贺律师']);
  act(request.cancel({ session: 's1', reason: '对方住院' }));
  assert.equal(left(), ['赵𠮷祥', '李有田', '吴德福', '贺律师']);
  const [session] = sessionsInOrder(stateOf(made));
  assert.is(session === undefined ? 0 : changesOf(session), 2);
});

test('the timeline says what was changed; minutes of a session that was not held are no session held', () => {
  const of = (command: string, args: Record<string, unknown>) =>
    contributions.timelineEntries?.[command]?.({ args: args as never, person: 'p-sun', at: 0 });
  assert.equal(of('mediation-session.correct', { ...call, reason: '秋收' }), {
    key: 'act.correct',
    params: { on: { date: '2024-08-29' }, from: '09:00', place: '镇综治中心调解室', reason: '秋收' },
  });
  assert.equal(of('mediation-session.cancel', { session: 's1', reason: '改期' }), { key: 'act.cancel', params: { reason: '改期' } });
  assert.equal(of('mediation-session.tell', { names: ['甲', '乙', '丙', '丁'] }), {
    key: 'act.tell',
    params: { count: 4, names: '甲, 乙, 丙 …' },
  });
  const made = bench();
  const joint = new ActBench(mediation, 'joint');
  const context = { person: 'p-sun', now: 0, id: () => 'x' };
  for (const id of ['s1', 's2', 'alone']) openSession.run(joint.content, { id }, context);
  made.act(request.convene(call), { by: sun, at });
  made.act(request.convene({ ...call, id: 's2' }), { by: sun, at });
  made.act(request.readRights({ session: 's2', to: ['李有田'] }), { by: sun, at });
  made.act(request.cancel({ session: 's1', reason: '改期' }), { by: sun, at });
  const [acts, minutes] = [made.row('2024-09-01'), joint.row('2024-09-01')];
  const row: PluginRow = { ...acts, read: (summary) => acts.read(summary) ?? minutes.read(summary) };
  assert.equal(contributions.cardBadges?.['sessions']?.(row)?.words, { key: 'badge.sessions', params: { count: 2 } });
});

test('sessions stand by day and hour', () => {
  const made = bench();
  for (const [id, on, from] of [
    ['b', '2024-09-05', '09:00'],
    ['a', '2024-08-29', '14:30'],
    ['c', '2024-08-29', '09:00'],
  ] as const)
    made.act(request.convene({ ...call, id, on, from }), { by: sun, at });
  assert.equal(
    sessionsInOrder(stateOf(made)).map(({ id }) => id),
    ['c', 'a', 'b'],
  );
});

test.run();

import { type ActRequest, sha256Text } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { mediation } from './model.js';
import { answerKey, callFaults, present, sessionSlice, sessionsInOrder } from './session.js';

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

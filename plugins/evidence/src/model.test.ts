import { readFileSync } from 'node:fs';
import { type ActRequest, sha256Text } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { evidenceSlice, isHere, pausesOf } from './acts.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { evidence, manifest } from './model.js';

const test = suite('evidence model');
const { request } = evidenceSlice;
const chen: BenchPerson = { person: 'p-chen', department: 'grid', role: 'member' };
const observer: BenchPerson = { person: 'p-x', department: 'grid', role: 'observer' };
const at = '2024-06-13T10:00';

function begin() {
  const bench = new ActBench(evidence, 'evidence');
  const act = (asked: ActRequest, by = chen, when = at) => {
    const found = bench.act(asked, { by, at: when });
    return found.ok ? found.value.outcome : (found.refusal.at ?? found.refusal.code);
  };
  return { bench, act, state: () => evidenceSlice.of(bench.state.slices) };
}
const take = { item: 'e1', name: '林权证 0313 号', from: '赵𠮷祥', original: true, pages: 4, on: '2024-04-12', hash: sha256Text('scan') };
const commission = {
  id: 'q1',
  title: '林权证真伪',
  body: '某司法鉴定中心',
  items: ['e1'],
  hash: sha256Text('印文'),
  hasQuestions: true,
  consent: true,
  on: '2024-04-15',
};
const sent = { id: 'q1', on: '2024-04-16', dueOn: '2024-06-15', pauses: true, basis: '当事人约定' };

test('onedoor.plugin.json and the manifest in code are one, and both languages have the same keys', () => {
  assert.equal(JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8')), manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('an item is taken in once, handed on only while it is here, and its days do not go backwards', () => {
  const { act, state } = begin();
  assert.is(act(request.hand({ item: 'e1', to: '鉴定中心', on: '2024-04-16', why: '送检', back: false })), 'refusal.notHere');
  assert.is(act(request.take(take), observer), 'NOT_PERMITTED');
  assert.is(act(request.take({ ...take, on: '2024-06-14' })), 'refusal.future');
  assert.is(act(request.take(take)), 'applied');
  assert.is(act(request.take(take)), 'refusal.here');
  assert.is(act(request.hand({ item: 'e1', to: '鉴定中心', on: '2024-04-11', why: '送检', back: false })), 'refusal.before');
  assert.is(act(request.hand({ item: 'e1', to: '鉴定中心', on: '2024-04-16', why: '送检', back: false })), 'applied');
  assert.is(isHere(state().custody['e1']), false);
  assert.is(act(request.take({ ...take, from: '鉴定中心', on: '2024-06-12' })), 'applied');
  assert.equal(
    state().custody['e1']?.map(({ kind, on, by }) => [kind, on, by]),
    [
      ['taken', '2024-04-12', 'p-chen'],
      ['handed', '2024-04-16', 'p-chen'],
      ['taken', '2024-06-12', 'p-chen'],
    ],
  );
});

test('two who hand one item on while apart: the second waits as a conflict', () => {
  const { bench, act } = begin();
  act(request.take(take));
  act(request.hand({ item: 'e1', to: '鉴定中心', on: '2024-04-16', why: '送检', back: false }));
  const second = bench.act(request.hand({ item: 'e1', to: '赵𠮷祥', on: '2024-04-16', why: '退还', back: true }), {
    by: chen,
    at,
    base: 1,
  });
  assert.is(second.ok ? second.value.outcome : '', 'conflict');
});

test('an appraisal goes from consent to its result, step by step', () => {
  const { act, state } = begin();
  assert.is(act(request.send(sent)), 'refusal.noAppraisal');
  assert.is(act(request.commission({ ...commission, consent: false })), 'refusal.consent');
  assert.is(act(request.commission({ ...commission, hasQuestions: false })), 'refusal.questions');
  assert.is(act(request.commission(commission)), 'applied');
  assert.is(act(request.commission(commission)), 'refusal.twice');
  assert.is(act(request.receive({ id: 'q1', on: '2024-06-12', number: '', result: '真' })), 'refusal.notSent');
  assert.is(act(request.send({ ...sent, dueOn: '2024-04-16' })), 'refusal.due');
  assert.is(act(request.send(sent)), 'applied');
  assert.is(act(request.receive({ id: 'q1', on: '2024-04-15', number: '', result: '真' })), 'refusal.before');
  assert.is(act(request.receive({ id: 'q1', on: '2024-06-12', number: '鉴字12号', result: '六本均为真' })), 'applied');
  assert.is(act(request.recall({ id: 'q1', on: '2024-06-13', reason: '不需要' })), 'refusal.over');
  assert.is(state().appraisals['q1']?.received?.number, '鉴字12号');
});

test('waiting stops a clock where an article says so, from sending to receiving, and nowhere else', () => {
  const { act, state } = begin();
  act(request.commission(commission));
  assert.is(act(request.send({ ...sent, basis: ' ' })), 'refusal.basis');
  act(request.send(sent));
  assert.equal(pausesOf(state()), [{ from: '2024-04-16', basis: '当事人约定', kind: 'appraisal' }]);
  act(request.receive({ id: 'q1', on: '2024-06-12', number: '', result: '真' }));
  assert.equal(pausesOf(state()), [{ from: '2024-04-16', until: '2024-06-12', basis: '当事人约定', kind: 'appraisal' }]);
  act(request.commission({ ...commission, id: 'q2' }));
  act(request.send({ ...sent, id: 'q2', pauses: false, basis: '' }));
  assert.is(pausesOf(state()).length, 1);
});

test('the card says until when an appraisal is due, and stops saying it when it is here', () => {
  const { bench, act } = begin();
  act(request.commission(commission));
  act(request.send(sent));
  const badge = () => evidence.contributions.cardBadges?.['appraisal']?.(bench.row('2024-06-13'));
  const clock = () => bench.deadlines('appraisal', '2024-06-13')[0];
  assert.equal(badge(), { words: { key: 'badge', params: { due: { date: '2024-06-15' } } }, tone: 'warning' });
  assert.is(clock()?.dueOn, '2024-06-15');
  act(request.receive({ id: 'q1', on: '2024-06-12', number: '', result: '真' }));
  assert.equal([badge(), clock()?.endedOn], [undefined, '2024-06-12']);
  assert.is(evidence.contributions.cardBadges?.['appraisal']?.(bench.row('2024-06-13', { closed: true })), undefined);
});

test.run();

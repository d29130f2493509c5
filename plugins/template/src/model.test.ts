import { readFileSync } from 'node:fs';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { addTalk, callBack, manifest, model, Talk } from './model.js';

const test = suite('template model');
const { promise, keep } = callBack.request;
const worker: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'member' };
const observer: BenchPerson = { person: 'p-he', department: 'hotline', role: 'observer' };

/** The bench judges acts as the server does: right, conflict, state. */
const bench = () => new ActBench(model, 'template');
const outcome = (result: ReturnType<ActBench['act']>) => (result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code));

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('a talk is added; a title is needed', () => {
  const { reader } = new Replica(1);
  const context = { person: 'p-sun', now: 0, id: () => 'x' };
  assert.ok(addTalk.run(reader, { id: 'a', title: '电话', heldOn: '2024-09-03' }, context).ok);
  assert.equal(
    reader.values(Talk).map(({ title, heldOn }) => [title, heldOn]),
    [['电话', '2024-09-03']],
  );
  const refused = addTalk.run(reader, { id: 'b', title: '' }, context);
  assert.is(refused.ok ? '' : refused.refusal.code, 'BAD_ARGS');
});

test('a promise is made by those who work on the case, for a day that has not passed, and is kept', () => {
  const room = bench();
  const at = '2024-09-03T10:00';
  assert.is(outcome(room.act(promise({ dueOn: '2024-09-10' }), { by: observer, at })), 'NOT_PERMITTED');
  assert.is(outcome(room.act(promise({ dueOn: '2024-09-02' }), { by: worker, at })), 'refusal.past');
  assert.is(outcome(room.act(keep({}), { by: worker, at })), 'refusal.none');
  assert.is(outcome(room.act(promise({ dueOn: '2024-09-10' }), { by: worker, at })), 'applied');
  assert.equal(room.summary, { on: '2024-09-03', dueOn: '2024-09-10' });
  assert.is(outcome(room.act(keep({}), { by: worker, at: '2024-09-05T10:00' })), 'applied');
  assert.equal(room.summary, {});
});

test('two promises made apart: the first counts, the second waits', () => {
  const room = bench();
  const at = '2024-09-03T10:00';
  room.act(promise({ dueOn: '2024-09-10' }), { by: worker, at });
  assert.is(outcome(room.act(promise({ dueOn: '2024-09-20' }), { by: worker, at, base: 0 })), 'conflict');
  assert.is(callBack.of(room.state.slices).dueOn, '2024-09-10');
});

test('badge, column and clock show the promise while the case is open', () => {
  const room = bench();
  room.act(promise({ dueOn: '2024-09-10' }), { by: worker, at: '2024-09-03T10:00' });
  const { cardBadges, ledgerColumns } = model.contributions;
  const tone = (today: string) => cardBadges?.['promised']?.(room.row(today))?.tone;
  assert.equal(['2024-09-03', '2024-09-08', '2024-09-11'].map(tone), ['plain', 'warning', 'danger']);
  assert.equal(ledgerColumns?.['promised']?.(room.row('2024-09-03')), { value: '2024-09-10' });
  assert.is(room.deadlines('promised', '2024-09-03')[0]?.startedOn, '2024-09-03');
  assert.is(cardBadges?.['promised']?.(room.row('2024-09-03', { closed: true })), undefined);
});

test.run();

import { readFileSync } from 'node:fs';
import { Facts, SettingDefinitions } from '@onedoor/core';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { en } from './locales/en.js';
import { en as settingsEn, zh as settingsZh } from './locales/settings.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { access, describe, intake, manifest, model } from './model.js';
import settings from './settings.js';

const test = suite('intake model');
const { receive, accept, link, unlink } = intake.request;
const clerk: BenchPerson = { person: 'p-li', department: 'petition', role: 'lead' };
const officer: BenchPerson = { person: 'p-wang', department: 'police', role: 'member' };
const observer: BenchPerson = { person: 'p-he', department: 'hotline', role: 'observer' };
const at = '2024-09-30T10:00';
const outcome = (result: ReturnType<ActBench['act']>) => (result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code));
const received = () => {
  const bench = new ActBench(model, 'intake');
  assert.ok(bench.act(receive({ source: 'hotline', ref: 'GD-0917', marks: ['0123456789abcdef'] }), { by: clerk, at }).ok);
  return bench;
};

test('onedoor.plugin.json and the manifest in code are one, and both languages have the same keys', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
  assert.equal(Object.keys(viewEn), Object.keys(viewZh));
});

test('who received it answers for it until somebody accepts it, over a holiday by the next working day', () => {
  const bench = received();
  const { cardBadges } = model.contributions;
  const badge = (today: string) => cardBadges?.['answering']?.(bench.row(today));
  assert.equal(badge('2024-10-01')?.words, { key: 'badge.answering', params: { who: { person: 'p-li' } } });
  const [clock] = bench.deadlines('accept', '2024-10-01');
  assert.equal([clock?.startedOn, clock?.dueOn, clock?.waitsFor], ['2024-09-30', '2024-10-08', { person: 'p-li' }]);
  assert.is(badge('2024-10-09')?.tone, 'danger');
  assert.is(outcome(bench.act(accept({}), { by: observer, at })), 'NOT_PERMITTED');
  assert.is(outcome(bench.act(accept({}), { by: officer, at })), 'applied');
  assert.is(badge('2024-10-09'), undefined);
  assert.equal(
    bench.deadlines('accept', '2024-10-09').map(({ dueOn, endedOn }) => [dueOn, endedOn]),
    [['2024-10-08', '2024-09-30']],
    'it has ended, and the tab of deadlines tells so',
  );
  assert.is(outcome(bench.act(accept({}), { by: clerk, at })), 'refusal.accepted');
});

test('how long whoever was asked first answers is the centre’s to decide; what was received before keeps its day', () => {
  const bench = received();
  const due = () => bench.deadlines('accept', '2024-10-01')[0]?.dueOn;
  bench.settings = { 'intake.accept': [{ number: 1, value: 3, from: '2024-10-01' }] };
  assert.is(due(), '2024-10-08');
  bench.settings = { 'intake.accept': [{ number: 1, value: 3 }] };
  assert.is(due(), '2024-10-10');
  bench.settings = { 'core.calendar': [{ number: 1, value: { 2024: { off: ['10-01..10-02'], worked: [] } } }] };
  assert.is(due(), '2024-10-03');
  const definitions = new SettingDefinitions([settings]);
  assert.equal(
    [definitions.misfit('intake', 'accept', 0), definitions.misfit('intake', 'accept', 16)?.code, Object.keys(settingsEn)],
    [undefined, 'BAD_VALUE', Object.keys(settingsZh)],
  );
});

test('a closed case has nobody who still answers; a receipt is recorded once, and not before its day', () => {
  const bench = received();
  assert.is(model.contributions.cardBadges?.['answering']?.(bench.row('2024-10-01', { closed: true })), undefined);
  assert.is(outcome(bench.act(receive({ source: 'phone', marks: [] }), { by: officer, at })), 'refusal.received');
  const other = new ActBench(model, 'intake');
  assert.is(outcome(other.act(receive({ source: 'letter', receivedOn: '2024-10-01', marks: [] }), { by: clerk, at })), 'refusal.future');
  assert.is(outcome(other.act(accept({}), { by: clerk, at })), 'refusal.accepted');
});

test('a case follows one leading case, leads several, and a link can be undone', () => {
  const bench = received();
  assert.is(outcome(bench.act(link({ other: 'b', leads: 'other', reason: '同一件事' }), { by: officer, at })), 'applied');
  assert.is(outcome(bench.act(link({ other: 'b', leads: 'this', reason: '' }), { by: officer, at })), 'refusal.linked');
  assert.is(outcome(bench.act(link({ other: 'c', leads: 'other', reason: '' }), { by: officer, at })), 'refusal.follows');
  assert.equal(model.contributions.cardBadges?.['linked']?.(bench.row('2024-10-01'))?.words, { key: 'badge.follows' });
  assert.is(outcome(bench.act(unlink({ other: 'b', reason: ' ' }), { by: officer, at })), 'reason');
  assert.is(outcome(bench.act(unlink({ other: 'b', reason: '不是一件事' }), { by: officer, at })), 'applied');
  assert.is(outcome(bench.act(link({ other: 'c', leads: 'this', reason: '' }), { by: officer, at })), 'applied');
  assert.equal(model.contributions.cardBadges?.['linked']?.(bench.row('2024-10-01'))?.words, { key: 'badge.leads', params: { count: 1 } });
  assert.equal(bench.summary?.['links'], [{ other: 'c', leads: 'this' }]);
});

test('two who accept while apart: the second waits for a decision', () => {
  const bench = received();
  assert.is(outcome(bench.act(accept({}), { by: officer, at })), 'applied');
  assert.is(outcome(bench.act(accept({}), { by: clerk, at, base: 1 })), 'conflict');
});

test('a code for the progress is given and revoked by whoever works on the case; nobody of them rates', () => {
  const bench = received();
  const { give, revoke, rate } = access.request;
  const hash = '0'.repeat(64);
  assert.is(outcome(bench.act(give({ party: 'p1', hash }), { by: observer, at })), 'NOT_PERMITTED');
  assert.is(outcome(bench.act(give({ party: 'p1', hash: 'short' }), { by: officer, at })), 'hash');
  assert.is(outcome(bench.act(give({ party: 'p1', hash }), { by: officer, at })), 'applied');
  assert.is(outcome(bench.act(rate({ score: 5, words: '' }), { by: clerk, at })), 'NOT_PERMITTED');
  assert.is(outcome(bench.act(revoke({ party: 'p1', reason: ' ' }), { by: clerk, at })), 'reason');
  assert.is(outcome(bench.act(revoke({ party: 'p1', reason: '丢了' }), { by: clerk, at })), 'applied');
  assert.is(outcome(bench.act(revoke({ party: 'p1', reason: '丢了' }), { by: clerk, at })), 'ACT_NOT_ALLOWED');
});

test('the first words are written once, into the facts of the case', () => {
  const { reader } = new Replica(1);
  const context = { person: 'p-li', now: 0, id: () => 'x' };
  assert.ok(describe.run(reader, { words: '邻居占了路。' }, context).ok);
  assert.ok(describe.run(reader, { words: '邻居占了路。' }, context).ok, 'again, as after a rejoin');
  const facts = reader.get(Facts, Facts.name);
  assert.is(facts?.ok === true ? facts.value.summary : '', '邻居占了路。');
});

test.run();

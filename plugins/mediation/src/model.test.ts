import { readFileSync } from 'node:fs';
import { type ActRequest, explain, Model } from '@onedoor/core';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { contributions } from './contributions.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { editSession, Minutes, manifest, mediation, notes, openSession } from './model.js';
import { periodSlice } from './period.js';

const test = suite('mediation model');
const context = { person: 'p-sun', now: 0, id: () => 'x' };

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
});

test('sessions are opened and corrected in the joint room', () => {
  const { reader } = new Replica(1);
  assert.ok(openSession.run(reader, { id: 's1', heldOn: '2024-03-21' }, context).ok);
  assert.ok(openSession.run(reader, { id: 's2' }, context).ok);
  assert.ok(editSession.run(reader, { id: 's2', patch: { place: '村委会' } }, context).ok);
  assert.equal(
    reader.values(Minutes).map(({ id, heldOn, place }) => [id, heldOn, place]),
    [
      ['s1', '2024-03-21', undefined],
      ['s2', undefined, '村委会'],
    ],
  );
  const refused = openSession.run(reader, { id: 's3', heldOn: 'soon' }, context);
  assert.is(refused.ok ? '' : refused.refusal.code, 'BAD_ARGS');
});

test("two people's sessions begun while apart are both kept", () => {
  const [a, b] = [new Replica(1), new Replica(2)];
  openSession.run(a.reader, { id: 'a' }, context);
  openSession.run(b.reader, { id: 'b' }, context);
  a.receive(b.take());
  assert.equal(a.reader.ids(Minutes), ['a', 'b']);
});

test('the private room is for members of the committee who are on the team', () => {
  const rule = new Model([mediation]).room('mediation.private')?.rule;
  assert.ok(rule);
  const team = { roleOf: (person: string) => (person === 'p-wu' ? undefined : ('member' as const)) };
  const actor = (person: string, department: string) => ({ person, name: person, department, rights: [] });
  const may = (person: string, department: string) => explain(rule, { to: 'read' }, actor(person, department), team).allowed;
  assert.equal([may('p-sun', 'mediation'), may('p-wang', 'police'), may('p-wu', 'mediation')], [true, false, false]);
  const { reader } = new Replica(1);
  assert.ok(notes.add.run(reader, { id: 'n', title: '走访' }, context).ok);
  assert.is(reader.values(notes.Note)[0]?.title, '走访');
});

const sun: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'member' };
const { request } = periodSlice;

class Bench extends ActBench {
  constructor(room = 'mediation') {
    super(mediation, room);
  }

  try(act: ActRequest, at: string, by: BenchPerson = sun): string {
    const result = this.act(act, { by, at });
    return result.ok ? 'done' : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
  }
}

test('mediation begins with the consent of all, by committee or lead', () => {
  const bench = new Bench();
  const begin = (consent: boolean, on = '2024-03-21') => request.begin({ on, consent });
  const at = '2024-03-21T12:00';
  assert.is(bench.try(begin(true), at, { person: 'p-wang', department: 'police', role: 'member' }), 'NOT_PERMITTED');
  assert.is(bench.try(begin(false), at), 'ACT_NOT_ALLOWED refusal.consent');
  assert.is(bench.try(begin(true, '2024-03-22'), at), 'ACT_NOT_ALLOWED refusal.future');
  assert.is(bench.try(begin(true), at, { person: 'p-zhao', department: 'judicial', role: 'lead' }), 'done');
  assert.is(bench.try(begin(true), at), 'ACT_NOT_ALLOWED refusal.begun');
});

test('the period is thirty natural days, a day off moving the last one, and longer where all agree', () => {
  const bench = new Bench();
  const due = (today = '2024-04-01') => {
    const [clock] = bench.deadlines('period', today);
    return clock === undefined ? undefined : [clock.startedOn, clock.dueOn, clock.basis];
  };
  const extend = (until: string, over: { consent?: boolean; reason?: string } = {}) =>
    request.extend({ until, consent: true, reason: '等鉴定意见', ...over });
  const at = '2024-04-11T12:00';
  assert.is(bench.try(extend('2024-07-31'), at), 'ACT_NOT_ALLOWED refusal.notBegun');
  bench.try(request.begin({ on: '2024-03-21', consent: true }), '2024-03-21T12:00');
  // 2024-04-20 is a Saturday.
  assert.equal(due(), ['2024-03-21', '2024-04-22', '人民调解工作若干规定 第三十三条']);
  assert.is(bench.try(extend('2024-04-22'), at), 'ACT_NOT_ALLOWED refusal.until');
  assert.is(bench.try(extend('2024-07-31', { consent: false }), at), 'ACT_NOT_ALLOWED refusal.consent');
  assert.is(bench.try(extend('2024-07-31', { reason: ' ' }), at), 'ACT_NOT_ALLOWED refusal.reason');
  assert.is(bench.try(extend('2024-07-31'), at), 'done');
  assert.equal(due()?.[1], '2024-07-31');
  assert.equal(contributions.ledgerColumns?.['due']?.(bench.row('2024-05-01')), { value: '2024-07-31' });
  const apart = bench.act(extend('2024-08-31'), { by: { ...sun, person: 'p-zhao', department: 'mediation' }, at, base: 1 });
  assert.is(apart.ok && apart.value.outcome, 'conflict');
  assert.ok(bench.deadlines('period', '2024-05-01', { closed: true })[0]?.endedOn, 'it has ended with the case');
});

/** What the row tells of appraisals that the case waits for. */
const waiting = (pause: { readonly from: string; readonly until?: string }) => ({
  others: { evidence: { pauses: [{ ...pause, basis: '当事人约定', kind: 'appraisal' }] } },
});

test('the time of an appraisal does not count in the period: the card and the column move with it', () => {
  const bench = new Bench();
  bench.try(request.begin({ on: '2024-03-21', consent: true }), '2024-03-21T12:00');
  const over = waiting({ from: '2024-04-01', until: '2024-04-11' });
  const [clock] = bench.deadlines('period', '2024-04-15', over);
  // Thirty days from 03-21 and ten more: 04-30 is worked.
  assert.is(clock?.dueOn, '2024-04-30');
  assert.equal(clock?.counted?.pauses, [{ from: '2024-04-01', until: '2024-04-11', why: '当事人约定' }]);
  assert.equal(contributions.ledgerColumns?.['due']?.(bench.row('2024-04-15', over)), { value: '2024-04-30' });
  // While it is waited for, the day goes on: nineteen days were left of the thirty.
  const open = waiting({ from: '2024-04-01' });
  assert.equal(
    ['2024-04-10', '2024-05-20'].map((today) => bench.deadlines('period', today, open)[0]?.dueOn),
    ['2024-04-29', '2024-06-11'],
  );
});

test('a day that the parties agreed on moves only for what stood still afterwards', () => {
  const bench = new Bench();
  bench.try(request.begin({ on: '2024-03-21', consent: true }), '2024-03-21T12:00');
  bench.try(request.extend({ until: '2024-05-31', consent: true, reason: '等鉴定意见' }), '2024-04-11T12:00');
  const due = (pause: { readonly from: string; readonly until: string }) =>
    bench.deadlines('period', '2024-06-01', waiting(pause))[0]?.dueOn;
  assert.is(due({ from: '2024-04-01', until: '2024-04-11' }), '2024-05-31', 'they knew of it');
  assert.is(due({ from: '2024-05-01', until: '2024-05-08' }), '2024-06-07', 'seven days later');
  const [clock] = bench.deadlines('period', '2024-05-01');
  assert.equal(
    clock?.changes?.map(({ kind, until, asked, decided }) => [kind, until, asked.by, decided?.who]),
    [['extension', '2024-05-31', 'p-sun', 'parties']],
  );
  assert.equal(Object.keys(clock?.limits ?? {}), ['pause'], 'extended by its own act alone');
});

test('without an agreement the parties are told of the other routes; then no clock runs', () => {
  const bench = new Bench();
  const conclude = (outcome: 'agreed' | 'failed', told: boolean, on = '2024-03-28') =>
    request.conclude({ on, outcome, told, matter: 'civil', routes: ['court'] });
  const at = '2024-03-28T10:00';
  assert.is(bench.try(conclude('agreed', false), at), 'ACT_NOT_ALLOWED refusal.notBegun');
  bench.try(request.begin({ on: '2024-03-19', consent: true }), '2024-03-19T09:00');
  assert.is(bench.try(conclude('failed', false), at), 'ACT_NOT_ALLOWED refusal.told');
  assert.is(bench.try(conclude('agreed', false, '2024-03-18'), at), 'ACT_NOT_ALLOWED refusal.beforeBegin');
  assert.is(bench.try(conclude('failed', true), at), 'done');
  assert.is(bench.try(conclude('failed', true), at), 'ACT_NOT_ALLOWED refusal.concluded');
  assert.is(bench.deadlines('period', '2024-03-29')[0]?.endedOn, '2024-03-28');
});

test('sessions are counted from the minutes of the joint room', () => {
  const bench = new Bench('joint');
  const badge = () => contributions.cardBadges?.['sessions']?.(bench.row('2024-04-01'))?.words;
  assert.is(badge(), undefined);
  openSession.run(bench.content, { id: 'a' }, context);
  openSession.run(bench.content, { id: 'b' }, context);
  assert.equal(badge(), { key: 'badge.sessions', params: { count: 2 } });
  assert.equal(contributions.ledgerColumns?.['sessions']?.(bench.row('2024-04-01')), { value: 2 });
});

test('every word that a contribution names is in the dictionary', () => {
  const acts = Object.values(contributions.timelineEntries ?? {}).map((say) => say({ args: {}, person: '', at: 0 }).key);
  assert.equal(
    [...acts, 'badge.sessions', 'clock.period', 'outcome.agreed', 'outcome.failed', 'outcome.withdrawn'].filter((key) => !(key in zh)),
    [],
  );
});

test.run();

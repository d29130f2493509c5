import { readFileSync } from 'node:fs';
import { type ActRequest, changeState, countedClock } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Asked, clocksSlice } from './acts.js';
import { en } from './locales/en.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { clocks, manifest } from './model.js';
import { groupOf } from './overview.js';

const test = suite('deadlines');
const { request } = clocksSlice;
const chen: BenchPerson = { person: 'p-chen', department: 'grid', role: 'member' };
const sun: BenchPerson = { person: 'p-sun', department: 'committee', role: 'lead' };
const liu: BenchPerson = { person: 'p-liu', department: 'town', role: 'leader' };
const observer: BenchPerson = { person: 'p-x', department: 'grid', role: 'observer' };

const HEAD = { approval: 'head', notice: true, days: 30 } as const;
const PARTIES = { approval: 'parties', notice: true } as const;
const run = { clock: 'bell.period', startedOn: '2024-03-21', dueOn: '2024-04-22' };
const extension = (over = {}) => request.ask({ id: 'e', ...run, kind: 'extension', days: 20, reason: '需要测绘', limit: HEAD, ...over });
const pause = (over = {}) =>
  request.ask({ id: 'p', ...run, kind: 'pause', from: '2024-04-01', reason: '一方住院', limit: PARTIES, ...over });

class Bench extends ActBench {
  constructor() {
    super(clocks, 'clocks');
  }

  try(act: ActRequest, by: BenchPerson = chen, on = '2024-04-02'): string {
    const result = this.act(act, { by, at: `${on}T10:00` });
    return result.ok ? result.value.outcome : (result.refusal.at ?? result.refusal.code);
  }

  get changes(): readonly Asked[] {
    return clocksSlice.of(this.state.slices).changes;
  }

  /** The last day of the clock as any rule of another plugin counts it from the case's row. */
  due(today = '2024-04-20'): string {
    return countedClock(this.row(today), { ...run, term: 'settlement.period' }).dueOn;
  }
}

test('onedoor.plugin.json and the manifest in code are one, and both languages have the same keys', () => {
  assert.equal(JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8')), manifest);
  assert.equal(Object.keys(en), Object.keys(zh));
  assert.equal(Object.keys(viewEn), Object.keys(viewZh));
});

test('an extension is asked for with its reason, approved by the head and never by whoever asked, and told with how and to whom', () => {
  const bench = new Bench();
  assert.is(bench.try(extension(), observer), 'NOT_PERMITTED');
  assert.is(bench.try(extension({ reason: ' ' })), 'refusal.reason');
  assert.is(bench.try(extension({ days: 31 })), 'refusal.days');
  assert.is(bench.try(extension(), sun), 'applied');
  assert.is(bench.try(extension(), sun), 'refusal.twice');
  assert.is(bench.try(extension({ id: 'e2', days: 5 })), 'refusal.open');
  const approve = request.approve({ id: 'e', approved: true, note: '' });
  assert.is(bench.try(approve, chen), 'NOT_PERMITTED');
  assert.is(bench.try(approve, sun), 'refusal.self');
  assert.is(bench.try(request.record({ id: 'e', on: '2024-04-02', approved: true, consent: true, note: '' })), 'refusal.others');
  assert.is(bench.try(request.tell({ id: 'e', on: '2024-04-02', how: '电话', to: '双方' })), 'refusal.notApproved');
  assert.is(bench.try(approve, liu), 'applied');
  assert.equal(bench.changes.map(changeState), ['incomplete']);
  assert.is(bench.try(request.tell({ id: 'e', on: '2024-04-01', how: '电话', to: '双方' })), 'refusal.before');
  assert.is(bench.try(request.tell({ id: 'e', on: '2024-04-03', how: '电话', to: '双方' })), 'refusal.future');
  assert.is(bench.try(request.tell({ id: 'e', on: '2024-04-02', how: '电话', to: '双方' })), 'applied');
  const [change] = bench.changes;
  assert.equal(change === undefined ? '' : changeState(change), 'complete');
  assert.equal(
    [change?.asked, change?.decided, change?.told],
    [
      { by: 'p-sun', on: '2024-04-02', reason: '需要测绘' },
      { by: 'p-liu', on: '2024-04-02', approved: true, note: '', who: 'head' },
      [{ by: 'p-chen', on: '2024-04-02', how: '电话', to: '双方' }],
    ],
  );
});

test('a refusal has its reason; what was refused or taken back may be asked for again', () => {
  const bench = new Bench();
  bench.try(extension());
  assert.is(bench.try(request.approve({ id: 'e', approved: false, note: '' }), liu), 'refusal.why');
  assert.is(bench.try(request.approve({ id: 'e', approved: false, note: '不必要' }), liu), 'applied');
  assert.is(bench.try(request.approve({ id: 'e', approved: true, note: '' }), liu), 'refusal.decided');
  assert.is(bench.try(extension({ id: 'e2' })), 'applied');
  assert.is(bench.try(request.withdraw({ id: 'e2' }), sun), 'refusal.others');
  assert.is(bench.try(request.withdraw({ id: 'e2' })), 'applied');
  assert.is(bench.try(request.approve({ id: 'e2', approved: true, note: '' }), liu), 'refusal.decided');
  assert.equal(bench.changes.map(changeState), ['refused', 'withdrawn']);
  assert.is(bench.due(), '2024-04-22', 'nothing moved');
});

test('an office that has let its time go by gets no more; the parties may agree late', () => {
  const bench = new Bench();
  bench.try(extension(), chen, '2024-04-20');
  assert.is(bench.try(request.approve({ id: 'e', approved: true, note: '' }), liu, '2024-04-23'), 'refusal.late');
  bench.try(extension({ id: 'x', clock: 'bell.payment', limit: PARTIES }), chen, '2024-04-23');
  assert.is(
    bench.try(request.record({ id: 'x', on: '2024-04-23', approved: true, consent: true, note: '' }), sun, '2024-04-23'),
    'applied',
  );
});

test('a pause by the consent of all: the clock of another plugin stands still, from the row alone, until it counts again', () => {
  const bench = new Bench();
  assert.is(bench.due(), '2024-04-22');
  assert.is(bench.try(pause()), 'applied');
  assert.is(bench.due(), '2024-04-22', 'asking changes nothing');
  const record = (over = {}) => request.record({ id: 'p', on: '2024-04-02', approved: true, consent: true, note: '', ...over });
  assert.is(bench.try(record()), 'refusal.self');
  assert.is(bench.try(record({ consent: false }), sun), 'refusal.consent');
  assert.is(bench.try(record({ on: '2024-04-03' }), sun), 'refusal.future');
  assert.is(bench.try(record(), sun), 'applied');
  assert.equal([bench.due('2024-04-11'), bench.due('2024-04-12')], ['2024-04-30', '2024-05-06']);
  assert.is(bench.try(request.resume({ id: 'p', on: '2024-04-01' }), sun, '2024-04-11'), 'refusal.until');
  assert.is(bench.try(request.resume({ id: 'p', on: '2024-04-11' }), sun, '2024-04-11'), 'applied');
  assert.is(bench.try(request.resume({ id: 'p', on: '2024-04-11' }), sun, '2024-04-11'), 'refusal.notPaused');
  assert.equal([bench.due('2024-04-12'), bench.due('2024-06-01')], ['2024-04-30', '2024-04-30']);
  const clock = countedClock(bench.row('2024-04-12'), { ...run, term: 'settlement.period' });
  assert.equal(clock.counted.pauses, [{ from: '2024-04-01', until: '2024-04-11', why: '一方住院' }]);
});

test('the decision of a body outside is recorded with its number', () => {
  const bench = new Bench();
  bench.try(extension({ limit: { ...HEAD, approval: 'president' } }));
  const record = (note: string) => request.record({ id: 'e', on: '2024-04-02', approved: true, consent: false, note });
  assert.is(bench.try(request.approve({ id: 'e', approved: true, note: '' }), liu), 'refusal.others');
  assert.is(bench.try(record(' '), sun), 'refusal.paper');
  assert.is(bench.try(record('（2024）延字第3号'), sun), 'applied');
  assert.is(bench.changes[0]?.decided?.who, 'president');
});

test('two who decide one question while apart: the second waits as a conflict', () => {
  const bench = new Bench();
  bench.try(extension());
  bench.try(request.approve({ id: 'e', approved: true, note: '' }), liu);
  const second = bench.act(request.approve({ id: 'e', approved: false, note: '不同意' }), { by: sun, at: '2024-04-02T10:05', base: 1 });
  assert.is(second.ok ? second.value.outcome : '', 'conflict');
  assert.is(bench.changes[0]?.decided?.approved, true);
});

test('days of the page: over, today, three, fourteen, later', () => {
  const days = ['2024-04-01', '2024-04-02', '2024-04-03', '2024-04-05', '2024-04-06', '2024-04-16', '2024-04-17'];
  assert.equal(
    days.map((day) => groupOf(day, '2024-04-02')),
    ['overdue', 'today', 'soon', 'soon', 'fortnight', 'fortnight', 'later'],
  );
});

test('every act has its line in the timeline, in words of the dictionary', () => {
  const declared = (manifest.contributes?.timelineEntries ?? []).map(({ id }) => id);
  assert.equal(
    declared,
    clocksSlice.acts.map((act) => act.command),
  );
  const entries = Object.values(clocks.contributions.timelineEntries ?? {});
  const args = [{}, { kind: 'pause', approved: true }];
  const said = entries.flatMap((say) => args.map((each) => say({ args: each, person: '', at: 0 }).key));
  assert.equal(
    said.filter((key) => !(key in zh)),
    [],
  );
});

test.run();

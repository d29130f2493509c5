import { routesFor, SettingDefinitions } from '@onedoor/core';
import { ActBench, type BenchPerson } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { DEFAULT_METHOD } from '../locales/method-default.js';
import { mediation } from '../model.js';
import { type PeriodState, periodSlice } from '../period.js';
import { methods } from '../sample/method.js';
import { periods } from '../sample/periods.js';
import settings from '../settings.js';
import { type MethodState, methodSlice } from './acts.js';
import { conditionsTo, type Method } from './method.js';

const test = suite('method of mediation');
const { request } = methodSlice;
const sun: BenchPerson = { person: 'p-sun', department: 'mediation', role: 'lead' };
const zhang: BenchPerson = { person: 'p-zhang', department: 'office', role: 'leader' };
const member: BenchPerson = { person: 'p-chen', department: 'grid', role: 'member' };
const at = '2024-09-16T09:00';

class Bench extends ActBench {
  constructor() {
    super(mediation, 'mediation');
    this.settings = { 'mediation.method': [{ number: 0, value: DEFAULT_METHOD }] };
  }
  get method(): MethodState {
    return methodSlice.of(this.state.slices);
  }
  get period(): PeriodState {
    return periodSlice.of(this.state.slices);
  }
  try(act: Parameters<ActBench['act']>[0], by = sun): string {
    const result = this.act(act, { by, at });
    return result.ok ? 'done' : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
  }
  begin(method: Method = DEFAULT_METHOD, version = 0, step = 'screening'): string {
    return this.try(request.begin({ version, method: { ...method }, step }));
  }
  meetAllTo(to: string): this {
    const { begun, step = '', met } = this.method;
    if (begun === undefined) throw new Error('not begun');
    for (const { key } of conditionsTo(begun.method, step, to))
      if (met[key] === undefined) assert.is(this.try(request.meet({ condition: key, note: '' }), member), 'done', key);
    return this;
  }
}
const fault = (name: string) => `ACT_NOT_ALLOWED refusal.${name}`;

test('a case goes through the five steps, each with its conditions, its decider and what it needs', () => {
  const bench = new Bench();
  assert.is(bench.try(request.goOn({ to: 'graded', reason: '' })), fault('methodNotBegun'));
  assert.is(bench.begin(), 'done');
  assert.is(bench.begin(), fault('methodBegun'));
  assert.is(bench.try(request.goOn({ to: 'graded', reason: '' })), fault('conditions'));
  assert.is(bench.try(request.meet({ condition: 'graded/exit/9', note: '' })), fault('condition'));
  assert.is(bench.meetAllTo('graded').try(request.goOn({ to: 'graded', reason: '' })), 'done');
  assert.is(bench.try(request.meet({ condition: 'screening/exit/0', note: '' })), fault('condition'));
  assert.is(bench.meetAllTo('joint').try(request.goOn({ to: 'joint', reason: '' })), fault('needsGroup'));
  assert.is(bench.try(request.form({ departments: '司法所、林草站', head: '孙桂兰', task: '核对林权证' })), 'done');
  assert.is(bench.try(request.goOn({ to: 'joint', reason: '' })), 'done');
  assert.is(bench.meetAllTo('leader').try(request.goOn({ to: 'leader', reason: '' })), fault('needsLeader'));
  assert.is(bench.try(request.appoint({ who: 'p-zhang', reason: '' })), 'done');
  assert.is(bench.try(request.goOn({ to: 'leader', reason: '' })), 'done');
  bench.meetAllTo('supervised');
  assert.is(bench.try(request.goOn({ to: 'supervised', reason: '' })), fault('leaderDecides'));
  assert.is(bench.try(request.order({ to: 'supervised', reason: '' })), 'NOT_PERMITTED');
  assert.is(bench.try(request.order({ to: 'supervised', reason: '' }), zhang), 'done');
  assert.equal(
    bench.method.moves.map(({ to, unmet, skipped }) => `${to} ${unmet} ${skipped.length}`),
    ['screening 0 0', 'graded 0 0', 'joint 0 0', 'leader 0 0', 'supervised 0 0'],
  );
});

test('a step is skipped with a reason, one that may not be skipped is not; going back has a reason', () => {
  const bench = new Bench();
  bench.begin();
  bench.try(request.form({ departments: '司法所', head: '孙桂兰', task: '联调' }));
  assert.is(bench.try(request.goOn({ to: 'joint', reason: '' })), fault('skip'));
  assert.is(bench.try(request.goOn({ to: 'joint', reason: '有激化危险，须立即联调' })), 'done');
  const move = bench.method.moves.at(-1);
  assert.equal([move?.skipped, move?.unmet], [['graded'], 3]);
  assert.is(bench.try(request.goOn({ to: 'graded', reason: '' })), fault('back'));
  assert.is(bench.try(request.goOn({ to: 'graded', reason: '林草站意见未到' })), 'done');
  const strict: Method = {
    ...DEFAULT_METHOD,
    steps: DEFAULT_METHOD.steps.map((step) => ({ ...step, skippable: step.stage !== 'graded' })),
  };
  const other = new Bench();
  other.settings = { 'mediation.method': [{ number: 1, value: strict }] };
  other.begin(strict, 1);
  other.try(request.form({ departments: '司法所', head: '孙桂兰', task: '联调' }));
  assert.is(other.try(request.goOn({ to: 'joint', reason: '有激化危险' })), fault('skip'));
});

test('a case keeps the version that it began with; no other than the present one is begun with', () => {
  const shorter: Method = { ...DEFAULT_METHOD, steps: DEFAULT_METHOD.steps.slice(1) };
  const bench = new Bench();
  assert.is(bench.begin(shorter, 0, 'graded'), fault('methodVersion'));
  bench.begin();
  bench.settings = {
    'mediation.method': [
      { number: 0, value: DEFAULT_METHOD },
      { number: 1, value: shorter, from: '2024-09-01' },
    ],
  };
  assert.is(bench.method.begun?.version, 0);
  assert.is(bench.method.begun?.method.steps.length, 5);
  assert.is(bench.meetAllTo('graded').try(request.goOn({ to: 'graded', reason: '' })), 'done');
  const next = new Bench();
  next.settings = bench.settings;
  assert.is(next.begin(), fault('methodVersion'));
  assert.is(next.begin(shorter, 1, 'screening'), fault('step'));
  assert.is(next.begin(shorter, 1, 'graded'), 'done');
  assert.equal([next.method.begun?.version, next.method.step], [1, 'graded']);
});

test('levels are gone up one by one, each with its reason', () => {
  const bench = new Bench();
  bench.begin();
  assert.is(bench.method.level, 'village');
  assert.is(bench.try(request.raise({ to: 'county', reason: '村里解决不了' })), fault('level'));
  assert.is(bench.try(request.raise({ to: 'town', reason: ' ' })), fault('why'));
  assert.is(bench.try(request.raise({ to: 'town', reason: '村里调解两次没有谈成' })), 'done');
  assert.is(bench.try(request.raise({ to: 'county', reason: '涉及两个乡镇' })), 'done');
  assert.is(bench.try(request.raise({ to: 'county', reason: '涉及两个乡镇' })), fault('level'));
  assert.equal(
    bench.method.levels.map(({ to }) => to),
    ['town', 'county'],
  );
});

test('who took the case before stays in its history; two who name one while apart are a conflict', () => {
  const bench = new Bench();
  bench.begin();
  bench.try(request.appoint({ who: 'p-zhang', reason: '' }));
  assert.is(bench.try(request.appoint({ who: 'p-li', reason: '' })), fault('why'));
  assert.is(bench.try(request.appoint({ who: 'p-li', reason: '张镇长外出学习' })), 'done');
  assert.equal(
    bench.method.leaders.map(({ who }) => who),
    ['p-zhang', 'p-li'],
  );
  const apart = bench.act(request.appoint({ who: 'p-wu', reason: '另有安排' }), { by: sun, at, base: 1 });
  assert.is(apart.ok && apart.value.outcome, 'conflict');
  assert.is(bench.try(request.appoint({ who: 'p-wu', reason: '另有安排' }), member), 'NOT_PERMITTED');
});

test('the leader supervises, whoever works on the case answers, once', () => {
  const bench = new Bench();
  bench.begin();
  const letter = request.supervise({ id: 'l1', kind: 'letter', text: '九月底前办结' });
  assert.is(bench.try(letter), 'NOT_PERMITTED');
  assert.is(bench.try(letter, zhang), 'done');
  bench.try(request.supervise({ id: 'n1', kind: 'note', text: '已见双方' }), zhang);
  assert.is(bench.try(request.answer({ letter: 'n1', text: '已办' }), member), fault('letter'));
  assert.is(bench.try(request.answer({ letter: 'l1', text: '已办' }), member), 'done');
  assert.is(bench.try(request.answer({ letter: 'l1', text: '已办' }), member), fault('letter'));
});

test('a letter of supervision has a clock of its own, by the days that the case began with and the centre’s calendar', () => {
  const bench = new Bench();
  bench.begin();
  const clocks = (today = '2024-09-18', more: { closed?: boolean } = {}) =>
    bench.deadlines('letter', today, more).map(({ id, startedOn, dueOn, endedOn = 'runs' }) => [id, startedOn, dueOn, endedOn]);
  assert.equal(clocks(), []);
  bench.try(request.supervise({ id: 'n1', kind: 'note', text: '已见双方' }), zhang);
  bench.try(request.supervise({ id: 'l1', kind: 'letter', text: '请于期限内答复' }), zhang);
  assert.is(DEFAULT_METHOD.supervision.replyDays, 5);
  // 2024-09-17 is a holiday.
  assert.equal(clocks(), [['1', '2024-09-16', '2024-09-24', 'runs']]);
  const shorter = { ...DEFAULT_METHOD, supervision: { ...DEFAULT_METHOD.supervision, replyDays: 1 } };
  bench.settings = {
    'mediation.method': [{ number: 1, value: shorter }],
    'core.calendar': [{ number: 1, value: { 2024: { off: [], worked: ['09-21'] } } }],
  };
  // Tuesday 09-17 is worked here, and so is Saturday 09-21: 17, 18, 19, 20, 21.
  assert.equal(clocks(), [['1', '2024-09-16', '2024-09-21', 'runs']]);
  bench.try(request.answer({ letter: 'l1', text: '已办' }), member);
  bench.try(request.supervise({ id: 'l2', kind: 'letter', text: '再次督办' }), zhang);
  assert.equal(
    clocks().map(([id, , , ended]) => [id, ended]),
    [
      ['2', 'runs'],
      ['1', '2024-09-16'],
    ],
  );
  assert.equal(
    clocks('2024-09-18', { closed: true }).filter(([, , , ended]) => ended === 'runs'),
    [],
  );
});

test('refusal ends it before it begins (art. 17), a party ends it at any time (art. 23), failure tells the ways on (art. 26)', () => {
  const ways = { matter: 'civil', routes: ['court'] } as const;
  const end = { on: '2024-09-16', told: true, ...ways, routes: [...ways.routes] };
  const { request: period } = periodSlice;
  const refused = new Bench();
  assert.is(refused.try(period.refuse({ ...end, reason: '' })), fault('reason'));
  assert.is(refused.try(period.refuse({ ...end, told: false, reason: '李有田拒绝调解' })), fault('told'));
  assert.is(refused.try(period.refuse({ ...end, reason: '李有田拒绝调解' })), 'done');
  assert.is(refused.period.concluded?.outcome, 'refused');
  assert.is(refused.try(period.begin({ on: '2024-09-16', consent: true })), fault('concluded'));

  const asked = new Bench();
  asked.begin();
  asked.try(period.begin({ on: '2024-09-16', consent: true }));
  assert.is(asked.try(period.refuse({ ...end, reason: '李有田拒绝调解' })), fault('begun'));
  assert.is(asked.try(period.conclude({ ...end, outcome: 'withdrawn' })), 'done');

  const failed = new Bench();
  failed.try(period.begin({ on: '2024-09-16', consent: true }));
  assert.is(failed.try(period.conclude({ ...end, told: false, outcome: 'failed' })), fault('told'));
  assert.is(failed.try(period.conclude({ ...end, routes: [], outcome: 'failed' })), fault('routes'));
  assert.is(failed.try(period.conclude({ ...end, outcome: 'failed' })), 'done');
  assert.equal(failed.period.concluded?.routes, ['court']);
});

test('the period of a case on the board moves with what the place decides, and what began before goes on', () => {
  const bench = new Bench();
  bench.try(periodSlice.request.begin({ on: '2024-09-16', consent: true }));
  const due = () => bench.deadlines('period', '2024-09-17').map(({ dueOn, basis }) => [dueOn, basis]);
  const listed = '人民调解工作若干规定 第三十三条';
  assert.equal(due(), [['2024-10-16', listed]]);
  const decided = { number: 1, value: { days: 10, unit: 'working', basis: '某条例' } };
  bench.settings = { 'core.term.settlement.period': [{ ...decided, from: '2024-10-01' }] };
  assert.equal(due(), [['2024-10-16', listed]]);
  bench.settings = { 'core.term.settlement.period': [decided] };
  assert.equal(due(), [['2024-09-30', '某条例']]);
});

test('cases of the sample go by the method, and each of the four ends is among them', () => {
  const ends = Object.entries(methods).map(([key, steps]) => {
    const bench = new Bench();
    const all = [...steps, ...(periods[key] ?? [])].sort((a, b) => (a.at < b.at ? -1 : 1));
    for (const step of all) {
      if (!('act' in step)) throw new Error(`${key}: a step that is no act`);
      const by: BenchPerson = { person: step.by, department: 'mediation', role: step.by === 'p-yan' ? 'leader' : 'lead' };
      const result = bench.act(step.act, { by, at: step.at });
      assert.ok(result.ok, `${key} ${step.at} ${step.act.command}: ${result.ok ? '' : result.refusal.at}`);
    }
    const late = bench.deadlines('letter', '2024-12-31').filter(({ dueOn, endedOn = '9' }) => endedOn > dueOn);
    assert.equal(late, [], 'letters of supervision are answered in time');
    return `${bench.method.step} ${bench.period.concluded?.outcome ?? 'runs'}`;
  });
  assert.equal(ends, ['supervised agreed', 'graded agreed', 'joint withdrawn', 'graded failed', 'screening refused', 'graded runs']);
});

test('only ways that the law gives the matter are told', () => {
  const told = (
    matter: 'forestOwnership' | 'expropriation' | 'landContract',
    ...routes: ('court' | 'administrativeRuling' | 'landArbitration' | 'reconsideration')[]
  ) => {
    const bench = new Bench();
    bench.try(periodSlice.request.begin({ on: '2024-09-16', consent: true }));
    return bench.try(periodSlice.request.conclude({ on: '2024-09-16', outcome: 'failed', told: true, matter, routes }));
  };
  assert.is(told('forestOwnership', 'administrativeRuling'), 'done');
  assert.is(told('forestOwnership', 'court'), fault('routes'));
  assert.is(told('expropriation', 'reconsideration', 'court'), 'done');
  assert.is(told('expropriation', 'court', 'landArbitration'), fault('routes'));
  assert.is(told('landContract', 'landArbitration'), 'done');
  const [ruling] = routesFor('forestOwnership');
  assert.equal([ruling?.terms, ruling?.statusQuo], [['ownership.suit'], true]);
});

test('a method that cannot be worked is no value of the setting', () => {
  const definitions = new SettingDefinitions([settings]);
  const faultOf = (value: unknown) => definitions.misfit('mediation', 'method', value)?.seen ?? 'fits';
  const [first, ...others] = DEFAULT_METHOD.steps;
  if (first === undefined) throw new Error('no steps');
  assert.is(faultOf(DEFAULT_METHOD), 'fits');
  assert.match(faultOf({ ...DEFAULT_METHOD, steps: [] }), /at least 1/);
  assert.match(faultOf({ ...DEFAULT_METHOD, steps: [...others, first] }), /not in the order of the board/);
  assert.match(faultOf({ ...DEFAULT_METHOD, steps: [{ ...first, decides: 'leader' }, ...others] }), /nobody could leave it/);
  assert.match(faultOf({ ...DEFAULT_METHOD, levels: [...DEFAULT_METHOD.levels, ...DEFAULT_METHOD.levels] }), /stands twice/);
  assert.match(faultOf({ ...DEFAULT_METHOD, supervision: { replyDays: 0, noteDays: 7 } }), /too small/);
});

test.run();

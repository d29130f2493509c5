import { readFileSync } from 'node:fs';
import { type ActRequest, changeState, clocksOf, explain, type Result, type SettingValues } from '@onedoor/core';
import { ActBench, type BenchPerson, Replica } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { PHASES, petitionSlice, phaseOf } from './acts.js';
import { addPetitioner, editPetitioner, Petitioner, removePetitioner, restorePetitioner } from './content.js';
import { en } from './locales/en.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { zh } from './locales/zh.js';
import { manifest, petition } from './model.js';
import { CLOCKS, contributions, running, type Stand, standOf, wordOf } from './stand.js';

const test = suite('petition model');
const clocks = clocksOf();
const { request } = petitionSlice;
const li: BenchPerson = { person: 'p-li', department: 'petition', role: 'member' };
const liu: BenchPerson = { person: 'p-liu', department: 'petition', role: 'member', rights: ['case.assign'] };
const yan: BenchPerson = { person: 'p-yan', department: 'leadership', role: 'leader' };
const chen: BenchPerson = { person: 'p-chen', department: 'grid', role: 'member' };
const watcher: BenchPerson = { person: 'p-zhou', department: 'petition', role: 'observer' };
const stranger: BenchPerson = { person: 'p-x', department: 'petition' };

type Args<A extends keyof typeof request> = Parameters<(typeof request)[A]>[0];
const register = (over: Partial<Args<'register'>> = {}) =>
  request.register({
    on: '2024-09-16',
    channel: 'letter',
    kind: 'claim',
    oral: false,
    people: 1,
    representatives: 0,
    reachable: true,
    ...over,
  });
const refer = (over: Partial<Args<'refer'>> = {}) =>
  request.refer({ on: '2024-09-19', manner: 'transferred', to: '镇自然资源所', receivedOn: '2024-09-19', ...over });
const accept = (over: Partial<Args<'accept'>> = {}) =>
  request.accept({ on: '2024-09-20', route: '6', body: '镇人民政府', onTheSpot: false, ...over });
const decline = (over: Partial<Args<'decline'>> = {}) =>
  request.decline({ on: '2024-09-20', why: 'outside', reason: '土地权属争议，请向旗自然资源局提出。', onTheSpot: true, ...over });
const opine = (over: Partial<Args<'opine'>> = {}) =>
  request.opine({ on: '2024-11-01', opinion: 'explain', basis: '《信访工作条例》第三十二条', namesReview: true, ...over });

class Bench extends ActBench {
  constructor() {
    super(petition, 'petition');
  }

  /** Code of a refusal and the place of its fault; `done` where the act was logged. */
  try(act: ActRequest, at: string, by: BenchPerson = li, base?: number): string {
    const result: Result<{ outcome: string }> = this.act(act, { by, at, ...(base === undefined ? {} : { base }) });
    return result.ok
      ? result.value.outcome === 'applied'
        ? 'done'
        : result.value.outcome
      : `${result.refusal.code} ${result.refusal.at ?? ''}`.trim();
  }

  /** Acts that have to go through, each at noon of its own day. */
  after(...acts: readonly ActRequest[]): this {
    for (const act of acts)
      assert.is(this.try(act, `${String(act.args['on'])}T12:00`, act.command.endsWith('decideExtension') ? liu : li), 'done', act.command);
    return this;
  }

  get phase(): string {
    return phaseOf(petitionSlice.of(this.state.slices));
  }

  get stand(): Stand {
    return standOf(petitionSlice.of(this.state.slices));
  }

  /** Clocks as `id due`. */
  clocks(today: string): string[] {
    return running(this.stand, { today }).map(({ id, dueOn }) => `${id} ${dueOn}`);
  }
}

const delivered = (paper: Args<'deliver'>['paper'], on: string) => request.deliver({ on, paper, how: 'direct' });
const issued = () => new Bench().after(register(), accept(), opine(), delivered('opinion', '2024-11-04'));
const reviewed = () =>
  issued().after(
    request.askReview({ on: '2024-11-20' }),
    request.answerReview({ on: '2024-12-10', result: 'upheld', basis: '事实清楚，依据正确' }),
    delivered('review', '2024-12-12'),
  );

test('onedoor.plugin.json and the manifest in code are one', () => {
  const file: unknown = JSON.parse(readFileSync(new URL('../onedoor.plugin.json', import.meta.url), 'utf8'));
  assert.equal(file, manifest);
});

test('both languages have the same keys, and every word that is put together is among them', () => {
  assert.equal(Object.keys(en), Object.keys(zh));
  assert.equal(Object.keys(viewEn), Object.keys(viewZh));
  const keys = new Set([...Object.keys(zh), ...Object.keys(viewZh)]);
  const needed = [
    ...[...PHASES, 'hearing'].map((each) => `stand.${each}`),
    ...[...PHASES, 'hearing'].filter((each) => each !== 'none').map((each) => `badge.${each}`),
    ...CLOCKS.flatMap((id) => [`clock.${id}`, `from.${id}`]),
    ...['transfer', 'notice', 'handling', 'review', 'recheck'].flatMap((id) => [`due.${id}`, `late.${id}`]),
    ...['visit', 'letter', 'phone', 'network', 'fax'].map((each) => `channel.${each}`),
    ...['outside', 'lawful', 'pending', 'final'].map((each) => `why.${each}`),
    ...['1', '2', '3', '4', '5', '6'].map((each) => `route.${each}`),
  ];
  assert.equal(
    needed.filter((key) => !keys.has(key)),
    [],
  );
});

const counted =
  (...[term, circumstances]: [Parameters<typeof clocks.due>[1], Parameters<typeof clocks.due>[2]?]) =>
  (from: string) =>
    clocks.due(from, term, circumstances);
type Counted = ReturnType<typeof counted>;
/** Term, day of the act that starts it, last day. Natural days do not move for a holiday; the objection alone counts working days. */
const EXAMPLES: readonly (readonly [string, Counted, string, string])[] = [
  ['transfer ends in the National Day holiday', counted('letters.transfer'), '2024-09-16', '2024-10-01'],
  ['transfer ends on a Sunday', counted('letters.transfer'), '2024-03-02', '2024-03-17'],
  ['transfer over the end of February of a leap year', counted('letters.transfer'), '2024-02-20', '2024-03-06'],
  ['transfer over the end of February', counted('letters.transfer'), '2025-02-20', '2025-03-07'],
  ['transfer over the new year', counted('letters.transfer'), '2024-12-20', '2025-01-04'],
  ['notice ends on a Saturday', counted('letters.notice'), '2024-08-16', '2024-08-31'],
  ['notice within a month', counted('letters.notice'), '2024-07-01', '2024-07-16'],
  ['notice ends in the Spring Festival', counted('letters.notice'), '2024-01-27', '2024-02-11'],
  ['objection within a week and a weekend', counted('letters.objection'), '2024-04-22', '2024-04-28'],
  ['objection without a worked weekend', counted('letters.objection'), '2024-03-04', '2024-03-11'],
  ['objection over the National Day holiday and its worked Sunday', counted('letters.objection'), '2024-09-27', '2024-10-10'],
  ['objection over the Spring Festival', counted('letters.objection'), '2024-02-08', '2024-02-21'],
  ['objection from a Saturday', counted('letters.objection'), '2024-03-02', '2024-03-08'],
  ['sixty days over the National Day holiday', counted('letters.handling'), '2024-09-20', '2024-11-19'],
  ['sixty days over February of a leap year', counted('letters.handling'), '2024-01-15', '2024-03-15'],
  ['sixty days end on a Sunday', counted('letters.handling'), '2024-04-03', '2024-06-02'],
  ['sixty and thirty days', counted('letters.handling', { extendedBy: 30 }), '2024-09-20', '2024-12-19'],
  ['sixty and ten days', counted('letters.handling', { extendedBy: 10 }), '2024-09-20', '2024-11-29'],
  ['a review may be asked for until New Year', counted('letters.askReview'), '2024-12-02', '2025-01-01'],
  ['a review may be asked for from the day of receipt', counted('letters.askReview'), '2024-11-04', '2024-12-04'],
  ['a review is answered in thirty days', counted('letters.review'), '2024-11-20', '2024-12-20'],
  ['a review is answered over February', counted('letters.review'), '2025-01-31', '2025-03-02'],
  ['a re-review without a hearing', counted('letters.recheck'), '2024-12-20', '2025-01-19'],
  ['a re-review with a hearing of three days', counted('letters.recheck', { extendedBy: 3 }), '2024-12-20', '2025-01-22'],
];
for (const [name, due, from, dueOn] of EXAMPLES) test(`${name}: ${from} → ${dueOn}`, () => assert.is(due(from).dueOn, dueOn));

test('a working day of a year without a calendar is provisional, a natural day is not', () => {
  assert.is(clocks.due('2026-12-30', 'letters.objection').provisional, true);
  assert.is(clocks.due('2026-12-30', 'letters.transfer').provisional, false);
});

test('each act starts its clock and ends the one before it', () => {
  const bench = new Bench();
  const seen: string[] = [];
  const look = (today: string) => seen.push(`${bench.phase}: ${bench.clocks(today).join(', ')}`);
  look('2024-09-16');
  bench.after(register());
  look('2024-09-16');
  bench.after(refer());
  look('2024-09-19');
  bench.after(accept());
  look('2024-09-20');
  bench.after(
    request.askExtension({ on: '2024-11-10', days: 20, reason: '需要等待测绘结果' }),
    request.decideExtension({ on: '2024-11-12', approved: true, note: '' }),
  );
  look('2024-11-12');
  bench.after(request.tellExtension({ on: '2024-11-13' }), opine({ on: '2024-12-01' }));
  look('2024-12-01');
  bench.after(delivered('opinion', '2024-12-03'));
  look('2024-12-03');
  bench.after(request.askReview({ on: '2024-12-20' }));
  look('2024-12-20');
  bench.after(request.answerReview({ on: '2025-01-10', result: 'changed', basis: '补充查明' }), delivered('review', '2025-01-13'));
  look('2025-01-13');
  bench.after(request.askRecheck({ on: '2025-02-05' }));
  look('2025-02-05');
  bench.after(request.beginHearing({ on: '2025-02-18' }));
  look('2025-02-19');
  bench.after(request.endHearing({ on: '2025-02-20' }));
  look('2025-02-20');
  bench.after(request.answerRecheck({ on: '2025-03-05', result: 'upheld', basis: '复查意见正确' }));
  look('2025-03-05');
  assert.equal(seen, [
    'none: ',
    'registered: transfer 2024-10-01',
    'referred: notice 2024-10-04, objection 2024-09-26',
    'accepted: handling 2024-11-19',
    'accepted: handling 2024-12-09',
    'issued: ',
    'issued: review-open 2025-01-02',
    'reviewing: review 2025-01-19',
    'reviewed: recheck-open 2025-02-12',
    'examining: recheck 2025-03-07',
    'examining: recheck 2025-03-08',
    'examining: recheck 2025-03-10',
    'final: ',
  ]);
});

test('a clock that binds the office stays until it is done; a right is gone after its day and is never late', () => {
  const office = new Bench().after(register());
  assert.equal(office.clocks('2025-06-01'), ['transfer 2024-10-01']);
  const right = issued();
  assert.equal(right.clocks('2024-12-04'), ['review-open 2024-12-04']);
  assert.equal(right.clocks('2024-12-05'), []);
  const [clock] = right.deadlines('review-open', '2024-12-03');
  assert.is(clock?.binding, false);
  assert.is(clock?.waitsFor, undefined);
  assert.equal(contributions.cardBadges?.['stand']?.(right.row('2024-12-03')), { words: { key: 'badge.issued' } });
});

test('a petitioner whose name or address is not clear is owed no notice, and the referral runs all the same', () => {
  const bench = new Bench().after(register({ reachable: false }), refer());
  assert.equal(bench.clocks('2024-09-19'), ['objection 2024-09-26']);
});

test('an agreed objection brings the petition back, and the fifteen days of the registration go on', () => {
  const bench = new Bench().after(register(), refer());
  assert.is(
    bench.try(request.object({ on: '2024-09-26', reason: '不属于我所职权范围，应由林草部门办理。' }), '2024-09-26T17:00', chen),
    'done',
  );
  assert.is(bench.phase, 'objected');
  assert.equal(bench.clocks('2024-09-26'), ['notice 2024-10-04']);
  assert.is(bench.try(accept({ on: '2024-09-27' }), '2024-09-27T09:00'), 'ACT_NOT_ALLOWED refusal.objectionPending');
  bench.after(request.answerObjection({ on: '2024-09-27', agreed: true, note: '' }));
  assert.equal(bench.clocks('2024-09-27'), ['transfer 2024-10-01']);
  bench.after(refer({ on: '2024-09-29', to: '旗林业和草原局', receivedOn: '2024-09-29' }));
  assert.equal(bench.clocks('2024-09-29'), ['notice 2024-10-14', 'objection 2024-10-11']);
});

test('an objection after five working days is refused, one on the last of them is not', () => {
  const object = (on: string) => request.object({ on, reason: '不属于职权范围' });
  assert.is(
    new Bench().after(register(), refer()).try(object('2024-09-27'), '2024-09-27T09:00', chen),
    'ACT_NOT_ALLOWED refusal.objectionLate',
  );
  assert.is(new Bench().after(register(), refer()).try(object('2024-09-26'), '2024-09-27T09:00', chen), 'done');
});

test('what went by post starts the clocks of the other body when it is received there', () => {
  const bench = new Bench().after(register(), refer({ receivedOn: undefined }));
  assert.equal(bench.clocks('2024-09-19'), []);
  assert.is(bench.try(request.receive({ on: '2024-09-18' }), '2024-09-23T10:00'), 'ACT_NOT_ALLOWED refusal.early');
  bench.after(request.receive({ on: '2024-09-23' }));
  assert.equal(bench.clocks('2024-09-23'), ['notice 2024-10-08', 'objection 2024-09-29']);
  assert.is(bench.try(request.receive({ on: '2024-09-24' }), '2024-09-24T10:00'), 'ACT_NOT_ALLOWED refusal.received');
});

test('people at the office: who may do what', () => {
  const at = '2024-11-12T10:00';
  const may = (act: ActRequest, before: Bench, by: BenchPerson) => before.try(act, at, by);
  assert.equal(
    [li, chen, watcher, stranger].map((by) => may(register(), new Bench(), by)),
    ['done', 'NOT_PERMITTED', 'NOT_PERMITTED', 'FORBIDDEN'],
  );
  const asked = () => new Bench().after(register(), accept(), request.askExtension({ on: '2024-11-10', days: 30, reason: '案情复杂' }));
  const approve = request.decideExtension({ on: '2024-11-12', approved: true, note: '' });
  assert.equal(
    [li, liu, yan, chen].map((by) => may(approve, asked(), by)),
    ['NOT_PERMITTED', 'done', 'done', 'NOT_PERMITTED'],
  );
});

test('an extension: thirty days at most, once, with a reason, before the time is over, and a refused one may be asked again', () => {
  const ask = (days: number, on = '2024-11-10') => request.askExtension({ on, days, reason: '等待鉴定' });
  const decide = (on: string, approved = true) => request.decideExtension({ on, approved, note: approved ? '' : '理由不足' });
  const accepted = () => new Bench().after(register(), accept());
  assert.match(accepted().try(ask(31), '2024-11-10T10:00'), /^BAD_ARGS/);
  assert.is(
    accepted().try(request.askExtension({ on: '2024-11-10', days: 5, reason: ' ' }), '2024-11-10T10:00'),
    'ACT_NOT_ALLOWED refusal.reason',
  );
  assert.is(accepted().after(ask(30)).try(decide('2024-11-20'), '2024-11-20T10:00', liu), 'ACT_NOT_ALLOWED refusal.extensionLate');
  assert.is(
    accepted().after(ask(30), decide('2024-11-19')).try(ask(5, '2024-12-01'), '2024-12-01T10:00'),
    'ACT_NOT_ALLOWED refusal.extended',
  );
  const declined = accepted().after(ask(30), decide('2024-11-12', false));
  assert.equal(declined.clocks('2024-11-12'), ['handling 2024-11-19']);
  assert.is(declined.try(ask(10, '2024-11-13'), '2024-11-13T10:00'), 'done');
  assert.is(accepted().try(request.tellExtension({ on: '2024-11-13' }), '2024-11-13T10:00'), 'ACT_NOT_ALLOWED refusal.notExtended');
});

test('only a claim on the sixth way ends with a written opinion; everything else is answered', () => {
  const at = '2024-11-01T10:00';
  const fifth = () => new Bench().after(register(), accept({ route: '5' }));
  assert.is(fifth().try(opine(), at), 'ACT_NOT_ALLOWED refusal.notSixth');
  assert.equal(fifth().clocks('2024-11-01'), []);
  assert.is(fifth().try(request.conclude({ on: '2024-11-01', note: '已转综合行政执法局依法查处，书面答复' }), at), 'done');
  assert.is(
    new Bench().after(register(), accept()).try(request.conclude({ on: '2024-11-01', note: '答复' }), at),
    'ACT_NOT_ALLOWED refusal.sixth',
  );
  assert.is(new Bench().after(register({ kind: 'suggestion' })).try(accept(), at), 'ACT_NOT_ALLOWED refusal.route');
  assert.is(
    new Bench().after(register()).try(request.accept({ on: '2024-09-20', body: '镇人民政府', onTheSpot: false }), at),
    'ACT_NOT_ALLOWED refusal.route',
  );
  assert.is(new Bench().after(register(), accept()).try(opine({ namesReview: false }), at), 'ACT_NOT_ALLOWED refusal.namesReview');
});

test('registration: five representatives at most, oral by visit or telephone, no day that has not come', () => {
  const at = '2024-09-16T10:00';
  const tried = (over: Partial<Args<'register'>>) => new Bench().try(register(over), at);
  assert.match(tried({ channel: 'visit', people: 20, representatives: 6 }), /^BAD_ARGS/);
  assert.is(tried({ channel: 'visit', people: 20, representatives: 5 }), 'done');
  assert.is(tried({ channel: 'visit', people: 20, representatives: 0 }), 'ACT_NOT_ALLOWED refusal.representatives');
  assert.is(tried({ channel: 'visit', people: 5, representatives: 0 }), 'done');
  assert.is(tried({ channel: 'letter', people: 20, representatives: 0 }), 'done');
  assert.is(tried({ people: 2, representatives: 3 }), 'ACT_NOT_ALLOWED refusal.people');
  assert.is(tried({ channel: 'letter', oral: true }), 'ACT_NOT_ALLOWED refusal.oral');
  assert.is(tried({ channel: 'phone', oral: true }), 'done');
  assert.is(tried({ on: '2024-09-17' }), 'ACT_NOT_ALLOWED refusal.future');
  assert.is(new Bench().after(register()).try(register(), at), 'ACT_NOT_ALLOWED refusal.registered');
  assert.is(new Bench().try(accept(), at), 'ACT_NOT_ALLOWED refusal.notRegistered');
  assert.is(new Bench().after(register()).try(accept({ on: '2024-09-15' }), at), 'ACT_NOT_ALLOWED refusal.early');
});

test('a day that the centre works, or has off, moves the last day of an objection', () => {
  const calendar = (off: string[], worked: string[]): SettingValues => ({
    'core.calendar': [{ number: 1, value: { 2024: { off, worked } } }],
  });
  const objected = (on: string, settings: SettingValues) => {
    const bench = new Bench().after(register(), refer());
    bench.settings = settings;
    return bench.try(request.object({ on, reason: '不属于本单位职权范围' }), `${on}T10:00`);
  };
  // Received on Thursday 2024-09-19: five working days end on Thursday 09-26.
  assert.equal([objected('2024-09-26', {}), objected('2024-09-27', {})], ['done', 'ACT_NOT_ALLOWED refusal.objectionLate']);
  // The centre works on Sunday 09-22: the last day comes a day sooner.
  assert.is(objected('2024-09-26', calendar([], ['09-22'])), 'ACT_NOT_ALLOWED refusal.objectionLate');
  // It has Monday and Tuesday off: two days later, and not one more.
  const off = calendar(['09-23..09-24'], []);
  assert.equal([objected('2024-09-30', off), objected('2024-10-01', off)], ['done', 'ACT_NOT_ALLOWED refusal.objectionLate']);
});

test('a petitioner may ask for a review after its thirty days too: whether it came in time is not for the desk', () => {
  assert.is(issued().try(request.askReview({ on: '2025-02-01' }), '2025-02-01T10:00'), 'done');
  assert.is(
    new Bench().after(register(), accept(), opine()).try(request.askReview({ on: '2024-11-02' }), '2024-11-02T10:00'),
    'ACT_NOT_ALLOWED refusal.notDelivered',
  );
  assert.is(reviewed().try(request.askReview({ on: '2024-12-20' }), '2024-12-20T10:00'), 'ACT_NOT_ALLOWED refusal.review');
});

test('hearings of the re-review stop its clock, each day once', () => {
  const bench = reviewed().after(request.askRecheck({ on: '2024-12-20' }));
  assert.is(bench.try(request.endHearing({ on: '2024-12-21' }), '2024-12-21T10:00'), 'ACT_NOT_ALLOWED refusal.hearing');
  bench.after(request.beginHearing({ on: '2025-01-06' }));
  // It stands still: the day moves on until the hearing is over.
  assert.equal(
    [bench.clocks('2025-01-07'), bench.clocks('2025-01-08'), wordOf(bench.stand)],
    [['recheck 2025-01-20'], ['recheck 2025-01-21'], 'hearing'],
  );
  assert.is(
    bench.try(request.answerRecheck({ on: '2025-01-07', result: 'upheld', basis: '维持' }), '2025-01-07T10:00'),
    'ACT_NOT_ALLOWED refusal.hearing',
  );
  bench.after(request.endHearing({ on: '2025-01-07' }));
  assert.is(bench.try(request.beginHearing({ on: '2025-01-07' }), '2025-01-07T15:00'), 'ACT_NOT_ALLOWED refusal.hearing');
  bench.after(request.beginHearing({ on: '2025-01-09' }), request.endHearing({ on: '2025-01-09' }));
  assert.equal(bench.clocks('2025-01-09'), ['recheck 2025-01-22']);
});

test('mediation needs both sides; an agreement ends the handling, a failed one does not', () => {
  const mediate = (over: Partial<Args<'mediate'>> = {}) =>
    request.mediate({ on: '2024-10-15', consent: true, settled: true, note: '双方签订和解协议', ...over });
  const accepted = () => new Bench().after(register(), accept());
  assert.is(accepted().try(mediate({ consent: false }), '2024-10-15T10:00'), 'ACT_NOT_ALLOWED refusal.consent');
  const settled = accepted().after(mediate());
  assert.equal([settled.phase, settled.clocks('2024-10-15')], ['settled', []]);
  const failed = accepted().after(mediate({ settled: false }));
  assert.equal([failed.phase, failed.clocks('2024-10-15')], ['accepted', ['handling 2024-11-19']]);
});

test('one accepts and one declines while apart: the first counts, the second waits as a conflict', () => {
  const bench = new Bench().after(register());
  assert.is(bench.try(accept(), '2024-09-20T09:00'), 'done');
  assert.is(bench.try(decline(), '2024-09-20T09:05', liu, 1), 'conflict');
  assert.is(bench.phase, 'accepted');
  const referring = new Bench().after(register());
  assert.is(referring.try(decline(), '2024-09-20T09:00'), 'done');
  assert.is(referring.try(refer({ on: '2024-09-20', receivedOn: '2024-09-20' }), '2024-09-20T10:00', liu, 1), 'conflict');
  assert.is(referring.phase, 'declined');
});

test('a registration and an opinion ask for an official number', () => {
  const [act] = [petition.rooms[0]?.slices[0]?.acts ?? []];
  assert.equal(
    act.filter((each) => each.numbers !== undefined).map((each) => [each.command, each.numbers]),
    [
      ['petition.register', 'petition'],
      ['petition.opine', 'petition-opinion'],
    ],
  );
});

test('the badge says where it stands, and names a duty when it presses, yellow and then red; a closed case has no clock', () => {
  const bench = new Bench().after(register());
  const badge = (today: string, closed = false) => contributions.cardBadges?.['stand']?.(bench.row(today, { closed }));
  assert.equal(
    ['2024-09-20', '2024-09-28', '2024-10-01', '2024-10-02'].map((today) => badge(today)),
    [
      { words: { key: 'badge.registered' } },
      { words: { key: 'due.transfer', params: { due: { date: '2024-10-01' } } }, tone: 'warning' },
      { words: { key: 'due.transfer', params: { due: { date: '2024-10-01' } } }, tone: 'warning' },
      { words: { key: 'late.transfer' }, tone: 'danger' },
    ],
  );
  assert.equal(badge('2024-10-02', true), { words: { key: 'badge.registered' } });
  assert.is(contributions.cardBadges?.['stand']?.(new Bench().row('2024-09-20')), undefined);
  assert.equal(contributions.ledgerColumns?.['registered']?.(bench.row('2024-09-20')), { value: '2024-09-16' });
  assert.equal(contributions.ledgerColumns?.['state']?.(bench.row('2024-09-20'))?.words, { key: 'stand.registered' });
  const [clock] = bench.deadlines('transfer', '2024-09-20');
  assert.equal([clock?.startedOn, clock?.dueOn, clock?.basis], ['2024-09-16', '2024-10-01', '信访工作条例 第二十二条']);
});

test('what the board knows holds no person and no word of the matter', () => {
  const summary = new Bench().after(register(), decline()).summary ?? {};
  assert.equal(Object.keys(summary).sort(), [
    'acceptedOn',
    'changes',
    'decidedOn',
    'handledOn',
    'hearing',
    'hearings',
    'objectedOn',
    'opinionGot',
    'passedOn',
    'phase',
    'reachable',
    'receivedOn',
    'recheckAsked',
    'recheckedOn',
    'registeredOn',
    'reviewAsked',
    'reviewGot',
    'reviewedOn',
    'sixth',
  ]);
  assert.not.match(JSON.stringify(summary), /权属/);
  const told = request.tellExtension({ on: '2024-11-13', how: '邮寄', to: '郝秀珍' });
  const extended = new Bench().after(
    register(),
    accept(),
    request.askExtension({ on: '2024-11-10', days: 20, reason: '权属需要测绘' }),
    request.decideExtension({ on: '2024-11-12', approved: true, note: '权属复杂' }),
    told,
  );
  assert.not.match(JSON.stringify(extended.summary), /权属|郝秀珍/);
});

test('an extension: never approved by whoever asked, incomplete until the petitioner was told, and it counts all the same', () => {
  const bench = new Bench().after(register(), accept());
  const head: BenchPerson = { ...li, role: 'leader' };
  const ask = request.askExtension({ on: '2024-11-10', days: 20, reason: '需要等待测绘结果' });
  assert.is(bench.try(ask, '2024-11-10T12:00', head), 'done');
  const decide = request.decideExtension({ on: '2024-11-12', approved: true, note: '' });
  assert.is(bench.try(decide, '2024-11-12T12:00', head), 'ACT_NOT_ALLOWED refusal.ownExtension');
  const seen = () => bench.deadlines('handling', '2024-11-12').map(({ dueOn, changes = [] }) => [dueOn, ...changes.map(changeState)]);
  assert.equal(seen(), [['2024-11-19', 'asked']]);
  bench.after(decide);
  assert.equal(seen(), [['2024-12-09', 'incomplete']]);
  bench.after(request.tellExtension({ on: '2024-11-13', how: '邮寄', to: '信访人' }));
  assert.equal(seen(), [['2024-12-09', 'complete']]);
});

test('clocks that have ended are told with the day on which they did', () => {
  const bench = new Bench().after(register(), accept(), opine({ on: '2024-10-20' }));
  const ended = ['transfer', 'handling'].map((rule) =>
    bench.deadlines(rule, '2024-11-01').map(({ startedOn, endedOn }) => [startedOn, endedOn]),
  );
  assert.equal(ended, [[['2024-09-16', '2024-09-20']], [['2024-09-20', '2024-10-20']]]);
});

test('every act has its line in the timeline, in words of the dictionary', () => {
  const declared = (manifest.contributes?.timelineEntries ?? []).map(({ id }) => id);
  assert.equal(
    declared,
    petition.rooms[0]?.slices.flatMap(({ acts }) => acts.map(({ command }) => command)),
  );
  const entries = contributions.timelineEntries ?? {};
  const line = (command: string, args: Readonly<Record<string, unknown>>) =>
    entries[command]?.({ person: 'p-li', at: 0, args: { on: '2024-09-20', ...args } }).key ?? '';
  const said = [
    // A paper that was made is told by the manifest's label alone.
    ...declared.filter((command) => command !== 'petition.refer' && command !== 'petition-paper.made').map((command) => line(command, {})),
    ...['transferred', 'assigned', 'reported'].map((manner) => line('petition.refer', { manner })),
    ...['petition.answerObjection', 'petition.decideExtension'].map((command) => line(command, { agreed: true, approved: true })),
    line('petition.mediate', { settled: true }),
  ];
  assert.equal(
    said.filter((key) => !Object.hasOwn(zh, key)),
    [],
  );
});

test('petitioners are added, corrected, removed and taken back by the desk; notes are for the office alone', () => {
  const { reader } = new Replica(1);
  const context = { person: 'p-li', now: 0, id: () => 'x' };
  assert.ok(addPetitioner.run(reader, { id: 'a', name: '郝秀珍', address: '木匠沟村' }, context).ok);
  assert.ok(editPetitioner.run(reader, { id: 'a', patch: { representative: true } }, context).ok);
  assert.ok(removePetitioner.run(reader, { id: 'a' }, context).ok);
  assert.equal(reader.values(Petitioner), []);
  assert.ok(restorePetitioner.run(reader, { id: 'a' }, context).ok);
  assert.equal(
    reader.values(Petitioner).map(({ name, representative }) => [name, representative]),
    [['郝秀珍', true]],
  );
  const [shared, own] = petition.rooms.map((room) => room.rule);
  const team = { roleOf: () => 'member' as const };
  const actor = (department: string) => ({ person: 'p', name: 'p', department, rights: [] });
  const may = (rule: typeof shared, to: 'read' | 'write', department: string) =>
    rule !== undefined && explain(rule, { to }, actor(department), team).allowed;
  assert.equal(
    [
      may(shared, 'read', 'grid'),
      may(shared, 'write', 'grid'),
      may(shared, 'write', 'petition'),
      may(own, 'read', 'grid'),
      may(own, 'write', 'petition'),
    ],
    [true, false, true, false, true],
  );
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { workingCalendar } from './calendar.js';
import { type Circumstances, deadline, explainDeadline, type Term } from './clock.js';
import { clockState } from './clock-state.js';
import { addDays } from './dates.js';
import { MATTER_RULES, MATTERS, type RouteId, routesFor } from './routes.js';
import { TERMS, type TermId, type TermRule } from './terms.js';

const test = suite('terms of the law');

/**
 * Dated examples. The articles are those of `TERMS`; which days are off and which weekends are worked is what the State
 * Council's office published for 2024 to 2026. Worked out by a second program that shares nothing with this one.
 */
const EXAMPLES: readonly (readonly [term: TermId, startedOn: string, dueOn: string, why: string, Circumstances, provisional?: true])[] = [
  ['settlement.period', '2024-03-01', '2024-04-01', 'seed year, no holiday near', {}],
  ['settlement.period', '2024-04-06', '2024-05-06', 'ends on Monday 05-06, the day after the May holiday', {}],
  ['settlement.period', '2024-04-03', '2024-05-06', 'ends 05-03 in the May holiday, moves to 05-06', {}],
  ['settlement.period', '2024-08-31', '2024-09-30', 'ends Monday 09-30', {}],
  ['settlement.period', '2024-09-03', '2024-10-08', 'ends 10-03 in the National Day holiday', {}],
  ['settlement.period', '2024-07-13', '2024-08-12', 'ends Monday 08-12', {}],
  ['settlement.period', '2024-01-12', '2024-02-18', 'ends 02-11 in the Spring Festival', {}],
  ['settlement.period', '2024-01-19', '2024-02-18', 'ends Sunday 02-18, which is worked', {}],
  ['settlement.period', '2024-05-20', '2024-07-04', 'extended by fifteen days', { extendedBy: 15 }],
  ['settlement.period', '2024-05-20', '2024-07-19', 'extended by thirty days', { extendedBy: 30 }],
  [
    'settlement.period',
    '2024-06-03',
    '2024-07-15',
    'stood still for ten days of an appraisal',
    { pauses: [{ from: '2024-06-10', until: '2024-06-20' }] },
  ],
  [
    'settlement.period',
    '2024-09-03',
    '2024-10-14',
    'stood still for ten days, then ends on Sunday 10-13',
    { pauses: [{ from: '2024-09-10', until: '2024-09-20' }] },
  ],
  [
    'settlement.period',
    '2024-04-03',
    '2024-05-10',
    'two pauses that overlap: each day is left out once',
    {
      pauses: [
        { from: '2024-04-10', until: '2024-04-14' },
        { from: '2024-04-12', until: '2024-04-17' },
      ],
    },
  ],
  [
    'settlement.period',
    '2024-03-21',
    '2024-05-01',
    'agreed on a holiday: it does not move',
    { agreed: { until: '2024-05-01', on: '2024-04-11' } },
  ],
  [
    'settlement.period',
    '2024-03-21',
    '2024-06-07',
    'agreed, and stood still for seven days afterwards',
    { agreed: { until: '2024-05-31', on: '2024-04-11' }, pauses: [{ from: '2024-05-01', until: '2024-05-08' }] },
  ],
  [
    'settlement.period',
    '2024-03-21',
    '2024-05-31',
    'agreed after a pause that all knew of',
    { agreed: { until: '2024-05-31', on: '2024-04-20' }, pauses: [{ from: '2024-04-01', until: '2024-04-11' }] },
  ],
  ['confirmation.ruling', '2024-09-13', '2024-10-23', 'ten days more by the president of the court', { extendedBy: 10 }],
  ['confirmation.apply', '2024-09-01', '2024-10-08', '10-01 is a holiday', {}],
  ['confirmation.apply', '2024-09-06', '2024-10-08', '10-06 is a holiday', {}],
  ['confirmation.apply', '2024-09-12', '2024-10-12', 'Saturday 10-12 is worked', {}],
  ['confirmation.apply', '2024-09-13', '2024-10-14', 'Sunday 10-13 moves to Monday', {}],
  ['confirmation.apply', '2025-01-02', '2025-02-05', '02-01 in the Spring Festival of 2025', {}],
  ['confirmation.apply', '2025-09-01', '2025-10-09', '10-01 of 2025: off until 10-08', {}],
  ['confirmation.apply', '2026-01-20', '2026-02-24', '02-19 in the Spring Festival of 2026', {}],
  ['confirmation.apply', '2024-12-02', '2025-01-02', '01-01 of 2025', {}],
  ['confirmation.ruling', '2024-11-05', '2024-12-05', 'no holiday near', {}],
  ['confirmation.ruling', '2024-11-08', '2024-12-09', 'Sunday moves', {}],
  ['confirmation.revoke', '2024-02-29', '2025-02-28', 'a year from a leap day', {}],
  ['confirmation.revoke', '2024-06-03', '2025-06-03', '06-03 of 2025 is a Tuesday after the Dragon Boat holiday', {}],
  ['confirmation.revoke', '2024-05-31', '2025-06-03', '05-31 of 2025 is a holiday', {}],
  ['ownership.suit', '2024-04-22', '2024-05-22', 'the suit after a ruling of the town', {}],
  ['ownership.suit', '2024-08-16', '2024-09-18', 'Sunday 09-15 to 09-17 Mid-Autumn', {}],
  ['landArbitration.apply', '2024-03-15', '2026-03-16', 'two years', {}],
  ['landArbitration.apply', '2024-10-05', '2026-10-08', '10-05 of 2026 is a holiday', {}],
  ['landArbitration.apply', '2025-01-01', '2027-01-01', '2027 has no calendar yet', {}, true],
  ['landArbitration.award', '2024-07-01', '2024-08-30', 'no roll', {}],
  ['landArbitration.award', '2024-08-03', '2024-10-08', '10-02 is a holiday', {}],
  ['landArbitration.suit', '2024-05-10', '2024-06-11', 'Sunday 06-09, then 06-10 Dragon Boat', {}],
  ['letters.transfer', '2024-09-16', '2024-10-01', 'a day of the Regulation does not move: 10-01', {}],
  ['letters.transfer', '2024-03-04', '2024-03-19', 'plain', {}],
  ['letters.notice', '2024-02-01', '2024-02-16', '02-16 in the Spring Festival, does not move', {}],
  ['letters.notice', '2024-12-20', '2025-01-04', 'over the new year', {}],
  ['letters.objection', '2024-09-27', '2024-10-10', '09-29 is worked, 10-01 to 10-07 off', {}],
  ['letters.objection', '2024-02-08', '2024-02-21', 'over the Spring Festival', {}],
  ['letters.objection', '2024-04-30', '2024-05-10', 'over the May holiday, 05-11 worked', {}],
  ['letters.objection', '2025-01-24', '2025-02-07', '01-26 worked, 01-28 to 02-04 off', {}],
  ['letters.objection', '2026-02-13', '2026-02-27', '02-14 worked, 02-15 to 02-23 off', {}],
  ['letters.objection', '2026-12-29', '2027-01-05', 'into 2027, provisional', {}, true],
  ['letters.objection', '2024-06-07', '2024-06-17', 'over the Dragon Boat holiday', {}],
  ['letters.handling', '2024-03-01', '2024-04-30', 'sixty days', {}],
  ['letters.handling', '2024-03-01', '2024-05-30', 'and thirty more with approval', { extendedBy: 30 }],
  ['letters.handling', '2024-12-16', '2025-03-06', 'extended by twenty', { extendedBy: 20 }],
  ['letters.handling', '2024-02-29', '2024-04-29', 'from a leap day', {}],
  ['letters.askReview', '2024-04-07', '2024-05-07', 'from the day the answer was received', {}],
  ['letters.review', '2024-05-06', '2024-06-05', 'thirty days', {}],
  ['letters.askRecheck', '2024-06-05', '2024-07-05', 'thirty days', {}],
  ['letters.recheck', '2024-07-01', '2024-07-31', 'without a hearing', {}],
  [
    'letters.recheck',
    '2024-07-01',
    '2024-08-03',
    'three days of hearing are not counted',
    { pauses: [{ from: '2024-07-10', until: '2024-07-13' }] },
  ],
  ['publicOrder.first', '2024-09-30', '2024-10-10', 'the first after the National Day holiday', {}],
  ['publicOrder.first', '2024-04-03', '2024-04-09', 'over Qingming, Sunday 04-07 worked', {}],
  ['publicOrder.first', '2025-05-30', '2025-06-05', 'over the Dragon Boat holiday', {}],
  ['publicOrder.first', '2024-11-15', '2024-11-20', 'a weekend', {}],
  ['publicOrder.second', '2024-09-12', '2024-09-24', '09-14 worked, Mid-Autumn off', {}],
  ['publicOrder.second', '2024-05-08', '2024-05-16', '05-11 worked', {}],
  ['publicOrder.second', '2026-09-18', '2026-09-29', '09-20 worked, 09-25 to 09-27 off', {}],
  ['care.unstable', '2024-06-28', '2024-07-12', 'two weeks', {}],
  ['care.settling', '2024-01-31', '2024-02-29', 'a month from the last of January', {}],
  ['care.stable', '2024-11-30', '2025-02-28', 'three months from the last of November', {}],
  ['care.stable', '2024-06-30', '2024-09-30', 'three months', {}],
];

for (const [term, startedOn, dueOn, why, circumstances, provisional = false] of EXAMPLES) {
  test(`${term} from ${startedOn}: ${dueOn}, ${why}`, () => {
    const found = explainDeadline(startedOn, TERMS[term].term, circumstances);
    assert.equal([found.dueOn, found.provisional], [dueOn, provisional]);
  });
}

test('a deadline is what its explanation says, whatever the day and the term', () => {
  const terms: Term[] = [
    ...Object.values(TERMS).map(({ term }): Term => term),
    { days: 30, unit: 'working' },
    { months: 1 },
    { days: 1, unit: 'natural' },
  ];
  for (let day = '2023-12-20'; day < '2027-02-01'; day = addDays(day, 3)) {
    for (const term of terms) {
      const { dueOn, provisional } = explainDeadline(day, term);
      assert.equal(deadline(day, term), { dueOn, provisional }, `${day} ${JSON.stringify(term)}`);
    }
  }
});

test('an explanation names the days that were not counted and the weekends that were', () => {
  const { skipped, shifted, countsFrom, movedFrom } = explainDeadline('2024-09-27', TERMS['letters.objection'].term);
  assert.is(countsFrom, '2024-09-28');
  assert.equal(shifted, ['2024-09-29']);
  assert.equal(skipped[0], { date: '2024-09-28', why: 'weekend' });
  assert.equal(
    skipped.slice(1).map(({ date, why }) => [date, why]),
    Array.from({ length: 7 }, (_, at) => [`2024-10-0${at + 1}`, 'holiday']),
  );
  assert.is(movedFrom, undefined);
  const moved = explainDeadline('2024-09-01', TERMS['confirmation.apply'].term);
  assert.equal([moved.movedFrom, moved.dueOn, moved.skipped], ['2024-10-01', '2024-10-08', []]);
});

test('a clock that stands still is asked for the day it would end on if it went on today', () => {
  const pauses = [{ from: '2024-06-10' }];
  const of = (today: string) => explainDeadline('2024-06-03', TERMS['settlement.period'].term, { pauses, today });
  assert.equal([of('2024-06-10').paused, of('2024-06-10').dueOn], [true, '2024-07-03']);
  assert.is(of('2024-06-20').dueOn, '2024-07-15');
  const ended = explainDeadline('2024-06-03', TERMS['settlement.period'].term, {
    pauses: [{ from: '2024-06-10', until: '2024-06-20' }],
    today: '2024-09-01',
  });
  assert.equal([ended.paused, ended.dueOn], [false, '2024-07-15']);
});

test('yellow on the third day before, due, overdue', () => {
  const dueOn = '2024-10-10';
  assert.equal(
    ['2024-10-06', '2024-10-07', '2024-10-10', '2024-10-11'].map((today) => clockState(dueOn, today)),
    ['running', 'soon', 'due', 'overdue'],
  );
});

test('a year that is added by the centre is known', () => {
  const calendar = workingCalendar({ 2027: { off: ['01-01..01-03'], worked: [] } });
  assert.equal(explainDeadline('2026-12-31', { days: 1, unit: 'working' }, { calendar }).dueOn, '2027-01-04');
});

test('every term has its article, and only terms of a place are a centre’s to change', () => {
  const rules: [string, TermRule][] = Object.entries(TERMS);
  for (const [id, { basis, local }] of rules) {
    assert.match(basis, /\S/);
    assert.is(local === true, /^(?:hotline|care)\.|^settlement\.period$/.test(id), id);
  }
});

/** What the statutes say of each matter, one by one: the ways that are offered, and those that never are. */
const WAYS: Readonly<Record<(typeof MATTERS)[number], readonly [offered: readonly RouteId[], never: readonly RouteId[]]>> = {
  civil: [['court'], ['administrativeRuling', 'reconsideration', 'landArbitration', 'publicSecurity']],
  forestOwnership: [['administrativeRuling'], ['court', 'landArbitration', 'publicSecurity']],
  landOwnership: [['administrativeRuling'], ['court', 'landArbitration', 'publicSecurity']],
  expropriation: [
    ['reconsideration', 'court'],
    ['landArbitration', 'administrativeRuling'],
  ],
  landContract: [['landArbitration', 'court'], ['administrativeRuling']],
  publicOrder: [['publicSecurity', 'court'], ['landArbitration']],
  personalStatus: [['court'], ['landArbitration', 'administrativeRuling', 'publicSecurity']],
};

for (const matter of MATTERS) {
  test(`ways on for ${matter}`, () => {
    const ids = routesFor(matter).map(({ id }) => id);
    const [offered, never] = WAYS[matter];
    assert.equal(ids, offered);
    for (const route of never) assert.not.ok(ids.includes(route), route);
    for (const { basis, terms } of routesFor(matter)) {
      assert.match(basis, /第/);
      for (const term of terms) assert.ok(term in TERMS);
    }
  });
}

test('ownership stays as it is and has thirty days for a suit; it is not confirmed, and personal status needs paper', () => {
  for (const matter of ['forestOwnership', 'landOwnership'] as const) {
    const [ruling] = routesFor(matter);
    assert.equal([ruling?.statusQuo, ruling?.terms], [true, ['ownership.suit']]);
    assert.is(MATTER_RULES[matter].confirmable, false);
  }
  assert.equal(TERMS['ownership.suit'].term, { days: 30, unit: 'natural' });
  assert.equal(
    MATTERS.filter((matter) => MATTER_RULES[matter].paperOnly),
    ['personalStatus'],
  );
});

test.run();

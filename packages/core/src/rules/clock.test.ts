import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { workingCalendar } from './calendar.js';
import { deadline } from './clock.js';
import { clockState } from './clock-state.js';
import { HOLIDAYS } from './data/holidays.js';
import { addDays, daysBetween } from './dates.js';

const test = suite('clocks');

test('a calendar knows days off and weekends that are worked', () => {
  const { kindOf } = workingCalendar();
  const working = (date: string) => kindOf(date).working;
  assert.equal(['2024-09-29', '2024-10-01', '2024-10-08', '2024-10-12', '2024-10-13', '2025-01-26', '2026-02-23'].map(working), [
    true,
    false,
    true,
    true,
    false,
    true,
    false,
  ]);
  assert.equal(kindOf('2027-01-01'), { working: true, reason: 'weekday', known: false });
  assert.equal(
    ['2024-09-29', '2024-10-01', '2024-10-13', '2024-10-14'].map((date) => kindOf(date).reason),
    ['shifted', 'holiday', 'weekend', 'weekday'],
  );
});

test('days off of the table are days off of their year, worked days are weekends', () => {
  for (const [year, { off, worked }] of Object.entries(HOLIDAYS)) {
    for (const day of worked) assert.ok([0, 6].includes(new Date(`${year}-${day}T00:00:00Z`).getUTCDay()), `${year}-${day}`);
    for (const day of off.flatMap((span) => span.split('..')))
      assert.ok(!Number.isNaN(Date.parse(`${year}-${day}T00:00:00Z`)), `${year}-${day}`);
    assert.is(
      off.some((span) => worked.some((day) => day >= (span.split('..')[0] ?? '') && day <= (span.split('..').at(-1) ?? ''))),
      false,
    );
  }
});

test('dates are counted without a zone', () => {
  assert.is(addDays('2024-02-28', 2), '2024-03-01');
  assert.is(daysBetween('2024-12-31', '2025-01-01'), 1);
});

test('working days skip holidays and count shifted Sundays', () => {
  assert.equal(deadline('2024-09-27', { days: 5, unit: 'working' }), { dueOn: '2024-10-10', provisional: false });
  assert.equal(deadline('2024-02-08', { days: 3, unit: 'working' }), { dueOn: '2024-02-19', provisional: false });
});

test('natural days roll over a last day that is not worked', () => {
  // An agreement in effect on 2024-09-01 has until 2024-10-08 for joint confirmation: 10-01 is a holiday.
  assert.equal(deadline('2024-09-01', { days: 30, unit: 'natural' }), { dueOn: '2024-10-08', provisional: false });
  assert.equal(deadline('2024-09-16', { days: 15, unit: 'natural', rollOver: false }), { dueOn: '2024-10-01', provisional: false });
});

test('a year without a calendar makes a date provisional', () => {
  assert.equal(deadline('2026-12-30', { days: 2, unit: 'working' }), { dueOn: '2027-01-01', provisional: true });
  assert.is(deadline('2026-12-01', { days: 31, unit: 'natural' }).provisional, true);
  assert.is(deadline('2026-12-01', { days: 10, unit: 'natural' }).provisional, false);
});

test('a clock is yellow three days before, due on its day, overdue after it', () => {
  const states = ['2024-10-06', '2024-10-07', '2024-10-09', '2024-10-10', '2024-10-11'].map((today) => clockState('2024-10-10', today));
  assert.equal(states, ['running', 'soon', 'soon', 'due', 'overdue']);
});

test.run();

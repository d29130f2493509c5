import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { clocksOf } from '../rules/clocks.js';
import * as z from '../z.js';
import { defineSettings, loadSettings, SettingDefinitions } from './define.js';
import { type SettingValues, settingOn } from './setting.js';

const test = suite('settings of the centre');
const { sets } = await loadSettings([]);
const definitions = new SettingDefinitions([...sets.values()]);
const faultOf = (name: string, value: unknown) => {
  const refusal = definitions.misfit('core', name, value);
  return refusal === undefined ? undefined : `${refusal.code} at ${refusal.at}: ${refusal.seen}`;
};
const year = (off: string[], worked: string[] = []) => ({ 2027: { off, worked } });

test('what begins on a day goes by the last version that holds for it', () => {
  const values: SettingValues = {
    'x.days': [
      { number: 1, value: 10 },
      { number: 2, value: 20, from: '2026-06-01' },
      { number: 3, value: 30, from: '2026-09-01' },
    ],
  };
  for (const [day, value] of [
    ['2020-01-01', 10],
    ['2026-05-31', 10],
    ['2026-06-01', 20],
    ['2026-08-31', 20],
    ['2026-09-01', 30],
  ] as const)
    assert.is(settingOn(values, 'x.days', day)?.value, value, day);
  assert.is(settingOn(values, 'x.other', '2026-01-01'), undefined);
  // Decided later and for everything: what was dated before holds no more.
  const all: SettingValues = { 'x.days': [...(values['x.days'] ?? []), { number: 4, value: 40 }] };
  assert.is(settingOn(all, 'x.days', '2020-01-01')?.number, 4);
});

test('a calendar with a day that there is not, a span backwards, a weekday worked instead, or a day off and worked is refused', () => {
  assert.is(faultOf('calendar', year(['01-01..01-03', '10-01'], ['01-09'])), undefined);
  assert.match(faultOf('calendar', { 27: { off: [], worked: [] } }) ?? '', /BAD_VALUE/);
  assert.match(faultOf('calendar', year(['1.1.'])) ?? '', /BAD_VALUE at 2027\.off\.0: .*not of the form MM-DD/);
  assert.match(faultOf('calendar', year(['02-30'])) ?? '', /in no calendar/);
  assert.match(faultOf('calendar', year(['10-07..10-01'])) ?? '', /ends before it begins/);
  assert.match(faultOf('calendar', year([], ['01-11'])) ?? '', /no Saturday or Sunday/);
  assert.match(faultOf('calendar', year(['01-08..01-10'], ['01-09'])) ?? '', /off and worked/);
});

test('a local term takes days of its own, and nothing that is no term; one of the law is no setting', () => {
  const name = 'term.settlement.period';
  assert.is(faultOf(name, { days: 45, unit: 'natural', basis: '某条例第二十五条' }), undefined);
  assert.match(faultOf(name, { days: -1, unit: 'natural' }) ?? '', /BAD_VALUE at days: .*too small/);
  assert.match(faultOf(name, { days: 30, unit: 'weeks' }) ?? '', /at unit/);
  assert.match(faultOf('term.care.stable', { days: 30, unit: 'natural' }) ?? '', /at months/);
  for (const none of ['term.letters.handling', 'constructor', 'term.other'])
    assert.match(faultOf(none, { days: 1, unit: 'natural' }) ?? '', /BAD_ARGS at name/, none);
});

test('clocks go by the calendar and the terms that the centre decided on', () => {
  const plain = clocksOf();
  assert.equal(plain.due('2027-01-08', { days: 5, unit: 'working' }), { dueOn: '2027-01-15', provisional: true });
  assert.is(plain.due('2024-03-01', 'settlement.period').dueOn, '2024-04-01');
  const settings: SettingValues = {
    'core.calendar': [{ number: 1, value: year(['01-01..01-03', '01-11'], ['01-09']) }],
    'core.term.settlement.period': [{ number: 1, value: { days: 10, unit: 'working', basis: '某条例第二十五条' }, from: '2027-01-01' }],
  };
  const own = clocksOf(settings);
  assert.is(clocksOf(settings), own);
  // Saturday the 9th is worked, Monday the 11th is off.
  assert.equal(own.due('2027-01-08', { days: 5, unit: 'working' }), { dueOn: '2027-01-15', provisional: false });
  assert.equal(
    own.explain('2027-01-08', { days: 2, unit: 'working' }).skipped.map(({ date, why }) => `${date} ${why}`),
    ['2027-01-10 weekend', '2027-01-11 holiday'],
  );
  assert.equal(own.rule('settlement.period', '2027-01-08'), {
    ...plain.rule('settlement.period', '2027-01-08'),
    term: { days: 10, unit: 'working' },
    basis: '某条例第二十五条',
  });
  assert.is(own.due('2027-01-08', 'settlement.period').dueOn, '2027-01-22');
  // What began before goes on as it began, and so do terms of the law.
  assert.is(own.due('2024-03-01', 'settlement.period').dueOn, '2024-04-01');
  assert.is(own.due('2027-01-08', 'letters.handling').dueOn, plain.due('2027-01-08', 'letters.handling').dueOn);
});

test('what came with the program stands where the centre said nothing of a year, and gives way where it did', () => {
  const own = clocksOf({ 'core.calendar': [{ number: 1, value: { 2026: { off: ['01-01'], worked: [] } } }] });
  assert.is(own.calendar.kindOf('2026-01-02').working, true);
  assert.is(clocksOf().calendar.kindOf('2026-01-02').working, false);
  assert.is(own.calendar.kindOf('2025-10-01').reason, 'holiday');
});

test('settings whose default does not fit, or that have no title in a language, are not declared', () => {
  const schema = z.int().check(z.minimum(1));
  const codeOf = (run: () => unknown) => {
    try {
      run();
    } catch (error) {
      return String(error);
    }
    return 'nothing thrown';
  };
  const locales = { zh: { 'setting.days': '日数' }, en: { 'setting.days': 'Days' } };
  assert.is(defineSettings({ group: 'x', settings: { days: { schema, default: 1 } }, locales }).group, 'x');
  assert.match(
    codeOf(() => defineSettings({ group: 'x', settings: { days: { schema, default: 0 } }, locales })),
    /BAD_VALUE.*x\.days/,
  );
  assert.match(
    codeOf(() => defineSettings({ group: 'x', settings: { days: { schema, default: 1 } }, locales: { ...locales, en: {} } })),
    /MANIFEST_INVALID.*title in en/,
  );
});

test.run();

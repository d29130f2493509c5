import { TERMS, type TermRule } from '../rules/terms.js';
import * as z from '../z.js';
import { defineSettings, type SettingDefinition } from './define.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';

const DAY = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const SPAN = /^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(\.\.(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))?$/;

/** The weekday of a day that is in the calendar, 0 to 6; NaN of one such as 02-30. */
function weekdayOf(year: string, day: string): number {
  const date = new Date(`${year}-${day}T00:00:00Z`);
  return DAY.test(day) && date.getUTCDate() === Number(day.slice(3)) ? date.getUTCDay() : Number.NaN;
}
const endsOf = (span: string): [first: string, last: string] => {
  const [first = '', last = first] = span.split('..');
  return [first, last];
};
const isReal = (year: string, span: string): boolean => {
  const [first, last] = endsOf(span);
  return !Number.isNaN(weekdayOf(year, first)) && !Number.isNaN(weekdayOf(year, last)) && first <= last;
};

const holidayYear = z.object({
  off: z.array(z.string().check(z.regex(SPAN, 'not of the form MM-DD or MM-DD..MM-DD'))).check(z.maxLength(60)),
  worked: z.array(z.string().check(z.regex(DAY, 'not of the form MM-DD'))).check(z.maxLength(60)),
});

/** Years of the working calendar (工作日历) that the centre adds, or puts right, by year. */
const calendar = z.record(z.string().check(z.regex(/^20\d\d$/, 'not a year')), holidayYear).check(
  z.refine(
    (years) => Object.entries(years).every(([year, { off, worked }]) => [...off, ...worked].every((span) => isReal(year, span))),
    'a day that is in no calendar, or a span that ends before it begins',
  ),
  z.refine(
    (years) => Object.entries(years).every(([year, { worked }]) => worked.every((day) => [0, 6].includes(weekdayOf(year, day)))),
    'a day that is worked instead and is no Saturday or Sunday',
  ),
  z.refine(
    (years) =>
      Object.values(years).every(
        ({ off, worked }) => !off.map(endsOf).some(([first, last]) => worked.some((day) => first <= day && day <= last)),
      ),
    'a day that is off and worked',
  ),
);

const basis = z.optional(z.string().check(z.maxLength(200)));
const days = z.object({ days: z.int().check(z.minimum(0), z.maximum(3650)), unit: z.enum(['natural', 'working']), basis });
const months = z.object({ months: z.int().check(z.minimum(1), z.maximum(120)), basis });

/** A term that places set themselves: as long as its kind allows, with the rule of the place that says so. */
function localTerm({ term, basis: article }: TermRule): SettingDefinition {
  return 'months' in term
    ? { schema: months, default: { months: term.months, basis: article }, atHand: true, dated: true }
    : { schema: days, default: { days: term.days, unit: term.unit, basis: article }, atHand: true, dated: true };
}

/** What every centre has: the working calendar, and the terms of the law's list that no national rule sets. */
export const coreSettings = defineSettings({
  group: 'core',
  settings: {
    calendar: { schema: calendar, default: {}, atHand: true },
    ...Object.fromEntries(
      Object.entries<TermRule>(TERMS).flatMap(([id, rule]) => (rule.local === true ? [[`term.${id}`, localTerm(rule)] as const] : [])),
    ),
  },
  locales: { zh, en },
});

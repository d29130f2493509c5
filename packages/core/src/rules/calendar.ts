import { HOLIDAYS, type HolidayYear } from './data/holidays.js';
import { addDays, daysBetween, type LegalDate, toMs } from './dates.js';

/** Why a day is worked or not: a weekday, a weekend, a day off of the published calendar, a weekend that is worked instead (调休). */
export type DayReason = 'weekday' | 'weekend' | 'holiday' | 'shifted';

export interface DayKind {
  readonly working: boolean;
  readonly reason: DayReason;
  /** False where the year's calendar has not been published: then Monday to Friday is only a guess. */
  readonly known: boolean;
}

/** Which days are worked. */
export interface WorkingCalendar {
  kindOf(date: LegalDate): DayKind;
}

/**
 * A calendar of published years.
 *
 * @param years by default those that come with this version; a centre adds a year when it is published
 * @example workingCalendar().kindOf('2024-09-29') // { working: true, known: true }: a Sunday that is worked
 */
export function workingCalendar(years: Readonly<Record<number, HolidayYear>> = HOLIDAYS): WorkingCalendar {
  const days = new Map<number, { readonly off: ReadonlySet<string>; readonly worked: ReadonlySet<string> }>();
  const yearOf = (year: number) => {
    const published = years[year];
    if (published === undefined) return undefined;
    let found = days.get(year);
    if (found === undefined) {
      found = { off: new Set(published.off.flatMap((span) => spanDays(year, span))), worked: new Set(published.worked) };
      days.set(year, found);
    }
    return found;
  };
  return {
    kindOf(date) {
      const weekday = new Date(toMs(date)).getUTCDay();
      const weekend = weekday === 0 || weekday === 6;
      const year = yearOf(Number(date.slice(0, 4)));
      if (year === undefined) return { working: !weekend, reason: weekend ? 'weekend' : 'weekday', known: false };
      const day = date.slice(5);
      if (year.worked.has(day)) return { working: true, reason: 'shifted', known: true };
      if (year.off.has(day)) return { working: false, reason: 'holiday', known: true };
      return { working: !weekend, reason: weekend ? 'weekend' : 'weekday', known: true };
    },
  };
}

function spanDays(year: number, span: string): string[] {
  const [first = '', last = first] = span.split('..');
  const start = `${year}-${first}`;
  return Array.from({ length: daysBetween(start, `${year}-${last}`) + 1 }, (_, index) => addDays(start, index).slice(5));
}

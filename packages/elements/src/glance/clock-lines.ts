import { addDays, type Clocks, clocksOf, daysBetween, type LegalDate, type SkipReason, TERMS, type Term } from '@onedoor/core';
import { formatDate, formatList } from '../locales/format.js';
import { type Locale, type MessageKey, translate } from '../locales/locale.js';
import type { ShownClock } from '../plugin-host/contributions.js';
import '../locales/case-texts.js';

const WHY: Readonly<Record<Exclude<SkipReason, 'paused'>, MessageKey>> = { weekend: 'why.weekend', holiday: 'why.holiday' };

/** Days that follow each other, as one span. */
function spans(days: readonly LegalDate[]): [first: LegalDate, last: LegalDate][] {
  const found: [LegalDate, LegalDate][] = [];
  for (const day of days) {
    const last = found.at(-1);
    if (last !== undefined && addDays(last[1], 1) === day) last[1] = day;
    else found.push([day, day]);
  }
  return found;
}

function lengthOf(term: Term, extendedBy: number, locale: Locale): string {
  const length =
    'months' in term
      ? translate(locale, 'why.months', { count: term.months })
      : translate(locale, term.unit === 'working' ? 'why.workingDays' : 'why.days', { count: term.days });
  return extendedBy === 0 ? length : `${length}${translate(locale, 'why.extended', { count: extendedBy })}`;
}

/** The article of a deadline: its own, or that of the term it counts. */
export const basisOf = ({ basis, counted }: ShownClock): string | undefined =>
  basis ?? (typeof counted?.term === 'string' ? TERMS[counted.term].basis : undefined);

/**
 * How a deadline came about, line by line: from which day, how long, which days were left out and why, what was agreed, whether
 * the last one moved.
 *
 * @param clocks of the centre's settings; default: what comes with the program
 */
export function clockLines(
  { counted, startedOn, provisional }: Pick<ShownClock, 'counted' | 'startedOn' | 'provisional'>,
  locale: Locale,
  today: LegalDate,
  clocks: Clocks = clocksOf(),
): string[] {
  if (counted === undefined || startedOn === undefined) return [];
  const { term, ...circumstances } = counted;
  const rule = typeof term === 'string' ? clocks.rule(term, startedOn).term : term;
  const { skipped, shifted, movedFrom, dueOn, paused } = clocks.explain(startedOn, rule, { ...circumstances, today });
  const date = (day: LegalDate) => formatDate(locale, day, today);
  const days = (of: readonly LegalDate[]) =>
    formatList(
      locale,
      spans(of).map(([first, last]) =>
        first === last ? date(first) : translate(locale, 'why.span', { first: date(first), last: date(last) }),
      ),
    );
  const line = (key: MessageKey, params: Readonly<Record<string, string | number>>) => translate(locale, key, params);
  const left = (['holiday', 'weekend'] as const).flatMap((why) => {
    const of = skipped.filter((each) => each.why === why).map((each) => each.date);
    return of.length === 0 ? [] : [line(WHY[why], { days: days(of) })];
  });
  const still = (circumstances.pauses ?? []).flatMap(({ from, until = today, why }) => {
    const of = skipped.filter((each) => each.why === 'paused' && each.date >= from && each.date < until).map((each) => each.date);
    const [first, last] = [of[0], of.at(-1)];
    if (first === undefined || last === undefined) return [];
    // Two that overlap are each told with all of their days; none of these counts twice.
    const shown = { days: days(of), count: daysBetween(first, last) + 1 };
    return [why === undefined ? line('why.paused', shown) : line('why.pausedFor', { ...shown, why })];
  });
  const { agreed } = circumstances;
  return [
    line('why.from', { date: date(startedOn), length: lengthOf(rule, circumstances.extendedBy ?? 0, locale) }),
    ...(agreed === undefined ? [] : [line('why.agreed', { on: date(agreed.on), until: date(agreed.until) })]),
    ...left,
    ...still,
    ...(shifted.length === 0 ? [] : [line('why.shifted', { days: days(shifted) })]),
    ...(movedFrom === undefined ? [] : [line('why.moved', { from: date(movedFrom), to: date(dueOn) })]),
    ...(paused ? [translate(locale, 'why.stands')] : []),
    ...(provisional ? [translate(locale, 'why.provisional')] : []),
  ];
}

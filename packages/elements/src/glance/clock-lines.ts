import { addDays, explainDeadline, type LegalDate, type SkipReason, TERMS, type Term } from '@onedoor/core';
import { formatDate, formatList } from '../locales/format.js';
import { type Locale, type MessageKey, translate } from '../locales/locale.js';
import type { ShownClock } from '../plugin-host/contributions.js';
import '../locales/case-texts.js';

const WHY: Readonly<Record<SkipReason, MessageKey>> = { weekend: 'why.weekend', holiday: 'why.holiday', paused: 'why.paused' };

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
  basis ?? (counted === undefined ? undefined : TERMS[counted.term].basis);

/** How a deadline came about, line by line: from which day, how long, which days were left out, whether the last one moved. */
export function clockLines({ counted, startedOn, provisional }: ShownClock, locale: Locale, today: LegalDate): string[] {
  if (counted === undefined || startedOn === undefined) return [];
  const { term, ...circumstances } = counted;
  const rule = TERMS[term].term;
  const { skipped, shifted, movedFrom, dueOn, paused } = explainDeadline(startedOn, rule, { ...circumstances, today });
  const date = (day: LegalDate) => formatDate(locale, day, today);
  const days = (of: readonly LegalDate[]) =>
    formatList(
      locale,
      spans(of).map(([first, last]) =>
        first === last ? date(first) : translate(locale, 'why.span', { first: date(first), last: date(last) }),
      ),
    );
  const line = (key: MessageKey, params: Readonly<Record<string, string>>) => translate(locale, key, params);
  const left = (['holiday', 'weekend', 'paused'] as const).flatMap((why) => {
    const of = skipped.filter((each) => each.why === why).map((each) => each.date);
    return of.length === 0 ? [] : [line(WHY[why], { days: days(of) })];
  });
  return [
    line('why.from', { date: date(startedOn), length: lengthOf(rule, circumstances.extendedBy ?? 0, locale) }),
    ...left,
    ...(shifted.length === 0 ? [] : [line('why.shifted', { days: days(shifted) })]),
    ...(movedFrom === undefined ? [] : [line('why.moved', { from: date(movedFrom), to: date(dueOn) })]),
    ...(paused ? [translate(locale, 'why.stands')] : []),
    ...(provisional ? [translate(locale, 'why.provisional')] : []),
  ];
}

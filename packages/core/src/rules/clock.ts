import { addDays, daysBetween, type LegalDate, type WorkingCalendar, workingCalendar } from './calendar.js';

/** How long something may take. */
export interface Term {
  readonly days: number;
  /** 日 in a statute is a natural day unless the article says 工作日. */
  readonly unit: 'natural' | 'working';
  /**
   * Whether a last day that is not worked moves to the next one that is (民事诉讼法 art. 85). Default: false for working
   * days, which end on one anyway, and true for natural days.
   */
  readonly rollOver?: boolean;
}

export interface Deadline {
  readonly dueOn: LegalDate;
  /** A year without a published calendar was counted through: the date may still move. */
  readonly provisional: boolean;
}

const published = workingCalendar();

/**
 * The last day of a term. The day on which it starts does not count (民事诉讼法 art. 85).
 *
 * @param startedOn the day of the act that starts it
 * @example deadline('2024-09-27', { days: 5, unit: 'working' }).dueOn // '2024-10-10'
 */
export function deadline(startedOn: LegalDate, term: Term, calendar: WorkingCalendar = published): Deadline {
  let date = startedOn;
  let provisional = false;
  const step = (): boolean => {
    date = addDays(date, 1);
    const kind = calendar.kindOf(date);
    provisional ||= !kind.known;
    return kind.working;
  };
  if (term.unit === 'working') {
    for (let left = term.days; left > 0; ) if (step()) left -= 1;
    return { dueOn: date, provisional };
  }
  date = addDays(date, term.days);
  if (term.rollOver === false) return { dueOn: date, provisional: false };
  let kind = calendar.kindOf(date);
  provisional = !kind.known;
  while (!kind.working) {
    date = addDays(date, 1);
    kind = calendar.kindOf(date);
    provisional ||= !kind.known;
  }
  return { dueOn: date, provisional };
}

/** Days before the last one from which a clock is yellow. */
export const SOON_DAYS = 3;

/** `running`; `soon` (yellow) in the last three days before; `due` on the day; `overdue` after it. */
export type ClockState = 'running' | 'soon' | 'due' | 'overdue';

/** Where a clock stands on a day. */
export function clockState(dueOn: LegalDate, today: LegalDate): ClockState {
  const left = daysBetween(today, dueOn);
  if (left < 0) return 'overdue';
  if (left === 0) return 'due';
  return left <= SOON_DAYS ? 'soon' : 'running';
}

import { daysBetween, type LegalDate } from './dates.js';

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

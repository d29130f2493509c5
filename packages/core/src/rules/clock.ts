import { type WorkingCalendar, workingCalendar } from './calendar.js';
import { addDays, daysBetween, type LegalDate } from './dates.js';

/** How long something may take: days, or months of the calendar. */
export type Term = DayTerm | MonthTerm;

interface Rolling {
  /**
   * Whether a last day that is not worked moves to the next one that is (民事诉讼法 art. 85). Default: false for working
   * days, which end on one anyway, and true for natural days and months.
   */
  readonly rollOver?: boolean;
}

export interface DayTerm extends Rolling {
  readonly days: number;
  /** 日 in a statute is a natural day unless the article says 工作日. */
  readonly unit: 'natural' | 'working';
}

/** Ends on the day of the same number; in a month that has none, on its last day. */
export interface MonthTerm extends Rolling {
  readonly months: number;
}

/** Days that are not counted, from the day of the act that stops a clock to the day before the one that lets it go on. */
export interface Pause {
  readonly from: LegalDate;
  /** The day from which it counts again; absent while it stands still. */
  readonly until?: LegalDate;
  /** The article or reason by which it stands still. */
  readonly why?: string;
}

export interface Deadline {
  readonly dueOn: LegalDate;
  /** A year without a published calendar was counted through: the date may still move. */
  readonly provisional: boolean;
}

/** Why a day was not counted, or not let be the last. */
export type SkipReason = 'weekend' | 'holiday' | 'paused';

/** How a deadline came about, for whoever asks why it is that day. */
export interface Explanation extends Deadline {
  /** The day of the act that starts it, which is not counted (民事诉讼法 art. 85). */
  readonly startedOn: LegalDate;
  /** The first day that is counted. */
  readonly countsFrom: LegalDate;
  /** Days between the first that is counted and the last that were not counted, oldest first. */
  readonly skipped: readonly { readonly date: LegalDate; readonly why: SkipReason }[];
  /** Weekends that were counted because they are worked. */
  readonly shifted: readonly LegalDate[];
  /** The last day before it moved, because that one is not worked; absent where it did not. */
  readonly movedFrom?: LegalDate;
  /** True while a pause has no end: `dueOn` is the day it would be if it went on today. */
  readonly paused: boolean;
}

export interface Circumstances {
  readonly calendar?: WorkingCalendar;
  readonly pauses?: readonly Pause[];
  /** Days by which it was extended, of the term's own unit; of a term in months natural days. Default 0. */
  readonly extendedBy?: number;
  /**
   * The last day as those concerned agreed on it, and when they did: it stands for the counted one and does not move, but for
   * pauses that began after they agreed.
   */
  readonly agreed?: { readonly until: LegalDate; readonly on: LegalDate };
  /** The day on which it is asked, for pauses without an end. */
  readonly today?: LegalDate;
}

// Pure: whoever asks for a state alone does not load the calendar.
const published = /* @__PURE__ */ workingCalendar();

/** The day of the same number so many months later, or the last of a month that has none. */
export function addMonths(date: LegalDate, months: number): LegalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  return addDays(first.toISOString().slice(0, 10), Math.min(day, last) - 1);
}

/**
 * Counts a term day by day and tells how: the first day is not counted, pauses stand still, a last day that is not worked
 * moves to the next one that is.
 *
 * @param startedOn the day of the act that starts it
 * @example explainDeadline('2024-09-27', { days: 5, unit: 'working' }).dueOn // '2024-10-10': 10-01 to 10-07 off, Sunday 09-29 worked
 */
export function explainDeadline(startedOn: LegalDate, term: Term, circumstances: Circumstances = {}): Explanation {
  const { calendar = published, pauses = [], extendedBy = 0, today = startedOn, agreed } = circumstances;
  if (agreed !== undefined) return explainAgreed(startedOn, agreed, pauses, today);
  const isPaused = (date: LegalDate) => pauses.some(({ from, until = today }) => date >= from && date < until);
  const working = 'days' in term && term.unit === 'working';
  const skipped: { date: LegalDate; why: SkipReason }[] = [];
  const shifted: LegalDate[] = [];
  let provisional = false;
  const look = (date: LegalDate) => {
    const kind = calendar.kindOf(date);
    provisional ||= !kind.known;
    return kind;
  };
  let date = startedOn;
  let left = ('days' in term ? term.days : daysBetween(startedOn, addMonths(startedOn, term.months))) + extendedBy;
  while (left > 0) {
    date = addDays(date, 1);
    if (isPaused(date)) {
      skipped.push({ date, why: 'paused' });
      continue;
    }
    if (working) {
      const { working: worked, reason } = look(date);
      if (!worked) {
        skipped.push({ date, why: reason === 'holiday' ? 'holiday' : 'weekend' });
        continue;
      }
      if (reason === 'shifted') shifted.push(date);
    }
    left -= 1;
  }
  const counted = date;
  if (term.rollOver ?? !working) while (!look(date).working) date = addDays(date, 1);
  return {
    startedOn,
    countsFrom: addDays(startedOn, 1),
    dueOn: date,
    provisional,
    skipped,
    shifted,
    ...(date === counted ? {} : { movedFrom: counted }),
    paused: pauses.some(({ until }) => until === undefined),
  };
}

/** A day that was agreed on: only what stood still afterwards moves it. */
function explainAgreed(
  startedOn: LegalDate,
  { until, on }: NonNullable<Circumstances['agreed']>,
  pauses: readonly Pause[],
  today: LegalDate,
): Explanation {
  const later = pauses.filter(({ from }) => from > on);
  const left = { days: Math.max(daysBetween(on, until), 0), unit: 'natural', rollOver: false } as const;
  return { ...explainDeadline(on, left, { pauses: later, today }), startedOn, countsFrom: addDays(startedOn, 1) };
}

/**
 * The last day of a term. The day on which it starts does not count (民事诉讼法 art. 85).
 *
 * @param startedOn the day of the act that starts it
 * @example deadline('2024-09-27', { days: 5, unit: 'working' }).dueOn // '2024-10-10'
 */
export function deadline(startedOn: LegalDate, term: Term, calendar: WorkingCalendar = published): Deadline {
  if ('days' in term && term.unit === 'working') {
    const { dueOn, provisional } = explainDeadline(startedOn, term, { calendar });
    return { dueOn, provisional };
  }
  // A board asks for thousands: what needs no counting day by day is not counted so.
  let dueOn = 'days' in term ? addDays(startedOn, term.days) : addMonths(startedOn, term.months);
  if (term.rollOver === false) return { dueOn, provisional: false };
  let kind = calendar.kindOf(dueOn);
  let provisional = !kind.known;
  while (!kind.working) {
    dueOn = addDays(dueOn, 1);
    kind = calendar.kindOf(dueOn);
    provisional ||= !kind.known;
  }
  return { dueOn, provisional };
}

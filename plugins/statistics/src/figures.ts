import { type PluginRow, STAGES, type Stage } from '@onedoor/core';
import type { ShownClock, StatisticFigure, StatisticItem } from '@onedoor/elements';

/** What is counted of a matter. */
export type Counted = Pick<
  PluginRow,
  'case' | 'title' | 'category' | 'source' | 'stage' | 'village' | 'createdOn' | 'closed' | 'outcome' | 'stageAt' | 'spent' | 'before'
>;

export const SPANS = ['month', 'quarter', 'year'] as const;
export type Span = (typeof SPANS)[number];

/** A month `2024-09`, a quarter `2024-Q3` or a year `2024`. */
export type Period = string;

const MONTHS_OF: Readonly<Record<Span, number>> = { month: 1, quarter: 3, year: 12 };
const pad = (month: number): string => String(month).padStart(2, '0');

/** The period in which a day lies. */
export function periodOf(day: string, span: Span): Period {
  const [year, month] = [day.slice(0, 4), Number(day.slice(5, 7))];
  return span === 'year' ? year : span === 'month' ? `${year}-${pad(month)}` : `${year}-Q${Math.ceil(month / 3)}`;
}

/** Months of a period, the first one first. */
export function monthsOf(period: Period): string[] {
  const year = period.slice(0, 4);
  const span: Span = period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : 'month';
  const first = span === 'year' ? 1 : span === 'quarter' ? Number(period.slice(6)) * 3 - 2 : Number(period.slice(5));
  return Array.from({ length: MONTHS_OF[span] }, (_, at) => `${year}-${pad(first + at)}`);
}

/** The period before. */
export function formerOf(period: Period): Period {
  const [first = ''] = monthsOf(period);
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5))];
  const day = month === 1 ? `${year - 1}-12-01` : `${year}-${pad(month - 1)}-01`;
  return periodOf(day, period.length === 4 ? 'year' : period.includes('Q') ? 'quarter' : 'month');
}

export const inPeriod = <T extends Pick<Counted, 'createdOn'>>(rows: readonly T[], period: Period): readonly T[] => {
  const months = new Set(monthsOf(period));
  return rows.filter(({ createdOn }) => months.has(createdOn.slice(0, 7)));
};

/** A rate never stands without the two numbers that make it. */
export interface Rate {
  readonly numerator: number;
  readonly denominator: number;
}

/** `98.6 %`, one decimal, never rounded up to a whole that is none; undefined where nothing was counted. */
export function percentOf({ numerator, denominator }: Rate, decimals = 1): string | undefined {
  if (denominator === 0) return undefined;
  const scale = 10 ** decimals;
  const exact = (numerator * 100 * scale) / denominator;
  let rounded = Math.round(exact);
  if (rounded === 100 * scale && numerator < denominator) rounded = 100 * scale - 1;
  return `${(rounded / scale).toFixed(decimals)} %`;
}

/** By how much a count has grown or fallen against the former one: numerator the difference, denominator the former. */
export const changeOf = (now: number, former: number): Rate => ({ numerator: now - former, denominator: former });

export interface Figures {
  readonly received: readonly Counted[];
  /** Closed (办结), with whatever outcome. */
  readonly closed: readonly Counted[];
  /** Settled (化解): closed with an agreement, and nothing else. */
  readonly settled: readonly Counted[];
}

/** Of the matters received in a period: which are closed by now, and which settled. */
export function figuresOf(rows: readonly Counted[], period: Period): Figures {
  const received = inPeriod(rows, period);
  const closed = received.filter((row) => row.closed);
  return { received, closed, settled: closed.filter(({ outcome }) => outcome === 'settled') };
}

export const closedRate = ({ received, closed }: Figures): Rate => ({ numerator: closed.length, denominator: received.length });
export const settledRate = ({ received, settled }: Figures): Rate => ({ numerator: settled.length, denominator: received.length });

/** Matters by what they have in common, the most first. */
export function tally(rows: readonly Counted[], of: (row: Counted) => string): readonly (readonly [string, readonly Counted[]])[] {
  const found = new Map<string, Counted[]>();
  for (const row of rows) {
    const key = of(row);
    const members = found.get(key);
    if (members === undefined) found.set(key, [row]);
    else members.push(row);
  }
  return [...found].sort(([a, one], [b, other]) => other.length - one.length || (a < b ? -1 : 1));
}

/** Periods in which something was received, the latest first, and the present one. */
export const periodsOf = (rows: readonly Counted[], span: Span, today: string): readonly Period[] =>
  [...new Set([periodOf(today, span), ...rows.map(({ createdOn }) => periodOf(createdOn, span))])].sort().reverse();

/** Parts of this period beside those of the former one: what is in either, the most of this period first. */
export function beside(
  now: readonly Counted[],
  former: readonly Counted[],
  of: (row: Counted) => string,
): readonly { readonly key: string; readonly now: readonly Counted[]; readonly former: readonly Counted[] }[] {
  const before = new Map(tally(former, of));
  const parts = tally(now, of).map(([key, rows]) => ({ key, now: rows, former: before.get(key) ?? [] }));
  const gone = [...before].filter(([key]) => !parts.some((part) => part.key === key));
  return [...parts, ...gone.map(([key, rows]) => ({ key, now: [], former: rows }))];
}

/** Stages of work, in which a matter is until it is closed. */
export const OPEN_STAGES = STAGES.filter((stage) => stage !== 'closed');

/** How long matters were in a stage, those that are in it counted until now; in milliseconds. */
export interface StageTime {
  readonly stage: Stage;
  readonly rows: readonly Counted[];
  readonly median: number;
  readonly longest: number;
}

/**
 * Time spent in each stage, of the matters that were or are in it. A median says what is usual: one that lay for a year would
 * move a mean alone.
 *
 * @param nowMs epoch milliseconds until which an open stage counts
 */
export function stageTimesOf(rows: readonly Counted[], nowMs: number): readonly StageTime[] {
  return OPEN_STAGES.map((stage) => {
    const found = rows.flatMap((row) => {
      const left = row.spent?.[stage];
      const open = row.stage === stage && row.stageAt !== undefined ? Math.max(0, nowMs - row.stageAt) : undefined;
      return left === undefined && open === undefined ? [] : [{ row, ms: (left ?? 0) + (open ?? 0) }];
    });
    const sorted = found.map(({ ms }) => ms).sort((a, b) => a - b);
    const middle = sorted.length / 2;
    const at = (index: number): number => sorted[index] ?? 0;
    const median = Number.isInteger(middle) ? (at(middle - 1) + at(middle)) / 2 : at(Math.floor(middle));
    return { stage, rows: found.map(({ row }) => row), median: sorted.length === 0 ? 0 : median, longest: sorted.at(-1) ?? 0 };
  });
}

/** Where the nearest duty of an open matter stands; a right that nobody has to use is none. */
export const RISKS = ['overdue', 'due', 'soon', 'running', 'none'] as const;
export type Risk = (typeof RISKS)[number];
export const riskOf = (clocks: readonly Pick<ShownClock, 'state' | 'binding' | 'endedOn'>[]): Risk =>
  clocks.find(({ binding, endedOn }) => binding && endedOn === undefined)?.state ?? 'none';

const DAY_MS = 86_400_000;
/** Days with one decimal. */
export const daysOf = (ms: number): string => (ms / DAY_MS).toFixed(1);

/** Rows of a plugin that lie in a period, and those that stand as they are now and lie in none. */
export function itemsIn(items: readonly StatisticItem[], period: Period): readonly StatisticItem[] {
  const months = new Set(monthsOf(period));
  return items.filter(({ on }) => on === undefined || months.has(on.slice(0, 7)));
}

/** How much rows are, by what a figure counts of them. */
export function sizeOf({ count = 'items' }: Pick<StatisticFigure, 'count'>, items: readonly StatisticItem[]): number {
  if (count === 'items') return items.length;
  if (count === 'amounts') return items.reduce((sum, { amount = 0 }) => sum + amount, 0);
  return new Set(items.flatMap(({ key }) => key ?? [])).size;
}

/** One number of a figure with the rows that make it; `of` where it is a rate. */
export interface Cut {
  readonly items: readonly StatisticItem[];
  readonly size: number;
  readonly of?: number;
}

/** A figure of a plugin in a period. */
export function cutOf(figure: StatisticFigure, period: Period): Cut {
  const items = rowsOf(figure, itemsIn(figure.items, period));
  const size = sizeOf(figure, items);
  return figure.of === undefined ? { items, size } : { items, size, of: sizeOf(figure, itemsIn(figure.of.items, period)) };
}

/** Whether it stands as it is now: it lies in no period, so that there is no former one to compare it with. */
export function isStanding({ items, of }: StatisticFigure): boolean {
  const rows = [...items, ...(of?.items ?? [])];
  return rows.length > 0 && rows.every(({ on }) => on === undefined);
}

/** Rows to look at: of what is counted once, the latest row of each. */
function rowsOf({ count }: StatisticFigure, items: readonly StatisticItem[]): readonly StatisticItem[] {
  if (count !== 'keys') return items;
  const latest = new Map<string, StatisticItem>();
  for (const item of items) {
    if (item.key === undefined) continue;
    const known = latest.get(item.key);
    if (known === undefined || (known.on ?? '') < (item.on ?? '')) latest.set(item.key, item);
  }
  return [...latest.values()];
}

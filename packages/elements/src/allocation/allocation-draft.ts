import {
  type Allocation,
  allocate,
  allocatePlan,
  equalShares,
  formatFen,
  type GroupPart,
  type Party,
  type RecordValue,
} from '@onedoor/core';
import { percent, percentToBasisPoints, yuanToFen } from '../internal/money.js';

export type Plan = NonNullable<RecordValue<typeof Allocation>['plan']>;

/** A line of the editor: a group and its share, as typed. */
export interface DraftRow {
  /** Of the line on screen; a group's name changes while it is typed. */
  readonly line: number;
  readonly group: string;
  readonly share: string;
}

/** An allocation as somebody types it: nothing of it need be right yet. */
export interface Draft {
  readonly total: string;
  readonly rows: readonly DraftRow[];
  /** By id of a party, its weight inside its group, as typed. Who is not named has 1. */
  readonly weights: Readonly<Record<string, string>>;
  /** The plan that it began with, to notice that another person has stored one meanwhile. */
  readonly begun: string;
}

/** Why a draft cannot be stored yet. */
export type Flaw =
  | { readonly kind: 'total' | 'noGroup' | 'noName' }
  | { readonly kind: 'twice'; readonly group: string }
  | { readonly kind: 'share'; readonly group: string }
  | { readonly kind: 'weight' }
  | { readonly kind: 'less' | 'more'; readonly basisPoints: number };

const WHOLE = 10_000;
const EMPTY_ROW = { group: '', share: '' };

export const emptyRow = (rows: readonly DraftRow[]): DraftRow => ({
  ...EMPTY_ROW,
  line: Math.max(-1, ...rows.map((row) => row.line)) + 1,
});

/** A draft of the plan that is there; without one, of the groups that the parties name. Nobody's share is prefilled. */
export function draftOf(plan: Plan | undefined, groups: readonly string[]): Draft {
  const given =
    plan?.shares.map(({ key, basisPoints }) => ({ group: key, share: percent(basisPoints).slice(0, -1) })) ??
    groups.map((group) => ({ ...EMPTY_ROW, group }));
  return {
    total: plan === undefined ? '' : formatFen(plan.totalFen),
    rows: (given.length === 0 ? [EMPTY_ROW] : given).map((row, line) => ({ ...row, line })),
    weights: Object.fromEntries(Object.entries(plan?.weights ?? {}).map(([id, weight]) => [id, String(weight)])),
    begun: JSON.stringify(plan),
  };
}

/** The sum of what can be read as shares. */
export const sumOf = (rows: readonly DraftRow[]): number => rows.reduce((sum, row) => sum + (percentToBasisPoints(row.share) ?? 0), 0);

/** The first thing that keeps a draft from being a plan, or the plan. */
export function planOf({ total, rows, weights: typed }: Draft): Plan | Flaw {
  const totalFen = yuanToFen(total);
  if (totalFen === undefined) return { kind: 'total' };
  if (rows.length === 0) return { kind: 'noGroup' };
  const seen = new Set<string>();
  const shares: Plan['shares'] = [];
  for (const row of rows) {
    const key = row.group.trim();
    const basisPoints = percentToBasisPoints(row.share);
    if (key === '') return { kind: 'noName' };
    if (seen.has(key)) return { kind: 'twice', group: key };
    if (basisPoints === undefined) return { kind: 'share', group: key };
    seen.add(key);
    shares.push({ key, basisPoints });
  }
  const sum = sumOf(rows);
  if (sum !== WHOLE) return { kind: sum < WHOLE ? 'less' : 'more', basisPoints: Math.abs(WHOLE - sum) };
  const weights: Record<string, number> = {};
  for (const [id, text] of Object.entries(typed)) {
    const weight = weightOf(text);
    if (weight === undefined) return { kind: 'weight' };
    if (weight !== 1) weights[id] = weight;
  }
  return Object.keys(weights).length === 0 ? { totalFen, shares } : { totalFen, shares, weights };
}

/** Reads a weight; nothing typed is 1. Undefined where it is no whole number from 1 to 1,000,000. */
export function weightOf(text: string): number | undefined {
  const said = text.trim();
  if (said === '') return 1;
  const weight = /^\d{1,7}$/.test(said) ? Number(said) : 0;
  return weight >= 1 && weight <= 1_000_000 ? weight : undefined;
}

/** What each party gets, once the draft is a plan. */
export function membersOf(draft: Draft, parties: readonly RecordValue<typeof Party>[]): readonly GroupPart[] | undefined {
  const plan = planOf(draft);
  return isFlaw(plan) ? undefined : allocatePlan(plan, parties);
}

export const isFlaw = (plan: Plan | Flaw): plan is Flaw => 'kind' in plan;

/** What each line gets to the fen; known only where total and shares are whole. */
export function partsOf({ total, rows }: Draft): readonly number[] | undefined {
  const totalFen = yuanToFen(total);
  const shares = rows.map((row) => ({ key: row.group, basisPoints: percentToBasisPoints(row.share) ?? 0 }));
  return totalFen === undefined || sumOf(rows) !== WHOLE ? undefined : allocate(totalFen, shares);
}

/** The same share for every line, exactly 100 % in sum. */
export function withEqualShares(rows: readonly DraftRow[]): DraftRow[] {
  const shares = equalShares(rows.map((row) => row.group));
  return rows.map((row, at) => ({ ...row, share: percent(shares[at]?.basisPoints ?? 0).slice(0, -1) }));
}

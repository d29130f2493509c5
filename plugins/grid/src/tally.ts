import type { ReadResult, RecordDefinition } from '@onedoor/core';
import type { ErrandsState } from './errands.js';
import { Matter, Visit } from './visits.js';

/** What a grid did in a month, or a sum of such. Only the place's work is counted: never a person's, and nothing is ranked. */
export interface Tally {
  readonly visits: number;
  /** Households that were visited, each once however often, by `householdKey`. */
  readonly households: ReadonlySet<string>;
  /** Matters found, those settled on the spot, those reported up. */
  readonly matters: number;
  readonly settled: number;
  readonly reported: number;
  readonly errands: number;
  readonly handedBack: number;
  readonly leaflets: number;
}
export const NO_TALLY: Tally = {
  visits: 0,
  households: new Set(),
  matters: 0,
  settled: 0,
  reported: 0,
  errands: 0,
  handedBack: 0,
  leaflets: 0,
};

/** What a tally reads of a grid's room: a view's `ctx.in(roomOf(code)).data` is one. */
export interface GridContent {
  collection<R extends RecordDefinition>(record: R): { list(): readonly ReadResult<R>[] };
}

/** One household, whatever spaces and widths its name is written with. */
export const householdKey = (village: string, household: string): string =>
  `${village}/${household}`.normalize('NFKC').replace(/\s/gu, '').toLowerCase();

type Open = { -readonly [K in keyof Tally]: K extends 'households' ? Set<string> : number };
const fresh = (): Open => ({ ...NO_TALLY, households: new Set() });

/**
 * What one grid did, by month (`YYYY-MM`): a visit by its day, a matter by the day it was found, an errand by the day it was
 * received. Removed records, drafts and withdrawn errands are not counted.
 *
 * @example const year = sumOf([...tallyOf(ctx.in(roomOf(code)).data, ctx.in(roomOf(code)).acts.state(errandSlice)).values()]);
 */
export function tallyOf(content: GridContent, { errands }: ErrandsState): ReadonlyMap<string, Tally> {
  const months = new Map<string, Open>();
  const of = (day: string): Open => {
    const month = day.slice(0, 7);
    const known = months.get(month) ?? fresh();
    months.set(month, known);
    return known;
  };
  for (const read of content.collection(Visit).list()) {
    if (!read.ok || read.value.draft === true) continue;
    const { day, village, household, leaflets = 0 } = read.value;
    const month = of(day);
    month.visits++;
    month.leaflets += leaflets;
    if (household !== undefined) month.households.add(householdKey(village, household));
  }
  for (const read of content.collection(Matter).list()) {
    if (!read.ok) continue;
    const month = of(read.value.foundOn);
    month.matters++;
    if (read.value.result === 'settled') month.settled++;
    if (read.value.result === 'reported') month.reported++;
  }
  for (const { receivedOn, handedBack, withdrawn } of Object.values(errands)) {
    if (withdrawn !== undefined) continue;
    const month = of(receivedOn);
    month.errands++;
    if (handedBack !== undefined) month.handedBack++;
  }
  return months;
}

/** The sum of tallies; a household that is in several of them is one. */
export function sumOf(tallies: Iterable<Tally>): Tally {
  const sum = fresh();
  for (const tally of tallies) {
    for (const each of tally.households) sum.households.add(each);
    for (const key of COUNTS) sum[key] += tally[key];
  }
  return sum;
}
export const COUNTS = ['visits', 'matters', 'settled', 'reported', 'errands', 'handedBack', 'leaflets'] as const;

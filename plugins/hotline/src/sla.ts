import { type DayTerm, explainDeadline, type LegalDate } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { KINDS, type Kind, type Order, URGENCIES, type Urgency } from './order.js';

const term = z.object({ days: z.int().check(z.minimum(0), z.maximum(365)), unit: z.enum(['natural', 'working']) });
const byUrgency = z.object(Object.fromEntries(URGENCIES.map((urgency) => [urgency, term])) as Record<Urgency, typeof term>);

/** How long orders may take, by kind and urgency, and what else a place decides. No statute sets these days. */
export const slaSchema = z.object({
  table: z.object(Object.fromEntries(KINDS.map((kind) => [kind, byUrgency])) as Record<Kind, typeof byUrgency>),
  /** For an order whose kind is not known. */
  other: byUrgency,
  /** Working days in which a unit may return what is not its own. */
  returnDays: z.int().check(z.minimum(0), z.maximum(30)),
  /** Working days by which an order may be extended, all extensions together. */
  extensionDays: z.int().check(z.minimum(0), z.maximum(60)),
  /** Natural days after the reply in which the caller is called back. */
  callBackDays: z.int().check(z.minimum(0), z.maximum(30)),
});
export type Sla = z.infer<typeof slaSchema>;

const working = (days: number): DayTerm => ({ days, unit: 'working' });
/** Urgent ones are done the same day. */
const sameDay: DayTerm = { days: 0, unit: 'natural' };
const within = (days: number) => ({ normal: working(days), urgent: sameDay });

/** Usual values of local norms; a centre sets its own. */
export const DEFAULT_SLA: Sla = {
  table: { ask: within(3), help: within(3), complaint: within(13), report: within(13), suggestion: within(5), praise: within(5) },
  other: within(5),
  returnDays: 2,
  extensionDays: 10,
  callBackDays: 1,
};

/** Last days of one day and one term: a list of 100,000 orders asks for the same few again and again. */
const counted = new Map<string, { readonly dueOn: LegalDate; readonly provisional: boolean }>();
function count(startedOn: LegalDate, rule: DayTerm): { readonly dueOn: LegalDate; readonly provisional: boolean } {
  const key = `${startedOn} ${rule.days} ${rule.unit}`;
  const known = counted.get(key);
  if (known !== undefined) return known;
  const { dueOn, provisional } = explainDeadline(startedOn, { ...rule, rollOver: false });
  const made = { dueOn, provisional };
  if (counted.size > 20_000) counted.clear();
  counted.set(key, made);
  return made;
}

/** Which rule an order's last day comes from. */
export type DueFrom = 'ownDay' | 'ownDays' | 'table';
export interface Due {
  readonly dueOn: LegalDate;
  readonly from: DueFrom;
  /** A year without a published calendar was counted through. */
  readonly provisional: boolean;
}

/**
 * The last day for an answer: what the hotline set for this order, else the table's.
 *
 * @param startedOn the day it was received, or the day on which it was to be done again
 * @param extendedBy working days granted
 */
export function dueOf(
  order: Order,
  { sla, startedOn, extendedBy = 0, again = false }: { sla: Sla; startedOn: LegalDate; extendedBy?: number; again?: boolean },
): Due {
  const extended = (day: LegalDate): Due => {
    if (extendedBy === 0) return { dueOn: day, from: 'ownDay', provisional: false };
    const { dueOn, provisional } = count(day, working(extendedBy));
    return { dueOn, from: 'ownDay', provisional };
  };
  // What is done again has a new limit: the hotline's day was for the first time.
  if (order.dueOn !== undefined && !again) return extended(order.dueOn);
  const own = order.days === undefined ? undefined : working(order.days);
  const rule = own ?? (order.kind === undefined ? sla.other : sla.table[order.kind])[order.urgency ?? 'normal'];
  const base = count(startedOn, rule);
  const from: DueFrom = own === undefined ? 'table' : 'ownDays';
  if (extendedBy === 0) return { dueOn: base.dueOn, from, provisional: base.provisional };
  const more = count(base.dueOn, working(extendedBy));
  return { dueOn: more.dueOn, from, provisional: base.provisional || more.provisional };
}

/** Last day on which a unit may return an order. */
export const returnBy = (dispatchedOn: LegalDate, { returnDays }: Sla): LegalDate => count(dispatchedOn, working(returnDays)).dueOn;

/** Last day on which the caller is called back. */
export const callBackBy = (repliedOn: LegalDate, { callBackDays }: Sla): LegalDate =>
  count(repliedOn, { days: callBackDays, unit: 'natural' }).dueOn;

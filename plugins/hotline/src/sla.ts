import { type Clocks, clocksOf, type DayTerm, type Deadline, type LegalDate, type SettingValues, settingOn } from '@onedoor/core';
import type { Kind, Order, Urgency } from './order.js';

export type ByUrgency = Readonly<Record<Urgency, DayTerm>>;

/** How long orders may take, by kind and urgency, and what else a place decides. No statute sets these days. */
export interface Sla {
  readonly table: Readonly<Record<Kind, ByUrgency>>;
  /** For an order whose kind is not known. */
  readonly other: ByUrgency;
  /** Working days in which a unit may return what is not its own. */
  readonly returnDays: number;
  /** Working days by which an order may be extended, all extensions together. */
  readonly extensionDays: number;
  /** Natural days after the reply in which the caller is called back. */
  readonly callBackDays: number;
}

const working = (days: number): DayTerm => ({ days, unit: 'working' });
/** Urgent ones are done the same day. */
const sameDay: DayTerm = { days: 0, unit: 'natural' };
const within = (days: number): ByUrgency => ({ normal: working(days), urgent: sameDay });

/** Usual values of local norms, until a centre sets its own. */
export const DEFAULT_SLA: Sla = {
  table: { ask: within(3), help: within(3), complaint: within(13), report: within(13), suggestion: within(5), praise: within(5) },
  other: within(5),
  returnDays: 2,
  extensionDays: 10,
  callBackDays: 1,
};

/**
 * The days by which an order goes: those that held when its round began. What the centre decides later for what begins later
 * does not touch it.
 *
 * @param startedOn the day it was received, or the day on which it was to be done again
 */
export const slaOn = (settings: SettingValues | undefined, startedOn: LegalDate): Sla =>
  (settings === undefined ? undefined : (settingOn(settings, 'hotline.sla', startedOn)?.value as Sla | undefined)) ?? DEFAULT_SLA;

/** Last days of one calendar, one day and one term: a list of 100,000 orders asks for the same few again and again. */
const counted = new WeakMap<Clocks, Map<string, Deadline>>();
function count(settings: SettingValues | undefined, startedOn: LegalDate, rule: DayTerm): Deadline {
  const clocks = clocksOf(settings);
  let days = counted.get(clocks);
  if (days === undefined) counted.set(clocks, (days = new Map()));
  const key = `${startedOn} ${rule.days} ${rule.unit}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const made = clocks.due(startedOn, { ...rule, rollOver: false });
  if (days.size > 20_000) days.clear();
  days.set(key, made);
  return made;
}

/** Which rule an order's last day comes from. */
export type DueFrom = 'ownDay' | 'ownDays' | 'table';
export interface Due extends Deadline {
  readonly from: DueFrom;
}

/**
 * The last day for an answer: what the hotline set for this order, else the table's.
 *
 * @param settings the centre's calendar and table; absent: what comes with the program
 * @param startedOn the day it was received, or the day on which it was to be done again
 * @param extendedBy working days granted
 */
export function dueOf(
  order: Order,
  {
    settings,
    startedOn,
    extendedBy = 0,
    again = false,
  }: { settings: SettingValues | undefined; startedOn: LegalDate; extendedBy?: number; again?: boolean },
): Due {
  const extended = (base: Deadline, from: DueFrom): Due => {
    if (extendedBy === 0) return { ...base, from };
    const { dueOn, provisional } = count(settings, base.dueOn, working(extendedBy));
    return { dueOn, from, provisional: base.provisional || provisional };
  };
  // What is done again has a new limit: the hotline's day was for the first time.
  if (order.dueOn !== undefined && !again) return extended({ dueOn: order.dueOn, provisional: false }, 'ownDay');
  if (order.days !== undefined) return extended(count(settings, startedOn, working(order.days)), 'ownDays');
  const { table, other } = slaOn(settings, startedOn);
  const rule = (order.kind === undefined ? other : table[order.kind])[order.urgency ?? 'normal'];
  return extended(count(settings, startedOn, rule), 'table');
}

/** Last day on which a unit may return an order. */
export const returnBy = (settings: SettingValues | undefined, dispatchedOn: LegalDate, { returnDays }: Sla): LegalDate =>
  count(settings, dispatchedOn, working(returnDays)).dueOn;

/** Last day on which the caller is called back. */
export const callBackBy = (settings: SettingValues | undefined, repliedOn: LegalDate, { callBackDays }: Sla): LegalDate =>
  count(settings, repliedOn, { days: callBackDays, unit: 'natural' }).dueOn;

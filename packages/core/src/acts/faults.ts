import type { Refusal } from '../errors.js';
import type { LegalDate } from '../rules/dates.js';
import { shanghaiDate } from '../rules/shanghai.js';
import type { ActFacts } from './slice.js';

/** What an act has put down: its arguments, who did it and when, in epoch milliseconds. */
export type Done<A> = Readonly<A> & { readonly by: string; readonly at: number };

export const doneBy = <A>(args: A, { person: by, at }: Pick<ActFacts, 'person' | 'at'>): Done<A> => ({ ...args, by, at });

/** The day on which an act is done, by the clock that judges it. */
export const dayOfAct = ({ at }: Pick<ActFacts, 'at'>): LegalDate => shanghaiDate(at);

export const isBlank = (value: string | undefined): boolean => value === undefined || value.trim() === '';

/**
 * What may stand against an act, each with whether it does. A fault is named by its text in the plugin's dictionary, so
 * that screens can show all of them before the act, and the act's refusal carries the first as its place (`at`).
 */
export type FaultChecks<F extends string> = readonly (readonly [boolean, F])[];

/** The faults that were found, in the order of the checks. */
export const faultsOf = <F extends string>(checks: FaultChecks<F>): F[] => checks.flatMap(([found, fault]) => (found ? [fault] : []));

/**
 * The first fault as the refusal that an act's `check` returns; undefined where there is none.
 *
 * @param expected what is expected instead, by fault, in plain English
 * @example check: (state, { on }, facts) => refusalOfFaults(faultsOf([[on > dayOfAct(facts), 'refusal.future']]), EXPECTED)
 */
export function refusalOfFaults<F extends string>(
  [fault]: readonly F[],
  expected: Readonly<Record<F, string>>,
): Omit<Refusal, 'code'> | undefined {
  if (fault === undefined) return undefined;
  return { seen: fault.replace(/^refusal\./, ''), expected: expected[fault], todo: 'Correct what is entered.', at: fault };
}

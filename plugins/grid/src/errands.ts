import {
  type ActEntry,
  type Done,
  dayOfAct,
  defineSlice,
  doneBy,
  type FaultChecks,
  faultsOf,
  isBlank,
  type LegalDate,
  legalDate,
  refusalOfFaults,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const line = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));

const receiveArgs = z.object({
  id,
  /** For whom, by name. */
  forWhom: line(60),
  village: z.string().check(z.maxLength(40)),
  what: line(300),
  /** Papers that were taken along, as they are called. */
  documents: z.array(line(100)).check(z.maxLength(30)),
  receivedOn: legalDate(),
  /** When it is to be done; absent where none was said. */
  dueOn: z.optional(legalDate()),
});

/** An errand that is done for somebody (帮办代办): what was taken along, for which a receipt is given, and what came of it. */
export type Errand = Done<z.infer<typeof receiveArgs>> & {
  /** Number of the receipt; absent until the server has given it. */
  readonly number?: NonNullable<ActEntry['number']>;
  readonly handedBack?: Done<{ readonly on: LegalDate; readonly to: string; readonly note: string }>;
  readonly withdrawn?: Done<{ readonly reason: string }>;
};

export interface ErrandsState {
  readonly errands: Readonly<Record<string, Errand>>;
}

export const isOpenErrand = ({ handedBack, withdrawn }: Errand): boolean => handedBack === undefined && withdrawn === undefined;
/** Errands that are not handed back, the earliest day first. */
export const openErrands = ({ errands }: ErrandsState): readonly Errand[] =>
  Object.values(errands)
    .filter(isOpenErrand)
    .sort((a, b) => ((a.dueOn ?? '9999') < (b.dueOn ?? '9999') ? -1 : (a.dueOn ?? '') === (b.dueOn ?? '') && a.id < b.id ? -1 : 1));

export type ErrandFault =
  | 'refusal.errandKnown'
  | 'refusal.noErrand'
  | 'refusal.over'
  | 'refusal.future'
  | 'refusal.beforeReceipt'
  | 'refusal.reason';
const EXPECTED: Readonly<Record<ErrandFault, string>> = {
  'refusal.errandKnown': 'an errand that is not here yet',
  'refusal.noErrand': 'an errand of this grid',
  'refusal.over': 'an errand that is open',
  'refusal.future': 'a day that has come',
  'refusal.beforeReceipt': 'a day not before the papers were received',
  'refusal.reason': 'a reason',
};
const refusalOf = (checks: FaultChecks<ErrandFault>) => refusalOfFaults(faultsOf<ErrandFault>(checks), EXPECTED);
const open = ({ errands }: ErrandsState, errand: string): FaultChecks<ErrandFault> => {
  const known = errands[errand];
  return [
    [known === undefined, 'refusal.noErrand'],
    [known !== undefined && !isOpenErrand(known), 'refusal.over'],
  ];
};
const changed = (state: ErrandsState, errand: string, change: Partial<Errand>): ErrandsState => {
  const known = state.errands[errand];
  return known === undefined ? state : { errands: { ...state.errands, [errand]: { ...known, ...change } } };
};

/**
 * Errands of a grid. What was taken from whom is said once and stands, since a receipt was given for it; its number comes with
 * the server's log, gapless for the year over all grids, and without network the receipt says that it is still to come.
 */
export const errandSlice = defineSlice<ErrandsState>('grid', { errands: {} })
  .act('receive', {
    args: receiveArgs,
    numbers: 'errand',
    keys: (args) => [`errand:${args.id}`],
    check: ({ errands }, args, facts) =>
      refusalOf([
        [errands[args.id] !== undefined, 'refusal.errandKnown'],
        [args.receivedOn > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: ({ errands }, args, facts) => ({
      errands: { ...errands, [args.id]: { ...doneBy(args, facts), ...(facts.number === undefined ? {} : { number: facts.number }) } },
    }),
  })
  .act('handBack', {
    args: z.object({ id, on: legalDate(), to: line(60), note: z.string().check(z.maxLength(500)) }),
    keys: (args) => [`errand:${args.id}`],
    check: (state, args, facts) =>
      refusalOf([
        ...open(state, args.id),
        [args.on > dayOfAct(facts), 'refusal.future'],
        [args.on < (state.errands[args.id]?.receivedOn ?? ''), 'refusal.beforeReceipt'],
      ]),
    apply: (state, { id: errand, ...how }, facts) => changed(state, errand, { handedBack: doneBy(how, facts) }),
  })
  .act('withdraw', {
    args: z.object({ id, reason: z.string().check(z.maxLength(500)) }),
    keys: (args) => [`errand:${args.id}`],
    check: (state, args) => refusalOf([...open(state, args.id), [isBlank(args.reason), 'refusal.reason']]),
    apply: (state, { id: errand, reason }, facts) => changed(state, errand, { withdrawn: doneBy({ reason }, facts) }),
  });

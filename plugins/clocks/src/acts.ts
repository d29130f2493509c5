import {
  type AskFault,
  askFault,
  type ClockChange,
  changeState,
  dayOfAct,
  defineSlice,
  type FaultChecks,
  faultsOf,
  isBlank,
  legalDate,
  refusalOfFaults,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const words = (max: number) => z.string().check(z.maxLength(max));
const days = z.int().check(z.minimum(1), z.maximum(3660));

/** What the clock's rule allowed when it was asked: whoever decides sees it, and the clock itself grants no more than its rule. */
const limit = z.object({
  days: z.optional(days),
  approval: z.enum(['parties', 'head', 'president']),
  notice: z.boolean(),
  basis: z.optional(words(300)),
});

const askArgs = z.object({
  id,
  /** As `<plugin>.<rule>`, with `.<id>` behind it where the rule has several. */
  clock: z.string().check(z.minLength(3), z.maxLength(200)),
  /** Its run, by the day of the act that started it. */
  startedOn: legalDate(),
  /** Its last day as it stood. */
  dueOn: legalDate(),
  kind: z.enum(['extension', 'pause']),
  days: z.optional(days),
  /** Of a pause. */
  from: z.optional(legalDate()),
  until: z.optional(legalDate()),
  reason: words(500),
  /** Article that allows it, where the law gives one. */
  basis: z.optional(words(300)),
  limit,
});

/** A change of a clock with what its decision needs. */
export type Asked = ClockChange & { readonly limit: z.infer<typeof limit>; readonly dueOn: string };
export interface ClocksState {
  /** In the order in which they were asked for. */
  readonly changes: readonly Asked[];
}

export type Fault =
  | `refusal.${AskFault}`
  | 'refusal.twice'
  | 'refusal.unknown'
  | 'refusal.decided'
  | 'refusal.self'
  | 'refusal.others'
  | 'refusal.consent'
  | 'refusal.paper'
  | 'refusal.why'
  | 'refusal.late'
  | 'refusal.future'
  | 'refusal.before'
  | 'refusal.notPaused'
  | 'refusal.notApproved';
const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.reason': 'a reason',
  'refusal.extension': 'a clock that its rule lets be extended',
  'refusal.pause': 'a clock that its rule lets be paused',
  'refusal.days': 'at least one day, and together no more than the rule allows',
  'refusal.from': 'a day of this run that has come',
  'refusal.until': 'a day after the first one',
  'refusal.open': 'no other question that is open, and days that are counted so far',
  'refusal.twice': 'a change that was not asked for yet',
  'refusal.unknown': 'a change that was asked for',
  'refusal.decided': 'a change that waits for its decision',
  'refusal.self': 'a decision by somebody else than whoever asked',
  'refusal.others': 'a decision of those whom the rule names',
  'refusal.consent': 'the consent of all parties',
  'refusal.paper': 'number or date of the decision outside',
  'refusal.why': 'the reason of a refusal',
  'refusal.late': 'an approval before the time is over',
  'refusal.future': 'a day that has come',
  'refusal.before': 'a day not before the decision',
  'refusal.notPaused': 'an approved pause that has no end',
  'refusal.notApproved': 'an approved change',
};
const refusalOf = (checks: FaultChecks<Fault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

const find = ({ changes }: ClocksState, wanted: string): Asked | undefined => changes.find((each) => each.id === wanted);
const withChange = (state: ClocksState, wanted: string, more: (change: Asked) => Partial<Asked>): ClocksState => ({
  changes: state.changes.map((each) => (each.id === wanted ? { ...each, ...more(each) } : each)),
});
const isOpen = (change: Asked | undefined): boolean => change !== undefined && changeState(change) === 'asked';

/** What stands against a decision, whoever takes it. */
const decisionFaults = (change: Asked | undefined, approved: boolean, note: string, by: string, today: string): FaultChecks<Fault> => [
  [change === undefined, 'refusal.unknown'],
  [change !== undefined && !isOpen(change), 'refusal.decided'],
  [change?.asked.by === by, 'refusal.self'],
  [!approved && isBlank(note), 'refusal.why'],
  // What the parties agree on they may agree on late; an office that has let its time go by cannot give it back to itself.
  [approved && change?.kind === 'extension' && change.limit.approval !== 'parties' && today > change.dueOn, 'refusal.late'],
];

/** Pauses and extensions of the case's clocks: asked for, decided by another person, told to those concerned. */
export const clocksSlice = defineSlice<ClocksState>('clocks', { changes: [] })
  .act('ask', {
    args: askArgs,
    keys: ({ clock }) => [`clock:${clock}`],
    check(state, args, facts) {
      const { limit: allowed, kind, clock, startedOn } = args;
      const run = state.changes.filter((each) => each.clock === clock && each.startedOn === startedOn);
      const fault = askFault(args, { [kind]: allowed }, run, dayOfAct(facts));
      return refusalOf([
        [find(state, args.id) !== undefined, 'refusal.twice'],
        ...(fault === undefined ? [] : [[true, `refusal.${fault}`] as const]),
      ]);
    },
    apply: (state, { reason, basis, ...args }, facts) => ({
      changes: [
        ...state.changes,
        {
          ...args,
          asked: { by: facts.person, on: dayOfAct(facts), reason, ...(basis === undefined ? {} : { basis }) },
          told: [],
          notice: args.limit.notice,
        },
      ],
    }),
  })
  .act('withdraw', {
    args: z.object({ id }),
    keys: ({ id: change }) => [`change:${change}`],
    check(state, args, { person }) {
      const change = find(state, args.id);
      return refusalOf([
        [change === undefined, 'refusal.unknown'],
        [!isOpen(change), 'refusal.decided'],
        [change?.asked.by !== person, 'refusal.others'],
      ]);
    },
    apply: (state, args) => withChange(state, args.id, () => ({ withdrawn: true })),
  })
  .act('approve', {
    args: z.object({ id, approved: z.boolean(), note: words(500) }),
    keys: ({ id: change }) => [`change:${change}`],
    check(state, { id: wanted, approved, note }, facts) {
      const change = find(state, wanted);
      return refusalOf([
        ...decisionFaults(change, approved, note, facts.person, dayOfAct(facts)),
        [change !== undefined && change.limit.approval !== 'head', 'refusal.others'],
      ]);
    },
    apply: (state, { id: wanted, approved, note }, facts) =>
      withChange(state, wanted, () => ({ decided: { by: facts.person, on: dayOfAct(facts), approved, note, who: 'head' } })),
  })
  .act('record', {
    // What the parties, or a body outside, decided, put down by somebody else than whoever asked.
    args: z.object({ id, on: legalDate(), approved: z.boolean(), consent: z.boolean(), note: words(500) }),
    keys: ({ id: change }) => [`change:${change}`],
    check(state, { id: wanted, on, approved, consent, note }, facts) {
      const change = find(state, wanted);
      const approval = change?.limit.approval;
      return refusalOf([
        ...decisionFaults(change, approved, note, facts.person, on),
        [approval === 'head', 'refusal.others'],
        [approved && approval === 'parties' && !consent, 'refusal.consent'],
        [approved && approval === 'president' && isBlank(note), 'refusal.paper'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]);
    },
    apply: (state, { id: wanted, on, approved, note }, facts) =>
      withChange(state, wanted, ({ limit: { approval } }) => ({ decided: { by: facts.person, on, approved, note, who: approval } })),
  })
  .act('resume', {
    args: z.object({ id, on: legalDate() }),
    keys: ({ id: change }) => [`change:${change}`],
    check(state, { id: wanted, on }, facts) {
      const change = find(state, wanted);
      return refusalOf([
        [change === undefined, 'refusal.unknown'],
        [change?.kind !== 'pause' || change.decided?.approved !== true || change.until !== undefined, 'refusal.notPaused'],
        [on <= (change?.from ?? ''), 'refusal.until'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]);
    },
    apply: (state, { id: wanted, on }) => withChange(state, wanted, () => ({ until: on })),
  })
  .act('tell', {
    args: z.object({ id, on: legalDate(), how: words(100).check(z.minLength(1)), to: words(200).check(z.minLength(1)) }),
    // Two who told the same person while apart have told them twice: nothing to settle.
    check(state, { id: wanted, on }, facts) {
      const change = find(state, wanted);
      return refusalOf([
        [change === undefined, 'refusal.unknown'],
        [change?.decided?.approved !== true, 'refusal.notApproved'],
        [on < (change?.decided?.on ?? ''), 'refusal.before'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]);
    },
    apply: (state, { id: wanted, on, how, to }, { person: by }) =>
      withChange(state, wanted, ({ told }) => ({ told: [...told, { by, on, how, to }] })),
  });

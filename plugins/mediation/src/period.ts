import {
  type ClockChange,
  clocksOf,
  type Deadline,
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
  type SettingValues,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { type Ended, fitsMatter, waysOn } from './ending.js';

export const OUTCOMES = ['agreed', 'failed', 'withdrawn'] as const;

const words = (max: number) => z.string().check(z.maxLength(max));
/** From consent to conclusion. */
export interface PeriodState {
  readonly begun?: Done<{ on: LegalDate }>;
  readonly extensions: readonly Done<{ on: LegalDate; until: LegalDate; reason: string }>[];
  readonly concluded?: Done<Ended>;
}

/** The clock of the period, as rows and shared acts name it. */
export const CLOCK = 'mediation.period';

/** Extensions as all clocks tell them: the parties' agreement is the approval, and they need not be told of what they agreed to. */
export const changesOf = ({ begun, extensions }: PeriodState): ClockChange[] =>
  begun === undefined
    ? []
    : extensions.map(({ by, on, until, reason }, at) => ({
        id: `extend-${at + 1}`,
        clock: CLOCK,
        startedOn: begun.on,
        kind: 'extension',
        until,
        asked: { by, on, reason },
        decided: { by, on, approved: true, note: '', who: 'parties' },
        told: [],
        notice: false,
      }));

/** The day on which the period ends, but for pauses: as last extended, else counted from the beginning. */
export function dueOf({ begun, extensions }: PeriodState, settings?: SettingValues): Deadline | undefined {
  const until = extensions.at(-1)?.until;
  if (until !== undefined) return { dueOn: until, provisional: false };
  return begun === undefined ? undefined : clocksOf(settings).due(begun.on, 'settlement.period');
}

export type Fault =
  | 'refusal.future'
  | 'refusal.begun'
  | 'refusal.consent'
  | 'refusal.notBegun'
  | 'refusal.concluded'
  | 'refusal.until'
  | 'refusal.reason'
  | 'refusal.told'
  | 'refusal.routes'
  | 'refusal.beforeBegin';
const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.future': 'a day that has come',
  'refusal.begun': 'a mediation that has not begun',
  'refusal.consent': 'the consent of all parties (人民调解法 art. 17)',
  'refusal.notBegun': 'a mediation that has begun',
  'refusal.concluded': 'a mediation that is not concluded',
  'refusal.until': 'a day after the present end',
  'refusal.reason': 'a reason',
  'refusal.told': 'the parties told of the other routes (人民调解法 art. 26)',
  'refusal.routes': 'routes that the law gives this matter',
  'refusal.beforeBegin': 'a day on or after the beginning',
};
const refusalOf = (checks: FaultChecks<Fault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

/** Acts that begin, extend and conclude the mediation of a case. */
export const periodSlice = defineSlice<PeriodState>('mediation', { extensions: [] })
  .act('begin', {
    args: z.object({ on: legalDate(), consent: z.boolean() }),
    keys: () => ['begun'],
    check: ({ begun, concluded }, { on, consent }, facts) =>
      refusalOf([
        [begun !== undefined, 'refusal.begun'],
        [concluded !== undefined, 'refusal.concluded'],
        [!consent, 'refusal.consent'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, { on }, facts) => ({ ...state, begun: doneBy({ on }, facts) }),
  })
  .act('extend', {
    args: z.object({ until: legalDate(), consent: z.boolean(), reason: words(500) }),
    // Two extensions made apart are for a person to choose from.
    keys: () => ['period'],
    check: (state, { until, consent, reason }, { settings }) => {
      const due = dueOf(state, settings);
      return refusalOf([
        [due === undefined, 'refusal.notBegun'],
        [state.concluded !== undefined, 'refusal.concluded'],
        [!consent, 'refusal.consent'],
        [due !== undefined && until <= due.dueOn, 'refusal.until'],
        [isBlank(reason), 'refusal.reason'],
      ]);
    },
    apply: (state, { until, reason }, facts) => ({
      ...state,
      extensions: [...state.extensions, doneBy({ on: dayOfAct(facts), until, reason }, facts)],
    }),
  })
  .act('conclude', {
    args: z.object({ on: legalDate(), outcome: z.enum(OUTCOMES), told: z.boolean(), reason: z.optional(words(500)), ...waysOn }),
    keys: () => ['concluded', 'period'],
    check: ({ begun, concluded }, { on, outcome, told, matter, routes }, facts) =>
      refusalOf([
        [begun === undefined, 'refusal.notBegun'],
        [concluded !== undefined, 'refusal.concluded'],
        [begun !== undefined && on < begun.on, 'refusal.beforeBegin'],
        [outcome !== 'agreed' && !told, 'refusal.told'],
        [outcome !== 'agreed' && !fitsMatter({ matter, routes }), 'refusal.routes'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, args, facts) => ({ ...state, concluded: doneBy(args, facts) }),
  })
  // A party that clearly refuses may not be mediated (art. 17): it ends before it has begun.
  .act('refuse', {
    args: z.object({ on: legalDate(), reason: words(500), told: z.boolean(), ...waysOn }),
    keys: () => ['begun', 'concluded'],
    check: ({ begun, concluded }, { on, reason, told, matter, routes }, facts) =>
      refusalOf([
        [begun !== undefined, 'refusal.begun'],
        [concluded !== undefined, 'refusal.concluded'],
        [isBlank(reason), 'refusal.reason'],
        [!told, 'refusal.told'],
        [!fitsMatter({ matter, routes }), 'refusal.routes'],
        [on > dayOfAct(facts), 'refusal.future'],
      ]),
    apply: (state, args, facts) => ({ ...state, concluded: doneBy({ ...args, outcome: 'refused' }, facts) }),
  });

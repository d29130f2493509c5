import { type Done, dayOfAct, defineSlice, doneBy, faultsOf, isBlank, type LegalDate, legalDate, refusalOfFaults } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** Kinds of conduct that the police may mediate (治安调解工作规范 art. 3). */
export const CONDUCTS = ['beating', 'injury', 'property', 'insult', 'defamation', 'accusation', 'disturbance', 'privacy', 'other'] as const;
/** What may not be mediated (治安调解工作规范 art. 4). */
export const EXCLUSIONS = ['hired', 'gang', 'provocation', 'repeat', 'provoking', 'unfit'] as const;
/** Why it ends without a performed settlement. */
export const END_REASONS = ['failed', 'broken', 'unwilling', 'provoking', 'unfit'] as const;
export const RESULTS = ['agreed', 'failed'] as const;
/** One copy for each side, one for the station (治安调解工作规范 art. 12). */
export const AGREEMENT_COPIES = 3;
/** Below this age a parent or guardian is asked to be there (治安调解工作规范 art. 8). */
export const GUARDIAN_AGE = 16;
/** The revision of 治安管理处罚法 that knows one officer alone (art. 108) and settlements elsewhere (art. 9 para. 4). */
export const REVISION_FROM: LegalDate = '2026-01-01';

const words = (max: number) => z.string().check(z.maxLength(max));
const reference = z.string().check(z.minLength(1), z.maxLength(200));
const person = z.object({
  name: z.string().check(z.minLength(1), z.maxLength(100)),
  age: z.optional(z.int().check(z.minimum(0), z.maximum(130))),
  guardian: z.optional(words(100)),
  proxy: z.optional(words(200)),
});
export type PresentPerson = z.infer<typeof person>;

const acceptArgs = z.object({
  on: legalDate(),
  conduct: z.enum(CONDUCTS),
  /** Arises from a dispute among people, and is minor. */
  minor: z.boolean(),
  /** Both sides want the police to mediate. */
  consent: z.boolean(),
  /** Those of the exclusions that are met. */
  exclusions: z.array(z.enum(EXCLUSIONS)),
  /** Number of the call or of the acceptance register. */
  register: z.optional(words(60)),
});
const holdArgs = z.object({
  on: legalDate(),
  place: words(200),
  /** Ids of the officers who preside. */
  officers: z.array(z.string().check(z.minLength(1), z.maxLength(64))).check(z.minLength(1), z.maxLength(6)),
  /** In premises that meet the standard (规范设置、严格管理的执法办案场所). */
  standardPremises: z.boolean(),
  /** Recorded in sound and picture from beginning to end. */
  fullRecording: z.boolean(),
  /** Number of the recording, or where it is kept. */
  recording: z.optional(words(200)),
  present: z.array(person).check(z.maxLength(60)),
  result: z.enum(RESULTS),
  /** Last day for performing what was agreed. */
  performBy: z.optional(legalDate()),
  /** Why there is more than the one further session that the rule provides for. */
  reason: z.optional(words(500)),
});
const endArgs = z.object({
  on: legalDate(),
  why: z.enum(END_REASONS),
  /** Both sides were told that they may sue in a civil court. */
  toldOfCivilSuit: z.boolean(),
  reason: z.optional(words(1000)),
});

export type AcceptArgs = z.infer<typeof acceptArgs>;
export type HoldArgs = z.infer<typeof holdArgs>;
export type EndArgs = z.infer<typeof endArgs>;

export interface PoliceState {
  readonly accepted?: Done<AcceptArgs>;
  readonly appraisal?: { readonly orderedOn: LegalDate; readonly what: string; readonly receivedOn?: LegalDate; readonly result?: string };
  readonly sessions: readonly Done<HoldArgs>[];
  readonly performance?: Done<{ on: LegalDate; outcome: 'performed' | 'broken'; note: string }>;
  readonly handover?: Done<{ on: LegalDate; kind: 'people' | 'own'; agreement: string; proof: string }> & {
    readonly decision?: Done<{ on: LegalDate; approved: boolean; reason: string }>;
  };
  readonly ended?: Done<EndArgs>;
}

/** Where a mediation stands; `settled` is one that was settled elsewhere and approved. */
export type Phase = 'none' | 'accepted' | 'agreed' | 'performed' | 'broken' | 'settled' | 'ended';

export function phaseOf(state: PoliceState): Phase {
  if (state.ended !== undefined) return 'ended';
  if (state.handover?.decision?.approved === true) return 'settled';
  if (state.performance !== undefined) return state.performance.outcome;
  if (state.sessions.at(-1)?.result === 'agreed') return 'agreed';
  return state.accepted === undefined ? 'none' : 'accepted';
}

/** A fault of what somebody is about to do: a text of the plugin's dictionary, `refusal.…`. */
export type Fault =
  | 'refusal.future'
  | 'refusal.accepted'
  | 'refusal.notAccepted'
  | 'refusal.excluded'
  | 'refusal.notMinor'
  | 'refusal.noConsent'
  | 'refusal.beforeAcceptance'
  | 'refusal.over'
  | 'refusal.present'
  | 'refusal.twoOfficers'
  | 'refusal.premises'
  | 'refusal.recording'
  | 'refusal.third'
  | 'refusal.performBy'
  | 'refusal.appraisal'
  | 'refusal.notAgreed'
  | 'refusal.broken'
  | 'refusal.civilSuit'
  | 'refusal.revision'
  | 'refusal.handedOver'
  | 'refusal.noHandover'
  | 'refusal.reason';

/** What stands against accepting a case for mediation. */
export function acceptFaults(state: PoliceState, args: AcceptArgs, today: LegalDate): Fault[] {
  return faultsOf<Fault>([
    [state.accepted !== undefined, 'refusal.accepted'],
    [args.exclusions.length > 0, 'refusal.excluded'],
    [!args.minor, 'refusal.notMinor'],
    [!args.consent, 'refusal.noConsent'],
    [args.on > today, 'refusal.future'],
  ]);
}

/** What stands against recording a session: shown before the act, checked again by it. */
export function holdFaults(state: PoliceState, args: HoldArgs, today: LegalDate): Fault[] {
  const phase = phaseOf(state);
  const alone = args.officers.length === 1;
  const mayBeAlone = args.on >= REVISION_FROM;
  return faultsOf<Fault>([
    [phase === 'none', 'refusal.notAccepted'],
    [phase !== 'none' && phase !== 'accepted', 'refusal.over'],
    [args.on > today, 'refusal.future'],
    [state.accepted !== undefined && args.on < state.accepted.on, 'refusal.beforeAcceptance'],
    [args.present.length < 2, 'refusal.present'],
    [alone && !mayBeAlone, 'refusal.twoOfficers'],
    [alone && mayBeAlone && !args.standardPremises, 'refusal.premises'],
    [alone && mayBeAlone && (!args.fullRecording || isBlank(args.recording)), 'refusal.recording'],
    [state.sessions.length >= 2 && isBlank(args.reason), 'refusal.third'],
    [args.performBy !== undefined && args.performBy < args.on, 'refusal.performBy'],
  ]);
}

/** Those of the people present who are under 16 and have nobody with them. */
export const withoutGuardian = (present: readonly PresentPerson[]): PresentPerson[] =>
  present.filter(({ age, guardian }) => age !== undefined && age < GUARDIAN_AGE && isBlank(guardian));

const EXPECTED: Readonly<Record<Fault, string>> = {
  'refusal.future': 'a day that has come',
  'refusal.accepted': 'a case that the station has not accepted yet',
  'refusal.notAccepted': 'an accepted case',
  'refusal.excluded': 'conduct that may be mediated (治安调解工作规范 art. 4)',
  'refusal.notMinor': 'minor conduct out of a dispute among people (治安管理处罚法 art. 9)',
  'refusal.noConsent': 'the consent of both sides',
  'refusal.beforeAcceptance': 'a day after the acceptance',
  'refusal.over': 'a mediation that is open',
  'refusal.present': 'both sides present',
  'refusal.twoOfficers': 'two officers before 2026-01-01',
  'refusal.premises': 'standard premises when one officer presides (治安管理处罚法 art. 108)',
  'refusal.recording': 'a full recording and its number when one officer presides (治安管理处罚法 art. 108)',
  'refusal.third': 'a reason for more than two sessions (治安调解工作规范 art. 9)',
  'refusal.performBy': 'performance on or after the day of the session',
  'refusal.appraisal': 'an appraisal that is under way',
  'refusal.notAgreed': 'an agreement',
  'refusal.broken': 'an agreement that was not performed',
  'refusal.civilSuit': 'both sides told of the civil suit (治安管理处罚法 art. 9)',
  'refusal.revision': 'a day from 2026-01-01 on (治安管理处罚法 art. 9 para. 4)',
  'refusal.handedOver': 'one handover',
  'refusal.noHandover': 'a handover that is not decided',
  'refusal.reason': 'a reason',
};
const refusalOf = (found: readonly Fault[]) => refusalOfFaults(found, EXPECTED);

/** What the station does in a public-security mediation (治安调解), each act logged. */
export const policeSlice = defineSlice<PoliceState>('police', { sessions: [] })
  .act('accept', {
    args: acceptArgs,
    keys: () => ['accepted'],
    check: (state, args, facts) => refusalOf(acceptFaults(state, args, dayOfAct(facts))),
    apply: (state, args, facts) => ({ ...state, accepted: doneBy(args, facts) }),
  })
  .act('orderAppraisal', {
    args: z.object({ on: legalDate(), what: reference }),
    keys: () => ['appraisal'],
    check: (state, { on }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [phaseOf(state) !== 'accepted', state.accepted === undefined ? 'refusal.notAccepted' : 'refusal.over'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      ),
    apply: (state, { on: orderedOn, what }) => ({ ...state, appraisal: { orderedOn, what } }),
  })
  .act('receiveAppraisal', {
    args: z.object({ on: legalDate(), result: reference }),
    keys: () => ['appraisal'],
    check: ({ appraisal }, { on }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [appraisal === undefined || appraisal.receivedOn !== undefined, 'refusal.appraisal'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      ),
    apply: (state, { on: receivedOn, result }) =>
      state.appraisal === undefined ? state : { ...state, appraisal: { ...state.appraisal, receivedOn, result } },
  })
  .act('hold', {
    args: holdArgs,
    // Two officers who record one session while apart must not make two of it.
    keys: () => ['session'],
    check: (state, args, facts) => refusalOf(holdFaults(state, args, dayOfAct(facts))),
    apply: (state, args, facts) => ({ ...state, sessions: [...state.sessions, doneBy(args, facts)] }),
  })
  .act('perform', {
    args: z.object({ on: legalDate(), outcome: z.enum(['performed', 'broken']), note: words(500) }),
    keys: () => ['performance'],
    check: (state, { on, outcome, note }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [phaseOf(state) !== 'agreed', 'refusal.notAgreed'],
          [on > dayOfAct(facts), 'refusal.future'],
          [outcome === 'broken' && isBlank(note), 'refusal.reason'],
        ]),
      ),
    apply: (state, args, facts) => ({ ...state, performance: doneBy(args, facts) }),
  })
  .act('handOver', {
    args: z.object({ on: legalDate(), kind: z.enum(['people', 'own']), agreement: reference, proof: reference }),
    keys: () => ['handover'],
    check: (state, { on }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [on < REVISION_FROM, 'refusal.revision'],
          [on > dayOfAct(facts), 'refusal.future'],
          [state.handover !== undefined && state.handover.decision?.approved !== false, 'refusal.handedOver'],
          [['performed', 'ended'].includes(phaseOf(state)), 'refusal.over'],
        ]),
      ),
    apply: (state, args, facts) => ({ ...state, handover: doneBy(args, facts) }),
  })
  .act('decide', {
    args: z.object({ on: legalDate(), approved: z.boolean(), reason: words(500) }),
    keys: () => ['handover'],
    check: ({ handover }, { on, approved, reason }, facts) =>
      refusalOf(
        faultsOf<Fault>([
          [handover === undefined || handover.decision !== undefined, 'refusal.noHandover'],
          [on > dayOfAct(facts), 'refusal.future'],
          [!approved && isBlank(reason), 'refusal.reason'],
        ]),
      ),
    apply: (state, args, facts) =>
      state.handover === undefined ? state : { ...state, handover: { ...state.handover, decision: doneBy(args, facts) } },
  })
  .act('end', {
    args: endArgs,
    keys: () => ['ended'],
    check: (state, { on, why, toldOfCivilSuit }, facts) => {
      const phase = phaseOf(state);
      return refusalOf(
        faultsOf<Fault>([
          [phase === 'none', 'refusal.notAccepted'],
          [phase === 'performed' || phase === 'settled' || phase === 'ended', 'refusal.over'],
          [why === 'broken' && phase !== 'broken', 'refusal.broken'],
          [!toldOfCivilSuit, 'refusal.civilSuit'],
          [on > dayOfAct(facts), 'refusal.future'],
        ]),
      );
    },
    apply: (state, args, facts) => ({ ...state, ended: doneBy(args, facts) }),
  });

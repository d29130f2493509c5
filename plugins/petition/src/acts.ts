import { type ActFacts, clocksOf, defineSlice, type LegalDate, legalDate, papersMade, shanghaiDate, TERMS } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** Letters that were made, with their templates. */
export const papers = papersMade('petition');

/** Longest extension (信访工作条例 art. 34). */
export const MAX_EXTENSION_DAYS = TERMS['letters.handling'].extension.days;

/** How a petition came (信访工作条例 art. 17). */
export const CHANNELS = ['visit', 'letter', 'phone', 'network', 'fax'] as const;
/** What it is (art. 29, 30, 31): 建议意见, 检举控告, 申诉求决. */
export const KINDS = ['suggestion', 'accusation', 'claim'] as const;
export type Kind = (typeof KINDS)[number];
/** Ways of art. 31 (1)-(6): 1-5 lead into a procedure that another law has, 6 ends with a written opinion. */
export const ROUTES = ['1', '2', '3', '4', '5', '6'] as const;
/** How it was passed on (art. 22): 转送, 交办, 报送. */
export const MANNERS = ['transferred', 'assigned', 'reported'] as const;
/** Why it is not accepted. */
export const REASONS = ['outside', 'lawful', 'pending', 'final'] as const;
/** What the opinion says of the claim (art. 32): 支持, 解释说明, 不予支持. */
export const OPINIONS = ['support', 'explain', 'decline'] as const;
/** How a review ends: 维持, 变更, 撤销并重新办理. */
export const REVIEWS = ['upheld', 'changed', 'redo'] as const;
/** How a paper reached the petitioner. */
export const DELIVERIES = ['direct', 'post', 'electronic', 'left'] as const;
/** What is delivered and starts the petitioner's time for the next instance. */
export const PAPERS = ['opinion', 'review', 'recheck'] as const;
export type Paper = (typeof PAPERS)[number];
/** At most so many come on behalf of all (art. 20). */
export const MAX_REPRESENTATIVES = 5;

const words = (max: number) => z.string().check(z.maxLength(max));
const some = (max: number) => z.string().check(z.minLength(1), z.maxLength(max));

const registerArgs = z.object({
  on: legalDate(),
  channel: z.enum(CHANNELS),
  kind: z.enum(KINDS),
  /** Told by word of mouth and written down by the desk as it was said (art. 19). */
  oral: z.boolean(),
  /** How many people bring this one matter together. */
  people: z.int().check(z.minimum(1), z.maximum(9999)),
  representatives: z.int().check(z.minimum(0), z.maximum(MAX_REPRESENTATIVES)),
  /** Name and address are clear; where they are not, nobody can be told in writing (art. 23). */
  reachable: z.boolean(),
});
const referArgs = z.object({
  on: legalDate(),
  manner: z.enum(MANNERS),
  /** The body that it goes to, as its name is written. */
  to: some(100),
  /** The day it arrived there, from which that body's time counts; not known yet where it went by post. */
  receivedOn: z.optional(legalDate()),
});
const acceptArgs = z.object({
  on: legalDate(),
  /** For a claim alone. */
  route: z.optional(z.enum(ROUTES)),
  /** Which body handles it. */
  body: some(100),
  /** Told in writing while the petitioner was here. */
  onTheSpot: z.boolean(),
});
const declineArgs = z.object({ on: legalDate(), why: z.enum(REASONS), reason: some(2000), onTheSpot: z.boolean() });
const opineArgs = z.object({
  on: legalDate(),
  opinion: z.enum(OPINIONS),
  /** Law, rule or policy that it rests on. */
  basis: some(1000),
  /** The letter names where, how and until when a review may be asked for. */
  namesReview: z.boolean(),
});

interface By {
  readonly by: string;
  readonly at: number;
}
/** An act's arguments with who did it and when. */
export type Done<A> = Readonly<A> & By;
interface On {
  readonly on: LegalDate;
}
type Answer = Done<On & { result: (typeof REVIEWS)[number]; basis: string }>;

export interface Referral extends Done<z.infer<typeof referArgs>> {
  readonly objection?: Done<On & { reason: string }>;
  readonly answer?: Done<On & { agreed: boolean; note: string }>;
}
export interface Extension {
  readonly asked: Done<On & { days: number; reason: string }>;
  readonly decided?: Done<On & { approved: boolean; note: string }>;
  /** The day on which the petitioner was told why, how, and who it was. */
  readonly told?: Done<On & { how?: string | undefined; to?: string | undefined }>;
}
export interface Hearing {
  readonly from: LegalDate;
  readonly to?: LegalDate;
}

/** What the office has done with one petition, from its logged acts. Nothing of it says how often somebody came. */
export interface PetitionState {
  readonly registered?: Done<z.infer<typeof registerArgs>> & { readonly number?: ActFacts['number'] };
  /** The latest is the one that counts; earlier ones came back. */
  readonly referrals: readonly Referral[];
  readonly decision?:
    | (Done<z.infer<typeof acceptArgs>> & { readonly accepted: true })
    | (Done<z.infer<typeof declineArgs>> & { readonly accepted: false });
  readonly extension?: Extension;
  readonly opinion?: Done<z.infer<typeof opineArgs>> & { readonly number?: ActFacts['number'] };
  readonly delivered: Readonly<Partial<Record<Paper, Done<On & { how: (typeof DELIVERIES)[number] }>>>>;
  readonly review?: { readonly asked: Done<On>; readonly answered?: Answer };
  readonly recheck?: { readonly asked: Done<On>; readonly answered?: Answer; readonly hearings: readonly Hearing[] };
  readonly mediation?: Done<On & { settled: boolean; note: string }>;
  /** Ended without an opinion: answered, or led into the procedure that another law has. */
  readonly concluded?: Done<On & { note: string }>;
}

/** Where a petition stands. */
export const PHASES = [
  'none',
  'registered',
  'referred',
  'objected',
  'accepted',
  'declined',
  'issued',
  'reviewing',
  'reviewed',
  'examining',
  'final',
  'settled',
  'concluded',
] as const;
export type Phase = (typeof PHASES)[number];

/** The referral that counts, if the petition is with another body now. */
export const currentReferral = ({ referrals }: PetitionState): Referral | undefined => {
  const last = referrals.at(-1);
  return last?.answer?.agreed === true ? undefined : last;
};

export function phaseOf(state: PetitionState): Phase {
  if (state.recheck !== undefined) return state.recheck.answered === undefined ? 'examining' : 'final';
  if (state.review !== undefined) return state.review.answered === undefined ? 'reviewing' : 'reviewed';
  if (state.opinion !== undefined) return 'issued';
  if (state.mediation?.settled === true) return 'settled';
  if (state.concluded !== undefined) return 'concluded';
  if (state.decision !== undefined) return state.decision.accepted ? 'accepted' : 'declined';
  const referral = currentReferral(state);
  if (referral !== undefined) return referral.objection !== undefined && referral.answer === undefined ? 'objected' : 'referred';
  return state.registered === undefined ? 'none' : 'registered';
}

/** Whether the matter ends with a written opinion: a claim on the sixth way of art. 31. */
export const needsOpinion = ({ registered, decision }: PetitionState): boolean =>
  registered?.kind === 'claim' && decision?.accepted === true && decision.route === '6';

/** A fault of what somebody is about to do: a text of the plugin's dictionary. */
export type Fault = keyof typeof EXPECTED;

const EXPECTED = {
  'refusal.future': 'a day that has come',
  'refusal.early': 'a day not before the act that it follows',
  'refusal.registered': 'a petition that is not registered yet',
  'refusal.notRegistered': 'a registered petition',
  'refusal.oral': 'an oral petition by visit or telephone',
  'refusal.representatives': 'one to five representatives where more than five people come (art. 20)',
  'refusal.people': 'no more representatives than people',
  'refusal.decided': 'a petition that is neither accepted nor declined yet',
  'refusal.referred': 'a petition that is not with another body',
  'refusal.notReferred': 'a petition that is with another body',
  'refusal.received': 'a referral of which the day of receipt is not recorded yet',
  'refusal.objected': 'one objection to a referral',
  'refusal.noObjection': 'an objection that waits for its answer',
  'refusal.objectionPending': 'the answer to the objection first',
  'refusal.objectionLate': 'an objection within five working days of receipt (art. 23)',
  'refusal.route': 'a way of art. 31 for a claim, and none otherwise',
  'refusal.notAccepted': 'an accepted petition that is being handled',
  'refusal.notSixth': 'a claim on the sixth way of art. 31',
  'refusal.sixth': 'a matter that does not end with a written opinion',
  'refusal.extended': 'one extension (art. 34)',
  'refusal.noExtension': 'an extension that was asked for',
  'refusal.ownExtension': 'another person than the one who asked',
  'refusal.extensionLate': 'an approval before the time is over (art. 34)',
  'refusal.notExtended': 'an approved extension of which the petitioner has not been told',
  'refusal.reason': 'a reason',
  'refusal.namesReview': 'an opinion that names the way to a review (art. 32)',
  'refusal.noPaper': 'a paper that was issued and not delivered yet',
  'refusal.notDelivered': 'a letter that was delivered',
  'refusal.review': 'a matter in which a review may be asked for',
  'refusal.noReview': 'a review that was asked for',
  'refusal.recheck': 'a matter in which a re-review may be asked for',
  'refusal.noRecheck': 'a re-review that was asked for',
  'refusal.hearing': 'a hearing that has begun, and no other',
  'refusal.consent': 'the consent of both sides (art. 33)',
} as const;

type Faults = readonly (readonly [boolean, Fault])[];

const today = ({ at }: ActFacts): LegalDate => shanghaiDate(at);
const done = <A>(args: A, { person: by, at }: ActFacts): Done<A> => ({ ...args, by, at });
const blank = (value: string): boolean => value.trim() === '';
const numbered = ({ number }: ActFacts) => (number === undefined ? {} : { number });

/** The first fault found, as the act's refusal; its place is a text of the dictionary. */
function first(faults: Faults) {
  const fault = faults.find(([found]) => found)?.[1];
  return fault === undefined
    ? undefined
    : { seen: fault.slice('refusal.'.length), expected: EXPECTED[fault], todo: 'Correct what is entered.', at: fault };
}

/** A day that has not come, or that lies before what it follows. */
const days = (on: LegalDate, after: LegalDate | undefined, facts: ActFacts): Faults => [
  [on > today(facts), 'refusal.future'],
  [after !== undefined && on < after, 'refusal.early'],
];

const undecided = (state: PetitionState): Faults => [
  [state.registered === undefined, 'refusal.notRegistered'],
  [phaseOf(state) === 'objected', 'refusal.objectionPending'],
  [!['registered', 'referred'].includes(phaseOf(state)), 'refusal.decided'],
];

/**
 * The acts of the office, each logged with person and day. A petitioner's request for a review is recorded whenever it comes:
 * whether it came in time is for the body that answers, and no act of this list refuses a person.
 */
export const petitionSlice = defineSlice<PetitionState>('petition', { referrals: [], delivered: {} })
  .act('register', {
    args: registerArgs,
    numbers: 'petition',
    keys: () => ['registered'],
    check: (state, { on, channel, oral, people, representatives }, facts) =>
      first([
        [state.registered !== undefined, 'refusal.registered'],
        ...days(on, undefined, facts),
        [oral && channel !== 'visit' && channel !== 'phone', 'refusal.oral'],
        [representatives > people, 'refusal.people'],
        // Up to five may all come themselves; more choose who comes for them.
        [channel === 'visit' && people > MAX_REPRESENTATIVES && representatives === 0, 'refusal.representatives'],
      ]),
    apply: (state, args, facts) => ({ ...state, registered: { ...done(args, facts), ...numbered(facts) } }),
  })
  .act('refer', {
    args: referArgs,
    keys: () => ['decision'],
    check: (state, { on, receivedOn }, facts) =>
      first([
        ...undecided(state),
        [currentReferral(state) !== undefined, 'refusal.referred'],
        ...days(on, state.registered?.on, facts),
        ...(receivedOn === undefined ? [] : days(receivedOn, on, facts)),
      ]),
    apply: (state, args, facts) => ({ ...state, referrals: [...state.referrals, done(args, facts)] }),
  })
  .act('receive', {
    args: z.object({ on: legalDate() }),
    keys: () => ['received'],
    check(state, { on }, facts) {
      const referral = currentReferral(state);
      return first([
        [referral === undefined, 'refusal.notReferred'],
        [referral?.receivedOn !== undefined, 'refusal.received'],
        ...days(on, referral?.on, facts),
      ]);
    },
    apply: (state, { on: receivedOn }) => withReferral(state, { receivedOn }),
  })
  .act('object', {
    args: z.object({ on: legalDate(), reason: some(2000) }),
    keys: () => ['decision'],
    check(state, { on, reason }, facts) {
      const referral = currentReferral(state);
      return first([
        [state.decision !== undefined, 'refusal.decided'],
        [referral === undefined, 'refusal.notReferred'],
        [referral?.objection !== undefined, 'refusal.objected'],
        [blank(reason), 'refusal.reason'],
        ...days(on, referral?.receivedOn ?? referral?.on, facts),
        [
          referral?.receivedOn !== undefined && on > clocksOf(facts.settings).due(referral.receivedOn, 'letters.objection').dueOn,
          'refusal.objectionLate',
        ],
      ]);
    },
    apply: (state, args, facts) => withReferral(state, { objection: done(args, facts) }),
  })
  .act('answerObjection', {
    args: z.object({ on: legalDate(), agreed: z.boolean(), note: words(2000) }),
    keys: () => ['decision'],
    check: (state, { on, agreed, note }, facts) =>
      first([
        [phaseOf(state) !== 'objected', 'refusal.noObjection'],
        [!agreed && blank(note), 'refusal.reason'],
        ...days(on, currentReferral(state)?.objection?.on, facts),
      ]),
    apply: (state, args, facts) => withReferral(state, { answer: done(args, facts) }),
  })
  .act('accept', {
    args: acceptArgs,
    keys: () => ['decision'],
    check: (state, { on, route }, facts) =>
      first([
        ...undecided(state),
        [(state.registered?.kind === 'claim') !== (route !== undefined), 'refusal.route'],
        ...days(on, arrivedOn(state), facts),
      ]),
    apply: (state, args, facts) => ({ ...state, decision: { ...done(args, facts), accepted: true } }),
  })
  .act('decline', {
    args: declineArgs,
    keys: () => ['decision'],
    check: (state, { on, reason }, facts) =>
      first([...undecided(state), [blank(reason), 'refusal.reason'], ...days(on, arrivedOn(state), facts)]),
    apply: (state, args, facts) => ({ ...state, decision: { ...done(args, facts), accepted: false } }),
  })
  .act('askExtension', {
    args: z.object({ on: legalDate(), days: z.int().check(z.minimum(1), z.maximum(MAX_EXTENSION_DAYS)), reason: some(2000) }),
    keys: () => ['extension'],
    check: (state, { on, reason }, facts) =>
      first([
        [phaseOf(state) !== 'accepted', 'refusal.notAccepted'],
        [!needsOpinion(state), 'refusal.notSixth'],
        // One that the head declined may be asked for again, with other reasons.
        [state.extension !== undefined && state.extension.decided?.approved !== false, 'refusal.extended'],
        [blank(reason), 'refusal.reason'],
        ...days(on, state.decision?.on, facts),
      ]),
    apply: (state, args, facts) => ({ ...state, extension: { asked: done(args, facts) } }),
  })
  .act('decideExtension', {
    args: z.object({ on: legalDate(), approved: z.boolean(), note: words(2000) }),
    keys: () => ['extension'],
    check(state, { on, approved, note }, facts) {
      const until = state.decision === undefined ? undefined : clocksOf(facts.settings).due(state.decision.on, 'letters.handling').dueOn;
      return first([
        [state.extension === undefined || state.extension.decided !== undefined, 'refusal.noExtension'],
        [phaseOf(state) !== 'accepted', 'refusal.notAccepted'],
        [state.extension?.asked.by === facts.person, 'refusal.ownExtension'],
        [!approved && blank(note), 'refusal.reason'],
        ...days(on, state.extension?.asked.on, facts),
        [approved && until !== undefined && on > until, 'refusal.extensionLate'],
      ]);
    },
    apply: (state, args, facts) =>
      state.extension === undefined ? state : { ...state, extension: { ...state.extension, decided: done(args, facts) } },
  })
  .act('tellExtension', {
    args: z.object({ on: legalDate(), how: z.optional(words(100)), to: z.optional(words(200)) }),
    keys: () => ['extension'],
    check: ({ extension }, { on }, facts) =>
      first([
        [extension?.decided?.approved !== true || extension.told !== undefined, 'refusal.notExtended'],
        ...days(on, extension?.decided?.on, facts),
      ]),
    apply: (state, args, facts) =>
      state.extension === undefined ? state : { ...state, extension: { ...state.extension, told: done(args, facts) } },
  })
  .act('opine', {
    args: opineArgs,
    numbers: 'petition-opinion',
    keys: () => ['outcome'],
    check: (state, { on, namesReview }, facts) =>
      first([
        [phaseOf(state) !== 'accepted', 'refusal.notAccepted'],
        [!needsOpinion(state), 'refusal.notSixth'],
        [!namesReview, 'refusal.namesReview'],
        ...days(on, state.decision?.on, facts),
      ]),
    apply: (state, args, facts) => ({ ...state, opinion: { ...done(args, facts), ...numbered(facts) } }),
  })
  .act('mediate', {
    args: z.object({ on: legalDate(), consent: z.boolean(), settled: z.boolean(), note: some(2000) }),
    keys: () => ['outcome'],
    check: (state, { on, consent }, facts) =>
      first([
        [phaseOf(state) !== 'accepted', 'refusal.notAccepted'],
        [!consent, 'refusal.consent'],
        ...days(on, state.decision?.on, facts),
      ]),
    apply: (state, { consent: _, ...args }, facts) => ({ ...state, mediation: done(args, facts) }),
  })
  .act('conclude', {
    args: z.object({ on: legalDate(), note: some(2000) }),
    keys: () => ['outcome'],
    check: (state, { on, note }, facts) =>
      first([
        [phaseOf(state) !== 'accepted', 'refusal.notAccepted'],
        [needsOpinion(state), 'refusal.sixth'],
        [blank(note), 'refusal.reason'],
        ...days(on, state.decision?.on, facts),
      ]),
    apply: (state, args, facts) => ({ ...state, concluded: done(args, facts) }),
  })
  .act('deliver', {
    args: z.object({ on: legalDate(), paper: z.enum(PAPERS), how: z.enum(DELIVERIES) }),
    keys: ({ paper }) => [`delivered:${paper}`],
    check: (state, { on, paper }, facts) =>
      first([
        [issuedOn(state, paper) === undefined || state.delivered[paper] !== undefined, 'refusal.noPaper'],
        ...days(on, issuedOn(state, paper), facts),
      ]),
    apply: (state, { paper, ...args }, facts) => ({ ...state, delivered: { ...state.delivered, [paper]: done(args, facts) } }),
  })
  .act('askReview', {
    args: z.object({ on: legalDate() }),
    keys: () => ['review'],
    check: (state, { on }, facts) =>
      first([
        [phaseOf(state) !== 'issued', 'refusal.review'],
        [state.delivered.opinion === undefined, 'refusal.notDelivered'],
        ...days(on, state.delivered.opinion?.on, facts),
      ]),
    apply: (state, args, facts) => ({ ...state, review: { asked: done(args, facts) } }),
  })
  .act('answerReview', {
    args: z.object({ on: legalDate(), result: z.enum(REVIEWS), basis: some(2000) }),
    keys: () => ['review'],
    check: (state, { on }, facts) =>
      first([[phaseOf(state) !== 'reviewing', 'refusal.noReview'], ...days(on, state.review?.asked.on, facts)]),
    apply: (state, args, facts) =>
      state.review === undefined ? state : { ...state, review: { ...state.review, answered: done(args, facts) } },
  })
  .act('askRecheck', {
    args: z.object({ on: legalDate() }),
    keys: () => ['recheck'],
    check: (state, { on }, facts) =>
      first([
        [phaseOf(state) !== 'reviewed', 'refusal.recheck'],
        [state.delivered.review === undefined, 'refusal.notDelivered'],
        ...days(on, state.delivered.review?.on, facts),
      ]),
    apply: (state, args, facts) => ({ ...state, recheck: { asked: done(args, facts), hearings: [] } }),
  })
  .act('beginHearing', {
    args: z.object({ on: legalDate() }),
    keys: () => ['recheck'],
    check: (state, { on }, facts) =>
      first([
        [phaseOf(state) !== 'examining', 'refusal.noRecheck'],
        [inHearing(state), 'refusal.hearing'],
        ...days(on, state.recheck?.hearings.at(-1)?.to ?? state.recheck?.asked.on, facts),
        // The day on which one hearing ended is excluded already.
        [state.recheck?.hearings.at(-1)?.to === on, 'refusal.hearing'],
      ]),
    apply: (state, { on: from }) => withHearings(state, (hearings) => [...hearings, { from }]),
  })
  .act('endHearing', {
    args: z.object({ on: legalDate() }),
    keys: () => ['recheck'],
    check: (state, { on }, facts) =>
      first([[!inHearing(state), 'refusal.hearing'], ...days(on, state.recheck?.hearings.at(-1)?.from, facts)]),
    apply: (state, { on: to }) =>
      withHearings(state, (hearings) => hearings.map((each) => (each.to === undefined ? { ...each, to } : each))),
  })
  .act('answerRecheck', {
    args: z.object({ on: legalDate(), result: z.enum(REVIEWS), basis: some(2000) }),
    keys: () => ['recheck'],
    check: (state, { on }, facts) =>
      first([
        [phaseOf(state) !== 'examining', 'refusal.noRecheck'],
        [inHearing(state), 'refusal.hearing'],
        ...days(on, state.recheck?.hearings.at(-1)?.to ?? state.recheck?.asked.on, facts),
      ]),
    apply: (state, args, facts) =>
      state.recheck === undefined ? state : { ...state, recheck: { ...state.recheck, answered: done(args, facts) } },
  });

export const inHearing = ({ recheck }: PetitionState): boolean => recheck?.hearings.some((each) => each.to === undefined) === true;

function withReferral(state: PetitionState, change: Partial<Referral>): PetitionState {
  const last = state.referrals.at(-1);
  return last === undefined ? state : { ...state, referrals: [...state.referrals.slice(0, -1), { ...last, ...change }] };
}

/** The day from which a decision is possible: it was registered, or came to the body that has it now. */
function arrivedOn(state: PetitionState): LegalDate | undefined {
  const referral = currentReferral(state);
  return referral?.receivedOn ?? referral?.on ?? state.registered?.on;
}

const withHearings = (state: PetitionState, change: (hearings: readonly Hearing[]) => readonly Hearing[]): PetitionState =>
  state.recheck === undefined ? state : { ...state, recheck: { ...state.recheck, hearings: change(state.recheck.hearings) } };

/** The day a paper was issued. */
export function issuedOn(state: PetitionState, paper: Paper): LegalDate | undefined {
  if (paper === 'opinion') return state.opinion?.on;
  return (paper === 'review' ? state.review : state.recheck)?.answered?.on;
}

import {
  type Done,
  defineCommand,
  defineRecord,
  defineSlice,
  doneBy,
  type FaultChecks,
  faultsOf,
  isBlank,
  type LegalDate,
  legalDate,
  papersMade,
  refusalOfFaults,
  register,
  text,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const words = (max: number) => z.string().check(z.maxLength(max));
const filledWords = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max));
const time = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/));

/** In what part somebody sits at the table. */
export const PARTS = ['party', 'proxy', 'guardian', 'invitee', 'mediator', 'recorder'] as const;
export type Part = (typeof PARTS)[number];
/** How a party answers a proposal. */
export const ANSWERS = ['accepted', 'refused', 'countered'] as const;
export const RESULTS = ['next', 'agreed', 'failed'] as const;

/** A proposal (调解方案), whose terms the team writes together; answers to it are acts. */
export const SessionProposal = defineRecord('mediation/proposal', {
  session: register(id),
  /** Who makes it: a party, or the mediators. */
  from: register(z.string().check(z.minLength(1), z.maxLength(100))),
  /** The proposal that it answers, where it is a counter-proposal. */
  counters: z.optional(register(id)),
  terms: text(),
});
export const propose = defineCommand({
  name: 'mediation.propose',
  args: z.object({
    id,
    session: id,
    from: SessionProposal.shape.from,
    counters: SessionProposal.shape.counters,
    terms: z.string().check(z.maxLength(10_000)),
  }),
  run: (tx, { id: proposal, ...fields }) => tx.create(SessionProposal, proposal, fields),
});
export const withdrawProposal = defineCommand({
  name: 'mediation.withdrawProposal',
  args: z.object({ id }),
  run: (tx, { id: proposal }) => tx.remove(SessionProposal, proposal),
});

const invitee = z.object({ name: filledWords(100), capacity: words(100), consent: z.boolean() });
const seat = z.object({
  /** Name as the record will have it; of two of one name each with what tells them apart. */
  name: filledWords(100),
  part: z.enum(PARTS),
  /** For whom a proxy or guardian is there. */
  for: z.optional(words(100)),
  present: z.boolean(),
});
export type Seat = z.infer<typeof seat>;

const callArgs = z.object({
  id,
  on: legalDate(),
  from: time,
  place: filledWords(200),
  online: z.boolean(),
  openness: z.enum(['open', 'closed']),
  /** Whether the parties have agreed to that (人民调解法 art. 23). */
  opennessAgreed: z.boolean(),
  invitees: z.array(invitee).check(z.maxLength(50)),
});
export type Call = z.infer<typeof callArgs>;
/** A call without its id, in a fixed order: whether two are the same is asked of it. */
const wordsOf = ({ on, from: hour, place, online, openness, opennessAgreed, invitees }: Call): string =>
  JSON.stringify([on, hour, place, online, openness, opennessAgreed, invitees.map((each) => [each.name, each.capacity, each.consent])]);
type Signature = { readonly name: string; readonly how: 'paper' | 'refused'; readonly note: string; readonly hash: string };

/** Records that were made of sessions, with their templates. */
export const papers = papersMade('mediation');

/** One session, from the call to the last signature. */
export interface SessionState {
  /** As it stands now. */
  readonly called: Done<Call>;
  /** Corrections, in their order, each with the call as it was before. */
  readonly corrected?: readonly Done<{ readonly reason: string; readonly before: Call }>[];
  readonly cancelled?: Done<{ readonly reason: string }>;
  /** By name: of how many changes somebody who expects the session was told. */
  readonly told?: Readonly<Record<string, Done<{ readonly changes: number }>>>;
  /** By name: the latest word on each. */
  readonly seats: Readonly<Record<string, Done<Seat>>>;
  readonly rights?: Done<{ readonly to: readonly string[] }>;
  /** By proposal and party. */
  readonly answers: Readonly<
    Record<string, Done<{ proposal: string; party: string; answer: (typeof ANSWERS)[number]; words: string; hash: string }>>
  >;
  readonly ended?: Done<{ result: (typeof RESULTS)[number]; nextOn?: LegalDate | undefined; nextFrom?: string | undefined; words: string }>;
  readonly signatures: Readonly<Record<string, Done<Signature>>>;
}
export interface SessionsState {
  readonly sessions: Readonly<Record<string, SessionState>>;
}

export type SessionFault =
  | 'refusal.noSession'
  | 'refusal.sessionTwice'
  | 'refusal.sessionEnded'
  | 'refusal.sessionRuns'
  | 'refusal.sessionCancelled'
  | 'refusal.sessionBegun'
  | 'refusal.sameCall'
  | 'refusal.reason'
  | 'refusal.openness'
  | 'refusal.invitee'
  | 'refusal.rights'
  | 'refusal.nextOn'
  | 'refusal.nobody'
  | 'refusal.signReason';
const EXPECTED: Readonly<Record<SessionFault, string>> = {
  'refusal.noSession': 'a session that was called',
  'refusal.sessionTwice': 'a new id',
  'refusal.sessionEnded': 'a session that is not over',
  'refusal.sessionRuns': 'a session that is over',
  'refusal.sessionCancelled': 'a session that is not cancelled',
  'refusal.sessionBegun': 'a session whose rights are not read out yet; one that has begun is ended',
  'refusal.sameCall': 'something that differs from the call',
  'refusal.reason': 'a reason',
  'refusal.openness': 'the parties agreed on public or closed (人民调解法 art. 23)',
  'refusal.invitee': 'the parties’ consent to each invitee (人民调解法 art. 20)',
  'refusal.rights': 'rights and duties read out before the session ends',
  'refusal.nextOn': 'a day after this session',
  'refusal.nobody': 'at least one name',
  'refusal.signReason': 'why somebody does not sign',
};
const refusalOf = (checks: FaultChecks<SessionFault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

/** What the parties have to agree to, of a call and of its correction alike. */
const consentTo = ({ opennessAgreed, invitees }: Call): FaultChecks<SessionFault> => [
  [!opennessAgreed, 'refusal.openness'],
  [invitees.some(({ consent }) => !consent), 'refusal.invitee'],
];

/** What stands against calling a session, all of it, for the screen and the act. */
export const callFaults = (state: SessionsState, call: Call): SessionFault[] =>
  faultsOf<SessionFault>([[state.sessions[call.id] !== undefined, 'refusal.sessionTwice'], ...consentTo(call)]);
/** What stands against correcting a call that was made: where, when, how, with whom. */
export const correctFaults = (state: SessionsState, call: Call, reason: string): SessionFault[] => {
  const known = state.sessions[call.id];
  return faultsOf<SessionFault>([
    ...atTable(state, call.id),
    [known !== undefined && wordsOf(known.called) === wordsOf(call), 'refusal.sameCall'],
    ...consentTo(call),
    [isBlank(reason), 'refusal.reason'],
  ]);
};

const change = (state: SessionsState, session: string, patch: (known: SessionState) => SessionState): SessionsState => {
  const known = state.sessions[session];
  return known === undefined ? state : { sessions: { ...state.sessions, [session]: patch(known) } };
};
/** Stands against whatever is done at the table: no such session, or one that is over. */
const atTable = (state: SessionsState, session: string): FaultChecks<SessionFault> => [
  [state.sessions[session] === undefined, 'refusal.noSession'],
  [state.sessions[session]?.ended !== undefined, 'refusal.sessionEnded'],
  [state.sessions[session]?.cancelled !== undefined, 'refusal.sessionCancelled'],
];
export const answerKey = (proposal: string, party: string): string => `${proposal}/${party}`;

/** Acts of joint sessions (调解会议). The minutes and the terms of proposals are content; an answer names the words that it answers by their hash. */
export const sessionSlice = defineSlice<SessionsState>('mediation-session', { sessions: {} })
  .act('convene', {
    args: callArgs,
    keys: ({ id: session }) => [`session:${session}`],
    check: (state, call) => refusalOfFaults(callFaults(state, call), EXPECTED),
    apply: (state, call, facts) => ({
      sessions: { ...state.sessions, [call.id]: { called: doneBy(call, facts), seats: {}, answers: {}, signatures: {} } },
    }),
  })
  .act('correct', {
    args: z.extend(callArgs, { reason: words(500) }),
    // As with ending and cancelling: two who did it apart meant different sessions.
    keys: ({ id: session }) => [`session:${session}`],
    check: (state, { reason, ...call }) => refusalOfFaults(correctFaults(state, call, reason), EXPECTED),
    apply: (state, { reason, ...call }, facts) =>
      change(state, call.id, (known) => ({
        ...known,
        called: { ...known.called, ...call },
        corrected: [...(known.corrected ?? []), doneBy({ reason, before: known.called }, facts)],
      })),
  })
  .act('cancel', {
    args: z.object({ session: id, reason: words(500) }),
    keys: ({ session }) => [`session:${session}`],
    check: (state, { session, reason }) =>
      refusalOf([
        ...atTable(state, session),
        [state.sessions[session]?.rights !== undefined, 'refusal.sessionBegun'],
        [isBlank(reason), 'refusal.reason'],
      ]),
    apply: (state, { session, ...given }, facts) => change(state, session, (known) => ({ ...known, cancelled: doneBy(given, facts) })),
  })
  .act('tell', {
    args: z.object({
      session: id,
      names: z.array(filledWords(100)).check(z.maxLength(300)),
      /** How many changes there were then: who was told of the first knows nothing of the second. */
      changes: z.int().check(z.minimum(1)),
    }),
    keys: ({ session, names }) => names.map((name) => `told:${session}:${name}`),
    check: (state, { session, names }) =>
      refusalOf([
        [state.sessions[session] === undefined, 'refusal.noSession'],
        [names.length === 0, 'refusal.nobody'],
      ]),
    apply: (state, { session, names, changes }, facts) =>
      change(state, session, (known) => ({
        ...known,
        told: { ...known.told, ...Object.fromEntries(names.map((name) => [name, doneBy({ changes }, facts)])) },
      })),
  })
  .act('attend', {
    args: z.object({ session: id, seats: z.array(seat).check(z.minLength(1), z.maxLength(300)) }),
    keys: ({ session, seats }) => seats.map(({ name }) => `seat:${session}:${name}`),
    check: (state, { session }) => refusalOf(atTable(state, session)),
    apply: (state, { session, seats }, facts) =>
      change(state, session, (known) => ({
        ...known,
        seats: { ...known.seats, ...Object.fromEntries(seats.map((each) => [each.name, doneBy(each, facts)])) },
      })),
  })
  .act('readRights', {
    args: z.object({ session: id, to: z.array(filledWords(100)).check(z.maxLength(300)) }),
    keys: ({ session }) => [`rights:${session}`],
    check: (state, { session, to }) => refusalOf([...atTable(state, session), [to.length === 0, 'refusal.nobody']]),
    apply: (state, { session, to }, facts) => change(state, session, (known) => ({ ...known, rights: doneBy({ to }, facts) })),
  })
  .act('answer', {
    args: z.object({ session: id, proposal: id, party: filledWords(100), answer: z.enum(ANSWERS), words: words(500), hash: words(64) }),
    keys: ({ proposal, party }) => [`answer:${answerKey(proposal, party)}`],
    check: (state, { session }) => refusalOf(atTable(state, session)),
    apply: (state, { session, ...given }, facts) =>
      change(state, session, (known) => ({
        ...known,
        answers: { ...known.answers, [answerKey(given.proposal, given.party)]: doneBy(given, facts) },
      })),
  })
  .act('end', {
    args: z.object({
      session: id,
      result: z.enum(RESULTS),
      nextOn: z.optional(legalDate()),
      nextFrom: z.optional(time),
      words: words(500),
    }),
    keys: ({ session }) => [`session:${session}`],
    check: (state, { session, result, nextOn }) => {
      const known = state.sessions[session];
      return refusalOf([
        ...atTable(state, session),
        [known?.rights === undefined, 'refusal.rights'],
        [result === 'next' && (nextOn === undefined || nextOn <= (known?.called.on ?? '')), 'refusal.nextOn'],
      ]);
    },
    apply: (state, { session, ...given }, facts) => change(state, session, (known) => ({ ...known, ended: doneBy(given, facts) })),
  })
  .act('sign', {
    args: z.object({ session: id, name: filledWords(100), how: z.enum(['paper', 'refused']), note: words(500), hash: words(64) }),
    keys: ({ session, name }) => [`sign:${session}:${name}`],
    check: (state, { session, how, note }) =>
      refusalOf([
        [state.sessions[session] === undefined, 'refusal.noSession'],
        [state.sessions[session] !== undefined && state.sessions[session].ended === undefined, 'refusal.sessionRuns'],
        [how === 'refused' && isBlank(note), 'refusal.signReason'],
      ]),
    apply: (state, { session, ...given }, facts) =>
      change(state, session, (known) => ({ ...known, signatures: { ...known.signatures, [given.name]: doneBy(given, facts) } })),
  });

/** How often a call was changed since it was made; its being cancelled is the last change. */
export const changesOf = ({ corrected = [], cancelled }: SessionState): number => corrected.length + (cancelled === undefined ? 0 : 1);

/** Who still has to be told of the last change: the parties, and whoever is or was invited. */
export function untold(session: SessionState, parties: readonly string[]): string[] {
  const changes = changesOf(session);
  if (changes === 0) return [];
  const invited = [...(session.corrected ?? []).map(({ before }) => before), session.called].flatMap(({ invitees }) => invitees);
  const names = new Set([...parties, ...invited.map(({ name }) => name)]);
  return [...names].filter((name) => (session.told?.[name]?.changes ?? 0) < changes);
}

/** Called, but not held: cancelled, or nobody has read out rights yet. */
export const isHeld = ({ cancelled, rights, ended }: SessionState): boolean =>
  cancelled === undefined && (rights !== undefined || ended !== undefined);

/** Sessions by the day and hour for which they were called. */
export const sessionsInOrder = ({ sessions }: SessionsState): (SessionState & { readonly id: string })[] =>
  Object.entries(sessions)
    .map(([session, state]) => ({ ...state, id: session }))
    .sort((a, b) => (`${a.called.on}T${a.called.from}` < `${b.called.on}T${b.called.from}` ? -1 : 1));

/** Who is there, of the seats of a session. */
export const present = ({ seats }: Pick<SessionState, 'seats'>): Done<Seat>[] => Object.values(seats).filter((each) => each.present);

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
type Call = z.infer<typeof callArgs>;
type Signature = { readonly name: string; readonly how: 'paper' | 'refused'; readonly note: string; readonly hash: string };

/** One session, from the call to the last signature. */
export interface SessionState {
  readonly called: Done<Call>;
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
  'refusal.openness': 'the parties agreed on public or closed (人民调解法 art. 23)',
  'refusal.invitee': 'the parties’ consent to each invitee (人民调解法 art. 20)',
  'refusal.rights': 'rights and duties read out before the session ends',
  'refusal.nextOn': 'a day after this session',
  'refusal.nobody': 'at least one name',
  'refusal.signReason': 'why somebody does not sign',
};
const refusalOf = (checks: FaultChecks<SessionFault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

/** What stands against calling a session, all of it, for the screen and the act. */
export const callFaults = (state: SessionsState, call: Call): SessionFault[] =>
  faultsOf<SessionFault>([
    [state.sessions[call.id] !== undefined, 'refusal.sessionTwice'],
    [!call.opennessAgreed, 'refusal.openness'],
    [call.invitees.some(({ consent }) => !consent), 'refusal.invitee'],
  ]);

const change = (state: SessionsState, session: string, patch: (known: SessionState) => SessionState): SessionsState => {
  const known = state.sessions[session];
  return known === undefined ? state : { sessions: { ...state.sessions, [session]: patch(known) } };
};
/** Stands against whatever is done at the table: no such session, or one that is over. */
const atTable = (state: SessionsState, session: string): FaultChecks<SessionFault> => [
  [state.sessions[session] === undefined, 'refusal.noSession'],
  [state.sessions[session]?.ended !== undefined, 'refusal.sessionEnded'],
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

/** Sessions by the day and hour for which they were called. */
export const sessionsInOrder = ({ sessions }: SessionsState): (SessionState & { readonly id: string })[] =>
  Object.entries(sessions)
    .map(([session, state]) => ({ ...state, id: session }))
    .sort((a, b) => (`${a.called.on}T${a.called.from}` < `${b.called.on}T${b.called.from}` ? -1 : 1));

/** Who is there, of the seats of a session. */
export const present = ({ seats }: Pick<SessionState, 'seats'>): Done<Seat>[] => Object.values(seats).filter((each) => each.present);

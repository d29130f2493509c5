import { defineSlice } from '../acts/slice.js';
import { type CaseRole, givenRole, type Team } from '../policy/policy.js';
import * as z from '../z.js';

const OPEN_STAGES = ['screening', 'graded', 'joint', 'leader', 'supervised'] as const;
/**
 * Steps of the five-step method (五步工作法), then closed:
 * screening 预防排查, graded 分级化解, joint 部门联调, leader 包案调处, supervised 督办代办, closed 办结.
 */
export const STAGES = [...OPEN_STAGES, 'closed'] as const;
export const stageSchema = z.enum(STAGES);
export type Stage = z.infer<typeof stageSchema>;

/** Whether a move has to be explained: skipping a step, going back, reopening. Closing always is. */
export const moveNeedsReason = (from: Stage, to: Stage): boolean => to === 'closed' || STAGES.indexOf(to) - STAGES.indexOf(from) !== 1;

/** How a case ended. Closed (办结) and settled (化解) are separate measures: only `settled` is a settlement. */
export const outcomeSchema = z.enum(['settled', 'failed', 'refused', 'terminated', 'transferred']);
export type Outcome = z.infer<typeof outcomeSchema>;

export const sourceSchema = z.enum(['walk-in', 'phone', 'hotline', 'letter', 'grid', 'public-security', 'court', 'own']);
export type Source = z.infer<typeof sourceSchema>;

export interface Member {
  readonly person: string;
  readonly role: CaseRole;
  readonly since: number;
  readonly by: string;
}

export interface StageMove {
  readonly to: Stage;
  readonly at: number;
  readonly by: string;
  readonly reason: string;
}

/** What of a case decides who may do what in it. */
export interface CaseTeam {
  readonly created: boolean;
  readonly members: Readonly<Record<string, Pick<Member, 'role'>>>;
  /** Who was of the team and is no more: told of it by a tombstone. */
  readonly former: readonly string[];
}

/** State of a case's `case` room. */
export interface CaseState extends CaseTeam {
  readonly title: string;
  /** Code of the dispute's type, two digits. */
  readonly category: string;
  readonly source: Source;
  readonly village: string;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly number?: { readonly register: string; readonly year: number; readonly value: number };
  readonly stage: Stage;
  readonly moves: readonly StageMove[];
  readonly outcome?: Outcome;
  readonly members: Readonly<Record<string, Member>>;
}

export const EMPTY_CASE: CaseState = {
  created: false,
  title: '',
  category: '99',
  source: 'walk-in',
  village: '',
  createdAt: 0,
  createdBy: '',
  stage: 'screening',
  moves: [],
  members: {},
  former: [],
};

const person = z.string().check(z.minLength(1), z.maxLength(64));
const reason = z.string().check(z.maxLength(2000));
const isOpen = (state: CaseState) =>
  state.stage === 'closed' ? { seen: 'a closed case', expected: 'an open case', todo: 'Reopen the case first.' } : undefined;

const closeFor = (members: CaseState['members']): CaseState['members'] =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member.role !== 'helper'));
const helpersOf = (members: CaseState['members']): string[] =>
  Object.values(members).flatMap((member) => (member.role === 'helper' ? [member.person] : []));

/** Acts of a case: what has consequences, logged and ordered by the server. */
export const caseSlice = defineSlice<CaseState>('case', EMPTY_CASE)
  .act('create', {
    args: z.object({
      title: z.string().check(z.minLength(1), z.maxLength(200)),
      category: z.string().check(z.regex(/^\d\d$/)),
      source: sourceSchema,
      village: z.string().check(z.maxLength(100)),
    }),
    numbers: 'case',
    keys: () => ['created'],
    check: (state) => (state.created ? { seen: 'an existing case', expected: 'a new id', todo: 'Make a new id.' } : undefined),
    apply: (state, args, { person: by, at, number }) => ({
      ...state,
      ...args,
      created: true,
      createdAt: at,
      createdBy: by,
      ...(number === undefined ? {} : { number }),
      members: { [by]: { person: by, role: 'lead', since: at, by } },
    }),
  })
  .act('move', {
    args: z.object({ to: z.enum(OPEN_STAGES), reason }),
    keys: () => ['stage'],
    check(state, { to, reason: why }) {
      if (state.stage === to) return { seen: `a case in ${to}`, expected: 'another stage', todo: 'Choose another stage.' };
      if (moveNeedsReason(state.stage, to) && why.trim() === '')
        return { seen: 'no reason', expected: 'a reason for skipping, going back or reopening', todo: 'Write the reason.', at: 'reason' };
      return undefined;
    },
    apply: ({ outcome: _, ...state }, { to, reason: why }, { person: by, at }) => ({
      ...state,
      stage: to,
      moves: [...state.moves, { to, at, by, reason: why }],
    }),
  })
  .act('close', {
    args: z.object({ outcome: outcomeSchema, reason: reason.check(z.minLength(1)) }),
    keys: () => ['stage'],
    check: isOpen,
    apply: (state, { outcome, reason: why }, { person: by, at }) => ({
      ...state,
      stage: 'closed',
      outcome,
      moves: [...state.moves, { to: 'closed', at, by, reason: why }],
      members: closeFor(state.members),
      former: [...state.former, ...helpersOf(state.members)],
    }),
  })
  .act('addMember', {
    args: z.object({ person, role: givenRole }),
    keys: ({ person: who }) => [`member:${who}`],
    check: (state, { person: who, role }) =>
      state.members[who]?.role === role
        ? { seen: `${who}, ${role} already`, expected: 'somebody else or another part', todo: 'Nothing needs doing.' }
        : undefined,
    apply: (state, { person: who, role }, { person: by, at }) => ({
      ...state,
      members: { ...state.members, [who]: { person: who, role, since: at, by } },
      former: state.former.filter((other) => other !== who),
    }),
  })
  .act('removeMember', {
    args: z.object({ person, reason }),
    keys: ({ person: who }) => [`member:${who}`],
    check(state, { person: who }) {
      const member = state.members[who];
      if (member === undefined) return { seen: `${who}, who is not of the team`, expected: 'a member', todo: 'Nothing needs doing.' };
      return member.role === 'lead'
        ? { seen: 'the lead', expected: 'a member other than the lead', todo: 'Hand the lead over first.' }
        : undefined;
    },
    apply(state, { person: who }) {
      const { [who]: _, ...members } = state.members;
      return { ...state, members, former: [...state.former.filter((other) => other !== who), who] };
    },
  })
  .act('handOver', {
    args: z.object({ person, reason }),
    keys: () => ['lead'],
    check: (state, { person: who }) =>
      state.members[who] === undefined
        ? { seen: `${who}, who is not of the team`, expected: 'a member', todo: 'Add the person first.' }
        : undefined,
    apply: (state, { person: who }, { person: by, at }) => ({
      ...state,
      members: {
        ...Object.fromEntries(
          Object.entries(state.members).map(([id, member]) => [
            id,
            member.role === 'lead' ? { ...member, role: 'member' as const } : member,
          ]),
        ),
        [who]: { person: who, role: 'lead', since: at, by },
      },
    }),
  });

/** How long a case was in each stage that it has left, in milliseconds, and in which it was before the present one. */
export function stageTimes({ createdAt, moves }: Pick<CaseState, 'createdAt' | 'moves'>): {
  readonly spent: Readonly<Partial<Record<Stage, number>>>;
  readonly before?: Stage;
} {
  const spent: Partial<Record<Stage, number>> = {};
  let [at, stage, before]: [number, Stage, Stage | undefined] = [createdAt, EMPTY_CASE.stage, undefined];
  for (const move of moves) {
    spent[stage] = (spent[stage] ?? 0) + move.at - at;
    [at, before, stage] = [move.at, stage, move.to];
  }
  return before === undefined ? { spent } : { spent, before };
}

/** Team of a case, or undefined while the case does not exist. */
export function teamOf(state: CaseTeam): Team | undefined {
  return state.created ? { roleOf: (who) => state.members[who]?.role } : undefined;
}

import {
  type ActFacts,
  type ActSpec,
  type Done,
  dayOfAct,
  defineSlice,
  doneBy,
  type FaultChecks,
  faultsOf,
  isBlank,
  type LegalDate,
  refusalOfFaults,
  settingOn,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { conditionsTo, METHOD, type Method, type MethodStep } from './method.js';

type StepId = MethodStep['stage'];
interface Move {
  readonly from?: StepId;
  readonly to: StepId;
  readonly on: LegalDate;
  readonly reason: string;
  /** Steps that were left out. */
  readonly skipped: readonly StepId[];
  /** How many conditions were not met, for the reason that is given. */
  readonly unmet: number;
}
interface Note {
  readonly id: string;
  readonly kind: 'note' | 'letter';
  readonly on: LegalDate;
  readonly text: string;
}

/** Where a case stands in the method that it began with. */
export interface MethodState {
  readonly begun?: Done<{ version: number; method: Method; on: LegalDate }>;
  readonly step?: StepId;
  readonly level?: string;
  readonly moves: readonly Done<Move>[];
  readonly met: Readonly<Record<string, Done<{ note: string; on: LegalDate }>>>;
  readonly levels: readonly Done<{ to: string; reason: string; on: LegalDate }>[];
  readonly group?: Done<{ departments: string; head: string; task: string; on: LegalDate }>;
  /** Who took the case, the present one last. */
  readonly leaders: readonly Done<{ who: string; reason: string; on: LegalDate }>[];
  readonly notes: readonly Done<Note>[];
  readonly answers: Readonly<Record<string, Done<{ text: string; on: LegalDate }>>>;
}

const EXPECTED = {
  'refusal.methodBegun': 'a case that has begun by no method',
  'refusal.methodVersion': 'the version of the method that holds today, as it is',
  'refusal.methodNotBegun': 'a case that has begun by a method',
  'refusal.step': 'another step of the method',
  'refusal.conditions': 'conditions that are met, or a reason',
  'refusal.skip': 'steps that may be skipped, and a reason',
  'refusal.back': 'a reason for going back',
  'refusal.leaderDecides': 'a decision of the leader who took the case',
  'refusal.needsLeader': 'a leader who has taken the case',
  'refusal.needsGroup': 'a joint task group',
  'refusal.condition': 'a condition of the method',
  'refusal.level': 'the next level of the method',
  'refusal.why': 'a reason',
  'refusal.letter': 'a letter that waits for an answer',
} as const;
export type MethodFault = keyof typeof EXPECTED;
const refusalOf = (checks: FaultChecks<MethodFault>) => refusalOfFaults(faultsOf(checks), EXPECTED);

const words = (max: number, min = 0) => z.string().check(z.minLength(min), z.maxLength(max));
const id = words(64, 1);
const EMPTY: MethodState = { moves: [], met: {}, levels: [], leaders: [], notes: [], answers: {} };

/** Whether an act carries the version that holds today, word for word. A page that has not heard of it leaves that to the server. */
function isPresent(version: number, method: unknown, facts: ActFacts): boolean {
  const known = facts.settings?.[METHOD] === undefined ? undefined : settingOn(facts.settings, METHOD, dayOfAct(facts));
  return known === undefined || (known.number === version && JSON.stringify(known.value) === JSON.stringify(method));
}

/** Conditions between here and there that are not met. */
export const unmetTo = ({ begun, step, met }: MethodState, to: string) =>
  begun === undefined || step === undefined ? [] : conditionsTo(begun.method, step, to).filter(({ key }) => met[key] === undefined);

/** What stands against going to a step. */
export function moveFaults(state: MethodState, to: string, reason: string, asLeader: boolean): readonly MethodFault[] {
  const steps = state.begun?.method.steps ?? [];
  const [from, target] = [state.step, to].map((stage) => steps.findIndex((step) => step.stage === stage)) as [number, number];
  const left = steps.slice(from + 1, Math.max(from + 1, target));
  const wanted = steps[target];
  return faultsOf<MethodFault>([
    [state.begun === undefined, 'refusal.methodNotBegun'],
    [target < 0 || target === from, 'refusal.step'],
    [steps[from]?.decides === 'leader' && !asLeader, 'refusal.leaderDecides'],
    [left.some(({ skippable }) => !skippable) || (left.length > 0 && isBlank(reason)), 'refusal.skip'],
    [target < from && isBlank(reason), 'refusal.back'],
    [target > from && unmetTo(state, to).length > 0 && isBlank(reason), 'refusal.conditions'],
    [wanted?.needsLeader === true && state.leaders.length === 0, 'refusal.needsLeader'],
    [wanted?.needsGroup === true && state.group === undefined, 'refusal.needsGroup'],
  ]);
}

/** Going to another step: one act for whoever leads the case, one for the leader who took it. */
const going = (asLeader: boolean): ActSpec<MethodState, { to: string; reason: string }> => ({
  args: z.object({ to: id, reason: words(500) }),
  keys: () => ['step'],
  check: (state, { to, reason }) => refusalOfFaults(moveFaults(state, to, reason, asLeader), EXPECTED),
  apply(state, { to, reason }, facts) {
    const steps = state.begun?.method.steps ?? [];
    const at = (stage: string | undefined) => steps.findIndex((step) => step.stage === stage);
    const step = steps[at(to)];
    if (step === undefined) return state;
    const skipped = steps.slice(at(state.step) + 1, Math.max(at(state.step) + 1, at(to))).map(({ stage }) => stage);
    const move: Move = {
      ...(state.step === undefined ? {} : { from: state.step }),
      to: step.stage,
      on: dayOfAct(facts),
      reason,
      skipped,
      unmet: at(to) > at(state.step) ? unmetTo(state, to).length : 0,
    };
    return { ...state, step: step.stage, moves: [...state.moves, doneBy(move, facts)] };
  },
});

const notBegun = ({ begun }: MethodState): FaultChecks<MethodFault>[number] => [begun === undefined, 'refusal.methodNotBegun'];

/** Acts of the method: each step is a decision, with who took it and why. */
export const methodSlice = defineSlice<MethodState>('mediation-method', EMPTY)
  .act('begin', {
    // The method itself, so that the case keeps what it began with, whatever becomes of the setting.
    args: z.object({ version: z.int().check(z.minimum(0)), method: z.record(z.string(), z.unknown()), step: id }),
    keys: () => ['step'],
    check: ({ begun }, { version, method, step }, facts) =>
      refusalOf([
        [begun !== undefined, 'refusal.methodBegun'],
        [!isPresent(version, method, facts), 'refusal.methodVersion'],
        [!((method as unknown as Method).steps ?? []).some(({ stage }) => stage === step), 'refusal.step'],
      ]),
    apply(state, { version, method: carried, step }, facts) {
      // Checked by the setting's schema: it is the setting's own value.
      const method = carried as unknown as Method;
      const on = dayOfAct(facts);
      const to = step as StepId;
      const level = method.levels[0]?.id;
      return {
        ...state,
        begun: doneBy({ version, method, on }, facts),
        step: to,
        ...(level === undefined ? {} : { level }),
        moves: [doneBy({ to, on, reason: '', skipped: [], unmet: 0 }, facts)],
      };
    },
  })
  .act('meet', {
    args: z.object({ condition: id, note: words(500) }),
    keys: ({ condition }) => [`condition:${condition}`],
    check: (state, { condition }) => {
      const [stage = '', kind, at] = condition.split('/');
      const step = state.begun?.method.steps.find((each) => each.stage === stage);
      const known = kind === 'entry' || kind === 'exit' ? step?.[kind][Number(at)] : undefined;
      return refusalOf([notBegun(state), [known === undefined || state.met[condition] !== undefined, 'refusal.condition']]);
    },
    apply: (state, { condition, note }, facts) => ({
      ...state,
      met: { ...state.met, [condition]: doneBy({ note, on: dayOfAct(facts) }, facts) },
    }),
  })
  .act('goOn', going(false))
  .act('order', going(true))
  .act('raise', {
    args: z.object({ to: id, reason: words(500) }),
    keys: () => ['level'],
    check(state, { to, reason }) {
      const levels = state.begun?.method.levels.map((level) => level.id) ?? [];
      const next = levels[levels.indexOf(state.level ?? '') + 1];
      return refusalOf([notBegun(state), [next === undefined || to !== next, 'refusal.level'], [isBlank(reason), 'refusal.why']]);
    },
    apply: (state, { to, reason }, facts) => ({
      ...state,
      level: to,
      levels: [...state.levels, doneBy({ to, reason, on: dayOfAct(facts) }, facts)],
    }),
  })
  .act('form', {
    args: z.object({ departments: words(300, 1), head: words(60, 1), task: words(1000, 1) }),
    keys: () => ['group'],
    check: (state) => refusalOf([notBegun(state)]),
    apply: (state, args, facts) => ({ ...state, group: doneBy({ ...args, on: dayOfAct(facts) }, facts) }),
  })
  .act('appoint', {
    args: z.object({ who: id, reason: words(500) }),
    keys: () => ['leader'],
    // Whoever takes a case over from another takes it with the reason.
    check: (state, { reason }) => refusalOf([notBegun(state), [state.leaders.length > 0 && isBlank(reason), 'refusal.why']]),
    apply: (state, args, facts) => ({ ...state, leaders: [...state.leaders, doneBy({ ...args, on: dayOfAct(facts) }, facts)] }),
  })
  .act('supervise', {
    args: z.object({ id, kind: z.enum(['note', 'letter']), text: words(2000, 1) }),
    check: (state) => refusalOf([notBegun(state)]),
    apply: (state, args, facts) => ({ ...state, notes: [...state.notes, doneBy({ ...args, on: dayOfAct(facts) }, facts)] }),
  })
  .act('answer', {
    args: z.object({ letter: id, text: words(2000, 1) }),
    keys: ({ letter }) => [`letter:${letter}`],
    check: (state, { letter }) => {
      const waits = state.notes.some((note) => note.id === letter && note.kind === 'letter') && state.answers[letter] === undefined;
      return refusalOf([notBegun(state), [!waits, 'refusal.letter']]);
    },
    apply: (state, { letter, text }, facts) => ({
      ...state,
      answers: { ...state.answers, [letter]: doneBy({ text, on: dayOfAct(facts) }, facts) },
    }),
  });

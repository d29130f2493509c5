import { OnedoorError, type Refusal, type Result, refuse } from '../errors.js';
import { misfitOf, parse } from '../schema/parse.js';
import type { SettingValues } from '../settings/setting.js';
import type * as z from '../z.js';
import type { ActEntry } from './intent.js';

/** What an act's functions are told of the act beside its arguments. */
export interface ActFacts {
  readonly person: string;
  readonly at: number;
  readonly seq: number;
  readonly id: string;
  readonly number?: ActEntry['number'];
  /** True while the act is only the client's own wish. */
  readonly pending: boolean;
  /**
   * The centre's settings, for `check` alone: `apply` runs again years later, when they are others, and goes by what the act
   * itself says. On the server all of them, in a page those that are at hand.
   */
  readonly settings?: SettingValues | undefined;
  /** Why a value does not fit a setting of this room; absent where the settings' schemas are not loaded. */
  readonly misfit?: ((name: string, value: unknown) => Refusal | undefined) | undefined;
}

export interface ActSpec<S, A> {
  readonly args: z.core.$ZodType<A>;
  /** Subjects of the act: two acts made apart on one subject are a conflict. None: the act conflicts with nothing. */
  readonly keys?: (args: A) => readonly string[];
  /** Why the act is not possible in this state; undefined when it is. Not for rights: they are declared in the room. */
  readonly check?: (state: S, args: A, facts: ActFacts) => Omit<Refusal, 'code'> | undefined;
  readonly apply: (state: S, args: A, facts: ActFacts) => S;
  /** Register of official numbers from which the server gives this act the next one of the year. */
  readonly numbers?: string;
}

/** An act whose types are closed over: what the fold works with. */
export interface BoundAct {
  readonly command: string;
  readonly slice: string;
  readonly numbers?: string;
  parse(args: unknown): Result<Readonly<Record<string, unknown>>>;
  keys(args: unknown): readonly string[];
  check(state: unknown, args: unknown, facts: ActFacts): Refusal | undefined;
  apply(state: unknown, args: unknown, facts: ActFacts): unknown;
}

/** A typed request for an act; `run` sends it as an intent. */
export interface ActRequest {
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
}

type Requests = Record<string, (args: never) => ActRequest>;

/** A part of a room's state that acts change: a name, its first value and its acts. Built by chaining `.act()`. */
export class ActSlice<S, R extends Requests = Record<never, never>> {
  readonly name: string;
  readonly initial: S;
  readonly acts: readonly BoundAct[];
  /** One typed function an act: `caseSlice.request.move({ to: 'joint', reason: '…' })`. */
  readonly request: R;

  constructor(name: string, initial: S, acts: readonly BoundAct[], request: R) {
    this.name = name;
    this.initial = initial;
    this.acts = acts;
    this.request = request;
  }

  act<N extends string, A extends Record<string, unknown>>(
    name: N,
    spec: ActSpec<S, A>,
  ): ActSlice<S, R & { [K in N]: (args: A) => ActRequest }> {
    const command = `${this.name}.${name}`;
    if (this.acts.some((act) => act.command === command)) {
      throw new OnedoorError('SCHEMA_DUPLICATE', {
        seen: `act "${command}" twice`,
        expected: 'one definition',
        todo: 'Rename one of them.',
      });
    }
    const request = { ...this.request, [name]: (args: A): ActRequest => ({ command, args }) } as R & { [K in N]: (args: A) => ActRequest };
    return new ActSlice(this.name, this.initial, [...this.acts, bind(this.name, command, spec)], request);
  }

  /** This slice's part of a room's folded state. */
  of(states: ReadonlyMap<string, unknown>): S {
    return (states.get(this.name) ?? this.initial) as S;
  }
}

/**
 * Begins a slice.
 *
 * @example
 * const bell = defineSlice('bell', { rung: 0 }).act('ring', {
 *   args: z.object({ times: z.int() }),
 *   apply: (state, { times }) => ({ rung: state.rung + times }),
 * });
 */
export const defineSlice = <S>(name: string, initial: S): ActSlice<S> => new ActSlice(name, initial, [], {});

/** The one place where a slice's types are erased; arguments have passed the act's own schema before. */
function bind<S, A extends Record<string, unknown>>(slice: string, command: string, spec: ActSpec<S, A>): BoundAct {
  return {
    command,
    slice,
    ...(spec.numbers === undefined ? {} : { numbers: spec.numbers }),
    parse(args) {
      const parsed = parse(spec.args, args);
      if (parsed.success) return { ok: true, value: parsed.data };
      const { at, message } = misfitOf(parsed.error);
      return refuse('BAD_ARGS', {
        seen: `${command}: ${message}`,
        expected: 'arguments that fit the schema',
        todo: 'Correct the field.',
        at,
      });
    },
    keys: (args) => spec.keys?.(args as A) ?? [],
    check(state, args, facts) {
      const found = spec.check?.(state as S, args as A, facts);
      return found === undefined ? undefined : { code: 'ACT_NOT_ALLOWED', ...found };
    },
    apply: (state, args, facts) => spec.apply(state as S, args as A, facts),
  };
}

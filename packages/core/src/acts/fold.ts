import { ok, type Refusal, type Result, refuse } from '../errors.js';
import type { Ask } from '../policy/policy.js';
import { misfitOf, parse } from '../schema/parse.js';
import * as z from '../z.js';
import type { ActEntry, Intent } from './intent.js';
import { ACCEPT, acceptArgs, DECLINE, declineArgs, isOfferCommand, OFFER, type Offer, type OfferedChange, offerArgs } from './offer.js';
import type { ActFacts, BoundAct } from './slice.js';

/** Two acts on one subject, made apart: the first counts, the second waits here for a person's decision. */
export interface Conflict {
  /** `seq` of the act that waits. */
  readonly seq: number;
  /** `seq` of the act that counts. */
  readonly against: number;
  readonly entry: ActEntry;
  readonly settled?: {
    readonly by: string;
    readonly at: number;
    readonly seq: number;
    readonly choice: 'apply' | 'dismiss';
    readonly reason: string;
  };
}

interface Subject {
  readonly seq: number;
  readonly intent: string;
}

/** A room's state after its logged acts. Immutable: `foldAct` returns the next one. */
export interface RoomState {
  /** Last act folded. */
  readonly seq: number;
  readonly slices: ReadonlyMap<string, unknown>;
  readonly subjects: ReadonlyMap<string, Subject>;
  readonly conflicts: ReadonlyMap<number, Conflict>;
  /** Changes that somebody without the right has offered, answered ones too, by id, in the order of the log. */
  readonly offers: ReadonlyMap<string, Offer>;
}

export const EMPTY_STATE: RoomState = { seq: 0, slices: new Map(), subjects: new Map(), conflicts: new Map(), offers: new Map() };

/** Command by which a conflict is settled, in every room. */
export const SETTLE = 'conflict.settle';
const settleArgs = z.object({
  conflict: z.int().check(z.minimum(1)),
  choice: z.enum(['apply', 'dismiss']),
  reason: z.string().check(z.minLength(1), z.maxLength(2000)),
});
export type SettleArgs = z.infer<typeof settleArgs>;

/** Commands of every room, beside the acts of its slices. */
const BUILT_IN: Readonly<
  Record<string, { readonly args: z.core.$ZodType<Record<string, unknown>>; readonly expected: string; readonly todo: string }>
> = {
  [SETTLE]: { args: settleArgs, expected: 'conflict, choice and reason', todo: 'Give a reason.' },
  [OFFER]: { args: offerArgs, expected: 'a change, when it was made and why it was refused', todo: 'Offer it from the list.' },
  [ACCEPT]: { args: acceptArgs, expected: 'the id of an offered change', todo: 'Name it.' },
  [DECLINE]: { args: declineArgs, expected: 'the id of an offered change and a reason', todo: 'Give a reason.' },
};

/** The acts of one kind of room, by command. */
export class ActModel {
  readonly #acts = new Map<string, BoundAct>();
  readonly #initial = new Map<string, unknown>();

  constructor(slices: readonly ErasedSlice[]) {
    for (const slice of slices) {
      this.#initial.set(slice.name, slice.initial);
      for (const act of slice.acts) this.#acts.set(act.command, act);
    }
  }

  get commands(): string[] {
    return [...this.#acts.keys()];
  }

  act(command: string): BoundAct | undefined {
    return this.#acts.get(command);
  }

  stateOf(room: RoomState, slice: string): unknown {
    return room.slices.has(slice) ? room.slices.get(slice) : this.#initial.get(slice);
  }

  /** Whether arguments fit, and in which form they are stored. */
  parse(command: string, args: unknown): Result<Readonly<Record<string, unknown>>> {
    const own = BUILT_IN[command];
    if (own !== undefined) {
      const parsed = parse(own.args, args);
      if (parsed.success) return ok(parsed.data);
      const { at, message } = misfitOf(parsed.error);
      return refuse('BAD_ARGS', { seen: message, expected: own.expected, todo: own.todo, at });
    }
    const act = this.#acts.get(command);
    return act === undefined
      ? refuse('UNKNOWN_COMMAND', {
          seen: `command "${command}"`,
          expected: `one of ${this.commands.join(', ')}`,
          todo: 'Update the page or the plugin.',
        })
      : act.parse(args);
  }

  /**
   * The right that decides: settling needs that of the act that waits, answering an offered change that of making it.
   * Offering one needs to be a reader; of others the server asks whether they once could have made it.
   */
  askFor(room: RoomState, { command, args }: Pick<Intent, 'command' | 'args'>): Ask {
    if (command === SETTLE) {
      const parsed = settleArgs.safeParse(args);
      const waiting = parsed.success ? room.conflicts.get(parsed.data.conflict)?.entry.intent.command : undefined;
      return { to: 'act', command: waiting ?? SETTLE };
    }
    if (command === OFFER) return { to: 'read' };
    if (command !== ACCEPT && command !== DECLINE) return { to: 'act', command };
    const offer = room.offers.get(String(args['offer']));
    return offer === undefined ? { to: 'act', command } : this.askToMake(offer.change);
  }

  /** The right to make a change oneself. */
  askToMake({ command }: Pick<OfferedChange, 'command'>): Ask {
    return this.#acts.has(command) || command === SETTLE ? { to: 'act', command } : { to: 'write' };
  }

  /** The change of content that an acceptance makes; undefined for every other intent, and where the change is an act. */
  contentOf(room: RoomState, { command, args }: Pick<Intent, 'command' | 'args'>): OfferedChange | undefined {
    const change = command === ACCEPT ? room.offers.get(String(args['offer']))?.change : undefined;
    return change === undefined || this.#acts.has(change.command) ? undefined : change;
  }

  /** The act that came between, if the intent was made without knowing of it. */
  conflictOf(room: RoomState, intent: Intent): number | undefined {
    const act = this.#acts.get(intent.command);
    for (const key of act?.keys(intent.args) ?? []) {
      const last = room.subjects.get(`${act?.slice}:${key}`);
      if (last !== undefined && last.seq > intent.base && last.intent !== intent.after) return last.seq;
    }
    return undefined;
  }

  /** Whether two intents concern one subject. */
  sharesSubject(a: Pick<Intent, 'command' | 'args'>, b: Pick<Intent, 'command' | 'args'>): boolean {
    const keys = (intent: Pick<Intent, 'command' | 'args'>) => {
      const act = this.#acts.get(intent.command);
      return new Set((act?.keys(intent.args) ?? []).map((key) => `${act?.slice}:${key}`));
    };
    const mine = keys(a);
    return [...keys(b)].some((key) => mine.has(key));
  }

  /** Why an act is not possible in this state. */
  check(room: RoomState, intent: Pick<Intent, 'command' | 'args'>, facts: ActFacts): Refusal | undefined {
    if (intent.command === SETTLE) {
      const args = settleArgs.safeParse(intent.args);
      const conflict = args.success ? room.conflicts.get(args.data.conflict) : undefined;
      if (!args.success || conflict === undefined || conflict.settled !== undefined) {
        return refuse('CONFLICT_SETTLED', {
          seen: conflict === undefined ? 'no such conflict' : `settled by ${conflict.settled?.by}`,
          expected: 'an open conflict',
          todo: 'Look at the timeline.',
        }).refusal;
      }
      return args.data.choice === 'apply' ? this.check(room, conflict.entry.intent, facts) : undefined;
    }
    if (intent.command === OFFER) return this.#checkOffer(intent.args);
    if (isOfferCommand(intent.command)) return this.#checkAnswer(room, intent, facts);
    const act = this.#acts.get(intent.command);
    if (act === undefined)
      return refuse('UNKNOWN_COMMAND', { seen: intent.command, expected: 'an act of this room', todo: 'Update the page.' }).refusal;
    return act.check(this.stateOf(room, act.slice), intent.args, facts);
  }

  /** The state after one more logged act. Entries must come in order of `seq`. */
  fold(room: RoomState, entry: ActEntry): RoomState {
    const facts: ActFacts = {
      person: entry.person,
      at: entry.at,
      seq: entry.seq,
      id: entry.intent.id,
      number: entry.number,
      pending: false,
    };
    return this.#fold(room, entry, facts);
  }

  /** The state with one's own unlogged intents on top: what the person sees at once. */
  preview(room: RoomState, intents: readonly Intent[], by: Pick<ActFacts, 'person' | 'at' | 'settings'>): RoomState {
    return intents.reduce((state, intent) => {
      const facts: ActFacts = { ...by, seq: room.seq, id: intent.id, pending: true };
      if (this.conflictOf(state, intent) !== undefined || this.check(state, intent, facts) !== undefined) return state;
      const entry: ActEntry = { seq: room.seq, at: by.at, person: by.person, device: '', intent, outcome: 'applied' };
      return this.#fold(state, entry, facts);
    }, room);
  }

  #fold(room: RoomState, entry: ActEntry, facts: ActFacts): RoomState {
    if (entry.outcome === 'conflict') {
      const conflict: Conflict = { seq: entry.seq, against: entry.against ?? 0, entry };
      return { ...room, seq: entry.seq, conflicts: new Map(room.conflicts).set(entry.seq, conflict) };
    }
    if (entry.intent.command === SETTLE) return this.#settle(room, entry, facts);
    if (isOfferCommand(entry.intent.command)) return this.#offer(room, entry, facts);
    const act = this.#acts.get(entry.intent.command);
    // An act of a plugin that is not here has no effect on this reader and stays in the log.
    return act === undefined ? { ...room, seq: entry.seq } : this.#apply(room, act, entry, entry.intent.args, facts);
  }

  #settle(room: RoomState, entry: ActEntry, facts: ActFacts): RoomState {
    const { conflict: seq, choice, reason } = settleArgs.parse(entry.intent.args);
    const conflict = room.conflicts.get(seq);
    if (conflict === undefined || conflict.settled !== undefined) return { ...room, seq: entry.seq };
    const settled = { by: facts.person, at: facts.at, seq: entry.seq, choice, reason };
    const next: RoomState = { ...room, seq: entry.seq, conflicts: new Map(room.conflicts).set(seq, { ...conflict, settled }) };
    const act = choice === 'apply' ? this.#acts.get(conflict.entry.intent.command) : undefined;
    return act === undefined ? next : this.#apply(next, act, entry, conflict.entry.intent.args, { ...facts, number: entry.number });
  }

  #checkOffer(args: Readonly<Record<string, unknown>>): Refusal | undefined {
    const parsed = offerArgs.safeParse(args);
    const change = parsed.success ? parsed.data.change : undefined;
    if (change === undefined || change.command === SETTLE || isOfferCommand(change.command))
      return refuse('BAD_ARGS', {
        seen: change?.command ?? 'no change',
        expected: 'a change of content or an act',
        todo: 'Offer the change itself.',
      }).refusal;
    const act = this.#acts.get(change.command)?.parse(change.args);
    return act === undefined || act.ok ? undefined : act.refusal;
  }

  #checkAnswer(room: RoomState, intent: Pick<Intent, 'command' | 'args'>, facts: ActFacts): Refusal | undefined {
    const offer = room.offers.get(String(intent.args['offer']));
    if (offer === undefined || offer.answer !== undefined)
      return refuse('OFFER_ANSWERED', {
        seen: offer?.answer === undefined ? 'no such offered change' : `${offer.answer.kind} by ${offer.answer.by}`,
        expected: 'one that waits',
        todo: 'Look at the timeline.',
      }).refusal;
    const act = intent.command === ACCEPT ? this.#acts.get(offer.change.command) : undefined;
    return act?.check(this.stateOf(room, act.slice), offer.change.args, facts);
  }

  #offer(room: RoomState, entry: ActEntry, facts: ActFacts): RoomState {
    const { intent, person: by, at, seq } = entry;
    const next = (offer: Offer): RoomState => ({ ...room, seq, offers: new Map(room.offers).set(offer.id, offer) });
    if (intent.command === OFFER) {
      const { change, madeAt, code } = offerArgs.parse(intent.args);
      return next({ id: intent.id, seq, by, at, madeAt, code, change });
    }
    const offer = room.offers.get(String(intent.args['offer']));
    if (offer === undefined || offer.answer !== undefined) return { ...room, seq };
    const accepted = intent.command === ACCEPT;
    const reason = accepted ? '' : String(intent.args['reason'] ?? '');
    const answered = next({ ...offer, answer: { kind: accepted ? 'accepted' : 'declined', by, at, seq, reason } });
    const act = accepted ? this.#acts.get(offer.change.command) : undefined;
    return act === undefined ? answered : this.#apply(answered, act, entry, offer.change.args, facts);
  }

  #apply(room: RoomState, act: BoundAct, entry: ActEntry, args: Readonly<Record<string, unknown>>, facts: ActFacts): RoomState {
    const slices = new Map(room.slices).set(act.slice, act.apply(this.stateOf(room, act.slice), args, facts));
    const subjects = new Map(room.subjects);
    for (const key of act.keys(args)) subjects.set(`${act.slice}:${key}`, { seq: entry.seq, intent: entry.intent.id });
    return { ...room, seq: entry.seq, slices, subjects };
  }
}

/** A slice as the model holds it, whatever its state's type. */
export interface ErasedSlice {
  readonly name: string;
  readonly initial: unknown;
  readonly acts: readonly BoundAct[];
}

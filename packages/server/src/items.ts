import { randomBytes } from 'node:crypto';
import {
  ACCEPT,
  type ActEntry,
  createUlid,
  ERRORS,
  FORBIDDEN,
  type Intent,
  isRunnable,
  type LogWriter,
  maySucceed,
  OFFER,
  type OfferedChange,
  OPEN_SEALED,
  ok,
  type Refusal,
  type Result,
  refuse,
  SETTLE,
  SUCCEED_SEALED,
  shanghaiYear,
} from '@onedoor/core';
import type { Who } from './bindings.js';
import type { JournalItem } from './journal.js';
import type { Limits } from './limits.js';
import type { Rights } from './rights.js';
import type { RoomRuntime, UpdateOutcome } from './room.js';
import type { Address, Rooms } from './rooms.js';
import type { Settings } from './settings.js';

/** What journal items work with. */
export interface ItemServices {
  readonly rooms: Rooms;
  readonly rights: Rights;
  readonly settings: Settings;
  readonly now: () => number;
  readonly limits: Limits;
}

/** What a sender is told when the disk could not take the turn. */
export const UNAVAILABLE: Refusal = refuse('UNAVAILABLE', {
  seen: 'a log that could not be written',
  expected: 'a durable log',
  todo: 'Wait and send it again; the server tells why in its own log.',
}).refusal;

export interface UpdateRequest {
  readonly who: Who;
  readonly address: Address;
  readonly update: Uint8Array;
  /** Client ids that the sender claims with it; those of a socket were claimed when it opened. */
  readonly clients?: readonly number[];
  /** The socket it came from, which need not get it back. */
  readonly origin?: object;
  /** False: its socket has closed in the meantime, and the sender counts it as not sent. */
  readonly wanted?: () => boolean;
  /** Called once, when the log holds it or it was refused. Not called for an update that is no longer wanted. */
  readonly done: (outcome: UpdateOutcome) => void;
}

type Sent = Pick<UpdateRequest, 'update' | 'done'>;

/** Updates of one sender that one entry may hold, and their bytes: what is good is logged together, so what is bad is sought among few. */
const RUN_UPDATES = 64;
const RUN_BYTES = 64 * 1024;

/** Updates of one sender on their way into the log: one, or those that its socket brought in one turn. */
export class UpdateItem implements JournalItem {
  readonly #services: ItemServices;
  readonly #request: UpdateRequest;
  readonly #sent: Sent[];
  #bytes: number;
  #isStaged = false;
  readonly #outcomes: UpdateOutcome[] = [];

  constructor(services: ItemServices, request: UpdateRequest) {
    this.#services = services;
    this.#request = request;
    this.#sent = [request];
    this.#bytes = request.update.length;
  }

  /** Takes another update of the same socket along; false where it must stand by itself. */
  join(sent: Sent): boolean {
    if (this.#isStaged || this.#sent.length >= RUN_UPDATES || this.#bytes + sent.update.length > RUN_BYTES) return false;
    this.#sent.push(sent);
    this.#bytes += sent.update.length;
    return true;
  }

  stage(tx: LogWriter): void {
    this.#isStaged = true;
    if (this.#request.wanted?.() !== false) this.#decide(tx);
  }

  settle(): void {
    for (const [at, outcome] of this.#outcomes.entries()) this.#sent[at]?.done(outcome);
  }

  fail(): void {
    for (const { done } of this.#sent) done({ kind: 'refused', refusal: UNAVAILABLE });
  }

  #decide(tx: LogWriter): void {
    const { who, address, clients = [], origin } = this.#request;
    const refusal = this.#services.rights.refusal(who, address, { to: 'write' }, 'staged');
    if (refusal?.code === 'FORBIDDEN' || refusal?.code === 'PAST_EPOCH') return this.#each(() => ({ kind: 'refused', refusal }));
    const room = this.#services.rooms.open(address);
    if (refusal === undefined && clients.length > 0) {
      const clashes = claim(room, clients, who);
      if (clashes !== undefined) return this.#each(() => clashes);
    }
    const updates = this.#sent.map(({ update }) => update);
    const one = (update: Uint8Array) => void this.#outcomes.push(room.stageUpdate(tx, who, update, refusal, origin));
    for (let at = 0; at < updates.length; at = this.#outcomes.length) {
      const run = updates.length - at > 1 ? room.stageRun(tx, who, updates.slice(at), refusal, origin) : undefined;
      for (let taken = 0; taken < (run?.taken ?? 0); taken++) this.#outcomes.push({ kind: 'logged', seq: run?.seq ?? 0 });
      const next = updates[this.#outcomes.length];
      if (next !== undefined) one(next);
    }
  }

  #each(outcome: () => UpdateOutcome): void {
    for (const _ of this.#sent) this.#outcomes.push(outcome());
  }
}

/** Binds client ids to a person and device, all of them or none. */
export function claim(
  room: RoomRuntime,
  clients: readonly number[],
  who: Who,
): { readonly kind: 'refused'; readonly refusal: Refusal; readonly clients: readonly number[] } | undefined {
  const clashes = room.bindings.clashes(clients, who);
  if (clashes.length === 0) {
    room.bindings.bind(clients, who);
    return undefined;
  }
  return {
    kind: 'refused',
    clients: clashes,
    refusal: refuse('CLIENT_CLASH', {
      seen: `the client id ${clashes[0]}, which is not this device's`,
      expected: 'ids that are free or its own',
      todo: 'Rejoin under a new client id.',
    }).refusal,
  };
}

export interface ActRequest {
  readonly who: Who;
  readonly address: Address;
  readonly intent: Intent;
  readonly done: (result: Result<ActEntry>) => void;
}

/** The act that makes a case: the one command whose meaning this server knows. */
const CREATE = 'case.create';

/** One intent on its way into the log. */
export class ActItem implements JournalItem {
  readonly #services: ItemServices;
  readonly #request: ActRequest;
  #result: Result<ActEntry> | undefined;

  constructor(services: ItemServices, request: ActRequest) {
    this.#services = services;
    this.#request = request;
  }

  stage(tx: LogWriter): void {
    this.#result = this.#decide(tx);
  }

  settle(): void {
    if (this.#result !== undefined) this.#request.done(this.#result);
  }

  fail(): void {
    this.#request.done({ ok: false, refusal: UNAVAILABLE });
  }

  #decide(tx: LogWriter): Result<ActEntry> {
    const { who, address, intent } = this.#request;
    const { rights, rooms } = this.#services;
    if (rights.actorOf(who, 'staged') === undefined) return { ok: false, refusal: FORBIDDEN };
    if (intent.command === OFFER) return this.#offer(tx);
    // Before the room is opened: one that is there and closed must not cost more than one that is not there.
    const opens = intent.command === OPEN_SEALED;
    const succeeds = intent.command === SUCCEED_SEALED;
    const closed =
      intent.command !== CREATE && !opens && !succeeds && rights.refusal(who, address, { to: 'read' }, 'staged')?.code === 'FORBIDDEN';
    if (closed && !rooms.knowsIntent(address.key, intent.id)) return { ok: false, refusal: FORBIDDEN };
    const state = rooms.state(address.key, 'staged');
    const { acts } = address.definition;
    const parsed = acts.parse(intent.command, intent.args);
    const refusal = rights.refusal(who, address, acts.askFor(state, intent), 'staged');
    // Sent again after its receipt was lost: answered with what was logged, to the one who made it, whatever has become of their rights.
    const logged = refusal === undefined || state.seq > 0 ? rooms.open(address).actOf(intent.id) : undefined;
    // Whoever names a successor reads nothing for it: not even how long the log is.
    const told = (entry: ActEntry): ActEntry => (succeeds ? { ...entry, seq: 1, at: 0 } : entry);
    if (logged !== undefined) return logged.person === who.person ? ok(told(logged)) : { ok: false, refusal: FORBIDDEN };
    // To whom the room is closed, every command is; to others a typing error is told before a missing right.
    if (refusal?.code === 'FORBIDDEN') return { ok: false, refusal };
    // Whoever may open a sealed room and is not named in the one that is open hears what everybody hears.
    if (opens && state.seq > 0 && rights.refusal(who, { ...address, toOpen: false }, { to: 'read' }, 'staged')?.code === 'FORBIDDEN')
      return { ok: false, refusal: FORBIDDEN };
    const large = this.#tooLarge();
    if (large !== undefined) return { ok: false, refusal: large };
    if (!parsed.ok) return parsed;
    if (refusal !== undefined) return { ok: false, refusal };
    if (intent.command === CREATE && state.seq > 0) return { ok: false, refusal: FORBIDDEN };
    const unfit = succeeds ? this.#unfitSuccessor(String(parsed.value['person'])) : undefined;
    if (unfit !== undefined) return { ok: false, refusal: unfit };
    const made = this.#log(tx, rooms.open(address), { ...intent, args: parsed.value });
    return made.ok ? ok(told(made.value)) : made;
  }

  /** A leader must not name themself, or anybody, into a room that they could never have opened. */
  #unfitSuccessor(person: string): Refusal | undefined {
    const { address } = this.#request;
    const { rights } = this.#services;
    const actor = rights.actor(person, 'staged');
    if (actor !== undefined && maySucceed(address.definition.rule, actor, rights.team(address.name.case, 'staged'))) return undefined;
    return refuse('ACT_NOT_ALLOWED', {
      seen: `${person}, who may not open such a room`,
      expected: 'somebody of the team who might have opened it',
      todo: 'Take somebody of that department into the team first.',
    }).refusal;
  }

  #tooLarge(): Refusal | undefined {
    const { maxIntentBytes } = this.#services.limits;
    const size = JSON.stringify(this.#request.intent.args).length;
    return size <= maxIntentBytes
      ? undefined
      : refuse('TOO_LARGE', { seen: `arguments of ${size} bytes`, expected: `${maxIntentBytes} or less`, todo: 'Add it as a file.' })
          .refusal;
  }

  /**
   * A change that its author may not make (any more) goes to those who may: from whoever reads the room, and from whoever
   * once had the right. To all others the room answers as one that is not there.
   */
  #offer(tx: LogWriter): Result<ActEntry> {
    const { who, address, intent } = this.#request;
    const { rights, rooms, now, limits } = this.#services;
    const { acts, records } = address.definition;
    const parsed = acts.parse(OFFER, intent.args);
    const change = parsed.ok ? offeredIn(parsed.value) : undefined;
    const ask = change === undefined ? ({ to: 'write' } as const) : acts.askToMake(change);
    const closed = rights.refusal(who, address, { to: 'read' }, 'staged');
    if (closed?.code === 'PAST_EPOCH' || closed?.code === 'PURPOSE_REQUIRED') return { ok: false, refusal: closed };
    const may = closed === undefined || rights.hadRight(who.person, address, ask, now(), limits.offerMs);
    if (!may || address.definition.scope !== 'case' || rights.team(address.name.case, 'staged') === undefined)
      return { ok: false, refusal: FORBIDDEN };
    // Who may not read learns nothing of the log, not even how long it is.
    const told = (entry: ActEntry): Result<ActEntry> => ok(closed === undefined ? entry : { ...entry, seq: 1, at: 0 });
    const room = rooms.open(address);
    const logged = room.actOf(intent.id);
    if (logged !== undefined) return logged.person === who.person ? told(logged) : { ok: false, refusal: FORBIDDEN };
    const large = this.#tooLarge();
    if (large !== undefined) return { ok: false, refusal: large };
    if (!parsed.ok || change === undefined) return parsed.ok ? { ok: false, refusal: FORBIDDEN } : parsed;
    if (acts.act(change.command) === undefined && (records.length === 0 || !isRunnable(address.definition, change.command)))
      return refuse('UNKNOWN_COMMAND', { seen: change.command, expected: 'a command of the room', todo: 'Update the page or the plugin.' });
    const waiting = [...room.stagedState.offers.values()].filter(({ by, answer }) => by === who.person && answer === undefined).length;
    if (waiting >= limits.maxOpenOffers)
      return refuse('TOO_MANY', { seen: `${waiting} offered changes that wait`, expected: 'fewer', todo: 'Wait until they are answered.' });
    const result = this.#log(tx, room, { ...intent, args: parsed.value });
    return result.ok ? told(result.value) : result;
  }

  #log(tx: LogWriter, room: RoomRuntime, intent: Intent): Result<ActEntry> {
    const { acts } = room.definition;
    const { person, device } = this.#request.who;
    const at = this.#services.now();
    const draft = { at, person, device, intent };
    const against = acts.conflictOf(room.stagedState, intent);
    if (against !== undefined) return ok(room.stageAct(tx, { ...draft, outcome: 'conflict', against }));
    const { settings } = this.#services;
    const facts = {
      person,
      at,
      seq: room.nextSeq,
      id: intent.id,
      pending: false,
      settings: settings.values('staged'),
      misfit: settings.misfitIn(room.name.room),
    };
    try {
      const refusal = acts.check(room.stagedState, intent, facts);
      if (refusal !== undefined) return { ok: false, refusal };
      // Tried once before a number is taken: an act whose code throws must not leave a hole in a register.
      acts.fold(room.stagedState, { ...draft, seq: room.nextSeq, outcome: 'applied' });
    } catch (error) {
      return refuse('ACT_NOT_ALLOWED', {
        seen: `${intent.command} failed: ${error instanceof Error ? error.message : 'unknown'}`,
        expected: 'an act whose code runs',
        todo: 'Tell the author of the plugin.',
      });
    }
    const content = acts.contentOf(room.stagedState, intent);
    const unfit =
      content === undefined
        ? undefined
        : room.stageOffered(tx, this.#request.who, content, { person, now: at, id: () => createUlid(at, randomBytes) });
    if (unfit !== undefined) return { ok: false, refusal: unfit };
    const register = numbersOf(room, intent);
    const year = shanghaiYear(at);
    const number = register === undefined ? undefined : { register, year, value: tx.nextNumber(register, year) };
    return ok(room.stageAct(tx, { ...draft, outcome: 'applied', ...(number === undefined ? {} : { number }) }));
  }
}

function offeredIn(args: Readonly<Record<string, unknown>>): OfferedChange | undefined {
  const { change } = args;
  return typeof change === 'object' && change !== null && 'command' in change ? (change as OfferedChange) : undefined;
}

/** The register that an act takes its number from; one that settles a conflict takes that of the act it applies. */
function numbersOf(room: RoomRuntime, intent: Intent): string | undefined {
  const { acts } = room.definition;
  if (intent.command === ACCEPT) {
    const change = room.stagedState.offers.get(String(intent.args['offer']))?.change;
    return change === undefined ? undefined : acts.act(change.command)?.numbers;
  }
  if (intent.command !== SETTLE) return acts.act(intent.command)?.numbers;
  const waiting = intent.args['choice'] === 'apply' ? room.stagedState.conflicts.get(Number(intent.args['conflict'])) : undefined;
  return waiting === undefined ? undefined : acts.act(waiting.entry.intent.command)?.numbers;
}

/** Whether an outcome's refusal ends the socket it came from. */
export const closes = (refusal: Refusal): boolean => 'close' in ERRORS[refusal.code];

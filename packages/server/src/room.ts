import {
  type ActEntry,
  applyAndTrace,
  type CommandContext,
  ContentReader,
  createRoomDoc,
  EMPTY_STATE,
  encodeEntry,
  foresee,
  type LogEntry,
  type LogStore,
  type LogWriter,
  type OfferedChange,
  OnedoorError,
  type Refusal,
  type Room,
  type RoomName,
  type RoomState,
  roomKey,
  type StoredRoom,
} from '@onedoor/core';
import * as Y from 'yjs';
import { Bindings, type Who } from './bindings.js';
import { type GuardedCopy, MISSING, tryUpdate, type Verdict } from './guard.js';
import type { ReadEntry } from './history/replay.js';
import type { Limits } from './limits.js';
import type { Keyring, RoomCipher } from './log/keys.js';
import { placeOf, readEntries, readSnapshot } from './log/room-log.js';
import { encodeSnapshot } from './log/snapshot.js';
import { mergeUpdates } from './merge.js';
import { appendEntry } from './record/record.js';

/** What a room needs of its centre. */
export interface RoomServices {
  readonly store: LogStore;
  readonly keys: Keyring;
  readonly limits: Limits;
  readonly now: () => number;
  /** Told once a turn by a room that has staged something. */
  readonly staged: (room: RoomRuntime) => void;
  /** Told how long a person's update took that had to be watched. */
  readonly worked: (person: string, ms: number) => void;
}

/** Outcome of one update. */
export type UpdateOutcome = Exclude<Verdict, { kind: 'known' | 'new' }> | { readonly kind: 'logged'; readonly seq: number };

/** What one turn brought to a room, once the log holds it. `origins` are the sockets it came from. */
export interface TurnNews {
  readonly updates: readonly Uint8Array[];
  readonly origins: ReadonlySet<unknown>;
  readonly acts: readonly ActEntry[];
  /** What the updates changed, entry by entry, and the entry after which they begin; absent where that is not known. */
  readonly read?: { readonly after: number; readonly entries: readonly ReadEntry[] };
}

interface Turn {
  readonly updates: Uint8Array[];
  readonly written: Omit<ReadEntry, 'changes' | 'trace'>[];
  readonly origins: Set<unknown>;
  readonly acts: ActEntry[];
  readonly binds: number[];
}

const newTurn = (): Turn => ({ updates: [], written: [], origins: new Set(), acts: [], binds: [] });

interface Side {
  doc: Y.Doc | undefined;
  state: RoomState;
  head: number;
}

/** State vector, and update, of a document that holds nothing. */
const EMPTY_VECTOR = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);

/**
 * One room in memory. It has two sides: `staged`, where changes are tried and numbered inside the turn's
 * transaction, and `settled`, which the log holds durably and from which alone anything leaves the server. They
 * differ only between a turn's first staged change and its commit.
 */
export class RoomRuntime {
  readonly name: RoomName;
  readonly key: string;
  readonly definition: Room;
  readonly bindings: Bindings;
  readonly #services: RoomServices;
  readonly #settled: Side = { doc: undefined, state: EMPTY_STATE, head: 0 };
  readonly #staged: Side = { doc: undefined, state: EMPTY_STATE, head: 0 };
  #stored: StoredRoom | undefined;
  #cipher: RoomCipher | undefined;
  #acts: ActEntry[] = [];
  #intents = new Map<string, ActEntry>();
  #snapshotSeq = 0;
  #turn: Turn | undefined;
  #emitted: Uint8Array | undefined;
  /** Epoch milliseconds of the last use and of the last write: what nobody uses leaves the memory. */
  usedAt: number;
  #wroteAt = 0;

  /** @throws DATA_DAMAGED where the log of this room does not open */
  constructor(services: RoomServices, name: RoomName, definition: Room) {
    this.#services = services;
    this.name = name;
    this.key = roomKey(name);
    this.definition = definition;
    this.bindings = new Bindings(services.limits.maxUnusedClientIds);
    this.usedAt = services.now();
    this.#load();
  }

  /** Whether the log knows this room. Rooms of a case are made by their first entry. */
  get exists(): boolean {
    return this.#stored !== undefined;
  }

  get id(): number | undefined {
    return this.#stored?.id;
  }

  get epoch(): number {
    return this.#stored?.epoch ?? 1;
  }

  get head(): number {
    return this.#settled.head;
  }

  get state(): RoomState {
    return this.#settled.state;
  }

  get stagedState(): RoomState {
    return this.#staged.state;
  }

  /** Logged acts, oldest first. */
  get acts(): readonly ActEntry[] {
    return this.#acts;
  }

  /** The act of an intent, of this turn's ones too. */
  actOf(intent: string): ActEntry | undefined {
    return this.#intents.get(intent);
  }

  get hasContent(): boolean {
    return this.#settled.doc !== undefined;
  }

  reader(): ContentReader {
    return new ContentReader(this.#settled.doc ?? createRoomDoc());
  }

  stateVector(): Uint8Array {
    return this.#settled.doc === undefined ? EMPTY_VECTOR : Y.encodeStateVector(this.#settled.doc);
  }

  /** Content that a replica with this state vector lacks. @throws what Yjs throws on bytes that are no vector */
  contentFor(vector: Uint8Array): Uint8Array {
    if (this.#settled.doc !== undefined) return Y.encodeStateAsUpdate(this.#settled.doc, vector);
    Y.decodeStateVector(vector);
    return EMPTY_UPDATE;
  }

  /** Content after `since`, as one update; undefined where there is none. */
  contentAfter(since: number): Uint8Array | undefined {
    const doc = this.#settled.doc;
    if (doc === undefined || since >= this.head) return undefined;
    if (since === 0 || this.head - since > this.#services.limits.bulkDiffEntries) return Y.encodeStateAsUpdate(doc);
    const updates = [...this.#entries(since + 1)].flatMap((entry) => (entry.kind === 'update' ? [entry.update] : []));
    return updates.length === 0 ? undefined : mergeUpdates(updates);
  }

  /** Tries an update and, if it is good and new, appends it. */
  stageUpdate(tx: LogWriter, who: Who, update: Uint8Array, notWritable: Refusal | undefined, origin: unknown): UpdateOutcome {
    this.usedAt = this.#services.now();
    const verdict = tryUpdate(update, this.#copyFor(who), this.#services.limits, notWritable);
    if (verdict.kind === 'known') return { kind: 'logged', seq: this.#staged.head };
    if (verdict.kind !== 'new') return verdict;
    this.#wroteAt = this.usedAt;
    this.bindings.bind(verdict.clients, who);
    const turn = this.#openTurn();
    const binds = verdict.clients.filter((client) => !this.bindings.isStored(client) && !turn.binds.includes(client));
    const seq = this.#append(tx, (next) => ({ kind: 'update', seq: next, at: this.usedAt, ...who, binds, update: verdict.update }));
    for (const client of binds) tx.bind(this.#room(tx).id, client, who.person, who.device);
    turn.binds.push(...binds);
    turn.updates.push(verdict.update);
    turn.written.push({ seq, at: this.usedAt, person: who.person });
    turn.origins.add(origin);
    return { kind: 'logged', seq };
  }

  /**
   * Makes an offered change in the name of whoever accepts it, as any update of theirs.
   *
   * @returns why it does not fit any more; undefined when it is written, or stands there already
   */
  stageOffered(tx: LogWriter, who: Who, change: OfferedChange, context: CommandContext): Refusal | undefined {
    const mayUse = (client: number) => this.bindings.personOf(client) === undefined;
    const foreseen = foresee(this.#stagedDoc(), this.definition, change, context, mayUse);
    if (!foreseen.ok) return foreseen.refusal;
    const { update } = foreseen.value;
    if (update === undefined) return undefined;
    const outcome = this.stageUpdate(tx, who, update, undefined, undefined);
    if (outcome.kind === 'logged') return undefined;
    return outcome.kind === 'refused' ? outcome.refusal : MISSING;
  }

  /** Appends an act whose checks have passed. */
  stageAct(tx: LogWriter, draft: Omit<ActEntry, 'seq'>): ActEntry {
    this.usedAt = this.#services.now();
    const entry: ActEntry = { ...draft, seq: this.#staged.head + 1 };
    // Folded before it is written: an act whose code throws must not reach the log.
    const state = this.definition.acts.fold(this.#staged.state, entry);
    this.#append(tx, () => ({ kind: 'act', entry }));
    tx.rememberIntent(this.#room(tx).id, entry.intent.id, entry.seq);
    this.#staged.state = state;
    this.#intents.set(entry.intent.id, entry);
    this.#openTurn().acts.push(entry);
    return entry;
  }

  get nextSeq(): number {
    return this.#staged.head + 1;
  }

  /** Makes the room's place in the log, if it has none: for files that come before content. */
  ensure(): void {
    if (this.#stored !== undefined) return;
    try {
      this.#services.store.transaction((tx) => this.#room(tx));
    } catch (error) {
      this.reload();
      throw error;
    }
  }

  /** The log holds this turn now: the settled side follows. */
  commit(): TurnNews {
    const turn = this.#turn ?? newTurn();
    const after = this.#settled.head;
    this.#turn = undefined;
    this.bindings.markStored(turn.binds);
    const entries = this.#settle(turn);
    this.#acts.push(...turn.acts);
    this.#settled.state = this.#staged.state;
    this.#settled.head = this.#staged.head;
    return { ...turn, read: { after, entries } };
  }

  /** Throws both sides away and reads the log again: after a failed commit only the log is to be believed. */
  reload(): void {
    this.#dropDoc(this.#staged);
    this.#dropDoc(this.#settled);
    this.#turn = undefined;
    this.#load();
  }

  snapshotDue(entries: number): boolean {
    return this.exists && this.head - this.#snapshotSeq > entries;
  }

  putSnapshot(tx: LogWriter): void {
    const room = this.#room(tx);
    const update = this.#settled.doc === undefined ? EMPTY_UPDATE : Y.encodeStateAsUpdate(this.#settled.doc);
    tx.putSnapshot(room.id, this.head, this.cipher().seal(placeOf.snapshot(room, this.head), encodeSnapshot({ update, acts: this.#acts })));
    this.#snapshotSeq = this.head;
  }

  /** Drops the guarded copy when nobody has written for a while. */
  rest(idleMs: number): void {
    if (this.#staged.doc !== undefined && this.#turn === undefined && this.#services.now() - this.#wroteAt > idleMs)
      this.#dropDoc(this.#staged);
  }

  destroy(): void {
    this.#dropDoc(this.#staged);
    this.#dropDoc(this.#settled);
  }

  /** The cipher of the room's key. Only for rooms that exist. */
  cipher(): RoomCipher {
    if (this.#cipher !== undefined) return this.#cipher;
    if (this.#stored === undefined) throw new Error(`room ${this.key} has no key yet`);
    return (this.#cipher = this.#services.keys.cipher(this.key, this.#stored.epoch, this.#stored.wrappedKey));
  }

  /** Each entry by itself: what it changed can only be told while it is applied. */
  #settle({ updates, written }: Turn): ReadEntry[] {
    if (updates.length === 0) return [];
    const doc = (this.#settled.doc ??= createRoomDoc());
    return updates.flatMap((update, at) => {
      const read = applyAndTrace(doc, update);
      const entry = written[at];
      return entry === undefined ? [] : [{ ...entry, ...read }];
    });
  }

  #openTurn() {
    if (this.#turn === undefined) {
      this.#turn = newTurn();
      this.#services.staged(this);
    }
    return this.#turn;
  }

  #room(tx: LogWriter): StoredRoom {
    return (this.#stored ??= tx.createRoom(this.key, 1, this.#services.keys.create(this.key, 1)));
  }

  #append(tx: LogWriter, make: (seq: number) => LogEntry): number {
    // A turn is open before the first write, so that a failure takes back the room's making as well.
    this.#openTurn();
    const room = this.#room(tx);
    const seq = this.#staged.head + 1;
    appendEntry(tx, room, seq, this.cipher().seal(placeOf.entry(room, seq), encodeEntry(make(seq))));
    this.#staged.head = seq;
    return seq;
  }

  #copyFor(who: Who): GuardedCopy {
    // Reading needs no copy of its own while nothing of this turn is staged.
    const current = () => this.#staged.doc ?? (this.#turn?.updates.length ? undefined : this.#settled.doc) ?? this.#stagedDoc();
    return {
      get doc() {
        return current();
      },
      foreign: (clients) => this.bindings.clashes(clients, who),
      apply: (update) => {
        this.#emitted = undefined;
        Y.applyUpdate(this.#stagedDoc(), update);
        return this.#emitted;
      },
      rebuild: () => this.#dropDoc(this.#staged),
      worked: (ms) => this.#services.worked(who.person, ms),
    };
  }

  /** The guarded copy: what is settled, and what this turn has staged so far. Made when something is to be written. */
  #stagedDoc(): Y.Doc {
    if (this.#staged.doc !== undefined) return this.#staged.doc;
    const doc = createRoomDoc();
    if (this.#settled.doc !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(this.#settled.doc));
    for (const update of this.#turn?.updates ?? []) Y.applyUpdate(doc, update);
    doc.on('update', (update: Uint8Array) => {
      this.#emitted = this.#emitted === undefined ? update : Y.mergeUpdates([this.#emitted, update]);
    });
    return (this.#staged.doc = doc);
  }

  #dropDoc(side: Side): void {
    side.doc?.destroy();
    side.doc = undefined;
  }

  #load(): void {
    const { store } = this.#services;
    this.#stored = store.room(this.key);
    this.#cipher = undefined;
    this.#acts = [];
    this.#intents = new Map();
    let state = EMPTY_STATE;
    let head = 0;
    const updates: Uint8Array[] = [];
    const take = (entry: ActEntry) => {
      this.#acts.push(entry);
      this.#intents.set(entry.intent.id, entry);
      state = this.definition.acts.fold(state, entry);
    };
    if (this.#stored !== undefined) {
      this.bindings.load(store.bindings(this.#stored.id));
      const snapshot = readSnapshot(store, this.#stored, this.cipher());
      if (snapshot !== undefined) {
        const { update, acts } = snapshot;
        if (update.length > EMPTY_UPDATE.length) updates.push(update);
        for (const entry of acts) take(entry);
        head = snapshot.seq;
      }
      this.#snapshotSeq = head;
      for (const entry of this.#entries(head + 1)) {
        if (entry.kind === 'act') take(entry.entry);
        else if (entry.kind === 'update') updates.push(entry.update);
        head++;
      }
      if (head !== this.#stored.head)
        throw new OnedoorError('DATA_DAMAGED', {
          seen: `${this.key}: entries up to ${head}`,
          expected: `up to ${this.#stored.head}`,
          todo: 'Restore the latest backup.',
        });
    }
    this.#settled.doc = updates.length === 0 ? undefined : this.#replay(updates);
    this.#settled.state = this.#staged.state = state;
    this.#settled.head = this.#staged.head = head;
  }

  #replay(updates: readonly Uint8Array[]): Y.Doc {
    const doc = createRoomDoc();
    try {
      doc.transact(() => {
        for (const update of updates) Y.applyUpdate(doc, update);
      });
      return doc;
    } catch (cause) {
      throw new OnedoorError(
        'DATA_DAMAGED',
        { seen: `${this.key}: an entry that cannot be applied`, expected: 'what the server logged', todo: 'Restore the latest backup.' },
        { cause },
      );
    }
  }

  *#entries(from: number): Generator<LogEntry> {
    if (this.#stored !== undefined) yield* readEntries(this.#services.store, this.#stored, this.cipher(), from);
  }
}

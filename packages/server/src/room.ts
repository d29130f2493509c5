import {
  type ActEntry,
  type CommandContext,
  type ContentChange,
  ContentReader,
  type ContentTrace,
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
  readChanges,
  readTrace,
  roomKey,
  type StoredRoom,
} from '@onedoor/core';
import * as Y from 'yjs';
import { Bindings, type Who } from './bindings.js';
import { type GuardedCopy, MISSING, tryRun, tryUpdate, type Verdict } from './guard.js';
import type { ReadEntry } from './history/replay.js';
import type { Limits } from './limits.js';
import type { Keyring, RoomCipher } from './log/keys.js';
import { placeOf, readEntries, readSnapshot } from './log/room-log.js';
import { encodeSnapshot } from './log/snapshot.js';
import { mergeUpdates } from './merge.js';
import { appendEntry } from './record/record.js';
import { RestingContent } from './resting.js';

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
  readonly read: ReadEntry[];
  readonly origins: Set<unknown>;
  readonly acts: ActEntry[];
  readonly binds: number[];
}

/** Of a change that Yjs cleared up after in a transaction of its own, all that it did. */
const traceOf = (traces: readonly ContentTrace[]): ContentTrace =>
  traces.length === 1 && traces[0] !== undefined
    ? traces[0]
    : {
        written: traces.flatMap(({ written }) => written),
        deleted: traces.flatMap(({ deleted }) => deleted),
        values: traces.flatMap(({ values }) => values),
      };

const newTurn = (): Turn => ({ updates: [], read: [], origins: new Set(), acts: [], binds: [] });

interface Side {
  state: RoomState;
  head: number;
}

/** State vector, and update, of a document that holds nothing. */
const EMPTY_VECTOR = Uint8Array.of(0);
const EMPTY_UPDATE = Uint8Array.of(0, 0);

/**
 * One room in memory. It has two sides: `staged`, where changes are tried and numbered inside the turn's
 * transaction, and `settled`, which the log holds durably. They differ between a turn's first staged change and the moment
 * when the disk has it; no other turn stages anything meanwhile. Of content there is one document for both: who reads it then
 * reads a little more than `head` tells of, which a document that hears it again does not mind. Where the commit fails, or an
 * update breaks it, it is made anew from the log.
 */
export class RoomRuntime {
  readonly name: RoomName;
  readonly key: string;
  readonly definition: Room;
  readonly bindings: Bindings;
  readonly #services: RoomServices;
  readonly #settled: Side = { state: EMPTY_STATE, head: 0 };
  readonly #staged: Side = { state: EMPTY_STATE, head: 0 };
  /** Content that somebody writes, or reads part by part. */
  #doc: Y.Doc | undefined;
  /** Content that nobody writes: then there is no document. */
  #resting: RestingContent | undefined;
  #stored: StoredRoom | undefined;
  #cipher: RoomCipher | undefined;
  #acts: ActEntry[] = [];
  #intents = new Map<string, ActEntry>();
  #snapshotSeq = 0;
  #turn: Turn | undefined;
  #emitted: Uint8Array | undefined;
  /** What the transactions since `together` began have changed. */
  #seen: { readonly changes: ContentChange[]; readonly traces: ContentTrace[] } | undefined;
  /** Epoch milliseconds of the last use: what nobody uses leaves the memory. */
  usedAt: number;

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

  /** Whether a turn has written what is not settled yet. */
  get isStaging(): boolean {
    return this.#turn !== undefined;
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
    return this.#doc !== undefined || this.#resting !== undefined;
  }

  reader(): ContentReader {
    return new ContentReader(this.hasContent ? this.#content() : createRoomDoc());
  }

  stateVector(): Uint8Array {
    if (this.#doc !== undefined) return Y.encodeStateVector(this.#doc);
    return this.#resting?.vector() ?? EMPTY_VECTOR;
  }

  /** Content that a replica with this state vector lacks. @throws what Yjs throws on bytes that are no vector */
  contentFor(vector: Uint8Array): Uint8Array {
    if (this.#doc !== undefined) return Y.encodeStateAsUpdate(this.#doc, vector);
    if (this.#resting !== undefined) return this.#resting.after(vector);
    Y.decodeStateVector(vector);
    return EMPTY_UPDATE;
  }

  /** Content after `since`, as one update; undefined where there is none. */
  contentAfter(since: number): Uint8Array | undefined {
    if (!this.hasContent || since >= this.head) return undefined;
    if (since === 0 || this.head - since > this.#services.limits.bulkDiffEntries) return this.contentFor(EMPTY_VECTOR);
    const updates = [...this.#entries(since + 1)].flatMap((entry) => (entry.kind === 'update' ? [entry.update] : []));
    return updates.length === 0 ? undefined : mergeUpdates(updates);
  }

  /** Tries an update and, if it is good and new, appends it. */
  stageUpdate(tx: LogWriter, who: Who, update: Uint8Array, notWritable: Refusal | undefined, origin: unknown): UpdateOutcome {
    this.usedAt = this.#services.now();
    if (this.#resting?.holds(update) === true) return { kind: 'logged', seq: this.#staged.head };
    const verdict = tryUpdate(update, this.#copyFor(who), this.#services.limits, notWritable);
    if (verdict.kind === 'known') return { kind: 'logged', seq: this.#staged.head };
    if (verdict.kind !== 'new') return verdict;
    return { kind: 'logged', seq: this.#log(tx, who, verdict, origin) };
  }

  /**
   * Tries updates that one sender sent in one turn, and appends what is good of them as one entry.
   *
   * @returns how many are settled by it, from the first on, and under which number; undefined: each is to be tried by itself
   */
  stageRun(
    tx: LogWriter,
    who: Who,
    updates: readonly Uint8Array[],
    notWritable: Refusal | undefined,
    origin: unknown,
  ): { readonly taken: number; readonly seq: number } | undefined {
    this.usedAt = this.#services.now();
    const { length } = updates;
    if (updates.every((update) => this.#resting?.holds(update) === true)) return { taken: length, seq: this.#staged.head };
    const run = tryRun(updates, this.#copyFor(who), this.#services.limits, notWritable);
    if (run === undefined) return undefined;
    return { taken: run.taken, seq: run.news === undefined ? this.#staged.head : this.#log(tx, who, run.news, origin) };
  }

  /** Appends an update that the document has taken. */
  #log(
    tx: LogWriter,
    who: Who,
    { update, clients }: { readonly update: Uint8Array; readonly clients: readonly number[] },
    origin: unknown,
  ): number {
    this.bindings.bind(clients, who);
    const turn = this.#openTurn();
    const binds = clients.filter((client) => !this.bindings.isStored(client) && !turn.binds.includes(client));
    const seq = this.#append(tx, (next) => ({ kind: 'update', seq: next, at: this.usedAt, ...who, binds, update }));
    for (const client of binds) tx.bind(this.#room(tx).id, client, who.person, who.device);
    turn.binds.push(...binds);
    turn.updates.push(update);
    const { changes = [], traces = [] } = this.#seen ?? {};
    turn.read.push({ seq, at: this.usedAt, person: who.person, changes, trace: traceOf(traces) });
    turn.origins.add(origin);
    return seq;
  }

  /**
   * Makes an offered change in the name of whoever accepts it, as any update of theirs.
   *
   * @returns why it does not fit any more; undefined when it is written, or stands there already
   */
  stageOffered(tx: LogWriter, who: Who, change: OfferedChange, context: CommandContext): Refusal | undefined {
    const mayUse = (client: number) => this.bindings.personOf(client) === undefined;
    const foreseen = foresee(this.#content(), this.definition, change, context, mayUse);
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
    this.#acts.push(...turn.acts);
    this.#settled.state = this.#staged.state;
    this.#settled.head = this.#staged.head;
    return { ...turn, read: { after, entries: turn.read } };
  }

  /** Throws everything away and reads the log again: after a failed commit only the log is to be believed. */
  reload(): void {
    this.#turn = undefined;
    this.#load();
  }

  snapshotDue(entries: number): boolean {
    return this.exists && this.head - this.#snapshotSeq > entries;
  }

  putSnapshot(tx: LogWriter): void {
    const room = this.#room(tx);
    const update = this.contentFor(EMPTY_VECTOR);
    tx.putSnapshot(room.id, this.head, this.cipher().seal(placeOf.snapshot(room, this.head), encodeSnapshot({ update, acts: this.#acts })));
    this.#snapshotSeq = this.head;
  }

  /** Puts the document away when nobody has used the room for a while: its content stays as bytes. */
  rest(idleMs: number): void {
    if (this.#doc === undefined || this.#turn !== undefined || this.#services.now() - this.usedAt <= idleMs) return;
    const content = Y.encodeStateAsUpdate(this.#doc);
    this.destroy();
    this.#resting = new RestingContent(content);
  }

  destroy(): void {
    this.#doc?.destroy();
    this.#doc = undefined;
    this.#resting = undefined;
    this.#seen = undefined;
  }

  /** The cipher of the room's key. Only for rooms that exist. */
  cipher(): RoomCipher {
    if (this.#cipher !== undefined) return this.#cipher;
    if (this.#stored === undefined) throw new Error(`room ${this.key} has no key yet`);
    return (this.#cipher = this.#services.keys.cipher(this.key, this.#stored.epoch, this.#stored.wrappedKey));
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
    const content = () => this.#content();
    return {
      get doc() {
        return content();
      },
      foreign: (clients) => this.bindings.clashes(clients, who),
      together: (work) => {
        this.#emitted = undefined;
        this.#seen = { changes: [], traces: [] };
        Y.transact(this.#content(), work, null, false);
        return this.#emitted;
      },
      rebuild: () => this.#readContent(),
      worked: (ms) => this.#services.worked(who.person, ms),
    };
  }

  /** The document: what is settled, and what this turn has staged so far. */
  #content(): Y.Doc {
    if (this.#doc !== undefined) return this.#doc;
    const doc = this.#resting === undefined ? createRoomDoc() : this.#replay([this.#resting.update]);
    this.#resting = undefined;
    return (this.#doc = this.#watch(doc));
  }

  /** Tells what is written to a document from now on. Deleted values are still there after a transaction, and right after it no more. */
  #watch(doc: Y.Doc): Y.Doc {
    doc.on('update', (update: Uint8Array) => {
      this.#emitted = this.#emitted === undefined ? update : Y.mergeUpdates([this.#emitted, update]);
    });
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      this.#seen?.changes.push(...readChanges(transaction));
      this.#seen?.traces.push(readTrace(transaction));
    });
    return doc;
  }

  /** Makes the document anew from the log, and from what this turn has staged so far. */
  #readContent(): void {
    const updates: Uint8Array[] = [];
    if (this.#stored !== undefined) {
      const snapshot = readSnapshot(this.#services.store, this.#stored, this.cipher());
      if (snapshot !== undefined) updates.push(snapshot.update);
      for (const entry of this.#entries((snapshot?.seq ?? 0) + 1)) if (entry.kind === 'update') updates.push(entry.update);
    }
    this.#setContent(updates.concat(this.#turn?.updates ?? []));
  }

  #setContent(updates: readonly Uint8Array[]): void {
    this.destroy();
    const written = updates.filter((update) => update.length > EMPTY_UPDATE.length);
    this.#doc = written.length === 0 ? undefined : this.#watch(this.#replay(written));
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
        updates.push(update);
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
    this.destroy();
    this.#resting = this.#sound(() => RestingContent.of(updates.filter((update) => update.length > EMPTY_UPDATE.length)));
    this.#settled.state = this.#staged.state = state;
    this.#settled.head = this.#staged.head = head;
  }

  #replay(updates: readonly Uint8Array[]): Y.Doc {
    const doc = createRoomDoc();
    return this.#sound(() => {
      doc.transact(() => {
        for (const update of updates) Y.applyUpdate(doc, update);
      });
      return doc;
    });
  }

  /** @throws DATA_DAMAGED for what Yjs throws on what was logged */
  #sound<T>(read: () => T): T {
    try {
      return read();
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

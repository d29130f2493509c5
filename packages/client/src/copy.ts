import {
  type ActEntry,
  ContentReader,
  createRoomDoc,
  EMPTY_STATE,
  type Intent,
  parseKey,
  parseTextName,
  type Result,
  type Room,
  type RoomName,
  type RoomState,
  roomKey,
  type UndonePlace,
  type UndoState,
} from '@onedoor/core';
import { Awareness } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { actorOf, type Kernel } from './kernel.js';
import { copyKey, FIRST_COPY, type OutboxRow } from './storage/client-store.js';
import type { FoundContent } from './storage/compactor.js';
import { applySnapshot, partsOf } from './storage/snapshot.js';
import { Listeners, Value } from './watchable.js';

/** What a local change is, beside its bytes: enough to make it again. */
export type Draft = Pick<OutboxRow, 'command' | 'args' | 'edits'>;

/** A local change as it leaves the document. */
export interface LocalChange extends Draft {
  readonly bytes: Uint8Array;
  readonly client: number;
  readonly copy: string;
}

export type CopyEvent =
  | { readonly kind: 'content'; readonly collections: ReadonlySet<string> }
  | { readonly kind: 'acts' }
  | { readonly kind: 'loaded' }
  /** The document is another one; `texts` holds what the old one's texts said, by name. */
  | { readonly kind: 'swapped'; readonly texts: ReadonlyMap<string, string> };

export interface CopyHooks {
  /** Stores a local change. Returns the ids that its bytes stand for, and when they are stored. */
  record(copy: RoomCopy, change: LocalChange): { readonly ids: readonly string[]; readonly stored: Promise<void> };
  /** Tells what of the content was stored when it was read. */
  found(copy: RoomCopy, stored: FoundContent): void;
  /** Stores what came over the socket. */
  received(copy: RoomCopy, bytes: Uint8Array): void;
}

const LOADED = Symbol('loaded');
const CAPTURE_MS = 500;

/** This tab's copy of one room: content, acts and what is pending, from the store and kept up to date by the others. */
export class RoomCopy {
  readonly key: string;
  readonly name: RoomName;
  readonly room: Room;
  readonly ready: Promise<void>;
  readonly events = new Listeners<CopyEvent>();
  /** How many pages and parts of the session use it. */
  users = 0;
  doc = createRoomDoc();
  reader = new ContentReader(this.doc);
  awareness = new Awareness(this.doc);
  /** Names the copy in the store; see `RoomRow.copy`. */
  copy = FIRST_COPY;
  loaded = false;
  closed = false;
  readonly undoable = new Value<UndoState>({ undo: false, redo: false });
  #undo: Y.UndoManager;
  readonly #kernel: Kernel;
  readonly #hooks: CopyHooks;
  #draft: Draft | undefined;
  #stored: Promise<void> | undefined;
  #emitting: readonly string[] = [];
  #quiet = false;
  #heard: (bytes: Uint8Array, origin: unknown) => void = () => {};
  #reading = 0;
  #early: { readonly bytes: Uint8Array; readonly copy: string; readonly ids: readonly string[] }[] = [];
  #acts: ActEntry[] = [];
  #logged: RoomState = EMPTY_STATE;
  #preview: { readonly of: RoomState; readonly intents: readonly Intent[]; readonly state: RoomState } | undefined;

  constructor(kernel: Kernel, name: RoomName, room: Room, hooks: CopyHooks) {
    this.#kernel = kernel;
    this.#hooks = hooks;
    this.name = name;
    this.key = roomKey(name);
    this.room = room;
    // A copy is in memory for many reasons; only a page that shows it says that somebody is here.
    this.awareness.setLocalState(null);
    this.#undo = this.#wire();
    this.ready = this.#load().catch((error: unknown) => {
      if (!this.closed) throw error;
    });
    // Whoever waits for it hears of a failure; nobody has to wait.
    this.ready.catch(() => {});
  }

  /** Ids of the changes whose bytes the document is giving out just now. */
  get emitting(): readonly string[] {
    return this.#emitting;
  }

  /** Makes a local change in one transaction. `stored` is undefined where it changed nothing. */
  perform<T>(draft: Draft, work: () => T): { readonly value: T; readonly stored: Promise<void> | undefined } {
    this.#draft = draft;
    this.#stored = undefined;
    try {
      const value = work();
      return { value, stored: this.#stored };
    } finally {
      this.#draft = undefined;
      this.#emitting = [];
    }
  }

  /** Runs a content command of this room. */
  run(
    command: string,
    args: Readonly<Record<string, unknown>>,
    id: () => string,
  ): { readonly value: Result<void>; readonly stored: Promise<void> | undefined } | undefined {
    const bound = this.room.command(command);
    if (bound === undefined) return undefined;
    const context = { person: this.#kernel.identity.person, now: this.#kernel.platform.now(), id };
    return this.perform({ command, args }, () => bound.run(this.reader, args, context));
  }

  /** Changes of another tab, stored by it. `ids` are the outbox entries that they stand for. */
  fromTab(bytes: Uint8Array, copy: string, ids: readonly string[]): void {
    // While the store is being read, what is heard may be missing from what is found.
    if (this.#reading > 0) this.#early.push({ bytes, copy, ids });
    if (this.loaded && copy === this.copy) this.quietly(ids, () => Y.applyUpdate(this.doc, bytes, LOADED));
  }

  /** Changes the document without storing anything: the caller does. `ids` are the outbox entries that it stands for. */
  quietly<T>(ids: readonly string[], work: () => T): T {
    this.#emitting = ids;
    this.#quiet = true;
    try {
      return work();
    } finally {
      this.#quiet = false;
      this.#emitting = [];
    }
  }

  /** Content that a bulk answer brought and stores itself. With the link's origin it is not sent back. */
  fromBulk(bytes: Uint8Array, origin: unknown = LOADED): void {
    this.quietly([], () => Y.applyUpdate(this.doc, bytes, origin));
  }

  addActs(entries: readonly ActEntry[]): ActEntry[] {
    const known = new Set(this.#acts.map((entry) => entry.seq));
    const fresh = entries.filter((entry) => !known.has(entry.seq));
    if (fresh.length === 0) return [];
    const last = this.#acts.at(-1)?.seq ?? 0;
    const inOrder = fresh.every((entry, at) => entry.seq > (fresh[at - 1]?.seq ?? last));
    this.#acts = [...this.#acts, ...fresh];
    if (inOrder) this.#logged = fresh.reduce((state, entry) => this.room.acts.fold(state, entry), this.#logged);
    else {
      // A bulk answer and a socket may cross: what came late goes to its place, and all is folded again.
      this.#acts.sort((a, b) => a.seq - b.seq);
      this.#logged = this.#acts.reduce((state, entry) => this.room.acts.fold(state, entry), EMPTY_STATE);
    }
    this.events.emit({ kind: 'acts' });
    return fresh;
  }

  /** The acts of a room that begins anew. */
  replaceActs(entries: readonly ActEntry[]): void {
    this.#acts = [...entries].sort((a, b) => a.seq - b.seq);
    this.#logged = this.#acts.reduce((state, entry) => this.room.acts.fold(state, entry), EMPTY_STATE);
    this.events.emit({ kind: 'acts' });
  }

  get acts(): readonly ActEntry[] {
    return this.#acts;
  }

  get logged(): RoomState {
    return this.#logged;
  }

  /** Logged acts with this person's own on top. */
  get state(): RoomState {
    const intents = this.#kernel.outbox.intents(this.key);
    if (intents.length === 0) return this.#logged;
    const cached = this.#preview;
    if (
      cached !== undefined &&
      cached.of === this.#logged &&
      cached.intents.length === intents.length &&
      intents.every((intent, at) => intent === cached.intents[at])
    )
      return cached.state;
    const state = this.room.acts.preview(this.#logged, intents, {
      person: actorOf(this.#kernel).person,
      at: this.#kernel.platform.now(),
      settings: this.#kernel.me.get()?.settings,
    });
    this.#preview = { of: this.#logged, intents, state };
    return state;
  }

  undo(): readonly UndonePlace[] {
    return this.#reverse('undo');
  }

  redo(): readonly UndonePlace[] {
    return this.#reverse('redo');
  }

  /** The name of a top-level type. */
  nameOf(type: unknown): string | undefined {
    for (const [name, shared] of this.doc.share) if (shared === type) return name;
    return undefined;
  }

  texts(): Map<string, string> {
    const texts = new Map<string, string>();
    for (const name of [...this.doc.share.keys()]) {
      if (parseTextName(name) === undefined) continue;
      const type = this.doc.share.get(name);
      if (type instanceof Y.XmlFragment || type instanceof Y.Map) continue;
      texts.set(name, this.doc.getText(name).toString());
    }
    return texts;
  }

  /** Puts another document in the place of this one: a rejoin. Undo starts afresh. */
  swap(doc: Y.Doc, copy: string): void {
    const texts = this.texts();
    const old = this.doc;
    const oldAwareness = this.awareness;
    const local = oldAwareness.getLocalState();
    this.#undo.destroy();
    this.doc = doc;
    this.copy = copy;
    this.reader = new ContentReader(doc);
    this.awareness = new Awareness(doc);
    this.awareness.setLocalState(local);
    this.#undo = this.#wire();
    this.events.emit({ kind: 'swapped', texts });
    oldAwareness.destroy();
    old.destroy();
  }

  /** Reads the store again: another tab has rejoined. */
  async reload(): Promise<void> {
    await this.ready;
    const doc = createRoomDoc();
    const { copy, acts } = await this.#read(doc);
    if (this.closed) return doc.destroy();
    this.swap(doc, copy);
    this.#replay();
    this.replaceActs(acts);
  }

  /** Empties it: the room is no longer this person's. */
  clear(): void {
    this.swap(createRoomDoc(), FIRST_COPY);
    this.replaceActs([]);
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    this.#undo.destroy();
    this.awareness.destroy();
    this.doc.destroy();
    this.events.clear();
  }

  #wire(): Y.UndoManager {
    const { doc } = this;
    this.#heard = (bytes, origin) => {
      if (doc !== this.doc) return;
      if (this.#draft !== undefined) {
        const { ids, stored } = this.#hooks.record(this, { ...this.#draft, bytes, client: doc.clientID, copy: this.copy });
        this.#emitting = ids;
        this.#stored = stored;
      } else if (!this.#quiet && origin !== LOADED) this.#hooks.received(this, bytes);
    };
    doc.on('update', this.#heard);
    doc.on('afterTransaction', (transaction: Y.Transaction) => {
      if (doc !== this.doc || !this.loaded || transaction.changed.size === 0) return;
      const collections = new Set<string>();
      for (const type of transaction.changed.keys()) {
        const name = this.nameOf(type);
        if (name !== undefined) collections.add(parseTextName(name)?.collection ?? name);
      }
      this.events.emit({ kind: 'content', collections });
    });
    const undo = new Y.UndoManager(doc, {
      captureTimeout: CAPTURE_MS,
      // Commands mark their transactions with a plain object; everything else in a document is somebody else's.
      trackedOrigins: new Set<unknown>([Object]),
      captureTransaction: () => this.#draft !== undefined,
    });
    const tell = () => {
      const [next, now] = [{ undo: undo.canUndo(), redo: undo.canRedo() }, this.undoable.get()];
      if (next.undo !== now.undo || next.redo !== now.redo) this.undoable.set(next);
    };
    undo.on('stack-item-added', tell);
    undo.on('stack-item-popped', tell);
    undo.on('stack-cleared', tell);
    tell();
    return undo;
  }

  async #load(): Promise<void> {
    const { copy, acts } = await this.#read(this.doc);
    if (this.closed) return;
    this.copy = copy;
    this.loaded = true;
    this.#replay();
    this.addActs(acts);
    this.events.emit({ kind: 'loaded' });
  }

  #replay(): void {
    for (const { bytes, copy, ids } of this.#early.splice(0)) this.fromTab(bytes, copy, ids);
  }

  /** Reads the copy that counts into a document, in one transaction. */
  async #read(doc: Y.Doc): Promise<{ copy: string; acts: ActEntry[] }> {
    this.#reading++;
    try {
      return await this.#readStore(doc);
    } finally {
      this.#reading--;
    }
  }

  async #readStore(doc: Y.Doc): Promise<{ copy: string; acts: ActEntry[] }> {
    const { queue } = this.#kernel;
    await queue.idle();
    const all = `${this.key}#`;
    // Of one moment: another tab may be rejoining. Copies that are past are few, and gone soon.
    const [[row], snapshots, rows, acts] = await queue.read([
      { table: 'rooms', key: this.key },
      { table: 'snapshots', prefix: all },
      { table: 'log', prefix: all },
      { table: 'acts', prefix: all },
    ]);
    const copy = row?.copy ?? FIRST_COPY;
    const at = copyKey(this.key, copy);
    const snapshot = snapshots.find(({ key }) => key === at);
    const log = rows.filter(({ key }) => key.startsWith(`${at}#`));
    // Yjs encodes what it has just read for whoever listens: as much work again, for nothing.
    doc.off('update', this.#heard);
    doc.transact(() => {
      if (snapshot !== undefined) applySnapshot(doc, snapshot, LOADED);
      for (const { bytes } of log) Y.applyUpdate(doc, bytes, LOADED);
    }, LOADED);
    if (doc === this.doc) doc.on('update', this.#heard);
    this.#hooks.found(this, { log, snapshot, parts: partsOf(doc) });
    return { copy, acts: acts.map(({ entry }) => entry) };
  }

  #reverse(step: 'undo' | 'redo'): readonly UndonePlace[] {
    if (!this.loaded) return [];
    const before = this.texts();
    const draft: { command: string; args: Record<string, unknown> } = { command: 'undo', args: {} };
    let places: readonly UndonePlace[] = [];
    const describe = (transaction: Y.Transaction) => {
      const made = reversal(this, transaction, before);
      places = placesOf(made);
      Object.assign(draft.args, made);
    };
    this.doc.on('afterTransaction', describe);
    this.perform(draft, () => (step === 'undo' ? this.#undo.undo() : this.#undo.redo()));
    this.doc.off('afterTransaction', describe);
    return places;
  }
}

interface Reversal {
  readonly maps: readonly { readonly collection: string; readonly key: string; readonly value?: unknown }[];
  readonly texts: readonly { readonly name: string; readonly from: string; readonly to: string }[];
}

/** The fields that a reversal changed, each once; of a record that went or came back, the record alone. */
function placesOf({ maps, texts }: Reversal): UndonePlace[] {
  const places = new Map<string, UndonePlace>();
  const whole = new Set<string>();
  for (const { collection, key } of maps) {
    const known = parseKey(key);
    if (known === undefined) continue;
    const at = `${collection}/${known.record}`;
    if ('field' in known) places.set(`${at}/${known.field}`, { collection, record: known.record, field: known.field });
    else {
      whole.add(at);
      places.set(at, { collection, record: known.record });
    }
  }
  for (const { name } of texts) {
    const known = parseTextName(name);
    if (known !== undefined) places.set(name, { collection: known.collection, record: known.id, field: known.field });
  }
  return [...places.values()].filter(({ collection, record, field }) => field === undefined || !whole.has(`${collection}/${record}`));
}

/** What an undo did, as values that can be written again: map entries and whole texts before and after. */
function reversal(copy: RoomCopy, transaction: Y.Transaction, before: ReadonlyMap<string, string>): Reversal {
  const maps: { collection: string; key: string; value?: unknown }[] = [];
  const texts: { name: string; from: string; to: string }[] = [];
  for (const [type, keys] of transaction.changed) {
    const name = copy.nameOf(type);
    if (name === undefined) continue;
    if (parseTextName(name) !== undefined && !(type instanceof Y.Map)) {
      texts.push({ name, from: before.get(name) ?? '', to: copy.doc.getText(name).toString() });
      continue;
    }
    const map = copy.doc.getMap(name);
    for (const key of keys)
      if (key !== null) maps.push(map.has(key) ? { collection: name, key, value: map.get(key) } : { collection: name, key });
  }
  return { maps, texts };
}

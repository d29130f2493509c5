import {
  type ActEntry,
  type ActRequest,
  type ContentRequest,
  EMPTY_STATE,
  type ForeseenChange,
  foresee,
  type Intent,
  type OfferedChange,
  type OpenRoom,
  ok,
  type Present,
  parseKey,
  parseTextName,
  type RecordDefinition,
  type Result,
  type RichField,
  type RichFieldName,
  type Room,
  type RoomChange,
  type RoomRef,
  type RoomState,
  type RoomStatus,
  refuse,
  rerun,
  type SettingValues,
  subjectsOf,
  type TextDelta,
  type TextField,
  type TextFieldName,
  textName,
  textOfContents,
  type UndonePlace,
  type UndoState,
} from '@onedoor/core';
import { Replica } from '@onedoor/core/testing';
import { type Transaction, UndoManager } from 'yjs';
import { FakeValue } from './fake-value.js';

/** A room in memory: real documents, commands and fold, no network. Acts wait until `log` is called. */
export class FakeRoom implements OpenRoom {
  readonly ref: RoomRef;
  readonly ready = Promise.resolve();
  readonly status: FakeValue<RoomStatus>;
  readonly presence = new FakeValue<readonly Present[]>([]);
  readonly replica: Replica;
  readonly undoable = new FakeValue<UndoState>({ undo: false, redo: false });
  readonly #undo: UndoManager;
  /** How many hosts have it open. */
  opened = 0;
  readonly #room: Room;
  readonly #person: string;
  readonly #listeners = new Set<(change: RoomChange) => void>();
  #logged: RoomState = EMPTY_STATE;
  #timeline: readonly ActEntry[] = [];
  #pending: readonly Intent[] = [];
  #now: number;
  readonly #settings: () => SettingValues | undefined;

  constructor(
    ref: RoomRef,
    room: Room,
    person: string,
    options: {
      readonly writable: boolean;
      readonly now: number;
      readonly client: number;
      readonly settings: () => SettingValues | undefined;
    },
  ) {
    this.ref = ref;
    this.#room = room;
    this.#person = person;
    this.#now = options.now;
    this.#settings = options.settings;
    this.replica = new Replica(options.client);
    // As the client's: commands mark their transactions with a plain object.
    this.#undo = new UndoManager(this.replica.doc, { trackedOrigins: new Set([Object]), captureTimeout: 0 });
    const told = () => this.undoable.set({ undo: this.#undo.canUndo(), redo: this.#undo.canRedo() });
    this.#undo.on('stack-item-added', told);
    this.#undo.on('stack-item-popped', told);
    this.status = new FakeValue<RoomStatus>({ loaded: true, synced: true, writable: options.writable });
    this.replica.doc.on('update', () => {
      this.#tell({ kind: 'content', collections: new Set(room.records.map((record) => record.name)) });
    });
  }

  get records() {
    return this.replica.reader;
  }

  state(): RoomState {
    return this.#room.acts.preview(this.#logged, this.#pending, { person: this.#person, at: this.#now, settings: this.#settings() });
  }

  logged(): RoomState {
    return this.#logged;
  }

  timeline(): readonly ActEntry[] {
    return this.#timeline;
  }

  pending(): readonly Intent[] {
    return this.#pending;
  }

  /** Of acts alone: content is never waiting here. */
  unsent(): ReadonlySet<string> {
    return subjectsOf(this.#pending);
  }

  foresee(change: OfferedChange): Result<readonly ForeseenChange[]> {
    const context = { person: this.#person, now: this.#now, id: () => 'x' };
    const foreseen = foresee(this.replica.doc, this.#room, change, context);
    return foreseen.ok ? ok(foreseen.value.changes) : foreseen;
  }

  run(request: ContentRequest): Promise<Result<void>> {
    const command = this.#room.command(request.command);
    const context = { person: this.#person, now: this.#now, id: () => String(this.#now++) };
    return Promise.resolve(
      command?.run(this.records, request.args, context) ??
        refuse('UNKNOWN_COMMAND', { seen: request.command, expected: 'a command of the room', todo: '' }),
    );
  }

  text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label = ''): TextField {
    return this.#field(textName(record.name, id, field), label);
  }

  rich<R extends RecordDefinition>(record: R, id: string, field: RichFieldName<R>, label = ''): RichField {
    return this.#field(textName(record.name, id, field), label);
  }

  #field(name: string, label: string): RichField {
    const text = this.replica.doc.getText(name);
    const contents = (): TextDelta => text.toDelta();
    const own = {};
    const { status } = this;
    return {
      label,
      get writable() {
        return status.get().writable;
      },
      value: () => textOfContents(contents()),
      contents,
      edit: (delta: TextDelta) => this.replica.doc.transact(() => text.applyDelta([...delta]), own),
      watch(listener) {
        const observe = (event: { readonly delta: unknown }, transaction: { readonly origin: unknown }) => {
          if (transaction.origin !== own) listener(event.delta as TextDelta);
        };
        text.observe(observe);
        return () => text.unobserve(observe);
      },
      setCaret: () => undefined,
      carets: () => [],
      watchCarets: () => () => undefined,
      undo: () => undefined,
      redo: () => undefined,
    };
  }

  undo(): readonly UndonePlace[] {
    return this.#reverse(() => this.#undo.undo());
  }

  redo(): readonly UndonePlace[] {
    return this.#reverse(() => this.#undo.redo());
  }

  #reverse(step: () => unknown): UndonePlace[] {
    const places: UndonePlace[] = [];
    const { doc } = this.replica;
    const look = ({ changed }: Transaction) => {
      for (const [name, type] of doc.share) {
        const keys = [...changed].find(([each]) => each === type)?.[1];
        if (keys === undefined) continue;
        const text = parseTextName(name);
        if (text !== undefined) places.push({ collection: text.collection, record: text.id, field: text.field });
        else
          for (const key of keys) {
            const known = key === null ? undefined : parseKey(key);
            if (known !== undefined)
              places.push({ collection: name, record: known.record, ...('field' in known ? { field: known.field } : {}) });
          }
      }
    };
    doc.on('afterTransaction', look);
    step();
    doc.off('afterTransaction', look);
    return places;
  }

  watch(listener: (change: RoomChange) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.opened -= 1;
  }

  /** Stores an intent, as a page's act does. */
  act(request: ActRequest): Result<string> {
    const intent: Intent = {
      id: `intent-${this.#now++}`,
      command: request.command,
      args: { ...request.args },
      base: this.#logged.seq,
    };
    const facts = {
      person: this.#person,
      at: this.#now,
      seq: this.#logged.seq,
      id: intent.id,
      pending: true,
      settings: this.#settings(),
    };
    const refusal = this.#room.acts.check(this.state(), intent, facts);
    if (refusal !== undefined) return { ok: false, refusal };
    this.#pending = [...this.#pending, intent];
    this.#tell({ kind: 'pending', collections: new Set() });
    return ok(intent.id);
  }

  /** Logs an act as the server would: of this person's pending ones, or of anybody. */
  log(intent: Intent, by: { readonly person: string; readonly at: number; readonly number?: ActEntry['number'] }): void {
    const against = this.#room.acts.conflictOf(this.#logged, intent);
    const content = this.#room.acts.contentOf(this.#logged, intent);
    if (content !== undefined)
      rerun(this.replica.doc, this.#room, content, { person: by.person, now: by.at, id: () => String(this.#now++) });
    const entry: ActEntry = {
      seq: this.#timeline.length + 1,
      at: by.at,
      person: by.person,
      device: 'device',
      intent,
      outcome: against === undefined ? 'applied' : 'conflict',
      ...(against === undefined ? {} : { against }),
      ...(by.number === undefined ? {} : { number: by.number }),
    };
    this.#timeline = [...this.#timeline, entry];
    this.#logged = this.#room.acts.fold(this.#logged, entry);
    this.#pending = this.#pending.filter((waiting) => waiting.id !== intent.id);
    this.#tell({ kind: 'acts', collections: new Set() });
  }

  #tell(change: RoomChange): void {
    for (const listener of [...this.#listeners]) listener(change);
  }
}

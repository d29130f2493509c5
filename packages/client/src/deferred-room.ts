import {
  EMPTY_STATE,
  OnedoorError,
  type OpenRoom,
  type Present,
  type RecordView,
  type RichField,
  type RoomChange,
  type RoomRef,
  type RoomStatus,
  refuse,
  type TextCaret,
  type TextDelta,
  type TextField,
  type UndoState,
  type Watchable,
} from '@onedoor/core';
import { Listeners, Value } from './watchable.js';

const NOT_LOADED: RoomStatus = { loaded: false, synced: false, writable: false, reason: 'the room is not loaded yet' };

const EMPTY: RecordView = {
  get: () => undefined,
  list: () => [],
  values: () => [],
  text: () => '',
  contested: () => [],
  contestedFields: () => ({}),
};

const EARLY = refuse('UNAVAILABLE', {
  seen: 'a room that is not loaded yet',
  expected: 'its local copy',
  todo: 'Wait for `ready`.',
});

/**
 * A room that was opened before what opens rooms was loaded: it looks like one whose copy is being read, and is one as
 * soon as it can be.
 */
export class DeferredRoom implements OpenRoom {
  readonly ref: RoomRef;
  readonly ready: Promise<void>;
  readonly status = new Value<RoomStatus>(NOT_LOADED);
  readonly presence = new Value<readonly Present[]>([]);
  readonly undoable = new Value<UndoState>({ undo: false, redo: false });
  readonly records: RecordView;
  readonly #opening: Promise<OpenRoom>;
  readonly #listeners = new Listeners<RoomChange>();
  readonly #texts = new Set<DeferredText<TextField>>();
  #room: OpenRoom | undefined;
  #closed = false;

  /** @param opening gives the room; rejects where what opens rooms could not be had */
  constructor(ref: RoomRef, opening: Promise<OpenRoom>) {
    this.ref = ref;
    const view = () => this.#room?.records ?? EMPTY;
    this.records = {
      get: (record, id) => view().get(record, id),
      list: (record, options) => view().list(record, options),
      values: (record) => view().values(record),
      text: (record, id, field) => view().text(record, id, field),
      contested: (record, id, field) => view().contested(record, id, field),
      contestedFields: (record, id) => view().contestedFields(record, id),
    };
    this.#opening = opening;
    this.ready = opening.then((room) => this.#become(room));
    this.ready.catch((error: unknown) => {
      if (error instanceof OnedoorError) this.status.set({ ...NOT_LOADED, refusal: error.refusal });
    });
  }

  state: OpenRoom['state'] = () => this.#room?.state() ?? EMPTY_STATE;
  logged: OpenRoom['logged'] = () => this.#room?.logged() ?? EMPTY_STATE;
  timeline: OpenRoom['timeline'] = () => this.#room?.timeline() ?? [];
  pending: OpenRoom['pending'] = () => this.#room?.pending() ?? [];
  unsent: OpenRoom['unsent'] = () => this.#room?.unsent() ?? new Set();
  foresee: OpenRoom['foresee'] = (change) => this.#room?.foresee(change) ?? EARLY;
  run: OpenRoom['run'] = async (request) => {
    try {
      return await (await this.#opening).run(request);
    } catch (error) {
      if (error instanceof OnedoorError) return { ok: false, refusal: error.refusal };
      throw error;
    }
  };
  undo: OpenRoom['undo'] = () => this.#room?.undo() ?? [];
  redo: OpenRoom['redo'] = () => this.#room?.redo() ?? [];

  text: OpenRoom['text'] = (record, id, field, label = field) => {
    if (this.#room !== undefined) return this.#room.text(record, id, field, label);
    const text = new DeferredText(label, (room) => room.text(record, id, field, label));
    this.#texts.add(text);
    return text;
  };

  rich: OpenRoom['rich'] = (record, id, field, label = field) => {
    if (this.#room !== undefined) return this.#room.rich(record, id, field, label);
    const text = new DeferredRich(label, (room) => room.rich(record, id, field, label));
    this.#texts.add(text);
    return text;
  };

  watch(listener: (change: RoomChange) => void): () => void {
    return this.#listeners.add(listener);
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#texts.clear();
    this.#room?.close();
  }

  async #become(room: OpenRoom): Promise<void> {
    // Closed before it was open.
    if (this.#closed) return room.close();
    this.#room = room;
    for (const text of this.#texts) text.become(room);
    this.#texts.clear();
    room.watch((change) => this.#listeners.emit(change));
    follow(this.presence, room.presence);
    follow(this.undoable, room.undoable);
    follow(this.status, room.status);
    await room.ready;
  }
}

function follow<T>(own: Value<T>, its: Watchable<T>): void {
  own.set(its.get());
  its.watch((value) => own.set(value));
}

/** A text of such a room: empty and read-only, until the room is there. */
class DeferredText<T extends TextField> implements TextField {
  readonly label: string;
  readonly #find: (room: OpenRoom) => T;
  readonly #deltas = new Listeners<TextDelta>();
  readonly #carets = new Listeners<void>();
  #text: T | undefined;

  constructor(label: string, find: (room: OpenRoom) => T) {
    this.label = label;
    this.#find = find;
  }

  get writable(): boolean {
    return this.#text?.writable ?? false;
  }

  become(room: OpenRoom): void {
    const text = this.#find(room);
    this.#text = text;
    const delta = this.all(text);
    text.watch((change) => this.#deltas.emit(change));
    text.watchCarets(() => this.#carets.emit());
    if (delta.length > 0) this.#deltas.emit(delta);
  }

  /** The text, once it is there. */
  protected get found(): T | undefined {
    return this.#text;
  }

  /** Everything that stands in a text. */
  protected all(text: T): TextDelta {
    const value = text.value();
    return value === '' ? [] : [{ insert: value }];
  }

  value = (): string => this.#text?.value() ?? '';
  edit = (delta: TextDelta): void => {
    if (this.#text === undefined)
      throw new OnedoorError('NOT_WRITABLE', {
        seen: `an edit of ${this.label}`,
        expected: 'a room that is loaded',
        todo: 'Show the field read-only.',
      });
    this.#text.edit(delta);
  };
  setCaret: TextField['setCaret'] = (caret) => this.#text?.setCaret(caret);
  carets = (): readonly TextCaret[] => this.#text?.carets() ?? [];
  watch = (listener: (delta: TextDelta) => void): (() => void) => this.#deltas.add(listener);
  watchCarets = (listener: () => void): (() => void) => this.#carets.add(listener);
  undo = (): void => this.#text?.undo();
  redo = (): void => this.#text?.redo();
}

class DeferredRich extends DeferredText<RichField> implements RichField {
  contents = (): TextDelta => this.found?.contents() ?? [];

  protected override all(text: RichField): TextDelta {
    return text.contents();
  }
}

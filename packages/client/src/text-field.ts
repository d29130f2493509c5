import {
  anchorDelta,
  OnedoorError,
  type RichField,
  richDifference,
  TEXT_EDIT,
  type TextCaret,
  type TextDelta,
  type TextField,
  type TextParts,
  textDifference,
  textOfContents,
  withoutEmptySteps,
} from '@onedoor/core';
import type * as Y from 'yjs';
import type { WriteAccess } from './access.js';
import type { RoomCopy } from './copy.js';
import { caretsIn, setCaret } from './presence.js';
import { TextMirror } from './text-mirror.js';
import { Listeners } from './watchable.js';

/** What a text asks of the room that it belongs to. */
export interface TextRoom {
  readonly copy: RoomCopy;
  access(): WriteAccess;
  actor(): string;
}

/** One top-level text of a room's document, as an editor sees it. It stays the same when the document is swapped. */
export class RoomText implements TextField {
  readonly label: string;
  readonly #room: TextRoom;
  readonly #name: string;
  readonly #deltas = new Listeners<TextDelta>();
  #unobserve: (() => void) | undefined;
  #mirror: TextMirror | undefined;
  /** What `edit` is about to do. */
  #making: TextDelta | undefined;

  constructor(room: TextRoom, name: string, label: string) {
    this.#room = room;
    this.#name = name;
    this.label = label;
  }

  get writable(): boolean {
    return this.#room.access().writable;
  }

  value(): string {
    return this.#text().toString();
  }

  edit(delta: TextDelta): void {
    const { copy } = this.#room;
    const access = this.#room.access();
    if (!access.writable)
      throw new OnedoorError('NOT_WRITABLE', {
        seen: `an edit of ${this.label}`,
        expected: access.reason ?? 'a field that is writable',
        todo: 'Show the field read-only.',
      });
    const text = this.#text();
    const anchored = anchorDelta(this.#parts(text), delta);
    if (!anchored.ok) throw OnedoorError.of(anchored.refusal);
    const edits = anchored.value;
    if (edits.length === 0) return;
    const origin = { actor: this.#room.actor(), command: TEXT_EDIT, handle: this };
    this.#making = delta;
    try {
      const { stored } = copy.perform({ command: TEXT_EDIT, args: { name: this.#name }, edits }, () =>
        copy.doc.transact(() => this.apply(text, delta), origin),
      );
      // A full disk is told by the session's problem; the words stay in the document.
      stored?.catch(() => {});
    } finally {
      this.#making = undefined;
    }
  }

  watch(listener: (delta: TextDelta) => void): () => void {
    const remove = this.#deltas.add(listener);
    this.#unobserve ??= this.#observe();
    return () => {
      remove();
      if (this.#deltas.size > 0) return;
      this.#unobserve?.();
      this.#unobserve = undefined;
    };
  }

  setCaret(caret: { readonly anchor: number; readonly head: number } | undefined): void {
    setCaret(this.#room.copy, this.#name, caret);
  }

  carets(): readonly TextCaret[] {
    return caretsIn(this.#room.copy, this.#name);
  }

  watchCarets(listener: () => void): () => void {
    const { copy } = this.#room;
    let watched = copy.awareness;
    const own = () => listener();
    watched.on('change', own);
    const unwatch = copy.events.add((event) => {
      if (event.kind !== 'swapped') return;
      watched.off('change', own);
      watched = copy.awareness;
      watched.on('change', own);
      listener();
    });
    return () => {
      unwatch();
      watched.off('change', own);
    };
  }

  undo(): void {
    this.#room.copy.undo();
  }

  redo(): void {
    this.#room.copy.redo();
  }

  #text(): Y.Text {
    return this.#room.copy.doc.getText(this.#name);
  }

  /** The text itself, for what knows more of it. */
  protected get shared(): Y.Text {
    return this.#text();
  }

  /** The text to read parts of. While somebody watches it, that follows its changes instead of being read again. */
  #parts(text: Y.Text): TextParts {
    if (this.#unobserve === undefined) return this.characters(text);
    if (this.#mirror?.length !== text.length) this.#mirror = new TextMirror(this.characters(text));
    return this.#mirror;
  }

  /** What the text says, in the units in which deltas count. */
  protected characters(text: Y.Text): string {
    return text.toString();
  }

  /** What leads from one text to another. */
  protected difference(from: Y.Text, to: Y.Text): TextDelta {
    return textDifference(from.toString(), to.toString());
  }

  protected heard(delta: Y.YTextEvent['delta']): TextDelta {
    return plain(delta);
  }

  /** Step by step: `applyDelta` goes through the text from its beginning, these know places near which they were before. */
  protected apply(text: Y.Text, delta: TextDelta): void {
    let at = 0;
    for (const step of withoutEmptySteps(delta)) {
      if ('retain' in step) {
        if (step.attributes !== undefined) text.format(at, step.retain, step.attributes);
        at += step.retain;
      } else if ('delete' in step) text.delete(at, step.delete);
      else {
        this.insert(text, at, step);
        at += step.insert.length;
      }
    }
  }

  protected insert(text: Y.Text, at: number, step: Extract<TextDelta[number], { insert: string }>): void {
    text.insert(at, step.insert);
  }

  #observe(): () => void {
    const { copy } = this.#room;
    const heard = (event: Y.YTextEvent, transaction: Y.Transaction) => {
      const own = madeBy(transaction.origin) === this;
      // Yjs finds out what changed by going through the whole text; of its own changes this one knows.
      const delta = own && this.#making !== undefined ? this.#making : this.heard(event.delta);
      this.#mirror?.apply(delta);
      if (!own) this.#deltas.emit(delta);
    };
    let text = this.#text();
    text.observe(heard);
    const unwatch = copy.events.add((event) => {
      if (event.kind !== 'swapped') return;
      // The old document goes with its observers, and can still be read.
      const old = text;
      text = this.#text();
      text.observe(heard);
      this.#mirror = undefined;
      const delta = this.difference(old, text);
      if (delta.length > 0) this.#deltas.emit(delta);
    });
    return () => {
      unwatch();
      text.unobserve(heard);
      this.#mirror = undefined;
    };
  }
}

/** A structured text: the same with attributes. */
export class RoomRich extends RoomText implements RichField {
  override value(): string {
    return textOfContents(this.contents());
  }

  contents(): TextDelta {
    return contentsOf(this.shared);
  }

  protected override characters(text: Y.Text): string {
    return textOfContents(contentsOf(text));
  }

  protected override difference(from: Y.Text, to: Y.Text): TextDelta {
    return richDifference(contentsOf(from), contentsOf(to));
  }

  protected override heard(delta: Y.YTextEvent['delta']): TextDelta {
    return formatted(delta);
  }

  protected override insert(text: Y.Text, at: number, { insert, attributes = {} }: Extract<TextDelta[number], { insert: string }>): void {
    text.insert(at, insert, attributes);
  }
}

const contentsOf = (text: Y.Text): TextDelta => formatted(text.toDelta());

/** What stands for something that is no character, such as a picture that another program embedded: as long in Yjs, too. */
const OBJECT = '\ufffc';

/** Yjs' delta as ours. */
function formatted(delta: Y.YTextEvent['delta']): TextDelta {
  return delta.map((step): TextDelta[number] => {
    if (step.delete !== undefined) return { delete: step.delete };
    const attributes = step.attributes === undefined ? {} : { attributes: step.attributes };
    if (step.retain !== undefined) return { retain: step.retain, ...attributes };
    return { insert: typeof step.insert === 'string' ? step.insert : OBJECT, ...attributes };
  });
}

const madeBy = (origin: unknown): unknown =>
  typeof origin === 'object' && origin !== null && 'handle' in origin ? origin.handle : undefined;

/** Yjs' delta without formatting and embedded objects, which a plain text has none of. */
function plain(delta: Y.YTextEvent['delta']): TextDelta {
  return delta.flatMap((step): TextDelta => {
    if (step.retain !== undefined) return [{ retain: step.retain }];
    if (step.delete !== undefined) return [{ delete: step.delete }];
    return typeof step.insert === 'string' ? [{ insert: step.insert }] : [];
  });
}

import type { TextDelta } from './text.js';

/** Another person's caret in a text. Positions are UTF-16 units in the present text. */
export interface TextCaret {
  readonly client: number;
  readonly person: string;
  readonly name: string;
  /** 0 to 359, one a person. */
  readonly hue: number;
  readonly anchor: number;
  readonly head: number;
}

/** One text of one record, as an editor binds to it. No Yjs types: deltas in, deltas out. */
export interface TextField {
  readonly label: string;
  /** False: read-only. */
  readonly writable: boolean;
  /** Why it is read-only, in the reader's language, where the page does not say so once for all its texts. */
  readonly reason?: string;
  value(): string;
  /** A local edit, applied at once and stored as a change of this person. */
  edit(delta: TextDelta): void;
  /** Called after every change that did not come from `edit()` of this handle: others', undo's, another handle's. */
  watch(listener: (delta: TextDelta) => void): () => void;
  /** Own caret, announced to the others; undefined when focus leaves. */
  setCaret(caret: { readonly anchor: number; readonly head: number } | undefined): void;
  carets(): readonly TextCaret[];
  watchCarets(listener: () => void): () => void;
  undo(): void;
  redo(): void;
}

/**
 * One structured text of one record. As a `TextField` it is its characters, with deltas that may carry attributes: see
 * `richLines` for what they mean. An edit inserts exactly the attributes that it names, inside formatted text too.
 *
 * @example
 * const body = room.rich(Minutes, id, 'body', '笔录');
 * for (const { block, runs } of richLines(body.contents())) console.log(block ?? 'p', runs.map(({ text }) => text).join(''));
 */
export interface RichField extends TextField {
  /** Everything that stands in it, as insertions into an empty text. */
  contents(): TextDelta;
}

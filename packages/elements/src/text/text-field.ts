/**
 * The handle of one co-edited text. This file stands in for the same types of `@onedoor/core`; the elements package
 * knows a text by this handle alone and never by what keeps it (Yjs, a plugin's mirror, a test double).
 */

/** A change of a text: runs of kept, inserted and deleted characters from the start. Lengths are UTF-16 units. */
export type TextDelta = readonly (
  | { readonly retain: number }
  | { readonly insert: string }
  | { readonly delete: number }
)[];

/** Where another person's caret stands. `anchor` and `head` are UTF-16 positions in `TextField.value()`. */
export interface TextCaret {
  readonly client: number;
  readonly person: string;
  readonly name: string;
  /** Hue of the person's department in degrees, 0 to 360. */
  readonly hue: number;
  readonly anchor: number;
  readonly head: number;
}

export interface TextField {
  readonly label: string;
  /** false: read-only, with `reason`. */
  readonly writable: boolean;
  readonly reason?: string;
  value(): string;
  /** Local edit made by this element; applied synchronously. */
  edit(delta: TextDelta): void;
  /** Called after every change that did not come from edit() of this handle (remote, undo, other field handle). */
  watch(listener: (delta: TextDelta) => void): () => void;
  /**
   * Own caret, announced to the others; undefined when focus leaves. Called when the person moves the caret, not when
   * others' changes shift it: the handle keeps it beside its left neighbour.
   */
  setCaret(caret: { anchor: number; head: number } | undefined): void;
  /** Carets of the others. */
  carets(): readonly TextCaret[];
  watchCarets(listener: () => void): () => void;
  undo(): void;
  redo(): void;
}

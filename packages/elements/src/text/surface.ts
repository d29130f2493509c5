import type { TextField } from '@onedoor/core';
import type { Locale } from '../locales/locale.js';

/** What a surface says of itself to a screen reader and to the browser. */
export interface Description {
  readonly label: string;
  readonly placeholder: string;
  readonly writable: boolean;
  /** Whether a reason stands below the box, in the element `#reason`. */
  readonly hasReason: boolean;
  readonly locale: Locale;
}

/** Where the caret is, or a selection, in UTF-16 units. */
export interface Selection {
  readonly anchor: number;
  readonly head: number;
}

/** What shows a text and takes what is typed: the editor, and what stands in for it until it is here. */
export interface Surface {
  /** The text as it is shown. */
  readonly text: string;
  readonly isEmpty: boolean;
  /** Whether all of the text is on the page, so that paper shows it as it is. */
  readonly drawsAll: boolean;
  describe(description: Description): void;
  /** Writes at the end, and puts the caret behind it. */
  append(text: string): void;
  focus(options?: FocusOptions): void;
  destroy(): void;
}

/** An editor of a text, with carets of the others. */
export interface EditorSurface extends Surface {
  /** Shows another field in the same place; the focus stays. */
  show(field: TextField, description: Description): void;
}

export type EditorClass = new (
  field: TextField,
  description: Description,
  hooks: SurfaceHooks,
  parent: HTMLElement,
  selection?: Selection,
) => EditorSurface;

export interface SurfaceHooks {
  /** The shown text is another one. */
  changed(): void;
  /** The field may describe itself otherwise now. */
  checked(): void;
}

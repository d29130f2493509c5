import type { TextCaret, TextDelta, TextField } from '@onedoor/core';
import { mapPosition } from './delta.js';
import { HeldText } from './held-text.js';
import type { Selection } from './surface.js';

/** Rest after a composition until its last change has surely been read from the page (Android: 20 ms, others less). */
const SETTLE_MS = 60;
/** An unfinished composition that rests so long is told to the others as it stands, so that it cannot be lost. */
const RESTING_MS = 5_000;
/** A composition left open so long no longer keeps the others' changes from being shown. */
const ABANDONED_MS = 60_000;
/** A phone opens a composition wherever the caret touches a word; without a key in this time nothing waits for it. */
const UNUSED_MS = 1_000;

/** What an editor does for the gate between it and its field. Positions are UTF-16 units of the text. */
export interface GatedEditor {
  readonly element: HTMLElement;
  /** An input method has something open. */
  isComposing(): boolean;
  /** It would get the keys, were its window in front. */
  isActive(): boolean;
  /** It gets the keys. */
  hasFocus(): boolean;
  /** A stretch of the text that is shown, as insertions. */
  part(from: number, to: number): TextDelta;
  /** What leads from the text that is shown to that of the field. */
  difference(): TextDelta;
  /** Shows what others wrote. With `steering` the caret goes where it changed something. */
  show(delta: TextDelta, steering: boolean): void;
  showCarets(carets: readonly TextCaret[]): void;
  /** Where the own caret is, between whole characters. */
  selection(): Selection;
}

/** The stretch of the text that the present composition has written so far. */
interface Composed {
  readonly from: number;
  readonly to: number;
}

/**
 * Stands between an editor and its field. Outside a composition every change passes at once, both ways.
 *
 * While an input method composes, nothing of the others is shown and nothing half-composed is told: both sides wait in
 * a `HeldText` until the composition ends. Changing the text under an open composition is not safe even where the DOM
 * around it is left alone: input methods keep positions of their own (Windows' text services count from the start of
 * the field; codemirror/dev#1472), and a word is not one until it is chosen. So the others, the log and undo get
 * 调解 and not `tiao'jie`, and nobody can delete half of a word that is being written.
 */
export class TextGate {
  readonly #editor: GatedEditor;
  readonly #field: TextField;
  readonly #held = new HeldText();
  readonly #stop: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #dueMs = 0;
  #composed: Composed | undefined;
  /** Times on the monotonic clock; 0 when there is none. */
  #openedMs = 0;
  #endedMs = -SETTLE_MS;
  #typedMs = 0;
  /** The others' carets changed while they could not be shown. */
  #caretsStale = true;
  /** Own caret moved and was not announced yet. */
  #caretMoved = true;
  #announced: Selection | undefined;
  /** An undo or redo of this element runs: its changes take the caret along. */
  #steering = false;

  constructor(editor: GatedEditor, field: TextField) {
    this.#editor = editor;
    this.#field = field;
    this.#stop = [
      field.watch((delta) => this.#receive(delta)),
      field.watchCarets(() => this.#showCarets()),
      listen(editor.element.ownerDocument, 'visibilitychange', () => this.#tellWhenHidden()),
    ];
    this.#schedule(0);
  }

  /** Notes a change that was made here; `updated` lets it pass. */
  typed(delta: TextDelta): void {
    this.#moveAnnounced(delta);
    this.#held.addLocal(delta);
    this.#noteComposed(delta);
    this.#typedMs = performance.now();
    this.#caretMoved = true;
  }

  /** Call it after every update of the editor, whatever it was. */
  updated({ typed, selected, focused }: { readonly typed: boolean; readonly selected: boolean; readonly focused: boolean }): void {
    if (typed || selected || focused) this.#caretMoved = true;
    if (typed || focused) this.#settle();
    else this.#announceCaret();
  }

  /** A word that was chosen is told even where the next composition opens at once (Wubi, Korean). */
  compositionStarts(): void {
    this.#tell();
    this.#composed = undefined;
    this.#openedMs = performance.now();
  }

  compositionEnded(): void {
    this.#endedMs = performance.now();
    this.#schedule(SETTLE_MS);
  }

  /** Runs an undo or redo of the field; the caret goes where the text changed. */
  steer(run: () => void): void {
    if (this.#editor.isComposing()) return;
    this.#tell();
    this.#show();
    this.#steering = true;
    try {
      run();
    } finally {
      this.#steering = false;
    }
  }

  /** Ends with something else to stop. */
  ends(stop: () => void): void {
    this.#stop.push(stop);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stop) stop();
    this.#tell();
    if (this.#announced !== undefined) this.#field.setCaret(undefined);
  }

  #receive(delta: TextDelta): void {
    this.#held.addRemote(delta);
    this.#settle();
  }

  /** How long what is held has still to wait, in milliseconds; 0 when it may pass. */
  #waitMs(): number {
    const now = performance.now();
    const open = this.#editor.isComposing() && this.#editor.isActive();
    if (!open) {
      this.#openedMs = 0;
      return Math.max(0, this.#endedMs + SETTLE_MS - now);
    }
    if (this.#openedMs === 0) this.#openedMs = now;
    const until = this.#composed === undefined ? this.#openedMs + UNUSED_MS : this.#typedMs + ABANDONED_MS;
    return Math.max(0, until - now);
  }

  /** Lets pass both ways what is held, or comes back when it may. */
  #settle(): void {
    const wait = this.#waitMs();
    if (wait > 0) {
      const rest = this.#typedMs + RESTING_MS - performance.now();
      if (this.#held.hasLocal && rest <= 0) this.#tell();
      this.#schedule(this.#held.hasLocal ? Math.min(wait, rest) : wait);
      return;
    }
    this.#tell();
    this.#show();
    if (!this.#editor.isComposing()) this.#composed = undefined;
    if (this.#caretsStale) this.#showCarets();
    this.#announceCaret();
  }

  /** Settles after `delayMs` at the latest. */
  #schedule(delayMs: number): void {
    const dueMs = performance.now() + delayMs;
    if (this.#timer !== undefined && this.#dueMs <= dueMs) return;
    clearTimeout(this.#timer);
    this.#dueMs = dueMs;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#settle();
    }, delayMs);
  }

  /** Gives the field what was typed here, and takes back from the others what they deleted of a running composition. */
  #tell(): void {
    const held = this.#held;
    if (held.hasLocal) this.#edit(held.takeLocal());
    if (this.#composed === undefined || !held.hasRemote) return;
    const { from, to } = this.#composed;
    this.#edit(held.spare((start, end) => this.#editor.part(start, end), from, to));
  }

  #edit(delta: TextDelta): void {
    if (delta.length === 0) return;
    try {
      this.#field.edit(delta);
    } catch (error) {
      // The field did not take it: show what the field has, and let the page's error handling hear of it.
      this.#held.takeRemote();
      this.#held.addRemote(this.#editor.difference());
      reportError(error);
    }
  }

  /** Shows what the field got from others. */
  #show(): void {
    if (!this.#held.hasRemote) return;
    const delta = this.#held.takeRemote();
    this.#moveAnnounced(delta);
    if (this.#composed !== undefined) this.#composed = mapComposed(this.#composed, delta);
    this.#editor.show(delta, this.#steering);
  }

  #showCarets(): void {
    const wait = this.#waitMs();
    this.#caretsStale = wait > 0;
    if (wait > 0) this.#schedule(wait);
    else this.#editor.showCarets(this.#field.carets());
  }

  /** Others' changes shift the caret too; the handle keeps it in place then, and nothing needs to be announced. */
  #announceCaret(): void {
    if (!this.#caretMoved || this.#held.hasLocal || this.#held.hasRemote) return;
    this.#caretMoved = false;
    const caret = this.#editor.hasFocus() ? this.#editor.selection() : undefined;
    if (caret?.anchor === this.#announced?.anchor && caret?.head === this.#announced?.head) return;
    this.#announced = caret;
    this.#field.setCaret(caret);
  }

  /** The handle keeps an announced caret beside its left neighbour, so it is known to be there. */
  #moveAnnounced(delta: TextDelta): void {
    if (this.#announced === undefined) return;
    const { anchor, head } = this.#announced;
    this.#announced = { anchor: mapPosition(anchor, delta, -1), head: mapPosition(head, delta, -1) };
  }

  /** A page that is hidden may not come back. */
  #tellWhenHidden(): void {
    if (this.#editor.element.ownerDocument.visibilityState === 'hidden') this.#tell();
  }

  #noteComposed(delta: TextDelta): void {
    if (!this.#editor.isComposing() && performance.now() > this.#endedMs + SETTLE_MS) return;
    const kept = this.#composed === undefined ? undefined : mapComposed(this.#composed, delta);
    let from = kept?.from ?? Infinity;
    let to = kept?.to ?? 0;
    let at = 0;
    for (const step of delta) {
      if ('retain' in step) {
        at += step.retain;
        continue;
      }
      from = Math.min(from, at);
      if ('insert' in step) at += step.insert.length;
      to = Math.max(to, at);
    }
    this.#composed = { from, to };
  }
}

const mapComposed = ({ from, to }: Composed, delta: TextDelta): Composed => {
  const start = mapPosition(from, delta, 1);
  return { from: start, to: Math.max(start, mapPosition(to, delta, -1)) };
};

export function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

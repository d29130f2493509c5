import { type ChangeSet, type ChangeSpec, EditorSelection, EditorState, type Extension, type Text, Transaction } from '@codemirror/state';
import { EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { splitsCharacter, type TextDelta, type TextField } from '@onedoor/core';
import { setCarets } from './carets.js';
import { differenceOf, spanOfDelta, tidyDelta } from './delta.js';
import { HeldText } from './held-text.js';

/**
 * Ties an editor to a `TextField`. Outside a composition every change passes at once, both ways.
 *
 * While an input method composes, nothing of the others is shown and nothing half-composed is told: both sides wait in
 * a `HeldText` until the composition ends. Changing the text under an open composition is not safe even where the DOM
 * around it is left alone: input methods keep positions of their own (Windows' text services count from the start of
 * the field; codemirror/dev#1472), and a word is not one until it is chosen. So the others, the log and undo get
 * 调解 and not `tiao'jie`, and nobody can delete half of a word that is being written.
 */

/** Rest after a composition until its last change has surely been read from the page (Android: 20 ms, others less). */
const SETTLE_MS = 60;
/** An unfinished composition that rests so long is told to the others as it stands, so that it cannot be lost. */
const RESTING_MS = 5_000;
/** A composition left open so long no longer keeps the others' changes from being shown. */
const ABANDONED_MS = 60_000;
/** A phone opens a composition wherever the caret touches a word; without a key in this time nothing waits for it. */
const UNUSED_MS = 1_000;

/** The changes of one transaction as a delta of the text before, widened to whole characters. */
export function deltaOfChanges(changes: ChangeSet, before: Text, after: Text): TextDelta {
  const steps: TextDelta[number][] = [];
  let at = 0;
  changes.iterChanges((fromA, toA, fromB, toB) => {
    // The browser's difference between 𠮷 and 𠮶 is their second half alone.
    const left = splitsAt(before, fromA) ? 1 : 0;
    const right = splitsAt(before, toA) ? 1 : 0;
    steps.push({ retain: fromA - left - at });
    steps.push({ insert: after.sliceString(fromB - left, toB + right) });
    steps.push({ delete: toA + right - fromA + left });
    at = toA + right;
  });
  return tidyDelta(steps);
}

const splitsAt = (text: Text, at: number): boolean =>
  splitsCharacter(text.sliceString(Math.max(0, at - 1), Math.min(text.length, at + 1)), at > 0 ? 1 : 0);

/** A delta as CodeMirror's changes, and the place where the last of them ends in the new text. */
function changesOfDelta(delta: TextDelta): { changes: ChangeSpec[]; end: number } {
  const changes: ChangeSpec[] = [];
  let at = 0;
  let after = 0;
  let end = 0;
  for (const step of delta) {
    if ('retain' in step) {
      at += step.retain;
      after += step.retain;
      continue;
    }
    if ('insert' in step) {
      changes.push({ from: at, insert: step.insert });
      after += step.insert.length;
    } else {
      changes.push({ from: at, to: at + step.delete });
      at += step.delete;
    }
    end = after;
  }
  return { changes, end };
}

/** The stretch of the text that the present composition has written so far. */
interface Composed {
  from: number;
  to: number;
}

class TextBinding implements PluginValue {
  readonly #view: EditorView;
  readonly #field: TextField;
  readonly #held = new HeldText();
  readonly #stop: (() => void)[];
  #editContext: EventTarget | undefined;
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
  #announced: { anchor: number; head: number } | undefined;
  /** An undo or redo of this element runs: its changes take the caret along. */
  #steering = false;

  constructor(view: EditorView, field: TextField) {
    this.#view = view;
    this.#field = field;
    this.#stop = [
      field.watch((delta) => this.#receive(delta)),
      field.watchCarets(() => this.#showCarets()),
      listen(view.dom.ownerDocument, 'visibilitychange', () => this.#tellWhenHidden()),
    ];
    this.#schedule(0);
  }

  /** Runs after every update of the editor (an update listener may dispatch, a plugin's `update` may not). */
  updated(update: ViewUpdate): void {
    let typed = false;
    for (const transaction of update.transactions) {
      if (!transaction.docChanged) continue;
      this.#moveAnnounced(transaction.changes);
      if (transaction.annotation(Transaction.remote)) continue;
      this.#held.addLocal(deltaOfChanges(transaction.changes, transaction.startState.doc, transaction.newDoc));
      this.#noteComposed(transaction.changes);
      typed = true;
    }
    if (typed) this.#typedMs = performance.now();
    if (typed || update.selectionSet || update.focusChanged) this.#caretMoved = true;
    if (typed || update.focusChanged) this.#settle();
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
    if (this.#view.compositionStarted) return;
    this.#tell();
    this.#show();
    this.#steering = true;
    try {
      run();
    } finally {
      this.#steering = false;
    }
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
    const open = this.#view.compositionStarted && this.#focused();
    if (!open) {
      this.#openedMs = 0;
      return Math.max(0, this.#endedMs + SETTLE_MS - now);
    }
    if (this.#openedMs === 0) this.#openedMs = now;
    const until = this.#composed === undefined ? this.#openedMs + UNUSED_MS : this.#typedMs + ABANDONED_MS;
    return Math.max(0, until - now);
  }

  /** In Chromium on Android CodeMirror uses an EditContext, which has the composition's events instead of the page. */
  #hearEditContext(): void {
    const context: unknown = Reflect.get(this.#view.contentDOM, 'editContext');
    if (!(context instanceof EventTarget) || context === this.#editContext) return;
    this.#editContext = context;
    this.#stop.push(
      listen(context, 'compositionstart', () => this.compositionStarts()),
      listen(context, 'compositionend', () => this.compositionEnded()),
    );
  }

  /** Lets pass both ways what is held, or comes back when it may. */
  #settle(): void {
    this.#hearEditContext();
    const wait = this.#waitMs();
    if (wait > 0) {
      const rest = this.#typedMs + RESTING_MS - performance.now();
      if (this.#held.hasLocal && rest <= 0) this.#tell();
      this.#schedule(this.#held.hasLocal ? Math.min(wait, rest) : wait);
      return;
    }
    this.#tell();
    this.#show();
    if (!this.#view.compositionStarted) this.#composed = undefined;
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
    this.#edit(held.spare(this.#shown(), from, to));
  }

  #edit(delta: TextDelta): void {
    if (delta.length === 0) return;
    try {
      this.#field.edit(delta);
    } catch (error) {
      // The field did not take it: show what the field has, and let the page's error handling hear of it.
      this.#held.takeRemote();
      this.#held.addRemote(differenceOf(this.#shown(), this.#field.value()));
      reportError(error);
    }
  }

  #shown(): string {
    return this.#view.state.doc.toString();
  }

  /** Shows what the field got from others. */
  #show(): void {
    if (!this.#held.hasRemote) return;
    const delta = this.#held.takeRemote();
    const state = this.#view.state;
    const fits = spanOfDelta(delta) <= state.doc.length;
    // A delta that does not fit is a fault of the handle; the text itself is the truth to go back to.
    const { changes, end } = changesOfDelta(fits ? delta : differenceOf(this.#shown(), this.#field.value()));
    const changeSet = state.changes(changes);
    if (this.#composed !== undefined) this.#composed = mapComposed(this.#composed, changeSet);
    this.#view.dispatch({
      changes: changeSet,
      ...(this.#steering ? { selection: EditorSelection.cursor(end), scrollIntoView: true } : {}),
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      filter: false,
    });
  }

  #showCarets(): void {
    const wait = this.#waitMs();
    this.#caretsStale = wait > 0;
    if (wait > 0) this.#schedule(wait);
    else
      this.#view.dispatch({
        effects: setCarets.of(this.#field.carets()),
        annotations: Transaction.remote.of(true),
      });
  }

  /** Others' changes shift the caret too; the handle keeps it in place then, and nothing needs to be announced. */
  #announceCaret(): void {
    if (!this.#caretMoved || this.#held.hasLocal || this.#held.hasRemote) return;
    this.#caretMoved = false;
    const { doc, selection } = this.#view.state;
    const whole = (at: number) => (splitsAt(doc, at) ? at - 1 : at);
    const caret = this.#view.hasFocus ? { anchor: whole(selection.main.anchor), head: whole(selection.main.head) } : undefined;
    if (caret?.anchor === this.#announced?.anchor && caret?.head === this.#announced?.head) return;
    this.#announced = caret;
    this.#field.setCaret(caret);
  }

  /** The handle keeps an announced caret beside its left neighbour, so it is known to be there. */
  #moveAnnounced(changes: ChangeSet): void {
    if (this.#announced === undefined) return;
    const { anchor, head } = this.#announced;
    this.#announced = { anchor: changes.mapPos(anchor, -1), head: changes.mapPos(head, -1) };
  }

  /** A page that is hidden may not come back. */
  #tellWhenHidden(): void {
    if (this.#view.dom.ownerDocument.visibilityState === 'hidden') this.#tell();
  }

  #noteComposed(changes: ChangeSet): void {
    if (!this.#view.compositionStarted && performance.now() > this.#endedMs + SETTLE_MS) return;
    const kept = this.#composed === undefined ? undefined : mapComposed(this.#composed, changes);
    let from = kept?.from ?? Infinity;
    let to = kept?.to ?? 0;
    changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
      from = Math.min(from, fromB);
      to = Math.max(to, toB);
    });
    this.#composed = { from, to };
  }

  #focused(): boolean {
    const { root, contentDOM } = this.#view;
    return root.activeElement === contentDOM;
  }
}

const mapComposed = ({ from, to }: Composed, changes: ChangeSet): Composed => ({
  from: changes.mapPos(from, 1),
  to: Math.max(changes.mapPos(from, 1), changes.mapPos(to, -1)),
});

function listen(target: EventTarget, type: string, listener: () => void): () => void {
  target.addEventListener(type, listener);
  return () => target.removeEventListener(type, listener);
}

/** What an editor needs to be tied to a field. The editor must start with `field.value()`. */
export function textBinding(field: TextField): {
  extension: Extension;
  steer(view: EditorView, run: () => void): void;
} {
  const plugin = ViewPlugin.define((view) => new TextBinding(view, field), {
    eventObservers: {
      compositionstart() {
        this.compositionStarts();
      },
      compositionend() {
        this.compositionEnded();
      },
    },
  });
  return {
    extension: [
      plugin,
      EditorView.updateListener.of((update) => update.view.plugin(plugin)?.updated(update)),
      // Positions here and in the field must be the same units: only \n ends a line, in and out.
      EditorState.lineSeparator.of('\n'),
      EditorView.clipboardInputFilter.of((text) => text.replace(/\r\n?/g, '\n')),
    ],
    steer: (view, run) => view.plugin(plugin)?.steer(run),
  };
}

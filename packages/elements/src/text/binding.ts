import { type ChangeSet, type ChangeSpec, EditorSelection, EditorState, type Extension, type Text, Transaction } from '@codemirror/state';
import { EditorView, type PluginValue, ViewPlugin, type ViewUpdate } from '@codemirror/view';
import { splitsCharacter, type TextCaret, type TextDelta, type TextField } from '@onedoor/core';
import { setCarets } from './carets.js';
import { differenceOf, spanOfDelta, tidyDelta } from './delta.js';
import { type GatedEditor, listen, TextGate } from './gate.js';
import type { Selection } from './surface.js';

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

/** Ties CodeMirror to a `TextField`, through the gate that holds both sides while an input method composes. */
class TextBinding implements PluginValue, GatedEditor {
  readonly #view: EditorView;
  readonly #field: TextField;
  readonly gate: TextGate;
  #editContext: EventTarget | undefined;

  constructor(view: EditorView, field: TextField) {
    this.#view = view;
    this.#field = field;
    this.gate = new TextGate(this, field);
  }

  get element(): HTMLElement {
    return this.#view.dom;
  }

  /** Runs after every update of the editor (an update listener may dispatch, a plugin's `update` may not). */
  updated(update: ViewUpdate): void {
    this.#hearEditContext();
    let typed = false;
    for (const transaction of update.transactions) {
      if (!transaction.docChanged || transaction.annotation(Transaction.remote)) continue;
      this.gate.typed(deltaOfChanges(transaction.changes, transaction.startState.doc, transaction.newDoc));
      typed = true;
    }
    this.gate.updated({ typed, selected: update.selectionSet, focused: update.focusChanged });
  }

  destroy(): void {
    this.gate.destroy();
  }

  isComposing(): boolean {
    return this.#view.compositionStarted;
  }

  isActive(): boolean {
    const { root, contentDOM } = this.#view;
    return root.activeElement === contentDOM;
  }

  hasFocus(): boolean {
    return this.#view.hasFocus;
  }

  part(from: number, to: number): TextDelta {
    return [{ insert: this.#view.state.sliceDoc(from, to) }];
  }

  difference(): TextDelta {
    return differenceOf(this.#view.state.doc.toString(), this.#field.value());
  }

  show(delta: TextDelta, steering: boolean): void {
    const { state } = this.#view;
    const fits = spanOfDelta(delta) <= state.doc.length;
    // A delta that does not fit is a fault of the handle; the text itself is the truth to go back to.
    const { changes, end } = changesOfDelta(fits ? delta : this.difference());
    this.#view.dispatch({
      changes,
      ...(steering ? { selection: EditorSelection.cursor(end), scrollIntoView: true } : {}),
      annotations: [Transaction.remote.of(true), Transaction.addToHistory.of(false)],
      filter: false,
    });
  }

  showCarets(carets: readonly TextCaret[]): void {
    this.#view.dispatch({ effects: setCarets.of(carets), annotations: Transaction.remote.of(true) });
  }

  selection(): Selection {
    const { doc, selection } = this.#view.state;
    const whole = (at: number) => (splitsAt(doc, at) ? at - 1 : at);
    return { anchor: whole(selection.main.anchor), head: whole(selection.main.head) };
  }

  /** In Chromium on Android CodeMirror uses an EditContext, which has the composition's events instead of the page. */
  #hearEditContext(): void {
    const context: unknown = Reflect.get(this.#view.contentDOM, 'editContext');
    if (!(context instanceof EventTarget) || context === this.#editContext) return;
    this.#editContext = context;
    this.gate.ends(listen(context, 'compositionstart', () => this.gate.compositionStarts()));
    this.gate.ends(listen(context, 'compositionend', () => this.gate.compositionEnded()));
  }
}

/** What an editor needs to be tied to a field. The editor must start with `field.value()`. */
export function textBinding(field: TextField): {
  extension: Extension;
  steer(view: EditorView, run: () => void): void;
} {
  const plugin = ViewPlugin.define((view) => new TextBinding(view, field), {
    eventObservers: {
      compositionstart() {
        this.gate.compositionStarts();
      },
      compositionend() {
        this.gate.compositionEnded();
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
    steer: (view, run) => view.plugin(plugin)?.gate.steer(run),
  };
}

import { type RichField, richDifference, splitsCharacter, type TextCaret, type TextDelta, textOfContents } from '@onedoor/core';
import { Slice } from 'prosemirror-model';
import { type EditorState, TextSelection, type Transaction } from 'prosemirror-state';
import { ReplaceStep } from 'prosemirror-transform';
import type { EditorView } from 'prosemirror-view';
import { mapPosition, spanOfDelta } from '../text/delta.js';
import { type GatedEditor, TextGate } from '../text/gate.js';
import type { Selection } from '../text/surface.js';
import type { RichCarets } from './carets.js';
import { contentsOfDoc, deltaOfDocs, hunksOf, offsetOf, partOfDoc, positionOf, replacementOf } from './lines.js';
import { schema } from './schema.js';

/** Marks a transaction that shows what others wrote. */
const REMOTE = 'onedoor-remote';

/** Ties ProseMirror to a `RichField`, through the gate that holds both sides while an input method composes. */
export class RichBinding implements GatedEditor {
  readonly gate: TextGate;
  readonly #view: EditorView;
  readonly #field: RichField;
  readonly #carets: RichCarets;

  constructor(view: EditorView, field: RichField, carets: RichCarets) {
    this.#view = view;
    this.#field = field;
    this.#carets = carets;
    this.gate = new TextGate(this, field);
  }

  /** Whether a transaction shows what others wrote. */
  static isRemote(transaction: Transaction): boolean {
    return transaction.getMeta(REMOTE) !== undefined;
  }

  get element(): HTMLElement {
    return this.#view.dom;
  }

  /** Shows a transaction, and tells the field what of it was made here. */
  dispatch(transaction: Transaction): void {
    const before = this.#view.state;
    const { state, transactions } = before.applyTransaction(transaction);
    const isRemote = RichBinding.isRemote(transaction);
    this.#view.updateState(state);
    const typed = transactions.some((each) => each.docChanged && !RichBinding.isRemote(each));
    if (typed) {
      const from = isRemote ? transaction.doc : before.doc;
      const delta = deltaOfDocs(from, state.doc, isRemote ? undefined : startOf(transaction));
      if (delta.length > 0) {
        this.gate.typed(delta);
        this.#carets.map(delta, -1);
      }
    }
    this.gate.updated({ typed, selected: !isRemote && !before.selection.eq(state.selection), focused: false });
    if (state.doc !== before.doc) this.#carets.place();
  }

  destroy(): void {
    this.gate.destroy();
  }

  isComposing(): boolean {
    return this.#view.composing;
  }

  isActive(): boolean {
    const { root, dom } = this.#view;
    return root.activeElement === dom;
  }

  hasFocus(): boolean {
    return this.#view.hasFocus();
  }

  part(from: number, to: number): TextDelta {
    return partOfDoc(this.#view.state.doc, from, to);
  }

  difference(): TextDelta {
    return richDifference(contentsOfDoc(this.#view.state.doc), this.#field.contents());
  }

  show(delta: TextDelta, steering: boolean): void {
    const { state } = this.#view;
    const fits = spanOfDelta(delta) <= offsetOf(state.doc, state.doc.content.size);
    // A delta that does not fit is a fault of the handle; the text itself is the truth to go back to.
    const shown = fits ? delta : this.difference();
    this.#carets.map(shown, 1);
    this.#view.dispatch(shownIn(state, shown, steering).setMeta(REMOTE, true));
  }

  showCarets(carets: readonly TextCaret[]): void {
    this.#carets.show(carets);
  }

  selection(): Selection {
    const { doc, selection } = this.#view.state;
    const whole = (position: number): number => {
      const at = offsetOf(doc, position);
      return splitsCharacter(textOfContents(partOfDoc(doc, Math.max(0, at - 1), at + 1)), at > 0 ? 1 : 0) ? at - 1 : at;
    };
    return { anchor: whole(selection.anchor), head: whole(selection.head) };
  }
}

/** Where a change of one step began. */
function startOf({ steps, mapping }: Transaction): number | undefined {
  let start: number | undefined;
  if (steps.length === 1)
    mapping.maps[0]?.forEach((from) => {
      start ??= from;
    });

  return start;
}

/** What others wrote, as a transaction: only blocks that changed are made anew, and of them only what differs. */
export function shownIn(state: EditorState, delta: TextDelta, steering: boolean): Transaction {
  const { tr, selection, doc: before } = state;
  const anchor = offsetOf(before, selection.anchor);
  const head = offsetOf(before, selection.head);
  // From the last to the first, so that places before are those of the text before.
  for (const hunk of hunksOf(delta).reverse()) replace(tr, replacementOf(tr.doc, hunk));
  if (steering) {
    const end = endOf(delta);
    return tr.setSelection(TextSelection.create(tr.doc, positionOf(tr.doc, end))).scrollIntoView();
  }
  if (selection instanceof TextSelection && tr.docChanged) {
    const at = (offset: number): number => positionOf(tr.doc, mapPosition(offset, delta, -1));
    const next = TextSelection.create(tr.doc, at(anchor), at(head));
    if (!next.eq(tr.selection)) tr.setSelection(next);
  }
  return tr.setMeta('addToHistory', false);
}

function replace(tr: Transaction, { from, before, after }: ReturnType<typeof replacementOf>): void {
  const start = before.findDiffStart(after);
  const ends = before.findDiffEnd(after);
  if (start === null || ends === null) return;
  const overlap = Math.max(0, start - Math.min(ends.a, ends.b));
  const [oldEnd, newEnd] = [ends.a + overlap, ends.b + overlap];
  const slice = schema.node('doc', null, after).slice(start, newEnd);
  const done = tr.maybeStep(new ReplaceStep(from + start, from + oldEnd, slice));
  // Where the smallest change does not fit as a step, the blocks as a whole do.
  if (done.failed !== null) tr.step(new ReplaceStep(from, from + before.size, new Slice(after, 0, 0)));
}

/** Where the last change ends in the text after it. */
function endOf(delta: TextDelta): number {
  let [at, end] = [0, 0];
  for (const step of delta) {
    if ('retain' in step) at += step.retain;
    else if ('insert' in step) at += step.insert.length;
    if (!('retain' in step) || step.attributes !== undefined) end = at;
  }
  return end;
}

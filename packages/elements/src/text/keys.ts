import {
  EditorSelection,
  EditorState,
  type Extension,
  findClusterBreak,
  Prec,
  type SelectionRange,
  type StateCommand,
  Transaction,
  type TransactionSpec,
} from '@codemirror/state';
import { EditorView, keymap } from '@codemirror/view';
import { isImeKey } from './ime-key.js';

/**
 * The few keys that are ours. Moving by character, word and line, and deleting words, is left to the browser: its
 * dictionary knows Chinese words, CodeMirror's would take a whole sentence for one. Tab is not bound: it leaves.
 */

/** Ideographic variation selectors, which CodeMirror's table of joining characters lacks: they belong to the 葛 before them. */
const variationAt = (text: string, at: number): boolean => /^[\u{e0100}-\u{e01ef}]/u.test(text.slice(at, at + 2));

/** The next place in a line where a caret may stand. */
function nextCharacter(text: string, at: number, forward: boolean): number {
  let next = findClusterBreak(text, at, forward);
  while (variationAt(text, next) && next > 0) next = forward ? next + 2 : findClusterBreak(text, next, false);
  return next;
}

/** Deletes the selection, or the whole character (with its variation selectors and marks) beside the caret. */
const deleteCharacter =
  (forward: boolean): StateCommand =>
  ({ state, dispatch }) => {
    if (state.readOnly) return false;
    const rangeOf = (range: SelectionRange): { from: number; to: number } => {
      if (!range.empty) return range;
      const line = state.doc.lineAt(range.head);
      const edge = forward ? line.to : line.from;
      const target =
        range.head === edge
          ? Math.max(0, Math.min(state.doc.length, edge + (forward ? 1 : -1)))
          : line.from + nextCharacter(line.text, range.head - line.from, forward);
      return { from: Math.min(range.head, target), to: Math.max(range.head, target) };
    };
    const change = state.changeByRange((range) => {
      const { from, to } = rangeOf(range);
      return { changes: { from, to }, range: EditorSelection.cursor(from) };
    });
    if (change.changes.empty) return true;
    dispatch(
      state.update(change, {
        scrollIntoView: true,
        userEvent: forward ? 'delete.forward' : 'delete.backward',
      }),
    );
    return true;
  };

const insertLineBreak: StateCommand = ({ state, dispatch }) => {
  if (state.readOnly) return false;
  dispatch(state.update(state.replaceSelection('\n'), { scrollIntoView: true, userEvent: 'input' }));
  return true;
};

/** Moves to an end of the text; the browser alone would only reach the end of what is drawn. */
const toEdge =
  (end: boolean, extend: boolean): StateCommand =>
  ({ state, dispatch }) => {
    const head = end ? state.doc.length : 0;
    const anchor = extend ? state.selection.main.anchor : head;
    dispatch(state.update({ selection: { anchor, head }, scrollIntoView: true, userEvent: 'select' }));
    return true;
  };

const selectAll: StateCommand = ({ state, dispatch }) => {
  dispatch(state.update({ selection: { anchor: 0, head: state.doc.length }, userEvent: 'select' }));
  return true;
};

/** Keys below that would change the text. */
const BOUND = /^(Enter|Backspace|Delete|[zy])$/i;

/** Undo and redo belong to the field, which knows one's own steps among those of the others. */
export interface Steps {
  undo(): void;
  redo(): void;
  writable(): boolean;
}

export function editingKeys(steps: Steps): Extension {
  const undo = () => {
    if (steps.writable()) steps.undo();
    return true;
  };
  const redo = () => {
    if (steps.writable()) steps.redo();
    return true;
  };
  return [
    Prec.highest(keymap.of([{ any: (_view, event) => isImeKey(event) && BOUND.test(event.key) }])),
    keymap.of([
      { key: 'Mod-z', run: undo, preventDefault: true },
      { key: 'Mod-Shift-z', run: redo, preventDefault: true },
      { key: 'Mod-y', run: redo, preventDefault: true },
      { key: 'Enter', run: insertLineBreak, shift: insertLineBreak },
      { key: 'Backspace', run: deleteCharacter(false), shift: deleteCharacter(false) },
      { key: 'Delete', run: deleteCharacter(true) },
      { key: 'Mod-a', run: selectAll, preventDefault: true },
      { key: 'Ctrl-Home', mac: 'Cmd-ArrowUp', run: toEdge(false, false), shift: toEdge(false, true) },
      { key: 'Ctrl-End', mac: 'Cmd-ArrowDown', run: toEdge(true, false), shift: toEdge(true, true) },
    ]),
    EditorView.domEventHandlers({
      // The context menu and a phone's shake undo without a key.
      beforeinput: (event) => {
        if (event.inputType === 'historyUndo') undo();
        else if (event.inputType === 'historyRedo') redo();
        else return false;
        event.preventDefault();
        return true;
      },
    }),
  ];
}

const LONE_HALF = /\p{Surrogate}/gu;

/** Takes away halves of characters that a local edit would leave, whatever made it (an odd keyboard, a script). */
export const wholeCharacters: Extension = EditorState.transactionFilter.of((transaction) => {
  if (!transaction.docChanged || transaction.annotation(Transaction.remote)) return transaction;
  const halves = new Set<number>();
  transaction.changes.iterChangedRanges((_fromA, _toA, fromB, toB) => {
    // Two more units on each side, so that the slice itself halves no character that is looked at.
    const from = Math.max(0, fromB - 2);
    const text = transaction.newDoc.sliceString(from, Math.min(transaction.newDoc.length, toB + 2));
    for (const match of text.matchAll(LONE_HALF)) {
      const at = from + match.index;
      if (at >= fromB - 1 && at <= toB) halves.add(at);
    }
  });
  if (halves.size === 0) return transaction;
  const fix: TransactionSpec = {
    changes: [...halves].map((from) => ({ from, to: from + 1 })),
    sequential: true,
  };
  return [transaction, fix];
});

import { MAX_RICH_DEPTH } from '@onedoor/core';
import {
  chainCommands,
  deleteSelection,
  joinBackward,
  joinForward,
  selectAll,
  selectNodeBackward,
  selectNodeForward,
  toggleMark,
} from 'prosemirror-commands';
import type { Node, ResolvedPos } from 'prosemirror-model';
import { type Command, type EditorState, Selection, TextSelection, type Transaction } from 'prosemirror-state';
import { cell, heading, item, lineBreak, paragraph, row, schema, table } from './schema.js';

/** Kind of the block that holds the caret. */
export type BlockKind = 'p' | 'h1' | 'h2' | 'ul' | 'ol';

/** A cell with the caret: itself, its row and its table, with their places. */
export interface CellPlace {
  readonly table: Node;
  readonly tableAt: number;
  readonly row: Node;
  readonly rowAt: number;
  readonly rowIndex: number;
  readonly column: number;
  readonly cellAt: number;
}

export const kindOf = (node: Node): BlockKind | undefined =>
  node.type === paragraph
    ? 'p'
    : node.type === heading
      ? node.attrs['level'] === 1
        ? 'h1'
        : 'h2'
      : node.type === item
        ? node.attrs['kind'] === 'ol'
          ? 'ol'
          : 'ul'
        : undefined;

/** The cell at a place of the document. */
export function cellAt($pos: ResolvedPos): CellPlace | undefined {
  if ($pos.depth < 3 || $pos.node(3).type !== cell) return undefined;
  return {
    table: $pos.node(1),
    tableAt: $pos.before(1),
    row: $pos.node(2),
    rowAt: $pos.before(2),
    rowIndex: $pos.index(1),
    column: $pos.index(2),
    cellAt: $pos.before(3),
  };
}

/** Whether a selection reaches over the edge of a cell. Then only characters are deleted: what is left of rows stays a table. */
export const isAcross = ({ selection: { $from, $to } }: EditorState): boolean =>
  !$from.sameParent($to) && (cellAt($from) !== undefined || cellAt($to) !== undefined);

/** Empties what is selected across cells. */
export const emptyAcross: Command = (state, dispatch) => {
  if (!isAcross(state)) return false;
  if (dispatch) dispatch(emptied(state).scrollIntoView());
  return true;
};

export function emptied(state: EditorState): Transaction {
  const { from, to } = state.selection;
  const { tr } = state;
  const spans: [number, number][] = [];
  state.doc.nodesBetween(from, to, (node, at) => {
    if (!node.isTextblock) return true;
    const [start, end] = [Math.max(from, at + 1), Math.min(to, at + 1 + node.content.size)];
    if (end > start) spans.push([start, end]);
    return false;
  });
  for (const [start, end] of spans.reverse()) tr.delete(start, end);
  return tr.setSelection(TextSelection.create(tr.doc, from));
}

/** Blocks of the selection that are no cells, with their places. */
function blocksOf(state: EditorState): { readonly node: Node; readonly at: number }[] {
  const { from, to } = state.selection;
  const found: { node: Node; at: number }[] = [];
  state.doc.nodesBetween(from, to, (node, at) => {
    if (node.isTextblock && node.type !== cell) found.push({ node, at });
    return !node.isTextblock;
  });
  return found;
}

/** Makes blocks of one kind of those that are selected. Where they are all of it already: paragraphs. */
export const setKind =
  (kind: BlockKind): Command =>
  (state, dispatch) => {
    const blocks = blocksOf(state);
    if (blocks.length === 0) return false;
    const goal = kind !== 'p' && blocks.every(({ node }) => kindOf(node) === kind) ? 'p' : kind;
    if (dispatch) {
      const { tr } = state;
      for (const { node, at } of blocks) {
        const depth = node.type === item ? Number(node.attrs['depth']) : 0;
        if (goal === 'p') tr.setNodeMarkup(at, paragraph, null);
        else if (goal === 'h1' || goal === 'h2') tr.setNodeMarkup(at, heading, { level: goal === 'h1' ? 1 : 2 });
        else tr.setNodeMarkup(at, item, { kind: goal, depth });
      }
      dispatch(tr.scrollIntoView());
    }
    return true;
  };

/** Moves items of lists inside the one above, or out of it. */
export const indent =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const items = blocksOf(state).filter(({ node }) => node.type === item);
    const fits = items.filter(({ node }) => {
      const depth = Number(node.attrs['depth']) + by;
      return depth >= 0 && depth <= MAX_RICH_DEPTH;
    });
    if (fits.length === 0) return false;
    if (dispatch) {
      const { tr } = state;
      for (const { node, at } of fits) tr.setNodeAttribute(at, 'depth', Number(node.attrs['depth']) + by);
      dispatch(tr.scrollIntoView());
    }
    return true;
  };

const insertBreak: Command = (state, dispatch) => {
  if (isAcross(state)) return emptyAcross(state, dispatch);
  const marks = state.storedMarks ?? state.selection.$from.marks();
  if (dispatch) dispatch(state.tr.replaceSelectionWith(lineBreak.create(null, null, marks), false).scrollIntoView());
  return true;
};

/** Ends the block: a heading is followed by a paragraph, an item by another one, an empty item ends its list. */
const enter: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (isAcross(state)) return emptyAcross(state, dispatch);
  if (cellAt($from) !== undefined) return insertBreak(state, dispatch);
  if (empty && $from.parent.type === item && $from.parent.content.size === 0)
    return Number($from.parent.attrs['depth']) > 0 ? indent(-1)(state, dispatch) : setKind('p')(state, dispatch);
  if (dispatch) {
    const { tr } = state;
    const marks = state.storedMarks ?? ($from.parentOffset > 0 ? $from.marks() : []);
    if (!empty) tr.deleteSelection();
    dispatch(split(tr).ensureMarks(marks).scrollIntoView());
  }
  return true;
};

/** Splits the block with the caret in two. */
function split(tr: Transaction): Transaction {
  const { $from: $at } = tr.selection;
  const block = $at.parent;
  if (!block.isTextblock) return tr;
  const isEnd = $at.parentOffset === block.content.size;
  const kept = block.type === item || !isEnd;
  tr.split($at.pos, 1, [kept ? { type: block.type, attrs: block.attrs } : { type: paragraph }]);
  // Before a heading a paragraph goes in; within one, both halves are headings.
  return block.type === heading && $at.parentOffset === 0 && !isEnd ? tr.setNodeMarkup($at.before(), paragraph, null) : tr;
}

/** Puts whole blocks where the caret is: between two blocks, or between the halves of the one that it stands in. */
export function insertBlocks(tr: Transaction, blocks: readonly Node[]): void {
  if (!tr.selection.empty) tr.deleteSelection();
  const { $from: $at } = tr.selection;
  const isInside = $at.parentOffset > 0 && $at.parentOffset < $at.parent.content.size;
  let at = $at.depth === 0 ? $at.pos : $at.parentOffset === 0 ? $at.before(1) : $at.after(1);
  if ($at.depth > 0 && isInside) {
    tr.split($at.pos);
    at = $at.pos + 1;
  }
  const takesPlace = $at.parent.type === paragraph && $at.parent.content.size === 0;
  if (takesPlace) tr.replaceWith($at.before(1), $at.after(1), blocks);
  else tr.insert(at, blocks);
  const size = blocks.reduce((sum, { nodeSize }) => sum + nodeSize, takesPlace ? $at.before(1) : at);
  tr.setSelection(Selection.near(tr.doc.resolve(size), -1));
}

/** At the beginning of an item or a heading: takes its kind away first. */
const plainBackward: Command = (state, dispatch) => {
  const { $from, empty } = state.selection;
  if (!empty || $from.parentOffset > 0) return false;
  // A cell stays one: nothing goes over its edge.
  if (cellAt($from) !== undefined) return true;
  if ($from.parent.type === item)
    return Number($from.parent.attrs['depth']) > 0 ? indent(-1)(state, dispatch) : setKind('p')(state, dispatch);
  return $from.parent.type === heading ? setKind('p')(state, dispatch) : false;
};

const keepCell: Command = ({ selection: { $from, empty } }) =>
  empty && $from.parentOffset === $from.parent.content.size && cellAt($from) !== undefined;

/** To the next cell or the one before; from the last and the first one, Tab leaves the text as it does elsewhere. */
const toCell =
  (by: 1 | -1): Command =>
  (state, dispatch) => {
    const place = cellAt(state.selection.$head);
    if (place === undefined) return false;
    const cells: number[] = [];
    place.table.descendants((node, at) => {
      if (node.type === cell) cells.push(place.tableAt + 1 + at);
      return node.type === row;
    });
    const next = cells[cells.indexOf(place.cellAt) + by];
    if (next === undefined) return false;
    const inside = state.doc.nodeAt(next)?.content.size ?? 0;
    if (dispatch) dispatch(state.tr.setSelection(TextSelection.create(state.doc, next + 1, next + 1 + inside)).scrollIntoView());
    return true;
  };

const emptyRow = (columns: number): Node =>
  row.create(
    null,
    Array.from({ length: columns }, () => cell.create()),
  );

const NEW_ROWS = 3;
const NEW_COLUMNS = 3;

/** Puts a table behind the block with the caret. */
export const insertTable: Command = (state, dispatch) => {
  const { $from } = state.selection;
  if (cellAt($from) !== undefined || $from.depth === 0) return false;
  if (dispatch) {
    const { tr } = state;
    const isEmpty = $from.parent.type === paragraph && $from.parent.content.size === 0;
    const at = isEmpty ? $from.before(1) : $from.after(1);
    tr.insert(
      at,
      table.create(
        null,
        Array.from({ length: NEW_ROWS }, () => emptyRow(NEW_COLUMNS)),
      ),
    );
    dispatch(tr.setSelection(Selection.near(tr.doc.resolve(at + 3))).scrollIntoView());
  }
  return true;
};

const inCell =
  (make: (tr: Transaction, place: CellPlace) => void): Command =>
  (state, dispatch) => {
    const place = cellAt(state.selection.$from);
    if (place === undefined) return false;
    if (dispatch) {
      const { tr } = state;
      make(tr, place);
      dispatch(tr.scrollIntoView());
    }
    return true;
  };

export const addRow: Command = inCell((tr, { row: own, rowAt }) => {
  const at = rowAt + own.nodeSize;
  tr.insert(at, emptyRow(own.childCount));
  tr.setSelection(TextSelection.create(tr.doc, at + 2));
});

/** Rows as they stand, from the last to the first: what changes in one leaves those above where they are. */
function eachRow({ table: own, tableAt }: CellPlace, visit: (row: Node, at: number) => void): void {
  let at = tableAt + own.nodeSize - 1;
  for (const each of [...own.children].reverse()) {
    at -= each.nodeSize;
    visit(each, at);
  }
}

const startOf = (own: Node, at: number, column: number): number =>
  own.children.slice(0, column).reduce((sum, each) => sum + each.nodeSize, at + 1);

export const addColumn: Command = inCell((tr, place) => {
  eachRow(place, (own, at) => tr.insert(startOf(own, at, place.column + 1), cell.create()));
});

export const deleteRow: Command = inCell((tr, { table: own, tableAt, row: gone, rowAt }) => {
  if (own.childCount === 1) tr.delete(tableAt, tableAt + own.nodeSize);
  else tr.delete(rowAt, rowAt + gone.nodeSize);
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(rowAt, tr.doc.content.size)), 1));
});

export const deleteColumn: Command = inCell((tr, place) => {
  const { table: own, tableAt, column, cellAt: at } = place;
  if (own.children.every(({ childCount }) => childCount <= 1)) tr.delete(tableAt, tableAt + own.nodeSize);
  else
    eachRow(place, (each, rowAt) => {
      const gone = each.children[column];
      if (gone === undefined) return;
      // A row that had this column alone goes with it.
      if (each.childCount === 1) tr.delete(rowAt, rowAt + each.nodeSize);
      else tr.delete(startOf(each, rowAt, column), startOf(each, rowAt, column) + gone.nodeSize);
    });
  tr.setSelection(Selection.near(tr.doc.resolve(Math.min(at, tr.doc.content.size)), -1));
});

export const { bold, italic, underline } = schema.marks;

/** The keys that are ours; moving the caret is left to the browser. Tab is bound in tables alone. */
export const KEYS: Readonly<Record<string, Command>> = {
  Enter: enter,
  'Shift-Enter': insertBreak,
  Backspace: chainCommands(emptyAcross, deleteSelection, plainBackward, joinBackward, selectNodeBackward),
  Delete: chainCommands(emptyAcross, deleteSelection, keepCell, joinForward, selectNodeForward),
  'Mod-a': selectAll,
  'Mod-b': toggleMark(bold),
  'Mod-i': toggleMark(italic),
  'Mod-u': toggleMark(underline),
  'Mod-Alt-0': setKind('p'),
  'Mod-Alt-1': setKind('h1'),
  'Mod-Alt-2': setKind('h2'),
  'Mod-Alt-7': setKind('ol'),
  'Mod-Alt-8': setKind('ul'),
  'Mod-]': indent(1),
  'Mod-[': indent(-1),
  Tab: toCell(1),
  'Shift-Tab': toCell(-1),
};

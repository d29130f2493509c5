import type { Node } from 'prosemirror-model';
import { type EditorState, Plugin, type Transaction } from 'prosemirror-state';
import { isTable, paragraph } from './schema.js';

/**
 * Keeps the document one that the stored text can say, after whatever an editor's command or a paste has made of it: a
 * paragraph comes last, no table stands directly behind another, rows beside each other have ids of their own. Every
 * stored text is such a document, so nothing is to be done after a change of the others.
 *
 * @param newId of a row
 */
export const normalizing = (newId: () => string): Plugin =>
  new Plugin({
    appendTransaction: (transactions, _before, state) =>
      transactions.some(({ docChanged }) => docChanged) ? normalized(state, newId) : undefined,
  });

function normalized(state: EditorState, newId: () => string): Transaction | undefined {
  const { tr } = state;
  let end = state.doc.content.size;
  const { children } = state.doc;
  // From the end, so that what stands before keeps its place.
  for (let index = children.length - 1; index >= 0; index--) {
    const child = children[index];
    if (child === undefined) break;
    const start = end - child.nodeSize;
    if (index === children.length - 1 && child.type !== paragraph) tr.insert(end, paragraph.create());
    if (isTable(child)) {
      giveIds(tr, child, start, children[index - 1], newId);
      if (isTable(children[index - 1])) tr.join(start);
    }
    end = start;
  }
  return tr.docChanged ? tr : undefined;
}

/** Two rows with one id beside each other would be one row. */
function giveIds(tr: Transaction, table: Node, start: number, above: Node | undefined, newId: () => string): void {
  let last: unknown = isTable(above) ? above.lastChild?.attrs['id'] : undefined;
  table.forEach((row, offset) => {
    const id: unknown = row.attrs['id'];
    const isOwn = typeof id === 'string' && id !== last;
    const own = isOwn ? id : newId();
    if (!isOwn) tr.setNodeAttribute(start + 1 + offset, 'id', own);
    last = own;
  });
}

import {
  LINE_BREAK,
  RICH_MARKS,
  type RichLine,
  ROW,
  richDifference,
  richLines,
  sameAttributes,
  type TextAttributes,
  type TextDelta,
  textOfContents,
} from '@onedoor/core';
import { Fragment, type Mark, type Node } from 'prosemirror-model';
import { composeDeltas, spanOfDelta, tidyDelta } from '../text/delta.js';
import { heading, isTable, item, schema } from './schema.js';

/**
 * Between the editor's document and the stored text. Every block that holds characters is one line there, of the same
 * length, so that a place in one is a place in the other. What a key costs depends on what it changed: blocks that stayed
 * are the same objects, and are neither read nor written.
 */

/** A block that holds characters, and what its line end says. */
interface Block {
  readonly node: Node;
  readonly attributes: TextAttributes;
}

/** Units of a block of the document in the stored text, its line ends included. */
const lengths = new WeakMap<Node, number>();
function lengthOf(node: Node): number {
  if (node.isTextblock) return node.content.size + 1;
  let length = lengths.get(node);
  if (length === undefined) {
    length = 0;
    for (const child of node.children) length += lengthOf(child);
    lengths.set(node, length);
  }
  return length;
}

function attributesOf(node: Node): TextAttributes {
  if (node.type === heading) return { block: node.attrs['level'] === 1 ? 'h1' : 'h2' };
  if (node.type !== item) return {};
  const depth = Number(node.attrs['depth']);
  return { block: node.attrs['kind'] === 'ol' ? 'ol' : 'ul', ...(depth > 0 ? { depth } : {}) };
}

function* blocksOf(nodes: readonly Node[]): Generator<Block> {
  for (const node of nodes) {
    if (!isTable(node)) yield { node, attributes: attributesOf(node) };
    else
      for (const each of node.children) {
        const attributes = { block: `${ROW}${String(each.attrs['id'])}` };
        for (const inside of each.children) yield { node: inside, attributes };
      }
  }
}

const marksIn = (marks: readonly Mark[]): TextAttributes => Object.fromEntries(marks.map((mark) => [mark.type.name, true]));

/** Blocks as they are stored. @param isEnd the last of them ends the text, and has no line end */
function contentsOfBlocks(blocks: readonly Block[], isEnd: boolean): TextDelta {
  const steps: TextDelta[number][] = [];
  for (const [index, { node, attributes }] of blocks.entries()) {
    for (const part of node.children) steps.push({ insert: part.text ?? LINE_BREAK, attributes: marksIn(part.marks) });
    if (!isEnd || index < blocks.length - 1) steps.push({ insert: '\n', attributes });
  }
  return steps;
}

/** The whole document as it is stored. */
export const contentsOfDoc = (of: Node): TextDelta => contentsOfBlocks([...blocksOf(of.children)], true);

/** A stretch of the document as it is stored. */
export function partOfDoc(of: Node, from: number, to: number): TextDelta {
  const { first, last, start } = childrenAround(of, from, to);
  const contents = contentsOfBlocks([...blocksOf(of.children.slice(first, last + 1))], last === of.childCount - 1);
  const delta = composeDeltas(contents, [{ delete: Math.max(0, from - start) }]);
  const length = delta.reduce((sum, step) => sum + ('insert' in step ? step.insert.length : 0), 0);
  return composeDeltas(delta, [{ retain: to - from }, { delete: Math.max(0, length - (to - from)) }]);
}

/** Children of the document that hold a stretch, and where the first of them begins in the stored text. */
function childrenAround(of: Node, from: number, to: number): { first: number; last: number; start: number } {
  let at = 0;
  let first = 0;
  let start = 0;
  const { children } = of;
  for (const [index, child] of children.entries()) {
    const end = at + lengthOf(child);
    if (at <= from) {
      first = index;
      start = at;
    }
    if (end > to || index === children.length - 1) return { first, last: Math.max(first, index), start };
    at = end;
  }
  return { first, last: first, start };
}

/** Where a place of the document stands in the stored text. */
export function offsetOf(of: Node, position: number): number {
  let at = 0;
  let before = 0;
  for (const child of of.children) {
    const end = before + child.nodeSize;
    if (position < end) return at + (child.isTextblock ? inside(child, position - before - 1) : offsetOf(child, position - before - 1));
    at += lengthOf(child);
    before = end;
  }
  return Math.max(0, at - 1);
}

const inside = (block: Node, offset: number): number => Math.min(block.content.size, Math.max(0, offset));

/** Where a place of the stored text stands in the document. */
export function positionOf(of: Node, offset: number): number {
  let left = Math.max(0, offset);
  let before = 0;
  const { children } = of;
  for (const [index, child] of children.entries()) {
    const length = lengthOf(child);
    if (left < length || index === children.length - 1) {
      if (child.isTextblock) return before + 1 + inside(child, left);
      return before + 1 + positionOf(child, Math.min(left, length - 1));
    }
    left -= length;
    before += child.nodeSize;
  }
  return 0;
}

/** The document of a stored text. */
export const docOf = (contents: TextDelta): Node => schema.node('doc', null, nodesOf(richLines(contents)));

/** Blocks of lines; cells one after the other become rows, rows become tables. */
export function nodesOf(lines: readonly RichLine[]): Node[] {
  const nodes: Node[] = [];
  let rows: { readonly id: string; readonly cells: Node[] }[] = [];
  const close = () => {
    if (rows.length > 0)
      nodes.push(
        schema.node(
          'table',
          null,
          rows.map(({ id, cells }) => schema.node('row', { id }, cells)),
        ),
      );
    rows = [];
  };
  for (const line of lines) {
    const content = inlineOf(line);
    const id = line.block?.startsWith(ROW) ? line.block.slice(ROW.length) : undefined;
    if (id === undefined) {
      close();
      nodes.push(blockOfLine(line, content));
      continue;
    }
    const last = rows.at(-1);
    const made = schema.node('cell', null, content);
    if (last?.id === id) last.cells.push(made);
    else rows.push({ id, cells: [made] });
  }
  close();
  return nodes;
}

function blockOfLine({ block, depth }: RichLine, content: readonly Node[]): Node {
  if (block === 'h1' || block === 'h2') return schema.node('heading', { level: block === 'h1' ? 1 : 2 }, content);
  if (block === 'ul' || block === 'ol') return schema.node('item', { kind: block, depth }, content);
  return schema.node('paragraph', null, content);
}

/** The characters of a line as the editor has them. */
export function inlineOf({ runs }: Pick<RichLine, 'runs'>): Node[] {
  const content: Node[] = [];
  for (const { text, marks } of runs) {
    const made = RICH_MARKS.filter((mark) => marks.includes(mark)).map((mark) => schema.mark(mark));
    for (const [index, part] of text.split(LINE_BREAK).entries()) {
      if (index > 0) content.push(schema.node('break', null, undefined, made));
      if (part !== '') content.push(schema.text(part, made));
    }
  }
  return content;
}

/**
 * What leads from one state of the document to another, as a delta of the stored text.
 *
 * @param changedAt where the change began in the document before it: of two equal characters it tells which is the new one
 */
export function deltaOfDocs(before: Node, after: Node, changedAt?: number): TextDelta {
  const [old, made] = [before.children, after.children];
  const shorter = Math.min(old.length, made.length);
  let start = 0;
  while (start < shorter && old[start] === made[start]) start++;
  let end = 0;
  while (end < shorter - start && old[old.length - 1 - end] === made[made.length - 1 - end]) end++;
  // What ended the text has a line end now, or the other way round.
  if (end === 0 && start === shorter && start > 0 && old.length !== made.length) start--;
  if (start === old.length - end && start === made.length - end) return [];
  let at = 0;
  for (let index = 0; index < start; index++) at += lengthOf(made[index] ?? after);
  const hint = changedAt === undefined ? Infinity : offsetOf(before, changedAt) - at;
  const from = [...blocksOf(old.slice(start, old.length - end))];
  const to = [...blocksOf(made.slice(start, made.length - end))];
  return tidyDelta([{ retain: at }, ...deltaOfBlocks(from, to, end === 0, hint)]);
}

/** Blocks that are the same object in both stay; between two of them one stretch changes. */
function deltaOfBlocks(from: readonly Block[], to: readonly Block[], isEnd: boolean, hint: number): TextDelta {
  const delta: TextDelta[number][] = [];
  const places = new Map(from.map(({ node }, index) => [node, index]));
  let [old, made] = [0, 0];
  let seen = 0;
  const change = (untilOld: number, untilMade: number) => {
    const [was, is] = [from.slice(old, untilOld), to.slice(made, untilMade)];
    const before = contentsOfBlocks(was, isEnd && untilOld === from.length);
    const own = nearTo(tidyDelta(richDifference(before, contentsOfBlocks(is, isEnd && untilMade === to.length))), before, hint - seen);
    delta.push(...own, { retain: textOfContents(before).length - spanOfDelta(own) });
    for (const { node } of was) seen += lengthOf(node);
    [old, made] = [untilOld, untilMade];
  };
  for (const [index, { node }] of to.entries()) {
    const place = places.get(node);
    if (place === undefined || place < old) continue;
    if (place > old || index > made) change(place, index);
    change(place + 1, index + 1);
  }
  if (old < from.length || made < to.length) change(from.length, to.length);
  return delta;
}

/** Of a mere insertion or deletion among equal characters: moved back to where it was made. */
function nearTo(delta: TextDelta, before: TextDelta, at: number): TextDelta {
  const [first, second] = delta;
  if (delta.length !== 2 || first === undefined || second === undefined || !('retain' in first) || 'retain' in second) return delta;
  if (first.attributes !== undefined || at < 0 || at >= first.retain) return delta;
  const text = textOfContents(before);
  const skipped = text.slice(at, first.retain);
  const changed = 'insert' in second ? second.insert : text.slice(first.retain, first.retain + second.delete);
  const moved = (skipped + changed).slice(0, changed.length);
  const isSame = moved + skipped === skipped + changed;
  if (!isSame || !isPlain(before, at, first.retain + ('insert' in second ? 0 : changed.length))) return delta;
  if ('delete' in second) return [{ retain: at }, second];
  return sameAttributes(second.attributes) ? [{ retain: at }, { ...second, insert: moved }] : delta;
}

const isPlain = (contents: TextDelta, from: number, to: number): boolean => {
  let at = 0;
  for (const step of contents) {
    if (!('insert' in step)) continue;
    const end = at + step.insert.length;
    if (end > from && at < to && !sameAttributes(step.attributes)) return false;
    at = end;
  }
  return true;
};

/** One place of a delta that changes something. */
interface Hunk {
  readonly at: number;
  /** Units of the text before that it covers. */
  readonly length: number;
  readonly steps: TextDelta;
}

export function hunksOf(delta: TextDelta): Hunk[] {
  const hunks: { at: number; length: number; steps: TextDelta[number][] }[] = [];
  let at = 0;
  let touches = false;
  for (const step of tidyDelta(delta)) {
    if ('retain' in step && step.attributes === undefined) {
      at += step.retain;
      touches = false;
      continue;
    }
    const length = 'retain' in step ? step.retain : 'delete' in step ? step.delete : 0;
    const last = hunks.at(-1);
    if (touches && last !== undefined) {
      last.length += length;
      last.steps.push(step);
    } else hunks.push({ at, length, steps: [step] });
    touches = true;
    at += length;
  }
  return hunks;
}

/** What of a document one hunk changes: children that go, and what comes in their place. */
export function replacementOf(of: Node, hunk: Hunk): { readonly from: number; readonly before: Fragment; readonly after: Fragment } {
  const { children } = of;
  let { first, last, start } = childrenAround(of, hunk.at, hunk.at + hunk.length);
  // Rows beside rows are one table.
  while (first > 0 && isTable(children[first - 1])) {
    first--;
    start -= lengthOf(children[first] ?? of);
  }
  while (isTable(children[last + 1])) last++;
  const old = children.slice(first, last + 1);
  const isEnd = last === children.length - 1;
  const contents = composeDeltas(contentsOfBlocks([...blocksOf(old)], isEnd), [{ retain: hunk.at - start }, ...hunk.steps]);
  const lines = richLines(contents);
  const made = nodesOf(isEnd ? lines : lines.slice(0, -1));
  let from = 0;
  for (let index = 0; index < first; index++) from += children[index]?.nodeSize ?? 0;
  return { from, before: Fragment.from(old), after: Fragment.from(made) };
}

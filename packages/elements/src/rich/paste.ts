import { LINE_BREAK, MAX_RICH_DEPTH, type RichLine, type RichMark, type RichRun, ROW } from '@onedoor/core';
import { newId } from '../internal/new-id.js';
import { ancestors, cellsOf, isBlock, isDropped, isListMark, styleOf } from '../text/pasted-html.js';

/**
 * What was copied in Word, WPS or a page, as lines of a structured text: headings, lists with their depth, tables, bold,
 * italic and underlined words. Everything else is left out, images and links' addresses among it.
 *
 * @returns nothing where the HTML holds no words
 */
export function pastedLines(html: string): RichLine[] {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const lines = new Lines();
  walk(body, lines, []);
  return lines.done();
}

type Kind = Pick<RichLine, 'block' | 'depth'>;
const PLAIN: Kind = { depth: 0 };

/** Lines under way: spaces are as HTML has them, a block begins a line. */
class Lines {
  readonly #lines: RichLine[] = [];
  #runs: RichRun[] = [];
  kind: Kind = PLAIN;

  say(words: string, marks: readonly RichMark[]): void {
    const more = words.replaceAll(/[ \t\r\n\f\u00a0]+/g, ' ');
    const before = this.#runs.at(-1)?.text ?? ' ';
    const text = /[ \u2028]$/.test(before) ? more.replace(/^ /, '') : more;
    if (text !== '') this.#runs.push({ text, marks });
  }

  break(): void {
    if (this.#runs.length > 0) this.#runs.push({ text: LINE_BREAK, marks: [] });
  }

  /** Ends the line where something stands in it. */
  end(): void {
    while (this.#runs.at(-1)?.text.trim() === '') this.#runs.pop();
    const last = this.#runs.pop();
    if (last !== undefined) {
      this.#runs.push({ ...last, text: last.text.trimEnd() });
      this.#lines.push({ ...this.kind, runs: this.#runs });
    }
    this.#runs = [];
    this.kind = PLAIN;
  }

  cell(id: string, runs: readonly RichRun[]): void {
    this.#lines.push({ block: `${ROW}${id}`, depth: 0, runs });
  }

  done(): RichLine[] {
    this.end();
    return this.#lines;
  }
}

function walk(node: Node, lines: Lines, marks: readonly RichMark[]): void {
  for (const child of node.childNodes) {
    if (child instanceof Text) lines.say(child.data, marks);
    else if (child instanceof Element) element(child, lines, marks);
  }
}

function element(node: Element, lines: Lines, marks: readonly RichMark[]): void {
  if (isDropped(node)) return;
  const tag = node.tagName.toUpperCase();
  if (tag === 'BR') return lines.break();
  if (tag === 'TABLE') return table(node, lines);
  // Word writes items as paragraphs, and before each its number or bullet, which says what list it is of.
  if (isListMark(node)) {
    const mark = (node.textContent ?? '').trim();
    lines.kind = { block: /[\p{L}\p{N}]/u.test(mark) && !/^[o§]$/.test(mark) ? 'ol' : 'ul', depth: lines.kind.depth };
    return;
  }
  const block = isBlock(node);
  if (block) {
    lines.end();
    lines.kind = kindOf(node, tag);
  }
  walk(node, lines, marksOf(node, tag, marks));
  if (block) lines.end();
}

function kindOf(node: Element, tag: string): Kind {
  if (/^H[1-6]$/.test(tag)) return { block: tag < 'H3' ? 'h1' : 'h2', depth: 0 };
  if (tag === 'LI') {
    const block = node.parentElement?.tagName.toUpperCase() === 'OL' ? 'ol' : 'ul';
    return { block, depth: Math.min(MAX_RICH_DEPTH, Math.max(0, ancestors(node, 'OL,UL') - 1)) };
  }
  const item = node.closest('li');
  if (item !== null && item !== node) return kindOf(item, 'LI');
  const level = /mso-list:[^;]*level(\d)/.exec(node.getAttribute('style') ?? '')?.[1];
  return { depth: level === undefined ? 0 : Math.min(MAX_RICH_DEPTH, Number(level) - 1) };
}

function marksOf(node: Element, tag: string, marks: readonly RichMark[]): readonly RichMark[] {
  const style = styleOf(node);
  const weight = /font-weight:(\w+)/.exec(style)?.[1];
  const isBold = weight === undefined ? /^(?:B|STRONG)$/.test(tag) : /^(?:bold|bolder|[6-9]00)$/.test(weight);
  const added: readonly RichMark[] = [
    ...(isBold ? (['bold'] as const) : []),
    ...(/^(?:I|EM)$/.test(tag) || /font-style:italic/.test(style) ? (['italic'] as const) : []),
    ...(tag === 'U' || /text-decoration(?:-line)?:[^;]*underline/.test(style) ? (['underline'] as const) : []),
  ];
  const kept = weight === 'normal' || weight === '400' ? marks.filter((mark) => mark !== 'bold') : marks;
  return [...new Set([...kept, ...added])];
}

function table(node: Element, lines: Lines): void {
  lines.end();
  for (const cells of cellsOf(node)) {
    const id = newId();
    for (const cell of cells) {
      const inside = new Lines();
      if (cell !== undefined) walk(cell, inside, []);
      // A cell is one line: what stood in several is told apart by breaks.
      lines.cell(
        id,
        inside.done().flatMap(({ runs }, index) => [...(index > 0 ? [{ text: LINE_BREAK, marks: [] }] : []), ...runs]),
      );
    }
  }
}

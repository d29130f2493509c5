import { EditorView } from '@codemirror/view';
import { ancestors, cellsOf, HAS_STRUCTURE, hasOwnMark, isBlock, isDropped, isListMark, styleOf } from './pasted-html.js';

/**
 * Plain text of what was copied in Word, WPS or a page. Numbers of lists become characters, rows of tables become lines of
 * `| a | b |`, which `textBlocks` reads again; scripts, styles, images, hidden text and comments are left out. The HTML is
 * read as a document without a page: nothing in it runs and nothing is fetched.
 */
export function textOfHtml(html: string): string {
  const { body } = new DOMParser().parseFromString(html, 'text/html');
  const lines = new Lines();
  walk(body, lines);
  return lines.done();
}

/** Text under way: spaces are as HTML has them, a block begins a line. */
class Lines {
  #text = '';
  #line = '';

  say(words: string): void {
    const more = words.replaceAll(/[ \t\r\n\f]+/g, ' ');
    this.#line += this.#line === '' || this.#line.endsWith(' ') ? more.replace(/^ /, '') : more;
  }

  /** As it is, with its own spaces. */
  mark(words: string): void {
    this.#line += words;
  }

  /** Ends the line where something stands in it. */
  end(): void {
    if (this.#line.trim() !== '') this.break();
    else this.#line = '';
  }

  break(): void {
    this.#text += `${this.#line.trimEnd()}\n`;
    this.#line = '';
  }

  done(): string {
    this.end();
    return this.#text.replaceAll(/\n{3,}/g, '\n\n').trim();
  }
}

function walk(node: Node, lines: Lines): void {
  for (const child of node.childNodes) {
    if (child instanceof Text) lines.say(child.data.replaceAll('\u00a0', ' '));
    else if (child instanceof Element) element(child, lines);
  }
}

function element(node: Element, lines: Lines): void {
  const tag = node.tagName.toUpperCase();
  if (isDropped(node)) return;
  if (tag === 'BR') return lines.break();
  if (tag === 'TABLE') return table(node, lines);
  if (isListMark(node)) return lines.mark(`${(node.textContent ?? '').replaceAll(/[\s\u00a0]+/g, ' ').trim()} `);
  const block = isBlock(node);
  if (block) lines.end();
  if (tag === 'LI' && !hasOwnMark(node)) lines.mark(markOf(node));
  walk(node, lines);
  if (block) lines.end();
}

/** The number or bullet that a browser would draw before an item. */
function markOf(item: Element): string {
  const list = item.parentElement;
  const depth = Math.max(0, ancestors(item, 'OL,UL') - 1);
  const indent = '  '.repeat(depth);
  if (list?.tagName.toUpperCase() !== 'OL') return `${indent}\u00b7 `;
  let at = Number(list.getAttribute('start') ?? 1) - 1;
  for (const other of list.children) {
    if (other.tagName.toUpperCase() !== 'LI') continue;
    at = other.hasAttribute('value') ? Number(other.getAttribute('value')) : at + 1;
    if (other === item) break;
  }
  const kind = list.getAttribute('type') ?? /list-style-type:([\w-]+)/.exec(styleOf(list))?.[1] ?? '1';
  return `${indent}${numeral(at, kind)} `;
}

const LETTERS = 26;
const HAN = '\u96f6\u4e00\u4e8c\u4e09\u56db\u4e94\u516d\u4e03\u516b\u4e5d';
function numeral(at: number, kind: string): string {
  if (/^(?:a|lower-(?:alpha|latin))$/.test(kind)) return `${letter(at)}.`;
  if (/^(?:A|upper-(?:alpha|latin))$/.test(kind)) return `${letter(at).toUpperCase()}.`;
  if (/^(?:i|lower-roman)$/.test(kind)) return `${roman(at).toLowerCase()}.`;
  if (/^(?:I|upper-roman)$/.test(kind)) return `${roman(at)}.`;
  if (/cjk|chinese|han/.test(kind) && at > 0 && at < 100) return `${han(at)}\u3001`;
  return `${at}.`;
}
const letter = (at: number): string =>
  (at > LETTERS ? letter(Math.floor((at - 1) / LETTERS)) : '') + String.fromCharCode(97 + ((at - 1) % LETTERS));
function roman(at: number): string {
  let rest = at;
  return (
    [
      [10, 'X'],
      [9, 'IX'],
      [5, 'V'],
      [4, 'IV'],
      [1, 'I'],
    ] as const
  )
    .map(([value, sign]) => {
      const count = Math.floor(rest / value);
      rest %= value;
      return sign.repeat(count);
    })
    .join('');
}
function han(at: number): string {
  const [tens, ones] = [Math.floor(at / 10), at % 10];
  return `${tens === 0 ? '' : `${tens === 1 ? '' : HAN.charAt(tens)}\u5341`}${ones === 0 ? '' : HAN.charAt(ones)}`;
}

/** Rows one below the other, as lines of `| a | b |`. */
function table(node: Element, lines: Lines): void {
  lines.end();
  for (const cells of cellsOf(node)) {
    const words = cells.map((cell) => {
      const inside = new Lines();
      if (cell !== undefined) walk(cell, inside);
      return inside
        .done()
        .replaceAll(/\s*\n\s*/g, ' ')
        .replaceAll('|', '\uff5c');
    });
    lines.mark(`| ${words.join(' | ')} |`);
    lines.break();
  }
}

/** Pasting from Word or WPS keeps tables and numbering as text; anything else is pasted as the browser has it. */
export const structuredPaste = EditorView.domEventHandlers({
  paste(event, view) {
    const html = event.clipboardData?.getData('text/html') ?? '';
    if (view.state.readOnly || !HAS_STRUCTURE.test(html)) return false;
    const text = textOfHtml(html);
    if (text === '') return false;
    event.preventDefault();
    view.dispatch(view.state.replaceSelection(text), { userEvent: 'input.paste', scrollIntoView: true });
    return true;
  },
});

import { sameAttributes, type TextAttributes, type TextDelta } from './text.js';
import { textDifference } from './text-difference.js';

/**
 * How a structured text is stored: one Y.Text, in which `\n` ends a line and says by its attributes what kind of line it
 * ends. The last line has no `\n` and is always a paragraph. Every sequence of characters and attributes means a text, so
 * that no merge can bring about one that does not fit (decision 33).
 *
 *     `\n`   block   absent: paragraph · `h1` `h2` headings · `ul` `ol` items of a list · `row:<id>` cells of a row of a table:
 *                    cells of one row stand one after the other with one id, rows of one table one below the other
 *            depth   1 to 4, of an item inside another one's
 *     other  bold, italic, underline   true
 *
 * A break inside a line is U+2028. Attributes of other names survive, and are shown by nothing.
 */
export const RICH_MARKS = ['bold', 'italic', 'underline'] as const;
export type RichMark = (typeof RICH_MARKS)[number];

/** Items of lists lie so deep at most. */
export const MAX_RICH_DEPTH = 4;
/** Begins the `block` of a table's cell; the row's id follows. */
export const ROW = 'row:';
/** A break inside a line. */
export const LINE_BREAK = '\u2028';

/** Characters of one formatting. */
export interface RichRun {
  readonly text: string;
  readonly marks: readonly RichMark[];
}

/** A line of a structured text: paragraph, heading, item of a list, or cell of a table. */
export interface RichLine {
  /** `h1`, `h2`, `ul`, `ol` or `row:<id>`; absent for a paragraph. */
  readonly block?: string;
  /** Of an item of a list: 0 to 4. */
  readonly depth: number;
  readonly runs: readonly RichRun[];
}

const isBlock = (value: unknown): value is string =>
  typeof value === 'string' && (/^(?:h1|h2|ul|ol)$/.test(value) || value.startsWith(ROW));

/** What the attributes of a `\n` say, as far as this version knows them. */
export function blockOf(attributes: TextAttributes = {}): Pick<RichLine, 'block' | 'depth'> {
  const { block, depth } = attributes;
  if (!isBlock(block)) return { depth: 0 };
  const isItem = block === 'ul' || block === 'ol';
  const level = isItem && typeof depth === 'number' && Number.isInteger(depth) ? depth : 0;
  return { block, depth: Math.min(MAX_RICH_DEPTH, Math.max(0, level)) };
}

/** What of the attributes of other characters means something here. */
export const marksOf = (attributes: TextAttributes = {}): RichMark[] => RICH_MARKS.filter((mark) => attributes[mark] === true);

/**
 * The lines of a structured text, each with its kind.
 *
 * @example richLines([{ insert: '笔录' }, { insert: '\n', attributes: { block: 'h1' } }])
 * // [{ block: 'h1', depth: 0, runs: [{ text: '笔录', marks: [] }] }, { depth: 0, runs: [] }]
 */
export function richLines(contents: TextDelta): RichLine[] {
  const lines: RichLine[] = [];
  let runs: RichRun[] = [];
  for (const step of contents) {
    if (!('insert' in step)) continue;
    const [first = '', ...others] = step.insert.split('\n');
    const marks = marksOf(step.attributes);
    if (first !== '') runs.push({ text: first, marks });
    for (const text of others) {
      lines.push({ ...blockOf(step.attributes), runs });
      runs = text === '' ? [] : [{ text, marks }];
    }
  }
  lines.push({ depth: 0, runs });
  return lines;
}

/** Lines as they are stored. The last one is a paragraph, whatever it says. */
export function richContents(lines: readonly RichLine[]): TextDelta {
  const steps: TextDelta[number][] = [];
  for (const [index, { block, depth, runs }] of lines.entries()) {
    for (const { text, marks } of runs)
      if (text !== '') steps.push({ insert: text, attributes: Object.fromEntries(marks.map((mark) => [mark, true])) });
    if (index < lines.length - 1)
      steps.push({ insert: '\n', attributes: { ...(block === undefined ? {} : { block }), ...(depth > 0 ? { depth } : {}) } });
  }
  return steps;
}

/** The characters of contents, without formatting. */
export const textOfContents = (contents: TextDelta): string => contents.map((step) => ('insert' in step ? step.insert : '')).join('');

/** A stretch of contents, in UTF-16 units. */
export function sliceContents(contents: TextDelta, from: number, to: number): TextDelta {
  const steps: TextDelta[number][] = [];
  let at = 0;
  for (const step of contents) {
    if (at >= to) break;
    if (!('insert' in step)) continue;
    const insert = step.insert.slice(Math.max(0, from - at), to - at);
    if (insert !== '' && at + step.insert.length > from) steps.push({ ...step, insert });
    at += step.insert.length;
  }
  return steps;
}

/** The change from one text with its formatting to another: one replaced stretch, and formatting of what is kept. */
export function richDifference(from: TextDelta, to: TextDelta): TextDelta {
  const [before, after] = [textOfContents(from), textOfContents(to)];
  const change = textDifference(before, after);
  let start = 0;
  let removed = 0;
  let inserted = 0;
  if (change.length === 0) start = before.length;
  for (const step of change) {
    if ('retain' in step) start = step.retain;
    else if ('delete' in step) removed = step.delete;
    else inserted = step.insert.length;
  }
  return [
    ...restyled(sliceContents(from, 0, start), sliceContents(to, 0, start)),
    ...sliceContents(to, start, start + inserted),
    ...(removed > 0 ? [{ delete: removed }] : []),
    ...restyled(sliceContents(from, start + removed, before.length), sliceContents(to, start + inserted, after.length)),
  ];
}

/** Contents of the same characters: what leads from the formatting of one to that of the other. */
function restyled(from: TextDelta, to: TextDelta): TextDelta {
  const steps: TextDelta[number][] = [];
  const cursor = { index: 0, offset: 0 };
  for (const step of to) {
    if (!('insert' in step)) continue;
    for (let left = step.insert.length; left > 0; ) {
      const old = from[cursor.index];
      if (old === undefined || !('insert' in old)) return steps;
      const length = Math.min(left, old.insert.length - cursor.offset);
      const attributes = changeOfAttributes(old.attributes, step.attributes);
      steps.push(attributes === undefined ? { retain: length } : { retain: length, attributes });
      left -= length;
      cursor.offset += length;
      if (cursor.offset === old.insert.length) {
        cursor.index++;
        cursor.offset = 0;
      }
    }
  }
  return steps;
}

/** What has to be set and taken away; undefined where nothing has. */
export function changeOfAttributes(from: TextAttributes = {}, to: TextAttributes = {}): TextAttributes | undefined {
  if (sameAttributes(from, to)) return undefined;
  const gone = Object.keys(from).filter((name) => !(name in to));
  const set = Object.entries(to).filter(([name, value]) => from[name] !== value);
  return Object.fromEntries([...gone.map((name) => [name, null] as const), ...set]);
}

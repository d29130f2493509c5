import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { plainTable } from './paper-docx.js';

/** The parts of a .docx by their path; those that are not text stay bytes. */
export type DocxParts = Readonly<Record<string, string | Uint8Array>>;

/** Rows of a table that stands instead of a paragraph: its only words are the placeholder. */
export interface DocxTable {
  readonly rows: readonly (readonly string[])[];
}
/** What a placeholder stands for: words, a list of the same, whether a block is there, or a table. */
export type DocxValue = string | number | boolean | readonly DocxValues[] | DocxTable | undefined;
export interface DocxValues {
  readonly [name: string]: DocxValue;
}

/** Why a template cannot be filled. `name` is a placeholder of the template, or a part of the file. */
export class DocxError extends Error {
  readonly kind: 'notDocx' | 'unknown' | 'unbalanced';
  readonly part: string;
  constructor(kind: 'notDocx' | 'unknown' | 'unbalanced', part: string) {
    super(`docx template: ${kind} ${part}`);
    this.kind = kind;
    this.part = part;
  }
}

export const MAIN = 'word/document.xml';
/** Larger than this a template is not: what unpacks to more is no paper. */
const MAX_BYTES = 20_000_000;
export const TEXT = /<w:t(?=[ >])[^>]*>([\s\S]*?)<\/w:t>/g;
export const HOLDER = /\{([#^/]?)([\p{L}\p{N}_.]+)\}/gu;

/** What XML 1.0 cannot hold is left out: a control character in pasted words must not make a file that nobody can open. */
const printable = (text: string): string => text.replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
const escapeXml = (text: string): string => printable(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** Words of a paragraph as its runs hold them: a line break is an element of its own. */
const runText = (text: string): string => escapeXml(text).split(/\r?\n/).join('</w:t><w:br/><w:t xml:space="preserve">');

/**
 * Word cuts a placeholder into several runs as soon as somebody corrects a letter of it. Each is put together again in the
 * run in which it begins, with that run's look.
 */
export function joinHolders(paragraph: string): string {
  const texts = [...paragraph.matchAll(TEXT)].map((match) => match[1] ?? '');
  const whole = texts.join('');
  if (!whole.includes('{')) return paragraph;
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length;
  }
  const owner = (at: number) => starts.findLastIndex((start) => start <= at);
  const moved = [...texts];
  for (const match of [...whole.matchAll(HOLDER)].reverse()) {
    const [from, to] = [match.index, match.index + match[0].length];
    const first = texts.findIndex((text, at) => (starts[at] ?? 0) <= from && from < (starts[at] ?? 0) + text.length);
    const last = owner(to - 1);
    if (first === last) continue;
    moved[first] = `${(moved[first] ?? '').slice(0, from - (starts[first] ?? 0))}${match[0]}`;
    for (let at = first + 1; at < last; at++) moved[at] = '';
    moved[last] = (moved[last] ?? '').slice(to - (starts[last] ?? 0));
  }
  let at = 0;
  return paragraph.replaceAll(TEXT, () => `<w:t xml:space="preserve">${moved[at++] ?? ''}</w:t>`);
}

/** The text of a block without its markup. */
export const plain = (xml: string): string => [...xml.matchAll(TEXT)].map((match) => match[1] ?? '').join('');

/** Elements of one level: paragraphs and tables of a body, or rows of a table, with what stands between them. */
export function pieces(xml: string): string[] {
  const found: string[] = [];
  let rest = 0;
  const start = /<w:(p|tbl|tr)(?=[ >/])/g;
  for (let match = start.exec(xml); match !== null; match = start.exec(xml)) {
    const name = match[1] ?? '';
    const end = endOf(xml, match.index, name);
    if (match.index > rest) found.push(xml.slice(rest, match.index));
    found.push(xml.slice(match.index, end));
    rest = end;
    start.lastIndex = end;
  }
  if (rest < xml.length) found.push(xml.slice(rest));
  return found;
}

/** Where the element that begins at a place ends; elements of its name inside it are counted. */
function endOf(xml: string, from: number, name: string): number {
  const tag = new RegExp(`<(/?)w:${name}(?=[ >/])[^>]*?(/?)>`, 'g');
  tag.lastIndex = from;
  let depth = 0;
  for (let match = tag.exec(xml); match !== null; match = tag.exec(xml)) {
    if (match[1] === '/') depth--;
    else if (match[2] !== '/') depth++;
    if (depth === 0) return tag.lastIndex;
  }
  throw new DocxError('unbalanced', name);
}

/** A mark that opens or closes a block: the only words of a paragraph, or those of a row's first and last cell. */
export function opening(piece: string): { readonly kind: string; readonly name: string } | undefined {
  const match = /^\s*\{([#^])([\p{L}\p{N}_.]+)\}/u.exec(plain(piece));
  return match === null ? undefined : { kind: match[1] ?? '', name: match[2] ?? '' };
}
export const closes = (piece: string, name: string): boolean => plain(piece).trimEnd().endsWith(`{/${name}}`);

/** The values that are near, then those around them. */
type Scope = readonly DocxValues[];
function look(scope: Scope, name: string): DocxValue {
  for (const values of scope) if (name in values) return values[name];
  throw new DocxError('unknown', name);
}

function inside(value: DocxValue, negative: boolean): readonly DocxValues[] {
  const isEmpty = value === undefined || value === false || value === '' || (Array.isArray(value) && value.length === 0);
  if (negative) return isEmpty ? [{}] : [];
  return isEmpty ? [] : Array.isArray(value) ? (value as readonly DocxValues[]) : [{}];
}

/** Fills one level; a row whose words begin with `{#name}` and end with `{/name}` is repeated, as are paragraphs between two marks. */
function fillLevel(xml: string, scope: Scope): string {
  const parts = pieces(xml);
  let out = '';
  for (let at = 0; at < parts.length; at++) {
    const piece = parts[at] ?? '';
    if (!piece.startsWith('<w:')) {
      out += piece;
      continue;
    }
    const mark = piece.startsWith('<w:tbl') ? undefined : opening(piece);
    if (mark === undefined) {
      out += tableFor(piece, scope) ?? fillPiece(piece, scope);
      continue;
    }
    const each = inside(look(scope, mark.name), mark.kind === '^');
    if (closes(piece, mark.name)) {
      const bare = without(piece, mark);
      out += each.map((values) => fillPiece(bare, [values, ...scope])).join('');
      continue;
    }
    let end = at + 1;
    for (let depth = 1; end < parts.length; end++) {
      const other = parts[end] ?? '';
      if (other.startsWith('<w:tbl')) continue;
      if (opening(other)?.name === mark.name && !closes(other, mark.name)) depth++;
      else if (plain(other).trim() === `{/${mark.name}}`) depth--;
      if (depth === 0) break;
    }
    if (end === parts.length) throw new DocxError('unbalanced', mark.name);
    const block = parts.slice(at + 1, end).join('');
    out += each.map((values) => fillLevel(block, [values, ...scope])).join('');
    at = end;
  }
  return out;
}

/** The table that a paragraph's only placeholder stands for; undefined for every other paragraph. */
function tableFor(piece: string, scope: Scope): string | undefined {
  const name = piece.startsWith('<w:p') ? /^\{([\p{L}\p{N}_.]+)\}$/u.exec(plain(piece).trim())?.[1] : undefined;
  const value = name === undefined ? undefined : look(scope, name);
  return typeof value === 'object' && 'rows' in value ? plainTable(value.rows.map((row) => row.map(printable))) : undefined;
}

export const without = (piece: string, { kind, name }: { readonly kind: string; readonly name: string }): string =>
  piece
    .replace(`{${kind}${name}}`, '')
    .replace(new RegExp(`\\{/${name.replaceAll('.', '\\.')}\\}(?![\\s\\S]*\\{/${name.replaceAll('.', '\\.')}\\})`), '');

function fillPiece(piece: string, scope: Scope): string {
  const open = /^<w:(tbl|tr)(?=[ >])[^>]*>/.exec(piece);
  if (open !== null) {
    const close = `</w:${open[1]}>`;
    return `${open[0]}${fillLevel(piece.slice(open[0].length, -close.length), scope)}${close}`;
  }
  return piece.replaceAll(TEXT, (_, text: string) => {
    const filled = text.replaceAll(HOLDER, (_holder, kind: string, name: string) => {
      if (kind !== '') throw new DocxError('unbalanced', name);
      const value = look(scope, name);
      return value === undefined ? '' : runText(String(value));
    });
    return `<w:t xml:space="preserve">${filled}</w:t>`;
  });
}

const isText = (path: string): boolean => path.endsWith('.xml') || path.endsWith('.rels');
export const isFilled = (path: string): boolean => /^word\/(document|header\d*|footer\d*)\.xml$/.test(path);

/**
 * Reads a .docx, such as a centre's own template.
 *
 * @throws DocxError `notDocx` for what is no .docx, or unpacks to more than 20 MB
 */
export function readDocx(bytes: Uint8Array): DocxParts {
  let files: Record<string, Uint8Array>;
  let size = 0;
  try {
    files = unzipSync(bytes, {
      filter: (file) => {
        size += file.originalSize;
        if (size > MAX_BYTES) throw new DocxError('notDocx', file.name);
        return true;
      },
    });
  } catch {
    throw new DocxError('notDocx', MAIN);
  }
  if (files[MAIN] === undefined) throw new DocxError('notDocx', MAIN);
  return Object.fromEntries(Object.entries(files).map(([path, data]) => [path, isText(path) ? strFromU8(data) : data]));
}

/** A .docx of its parts. The same parts give the same bytes. */
export function writeDocx(parts: DocxParts): Uint8Array {
  const files = Object.entries(parts).map(([path, data]) => [path, typeof data === 'string' ? strToU8(data) : data] as const);
  // Word wants the list of types first. A fixed time, 1 January 1980, because a file's own time says nothing here.
  files.sort(([a], [b]) => Number(b === '[Content_Types].xml') - Number(a === '[Content_Types].xml'));
  return zipSync(Object.fromEntries(files), { mtime: new Date(1980, 0, 1) });
}

/**
 * Fills a template: `{name}` is replaced by words, a paragraph pair `{#list}` … `{/list}` repeats what is between, a table row
 * that begins with `{#list}` and ends with `{/list}` repeats itself, `{^name}` … `{/name}` stands where there is nothing. Look
 * and layout are the template's.
 *
 * @throws DocxError for a placeholder without a value, and for a block that is not closed
 * @example writeDocx(fillDocx(readDocx(bytes), { number: '待编号', parties: [{ name: '赵𠮷祥' }] }))
 */
export function fillDocx(parts: DocxParts, values: DocxValues): DocxParts {
  return Object.fromEntries(
    Object.entries(parts).map(([path, data]) => {
      if (!isFilled(path) || typeof data !== 'string') return [path, data];
      return [path, fillRoot(joined(data), values)];
    }),
  );
}

/** A part whose placeholders are whole. */
export const joined = (xml: string): string => xml.replaceAll(/<w:p(?=[ >])[^>]*?(?<!\/)>[\s\S]*?<\/w:p>/g, joinHolders);

/** The root of a part and its body, as they are, around what is filled. */
function fillRoot(xml: string, values: DocxValues): string {
  const { open, inside, close } = rootOf(xml);
  return `${open}${fillLevel(inside, [values])}${close}`;
}

export function rootOf(xml: string): { readonly open: string; readonly inside: string; readonly close: string } {
  const open = /^[\s\S]*?<w:(?:body|hdr|ftr)(?=[ >])[^>]*>/.exec(xml)?.[0] ?? '';
  const close = /<\/w:(?:body|hdr|ftr)>[\s\S]*$/.exec(xml)?.[0] ?? '';
  return { open, inside: xml.slice(open.length, xml.length - close.length), close };
}

import {
  type ErrorCode,
  OnedoorError,
  type PaperDefinition,
  type PaperPlaceholder,
  type PaperPlaceholders,
  paperPaths,
} from '@onedoor/core';
import {
  closes,
  DocxError,
  type DocxParts,
  fillDocx,
  HOLDER,
  isFilled,
  joined,
  opening,
  pieces,
  plain,
  readDocx,
  rootOf,
  TEXT,
  without,
} from './docx.js';

/** What is wrong with a template; screens have a sentence for each in both languages. */
export type TemplateFaultKind =
  /** It cannot be opened, or is none that Word writes. */
  | 'notDocx'
  | 'tooLarge'
  /** Macros, controls or embedded files. */
  | 'active'
  /** Something that is fetched from elsewhere when the paper is opened. */
  | 'outside'
  /** A name that the paper does not know here. */
  | 'unknown'
  /** A list or switch that stands as a word. */
  | 'notWords'
  /** Braces around what is no name. */
  | 'braces'
  /** A placeholder where nothing is filled, such as a footnote. */
  | 'place'
  | 'missing'
  /** A block that begins and does not end. */
  | 'unclosed'
  /** The end of a block that has not begun, or the beginning of one amid other words. */
  | 'unopened'
  /** Other words beside the mark of a block: they would be lost. */
  | 'besideMark';

const CODES: Readonly<Record<TemplateFaultKind, ErrorCode>> = {
  notDocx: 'TEMPLATE_NOT_DOCX',
  tooLarge: 'TOO_LARGE',
  active: 'TEMPLATE_UNSAFE',
  outside: 'TEMPLATE_UNSAFE',
  unknown: 'TEMPLATE_PLACEHOLDER',
  notWords: 'TEMPLATE_PLACEHOLDER',
  braces: 'TEMPLATE_PLACEHOLDER',
  place: 'TEMPLATE_PLACEHOLDER',
  missing: 'TEMPLATE_MISSING',
  unclosed: 'TEMPLATE_UNBALANCED',
  unopened: 'TEMPLATE_UNBALANCED',
  besideMark: 'TEMPLATE_UNBALANCED',
};

export interface TemplateFault {
  readonly code: ErrorCode;
  readonly kind: TemplateFaultKind;
  /** What was seen: a placeholder as it stands there, or what the file holds. */
  readonly seen: string;
  /** Part of the file, such as `word/document.xml`. */
  readonly part: string;
  /** Number of the paragraph in its part, from 1, those in tables counted too; absent where it is about the file. */
  readonly paragraph?: number;
  /** The words of that paragraph, cut. */
  readonly words?: string;
  /** Names that would fit there, the nearest first. */
  readonly expected?: readonly string[];
}

/** A template is a letterhead and some tables: 5 MB are plenty, with a seal as a picture. */
export const MAX_TEMPLATE_BYTES = 5_000_000;
/** So many faults tell enough. */
const MAX_FAULTS = 50;
const EXCERPT = 40;
const SUGGESTED = 3;

const ACTIVE = /vbaProject|vbaData|activeX|\/embeddings\/|\/ctrlProps\/|\.bin$|\/customUI/i;
/** Relations that bring other files in; a template on a share is named by such a one too. */
const BRINGS = /relationships\/(aFChunk|attachedTemplate|oleObject|control|subDocument|frame)"/;
/** Fields that fetch or run something when Word brings them up to date. */
const FETCHING = /\b(DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|MACROBUTTON|DATABASE|RD)\b/;

/**
 * Looks through a template before it is accepted: whether it is a .docx without macros and outside links, and whether its
 * placeholders are those of the paper, are all there, and are paired.
 *
 * @returns nothing where it fits; at most 50 faults, each with its place
 * @example checkTemplate(bytes, paper).map(({ code, seen, paragraph }) => `${code} ${seen}, ${paragraph}`)
 */
export function checkTemplate(bytes: Uint8Array, paper: Pick<PaperDefinition, 'placeholders' | 'sample'>): readonly TemplateFault[] {
  if (bytes.length > MAX_TEMPLATE_BYTES) return [fault('tooLarge', `${bytes.length}`, '')];
  let parts: DocxParts;
  try {
    parts = readDocx(bytes);
  } catch (error) {
    return [fault('notDocx', error instanceof DocxError ? error.part : String(error), '')];
  }
  const unsafe = unsafeOf(parts);
  if (unsafe.length > 0) return unsafe.slice(0, MAX_FAULTS);
  const walk = new Walk(paper.placeholders);
  for (const [path, xml] of Object.entries(parts)) {
    if (typeof xml !== 'string' || !/^word\/[^/]+\.xml$/.test(path)) continue;
    if (isFilled(path)) walk.part(path, xml);
    else walk.unfilled(path, xml);
  }
  const faults = [...walk.faults, ...(walk.faults.some(({ kind }) => kind === 'notDocx') ? [] : walk.missing())];
  if (faults.length > 0) return faults.slice(0, MAX_FAULTS);
  // What is left is tried: a template that is accepted can be filled.
  try {
    fillDocx(parts, paper.sample() as Parameters<typeof fillDocx>[1]);
    return [];
  } catch (error) {
    if (!(error instanceof DocxError)) throw error;
    return [fault(error.kind === 'unknown' ? 'unknown' : 'unopened', error.part, 'word/document.xml')];
  }
}

/** The first fault as an error, for programs that hand a template over. */
export function assertTemplate(bytes: Uint8Array, paper: Pick<PaperDefinition, 'placeholders' | 'sample'>): void {
  const [first] = checkTemplate(bytes, paper);
  if (first === undefined) return;
  const { code, seen, part, paragraph, expected = [] } = first;
  throw new OnedoorError(code, {
    seen,
    expected: expected.length > 0 ? expected.join(', ') : 'a template of this paper',
    todo: 'Correct it in Word or WPS and hand it over again.',
    at: paragraph === undefined ? part : `${part}, paragraph ${paragraph}`,
  });
}

const fault = (kind: TemplateFaultKind, seen: string, part: string, more: Partial<TemplateFault> = {}): TemplateFault => ({
  code: CODES[kind],
  kind,
  seen,
  part,
  ...more,
});

function unsafeOf(parts: DocxParts): TemplateFault[] {
  const types = parts['[Content_Types].xml'];
  const found: TemplateFault[] = [];
  if (typeof types !== 'string' || !types.includes('wordprocessingml.document.main+xml'))
    found.push(
      typeof types === 'string' && /macroEnabled/i.test(types)
        ? fault('active', 'macroEnabled', '[Content_Types].xml')
        : fault('notDocx', '[Content_Types].xml', '[Content_Types].xml'),
    );
  for (const [path, data] of Object.entries(parts)) {
    if (ACTIVE.test(path)) found.push(fault('active', path, path));
    if (typeof data !== 'string') continue;
    if (!isWellFormed(data)) found.push(fault('notDocx', path, path));
    if (path.endsWith('.rels')) {
      for (const [relation] of data.matchAll(/<Relationship\b[^>]*>/g)) {
        const target = /\bTarget="([^"]*)"/.exec(relation)?.[1] ?? '';
        if (/TargetMode="External"/i.test(relation)) found.push(fault('outside', target, path));
        else if (BRINGS.test(relation)) found.push(fault('active', target, path));
      }
    } else {
      const instructions = [...data.matchAll(/<w:instrText[^>]*>([^<]*)<|\bw:instr="([^"]*)"/g)];
      // Word cuts a field's words into runs, as it does with all words.
      const fetching = FETCHING.exec(
        instructions
          .map(([, inside, attribute]) => inside ?? ` ${attribute} `)
          .join('')
          .toUpperCase(),
      );
      if (fetching !== null) found.push(fault('outside', fetching[0], path));
    }
  }
  return found;
}

/** Whether tags are paired and nothing is declared that another file would define. Word's own parts have neither comments nor CDATA with tags in them. */
function isWellFormed(xml: string): boolean {
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) return false;
  const open: string[] = [];
  for (const [, end, name = '', rest = ''] of xml
    .replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>/g, '')
    .matchAll(/<(\/?)([A-Za-z_][\w:.-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/g)) {
    if (end === '/') {
      if (open.pop() !== name) return false;
    } else if (!rest.endsWith('/')) open.push(name);
  }
  return open.length === 0 && xml.includes('<');
}

/** The names that are known at a place, the nearest level first, each with its path. */
type Scope = readonly { readonly names: PaperPlaceholders; readonly before: string }[];

/** Goes through a template as filling it would, with what is declared instead of values. */
class Walk {
  readonly faults: TemplateFault[] = [];
  readonly #root: PaperPlaceholders;
  readonly #used = new Set<string>();
  #part = '';
  #paragraph = 0;

  constructor(root: PaperPlaceholders) {
    this.#root = root;
  }

  part(path: string, xml: string): void {
    this.#part = path;
    this.#paragraph = 0;
    try {
      this.#level(rootOf(joined(xml)).inside, [{ names: this.#root, before: '' }]);
    } catch (error) {
      if (!(error instanceof DocxError)) throw error;
      this.faults.push(fault('notDocx', path, path));
    }
  }

  /** A part that is taken as it is: a placeholder there would stand on every paper in its braces. */
  unfilled(path: string, xml: string): void {
    for (const match of joined(xml).matchAll(TEXT))
      for (const [seen] of (match[1] ?? '').matchAll(HOLDER)) this.faults.push(fault('place', seen, path));
  }

  missing(): TemplateFault[] {
    return paperPaths(this.#root).flatMap(([path, { required }]) =>
      required === true && !this.#used.has(path)
        ? [fault('missing', `{${path.split('.').at(-1)}}`, 'word/document.xml', { expected: path.split('.') })]
        : [],
    );
  }

  #level(xml: string, scope: Scope): void {
    const all = pieces(xml);
    for (let at = 0; at < all.length; at++) {
      const piece = all[at] ?? '';
      if (!piece.startsWith('<w:')) continue;
      const mark = piece.startsWith('<w:tbl') ? undefined : opening(piece);
      if (mark === undefined) {
        this.#piece(piece, scope);
        continue;
      }
      const inner = this.#enter(mark, piece, scope);
      if (closes(piece, mark.name)) {
        this.#piece(without(piece, mark), inner);
        continue;
      }
      const end = endOfBlock(all, at, mark.name);
      if (plain(piece).trim() !== `{${mark.kind}${mark.name}}`) {
        this.#tell('besideMark', `{${mark.kind}${mark.name}}`, piece);
        this.#piece(without(piece, mark), inner);
      } else if (end === undefined) {
        this.#tell('unclosed', `{${mark.kind}${mark.name}}`, piece, [`{/${mark.name}}`]);
        this.#count(piece);
      } else {
        this.#count(piece);
        this.#level(all.slice(at + 1, end).join(''), inner);
        this.#count(all[end] ?? '');
        at = end;
      }
    }
  }

  /** Scope inside a block. */
  #enter({ kind, name }: { readonly kind: string; readonly name: string }, piece: string, scope: Scope): Scope {
    const known = this.#look(scope, name);
    if (known === undefined) {
      this.#tell('unknown', `{${kind}${name}}`, piece, this.#near(scope, name));
      return scope;
    }
    const { within } = known.placeholder;
    return kind === '#' && within !== undefined ? [{ names: within, before: `${known.path}.` }, ...scope] : scope;
  }

  #look(scope: Scope, name: string): { readonly placeholder: PaperPlaceholder; readonly path: string } | undefined {
    const level = scope.find(({ names }) => Object.hasOwn(names, name));
    const placeholder = level?.names[name];
    if (level === undefined || placeholder === undefined) return undefined;
    const path = `${level.before}${name}`;
    this.#used.add(path);
    return { placeholder, path };
  }

  #near(scope: Scope, name: string): string[] {
    const known = [...new Set(scope.flatMap(({ names }) => Object.keys(names)))];
    return known
      .map((each) => [each, distance(each.toLowerCase(), name.toLowerCase())] as const)
      .sort(([, a], [, b]) => a - b)
      .slice(0, SUGGESTED)
      .map(([each]) => each);
  }

  #piece(piece: string, scope: Scope): void {
    const open = /^<w:(tbl|tr)(?=[ >])[^>]*>/.exec(piece);
    if (open !== null) {
      this.#level(piece.slice(open[0].length, -`</w:${open[1]}>`.length), scope);
      return;
    }
    const text = plain(piece);
    for (const [seen, kind, name = ''] of text.matchAll(HOLDER)) {
      if (kind !== '') {
        this.#tell('unopened', seen, piece);
        continue;
      }
      const known = this.#look(scope, name);
      if (known === undefined) this.#tell('unknown', seen, piece, this.#near(scope, name));
      else if (known.placeholder.kind !== 'words') this.#tell('notWords', seen, piece, [`{#${name}}`, `{/${name}}`]);
    }
    for (const [seen] of text.replaceAll(HOLDER, '').matchAll(/[{｛][^{}｛｝]{0,20}[}｝]?|[}｝]/g)) this.#tell('braces', seen, piece);
    this.#count(piece);
  }

  #count(piece: string): void {
    this.#paragraph += piece.match(/<w:p(?=[ >/])/g)?.length ?? 0;
  }

  #tell(kind: TemplateFaultKind, seen: string, piece: string, expected: readonly string[] = []): void {
    const words = plain(piece);
    this.faults.push(
      fault(kind, seen, this.#part, {
        // A paragraph is counted when all of it is told.
        paragraph: this.#paragraph + 1,
        words: words.length > EXCERPT ? `${words.slice(0, EXCERPT)}…` : words,
        ...(expected.length === 0 ? {} : { expected }),
      }),
    );
  }
}

/** Where a block of paragraphs or rows ends, as filling it finds it. */
function endOfBlock(all: readonly string[], at: number, name: string): number | undefined {
  for (let end = at + 1, depth = 1; end < all.length; end++) {
    const other = all[end] ?? '';
    if (!other.startsWith('<w:') || other.startsWith('<w:tbl')) continue;
    if (opening(other)?.name === name && !closes(other, name)) depth++;
    else if (plain(other).trim() === `{/${name}}`) depth--;
    if (depth === 0) return end;
  }
  return undefined;
}

/** How many letters two names differ in. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let at = 1; at <= a.length; at++) {
    const next = [at];
    for (let of = 1; of <= b.length; of++)
      next.push(Math.min((row[of] ?? 0) + 1, (next[of - 1] ?? 0) + 1, (row[of - 1] ?? 0) + (a[at - 1] === b[of - 1] ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}

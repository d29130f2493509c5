/**
 * Reads TypeScript source as far as the import law needs it: names and strings with their lines, comments left out. It is
 * no parser; a regular expression is told from a division by what stands before it.
 */
export interface Token {
  kind: 'word' | 'string' | 'mark';
  /** The name, the string's content without quotes, or the one character. */
  text: string;
  line: number;
}

const WORD = /[\p{ID_Start}$_#@][\p{ID_Continue}$]*|\d[\w.]*/uy;

/** Words after which a slash begins a regular expression. */
const BEFORE_REGEX = new Set(['return', 'typeof', 'case', 'in', 'of', 'do', 'else', 'void', 'delete', 'await', 'yield', 'throw']);

/** Splits source into tokens. */
export function scan(source: string): Token[] {
  const tokens: Token[] = [];
  /** For each open `${`, how many braces are open inside it. */
  const templates: number[] = [];
  let at = 0;
  let line = 1;

  const push = (kind: Token['kind'], text: string, begun = line) => tokens.push({ kind, text, line: begun });
  const advance = (end: number) => {
    for (; at < end; at += 1) if (source[at] === '\n') line += 1;
  };
  /** From `at` to just past the character that ends the literal; returns its content. */
  const literal = (ends: (index: number) => boolean): string => {
    const begun = at;
    let end = at;
    while (end < source.length && !ends(end)) end += source[end] === '\\' ? 2 : 1;
    advance(Math.min(end, source.length));
    return source.slice(begun, end);
  };
  const template = () => {
    const begun = line;
    push(
      'string',
      literal((i) => source[i] === '`' || (source[i] === '$' && source[i + 1] === '{')),
      begun,
    );
    if (source[at] === '$') {
      templates.push(0);
      at += 2;
    } else {
      at += 1;
    }
  };
  const regexMayBegin = () => {
    const last = tokens.at(-1);
    if (!last) return true;
    if (last.kind === 'word') return BEFORE_REGEX.has(last.text);
    return last.kind === 'mark' && !')]}'.includes(last.text);
  };

  while (at < source.length) {
    const char = source[at] as string;
    const two = source.slice(at, at + 2);
    if (/\s/.test(char)) {
      advance(at + 1);
    } else if (two === '//') {
      const end = source.indexOf('\n', at);
      at = end < 0 ? source.length : end;
    } else if (two === '/*') {
      const end = source.indexOf('*/', at + 2);
      advance(end < 0 ? source.length : end + 2);
    } else if (char === "'" || char === '"') {
      at += 1;
      push(
        'string',
        literal((i) => source[i] === char || source[i] === '\n'),
      );
      at += 1;
    } else if (char === '`') {
      at += 1;
      template();
    } else if (char === '}' && templates.at(-1) === 0) {
      templates.pop();
      at += 1;
      template();
    } else if (char === '/' && regexMayBegin()) {
      at += 1;
      let inClass = false;
      const text = literal((i) => {
        if (source[i] === '[') inClass = true;
        else if (source[i] === ']') inClass = false;
        return source[i] === '\n' || (source[i] === '/' && !inClass);
      });
      push('string', text);
      at += 1;
    } else {
      WORD.lastIndex = at;
      const word = WORD.exec(source)?.[0];
      if (word) {
        push('word', word);
        at += word.length;
      } else {
        const depth = templates.length - 1;
        if (depth >= 0 && char === '{') templates[depth] = (templates[depth] ?? 0) + 1;
        if (depth >= 0 && char === '}') templates[depth] = (templates[depth] ?? 0) - 1;
        push('mark', char);
        at += 1;
      }
    }
  }
  return tokens;
}

/** One `import` or `export … from`, type-only ones too: a type is a dependency as well. */
export interface Import {
  specifier: string;
  /** The imported names, `default` for a default import; empty for `* as` and for a bare import. */
  names: string[];
  /** Whether it is `export *`. */
  exportsAll: boolean;
  line: number;
}

/** The imports among tokens: static, re-exports and `import()` with a plain string. */
export function importsOf(tokens: Token[]): Import[] {
  const found: Import[] = [];
  for (const [index, token] of tokens.entries()) {
    if (token.kind !== 'word' || tokens[index - 1]?.text === '.') continue;
    const next = tokens[index + 1];
    if (token.text === 'import' && next?.kind === 'string') {
      found.push({ specifier: next.text, names: [], exportsAll: false, line: token.line });
    } else if (token.text === 'import' && next?.text === '(') {
      const specifier = tokens[index + 2];
      if (specifier?.kind === 'string') found.push({ specifier: specifier.text, names: [], exportsAll: false, line: token.line });
    } else if (token.text === 'from' && next?.kind === 'string') {
      const clause = clauseBefore(tokens, index);
      if (!clause) continue;
      const texts = clause.map(({ text }) => text);
      found.push({
        specifier: next.text,
        names: namesIn(texts),
        exportsAll: texts[0] === 'export' && texts.includes('*'),
        line: clause[0]?.line ?? token.line,
      });
    }
  }
  return found;
}

/** What a clause such as `import type a, { b as c, type d } from` imports. */
function namesIn(texts: string[]): string[] {
  const open = texts.indexOf('{');
  const isName = (text: string, index: number, all: string[]) =>
    /^[\w$]/.test(text) && !['type', 'as'].includes(text) && all[index - 1] !== 'as';
  const named = open < 0 ? [] : texts.slice(open + 1).filter(isName);
  const before = texts.slice(1, open < 0 ? undefined : open).filter((text) => text !== 'type');
  return before.length > 0 && before[0] !== '*' && texts[0] === 'import' ? ['default', ...named] : named;
}

/** The tokens from `import` or `export` up to a `from`, or nothing when this `from` is another word. */
function clauseBefore(tokens: Token[], from: number): Token[] | undefined {
  for (let index = from - 1; index >= 0; index -= 1) {
    const { kind, text } = tokens[index] as Token;
    if (kind === 'word' && (text === 'import' || text === 'export')) return tokens.slice(index, from);
    if (kind === 'mark' && !'{},*'.includes(text)) return undefined;
  }
  return undefined;
}

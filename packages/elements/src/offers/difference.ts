/** A piece of a text as a reader compares it. */
export interface Piece {
  readonly kind: 'same' | 'removed' | 'inserted';
  readonly text: string;
}

/** More clauses than this are not compared one by one: the middle is shown as a whole. */
const MOST = 400;
/** What stays the same is shown so far around a change, in characters. */
const AROUND = 40;

/**
 * What changes from a text to another, clause by clause, so that a person reads sentences and not letters. Long stretches
 * that stay the same are shortened with an ellipsis.
 */
export function difference(from: string, to: string): Piece[] {
  const pieces = new Pieces();
  const [a, b] = [clausesOf(from), clausesOf(to)];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  for (const text of a.slice(0, start)) pieces.add('same', text);
  compare(a.slice(start, a.length - end), b.slice(start, b.length - end), pieces);
  for (const text of end === 0 ? [] : a.slice(-end)) pieces.add('same', text);
  return shortened(pieces.list.flatMap((piece, at) => trimmed(piece, pieces.list[at - 1], pieces.list[at + 1])));
}

/** A text in clauses, each with its own punctuation. */
const clausesOf = (text: string): string[] =>
  text.match(/[^，。；：！？、,.;:!?\n]*[，。；：！？、,.;:!?\n]|[^，。；：！？、,.;:!?\n]+$/g) ?? [];

class Pieces {
  readonly list: Piece[] = [];

  add(kind: Piece['kind'], text: string): void {
    const last = this.list.at(-1);
    if (text === '') return;
    if (last?.kind === kind) this.list[this.list.length - 1] = { kind, text: last.text + text };
    else this.list.push({ kind, text });
  }
}

function compare(a: readonly string[], b: readonly string[], pieces: Pieces): void {
  if (a.length > MOST || b.length > MOST) {
    pieces.add('removed', a.join(''));
    pieces.add('inserted', b.join(''));
    return;
  }
  // Length of the longest common row of clauses from each pair of places on.
  const common = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1));
  const at = (x: number, y: number): number => common[x]?.[y] ?? 0;
  for (let x = a.length - 1; x >= 0; x--)
    for (let y = b.length - 1; y >= 0; y--) {
      const row = common[x];
      if (row !== undefined) row[y] = a[x] === b[y] ? at(x + 1, y + 1) + 1 : Math.max(at(x + 1, y), at(x, y + 1));
    }
  let [x, y] = [0, 0];
  let inserted = '';
  const flush = () => {
    pieces.add('inserted', inserted);
    inserted = '';
  };
  while (x < a.length || y < b.length) {
    if (x < a.length && y < b.length && a[x] === b[y]) {
      flush();
      pieces.add('same', a[x] ?? '');
      x++;
      y++;
    } else if (x < a.length && (y >= b.length || at(x + 1, y) >= at(x, y + 1))) pieces.add('removed', a[x++] ?? '');
    else inserted += b[y++] ?? '';
  }
  flush();
}

/** Of a clause that was written over, what both have in common at either end is the same. */
function trimmed(piece: Piece, before: Piece | undefined, after: Piece | undefined): Piece[] {
  if (piece.kind === 'same') return [piece];
  const other =
    piece.kind === 'removed' ? (after?.kind === 'inserted' ? after : undefined) : before?.kind === 'removed' ? before : undefined;
  if (other === undefined) return [piece];
  const [own, its] = [[...piece.text], [...other.text]];
  let start = 0;
  while (start < own.length && start < its.length && own[start] === its[start]) start++;
  let end = 0;
  while (end < own.length - start && end < its.length - start && own.at(-1 - end) === its.at(-1 - end)) end++;
  const middle: Piece = { kind: piece.kind, text: own.slice(start, own.length - end).join('') };
  // What is common stands once: with the first of the two at its beginning, with the second at its end.
  return [
    ...(piece.kind === 'removed' ? [{ kind: 'same' as const, text: own.slice(0, start).join('') }] : []),
    middle,
    ...(piece.kind === 'inserted' ? [{ kind: 'same' as const, text: end === 0 ? '' : own.slice(-end).join('') }] : []),
  ].filter(({ text }) => text !== '');
}

function shortened(pieces: readonly Piece[]): Piece[] {
  const joined = new Pieces();
  for (const { kind, text } of pieces) joined.add(kind, text);
  return joined.list.map((piece, at, all) => {
    const letters = [...piece.text];
    const [first, last] = [at === 0, at === all.length - 1];
    if (piece.kind !== 'same' || letters.length <= 2 * AROUND + 10 || (first && last)) return piece;
    const head = first ? '' : letters.slice(0, AROUND).join('');
    const tail = last ? '' : letters.slice(-AROUND).join('');
    return { kind: 'same', text: `${head}…${tail}` };
  });
}

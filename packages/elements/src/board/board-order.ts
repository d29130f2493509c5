import type { CaseRow } from '@onedoor/core';
import { afterFrame, type Idle, slices, whenIdle } from '../internal/idle.js';
import { type BoardReader, type ByStage, byStage, perStage, type Visits } from './board-model.js';
import type { BoardFilter, BoardSort } from './board-view.js';

/** So many rows are put in order at once; of more, a page that waited would be felt. */
const AT_ONCE = 6_000;
/** So many changes are put into an order that stands. */
const FEW = 500;
/** Rows that are looked through before the others when nothing stands in order yet. */
const FIRST = 300;
const BATCH = 2_048;
/** A key of the filter is answered with what is found in this time; the rest follows in the next moments. */
const SIEVE_MS = 4;
const CHECK = 256;

export interface RowChanges {
  readonly gone: ReadonlySet<CaseRow>;
  readonly fresh: readonly CaseRow[];
}

/**
 * What became of a list whose rows stay the same objects while they say the same. One pass, whatever has changed;
 * undefined when it is so much that it is not worth telling.
 */
export function changesOf(before: readonly CaseRow[], after: readonly CaseRow[], limit = FEW): RowChanges | undefined {
  const gone = new Set<CaseRow>();
  const fresh: CaseRow[] = [];
  let [i, j] = [0, 0];
  while (i < before.length && j < after.length) {
    const [a, b] = [before[i], after[j]];
    if (a === b) {
      i++;
      j++;
      continue;
    }
    if (a === undefined || b === undefined) break;
    // One of the two lists goes on here: the nearer place wins.
    const skip = nearest(before, after, i, j);
    for (let at = 0; at < skip.before; at++) gone.add(before[i++] ?? a);
    for (let at = 0; at < skip.after; at++) fresh.push(after[j++] ?? b);
    if (gone.size + fresh.length > limit) return undefined;
  }
  // Lists may differ by nearly all of their rows: no more of them is looked at than is worth telling.
  for (const row of before.slice(i, i + limit + 1)) gone.add(row);
  fresh.push(...after.slice(j, j + limit + 1));
  return gone.size + fresh.length > limit ? undefined : { gone, fresh };
}

/** How many rows of each list to pass over until both are at the same one; one of each where that is far. */
function nearest(
  before: readonly CaseRow[],
  after: readonly CaseRow[],
  i: number,
  j: number,
): { readonly before: number; readonly after: number } {
  for (let by = 1; by <= 32; by++) {
    if (after[j + by] === before[i]) return { before: 0, after: by };
    if (before[i + by] === after[j]) return { before: by, after: 0 };
  }
  return { before: 1, after: 1 };
}

const columns = new WeakMap<readonly CaseRow[], ByStage>();

/** Rows by stage; where they were put in order or found here in slices, the stages were too. */
export function columnsOf(rows: readonly CaseRow[]): ByStage {
  const known = columns.get(rows) ?? byStage(rows);
  columns.set(rows, known);
  return known;
}

interface Done {
  readonly reader: BoardReader;
  readonly sort: BoardSort;
  readonly rows: readonly CaseRow[];
  readonly sorted: readonly CaseRow[];
}

/** Rows in order: of a few at once, of thousands in slices while the order of before stands; single changes are put in. */
export class Order {
  readonly #changed: () => void;
  #done: Done | undefined;
  #job: { readonly reader: BoardReader; readonly sort: BoardSort } | undefined;

  /** @param changed called when what was worked on is there */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether another order than the one that is given is on its way. */
  get isPending(): boolean {
    return this.#job !== undefined;
  }

  sorted(reader: BoardReader, rows: readonly CaseRow[], sort: BoardSort): readonly CaseRow[] {
    const done = this.#done;
    const isAlike = done?.reader === reader && isSame(done.sort, sort);
    if (isAlike && done.rows === rows) return this.#is(done);
    const changes = isAlike ? changesOf(done.rows, rows) : undefined;
    if (isAlike && changes !== undefined) return this.#is({ reader, sort, rows, sorted: put(done.sorted, changes, reader, sort) });
    if (rows.length <= AT_ONCE) return this.#is({ reader, sort, rows, sorted: reader.sort(rows, sort) });
    if (this.#job?.reader !== reader || !isSame(this.#job.sort, sort)) void this.#work(reader, rows, sort);
    if (done !== undefined) return done.sorted;
    const first = rows.slice(0, FIRST);
    this.#done = { reader, sort, rows: first, sorted: reader.sort(first, sort) };
    return this.#done.sorted;
  }

  /** What was being worked on is wanted no more. */
  #is(done: Done): readonly CaseRow[] {
    this.#job = undefined;
    this.#done = done;
    return done.sorted;
  }

  async #work(reader: BoardReader, rows: readonly CaseRow[], sort: BoardSort): Promise<void> {
    const job = { reader, sort };
    this.#job = job;
    const keyed = await sortInSlices(
      rows,
      (row) => reader.keyed(row, sort.by),
      reader.comparator(sort),
      () => this.#job !== job,
    );
    const found = newFound();
    const turn = slices();
    for (const { row } of keyed ?? []) {
      add(found, row);
      if (found.rows.length % CHECK === 0 && turn.isOver()) await turn.next();
    }
    if (this.#job !== job) return;
    this.#job = undefined;
    this.#done = { reader, sort, rows, sorted: shown(found) };
    this.#changed();
  }
}

const isSame = (a: BoardSort, b: BoardSort): boolean => a === b || (a.by === b.by && a.descending === b.descending);

/** Puts changes into rows that are in order. */
function put(sorted: readonly CaseRow[], { gone, fresh }: RowChanges, reader: BoardReader, sort: BoardSort): readonly CaseRow[] {
  const compare = reader.comparator(sort);
  const [rest, late] = [sorted.filter((row) => !gone.has(row)), fresh.map((row) => reader.keyed(row, sort.by)).sort(compare)];
  let from = 0;
  const parts: CaseRow[][] = [];
  for (const each of late) {
    const place = placeOf(rest, from, (row) => compare(each, reader.keyed(row, sort.by)) < 0);
    parts.push(rest.slice(from, place), [each.row]);
    from = place;
  }
  return parts.flat().concat(rest.slice(from));
}

/** The first place from which something holds, by halves. */
function placeOf(rows: readonly CaseRow[], from: number, holds: (row: CaseRow) => boolean): number {
  let [low, high] = [from, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = rows[middle];
    if (row !== undefined && holds(row)) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Merge sort that lets the page draw in between; undefined when it is given up. */
export async function sortInSlices<T, K>(
  items: readonly T[],
  keyed: (item: T) => K,
  compare: (a: K, b: K) => number,
  isOff: () => boolean = () => false,
): Promise<readonly K[] | undefined> {
  const turn = slices();
  let from: K[] = [];
  for (let at = 0; at < items.length; at++) {
    from.push(keyed(items[at] as T));
    if (at % 32 === 31 && turn.isOver()) {
      await turn.next();
      if (isOff()) return undefined;
    }
  }
  for (let at = 0; at < from.length; at += BATCH) {
    const batch = from.slice(at, at + BATCH).sort(compare);
    for (let inner = 0; inner < batch.length; inner++) from[at + inner] = batch[inner] as K;
    await turn.next();
    if (isOff()) return undefined;
  }
  for (let width = BATCH; width < from.length; width *= 2) {
    const to: K[] = [];
    for (let low = 0; low < from.length; low += 2 * width) {
      const [middle, high] = [Math.min(low + width, from.length), Math.min(low + 2 * width, from.length)];
      let [a, b] = [low, middle];
      while (a < middle || b < high) {
        const left = a < middle && (b >= high || compare(from[a] as K, from[b] as K) <= 0);
        to.push(from[left ? a++ : b++] as K);
        if (to.length % CHECK !== 0 || !turn.isOver()) continue;
        await turn.next();
        if (isOff()) return undefined;
      }
    }
    from = to;
  }
  return from;
}

interface Sieved {
  readonly reader: BoardReader;
  readonly rows: readonly CaseRow[];
  readonly filter: BoardFilter;
  readonly visits: Visits;
}

/** Rows that were found so far, and the same by stage. */
interface Found {
  readonly rows: CaseRow[];
  readonly columns: ByStage;
  /** Where they stand among those that were looked through. */
  readonly places: number[];
}

const newFound = (): Found => ({ rows: [], columns: perStage((): CaseRow[] => []), places: [] });

function add({ rows, columns }: Found, row: CaseRow): void {
  rows.push(row);
  (columns[row.stage] as CaseRow[]).push(row);
}

function shown(found: Found): readonly CaseRow[] {
  columns.set(found.rows, found.columns);
  return found.rows;
}

/** What a search looks in, in the order of the rows: a hundred thousand are looked through without touching one of them. */
interface Texts {
  readonly reader: BoardReader;
  readonly rows: readonly CaseRow[];
  readonly texts: string[];
}

/** Rows that pass a filter: what is found in a moment at once, the rest in slices; words that grow look in what they had found. */
export class Sieve {
  readonly #changed: () => void;
  #done: (Sieved & { readonly found: Found }) | undefined;
  #job: Sieved | undefined;
  #part: Found = newFound();
  #texts: Texts | undefined;

  /** @param changed called when more was found */
  constructor(changed: () => void) {
    this.#changed = changed;
  }

  /** Whether more may be found. */
  get isPending(): boolean {
    return this.#job !== undefined;
  }

  filtered(reader: BoardReader, rows: readonly CaseRow[], filter: BoardFilter, visits: Visits): readonly CaseRow[] {
    const asked = { reader, rows, filter, visits };
    if (this.#done !== undefined && isAsked(this.#done, asked)) return this.#done.found.rows;
    if (isAsked(this.#job, asked)) return shown(this.#part);
    this.#job = undefined;
    const { words, passes } = reader.asks(filter, visits, Date.now());
    if (words.length === 0 && passes === undefined) return rows;
    const done = this.#done;
    const isWithin =
      words.length > 0 && done?.reader === reader && done.rows === rows && done.visits === visits && narrows(filter, done.filter);
    const sift = this.#sifter(asked, words, passes, isWithin ? done.found.places : undefined);
    const turn = slices(SIEVE_MS);
    const found = newFound();
    if (sift(found, () => turn.isOver())) return this.#is(asked, found);
    this.#job = asked;
    this.#part = { ...found, rows: [...found.rows] };
    void this.#goOn(asked, sift, found);
    return shown(this.#part);
  }

  /** Reads ahead what a search looks in, a little at a time. */
  prepare(reader: BoardReader, rows: readonly CaseRow[]): void {
    const known = this.#texts;
    if (known?.reader === reader && known.rows === rows) return;
    const { texts } = (this.#texts = { reader, rows, texts: [] as string[] });
    const goOn = (idle: Idle): void => {
      if (this.#texts?.texts !== texts) return;
      for (let row = rows[texts.length]; row !== undefined && idle.timeRemaining() > 1; row = rows[texts.length])
        texts.push(reader.haystack(row));
      if (texts.length < rows.length) whenIdle(goOn);
    };
    whenIdle(goOn);
  }

  #is(asked: Sieved, found: Found): readonly CaseRow[] {
    this.#done = { ...asked, found };
    return shown(found);
  }

  /** Goes on where it stopped each time that it is called; true when all has been looked through. */
  #sifter(
    { reader, rows }: Sieved,
    words: readonly string[],
    passes: ((row: CaseRow) => boolean) | undefined,
    within: readonly number[] | undefined,
  ) {
    const known = this.#texts;
    const texts = known?.reader === reader && known.rows === rows ? known.texts : undefined;
    const count = within?.length ?? rows.length;
    let next = 0;
    return (found: Found, isOver: () => boolean): boolean => {
      while (next < count) {
        look(next++, found);
        if (next % CHECK === 0 && next < count && isOver()) return false;
      }
      return true;
    };
    function look(at: number, found: Found): void {
      const place = within === undefined ? at : (within[at] ?? -1);
      const text = words.length === 0 ? '' : (texts?.[place] ?? textAt(place));
      for (const word of words) if (!text.includes(word)) return;
      const row = rows[place];
      if (row === undefined || passes?.(row) === false) return;
      found.places.push(place);
      add(found, row);
    }
    function textAt(place: number): string {
      const row = rows[place];
      return row === undefined ? '' : reader.haystack(row);
    }
  }

  async #goOn(asked: Sieved, sift: (found: Found, isOver: () => boolean) => boolean, found: Found): Promise<void> {
    // The columns of what is shown meanwhile must not grow under the page's hands.
    const whole: Found = { places: found.places, rows: found.rows, columns: perStage((stage) => [...found.columns[stage]]) };
    await afterFrame();
    const turn = slices();
    while (this.#job === asked && !sift(whole, () => turn.isOver())) await turn.next();
    if (this.#job !== asked) return;
    this.#job = undefined;
    this.#is(asked, whole);
    this.#changed();
  }
}

const isAsked = (known: Sieved | undefined, asked: Sieved): boolean =>
  known?.reader === asked.reader && known.rows === asked.rows && known.filter === asked.filter && known.visits === asked.visits;

/** Whether what passes the one filter passes the other: the same, with longer words. */
function narrows(filter: BoardFilter, before: BoardFilter): boolean {
  const { words, ...rest } = filter;
  const { words: had, ...others } = before;
  return words.startsWith(had) && JSON.stringify(rest) === JSON.stringify(others);
}

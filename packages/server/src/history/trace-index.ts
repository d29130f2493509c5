import type { WrittenValue } from '@onedoor/core';
import * as Y from 'yjs';
import type { TraceEntry } from './stored-trace.js';

/** One entry of the log, as the index knows it. */
export interface EntryFacts {
  /** Counts the entries of an index from 0, in the order of the log. */
  readonly index: number;
  readonly seq: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly person: string;
}

/** A value with the entry that it came with. */
export interface TracedValue extends WrittenValue {
  readonly entry: EntryFacts;
}

/**
 * Told of characters that stand together, written with one entry and, if at all, deleted with one: they are `source` from
 * `from` to before `to`. No strings are cut, since a long text has more such pieces than an answer has runs.
 */
export type VisitCharacters = (source: string, from: number, to: number, written: EntryFacts, deleted: EntryFacts | undefined) => void;

/** First clocks of what one client wrote, ascending, each with its entry. */
interface Writes {
  readonly clocks: number[];
  readonly entries: EntryFacts[];
}

interface Deletion {
  readonly clock: number;
  readonly text: string;
  readonly entry: EntryFacts;
}

/** Deletions of one client's characters in one text. They come in any order and are sorted when they are asked for. */
interface Deletions {
  readonly runs: Deletion[];
  isSorted: boolean;
}

/**
 * Who wrote and who deleted which Yjs ids of one room and when, in memory: made of the log's entries in order, asked by the
 * place of a text or by a key.
 */
export class TraceIndex {
  #seq = 0;
  #count = 0;
  readonly #writes = new Map<number, Writes>();
  readonly #deletions = new Map<string, Map<number, Deletions>>();
  readonly #values = new Map<string, Map<string, TracedValue[]>>();

  /** Entry of the log up to which this is derived. */
  get seq(): number {
    return this.#seq;
  }

  /** How many entries it knows. */
  get count(): number {
    return this.#count;
  }

  add({ seq, at, person, trace }: TraceEntry): void {
    const entry: EntryFacts = { index: this.#count++, seq, at, person };
    for (const { client, clock } of trace.written) {
      const writes = entryOf(this.#writes, client, () => ({ clocks: [], entries: [] }));
      writes.clocks.push(clock);
      writes.entries.push(entry);
    }
    for (const { name, client, clock, text } of trace.deleted) {
      const clients = entryOf(this.#deletions, name, () => new Map<number, Deletions>());
      const deletions = entryOf(clients, client, () => ({ runs: [], isSorted: true }));
      if (clock < (deletions.runs.at(-1)?.clock ?? -1)) deletions.isSorted = false;
      deletions.runs.push({ clock, text, entry });
    }
    for (const value of trace.values) {
      const keys = entryOf(this.#values, value.collection, () => new Map<string, TracedValue[]>());
      entryOf(keys, value.key, (): TracedValue[] => []).push({ ...value, entry });
    }
    this.#seq = seq;
  }

  /** The log has been read up to here. */
  advance(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
  }

  /** All values of a collection by key, each key's in the order of the log. */
  values(collection: string): ReadonlyMap<string, readonly TracedValue[]> {
    return this.#values.get(collection) ?? new Map();
  }

  get collections(): Iterable<string> {
    return this.#values.keys();
  }

  /** Goes through the characters of a text in their places, deleted ones too. What this index does not know is left out. */
  visit(name: string, text: Y.Text, visit: VisitCharacters): void {
    const deletions = this.#deletions.get(name);
    for (let item = text._start; item !== null; item = item.right) {
      const { client, clock } = item.id;
      const writes = this.#writes.get(client);
      if (writes === undefined) continue;
      if (!item.deleted) {
        if (item.content instanceof Y.ContentString) pieces(writes, clock, item.content.str, 0, item.length, undefined, visit);
        continue;
      }
      const gone = deletions?.get(client);
      if (gone === undefined) continue;
      sort(gone);
      const end = clock + item.length;
      for (
        let at = Math.max(
          0,
          lastBefore(gone.runs, ({ clock: first }) => first, clock),
        );
        at < gone.runs.length;
        at++
      ) {
        const run = gone.runs[at];
        if (run === undefined || run.clock >= end) break;
        const from = Math.max(run.clock, clock) - run.clock;
        const to = Math.min(run.text.length, end - run.clock);
        if (from < to) pieces(writes, run.clock + from, run.text, from, to, run.entry, visit);
      }
    }
  }
}

/** Cuts characters of one client, of which the first has `clock`, into those of one entry each. */
function pieces(
  { clocks, entries }: Writes,
  clock: number,
  source: string,
  from: number,
  to: number,
  deleted: EntryFacts | undefined,
  visit: VisitCharacters,
): void {
  const zero = clock - from;
  for (let at = lastBefore(clocks, (first) => first, clock), start = from; start < to; at++) {
    const written = entries[at];
    const end = Math.min((clocks[at + 1] ?? Infinity) - zero, to);
    if (written !== undefined) visit(source, start, end, written, deleted);
    start = end;
  }
}

function sort(deletions: Deletions): void {
  if (deletions.isSorted) return;
  deletions.runs.sort((a, b) => a.clock - b.clock);
  deletions.isSorted = true;
}

/** Place of the last of ascending values that is not above a limit; -1 where there is none. */
function lastBefore<T>(list: readonly T[], clockOf: (item: T) => number, limit: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    const item = list[middle];
    if (item !== undefined && clockOf(item) <= limit) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';
import { mergeUpdates } from './merge.js';

type Ranges = Map<number, readonly { readonly clock: number; readonly len: number }[]>;

/** Deletes beyond these are looked at with a document: a list of all is worth making for short answers only. */
const MAX_RANGES = 10_000;
/** Answers that are kept: those of clients that were in step when they were cut off are one and the same. */
const MAX_ANSWERS = 4;

/** Reads an update without structs; undefined for any other, and for bytes that are none. */
function readDeletes(update: Uint8Array): [client: number, clock: number, len: number][] | undefined {
  const ranges: [number, number, number][] = [];
  try {
    const decoder = decoding.createDecoder(update);
    if (decoding.readVarUint(decoder) !== 0) return undefined;
    for (let clients = decoding.readVarUint(decoder); clients > 0; clients--) {
      const client = decoding.readVarUint(decoder);
      for (let left = decoding.readVarUint(decoder); left > 0; left--) {
        ranges.push([client, decoding.readVarUint(decoder), decoding.readVarUint(decoder)]);
        if (ranges.length > MAX_RANGES) return undefined;
      }
    }
    return decoding.hasContent(decoder) ? undefined : ranges;
  } catch {
    return undefined;
  }
}

/** What one reading of an update tells of it. */
interface Summary {
  /** Up to where each client's structs are here without a hole: the state vector. */
  readonly states: ReadonlyMap<number, number>;
  /** Where the last struct of each client ends, holes or not. */
  readonly ends: ReadonlyMap<number, number>;
  readonly deleted: Ranges;
}

function summaryOf(update: Uint8Array): Summary {
  const { structs, ds } = Y.decodeUpdate(update);
  const states = new Map<number, number>();
  const ends = new Map<number, number>();
  for (const struct of structs) {
    if (struct instanceof Y.Skip) continue;
    const { client, clock } = struct.id;
    const end = clock + struct.length;
    if (clock === (states.get(client) ?? 0)) states.set(client, end);
    ends.set(client, end);
  }
  return { states, ends, deleted: ds.clients };
}

/** An update of deletes alone. */
function deletesAlone(deleted: Ranges): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarUint(encoder, deleted.size);
  for (const [client, ranges] of deleted) {
    for (const number of [client, ranges.length]) encoding.writeVarUint(encoder, number);
    for (const { clock, len } of ranges) for (const number of [clock, len]) encoding.writeVarUint(encoder, number);
  }
  return encoding.toUint8Array(encoder);
}

function vectorOf(states: Summary['states']): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.size);
  for (const pair of states) for (const number of pair) encoding.writeVarUint(encoder, number);
  return encoding.toUint8Array(encoder);
}

/** The last of sorted ranges that begins at or before a clock. */
function lastFrom<R extends { readonly clock: number }>(ranges: readonly R[], clock: number): R | undefined {
  let [low, high] = [0, ranges.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.clock ?? 0) <= clock) low = middle + 1;
    else high = middle;
  }
  return ranges[low - 1];
}

/**
 * Content of a room that nobody writes, as the bytes that are sent of it. A document of 50,000 characters takes a
 * tenth of a second to make and megabytes to keep; most rooms are opened to be read. Reading as many parts takes a third of
 * that, during which nobody else is served: it is done once, for all that is asked of them.
 */
export class RestingContent {
  readonly update: Uint8Array;
  #summary: Summary | undefined;
  #vector: Uint8Array | undefined;
  readonly #answers = new Map<string, Uint8Array>();

  constructor(update: Uint8Array) {
    this.update = update;
  }

  /** Of what the log holds, one update after the other; undefined where that is nothing. */
  static of(updates: readonly Uint8Array[]): RestingContent | undefined {
    return updates.length === 0 ? undefined : new RestingContent(mergeUpdates(updates));
  }

  vector(): Uint8Array {
    return (this.#vector ??= vectorOf(this.#read().states));
  }

  /** What a replica with this state vector lacks. @throws what Yjs throws on bytes that are no vector */
  after(vector: Uint8Array): Uint8Array {
    const theirs = Y.decodeStateVector(vector);
    if (theirs.size === 0) return this.update;
    const key = Buffer.from(vector).toString('latin1');
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const { ends, deleted } = this.#read();
    const hasAll = [...ends].every(([client, end]) => (theirs.get(client) ?? 0) >= end);
    const answer = hasAll ? deletesAlone(deleted) : Y.diffUpdate(this.update, vector);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size >= MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
    this.#answers.set(key, answer);
    return answer;
  }

  /**
   * Whether an update certainly adds nothing: what a client says that comes back and has written nothing meanwhile,
   * which is deletes without structs. False is no answer: then a document has to be asked.
   */
  holds(update: Uint8Array): boolean {
    const ranges = readDeletes(update);
    if (ranges === undefined) return false;
    if (ranges.length === 0) return true;
    const { deleted } = this.#read();
    return ranges.every(([client, clock, len]) => {
      const range = lastFrom(deleted.get(client) ?? [], clock);
      return range !== undefined && clock + len <= range.clock + range.len;
    });
  }

  #read(): Summary {
    return (this.#summary ??= summaryOf(this.update));
  }
}

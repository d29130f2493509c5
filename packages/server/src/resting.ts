import * as decoding from 'lib0/decoding';
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
 * tenth of a second to make and megabytes to keep; most rooms are opened to be read.
 */
export class RestingContent {
  readonly update: Uint8Array;
  #vector: Uint8Array | undefined;
  #deleted: Ranges | undefined;
  readonly #answers = new Map<string, Uint8Array>();

  constructor(update: Uint8Array) {
    this.update = update;
  }

  /** Of what the log holds, one update after the other; undefined where that is nothing. */
  static of(updates: readonly Uint8Array[]): RestingContent | undefined {
    return updates.length === 0 ? undefined : new RestingContent(mergeUpdates(updates));
  }

  vector(): Uint8Array {
    return (this.#vector ??= Y.encodeStateVectorFromUpdate(this.update));
  }

  /** What a replica with this state vector lacks. @throws what Yjs throws on bytes that are no vector */
  after(vector: Uint8Array): Uint8Array {
    if (Y.decodeStateVector(vector).size === 0) return this.update;
    const key = Buffer.from(vector).toString('latin1');
    const known = this.#answers.get(key);
    if (known !== undefined) return known;
    const answer = Y.diffUpdate(this.update, vector);
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
    const deleted = (this.#deleted ??= Y.decodeUpdate(this.update).ds.clients);
    return ranges.every(([client, clock, len]) => {
      const range = lastFrom(deleted.get(client) ?? [], clock);
      return range !== undefined && clock + len <= range.clock + range.len;
    });
  }
}

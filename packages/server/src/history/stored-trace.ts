import { type ContentTrace, type DeletedRun, OnedoorError, type Run, type StoredTrace, type WrittenValue } from '@onedoor/core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import type { RoomCipher } from '../log/keys.js';
import { placeOf, type RoomPlace } from '../log/room-log.js';

/*
 * The index of who wrote what, as it is stored: chunks of a room, each a row `start`, `seq`, `body`, that cover the entries
 * of the log from `start` to `seq` without a hole between them. `body` is a ciphertext of the room's key (additional data
 * `trace|<room id>|<epoch>|<start>|<seq>`) around these bytes, numbers as lib0's variable-length integers:
 *
 *     version, 1
 *     words: count, then strings: persons, names of texts, collections
 *     ids: count, then Yjs client ids
 *     entries: count, then each: seq less that of the entry before; time less that of the entry before (signed); person (word)
 *       written: count, then each: client (id), clock, length
 *       deleted: count, then each: text's name (word), client (id), clock, the characters
 *       values: count, then each: collection (word), key, flags (1 lost, 2 has an id, 4 has JSON), client (id) and clock, JSON
 *
 * Only the last chunk is written again. All of it is derived: what is missing or does not open is made anew from the log.
 */
const VERSION = 1;
const LOST = 1;
const HAS_ID = 2;
const HAS_JSON = 4;

/** What one entry of the log wrote and deleted, and who made it when. */
export interface TraceEntry {
  readonly seq: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly person: string;
  readonly trace: ContentTrace;
}

/** A chunk in clear. */
export interface TraceChunk {
  readonly start: number;
  readonly seq: number;
  readonly entries: readonly TraceEntry[];
}

export function sealTrace(room: RoomPlace, cipher: RoomCipher, { start, seq, entries }: TraceChunk): StoredTrace {
  return { start, seq, body: cipher.seal(placeOf.trace(room, start, seq), encodeTrace(entries)) };
}

/** Undefined where the chunk does not open or is of another version. */
export function openTrace(room: RoomPlace, cipher: RoomCipher, { start, seq, body }: StoredTrace): TraceChunk | undefined {
  try {
    return { start, seq, entries: decodeTrace(cipher.open(placeOf.trace(room, start, seq), body)) };
  } catch (error) {
    if (error instanceof OnedoorError || error instanceof RangeError || error instanceof TypeError) return undefined;
    // lib0 throws plain errors on bytes that end too early.
    if (error instanceof Error && error.name === 'Error') return undefined;
    throw error;
  }
}

export function encodeTrace(entries: readonly TraceEntry[]): Uint8Array {
  const words = new Numbered<string>();
  const ids = new Numbered<number>();
  const body = encoding.createEncoder();
  const write = (value: number) => encoding.writeVarUint(body, value);
  const text = (value: string) => encoding.writeVarString(body, value);
  let [seq, at] = [0, 0];
  for (const entry of entries) {
    write(entry.seq - seq);
    encoding.writeVarInt(body, entry.at - at);
    [seq, at] = [entry.seq, entry.at];
    write(words.of(entry.person));
    const { written, deleted, values } = entry.trace;
    write(written.length);
    for (const run of written) {
      write(ids.of(run.client));
      write(run.clock);
      write(run.length);
    }
    write(deleted.length);
    for (const run of deleted) {
      write(words.of(run.name));
      write(ids.of(run.client));
      write(run.clock);
      text(run.text);
    }
    write(values.length);
    for (const { collection, key, id, json, lost } of values) {
      write(words.of(collection));
      text(key);
      write((lost ? LOST : 0) | (id === undefined ? 0 : HAS_ID) | (json === undefined ? 0 : HAS_JSON));
      if (id !== undefined) {
        write(ids.of(id.client));
        write(id.clock);
      }
      if (json !== undefined) text(json);
    }
  }
  const whole = encoding.createEncoder();
  encoding.writeVarUint(whole, VERSION);
  encoding.writeVarUint(whole, words.all.length);
  for (const word of words.all) encoding.writeVarString(whole, word);
  encoding.writeVarUint(whole, ids.all.length);
  for (const id of ids.all) encoding.writeVarUint(whole, id);
  encoding.writeVarUint(whole, entries.length);
  encoding.writeUint8Array(whole, encoding.toUint8Array(body));
  return encoding.toUint8Array(whole);
}

function decodeTrace(bytes: Uint8Array): TraceEntry[] {
  const decoder = decoding.createDecoder(bytes);
  const read = () => decoding.readVarUint(decoder);
  const many = <T>(each: () => T): T[] => {
    const count = read();
    const list: T[] = [];
    for (let at = 0; at < count; at++) list.push(each());
    return list;
  };
  const version = read();
  if (version !== VERSION) throw new RangeError(`version ${version}`);
  const words = many(() => decoding.readVarString(decoder));
  const ids = many(read);
  const word = () => words[read()] ?? '';
  const id = () => ids[read()] ?? 0;
  let [seq, at] = [0, 0];
  return many(() => {
    seq += read();
    at += decoding.readVarInt(decoder);
    const person = word();
    const written = many((): Run => ({ client: id(), clock: read(), length: read() }));
    const deleted = many((): DeletedRun => {
      const run = { name: word(), client: id(), clock: read(), text: decoding.readVarString(decoder) };
      return { ...run, length: run.text.length };
    });
    const values = many((): WrittenValue => {
      const [collection, key, flags] = [word(), decoding.readVarString(decoder), read()];
      return {
        collection,
        key,
        ...((flags & HAS_ID) === 0 ? {} : { id: { client: id(), clock: read() } }),
        ...((flags & HAS_JSON) === 0 ? {} : { json: decoding.readVarString(decoder) }),
        lost: (flags & LOST) !== 0,
      };
    });
    return { seq, at, person, trace: { written, deleted, values } };
  });
}

/** Numbers the first of each value from 0. */
class Numbered<T> {
  readonly all: T[] = [];
  readonly #known = new Map<T, number>();

  of(value: T): number {
    let known = this.#known.get(value);
    if (known === undefined) {
      known = this.all.push(value) - 1;
      this.#known.set(value, known);
    }
    return known;
  }
}

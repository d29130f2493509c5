import {
  type CompareResponse,
  ContentReader,
  createRoomDoc,
  type FieldHistory,
  type LogStore,
  ok,
  type RecordDefinition,
  type Result,
  refuse,
} from '@onedoor/core';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import type { RoomRuntime, TurnNews } from '../room.js';
import type { Rooms } from '../rooms.js';
import { compareAnswer, type Span } from './compare.js';
import { textAnswer, valuesAnswer } from './field-answers.js';
import { type OpenPlace, replay, SLICE_MS } from './replay.js';
import { openTrace, sealTrace, type TraceChunk, type TraceEntry } from './stored-trace.js';
import { TraceIndex } from './trace-index.js';
import { type Waiting, WaitingNews } from './waiting.js';

/** What the index needs of its centre. */
export interface AttributionServices {
  readonly store: LogStore;
  readonly rooms: Rooms;
  readonly limits: Limits;
  readonly log: Logger;
  /** Runs after a while; returns how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** Runs when the event loop has had its turn. */
  readonly defer: (run: () => void) => void;
  /** Ends the turn that waits for the disk: then the log in the store holds nothing that is not settled. */
  readonly settle: () => void;
  readonly now: () => number;
}

/** A question about one field. */
export interface FieldQuestion {
  readonly collection: string;
  readonly record: string;
  readonly field: string;
  /** Values: those of entries below. */
  readonly before?: number | undefined;
  /** Text: number of the first run. */
  readonly from?: number | undefined;
  readonly limit?: number | undefined;
}

/** A chunk that holds so many entries, or so much of what they wrote, is not written again. */
const MAX_ENTRIES = 256;
const MAX_CHUNK_TEXT = 32_768;
/** Rooms whose whole index is kept in memory, and rooms whose last chunk is. */
const MAX_INDEXES = 20;
const MAX_TAILS = 500;
const PAGE_CHUNKS = 8;
/** A room that is written to while its log is read takes another round. */
const MAX_ROUNDS = 10;
const EMPTY: TraceChunk = { start: 1, seq: 0, entries: [] };

/**
 * Who wrote and who deleted what, by Yjs id: derived from what the settled document saw as it took the log's entries, stored
 * in chunks some time after a commit. Persons and times are the log's, so that nothing in a document can claim another
 * author. What is missing is read from the log when it is asked for, a slice at a time.
 */
export class Attribution {
  readonly #services: AttributionServices;
  readonly #waiting: WaitingNews;
  readonly #tails = new Map<string, TraceChunk>();
  readonly #indexes = new Map<string, TraceIndex>();
  readonly #making = new Map<string, Promise<boolean>>();

  constructor(services: AttributionServices) {
    this.#services = services;
    const { later, now, limits } = services;
    this.#waiting = new WaitingNews(
      { later, now, restMs: limits.historyMs, lagMs: limits.historyLagMs, stays: (key) => this.#making.has(key) },
      (taken) => this.#write(taken),
    );
  }

  /** Takes note of what a turn changed in a room. */
  add(room: RoomRuntime, news: TurnNews): void {
    this.#waiting.add(room, news);
  }

  /**
   * Stores what waits, of one room or of all, at once. What is being read from the log now ends before what waits; what does
   * not follow on what is stored is left for the next question to read from the log.
   */
  flush(key?: string): void {
    this.#write(this.#waiting.take(key));
  }

  #write(taken: readonly [key: string, waiting: Waiting][]): void {
    const made = taken.flatMap(([key, waiting]) => {
      const place = this.#place(key);
      const tail = place === undefined ? undefined : this.#tail(key, place);
      if (place === undefined || tail === undefined || waiting.after === undefined || waiting.after > tail.seq) return [];
      const entries = waiting.entries.filter(({ seq }) => seq > tail.seq);
      return [{ key, place, entries, chunks: continued(tail, entries, this.#services.rooms.head(key)) }];
    });
    if (made.length === 0) return;
    try {
      this.#services.store.transaction(
        (tx) => {
          for (const { place, chunks } of made) for (const chunk of chunks) tx.putTrace(place.id, sealTrace(place, place.cipher, chunk));
        },
        { durable: false },
      );
    } catch (error) {
      // No loss: the log has it, and the next question reads it there.
      this.#services.log.error({ error: String(error) }, 'traces could not be stored');
      for (const { key } of made) this.#forget(key);
      return;
    }
    for (const { key, entries, chunks } of made) this.#kept(key, entries, chunks);
  }

  /** Drops the index of a room: the next question reads it from the log. */
  drop(key: string): void {
    const place = this.#place(key);
    if (place === undefined) return;
    this.flush(key);
    this.#services.store.transaction((tx) => tx.dropTraces(place.id));
    this.#forget(key);
  }

  /** Who wrote what of one field. Rights are the caller's business. */
  async field(key: string, question: FieldQuestion): Promise<Result<FieldHistory>> {
    const definition = this.#definition(key, question.collection);
    const kind = definition !== undefined && Object.hasOwn(definition.kinds, question.field) ? definition.kinds[question.field] : undefined;
    if (definition === undefined || kind === undefined)
      return refuse('BAD_ARGS', {
        seen: `${question.collection}.${question.field}`,
        expected: 'a field of a record of this room',
        todo: 'Correct collection or field.',
        at: 'field',
      });
    const { limits } = this.#services;
    const isText = kind === 'text' || kind === 'rich';
    const limit = Math.max(1, Math.min(question.limit ?? Infinity, isText ? limits.maxTextRuns : limits.maxHistoryEdits));
    const place = { definition, record: question.record, field: question.field };
    return this.#answer(key, (index, reader) =>
      isText
        ? textAnswer(index, reader, place, { from: question.from ?? 0, limit, gapMs: limits.editGapMs })
        : valuesAnswer(index, reader, place, { before: question.before ?? Infinity, limit }),
    );
  }

  /** What of a room's content is another at the second moment than at the first. Rights are the caller's business. */
  compare(key: string, span: Span): Promise<Result<CompareResponse>> {
    return this.#answer(key, (index, reader) => compareAnswer(index, reader, (collection) => this.#definition(key, collection), span));
  }

  async #answer<T>(key: string, answer: (index: TraceIndex, reader: ContentReader) => T): Promise<Result<T>> {
    const { rooms, log } = this.#services;
    const address = rooms.address(key);
    if (address !== undefined && rooms.id(key) !== undefined) {
      for (let round = 0; round < MAX_ROUNDS; round++) {
        const index = this.#index(key);
        // From here on nothing waits: index and document are of the same entry.
        if (index !== undefined) return ok(answer(index, rooms.open(address).reader()));
        if (!(await this.#make(key))) break;
      }
      log.error({ key }, 'traces could not be derived');
      return refuse('UNAVAILABLE', {
        seen: 'a log that could not be read',
        expected: 'an answer',
        todo: 'Try again; the server tells why.',
      });
    }
    return ok(answer(new TraceIndex(), new ContentReader(createRoomDoc())));
  }

  /** The index of all that is logged, where it is in memory. */
  #index(key: string): TraceIndex | undefined {
    this.#services.settle();
    this.flush(key);
    const index = this.#indexes.get(key);
    if (index === undefined || index.seq !== this.#services.rooms.head(key)) return undefined;
    keep(this.#indexes, key, index, MAX_INDEXES);
    return index;
  }

  /** Reads from the log what the index lacks, others' turns in between. False where the log does not open. */
  #make(key: string): Promise<boolean> {
    const known = this.#making.get(key);
    if (known !== undefined) return known;
    const making: Promise<boolean> = this.#read(key)
      .catch((error: unknown) => {
        this.#services.log.error({ key, error: String(error) }, 'a log could not be read for its traces');
        this.#forget(key);
        return false;
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  async #read(key: string): Promise<boolean> {
    const { store, defer } = this.#services;
    const place = this.#place(key);
    if (place === undefined) return false;
    let begun = performance.now();
    /** Gives others their turn where it is due. False: the room was erased, or its index dropped, meanwhile. */
    const rest = async (): Promise<boolean> => {
      if (performance.now() - begun < SLICE_MS) return true;
      await new Promise<void>(defer);
      begun = performance.now();
      return this.#place(key)?.epoch === place.epoch && this.#making.has(key);
    };
    let tail = this.#tail(key, place);
    let index = this.#indexes.get(key);
    if (index === undefined || index.seq < tail.seq) {
      index = await this.#loaded(key, place, tail, rest);
      if (index === undefined) return true;
      tail = this.#tail(key, place);
    }
    keep(this.#indexes, key, index, MAX_INDEXES);
    let read: TraceEntry[] = [];
    const put = (seq: number) => {
      const chunks = continued(tail, read, seq);
      store.transaction(
        (tx) => {
          for (const chunk of chunks) tx.putTrace(place.id, sealTrace(place, place.cipher, chunk));
        },
        { durable: false },
      );
      for (const entry of read) index?.add(entry);
      index?.advance(seq);
      tail = chunks.at(-1) ?? tail;
      keep(this.#tails, key, tail, MAX_TAILS);
      read = [];
    };
    let last = tail.seq;
    for (const entry of replay(store, place, tail.seq)) {
      if (typeof entry !== 'number') read.push(entry);
      last = Math.max(tail.seq, typeof entry === 'number' ? entry : entry.seq);
      if (performance.now() - begun < SLICE_MS) continue;
      if (last > tail.seq) put(last);
      if (!(await rest())) return true;
    }
    if (last > tail.seq) put(last);
    keep(this.#indexes, key, index, MAX_INDEXES);
    return true;
  }

  /** The index of what is stored; an empty one where a chunk is missing or does not open. Undefined where `rest` says stop. */
  async #loaded(key: string, place: OpenPlace, tail: TraceChunk, rest: () => Promise<boolean>): Promise<TraceIndex | undefined> {
    const index = new TraceIndex();
    for (let next = 1; next <= tail.seq; ) {
      const chunks = this.#services.store.traces(place.id, next, PAGE_CHUNKS);
      for (const stored of chunks) {
        const chunk = stored.start === next ? openTrace(place, place.cipher, stored) : undefined;
        if (chunk !== undefined) for (const entry of chunk.entries) index.add(entry);
        next = (chunk?.seq ?? 0) + 1;
        if (chunk === undefined) break;
        if (!(await rest())) return undefined;
      }
      if (chunks.length === 0 || next === 1) {
        this.#drop(key, place);
        return new TraceIndex();
      }
    }
    index.advance(tail.seq);
    return index;
  }

  /** The last chunk of what is stored; one that does not open, or knows more than the log, is begun anew. */
  #tail(key: string, place: OpenPlace): TraceChunk {
    const known = this.#tails.get(key);
    if (known !== undefined) return known;
    const stored = this.#services.store.lastTrace(place.id);
    let tail: TraceChunk | undefined = EMPTY;
    if (stored !== undefined) {
      tail = stored.seq > this.#services.rooms.head(key) ? undefined : openTrace(place, place.cipher, stored);
      if (tail === undefined) return this.#drop(key, place);
    }
    keep(this.#tails, key, tail, MAX_TAILS);
    return tail;
  }

  #drop(key: string, place: OpenPlace): TraceChunk {
    this.#services.log.error({ key }, 'a chunk of traces does not open or is missing; the index of the room is made anew');
    this.#forget(key);
    try {
      this.#services.store.transaction((tx) => tx.dropTraces(place.id));
      keep(this.#tails, key, EMPTY, MAX_TAILS);
    } catch (error) {
      // The next question finds it as it is, and tries again.
      this.#services.log.error({ key, error: String(error) }, 'traces could not be dropped');
    }
    return EMPTY;
  }

  #kept(key: string, entries: readonly TraceEntry[], chunks: readonly TraceChunk[]): void {
    const last = chunks.at(-1);
    if (last === undefined) return;
    const index = this.#indexes.get(key);
    for (const entry of entries) if (index !== undefined && entry.seq > index.seq) index.add(entry);
    index?.advance(last.seq);
    keep(this.#tails, key, last, MAX_TAILS);
  }

  #forget(key: string): void {
    this.#tails.delete(key);
    this.#indexes.delete(key);
  }

  #definition(key: string, collection: string): RecordDefinition | undefined {
    return this.#services.rooms.address(key)?.definition.record(collection);
  }

  #place(key: string): OpenPlace | undefined {
    const { rooms } = this.#services;
    const id = rooms.id(key);
    const cipher = rooms.cipher(key);
    return id === undefined || cipher === undefined ? undefined : { id, epoch: rooms.epoch(key), cipher };
  }
}

/** Chunks that are to be stored when entries come behind the last one and the log has been read up to `seq`. */
function continued(tail: TraceChunk, entries: readonly TraceEntry[], seq: number): TraceChunk[] {
  const chunks: TraceChunk[] = [];
  let { start } = tail;
  let held: TraceEntry[] = [...tail.entries];
  let size = held.reduce((sum, entry) => sum + sizeOf(entry), 0);
  for (const entry of entries) {
    const own = sizeOf(entry);
    const last = held.at(-1);
    if (last !== undefined && (held.length >= MAX_ENTRIES || size + own > MAX_CHUNK_TEXT)) {
      chunks.push({ start, seq: last.seq, entries: held });
      start = last.seq + 1;
      [held, size] = [[], 0];
    }
    held.push(entry);
    size += own;
  }
  return [...chunks, { start, seq, entries: held }];
}

const sizeOf = ({ trace: { deleted, values } }: TraceEntry): number =>
  deleted.reduce((sum, { text }) => sum + text.length, 0) + values.reduce((sum, { key, json = '' }) => sum + key.length + json.length, 0);

/** Keeps the most recently used ones. */
function keep<V>(map: Map<string, V>, key: string, value: V, most: number): void {
  map.delete(key);
  map.set(key, value);
  const [oldest] = map.keys();
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}

import { createRoomDoc, hasPending } from '@onedoor/core';
import * as Y from 'yjs';
import type { Platform } from '../platform.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import { copyKey, FIRST_COPY, type LogRow, type SnapshotRow, type StoreChange } from './client-store.js';
import { mergeInTree } from './combine.js';
import { applySnapshot, partsOf, snapshotOf } from './snapshot.js';
import type { WriteQueue } from './write-queue.js';

/** What lies in a room's log beyond its snapshot is compacted at once when it outgrows these, whoever goes on writing. */
const MAX_ROWS = 256;
const MAX_BYTES = 64 * 1024;
/** After a rest less is enough: nobody types who could be held up, and the next opening is soon. */
const REST_MS = 2_000;
const REST_ROWS = 16;
const REST_BYTES = 2 * 1024;
/** A document of so few parts is made anew in a few milliseconds. Where they were not counted, the bytes say it. */
const FEW_PARTS = 8_000;
const FEW_PARTS_BYTES = 256 * 1024;
const SMALL_SNAPSHOT_BYTES = 64 * 1024;
/** Of a document of many parts a log below this stays a row, however small the snapshot is. */
const SHARE_BYTES = 16 * 1024;
/** Updates that are applied at once: between two batches the page draws and hears its keys. */
const BATCH_ROWS = 500;

/** A room's log beyond its snapshot, as far as this tab knows. */
interface Tail {
  rows: number;
  bytes: number;
  snapshotBytes: number;
  /** Of the document; undefined where this tab has not had it. */
  parts?: number;
  /** When it last grew. */
  grownAt: number;
}

/** What an opening read of a room's content. */
export interface FoundContent {
  readonly log: readonly LogRow[];
  readonly snapshot: SnapshotRow | undefined;
  /** Of the document that was filled with it. */
  readonly parts: number;
}

/** What compaction takes from a session. */
export interface CompactorParts {
  readonly queue: WriteQueue;
  readonly platform: Pick<Platform, 'now' | 'after'>;
}

/**
 * Keeps what is stored of rooms small. A log whose rows are many becomes one row; one that outgrows a quarter of its
 * snapshot becomes part of it: so a snapshot that is costly to make is made seldom, and an opening reads two or three
 * rows. What is merged is what is stored, in a document of its own, so that neither undo nor a page's unsaved edits get
 * into the snapshot. Nothing is written that no edit has caused.
 */
export class Compactor {
  readonly #kernel: CompactorParts;
  readonly #index: RoomsIndex;
  readonly #tails = new Map<string, Tail>();
  readonly #resting = new Map<string, () => void>();
  readonly #due = new Set<string>();
  #tail: Promise<void> = Promise.resolve();
  #enabled = false;

  constructor(kernel: CompactorParts, index: RoomsIndex) {
    this.#kernel = kernel;
    this.#index = index;
  }

  /** The leading tab alone compacts. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
    if (enabled) return;
    for (const callOff of this.#resting.values()) callOff();
    this.#resting.clear();
  }

  /** What an opening found: sessions that each leave a little behind must not add up. */
  found(room: string, { log, snapshot, parts }: FoundContent): void {
    const tail = this.#of(room);
    tail.parts = parts;
    tail.rows = Math.max(tail.rows, log.length);
    tail.bytes = Math.max(tail.bytes, bytesOf(log));
    tail.snapshotBytes = snapshot?.bytes.length ?? 0;
  }

  grown(room: string, byteCount: number): void {
    const tail = this.#of(room);
    tail.rows++;
    tail.bytes += byteCount;
    if (!this.#enabled) return;
    tail.grownAt = this.#kernel.platform.now();
    if (tail.rows >= MAX_ROWS || tail.bytes >= Math.max(MAX_BYTES, tail.snapshotBytes / 2)) this.#begin(room);
    else if (isWorthwhile(tail) && !this.#resting.has(room)) this.#await(room, tail, REST_MS);
  }

  /** One timer a room, which looks again: a timer a key costs more than storing it. */
  #await(room: string, tail: Tail, ms: number): void {
    const look = () => {
      this.#resting.delete(room);
      // A clock that was put back must not hold it up.
      const rest = Math.min(REST_MS, tail.grownAt + REST_MS - this.#kernel.platform.now());
      if (rest > 0) this.#await(room, tail, rest);
      else if (isWorthwhile(tail)) this.#begin(room);
    };
    this.#resting.set(room, this.#kernel.platform.after(ms, look));
  }

  /** Settles when nothing is under way. */
  async idle(): Promise<void> {
    await this.#tail;
  }

  /** Settles when what waits for a rest has been done. */
  async rest(): Promise<void> {
    for (const [room, callOff] of this.#resting) {
      callOff();
      this.#begin(room);
    }
    this.#resting.clear();
    await this.#tail;
  }

  #of(room: string): Tail {
    let tail = this.#tails.get(room);
    if (tail === undefined) this.#tails.set(room, (tail = { rows: 0, bytes: 0, snapshotBytes: 0, grownAt: 0 }));
    return tail;
  }

  #begin(room: string): void {
    if (!this.#enabled || this.#due.has(room)) return;
    this.#due.add(room);
    this.#tail = this.#tail
      .then(() => {
        this.#due.delete(room);
        return this.#compact(room);
      })
      .catch(() => {});
  }

  async #compact(room: string): Promise<void> {
    const { queue } = this.#kernel;
    await queue.idle();
    const copy = this.#copyOf(room);
    const key = copyKey(room, copy);
    const [[snapshot], log] = await queue.store.read([
      { table: 'snapshots', key },
      { table: 'log', prefix: `${key}#` },
    ]);
    const tail = this.#of(room);
    Object.assign(tail, { rows: log.length, bytes: bytesOf(log), snapshotBytes: snapshot?.bytes.length ?? 0 });
    if (log.length === 0) return;
    const whole = isCheap(tail) ? wholeOf(key, snapshot, log) : undefined;
    if (whole !== undefined) tail.parts = whole.parts;
    const change = whole?.change ?? rowOf(log);
    if (change === undefined) return;
    await queue.store.prepare([change]);
    // A rejoin begins another copy.
    if (this.#copyOf(room) !== copy || !this.#enabled) return;
    const gone = log.filter((row) => change.table !== 'log' || row.key !== change.put.key);
    await queue.commit([change, ...gone.map((row): StoreChange => ({ table: 'log', delete: row.key }))]);
    // What came meanwhile was counted on top.
    tail.rows -= gone.length;
    if (change.table === 'snapshots') Object.assign(tail, { bytes: tail.bytes - bytesOf(log), snapshotBytes: change.put.bytes.length });
  }

  #copyOf(room: string): string {
    return this.#index.stored(room)?.copy ?? FIRST_COPY;
  }
}

/** Whether there is enough for a rest. */
const isWorthwhile = ({ rows, bytes }: Tail): boolean => rows >= REST_ROWS || bytes >= REST_BYTES;

/** Whether all of it is made anew: it costs little, or enough has come together. */
function isCheap({ bytes, snapshotBytes, parts }: Tail): boolean {
  const isSmall = parts === undefined ? snapshotBytes < SMALL_SNAPSHOT_BYTES : parts < FEW_PARTS && snapshotBytes < FEW_PARTS_BYTES;
  return isSmall || bytes >= Math.max(SHARE_BYTES, snapshotBytes / 4);
}

type Put<T extends 'log' | 'snapshots'> = Extract<StoreChange, { readonly table: T; readonly put: unknown }>;

const bytesOf = (log: readonly LogRow[]): number => log.reduce((sum, row) => sum + row.bytes.length, 0);

/** All of it as a snapshot; undefined where there is a hole, which is filled by what is still to come. */
function wholeOf(
  key: string,
  snapshot: SnapshotRow | undefined,
  log: readonly LogRow[],
): { readonly change: Put<'snapshots'>; readonly parts: number } | undefined {
  const doc = createRoomDoc();
  if (snapshot !== undefined) applySnapshot(doc, snapshot);
  for (let at = 0; at < log.length; at += BATCH_ROWS) {
    doc.transact(() => {
      for (const { bytes } of log.slice(at, at + BATCH_ROWS)) Y.applyUpdate(doc, bytes);
    });
  }
  const put = hasPending(doc) ? undefined : snapshotOf(key, doc);
  const parts = partsOf(doc);
  doc.destroy();
  return put === undefined ? undefined : { change: { table: 'snapshots', put }, parts };
}

/** The log in one row; undefined where it is one already. */
function rowOf(log: readonly LogRow[]): Put<'log'> | undefined {
  const last = log.at(-1);
  if (last === undefined || log.length < 2) return undefined;
  return { table: 'log', put: { key: last.key, bytes: mergeInTree(log.map((row) => row.bytes)) } };
}

import { createRoomDoc, hasPending } from '@onedoor/core';
import * as Y from 'yjs';
import type { Kernel } from '../kernel.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import { copyKey, FIRST_COPY, type StoreChange } from './client-store.js';

/** Below this nothing is gained by compacting. */
const MIN_BYTES = 64 * 1024;
const BATCH_ROWS = 500;

/**
 * Compacts rooms by bytes: a room whose uncompacted log outgrows half of its snapshot. What is merged is what is
 * stored, in a document of its own, so that neither undo nor a page's unsaved edits get into the snapshot.
 */
export class Compactor {
  readonly #kernel: Kernel;
  readonly #index: RoomsIndex;
  readonly #grown = new Map<string, number>();
  #tail: Promise<void> = Promise.resolve();
  #enabled = false;

  constructor(kernel: Kernel, index: RoomsIndex) {
    this.#kernel = kernel;
    this.#index = index;
  }

  /** The leading tab alone compacts. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
  }

  grown(room: string, byteCount: number): void {
    const grown = (this.#grown.get(room) ?? 0) + byteCount;
    this.#grown.set(room, grown);
    if (!this.#enabled || grown < MIN_BYTES) return;
    this.#grown.set(room, 0);
    this.#tail = this.#tail.then(() => this.compact(room)).catch(() => {});
  }

  /** Settles when nothing is under way. */
  idle(): Promise<void> {
    return this.#tail;
  }

  async compact(room: string): Promise<void> {
    const { queue } = this.#kernel;
    await queue.idle();
    const copy = this.#index.stored(room)?.copy ?? FIRST_COPY;
    const key = copyKey(room, copy);
    const [keys, snapshot, log] = await Promise.all([
      queue.store.keys('log', `${key}#`),
      queue.store.get('snapshots', key),
      queue.store.list('log', `${key}#`),
    ]);
    const logged = log.reduce((sum, row) => sum + row.bytes.length, 0);
    if (keys.length === 0 || logged < Math.max(MIN_BYTES, (snapshot?.bytes.length ?? 0) / 2)) return;
    const doc = createRoomDoc();
    if (snapshot !== undefined) Y.applyUpdate(doc, snapshot.bytes);
    for (let at = 0; at < log.length; at += BATCH_ROWS) {
      doc.transact(() => {
        for (const { bytes } of log.slice(at, at + BATCH_ROWS)) Y.applyUpdate(doc, bytes);
      });
    }
    const isWhole = !hasPending(doc);
    const bytes = Y.encodeStateAsUpdate(doc);
    doc.destroy();
    const put = { key, bytes };
    await queue.store.prepare([{ table: 'snapshots', put }]);
    // A hole is filled by what is still to come; and a rejoin begins another copy.
    if (!isWhole || (this.#index.stored(room)?.copy ?? FIRST_COPY) !== copy || !this.#enabled) return;
    await queue.commit([{ table: 'snapshots', put }, ...log.map((row): StoreChange => ({ table: 'log', delete: row.key }))]);
  }
}

import type { HistoryResponse, LogStore, StoredEdits } from '@onedoor/core';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import type { RoomRuntime, TurnNews } from '../room.js';
import type { Rooms } from '../rooms.js';
import { EditTail } from './fold-edits.js';
import { type OpenPlace, replay, SLICE_MS } from './replay.js';
import { asSent, type KeptEdit, openChunk, sealChunk } from './stored-edits.js';
import { type Waiting, WaitingNews } from './waiting.js';

/** What the index needs of its centre. */
export interface HistoryServices {
  readonly store: LogStore;
  readonly rooms: Rooms;
  readonly limits: Limits;
  readonly log: Logger;
  /** Runs after a while; returns how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** Runs at the end of this turn of the event loop. */
  readonly defer: (run: () => void) => void;
  /** Ends the turn that waits for the disk: then the log in the store holds nothing that is not settled. */
  readonly settle: () => void;
  readonly now: () => number;
}

interface Made {
  readonly key: string;
  readonly id: number;
  readonly tail: EditTail;
  readonly isAnew: boolean;
  readonly chunks: readonly StoredEdits[];
}

/** Ends of rooms' indexes that are kept in memory. */
const MAX_TAILS = 500;
const PAGE_CHUNKS = 4;
const END = Number.MAX_SAFE_INTEGER;

/**
 * The index of edits by person: of each room, who changed what and when, derived from what the settled document saw
 * as it took the log's entries. It is written some time after a commit. Whatever is missing, after a crash, a failed
 * write or an update of this server, is derived by reading the log the next time that the room is changed or asked for.
 */
export class History {
  readonly #services: HistoryServices;
  readonly #waiting: WaitingNews;
  readonly #tails = new Map<string, EditTail>();
  readonly #making = new Map<string, Promise<void>>();

  constructor(services: HistoryServices) {
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

  /** Stores what waits, of one room or of all, at once. What is being read from the log now ends before what waits. */
  flush(key?: string): void {
    this.#write(this.#waiting.take(key));
  }

  #write(taken: readonly [key: string, waiting: Waiting][]): void {
    this.#store(taken.flatMap(([key, news]) => this.#make(key, news)));
  }

  /** Reads from the log what a room's index lacks, a slice at a time: a long log does not hold up the others. */
  catchUp(key: string): Promise<void> {
    const known = this.#making.get(key);
    if (known !== undefined) return known;
    const making = this.#catchUp(key)
      .catch((error: unknown) => {
        this.#tails.delete(key);
        this.#services.log.error({ key, error: String(error) }, 'edits could not be derived');
      })
      .finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  /** Edits of a room, the latest first. Rights are the caller's business. @throws DATA_DAMAGED where the log does not open */
  page(key: string, options: { readonly before?: number | undefined; readonly limit: number }): HistoryResponse {
    const { rooms, limits } = this.#services;
    const limit = Math.max(1, Math.min(options.limit, limits.maxHistoryEdits));
    const hasContent = (rooms.address(key)?.definition.records.length ?? 0) > 0;
    if (rooms.id(key) === undefined || !hasContent) return { edits: [], seq: rooms.head(key), more: false };
    this.flush(key);
    const tail = this.#tails.get(key) ?? this.#load(key)?.tail;
    if (tail?.seq !== rooms.head(key)) this.#store(this.#make(key, { after: undefined, entries: [] }));
    const found = this.#read(key, options.before ?? END, limit + 1);
    if (found === undefined) {
      this.#services.log.error({ key }, 'a chunk of edits does not open; the index of the room is made anew');
      this.#tails.delete(key);
      this.#store(this.#make(key, { after: undefined, entries: [] }, true));
    }
    const edits = found ?? this.#read(key, options.before ?? END, limit + 1) ?? [];
    const seq = this.#tails.get(key)?.seq ?? this.#load(key)?.tail.seq ?? 0;
    return { edits: edits.slice(0, limit).map(asSent), seq, more: edits.length > limit };
  }

  async #catchUp(key: string): Promise<void> {
    const { rooms, store, defer } = this.#services;
    this.flush(key);
    const place = this.#place(key);
    const hasContent = (rooms.address(key)?.definition.records.length ?? 0) > 0;
    const known = this.#tails.get(key);
    const loaded = known === undefined ? this.#load(key) : { tail: known, isAnew: false };
    if (place === undefined || loaded === undefined || !hasContent || loaded.tail.seq >= rooms.head(key)) return;
    const { tail, isAnew } = loaded;
    // Until it is whole nobody else goes on with it.
    this.#tails.delete(key);
    let [begun, last] = [performance.now(), tail.seq];
    for (const entry of replay(store, place, tail.seq)) {
      if (typeof entry !== 'number') tail.add(entry);
      last = Math.max(last, typeof entry === 'number' ? entry : entry.seq);
      if (performance.now() - begun < SLICE_MS) continue;
      await new Promise<void>(defer);
      begun = performance.now();
      // Erased or made anew meanwhile: whoever asks next begins with what is there then.
      if (this.#place(key)?.epoch !== place.epoch) return;
    }
    const chunks = tail.advance(last).map((chunk) => sealChunk(place, place.cipher, chunk));
    this.#store([{ key, id: place.id, tail, isAnew, chunks }]);
  }

  /** Edits with an order below `before`; undefined where one of their chunks does not open. */
  #read(key: string, before: number, limit: number): KeptEdit[] | undefined {
    const place = this.#place(key);
    if (place === undefined) return [];
    const edits: KeptEdit[] = [];
    for (let below = before; edits.length < limit; ) {
      const stored = this.#services.store.edits(place.id, below, PAGE_CHUNKS);
      for (const each of stored) {
        const chunk = openChunk(place, place.cipher, each);
        if (chunk === undefined) return undefined;
        edits.push(...chunk.edits.filter((edit) => edit.order < before).reverse());
      }
      if (stored.length < PAGE_CHUNKS) break;
      below = stored.at(-1)?.start ?? 0;
    }
    return edits.slice(0, limit);
  }

  /** What a room's index becomes; nothing where its log does not open, which is told where the room itself is opened. */
  #make(key: string, { after, entries }: Waiting, isAnew = false): Made[] {
    const { rooms, limits, log } = this.#services;
    try {
      const place = this.#place(key);
      if (place === undefined) return [];
      const known = isAnew ? undefined : this.#tails.get(key);
      const loaded = known === undefined && !isAnew ? this.#load(key) : undefined;
      const tail = known ?? loaded?.tail ?? new EditTail(limits.editGapMs);
      // Entries that are folded twice or left out would stay wrong for good: anything but the very next is read from the log.
      if (tail.seq !== after) this.#services.settle();
      const news = tail.seq === after ? entries : replay(this.#services.store, place, tail.seq);
      for (const entry of news) if (typeof entry !== 'number') tail.add(entry);
      const chunks = tail.advance(rooms.head(key)).map((chunk) => sealChunk(place, place.cipher, chunk));
      return [{ key, id: place.id, tail, isAnew: isAnew || loaded?.isAnew === true, chunks }];
    } catch (error) {
      this.#tails.delete(key);
      log.error({ key, error: String(error) }, 'edits could not be derived');
      return [];
    }
  }

  #store(made: readonly Made[]): void {
    if (made.length === 0) return;
    try {
      this.#services.store.transaction(
        (tx) => {
          for (const { id, isAnew, chunks } of made) {
            if (isAnew) tx.dropEdits(id);
            for (const chunk of chunks) tx.putEdits(id, chunk);
          }
        },
        { durable: false },
      );
    } catch (error) {
      // No loss: the log has it, and the next change or question reads it there.
      this.#services.log.error({ error: String(error) }, 'edits could not be stored');
      for (const { key } of made) this.#tails.delete(key);
      return;
    }
    for (const { key, tail } of made) this.#keep(key, tail);
  }

  /** The stored end of a room's index; begun anew where it does not open, or knows more than the log. */
  #load(key: string): { readonly tail: EditTail; readonly isAnew: boolean } | undefined {
    const { store, limits, rooms } = this.#services;
    const place = this.#place(key);
    if (place === undefined) return undefined;
    const [stored] = store.edits(place.id, END, 1);
    if (stored === undefined) return { tail: new EditTail(limits.editGapMs), isAnew: false };
    const chunk = stored.seq > rooms.head(key) ? undefined : openChunk(place, place.cipher, stored);
    return { tail: new EditTail(limits.editGapMs, chunk), isAnew: chunk === undefined };
  }

  #place(key: string): OpenPlace | undefined {
    const { rooms } = this.#services;
    const id = rooms.id(key);
    const cipher = rooms.cipher(key);
    return id === undefined || cipher === undefined ? undefined : { id, epoch: rooms.epoch(key), cipher };
  }

  #keep(key: string, tail: EditTail): void {
    this.#tails.delete(key);
    this.#tails.set(key, tail);
    const [oldest] = this.#tails.keys();
    if (this.#tails.size > MAX_TAILS && oldest !== undefined) this.#tails.delete(oldest);
  }
}

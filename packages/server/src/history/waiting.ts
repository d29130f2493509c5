import type { RoomRuntime, TurnNews } from '../room.js';
import type { ReadEntry } from './replay.js';

/** What the log has and an index does not, of one room. */
export interface Waiting {
  /** Entry after which `entries` begin; undefined where something was missed, so that the log is read. */
  after: number | undefined;
  readonly entries: ReadEntry[];
}

interface Gathered extends Waiting {
  /** Epoch milliseconds of the first and of the last news. */
  readonly since: number;
  until: number;
}

/** What an index waits with. */
export interface WaitingOptions {
  readonly later: (run: () => void, ms: number) => () => void;
  readonly now: () => number;
  /** A room that rests so long is written. */
  readonly restMs: number;
  /** One that does not rest is written after so long at the latest. */
  readonly lagMs: number;
  /** Whether a room is not to be written now. */
  readonly stays: (key: string) => boolean;
}

/** A room is written when so many entries wait: its last chunk is written again as a whole, so that each time costs the same. */
const FULL_ENTRIES = 64;
/** Above so many entries of all rooms together nobody waits: they are memory. */
const MAX_ENTRIES = 8192;
/** Rooms that are written at a stretch, and the time after which the next ones are: sockets have their turn in between. */
const ROOMS_AT_ONCE = 8;
const BETWEEN_MS = 20;

/**
 * Gathers what turns changed for an index that is written some time after a commit. The index of a room that is written all
 * the time follows seldom, as each time writes its last chunk anew; whoever asks for it before takes what waits. A few rooms
 * at a stretch, so that nobody's key waits for a hundred of them.
 */
export class WaitingNews {
  readonly #options: WaitingOptions;
  readonly #write: (taken: readonly [key: string, waiting: Waiting][]) => void;
  /** In the order of their first news. */
  readonly #rooms = new Map<string, Gathered>();
  #entries = 0;
  #cancel: (() => void) | undefined;

  /** @param write called with what is due */
  constructor(options: WaitingOptions, write: (taken: readonly [key: string, waiting: Waiting][]) => void) {
    this.#options = options;
    this.#write = write;
  }

  /** Takes note of what a turn changed in a room. Rooms that hold acts alone have no content to index. */
  add(room: RoomRuntime, { read }: TurnNews): void {
    if (room.definition.records.length === 0) return;
    const now = this.#options.now();
    const waiting = this.#rooms.get(room.key) ?? { after: read?.after, entries: [], since: now, until: now };
    this.#rooms.set(room.key, waiting);
    waiting.until = now;
    if (read === undefined) waiting.after = undefined;
    else for (const entry of read.entries) waiting.entries.push(entry);
    this.#entries += read?.entries.length ?? 0;
    this.#arm(this.#options.restMs);
  }

  /** What waits, of one room or of all, by room. It waits no longer, but for rooms that stay. */
  take(key?: string): [key: string, waiting: Waiting][] {
    return this.#taken((key === undefined ? [...this.#rooms.keys()] : [key]).filter((each) => !this.#options.stays(each)));
  }

  #arm(ms: number): void {
    this.#cancel ??= this.#options.later(() => {
      this.#cancel = undefined;
      const due = this.#due();
      const taken = this.#taken(due.slice(0, ROOMS_AT_ONCE));
      if (this.#rooms.size > 0) this.#arm(due.length > ROOMS_AT_ONCE ? BETWEEN_MS : this.#options.restMs);
      if (taken.length > 0) this.#write(taken);
    }, ms);
  }

  /** Rooms that are to be written now, those that have waited longest first. */
  #due(): string[] {
    const { now, restMs, lagMs, stays } = this.#options;
    const [at, isFull] = [now(), this.#entries > MAX_ENTRIES];
    return [...this.#rooms]
      .filter(
        ([key, { entries, since, until }]) =>
          !stays(key) && (isFull || entries.length >= FULL_ENTRIES || at - until >= restMs || at - since >= lagMs),
      )
      .map(([key]) => key);
  }

  #taken(keys: readonly string[]): [key: string, waiting: Waiting][] {
    const taken = keys.flatMap((key): [string, Waiting][] => {
      const waiting = this.#rooms.get(key);
      return waiting === undefined ? [] : [[key, waiting]];
    });
    for (const [key, { entries }] of taken) {
      this.#rooms.delete(key);
      this.#entries -= entries.length;
    }
    if (this.#rooms.size === 0) {
      this.#cancel?.();
      this.#cancel = undefined;
    }
    return taken;
  }
}

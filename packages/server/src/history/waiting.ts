import type { RoomRuntime, TurnNews } from '../room.js';
import type { ReadEntry } from './replay.js';

/** What the log has and an index does not, of one room. */
export interface Waiting {
  /** Entry after which `entries` begin; undefined where something was missed, so that the log is read. */
  after: number | undefined;
  readonly entries: ReadEntry[];
}

/** Gathers what turns changed for an index that is written some time after a commit: a transaction a second and not one a key. */
export class WaitingNews {
  readonly #later: (run: () => void, ms: number) => () => void;
  readonly #ms: number;
  readonly #due: () => void;
  readonly #rooms = new Map<string, Waiting>();
  #cancel: (() => void) | undefined;

  /** @param due called `ms` after the first news that nobody has taken */
  constructor(later: (run: () => void, ms: number) => () => void, ms: number, due: () => void) {
    this.#later = later;
    this.#ms = ms;
    this.#due = due;
  }

  /** Takes note of what a turn changed in a room. Rooms that hold acts alone have no content to index. */
  add(room: RoomRuntime, { read }: TurnNews): void {
    if (room.definition.records.length === 0) return;
    const waiting = this.#rooms.get(room.key) ?? { after: read?.after, entries: [] };
    this.#rooms.set(room.key, waiting);
    if (read === undefined) waiting.after = undefined;
    else for (const entry of read.entries) waiting.entries.push(entry);
    this.#cancel ??= this.#later(() => {
      this.#cancel = undefined;
      this.#due();
    }, this.#ms);
  }

  /** All that waits, by room. It waits no longer, but for rooms that `stays` keeps. */
  take(stays: (key: string) => boolean = () => false): [key: string, waiting: Waiting][] {
    this.#cancel?.();
    this.#cancel = undefined;
    const taken = [...this.#rooms].filter(([key]) => !stays(key));
    for (const [key] of taken) this.#rooms.delete(key);
    return taken;
  }
}

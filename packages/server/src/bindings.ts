import type { Binding } from '@onedoor/core';

/** A person on one of their devices. A stock client names no device: its ids are bound to the person alone. */
export interface Who {
  readonly person: string;
  readonly device: string;
}

/** Device of all stock clients of a person: one that comes back keeps its client id and knows no device. */
export const STOCK_DEVICE = 'stock';

interface Bound extends Who {
  /** In the log; ids that have written nothing yet are kept in memory alone. */
  readonly stored: boolean;
}

/** Which Yjs client ids of a room belong to whom. An id belongs to the first who names it, for good. */
export class Bindings {
  readonly #bound = new Map<number, Bound>();
  readonly #unused = new Map<string, number>();
  readonly #maxUnused: number;

  constructor(maxUnused: number) {
    this.#maxUnused = maxUnused;
  }

  /** Takes what the log holds; ids that are bound in memory alone stay. */
  load(stored: readonly Binding[]): void {
    for (const [client, bound] of this.#bound) if (bound.stored) this.#bound.delete(client);
    for (const { client, person, device } of stored) {
      this.#forgetUnused(client);
      this.#bound.set(client, { person, device, stored: true });
    }
  }

  isOf(client: number, who: Who): boolean {
    const bound = this.#bound.get(client);
    return bound !== undefined && bound.person === who.person && bound.device === who.device;
  }

  personOf(client: number): string | undefined {
    return this.#bound.get(client)?.person;
  }

  isStored(client: number): boolean {
    return this.#bound.get(client)?.stored === true;
  }

  /** Ids that cannot be this person's: another's, or more than one person may hold unused. Binds nothing. */
  clashes(clients: Iterable<number>, who: Who): number[] {
    const clashing: number[] = [];
    let room = this.#maxUnused - (this.#unused.get(who.person) ?? 0);
    for (const client of clients) {
      if (this.#bound.has(client) ? !this.isOf(client, who) : --room < 0) clashing.push(client);
    }
    return clashing;
  }

  /** Binds those that are free. Call `clashes` before. */
  bind(clients: Iterable<number>, who: Who): void {
    for (const client of clients) {
      if (this.#bound.has(client)) continue;
      this.#bound.set(client, { person: who.person, device: who.device, stored: false });
      this.#unused.set(who.person, (this.#unused.get(who.person) ?? 0) + 1);
    }
  }

  markStored(clients: Iterable<number>): void {
    for (const client of clients) {
      const bound = this.#bound.get(client);
      if (bound === undefined) continue;
      this.#forgetUnused(client);
      this.#bound.set(client, { ...bound, stored: true });
    }
  }

  #forgetUnused(client: number): void {
    const bound = this.#bound.get(client);
    if (bound === undefined || bound.stored) return;
    this.#unused.set(bound.person, (this.#unused.get(bound.person) ?? 1) - 1);
  }
}

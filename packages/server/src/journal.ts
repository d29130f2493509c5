import type { LogStore, LogWriter } from '@onedoor/core';

/** One thing that wants to be in the log. */
export interface JournalItem {
  /**
   * Checks and writes, inside the transaction. What a client did wrong is kept for `settle`; a throw is a fault of
   * the store, which fails the whole turn.
   */
  stage(tx: LogWriter): void;
  /** The log holds it now, or it was refused. */
  settle(): void;
  /** The transaction failed: nothing of this turn is in the log. */
  fail(error: unknown): void;
}

/** What happens around a turn. */
export interface JournalHooks {
  /** All items of the turn are durable and not settled yet. */
  committed(): void;
  failed(error: unknown): void;
  /** All items of the turn are settled or failed. */
  turned(): void;
}

/**
 * Collects what event-loop turns bring and appends it in one transaction. While the disk takes that up the process goes on:
 * what comes meanwhile waits for the next transaction, so that the slower the disk, the more a transaction holds.
 */
export class Journal {
  readonly #store: LogStore;
  readonly #defer: (run: () => void) => void;
  readonly #maxItems: number;
  readonly #hooks: JournalHooks;
  #queue: JournalItem[] = [];
  #scheduled = false;
  /** Items that are committed, and not known to survive a loss of power yet. */
  #syncing: readonly JournalItem[] | undefined;

  constructor(store: LogStore, defer: (run: () => void) => void, maxItems: number, hooks: JournalHooks) {
    this.#store = store;
    this.#defer = defer;
    this.#maxItems = maxItems;
    this.#hooks = hooks;
  }

  get idle(): boolean {
    return this.#queue.length === 0 && this.#syncing === undefined;
  }

  add(item: JournalItem): void {
    this.#queue.push(item);
    this.#schedule();
  }

  /** Writes all that waits, at once. */
  drain(): void {
    this.settle();
    while (this.#queue.length > 0) {
      this.#flush();
      this.settle();
    }
  }

  /** Ends the turn that waits for the disk, if there is one, at once: afterwards what is staged is settled. */
  settle(): void {
    const items = this.#syncing;
    if (items === undefined) return;
    let failure: { readonly error: unknown } | undefined;
    try {
      this.#store.sync();
    } catch (error) {
      failure = { error };
    }
    this.#end(items, failure);
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#defer(() => {
      this.#scheduled = false;
      this.#flush();
    });
  }

  #flush(): void {
    if (this.#syncing !== undefined) return;
    const items = this.#queue.splice(0, this.#maxItems);
    if (items.length === 0) return;
    let synced: Promise<void> | undefined;
    try {
      this.#store.transaction(
        (tx) => {
          for (const item of items) item.stage(tx);
        },
        { durable: false },
      );
      synced = this.#store.synced();
    } catch (error) {
      return this.#end(items, { error });
    }
    if (synced === undefined) return this.#end(items);
    this.#syncing = items;
    // Whoever could not wait has ended it already.
    const ended = (failure?: { readonly error: unknown }) => this.#syncing === items && this.#end(items, failure);
    void synced.then(
      () => ended(),
      (error: unknown) => ended({ error }),
    );
  }

  #end(items: readonly JournalItem[], failure?: { readonly error: unknown }): void {
    this.#syncing = undefined;
    if (failure === undefined) {
      this.#hooks.committed();
      for (const item of items) item.settle();
    } else {
      this.#hooks.failed(failure.error);
      for (const item of items) item.fail(failure.error);
    }
    this.#hooks.turned();
    if (this.#queue.length > 0) this.#schedule();
  }
}

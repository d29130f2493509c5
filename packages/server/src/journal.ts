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

/** Collects what one event-loop turn brings and appends it in one transaction: a commit to disk costs a turn once. */
export class Journal {
  readonly #store: LogStore;
  readonly #defer: (run: () => void) => void;
  readonly #maxItems: number;
  readonly #hooks: JournalHooks;
  #queue: JournalItem[] = [];
  #scheduled = false;

  constructor(store: LogStore, defer: (run: () => void) => void, maxItems: number, hooks: JournalHooks) {
    this.#store = store;
    this.#defer = defer;
    this.#maxItems = maxItems;
    this.#hooks = hooks;
  }

  get idle(): boolean {
    return this.#queue.length === 0;
  }

  add(item: JournalItem): void {
    this.#queue.push(item);
    this.#schedule();
  }

  /** Writes all that waits, at once. */
  drain(): void {
    while (this.#queue.length > 0) this.#flush();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#defer(() => {
      this.#scheduled = false;
      this.#flush();
      if (this.#queue.length > 0) this.#schedule();
    });
  }

  #flush(): void {
    const items = this.#queue.splice(0, this.#maxItems);
    if (items.length === 0) return;
    try {
      this.#store.transaction((tx) => {
        for (const item of items) item.stage(tx);
      });
    } catch (error) {
      this.#hooks.failed(error);
      for (const item of items) item.fail(error);
      this.#hooks.turned();
      return;
    }
    this.#hooks.committed();
    for (const item of items) item.settle();
    this.#hooks.turned();
  }
}

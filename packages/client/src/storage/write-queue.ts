import { OnedoorError, type Refusal } from '@onedoor/core';
import type { Platform } from '../platform.js';
import type { ClientStore, Found, StoreChange, TableName, Tables, Want } from './client-store.js';

const RETRY_MS = 10_000;

interface Batch {
  readonly changes: StoreChange[];
  readonly done: Promise<void>;
  settle(error?: unknown): void;
}

function newBatch(): Batch {
  let resolve = () => {};
  let reject: (error: unknown) => void = () => {};
  const done = new Promise<void>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  done.catch(() => {});
  return { changes: [], done, settle: (error) => (error === undefined ? resolve() : reject(error)) };
}

/**
 * Writes in order, each begun in the task that asked for it. While one is under way the next ones gather, so that
 * typing does not cost a transaction a key, and no timer stands between a key and the disk.
 */
export class WriteQueue {
  readonly store: ClientStore;
  /** Says the same with less. Who opens rooms sets it: it needs Yjs, which a page's first cards do without. */
  combine: (changes: readonly StoreChange[]) => readonly StoreChange[] = (changes) => changes;
  readonly #platform: Pick<Platform, 'after'>;
  readonly #onProblem: (refusal: Refusal | undefined) => void;
  #waiting: Batch | undefined;
  #running = 0;
  #tail: Promise<void> = Promise.resolve();
  /** Changes that the disk did not take; they go first with the next write. */
  #stuck: StoreChange[] = [];
  #callOff = () => {};
  #closed = false;

  constructor(store: ClientStore, platform: Pick<Platform, 'after'>, onProblem: (refusal: Refusal | undefined) => void) {
    this.store = store;
    this.#platform = platform;
    this.#onProblem = onProblem;
  }

  /** Whether something is in this page alone. */
  get stuck(): boolean {
    return this.#stuck.length > 0;
  }

  /** Whether anything is not on the disk yet. */
  get busy(): boolean {
    return this.stuck || this.#running > 0 || this.#waiting !== undefined;
  }

  /** A row as it is here: what the disk has refused so far counts as written. */
  async get<T extends TableName>(table: T, key: string): Promise<Tables[T] | undefined> {
    return overlaid(new Map([[key, await this.store.get(table, key)]]), this.#stuck, table, key).get(key);
  }

  /** Rows whose key begins with `prefix`, in order of their keys, as they are here. */
  async list<T extends TableName>(table: T, prefix: string): Promise<Tables[T][]> {
    const stored = (await this.store.list(table, prefix)).map((row) => [row.key, row] as const);
    if (!this.stuck) return stored.map(([, row]) => row);
    const rows = overlaid(new Map<string, Tables[T] | undefined>(stored), this.#stuck, table, prefix);
    return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, row]) => (row === undefined ? [] : [row]));
  }

  /** Several rows and lists of one moment, as they are here. */
  async read<const W extends readonly Want[]>(wants: W): Promise<Found<W>> {
    const found = await this.store.read(wants);
    if (!this.stuck) return found;
    const here = wants.map((want, at) => {
      const stored = (found[at] ?? []).map((row) => [row.key, row] as const);
      const prefix = 'key' in want ? want.key : want.prefix;
      const rows = overlaid(new Map<string, Tables[TableName] | undefined>(stored), this.#stuck, want.table, prefix);
      return [...rows].sort(([a], [b]) => (a < b ? -1 : 1)).flatMap(([, row]) => (row === undefined ? [] : [row]));
    });
    // The union of tables has lost the link between a want and its rows.
    return here as Found<W>;
  }

  /** Keys that begin with `prefix`, as they are here: what is deleted by them must not come back with a later try. */
  async keys(table: TableName, prefix: string): Promise<string[]> {
    const stored = (await this.store.keys(table, prefix)).map((key) => [key, undefined] as const);
    return [...overlaid(new Map(stored), this.#stuck, table, prefix).keys()];
  }

  /** Settles when the changes are stored. Rejects with STORE_FULL and keeps them to be tried again. */
  commit(changes: readonly StoreChange[]): Promise<void> {
    if (changes.length === 0) return Promise.resolve();
    this.#waiting ??= newBatch();
    this.#waiting.changes.push(...changes);
    const { done } = this.#waiting;
    if (this.#running === 0) this.#start();
    return done;
  }

  /** Begins what has gathered at once: the page may be gone in the next moment. */
  flush(): Promise<void> {
    this.#start();
    return this.idle();
  }

  /** Settles when nothing is under way any more. */
  async idle(): Promise<void> {
    while (this.#running > 0 || this.#waiting !== undefined) await this.#tail;
  }

  async close(): Promise<void> {
    await this.flush();
    this.#closed = true;
    this.#callOff();
  }

  #start(): void {
    const batch = this.#waiting;
    if (batch === undefined) return;
    this.#waiting = undefined;
    this.#running++;
    this.#tail = Promise.all([this.#tail, this.#write(batch)]).then(() => undefined);
  }

  async #write(batch: Batch): Promise<void> {
    const changes = this.combine([...this.#stuck, ...batch.changes]);
    const wasStuck = this.#stuck.length > 0;
    this.#stuck = [];
    try {
      await this.store.commit(changes);
      if (wasStuck) this.#onProblem(undefined);
      batch.settle();
    } catch (error) {
      this.#stuck = [...changes, ...this.#stuck];
      this.#onProblem(
        error instanceof OnedoorError
          ? error.refusal
          : {
              code: 'STORE_FULL',
              seen: `the database refused a write: ${String(error)}`,
              expected: 'a database that takes it',
              todo: 'Reload the page; what is typed here is in this page alone.',
            },
      );
      batch.settle(error);
      this.#callOff();
      if (!this.#closed) this.#callOff = this.#platform.after(RETRY_MS, () => this.#again());
    } finally {
      this.#running--;
      if (this.#running === 0) this.#start();
    }
  }

  #again(): void {
    if (this.#stuck.length === 0 || this.#closed) return;
    this.#waiting ??= newBatch();
    if (this.#running === 0) this.#start();
  }
}

function overlaid<T extends TableName>(
  rows: Map<string, Tables[T] | undefined>,
  changes: readonly StoreChange[],
  table: T,
  prefix: string,
): Map<string, Tables[T] | undefined> {
  for (const change of changes) {
    if (change.table !== table) continue;
    if ('delete' in change) rows.delete(change.delete);
    // A change of this table holds a row of this table: the union has lost the link between the two.
    else if (change.put.key.startsWith(prefix)) rows.set(change.put.key, change.put as Tables[T]);
  }
  return rows;
}

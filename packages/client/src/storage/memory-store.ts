import { OnedoorError } from '@onedoor/core';
import { type ClientStore, type Found, type StoreChange, TABLES, type TableName, type Tables, type Want } from './client-store.js';

/** Few, so that tests have several. */
const BATCH = 2;

type Rows = { [T in TableName]: Map<string, Tables[T]> };

/** What outlives a session that uses a `MemoryStore`: several stores on one disk are tabs, or a page before and after a reload. */
export class MemoryDisk {
  readonly rows: Rows = {
    rooms: new Map(),
    log: new Map(),
    snapshots: new Map(),
    acts: new Map(),
    outbox: new Map(),
    refused: new Map(),
    rows: new Map(),
    meta: new Map(),
    blobs: new Map(),
  };
  /** Set: every commit fails with STORE_FULL. */
  full = false;
  /** Commits so far. */
  commits = 0;
  readonly stores = new Set<MemoryStore>();

  /** What clearing the browser's data does. */
  wipe(): void {
    for (const table of TABLES) this.rows[table].clear();
  }
}

/** A store in memory: for pages without a secure context, for programs, for tests. */
export class MemoryStore implements ClientStore {
  readonly #disk: MemoryDisk;
  readonly #replaced: ((isGone: boolean) => void)[] = [];
  #closed = false;

  constructor(disk = new MemoryDisk()) {
    this.#disk = disk;
    disk.stores.add(this);
  }

  async get<T extends TableName>(table: T, key: string): Promise<Tables[T] | undefined> {
    return this.#disk.rows[table].get(key);
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    const rows: ReadonlyMap<string, Tables[T]> = this.#disk.rows[table];
    return [...rows]
      .filter(([key]) => key.startsWith(prefix))
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, row]) => row);
  }

  async *batches<T extends TableName>(table: T): AsyncGenerator<readonly Tables[T][]> {
    const rows = await this.list(table);
    for (let at = 0; at < rows.length; at += BATCH) yield rows.slice(at, at + BATCH);
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    return [...this.#disk.rows[table].keys()].filter((key) => key.startsWith(prefix)).sort();
  }

  async read<const W extends readonly Want[]>(wants: W): Promise<Found<W>> {
    const found = wants.map((want) => {
      const rows: ReadonlyMap<string, { readonly key: string }> = this.#disk.rows[want.table];
      if ('key' in want) return [rows.get(want.key)].filter((row) => row !== undefined);
      return [...rows.values()].filter((row) => row.key.startsWith(want.prefix)).sort((a, b) => (a.key < b.key ? -1 : 1));
    });
    // The union of tables has lost the link between a want and its rows.
    return found as Found<W>;
  }

  async prepare(): Promise<void> {}

  // The disk changes before the first await: a page that is gone in the next moment has written.
  async commit(changes: readonly StoreChange[]): Promise<void> {
    if (this.#closed)
      throw new OnedoorError('STORE_NEWER', { seen: 'a write to a closed store', expected: 'an open store', todo: 'Reload the page.' });
    if (this.#disk.full)
      throw new OnedoorError('STORE_FULL', {
        seen: 'no room for a change',
        expected: 'free storage',
        todo: 'Free storage on this device.',
      });
    // What a browser could not store is refused here too, before anything is written.
    const copies = structuredClone(changes);
    this.#disk.commits++;
    for (const change of copies) this.#apply(change);
  }

  onReplaced(listener: (isGone: boolean) => void): void {
    this.#replaced.push(listener);
  }

  /** What the browser does when a newer version of the page opens the database. */
  replace(): void {
    for (const listener of this.#replaced) listener(false);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#disk.stores.delete(this);
  }

  #apply(change: StoreChange): void {
    if ('delete' in change) {
      this.#disk.rows[change.table].delete(change.delete);
      return;
    }
    putInto(this.#disk.rows, change);
  }
}

function putInto(rows: Rows, change: Extract<StoreChange, { put: unknown }>): void {
  switch (change.table) {
    case 'rooms':
      rows.rooms.set(change.put.key, change.put);
      break;
    case 'log':
      rows.log.set(change.put.key, change.put);
      break;
    case 'snapshots':
      rows.snapshots.set(change.put.key, change.put);
      break;
    case 'acts':
      rows.acts.set(change.put.key, change.put);
      break;
    case 'outbox':
      rows.outbox.set(change.put.key, change.put);
      break;
    case 'refused':
      rows.refused.set(change.put.key, change.put);
      break;
    case 'rows':
      rows.rows.set(change.put.key, change.put);
      break;
    case 'meta':
      rows.meta.set(change.put.key, change.put);
      break;
    case 'blobs':
      rows.blobs.set(change.put.key, change.put);
      break;
  }
}

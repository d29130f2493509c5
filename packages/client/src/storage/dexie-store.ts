import { OnedoorError } from '@onedoor/core';
import {
  type ClientStore,
  type Found,
  type Rows,
  STORE_LAYOUT,
  type StoreChange,
  TABLES,
  type TableName,
  type Tables,
  type Want,
} from './client-store.js';

/** Comes after every character of a key. */
const LAST = '\uffff';
/** Records that are taken over at once: between two batches the page draws and hears its keys. */
const BATCH = 500;
/** Of records as large as segments of rows. */
const SMALL_BATCH = 16;
/** Dexie's version 2 is the browser's version 20. */
const DEXIE_STEP = 10;

/**
 * IndexedDB: one database a person. Dexie makes the database and changes its layout; reading and writing, which is all
 * that a page does on every other day, is the browser's own interface, so that no page waits for Dexie to load.
 */
export class DexieStore<R extends Rows = Tables> implements ClientStore<R> {
  readonly #db: IDBDatabase;
  readonly #replaced: ((isGone: boolean) => void)[] = [];
  #isReplaced = false;

  private constructor(db: IDBDatabase) {
    this.#db = db;
    db.onversionchange = (event) => {
      this.#isReplaced = true;
      for (const listener of this.#replaced) listener(event.newVersion === null);
      // A moment for the listeners' last writes, which began in this task; then the other tab may go on.
      db.close();
    };
  }

  /**
   * Opens or makes the database.
   *
   * @param name `onedoor/<centre>/<person>`
   * @throws STORE_NEWER where a newer version of the page has written it
   */
  static async open<R extends Rows = Tables>(name: string): Promise<DexieStore<R>> {
    const db = (await openDatabase(name)) ?? (await makeAndOpen(name));
    const layout = Math.floor(db.version / DEXIE_STEP);
    if (layout > STORE_LAYOUT) {
      db.close();
      throw new OnedoorError('STORE_NEWER', {
        seen: `a database of layout ${layout}`,
        expected: `layout ${STORE_LAYOUT} or older`,
        todo: 'Reload the page to get the newer version.',
      });
    }
    return new DexieStore<R>(db);
  }

  /** The store as it is; undefined where there is none, or one of an older layout. Makes nothing. */
  static async existing<R extends Rows = Tables>(name: string): Promise<DexieStore<R> | undefined> {
    const db = await openDatabase(name);
    return db === undefined ? undefined : new DexieStore<R>(db);
  }

  /** Removes a database with all that is in it. Other tabs are told, and let go of it. */
  static remove(name: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(name);
      request.onsuccess = () => resolve();
      request.onerror = () => reject(request.error);
    });
  }

  /** A row beside those of the tables, among `meta`: readable in a sealed store too. */
  async getPlain(key: string): Promise<unknown> {
    const row = await answerOf<{ readonly value?: unknown } | undefined>(this.#reader('meta').get(key));
    return row?.value;
  }

  /** @throws STORE_FULL */
  putPlain(row: { readonly key: string; readonly value: unknown }): Promise<void> {
    return this.#write([{ table: 'meta', put: row }]);
  }

  /** Works on a full disk too. */
  removePlain(key: string): Promise<void> {
    return this.#write([{ table: 'meta', delete: key }]);
  }

  plainKeys(prefix: string): Promise<string[]> {
    return this.keys('meta', prefix);
  }

  async get<T extends TableName>(table: T, key: string): Promise<R[T] | undefined> {
    return answerOf<R[T] | undefined>(this.#reader(table).get(key));
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<R[T][]> {
    const reader = this.#reader(table);
    const rows: R[T][] = [];
    for (let range = rangeOf(prefix); ; ) {
      const part = await answerOf<R[T][]>(reader.getAll(range, BATCH));
      rows.push(...part);
      const last = part.at(-1)?.key;
      if (part.length < BATCH || last === undefined) return rows;
      range = prefix === '' ? IDBKeyRange.lowerBound(last, true) : IDBKeyRange.bound(last, prefix + LAST, true);
    }
  }

  async *batches<T extends TableName>(table: T): AsyncGenerator<readonly R[T][]> {
    const next = (after: string | undefined) =>
      answerOf<R[T][]>(this.#reader(table).getAll(after === undefined ? undefined : IDBKeyRange.lowerBound(after, true), SMALL_BATCH));
    for (let reading = next(undefined); ; ) {
      const part = await reading;
      const last = part.at(-1)?.key;
      const isLast = part.length < SMALL_BATCH || last === undefined;
      // The next ones are on their way while these are looked at.
      if (!isLast) {
        reading = next(last);
        reading.catch(() => {});
      }
      yield part;
      if (isLast) return;
    }
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    return (await answerOf(this.#reader(table).getAllKeys(rangeOf(prefix)))).map(String);
  }

  async read<const W extends readonly Want[]>(wants: W): Promise<Found<W, R>> {
    const transaction = this.#db.transaction([...new Set(wants.map((want) => want.table))], 'readonly');
    const found = await Promise.all(
      wants.map((want) => {
        const range = 'key' in want ? IDBKeyRange.only(want.key) : rangeOf(want.prefix);
        return answerOf<unknown[]>(transaction.objectStore(want.table).getAll(range));
      }),
    );
    // The browser does not know of which table its rows are.
    return found as Found<W, R>;
  }

  async prepare(): Promise<void> {}

  async commit(changes: readonly StoreChange<R>[]): Promise<void> {
    if (changes.length === 0) return;
    if (this.#isReplaced)
      throw new OnedoorError('STORE_NEWER', {
        seen: 'a newer version of the page in another tab',
        expected: 'one version',
        todo: 'Reload the page.',
      });
    await this.#write(changes);
  }

  onReplaced(listener: (isGone: boolean) => void): void {
    this.#replaced.push(listener);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  async #write(changes: readonly RawChange[]): Promise<void> {
    try {
      await write(this.#db, changes);
    } catch (cause) {
      if (isQuota(cause))
        throw new OnedoorError(
          'STORE_FULL',
          {
            seen: 'no room for a change',
            expected: 'free storage',
            todo: 'Free storage on this device; until then the change is in this page alone.',
          },
          { cause },
        );
      throw cause;
    }
  }

  #reader(table: TableName): IDBObjectStore {
    return this.#db.transaction(table, 'readonly').objectStore(table);
  }
}

/** A change as the browser takes it. */
type RawChange =
  | { readonly table: TableName; readonly put: { readonly key: string } }
  | { readonly table: TableName; readonly delete: string };

const rangeOf = (prefix: string): IDBKeyRange | undefined => (prefix === '' ? undefined : IDBKeyRange.bound(prefix, prefix + LAST));

function answerOf<T>(request: IDBRequest<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/** The database as it is; undefined where there is none, or one of an older layout. */
function openDatabase(name: string): Promise<IDBDatabase | undefined> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isMissing = false;
    request.onupgradeneeded = () => {
      isMissing = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      const db = request.result;
      // The browser makes a new list of the names each time that it is asked.
      const names = new Set(db.objectStoreNames);
      const isPresent = db.version >= STORE_LAYOUT * DEXIE_STEP && TABLES.every((table) => names.has(table));
      if (!isPresent) db.close();
      resolve(isPresent ? db : undefined);
    };
    request.onerror = () => {
      if (isMissing) resolve(undefined);
      else reject(request.error);
    };
  });
}

async function makeAndOpen(name: string): Promise<IDBDatabase> {
  const { makeDatabase } = await import('./make-database.js');
  await makeDatabase(name);
  const db = await openDatabase(name);
  if (db === undefined) throw new Error(`the database ${name} went while it was made`);
  // Pages of versions that read the layout here and not from the database's version find it.
  await write(db, [{ table: 'meta', put: { key: 'layout', value: STORE_LAYOUT } as { readonly key: string } }]);
  return db;
}

/**
 * One transaction, all of it asked for in the caller's task and committed without waiting for its answers: a page that
 * goes in the next moment still leaves its last key behind. Dexie's own transactions commit some turns later.
 */
function write(db: IDBDatabase, changes: readonly RawChange[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const transaction = db.transaction([...new Set(changes.map((change) => change.table))], 'readwrite', { durability: 'strict' });
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error ?? new Error('the transaction was aborted'));
    try {
      for (const change of changes) {
        const table = transaction.objectStore(change.table);
        if ('put' in change) table.put(change.put);
        else table.delete(change.delete);
      }
      transaction.commit();
    } catch (error) {
      transaction.abort();
      reject(error);
    }
  });
}

function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = 'inner' in error ? error.inner : undefined;
  return (
    error.name === 'QuotaExceededError' ||
    (inner instanceof Error && inner.name === 'QuotaExceededError') ||
    (inner instanceof DOMException && inner.name === 'QuotaExceededError') ||
    error.message.includes('QuotaExceeded')
  );
}

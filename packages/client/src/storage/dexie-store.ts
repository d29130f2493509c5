import { OnedoorError } from '@onedoor/core';
import { type ClientStore, STORE_LAYOUT, type StoreChange, TABLES, type TableName, type Tables } from './client-store.js';

/** Comes after every character of a key. */
const LAST = '\uffff';
/** Records that are taken over at once: between two batches the page draws and hears its keys. */
const BATCH = 500;
/** Dexie's version 2 is the browser's version 20. */
const DEXIE_STEP = 10;

/**
 * IndexedDB: one database a person. Dexie makes the database and changes its layout; reading and writing, which is all
 * that a page does on every other day, is the browser's own interface, so that no page waits for Dexie to load.
 */
export class DexieStore implements ClientStore {
  readonly #db: IDBDatabase;
  readonly #replaced: (() => void)[] = [];
  #isReplaced = false;

  private constructor(db: IDBDatabase) {
    this.#db = db;
    db.onversionchange = () => {
      this.#isReplaced = true;
      for (const listener of this.#replaced) listener();
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
  static async open(name: string): Promise<DexieStore> {
    const store = new DexieStore((await openDatabase(name)) ?? (await makeAndOpen(name)));
    const layout = await store.get('meta', 'layout');
    if (typeof layout?.value === 'number' && layout.value > STORE_LAYOUT) {
      await store.close();
      throw new OnedoorError('STORE_NEWER', {
        seen: `a database of layout ${layout.value}`,
        expected: `layout ${STORE_LAYOUT} or older`,
        todo: 'Reload the page to get the newer version.',
      });
    }
    if (layout === undefined) await store.commit([{ table: 'meta', put: { key: 'layout', value: STORE_LAYOUT } }]);
    return store;
  }

  async get<T extends TableName>(table: T, key: string): Promise<Tables[T] | undefined> {
    return answerOf<Tables[T] | undefined>(this.#reader(table).get(key));
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    const reader = this.#reader(table);
    const rows: Tables[T][] = [];
    for (let range = rangeOf(prefix); ; ) {
      const part = await answerOf<Tables[T][]>(reader.getAll(range, BATCH));
      rows.push(...part);
      const last = part.at(-1)?.key;
      if (part.length < BATCH || last === undefined) return rows;
      range = prefix === '' ? IDBKeyRange.lowerBound(last, true) : IDBKeyRange.bound(last, prefix + LAST, true);
    }
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    return (await answerOf(this.#reader(table).getAllKeys(rangeOf(prefix)))).map(String);
  }

  async commit(changes: readonly StoreChange[]): Promise<void> {
    if (changes.length === 0) return;
    if (this.#isReplaced)
      throw new OnedoorError('STORE_NEWER', {
        seen: 'a newer version of the page in another tab',
        expected: 'one version',
        todo: 'Reload the page.',
      });
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

  onReplaced(listener: () => void): void {
    this.#replaced.push(listener);
  }

  async close(): Promise<void> {
    this.#db.close();
  }

  #reader(table: TableName): IDBObjectStore {
    return this.#db.transaction(table, 'readonly').objectStore(table);
  }
}

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
      const isPresent = db.version >= STORE_LAYOUT * DEXIE_STEP && TABLES.every((table) => db.objectStoreNames.contains(table));
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
  return db;
}

/**
 * One transaction, all of it asked for in the caller's task and committed without waiting for its answers: a page that
 * goes in the next moment still leaves its last key behind. Dexie's own transactions commit some turns later.
 */
function write(db: IDBDatabase, changes: readonly StoreChange[]): Promise<void> {
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

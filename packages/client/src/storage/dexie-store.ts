import { OnedoorError } from '@onedoor/core';
import { Dexie } from 'dexie';
import { type ClientStore, STORE_LAYOUT, type StoreChange, TABLES, type TableName, type Tables } from './client-store.js';

/** Comes after every character of a key. */
const LAST = '\uffff';

/** IndexedDB through Dexie: one database a person. */
export class DexieStore implements ClientStore {
  readonly #db: Dexie;
  readonly #replaced: (() => void)[] = [];
  #isReplaced = false;

  private constructor(db: Dexie) {
    this.#db = db;
    db.on('versionchange', () => {
      this.#isReplaced = true;
      for (const listener of this.#replaced) listener();
      // A moment for the listeners' last writes, which began in this task; then the other tab may go on.
      db.close({ disableAutoOpen: true });
    });
  }

  /**
   * Opens or makes the database.
   *
   * @param name `onedoor/<centre>/<person>`
   * @throws STORE_NEWER where a newer version of the page has written it
   */
  static async open(name: string): Promise<DexieStore> {
    const db = new Dexie(name, { autoOpen: false, chromeTransactionDurability: 'strict' });
    db.version(STORE_LAYOUT).stores(Object.fromEntries(TABLES.map((table) => [table, 'key'])));
    await db.open();
    const store = new DexieStore(db);
    const layout = await store.get('meta', 'layout');
    if (typeof layout?.value === 'number' && layout.value > STORE_LAYOUT) {
      db.close();
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
    return this.#db.table<Tables[T], string>(table).get(key);
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    const rows = this.#db.table<Tables[T], string>(table);
    return prefix === ''
      ? rows.orderBy('key').toArray()
      : rows
          .where('key')
          .between(prefix, prefix + LAST)
          .toArray();
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    const rows = this.#db.table<{ key: string }, string>(table);
    return prefix === ''
      ? rows.toCollection().primaryKeys()
      : rows
          .where('key')
          .between(prefix, prefix + LAST)
          .primaryKeys();
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
      await write(this.#db.backendDB(), changes);
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

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
      throw new OnedoorError('STORE_NEWER', { seen: `a database of layout ${layout.value}`, expected: `layout ${STORE_LAYOUT} or older`, todo: 'Reload the page to get the newer version.' });
    }
    if (layout === undefined) await store.commit([{ table: 'meta', put: { key: 'layout', value: STORE_LAYOUT } }]);
    return store;
  }

  async get<T extends TableName>(table: T, key: string): Promise<Tables[T] | undefined> {
    return this.#db.table<Tables[T], string>(table).get(key);
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    const rows = this.#db.table<Tables[T], string>(table);
    return prefix === '' ? rows.orderBy('key').toArray() : rows.where('key').between(prefix, prefix + LAST).toArray();
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    const rows = this.#db.table<{ key: string }, string>(table);
    return prefix === '' ? rows.toCollection().primaryKeys() : rows.where('key').between(prefix, prefix + LAST).primaryKeys();
  }

  async commit(changes: readonly StoreChange[]): Promise<void> {
    if (changes.length === 0) return;
    if (this.#isReplaced) throw new OnedoorError('STORE_NEWER', { seen: 'a newer version of the page in another tab', expected: 'one version', todo: 'Reload the page.' });
    try {
      await this.#db.transaction('rw', [...new Set(changes.map((change) => change.table))], async () => {
        await Promise.all(runs(changes).map(({ table, puts, deletes }) => (puts.length > 0 ? this.#db.table(table).bulkPut(puts) : this.#db.table(table).bulkDelete(deletes))));
      });
    } catch (cause) {
      if (isQuota(cause)) throw new OnedoorError('STORE_FULL', { seen: 'no room for a change', expected: 'free storage', todo: 'Free storage on this device; until then the change is in this page alone.' }, { cause });
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

interface Run {
  readonly table: TableName;
  readonly puts: unknown[];
  readonly deletes: string[];
}

/** Neighbouring changes of one kind in one table as one request: a row costs a fifth that way. */
function runs(changes: readonly StoreChange[]): Run[] {
  const found: Run[] = [];
  for (const change of changes) {
    const last = found.at(-1);
    const puts = 'put' in change;
    const fits = last !== undefined && last.table === change.table && last.puts.length > 0 === puts;
    const run: Run = fits ? last : { table: change.table, puts: [], deletes: [] };
    if (!fits) found.push(run);
    if ('put' in change) run.puts.push(change.put);
    else run.deletes.push(change.delete);
  }
  return found;
}

function isQuota(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const inner: unknown = 'inner' in error ? error.inner : undefined;
  return error.name === 'QuotaExceededError' || (inner instanceof Error && inner.name === 'QuotaExceededError') || (inner instanceof DOMException && inner.name === 'QuotaExceededError') || error.message.includes('QuotaExceeded');
}

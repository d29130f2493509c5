import type { ClientStore, Found, SealedRow, SealedTables, StoreChange, TableName, Tables, Want } from './client-store.js';
import { isPack, Packs } from './packs.js';
import { decodeRow, encodeRow } from './row-codec.js';
import { base64url, Cipher, hmac, type SealPlatform } from './seal.js';

/** Bytes of a name: enough that no two of a store are alike, and no more, because they are in every key. */
const NAME_BYTES = 12;
/** Names of rooms and other first parts, which come again and again. */
const MAX_KNOWN_NAMES = 2_000;
/** So few rows are opened off this thread, each by itself. */
const FEW_ROWS = 32;
/** Rows that stand in a sealed database as they are: they say nothing about anybody. */
const PLAIN_KEYS: ReadonlySet<string> = new Set(['vault', 'layout']);

/** Where the parts of a key end: what is listed by is a whole number of parts. */
const SEPARATOR: Readonly<Partial<Record<TableName, string>>> = { log: '#', snapshots: '#', acts: '#', blobs: '#', meta: '/' };

/**
 * A store whose rows are ciphertext and whose keys are pseudonyms. Rooms, cases, hours and the number of a person's
 * visits stand nowhere in the open; how many rows there are, and how long each is, can be seen.
 */
export class SealedStore implements ClientStore {
  readonly #inner: ClientStore<SealedTables>;
  readonly #cipher: Cipher;
  readonly #nameKey: Uint8Array;
  readonly #names = new Map<string, string>();
  /** What `prepare` has sealed ahead, by the row. */
  readonly #ready = new WeakMap<object, Uint8Array>();
  /** While this tab leads. */
  #packs: Packs | undefined;
  /** A commit failed: what is stored is to be read again before the next. */
  #isUnsure = false;
  /** Called for rows that do not open: changed by somebody else, or by a failing disk. */
  onDamaged: (table: TableName) => void = () => {};

  /** @param key the store's own, 32 bytes; what seals and what names are derived from it */
  constructor(inner: ClientStore<SealedTables>, key: Uint8Array, platform: SealPlatform) {
    this.#inner = inner;
    this.#cipher = new Cipher(hmac(key, 'onedoor seal'), platform);
    this.#nameKey = hmac(key, 'onedoor names');
  }

  async get<T extends TableName>(table: T, key: string): Promise<Tables[T] | undefined> {
    const row = await this.#inner.get(table, this.#opaque(table, key));
    // It may lie in a pack.
    if (row === undefined) return table === 'outbox' ? (await this.list(table, key)).find((each) => each.key === key) : undefined;
    return this.#read(table, await this.#cipher.openAway(placeOf(table, row.key), row.sealed));
  }

  async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    return this.#opened(table, await this.#inner.list(table, this.#opaquePrefix(table, prefix)), prefix);
  }

  async *batches<T extends TableName>(table: T): AsyncGenerator<readonly Tables[T][]> {
    for await (const sealed of this.#inner.batches(table)) {
      // One after another: whoever reads gives the page its turn between two large ones.
      for (const each of this.#clearAll(table, sealed)) yield this.#rows(table, each instanceof Promise ? await each : each, '');
    }
  }

  async #opened<T extends TableName>(table: T, sealed: readonly SealedRow[], prefix: string): Promise<Tables[T][]> {
    const rows: Tables[T][] = [];
    // Many small ones are open already: waiting for each of thousands would cost more than opening it did.
    for (const each of this.#clearAll(table, sealed)) rows.push(...this.#rows(table, each instanceof Promise ? await each : each, prefix));
    return rows.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  #clearAll(table: TableName, sealed: readonly SealedRow[]): (Promise<Uint8Array | undefined> | Uint8Array | undefined)[] {
    return sealed.filter((row) => !PLAIN_KEYS.has(row.key)).map((row) => this.#clear(table, row, sealed.length));
  }

  /** What lies in one sealed row: itself, or what is packed in it. */
  #rows<T extends TableName>(table: T, clear: Uint8Array | undefined, prefix: string): Tables[T][] {
    const row = this.#read(table, clear);
    if (row === undefined) return [];
    // Packs lie in the outbox alone: rows of it are rows of this table.
    const held = isPack(row) ? (row.rows as unknown as Tables[T][]) : [row];
    return held.filter(({ key }) => key.startsWith(prefix));
  }

  /** @param count of how many rows that are read together it is one */
  #clear(table: TableName, { key, sealed }: SealedRow, count: number): Promise<Uint8Array | undefined> | Uint8Array | undefined {
    const place = placeOf(table, key);
    return count <= FEW_ROWS || Cipher.isLarge(sealed) ? this.#cipher.openAway(place, sealed) : this.#cipher.open(place, sealed);
  }

  async keys(table: TableName, prefix = ''): Promise<string[]> {
    return (await this.list(table, prefix)).map((row) => row.key);
  }

  async read<const W extends readonly Want[]>(wants: W): Promise<Found<W>> {
    const opaque = wants.map((want): Want => {
      const { table } = want;
      return 'key' in want ? { table, key: this.#opaque(table, want.key) } : { table, prefix: this.#opaquePrefix(table, want.prefix) };
    });
    const reading = this.#inner.read(opaque);
    this.#cipher.warm();
    const sealed = await reading;
    const found = await Promise.all(
      wants.map((want, at) => this.#opened(want.table, sealed[at] ?? [], 'key' in want ? want.key : want.prefix)),
    );
    // The union of tables has lost the link between a want and its rows.
    return found as Found<W>;
  }

  async prepare(changes: readonly StoreChange[]): Promise<void> {
    await Promise.all(
      changes.map(async (change) => {
        if ('delete' in change) return;
        const clear = encodeRow(change.put);
        if (!Cipher.isLarge(clear)) return;
        const place = placeOf(change.table, this.#opaque(change.table, change.put.key));
        this.#ready.set(change.put, await this.#cipher.sealLarge(place, clear));
      }),
    );
  }

  async lead(): Promise<void> {
    const stored = await this.#inner.list('outbox');
    const clear = await Promise.all(stored.map((row) => this.#clear('outbox', row, stored.length)));
    const rows = clear.map((bytes) => (bytes === undefined ? undefined : decodeRow(bytes)));
    this.#packs = new Packs(rows.filter((row) => row !== undefined).filter(isPack));
    this.#isUnsure = false;
  }

  commit(changes: readonly StoreChange[]): Promise<void> {
    if (this.#isUnsure) return this.lead().then(() => this.commit(changes));
    try {
      const packs = this.#packs;
      const done = this.#inner.commit(packs === undefined ? changes.map((change) => this.#sealed(change)) : this.#packed(packs, changes));
      return packs === undefined
        ? done
        : done.catch((error: unknown) => {
            this.#isUnsure = true;
            throw error;
          });
    } catch (error) {
      this.#isUnsure = this.#packs !== undefined;
      return Promise.reject(error);
    }
  }

  onReplaced(listener: (isGone: boolean) => void): void {
    this.#inner.onReplaced(listener);
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  #packed(known: Packs, changes: readonly StoreChange[]): StoreChange<SealedTables>[] {
    const { single, packs, gone } = known.take(changes);
    return [
      ...[...changes.filter(({ table }) => table !== 'outbox'), ...single].map((change) => this.#sealed(change)),
      ...gone.map((key) => ({ table: 'outbox', delete: this.#opaque('outbox', key) }) as const),
      ...packs.map((pack) => {
        const key = this.#opaque('outbox', pack.key);
        return { table: 'outbox', put: { key, sealed: this.#cipher.seal(placeOf('outbox', key), encodeRow(pack)) } } as const;
      }),
    ];
  }

  #sealed(change: StoreChange): StoreChange<SealedTables> {
    if ('delete' in change) return { table: change.table, delete: this.#opaque(change.table, change.delete) };
    const key = this.#opaque(change.table, change.put.key);
    const sealed = this.#ready.get(change.put) ?? this.#cipher.seal(placeOf(change.table, key), encodeRow(change.put));
    // All tables have rows of one kind here: the union has lost the link between table and row.
    return { table: change.table, put: { key, sealed } } as StoreChange<SealedTables>;
  }

  #read<T extends TableName>(table: T, clear: Uint8Array | undefined): Tables[T] | undefined {
    const row = clear === undefined ? undefined : decodeRow(clear);
    if (row === undefined) this.onDamaged(table);
    // Sealed for this table by a store of this layout: the tag says so.
    return row as Tables[T] | undefined;
  }

  /** `a#b#c` becomes the names of `a#`, `a#b#` and `a#b#c`: rows of one room stand together, and nobody sees of which. */
  #opaque(table: TableName, key: string): string {
    const separator = SEPARATOR[table];
    const parts: string[] = [];
    if (separator !== undefined) {
      for (let end = key.indexOf(separator); end >= 0; end = key.indexOf(separator, end + 1))
        parts.push(this.#known(`${table} ${key.slice(0, end + 1)}`));
    }
    // The last part is another one each time, or asked for once: not worth keeping.
    parts.push(this.#name(`${table} ${key}`));
    return parts.join('.');
  }

  /** As much of a prefix as ends with whole parts. */
  #opaquePrefix(table: TableName, prefix: string): string {
    const separator = SEPARATOR[table];
    const end = separator === undefined ? -1 : prefix.lastIndexOf(separator);
    if (separator === undefined || end < 0) return '';
    const whole = prefix.slice(0, end + 1);
    const parts: string[] = [];
    for (let at = whole.indexOf(separator); at >= 0; at = whole.indexOf(separator, at + 1))
      parts.push(this.#known(`${table} ${whole.slice(0, at + 1)}`));
    return `${parts.join('.')}.`;
  }

  #known(text: string): string {
    let name = this.#names.get(text);
    if (name === undefined) {
      if (this.#names.size >= MAX_KNOWN_NAMES) this.#names.clear();
      this.#names.set(text, (name = this.#name(text)));
    }
    return name;
  }

  #name(text: string): string {
    return base64url(hmac(this.#nameKey, text).subarray(0, NAME_BYTES));
  }
}

const placeOf = (table: TableName, key: string): string => `${table} ${key}`;

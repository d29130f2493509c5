import type { OutboxRow, StoreChange } from './client-store.js';

/** Several rows of the outbox that are sealed and stored as one, under a name of their own. */
export interface Pack {
  readonly key: string;
  readonly rows: readonly OutboxRow[];
}

/** So many at most, so that taking one out of a pack stays cheap. */
const MAX_ROWS = 64;
const PREFIX = 'pack ';

export function isPack(row: object): row is Pack {
  return 'rows' in row && Array.isArray(row.rows) && 'key' in row && typeof row.key === 'string' && row.key.startsWith(PREFIX);
}

/** What a commit means for the table: rows by themselves in order, then whole packs. */
export interface PackedChanges {
  readonly single: readonly StoreChange[];
  readonly packs: readonly Pack[];
  /** Keys of packs that hold nothing any more. */
  readonly gone: readonly string[];
}

/**
 * Which rows of the outbox lie in which pack. The leading tab alone keeps it: it alone writes packs, and takes rows
 * out of them when they are logged. What other tabs write are single rows.
 */
export class Packs {
  readonly #packs = new Map<string, Map<string, OutboxRow>>();
  readonly #packOf = new Map<string, string>();

  constructor(stored: readonly Pack[]) {
    for (const pack of stored) this.#keep(pack.key, pack.rows);
  }

  /** Says how to write changes of outbox rows, and counts them as written. */
  take(changes: readonly StoreChange[]): PackedChanges {
    const single: StoreChange[] = [];
    const fresh = new Map<string, OutboxRow>();
    const touched = new Set<string>();
    for (const change of changes) {
      if (change.table !== 'outbox') continue;
      const key = 'put' in change ? change.put.key : change.delete;
      const pack = this.#packOf.get(key);
      if (pack !== undefined) {
        this.#packOf.delete(key);
        this.#packs.get(pack)?.delete(key);
        touched.add(pack);
      }
      const wasFresh = fresh.delete(key);
      if ('put' in change && change.isNew) fresh.set(key, change.put);
      else if ('put' in change || (pack === undefined && !wasFresh)) single.push(change);
    }
    if (fresh.size === 1) for (const put of fresh.values()) single.push({ table: 'outbox', put });
    else {
      const rows = [...fresh.values()];
      for (let at = 0; at < rows.length; at += MAX_ROWS) {
        const part = rows.slice(at, at + MAX_ROWS);
        const key = `${PREFIX}${part[0]?.key}`;
        this.#keep(key, part);
        touched.add(key);
      }
    }
    const packs: Pack[] = [];
    const gone: string[] = [];
    for (const key of touched) {
      const rows = [...(this.#packs.get(key)?.values() ?? [])];
      if (rows.length > 0) packs.push({ key, rows });
      else {
        gone.push(key);
        this.#packs.delete(key);
      }
    }
    return { single, packs, gone };
  }

  #keep(pack: string, rows: readonly OutboxRow[]): void {
    this.#packs.set(pack, new Map(rows.map((row) => [row.key, row])));
    for (const row of rows) this.#packOf.set(row.key, pack);
  }
}

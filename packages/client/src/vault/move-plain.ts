import type { Identity } from '../kernel.js';
import { type ClientStore, type StoreChange, TABLES, type TableName } from '../storage/client-store.js';
import { DexieStore } from '../storage/dexie-store.js';

/** Rows that are moved in one transaction. */
const BATCH = 200;
/** What a page of an older version may still have written after the move. */
const UNSENT: readonly TableName[] = ['log', 'outbox', 'refused'];

/** Name of the databases of versions before 3, whose rows are as they are. */
export const plainName = ({ centre, person }: Identity): string => `onedoor/${centre}/${person}`;

/** The plain store of an older version, brought to its last layout; undefined where there is none. */
export async function plainStore(name: string): Promise<DexieStore | undefined> {
  return (await exists(name)) ? DexieStore.open(name) : undefined;
}

/**
 * Moves a plain store into a sealed one and removes it. Rows keep their keys, so that a move that was interrupted is
 * simply done again; the plain store goes when all of it is there.
 *
 * @param what `all`, or once that was done `unsent`: what a page of an older version, open in another tab meanwhile,
 *   has written since. Sent twice it is harmless.
 */
export async function movePlainStore(name: string, to: ClientStore, what: 'all' | 'unsent'): Promise<void> {
  const from = await plainStore(name);
  if (from === undefined) return;
  for (const table of what === 'all' ? TABLES : UNSENT) await moveTable(from, to, table);
  await from.close();
  await DexieStore.remove(name);
}

async function moveTable(from: ClientStore, to: ClientStore, table: TableName): Promise<void> {
  const rows = await from.list(table);
  for (let at = 0; at < rows.length; at += BATCH) {
    // A row of this table stays one of this table.
    const changes = rows
      .slice(at, at + BATCH)
      .filter((row) => table !== 'meta' || row.key !== 'layout')
      .map((put) => ({ table, put }) as StoreChange);
    await to.prepare(changes);
    await to.commit(changes);
  }
}

/** Whether there is a database of this name, without making one. */
function exists(name: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name);
    let isMissing = false;
    request.onupgradeneeded = () => {
      isMissing = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      request.result.close();
      resolve(true);
    };
    request.onerror = () => (isMissing ? resolve(false) : reject(request.error));
  });
}

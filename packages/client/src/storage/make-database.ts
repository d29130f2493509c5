import { Dexie } from 'dexie';
import { STORE_LAYOUT, TABLES } from './client-store.js';

/** Makes a database, or brings an older one to the present layout. Fetched only where that is to be done. */
export async function makeDatabase(name: string): Promise<void> {
  const db = new Dexie(name, { autoOpen: false });
  db.version(STORE_LAYOUT).stores(Object.fromEntries(TABLES.map((table) => [table, 'key'])));
  await db.open();
  db.close();
}

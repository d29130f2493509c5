import type { Row } from '@onedoor/core';
import { Dexie } from 'dexie';
import { RowSegments } from '../rows/row-segments.js';
import { STORE_LAYOUT, type StoredRows, TABLES } from './client-store.js';

/** Makes a database, or brings an older one to the present layout. Fetched only where that is to be done. */
export async function makeDatabase(name: string): Promise<void> {
  const db = new Dexie(name, { autoOpen: false });
  db.version(STORE_LAYOUT)
    .stores(Object.fromEntries(TABLES.map((table) => [table, 'key'])))
    .upgrade(async (transaction) => {
      // From layout 1: a record of its own for each row becomes a segment of many. Layouts 2 and 3
      // differ from the next ones by what their pages do not understand: several rows of a sealed outbox in one, snapshots
      // in Yjs' second format.
      const table = transaction.table<{ readonly key: string; readonly row?: Row }, string>('rows');
      const records = await table.toArray();
      if (records.some(({ row }) => row !== undefined)) {
        await table.clear();
        await transaction.table<StoredRows>('rows').bulkPut(segmentsOf(records));
      }
      await transaction.table('meta').put({ key: 'layout', value: STORE_LAYOUT });
    });
  await db.open();
  db.close();
}

function segmentsOf(records: readonly { readonly row?: Row }[]): StoredRows[] {
  const rows = new Map<string, Row>();
  for (const { row } of records) if (row !== undefined) rows.set(row.case, row);
  const changes = new RowSegments().write(rows, rows.keys());
  return changes.flatMap((change) => ('put' in change && change.table === 'rows' ? [change.put] : []));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStore } from '@onedoor/core';
import { logStoreContract } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { MemoryLogStore } from './memory-log-store.js';
import { loadSqlite } from './sqlite.js';
import { DATABASE_FILE, openSqliteLogStore, STORE_VERSION } from './sqlite-log-store.js';

const memory = suite('memory log store');
for (const rule of logStoreContract) memory(rule.name, () => rule.run(() => new MemoryLogStore()));
memory.run();

const sqlite = suite('SQLite log store');
for (const rule of logStoreContract) {
  sqlite(rule.name, async () => {
    const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
    const store: LogStore = await openSqliteLogStore({ dir });
    try {
      rule.run(() => store);
    } finally {
      store.close();
      rmSync(dir, { recursive: true });
    }
  });
}
sqlite('a folder of an older version takes the steps that it lacks and keeps what it holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  const body = Uint8Array.of(7);
  try {
    const first = await openSqliteLogStore({ dir });
    first.transaction((tx) => tx.append(tx.createRoom('c/k/joint', 1, body).id, 1, body));
    first.close();
    const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
    // As version 1 left it, which knew no edits, no record and no traces.
    db.exec(
      'DROP TABLE traces; DROP TABLE edits; DROP TABLE leaves; DROP TABLE tree; DROP TABLE heads; DROP TABLE texts; PRAGMA user_version = 1;',
    );
    db.close();
    for (const round of ['first', 'again']) {
      const store = await openSqliteLogStore({ dir });
      const room = store.room('c/k/joint')?.id ?? 0;
      assert.equal([...store.entries(room, 1, 10)], [{ seq: 1, body }], round);
      assert.is(store.edits(room, 10, 10).length, round === 'first' ? 0 : 1);
      store.transaction((tx) => tx.putEdits(room, { start: 1, seq: 1, body }));
      store.close();
    }
    const after = (await loadSqlite()).open(join(dir, DATABASE_FILE));
    assert.equal({ ...Object(after.prepare('PRAGMA user_version').get()) }, { user_version: STORE_VERSION });
    after.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});
sqlite.run();

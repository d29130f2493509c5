import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LogStore } from '@onedoor/core';
import { logStoreContract } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SILENT } from '../logger.js';
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
/** Entries as versions before 6 kept them. */
const ENTRIES_BY_ROOM = `
  CREATE TABLE old (room INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (room, seq)) WITHOUT ROWID;
  INSERT INTO old SELECT room, seq, body FROM entries;
  DROP TABLE entries;
  ALTER TABLE old RENAME TO entries;
  CREATE INDEX leaves_entry ON leaves (room, seq);
`;
sqlite('a folder of an older version takes the steps that it lacks and keeps what it holds', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  const body = Uint8Array.of(7);
  try {
    const first = await openSqliteLogStore({ dir });
    first.transaction((tx) => tx.append(tx.createRoom('c/k/joint', 1, body).id, 1, body));
    first.close();
    const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
    // As version 1 left it, which knew no edits, no record and no traces.
    db.exec(ENTRIES_BY_ROOM);
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
sqlite('entries that were kept by room keep their leaves, the last of each', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  const body = Uint8Array.of(7);
  try {
    const first = await openSqliteLogStore({ dir });
    first.transaction((tx) => {
      const { id } = tx.createRoom('c/k/joint', 1, body);
      for (const seq of [1, 2]) tx.append(id, seq, body, tx.addLeaf(id, seq, Uint8Array.of(seq)));
      tx.emptyRoom(id, 2, body);
      for (const seq of [1, 2]) tx.append(id, seq, Uint8Array.of(8, seq), tx.addLeaf(id, seq, Uint8Array.of(seq, 2)));
    });
    first.close();
    const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
    db.exec(`${ENTRIES_BY_ROOM} PRAGMA user_version = 5;`);
    db.close();
    const store = await openSqliteLogStore({ dir });
    const room = store.room('c/k/joint')?.id ?? 0;
    assert.equal(
      store.entries(room, 1, 10).map(({ seq, body: bytes }) => [seq, ...bytes]),
      [
        [1, 8, 1],
        [2, 8, 2],
      ],
    );
    assert.equal(
      [1, 2].map((seq) => store.leafOf(room, seq)?.number),
      [2, 3],
    );
    assert.is(store.leafCount(), 4);
    store.close();
  } finally {
    rmSync(dir, { recursive: true });
  }
});
sqlite(
  'a process that is killed while it copies the entries of an older folder leaves it as it was; the next start copies them, and both say how far',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
    const body = Uint8Array.of(7);
    try {
      const first = await openSqliteLogStore({ dir });
      first.transaction((tx) => {
        for (let room = 0; room < 5; room++) {
          const { id } = tx.createRoom(`c/k${room}/joint`, 1, body);
          for (const seq of [1, 2, 3]) tx.append(id, seq, Uint8Array.of(room, seq), tx.addLeaf(id, seq, body));
        }
      });
      first.close();
      const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
      db.exec(`${ENTRIES_BY_ROOM} PRAGMA user_version = 5;`);
      db.close();
      // Dies with the first line of progress: one room is copied then, and four are not.
      const script = `
      import { openSqliteLogStore } from ${JSON.stringify(new URL('./sqlite-log-store.ts', import.meta.url).href)};
      const info = (fields, text) => {
        process.stdout.write(JSON.stringify({ ...fields, text }) + '\\n');
        if (fields.done !== undefined) process.kill(process.pid, 'SIGKILL');
      };
      await openSqliteLogStore({ dir: ${JSON.stringify(dir)}, log: { info } });`;
      const child = spawnSync(process.execPath, [...process.execArgv, '--input-type=module', '-e', script], { encoding: 'utf8' });
      assert.is(child.signal, 'SIGKILL', child.stderr);
      assert.match(child.stdout, /"done":3,"total":15,/);
      const told: object[] = [];
      const log = { ...SILENT, info: (fields: object, text: string) => void told.push({ ...fields, text }) };
      const store = await openSqliteLogStore({ dir, log });
      for (let room = 0; room < 5; room++) {
        const { id = 0 } = store.room(`c/k${room}/joint`) ?? {};
        assert.equal(
          store.entries(id, 1, 10).map((entry) => [...entry.body, store.leafOf(id, entry.seq)?.number]),
          [1, 2, 3].map((seq) => [room, seq, room * 3 + seq - 1]),
        );
      }
      store.close();
      const copied = told.flatMap((line) => ('done' in line && 'total' in line ? [[line.done, line.total]] : []));
      assert.equal(
        [copied[0], copied.at(-1)],
        [
          [3, 15],
          [15, 15],
        ],
      );
      assert.equal(
        [told[0], Object(told.at(-1)).text],
        [{ from: 5, to: STORE_VERSION, text: 'tables of an older folder are brought up to date' }, 'tables are up to date'],
      );
    } finally {
      rmSync(dir, { recursive: true });
    }
  },
);
sqlite.run();

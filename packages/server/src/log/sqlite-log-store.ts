import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Binding,
  type LogStore,
  type LogWriter,
  OnedoorError,
  type StoredEdits,
  type StoredEntry,
  type StoredHead,
  type StoredLeaf,
  type StoredRoom,
  type StoredSnapshot,
  type StoredSummary,
  type StoredText,
  type StoredTrace,
} from '@onedoor/core';
import * as z from 'zod';
import { type Logger, SILENT } from '../logger.js';
import { FileSync } from './file-sync.js';
import { loadSqlite, SQLITE, type SqliteDatabase, type SqliteModule, type SqliteStatement, sqliteCode } from './sqlite.js';

/** Name of the database inside the data folder. */
export const DATABASE_FILE = 'onedoor.sqlite';

/** Told how much of a step that copies is done. */
type Progress = (done: number, total: number) => void;

/** A step that copies says how far it is, once a second: a large folder takes minutes. */
const TELL_MS = 1000;

/**
 * The tables, step by step: a folder's `PRAGMA user_version` says how many steps it has taken, and opening it takes the
 * rest, all in one transaction. A step that was released is frozen; a change is a further one.
 */
const STEPS: readonly (string | ((db: SqliteDatabase, progress: Progress) => void))[] = [
  `
  CREATE TABLE rooms (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, epoch INTEGER NOT NULL, wrapped_key BLOB NOT NULL, head INTEGER NOT NULL DEFAULT 0);
  CREATE TABLE entries (room INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (room, seq)) WITHOUT ROWID;
  CREATE TABLE snapshots (room INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL);
  CREATE TABLE bindings (room INTEGER NOT NULL, client INTEGER NOT NULL, person TEXT NOT NULL, device TEXT NOT NULL, PRIMARY KEY (room, client)) WITHOUT ROWID;
  CREATE TABLE intents (room INTEGER NOT NULL, id TEXT NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY (room, id)) WITHOUT ROWID;
  CREATE TABLE numbers (register TEXT NOT NULL, year INTEGER NOT NULL, value INTEGER NOT NULL, PRIMARY KEY (register, year)) WITHOUT ROWID;
  CREATE TABLE summaries (room INTEGER PRIMARY KEY, case_id TEXT NOT NULL, rev INTEGER NOT NULL UNIQUE, body BLOB NOT NULL);
  CREATE INDEX summaries_case ON summaries (case_id);
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
`,
  'CREATE TABLE edits (room INTEGER NOT NULL, start INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (room, start)) WITHOUT ROWID;',
  `
  CREATE TABLE leaves (id INTEGER PRIMARY KEY, room INTEGER NOT NULL, seq INTEGER NOT NULL, hash BLOB NOT NULL);
  CREATE INDEX leaves_entry ON leaves (room, seq);
  CREATE TABLE tree (level INTEGER NOT NULL, place INTEGER NOT NULL, hash BLOB NOT NULL, PRIMARY KEY (level, place)) WITHOUT ROWID;
  CREATE TABLE heads (number INTEGER PRIMARY KEY, size INTEGER NOT NULL UNIQUE, at INTEGER NOT NULL, hash BLOB NOT NULL, signature BLOB NOT NULL);
`,
  'CREATE TABLE traces (room INTEGER NOT NULL, start INTEGER NOT NULL, seq INTEGER NOT NULL, body BLOB NOT NULL, PRIMARY KEY (room, start)) WITHOUT ROWID;',
  'CREATE TABLE texts (room INTEGER PRIMARY KEY, seq INTEGER NOT NULL, body BLOB NOT NULL);',
  // Entries of all rooms one behind the other: a turn that writes in a hundred rooms fills a few pages and does not touch hundreds.
  (db, progress) => {
    db.exec(`
      ALTER TABLE entries RENAME TO entries_by_room;
      CREATE TABLE entries (room INTEGER NOT NULL, seq INTEGER NOT NULL, leaf INTEGER, body BLOB NOT NULL);
    `);
    const { value: total } = valueRow.parse(db.prepare('SELECT coalesce(sum(head), 0) AS value FROM rooms').get());
    const next = db.prepare('SELECT min(room) AS room FROM entries_by_room WHERE room > ?');
    const copy = db.prepare(
      'INSERT INTO entries (room, seq, leaf, body) SELECT room, seq, (SELECT max(id) - 1 FROM leaves WHERE leaves.room = old.room AND leaves.seq = old.seq), body FROM entries_by_room AS old WHERE room = ? ORDER BY seq',
    );
    let done = 0;
    for (let { room } = nextRoomRow.parse(next.get(-1)); room !== null; { room } = nextRoomRow.parse(next.get(room))) {
      done += Number(copy.run(room).changes);
      progress(done, total);
    }
    db.exec(`
      CREATE UNIQUE INDEX entries_place ON entries (room, seq);
      DROP TABLE entries_by_room;
      DROP INDEX leaves_entry;
    `);
  },
];

/**
 * The log of writes is taken over into the database after so many pages, 32 MB. Pages that many commits change are then
 * copied once; with the usual 1000 that was every twenty commits of a busy server.
 */
const CHECKPOINT_PAGES = 8000;
/** Pages that are kept in memory, KiB. */
const CACHE_KIB = 32_768;

/** Version of a folder whose tables are those above. */
export const STORE_VERSION = STEPS.length;

// A view into a pooled buffer must not leave this file: bytes are copied as they are read.
const blob = z.instanceof(Uint8Array).transform((bytes) => Uint8Array.from(bytes));
const roomRow = z.object({ id: z.int(), key: z.string(), epoch: z.int(), wrappedKey: blob, head: z.int() });
const entryRow = z.object({ seq: z.int(), body: blob });
const bindingRow = z.object({ client: z.int(), person: z.string(), device: z.string() });
const summaryRow = z.object({ room: z.int(), case: z.string(), rev: z.int(), body: blob });
const chunkRow = z.object({ start: z.int(), seq: z.int(), body: blob });
const storedTextRow = z.object({ room: z.int(), seq: z.int(), body: blob });
const leafRow = z.object({ number: z.int(), room: z.int(), seq: z.int(), hash: blob });
const headRow = z.object({ number: z.int(), size: z.int(), at: z.int(), hash: blob, signature: blob });
const intentRow = z.object({ id: z.string(), seq: z.int() });
const numberRow = z.object({ register: z.string(), year: z.int(), value: z.int() });
const nodeRow = z.object({ level: z.int(), index: z.int(), hash: blob });
const hashRow = z.object({ hash: blob });
const placeRow = z.object({ leaf: z.nullable(z.int()) });
const nextRoomRow = z.object({ room: z.nullable(z.int()) });
const seqRow = z.object({ seq: z.int() });
const valueRow = z.object({ value: z.int() });
const textRow = z.object({ value: z.string() });

export interface SqliteLogOptions {
  /** Data folder; it exists and is writable. */
  readonly dir: string;
  /** `full` (default): a commit survives the loss of power. `normal`: it survives the end of the process alone. */
  readonly durability?: 'full' | 'normal';
  /** Told how far the tables of an older folder are brought. */
  readonly log?: Logger;
}

/**
 * Opens the log of a data folder.
 *
 * @throws DATA_LOCKED while another process has it open, DATA_NEWER, DATA_DAMAGED, DATA_NOT_WRITABLE; the folder's
 *   data is left as it was
 */
export async function openSqliteLogStore(options: SqliteLogOptions): Promise<LogStore> {
  const sqlite = await loadSqlite();
  const lock = takeLock(sqlite, options.dir);
  try {
    const path = options.durability === 'normal' ? undefined : join(options.dir, `${DATABASE_FILE}-wal`);
    return new SqliteLogStore(openDatabase(sqlite, options), lock, path === undefined ? undefined : new FileSync(path));
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** The lock is a database of its own, so that a backup may read the log; the system frees it when a process dies. */
function takeLock(sqlite: SqliteModule, dir: string): SqliteDatabase {
  const path = join(dir, 'lock.sqlite');
  try {
    const lock = sqlite.open(path);
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (cause) {
    const code = sqliteCode(cause);
    if (code === SQLITE.busy || code === SQLITE.locked) {
      throw new OnedoorError(
        'DATA_LOCKED',
        {
          seen: `${dir}, which another process has open`,
          expected: 'one server on one data folder',
          todo: 'Stop the other server, or name another folder with --data.',
        },
        { cause },
      );
    }
    throw translate(cause, path);
  }
}

function openDatabase(sqlite: SqliteModule, { dir, log = SILENT }: SqliteLogOptions): SqliteDatabase {
  const path = join(dir, DATABASE_FILE);
  const fresh = !existsSync(path);
  let db: SqliteDatabase | undefined;
  try {
    db = sqlite.open(path);
    const { user_version: version } = z.object({ user_version: z.int() }).parse(db.prepare('PRAGMA user_version').get());
    if (version > STORE_VERSION) {
      throw new OnedoorError('DATA_NEWER', {
        seen: `${path} in version ${version}`,
        expected: `version ${STORE_VERSION} or below`,
        todo: 'Start the newer server that wrote it, or restore an older backup.',
      });
    }
    if (!fresh && version === 0) throw damaged(path, 'a database without our tables');
    if (!fresh) quickCheck(db, path);
    // SQLite syncs around checkpoints. That a commit is synced is this file's business: SQLite would hold the process up for it.
    db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON;');
    db.exec(`PRAGMA wal_autocheckpoint = ${CHECKPOINT_PAGES}; PRAGMA cache_size = -${CACHE_KIB};`);
    if (version < STORE_VERSION) takeSteps(db, version, fresh ? SILENT : log);
    return db;
  } catch (error) {
    db?.close();
    throw translate(error, path);
  }
}

/** All that are left, or none: a process that dies meanwhile leaves the folder as it was, and the next start takes them. */
function takeSteps(db: SqliteDatabase, version: number, log: Logger): void {
  const begun = performance.now();
  let told = Number.NEGATIVE_INFINITY;
  log.info({ from: version, to: STORE_VERSION }, 'tables of an older folder are brought up to date');
  db.exec('BEGIN');
  for (const [at, step] of STEPS.entries()) {
    if (at < version) continue;
    if (typeof step === 'string') {
      db.exec(step);
      continue;
    }
    step(db, (done, total) => {
      const now = performance.now();
      if (now - told < TELL_MS && done < total) return;
      told = now;
      log.info({ step: at + 1, done, total, perS: Math.round((1000 * done) / Math.max(1, now - begun)) }, 'entries are copied');
    });
  }
  db.exec(`PRAGMA user_version = ${STORE_VERSION}; COMMIT;`);
  log.info({ to: STORE_VERSION, s: Math.round((performance.now() - begun) / 1000) }, 'tables are up to date');
}

function quickCheck(db: SqliteDatabase, path: string): void {
  const { quick_check: found } = z.object({ quick_check: z.string() }).parse(db.prepare('PRAGMA quick_check(1)').get());
  if (found !== 'ok') throw damaged(path, found);
}

const damaged = (path: string, seen: string, cause?: unknown) =>
  new OnedoorError(
    'DATA_DAMAGED',
    {
      seen: `${path}: ${seen.replace(/\s+/g, ' ')}`,
      expected: 'a sound database',
      todo: 'Keep the folder as it is and restore the latest backup beside it.',
    },
    { cause },
  );

function translate(error: unknown, path: string): unknown {
  const code = sqliteCode(error);
  if (code === SQLITE.notADatabase || code === SQLITE.corrupt)
    return damaged(path, error instanceof Error ? error.message : 'corrupt', error);
  if (code === SQLITE.cantOpen || code === SQLITE.readonly) {
    return new OnedoorError(
      'DATA_NOT_WRITABLE',
      {
        seen: `${path}, which cannot be written`,
        expected: 'a folder that this user may write',
        todo: 'Correct its owner and mode, or name another folder with --data.',
      },
      { cause: error },
    );
  }
  return error;
}

class SqliteLogStore implements LogStore {
  readonly #db: SqliteDatabase;
  readonly #lock: SqliteDatabase;
  readonly #statements = new Map<string, SqliteStatement>();
  readonly #writer: LogWriter;
  /** Heads of rooms as far as they are known, and the rooms whose head the open transaction has moved: stored once, at its end. */
  readonly #heads = new Map<number, number>();
  readonly #moved = new Set<number>();
  /** Absent with durability `normal`. */
  readonly #wal: FileSync | undefined;
  #open = true;

  constructor(db: SqliteDatabase, lock: SqliteDatabase, wal: FileSync | undefined) {
    this.#db = db;
    this.#lock = lock;
    this.#wal = wal;
    this.#writer = this.#makeWriter();
  }

  transaction<T>(write: (tx: LogWriter) => T, { durable = true }: { readonly durable?: boolean } = {}): T {
    this.#wal?.check();
    const value = this.#commit(write);
    this.#wal?.wrote();
    if (durable) this.sync();
    return value;
  }

  synced(): Promise<void> | undefined {
    return this.#wal?.later();
  }

  sync(): void {
    this.#wal?.now();
  }

  #commit<T>(write: (tx: LogWriter) => T): T {
    this.#sql('BEGIN IMMEDIATE').run();
    try {
      const value = write(this.#writer);
      for (const room of this.#moved) this.#sql('UPDATE rooms SET head = ? WHERE id = ?').run(this.#heads.get(room) ?? 0, room);
      this.#moved.clear();
      this.#sql('COMMIT').run();
      return value;
    } catch (error) {
      this.#heads.clear();
      this.#moved.clear();
      try {
        this.#sql('ROLLBACK').run();
      } catch {
        // SQLite has rolled back by itself, as it does when the disk is full: the first error is the one to tell.
      }
      throw error;
    }
  }

  rooms(): StoredRoom[] {
    return this.#sql('SELECT id, key, epoch, wrapped_key AS wrappedKey, head FROM rooms ORDER BY id')
      .all()
      .map((row) => roomRow.parse(row));
  }

  room(key: string): StoredRoom | undefined {
    const row = this.#sql('SELECT id, key, epoch, wrapped_key AS wrappedKey, head FROM rooms WHERE key = ?').get(key);
    return row === undefined ? undefined : roomRow.parse(row);
  }

  entries(room: number, from: number, limit: number): StoredEntry[] {
    return this.#sql('SELECT seq, body FROM entries WHERE room = ? AND seq >= ? ORDER BY seq LIMIT ?')
      .all(room, from, limit)
      .map((row) => entryRow.parse(row));
  }

  snapshot(room: number): StoredSnapshot | undefined {
    const row = this.#sql('SELECT seq, body FROM snapshots WHERE room = ?').get(room);
    return row === undefined ? undefined : entryRow.parse(row);
  }

  bindings(room: number): Binding[] {
    return this.#sql('SELECT client, person, device FROM bindings WHERE room = ? ORDER BY client')
      .all(room)
      .map((row) => bindingRow.parse(row));
  }

  intent(room: number, id: string): number | undefined {
    const row = this.#sql('SELECT seq FROM intents WHERE room = ? AND id = ?').get(room, id);
    return row === undefined ? undefined : seqRow.parse(row).seq;
  }

  summaries(after: number, limit: number): StoredSummary[] {
    return this.#sql('SELECT room, case_id AS "case", rev, body FROM summaries WHERE rev > ? ORDER BY rev LIMIT ?')
      .all(after, limit)
      .map((row) => summaryRow.parse(row));
  }

  summariesOf(caseId: string): StoredSummary[] {
    return this.#sql('SELECT room, case_id AS "case", rev, body FROM summaries WHERE case_id = ? ORDER BY rev')
      .all(caseId)
      .map((row) => summaryRow.parse(row));
  }

  edits(room: number, before: number, limit: number): StoredEdits[] {
    return this.#sql('SELECT start, seq, body FROM edits WHERE room = ? AND start < ? ORDER BY start DESC LIMIT ?')
      .all(room, before, limit)
      .map((row) => chunkRow.parse(row));
  }

  traces(room: number, from: number, limit: number): StoredTrace[] {
    return this.#sql('SELECT start, seq, body FROM traces WHERE room = ? AND start >= ? ORDER BY start LIMIT ?')
      .all(room, from, limit)
      .map((row) => chunkRow.parse(row));
  }

  lastTrace(room: number): StoredTrace | undefined {
    const row = this.#sql('SELECT start, seq, body FROM traces WHERE room = ? ORDER BY start DESC LIMIT 1').get(room);
    return row === undefined ? undefined : chunkRow.parse(row);
  }

  texts(before: number, limit: number): StoredText[] {
    return this.#sql('SELECT room, seq, body FROM texts WHERE room < ? ORDER BY room DESC LIMIT ?')
      .all(before, limit)
      .map((row) => storedTextRow.parse(row));
  }

  textOf(room: number): StoredText | undefined {
    const row = this.#sql('SELECT room, seq, body FROM texts WHERE room = ?').get(room);
    return row === undefined ? undefined : storedTextRow.parse(row);
  }

  leaves(from: number, limit: number): StoredLeaf[] {
    return this.#sql('SELECT id - 1 AS number, room, seq, hash FROM leaves WHERE id > ? ORDER BY id LIMIT ?')
      .all(from, limit)
      .map((row) => leafRow.parse(row));
  }

  leafCount(): number {
    return valueRow.parse(this.#sql('SELECT coalesce(max(id), 0) AS value FROM leaves').get()).value;
  }

  leafOf(room: number, seq: number): StoredLeaf | undefined {
    const entry = this.#sql('SELECT leaf FROM entries WHERE room = ? AND seq = ?').get(room, seq);
    if (entry === undefined) return undefined;
    const { leaf } = placeRow.parse(entry);
    const columns = 'SELECT id - 1 AS number, room, seq, hash FROM leaves WHERE room = ? AND seq = ?';
    const row =
      leaf === null
        ? // Entries of a folder from before there was a record name none.
          this.#sql(`${columns} ORDER BY id DESC LIMIT 1`).get(room, seq)
        : this.#sql(`${columns} AND id = ?`).get(room, seq, leaf + 1);
    return row === undefined ? undefined : leafRow.parse(row);
  }

  treeNode(level: number, index: number): Uint8Array | undefined {
    const row = this.#sql('SELECT hash FROM tree WHERE level = ? AND place = ?').get(level, index);
    return row === undefined ? undefined : hashRow.parse(row).hash;
  }

  heads(above: number, limit: number): StoredHead[] {
    return this.#sql('SELECT number, size, at, hash, signature FROM heads WHERE size > ? ORDER BY size LIMIT ?')
      .all(above, limit)
      .map((row) => headRow.parse(row));
  }

  lastHead(): StoredHead | undefined {
    const row = this.#sql('SELECT number, size, at, hash, signature FROM heads ORDER BY size DESC LIMIT 1').get();
    return row === undefined ? undefined : headRow.parse(row);
  }

  listIntents(room: number): { id: string; seq: number }[] {
    return this.#sql('SELECT id, seq FROM intents WHERE room = ? ORDER BY seq, id')
      .all(room)
      .map((row) => intentRow.parse(row));
  }

  listNumbers(): { register: string; year: number; value: number }[] {
    return this.#sql('SELECT register, year, value FROM numbers ORDER BY register, year')
      .all()
      .map((row) => numberRow.parse(row));
  }

  listTreeNodes(): { level: number; index: number; hash: Uint8Array }[] {
    return this.#sql('SELECT level, place AS "index", hash FROM tree ORDER BY level, place')
      .all()
      .map((row) => nodeRow.parse(row));
  }

  meta(key: string): string | undefined {
    const row = this.#sql('SELECT value FROM meta WHERE key = ?').get(key);
    return row === undefined ? undefined : textRow.parse(row).value;
  }

  purge(): void {
    // Freed pages are zeroed by `secure_delete`; what they held before lies in the log of writes until that is cut.
    this.#db.exec('VACUUM;');
    this.#db.exec('PRAGMA wal_checkpoint(TRUNCATE);');
  }

  check(): void {
    try {
      quickCheck(this.#db, DATABASE_FILE);
    } catch (error) {
      throw translate(error, DATABASE_FILE);
    }
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#statements.clear();
    this.#wal?.close();
    this.#db.close();
    this.#lock.close();
  }

  #sql(text: string): SqliteStatement {
    let statement = this.#statements.get(text);
    if (statement === undefined) this.#statements.set(text, (statement = this.#db.prepare(text)));
    return statement;
  }

  #makeWriter(): LogWriter {
    return {
      createRoom: (key, epoch, wrappedKey) => {
        this.#sql('INSERT INTO rooms (key, epoch, wrapped_key) VALUES (?, ?, ?)').run(key, epoch, wrappedKey);
        const room = this.room(key);
        if (room === undefined) throw new Error(`room ${key} was not stored`);
        return room;
      },
      emptyRoom: (room, epoch, wrappedKey) => {
        // Only from here on: to overwrite each replaced snapshot with zeros would cost every room, every day.
        this.#db.exec('PRAGMA secure_delete = ON');
        for (const table of ['entries', 'snapshots', 'bindings', 'intents', 'edits', 'traces', 'texts'])
          this.#sql(`DELETE FROM ${table} WHERE room = ?`).run(room);
        this.#heads.set(room, 0);
        this.#sql('UPDATE rooms SET epoch = ?, wrapped_key = ?, head = 0 WHERE id = ?').run(epoch, wrappedKey, room);
        return roomRow.parse(this.#sql('SELECT id, key, epoch, wrapped_key AS wrappedKey, head FROM rooms WHERE id = ?').get(room));
      },
      append: (room, seq, body, leaf) => {
        const before = this.#heads.get(room) ?? seqRow.parse(this.#sql('SELECT head AS seq FROM rooms WHERE id = ?').get(room)).seq;
        if (before !== seq - 1) throw new Error(`entry ${seq} does not follow the head of room ${room}`);
        this.#heads.set(room, seq);
        this.#moved.add(room);
        this.#sql('INSERT INTO entries (room, seq, leaf, body) VALUES (?, ?, ?, ?)').run(room, seq, leaf ?? null, body);
      },
      bind: (room, client, person, device) => {
        this.#sql('INSERT INTO bindings (room, client, person, device) VALUES (?, ?, ?, ?)').run(room, client, person, device);
      },
      rememberIntent: (room, id, seq) => {
        this.#sql('INSERT INTO intents (room, id, seq) VALUES (?, ?, ?)').run(room, id, seq);
      },
      nextNumber: (register, year) => {
        this.#sql(
          'INSERT INTO numbers (register, year, value) VALUES (?, ?, 1) ON CONFLICT (register, year) DO UPDATE SET value = value + 1',
        ).run(register, year);
        return valueRow.parse(this.#sql('SELECT value FROM numbers WHERE register = ? AND year = ?').get(register, year)).value;
      },
      putSnapshot: (room, seq, body) => {
        this.#sql(
          'INSERT INTO snapshots (room, seq, body) VALUES (?, ?, ?) ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, body = excluded.body',
        ).run(room, seq, body);
      },
      putSummary: (room, caseId, body) => {
        // A summary that is stored again leaves its old rev: the greatest one never sinks, and no rev is used twice.
        const { value: rev } = valueRow.parse(this.#sql('SELECT coalesce(max(rev), 0) + 1 AS value FROM summaries').get());
        this.#sql(
          'INSERT INTO summaries (room, case_id, rev, body) VALUES (?, ?, ?, ?) ON CONFLICT (room) DO UPDATE SET case_id = excluded.case_id, rev = excluded.rev, body = excluded.body',
        ).run(room, caseId, rev, body);
        return rev;
      },
      amendSummary: (room, body) => {
        this.#sql('UPDATE summaries SET body = ? WHERE room = ?').run(body, room);
      },
      putEdits: (room, { start, seq, body }) => {
        this.#sql(
          'INSERT INTO edits (room, start, seq, body) VALUES (?, ?, ?, ?) ON CONFLICT (room, start) DO UPDATE SET seq = excluded.seq, body = excluded.body',
        ).run(room, start, seq, body);
      },
      dropEdits: (room) => {
        this.#sql('DELETE FROM edits WHERE room = ?').run(room);
      },
      putTrace: (room, { start, seq, body }) => {
        this.#sql(
          'INSERT INTO traces (room, start, seq, body) VALUES (?, ?, ?, ?) ON CONFLICT (room, start) DO UPDATE SET seq = excluded.seq, body = excluded.body',
        ).run(room, start, seq, body);
      },
      dropTraces: (room) => {
        this.#sql('DELETE FROM traces WHERE room = ?').run(room);
      },
      putText: ({ room, seq, body }) => {
        this.#sql(
          'INSERT INTO texts (room, seq, body) VALUES (?, ?, ?) ON CONFLICT (room) DO UPDATE SET seq = excluded.seq, body = excluded.body',
        ).run(room, seq, body);
      },
      // Rows are never deleted: the next row id is the next number, counted from 1.
      addLeaf: (room, seq, hash) =>
        Number(this.#sql('INSERT INTO leaves (room, seq, hash) VALUES (?, ?, ?)').run(room, seq, hash).lastInsertRowid) - 1,
      putTreeNode: (level, index, hash) => {
        this.#sql('INSERT INTO tree (level, place, hash) VALUES (?, ?, ?)').run(level, index, hash);
      },
      putHead: ({ number, size, at, hash, signature }) => {
        this.#sql('INSERT INTO heads (number, size, at, hash, signature) VALUES (?, ?, ?, ?, ?)').run(number, size, at, hash, signature);
      },
      putMeta: (key, value) => {
        this.#sql('INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value').run(key, value);
      },
    };
  }
}

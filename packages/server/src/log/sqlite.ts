/** What this package uses of `node:sqlite`; a row's values are checked where they are read. */
export interface SqliteStatement {
  run(...values: readonly SqliteValue[]): { readonly changes: number | bigint; readonly lastInsertRowid: number | bigint };
  get(...values: readonly SqliteValue[]): unknown;
  all(...values: readonly SqliteValue[]): unknown[];
}

export interface SqliteDatabase {
  exec(sql: string): void;
  prepare(sql: string): SqliteStatement;
  close(): void;
}

export type SqliteValue = number | string | Uint8Array | null;

export interface SqliteModule {
  open(path: string): SqliteDatabase;
}

/**
 * The SQLite that this process can use: the one built into Node, else the npm package with the same API, whose
 * binaries lie inside it.
 */
export async function loadSqlite(): Promise<SqliteModule> {
  const { DatabaseSync } = Object.hasOwn(process.versions, 'sqlite') ? await builtIn() : await import('@photostructure/sqlite');
  return { open: (path) => new DatabaseSync(path) };
}

async function builtIn(): Promise<{ DatabaseSync: new (path: string) => SqliteDatabase }> {
  // The types of Node 20 do not know this module: its name stands in a variable, and the shape is the interface's.
  const name: string = 'node:sqlite';
  const module: { DatabaseSync: new (path: string) => SqliteDatabase } = await import(name);
  return module;
}

/** SQLite's result codes that a start must tell apart. */
export const SQLITE = { busy: 5, locked: 6, readonly: 8, io: 10, corrupt: 11, cantOpen: 14, notADatabase: 26 } as const;

/** The primary result code of an error that SQLite threw; undefined for any other. */
export function sqliteCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return undefined;
  return typeof error.errcode === 'number' ? error.errcode & 0xff : undefined;
}

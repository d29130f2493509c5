import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { OnedoorError } from '@onedoor/core';
import * as z from 'zod';
import { keysDir } from '../log/keys.js';
import { loadSqlite } from '../log/sqlite.js';
import { DATABASE_FILE } from '../log/sqlite-log-store.js';

/** What a backup of the data holds: `manifest.json` of its folder. */
export const backupManifest = z.object({
  version: z.literal(1),
  /** Epoch milliseconds. */
  at: z.int(),
  files: z.array(z.object({ path: z.string(), bytes: z.int(), sha256: z.string() })),
});
export type BackupManifest = z.infer<typeof backupManifest>;

export const MANIFEST_FILE = 'manifest.json';

const badOption = (seen: string, expected: string, todo: string) => new OnedoorError('BAD_OPTION', { seen, expected, todo });

/** Whether one folder is the other or lies in it. */
const holds = (outer: string, inner: string): boolean => {
  const way = relative(resolve(outer), resolve(inner));
  return way === '' || !(way.startsWith('..') || resolve(way) === way);
};

/**
 * Copies the data of a folder, whether a server runs on it or not: the database as of one moment, then the files, which are
 * never changed. Keys and ledger go to a folder of their own, so that whoever takes the one has not the other.
 *
 * @throws BAD_OPTION where a folder is there already, or the keys would lie with the data
 */
export async function backup(
  dir: string,
  to: { readonly data: string; readonly keys?: string },
  now: number,
): Promise<{ readonly files: number; readonly bytes: number }> {
  if (!existsSync(join(dir, DATABASE_FILE)))
    throw badOption(`${dir} without ${DATABASE_FILE}`, 'the data folder of a server', 'Correct --data.');
  for (const folder of [to.data, to.keys ?? '']) {
    if (folder !== '' && existsSync(folder))
      throw badOption(`${folder}, which is there already`, 'a new folder', 'Name another, such as one with the date.');
    if (folder !== '' && holds(dir, folder))
      throw badOption(`${folder} inside the data folder`, 'a folder elsewhere', 'Name another, on another disk.');
  }
  if (to.keys !== undefined && (holds(to.data, to.keys) || holds(to.keys, to.data)))
    throw badOption('keys that would lie with the data', 'two folders apart', 'Name another folder with --keys-to.');
  const part = `${to.data}.part`;
  rmSync(part, { recursive: true, force: true });
  mkdirSync(part, { recursive: true, mode: 0o700 });
  const db = (await loadSqlite()).open(join(dir, DATABASE_FILE));
  try {
    db.prepare('VACUUM INTO ?').run(join(part, DATABASE_FILE));
  } finally {
    db.close();
  }
  const blobs = join(dir, 'blobs');
  if (existsSync(blobs)) cpSync(blobs, join(part, 'blobs'), { recursive: true, filter: (path) => !path.endsWith('.part') });
  const files = listFiles(part);
  writeFileSync(join(part, MANIFEST_FILE), JSON.stringify({ version: 1, at: now, files } satisfies BackupManifest, null, 2), {
    flush: true,
  });
  if (to.keys !== undefined) cpSync(keysDir(dir), to.keys, { recursive: true });
  // Named only when it is whole.
  renameSync(part, to.data);
  return { files: files.length, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) };
}

export function listFiles(dir: string): BackupManifest['files'] {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map((each) => {
      const path = join(each.parentPath, each.name);
      const bytes = readFileSync(path);
      return { path: relative(dir, path), bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
    })
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError, type RandomBytes } from '@onedoor/core';
import { FileBlobStore } from '../blobs/blob-store.js';
import { Keyring, keysDir, openMasterKey } from '../log/keys.js';
import { DATABASE_FILE, openSqliteLogStore } from '../log/sqlite-log-store.js';
import { backupManifest, listFiles, MANIFEST_FILE } from './backup.js';
import { settleErasures } from './erasures.js';
import { appendLedger, readLedger } from './ledger.js';
import { putRestored } from './restored.js';

/** Lies in a data folder from the first to the last step of a restore. */
const MARK_FILE = 'restoring';

/** A folder whose restore was cut off may hold what was erased, or nothing yet: it is not served. @throws RESTORE_UNFINISHED */
export function refuseHalfRestored(dir: string): void {
  if (!existsSync(join(dir, MARK_FILE))) return;
  throw new OnedoorError('RESTORE_UNFINISHED', {
    seen: `${join(dir, MARK_FILE)}: a restore into this folder did not end`,
    expected: 'a whole data folder',
    todo: 'Run the same `onedoor restore` again.',
  });
}

/** What a restore brought back. */
export interface RestoreReport {
  readonly rooms: number;
  /** Erasures of the ledger that the backup did not know. */
  readonly erasures: number;
}

/**
 * Makes a data folder of a backup: checks the copy, erases again what the ledger says, and raises the epoch of every room.
 * Only then can it be served. Cut off at any point it is run again from its start.
 *
 * @param keys folder of the latest keys and ledger; default those that lie in the data folder
 * @throws BAD_OPTION where the folder has data, DATA_DAMAGED where the backup is not what was written, KEY_MISSING
 */
export async function restore(
  from: string,
  dir: string,
  options: { readonly keys?: string; readonly now: number; readonly random: RandomBytes },
): Promise<RestoreReport> {
  const mark = join(dir, MARK_FILE);
  if (existsSync(join(dir, DATABASE_FILE)) && !existsSync(mark))
    throw new OnedoorError('BAD_OPTION', {
      seen: `${dir}, which has data`,
      expected: 'a folder without data',
      todo: 'Name a new folder; the old one may still be needed.',
    });
  if (options.keys !== undefined && existsSync(keysDir(dir)) && !existsSync(mark))
    throw new OnedoorError('BAD_OPTION', {
      seen: `${keysDir(dir)} and --keys`,
      expected: 'one set of keys and one ledger, the latest',
      todo: 'Leave --keys out, or move the folder away.',
    });
  const { files } = readManifest(from);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  writeFileSync(mark, '', { flush: true });
  for (const name of [DATABASE_FILE, `${DATABASE_FILE}-wal`, `${DATABASE_FILE}-shm`, 'blobs'])
    rmSync(join(dir, name), { recursive: true, force: true });
  if (options.keys !== undefined && !existsSync(keysDir(dir))) {
    const part = `${keysDir(dir)}.part`;
    rmSync(part, { recursive: true, force: true });
    cpSync(options.keys, part, { recursive: true });
    renameSync(part, keysDir(dir));
  }
  for (const { path } of files) cpSync(join(from, path), join(dir, path));
  const keys = new Keyring(openMasterKey(dir, true, options.random), options.random);
  const store = await openSqliteLogStore({ dir });
  try {
    for (const room of store.rooms()) keys.cipher(room.key, room.epoch, room.wrappedKey);
    // In the ledger first: two restores of one backup must not give rooms the same name twice.
    appendLedger(keysDir(dir), { v: 1, do: 'restore', id: Buffer.from(options.random(16)).toString('hex'), at: options.now });
    const erasures = await settleErasures({ store, keys, blobs: new FileBlobStore(join(dir, 'blobs')) }, keysDir(dir));
    putRestored(store, readLedger(keysDir(dir)).filter((line) => line.do === 'restore').length);
    const rooms = store.rooms().length;
    rmSync(mark);
    return { rooms, erasures };
  } finally {
    store.close();
  }
}

function readManifest(from: string) {
  const path = join(from, MANIFEST_FILE);
  const damaged = (seen: string, cause?: unknown) =>
    new OnedoorError('DATA_DAMAGED', { seen, expected: 'a backup as it was written', todo: 'Take another backup.' }, { cause });
  if (!existsSync(path))
    throw new OnedoorError('BAD_OPTION', {
      seen: `${from} without ${MANIFEST_FILE}`,
      expected: 'a folder of `onedoor backup`',
      todo: 'Correct --from.',
    });
  let manifest: ReturnType<typeof backupManifest.parse>;
  try {
    manifest = backupManifest.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    throw damaged(`${path}, which does not read`, cause);
  }
  const found = new Map(listFiles(from).map((file) => [file.path, file.sha256]));
  for (const { path: name, sha256 } of manifest.files)
    if (found.get(name) !== sha256) throw damaged(`${join(from, name)}, which is missing or altered`);
  return manifest;
}

import { backup } from '../erase/backup.js';
import { restore } from '../erase/restore.js';
import { recordOf } from './audit.js';
import { random, withFolder } from './folder.js';

/** `onedoor backup`: one sentence for people. @throws as `backup` */
export async function tellBackup(dir: string, to: { readonly data: string; readonly keys?: string }, now: number): Promise<string> {
  const { files, bytes } = await backup(dir, to, now);
  const keys = to.keys === undefined ? 'the keys are not in it: back them up with --keys-to' : `keys and ledger: ${to.keys}`;
  return `backed up: ${files} files, ${bytes} bytes, to ${to.data}; ${keys}`;
}

/** `onedoor restore`: one sentence for people. @throws as `restore` */
export async function tellRestore(from: string, dir: string, keys: string | undefined, now: number): Promise<string> {
  const { rooms, erasures } = await restore(from, dir, { now, random, ...(keys === undefined ? {} : { keys }) });
  // What was erased again has new leaves: an audit may come before the next start.
  await withFolder(dir, ({ store, signer }) => recordOf(store, signer).flush());
  return `restored: ${rooms} rooms to ${dir}; ${erasures} erasures made again; every room has a new name on the wire`;
}

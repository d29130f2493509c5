import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CENTRE_CASE, directorySlice, EMPTY_STATE, type LogStore, Model, OnedoorError, type RoomState, roomKey } from '@onedoor/core';
import { type BlobStore, FileBlobStore } from '../blobs/blob-store.js';
import { refuseHalfRestored } from '../erase/restore.js';
import { Keyring, openMasterKey } from '../log/keys.js';
import { readEntries } from '../log/room-log.js';
import { DATABASE_FILE, openSqliteLogStore } from '../log/sqlite-log-store.js';
import { type HeadSigner, openSigner } from '../record/signer.js';

/** A stopped server's data folder, open. */
export interface Folder {
  readonly dir: string;
  readonly store: LogStore;
  readonly keys: Keyring;
  readonly signer: HeadSigner;
  readonly blobs: BlobStore;
  /** The centre's id: the first part of its rooms' names. */
  readonly centre: string;
}

export const random = (count: number): Uint8Array => Uint8Array.from(randomBytes(count));

/**
 * Opens a folder and closes it again.
 *
 * @throws BAD_OPTION, RESTORE_UNFINISHED, KEY_MISSING, DATA_LOCKED while a server runs on it, DATA_NEWER, DATA_DAMAGED
 */
export async function withFolder<T>(dir: string, use: (folder: Folder) => T | Promise<T>): Promise<T> {
  if (!existsSync(join(dir, DATABASE_FILE)))
    throw new OnedoorError('BAD_OPTION', {
      seen: `${dir} without ${DATABASE_FILE}`,
      expected: 'the data folder of a server',
      todo: 'Correct --data.',
    });
  refuseHalfRestored(dir);
  const keys = new Keyring(openMasterKey(dir, true, random), random);
  const store = await openSqliteLogStore({ dir });
  try {
    const centre = store.rooms()[0]?.key.split('/')[0] ?? '';
    return await use({ dir, store, keys, centre, signer: openSigner(dir, centre, true), blobs: new FileBlobStore(join(dir, 'blobs')) });
  } finally {
    store.close();
  }
}

/** The person who answers for what is done to a folder. @throws BAD_OPTION where the directory has no such person in office */
export function personOf({ store, keys, centre }: Folder, person: string): string {
  const room = store.room(roomKey({ centre, case: CENTRE_CASE, room: directorySlice.name }));
  const { acts } = new Model().room(directorySlice.name) ?? {};
  let state: RoomState = EMPTY_STATE;
  if (room !== undefined && acts !== undefined) {
    for (const entry of readEntries(store, room, keys.cipher(room.key, room.epoch, room.wrappedKey), 1))
      if (entry.kind === 'act') state = acts.fold(state, entry.entry);
  }
  if (directorySlice.of(state.slices).people[person]?.active === true) return person;
  throw new OnedoorError('BAD_OPTION', {
    seen: `--by ${person}, whom the directory does not know as active`,
    expected: 'the id of the person who answers for it',
    todo: 'Correct --by.',
  });
}

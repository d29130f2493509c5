import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError } from '@onedoor/core';
import { Keyring, openMasterKey } from '../log/keys.js';
import { DATABASE_FILE, openSqliteLogStore } from '../log/sqlite-log-store.js';

/**
 * Checks a data folder: whether it is free, sound, of a known version, and opens with its key.
 *
 * @returns one line for people
 * @throws BAD_OPTION, KEY_MISSING, DATA_LOCKED, DATA_NEWER or DATA_DAMAGED
 */
export async function doctor(dir: string): Promise<string> {
  if (!existsSync(join(dir, DATABASE_FILE)))
    throw new OnedoorError('BAD_OPTION', {
      seen: `${dir} without ${DATABASE_FILE}`,
      expected: 'the data folder of a server',
      todo: 'Correct --data.',
    });
  const none = (): never => {
    throw new Error('a check makes no keys');
  };
  const keys = new Keyring(openMasterKey(dir, true, none), none);
  const store = await openSqliteLogStore({ dir });
  try {
    const rooms = store.rooms();
    let entries = 0;
    for (const room of rooms) {
      const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
      for (let seq = 1; seq <= room.head; seq += 1000) {
        const page = store.entries(room.id, seq, 1000);
        for (const entry of page) cipher.open(`${room.id}|${room.epoch}|${entry.seq}`, entry.body);
        entries += page.length;
      }
      if (store.entries(room.id, 1, 1).length === 0 && room.head > 0)
        throw new OnedoorError('DATA_DAMAGED', {
          seen: `${room.key} without entries`,
          expected: `${room.head}`,
          todo: 'Restore the latest backup.',
        });
    }
    return `sound: ${rooms.length} rooms, ${entries} entries, all of them open with the key`;
  } finally {
    store.close();
  }
}

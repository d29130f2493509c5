import { OnedoorError } from '@onedoor/core';
import { placeOf } from '../log/room-log.js';
import { withFolder } from './folder.js';

/**
 * Checks a data folder: whether it is free, sound, of a known version, and opens with its key.
 *
 * @returns one line for people
 * @throws BAD_OPTION, KEY_MISSING, DATA_LOCKED, DATA_NEWER or DATA_DAMAGED
 */
export function doctor(dir: string): Promise<string> {
  return withFolder(dir, ({ store, keys }) => {
    const rooms = store.rooms();
    let entries = 0;
    for (const room of rooms) {
      const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
      for (let seq = 1; seq <= room.head; seq += 1000) {
        const page = store.entries(room.id, seq, 1000);
        for (const entry of page) cipher.open(placeOf.entry(room, entry.seq), entry.body);
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
  });
}

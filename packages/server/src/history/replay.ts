import { applyAndTrace, type ContentTrace, createRoomDoc, type LogStore, seqOf } from '@onedoor/core';
import * as Y from 'yjs';
import type { RoomCipher } from '../log/keys.js';
import { type RoomPlace, readEntries, readSnapshot } from '../log/room-log.js';
import type { EntryChanges } from './fold-edits.js';

/** A room's place with the key that opens it. */
export type OpenPlace = RoomPlace & { readonly cipher: RoomCipher };

/** The event loop gets its turn after so long, in milliseconds: others' keys are not held up while a long log is read. */
export const SLICE_MS = 8;

/** What one entry of a room's log changed, for people and by id. */
export interface ReadEntry extends EntryChanges {
  readonly trace: ContentTrace;
}

/**
 * What the log's entries after `seq` changed, read from the log itself. An entry that only had to be passed is told by its
 * number, so that whoever must not hold up others can rest after each.
 *
 * @throws DATA_DAMAGED where the log does not open
 */
export function* replay(store: LogStore, place: OpenPlace, seq: number): Generator<ReadEntry | number> {
  const snapshot = readSnapshot(store, place, place.cipher);
  const doc = createRoomDoc();
  try {
    const from = snapshot !== undefined && snapshot.seq <= seq ? snapshot : undefined;
    if (from !== undefined) Y.applyUpdate(doc, from.update);
    for (const entry of readEntries(store, place, place.cipher, (from?.seq ?? 0) + 1)) {
      if (entry.kind !== 'update') yield seqOf(entry);
      else if (entry.seq <= seq) {
        Y.applyUpdate(doc, entry.update);
        yield entry.seq;
      } else yield { seq: entry.seq, at: entry.at, person: entry.person, ...applyAndTrace(doc, entry.update) };
    }
  } finally {
    doc.destroy();
  }
}

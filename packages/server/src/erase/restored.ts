import type { LogStore } from '@onedoor/core';
import * as z from 'zod';

/**
 * How far names on the wire stand above the epochs of the logs. What clients hold of the time after a backup was never in
 * it: under a name that none of them has seen they begin with the server's copy, and offer what they have beyond it.
 */
const restored = z.object({
  /** How many restores the ledger knows. */
  raise: z.int().min(0),
  /** Greatest number of a room that was in the backup: rooms that are made later begin at 1. */
  upTo: z.int().min(0),
  /** By number of a room: the epoch in its name that began with the latest restore. */
  epochs: z.record(z.string(), z.int()).default({}),
});
export type Restored = z.infer<typeof restored>;

const KEY = 'restored';

export function readRestored(store: LogStore): Restored {
  const text = store.meta(KEY);
  return text === undefined ? { raise: 0, upTo: 0, epochs: {} } : restored.parse(JSON.parse(text));
}

export function putRestored(store: LogStore, raise: number): void {
  const rooms = store.rooms();
  const upTo = rooms.at(-1)?.id ?? 0;
  const epochs = Object.fromEntries(rooms.map(({ id, epoch }) => [String(id), epoch + raise]));
  store.transaction((tx) => tx.putMeta(KEY, JSON.stringify({ raise, upTo, epochs } satisfies Restored)));
}

import { decodeEntry, type LogEntry, type LogStore } from '@onedoor/core';
import type { RoomCipher } from './keys.js';
import { decodeSnapshot, type Snapshot } from './snapshot.js';

const PAGE_ENTRIES = 1000;

/** A room's place in the store. */
export interface RoomPlace {
  readonly id: number;
  readonly epoch: number;
}

/** Additional data of the ciphertexts of a room: see `keys.ts`. */
export const placeOf = {
  entry: ({ id, epoch }: RoomPlace, seq: number) => `${id}|${epoch}|${seq}`,
  snapshot: ({ id, epoch }: RoomPlace, seq: number) => `snapshot|${id}|${epoch}|${seq}`,
  summary: ({ id, epoch }: RoomPlace) => `summary|${id}|${epoch}`,
  blob: ({ id, epoch }: RoomPlace, sha256: string) => `blob|${id}|${epoch}|${sha256}`,
  edits: ({ id, epoch }: RoomPlace, start: number, seq: number) => `edits|${id}|${epoch}|${start}|${seq}`,
  trace: ({ id, epoch }: RoomPlace, start: number, seq: number) => `trace|${id}|${epoch}|${start}|${seq}`,
  text: ({ id, epoch }: RoomPlace, seq: number) => `text|${id}|${epoch}|${seq}`,
} as const;

/** Entries of a room's log in clear, in order. @throws DATA_DAMAGED */
export function* readEntries(store: LogStore, room: RoomPlace, cipher: RoomCipher, from: number): Generator<LogEntry> {
  for (let next = from; ; next += PAGE_ENTRIES) {
    const page = store.entries(room.id, next, PAGE_ENTRIES);
    for (const { seq, body } of page) yield decodeEntry(cipher.open(placeOf.entry(room, seq), body));
    if (page.length < PAGE_ENTRIES) return;
  }
}

/** A room's snapshot in clear, if it has one. @throws DATA_DAMAGED */
export function readSnapshot(store: LogStore, room: RoomPlace, cipher: RoomCipher): (Snapshot & { readonly seq: number }) | undefined {
  const stored = store.snapshot(room.id);
  return stored === undefined
    ? undefined
    : { seq: stored.seq, ...decodeSnapshot(cipher.open(placeOf.snapshot(room, stored.seq), stored.body)) };
}

import { OnedoorError, type StoredText } from '@onedoor/core';
import * as z from 'zod';
import type { RoomCipher } from '../log/keys.js';
import { placeOf, type RoomPlace } from '../log/room-log.js';
import type { RoomRuntime } from '../room.js';

/*
 * What of a room is looked for by words, as it is stored: a ciphertext of the room's key (additional data
 * `text|<room id>|<epoch>|<seq>`) around UTF-8 JSON `{ "v": 1, "texts": ["…", …] }`. Derived: what is missing, does not open
 * or is of another entry than the last one is made from the room again.
 */
const VERSION = 1;
const storedBody = z.object({ v: z.literal(VERSION), texts: z.array(z.string()) });

/** Ids of choices, days, telephone and identity numbers: rows are found by their tails and marks, which tell nobody the rest. */
const SAYS_NOTHING = /^[\w.:+/ -]*$/u;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * The words of a room's records, those that were not removed: texts, structured texts and what else people wrote into fields.
 *
 * @param most characters in all; what is beyond is not found by its words
 */
export function textsOf(room: RoomRuntime, most: number): string[] {
  const texts: string[] = [];
  let left = most;
  const take = (value: unknown): void => {
    if (typeof value === 'string') {
      if (value.length < 2 || left <= 0 || SAYS_NOTHING.test(value)) return;
      texts.push(value.slice(0, left));
      left -= value.length;
    } else if (Array.isArray(value)) for (const each of value) take(each);
    else if (typeof value === 'object' && value !== null) for (const each of Object.values(value)) take(each);
  };
  const reader = room.reader();
  for (const record of room.definition.records)
    for (const read of reader.list(record)) {
      if (left <= 0) return texts;
      take(read.ok ? read.value : read.raw);
    }
  return texts;
}

export function sealText(place: RoomPlace, cipher: RoomCipher, seq: number, texts: readonly string[]): StoredText {
  return { room: place.id, seq, body: cipher.seal(placeOf.text(place, seq), encoder.encode(JSON.stringify({ v: VERSION, texts }))) };
}

/** Undefined where it does not open or is of another version. */
export function openText(place: RoomPlace, cipher: RoomCipher, { seq, body }: StoredText): readonly string[] | undefined {
  try {
    const json: unknown = JSON.parse(decoder.decode(cipher.open(placeOf.text(place, seq), body)));
    return storedBody.safeParse(json).data?.texts;
  } catch (error) {
    if (error instanceof OnedoorError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

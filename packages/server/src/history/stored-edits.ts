import { type Edit, editSchema, OnedoorError, type StoredEdits } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import type { RoomCipher } from '../log/keys.js';
import { placeOf, type RoomPlace } from '../log/room-log.js';

/*
 * The index of edits as it is stored: chunks of a room, each a row `start`, `seq`, `body`. `body` is a ciphertext of
 * the room's key (additional data `edits|<room id>|<epoch>|<start>|<seq>`) around UTF-8 JSON:
 *
 *     { "v": 1, "next": <order>, "edits": [ <edit>, … ] }
 *
 * `next` is the order that the next edit gets: of edits that came to nothing the numbers are not used again.
 * An edit is one of `core/src/protocol/history.ts`; edits of text have two fields more, which stay on the server:
 *
 *     "runs": [[<client>, <clock>, <length>], …]            Yjs ids of all characters that it wrote, in the order of
 *                                                           writing, deleted ones too; at most the last 100 runs
 *     "recent": [[<client>, <clock>, <text>, <0|1>], …]     what its excerpt is made of: see `excerpt.ts`
 *
 * Edits stand in the order of their last changes (`order`). Only the last chunk changes; it is written again with each
 * flush and cut in two when it is full, so that every edit in a chunk has an order from its `start` up to the next
 * chunk's. `seq` of the last chunk says up to where the log has been read.
 *
 * All of it is derived from the log: a chunk that is missing, does not open, or is of another version is no loss; the
 * room's index is dropped and made anew. Attribution of text ("who wrote this run") extends the format by raising `v`:
 * runs and persons are here, the log has whom each client id is bound to.
 */
const VERSION = 1;

const run = z.tuple([z.int(), z.int(), z.int()]);
const piece = z.tuple([z.int(), z.int(), z.string(), z.literal([0, 1])]);
const keptEdit = z.extend(editSchema, { runs: z.optional(z.array(run)), recent: z.optional(z.array(piece)) });
const chunkBody = z.object({ v: z.literal(VERSION), next: z.int(), edits: z.array(keptEdit) });

/** An edit as it is stored. */
export type KeptEdit = z.infer<typeof keptEdit>;

/** A chunk in clear. */
export interface Chunk {
  readonly start: number;
  readonly seq: number;
  readonly next: number;
  readonly edits: readonly KeptEdit[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

export function sealChunk(room: RoomPlace, cipher: RoomCipher, { start, seq, next, edits }: Chunk): StoredEdits {
  const body = encoder.encode(JSON.stringify({ v: VERSION, next, edits }));
  return { start, seq, body: cipher.seal(placeOf.edits(room, start, seq), body) };
}

/** Undefined where the chunk does not open or is of another version. */
export function openChunk(room: RoomPlace, cipher: RoomCipher, { start, seq, body }: StoredEdits): Chunk | undefined {
  try {
    const json: unknown = JSON.parse(decoder.decode(cipher.open(placeOf.edits(room, start, seq), body)));
    const read = chunkBody.safeParse(json);
    return read.success ? { start, seq, next: read.data.next, edits: read.data.edits } : undefined;
  } catch (error) {
    if (error instanceof OnedoorError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** The edit as readers get it. */
export function asSent({ runs: _, recent: __, ...edit }: KeptEdit): Edit {
  return edit;
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { actEntrySchema, intentSchema } from '../acts/intent.js';
import { MAX_DEPTH, UpdateRejected, walkAny } from '../content/depth.js';
import * as z from '../z.js';

/*
 * POST /api/sync: rooms that no socket is open for, and all intents. The request goes through its rooms in order, so
 * that an intent which makes a case stands before the content of that case. Each room is answered on its own; a
 * closed, unknown or past one by its refusal alone.
 */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const refusal = z.object({ code: z.string(), seen: z.string(), expected: z.string(), todo: z.string(), at: z.optional(z.string()) });

export const bulkRequest = z.object({
  protocol: z.int(),
  schema: z.int(),
  device: z.string().check(z.minLength(1), z.maxLength(64)),
  rooms: z
    .array(
      z.object({
        wire: z.string().check(z.maxLength(250)),
        /** Last `seq` that the client holds of this room; 0 for none. */
        since: z.int().check(z.minimum(0)),
        clients: z._default(z.array(z.int().check(z.minimum(0), z.maximum(0xffffffff))).check(z.maxLength(4096)), []),
        updates: z._default(z.array(bytes).check(z.maxLength(10_000)), []),
        intents: z._default(z.array(intentSchema).check(z.maxLength(1000)), []),
        /** False: send nothing back but the results. */
        pull: z._default(z.boolean(), true),
        /** A rejoin: the epoch of the copy that the client sets aside. The answer says what became of the room since. */
        from: z.optional(z.int().check(z.minimum(0))),
      }),
    )
    .check(z.maxLength(500)),
});
export type BulkRequest = z.infer<typeof bulkRequest>;
export type BulkRequestInput = z.input<typeof bulkRequest>;

export const bulkResponse = z.object({
  protocol: z.int(),
  schema: z.int(),
  rooms: z.array(
    z.object({
      wire: z.string(),
      /** Set: nothing else is. FORBIDDEN, PAST_EPOCH (with the epoch to rejoin at) or UNAVAILABLE. */
      refusal: z.optional(refusal),
      epoch: z.optional(z.int()),
      /** Head of the room; the client holds everything up to it once it has stored `update` and `acts`. */
      seq: z._default(z.int().check(z.minimum(0)), 0),
      /** Content after `since`, as one update; absent where there is none. */
      update: z.optional(bytes),
      acts: z._default(z.array(actEntrySchema), []),
      /** Answer to `from`: the room was put back from a backup since, and what the client holds beyond it is asked for. */
      restored: z.optional(z.literal(true)),
      /** Answer to `from`: what was erased since. An entry without `record` stands for all that the room held. */
      erased: z.optional(z.array(z.object({ record: z.optional(z.object({ collection: z.string(), id: z.string() })) }))),
      /** One a sent update, in order. */
      updates: z._default(z.array(z.union([z.object({ seq: z.int() }), z.object({ refusal, clients: z.optional(z.array(z.int())) })])), []),
      /** One a sent intent, in order. */
      intents: z._default(
        z.array(z.union([z.object({ id: z.string(), entry: actEntrySchema }), z.object({ id: z.string(), refusal })])),
        [],
      ),
    }),
  ),
});
export type BulkResponse = z.infer<typeof bulkResponse>;
export type BulkRoomResponse = BulkResponse['rooms'][number];

/** Something that was erased: one record of a room, or without `record` all that the room held. */
export type ErasedPlace = NonNullable<BulkRoomResponse['erased']>[number];

/** Both bodies are lib0's `any` encoding (JSON with bytes), media type application/octet-stream. */
export function encodeBulk(body: BulkRequestInput | z.input<typeof bulkResponse>): Uint8Array {
  const encoder = encoding.createEncoder();
  // lib0 types its argument by hand; what the schemas allow is a subset.
  encoding.writeAny(encoder, body as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
}

/** Levels of a request around the arguments of an intent. */
const REQUEST_LEVELS = 6;

/**
 * Reads what a client sent. Depth and number of values are counted before anything is made of them.
 *
 * @throws UpdateRejected TOO_DEEP or TOO_MANY
 * @param maxValues values in all, nested ones counted; default no bound
 * @returns undefined for anything that is not a request
 */
export function decodeBulkRequest(body: Uint8Array, maxValues = Number.POSITIVE_INFINITY): BulkRequest | undefined {
  try {
    const decoder = decoding.createDecoder(body);
    walkAny(decoder, { maxDepth: MAX_DEPTH + REQUEST_LEVELS, maxValues });
    if (decoding.hasContent(decoder)) return undefined;
  } catch (error) {
    // What is too deep or too much has a code of its own; anything else is no request.
    if (error instanceof UpdateRejected) throw error;
    return undefined;
  }
  return bulkRequest.safeParse(readAny(body)).data;
}

/** @returns undefined for anything that is not a response */
export const decodeBulkResponse = (body: Uint8Array): BulkResponse | undefined => bulkResponse.safeParse(readAny(body)).data;

function readAny(body: Uint8Array): unknown {
  try {
    const value: unknown = decoding.readAny(decoding.createDecoder(body));
    return value;
  } catch {
    // Too short, or nested so deep that the stack ends: no message of ours either way.
    return undefined;
  }
}

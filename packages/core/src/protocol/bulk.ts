import '../no-eval.js';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod';
import { actEntrySchema, intentSchema } from '../acts/intent.js';

/*
 * POST /api/sync: rooms that no socket is open for, and all intents. The request goes through its rooms in order, so
 * that an intent which makes a case stands before the content of that case. Each room is answered on its own; a
 * closed, unknown or past one by its refusal alone.
 */

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const refusal = z.object({ code: z.string(), seen: z.string(), expected: z.string(), todo: z.string(), at: z.string().optional() });

export const bulkRequest = z.object({
  protocol: z.int(),
  schema: z.int(),
  device: z.string().min(1).max(64),
  rooms: z
    .array(
      z.object({
        wire: z.string().max(250),
        /** Last `seq` that the client holds of this room; 0 for none. */
        since: z.int().min(0),
        clients: z.array(z.int().min(0).max(0xffffffff)).max(4096).default([]),
        updates: z.array(bytes).max(10_000).default([]),
        intents: z.array(intentSchema).max(1000).default([]),
        /** False: send nothing back but the results. */
        pull: z.boolean().default(true),
      }),
    )
    .max(500),
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
      refusal: refusal.optional(),
      epoch: z.int().optional(),
      /** Head of the room; the client holds everything up to it once it has stored `update` and `acts`. */
      seq: z.int().min(0).default(0),
      /** Content after `since`, as one update; absent where there is none. */
      update: bytes.optional(),
      acts: z.array(actEntrySchema).default([]),
      /** One a sent update, in order. */
      updates: z.array(z.union([z.object({ seq: z.int() }), z.object({ refusal, clients: z.array(z.int()).optional() })])).default([]),
      /** One a sent intent, in order. */
      intents: z.array(z.union([z.object({ id: z.string(), entry: actEntrySchema }), z.object({ id: z.string(), refusal })])).default([]),
    }),
  ),
});
export type BulkResponse = z.infer<typeof bulkResponse>;
export type BulkRoomResponse = BulkResponse['rooms'][number];

/** Both bodies are lib0's `any` encoding (JSON with bytes), media type application/octet-stream. */
export function encodeBulk(body: BulkRequestInput | z.input<typeof bulkResponse>): Uint8Array {
  const encoder = encoding.createEncoder();
  // lib0 types its argument by hand; what the schemas allow is a subset.
  encoding.writeAny(encoder, body as Parameters<typeof encoding.writeAny>[1]);
  return encoding.toUint8Array(encoder);
}

/** @returns undefined for anything that is not a request */
export const decodeBulkRequest = (body: Uint8Array): BulkRequest | undefined => bulkRequest.safeParse(readAny(body)).data;

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

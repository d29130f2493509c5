import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { actEntrySchema } from '../acts/intent.js';
import * as z from '../z.js';

/** Version of the private messages; a greater one on either side is told as CLIENT_TOO_OLD or SERVER_TOO_OLD. */
export const PROTOCOL_VERSION = 1;
/** Version of the stored content layout and of the built-in record types. */
export const SCHEMA_VERSION = 1;

/** Subprotocols a client offers, best first; the bearer token stands beside them and is never echoed. */
export const SUBPROTOCOL = 'onedoor.1';
export const STOCK_SUBPROTOCOL = 'y.1';
export const BEARER_PREFIX = 'bearer.';

/** First number of a frame on a room's socket: y-websocket's, and ours. A stock client logs ours as unknown. */
export const MESSAGE = { sync: 0, awareness: 1, auth: 2, queryAwareness: 3, onedoor: 100 } as const;
/** Second number of a sync frame. */
export const SYNC = { step1: 0, step2: 1, update: 2 } as const;

const count = z.int().check(z.minimum(0));
const clientIds = z.array(z.int().check(z.minimum(0), z.maximum(0xffffffff))).check(z.maxLength(4096));

/** What a client of `onedoor.1` tells. `hello` is the first frame of a socket. */
export const clientMessage = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('hello'),
    protocol: z.int(),
    schema: z.int(),
    device: z.string().check(z.minLength(1), z.maxLength(64)),
    /** Yjs client ids of this device that may still send: the page's own and those of unsent earlier edits. */
    clients: clientIds,
    /** Last `seq` whose acts the client holds. */
    since: count,
  }),
  /** Further ids, of a tab that opened the room later; sent before its first frame. */
  z.object({ type: z.literal('claim'), clients: clientIds }),
  z.object({ type: z.literal('renew'), token: z.string().check(z.maxLength(8192)) }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

const refusalSchema = z.object({ code: z.string(), seen: z.string(), expected: z.string(), todo: z.string(), at: z.optional(z.string()) });

/** What the server tells a client of `onedoor.1`, beside the sync and awareness frames. */
export const serverMessage = z.discriminatedUnion('type', [
  /** Answer to `hello`: acts after `since`, and the head they reach. */
  z.object({
    type: z.literal('welcome'),
    protocol: z.int(),
    schema: z.int(),
    seq: count,
    acts: z.array(actEntrySchema),
    writable: z.boolean(),
  }),
  /** Frames that the log holds. `frame` counts this socket's sync frames other than step 1, from 1. */
  z.object({ type: z.literal('receipt'), frames: z.array(z.object({ frame: z.int().check(z.minimum(1)), seq: count })) }),
  /** A frame that was refused and has had no effect; the socket closes with the code's close code after it. */
  z.object({
    type: z.literal('refused'),
    frame: z.optional(z.int().check(z.minimum(1))),
    clients: z.optional(clientIds),
    refusal: refusalSchema,
  }),
  z.object({ type: z.literal('act'), entry: actEntrySchema }),
  /** Everything up to this `seq` has been sent on this socket. Also what keeps a quiet socket alive. */
  z.object({ type: z.literal('head'), seq: count }),
  z.object({ type: z.literal('renewed'), expiresAt: z.int() }),
  /** On sockets of the centre's directory: rows of this person have changed; fetch them from the last cursor. */
  z.object({ type: z.literal('rows') }),
]);
export type ServerMessage = z.infer<typeof serverMessage>;

/** A private frame: our message number, then JSON. */
export function encodeMessage(message: ClientMessage | ServerMessage): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.onedoor);
  encoding.writeVarString(encoder, JSON.stringify(message));
  return encoding.toUint8Array(encoder);
}

function readPayload(decoder: decoding.Decoder): unknown {
  const payload: unknown = JSON.parse(decoding.readVarString(decoder));
  return payload;
}

/** Reads a client's private message behind its message number; undefined where it is none of ours. */
export function decodeClientMessage(decoder: decoding.Decoder): ClientMessage | undefined {
  try {
    return clientMessage.safeParse(readPayload(decoder)).data;
  } catch {
    return undefined;
  }
}

/** Reads a server's private message behind its message number. Unknown types, of a newer server, give undefined. */
export function decodeServerMessage(decoder: decoding.Decoder): ServerMessage | undefined {
  try {
    return serverMessage.safeParse(readPayload(decoder)).data;
  } catch {
    return undefined;
  }
}

/** A sync frame of y-websocket around an update. */
export function encodeUpdateFrame(update: Uint8Array, kind: 1 | 2 = SYNC.update): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, kind);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

export function encodeStep1Frame(stateVector: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  encoding.writeVarUint(encoder, SYNC.step1);
  encoding.writeVarUint8Array(encoder, stateVector);
  return encoding.toUint8Array(encoder);
}

export function encodeAwarenessFrame(update: Uint8Array): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.awareness);
  encoding.writeVarUint8Array(encoder, update);
  return encoding.toUint8Array(encoder);
}

export type Frame =
  | { readonly kind: 'step1' | 'step2' | 'update' | 'awareness'; readonly bytes: Uint8Array }
  | { readonly kind: 'queryAwareness' }
  | { readonly kind: 'message'; readonly message: ClientMessage | undefined };

/** Reads a frame of a room's socket as the server sees it; undefined for anything that is not one, an empty one included. */
export function decodeFrame(data: Uint8Array): Frame | undefined {
  try {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.sync) {
      const step = decoding.readVarUint(decoder);
      const kind = step === SYNC.step1 ? 'step1' : step === SYNC.step2 ? 'step2' : step === SYNC.update ? 'update' : undefined;
      return kind === undefined ? undefined : { kind, bytes: decoding.readVarUint8Array(decoder) };
    }
    if (type === MESSAGE.awareness) return { kind: 'awareness', bytes: decoding.readVarUint8Array(decoder) };
    if (type === MESSAGE.queryAwareness) return { kind: 'queryAwareness' };
    if (type === MESSAGE.onedoor) return { kind: 'message', message: decodeClientMessage(decoder) };
    return undefined;
  } catch {
    return undefined;
  }
}

/** Whether a frame that a client sends gets a number in receipts: every sync frame but step 1. */
export const countsForReceipt = (data: Uint8Array): boolean => data[0] === MESSAGE.sync && data[1] !== SYNC.step1;

import type * as decoding from 'lib0/decoding';
import * as Y from 'yjs';

/** What an update brings, read without applying it. */
export interface UpdateReading {
  /** Client ids of structs that the document does not have yet. */
  readonly newClients: ReadonlySet<number>;
  /** Builds on structs, or deletes structs, that neither document nor update has. */
  readonly missing: boolean;
  /** Whether applying it would change anything. */
  readonly news: boolean;
}

export type DecodedUpdate = ReturnType<typeof Y.decodeUpdate>;

/** The decoder that was made last: Yjs makes it itself, and does not give it back. */
let made: decoding.Decoder | undefined;

export class WholeDecoder extends Y.UpdateDecoderV1 {
  constructor(decoder: decoding.Decoder) {
    super(decoder);
    made = decoder;
  }
}

/**
 * Decodes a V1 update to its last byte. Bytes behind it mean another format: some V2 updates read as an empty V1 update.
 *
 * @throws whatever the decoder throws on bytes that are no update
 */
export function decodeWhole(update: Uint8Array, Decoder: typeof WholeDecoder = WholeDecoder): DecodedUpdate {
  const decoded = Y.decodeUpdateV2(update, Decoder);
  if (made?.pos !== update.length) throw new RangeError('bytes behind the update');
  return decoded;
}

/**
 * Reads a V1 update against a document. Nothing is applied: bytes that decode may still throw when applied, or leave
 * half of themselves behind, so that callers apply on a guarded copy next. For updates of strangers: `vetUpdate`.
 *
 * @throws whatever the decoder throws on bytes that are no update
 */
export const readUpdate = (doc: Y.Doc, update: Uint8Array): UpdateReading => readDecoded(doc, decodeWhole(update));

/** The same of an update that is decoded already. */
export function readDecoded(doc: Y.Doc, { structs, ds }: DecodedUpdate): UpdateReading {
  const newClients = new Set<number>();
  const reach = new Map<number, number>();
  const knownUpTo = (client: number): number => reach.get(client) ?? Y.getState(doc.store, client);
  let missing = false;
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip) {
      missing = true;
      continue;
    }
    const have = knownUpTo(client);
    if (clock > have) missing = true;
    const end = clock + struct.length;
    if (end > have) {
      if (end > Y.getState(doc.store, client)) newClients.add(client);
      reach.set(client, end);
    }
  }
  // Origins may lie in structs of the same update that stand further back: checked when all are counted.
  const dangles = (id: Y.ID | null): boolean => id !== null && id.clock >= knownUpTo(id.client);
  for (const struct of structs) {
    if (missing) break;
    if (!(struct instanceof Y.Item)) continue;
    missing = dangles(struct.origin) || dangles(struct.rightOrigin) || (struct.parent instanceof Y.ID && dangles(struct.parent));
  }
  let newDeletes = false;
  for (const [client, ranges] of ds.clients) {
    for (const range of ranges) {
      if (range.clock + range.len > knownUpTo(client)) missing = true;
      newDeletes ||= deletesAnything(doc, client, range.clock, range.len);
    }
  }
  return { newClients, missing, news: newClients.size > 0 || newDeletes };
}

function deletesAnything(doc: Y.Doc, client: number, clock: number, length: number): boolean {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return false;
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
    const struct = structs[at];
    if (struct === undefined || struct.id.clock >= clock + length) return false;
    if (!struct.deleted) return true;
  }
  return false;
}

/** Whether a document waits for structs or deletes that never came. A sound replica never does. */
export const hasPending = (doc: Y.Doc): boolean => doc.store.pendingStructs !== null || doc.store.pendingDs !== null;

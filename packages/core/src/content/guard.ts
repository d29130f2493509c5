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

/**
 * Reads a V1 update against a document. Nothing is applied: bytes that decode may still throw when applied, or leave
 * half of themselves behind, so that callers apply on a guarded copy next.
 *
 * @throws whatever the decoder throws on bytes that are no update
 */
export function readUpdate(doc: Y.Doc, update: Uint8Array): UpdateReading {
  const { structs, ds } = decodeWhole(update);
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

/** Bytes behind the last one that was read mean another format: some V2 updates read as an empty V1 update. */
function decodeWhole(update: Uint8Array): ReturnType<typeof Y.decodeUpdate> {
  const read: { pos: number }[] = [];
  class Whole extends Y.UpdateDecoderV1 {
    constructor(decoder: ConstructorParameters<typeof Y.UpdateDecoderV1>[0]) {
      super(decoder);
      read.push(decoder);
    }
  }
  const decoded = Y.decodeUpdateV2(update, Whole);
  if (read[0]?.pos !== update.length) throw new RangeError('bytes behind the update');
  return decoded;
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

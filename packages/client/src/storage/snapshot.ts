import * as Y from 'yjs';
import type { SnapshotRow } from './client-store.js';

/**
 * A document as it is stored: in Yjs' second format, which says of many edits in a few runs what the first one says of each.
 * A text that was typed all over the place takes half of the bytes, fields that were overwritten often a fiftieth: less to
 * read and to decrypt before a page shows anything.
 */
export const snapshotOf = (key: string, doc: Y.Doc): SnapshotRow => ({ key, bytes: Y.encodeStateAsUpdateV2(doc), format: 2 });

/** Puts what is stored into a document. */
export function applySnapshot(doc: Y.Doc, { bytes, format }: SnapshotRow, origin?: unknown): void {
  if (format === 2) Y.applyUpdateV2(doc, bytes, origin);
  else Y.applyUpdate(doc, bytes, origin);
}

/** Of how many parts Yjs holds a document: what reading it costs follows from them more than from its bytes. */
export function partsOf(doc: Y.Doc): number {
  let parts = 0;
  for (const structs of doc.store.clients.values()) parts += structs.length;
  return parts;
}

import { createRoomDoc } from '@onedoor/core';
import * as encoding from 'lib0/encoding';
import * as Y from 'yjs';

/** Bytes of updates that no Yjs ever made. Numbers of structs as in Yjs's own encoding, version 1. */

const ITEM = { deleted: 1, json: 2, binary: 3, string: 4, embed: 5, format: 6, type: 7, any: 8, doc: 9 } as const;
const HAS_ORIGIN = 0x80;
const HAS_RIGHT_ORIGIN = 0x40;
const GC = 0;

type Encoder = encoding.Encoder;
type Write = (encoder: Encoder) => void;

export interface Section {
  readonly client: number;
  readonly clock?: number;
  readonly structs: readonly Write[];
}

export interface Range {
  readonly client: number;
  readonly ranges: readonly (readonly [clock: number, length: number])[];
}

/** An update of these sections and deletes, whatever they say. */
export function forge(sections: readonly Section[], deletes: readonly Range[] = []): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, sections.length);
  for (const { client, clock = 0, structs } of sections) {
    encoding.writeVarUint(encoder, structs.length);
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    for (const write of structs) write(encoder);
  }
  encoding.writeVarUint(encoder, deletes.length);
  for (const { client, ranges } of deletes) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, ranges.length);
    for (const [clock, length] of ranges) {
      encoding.writeVarUint(encoder, clock);
      encoding.writeVarUint(encoder, length);
    }
  }
  return encoding.toUint8Array(encoder);
}

/** What garbage collection leaves of structs: two bytes that may stand for any length. */
export const collected =
  (length: number): Write =>
  (encoder) => {
    encoding.writeUint8(encoder, GC);
    encoding.writeVarUint(encoder, length);
  };

export interface Neighbours {
  readonly origin?: readonly [client: number, clock: number];
  readonly rightOrigin?: readonly [client: number, clock: number];
}

/** An embed in the top-level text `t`, between neighbours of one's choice. */
export const embed =
  (json: string, { origin, rightOrigin }: Neighbours = {}): Write =>
  (encoder) => {
    const flags = (origin === undefined ? 0 : HAS_ORIGIN) | (rightOrigin === undefined ? 0 : HAS_RIGHT_ORIGIN);
    encoding.writeUint8(encoder, ITEM.embed | flags);
    for (const id of [origin, rightOrigin]) for (const part of id ?? []) encoding.writeVarUint(encoder, part);
    if (flags === 0) atRoot(encoder, 't');
    encoding.writeVarString(encoder, json);
  };

/** A list of JSON texts, as very old versions of Yjs wrote them. */
export const jsonList =
  (...texts: readonly string[]): Write =>
  (encoder) => {
    encoding.writeUint8(encoder, ITEM.json);
    atRoot(encoder, 't');
    encoding.writeVarUint(encoder, texts.length);
    for (const text of texts) encoding.writeVarString(encoder, text);
  };

/** A document inside the document. */
export const subdocument =
  (guid: string): Write =>
  (encoder) => {
    encoding.writeUint8(encoder, ITEM.doc);
    atRoot(encoder, 't');
    encoding.writeVarString(encoder, guid);
    encoding.writeAny(encoder, { autoLoad: true });
  };

function atRoot(encoder: Encoder, name: string): void {
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, name);
}

/** Structs that each stand before one of the last of a long row: merging each passes the whole row. */
export function farNeighbours(client: number, count: number): Uint8Array {
  const row = Array.from({ length: count }, (_, at) => embed('1', at === 0 ? {} : { origin: [client + 1, at - 1] }));
  const apart = Array.from({ length: count }, (_, at) => embed('1', { rightOrigin: [client + 1, count - 1 - (at % 2)] }));
  return forge([
    { client: client + 1, structs: row },
    { client, structs: apart },
  ]);
}

/** Maps inside each other: 20,000 levels are 244 KB. */
export function nestingBomb(client: number, levels: number): Uint8Array {
  return updateOf(client, (doc) => {
    doc.transact(() => {
      let inner = doc.getMap('bomb');
      for (let level = 1; level < levels; level++) {
        const next = new Y.Map<unknown>();
        inner.set('k', next);
        inner = next;
      }
    });
  });
}

/** A value inside values, this deep. */
export function nestedValue(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level++) value = [value];
  return value;
}

/** What a document emits for one edit, under a client id of one's choice. */
export function updateOf(client: number, edit: (doc: Y.Doc) => void, from?: Y.Doc): Uint8Array {
  const doc = createRoomDoc();
  if (from !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  // Afterwards: Yjs takes a new id when it meets its own in an update.
  doc.clientID = client;
  const before = Y.encodeStateVector(doc);
  edit(doc);
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  return Uint8Array.from(update);
}

/** A V2 update whose run lengths unfold to millions of structs. */
export function runLengthBomb(): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 0);
  for (let column = 0; column < 9; column++) encoding.writeVarUint8Array(encoder, Uint8Array.of(0x40, 0xff, 0xff, 0xff, 0x7f));
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, 0x7fffffff);
  return encoding.toUint8Array(encoder);
}

/** Presence of these client ids, clocks and JSON texts. */
export function presenceOf(...states: readonly (readonly [client: number, clock: number, json: string])[]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, json] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, json);
  }
  return encoding.toUint8Array(encoder);
}

import { type ActEntry, actEntrySchema, OnedoorError } from '@onedoor/core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod';

/** A room compacted: its content as one update, and its acts one by one. */
export interface Snapshot {
  readonly update: Uint8Array;
  readonly acts: readonly ActEntry[];
}

const VERSION = 1;
const acts = z.array(actEntrySchema);

/** Bytes before encryption: version (varuint), update (length-prefixed), acts (length-prefixed JSON). */
export function encodeSnapshot(snapshot: Snapshot): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, VERSION);
  encoding.writeVarUint8Array(encoder, snapshot.update);
  encoding.writeVarString(encoder, JSON.stringify(snapshot.acts));
  return encoding.toUint8Array(encoder);
}

/** @throws DATA_DAMAGED where the bytes are no snapshot */
export function decodeSnapshot(bytes: Uint8Array): Snapshot {
  try {
    const decoder = decoding.createDecoder(bytes);
    const version = decoding.readVarUint(decoder);
    if (version !== VERSION) throw new RangeError(`snapshot version ${version}`);
    return { update: decoding.readVarUint8Array(decoder), acts: acts.parse(JSON.parse(decoding.readVarString(decoder))) };
  } catch (cause) {
    throw new OnedoorError(
      'DATA_DAMAGED',
      { seen: 'bytes that are no snapshot', expected: 'content and acts', todo: 'Restore the database from its backup.' },
      { cause },
    );
  }
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type ActEntry, actEntrySchema } from '../acts/intent.js';
import { OnedoorError } from '../errors.js';

/** One entry of a room's log, in clear. Kept only encrypted; its number and room stand outside, bound to the cipher. */
export type LogEntry = UpdateEntry | { readonly kind: 'act'; readonly entry: ActEntry };

/** A change of content as the server's document emitted it, with who made it. */
export interface UpdateEntry {
  readonly kind: 'update';
  readonly seq: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly person: string;
  readonly device: string;
  /** Client ids that were bound to this person and device and first written with in this entry. */
  readonly binds: readonly number[];
  /** Yjs update, V1. */
  readonly update: Uint8Array;
}

const KIND = { update: 1, act: 2 } as const;

export const seqOf = (entry: LogEntry): number => (entry.kind === 'act' ? entry.entry.seq : entry.seq);

/** Bytes of an entry, before encryption. The `seq` is part of them. */
export function encodeEntry(entry: LogEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  if (entry.kind === 'act') {
    encoding.writeVarUint(encoder, KIND.act);
    encoding.writeVarString(encoder, JSON.stringify(entry.entry));
    return encoding.toUint8Array(encoder);
  }
  encoding.writeVarUint(encoder, KIND.update);
  encoding.writeVarUint(encoder, entry.seq);
  encoding.writeVarUint(encoder, entry.at);
  encoding.writeVarString(encoder, entry.person);
  encoding.writeVarString(encoder, entry.device);
  encoding.writeVarUint(encoder, entry.binds.length);
  for (const client of entry.binds) encoding.writeVarUint(encoder, client);
  encoding.writeVarUint8Array(encoder, entry.update);
  return encoding.toUint8Array(encoder);
}

/** @throws DATA_DAMAGED where the bytes are no entry */
export function decodeEntry(bytes: Uint8Array): LogEntry {
  try {
    const decoder = decoding.createDecoder(bytes);
    const kind = decoding.readVarUint(decoder);
    if (kind === KIND.act) return { kind: 'act', entry: actEntrySchema.parse(JSON.parse(decoding.readVarString(decoder))) };
    if (kind !== KIND.update) throw new RangeError(`entry kind ${kind}`);
    const seq = decoding.readVarUint(decoder);
    const at = decoding.readVarUint(decoder);
    const person = decoding.readVarString(decoder);
    const device = decoding.readVarString(decoder);
    const binds = Array.from({ length: decoding.readVarUint(decoder) }, () => decoding.readVarUint(decoder));
    return { kind: 'update', seq, at, person, device, binds, update: decoding.readVarUint8Array(decoder) };
  } catch (cause) {
    throw new OnedoorError(
      'DATA_DAMAGED',
      { seen: 'bytes that are no log entry', expected: 'an update or an act', todo: 'Restore the database from its backup.' },
      { cause },
    );
  }
}

import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { type ActEntry, actEntrySchema } from '../acts/intent.js';
import { OnedoorError } from '../errors.js';
import * as z from '../z.js';

/** One entry of a room's log, in clear. Kept only encrypted; its number and room stand outside, bound to the cipher. */
export type LogEntry = UpdateEntry | { readonly kind: 'act'; readonly entry: ActEntry } | MarkEntry | ErasedEntry;

const place = z.object({ collection: z.string().check(z.minLength(1)), id: z.string().check(z.minLength(1)) });

/** What was taken out of a room, as the room's own log says it: who, when and why stand beside it, the content nowhere. */
export const erasureSchema = z.object({
  what: z.literal('erasure'),
  /** Its line in the ledger. */
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  reason: z.string().check(z.minLength(1), z.maxLength(2000)),
  /** The provision that it rests on. */
  article: z.optional(z.string().check(z.minLength(1), z.maxLength(200))),
  /** The epoch that begins with it. */
  epoch: z.int().check(z.minimum(2)),
  /** One record of the room; none: all that the room held. */
  record: z.optional(place),
  /** Retention: exports that were noted before this time, epoch milliseconds, and nothing else. */
  marksBefore: z.optional(z.int()),
  /** Last entry that was written anew; all from 1 to it were. */
  upTo: z.int().check(z.minimum(0)),
  /** How many of them lost content. */
  entries: z.int().check(z.minimum(0)),
  files: z.int().check(z.minimum(0)),
});
export type Erasure = z.infer<typeof erasureSchema>;

const markSchema = z.discriminatedUnion('what', [
  erasureSchema,
  z.object({
    what: z.literal('export'),
    purpose: z.string().check(z.minLength(1), z.maxLength(2000)),
    /** SHA-256 of the file that left the house, hex. */
    sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    /** The log was exported up to here. */
    upTo: z.int().check(z.minimum(0)),
  }),
]);
export type Mark = z.infer<typeof markSchema>;

/** Something that was done with the room as a whole and changes nothing in it: it was exported, something of it was erased. */
export interface MarkEntry {
  readonly kind: 'mark';
  readonly seq: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly person: string;
  readonly device: string;
  readonly mark: Mark;
}

/** Stands where an entry was that an erasure took: the numbers of a log have no hole. An official number that it gave stays given. */
export interface ErasedEntry {
  readonly kind: 'erased';
  readonly seq: number;
  readonly number?: ActEntry['number'];
}

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

const KIND = { update: 1, act: 2, mark: 3, erased: 4 } as const;

const base = { seq: z.int().check(z.minimum(1)) };
const markEntry = z.object({ ...base, kind: z.literal('mark'), at: z.int(), person: z.string(), device: z.string(), mark: markSchema });
const erasedEntry = z.object({ ...base, kind: z.literal('erased'), number: actEntrySchema.shape.number });

export const seqOf = (entry: LogEntry): number => (entry.kind === 'act' ? entry.entry.seq : entry.seq);

/** Bytes of an entry, before encryption. The `seq` is part of them. */
export function encodeEntry(entry: LogEntry): Uint8Array {
  const encoder = encoding.createEncoder();
  if (entry.kind === 'act') {
    encoding.writeVarUint(encoder, KIND.act);
    encoding.writeVarString(encoder, JSON.stringify(entry.entry));
    return encoding.toUint8Array(encoder);
  }
  if (entry.kind !== 'update') {
    encoding.writeVarUint(encoder, KIND[entry.kind]);
    encoding.writeVarString(encoder, JSON.stringify(entry));
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
    if (kind === KIND.mark) return markEntry.parse(JSON.parse(decoding.readVarString(decoder)));
    if (kind === KIND.erased) {
      const { number, ...erased } = erasedEntry.parse(JSON.parse(decoding.readVarString(decoder)));
      return number === undefined ? erased : { ...erased, number };
    }
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
      { seen: 'bytes that are no log entry', expected: 'an update, an act or a mark', todo: 'Restore the database from its backup.' },
      { cause },
    );
  }
}

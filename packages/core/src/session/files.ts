import type { Refusal, Result } from '../errors.js';
import * as z from '../z.js';
import type { Watchable } from './session.js';

/** Bytes of one piece of a file: each is stored, sent and sealed by itself (ADR 0029). */
export const PIECE_BYTES = 1_048_576;
/** The largest file, in bytes: what a phone's photograph or a scan of a hundred pages needs many times over. */
export const MAX_FILE_BYTES = 100 * PIECE_BYTES;

const sha256 = z.string().check(z.regex(/^[0-9a-f]{64}$/));

/**
 * What a record or an act says of a file of its room: enough to find its pieces and to check them. The hashes of the pieces stand
 * here so that what erases a record erases them with it.
 *
 * @example defineRecord('evidence/attachment', { item: register(z.string()), file: register(fileRef) })
 */
export const fileRef = z.object({
  /** ULID of this use of the file; the same bytes attached twice have two. */
  id: z.string().check(z.minLength(1), z.maxLength(64)),
  /** As the file was called, with its ending. */
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Media type as the browser named it; empty where it knew none. Never believed where it matters. */
  type: z.string().check(z.maxLength(100)),
  /** Bytes of the whole. */
  size: z.int().check(z.minimum(1), z.maximum(MAX_FILE_BYTES)),
  /** SHA-256 of the whole, 64 hexadecimal digits. */
  hash: sha256,
  /** SHA-256 of each piece in order; absent where the file is one piece, which then has the hash of the whole. */
  pieces: z.optional(z.array(sha256).check(z.maxLength(MAX_FILE_BYTES / PIECE_BYTES))),
  /** SHA-256 of a small picture of it, where one was made. */
  preview: z.optional(sha256),
});
export type FileRef = z.infer<typeof fileRef>;

/** SHA-256 of all that has to be there for a file to be whole, the small picture first. */
export const piecesOf = ({ hash, pieces, preview }: FileRef): string[] => [
  ...(preview === undefined ? [] : [preview]),
  ...(pieces ?? [hash]),
];

/** A file that is to be stored. */
export interface NewFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
  /** A small picture to show in lists, some kilobytes. */
  readonly preview?: Uint8Array;
}

/**
 * Where a file of this device stands: `waiting` is stored here and not sent, `sending` is under way, `sent` is whole on the
 * server, `refused` was refused by the server and is kept here.
 */
export interface FileState {
  readonly file: FileRef;
  readonly stage: 'waiting' | 'sending' | 'sent' | 'refused';
  /** Bytes that the server has. */
  readonly sentBytes: number;
  /** Why it was refused, or why it waits. */
  readonly refusal?: Refusal;
}

/** The files of one room, on one device. */
export interface RoomFiles {
  /** Files that this device has put into the room, by id; those that are long sent may be missing. */
  readonly states: Watchable<ReadonlyMap<string, FileState>>;
  /**
   * Stores a file here and sends it when it can. It is as safe as any other change when this settles.
   *
   * @returns what a record refers to it by; or TOO_LARGE, STORE_FULL where neither this device nor the server has taken it
   */
  put(file: NewFile): Promise<Result<FileRef>>;
  /**
   * A file's bytes, from here or from the server; what was fetched stays here while there is room.
   *
   * @param onProgress told the bytes that are here
   * @returns or NOT_FOUND where it is not on the server (yet), OFFLINE, HASH_MISMATCH
   */
  read(file: FileRef, onProgress?: (bytes: number) => void): Promise<Result<Uint8Array>>;
  /** Its small picture; NOT_FOUND where it has none. */
  preview(file: FileRef): Promise<Result<Uint8Array>>;
  /** Takes back a file that is not sent: it goes from this device. What was sent stays. */
  cancel(id: string): Promise<void>;
  /** Tries one that was refused again. */
  retry(id: string): Promise<void>;
}

import { type FileRef, type FileState, fileRef, piecesOf, type Refusal } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import type { BlobRow, MetaRow } from '../storage/client-store.js';

/**
 * A file as this device knows it, a row of `meta`; its pieces are rows of `blobs`. `storing` until all of them are here: what a
 * page that died has begun is taken away at the next start.
 */
export interface StoredFile {
  /** Room key. */
  readonly room: string;
  readonly file: FileRef;
  readonly stage: 'storing' | 'waiting' | 'sent' | 'refused';
  /** Pieces that the server has, counted from the first. */
  readonly sent: number;
  readonly refusal?: Refusal;
  /** Epoch milliseconds when it came here. */
  readonly at: number;
}

const PREFIX = 'files/';
const stored = z.object({
  room: z.string(),
  file: fileRef,
  stage: z.enum(['storing', 'waiting', 'sent', 'refused']),
  sent: z.int(),
  at: z.int(),
});

/** @param room all rooms where it is left out */
export const filesPrefix = (room?: string): string => (room === undefined ? PREFIX : `${PREFIX}${room}/`);
export const fileKey = (room: string, id: string): string => `${filesPrefix(room)}${id}`;
export const fileRow = (file: StoredFile): MetaRow => ({ key: fileKey(file.room, file.file.id), value: file });
export const pieceKey = (room: string, hash: string): string => `${room}#${hash}`;
export const pieceRow = (room: string, hash: string, bytes: Uint8Array): BlobRow => ({ key: pieceKey(room, hash), room, hash, bytes });

/** A row of `meta` as a file; undefined for one that another version wrote. */
export function readStored({ value }: MetaRow): StoredFile | undefined {
  const parsed = stored.safeParse(value);
  return parsed.success ? { ...parsed.data, ...refusalIn(value) } : undefined;
}

/** Written by this program, and only ever shown. */
const refusalIn = (value: unknown): { readonly refusal?: Refusal } => {
  const { refusal } = value as { readonly refusal?: Refusal };
  return refusal === undefined ? {} : { refusal };
};

/** Pieces that the server does not have yet. */
export const unsentOf = ({ file, stage, sent }: StoredFile): string[] => (stage === 'sent' ? [] : piecesOf(file).slice(sent));

/** As a screen shows it. `sending` is known to the tab that sends alone. */
export function stateOf(known: StoredFile, isSending: boolean): FileState {
  const { file, stage, sent, refusal } = known;
  const pieces = piecesOf(file).length;
  return {
    file,
    stage: stage === 'storing' ? 'waiting' : stage === 'waiting' && isSending ? 'sending' : stage,
    sentBytes: stage === 'sent' ? file.size : Math.round((file.size * sent) / pieces),
    ...(refusal === undefined ? {} : { refusal }),
  };
}

import { createHash } from 'node:crypto';
import { ok, type Result, refuse } from '@onedoor/core';
import type { Who } from '../bindings.js';
import type { Centre } from '../centre.js';
import type { BlobStore } from './blob-store.js';

const SHA256 = /^[0-9a-f]{64}$/;

/** Files of rooms: who may write the room, or do the act that its rule names for files, may put them; who may read it may get them. */
export class Blobs {
  readonly #centre: Centre;
  readonly #store: BlobStore;

  constructor(centre: Centre, store: BlobStore) {
    this.#centre = centre;
    this.#store = store;
  }

  /** @returns FORBIDDEN, NOT_WRITABLE, NOT_PERMITTED, PAST_EPOCH, or HASH_MISMATCH where the bytes do not have the hash that was named */
  async put(who: Who, wire: string, sha256: string, bytes: Uint8Array): Promise<Result<void>> {
    const refusal = this.#centre.refusal(who, wire, 'file');
    if (refusal !== undefined) return { ok: false, refusal };
    const seen = createHash('sha256').update(bytes).digest('hex');
    if (seen !== sha256) return refuse('HASH_MISMATCH', { seen: `SHA-256 ${seen}`, expected: sha256, todo: 'Send the file again.' });
    const room = this.#centre.fileRoom(wire);
    if (room === undefined) return notFound(sha256);
    await this.#store.put({ room: room.id, epoch: room.epoch, sha256 }, room.seal(`blob|${room.id}|${room.epoch}|${sha256}`, bytes));
    return ok(undefined);
  }

  async get(who: Who, wire: string, sha256: string): Promise<Result<Uint8Array>> {
    const refusal = this.#centre.refusal(who, wire, 'read');
    if (refusal !== undefined) return { ok: false, refusal };
    if (!SHA256.test(sha256)) return notFound(sha256);
    // Reading makes no room: one without a place in the log has no files either.
    const room = this.#centre.hasRoom(wire) ? this.#centre.fileRoom(wire) : undefined;
    const sealed = room === undefined ? undefined : await this.#store.get({ room: room.id, epoch: room.epoch, sha256 });
    if (room === undefined || sealed === undefined) return notFound(sha256);
    return ok(room.open(`blob|${room.id}|${room.epoch}|${sha256}`, sealed));
  }
}

const notFound = (sha256: string) =>
  refuse('NOT_FOUND', { seen: `no file ${sha256.slice(0, 64)}`, expected: 'a file of this room', todo: 'Put it first.' });

import { ok, type Result, type RoomRef, refuse, roomKey } from '@onedoor/core';
import type { BlobRow } from './storage/client-store.js';
import { isForLater } from './sync/for-later.js';
import type { Office } from './sync/office.js';

const blobKey = (room: string, hash: string): string => `${room}#${hash}`;

/** Files of rooms, such as photographs of evidence: stored here at once, sent when the server can be reached. */
export class BlobShelf {
  readonly #office: Pick<Office, 'kernel' | 'api' | 'index'>;
  /** Whether something may lie here that the server has not: unknown at first. */
  #mayWait = true;
  #running: Promise<void> | undefined;

  constructor(office: Pick<Office, 'kernel' | 'api' | 'index'>) {
    this.#office = office;
  }

  /**
   * Stores a file of a room.
   *
   * @param type media type
   * @returns its SHA-256, by which a record refers to it
   */
  async put(ref: RoomRef, bytes: Uint8Array, type: string): Promise<Result<string>> {
    const { kernel } = this.#office;
    const room = roomKey({ centre: kernel.identity.centre, ...ref });
    const hash = await kernel.platform.sha256(bytes);
    try {
      const row: BlobRow = { key: blobKey(room, hash), room, hash, type, bytes, uploaded: false };
      await kernel.queue.store.prepare([{ table: 'blobs', put: row }]);
      await kernel.queue.commit([{ table: 'blobs', put: row }]);
    } catch {
      return refuse('STORE_FULL', {
        seen: `a file of ${bytes.length} bytes`,
        expected: 'room on this device',
        todo: 'Free storage on this device.',
      });
    }
    this.#mayWait = true;
    void this.upload();
    return ok(hash);
  }

  /** A file from here, or from the server. */
  async get(ref: RoomRef, hash: string): Promise<Result<Uint8Array>> {
    const { kernel, api, index } = this.#office;
    const room = roomKey({ centre: kernel.identity.centre, ...ref });
    const stored = await kernel.queue.store.get('blobs', blobKey(room, hash));
    if (stored !== undefined) return ok(stored.bytes);
    const fetched = await api.getBlob(index.wire(room), hash);
    if (!fetched.ok) return fetched;
    if ((await kernel.platform.sha256(fetched.value)) !== hash)
      return refuse('HASH_MISMATCH', { seen: 'other bytes than were asked for', expected: hash, todo: 'Ask for the file again.' });
    return fetched;
  }

  /** Sends what the server does not have yet. A file that is refused for good stays here and is not sent again. */
  upload(): Promise<void> {
    if (!this.#mayWait) return Promise.resolve();
    this.#running ??= this.#upload()
      .catch(() => {})
      .finally(() => {
        this.#running = undefined;
      });
    return this.#running;
  }

  async #upload(): Promise<void> {
    const { kernel, api, index } = this.#office;
    const rows = await kernel.queue.store.list('blobs');
    this.#mayWait = false;
    for (const row of rows) {
      if (row.uploaded) continue;
      const sent = await api.putBlob(index.wire(row.room), row.hash, row.type, row.bytes);
      if (!sent.ok && isForLater(sent.refusal.code)) {
        this.#mayWait = true;
        return;
      }
      // Its room may not be there yet, or no more: tried again with the next session.
      if (!sent.ok && sent.refusal.code === 'FORBIDDEN') continue;
      const done: BlobRow = { ...row, uploaded: true };
      await kernel.queue.store.prepare([{ table: 'blobs', put: done }]);
      await kernel.queue.commit([{ table: 'blobs', put: done }]).catch(() => {});
    }
  }
}

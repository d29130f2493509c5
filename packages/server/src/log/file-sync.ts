import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';

/**
 * Brings to the disk what another descriptor of this process, SQLite's, has written to a file. All writes go to its end or over what a
 * checkpoint has synced, so that what a loss of power takes is always the youngest.
 */
export class FileSync {
  readonly #path: string;
  /** Opened with the first sync: the file may not be there before the first write. */
  #fd: number | undefined;
  #writes = 0;
  #synced = 0;
  #running = 0;
  #closed = false;
  /** After a sync that failed, the system may count pages as written that are not: no later one is to be believed. */
  #failure: unknown;

  constructor(path: string) {
    this.#path = path;
  }

  /** Takes note of a write. */
  wrote(): void {
    this.#writes++;
  }

  /** @throws after a sync that failed: only another start reads what is on the disk */
  check(): void {
    if (this.#failure !== undefined) throw this.#failure;
  }

  /** Resolves when all that was written by now is on the disk; undefined where it is. Rejects, and never throws: it is asked beside the turn that wrote. */
  later(): Promise<void> | undefined {
    const upTo = this.#writes;
    if (this.#synced >= upTo) return undefined;
    let fd: number;
    try {
      fd = this.#open();
    } catch (error) {
      return Promise.reject(error);
    }
    this.#running++;
    return new Promise((done, failed) => {
      fdatasync(fd, (error) => {
        this.#running--;
        if (this.#closed) this.#release();
        if (error === null) this.#reached(upTo);
        else this.#failure ??= error;
        if (this.#failure === undefined) done();
        else failed(this.#failure);
      });
    });
  }

  /** The same, at once. */
  now(): void {
    const upTo = this.#writes;
    if (this.#synced >= upTo) return;
    try {
      fdatasyncSync(this.#open());
    } catch (error) {
      this.#failure = error;
      throw error;
    }
    this.#reached(upTo);
  }

  close(): void {
    this.#closed = true;
    this.#release();
  }

  #open(): number {
    this.check();
    return (this.#fd ??= openSync(this.#path, 'r+'));
  }

  #reached(writes: number): void {
    this.#synced = Math.max(this.#synced, writes);
  }

  /** A descriptor that a running sync uses is closed after it. */
  #release(): void {
    if (this.#running > 0 || this.#fd === undefined) return;
    closeSync(this.#fd);
    this.#fd = undefined;
  }
}

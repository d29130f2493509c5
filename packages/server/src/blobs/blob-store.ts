import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Where files lie, as ciphertext made by the caller. A file belongs to one room and epoch; the same file in two rooms
 * is stored twice. Every implementation passes `blobStoreContract`.
 */
export interface BlobStore {
  /** Stores it whole or not at all; storing it again changes nothing. */
  put(place: BlobPlace, sealed: Uint8Array): Promise<void>;
  get(place: BlobPlace): Promise<Uint8Array | undefined>;
  /** SHA-256 of the files of a room and epoch, in order. */
  list(room: number, epoch: number): Promise<string[]>;
  /** Removes all files of a room and epoch; none are fine. */
  drop(room: number, epoch: number): Promise<void>;
}

export interface BlobPlace {
  /** The store's number of the room. */
  readonly room: number;
  readonly epoch: number;
  /** SHA-256 of the clear text, 64 hexadecimal digits. */
  readonly sha256: string;
}

const folderOf = (room: number, epoch: number): string => `${room}-${epoch}`;
const nameOf = ({ room, epoch, sha256 }: BlobPlace): string => `${folderOf(room, epoch)}/${sha256}`;

/** Files in memory, for tests: they end with the process. */
export class MemoryBlobStore implements BlobStore {
  readonly #blobs = new Map<string, Uint8Array>();

  put(place: BlobPlace, sealed: Uint8Array): Promise<void> {
    if (!this.#blobs.has(nameOf(place))) this.#blobs.set(nameOf(place), sealed.slice());
    return Promise.resolve();
  }

  get(place: BlobPlace): Promise<Uint8Array | undefined> {
    return Promise.resolve(this.#blobs.get(nameOf(place))?.slice());
  }

  list(room: number, epoch: number): Promise<string[]> {
    const folder = `${folderOf(room, epoch)}/`;
    return Promise.resolve([...this.#blobs.keys()].flatMap((name) => (name.startsWith(folder) ? [name.slice(folder.length)] : [])).sort());
  }

  drop(room: number, epoch: number): Promise<void> {
    const folder = `${folderOf(room, epoch)}/`;
    for (const name of this.#blobs.keys()) if (name.startsWith(folder)) this.#blobs.delete(name);
    return Promise.resolve();
  }
}

/** Files in a folder: one folder a room and epoch, one file a blob. */
export class FileBlobStore implements BlobStore {
  readonly #dir: string;
  #next = 0;

  constructor(dir: string) {
    this.#dir = dir;
  }

  async put(place: BlobPlace, sealed: Uint8Array): Promise<void> {
    const path = join(this.#dir, nameOf(place));
    await mkdir(join(path, '..'), { recursive: true, mode: 0o700 });
    const part = `${path}.${process.pid}.${this.#next++}.part`;
    try {
      // Named only when it is whole and on the disk: a crash leaves a `.part`, never half a file.
      await writeFile(part, sealed, { mode: 0o600, flush: true });
      await rename(part, path);
    } catch (error) {
      await rm(part, { force: true });
      throw error;
    }
  }

  async get(place: BlobPlace): Promise<Uint8Array | undefined> {
    try {
      return Uint8Array.from(await readFile(join(this.#dir, nameOf(place))));
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
      throw error;
    }
  }
  async list(room: number, epoch: number): Promise<string[]> {
    try {
      return (await readdir(join(this.#dir, folderOf(room, epoch)))).filter((name) => !name.endsWith('.part')).sort();
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
      throw error;
    }
  }

  async drop(room: number, epoch: number): Promise<void> {
    await rm(join(this.#dir, folderOf(room, epoch)), { recursive: true, force: true });
  }
}

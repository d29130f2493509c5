import { type FileRef, type FileState, type NewFile, ok, type Result, type RoomFiles, refuse } from '@onedoor/core';
import { newId } from '../internal/new-id.js';
import { FakeValue } from './fake-value.js';

/** Files of a room in memory. They are sent at once unless `isOffline` says otherwise; `send` sends what waits. */
export class FakeFiles implements RoomFiles {
  readonly states = new FakeValue<ReadonlyMap<string, FileState>>(new Map());
  /** Set: puts are refused, as on a full device. */
  full = false;
  readonly #isOffline: () => boolean;
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #previews = new Map<string, Uint8Array>();

  constructor(isOffline: () => boolean) {
    this.#isOffline = isOffline;
  }

  async put({ name, type, bytes, preview }: NewFile): Promise<Result<FileRef>> {
    if (this.full) return refuse('STORE_FULL', { seen: 'a file', expected: 'room on this device', todo: 'Free storage.' });
    const id = newId();
    const file: FileRef = {
      id,
      name,
      type,
      size: bytes.length,
      hash: await hashOf(bytes),
      ...(preview === undefined ? {} : { preview: await hashOf(preview) }),
    };
    this.#bytes.set(id, bytes);
    if (preview !== undefined) this.#previews.set(id, preview);
    this.stand(this.#isOffline() ? { file, stage: 'waiting', sentBytes: 0 } : { file, stage: 'sent', sentBytes: file.size });
    return ok(file);
  }

  /** Shows a file in some state. */
  stand(state: FileState): void {
    this.states.set(new Map(this.states.get()).set(state.file.id, state));
  }

  /** What the network does when it comes back. */
  send(): void {
    for (const { file } of this.states.get().values()) this.stand({ file, stage: 'sent', sentBytes: file.size });
  }

  async read({ id }: FileRef): Promise<Result<Uint8Array>> {
    const bytes = this.#bytes.get(id);
    return bytes === undefined ? NOT_FOUND : ok(bytes);
  }

  async preview({ id }: FileRef): Promise<Result<Uint8Array>> {
    const bytes = this.#previews.get(id);
    return bytes === undefined ? NOT_FOUND : ok(bytes);
  }

  async cancel(id: string): Promise<void> {
    this.#bytes.delete(id);
    this.states.set(new Map([...this.states.get()].filter(([each]) => each !== id)));
  }

  async retry(id: string): Promise<void> {
    const known = this.states.get().get(id);
    if (known !== undefined) this.stand({ file: known.file, stage: 'waiting', sentBytes: known.sentBytes });
  }
}

const NOT_FOUND = refuse('NOT_FOUND', { seen: 'no file', expected: 'a file of this room', todo: 'Put it first.' });

async function hashOf(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new Uint8Array(bytes)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

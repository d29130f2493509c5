import { type RoomFiles, type RoomRef, roomKey, type Session } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Files of rooms for a host: opened when they are first asked for, and the host renders again when one of them changes. */
export class FilesController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #session: () => Session | undefined;
  readonly #opened = new Map<string, RoomFiles | undefined>();
  #stops: (() => void)[] = [];
  #of: Session | undefined;

  constructor(host: ReactiveControllerHost, session: () => Session | undefined) {
    this.#host = host;
    this.#session = session;
    host.addController(this);
  }

  /** The files of a room; undefined until they are here. */
  of(ref: RoomRef): RoomFiles | undefined {
    const session = this.#session();
    if (session !== this.#of) this.hostDisconnected();
    this.#of = session;
    const key = roomKey({ centre: '', ...ref });
    if (!this.#opened.has(key) && session !== undefined) {
      this.#opened.set(key, undefined);
      void this.#open(session, ref, key);
    }
    return this.#opened.get(key);
  }

  hostDisconnected(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#opened.clear();
  }

  async #open(session: Session, ref: RoomRef, key: string): Promise<void> {
    const files = await session.files(ref);
    if (session !== this.#of || !this.#opened.has(key)) return;
    if (!files.ok) {
      // Asked for again by the next render.
      this.#opened.delete(key);
      return;
    }
    this.#opened.set(key, files.value);
    this.#stops.push(files.value.states.watch(() => this.#host.requestUpdate()));
    this.#host.requestUpdate();
  }
}

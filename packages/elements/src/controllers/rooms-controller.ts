import type { OpenRoom, Session } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

interface Held {
  readonly room: OpenRoom;
  readonly stop: () => void;
  version: number;
}

/** Keeps several rooms of a case open, quietly, while its host is on the page; renders the host again when one changes. */
export class RoomsController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #session: () => Session | undefined;
  readonly #case: () => string;
  readonly #names: () => readonly string[];
  readonly #held = new Map<string, Held>();
  #key: readonly [Session | undefined, string] = [undefined, ''];

  /** @param names rooms that are wanted now, asked for before each rendering */
  constructor(host: ReactiveControllerHost, session: () => Session | undefined, caseId: () => string, names: () => readonly string[]) {
    this.#host = host;
    this.#session = session;
    this.#case = caseId;
    this.#names = names;
    host.addController(this);
  }

  /** Those that are open, in the order of their names as wanted. */
  get rooms(): readonly OpenRoom[] {
    return [...this.#held.values()].map(({ room }) => room);
  }

  /** Rises with each change of a room: what was worked out at a lower one is to be worked out again. */
  versionOf(room: OpenRoom): number {
    return this.#held.get(room.ref.room)?.version ?? 0;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const session = this.#session();
    const caseId = this.#case();
    if (this.#key[0] !== session || this.#key[1] !== caseId) this.#closeAll();
    this.#key = [session, caseId];
    if (session === undefined || caseId === '') return;
    const wanted = this.#names();
    for (const name of [...this.#held.keys()]) if (!wanted.includes(name)) this.#close(name);
    for (const name of wanted) if (!this.#held.has(name)) this.#open(session, caseId, name);
  }

  hostDisconnected(): void {
    this.#closeAll();
  }

  #open(session: Session, caseId: string, name: string): void {
    const room = session.open({ case: caseId, room: name }, { quiet: true });
    const update = () => {
      held.version++;
      this.#host.requestUpdate();
    };
    const held: Held = { room, stop: room.watch(update), version: 0 };
    this.#held.set(name, held);
    void room.ready.then(update, update);
  }

  #close(name: string): void {
    const held = this.#held.get(name);
    this.#held.delete(name);
    held?.stop();
    held?.room.close();
  }

  #closeAll(): void {
    for (const name of [...this.#held.keys()]) this.#close(name);
  }
}

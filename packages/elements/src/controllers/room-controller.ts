import type { OpenRoom, Present, RecordDefinition, RoomStatus, Session, TextField, TextFieldName } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

export interface RoomControllerOptions {
  /** Room of the case, such as `joint`. */
  readonly room: () => string | undefined;
  readonly session: () => Session | undefined;
  /** Case id; an empty one opens nothing. */
  readonly case: () => string;
  /** Names of collections whose changes matter; all, when absent. */
  readonly collections?: readonly string[];
  /** Render again when somebody comes or goes. */
  readonly presence?: boolean;
}

/** Opens a room while its host is on the page, renders the host again when the room changes, closes it afterwards. */
export class RoomController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #options: RoomControllerOptions;
  readonly #texts = new Map<string, TextField>();
  #key: readonly [Session, string, string] | undefined;
  #room: OpenRoom | undefined;
  #stops: (() => void)[] = [];

  constructor(host: ReactiveControllerHost, options: RoomControllerOptions) {
    this.#host = host;
    this.#options = options;
    host.addController(this);
  }

  /** The open room; undefined without a session or a case. */
  get room(): OpenRoom | undefined {
    return this.#room;
  }

  get status(): RoomStatus | undefined {
    return this.#room?.status.get();
  }

  get writable(): boolean {
    return this.status?.writable ?? false;
  }

  get present(): readonly Present[] {
    return this.#room?.presence.get() ?? [];
  }

  /** A text field of the room, the same handle on every render. */
  text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label: string): TextField | undefined {
    const key = `${record.name}/${id}/${field}/${label}`;
    const known = this.#texts.get(key);
    if (known !== undefined || this.#room === undefined) return known;
    const made = this.#room.text(record, id, field, label);
    this.#texts.set(key, made);
    return made;
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const session = this.#options.session();
    const name = this.#options.room();
    const caseId = this.#options.case();
    const same = this.#key !== undefined && this.#key[0] === session && this.#key[1] === caseId && this.#key[2] === name;
    if (same) return;
    this.#close();
    if (session === undefined || name === undefined || caseId === '') return;
    this.#key = [session, caseId, name];
    this.#open(session.open({ case: caseId, room: name }));
  }

  hostDisconnected(): void {
    this.#close();
  }

  #open(room: OpenRoom): void {
    this.#room = room;
    let { writable } = room.status.get();
    const update = () => this.#host.requestUpdate();
    const wanted = this.#options.collections;
    this.#stops.push(
      room.status.watch((status) => {
        // A handle says whether it is writable; another right needs another handle for the editor to notice.
        if (status.writable !== writable) this.#texts.clear();
        writable = status.writable;
        update();
      }),
      room.watch((change) => {
        if (change.kind !== 'content' || wanted === undefined || wanted.some((name) => change.collections.has(name))) update();
      }),
    );
    if (this.#options.presence === true) this.#stops.push(room.presence.watch(update));
    void room.ready.then(update, update);
  }

  #close(): void {
    for (const stop of this.#stops) stop();
    this.#stops = [];
    this.#texts.clear();
    this.#room?.close();
    this.#room = undefined;
    this.#key = undefined;
  }
}

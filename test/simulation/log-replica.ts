import {
  type ActEntry,
  decodeEntry,
  EMPTY_STATE,
  isSealed,
  type LogEntry,
  type Model,
  parseRoomKey,
  type RoomName,
  type RoomState,
  roomKey,
} from '@onedoor/core';
import * as Y from 'yjs';
import type { ServerHost } from './server-host.js';

/** One room as its log alone tells it: replayed without garbage collection, so that nothing that was ever logged is gone. */
export class LoggedRoom {
  readonly key: string;
  readonly history = new Y.Doc({ gc: false });
  readonly entries: LogEntry[] = [];
  readonly acts = new Map<number, ActEntry>();
  readonly intents = new Map<string, ActEntry>();
  state: RoomState = EMPTY_STATE;
  /** Everything that any entry put in, as text. */
  #said = '';
  readonly #texts = new Map<string, string>();

  constructor(key: string) {
    this.key = key;
  }

  get head(): number {
    return this.entries.length;
  }

  take(entry: LogEntry, model: Model): void {
    this.entries.push(entry);
    if (entry.kind === 'act') {
      const kind = model.room(parseRoomKey(this.key)?.room ?? '');
      this.acts.set(entry.entry.seq, entry.entry);
      this.intents.set(entry.entry.intent.id, entry.entry);
      if (kind !== undefined) this.state = kind.acts.fold(this.state, entry.entry);
      return;
    }
    if (entry.kind !== 'update') return;
    Y.applyUpdate(this.history, entry.update);
    for (const struct of Y.decodeUpdate(entry.update).structs) {
      if (!(struct instanceof Y.Item)) continue;
      if (struct.content instanceof Y.ContentAny) this.#said += JSON.stringify(struct.content.arr);
      if (struct.parentSub !== null) this.#said += `${struct.parentSub}\n`;
    }
    for (const [name, type] of this.history.share) {
      if (type._map.size > 0) continue;
      const text = this.history.getText(name).toString();
      if (this.#texts.get(name) === text) continue;
      this.#texts.set(name, text);
      this.#said += `${text}\n`;
    }
  }

  /** Whether something with this unique word was ever logged. */
  says(word: string): boolean {
    return this.#said.includes(word);
  }

  /** Whether all that an update brings is in the log. */
  covers(update: Uint8Array): boolean {
    const { structs, ds } = Y.decodeUpdate(update);
    const { store } = this.history;
    for (const struct of structs) {
      if (!(struct instanceof Y.Skip) && struct.id.clock + struct.length > Y.getState(store, struct.id.client)) return false;
    }
    for (const [client, ranges] of ds.clients) {
      const known = store.clients.get(client) ?? [];
      for (const { clock, len } of ranges) {
        if (clock + len > Y.getState(store, client)) return false;
        for (let at = Y.findIndexSS(known, clock); at < known.length; at++) {
          const struct = known[at];
          if (struct === undefined || struct.id.clock >= clock + len) break;
          if (!struct.deleted) return false;
        }
      }
    }
    return true;
  }
}

/** The whole log, read from the store behind the server's back. */
export class LogReplica {
  readonly #host: ServerHost;
  readonly #rooms = new Map<string, LoggedRoom>();

  constructor(host: ServerHost) {
    this.#host = host;
  }

  /** A room as it is logged at this moment. */
  room(key: string): LoggedRoom {
    let room = this.#rooms.get(key);
    if (room === undefined) this.#rooms.set(key, (room = new LoggedRoom(key)));
    const { store, keys, model } = this.#host;
    const stored = store.room(key);
    if (stored === undefined || stored.head === room.head) return room;
    const cipher = keys.cipher(key, stored.epoch, stored.wrappedKey);
    for (const { seq, body } of store.entries(stored.id, room.head + 1, 100_000)) {
      if (seq !== room.head + 1) throw new Error(`log of ${key}: entry ${seq} after ${room.head}`);
      room.take(decodeEntry(cipher.open(`${stored.id}|${stored.epoch}|${seq}`, body)), model);
    }
    return room;
  }

  /** A room by its name on the wire: of a sealed one that says nothing, and only its key tells which it is. */
  named(name: RoomName): LoggedRoom {
    const { store, keys, model } = this.#host;
    const sealed = store.rooms().find(({ key, epoch, wrappedKey }) => {
      const other = parseRoomKey(key);
      const kind = other?.case === name.case ? model.room(other.room) : undefined;
      return kind !== undefined && isSealed(kind.rule) && keys.cipher(key, epoch, wrappedKey).alias('wire') === name.room;
    });
    return this.room(sealed?.key ?? roomKey(name));
  }

  all(): LoggedRoom[] {
    return this.#host.store.rooms().map(({ key }) => this.room(key));
  }
}

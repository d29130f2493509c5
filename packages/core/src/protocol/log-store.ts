/**
 * Where a server keeps what must last. One writer; SQLite and memory implement it, and every implementation passes
 * `logStoreContract` of `@onedoor/core/testing`. All bytes in it are ciphertext made by the caller.
 */
export interface LogStore {
  /** Runs the writes of one event-loop turn in one transaction: all of them are there afterwards, or none. */
  transaction<T>(write: (tx: LogWriter) => T): T;
  /** Rooms in order of making. */
  rooms(): readonly StoredRoom[];
  room(key: string): StoredRoom | undefined;
  /** Entries with `seq` from `from` on, in order, at most `limit`. */
  entries(room: number, from: number, limit: number): readonly StoredEntry[];
  snapshot(room: number): StoredSnapshot | undefined;
  bindings(room: number): readonly Binding[];
  /** `seq` under which an intent was logged. */
  intent(room: number, id: string): number | undefined;
  /** Summaries with `rev` above `after`, in order of `rev`, at most `limit`. */
  summaries(after: number, limit: number): readonly StoredSummary[];
  summariesOf(caseId: string): readonly StoredSummary[];
  /** Chunks of a room's index of edits that begin below `before`, the latest first, at most `limit`. */
  edits(room: number, before: number, limit: number): readonly StoredEdits[];
  meta(key: string): string | undefined;
  /** Throws DATA_DAMAGED when the store is not sound. */
  check(): void;
  close(): void;
}

export interface LogWriter {
  createRoom(key: string, epoch: number, wrappedKey: Uint8Array): StoredRoom;
  /** Fails unless `seq` is the room's head plus one. */
  append(room: number, seq: number, body: Uint8Array): void;
  bind(room: number, client: number, person: string, device: string): void;
  rememberIntent(room: number, id: string, seq: number): void;
  /** The next value of a gapless register, from 1. */
  nextNumber(register: string, year: number): number;
  putSnapshot(room: number, seq: number, body: Uint8Array): void;
  /** Stores a room's summary under the next `rev` and returns it. */
  putSummary(room: number, caseId: string, body: Uint8Array): number;
  /** Stores a chunk of a room's index of edits, in place of one that begins at the same number. */
  putEdits(room: number, chunk: StoredEdits): void;
  /** Removes a room's index of edits, so that it is derived anew. */
  dropEdits(room: number): void;
  putMeta(key: string, value: string): void;
}

export interface StoredRoom {
  readonly id: number;
  readonly key: string;
  readonly epoch: number;
  readonly wrappedKey: Uint8Array;
  /** Last `seq`, 0 for an empty log. */
  readonly head: number;
}

export interface StoredEntry {
  readonly seq: number;
  readonly body: Uint8Array;
}

/** A room's content, compacted, as of `seq`. */
export interface StoredSnapshot {
  readonly seq: number;
  readonly body: Uint8Array;
}

export interface Binding {
  readonly client: number;
  readonly person: string;
  readonly device: string;
}

export interface StoredSummary {
  readonly room: number;
  readonly case: string;
  readonly rev: number;
  readonly body: Uint8Array;
}

/** Some edits of a room, one after the other. The index is derived: what is missing or does not open is made from the log. */
export interface StoredEdits {
  /** Least order that an edit in it can have; chunks of a room do not overlap. */
  readonly start: number;
  /** Entry of the log up to which the edits were derived when the chunk was written. */
  readonly seq: number;
  readonly body: Uint8Array;
}

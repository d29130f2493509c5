/**
 * Where a server keeps what must last. One writer; SQLite and memory implement it, and every implementation passes
 * `logStoreContract` of `@onedoor/core/testing`. All bytes in it are ciphertext made by the caller.
 */
export interface LogStore {
  /**
   * Runs the writes of one event-loop turn in one transaction: all of them are there afterwards, or none.
   *
   * @param options.durable true (default): where the store promises it at all, they survive a loss of power when this returns.
   *   False: only when `synced` has told so. Of what a loss of power takes nothing is left that was committed later.
   */
  transaction<T>(write: (tx: LogWriter) => T, options?: { readonly durable?: boolean }): T;
  /**
   * Resolves when all that is committed survives a loss of power, and rejects where the disk does not say so; undefined where
   * nothing is waited for. The process goes on meanwhile.
   */
  synced(): Promise<void> | undefined;
  /** The same, at once. @throws where the disk does not say so */
  sync(): void;
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
  /** Chunks of a room's index of who wrote what that begin at `from` or above, in order, at most `limit`. */
  traces(room: number, from: number, limit: number): readonly StoredTrace[];
  /** The last of them. */
  lastTrace(room: number): StoredTrace | undefined;
  /** What of rooms is looked for by words, of rooms with a number below `before`, the greatest number first, at most `limit`. */
  texts(before: number, limit: number): readonly StoredText[];
  textOf(room: number): StoredText | undefined;
  /** Leaves of the record from number `from` on, in order, at most `limit`. Numbers begin at 0 and have no hole. */
  leaves(from: number, limit: number): readonly StoredLeaf[];
  leafCount(): number;
  /** The leaf of an entry as it stands: of one that was written anew the last; undefined where it has none. */
  leafOf(room: number, seq: number): StoredLeaf | undefined;
  /** Hash of a complete subtree of 2^level leaves; level 1 and above, leaves are level 0. */
  treeNode(level: number, index: number): Uint8Array | undefined;
  /** Signed heads of more than `above` leaves, the smallest first, at most `limit`. */
  heads(above: number, limit: number): readonly StoredHead[];
  /** The head of the most leaves. */
  lastHead(): StoredHead | undefined;
  /** Whole tables, for an audit: what should not be there shows only when everything is listed. */
  listIntents(room: number): readonly { readonly id: string; readonly seq: number }[];
  listNumbers(): readonly { readonly register: string; readonly year: number; readonly value: number }[];
  listTreeNodes(): readonly { readonly level: number; readonly index: number; readonly hash: Uint8Array }[];
  meta(key: string): string | undefined;
  /** Overwrites what was deleted: afterwards no file of the store holds bytes of it. Outside a transaction; may take minutes. */
  purge(): void;
  /** Throws DATA_DAMAGED when the store is not sound. */
  check(): void;
  close(): void;
}

export interface LogWriter {
  createRoom(key: string, epoch: number, wrappedKey: Uint8Array): StoredRoom;
  /**
   * Empties a room, so that its log is written anew under the next epoch and another key: entries, snapshot, bindings,
   * intents, edits, traces and text go. Leaves stay, and its summary until the next one is put in its place.
   */
  emptyRoom(room: number, epoch: number, wrappedKey: Uint8Array): StoredRoom;
  /**
   * Fails unless `seq` is the room's head plus one.
   *
   * @param leaf number of the entry's leaf; without it `leafOf` has to look for it
   */
  append(room: number, seq: number, body: Uint8Array, leaf?: number): void;
  bind(room: number, client: number, person: string, device: string): void;
  rememberIntent(room: number, id: string, seq: number): void;
  /** The next value of a gapless register, from 1. */
  nextNumber(register: string, year: number): number;
  putSnapshot(room: number, seq: number, body: Uint8Array): void;
  /** Stores a room's summary under the next `rev` and returns it. */
  putSummary(room: number, caseId: string, body: Uint8Array): number;
  /** Stores what readers of a room's summary see no difference in: under the `rev` that it has. Nothing where it has none. */
  amendSummary(room: number, body: Uint8Array): void;
  /** Stores a chunk of a room's index of edits, in place of one that begins at the same number. */
  putEdits(room: number, chunk: StoredEdits): void;
  /** Removes a room's index of edits, so that it is derived anew. */
  dropEdits(room: number): void;
  /** Stores a chunk of a room's index of who wrote what, in place of one that begins at the same entry. */
  putTrace(room: number, chunk: StoredTrace): void;
  /** Removes a room's index of who wrote what, so that it is derived anew. */
  dropTraces(room: number): void;
  /** Stores what of a room is looked for by words, in place of what was stored before. */
  putText(text: StoredText): void;
  /** Adds a leaf of the record for an entry and returns its number. */
  addLeaf(room: number, seq: number, hash: Uint8Array): number;
  putTreeNode(level: number, index: number, hash: Uint8Array): void;
  putHead(head: StoredHead): void;
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

/** What some entries of a room, one after the other, wrote and deleted. Derived, as the edits are. */
export interface StoredTrace {
  /** First and last entry of the log that it covers: the next chunk begins at `seq` + 1. */
  readonly start: number;
  readonly seq: number;
  readonly body: Uint8Array;
}

/** The texts of a room as of an entry of its log, for the search by words. Derived, as the edits are. */
export interface StoredText {
  readonly room: number;
  readonly seq: number;
  readonly body: Uint8Array;
}

/** One entry of the log in the record: its place and the hash of its ciphertext. It stays when the entry is erased. */
export interface StoredLeaf {
  readonly number: number;
  readonly room: number;
  readonly seq: number;
  readonly hash: Uint8Array;
}

/** A signed head: what all leaves up to `size` were at a time. */
export interface StoredHead {
  /** Counts the heads from 1, so that none can be taken from between two others. */
  readonly number: number;
  readonly size: number;
  /** Epoch milliseconds by the server's clock. */
  readonly at: number;
  readonly hash: Uint8Array;
  readonly signature: Uint8Array;
}

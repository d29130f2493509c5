import type { ActEntry, AnchoredEdit, Intent, OfferState, Refusal } from '@onedoor/core';

/** Version of the tables below; a store of a greater one is left alone (STORE_NEWER). */
export const STORE_LAYOUT = 4;

/** A room as this device holds it. Written by the leading tab alone. */
export interface RoomRow {
  /** Room key, `<centre>/<case>/<room>`. */
  readonly key: string;
  readonly wire: string;
  readonly epoch: number;
  /** Everything of the room's log up to here is stored. */
  readonly seq: number;
  /** All acts up to here are stored; never below `seq`. */
  readonly actSeq: number;
  /** Which copy counts. A rejoin begins a new one; bytes of an older one are never mixed into it. */
  readonly copy: string;
  /** Yjs client ids that this device wrote with and the server has logged: what is its own to bring again after a restore. */
  readonly clients?: readonly number[];
  /** A server that was put back from a backup does not know it (yet): kept as it is, and neither sent nor asked for until it does. */
  readonly held?: true;
}

/** Bytes of an update that is not compacted yet. Key: `<room>#<copy>#<order>`. */
export interface LogRow {
  readonly key: string;
  readonly bytes: Uint8Array;
}

/** Compacted content. Key: `<room>#<copy>`. */
export interface SnapshotRow {
  readonly key: string;
  readonly bytes: Uint8Array;
  /** Yjs' second format of an update; absent: the first, as it came over the wire. */
  readonly format?: 2;
}

/** A logged act. Key: `<room>#<seq, padded>`. */
export interface ActRow {
  readonly key: string;
  readonly entry: ActEntry;
}

/** A change that the server has not logged, with all that is needed to make it again. */
export interface OutboxRow {
  /** `<order, padded>-<id>`: rows sort by the order in which they were made. */
  readonly key: string;
  readonly id: string;
  readonly order: number;
  /** Room key. */
  readonly room: string;
  readonly kind: 'content' | 'intent';
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  /** Typed text: what was done and what stood around it, in the order in which to do it. */
  readonly edits?: readonly AnchoredEdit[];
  /** Content: the update, the copy it belongs to, the Yjs client that wrote it. */
  readonly bytes?: Uint8Array;
  readonly copy?: string;
  readonly client?: number;
  readonly intent?: Intent;
  /** Epoch milliseconds. */
  readonly madeAt: number;
  /** How often it was refused and made again. */
  readonly tries: number;
}

/** A refused change, kept for its author. */
export interface RefusedRow {
  /** Id of the change. */
  readonly key: string;
  readonly room: string;
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly refusal: Refusal;
  readonly madeAt: number;
  /** Once its author has asked for it. */
  readonly offer?: OfferState;
}

/** Rows of the board, many to a record: see `RowSegments`. */
export interface StoredRows {
  readonly key: string;
  /** JSON of a list of rows. */
  readonly rows: string;
}

export interface MetaRow {
  readonly key: string;
  readonly value: unknown;
}

/** A piece of a file of a room; which file it is of stands in `meta`. Key: `<room>#<sha256>`. */
export interface BlobRow {
  readonly key: string;
  readonly room: string;
  readonly hash: string;
  readonly bytes: Uint8Array;
}

/** Every table and what a row of it is; the key of each row is a string in `key`. */
export interface Tables {
  rooms: RoomRow;
  log: LogRow;
  snapshots: SnapshotRow;
  acts: ActRow;
  outbox: OutboxRow;
  refused: RefusedRow;
  rows: StoredRows;
  meta: MetaRow;
  blobs: BlobRow;
}
export type TableName = keyof Tables;
/** Any kind of row by table: as they are, or sealed. */
export type Rows = { [T in TableName]: { readonly key: string } };
export const TABLES = [
  'rooms',
  'log',
  'snapshots',
  'acts',
  'outbox',
  'refused',
  'rows',
  'meta',
  'blobs',
] as const satisfies readonly TableName[];

/** A row of a sealed store: its key says nothing, its bytes open with the store's key alone. */
export interface SealedRow {
  readonly key: string;
  readonly sealed: Uint8Array;
}
export type SealedTables = { [T in TableName]: SealedRow };

export type StoreChange<R extends Rows = Tables> =
  | {
      [T in TableName]: {
        readonly table: T;
        readonly put: R[T];
        /** Nobody has ever stored a row of this key. */
        readonly isNew?: true;
      };
    }[TableName]
  | { readonly table: TableName; readonly delete: string };

/** What to read of a table: one row, or those whose key begins with a prefix. */
export type Want = { readonly table: TableName } & ({ readonly key: string } | { readonly prefix: string });
/** The rows that each want found, in order of their keys. */
export type Found<W extends readonly Want[], R extends Rows = Tables> = { [I in keyof W]: R[W[I]['table']][] };

/**
 * Where a device keeps what its person needs without network. Values go in and out as they are; a store that encrypts
 * wraps another one. Every implementation passes `clientStoreContract`.
 */
export interface ClientStore<R extends Rows = Tables> {
  get<T extends TableName>(table: T, key: string): Promise<R[T] | undefined>;
  /** Rows whose key begins with `prefix`, in order of their keys. */
  list<T extends TableName>(table: T, prefix?: string): Promise<R[T][]>;
  /** All rows of a table, some at a time and in no order: for tables that are too large to be held up by. */
  batches<T extends TableName>(table: T): AsyncIterable<readonly R[T][]>;
  keys(table: TableName, prefix?: string): Promise<string[]>;
  /** Several of these at once, all of one moment: no commit lies between them. */
  read<const W extends readonly Want[]>(wants: W): Promise<Found<W, R>>;
  /** Does ahead what of these changes would hold up the page in `commit`: for what is large. `commit` the same objects. */
  prepare(changes: readonly StoreChange<R>[]): Promise<void>;
  /**
   * All of the changes, in order, or none. The write has begun when the call returns, so that it outlives the page.
   *
   * @throws STORE_FULL where there is no room; STORE_NEWER once `onReplaced` was told
   */
  commit(changes: readonly StoreChange<R>[]): Promise<void>;
  /**
   * This tab takes the lead: from now on it alone takes away what it or others have put into the outbox. A store may
   * then keep several rows of it as one.
   */
  lead?(): Promise<void>;
  /** Another tab wants to change the layout (flush, close, ask to reload) or removes it all (`isGone`). */
  onReplaced(listener: (isGone: boolean) => void): void;
  close(): Promise<void>;
}

const ORDER_DIGITS = 16;

export const orderKey = (order: number): string => String(order).padStart(ORDER_DIGITS, '0');
export const outboxKey = (order: number, id: string): string => `${orderKey(order)}-${id}`;
export const copyKey = (room: string, copy: string): string => `${room}#${copy}`;
export const actKey = (room: string, seq: number): string => `${room}#${orderKey(seq)}`;

/** The copy that a room begins with, before any rejoin. */
export const FIRST_COPY = '0';

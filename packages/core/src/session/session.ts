import type { RoomState } from '../acts/fold.js';
import type { ActEntry, Intent } from '../acts/intent.js';
import type { OfferedChange, OfferState } from '../acts/offer.js';
import type { ActRequest } from '../acts/slice.js';
import type { ContentRequest } from '../commands/content-command.js';
import type { ForeseenChange } from '../commands/rerun.js';
import type { ContentReader } from '../content/reader.js';
import type { RichField, TextField } from '../content/text-field.js';
import type { Refusal, Result } from '../errors.js';
import type { CaseState } from '../model/case.js';
import type { DirectoryState } from '../model/directory.js';
import type { Model } from '../model/rooms.js';
import type { CompareResponse, FieldHistory } from '../protocol/attribution.js';
import type { HistoryResponse } from '../protocol/history.js';
import type { MeResponse } from '../protocol/rows.js';
import type { RecordDefinition, RichFieldName, TextFieldName } from '../schema/record.js';
import type { CaseRow } from './case-row.js';
import type { RoomFiles } from './files.js';
import type { Preferences } from './preferences.js';
import type { Safety } from './safety.js';
import type { Visit } from './visits.js';

/** A value that changes. `watch` calls back after each change, not at once. */
export interface Watchable<T> {
  get(): T;
  watch(listener: (value: T) => void): () => void;
}

/** Where one change stands: saved here, sent, logged (the server's receipt), refused. */
export type ChangeStage = 'saved' | 'sent' | 'logged' | 'refused';

export interface SyncState {
  readonly connection: 'online' | 'connecting' | 'offline' | 'signed-out';
  /** Changes stored here that the server has not logged, `sent` ones included. */
  readonly unsent: number;
  readonly sent: number;
  /** Changes that were refused and wait as proposals. */
  readonly refused: number;
  /** False over plain HTTP: nothing is stored here. */
  readonly stores: boolean;
  /** What a person must know: a wiped store, a full disk, a newer version, an expired sign-in. */
  readonly problem?: Refusal;
  /** Changes that were lost with a wiped store, as far as this browser remembers. */
  readonly lostChanges?: number;
  /** How many cases of the board are here while more are being fetched; absent when the list is whole. */
  readonly rowsLoading?: number;
  /** How many there will be, where the device knows: while it reads what it has stored, not while it fetches. */
  readonly rowsTotal?: number;
  /**
   * Set once the session has ended by itself: the data was removed (STORE_WIPED, DEVICE_REVOKED), or is to be closed
   * (LEASE_OVER, CLOCK_BACK). Show nothing of it any more; opening a session again asks for what is needed.
   */
  readonly ended?: Refusal;
  /** Whether this tab holds the sockets. */
  readonly leader: boolean;
}

/** A change that the server refused, kept with its values for its author. */
export interface RefusedChange {
  readonly id: string;
  readonly case: string;
  readonly room: string;
  readonly command: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly refusal: Refusal;
  /** Epoch milliseconds when it was made here. */
  readonly madeAt: number;
  /** Once its author has asked for it: how that stands. */
  readonly offer?: OfferState;
}

/** Somebody in a room now. */
export interface Present {
  readonly client: number;
  readonly person: string;
  readonly name: string;
  readonly hue: number;
  /** True for this page itself. */
  readonly self: boolean;
}

/** Where an undo or redo has changed something. */
export interface UndonePlace {
  readonly collection: string;
  readonly record: string;
  /** Absent where the record as a whole went or came back. */
  readonly field?: string;
}

/** Whether there is a step of one's own to take back, or one that was taken back to do again. */
export interface UndoState {
  readonly undo: boolean;
  readonly redo: boolean;
}

export interface RoomRef {
  /** Case id, or `-` for a room of the centre. */
  readonly case: string;
  readonly room: string;
}

export interface RoomStatus {
  /** The local copy is loaded. */
  readonly loaded: boolean;
  /** The server's copy has been merged since this room was opened. */
  readonly synced: boolean;
  readonly writable: boolean;
  readonly reason?: string;
  /** Why the room cannot be shown. */
  readonly refusal?: Refusal;
}

/** A room's records without the document behind them. */
export type RecordView = Pick<ContentReader, 'get' | 'list' | 'values' | 'text' | 'contested' | 'contestedFields'>;

export interface RoomChange {
  readonly kind: 'content' | 'acts' | 'status' | 'pending';
  /** Names of the collections whose records changed, for `content`. */
  readonly collections: ReadonlySet<string>;
}

/** A room that a page shows. Close it when the page is left; rooms are shared and counted. */
export interface OpenRoom {
  readonly ref: RoomRef;
  /** Settles when the local copy is loaded; opening needs no network. */
  readonly ready: Promise<void>;
  readonly status: Watchable<RoomStatus>;
  readonly records: RecordView;
  readonly presence: Watchable<readonly Present[]>;
  /** State with this person's pending acts on top. */
  state(): RoomState;
  /** State as logged. */
  logged(): RoomState;
  /** Logged acts, oldest first. */
  timeline(): readonly ActEntry[];
  pending(): readonly Intent[];
  /** Ids of the records, and of what acts name by `id`, with changes of this person that the server has not logged. */
  unsent(): ReadonlySet<string>;
  /**
   * What an offered change of content would do here as things stand, for whoever decides on it. Changes nothing.
   *
   * @returns or why it does not fit any more, such as TEXT_MOVED
   */
  foresee(change: OfferedChange): Result<readonly ForeseenChange[]>;
  /** Runs a content command at once; settles when the change is stored. Refusals are values. */
  run(request: ContentRequest): Promise<Result<void>>;
  text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label?: string): TextField;
  /** A structured text, for `<onedoor-rich>`. */
  rich<R extends RecordDefinition>(record: R, id: string, field: RichFieldName<R>, label?: string): RichField;
  /** Of this person's own changes on this page alone; what others wrote stays. */
  readonly undoable: Watchable<UndoState>;
  /** Takes the last step back. Says where something changed; nothing where there was no step or nobody may write. */
  undo(): readonly UndonePlace[];
  redo(): readonly UndonePlace[];
  watch(listener: (change: RoomChange) => void): () => void;
  close(): void;
}

/** Edits of one room, the latest first. */
export interface HistoryPage extends HistoryResponse {
  /** True for what was last heard, where the server cannot be asked now: newer edits may be missing. */
  readonly stale: boolean;
  /** Epoch milliseconds by this device's clock, when the server said so. */
  readonly at: number;
}

/** One field of one record of a room. */
export interface FieldRef {
  /** Name of the record type. */
  readonly collection: string;
  readonly record: string;
  readonly field: string;
}

/** The signed head of the centre's record, as it is printed on papers. */
export interface RecordHead {
  /** Its line, which `parseHead` reads and `onedoor audit compare` checks. */
  readonly line: string;
  /** Public key to check it with, SPKI, base64url. */
  readonly publicKey: string;
  /** Epoch milliseconds by this device's clock, when the server said so. */
  readonly heardAt: number;
  /** True for what was last heard, where the server cannot be asked now. */
  readonly stale: boolean;
}

/** What the server found: see `Session.search`. */
export interface FoundCases {
  /** The best first. */
  readonly hits: readonly FoundCase[];
  /** Rows of these cases, also of those that this device does not hold. */
  readonly rows: readonly CaseRow[];
  /** How many cases fit. */
  readonly total: number;
  /** False while the server has not taken up all texts. */
  readonly complete: boolean;
}

/** One of them. */
export interface FoundCase {
  readonly case: string;
  /** As of a `SearchHit` of `@onedoor/core/search`: the larger, the better it fits. */
  readonly score: number;
  /** Kind of what fits best, one of `SEARCH_FIELDS`. */
  readonly kind: string;
  readonly room: string;
  /** Where the word stands in a text of that room: before it, the word, after it. */
  readonly excerpt?: readonly [before: string, word: string, after: string] | undefined;
}

/** One signed-in person on one device: the only way from a screen to data. */
export interface Session {
  readonly model: Model;
  readonly me: Watchable<MeResponse | undefined>;
  readonly directory: Watchable<DirectoryState>;
  readonly sync: Watchable<SyncState>;
  /**
   * The latest change first. Of thousands that are stored, those of `noteFirst` are here at once and the rest a moment later;
   * `sync` says so with `rowsLoading`.
   */
  readonly rows: Watchable<readonly CaseRow[]>;
  readonly refused: Watchable<readonly RefusedChange[]>;
  /** Last visits to cases, by case id: what a card or page compares its rooms with (see `changedRooms`). */
  readonly visits: Watchable<ReadonlyMap<string, Visit>>;
  readonly preferences: Preferences;
  /** PIN, passkey and removal of this device's data. */
  readonly safety: Safety;
  /**
   * Notes which cases a screen shows first, so that these are read first when the page is opened the next time; while `rows`
   * is not whole, nothing.
   *
   * @param cases the first 200 of them
   * @param screen which one, default `board`: each has its own
   */
  noteFirst?(cases: readonly string[], screen?: string): void;
  /**
   * Opens a room; close it when it is no longer shown.
   *
   * @param options `quiet`: reads along without saying that this person is in the room, as a timeline of all rooms does
   */
  open(ref: RoomRef, options?: { readonly quiet?: boolean }): OpenRoom;
  /** Stores an act as an intent and sends it when it can. The value is the intent's id. */
  act(ref: RoomRef, request: ActRequest): Promise<Result<string>>;
  /** A new case, offline too. The value is its id. */
  createCase(args: Pick<CaseState, 'title' | 'category' | 'source' | 'village'>): Promise<Result<string>>;
  /**
   * Edits of a room by person, as the server has logged them; changes that are still unsent here are not among them.
   * Without network: the newest edits as last heard, marked `stale`. That there is something new to ask for is told
   * by the room's `seq` in its `CaseRow`.
   *
   * @param options `before`: the `order` of the last edit of the page before; `limit`: edits of a page, 1 to 200, default 50
   * @returns or FORBIDDEN, and OFFLINE where nothing was ever heard
   * @example
   * const page = await session.history({ case: id, room: 'joint' });
   * if (page.ok) for (const edit of page.value.edits) show(edit.person, edit.field);
   */
  history(ref: RoomRef, options?: { readonly before?: number; readonly limit?: number }): Promise<Result<HistoryPage>>;
  /**
   * Who wrote what of one field, from the server's log: values with person and time, or runs of a text. Needs the network.
   *
   * @param options `before`, of values: the `seq` of the last one of the page before; `from`, of a text: number of the first
   *   run; `limit`: of a page
   * @returns or FORBIDDEN, BAD_ARGS for a field that the room does not have, OFFLINE
   * @example
   * const told = await session.fieldHistory({ case: id, room: 'joint' }, { collection: 'facts', record: 'facts', field: 'place' });
   * if (told.ok && told.value.kind === 'values') for (const { person, json } of told.value.values) show(person, json);
   */
  fieldHistory(
    ref: RoomRef,
    field: FieldRef,
    options?: { readonly before?: number; readonly from?: number; readonly limit?: number },
  ): Promise<Result<FieldHistory>>;
  /**
   * What of a room's content is another at the second moment than at the first, from the server's log. Needs the network.
   *
   * @param span epoch milliseconds by the server's clock
   * @returns or FORBIDDEN, OFFLINE
   */
  compare(ref: RoomRef, span: { readonly from: number; readonly until: number }): Promise<Result<CompareResponse>>;
  /**
   * Looks on the server among all cases that this person may read: for what rows say, and for words in the texts of their
   * rooms, those that this device does not hold as well. Sealed rooms are not looked through. Needs the network.
   *
   * @param typed names, spellings, numbers, places, words, apart by spaces; at most 200 characters
   * @returns or OFFLINE, TOO_OFTEN
   * @example
   * const found = await session.search('引水渠 罗桂芬');
   * if (found.ok) for (const { case: id, excerpt } of found.value.hits) show(id, excerpt?.join(''));
   */
  search(typed: string): Promise<Result<FoundCases>>;
  /** The head of the centre's record for a paper; without network the one last heard. Undefined where none was ever heard. */
  recordHead(): Promise<RecordHead | undefined>;
  /**
   * The files of a room: photographs, scans. They need the right to read the room, and to write its content to put one.
   *
   * @example
   * const files = await session.files({ case: id, room: 'evidence' });
   * if (files.ok) await files.value.put({ name: '林权证.jpg', type: 'image/jpeg', bytes });
   */
  files(ref: RoomRef): Promise<Result<RoomFiles>>;
  /** Notes that the person has seen the case as it is here now. Call it when its page is hidden or left, before its rooms are closed. */
  markVisited(caseId: string): Promise<void>;
  /**
   * Asks for a refused change: it goes, as it is, to those who may make it, who accept or decline it. It is kept here until
   * then; without network it goes later.
   *
   * @param id of a `RefusedChange`; one that was asked for already is not sent twice, one that failed is tried again
   */
  offer(id: string): Promise<Result<void>>;
  /** Puts a refused change out of sight for good. */
  dismiss(id: string): Promise<void>;
  /** A person's own switch: work without the network, or go back to it. */
  setOffline(offline: boolean): void;
  /** Sends and fetches now; settles when one round is done. */
  syncNow(): Promise<void>;
  close(): Promise<void>;
}

import {
  type BulkRoomResponse,
  createRoomDoc,
  type ErasedPlace,
  PROTOCOL_VERSION,
  piecesOf,
  type Refusal,
  readUpdate,
  rerun,
  SCHEMA_VERSION,
} from '@onedoor/core';
import * as Y from 'yjs';
import type { RoomCopy } from '../copy.js';
import { fileKey, fileRow, filesPrefix, readStored, type StoredFile } from '../files/stored-file.js';
import { newId } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import { logRow } from '../shelf.js';
import { actKey, type BlobRow, copyKey, type OutboxRow, type StoreChange } from '../storage/client-store.js';
import { readRefusal } from '../transport/api.js';
import { isForLater } from './for-later.js';
import { noteAnswers, type Office, type RejoinCause, settleRefused, store } from './office.js';

/** A change that was refused again after it was made anew is a proposal. */
const MAX_TRIES = 2;
const MAX_WAIT_MS = 30_000;
const QUIET_MS = 60_000;

/**
 * After a refusal or a raised epoch: the server's copy takes the place of ours, and the outbox is run again on it in
 * order, under a new client id. What passes goes on its way; only what fails waits as a proposal.
 */
export class Rejoiner {
  readonly #office: Office;
  readonly #running = new Set<string>();
  readonly #due = new Map<string, RejoinCause>();
  /** Changes that were made again and are sent one by one, so that a refusal names the one that it means. */
  readonly #proving = new Map<string, readonly string[]>();
  readonly #strikes = new Map<string, { count: number; at: number }>();
  /** Called when a room's copy is the server's again and what was made again is settled, with how long to wait before it connects. */
  onJoined: (room: string, waitMs: number) => void = () => {};
  /** Called when there are changes to be sent again. */
  onRemade: () => void = () => {};
  /** Called when the room cannot be had under its name: the list of rooms may know a newer one. */
  onClosed: (room: string, refusal: Refusal) => void = () => {};

  constructor(office: Office) {
    this.#office = office;
  }

  /** Whether a room waits for its rejoin: nothing of it is sent meanwhile. */
  isDue(room: string): boolean {
    return this.#due.has(room);
  }

  /** Whether a room has no socket because it is being rejoined. */
  isBusy(room: string): boolean {
    return this.#due.has(room) || this.#proving.has(room);
  }

  /** Some changes of the room are settled: when the last one that was made again is, the room may connect. */
  proved(room: string): void {
    const proving = this.#proving.get(room);
    if (proving === undefined || this.#due.has(room) || proving.some((id) => this.#office.kernel.outbox.get(id) !== undefined)) return;
    this.#proving.delete(room);
    this.onJoined(room, this.#wait(room));
  }

  async rejoin(room: string, cause: RejoinCause): Promise<void> {
    const before = this.#due.get(room);
    this.#due.set(
      room,
      before === undefined
        ? cause
        : { refusal: before.refusal.code === 'NOT_WRITABLE' ? before.refusal : cause.refusal, blamed: [...before.blamed, ...cause.blamed] },
    );
    if (this.#running.has(room)) return;
    this.#running.add(room);
    try {
      await this.#once(room);
    } finally {
      this.#running.delete(room);
    }
  }

  /** Tries again what could not be fetched. */
  async retry(): Promise<void> {
    for (const [room, cause] of [...this.#due]) await this.rejoin(room, { refusal: cause.refusal, blamed: [] });
  }

  forget(room: string): void {
    this.#due.delete(room);
    this.#proving.delete(room);
    this.#strikes.delete(room);
  }

  /** Changes that a tab made on a copy that is past: made again on the one that counts. */
  async remake(room: string): Promise<void> {
    const { kernel, shelf, index } = this.#office;
    const copy = shelf.acquire(nameOfRoom(room));
    if (copy === undefined) return;
    await copy.ready;
    const stores = await this.#isStoring();
    const stale = kernel.outbox.of(room, 'content').filter((row) => row.copy !== copy.copy);
    if (stores && !this.isDue(room) && !copy.closed && index.stored(room) !== undefined && stale.length > 0) {
      const remade = this.#remake(room, copy.doc, copy.copy, stale, undefined, (id, work) => copy.quietly([id], work));
      await this.#commit(room, remade, []);
      for (const bytes of remade.bytes) this.#office.tabs.post({ kind: 'remote', room, copy: copy.copy, bytes });
    }
    shelf.release(copy);
  }

  async #once(room: string): Promise<void> {
    const { api, index, kernel, shelf } = this.#office;
    const answer = await api.sync({
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      device: kernel.device,
      rooms: [{ wire: index.wire(room), since: 0, from: index.stored(room)?.epoch ?? 0 }],
    });
    const cause = this.#due.get(room);
    // No network: `retry` comes back to it.
    if (!answer.ok || cause === undefined) return;
    const fresh = answer.value.rooms[0];
    const refusal = fresh === undefined ? undefined : readRefusal(fresh.refusal);
    if (fresh === undefined || (refusal !== undefined && isForLater(refusal.code))) return;
    if (refusal !== undefined) {
      this.#due.delete(room);
      this.#proving.delete(room);
      this.onClosed(room, refusal);
      return;
    }
    if (!(await this.#isStoring())) return;
    const before = await this.#setAside(room, fresh);
    if (before === 'unreadable') return;
    try {
      await this.#replace(room, fresh, cause, before);
    } finally {
      if (before !== undefined) shelf.release(before.copy);
    }
    this.#due.delete(room);
    this.proved(room);
    if (this.#proving.has(room)) this.onRemade();
  }

  /**
   * Whether the disk takes anything. What is made again goes out under new ids: were the page gone before the store
   * has it, the next one would send the old bytes, and both would stand in the room.
   */
  async #isStoring(): Promise<boolean> {
    try {
      await this.#office.kernel.queue.commit([{ table: 'meta', put: { key: 'rejoin', value: this.#office.kernel.platform.now() } }]);
      return true;
    } catch {
      return false;
    }
  }

  /** The copy of before, where more is to be asked of it than what was not sent: after a restore and after an erasure. */
  async #setAside(room: string, fresh: BulkRoomResponse): Promise<Before | undefined | 'unreadable'> {
    const { index, shelf } = this.#office;
    const isRestored = fresh.restored === true || index.stored(room)?.held === true;
    const erased = fresh.erased ?? [];
    if (!isRestored && erased.length === 0) return undefined;
    const copy = shelf.acquire(nameOfRoom(room));
    if (copy === undefined) return undefined;
    try {
      const tools = await import('./bring-back.js');
      await copy.ready;
      return { copy, tools, isRestored, erased };
    } catch {
      // A disk that does not read: tried again, as long as the copy is the old one.
      shelf.release(copy);
      return 'unreadable';
    }
  }

  /** From the first to the last line of its synchronous part nobody can type into the old document. */
  async #replace(room: string, fresh: BulkRoomResponse, cause: RejoinCause, before: Before | undefined): Promise<void> {
    const { kernel, shelf, index, tabs } = this.#office;
    const known = await kernel.queue.keys('acts', `${room}#`);
    const id = newId(kernel.platform);
    const doc = createRoomDoc();
    if (fresh.update !== undefined) Y.applyUpdate(doc, fresh.update);
    const back = before === undefined ? NOTHING : this.#bringBack(room, doc, fresh, before);
    const remade = this.#remake(room, doc, id, kernel.outbox.of(room, 'content'), cause);
    const wire = index.wire(room);
    const acts = new Set(fresh.acts.map((entry) => actKey(room, entry.seq)));
    const isRaised = index.epochOf(index.stored(room)?.wire ?? wire) < index.epochOf(wire);
    const changes: StoreChange[] = [
      ...back.changes,
      ...index.advance(room, { seq: fresh.seq, actSeq: fresh.seq, wire, copy: id }),
      ...(fresh.update === undefined ? [] : [{ table: 'snapshots', put: { key: copyKey(room, id), bytes: fresh.update } } as const]),
      ...known.filter((key) => !acts.has(key)).map((key): StoreChange => ({ table: 'acts', delete: key })),
      ...fresh.acts.map((entry): StoreChange => ({ table: 'acts', put: { key: actKey(room, entry.seq), entry } })),
    ];
    this.#proving.set(
      room,
      remade.rows.map((row) => row.id),
    );
    const copy = shelf.get(room);
    const stored = this.#commit(room, remade, changes);
    if (copy === undefined) doc.destroy();
    else {
      copy.swap(doc, id);
      copy.replaceActs(fresh.acts);
    }
    noteAnswers(this.#office, fresh.acts);
    await stored;
    tabs.post({ kind: 'rejoined', room });
    if (back.acts.length > 0) tabs.post({ kind: 'remade', rows: back.acts });
    if (back.dropped.length > 0) tabs.post({ kind: 'settled', ids: back.dropped });
    if (back.hasRefused) tabs.post({ kind: 'refused' });
    await this.#sweep(
      room,
      id,
      before?.isRestored === true ? before.tools.filesAfter(doc, await this.#files(room)) : isRaised ? () => false : undefined,
    );
  }

  /** Puts what was lost into the outbox, before all that waits there, and takes out of it what speaks of what was erased. */
  #bringBack(room: string, doc: Y.Doc, fresh: BulkRoomResponse, before: Before): BroughtBack {
    const { outbox } = this.#office.kernel;
    const { copy, tools, isRestored, erased } = before;
    const contents = outbox.of(room, 'content');
    const isUnsent = tools.unsentIn(contents);
    const isErased = tools.erasedIn(copy.doc, erased, isUnsent);
    const places = tools.placesOf(erased);
    const dropped = outbox
      .of(room)
      .filter((row) => (row.kind === 'content' ? tools.isAboutErased(row, copy.doc, isErased, places) : tools.isOfferAbout(row, places)))
      .map((row) => row.id);
    const gone = tools.refusedAbout(outbox.refusedOf(room), places);
    const changes: StoreChange[] = [...outbox.remove(dropped), ...gone.flatMap((row) => outbox.dismiss(row.key))];
    if (!isRestored) return { changes, acts: [], dropped, hasRefused: gone.length > 0 };
    const acts = tools.lostActs(this.#office, room, copy.acts, fresh);
    changes.push(...outbox.replace(acts));
    const docs = { held: copy.doc, fresh: doc };
    const aside = tools.lostByOthers(this.#office, room, docs, isUnsent, isErased);
    changes.push(...outbox.setAside(aside));
    outbox.replace(tools.lostContent(this.#office, room, docs, isUnsent, isErased));
    return { changes, acts, dropped, hasRefused: gone.length + aside.length > 0 };
  }

  #files(room: string): Promise<BlobRow[]> {
    return this.#office.kernel.queue.store.list('blobs', `${room}#`);
  }

  #remake(
    room: string,
    doc: Y.Doc,
    copy: string,
    rows: readonly OutboxRow[],
    cause: RejoinCause | undefined,
    around: <T>(id: string, work: () => T) => T = (_, work) => work(),
  ): Remade {
    const { kernel } = this.#office;
    const model = kernel.model.room(nameOfRoom(room).room);
    const remade: Remade = { rows: [], bytes: [], settled: [], refused: [], copy };
    for (const row of rows) {
      // Logged although its receipt was lost: made again it would stand there twice.
      if (isKnown(doc, row)) {
        remade.settled.push(row.id);
        continue;
      }
      const tries = row.tries + (cause?.blamed.includes(row.id) === true ? 1 : 0);
      if (cause !== undefined && (cause.refusal.code === 'NOT_WRITABLE' || tries >= MAX_TRIES)) {
        remade.refused.push({ id: row.id, refusal: cause.refusal });
        continue;
      }
      if (model === undefined) continue;
      const result = around(row.id, () =>
        rerun(doc, model, row, { person: kernel.identity.person, now: row.madeAt, id: () => newId(kernel.platform) }),
      );
      if (!result.ok) remade.refused.push({ id: row.id, refusal: result.refusal });
      else if (result.value === undefined) remade.settled.push(row.id);
      else {
        remade.bytes.push(result.value);
        remade.rows.push({ ...row, bytes: result.value, client: doc.clientID, copy, tries });
      }
    }
    return remade;
  }

  /** The new copy and the changes made again stand in the store together, or not at all. */
  async #commit(room: string, remade: Remade, changes: readonly StoreChange[]): Promise<void> {
    const { kernel, tabs } = this.#office;
    const { outbox } = kernel;
    const stored = store(this.#office, [
      ...changes,
      ...remade.bytes.map((bytes) => logRow(kernel, room, remade.copy, bytes)),
      ...outbox.replace(remade.rows),
      ...outbox.remove(remade.settled),
    ]);
    for (const { id, refusal } of remade.refused) settleRefused(this.#office, [id], refusal);
    tabs.post({ kind: 'remade', rows: remade.rows });
    if (remade.settled.length > 0) tabs.post({ kind: 'settled', ids: remade.settled });
    await stored;
  }

  /**
   * Removes the copy that was set aside.
   *
   * @param keepsFile after an erasure or a restore: which files stay, and are sent again. The others can be had again, where they
   * are still there
   */
  async #sweep(room: string, keep: string, keepsFile: ((hash: string) => boolean) | undefined): Promise<void> {
    const { kernel } = this.#office;
    const current = copyKey(room, keep);
    const [logs, snapshots, pieces, files] = await Promise.all([
      kernel.queue.keys('log', `${room}#`),
      kernel.queue.keys('snapshots', `${room}#`),
      keepsFile === undefined ? [] : this.#files(room),
      keepsFile === undefined ? [] : kernel.queue.list('meta', filesPrefix(room)),
    ]);
    const known = files.flatMap((row) => readStored(row) ?? []);
    const isKept = ({ stage, file }: StoredFile) => stage !== 'sent' || piecesOf(file).some((hash) => keepsFile?.(hash) === true);
    const wanted = new Set(known.filter(isKept).flatMap(({ file }) => piecesOf(file)));
    await store(this.#office, [
      ...known
        .filter(({ stage }) => stage === 'sent')
        .map(
          (file): StoreChange =>
            isKept(file)
              ? { table: 'meta', put: fileRow({ ...file, stage: 'waiting', sent: 0 }) }
              : { table: 'meta', delete: fileKey(room, file.file.id) },
        ),
      ...pieces.filter(({ hash }) => !wanted.has(hash)).map(({ key }): StoreChange => ({ table: 'blobs', delete: key })),
      ...logs.filter((key) => !key.startsWith(`${current}#`)).map((key): StoreChange => ({ table: 'log', delete: key })),
      ...snapshots.filter((key) => key !== current).map((key): StoreChange => ({ table: 'snapshots', delete: key })),
    ]);
  }

  /** A room that is refused again and again is asked for less and less often. */
  #wait(room: string): number {
    const { platform } = this.#office.kernel;
    const last = this.#strikes.get(room);
    const count = last !== undefined && platform.now() - last.at < QUIET_MS ? last.count + 1 : 0;
    this.#strikes.set(room, { count, at: platform.now() });
    return count === 0 ? 0 : Math.min(MAX_WAIT_MS, 500 * 2 ** count);
  }
}

/** Whether the server's content has all that a change brought. */
function isKnown(doc: Y.Doc, row: OutboxRow): boolean {
  if (row.bytes === undefined) return false;
  try {
    const { news, missing } = readUpdate(doc, row.bytes);
    return !news && !missing;
  } catch {
    return false;
  }
}

/** The copy that is set aside, and what the server says became of the room since. */
interface Before {
  readonly copy: RoomCopy;
  readonly tools: typeof import('./bring-back.js');
  readonly isRestored: boolean;
  readonly erased: readonly ErasedPlace[];
}

interface BroughtBack {
  readonly changes: readonly StoreChange[];
  readonly acts: readonly OutboxRow[];
  readonly dropped: readonly string[];
  readonly hasRefused: boolean;
}

const NOTHING: BroughtBack = { changes: [], acts: [], dropped: [], hasRefused: false };

interface Remade {
  readonly rows: OutboxRow[];
  readonly bytes: Uint8Array[];
  readonly settled: string[];
  readonly refused: { readonly id: string; readonly refusal: Refusal }[];
  readonly copy: string;
}

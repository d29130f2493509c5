import {
  type BulkRoomResponse,
  createRoomDoc,
  type Erased,
  type KeptChange,
  PROTOCOL_VERSION,
  type Refusal,
  readUpdate,
  rerun,
  SCHEMA_VERSION,
  surplusOf,
  touchesErased,
} from '@onedoor/core';
import * as Y from 'yjs';
import { newId } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import { logRow } from '../shelf.js';
import { actKey, copyKey, type OutboxRow, type StoreChange } from '../storage/client-store.js';
import { readRefusal } from '../transport/api.js';
import { isForLater, noteAnswers, type Office, type RejoinCause, settleRefused, store } from './office.js';

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
      const remade = this.#remake(room, copy.doc, copy.copy, stale, undefined, undefined, (id, work) => copy.quietly([id], work));
      await this.#commit(room, remade, []);
      for (const bytes of remade.bytes) this.#office.tabs.post({ kind: 'remote', room, copy: copy.copy, bytes });
    }
    shelf.release(copy);
  }

  async #once(room: string): Promise<void> {
    const { api, index, kernel } = this.#office;
    const answer = await api.sync({
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      device: kernel.device,
      rooms: [{ wire: index.wire(room), since: 0 }],
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
    await this.#replace(room, fresh, cause);
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

  /** From the first to the last line of its synchronous part nobody can type into the old document. */
  async #replace(room: string, fresh: BulkRoomResponse, cause: RejoinCause): Promise<void> {
    const { kernel, shelf, index, tabs } = this.#office;
    const known = await kernel.queue.keys('acts', `${room}#`);
    const id = newId(kernel.platform);
    const doc = createRoomDoc();
    if (fresh.update !== undefined) Y.applyUpdate(doc, fresh.update);
    const wire = index.wire(room);
    const isRaised = index.epochOf(index.stored(room)?.wire ?? wire) < index.epochOf(wire);
    // Of a room that was put back from a backup this copy may hold what nobody else has.
    const held = isRaised ? shelf.acquire(nameOfRoom(room)) : undefined;
    await held?.ready;
    const rows = kernel.outbox.of(room, 'content');
    const remade = this.#remake(room, doc, id, rows, cause, fresh.erased);
    const beyond = held === undefined ? [] : this.#setAside(room, held.doc, doc, rows, fresh.erased);
    if (held !== undefined) shelf.release(held);
    const acts = new Set(fresh.acts.map((entry) => actKey(room, entry.seq)));
    const changes: StoreChange[] = [
      ...index.advance(room, { seq: fresh.seq, actSeq: fresh.seq, wire, copy: id }),
      ...beyond,
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
    if (beyond.length > 0) tabs.post({ kind: 'refused' });
    tabs.post({ kind: 'rejoined', room });
    await this.#sweep(room, id, isRaised);
  }

  #remake(
    room: string,
    doc: Y.Doc,
    copy: string,
    rows: readonly OutboxRow[],
    cause: RejoinCause | undefined,
    erased: Erased | undefined,
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
      // It was erased while this device was away: it goes for good, unsent as it is.
      if (this.#isErased(erased, row, doc, room)) {
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

  #isErased(erased: Erased | undefined, change: KeptChange & { readonly madeAt: number }, doc: Y.Doc, room: string): boolean {
    const { identity, model, platform } = this.#office.kernel;
    const commands = model.room(nameOfRoom(room).room);
    const context = { person: identity.person, now: change.madeAt, id: () => newId(platform) };
    return erased !== undefined && commands !== undefined && touchesErased(erased, change, doc, commands, context);
  }

  /**
   * What the old copy holds beyond the server's becomes refused changes, which its person can offer; what was erased does
   * not, and goes from those that were refused before.
   */
  #setAside(room: string, held: Y.Doc, doc: Y.Doc, unsent: readonly OutboxRow[], erased: Erased | undefined): StoreChange[] {
    const { outbox, platform } = this.#office.kernel;
    const madeAt = platform.now();
    const gone = outbox.refusedOf(room).filter((row) => this.#isErased(erased, row, doc, room));
    const rows = surplusOf(held, doc, firstUnsent(unsent)).flatMap((change) =>
      this.#isErased(erased, { ...change, madeAt }, doc, room)
        ? []
        : [{ key: newId(platform), room, ...change, refusal: NOT_IN_BACKUP, madeAt }],
    );
    return [...gone.flatMap(({ key }) => outbox.dismiss(key)), ...outbox.setAside(rows)];
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

  /** Removes the copy that was set aside; after an erasure the files too: those that are still there can be had again. */
  async #sweep(room: string, keep: string, isRaised: boolean): Promise<void> {
    const { kernel } = this.#office;
    const current = copyKey(room, keep);
    const [logs, snapshots, files] = await Promise.all([
      kernel.queue.keys('log', `${room}#`),
      kernel.queue.keys('snapshots', `${room}#`),
      isRaised ? kernel.queue.store.list('blobs', `${room}#`) : [],
    ]);
    await store(this.#office, [
      ...files.filter(({ uploaded }) => uploaded).map(({ key }): StoreChange => ({ table: 'blobs', delete: key })),
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

const NOT_IN_BACKUP: Refusal = {
  code: 'NOT_IN_BACKUP',
  seen: 'content that only this device holds',
  expected: 'what was in the backup',
  todo: 'Look at it, and offer what is to stand again.',
};

/** By Yjs client, the first clock that is still to be sent. */
function firstUnsent(rows: readonly OutboxRow[]): ReadonlyMap<number, number> {
  const first = new Map<number, number>();
  for (const { bytes } of rows) {
    if (bytes === undefined) continue;
    for (const [client, clock] of Y.parseUpdateMeta(bytes).from) first.set(client, Math.min(first.get(client) ?? clock, clock));
  }
  return first;
}

interface Remade {
  readonly rows: OutboxRow[];
  readonly bytes: Uint8Array[];
  readonly settled: string[];
  readonly refused: { readonly id: string; readonly refusal: Refusal }[];
  readonly copy: string;
}

import {
  type CaseRow,
  CENTRE_CASE,
  type Intent,
  type MeResponse,
  meResponse,
  type Row,
  type RowsResponse,
  readCaseRow,
  roomKey,
  wireName,
} from '@onedoor/core';
import type { RoomCopy } from '../copy.js';
import type { Kernel } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import type { Shelf } from '../shelf.js';
import { slices } from '../slices.js';
import type { StoreChange } from '../storage/client-store.js';
import type { Tabs } from '../tabs/tabs.js';
import { Value } from '../watchable.js';
import { CaseRowList } from './case-row-list.js';
import type { RoomsIndex } from './rooms-index.js';
import { RowSegments, readFirstRows } from './row-segments.js';
import { sameValue } from './same-value.js';

const CURSOR = 'cursor';
const ME = 'me';
const RESTORES = 'restores';
/** How many rows are stored, for whoever waits until they are read. */
const COUNT = 'rows/count';
/** Rows that each screen showed first, to be shown first again: JSON text of an object by screen. */
const FIRST = 'rows/first';
/** More than these a screen are of no use before the rest is here. */
const MAX_FIRST = 200;
/** How far the reading has come is told no more often than this. */
const TELL_MS = 250;
/** A screen works out anew what it shows no more often than this while rows come by the hundred. */
const SHOW_MS = 1_000;
const MANY_ROWS = 100;

/** A page of rows that another tab has applied and stored, and the cursor before and after it. */
interface FollowedPage {
  readonly rows: readonly Row[];
  readonly since: number;
  readonly cursor: number;
}

/** The board: rows as the server assembled them, with this person's own pending acts on top. */
export class Board {
  readonly rows = new Value<readonly CaseRow[]>([]);
  /** While rows are fetched of which the server has more than one page: how many are here. */
  readonly loading = new Value<number | undefined>(undefined);
  /** While not all of those that are stored have been read: how many have, of how many where that is known. */
  readonly reading = new Value<{ readonly read: number; readonly total?: number } | undefined>(undefined);
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;
  #shelf: Shelf | undefined;
  readonly #index: RoomsIndex;
  readonly #rows = new Map<string, Row>();
  #segments = new RowSegments();
  readonly #shown = new CaseRowList();
  /** This person's acts that the server has not logged, by case. */
  #pending: ReadonlyMap<string, readonly Intent[]> = new Map();
  /** Copies of the case rooms of cases with pending acts, kept open for the preview. */
  readonly #previews = new Map<string, RoomCopy>();
  #cursor = 0;
  #restores = 0;
  /** The stored rows' cursor, as far as is known. */
  #stored: number | undefined;
  /** Cases that were shown first, by screen. */
  readonly #first = new Map<string, readonly string[]>();
  #tellFirst: () => void = () => {};
  readonly #firstShown = new Promise<void>((done) => {
    this.#tellFirst = done;
  });
  #shownAt = Number.NEGATIVE_INFINITY;
  #showLater: (() => void) | undefined;
  /** Pages that came from another tab while this one was reading. */
  #early: FollowedPage[] = [];
  #reading: Promise<void> | undefined;
  #readAgain = false;
  #closed = false;
  #storing: Promise<void> = Promise.resolve();
  /** Called for a room that is this person's no more. */
  onLost: (room: string) => Promise<void> = async () => {};

  constructor(kernel: Kernel, tabs: Tabs, index: RoomsIndex) {
    this.#kernel = kernel;
    this.#tabs = tabs;
    this.#index = index;
    kernel.outbox.watch((rooms) => this.#outboxChanged(rooms));
  }

  get cursor(): number {
    return this.#cursor;
  }

  /** How often the server that these rows came from had been put back from a backup. */
  get restores(): number {
    return this.#restores;
  }

  /** Whether this browser has no rows stored yet. */
  get isNew(): boolean {
    return this.#stored === 0;
  }

  /** Begins to read what is stored. `first` settles when there is something to show, `all` when everything is here. */
  begin(): { readonly first: Promise<void>; readonly all: Promise<void> } {
    const all = this.load();
    return { first: Promise.race([this.#firstShown, all]), all };
  }

  /** Notes which cases a screen shows first, so that they are there first the next time. */
  noteFirst(cases: readonly string[], screen: string): void {
    const next = cases.slice(0, MAX_FIRST);
    if (this.reading.get() !== undefined || sameItems(next, this.#first.get(screen))) return;
    this.#first.set(screen, next);
    void this.#kernel.queue.commit([this.#firstRecord()]).catch(() => {});
  }

  row(caseId: string): Row | undefined {
    return this.#rows.get(caseId);
  }

  /** Rooms can be opened from now on: of cases with pending acts the state as it will be is shown. */
  attach(shelf: Shelf): void {
    this.#shelf = shelf;
    this.#keepPreviews(new Set(this.#pending.keys()));
  }

  /** Reads what is stored; again, when another tab has stored something. */
  async load(): Promise<void> {
    // What is stored while it reads may be missing from what it finds.
    this.#readAgain = this.#reading !== undefined;
    this.#reading ??= this.#readUntilCurrent().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async setMe(me: MeResponse): Promise<void> {
    if (!this.#know(me)) return;
    await this.#store([{ table: 'meta', put: { key: ME, value: me } }]);
    this.#tabs.post({ kind: 'me' });
  }

  /** Begins anew with the first row: a server that was put back numbers them otherwise. */
  async restart(): Promise<void> {
    const changed = new Set(this.#rows.keys());
    this.#rows.clear();
    this.#cursor = 0;
    const changes = this.#segments.write(this.#rows, changed);
    this.#rowsChanged(changed);
    await this.#store([...changes, ...this.#marks()]);
  }

  /** All rows are here again, and what follows from it is stored: cut off before, it is done again. */
  async restarted(restores: number): Promise<void> {
    this.#restores = restores;
    await this.#store([{ table: 'meta', put: { key: RESTORES, value: restores } }]);
  }

  /**
   * A page of rows. They are shown at once; they and the cursor behind them are stored together.
   *
   * @param isRestored the server was put back from a backup: what its rows say somebody has lost may have been given since
   */
  async apply({ rows, cursor, more }: RowsResponse, isRestored = false): Promise<void> {
    const since = this.#cursor;
    if (rows.length > 0 || cursor !== since) {
      const lost = isRestored ? [] : this.#lostWith(rows);
      const changes = this.#take(rows, cursor);
      await this.#store([...changes, ...this.#marks()]);
      for (const room of lost) await this.onLost(room);
      if (!more) this.#showNow();
      if (rows.length > 0) this.#tabs.post({ kind: 'rows', rows, since, cursor });
    }
    this.loading.set(more ? this.#rows.size : undefined);
  }

  /** A page that the leading tab has applied and stored. */
  async follow(page: FollowedPage): Promise<void> {
    if (this.#reading !== undefined) {
      this.#early.push(page);
      return this.#reading;
    }
    // Between what this tab knows and the page there may be another page.
    if (page.since !== this.#cursor) return this.load();
    this.#take(page.rows, page.cursor);
  }

  close(): void {
    this.#closed = true;
    this.#showLater?.();
    this.#keepPreviews(new Set());
  }

  async #readUntilCurrent(): Promise<void> {
    do {
      this.#readAgain = false;
      await this.#read();
      for (const page of this.#early.splice(0)) {
        if (page.since === this.#cursor) this.#take(page.rows, page.cursor);
        else if (page.cursor > this.#cursor) this.#readAgain = true;
      }
    } while (this.#readAgain && !this.#closed);
  }

  async #read(): Promise<void> {
    const { store } = this.#kernel.queue;
    const [meta, me, restores, count] = await Promise.all([CURSOR, ME, RESTORES, COUNT].map((key) => store.get('meta', key)));
    this.#restores = typeof restores?.value === 'number' ? restores.value : 0;
    const known = meResponse.safeParse(me?.value);
    if (known.success) this.#know(known.data);
    const cursor = typeof meta?.value === 'number' ? meta.value : 0;
    this.#stored = cursor;
    // Rows and cursor are stored together: where the cursor is the same, the rows are.
    if (cursor === this.#cursor) return;
    const total = typeof count?.value === 'number' ? count.value : undefined;
    const isNew = this.#rows.size === 0;
    if (isNew) await this.#readFirst(total);
    await this.#readAll(isNew, total);
    if ((await store.get('meta', CURSOR))?.value !== cursor) this.#readAgain = true;
    this.#cursor = cursor;
    this.#showNow();
    this.reading.set(undefined);
  }

  /** The rows that were shown first the last time: few enough to be there at once. */
  async #readFirst(total: number | undefined): Promise<void> {
    const stored = readFirstRows((await this.#kernel.queue.store.get('meta', FIRST))?.value);
    if (stored.size === 0 || this.#closed) return;
    for (const [screen, rows] of stored) {
      this.#first.set(
        screen,
        rows.map((row) => row.case),
      );
      for (const row of rows) this.#rows.set(row.case, row);
    }
    this.#tellRead(this.#rows.size, total);
    this.#rowsChanged(new Set(this.#rows.keys()));
    this.#showNow();
    this.#tellFirst();
  }

  #tellRead(read: number, total: number | undefined): void {
    this.reading.set({ read, ...(total === undefined ? {} : { total }) });
  }

  /**
   * All rows, in slices: the page draws and hears its keys meanwhile.
   *
   * @param tells whether it is told how far it has come: nobody has seen these rows before
   */
  async #readAll(tells: boolean, total: number | undefined): Promise<void> {
    const { queue, platform } = this.#kernel;
    const turn = slices(platform);
    let [read, toldAt] = [0, platform.now()];
    const segments = new RowSegments();
    const before = [...this.#rows.keys()];
    for await (const records of queue.store.batches('rows')) {
      for (const record of records) {
        const rows = segments.read(record);
        read += rows.length;
        const changed = new Set<string>();
        for (const row of rows) {
          if (this.#rows.get(row.case)?.rev === row.rev) continue;
          this.#rows.set(row.case, row);
          changed.add(row.case);
        }
        // With each record, so that this too is counted as work of the slice.
        this.#rowsChanged(changed);
        if (!turn.isOver()) continue;
        if (tells && (this.reading.get() === undefined || platform.now() >= toldAt + TELL_MS)) {
          toldAt = platform.now();
          // Where no screen has noted anything, what is read first is shown first.
          if (this.reading.get() === undefined) this.#showNow();
          this.#tellRead(read, total);
          this.#tellFirst();
        }
        await turn.next();
        if (this.#closed) return;
      }
    }
    const gone = new Set(before.filter((id) => !segments.has(id)));
    for (const id of gone) this.#rows.delete(id);
    this.#segments = segments;
    this.#rowsChanged(gone);
  }

  /** @returns what to store of the rows; a tab that follows stores nothing, but has to know where they lie */
  #take(rows: readonly Row[], cursor: number): StoreChange[] {
    const changed = new Set<string>();
    for (const row of rows) {
      if (row.gone) this.#rows.delete(row.case);
      else this.#rows.set(row.case, row);
      changed.add(row.case);
    }
    this.#cursor = cursor;
    const changes = this.#segments.write(this.#rows, changed);
    this.#rowsChanged(changed);
    if (changed.size < MANY_ROWS) this.#showNow();
    else this.#showSoon();
    // What a case said, or that there was one, must not lie there longer than its row.
    const isFirst = [...this.#first.values()].some((cases) => cases.some((id) => changed.has(id)));
    return isFirst || rows.some((row) => row.gone) ? [...changes, this.#firstRecord()] : changes;
  }

  #firstRecord(): StoreChange {
    const rows = [...this.#first].map(([screen, cases]) => [screen, cases.flatMap((id) => this.#rows.get(id) ?? [])]);
    return { table: 'meta', put: { key: FIRST, value: JSON.stringify(Object.fromEntries(rows)) } };
  }

  /** What is stored with every page of rows: how far they go, and how many there are. */
  #marks(): StoreChange[] {
    return [
      { table: 'meta', put: { key: CURSOR, value: this.#cursor } },
      { table: 'meta', put: { key: COUNT, value: this.#rows.size } },
    ];
  }

  #showNow(): void {
    this.#showLater?.();
    this.#showLater = undefined;
    this.#shownAt = this.#kernel.platform.now();
    if (!this.#closed) this.rows.set(this.#shown.all);
  }

  #showSoon(): void {
    const { platform } = this.#kernel;
    const wait = this.#shownAt + SHOW_MS - platform.now();
    if (wait <= 0 || wait > SHOW_MS) this.#showNow();
    else this.#showLater ??= platform.after(wait, () => this.#showNow());
  }

  /** Rooms that are this person's no more, as the rows say. */
  #lostWith(rows: readonly Row[]): string[] {
    // Of a server that was put back and has not caught up: what was given since the backup is given again.
    const isOurs = (key: string) => this.#index.stored(key)?.held !== true;
    return rows.flatMap((row) => {
      // Every kind of room: one that only this device has written to is not noted as stored.
      if (row.gone)
        return this.#kernel.model
          .rooms('case')
          .map(({ name }) => this.#keyOf(row.case, name))
          .filter(isOurs);
      const listed = new Set(row.rooms.map((room) => room.room));
      return this.#index.storedOfCase(row.case).flatMap(({ key }) => (listed.has(nameOfRoom(key).room) || !isOurs(key) ? [] : [key]));
    });
  }

  #rowsChanged(changed: ReadonlySet<string>): void {
    this.#index.setRows(this.#rows, changed);
    this.#workOut(changed);
  }

  /** Typing in a case that the server knows does not show on the board, before it is logged. */
  #outboxChanged(rooms: ReadonlySet<string>): void {
    if (this.#closed) return;
    const before = this.#pending;
    const pending = this.#pendingActs();
    const changed = new Set<string>();
    for (const id of new Set([...before.keys(), ...pending.keys()])) if (!sameItems(before.get(id), pending.get(id))) changed.add(id);
    for (const room of rooms) {
      const { case: id } = nameOfRoom(room);
      if (pending.has(id) && !this.#rows.has(id)) changed.add(id);
    }
    this.#pending = pending;
    if (changed.size === 0) return;
    this.#keepPreviews(new Set(pending.keys()));
    this.#show(changed);
  }

  #pendingActs(): Map<string, Intent[]> {
    const pending = new Map<string, Intent[]>();
    for (const { room, intent } of this.#kernel.outbox.all()) {
      if (intent === undefined) continue;
      const { case: id } = nameOfRoom(room);
      const intents = pending.get(id);
      if (intents !== undefined) intents.push(intent);
      else if (id !== CENTRE_CASE) pending.set(id, [intent]);
    }
    return pending;
  }

  /** Works out anew what is shown of these cases, and shows it. */
  #show(cases: Iterable<string>): void {
    this.#workOut(cases);
    this.#showNow();
  }

  #workOut(cases: Iterable<string>): void {
    if (this.#closed) return;
    const changes = new Map<string, CaseRow | undefined>();
    for (const id of cases) changes.set(id, this.#readRow(id));
    this.#shown.apply(changes);
  }

  #readRow(caseId: string): CaseRow | undefined {
    const row = this.#rows.get(caseId);
    const count = this.#pending.get(caseId)?.length ?? 0;
    if (row !== undefined) return readCaseRow(count === 0 ? row : this.#overlaid(row), count);
    if (count === 0) return undefined;
    const made = readCaseRow(this.#overlaid(this.#newRow(caseId)), count);
    // A case that was lost while its acts were under way has nothing to show.
    return made?.title === '' ? undefined : made;
  }

  /** @returns whether it is news */
  #know(me: MeResponse): boolean {
    if (sameValue(me, this.#kernel.me.get())) return false;
    this.#index.setMe(me);
    this.#kernel.me.set(me);
    return true;
  }

  #keepPreviews(cases: ReadonlySet<string>): void {
    for (const [caseId, copy] of [...this.#previews]) {
      if (cases.has(caseId)) continue;
      this.#previews.delete(caseId);
      this.#shelf?.release(copy);
    }
    for (const caseId of cases) {
      if (this.#previews.has(caseId)) continue;
      const copy = this.#shelf?.acquire({ centre: this.#kernel.identity.centre, case: caseId, room: 'case' });
      if (copy === undefined) continue;
      this.#previews.set(caseId, copy);
      copy.events.add((event) => {
        if (event.kind === 'acts' || event.kind === 'loaded') this.#show([caseId]);
      });
    }
  }

  #overlaid(row: Row): Row {
    const copy = this.#previews.get(row.case);
    if (copy === undefined || !copy.loaded) return row;
    const { model } = this.#kernel;
    const state = copy.state;
    // Acts on a case whose log is not here yet would show an empty case.
    if (!model.caseOf(state).created) return row;
    const summary = { ...row.summary, case: { ...copy.room.summary?.(state, copy.reader) } };
    if (row.rev > 0) return { ...row, summary };
    const joint = this.#shelf?.get(this.#keyOf(row.case, 'joint'));
    return { ...row, summary: { ...summary, joint: { ...joint?.room.summary?.(joint.state, joint.reader) } } };
  }

  /** The row of a case that the server does not know yet. */
  #newRow(caseId: string): Row {
    const { centre } = this.#kernel.identity;
    const rooms = ['case', 'joint'].map((room) => ({
      room,
      wire: wireName({ centre, case: caseId, room }, 1),
      seq: 0,
      write: room !== 'case',
    }));
    return { case: caseId, rev: 0, gone: false, rooms, summary: {} };
  }

  #keyOf(caseId: string, room: string): string {
    return roomKey({ centre: this.#kernel.identity.centre, case: caseId, room });
  }

  /** In order: a later page must not be stored before an earlier one that is larger. */
  #store(changes: readonly StoreChange[]): Promise<void> {
    const { queue } = this.#kernel;
    this.#storing = this.#storing
      .then(() => queue.store.prepare(changes))
      .then(() => queue.commit(changes))
      .catch(() => {});
    return this.#storing;
  }
}

const sameItems = (a: readonly unknown[] = [], b: readonly unknown[] = []): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at]);

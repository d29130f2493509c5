import {
  type CaseRow,
  type MeResponse,
  meResponse,
  type Row,
  type RowsResponse,
  readCaseRow,
  roomKey,
  rowSchema,
  wireName,
} from '@onedoor/core';
import type { RoomCopy } from '../copy.js';
import type { Kernel } from '../kernel.js';
import { nameOfRoom, type Shelf } from '../shelf.js';
import type { StoreChange } from '../storage/client-store.js';
import type { Tabs } from '../tabs/tabs.js';
import { Value } from '../watchable.js';
import type { RoomsIndex } from './rooms-index.js';

const CURSOR = 'cursor';
const ME = 'me';

/** The board: rows as the server assembled them, with this person's own pending acts on top. */
export class Board {
  readonly rows = new Value<readonly CaseRow[]>([]);
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;
  readonly #shelf: Shelf;
  readonly #index: RoomsIndex;
  readonly #rows = new Map<string, Row>();
  /** Copies of the case rooms of cases with pending acts, kept open for the preview. */
  readonly #previews = new Map<string, RoomCopy>();
  #cursor = 0;
  #intents = '[]';
  #closed = false;
  /** Called for a room that is this person's no more. */
  onLost: (room: string) => Promise<void> = async () => {};

  constructor(kernel: Kernel, tabs: Tabs, shelf: Shelf, index: RoomsIndex) {
    this.#kernel = kernel;
    this.#tabs = tabs;
    this.#shelf = shelf;
    this.#index = index;
    kernel.outbox.watch((rooms) => {
      if (!this.#closed && this.#touches(rooms)) this.refresh();
    });
  }

  get cursor(): number {
    return this.#cursor;
  }

  row(caseId: string): Row | undefined {
    return this.#rows.get(caseId);
  }

  /** Reads what is stored; again, when another tab has stored something. */
  async load(): Promise<void> {
    const { store } = this.#kernel.queue;
    const [rows, cursor, me] = await Promise.all([store.list('rows'), store.get('meta', CURSOR), store.get('meta', ME)]);
    this.#rows.clear();
    for (const { key, row } of rows) {
      const parsed = rowSchema.safeParse(row);
      if (parsed.success) this.#rows.set(key, parsed.data);
    }
    this.#cursor = typeof cursor?.value === 'number' ? cursor.value : 0;
    const known = meResponse.safeParse(me?.value);
    if (known.success) this.#know(known.data);
    this.refresh();
  }

  async setMe(me: MeResponse): Promise<void> {
    if (JSON.stringify(me) === JSON.stringify(this.#kernel.me.get())) return;
    this.#know(me);
    await this.#store([{ table: 'meta', put: { key: ME, value: me } }]);
    this.#tabs.post({ kind: 'me' });
  }

  /** A page of rows: they and the cursor behind them are stored together. */
  async apply({ rows, cursor }: RowsResponse): Promise<void> {
    if (rows.length === 0 && cursor === this.#cursor) return;
    const lost: string[] = [];
    const changes: StoreChange[] = [];
    for (const row of rows) {
      const listed = new Set(row.rooms.map((room) => room.room));
      if (row.gone) {
        // Every kind of room: one that only this device has written to is not noted as stored.
        const { centre } = this.#kernel.identity;
        lost.push(...this.#kernel.model.rooms('case').map(({ name }) => roomKey({ centre, case: row.case, room: name })));
        this.#rows.delete(row.case);
        changes.push({ table: 'rows', delete: row.case });
      } else {
        for (const { key } of this.#index.storedOfCase(row.case)) {
          if (!listed.has(nameOfRoom(key).room)) lost.push(key);
        }
        this.#rows.set(row.case, row);
        changes.push({ table: 'rows', put: { key: row.case, row } });
      }
    }
    this.#cursor = cursor;
    await this.#store([...changes, { table: 'meta', put: { key: CURSOR, value: cursor } }]);
    for (const room of lost) await this.onLost(room);
    if (rows.length > 0) this.#tabs.post({ kind: 'rows' });
    this.refresh();
  }

  /** Computes the rows anew. */
  refresh(): void {
    if (this.#closed) return;
    this.#index.setRows(this.#rows);
    const pending = new Map<string, number>();
    for (const row of this.#kernel.outbox.all()) {
      const { case: caseId } = nameOfRoom(row.room);
      if (row.kind === 'intent' && caseId !== '-') pending.set(caseId, (pending.get(caseId) ?? 0) + 1);
    }
    this.#keepPreviews(new Set(pending.keys()));
    const rows: CaseRow[] = [];
    for (const [caseId, row] of this.#rows) {
      const count = pending.get(caseId) ?? 0;
      const read = readCaseRow(count === 0 ? row : this.#overlaid(row), count);
      if (read !== undefined) rows.push(read);
    }
    for (const [caseId, count] of pending) {
      if (this.#rows.has(caseId)) continue;
      const read = readCaseRow(this.#overlaid(this.#newRow(caseId)), count);
      // A case that was lost while its acts were under way has nothing to show.
      if (read !== undefined && read.title !== '') rows.push(read);
    }
    rows.sort((a, b) => b.changedAt - a.changedAt || (a.case < b.case ? 1 : -1));
    if (JSON.stringify(rows) !== JSON.stringify(this.rows.get())) this.rows.set(rows);
  }

  close(): void {
    this.#closed = true;
    this.#keepPreviews(new Set());
  }

  /** Whether changed rooms show on the board: typing in a case that the server knows does not, before it is logged. */
  #touches(rooms: ReadonlySet<string>): boolean {
    const intents = JSON.stringify(this.#kernel.outbox.all().flatMap((row) => (row.kind === 'intent' ? [row.id] : [])));
    const isSame = intents === this.#intents;
    this.#intents = intents;
    return !isSame || [...rooms].some((room) => !this.#rows.has(nameOfRoom(room).case));
  }

  #know(me: MeResponse): void {
    this.#index.setMe(me);
    this.#kernel.me.set(me);
  }

  #keepPreviews(cases: ReadonlySet<string>): void {
    for (const [caseId, copy] of [...this.#previews]) {
      if (cases.has(caseId)) continue;
      this.#previews.delete(caseId);
      this.#shelf.release(copy);
    }
    for (const caseId of cases) {
      if (this.#previews.has(caseId)) continue;
      const copy = this.#shelf.acquire({ centre: this.#kernel.identity.centre, case: caseId, room: 'case' });
      if (copy === undefined) continue;
      this.#previews.set(caseId, copy);
      copy.events.add((event) => {
        if (event.kind === 'acts' || event.kind === 'loaded') this.refresh();
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
    const joint = this.#shelf.get(roomKey({ ...copy.name, room: 'joint' }));
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

  #store(changes: readonly StoreChange[]): Promise<void> {
    return this.#kernel.queue.commit(changes).catch(() => {});
  }
}

import { CENTRE_CASE, type MeResponse, parseRoomKey, parseWireName, type Row, wireName } from '@onedoor/core';
import { type ClientStore, FIRST_COPY, type RoomRow, type StoreChange } from '../storage/client-store.js';

export type ListedRoom = Row['rooms'][number];

/** A room as it is named here, and as the server lists it. */
export interface ListedEntry {
  readonly room: string;
  readonly listed: ListedRoom;
}

/** What of one case's rooms needs something done. */
interface Late {
  /** The server has more than is stored here. */
  readonly behind: readonly ListedEntry[];
  /** Stored under another wire name than the present one. */
  readonly moved: readonly ListedEntry[];
}

/** A device that wrote under more ids than these in one room forgets the oldest. */
const MAX_CLIENTS = 1000;

/** Cases whose rooms a device keeps by default. Of the others it has the rows, and their rooms when they are opened. */
const KEPT_CASES = 2_000;

const caseOf = (room: string): string => parseRoomKey(room)?.case ?? '';

/**
 * What is known of rooms: how far each is stored here, and under which name and how far the server has it. What is late
 * is worked out for the cases that changed: nobody goes through all rooms for one change.
 */
export class RoomsIndex {
  readonly #stored = new Map<string, RoomRow>();
  /** Keys of `#stored` by case. */
  readonly #storedOf = new Map<string, Set<string>>();
  readonly #centre: string;
  #rows: ReadonlyMap<string, Row> = new Map();
  #me: MeResponse | undefined;
  readonly #keep: number;
  readonly #late = new Map<string, Late>();
  /** Cases of which nothing is stored here and the server has something. */
  readonly #elsewhere = new Set<string>();
  /** Those of them that come next, the latest changed first; undefined when it is to be worked out. */
  #next: readonly string[] | undefined;
  /** Cases whose `#late` is to be worked out. */
  readonly #stale = new Set<string>([CENTRE_CASE]);

  /** @param keep so many cases are kept for work without network, the latest changed first, beside those that were opened */
  constructor(centre: string, keep = KEPT_CASES) {
    this.#centre = centre;
    this.#keep = keep;
  }

  async load(store: ClientStore): Promise<void> {
    const rows: RoomRow[] = [];
    // Thousands, each sealed by itself: the page draws in between.
    for await (const some of store.batches('rooms')) rows.push(...some);
    for (const id of this.#storedOf.keys()) this.#stale.add(id);
    this.#stored.clear();
    this.#storedOf.clear();
    for (const row of rows) this.#put(row);
  }

  /**
   * The rows as they are from now on; `changed` names the cases whose row is another one or gone since the last call. They are
   * worked out at once: rows come in slices, and whoever asks later would wait for a hundred thousand.
   */
  setRows(rows: ReadonlyMap<string, Row>, changed: Iterable<string>): void {
    this.#rows = rows;
    for (const id of changed) {
      this.#workOut(id);
      this.#stale.delete(id);
    }
  }

  setMe(me: MeResponse | undefined): void {
    this.#me = me;
    this.#stale.add(CENTRE_CASE);
  }

  stored(room: string): RoomRow | undefined {
    return this.#stored.get(room);
  }

  storedOfCase(caseId: string): RoomRow[] {
    return [...(this.#storedOf.get(caseId) ?? [])].flatMap((key) => this.#stored.get(key) ?? []);
  }

  /** Keys of a case's rooms that are stored here or that the server lists. */
  keysOf(caseId: string): ReadonlySet<string> {
    const listed = this.#listedOf(caseId).map(({ room }) => `${this.#centre}/${caseId}/${room}`);
    return new Set([...(this.#storedOf.get(caseId) ?? []), ...listed]);
  }

  /** The room as the server lists it for this person. */
  listed(room: string): ListedRoom | undefined {
    const name = parseRoomKey(room);
    return name === undefined ? undefined : this.#listedOf(name.case).find((listed) => listed.room === name.room);
  }

  /** Whether the server says that nobody can read this sealed room any more, and that this person may name a successor. */
  isOrphaned(room: string): boolean {
    const name = parseRoomKey(room);
    return name !== undefined && this.#rows.get(name.case)?.orphans?.includes(name.room) === true;
  }

  /** Name on the wire: as listed, as last used, or that of a new room. */
  wire(room: string): string {
    const name = parseRoomKey(room);
    return this.listed(room)?.wire ?? this.#stored.get(room)?.wire ?? (name === undefined ? room : wireName(name, 1));
  }

  epochOf(wire: string): number {
    return parseWireName(wire)?.epoch ?? 1;
  }

  /** Rooms that the server has further than this device and that are kept here; those of the centre first. */
  behind(): ListedEntry[] {
    const entries = this.#lateOnes('behind');
    for (const id of this.#nextCases()) if (this.#elsewhere.has(id)) entries.push(...this.#lateOf(id).behind);
    return entries;
  }

  /** Rooms that are stored under another wire name than the one they go on under. */
  moved(): ListedEntry[] {
    return this.#lateOnes('moved');
  }

  /** Notes how far a room is stored; the change to store with it, none where nothing is new. */
  advance(
    room: string,
    to: { readonly seq?: number; readonly actSeq?: number; readonly wire?: string; readonly copy?: string },
  ): StoreChange[] {
    const before = this.#stored.get(room);
    const wire = to.wire ?? before?.wire ?? this.wire(room);
    const fresh = to.copy !== undefined && to.copy !== before?.copy;
    const seq = fresh ? (to.seq ?? 0) : Math.max(before?.seq ?? 0, to.seq ?? 0);
    const actSeq = fresh ? Math.max(to.actSeq ?? 0, seq) : Math.max(before?.actSeq ?? 0, to.actSeq ?? 0, seq);
    const next: RoomRow = {
      key: room,
      wire,
      epoch: this.epochOf(wire),
      seq,
      actSeq,
      copy: to.copy ?? before?.copy ?? FIRST_COPY,
      ...(before?.clients === undefined ? {} : { clients: before.clients }),
      ...(before?.held === undefined || fresh ? {} : { held: before.held }),
    };
    if (
      before !== undefined &&
      before.seq === next.seq &&
      before.actSeq === next.actSeq &&
      before.wire === next.wire &&
      before.copy === next.copy
    )
      return [];
    this.#put(next);
    return [{ table: 'rooms', put: next }];
  }

  /** Notes client ids whose changes the server has logged; the change to store, none where all of them are known. */
  wrote(room: string, clients: readonly number[]): StoreChange[] {
    const before = this.#stored.get(room);
    const known = new Set(before?.clients ?? []);
    const fresh = clients.filter((client) => !known.has(client));
    if (fresh.length === 0) return [];
    const wire = before?.wire ?? this.wire(room);
    const row = before ?? { key: room, wire, epoch: this.epochOf(wire), seq: 0, actSeq: 0, copy: FIRST_COPY };
    const next: RoomRow = { ...row, clients: [...known, ...new Set(fresh)].slice(-MAX_CLIENTS) };
    this.#put(next);
    return [{ table: 'rooms', put: next }];
  }

  /** Rooms of cases that the server, put back from a backup, does not list: they are kept until it does. */
  holdUnlisted(): StoreChange[] {
    return [...this.#stored.values()].flatMap((row) => {
      if (row.held === true || this.listed(row.key) !== undefined) return [];
      const next: RoomRow = { ...row, held: true };
      this.#put(next);
      return [{ table: 'rooms', put: next } as const];
    });
  }

  heldRooms(): RoomRow[] {
    return [...this.#stored.values()].filter((row) => row.held === true);
  }

  forget(room: string): void {
    const id = caseOf(room);
    this.#stored.delete(room);
    const keys = this.#storedOf.get(id);
    if (keys?.delete(room) === true && keys.size === 0) this.#storedOf.delete(id);
    this.#stale.add(id);
  }

  /** Cases that are to be kept next: as many as there is place for, the latest changed first. */
  #nextCases(): readonly string[] {
    const free = this.#keep - this.#storedOf.size;
    if (free <= 0 || this.#elsewhere.size === 0) return [];
    this.#next ??= this.#latest(free);
    return this.#next;
  }

  #latest(count: number): readonly string[] {
    const revOf = (id: string) => this.#rows.get(id)?.rev ?? 0;
    const ids = [...this.#elsewhere.keys()];
    // Of a hundred thousand a few are wanted: the least of them first, then those above it.
    const revs = Float64Array.from(ids, revOf).sort();
    const least = revs[Math.max(0, revs.length - count)] ?? 0;
    return ids.filter((id) => revOf(id) >= least).sort((a, b) => revOf(b) - revOf(a));
  }

  #put(row: RoomRow): void {
    const id = caseOf(row.key);
    this.#stored.set(row.key, row);
    const keys = this.#storedOf.get(id);
    if (keys === undefined) this.#storedOf.set(id, new Set([row.key]));
    else keys.add(row.key);
    this.#stale.add(id);
  }

  #listedOf(caseId: string): readonly ListedRoom[] {
    return (caseId === CENTRE_CASE ? this.#me?.rooms : this.#rows.get(caseId)?.rooms) ?? [];
  }

  #lateOnes(kind: keyof Late): ListedEntry[] {
    for (const id of this.#stale) this.#workOut(id);
    this.#stale.clear();
    const first = this.#late.get(CENTRE_CASE)?.[kind] ?? [];
    const entries = [...first];
    for (const [id, late] of this.#late) if (id !== CENTRE_CASE) entries.push(...late[kind]);
    return entries;
  }

  #workOut(caseId: string): void {
    const isElsewhere = caseId !== CENTRE_CASE && !this.#storedOf.has(caseId);
    if (isElsewhere && this.#listedOf(caseId).some(({ seq }) => seq > 0)) {
      if (!this.#elsewhere.has(caseId)) this.#next = undefined;
      this.#elsewhere.add(caseId);
    } else this.#elsewhere.delete(caseId);
    const late = isElsewhere ? undefined : this.#lateOf(caseId);
    if (late === undefined || late.behind.length + late.moved.length === 0) this.#late.delete(caseId);
    else this.#late.set(caseId, late);
  }

  #lateOf(caseId: string): Late {
    const behind: ListedEntry[] = [];
    const moved: ListedEntry[] = [];
    for (const listed of this.#listedOf(caseId)) {
      const room = `${this.#centre}/${caseId}/${listed.room}`;
      const stored = this.#stored.get(room);
      if (listed.seq > (stored?.seq ?? 0)) behind.push({ room, listed });
      if (stored !== undefined && (stored.wire !== listed.wire || stored.held === true)) moved.push({ room, listed });
    }
    return { behind, moved };
  }
}

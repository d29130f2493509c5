import { CENTRE_CASE, type MeResponse, parseRoomKey, parseWireName, type Row, wireName } from '@onedoor/core';
import { type ClientStore, FIRST_COPY, type RoomRow, type StoreChange } from '../storage/client-store.js';

type ListedRoom = Row['rooms'][number];

/** What is known of rooms: how far each is stored here, and under which name and how far the server has it. */
export class RoomsIndex {
  readonly #stored = new Map<string, RoomRow>();
  readonly #centre: string;
  #rows: ReadonlyMap<string, Row> = new Map();
  #me: MeResponse | undefined;

  constructor(centre: string) {
    this.#centre = centre;
  }

  async load(store: ClientStore): Promise<void> {
    this.#stored.clear();
    for (const row of await store.list('rooms')) this.#stored.set(row.key, row);
  }

  setRows(rows: ReadonlyMap<string, Row>): void {
    this.#rows = rows;
  }

  setMe(me: MeResponse | undefined): void {
    this.#me = me;
  }

  stored(room: string): RoomRow | undefined {
    return this.#stored.get(room);
  }

  storedOfCase(caseId: string): RoomRow[] {
    return [...this.#stored.values()].filter((row) => parseRoomKey(row.key)?.case === caseId);
  }

  /** The room as the server lists it for this person. */
  listed(room: string): ListedRoom | undefined {
    const name = parseRoomKey(room);
    if (name === undefined) return undefined;
    const rooms = name.case === CENTRE_CASE ? this.#me?.rooms : this.#rows.get(name.case)?.rooms;
    return rooms?.find((listed) => listed.room === name.room);
  }

  /** Name on the wire: as listed, as last used, or that of a new room. */
  wire(room: string): string {
    const name = parseRoomKey(room);
    return this.listed(room)?.wire ?? this.#stored.get(room)?.wire ?? (name === undefined ? room : wireName(name, 1));
  }

  epochOf(wire: string): number {
    return parseWireName(wire)?.epoch ?? 1;
  }

  /** All rooms that this person may read. */
  allListed(): { readonly room: string; readonly listed: ListedRoom }[] {
    const of = (caseId: string, rooms: readonly ListedRoom[]) =>
      rooms.map((listed) => ({ room: `${this.#centre}/${caseId}/${listed.room}`, listed }));
    return [...of(CENTRE_CASE, this.#me?.rooms ?? []), ...[...this.#rows.values()].flatMap((row) => of(row.case, row.rooms))];
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
    const next: RoomRow = { key: room, wire, epoch: this.epochOf(wire), seq, actSeq, copy: to.copy ?? before?.copy ?? FIRST_COPY };
    if (
      before !== undefined &&
      before.seq === next.seq &&
      before.actSeq === next.actSeq &&
      before.wire === next.wire &&
      before.copy === next.copy
    )
      return [];
    this.#stored.set(room, next);
    return [{ table: 'rooms', put: next }];
  }

  forget(room: string): void {
    this.#stored.delete(room);
  }
}

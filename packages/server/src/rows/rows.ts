import {
  type ActEntry,
  type Actor,
  CENTRE_CASE,
  ContentReader,
  createRoomDoc,
  directorySlice,
  isSealed,
  type Model,
  membersByRight,
  namedSlice,
  OnedoorError,
  type Room,
  type Row,
  type RowsResponse,
  refusalOf,
  SUCCEED_SEALED,
} from '@onedoor/core';
import * as z from 'zod';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import type { Rights } from '../rights.js';
import type { RoomRuntime, RoomServices } from '../room.js';
import type { Rooms } from '../rooms.js';

/** What rows need of their centre. */
export interface RowServices extends Pick<RoomServices, 'store'> {
  readonly rooms: Rooms;
  readonly rights: Rights;
  readonly model: Model;
  readonly limits: Limits;
  readonly log: Logger;
  /** Runs after a while; returns how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** What a room tells of itself was derived, or read after a start. */
  readonly derived: (caseId: string, room: string, summary: Readonly<Record<string, unknown>>) => void;
  /** Rows have changed with these rooms. */
  readonly changed: (keys: readonly string[]) => void;
}

/** A stored summary in clear: the head it was derived at tells after a crash whether it is still right. */
const storedSummary = z.object({ seq: z.int(), summary: z.record(z.string(), z.unknown()) });

/** Rooms with new content whose rows are derived at a stretch, and the greatest part of all that wait: a hundred rooms that are written hold up nobody. */
const ROOMS_AT_ONCE = 16;
const PART_AT_ONCE = 8;
/** Where more wait, the next ones come so many times as late: the row of a room that is written all the time follows seldom. */
const BUSY_TIMES = 4;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Board rows: one summary a room, derived after commits and assembled for each reader from what they may read. */
export class Rows {
  readonly #services: RowServices;
  /** Rooms with new content, and those with new acts, which go first: for them people wait. In the order in which they changed. */
  readonly #dirty = new Set<string>();
  readonly #acted = new Set<string>();
  #cancel: (() => void) | undefined;
  #isBusy = false;
  // Summaries of rooms without content read an empty document; nobody writes to it.
  readonly #nothing = new ContentReader(createRoomDoc());

  constructor(services: RowServices) {
    this.#services = services;
  }

  /** Marks rooms whose summary is older than their log: after a crash between the two. */
  recover(): void {
    const heads = new Map<string, number>();
    for (const stored of this.#services.store.rooms()) if (stored.head > 0) heads.set(stored.key, stored.head);
    const byId = new Map(this.#services.store.rooms().map((stored) => [stored.id, stored.key]));
    for (const { room, body } of this.#all()) {
      const key = byId.get(room);
      const clear = key === undefined ? undefined : this.#clear(key, room, body);
      if (key === undefined || clear?.seq !== heads.get(key)) continue;
      heads.delete(key);
      this.#tell(key, clear?.summary ?? {});
    }
    for (const key of heads.keys()) if (!this.#isOfCentre(key)) this.mark(key, true);
  }

  /** Takes note that a room has changed. Rooms of the centre have no rows: those who may read them are told, and no more. */
  mark(key: string, hasActs: boolean): void {
    if (hasActs) {
      this.#dirty.delete(key);
      this.#acted.add(key);
    } else if (!this.#acted.has(key)) this.#dirty.add(key);
    if (this.#isBusy && hasActs) {
      this.#cancel?.();
      this.#cancel = undefined;
    }
    this.#arm(1);
  }

  #arm(times: number): void {
    if (this.#cancel !== undefined) return;
    this.#isBusy = times > 1;
    this.#cancel = this.#services.later(() => {
      this.#cancel = undefined;
      const most = Math.max(ROOMS_AT_ONCE, Math.ceil(this.#dirty.size / PART_AT_ONCE));
      this.#write([...this.#acted, ...[...this.#dirty].slice(0, most)]);
      if (this.#dirty.size > 0) this.#arm(BUSY_TIMES);
    }, times * this.#services.limits.summaryMs);
  }

  /** Whose rights a directory act has changed: their cases' rows are stored anew, so that their devices fetch them. */
  markPerson(person: string): void {
    const { rooms, model } = this.#services;
    for (const caseId of rooms.cases()) {
      const key = rooms.keyOf(caseId, 'case');
      const { members, former } = model.caseOf(rooms.state(key, 'settled'));
      if (members[person] !== undefined || former.includes(person)) this.mark(key, true);
    }
  }

  /** Derives and stores what is marked, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#write([...this.#acted, ...this.#dirty]);
  }

  #write(keys: readonly string[]): void {
    if (keys.length === 0) return;
    for (const key of keys) {
      this.#acted.delete(key);
      this.#dirty.delete(key);
    }
    try {
      const made = keys.flatMap((key) => (this.#isOfCentre(key) ? [] : this.#derive(key)));
      if (made.length > 0)
        this.#services.store.transaction(
          (tx) => {
            for (const { id, caseId, body } of made) tx.putSummary(id, caseId, body);
          },
          { durable: false },
        );
    } catch (error) {
      // A row that is late is no loss: the log has the change, and the next flush tries again.
      this.#services.log.error({ error: String(error) }, 'rows could not be stored');
      for (const key of keys) this.#dirty.add(key);
      return;
    }
    const { store, changed, log } = this.#services;
    const synced = store.synced();
    if (synced === undefined) return changed(keys);
    // Whoever hears of a rev may count on it: one that a loss of power takes away would be given to another change.
    void synced.then(
      () => changed(keys),
      (error: unknown) => log.error({ error: String(error) }, 'rows could not be stored'),
    );
  }

  /** Rows after a cursor that this person may read, and tombstones of cases that they have lost. */
  page(person: string, cursor: number, limit: number): RowsResponse {
    this.flush();
    this.#services.store.sync();
    const wanted = Math.max(1, Math.min(limit, this.#services.limits.maxRows));
    const stored = this.#services.store.summaries(cursor, wanted);
    const revs = new Map<string, number>();
    for (const summary of stored) {
      const key = this.#services.rooms.keyOfId(summary.room);
      if (key !== undefined && this.concerns(person, key)) revs.set(summary.case, summary.rev);
    }
    const rows = [...revs].flatMap(([caseId, rev]) => {
      const row = this.row(person, caseId, rev);
      return row === undefined ? [] : [row];
    });
    return { rows, cursor: stored.at(-1)?.rev ?? cursor, more: stored.length === wanted, restores: this.#services.rooms.restores };
  }

  /** One case for one person; undefined where they have nothing to do with it. */
  row(person: string, caseId: string, rev: number): Row | undefined {
    const { rooms, rights, model, store } = this.#services;
    const actor = rights.actor(person);
    if (actor === undefined) return undefined;
    const readable = this.rooms(person, caseId);
    if (readable.length === 0) {
      const { former } = model.caseOf(rooms.state(rooms.keyOf(caseId, 'case'), 'settled'));
      return former.includes(person) ? { case: caseId, rev, gone: true, rooms: [], summary: {} } : undefined;
    }
    const names = new Map(readable.map(({ room }) => [room, rooms.keyOf(caseId, room)]));
    const ids = new Map([...names].map(([name, key]) => [rooms.id(key), { name, key }]));
    const summary: Record<string, Record<string, unknown>> = {};
    for (const stored of store.summariesOf(caseId)) {
      const room = ids.get(stored.room);
      const clear = room === undefined ? undefined : this.#clear(room.key, stored.room, stored.body);
      if (room !== undefined && clear !== undefined) summary[room.name] = clear.summary;
    }
    const orphans = this.#orphans(actor, caseId);
    return { case: caseId, rev, gone: false, rooms: readable, ...(orphans.length === 0 ? {} : { orphans }), summary };
  }

  /** Sealed rooms that nobody can read any more, and in which this person may name a successor. */
  #orphans(actor: Actor, caseId: string): string[] {
    const { rooms, rights, model } = this.#services;
    return model.rooms('case').flatMap((definition) => {
      const key = rooms.keyOf(caseId, definition.name);
      const address = isSealed(definition.rule) && rooms.id(key) !== undefined ? rooms.address(key) : undefined;
      const ask = { to: 'act', command: SUCCEED_SEALED } as const;
      return address !== undefined && refusalOf(definition.rule, ask, actor, rights.teamOf(address)) === undefined ? [definition.name] : [];
    });
  }

  /** Rooms of a case, or of the centre, that this person may read: those that nobody has written to yet as well. */
  rooms(person: string, caseId: string): Row['rooms'] {
    const { rooms, rights } = this.#services;
    const actor = rights.actor(person);
    if (actor === undefined) return [];
    return this.#definitions(actor, caseId).flatMap((definition) => {
      const key = rooms.keyOf(caseId, definition.name);
      const address = rooms.address(key);
      const team = address === undefined ? undefined : rights.teamOf(address);
      const wire =
        address === undefined || refusalOf(definition.rule, { to: 'read' }, actor, team) !== undefined ? undefined : rooms.wire(key);
      if (wire === undefined) return [];
      const sealed = isSealed(definition.rule);
      const write = refusalOf(definition.rule, { to: 'write' }, actor, team) === undefined;
      return [{ room: definition.name, wire, seq: sealed ? 0 : rooms.head(key), write, ...(sealed ? { sealed } : {}) }];
    });
  }

  /** Of a case all kinds of rooms; of the centre with the members of families that exist or that the person's rights name. */
  #definitions(actor: Actor, caseId: string): Room[] {
    const { rooms, model } = this.#services;
    if (caseId !== CENTRE_CASE) return model.rooms('case');
    const members = model
      .families()
      .flatMap(({ name, rule }) => [...new Set([...membersByRight(name, rule, actor.rights), ...rooms.membersOf(name)])]);
    return [...model.rooms('centre'), ...members.sort().flatMap((name) => model.room(name) ?? [])];
  }

  /**
   * Whether a change of this room concerns a person: those who may read it, and with the team or the list of named persons
   * those who have lost it. To all others the row of the case is the one that it was: not even its `rev` tells of a change.
   */
  concerns(person: string, key: string): boolean {
    const { rooms, rights, model } = this.#services;
    const address = rooms.address(key);
    const actor = rights.actor(person);
    if (address === undefined || actor === undefined) return false;
    const { definition, name } = address;
    if (refusalOf(definition.rule, { to: 'read' }, actor, rights.teamOf(address)) === undefined) return true;
    const state = () => rooms.state(key, 'settled');
    // Whoever named a successor: their page offered it, and does no more.
    const { succession } = isSealed(definition.rule) ? namedSlice.of(state().slices) : {};
    if (succession?.by === person && succession.seq === state().seq) return true;
    if (isSealed(definition.rule)) return namedSlice.of(state().slices).former.includes(person) && this.rooms(person, name.case).length > 0;
    return definition.name === 'case' && model.caseOf(state()).former.includes(person);
  }

  #isOfCentre(key: string): boolean {
    return this.#services.rooms.address(key)?.name.case === CENTRE_CASE;
  }

  #derive(key: string): { id: number; caseId: string; body: Uint8Array }[] {
    const room = this.#services.rooms.openKey(key);
    if (room?.id === undefined) return [];
    const summary = this.#summaryOf(room);
    this.#tell(key, summary);
    const text = JSON.stringify({ seq: room.head, summary });
    return [{ id: room.id, caseId: room.name.case, body: room.cipher().seal(`summary|${room.id}|${room.epoch}`, encoder.encode(text)) }];
  }

  #tell(key: string, summary: Readonly<Record<string, unknown>>): void {
    const name = this.#services.rooms.address(key)?.name;
    if (name !== undefined) this.#services.derived(name.case, name.room, summary);
  }

  #summaryOf(room: RoomRuntime): Readonly<Record<string, unknown>> {
    try {
      return room.definition.summary?.(room.state, room.hasContent ? room.reader() : this.#nothing) ?? {};
    } catch (error) {
      // A plugin's selector must not take the other rows with it.
      this.#services.log.error({ room: room.definition.name, error: String(error) }, 'a summary failed');
      return {};
    }
  }

  #clear(key: string, id: number, body: Uint8Array): z.infer<typeof storedSummary> | undefined {
    try {
      const cipher = this.#services.rooms.cipher(key);
      return cipher === undefined
        ? undefined
        : storedSummary.parse(JSON.parse(decoder.decode(cipher.open(`summary|${id}|${this.#services.rooms.epoch(key)}`, body))));
    } catch (error) {
      if (!(error instanceof OnedoorError)) throw error;
      this.#services.log.error({ key }, 'a summary does not open; it is derived anew with the next change');
      return undefined;
    }
  }

  *#all() {
    for (let cursor = 0; ; ) {
      const page = this.#services.store.summaries(cursor, 1000);
      yield* page;
      if (page.length < 1000) return;
      cursor = page.at(-1)?.rev ?? cursor;
    }
  }
}

/** The person that a directory act is about. */
export function personOfAct(entry: ActEntry): string | undefined {
  const { command, args } = entry.intent;
  return command.startsWith(`${directorySlice.name}.`) && typeof args['person'] === 'string' ? args['person'] : undefined;
}

import {
  type ActEntry,
  type Actor,
  CENTRE_CASE,
  ContentReader,
  caseRole,
  createRoomDoc,
  directorySlice,
  isSealed,
  type Model,
  membersByRight,
  namedSlice,
  OnedoorError,
  type Room,
  type RoomName,
  type Row,
  type RowsResponse,
  refusalOf,
  SUCCEED_SEALED,
} from '@onedoor/core';
import * as z from 'zod';
import type { Limits } from '../limits.js';
import type { RoomCipher } from '../log/keys.js';
import { placeOf, type RoomPlace } from '../log/room-log.js';
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

/** Raise it when acts of a `case` room come to mean another team: what was stored before is then made from the log again. */
const TEAM_VERSION = 1;
const storedTeam = z.object({
  v: z.literal(TEAM_VERSION),
  created: z.boolean(),
  members: z.record(z.string(), z.object({ role: caseRole })),
  former: z.array(z.string()),
});

/**
 * A stored summary in clear: the head it was derived at tells after a crash whether it is still right. That of a `case` room has
 * the case's team with it, which goes to nobody: after a start rights are known without reading the log of each case.
 */
const storedSummary = z.object({
  seq: z.int(),
  summary: z.record(z.string(), z.unknown()),
  team: z.optional(z.catch(z.optional(storedTeam), undefined)),
});
type StoredSummary = z.infer<typeof storedSummary>;

/** Rooms with new content whose rows are derived at a stretch, and the greatest part of all that wait: a hundred rooms that are written hold up nobody. */
const ROOMS_AT_ONCE = 16;
const PART_AT_ONCE = 8;
/** Summaries that are read at a stretch after a start, and rows that are stored again at a stretch. */
const READ_AT_ONCE = 64;
const BETWEEN_MS = 1;
const AGAIN_AT_ONCE = 500;
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
  /** Rooms whose row is stored again as it is, so that devices fetch it. */
  readonly #again = new Set<string>();
  #stopReading: (() => void) | undefined;
  // Summaries of rooms without content read an empty document; nobody writes to it.
  readonly #nothing = new ContentReader(createRoomDoc());

  constructor(services: RowServices) {
    this.#services = services;
  }

  /**
   * Reads the stored summaries after a start, some at once and the others in stretches: teams, and what is searched. In the end
   * it marks rooms whose summary is older than their log, as after a crash between the two.
   */
  recover(done: () => void): void {
    const { store, rooms, rights, later, log } = this.#services;
    const behind = new Set(rooms.cases().flatMap((caseId) => rooms.keysOf(caseId).filter((key) => rooms.head(key) > 0)));
    const readOn = (after: number): void => {
      this.#stopReading = undefined;
      try {
        const page = store.summaries(after, READ_AT_ONCE);
        for (const { room, case: caseId, body } of page) {
          const key = rooms.keyOfId(room);
          const clear = key === undefined ? undefined : this.#clear(key, room, body);
          if (key === undefined || clear === undefined || clear.seq !== rooms.head(key)) continue;
          behind.delete(key);
          if (clear.team !== undefined) rights.keep(caseId, clear.seq, clear.team);
          this.#tell(key, clear.summary);
        }
        const last = page.at(-1);
        if (last !== undefined && page.length === READ_AT_ONCE) {
          this.#stopReading = later(() => readOn(last.rev), BETWEEN_MS);
          return;
        }
      } catch (error) {
        log.error({ error: String(error) }, 'rows could not be read; those that are left are derived anew');
      }
      for (const key of behind) this.mark(key, true);
      done();
    };
    readOn(0);
  }

  /** Derives and stores what is marked, and reads no further. */
  close(): void {
    this.#stopReading?.();
    do this.flush();
    while (this.#again.size > 0);
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
      if (this.#again.size > 0) this.#arm(1);
      else if (this.#dirty.size > 0) this.#arm(BUSY_TIMES);
    }, times * this.#services.limits.summaryMs);
  }

  /** Whose rights a directory act has changed: their cases' rows are stored anew, so that their devices fetch them. */
  markPerson(person: string): void {
    const { rooms, rights } = this.#services;
    for (const caseId of rooms.cases()) {
      const key = rooms.keyOf(caseId, 'case');
      const { members, former } = rights.caseTeam(caseId);
      if (members[person] !== undefined || former.includes(person)) this.#again.add(key);
    }
    if (this.#again.size > 0) this.#arm(1);
  }

  /** Puts the team, from the log, beside a row of before teams were stored. To its readers the row is the same. */
  addTeam(caseId: string): void {
    const { rooms, store } = this.#services;
    const room = rooms.openKey(rooms.keyOf(caseId, 'case'));
    const [stored] = (room === undefined ? undefined : this.#storedOf(room.key)) ?? [];
    const clear = room === undefined || stored === undefined ? undefined : this.#clear(room.key, stored.id, stored.body);
    if (room?.id === undefined || clear === undefined || clear.seq !== room.head || clear.team !== undefined) return;
    const { id, epoch, name } = room;
    const body = this.#seal({ id, epoch }, room.cipher(), { ...clear, ...this.#teamOf(name) });
    store.transaction((tx) => tx.amendSummary(id, body), { durable: false });
  }

  /** Derives and stores what is marked, at once. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#write([...this.#acted, ...this.#dirty]);
  }

  #write(marked: readonly string[]): void {
    const again = new Set([...this.#again].slice(0, AGAIN_AT_ONCE));
    for (const key of marked) again.delete(key);
    const keys = [...marked, ...again];
    if (keys.length === 0) return;
    for (const key of keys) {
      this.#acted.delete(key);
      this.#dirty.delete(key);
      this.#again.delete(key);
    }
    try {
      const made = keys.flatMap((key) => {
        if (this.#isOfCentre(key)) return [];
        return (again.has(key) ? this.#storedOf(key) : undefined) ?? this.#derive(key);
      });
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
    const { rooms, rights, store } = this.#services;
    const actor = rights.actor(person);
    if (actor === undefined) return undefined;
    const readable = this.rooms(person, caseId);
    if (readable.length === 0) {
      const { former } = rights.caseTeam(caseId);
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
    const { rooms, rights } = this.#services;
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
    return definition.name === 'case' && rights.caseTeam(name.case).former.includes(person);
  }

  #isOfCentre(key: string): boolean {
    return this.#services.rooms.address(key)?.name.case === CENTRE_CASE;
  }

  #storedOf(key: string): { id: number; caseId: string; body: Uint8Array }[] | undefined {
    const { store, rooms } = this.#services;
    const caseId = rooms.address(key)?.name.case ?? '';
    const stored = store.summariesOf(caseId).find(({ room }) => room === rooms.id(key));
    return stored === undefined ? undefined : [{ id: stored.room, caseId, body: stored.body }];
  }

  #derive(key: string): { id: number; caseId: string; body: Uint8Array }[] {
    const room = this.#services.rooms.openKey(key);
    if (room?.id === undefined) return [];
    const summary = this.#summaryOf(room);
    this.#tell(key, summary);
    const { id, name, head: seq } = room;
    return [{ id, caseId: name.case, body: this.#seal({ id, epoch: room.epoch }, room.cipher(), { seq, summary, ...this.#teamOf(name) }) }];
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

  /** With the stored summary of a `case` room goes the team that its log says. */
  #teamOf({ case: caseId, room }: RoomName): Pick<StoredSummary, 'team'> {
    if (room !== 'case') return {};
    const { created, members, former } = this.#services.rights.caseTeam(caseId);
    const roles = Object.entries(members).map(([person, { role }]) => [person, { role }]);
    return { team: { v: TEAM_VERSION, created, members: Object.fromEntries(roles), former: [...former] } };
  }

  #seal(place: RoomPlace, cipher: RoomCipher, stored: StoredSummary): Uint8Array {
    return cipher.seal(placeOf.summary(place), encoder.encode(JSON.stringify(stored)));
  }

  #clear(key: string, id: number, body: Uint8Array): StoredSummary | undefined {
    try {
      const { rooms } = this.#services;
      const cipher = rooms.cipher(key);
      return cipher === undefined
        ? undefined
        : storedSummary.parse(JSON.parse(decoder.decode(cipher.open(placeOf.summary({ id, epoch: rooms.epoch(key) }), body))));
    } catch (error) {
      if (!(error instanceof OnedoorError)) throw error;
      this.#services.log.error({ key }, 'a summary does not open; it is derived anew with the next change');
      return undefined;
    }
  }
}

/** The person that a directory act is about. */
export function personOfAct(entry: ActEntry): string | undefined {
  const { command, args } = entry.intent;
  return command.startsWith(`${directorySlice.name}.`) && typeof args['person'] === 'string' ? args['person'] : undefined;
}

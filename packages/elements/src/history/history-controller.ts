import type { OpenRoom, Session } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type Entry, mergeEntries, type RoomEntries } from '../timeline/entries.js';
import { type CaseHistory, historyOf } from './case-history.js';

/** What others have changed since the last visit. */
export interface News {
  /** Epoch milliseconds of the last visit. */
  readonly since: number;
  readonly entries: readonly Entry[];
}

/**
 * Acts and edits of all rooms of a case that this person may read. Rooms of plugins that have acts are opened quietly: who
 * reads a timeline is not in those rooms.
 */
export class HistoryController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #session: () => Session | undefined;
  readonly #case: () => string;
  #key: readonly [Session, string] | undefined;
  #history: CaseHistory | undefined;
  #end: (() => void) | undefined;
  #endRows: (() => void) | undefined;
  readonly #open = new Map<string, { readonly room: OpenRoom; readonly stop: () => void }>();
  #news: { readonly of: readonly unknown[]; readonly value: News | undefined } | undefined;

  constructor(host: ReactiveControllerHost, session: () => Session | undefined, caseId: () => string) {
    this.#host = host;
    this.#session = session;
    this.#case = caseId;
    host.addController(this);
  }

  get history(): CaseHistory | undefined {
    return this.#history;
  }

  /** A room that is open for its acts or its records' names. */
  room(name: string): OpenRoom | undefined {
    return this.#open.get(name)?.room;
  }

  /** All rooms with what is known of them. */
  rooms(): RoomEntries[] {
    const names = new Set([...this.#open.keys(), ...(this.#history?.rooms.keys() ?? [])]);
    return [...names].map((room) => {
      const known = this.#history?.rooms.get(room);
      const { edits = [], more = false, erasures = [] } = known ?? {};
      return { room, acts: this.#open.get(room)?.room.timeline() ?? [], edits, more, erasures };
    });
  }

  /** What others did since the last visit; undefined where there is no visit to compare with. */
  news(): News | undefined {
    const visit = this.#history?.visit;
    const me = this.#session()?.me.get()?.person.person;
    const rooms = this.rooms();
    const of = [visit, me, ...rooms.flatMap(({ acts, edits }) => [acts.length, edits])];
    if (this.#news === undefined || of.length !== this.#news.of.length || of.some((each, at) => each !== this.#news?.of[at])) {
      const entries = mergeEntries(
        rooms.map((room) => ({ ...room, more: false })),
        { kind: 'all' },
      ).entries;
      const value =
        visit === undefined
          ? undefined
          : { since: visit.at, entries: entries.filter((entry) => entry.person !== me && entry.seq > (visit.seqs[entry.room] ?? 0)) };
      this.#news = { of, value };
    }
    return this.#news.value;
  }

  /** Ids of the records of a kind that somebody else has changed since the last visit. */
  newRecords(collection: string): ReadonlySet<string> {
    const entries = this.news()?.entries ?? [];
    return new Set(entries.flatMap((entry) => (entry.kind === 'edit' && entry.edit.collection === collection ? [entry.edit.record] : [])));
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const [session, caseId] = [this.#session(), this.#case()];
    if (this.#key?.[0] === session && this.#key?.[1] === caseId) return;
    this.#close();
    if (session === undefined || caseId === '') return;
    this.#key = [session, caseId];
    this.#history = historyOf(session, caseId);
    this.#end = this.#history.use(() => this.#host.requestUpdate());
    this.#endRows = session.rows.watch(() => this.#openRooms(session, caseId));
    this.#openRooms(session, caseId);
  }

  hostDisconnected(): void {
    this.#close();
  }

  /** The row names the rooms that the person may read; before it is here, the two that every case has. */
  #openRooms(session: Session, caseId: string): void {
    const listed =
      session.rows
        .get()
        .find((row) => row.case === caseId)
        ?.rooms.flatMap(({ room, sealed }) => (sealed === true ? [] : [room])) ?? [];
    for (const name of new Set(['case', 'joint', ...listed])) {
      if (this.#open.has(name) || session.model.room(name) === undefined) continue;
      const room = session.open({ case: caseId, room: name }, { quiet: true });
      const update = () => this.#host.requestUpdate();
      const stops = [room.watch((change) => change.kind !== 'content' && update())];
      void room.ready.then(update, update);
      this.#open.set(name, {
        room,
        stop: () => {
          for (const stop of stops) stop();
          room.close();
        },
      });
    }
    this.#host.requestUpdate();
  }

  #close(): void {
    this.#end?.();
    this.#endRows?.();
    for (const { stop } of this.#open.values()) stop();
    this.#open.clear();
    this.#history = undefined;
    this.#news = undefined;
    this.#key = undefined;
  }
}

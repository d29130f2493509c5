import { CENTRE_CASE, directorySlice, type ErrorCode, type Refusal } from '@onedoor/core';
import * as Y from 'yjs';
import type { RoomCopy } from '../copy.js';
import { nameOfRoom } from '../room-key.js';
import { actKey, type OutboxRow, type StoreChange } from '../storage/client-store.js';
import type { LinkState, Wanted } from '../tabs/messages.js';
import { RoomLink } from '../transport/room-link.js';
import { Value } from '../watchable.js';
import { isTooOld, noteAnswers, type Office, type RejoinCause, settleLogged, settleRefused, store } from './office.js';

/** A change that a socket could have had this long without a receipt goes by bulk as well. */
const STALE_MS = 15_000;
/** A socket that does not open within this time is not waited for. */
const OPENING_MS = 5_000;
const QUIET_MS = 60_000;
const MAX_WAIT_MS = 30_000;

export interface LiveHooks {
  rejoin(room: string, cause: RejoinCause): void;
  isRejoining(room: string): boolean;
  rowsChanged(): void;
  /** The server closed the room, or knows it under another name. */
  closed(room: string, refusal: Refusal): void;
  signedOut(): void;
  tooOld(refusal: Refusal): void;
  /** This device was revoked: its data goes. */
  revoked(refusal: Refusal): void;
  /**
   * The server has greeted a socket.
   *
   * @param tellsRows true: it is the one that tells of changed rows, of which nobody has told this device until now
   */
  welcomed(tellsRows: boolean): void;
  /** Something arrived, or a change was logged: what waited for it may go now. */
  progress(): void;
}

interface Open {
  readonly link: RoomLink;
  readonly copy: RoomCopy;
  readonly since: number;
  blamed: string[];
  renewals: number;
}

/** Sockets of the rooms that visible pages of this browser show. The leader's. */
export class Live {
  readonly states = new Value<ReadonlyMap<string, LinkState>>(new Map());
  readonly #office: Office;
  readonly #hooks: LiveHooks;
  readonly #open = new Map<string, Open>();
  readonly #opening = new Map<string, RoomCopy>();
  readonly #wants = new Map<string, readonly Wanted[]>();
  readonly #refusals = new Map<string, Refusal>();
  readonly #denials = new Map<string, { count: number; at: number }>();
  readonly #waits = new Map<string, () => void>();
  #enabled = false;
  readonly #unwatch: () => void;

  constructor(office: Office, hooks: LiveHooks) {
    this.#office = office;
    this.#hooks = hooks;
    this.#unwatch = office.tokens.watch((token) => {
      for (const { link } of this.#open.values()) link.setToken(token);
      this.reconcile();
    });
  }

  /** False: no sockets at all, because there is no network, no sign-in, or the person wants none. */
  enable(enabled: boolean): void {
    this.#enabled = enabled;
    this.reconcile();
  }

  want(tab: string, rooms: readonly Wanted[]): void {
    const before = new Set((this.#wants.get(tab) ?? []).map((wanted) => wanted.client));
    this.#wants.set(tab, rooms);
    for (const { room, client } of rooms) if (!before.has(client)) this.#open.get(room)?.link.claim([client]);
    this.reconcile();
  }

  unwant(tab: string): void {
    this.#wants.delete(tab);
    this.reconcile();
  }

  get tabs(): string[] {
    return [...this.#wants.keys()];
  }

  get connected(): boolean {
    return [...this.#open.values()].some(({ link }) => link.connected);
  }

  isConnected(room: string): boolean {
    return this.#open.get(room)?.link.connected === true;
  }

  /** Origin of what the room's socket brings: content applied under it is not sent back. */
  originOf(room: string): unknown {
    return this.#open.get(room)?.link.provider;
  }

  /** Whether a change of content goes by its room's socket rather than by bulk. */
  carries(row: OutboxRow): boolean {
    const open = this.#open.get(row.room);
    const now = this.#office.kernel.platform.now();
    if (open === undefined) return this.#opening.has(row.room);
    if (!open.link.connected) return now - open.since < OPENING_MS;
    // A change that was in the document before anybody told of it leaves no frame of its own: its time counts from its making.
    const waits = now - (this.#office.kernel.outbox.sentAt(row.id) ?? Math.max(open.since, row.madeAt));
    return waits < STALE_MS && waits > -STALE_MS;
  }

  /** The server lists the room: it may be tried again, more slowly each time that its socket is denied all the same. */
  /** Rooms that are kept closed because the server refused them. */
  get refused(): readonly string[] {
    return [...this.#refusals.keys()];
  }

  allow(room: string): void {
    if (!this.#refusals.delete(room)) return;
    const now = this.#office.kernel.platform.now();
    const before = this.#denials.get(room);
    const count = before !== undefined && now - before.at < QUIET_MS ? before.count + 1 : 0;
    this.#denials.set(room, { count, at: now });
    this.reopen(room, count < 2 ? 0 : Math.min(MAX_WAIT_MS, 250 * 2 ** count));
  }

  refuse(room: string, refusal: Refusal): void {
    this.#refusals.set(room, refusal);
    this.reconcile();
  }

  /** Connects the room anew, after a while. */
  reopen(room: string, waitMs: number): void {
    this.#close(room);
    this.#waits.get(room)?.();
    this.#waits.delete(room);
    if (waitMs === 0) {
      this.reconcile();
      return;
    }
    const callOff = this.#office.kernel.platform.after(waitMs, () => {
      this.#waits.delete(room);
      this.reconcile();
    });
    this.#waits.set(room, callOff);
  }

  /** Ends the room's socket until `reopen` or `allow`. */
  suspend(room: string): void {
    this.#close(room);
  }

  /** Opens and closes sockets until they are those of the wanted rooms. */
  reconcile(): void {
    const wanted = new Set([...this.#wants.values()].flat().map(({ room }) => room));
    for (const room of [...this.#open.keys()]) if (!this.#enabled || !wanted.has(room) || this.#refusals.has(room)) this.#close(room);
    for (const room of wanted) if (this.#mayOpen(room)) this.#begin(room);
    this.#publish();
  }

  close(): void {
    this.#unwatch();
    this.#enabled = false;
    for (const room of [...this.#open.keys()]) this.#close(room);
    for (const callOff of this.#waits.values()) callOff();
    this.#waits.clear();
    this.#wants.clear();
  }

  #mayOpen(room: string): boolean {
    const { kernel, tokens } = this.#office;
    if (!this.#enabled || tokens.current === undefined || this.#open.has(room) || this.#opening.has(room)) return false;
    if (this.#refusals.has(room) || this.#waits.has(room) || this.#hooks.isRejoining(room)) return false;
    if (this.#office.index.stored(room)?.held === true) return false;
    const { case: caseId } = nameOfRoom(room);
    // Its server does not know it yet: the intent that makes it goes first, by bulk.
    return caseId === CENTRE_CASE || !kernel.outbox.ofCase(caseId).some((row) => row.command === 'case.create');
  }

  #begin(room: string): void {
    const copy = this.#office.shelf.acquire(nameOfRoom(room));
    if (copy === undefined) return;
    this.#opening.set(room, copy);
    const begin = () => {
      this.#opening.delete(room);
      const wanted = [...this.#wants.values()].flat().some((want) => want.room === room);
      if (copy.closed || !wanted || !this.#mayOpen(room)) return this.#office.shelf.release(copy);
      this.#connect(room, copy);
      this.#publish();
    };
    copy.ready.then(begin, () => void this.#opening.delete(room));
  }

  #connect(room: string, copy: RoomCopy): void {
    const { kernel, index, tokens, server } = this.#office;
    const { outbox, platform } = kernel;
    const unlogged = () => outbox.of(room, 'content').filter((row) => row.copy === copy.copy);
    const link = new RoomLink({
      server,
      wire: index.wire(room),
      copy,
      device: kernel.device,
      token: tokens.current,
      platform,
      hooks: {
        clients: () => [
          ...new Set([
            copy.doc.clientID,
            ...this.#clientsOf(room),
            ...unlogged().flatMap((row) => (row.client === undefined ? [] : [row.client])),
          ]),
        ],
        since: () => index.stored(room)?.actSeq ?? 0,
        unlogged: () =>
          unlogged()
            .filter((row) => row.bytes !== undefined && holds(copy.doc, row.bytes))
            .map((row) => row.id),
        sent: (ids) => this.#mark(ids, platform.now()),
        lost: (ids) => this.#mark(ids, undefined),
        logged: (logged) => {
          settleLogged(this.#office, room, logged);
          this.#hooks.progress();
        },
        refused: (refusal, ids) => this.#refused(room, refusal, ids),
        welcomed: () => {
          // The welcome is the token's proof: the next refusal of it is a new one.
          const open = this.#open.get(room);
          if (open !== undefined) open.renewals = 0;
          const { case: caseId, room: name } = nameOfRoom(room);
          this.#hooks.welcomed(caseId === CENTRE_CASE && name === directorySlice.name);
        },
        acts: (entries, through) => {
          const fresh = copy.addActs(entries);
          const changes: StoreChange[] = fresh.map((entry) => ({ table: 'acts', put: { key: actKey(room, entry.seq), entry } }));
          void store(this.#office, [...changes, ...(fresh.length > 0 ? index.advance(room, { actSeq: through }) : [])]);
          const own = entries.filter(({ person }) => person === kernel.identity.person);
          settleLogged(
            this.#office,
            room,
            own.map(({ intent, seq }) => ({ id: intent.id, seq })),
          );
          noteAnswers(this.#office, fresh);
          if (fresh.length > 0) this.#office.tabs.post({ kind: 'acts', room, entries: fresh });
        },
        head: (seq) => void store(this.#office, index.advance(room, { seq })),
        rowsChanged: () => this.#hooks.rowsChanged(),
        changed: () => {
          this.#publish();
          this.#hooks.progress();
        },
        ended: (code) => this.#ended(room, code),
      },
    });
    this.#open.set(room, { link, copy, since: platform.now(), blamed: [], renewals: 0 });
  }

  #refused(room: string, refusal: Refusal, ids: readonly string[]): void {
    const { outbox } = this.#office.kernel;
    // A frame of many changes blames none of them: sent one by one after the rejoin, the one that is meant shows.
    if (ids.length === 1) this.#open.get(room)?.blamed.push(...ids);
    const kept = outbox.of(room, 'content').map((row) => row.id);
    if (refusal.code === 'NOT_WRITABLE') settleRefused(this.#office, kept, refusal);
  }

  #ended(room: string, code: ErrorCode): void {
    const open = this.#open.get(room);
    if (open === undefined) return;
    const refusal: Refusal = open.link.refusal ?? {
      code,
      seen: `the server closed the room with ${code}`,
      expected: 'an open room',
      todo: 'It is tried again by itself.',
    };
    if (code === 'TOKEN_EXPIRED' || code === 'UNAUTHENTICATED') {
      void this.#renew(room, open);
      return;
    }
    this.#close(room);
    if (code === 'DEVICE_REVOKED') this.#hooks.revoked({ ...refusal, code });
    else if (isTooOld(code)) this.#hooks.tooOld({ ...refusal, code });
    // It goes on once the purpose stands in the log; nothing that was written here is lost meanwhile.
    else if (code === 'PURPOSE_REQUIRED') this.refuse(room, { ...refusal, code });
    else if (code === 'FORBIDDEN') this.#hooks.closed(room, refusal);
    else this.#hooks.rejoin(room, { refusal, blamed: open.blamed });
    this.#publish();
  }

  async #renew(room: string, open: Open): Promise<void> {
    const token = open.renewals++ > 0 ? undefined : await this.#office.tokens.refresh();
    if (this.#open.get(room) !== open) return;
    if (token === undefined) {
      this.#close(room);
      this.#hooks.signedOut();
      return;
    }
    open.link.setToken(token);
    open.link.retry();
  }

  #mark(ids: readonly string[], at: number | undefined): void {
    if (ids.length === 0) return;
    const { outbox } = this.#office.kernel;
    if (at === undefined) outbox.markSaved(ids);
    else outbox.markSent(ids, at);
    this.#office.tabs.post({ kind: 'sent', ids, ...(at === undefined ? {} : { at }) });
  }

  #clientsOf(room: string): number[] {
    return [...this.#wants.values()].flat().flatMap((wanted) => (wanted.room === room ? [wanted.client] : []));
  }

  #close(room: string): void {
    const open = this.#open.get(room);
    if (open === undefined) return;
    this.#open.delete(room);
    open.link.close();
    this.#office.shelf.release(open.copy);
  }

  #publish(): void {
    const states = new Map<string, LinkState>();
    for (const [room, { link }] of this.#open)
      states.set(room, {
        connected: link.connected,
        synced: link.synced,
        ...(link.writable === undefined ? {} : { writable: link.writable }),
      });
    for (const [room, refusal] of this.#refusals) states.set(room, { connected: false, synced: false, refusal });
    if (JSON.stringify([...states]) !== JSON.stringify([...this.states.get()])) this.states.set(states);
  }
}

/** Whether a document has all structs of an update. Deletes alone cannot be told and count as held. */
function holds(doc: Y.Doc, update: Uint8Array): boolean {
  for (const [client, end] of Y.parseUpdateMeta(update).to) if (Y.getState(doc.store, client) < end) return false;
  return true;
}

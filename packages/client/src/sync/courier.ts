import { type BulkRoomResponse, PROTOCOL_VERSION, type Refusal, refuse, SCHEMA_VERSION } from '@onedoor/core';
import type { Board } from '../rows/board.js';
import { logRow } from '../shelf.js';
import { actKey, type StoreChange } from '../storage/client-store.js';
import { readRefusal } from '../transport/api.js';
import { isForLater } from './for-later.js';
import type { Live } from './live.js';
import { type Logged, noteAnswers, type Office, settleLogged, settleRefused, store } from './office.js';
import { bulkRooms, MAX_BYTES, planBulk, type Segment } from './plan.js';
import type { Rejoiner } from './rejoin.js';

const EVERY_MS = 30_000;
const WITHHELD_MS = 5_000;
const FIRST_RETRY_MS = 1_000;
const MAX_RETRY_MS = 60_000;
const MAX_EXCHANGES = 50;
const CLOSING_MS = 1_000;

export interface CourierHooks {
  /** How the last attempt to reach the server ended. */
  reached(refusal: Refusal | undefined): void;
  /** Bytes were added to a room's log without its copy being open. */
  grown(room: string, byteCount: number): void;
}

/** Keeps what no socket is open for fresh, and sends all intents. The leader's. */
export class Courier {
  readonly #office: Office;
  readonly #live: Live;
  readonly #rejoiner: Rejoiner;
  readonly #board: Board;
  readonly #hooks: CourierHooks;
  #running: Promise<void> | undefined;
  #again = false;
  #isMeFresh = false;
  #areRowsFresh = false;
  /** When the rows were last fetched: rounds that come often must not keep them from being asked for. */
  #rowsAt = 0;
  #failures = 0;
  #enabled = false;
  #callOff = () => {};
  #maxBytes = MAX_BYTES;
  /** Wire names that were denied in this round, by room: asked for again once the list of rooms is fresh. */
  readonly #denied = new Map<string, string>();

  constructor(office: Office, live: Live, rejoiner: Rejoiner, board: Board, hooks: CourierHooks) {
    this.#office = office;
    this.#live = live;
    this.#rejoiner = rejoiner;
    this.#board = board;
    this.#hooks = hooks;
  }

  enable(enabled: boolean): void {
    this.#enabled = enabled;
    this.#failures = 0;
    // Much may have happened while there was no network.
    this.#isMeFresh = false;
    this.#areRowsFresh = false;
    if (enabled) void this.run();
    else this.#callOff();
  }

  /** The list of rooms is out of date. */
  expire(): void {
    this.#isMeFresh = false;
    this.#areRowsFresh = false;
    this.kick();
  }

  /** Something is to be sent: a round begins unless one fails just now and waits. */
  kick(): void {
    if (this.#enabled && this.#failures === 0) void this.run();
  }

  /** One round now, whatever failed before. A round under way is followed by another. */
  async run(): Promise<void> {
    if (!this.#enabled) return;
    if (this.#running !== undefined) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#rounds();
    try {
      await this.#running;
    } finally {
      this.#running = undefined;
    }
  }

  /** The network is there again, as somebody else has seen. */
  recover(): void {
    if (this.#failures === 0) return;
    this.#failures = 0;
    void this.run();
  }

  /** Ends, after the round that is under way or a second, whichever comes first: a request may hang. */
  async close(): Promise<void> {
    this.#enabled = false;
    this.#callOff();
    if (this.#running === undefined) return;
    let callOff = () => {};
    const late = new Promise<void>((resolve) => {
      callOff = this.#office.kernel.platform.after(CLOSING_MS, resolve);
    });
    await Promise.race([this.#running, late]);
    callOff();
  }

  async #rounds(): Promise<void> {
    this.#callOff();
    let next = EVERY_MS;
    do {
      this.#again = false;
      const result = await this.#safeRound();
      if (!this.#enabled) return;
      if ('withheld' in result) {
        this.#failures = 0;
        this.#hooks.reached(undefined);
        next = result.withheld ? WITHHELD_MS : EVERY_MS;
      } else {
        this.#failures++;
        this.#hooks.reached(result);
        this.#again = false;
        next = this.#backoff();
      }
    } while (this.#again && this.#enabled);
    this.#callOff = this.#office.kernel.platform.after(next, () => void this.run());
  }

  /** Twice as long after each failure, and never the same for all: a town does not come back in one second. */
  #backoff(): number {
    const jitter = 0.5 + (this.#office.kernel.platform.randomBytes(1)[0] ?? 0) / 512;
    return Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(this.#failures - 1, 10)) * jitter;
  }

  async #safeRound(): Promise<Refusal | { readonly withheld: boolean }> {
    try {
      return await this.#round();
    } catch (error) {
      // A disk that cannot be read, most likely: told where it is read, tried again here.
      return { ...UNANSWERED, seen: String(error) };
    }
  }

  async #round(): Promise<Refusal | { readonly withheld: boolean }> {
    const listing = await this.#refresh();
    if (listing !== undefined) return listing;
    await this.#rejoiner.retry();
    this.#denied.clear();
    let withheld = false;
    for (let exchange = 0; exchange < MAX_EXCHANGES && this.#enabled; exchange++) {
      const done = await this.#exchange();
      if ('code' in done) return done;
      withheld = done.withheld;
      if (!this.#areRowsFresh || !this.#isMeFresh) {
        const refusal = await this.#refresh();
        if (refusal !== undefined) return refusal;
      } else if (!done.more) break;
    }
    if (this.#office.kernel.outbox.setAsideRows.length > 0) await (await import('./bring-back.js')).dismissReturned(this.#office);
    return { withheld };
  }

  async #refresh(): Promise<Refusal | undefined> {
    const { api, kernel } = this.#office;
    if (Math.abs(kernel.platform.now() - this.#rowsAt) >= EVERY_MS) this.#areRowsFresh = false;
    const me = await this.#refreshMe();
    if (me !== undefined) return me;
    if (!this.#areRowsFresh) {
      this.#areRowsFresh = true;
      this.#rowsAt = kernel.platform.now();
      let restores: number | undefined;
      if (this.#board.cursor === 0) this.#board.loading.set(0);
      for (;;) {
        const page = await api.rows(this.#board.cursor);
        if (!page.ok) {
          this.#areRowsFresh = false;
          this.#board.loading.set(undefined);
          return page.refusal;
        }
        if (page.value.restores !== (restores ?? this.#board.restores)) {
          // Put back from a backup: the list begins anew, and nothing that it does not name is put away for that.
          restores = page.value.restores;
          await this.#board.restart();
          continue;
        }
        await this.#board.apply(page.value, restores !== undefined);
        if (!page.value.more) break;
      }
      if (restores !== undefined) {
        this.#isMeFresh = false;
        const refusal = await this.#refreshMe();
        if (refusal !== undefined) {
          this.#areRowsFresh = false;
          return refusal;
        }
        const { holdBack } = await import('./bring-back.js');
        await holdBack(this.#office);
        await this.#board.restarted(restores);
      }
    }
    const { index } = this.#office;
    for (const room of this.#live.refused) if (index.listed(room) !== undefined) this.#live.allow(room);
    for (const { room, listed } of index.moved())
      this.#rejoin(room, [], { code: 'PAST_EPOCH', seen: index.stored(room)?.wire ?? '', expected: listed.wire, todo: 'Merge again.' });
    return undefined;
  }

  async #refreshMe(): Promise<Refusal | undefined> {
    if (this.#isMeFresh) return undefined;
    this.#isMeFresh = true;
    const me = await this.#office.api.me();
    if (!me.ok) {
      this.#isMeFresh = false;
      return me.refusal;
    }
    if (me.value.schema !== SCHEMA_VERSION || me.value.protocol !== PROTOCOL_VERSION) {
      const newer = me.value.schema > SCHEMA_VERSION || me.value.protocol > PROTOCOL_VERSION;
      return refuse(newer ? 'CLIENT_TOO_OLD' : 'SERVER_TOO_OLD', {
        seen: `a server of schema ${me.value.schema}, protocol ${me.value.protocol}`,
        expected: `schema ${SCHEMA_VERSION}, protocol ${PROTOCOL_VERSION}`,
        todo: newer ? 'Reload the page.' : 'Update the server.',
      }).refusal;
    }
    await this.#board.setMe(me.value);
    return undefined;
  }

  async #exchange(): Promise<Refusal | { readonly more: boolean; readonly withheld: boolean }> {
    const { kernel, index, api } = this.#office;
    const { outbox, platform } = kernel;
    const stale = new Set<string>();
    const { segments, more, withheld } = planBulk({
      outbox: outbox.all(),
      maxBytes: this.#maxBytes,
      index,
      carries: (row) => this.#live.carries(row),
      isCurrent: (room) => this.#live.isConnected(room) || this.#rejoiner.isDue(room) || this.#denied.get(room) === index.wire(room),
      ready: (row) => {
        if (index.stored(row.room)?.held === true) return false;
        if (row.kind === 'intent') return true;
        const copy = index.stored(row.room)?.copy;
        if (copy !== undefined && row.copy !== copy) stale.add(row.room);
        return !this.#rejoiner.isDue(row.room) && !stale.has(row.room);
      },
    });
    for (const room of stale) if (!this.#rejoiner.isDue(room)) await this.#rejoiner.remake(room);
    if (segments.length === 0) return { more: stale.size > 0, withheld };
    const ids = segments.flatMap((segment) => segment.rows.map((row) => row.id));
    this.#mark(ids, platform.now());
    const answer = await api.sync({
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      device: kernel.device,
      rooms: bulkRooms(segments, index),
    });
    if (!answer.ok) {
      this.#mark(ids, undefined);
      return isForLater(answer.refusal.code) || ids.length === 0 ? answer.refusal : this.#narrow(ids, answer.refusal);
    }
    this.#maxBytes = MAX_BYTES;
    let unavailable: Refusal | undefined;
    for (const [at, segment] of segments.entries()) {
      const response = answer.value.rooms[at];
      const failed = response === undefined || response.wire !== segment.wire ? UNANSWERED : await this.#apply(segment, response);
      if (failed !== undefined) {
        unavailable = failed;
        this.#mark(
          segment.rows.map((row) => row.id),
          undefined,
        );
      }
    }
    return unavailable ?? { more: more || stale.size > 0, withheld };
  }

  /** A request that is refused as a whole, as too large for instance: smaller ones show which change is meant. */
  #narrow(ids: readonly string[], refusal: Refusal): { readonly more: boolean; readonly withheld: boolean } {
    if (ids.length === 1) settleRefused(this.#office, ids, refusal);
    this.#maxBytes = ids.length === 1 ? MAX_BYTES : Math.floor(this.#maxBytes / 8);
    return { more: true, withheld: false };
  }

  /** @returns why the room was not served just now */
  async #apply(segment: Segment, response: BulkRoomResponse): Promise<Refusal | undefined> {
    const { index, shelf, tabs, kernel } = this.#office;
    const { room, rows } = segment;
    const refusal = readRefusal(response.refusal);
    if (refusal !== undefined) return this.#refusedRoom(segment, refusal);
    // From here on nothing waits until it is stored: a rejoin in between would mix two copies.
    await shelf.get(room)?.ready;
    const isCurrent = !this.#rejoiner.isDue(room) && (index.stored(room)?.wire ?? segment.wire) === segment.wire;
    // Head 0: nothing is there, or nothing for this person any more; a note of the room would bring it back.
    if (isCurrent && segment.pull && response.seq > 0) {
      const copyId = index.stored(room)?.copy ?? shelf.get(room)?.copy ?? '0';
      const changes: StoreChange[] = response.acts.map((entry) => ({ table: 'acts', put: { key: actKey(room, entry.seq), entry } }));
      if (response.update !== undefined) changes.push(logRow(kernel, room, copyId, response.update));
      changes.push(...index.advance(room, { seq: response.seq, wire: segment.wire }));
      const copy = shelf.get(room);
      if (response.update !== undefined) copy?.fromBulk(response.update, this.#live.originOf(room));
      copy?.addActs(response.acts);
      const stored = store(this.#office, changes);
      noteAnswers(this.#office, response.acts);
      if (response.update !== undefined) {
        tabs.post({ kind: 'remote', room, copy: copyId, bytes: response.update });
        this.#hooks.grown(room, response.update.length);
      }
      if (response.acts.length > 0) tabs.post({ kind: 'acts', room, entries: response.acts });
      await stored;
    }
    return this.#settle(segment, response, rows);
  }

  #settle({ room }: Segment, response: BulkRoomResponse, rows: Segment['rows']): Refusal | undefined {
    let later: Refusal | undefined;
    const logged: Logged[] = [];
    const blamed: string[] = [];
    let cause: Refusal | undefined;
    const contents = rows.filter((row) => row.kind === 'content');
    for (const [at, row] of contents.entries()) {
      const result = response.updates[at];
      if (result === undefined) later = UNANSWERED;
      else if ('seq' in result) logged.push({ id: row.id, seq: result.seq });
      else {
        const refusal = readRefusal(result.refusal) ?? UNANSWERED;
        if (isForLater(refusal.code)) later = refusal;
        else if (cause === undefined) {
          // What follows builds on it and fails with it: the first alone is to blame.
          blamed.push(row.id);
          cause = refusal;
        }
      }
    }
    const results = new Map(response.intents.map((result) => [result.id, result]));
    for (const row of rows) {
      if (row.kind !== 'intent') continue;
      const result = results.get(row.id);
      if (result === undefined) later = UNANSWERED;
      else if ('entry' in result) logged.push({ id: row.id, seq: result.entry.seq });
      else {
        const refusal = readRefusal(result.refusal) ?? UNANSWERED;
        if (isForLater(refusal.code)) later = refusal;
        else settleRefused(this.#office, [row.id], refusal);
      }
    }
    settleLogged(this.#office, room, logged);
    this.#rejoiner.proved(room);
    // What has just been made appears in the rows of the server.
    if (rows.some((row) => row.kind === 'intent')) this.#areRowsFresh = false;
    if (cause !== undefined) this.#rejoin(room, blamed, cause);
    return later;
  }

  #refusedRoom({ room, wire, rows }: Segment, refusal: Refusal): Refusal | undefined {
    // Goes once the person has stated a purpose, which is asked of them where the room is shown.
    if (refusal.code === 'PURPOSE_REQUIRED') {
      this.#mark(
        rows.map((row) => row.id),
        undefined,
      );
      this.#live.refuse(room, refusal);
      return undefined;
    }
    if (isForLater(refusal.code)) return refusal;
    const isSecond = this.#denied.get(room) === wire;
    this.#denied.set(room, wire);
    if (!isSecond) {
      // Denied, unknown and past look alike: a fresh list of rooms tells whether it goes on under another name.
      this.#isMeFresh = false;
      this.#areRowsFresh = false;
      this.#mark(
        rows.map((row) => row.id),
        undefined,
      );
    } else {
      settleRefused(
        this.#office,
        rows.map((row) => row.id),
        refusal,
      );
      // What was refused must not stay in the copy: whoever is let in again would send it after all.
      if (rows.some((row) => row.kind === 'content')) void this.#board.onLost(room);
    }
    return undefined;
  }

  #rejoin(room: string, blamed: readonly string[], refusal: Refusal): void {
    this.#live.suspend(room);
    void this.#rejoiner.rejoin(room, { refusal, blamed });
  }

  #mark(ids: readonly string[], at: number | undefined): void {
    const { outbox } = this.#office.kernel;
    if (ids.length === 0) return;
    if (at === undefined) outbox.markSaved(ids);
    else outbox.markSent(ids, at);
    this.#office.tabs.post({ kind: 'sent', ids, ...(at === undefined ? {} : { at }) });
  }
}

const UNANSWERED: Refusal = {
  code: 'UNAVAILABLE',
  seen: 'no answer for a change',
  expected: 'one answer a change',
  todo: 'It is sent again by itself.',
};

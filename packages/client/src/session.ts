// Long because: a session is where its parts meet; each method is a line or two that hands on.
import {
  type ActRequest,
  type CaseRow,
  type CaseState,
  CENTRE_CASE,
  type CompareResponse,
  caseSlice,
  type DirectoryState,
  directorySlice,
  EMPTY_STATE,
  type FieldHistory,
  type FieldRef,
  type FoundCases,
  type HistoryPage,
  type MeResponse,
  type Model,
  OnedoorError,
  type OpenRoom,
  ok,
  type RecordHead,
  type Refusal,
  type RefusedChange,
  type Result,
  type RoomFiles,
  type RoomRef,
  refuse,
  roomKey,
  type Session,
  type SyncState,
  type Visit,
  type Watchable,
} from '@onedoor/core';
import { DeferredRoom } from './deferred-room.js';
import { type Identity, type Kernel, newId } from './kernel.js';
import { Outbox } from './outbox.js';
import { Heads } from './personal/head.js';
import { Histories } from './personal/history.js';
import { StoredPreferences } from './personal/preferences.js';
import { Visits } from './personal/visits.js';
import type { Platform } from './platform.js';
import type { Rooms, RoomsParts } from './rooms.js';
import { Board } from './rows/board.js';
import { RoomsIndex } from './rows/rooms-index.js';
import { noteUnsent, type OpenedStore, REPLACED } from './storage/open-store.js';
import { WriteQueue } from './storage/write-queue.js';
import type { Engine } from './sync/engine.js';
import type { LinkState, TabMessage } from './tabs/messages.js';
import { Tabs } from './tabs/tabs.js';
import type { Api } from './transport/api.js';
import type { TokenKeeper } from './transport/token.js';
import { DeviceSafety } from './vault/device-safety.js';
import { Ending, GONE } from './vault/ending.js';
import { LeaseKeeper } from './vault/lease-keeper.js';
import { Listeners, Value } from './watchable.js';

/** The board's first cards are drawn in this time, and nothing else is to be loaded meanwhile. */
const FIRST_CARDS_MS = 150;
/** A part of the page that could not be loaded is tried again. */
const RELOAD_MS = 5_000;

/** What opens rooms, with Yjs: a chunk of its own in a page. Also what a session without a board loads at once. */
export const loadRooms = () => import('./rooms.js');

/** How long a tab that does not lead waits for the one that does. */
const FOLLOW_MS = 10_000;
const DAMAGED: Refusal = refuse('DATA_DAMAGED', {
  seen: 'a stored row that does not open: it was changed, or the disk fails',
  expected: 'rows as they were sealed',
  todo: 'What was sent comes back from the server; write the rest again.',
}).refusal;

const NOT_LOADED = refuse('UNAVAILABLE', {
  seen: 'a part of the page that could not be loaded',
  expected: 'the network, or a page that was kept for work without it',
  todo: 'Connect and try again.',
});

const CLOSED = refuse('UNAVAILABLE', { seen: 'a session that is closed', expected: 'an open session', todo: 'Open it again.' });

const NO_NETWORK = refuse('OFFLINE', {
  seen: 'work without network',
  expected: 'a network: who wrote what is asked of the log',
  todo: 'Connect and ask again.',
});

export interface SessionParts {
  readonly server: string;
  readonly model: Model;
  readonly platform: Platform;
  readonly identity: Identity;
  readonly tokens: TokenKeeper;
  readonly api: Api;
  /** What this browser remembers of who was here last. */
  readonly lastKey: string;
  readonly opened: OpenedStore;
  readonly keepCases?: number;
  /** Where what opens rooms comes from; for tests. */
  readonly load?: typeof loadRooms;
}

/** One person's session in one tab: the parts put together. */
export class ClientSession implements Session {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly index: RoomsIndex;
  readonly sync: Value<SyncState>;
  readonly preferences: StoredPreferences;
  readonly safety: DeviceSafety;
  readonly #leases: LeaseKeeper;
  readonly #directory = new Value<DirectoryState>({ people: {}, departments: {} });
  readonly #platform: Platform;
  readonly #tabs: Tabs;
  readonly #board: Board;
  readonly #histories: Histories;
  readonly #heads: Heads;
  readonly #opened: OpenedStore;
  readonly #ends: (() => void)[] = [];
  readonly #led = new Listeners<void>();
  readonly #load: typeof loadRooms;
  readonly #parts: Omit<RoomsParts, 'hooks'>;
  /** What opens rooms, once it is there. */
  #loaded: Rooms | undefined;
  #loading: Promise<Result<Rooms>> | undefined;
  /** Why it never will be. */
  #broken: Refusal | undefined;
  /** Who waits for it. */
  readonly #waiting: ((rooms: Result<Rooms>) => void)[] = [];
  /** What the leading tab last said, where that is another. */
  #told: {
    readonly connection: SyncState['connection'];
    readonly rowsLoading?: number;
    readonly problem?: Refusal;
    readonly links: ReadonlyMap<string, LinkState>;
  } = {
    connection: 'connecting',
    links: new Map(),
  };
  #storeProblem: Refusal | undefined;
  readonly #ending: Ending;
  #isOffline = false;
  #isClosed = false;
  #published = '';

  constructor({ server, model, platform, identity, tokens, api, lastKey, opened, keepCases, load = loadRooms }: SessionParts) {
    this.#load = load;
    this.model = model;
    this.#platform = platform;
    this.#opened = opened;
    const queue = new WriteQueue(opened.store, platform, (problem) => {
      this.#storeProblem = problem;
      this.#publish();
    });
    this.kernel = {
      platform,
      model,
      identity,
      device: opened.device,
      queue,
      outbox: new Outbox(),
      me: new Value<MeResponse | undefined>(undefined),
    };
    this.index = new RoomsIndex(identity.centre, keepCases);
    this.#tabs = new Tabs(`onedoor/${identity.centre}/${identity.person}`, newId(platform), platform);
    this.#board = new Board(this.kernel, this.#tabs, this.index);
    this.#ending = new Ending({
      opened,
      identity,
      platform,
      api,
      lastKey,
      tell: () => this.#publish(),
      tellTabs: () => this.#tabs.post({ kind: 'gone' }),
      close: () => this.close(),
    });
    if (opened.sealed !== undefined)
      opened.sealed.store.onDamaged = (table) => {
        this.#storeProblem ??= { ...DAMAGED, at: table };
        this.#publish();
      };
    this.safety = new DeviceSafety(opened, platform, () => this.#ending.wipe());
    this.#leases = new LeaseKeeper(opened, platform, api, {
      ended: (refusal) => this.#end(refusal),
      changed: () => this.safety.told(),
    });
    this.preferences = new StoredPreferences(this.kernel, this.#tabs);
    this.#histories = new Histories(this.kernel, this.index, api);
    this.#heads = new Heads(this.kernel, api);
    this.#parts = {
      server,
      kernel: this.kernel,
      tabs: this.#tabs,
      index: this.index,
      board: this.#board,
      visits: new Visits(this.kernel, this.#tabs, this.index),
      api,
      tokens,
    };
    this.sync = new Value(this.#syncState());
  }

  get me(): Watchable<MeResponse | undefined> {
    return this.kernel.me;
  }

  get directory(): Watchable<DirectoryState> {
    return this.#directory;
  }

  get rows(): Watchable<readonly CaseRow[]> {
    return this.#board.rows;
  }

  noteFirst(cases: readonly string[], screen = 'board'): void {
    this.#board.noteFirst(cases, screen);
  }

  get refused(): Watchable<readonly RefusedChange[]> {
    return this.kernel.outbox.refused;
  }

  get visits(): Watchable<ReadonlyMap<string, Visit>> {
    return this.#parts.visits.all;
  }

  /**
   * Reads the store and joins the other tabs. Needs no network.
   *
   * @param later what opens rooms is loaded only after this: when the board's first cards have been drawn
   */
  async start(later = false): Promise<void> {
    const { queue, outbox } = this.kernel;
    // Listening comes first: what another tab does while this one reads is heard, and known twice at worst.
    this.#tabs.onMessage((message) => this.#hear(message));
    // How far rooms are stored is for the tab that leads, which reads it then: the board does not wait for it.
    await outbox.load(queue.store);
    // Acts that are still to be sent show on the board, and how they do follows from their rooms.
    const waits = later && !outbox.all().some(({ kind }) => kind === 'intent');
    if (waits) this.#background(this.#readDirectory());
    const reading = this.#board.begin();
    this.#background(reading.all);
    await Promise.all([reading.first, this.#parts.visits.load(), this.preferences.load(), ...(waits ? [] : [this.#rooms()])]);
    this.#ends.push(
      outbox.watch(() => this.#countChanged()),
      outbox.refused.watch(() => this.#publish()),
      this.#board.loading.watch(() => this.#publish()),
      this.#board.reading.watch(() => this.#publish()),
      this.#tabs.leader.watch((leads) => {
        if (leads && this.#loaded !== undefined) this.#background(this.#loaded.lead());
      }),
      this.#platform.onOnlineChange(() => {
        this.#applyOnline();
        if (this.#platform.online()) void this.#leases.renew();
        this.#engine?.nudge();
      }),
      this.#platform.onPageHide(() => void queue.flush()),
    );
    queue.store.onReplaced((isGone) => {
      if (isGone) return this.#end(GONE);
      void queue.flush();
      this.#storeProblem = REPLACED;
      this.#publish();
    });
    this.#countChanged();
    this.#tabs.start();
    this.#leases.start();
    // A first visit has nothing to show before it has asked the server.
    if (this.#board.isNew) void this.#rooms();
    else if (waits) this.#ends.push(this.#platform.after(FIRST_CARDS_MS, () => void this.#rooms()));
  }

  open(ref: RoomRef, options: { readonly quiet?: boolean } = {}): OpenRoom {
    if (this.#loaded !== undefined) return this.#loaded.open(ref, options);
    if (this.model.room(ref.room) === undefined) throw new RangeError(`no kind of room is named "${ref.room}"`);
    const opening = new Promise<Result<Rooms>>((give) => this.#waiting.push(give)).then((rooms) => {
      if (!rooms.ok) throw OnedoorError.of(rooms.refusal);
      return rooms.value.open(ref, options);
    });
    void this.#rooms();
    return new DeferredRoom(ref, opening);
  }

  async act(ref: RoomRef, request: ActRequest): Promise<Result<string>> {
    const rooms = await this.#rooms();
    return rooms.ok ? rooms.value.act(ref, request) : rooms;
  }

  async createCase(args: Pick<CaseState, 'title' | 'category' | 'source' | 'village'>): Promise<Result<string>> {
    const id = newId(this.#platform);
    const { title, category, source, village } = args;
    const made = await this.act({ case: id, room: 'case' }, caseSlice.request.create({ title, category, source, village }));
    // What a person makes is nothing new to them.
    if (made.ok) await this.markVisited(id);
    return made.ok ? ok(id) : made;
  }

  history(ref: RoomRef, options: { readonly before?: number; readonly limit?: number } = {}): Promise<Result<HistoryPage>> {
    return this.#histories.page(ref, options, this.#isOffline);
  }

  fieldHistory(
    ref: RoomRef,
    field: FieldRef,
    options?: { readonly before?: number; readonly from?: number; readonly limit?: number },
  ): Promise<Result<FieldHistory>> {
    return this.#isOffline ? Promise.resolve(NO_NETWORK) : this.#parts.api.fieldHistory(ref, field, options);
  }

  async search(typed: string): Promise<Result<FoundCases>> {
    return this.#isOffline ? NO_NETWORK : (await import('./search.js')).search(this.#parts.api, typed);
  }

  compare(ref: RoomRef, span: { readonly from: number; readonly until: number }): Promise<Result<CompareResponse>> {
    return this.#isOffline ? Promise.resolve(NO_NETWORK) : this.#parts.api.compare(ref, span);
  }

  async files(ref: RoomRef): Promise<Result<RoomFiles>> {
    const rooms = await this.#rooms();
    return rooms.ok ? ok(await rooms.value.files.room(ref)) : rooms;
  }

  recordHead(): Promise<RecordHead | undefined> {
    return this.#heads.get(this.#isOffline);
  }

  markVisited(caseId: string): Promise<void> {
    if (this.#engine === undefined) this.#tabs.post({ kind: 'left', case: caseId });
    return this.#markVisited(caseId);
  }

  async offer(id: string): Promise<Result<void>> {
    const rooms = await this.#rooms();
    return rooms.ok ? rooms.value.offer(id) : rooms;
  }

  async dismiss(id: string): Promise<void> {
    const rooms = await this.#rooms();
    if (rooms.ok) await rooms.value.dismiss(id);
  }

  setOffline(offline: boolean): void {
    this.#tabs.post({ kind: 'offline', offline });
    this.#setOffline(offline);
  }

  async syncNow(): Promise<void> {
    if (this.#engine !== undefined) return this.#engine.run();
    await new Promise<void>((resolve) => {
      const finish = () => {
        callOff();
        unwatch();
        unled();
        resolve();
      };
      const callOff = this.#platform.after(FOLLOW_MS, finish);
      const unwatch = this.#tabs.onMessage((message) => {
        if (message.kind === 'synced') finish();
      });
      // At a start nobody leads yet, and it may well be this tab that is about to.
      const unled = this.#led.add(() => void this.#engine?.run().finally(finish));
      this.#tabs.post({ kind: 'sync' });
    });
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#leases.close();
    for (const end of this.#ends.splice(0)) end();
    await this.#loaded?.close();
    this.#board.close();
    this.#parts.tokens.close();
    await this.#parts.visits.close();
    await this.kernel.queue.close();
    this.#tabs.close();
    this.#loaded?.end();
    await this.kernel.queue.store.close();
  }

  /** Looks at clock and lease now, as it does every half minute: what is over is closed. */
  lookAtLease(): Promise<void> {
    return this.#leases.look();
  }

  get #engine(): Engine | undefined {
    return this.#loaded?.engine;
  }

  #linkOf(room: string): LinkState | undefined {
    return this.#loaded === undefined ? this.#told.links.get(room) : this.#loaded.link(room);
  }

  #tooOld(): Refusal | undefined {
    const { problem } = this.sync.get();
    return problem?.code === 'CLIENT_TOO_OLD' || problem?.code === 'SERVER_TOO_OLD' ? problem : undefined;
  }

  #end(refusal: Refusal): void {
    if (!this.#isClosed) this.#ending.end(refusal);
  }

  #markVisited(caseId: string): Promise<void> {
    return this.#parts.visits.mark(caseId, (room) => this.#linkOf(room)?.synced === true);
  }

  /** What opens rooms, loaded now if it is not yet. A refusal where it cannot be had: no network, or two copies of Yjs. */
  async #rooms(): Promise<Result<Rooms>> {
    if (this.#loaded !== undefined) return ok(this.#loaded);
    if (this.#broken !== undefined) return { ok: false, refusal: this.#broken };
    this.#loading ??= this.#loadRooms().finally(() => {
      this.#loading = undefined;
    });
    return this.#loading;
  }

  async #loadRooms(): Promise<Result<Rooms>> {
    try {
      const { Rooms: Part, assertOneYjs } = await this.#load();
      assertOneYjs();
      if (this.#isClosed) {
        for (const give of this.#waiting.splice(0)) give(CLOSED);
        return CLOSED;
      }
      const rooms = new Part({ ...this.#parts, hooks: this.#hooks() });
      this.#loaded = rooms;
      for (const give of this.#waiting.splice(0)) give(ok(rooms));
      if (this.#tabs.leader.get()) this.#background(rooms.lead());
      return ok(rooms);
    } catch (error) {
      if (error instanceof OnedoorError) {
        this.#broken = this.#storeProblem = error.refusal;
        this.#publish();
        for (const give of this.#waiting.splice(0)) give({ ok: false, refusal: error.refusal });
        return { ok: false, refusal: error.refusal };
      }
      // The page has been read from a cache that lacks this part, or the network went in between.
      if (!this.#isClosed) this.#ends.push(this.#platform.after(RELOAD_MS, () => void this.#rooms()));
      return NOT_LOADED;
    }
  }

  #hooks(): RoomsParts['hooks'] {
    return {
      changed: () => this.#publish(),
      reached: () => {
        void this.#loaded?.files.send();
        void this.#heads.reached();
      },
      revoked: (refusal) => this.#end(refusal),
      directory: (state) => this.#directory.set(state),
      told: (room) => this.#told.links.get(room),
      tooOld: () => this.#tooOld(),
      isOffline: () => this.#isOffline || this.sync.get().connection === 'offline',
      background: (work) => this.#background(work),
      led: () => {
        this.#published = '';
        this.#applyOnline();
        this.#led.emit();
        this.#publish();
      },
    };
  }

  /** Names of people before the directory's room is open: its acts as they are stored. */
  async #readDirectory(): Promise<void> {
    const name = { centre: this.kernel.identity.centre, case: CENTRE_CASE, room: 'directory' };
    const acts = this.model.room(name.room)?.acts;
    const stored = await this.kernel.queue.store.list('acts', `${roomKey(name)}#`);
    if (acts === undefined || stored.length === 0 || this.#loaded !== undefined) return;
    const state = stored.reduce((folded, { entry }) => acts.fold(folded, entry), EMPTY_STATE);
    this.#directory.set(directorySlice.of(state.slices));
  }

  #applyOnline(): void {
    this.#engine?.setOnline(!this.#isOffline && this.#platform.online());
    this.#publish();
  }

  #setOffline(offline: boolean): void {
    this.#isOffline = offline;
    this.#applyOnline();
  }

  #hear(message: TabMessage): void {
    const { outbox, queue } = this.kernel;
    switch (message.kind) {
      case 'local':
        outbox.learn(message.rows);
        break;
      case 'sent':
        if (message.at === undefined) outbox.markSaved(message.ids);
        else outbox.markSent(message.ids, message.at);
        break;
      case 'settled': {
        // This tab's own rows may reach the disk only after the leader has deleted them there.
        const removed = outbox.remove(message.ids);
        if (queue.busy) void queue.commit(removed).catch(() => {});
        break;
      }
      case 'remade':
        outbox.learn(message.rows);
        break;
      case 'refused':
        this.#background(outbox.loadRefused(queue.store));
        break;
      case 'rows':
        this.#background(this.#board.follow(message));
        break;
      case 'me':
        this.#background(this.#board.load());
        break;
      case 'left':
        if (this.#engine !== undefined) void this.#markVisited(message.case);
        break;
      case 'visit':
        this.#parts.visits.hear(message.case, message.visit);
        break;
      case 'preference':
        this.preferences.hear(message.key, message.value);
        break;
      case 'state':
        this.#isOffline = message.offline;
        this.#told = {
          connection: message.connection,
          links: new Map(message.links),
          ...(message.rowsLoading === undefined ? {} : { rowsLoading: message.rowsLoading }),
          ...(message.problem === undefined ? {} : { problem: message.problem }),
        };
        this.#publish();
        break;
      case 'offline':
        this.#setOffline(message.offline);
        break;
      case 'gone':
        this.#end(GONE);
        break;
      default:
        break;
    }
    if (this.#engine !== undefined && message.kind === 'want') {
      // A tab that has just come knows nothing of how things stand.
      this.#published = '';
      this.#publish();
    }
    this.#loaded?.hear(message);
  }

  /** Work that nobody waits for: its failure is told, unless the session has ended meanwhile. */
  #background(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (this.#isClosed) return;
      this.#storeProblem = {
        code: 'DATA_DAMAGED',
        seen: `the database of this browser could not be read: ${String(error)}`,
        expected: 'a database that can be read',
        todo: 'Reload the page.',
      };
      this.#publish();
    });
  }

  #countChanged(): void {
    noteUnsent(this.#opened, this.#platform, this.kernel.outbox.counts.unsent);
    this.#publish();
  }

  #syncState(): SyncState {
    const { outbox } = this.kernel;
    const { unsent, sent } = outbox.counts;
    const { problem: openProblem, lostChanges, stores } = this.#opened;
    const problem = this.#storeProblem ?? this.#engine?.tooOld ?? this.#told.problem ?? openProblem;
    const reading = this.#board.reading.get();
    const rowsLoading = reading?.read ?? (this.#engine === undefined ? this.#told.rowsLoading : this.#board.loading.get());
    return {
      connection: this.#engine?.connection ?? (this.#isOffline ? 'offline' : this.#told.connection),
      unsent,
      sent,
      refused: outbox.refused.get().length,
      stores,
      leader: this.#engine !== undefined,
      ...(rowsLoading === undefined ? {} : { rowsLoading }),
      ...(reading?.total === undefined ? {} : { rowsTotal: reading.total }),
      ...(problem === undefined ? {} : { problem }),
      ...(lostChanges === undefined ? {} : { lostChanges }),
      ...(this.#ending.refusal === undefined ? {} : { ended: this.#ending.refusal }),
    };
  }

  #publish(): void {
    if (this.#isClosed) return;
    const next = this.#syncState();
    const before = this.sync.get();
    if (JSON.stringify(next) !== JSON.stringify(before)) this.sync.set(next);
    const links = [...(this.#engine?.live.states.get() ?? this.#told.links)];
    const tooOld = this.#engine?.tooOld;
    const state: TabMessage = {
      kind: 'state',
      connection: next.connection,
      offline: this.#isOffline,
      links,
      ...(next.rowsLoading === undefined ? {} : { rowsLoading: next.rowsLoading }),
      ...(tooOld === undefined ? {} : { problem: tooOld }),
    };
    const told = JSON.stringify([state, this.#tooOld()]);
    if (told === this.#published) return;
    this.#published = told;
    if (this.#engine !== undefined) this.#tabs.post(state);
    this.#loaded?.linksChanged();
  }
}

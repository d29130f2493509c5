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
  type FieldHistory,
  type FieldRef,
  type HistoryPage,
  type Intent,
  type MeResponse,
  type Model,
  type OpenRoom,
  ok,
  type RecordHead,
  type Refusal,
  type RefusedChange,
  type Result,
  type RoomRef,
  type RoomState,
  refuse,
  type Session,
  type SyncState,
  type Visit,
  type Watchable,
} from '@onedoor/core';
import { actRefusal } from './access.js';
import { BlobShelf } from './blobs.js';
import type { RoomCopy } from './copy.js';
import { actorOf, type Identity, type Kernel, newId } from './kernel.js';
import { Offers } from './offers.js';
import { type RoomHost, ShownRoom, storable } from './open-room.js';
import { Outbox } from './outbox.js';
import { Heads } from './personal/head.js';
import { Histories } from './personal/history.js';
import { StoredPreferences } from './personal/preferences.js';
import { Visits } from './personal/visits.js';
import type { Platform } from './platform.js';
import { announce } from './presence.js';
import { Board } from './rows/board.js';
import { RoomsIndex } from './rows/rooms-index.js';
import { Shelf } from './shelf.js';
import { Compactor } from './storage/compactor.js';
import { noteUnsent, type OpenedStore, REPLACED } from './storage/open-store.js';
import { WriteQueue } from './storage/write-queue.js';
import { Engine } from './sync/engine.js';
import type { Office } from './sync/office.js';
import type { LinkState, TabMessage } from './tabs/messages.js';
import { Tabs } from './tabs/tabs.js';
import type { Api } from './transport/api.js';
import type { TokenKeeper } from './transport/token.js';
import { DeviceSafety } from './vault/device-safety.js';
import { Ending, GONE } from './vault/ending.js';
import { LeaseKeeper } from './vault/lease-keeper.js';
import { Listeners, Value } from './watchable.js';

/** How long a tab that does not lead waits for the one that does. */
const FOLLOW_MS = 10_000;
const DAMAGED: Refusal = refuse('DATA_DAMAGED', {
  seen: 'a stored row that does not open: it was changed, or the disk fails',
  expected: 'rows as they were sealed',
  todo: 'What was sent comes back from the server; write the rest again.',
}).refusal;

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
}

/** One person's session in one tab: the parts put together. */
export class ClientSession implements Session, RoomHost {
  readonly model: Model;
  readonly kernel: Kernel;
  readonly index: RoomsIndex;
  readonly sync: Value<SyncState>;
  readonly blobs: BlobShelf;
  readonly preferences: StoredPreferences;
  readonly safety: DeviceSafety;
  readonly #leases: LeaseKeeper;
  readonly #directory = new Value<DirectoryState>({ people: {}, departments: {} });
  readonly #platform: Platform;
  readonly #tabs: Tabs;
  readonly #shelf: Shelf;
  readonly #board: Board;
  readonly #office: Office;
  readonly #histories: Histories;
  readonly #offers: Offers;
  readonly #heads: Heads;
  readonly #opened: OpenedStore;
  readonly #compactor: Compactor;
  readonly #shown = new Set<ShownRoom>();
  readonly #links = new Listeners<void>();
  readonly #ends: (() => void)[] = [];
  #engine: Engine | undefined;
  readonly #led = new Listeners<void>();
  #directoryCopy: RoomCopy | undefined;
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

  constructor({ server, model, platform, identity, tokens, api, lastKey, opened }: SessionParts) {
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
    this.index = new RoomsIndex(identity.centre);
    this.#tabs = new Tabs(`onedoor/${identity.centre}/${identity.person}`, newId(platform), platform);
    this.#shelf = new Shelf(this.kernel, this.#tabs);
    this.#board = new Board(this.kernel, this.#tabs, this.#shelf, this.index);
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
    this.#offers = new Offers(this.kernel, this.#tabs, () => this.#engine?.kick());
    this.#histories = new Histories(this.kernel, this.index, api);
    this.#heads = new Heads(this.kernel, api);
    this.#office = {
      server,
      kernel: this.kernel,
      tabs: this.#tabs,
      shelf: this.#shelf,
      index: this.index,
      api,
      tokens,
      visits: new Visits(this.kernel, this.#tabs, this.index),
    };
    this.#compactor = new Compactor(this.kernel, this.index);
    this.blobs = new BlobShelf(this.#office);
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

  get refused(): Watchable<readonly RefusedChange[]> {
    return this.kernel.outbox.refused;
  }

  get visits(): Watchable<ReadonlyMap<string, Visit>> {
    return this.#office.visits.all;
  }

  /** Reads the store and joins the other tabs. Needs no network. */
  async start(): Promise<void> {
    const { queue, outbox } = this.kernel;
    // Listening comes first: what another tab does while this one reads is heard, and known twice at worst.
    this.#tabs.onMessage((message) => this.#hear(message));
    // How far rooms are stored is for the tab that leads, which reads it then: the board does not wait for it.
    await outbox.load(queue.store);
    await Promise.all([this.#board.load(), this.#office.visits.load(), this.preferences.load()]);
    this.#shelf.onLocal = () => this.#engine?.kick();
    this.#shelf.onGrown = (room, byteCount) => this.#compactor.grown(room, byteCount);
    this.#shelf.isLive = (room) => this.#engine?.live.isConnected(room) === true;
    this.#board.onLost = async (room) => this.#engine?.forget(room);
    this.#openDirectory();
    this.#ends.push(
      outbox.watch(() => this.#countChanged()),
      outbox.refused.watch(() => this.#publish()),
      this.#board.loading.watch(() => this.#publish()),
      this.#tabs.leader.watch((leads) => {
        if (leads) this.#background(this.#lead());
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
    this.#want();
    this.#tabs.start();
    this.#leases.start();
  }

  open(ref: RoomRef, { quiet = false }: { readonly quiet?: boolean } = {}): OpenRoom {
    const { centre } = this.kernel.identity;
    const copy = this.#shelf.acquire({ centre, ...ref });
    if (copy === undefined) throw new RangeError(`no kind of room is named "${ref.room}"`);
    const caseCopy = ref.case === CENTRE_CASE ? undefined : this.#shelf.acquire({ centre, case: ref.case, room: 'case' });
    const room = new ShownRoom(this, ref, copy, caseCopy, quiet);
    this.#shown.add(room);
    this.#want();
    return room;
  }

  async act(ref: RoomRef, request: ActRequest): Promise<Result<string>> {
    const { centre } = this.kernel.identity;
    const copy = this.#shelf.acquire({ centre, ...ref });
    if (copy === undefined)
      return refuse('UNKNOWN_COMMAND', {
        seen: `room "${ref.room}"`,
        expected: 'a kind of room of this page',
        todo: 'Update the page or the plugin.',
      });
    const caseCopy = ref.case === CENTRE_CASE ? undefined : this.#shelf.acquire({ centre, case: ref.case, room: 'case' });
    try {
      await Promise.all([copy.ready, caseCopy?.ready]);
      return await this.#act(copy, caseCopy?.state, request);
    } finally {
      this.#shelf.release(copy);
      if (caseCopy !== undefined) this.#shelf.release(caseCopy);
    }
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
    return this.#isOffline ? Promise.resolve(NO_NETWORK) : this.#office.api.fieldHistory(ref, field, options);
  }

  compare(ref: RoomRef, span: { readonly from: number; readonly until: number }): Promise<Result<CompareResponse>> {
    return this.#isOffline ? Promise.resolve(NO_NETWORK) : this.#office.api.compare(ref, span);
  }

  recordHead(): Promise<RecordHead | undefined> {
    return this.#heads.get(this.#isOffline);
  }

  markVisited(caseId: string): Promise<void> {
    if (this.#engine === undefined) this.#tabs.post({ kind: 'left', case: caseId });
    return this.#markVisited(caseId);
  }

  offer(id: string): Promise<Result<void>> {
    return this.#offers.offer(id);
  }

  dismiss(id: string): Promise<void> {
    return this.#offers.dismiss(id);
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
    for (const room of [...this.#shown]) room.close();
    for (const end of this.#ends.splice(0)) end();
    await this.#engine?.close();
    this.#compactor.enable(false);
    await this.#compactor.idle();
    this.#board.close();
    this.#office.tokens.close();
    await this.#office.visits.close();
    await this.kernel.queue.close();
    this.#tabs.close();
    this.#shelf.close();
    await this.kernel.queue.store.close();
  }

  link(room: string): LinkState | undefined {
    return this.#engine === undefined ? this.#told.links.get(room) : this.#engine.live.states.get().get(room);
  }

  tooOld(): Refusal | undefined {
    const { problem } = this.sync.get();
    return problem?.code === 'CLIENT_TOO_OLD' || problem?.code === 'SERVER_TOO_OLD' ? problem : undefined;
  }

  watchLinks(listener: () => void): () => void {
    return this.#links.add(listener);
  }

  closed(room: ShownRoom): void {
    this.#shown.delete(room);
    if (![...this.#shown].some((other) => other.copy === room.copy && !other.quiet)) announce(room.copy, undefined);
    this.#want();
    this.#shelf.release(room.copy);
    if (room.caseCopy !== undefined) this.#shelf.release(room.caseCopy);
  }

  /** Looks at clock and lease now, as it does every half minute: what is over is closed. */
  lookAtLease(): Promise<void> {
    return this.#leases.look();
  }

  #end(refusal: Refusal): void {
    if (!this.#isClosed) this.#ending.end(refusal);
  }

  #markVisited(caseId: string): Promise<void> {
    return this.#office.visits.mark(caseId, (room) => this.link(room)?.synced === true);
  }

  async #act(copy: RoomCopy, caseState: RoomState | undefined, request: ActRequest): Promise<Result<string>> {
    const { outbox, queue, identity } = this.kernel;
    const { acts } = copy.room;
    if (this.kernel.me.get() === undefined)
      return refuse('OFFLINE', { seen: 'a first start without network', expected: 'one sign-in with the server', todo: 'Connect once.' });
    const parsed = acts.parse(request.command, request.args);
    if (!parsed.ok) return parsed;
    const args = storable(parsed.value);
    if (args === undefined)
      return refuse('BAD_ARGS', {
        seen: `${request.command}: a value that cannot be stored`,
        expected: 'plain data',
        todo: 'Pass strings, numbers, lists and plain objects.',
      });
    const wish = { command: request.command, args };
    const state = copy.state;
    const now = this.#platform.now();
    const id = newId(this.#platform);
    const refusal =
      actRefusal(
        { model: this.model, actor: actorOf(this.kernel), copy, caseState },
        this.index.listed(copy.key) !== undefined,
        acts.askFor(state, wish),
      ) ??
      acts.check(state, wish, { person: identity.person, at: now, seq: state.seq, id, pending: true }) ??
      this.#offers.unfit(copy, wish);
    if (refusal !== undefined) return { ok: false, refusal };
    const before = outbox.intents(copy.key).findLast((intent) => acts.sharesSubject(intent, wish));
    const intent: Intent = {
      id,
      command: wish.command,
      args: wish.args,
      base: copy.logged.seq,
      ...(before === undefined ? {} : { after: before.id }),
    };
    const row = outbox.place({ id, room: copy.key, kind: 'intent', ...wish, intent, madeAt: now }, now);
    const stored = queue.commit([{ table: 'outbox', put: row }]);
    this.#tabs.post({ kind: 'local', room: copy.key, copy: copy.copy, rows: [row] });
    this.#engine?.kick();
    // As with content: a disk that refuses is shown as the session's problem, and the act goes on its way.
    await stored.catch(() => {});
    return ok(id);
  }

  async #lead(): Promise<void> {
    const { queue, outbox } = this.kernel;
    await queue.idle();
    // Whoever led before may have written after this tab last looked.
    await this.index.load(queue.store);
    await this.#board.load();
    await outbox.takeOver(queue, (room) => this.index.stored(room)?.copy);
    // A document of a copy that is past must not reach the server: it holds what was made again since.
    for (const { key, copy } of this.#shelf.all())
      if (copy !== (this.index.stored(key)?.copy ?? copy)) await this.#shelf.get(key)?.reload();
    if (this.#isClosed || !this.#tabs.leader.get()) return;
    this.#engine = new Engine(this.#office, this.#board, this.#compactor, {
      changed: () => this.#publish(),
      reached: () => {
        void this.blobs.upload();
        void this.#heads.reached();
      },
      revoked: (refusal) => this.#end(refusal),
    });
    this.#compactor.enable(true);
    this.#tabs.post({ kind: 'who' });
    this.#published = '';
    this.#want();
    this.#applyOnline();
    this.#led.emit();
    this.#publish();
  }

  #openDirectory(): void {
    const copy = this.#shelf.acquire({ centre: this.kernel.identity.centre, case: CENTRE_CASE, room: 'directory' });
    if (copy === undefined) return;
    this.#directoryCopy = copy;
    const read = () => this.#directory.set(directorySlice.of(copy.state.slices));
    copy.events.add((event) => {
      if (event.kind === 'acts') read();
    });
    this.#ends.push(
      this.kernel.outbox.watch((rooms) => {
        if (rooms.has(copy.key)) read();
      }),
      () => this.#shelf.release(copy),
    );
  }

  /** Rooms that this tab shows, and the centre's directory, whose socket tells when rows change. */
  #want(): void {
    const copies = new Set([...this.#shown].map((room) => room.copy));
    if (this.#directoryCopy !== undefined) copies.add(this.#directoryCopy);
    for (const { caseCopy } of this.#shown) if (caseCopy !== undefined) copies.add(caseCopy);
    const rooms = [...copies].map((copy) => ({ room: copy.key, client: copy.doc.clientID }));
    if (this.#engine !== undefined) this.#engine.want(this.#tabs.id, rooms);
    else this.#tabs.post({ kind: 'want', tab: this.#tabs.id, rooms });
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
        if (message.bytes !== undefined) this.#shelf.fromTab(message.room, message.copy, message.bytes, message.rows);
        break;
      case 'remote':
        this.#shelf.fromTab(message.room, message.copy, message.bytes, []);
        break;
      case 'acts':
        this.#shelf.get(message.room)?.addActs(message.entries);
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
      case 'rejoined':
        this.#background(this.#reload(message.room));
        break;
      case 'dropped':
        this.#shelf.get(message.room)?.clear();
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
        this.#office.visits.hear(message.case, message.visit);
        break;
      case 'preference':
        this.preferences.hear(message.key, message.value);
        break;
      case 'awareness':
        this.#shelf.awareness(message.room, message.bytes);
        break;
      case 'who':
        this.#want();
        for (const { copy, quiet } of this.#shown)
          if (!quiet) announce(copy, { id: actorOf(this.kernel).person, name: actorOf(this.kernel).name });
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
    this.#engine?.hear(message);
  }

  async #reload(room: string): Promise<void> {
    await this.#shelf.get(room)?.reload();
    this.#want();
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
    const rowsLoading = this.#engine === undefined ? this.#told.rowsLoading : this.#board.loading.get();
    return {
      connection: this.#engine?.connection ?? (this.#isOffline ? 'offline' : this.#told.connection),
      unsent,
      sent,
      refused: outbox.refused.get().length,
      stores,
      leader: this.#engine !== undefined,
      ...(rowsLoading === undefined ? {} : { rowsLoading }),
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
    const told = JSON.stringify([state, this.tooOld()]);
    if (told === this.#published) return;
    this.#published = told;
    if (this.#engine !== undefined) this.#tabs.post(state);
    this.#links.emit();
  }
}

import {
  type ActRequest,
  CENTRE_CASE,
  type DirectoryState,
  directorySlice,
  type Intent,
  type OpenRoom,
  ok,
  type Refusal,
  type Result,
  type RoomRef,
  type RoomState,
  refuse,
} from '@onedoor/core';
import { actRefusal } from './access.js';
import type { RoomCopy } from './copy.js';
import { Files } from './files/files.js';
import { actorOf, type Kernel, newId } from './kernel.js';
import { Offers } from './offers.js';
import { NOT_KEPT, type RoomHost, ShownRoom, storable } from './open-room.js';
import type { Visits } from './personal/visits.js';
import { announce } from './presence.js';
import type { Board } from './rows/board.js';
import type { RoomsIndex } from './rows/rooms-index.js';
import { Shelf } from './shelf.js';
import { combined } from './storage/combine.js';
import { Compactor } from './storage/compactor.js';
import { Engine, type EngineHooks } from './sync/engine.js';
import type { Office } from './sync/office.js';
import type { LinkState, TabMessage } from './tabs/messages.js';
import type { Tabs } from './tabs/tabs.js';
import type { Api } from './transport/api.js';
import type { TokenKeeper } from './transport/token.js';
import { Listeners } from './watchable.js';

/** An act on a case that is not here waits so long for it. */
const FETCH_MS = 10_000;

export { assertOneYjs } from './one-yjs.js';

/** What a session gives to its rooms. */
export interface RoomsParts {
  readonly server: string;
  readonly kernel: Kernel;
  readonly tabs: Tabs;
  readonly index: RoomsIndex;
  readonly board: Board;
  readonly visits: Visits;
  readonly api: Api;
  readonly tokens: TokenKeeper;
  readonly hooks: EngineHooks & {
    directory(state: DirectoryState): void;
    /** A room's connection as the leading tab last told it, where that is another. */
    told(room: string): LinkState | undefined;
    tooOld(): Refusal | undefined;
    isOffline(): boolean;
    /** Work that nobody waits for. */
    background(work: Promise<void>): void;
    /** This tab leads from now on. */
    led(): void;
  };
}

/**
 * All of a session that needs documents: open rooms, acts, and what the leading tab does for all tabs. Loaded after the
 * board's first cards, which are shown from stored rows alone.
 */
export class Rooms implements RoomHost {
  readonly kernel: Kernel;
  readonly index: RoomsIndex;
  engine: Engine | undefined;
  readonly files: Files;
  readonly #parts: RoomsParts;
  readonly #tabs: Tabs;
  readonly #shelf: Shelf;
  readonly #office: Office;
  readonly #offers: Offers;
  readonly #compactor: Compactor;
  readonly #shown = new Set<ShownRoom>();
  readonly #links = new Listeners<void>();
  readonly #ends: (() => void)[] = [];
  #directoryCopy: RoomCopy | undefined;
  #isClosed = false;

  constructor(parts: RoomsParts) {
    const { server, kernel, tabs, index, board, visits, api, tokens } = parts;
    this.#parts = parts;
    this.kernel = kernel;
    this.index = index;
    this.#tabs = tabs;
    this.#shelf = new Shelf(kernel, tabs);
    this.#office = { server, kernel, tabs, shelf: this.#shelf, index, api, tokens, visits };
    this.#offers = new Offers(kernel, tabs, () => this.engine?.kick());
    this.#compactor = new Compactor(kernel, index);
    const { hooks } = parts;
    this.files = new Files({ kernel, index, tabs, api, leads: () => this.engine !== undefined, isOffline: () => hooks.isOffline() });
    this.#shelf.onLocal = () => this.engine?.kick();
    kernel.queue.combine = combined;
    this.#shelf.onFound = (room, stored) => this.#compactor.found(room, stored);
    this.#shelf.onGrown = (room, byteCount) => this.#compactor.grown(room, byteCount);
    this.#shelf.isLive = (room) => this.engine?.live.isConnected(room) === true;
    board.onLost = async (room) => this.engine?.forget(room);
    board.attach(this.#shelf);
    this.#openDirectory();
    this.#want();
  }

  open(ref: RoomRef, { quiet = false }: { readonly quiet?: boolean } = {}): OpenRoom {
    const { centre } = this.kernel.identity;
    const copy = this.#shelf.acquire({ centre, ...ref });
    if (copy === undefined) throw unknownRoom(ref);
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
      for (const each of new Set([caseCopy, copy])) {
        // What an act may do follows from the log: that of a case that is not kept here has to come first.
        if (each === undefined || !this.isElsewhere(each) || (await this.#fetch({ case: ref.case, room: each.name.room }))) continue;
        return { ok: false, refusal: NOT_KEPT };
      }
      return await this.#act(copy, caseCopy?.state, request);
    } finally {
      this.#shelf.release(copy);
      if (caseCopy !== undefined) this.#shelf.release(caseCopy);
    }
  }

  offer(id: string): Promise<Result<void>> {
    return this.#offers.offer(id);
  }

  dismiss(id: string): Promise<void> {
    return this.#offers.dismiss(id);
  }

  /** Takes the lead: sockets, sending, fetching and compaction are this tab's. */
  async lead(): Promise<void> {
    const { board, hooks } = this.#parts;
    const { queue, outbox } = this.kernel;
    await queue.idle();
    // Whoever led before may have written after this tab last looked.
    await this.index.load(queue.store);
    await board.load();
    await queue.store.lead?.();
    await outbox.takeOver(queue, (room) => this.index.stored(room)?.copy);
    // A document of a copy that is past must not reach the server: it holds what was made again since.
    for (const { key, copy } of this.#shelf.all())
      if (copy !== (this.index.stored(key)?.copy ?? copy)) await this.#shelf.get(key)?.reload();
    if (this.#isClosed || !this.#tabs.leader.get()) return;
    this.engine = new Engine(this.#office, board, this.#compactor, hooks);
    this.#compactor.enable(true);
    this.#tabs.post({ kind: 'who' });
    this.#want();
    hooks.led();
  }

  /** What another tab says of rooms. */
  hear(message: TabMessage): void {
    switch (message.kind) {
      case 'local':
        if (message.bytes === undefined) break;
        this.#shelf.fromTab(message.room, message.copy, message.bytes, message.rows);
        // Every tab stores its own changes; the one that leads compacts.
        this.#compactor.grown(message.room, message.bytes.length);
        break;
      case 'remote':
        this.#shelf.fromTab(message.room, message.copy, message.bytes, []);
        break;
      case 'acts':
        this.#shelf.get(message.room)?.addActs(message.entries);
        break;
      case 'rejoined':
        this.#parts.hooks.background(this.#reload(message.room));
        break;
      case 'dropped':
        this.#shelf.get(message.room)?.clear();
        break;
      case 'file':
        this.files.hear(message.room, message.id, message.file);
        break;
      case 'awareness':
        this.#shelf.awareness(message.room, message.bytes);
        break;
      case 'who':
        this.#want();
        for (const { copy, quiet } of this.#shown)
          if (!quiet) announce(copy, { id: actorOf(this.kernel).person, name: actorOf(this.kernel).name });
        break;
      default:
        break;
    }
    this.engine?.hear(message);
  }

  link(room: string): LinkState | undefined {
    return this.engine === undefined ? this.#parts.hooks.told(room) : this.engine.live.states.get().get(room);
  }

  tooOld(): Refusal | undefined {
    return this.#parts.hooks.tooOld();
  }

  isElsewhere(copy: RoomCopy): boolean {
    const isEmpty = copy.loaded && copy.acts.length === 0 && copy.doc.store.clients.size === 0;
    // What was just made here is on its way back.
    return isEmpty && (this.index.listed(copy.key)?.seq ?? 0) > 0 && this.kernel.outbox.of(copy.key).length === 0;
  }

  isOffline(): boolean {
    return this.#parts.hooks.isOffline();
  }

  watchLinks(listener: () => void): () => void {
    return this.#links.add(listener);
  }

  /** Connections of rooms, or what versions client and server are of, have changed. */
  linksChanged(): void {
    this.#links.emit();
  }

  closed(room: ShownRoom): void {
    this.#shown.delete(room);
    if (![...this.#shown].some((other) => other.copy === room.copy && !other.quiet)) announce(room.copy, undefined);
    this.#want();
    this.#shelf.release(room.copy);
    if (room.caseCopy !== undefined) this.#shelf.release(room.caseCopy);
  }

  /** Ends what is shown and what this tab leads. The tabs are still told of it, the store is still open. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const room of [...this.#shown]) room.close();
    for (const end of this.#ends.splice(0)) end();
    await this.files.close();
    await this.engine?.close();
    // What was begun is finished; what waits for a rest is found at the next opening.
    await this.#compactor.idle();
    this.#compactor.enable(false);
  }

  /** Ends the documents, when nothing is to be written any more. */
  end(): void {
    this.#shelf.close();
  }

  async #act(copy: RoomCopy, caseState: RoomState | undefined, request: ActRequest): Promise<Result<string>> {
    const { outbox, queue, identity, platform, model } = this.kernel;
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
    const now = platform.now();
    const id = newId(platform);
    const refusal =
      actRefusal(
        { model, actor: actorOf(this.kernel), copy, caseState },
        { isListed: this.index.listed(copy.key) !== undefined, isOrphaned: this.index.isOrphaned(copy.key) },
        acts.askFor(state, wish),
      ) ??
      acts.check(state, wish, {
        person: identity.person,
        at: now,
        seq: state.seq,
        id,
        pending: true,
        settings: this.kernel.me.get()?.settings,
      }) ??
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
    this.engine?.kick();
    // As with content: a disk that refuses is shown as the session's problem, and the act goes on its way.
    await stored.catch(() => {});
    return ok(id);
  }

  /** Brings a room here that this device does not keep: its socket does, in whatever tab. */
  async #fetch(ref: RoomRef): Promise<boolean> {
    if (this.isOffline()) return false;
    const room = this.open(ref, { quiet: true });
    let callOff = () => {};
    const isThere = await new Promise<boolean>((done) => {
      const look = () => {
        const { synced, refusal } = room.status.get();
        if (synced || refusal !== undefined) done(synced);
      };
      callOff = this.kernel.platform.after(FETCH_MS, () => done(false));
      room.status.watch(look);
      look();
    });
    callOff();
    room.close();
    return isThere;
  }

  #openDirectory(): void {
    const copy = this.#shelf.acquire({ centre: this.kernel.identity.centre, case: CENTRE_CASE, room: 'directory' });
    if (copy === undefined) return;
    this.#directoryCopy = copy;
    const read = () => this.#parts.hooks.directory(directorySlice.of(copy.state.slices));
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
    if (this.engine !== undefined) this.engine.want(this.#tabs.id, rooms);
    else this.#tabs.post({ kind: 'want', tab: this.#tabs.id, rooms });
  }

  async #reload(room: string): Promise<void> {
    await this.#shelf.get(room)?.reload();
    this.#want();
  }
}

const unknownRoom = (ref: RoomRef): RangeError => new RangeError(`no kind of room is named "${ref.room}"`);

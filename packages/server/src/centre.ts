// Long because: the centre is where its parts meet; each method is a line or two that hands on.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import {
  type ActEntry,
  type Actor,
  type BulkRequest,
  type BulkResponse,
  CENTRE_CASE,
  type CompareResponse,
  ContentReader,
  changesNamed,
  closeCodeOf,
  createRoomDoc,
  createUlid,
  type DirectoryState,
  directorySlice,
  type FieldHistory,
  FORBIDDEN,
  type HistoryResponse,
  type Intent,
  isSealed,
  type LogStore,
  type MeResponse,
  type Model,
  OnedoorError,
  ok,
  type PartyAccess,
  type PartyProgress,
  type PartyRequest,
  PROTOCOL_VERSION,
  partyAccessOf,
  partyActor,
  partySecretHash,
  progressFor,
  type Refusal,
  type Result,
  type RowsResponse,
  readPartyKey,
  refuse,
  SCHEMA_VERSION,
  SettingDefinitions,
  type StoredHead,
} from '@onedoor/core';
import type { SearchAnswer } from '@onedoor/core/search';
import type { Who } from './bindings.js';
import { answerBulk } from './bulk.js';
import { Connection, type ConnectionHost, type Identity, type ServerSocket } from './connection.js';
import { DEVICE_REVOKED, type Devices, temporaryDevices } from './devices/devices.js';
import type { ErasureOrder } from './erase/ledger.js';
import { Gate } from './gate.js';
import { Attribution, type FieldQuestion } from './history/attribution.js';
import { History } from './history/history.js';
import { Hub } from './hub.js';
import { ActItem, type ActRequest, type ItemServices, UNAVAILABLE, UpdateItem, type UpdateRequest } from './items.js';
import { Journal } from './journal.js';
import type { Limits } from './limits.js';
import { resolveLimits } from './limits.js';
import type { Keyring } from './log/keys.js';
import { type Logger, SILENT } from './logger.js';
import { hueOf } from './presence.js';
import { type InclusionProof, Record } from './record/record.js';
import { type HeadSigner, temporarySigner } from './record/signer.js';
import { Rights, SYSTEM } from './rights.js';
import type { RoomRuntime, TurnNews } from './room.js';
import { type Address, Rooms } from './rooms.js';
import { personOfAct, Rows } from './rows/rows.js';
import { Search } from './search/search.js';
import { Settings } from './settings.js';

/** All that a centre touches of the world: a simulator gives its own clock, randomness and order of turns. */
export interface CentreOptions {
  /** First part of every room's name. */
  readonly id: string;
  /** As people read it. */
  readonly name: string;
  readonly store: LogStore;
  readonly keys: Keyring;
  /** Signs the heads of the record. Default: with a key that ends with the process. */
  readonly signer?: HeadSigner;
  readonly model: Model;
  /** Epoch milliseconds; default the machine's clock. */
  readonly now?: () => number;
  /** Runs at the end of the event-loop turn; default `setImmediate`. */
  readonly defer?: (run: () => void) => void;
  /** Runs after a while and returns how to call it off; default `setTimeout`. */
  readonly later?: (run: () => void, ms: number) => () => void;
  readonly limits?: Partial<Limits>;
  readonly log?: Logger;
  /** Checks a token that a socket brings to stay open. Default: none is good. */
  readonly verifyToken?: (token: string) => Promise<Result<Identity>>;
  /** Devices and the server's part of their keys. Default: those of this process. */
  readonly devices?: Devices;
  /** The ledger's erasures: devices that come back are told what they must not bring again. Default: none. */
  readonly erasures?: readonly ErasureOrder[];
  /** What core and plugins declare (`loadSettings`). Default: nothing, and nothing can be set. */
  readonly settings?: SettingDefinitions;
  /** Approved plugins, as `/api/me` names them. */
  readonly plugins?: readonly { readonly name: string; readonly version: string }[];
  readonly version?: string;
}

export interface ConnectRequest {
  readonly person: string;
  /** Wire name of the room. */
  readonly wire: string;
  /** Our subprotocol rather than a stock client's. */
  readonly private: boolean;
  /** Epoch milliseconds until which the token holds. */
  readonly expiresAt: number;
  /** Mark of the token. */
  readonly mark?: string;
}

/** Told to anybody, and so nothing that grows when a case or a room is made. */
export interface Health {
  readonly status: 'ok';
  readonly uptimeS: number;
  readonly version: string;
}

/** Teams that one sweep reads ahead. */
const WARM_UP_CASES = 100;
/** Milliseconds that one sweep spends on putting documents away. */
const REST_MS = 10;
/** Rooms that one sweep compacts: each is a transaction of its own. */
const SNAPSHOTS = 8;

const setTimer = (run: () => void, ms: number): (() => void) => {
  const timer = setTimeout(run, ms);
  timer.unref();
  return () => clearTimeout(timer);
};

/**
 * The engine of one centre, without network: rooms, rights, log, rows. Sockets, HTTP, seeding and tests all go
 * through it. Whoever owns it calls `sweep` about twice a second, and `close` at the end.
 */
export class Centre {
  readonly id: string;
  readonly name: string;
  readonly model: Model;
  readonly limits: Limits;
  /** What each person, room and address may still ask. */
  readonly gate: Gate;
  /** The server itself, with every right of the centre: in this process alone, no token can claim it. */
  readonly system: Who = SYSTEM;
  readonly devices: Devices;
  readonly #options: CentreOptions;
  readonly #now: () => number;
  readonly #log: Logger;
  readonly #rooms: Rooms;
  readonly #rights: Rights;
  readonly #settings: Settings;
  readonly #journal: Journal;
  readonly #rows: Rows;
  readonly #search: Search;
  readonly #history: History;
  readonly #attribution: Attribution;
  readonly #record: Record;
  readonly #hub: Hub;
  readonly #startedAt: number;
  readonly #staged = new Set<RoomRuntime>();
  #news: (readonly [RoomRuntime, TurnNews])[] = [];
  readonly #talking = new Set<Connection>();
  /** What a socket brought last in this turn, and how many acts had been asked for by then. */
  readonly #last = new Map<Connection, { readonly item: UpdateItem; readonly acts: number }>();
  #acts = 0;
  readonly #itemServices: ItemServices;
  /** Cases of which nobody has looked since the start whether their team was stored. */
  #cold: string[] = [];
  #closed = false;

  constructor(options: CentreOptions) {
    this.#options = options;
    this.id = options.id;
    this.name = options.name;
    this.model = options.model;
    this.limits = resolveLimits(options.limits);
    this.#now = options.now ?? Date.now;
    this.#log = options.log ?? SILENT;
    this.gate = new Gate(this.limits, this.#now);
    this.devices = options.devices ?? temporaryDevices(this.#now, this.limits.maxDevices);
    this.devices.onRevoked = () => this.#endRevoked();
    this.#startedAt = this.#now();
    const { store, keys, model } = options;
    this.#rooms = new Rooms(
      {
        store,
        keys,
        limits: this.limits,
        now: this.#now,
        staged: (room) => this.#staged.add(room),
        worked: (person, ms) => this.gate.worked(person, ms),
      },
      model,
      this.id,
      options.erasures,
    );
    this.#rights = new Rights(this.#rooms, model, { now: this.#now, viewMs: this.limits.sealedViewMs });
    this.#settings = new Settings(this.#rooms, options.settings ?? new SettingDefinitions());
    this.#itemServices = { rooms: this.#rooms, rights: this.#rights, settings: this.#settings, now: this.#now, limits: this.limits };
    this.#hub = new Hub(this.#rights, this.#now);
    const defer = options.defer ?? ((run) => void setImmediate(run));
    this.#journal = new Journal(store, defer, this.limits.maxFlushItems, {
      committed: () => this.#committed(),
      failed: (error) => this.#failed(error),
      turned: () => this.#turned(),
    });
    const later = options.later ?? setTimer;
    const settle = () => this.#journal.settle();
    const derived = { store, rooms: this.#rooms, limits: this.limits, log: this.#log, now: this.#now, later, defer, settle };
    this.#search = new Search({ ...derived, rights: this.#rights, model });
    this.#rows = new Rows({
      store,
      rooms: this.#rooms,
      rights: this.#rights,
      model,
      limits: this.limits,
      log: this.#log,
      later,
      derived: (caseId, room, summary) => this.#search.row(caseId, room, summary),
      changed: (keys) => this.#rowsChanged(keys),
    });
    this.#rows.recover(() => {
      this.#cold = this.#rooms.cases();
      this.#search.recover();
    });
    this.#history = new History(derived);
    this.#attribution = new Attribution(derived);
    this.#record = new Record({
      store,
      signer: options.signer ?? temporarySigner(this.id),
      limits: this.limits,
      log: this.#log,
      now: this.#now,
      later,
    });
    this.#record.recover();
  }

  /** A person as the directory knows them; undefined for strangers and suspended ones. */
  actor(person: string): Actor | undefined {
    return this.#rights.actor(person);
  }

  /** Logs an intent; `room` is a wire name or a room key. */
  act(who: Who, room: string, intent: Intent): Promise<Result<ActEntry>> {
    const address = this.#rooms.address(room);
    if (address === undefined) return Promise.resolve({ ok: false, refusal: FORBIDDEN });
    return new Promise((done) => this.#submitAct({ who, address, intent, done }));
  }

  /** Logs one update of content, made under client ids of the sender. */
  async write(who: Who, room: string, clients: readonly number[], update: Uint8Array): Promise<Result<{ readonly seq: number }>> {
    const address = this.#rooms.address(room);
    if (address === undefined) return { ok: false, refusal: FORBIDDEN };
    const outcome = await new Promise<Parameters<UpdateRequest['done']>[0]>((done) =>
      this.#submitUpdate({ who, address, clients, update, done }),
    );
    if (outcome.kind === 'logged') return ok({ seq: outcome.seq });
    return outcome.kind === 'refused'
      ? { ok: false, refusal: outcome.refusal }
      : refuse('MISSING_DEPENDENCIES', {
          seen: 'an update that builds on what is not here',
          expected: 'everything before it',
          todo: 'Write in order.',
        });
  }

  /** Logged content of a room, for use inside this process; rights are the caller's business. Reading only. */
  reader(room: string): ContentReader {
    const address = this.#rooms.address(room);
    return address === undefined || this.#rooms.id(address.key) === undefined
      ? new ContentReader(createRoomDoc())
      : this.#rooms.open(address).reader();
  }

  /**
   * Progress of a case for a party without an account, by the secret on their receipt; with a rating also puts that down. A
   * wrong secret, one that was revoked and a case that is not there are answered alike.
   */
  async party(request: PartyRequest): Promise<Result<PartyProgress>> {
    const found = this.#partyOf(request.key);
    if (found === undefined)
      return refuse('NOT_FOUND', {
        seen: 'a secret that opens nothing',
        expected: 'the one on a receipt',
        todo: 'Look at the receipt, or ask the centre for a new one.',
      });
    const { address, access, party, caseKey } = found;
    const busy = this.gate.requestOf(partyActor(party));
    if (busy !== undefined) return { ok: false, refusal: busy };
    const progress = () => {
      const { ratings } = access.of(this.#rooms.state(address.key, 'settled').slices);
      return progressFor(this.name, this.model.caseOf(this.#rooms.state(caseKey, 'settled')), ratings[party]?.at(-1));
    };
    if (request.rate === undefined) return ok(progress());
    if (!progress().closed)
      return refuse('ACT_NOT_ALLOWED', { seen: 'a case that is open', expected: 'a closed one', todo: 'Wait until it is closed.' });
    const command = `${access.name}.rate`;
    const who = this.#rights.admitParty(party, address.key, command);
    const refusal = this.gate.writes(who.person, address.key);
    if (refusal !== undefined) return { ok: false, refusal };
    const base = this.#rooms.head(address.key);
    const intent: Intent = { id: createUlid(this.#now(), randomBytes), command, args: request.rate, base };
    const made = await new Promise<Result<ActEntry>>((done) => this.#submitAct({ who, address, intent, done }));
    return made.ok ? ok(progress()) : made;
  }

  /** The party whose secret this is, and the room that says so. */
  #partyOf(
    text: string,
  ): { readonly address: Address; readonly access: PartyAccess; readonly party: string; readonly caseKey: string } | undefined {
    const key = readPartyKey(text);
    if (key === undefined) return undefined;
    const hash = Buffer.from(partySecretHash(key.secret), 'hex');
    for (const { name, slices } of this.model.rooms('case')) {
      const access = partyAccessOf(slices);
      const address = access === undefined ? undefined : this.#rooms.address(this.#rooms.keyOf(key.case, name));
      if (access === undefined || address === undefined) continue;
      const given = Object.entries(access.of(this.#rooms.state(address.key, 'settled').slices).access);
      const [party] = given.find(([, each]) => timingSafeEqual(Buffer.from(each.hash, 'hex'), hash)) ?? [];
      if (party !== undefined) return { address, access, party, caseKey: this.#rooms.keyOf(key.case, 'case') };
    }
    return undefined;
  }

  /** Why a person may not read or write a room; undefined when they may. */
  refusal(who: Who, room: string, to: 'read' | 'write' | 'file'): Refusal | undefined {
    const address = this.#rooms.address(room);
    if (address === undefined) return FORBIDDEN;
    const command = to === 'file' ? address.definition.rule.files : undefined;
    const ask = command === undefined ? ({ to: to === 'file' ? 'write' : to } as const) : ({ to: 'act', command } as const);
    return this.#rights.refusal(who, address, ask, 'settled');
  }

  /** Takes over a socket: it is served, or closed with a code. Denied, unknown and past look the same to a stranger. */
  connect(socket: ServerSocket, request: ConnectRequest): void {
    const address = this.#rooms.address(request.wire);
    const who = { person: request.person, device: '' };
    const refusal = address?.epoch === undefined ? FORBIDDEN : this.#rights.refusal(who, address, { to: 'read' }, 'settled');
    if (this.#closed || address === undefined || refusal !== undefined) {
      const { code } = this.#closed ? UNAVAILABLE : (refusal ?? FORBIDDEN);
      socket.close(closeCodeOf(code), code);
      return;
    }
    try {
      const room = this.#rooms.open(address);
      const { presence } = this.#hub.of(room.key);
      this.#hub.join(new Connection(this.#host(address), { socket, room, presence, private: request.private, identity: request }), address);
    } catch (error) {
      // A room that does not open must not be served empty: a client would take the emptiness for the truth.
      this.#log.error({ room: address.definition.name, error: String(error) }, 'a room does not open');
      socket.close(closeCodeOf('UNAVAILABLE'), 'UNAVAILABLE');
    }
  }

  bulk(who: Who, request: BulkRequest): Promise<BulkResponse> {
    return answerBulk(
      {
        rooms: this.#rooms,
        rights: this.#rights,
        gate: this.gate,
        submitAct: (each) => this.#submitAct(each),
        submitUpdate: (each) => this.#submitUpdate(each),
      },
      who,
      request,
    );
  }

  rows(person: string, cursor: number, limit: number): RowsResponse {
    return this.#rows.page(person, cursor, limit);
  }

  /** Cases for what a person typed, among all that they may read: by what rows say and by the words of rooms. */
  async search(person: string, typed: string): Promise<SearchAnswer> {
    this.#rows.flush();
    const answer = await this.#search.find(person, typed);
    const found = answer.hits.flatMap((hit) => {
      const row = this.#rows.row(person, hit.case, 0);
      return row === undefined || row.gone ? [] : [[hit, row] as const];
    });
    return { ...answer, hits: found.map(([hit]) => hit), rows: found.map(([, row]) => row) };
  }

  /** Edits of one room of a case, or with `-` of the centre, the latest first. Denied and unknown are answered alike. */
  history(
    person: string,
    ref: { readonly case: string; readonly room: string },
    options: { readonly before?: number | undefined; readonly limit: number },
  ): Result<HistoryResponse> {
    const { key, refusal } = this.#readable(person, ref);
    if (refusal !== undefined) return { ok: false, refusal };
    const page = this.#history.page(key, options);
    const erasures = options.before === undefined ? this.#rooms.erasuresOf(key) : [];
    return ok(erasures.length === 0 ? page : { ...page, erasures });
  }

  /** Reads from the log what a room's index of edits lacks, others' turns in between: before `history`, where others wait. */
  async catchUpHistory(person: string, ref: { readonly case: string; readonly room: string }): Promise<void> {
    const { key, refusal } = this.#readable(person, ref);
    if (refusal === undefined) await this.#history.catchUp(key);
  }

  /** Who wrote what of one field of a room's records. Denied and unknown rooms are answered alike. */
  async fieldHistory(
    person: string,
    ref: { readonly case: string; readonly room: string },
    question: FieldQuestion,
  ): Promise<Result<FieldHistory>> {
    const { key, refusal } = this.#readable(person, ref);
    return refusal === undefined ? this.#attribution.field(key, question) : { ok: false, refusal };
  }

  /** Drops a room's index of who wrote what, so that it is made from the log again: after an erasure, and in benchmarks. */
  forgetTraces(caseId: string, room: string): void {
    this.#attribution.drop(this.#rooms.keyOf(caseId, room));
  }

  /** What of a room's content is another at the second moment than at the first. Denied and unknown rooms are answered alike. */
  async compare(
    person: string,
    ref: { readonly case: string; readonly room: string },
    span: { readonly from: number; readonly until: number },
  ): Promise<Result<CompareResponse>> {
    const { key, refusal } = this.#readable(person, ref);
    return refusal === undefined ? this.#attribution.compare(key, span) : { ok: false, refusal };
  }

  /** The signed head of the record, and the key to check it with; no head of an empty log. */
  get recordHead(): { readonly publicKey: string; readonly head: StoredHead | undefined } {
    return { publicKey: this.#record.publicKey, head: this.#record.head() };
  }

  /** Proof that an entry of a room stands in the record. Denied and unknown are answered alike. */
  inclusion(person: string, ref: { readonly case: string; readonly room: string; readonly seq: number }): Result<InclusionProof> {
    const { key, refusal } = this.#readable(person, ref);
    if (refusal !== undefined) return { ok: false, refusal };
    const id = this.#rooms.id(key);
    const proof = id === undefined ? undefined : this.#record.inclusion(id, ref.seq);
    return proof === undefined
      ? refuse('NOT_FOUND', { seen: `no entry ${ref.seq}`, expected: 'an entry of this room', todo: 'Correct the number.' })
      : ok(proof);
  }

  /** Proof that the record of `first` entries begins the one of `second`. */
  consistency(first: number, second: number): Result<readonly Uint8Array[]> {
    const size = this.#record.head()?.size ?? 0;
    if (first > second || second > size)
      return refuse('BAD_ARGS', {
        seen: `sizes ${first} and ${second}`,
        expected: `0 to ${size}, the smaller first`,
        todo: 'Correct the sizes.',
        at: 'first',
      });
    return ok(this.#record.consistency(first, second));
  }

  /** Rooms of a case, or with `-` of the centre, that a person may read. */
  roomsFor(person: string, caseId: string): MeResponse['rooms'] {
    return this.#rows.rooms(person, caseId);
  }

  me(person: string): MeResponse | undefined {
    const actor = this.actor(person);
    if (actor === undefined) return undefined;
    return {
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      centre: { id: this.id, name: this.name },
      person: { person: actor.person, name: actor.name, department: actor.department, rights: [...actor.rights] },
      rooms: this.roomsFor(person, CENTRE_CASE),
      sealedViewMs: this.limits.sealedViewMs,
      plugins: [...(this.#options.plugins ?? [])],
      ...this.#settingsAtHand(),
    };
  }

  #settingsAtHand(): Pick<MeResponse, 'settings'> {
    const settings = this.#settings.atHand();
    return Object.keys(settings).length === 0
      ? {}
      : { settings: Object.fromEntries(Object.entries(settings).map(([name, all]) => [name, [...all]])) };
  }

  health(): Health {
    return {
      status: 'ok',
      uptimeS: Math.floor((this.#now() - this.#startedAt) / 1000),
      version: this.#options.version ?? '0.0.0',
    };
  }

  /** Whether the log knows a room. */
  hasRoom(room: string): boolean {
    const address = this.#rooms.address(room);
    return address !== undefined && this.#rooms.id(address.key) !== undefined;
  }

  /** People as the directory has them, active ones only. */
  people(): DirectoryState['people'] {
    const { people } = directorySlice.of(this.#rooms.state(this.#rooms.keyOf(CENTRE_CASE, directorySlice.name), 'settled').slices);
    return Object.fromEntries(Object.entries(people).filter(([, person]) => person.active));
  }

  /** Whether a room is sealed: nothing of it may stay in a cache. */
  isSealed(room: string): boolean {
    const rule = this.#rooms.address(room)?.definition.rule;
    return rule !== undefined && isSealed(rule);
  }

  /** The place of a room's files: its number, epoch and cipher. Makes the room where nothing has been written yet. */
  fileRoom(room: string):
    | {
        readonly id: number;
        readonly epoch: number;
        seal(place: string, clear: Uint8Array): Uint8Array;
        open(place: string, sealed: Uint8Array): Uint8Array;
      }
    | undefined {
    const address = this.#rooms.address(room);
    if (address === undefined) return undefined;
    if (this.#rooms.id(address.key) === undefined) {
      const runtime = this.#rooms.open(address);
      this.#journal.drain();
      runtime.ensure();
      this.#rooms.committed(runtime);
    }
    const id = this.#rooms.id(address.key);
    const cipher = this.#rooms.cipher(address.key);
    return id === undefined || cipher === undefined
      ? undefined
      : {
          id,
          epoch: this.#rooms.epoch(address.key),
          seal: (place, clear) => cipher.seal(place, clear),
          open: (place, sealed) => cipher.open(place, sealed),
        };
  }

  /** Expired tokens, quiet sockets, snapshots that are due, rooms that nobody uses. */
  sweep(): void {
    if (this.#closed) return;
    const now = this.#now();
    this.devices.look();
    this.#warmUp();
    // A stated purpose ends by time alone.
    this.#hub.recheck((connection) => isSealed(connection.room.definition.rule));
    for (const connection of this.#hub.all()) connection.sweep(now);
    // What is encoded is work: a few a sweep, and the rest of them in the next ones.
    const restUntil = performance.now() + REST_MS;
    let snapshots = SNAPSHOTS;
    for (const room of this.#rooms.loaded) {
      if (room.isStaging) continue;
      if (performance.now() < restUntil) room.rest(this.limits.idleMs);
      // Teams and directory decide rights at every message and cost little: they stay.
      const resident = room.exists && (room.definition.name === 'case' || room.definition.scope === 'centre');
      const leaves = !resident && now - room.usedAt > this.limits.idleMs && this.#hub.isEmpty(room.key) && this.#journal.idle;
      if (room.snapshotDue(leaves ? this.limits.unloadSnapshotEntries : this.limits.snapshotEntries)) {
        if (snapshots-- <= 0) continue;
        this.#snapshot(room);
      }
      if (leaves) this.#unload(room);
    }
  }

  /** Writes what waits, compacts, and ends all sockets with 4503, which clients retry. Does not close the store. */
  close(): void {
    if (this.#closed) return;
    this.#journal.drain();
    this.#rows.close();
    this.#history.flush();
    this.#attribution.flush();
    this.#search.close();
    this.#record.flush();
    this.#closed = true;
    for (const connection of this.#hub.all()) connection.end(UNAVAILABLE);
    for (const room of this.#rooms.loaded) {
      if (room.snapshotDue(this.limits.unloadSnapshotEntries)) this.#snapshot(room);
      this.#unload(room);
    }
  }

  /** Key of a room of a case, and why a person may not read it. */
  #readable(
    person: string,
    ref: { readonly case: string; readonly room: string },
  ): { readonly key: string; readonly refusal: Refusal | undefined } {
    const key = this.#rooms.keyOf(ref.case, ref.room);
    const address = this.#rooms.address(key);
    const refusal = address === undefined ? FORBIDDEN : this.#rights.refusal({ person, device: '' }, address, { to: 'read' }, 'settled');
    return { key, refusal };
  }

  /** Sockets of a device that is revoked, and those that a token of it opened. */
  #endRevoked(): void {
    for (const connection of this.#hub.all()) if (connection.isRevoked(this.devices)) connection.end(DEVICE_REVOKED);
  }

  #submitAct(request: ActRequest): void {
    if (this.#closed) return request.done({ ok: false, refusal: UNAVAILABLE });
    this.#acts++;
    this.#journal.add(new ActItem(this.#itemServices, request));
  }

  /** Updates that a socket brings in one turn are logged together, but for those between which an act was asked for. */
  #submitFrom(connection: Connection, request: Omit<UpdateRequest, 'who' | 'origin' | 'wanted'>): void {
    const last = this.#last.get(connection);
    if (!this.#closed && last?.acts === this.#acts && last.item.join(request)) return;
    const item = new UpdateItem(this.#itemServices, {
      ...request,
      who: connection.who,
      origin: connection,
      wanted: () => connection.open,
    });
    if (this.#closed) return item.fail();
    this.#last.set(connection, { item, acts: this.#acts });
    this.#journal.add(item);
  }

  #submitUpdate(request: UpdateRequest): void {
    if (this.#closed) return request.done({ kind: 'refused', refusal: UNAVAILABLE });
    this.#journal.add(new UpdateItem(this.#itemServices, request));
  }

  #host(address: Address): ConnectionHost {
    return {
      limits: this.limits,
      gate: this.gate,
      now: this.#now,
      devices: this.devices,
      verifyToken:
        this.#options.verifyToken ??
        (() => Promise.resolve(refuse('UNAUTHENTICATED', { seen: 'a token', expected: 'a server that renews', todo: 'Connect again.' }))),
      permit: (connection) => this.#hub.permit(connection, address),
      userOf: (person) => {
        const actor = this.actor(person);
        return {
          id: person,
          name: actor?.name ?? person,
          department: this.#rights.departmentName(actor?.department ?? ''),
          hue: hueOf(person),
        };
      },
      submit: (connection, update, done) => this.#submitFrom(connection, { address, update, done }),
      atTurnEnd: (connection) => this.#talking.add(connection),
      relay: (from, frame) => this.#hub.relay(from, frame),
      closed: (connection) => this.#hub.leave(connection),
    };
  }

  #committed(): void {
    for (const room of this.#staged) {
      try {
        this.#news.push([room, room.commit()]);
        this.#rooms.committed(room);
      } catch (error) {
        // The log holds it, the copy in memory does not: only the log is to be believed.
        this.#log.error(
          { room: room.definition.name, error: String(error) },
          'a room could not take up what it has logged and is read anew',
        );
        this.#rebuild(room);
        this.#hub.endAll(room.key, UNAVAILABLE);
      }
    }
    this.#staged.clear();
  }

  #failed(error: unknown): void {
    this.#log.error({ error: String(error) }, 'the log could not be written; the rooms of this turn are read anew');
    for (const room of this.#staged) this.#rebuild(room);
    this.#staged.clear();
  }

  #rebuild(room: RoomRuntime): void {
    const known = this.#rooms.head(room.key);
    try {
      room.reload();
    } catch (error) {
      this.#log.error({ room: room.definition.name, error: String(error) }, 'a room could not be read anew');
      this.#hub.endAll(room.key, UNAVAILABLE);
      this.#unload(room);
      return;
    }
    this.#rooms.committed(room);
    if (room.head === known) return;
    // The store failed and yet kept it: nobody was told, so that all have to begin anew; rights and rows follow the log.
    this.#hub.endAll(room.key, UNAVAILABLE);
    this.#news.push([room, { updates: [], origins: new Set(), acts: room.acts.filter((entry) => entry.seq > known) }]);
  }

  #turned(): void {
    this.#last.clear();
    const talking = [...this.#talking];
    this.#talking.clear();
    for (const connection of talking) connection.endTurn();
    const news = this.#news.splice(0);
    // Whoever has lost a room with this turn is out before its news goes out.
    for (const [room, { acts }] of news) if (acts.length > 0) this.#rightsChanged(room, acts);
    if (news.length > 0) this.#record.mark();
    for (const [room, turn] of news) {
      this.#hub.broadcast(room, turn);
      // Of a sealed room nothing is on any row but that it is there: its writing changes none.
      if (!isSealed(room.definition.rule) || turn.acts.some(({ intent }) => changesNamed(intent.command)))
        this.#rows.mark(room.key, turn.acts.length > 0);
      this.#search.changed(room, { content: turn.updates.length > 0, acts: turn.acts.length > 0 });
      this.#history.add(room, turn);
      this.#attribution.add(room, turn);
    }
  }

  #rightsChanged(room: RoomRuntime, acts: readonly ActEntry[]): void {
    if (isSealed(room.definition.rule)) this.#hub.recheck((connection) => connection.room === room);
    if (room.definition.name === 'case') this.#hub.recheck((connection) => connection.room.name.case === room.name.case);
    if (room.definition.name !== directorySlice.name) return;
    const people = new Set(acts.map(personOfAct));
    this.#hub.recheck((connection) => people.has(connection.who.person));
    for (const person of people) if (person !== undefined) this.#rows.markPerson(person);
  }

  #rowsChanged(keys: readonly string[]): void {
    const { connections } = this.#hub.of(this.#rooms.keyOf(CENTRE_CASE, directorySlice.name));
    for (const connection of connections) {
      if (connection.private && keys.some((key) => this.#rows.concerns(connection.who.person, key))) connection.rowsChanged();
    }
  }

  /**
   * Loads teams that were not stored and that nobody has asked for yet, some at a time. A question about a case that is closed to the asker
   * would otherwise be answered later than one about a case that does not exist, once after each start.
   */
  #warmUp(): void {
    for (const caseId of this.#cold.splice(0, WARM_UP_CASES)) {
      if (this.#rights.isStored(caseId)) continue;
      try {
        this.#rights.team(caseId);
        this.#rows.addTeam(caseId);
      } catch (error) {
        this.#log.error({ error: String(error) }, 'a team could not be read');
      }
    }
  }

  #snapshot(room: RoomRuntime): void {
    // Edits are derived from a snapshot on that is not ahead of them.
    this.#history.flush(room.key);
    this.#attribution.flush(room.key);
    try {
      // Not waited for: without it the one before it and the log say the same.
      this.#options.store.transaction((tx) => room.putSnapshot(tx), { durable: false });
    } catch (error) {
      this.#log.error({ room: room.definition.name, error: String(error) }, 'a snapshot could not be stored');
    }
  }

  #unload(room: RoomRuntime): void {
    this.#rooms.unload(room);
    this.#hub.forget(room.key);
  }
}

/** @throws OnedoorError of the refusal */
export function expectOk<T>(result: Result<T>): T {
  if (!result.ok) throw OnedoorError.of(result.refusal);
  return result.value;
}

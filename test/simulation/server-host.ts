import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { HttpAnswer, HttpRequest } from '@onedoor/client';
import {
  BEARER_PREFIX,
  decodeBulkRequest,
  type Edit,
  encodeBulk,
  type LogStore,
  type LogWriter,
  type Model,
  OnedoorError,
  ok,
  type Result,
  refuse,
  roomKey,
  SUBPROTOCOL,
  UpdateRejected,
} from '@onedoor/core';
import { Centre, type Identity, Keyring, type Logger, MemoryLogStore, openSqliteLogStore, type ServerSocket } from '@onedoor/server';
import type { Door } from './network.js';
import type { VirtualTime } from './virtual-time.js';

export const CENTRE_ID = 'hsb';
export const SERVER_URL = 'https://centre.test';
const TOKEN_MS = 600_000;
const SWEEP_MS = 500;
const MASTER_KEY = new Uint8Array(32).fill(7);

/** The store behind the centre, which fails when it is told to. */
class FlakyStore implements LogStore {
  /** `before`: nothing is written. `after`: it is written and yet the caller is told that it failed. */
  failing: 'before' | 'after' | undefined;
  #inner: LogStore;

  constructor(inner: LogStore) {
    this.#inner = inner;
  }

  replace(inner: LogStore): void {
    this.#inner = inner;
  }

  transaction<T>(write: (tx: LogWriter) => T, options?: { readonly durable?: boolean }): T {
    if (this.failing === 'before') throw new Error('the disk is full');
    const value = this.#inner.transaction(write, options);
    if (this.failing === 'after') throw new Error('the disk says nothing');
    return value;
  }

  synced: LogStore['synced'] = () => this.#inner.synced();
  sync: LogStore['sync'] = () => this.#inner.sync();

  rooms: LogStore['rooms'] = () => this.#inner.rooms();
  room: LogStore['room'] = (key) => this.#inner.room(key);
  entries: LogStore['entries'] = (room, from, limit) => this.#inner.entries(room, from, limit);
  snapshot: LogStore['snapshot'] = (room) => this.#inner.snapshot(room);
  traces: LogStore['traces'] = (room, from, limit) => this.#inner.traces(room, from, limit);
  lastTrace: LogStore['lastTrace'] = (room) => this.#inner.lastTrace(room);
  bindings: LogStore['bindings'] = (room) => this.#inner.bindings(room);
  intent: LogStore['intent'] = (room, id) => this.#inner.intent(room, id);
  summaries: LogStore['summaries'] = (after, limit) => this.#inner.summaries(after, limit);
  summariesOf: LogStore['summariesOf'] = (caseId) => this.#inner.summariesOf(caseId);
  edits: LogStore['edits'] = (room, before, limit) => this.#inner.edits(room, before, limit);
  texts: LogStore['texts'] = (before, limit) => this.#inner.texts(before, limit);
  textOf: LogStore['textOf'] = (room) => this.#inner.textOf(room);
  leaves: LogStore['leaves'] = (from, limit) => this.#inner.leaves(from, limit);
  leafCount: LogStore['leafCount'] = () => this.#inner.leafCount();
  leafOf: LogStore['leafOf'] = (room, seq) => this.#inner.leafOf(room, seq);
  treeNode: LogStore['treeNode'] = (level, index) => this.#inner.treeNode(level, index);
  heads: LogStore['heads'] = (above, limit) => this.#inner.heads(above, limit);
  lastHead: LogStore['lastHead'] = () => this.#inner.lastHead();
  listIntents: LogStore['listIntents'] = (room) => this.#inner.listIntents(room);
  listNumbers: LogStore['listNumbers'] = () => this.#inner.listNumbers();
  listTreeNodes: LogStore['listTreeNodes'] = () => this.#inner.listTreeNodes();
  meta: LogStore['meta'] = (key) => this.#inner.meta(key);
  purge: LogStore['purge'] = () => this.#inner.purge();
  check: LogStore['check'] = () => this.#inner.check();
  close: LogStore['close'] = () => this.#inner.close();
}

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value), 'utf8').toString('base64url');

export function tokenFor(person: string, nowMs: number): string {
  return `${base64({ alg: 'none' })}.${base64({ sub: person, exp: Math.floor((nowMs + TOKEN_MS) / 1000) })}.s`;
}

function identityOf(token: string | undefined, nowMs: number): Identity | undefined {
  const payload = token?.split('.')[1];
  if (payload === undefined) return undefined;
  const claims: unknown = JSON.parse(Buffer.from(payload, 'base64url').toString('utf8'));
  if (typeof claims !== 'object' || claims === null || !('sub' in claims) || !('exp' in claims)) return undefined;
  const expiresAt = Number(claims.exp) * 1000;
  return expiresAt > nowMs ? { person: String(claims.sub), expiresAt } : undefined;
}

/** Whose token it is, expired or not. */
export const personOfToken = (token: string | undefined): string | undefined => identityOf(token, 0)?.person;

/** A room, and somebody who may read it. */
export interface HistoryOf {
  readonly case: string;
  readonly room: string;
  readonly person: string;
}

function editsOf(centre: Centre | undefined, { person, ...ref }: HistoryOf): Edit[] {
  const edits: Edit[] = [];
  for (let before: number | undefined; centre !== undefined; before = edits.at(-1)?.order) {
    const page = centre.history(person, ref, { before, limit: 200 });
    if (!page.ok) throw OnedoorError.of(page.refusal);
    edits.push(...page.value.edits);
    if (!page.value.more) break;
  }
  return edits;
}

/** The machine on which the centre runs: it stops, crashes and starts again; what the log holds stays. */
export class ServerHost implements Door {
  centre: Centre | undefined;
  /** Hears each line of the server's own log. */
  onLog: (line: string) => void = () => {};
  readonly store: FlakyStore;
  readonly keys: Keyring;
  readonly model: Model;
  readonly #time: VirtualTime;
  readonly #dir: string | undefined;
  /** Ends of turns that are due: an act of the test, so that a crash may come between. */
  #turns: (() => void)[] = [];
  #sweeper: number | undefined;

  private constructor(time: VirtualTime, model: Model, store: LogStore, dir: string | undefined) {
    this.#time = time;
    this.model = model;
    this.keys = new Keyring(MASTER_KEY, (count) => time.random.bytes(count));
    this.#dir = dir;
    this.store = new FlakyStore(store);
  }

  static async create(time: VirtualTime, model: Model, kind: 'memory' | 'sqlite'): Promise<ServerHost> {
    const dir = kind === 'sqlite' ? mkdtempSync(join(tmpdir(), 'onedoor-simulation-')) : undefined;
    return new ServerHost(
      time,
      model,
      dir === undefined ? new MemoryLogStore() : await openSqliteLogStore({ dir, durability: 'normal' }),
      dir,
    );
  }

  get up(): boolean {
    return this.centre !== undefined;
  }

  get turnDue(): boolean {
    return this.#turns.length > 0;
  }

  start(): void {
    if (this.centre !== undefined) return;
    const turns: (() => void)[] = [];
    this.#turns = turns;
    let alive = true;
    const line = (fields: object, text: string) => this.onLog(`${text} ${JSON.stringify(fields)}`);
    const log: Logger = { debug: line, info: line, warn: line, error: line };
    const centre = new Centre({
      log,
      id: CENTRE_ID,
      name: '综治中心',
      store: this.store,
      keys: this.keys,
      model: this.model,
      now: this.#time.now,
      defer: (run) => void turns.push(run),
      later: (run, ms) => {
        const id = this.#time.add(() => alive && this.centre === centre && run(), ms, false);
        return () => this.#time.clear(id);
      },
      verifyToken: async (token): Promise<Result<Identity>> => {
        const identity = identityOf(token, this.#time.now());
        return identity === undefined
          ? refuse('TOKEN_EXPIRED', { seen: 'an old token', expected: 'a token', todo: 'Sign in.' })
          : ok(identity);
      },
    });
    this.centre = centre;
    this.#sweeper = this.#time.add(() => centre.sweep(), SWEEP_MS, true);
    this.#stopped = () => {
      alive = false;
    };
  }

  #stopped = () => {};

  /** Edits of each room as the index has them, and as a server lists them that finds none and has to read the log. */
  histories(rooms: readonly HistoryOf[]): (readonly [readonly Edit[], readonly Edit[]])[] {
    const live = rooms.map((room) => editsOf(this.centre, room));
    this.store.transaction((tx) => {
      for (const { case: caseId, room } of rooms) {
        const stored = this.store.room(roomKey({ centre: CENTRE_ID, case: caseId, room }));
        if (stored !== undefined) tx.dropEdits(stored.id);
      }
    });
    const { store, keys, model } = this;
    const other = new Centre({ id: CENTRE_ID, name: '', store, keys, model, now: this.#time.now, later: () => () => undefined });
    return rooms.map((room, at) => [live[at] ?? [], editsOf(other, room)]);
  }

  /** Who wrote all that is in each room, by the index that was kept, and by one that is made of the log. */
  async writers(rooms: readonly HistoryOf[]): Promise<(readonly [string, string])[]> {
    const live: string[] = [];
    for (const room of rooms) live.push(await this.#writersOf(this.centre, room));
    this.store.transaction((tx) => {
      for (const { case: caseId, room } of rooms) {
        const stored = this.store.room(roomKey({ centre: CENTRE_ID, case: caseId, room }));
        if (stored !== undefined) tx.dropTraces(stored.id);
      }
    });
    const { store, keys, model } = this;
    const other = new Centre({ id: CENTRE_ID, name: '', store, keys, model, now: this.#time.now, later: () => () => undefined });
    const pairs: (readonly [string, string])[] = [];
    for (const [at, room] of rooms.entries()) pairs.push([live[at] ?? '', await this.#writersOf(other, room)]);
    return pairs;
  }

  async #writersOf(centre: Centre | undefined, { person, ...ref }: HistoryOf): Promise<string> {
    let answer: string | undefined;
    const asked = centre?.compare(person, ref, { from: 0, until: Number.MAX_SAFE_INTEGER }).then((told) => {
      answer = JSON.stringify(told);
    });
    // A long log is read over several turns, which nobody ends but this.
    for (; asked !== undefined && answer === undefined; this.turn()) await new Promise((resume) => setImmediate(resume));
    return answer ?? '';
  }

  /** One end of turn. */
  turn(): void {
    this.#turns.shift()?.();
  }

  /** Stops in good order, or from one moment to the next; sockets are the caller's business. */
  async stop(how: 'close' | 'crash'): Promise<void> {
    if (this.centre === undefined) return;
    if (how === 'close') this.centre.close();
    this.#stopped();
    this.centre = undefined;
    this.#turns = [];
    this.#time.clear(this.#sweeper);
    if (this.#dir === undefined) return;
    this.store.close();
    this.store.replace(await openSqliteLogStore({ dir: this.#dir, durability: 'normal' }));
  }

  async destroy(): Promise<void> {
    await this.stop('crash');
    this.store.close();
    if (this.#dir !== undefined) rmSync(this.#dir, { recursive: true, force: true });
  }

  accept(socket: ServerSocket, url: string, protocols: readonly string[]): void {
    if (this.centre === undefined) throw new Error('connection refused');
    const token = protocols.find((protocol) => protocol.startsWith(BEARER_PREFIX))?.slice(BEARER_PREFIX.length);
    const identity = identityOf(token, this.#time.now());
    if (identity === undefined) socket.close(4401, 'TOKEN_EXPIRED');
    else
      this.centre.connect(socket, {
        ...identity,
        wire: decodeURIComponent(new URL(url).pathname.slice('/ws/'.length)),
        private: protocols.includes(SUBPROTOCOL),
      });
  }

  async answer(request: HttpRequest): Promise<HttpAnswer> {
    const centre = this.centre;
    if (centre === undefined) throw new Error('connection refused');
    const identity = identityOf(request.headers['authorization']?.replace('Bearer ', ''), this.#time.now());
    const who = identity === undefined ? undefined : centre.actor(identity.person);
    if (who === undefined) return json(401, { code: 'UNAUTHENTICATED', seen: 'no person', expected: 'a person', todo: 'Sign in.' });
    const url = new URL(request.url);
    if (url.pathname === '/api/me') return json(200, centre.me(who.person));
    if (url.pathname === '/api/rows')
      return json(200, centre.rows(who.person, Number(url.searchParams.get('cursor')), Number(url.searchParams.get('limit'))));
    const body = url.pathname === '/api/sync' ? bulkRequestOf(request) : undefined;
    if (body === undefined) return json(404, { code: 'NOT_FOUND', seen: url.pathname, expected: 'a path of the API', todo: 'Correct it.' });
    return { status: 200, body: encodeBulk(await centre.bulk({ person: who.person, device: body.device }, body)) };
  }
}

function bulkRequestOf({ body }: HttpRequest): ReturnType<typeof decodeBulkRequest> {
  try {
    return decodeBulkRequest(body ?? new Uint8Array());
  } catch (error) {
    if (error instanceof UpdateRejected) return undefined;
    throw error;
  }
}

const json = (status: number, value: unknown): HttpAnswer => ({ status, body: new TextEncoder().encode(JSON.stringify(value)) });

import {
  type ActEntry,
  type BulkRequest,
  type CaseRole,
  ContentReader,
  countsForReceipt,
  createRoomDoc,
  DEVICE_HEADER,
  type DeviceRequest,
  decodeBulkRequest,
  decodeFrame,
  deviceForget,
  deviceRequest,
  type Edit,
  EMPTY_STATE,
  type ErasedPlace,
  encodeBulk,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  FORBIDDEN,
  type Intent,
  MESSAGE,
  type MeResponse,
  Model,
  OFFER,
  PROTOCOL_VERSION,
  parseRoomKey,
  parseWireName,
  type Refusal,
  type RoomState,
  type Row,
  readUpdate,
  roomKey,
  SCHEMA_VERSION,
  SYNC,
} from '@onedoor/core';
import * as Y from 'yjs';
import type { HttpAnswer, HttpRequest, SocketEvent, SocketLike } from '../platform.js';
import { claimsOf } from '../transport/token.js';

const CENTRE = 'centre';

interface FakeRoom {
  readonly key: string;
  epoch: number;
  doc: Y.Doc;
  seq: number;
  acts: ActEntry[];
  state: RoomState;
  updates: { readonly seq: number; readonly bytes: Uint8Array }[];
  rev: number;
}

/** A socket's server side. */
export interface ServerSocket {
  readonly person: string;
  readonly room: string;
  hello?: { readonly clients: readonly number[]; readonly since: number };
  frames: number;
  readonly received: Uint8Array[];
  send(bytes: Uint8Array): void;
  close(code: number, reason?: string): void;
}

/** A server in a test: the protocol and no more. Rights are membership; everybody may make cases. */
export class FakeServer {
  readonly model = new Model();
  readonly rooms = new Map<string, FakeRoom>();
  readonly sockets = new Set<ServerSocket>();
  readonly requests: string[] = [];
  /** Pieces of files, by the end of their path. */
  readonly blobs = new Map<string, Uint8Array>();
  /** What the centre has decided, as everybody is told of it. */
  settings: NonNullable<MeResponse['settings']> = {};
  /** How many more pieces arrive before the connection is cut. */
  blobsLeft = Infinity;
  /** Bulk requests as they were decoded. */
  readonly syncs: BulkRequest[] = [];
  /** Set: neither HTTP nor sockets. */
  down = false;
  /** Set: content is logged and no receipt goes out. */
  mute = false;
  /** Signed head of the record, as one line. */
  head: string | null = null;
  /** Edits by room key, the latest first; pages are cut out of them. */
  readonly edits = new Map<string, readonly Edit[]>();
  /** Whether whoever has lost a case may offer what they did. */
  takesOffers = true;
  /** What was erased of rooms since every copy was made, by their keys. */
  readonly erased = new Map<string, readonly ErasedPlace[]>();
  /** Rooms that were put back, and the epoch that began with it. */
  readonly restored = new Map<string, number>();
  /** The server's part of each device's key, by device. */
  readonly devices = new Map<string, string>();
  readonly revoked = new Set<string>();
  /** Rows of one page. */
  pageSize = Number.POSITIVE_INFINITY;
  /** Asked for each update; a refusal of it, or undefined. */
  judge: (room: string, person: string, bytes: Uint8Array) => Refusal | undefined = () => undefined;
  #rev = 0;
  #gone = new Map<string, number>();

  /** A token for a person. */
  token(person: string, expiresAt = Date.now() + 3_600_000): string {
    return `h.${btoa(JSON.stringify({ sub: encodeURI(person), exp: Math.floor(expiresAt / 1000) }))}.s`;
  }

  room(key: string): FakeRoom {
    let room = this.rooms.get(key);
    if (room === undefined) {
      room = { key, epoch: 1, doc: createRoomDoc(), seq: 0, acts: [], state: EMPTY_STATE, updates: [], rev: ++this.#rev };
      this.rooms.set(key, room);
    }
    return room;
  }

  reader(key: string): ContentReader {
    return new ContentReader(this.room(key).doc);
  }

  /** Somebody else's content, straight into the log. */
  write(key: string, change: (doc: Y.Doc) => void): void {
    const room = this.room(key);
    const before = Y.encodeStateVector(room.doc);
    change(room.doc);
    this.#logUpdate(room, Y.encodeStateAsUpdate(room.doc, before));
  }

  act(key: string, person: string, intent: Intent): ActEntry {
    const room = this.room(key);
    const against = this.#model(room).acts.conflictOf(room.state, intent);
    const entry: ActEntry = {
      seq: ++room.seq,
      at: Date.now(),
      person,
      device: 'x',
      intent,
      outcome: against === undefined ? 'applied' : 'conflict',
      ...(against === undefined ? {} : { against }),
    };
    room.acts.push(entry);
    room.state = this.#model(room).acts.fold(room.state, entry);
    room.rev = ++this.#rev;
    for (const socket of this.sockets)
      if (socket.room === key && socket.hello !== undefined) socket.send(encodeMessage({ type: 'act', entry }));
    this.tellRows();
    return entry;
  }

  /** Raises a room's epoch, keeping what it holds. */
  raiseEpoch(key: string): void {
    const room = this.room(key);
    room.epoch++;
    room.rev = ++this.#rev;
    const doc = createRoomDoc();
    Y.applyUpdate(doc, Y.encodeStateAsUpdate(room.doc));
    room.doc = doc;
    for (const socket of this.sockets) if (socket.room === key) socket.close(4403, 'FORBIDDEN');
    this.tellRows();
  }

  /** Empties a room and raises its epoch, as an erasure does. */
  erase(key: string): void {
    this.room(key).doc = createRoomDoc();
    this.room(key).updates = [];
    this.raiseEpoch(key);
  }

  /** Puts a room back to what it held earlier, under the same name, as whoever copies an old folder does. */
  putBack(key: string, content: Uint8Array): void {
    const room = this.room(key);
    room.doc = createRoomDoc();
    Y.applyUpdate(room.doc, content);
    room.updates = [{ seq: 1, bytes: content }];
    room.seq = 1;
    room.rev = ++this.#rev;
  }

  /** What `restore` makes of a room: its content of the backup, under a name that nobody has seen. */
  restore(key: string, content: Uint8Array): void {
    this.putBack(key, content);
    this.raiseEpoch(key);
    this.restored.set(key, this.room(key).epoch);
  }

  tellRows(): void {
    for (const socket of this.#rowSockets()) socket.send(encodeMessage({ type: 'rows' }));
  }

  /** Whether a device would hear it. */
  get hearsOfRows(): boolean {
    return this.#rowSockets().length > 0;
  }

  isJoined(key: string): boolean {
    return [...this.sockets].some(({ room, hello }) => room === key && hello !== undefined);
  }

  #rowSockets() {
    return [...this.sockets].filter(({ room, hello }) => room.endsWith('/directory') && hello !== undefined);
  }

  /** Takes a person's right to a case away. */
  lose(caseId: string): void {
    this.#gone.set(caseId, ++this.#rev);
    for (const socket of this.sockets) if (parseRoomKey(socket.room)?.case === caseId) socket.close(4403, 'FORBIDDEN');
    this.tellRows();
  }

  /** The network breaks all sockets off, or those of one room. */
  cut(key?: string): void {
    for (const socket of [...this.sockets]) if (key === undefined || socket.room === key) socket.close(1006);
  }

  readonly request = async ({ method, url, body, headers }: HttpRequest): Promise<HttpAnswer> => {
    const path = new URL(url).pathname + new URL(url).search;
    this.requests.push(path);
    await new Promise((resolve) => setTimeout(resolve, 0));
    if (this.down) throw new Error('down');
    const person = claimsOf(headers['authorization']?.slice(7) ?? '')['sub'];
    if (typeof person !== 'string') return { status: 401, body: new Uint8Array() };
    if (this.revoked.has(headers[DEVICE_HEADER] ?? ''))
      return json({ code: 'DEVICE_REVOKED', seen: 'a revoked device', expected: 'another', todo: 'Sign in again.' }, 403);
    if (path === '/api/device') return this.#device(deviceRequest.parse(JSON.parse(new TextDecoder().decode(body))));
    if (path === '/api/device/forget') {
      this.devices.delete(deviceForget.parse(JSON.parse(new TextDecoder().decode(body))).device);
      return { status: 204, body: new Uint8Array() };
    }
    if (path === '/api/me') return json(this.#me(person));
    if (path.startsWith('/api/rows')) return json(this.#rowsFrom(Number(new URL(url).searchParams.get('cursor')), person));
    if (path.startsWith('/api/history')) return this.#history(new URL(url).searchParams);
    if (path === '/api/record/head') return json({ publicKey: 'MCow', head: this.head });
    if (path.startsWith('/api/attribution')) return json({ kind: 'values', values: [], seq: 0, more: false });
    if (path === '/api/sync') return { status: 200, body: this.#sync(body ?? new Uint8Array(), person) };
    if (path.startsWith('/api/blobs/')) return this.#blob(method, path, body);
    return { status: 404, body: new Uint8Array() };
  };

  #blob(method: string, path: string, body: Uint8Array | undefined): HttpAnswer {
    const [hash = ''] = path.split('/').slice(-1);
    if (method === 'GET') return { status: this.blobs.has(hash) ? 200 : 404, body: this.blobs.get(hash) ?? new Uint8Array() };
    if (this.blobsLeft <= 0) throw new Error('cut');
    this.blobsLeft -= 1;
    this.blobs.set(hash, body ?? new Uint8Array());
    return { status: 204, body: new Uint8Array() };
  }

  /** What `onedoor user revoke` does. */
  revoke(device: string): void {
    this.revoked.add(device);
    this.devices.delete(device);
    for (const socket of [...this.sockets]) socket.close(4410, 'DEVICE_REVOKED');
  }

  #device({ device, make }: DeviceRequest): HttpAnswer {
    if (make && !this.devices.has(device)) this.devices.set(device, String(this.devices.size).padStart(43, 'k'));
    const share = this.devices.get(device);
    return share === undefined ? { status: 404, body: new Uint8Array() } : json({ share, leaseMs: 604_800_000 });
  }

  readonly openSocket = (url: string, protocols: string[]): SocketLike => {
    const listeners: { type: string; listener: (event: SocketEvent) => void }[] = [];
    const tell = (type: string, event: SocketEvent = {}) => {
      for (const each of listeners) if (each.type === type) each.listener(event);
    };
    const wire = decodeURI(new URL(url).pathname.replace('/ws/', ''));
    const token = protocols.find((protocol) => protocol.startsWith('bearer.'))?.slice(7) ?? '';
    const person = String(claimsOf(token)['sub'] ?? '');
    let readyState = 0;
    const end = (code: number, reason = '') => {
      if (readyState === 3) return;
      readyState = 3;
      this.sockets.delete(server);
      queueMicrotask(() => tell('close', { code, reason }));
    };
    const server: ServerSocket = {
      person,
      room: wire.slice(0, wire.lastIndexOf('@')),
      frames: 0,
      received: [],
      send: (bytes) => {
        const copy = bytes.slice();
        setTimeout(() => readyState === 1 && tell('message', { data: copy.buffer }), 0);
      },
      close: (code, reason) => void setTimeout(() => end(code, reason), 0),
    };
    setTimeout(() => {
      if (this.down) return end(1006);
      if (readyState !== 0) return;
      readyState = 1;
      tell('open');
      if (person === '') return server.close(4401, 'TOKEN_EXPIRED');
      const refusal = this.#mayOpen(wire);
      if (refusal !== undefined) return server.close(4403, refusal.code);
      this.sockets.add(server);
      server.send(encodeStep1Frame(Y.encodeStateVector(this.room(server.room).doc)));
    }, 0);
    return {
      get readyState() {
        return readyState;
      },
      send: (data) => {
        if (readyState !== 1) return;
        const copy = data.slice();
        setTimeout(() => this.#receive(server, copy), 0);
      },
      close: (code = 1000) => end(code),
      addEventListener: (type, listener) => void listeners.push({ type, listener }),
    };
  };

  #history(query: URLSearchParams): HttpAnswer {
    const room = `${CENTRE}/${query.get('case')}/${query.get('room')}`;
    const refusal = this.#mayOpen(`${room}@1`);
    if (refusal !== undefined) return { ...json(refusal), status: 403 };
    const before = Number(query.get('before') ?? Number.POSITIVE_INFINITY);
    const older = (this.edits.get(room) ?? []).filter((edit) => edit.order < before);
    const limit = Number(query.get('limit'));
    return json({ edits: older.slice(0, limit), seq: this.room(room).seq, more: older.length > limit });
  }

  #mayOpen(wire: string): Refusal | undefined {
    const parsed = parseWireName(wire);
    if (parsed === undefined) return FORBIDDEN;
    const room = this.rooms.get(roomKey(parsed.name));
    if (parsed.name.case === '-') return undefined;
    if (this.#gone.has(parsed.name.case) || !this.#exists(parsed.name.case) || (room?.epoch ?? 1) !== parsed.epoch) return FORBIDDEN;
    return undefined;
  }

  #exists(caseId: string): boolean {
    return (this.rooms.get(`${CENTRE}/${caseId}/case`)?.acts.length ?? 0) > 0;
  }

  #receive(socket: ServerSocket, data: Uint8Array): void {
    if (!this.sockets.has(socket)) return;
    socket.received.push(data);
    const frame = decodeFrame(data);
    if (frame === undefined) {
      socket.close(4400, 'MALFORMED');
      return;
    }
    const room = this.room(socket.room);
    if (countsForReceipt(data)) socket.frames++;
    if (frame.kind === 'message' && frame.message?.type === 'hello') {
      const { since, clients } = frame.message;
      socket.hello = { since, clients };
      socket.send(
        encodeMessage({
          type: 'welcome',
          protocol: PROTOCOL_VERSION,
          schema: SCHEMA_VERSION,
          seq: room.seq,
          acts: room.acts.filter((entry) => entry.seq > since),
          writable: true,
        }),
      );
    } else if (frame.kind === 'step1') {
      socket.send(encodeUpdateFrame(Y.encodeStateAsUpdate(room.doc, frame.bytes), SYNC.step2));
      socket.send(encodeMessage({ type: 'head', seq: room.seq }));
    } else if (frame.kind === 'step2' || frame.kind === 'update') this.#content(socket, room, frame.bytes, socket.frames);
    else if (frame.kind === 'awareness')
      for (const other of this.sockets) if (other !== socket && other.room === socket.room) other.send(data);
  }

  #content(socket: ServerSocket, room: FakeRoom, bytes: Uint8Array, frame: number): void {
    const refusal = this.#refusalOf(room, socket.person, bytes);
    if (refusal !== undefined) {
      socket.send(encodeMessage({ type: 'refused', frame, refusal }));
      socket.close(4409, refusal.code);
      return;
    }
    const seq = this.#apply(room, bytes, socket);
    if (!this.mute) socket.send(encodeMessage({ type: 'receipt', frames: [{ frame, seq }] }));
  }

  #refusalOf(room: FakeRoom, person: string, bytes: Uint8Array): Refusal | undefined {
    const { missing, news } = readUpdate(room.doc, bytes);
    if (missing) return { code: 'MISSING_DEPENDENCIES', seen: 'a hole', expected: 'what stands before', todo: 'Merge again.' };
    return news ? this.judge(room.key, person, bytes) : undefined;
  }

  #apply(room: FakeRoom, bytes: Uint8Array, from?: ServerSocket): number {
    if (!readUpdate(room.doc, bytes).news) return room.seq;
    Y.applyUpdate(room.doc, bytes);
    this.#logUpdate(room, bytes, from);
    return room.seq;
  }

  #logUpdate(room: FakeRoom, bytes: Uint8Array, from?: ServerSocket): void {
    room.updates.push({ seq: ++room.seq, bytes });
    room.rev = ++this.#rev;
    for (const socket of this.sockets) {
      if (socket.room !== room.key || socket === from) continue;
      socket.send(encodeUpdateFrame(bytes));
      socket.send(encodeMessage({ type: 'head', seq: room.seq }));
    }
  }

  #sync(body: Uint8Array, person: string): Uint8Array {
    const request = decodeBulkRequest(body);
    if (request === undefined) throw new Error('no bulk request');
    this.syncs.push(request);
    const rooms = request.rooms.map((asked) => {
      const parsed = parseWireName(asked.wire);
      const creates = asked.intents.some((intent) => intent.command === 'case.create');
      const offers = asked.intents.length > 0 && asked.updates.length === 0 && asked.intents.every(({ command }) => command === OFFER);
      if (parsed !== undefined && offers && this.#mayOpen(asked.wire) !== undefined && this.takesOffers) {
        const room = this.room(roomKey(parsed.name));
        const logged = (intent: Intent) => room.acts.find((entry) => entry.intent.id === intent.id) ?? this.act(room.key, person, intent);
        return {
          wire: asked.wire,
          intents: asked.intents.map((intent) => ({ id: intent.id, entry: { ...logged(intent), seq: 1, at: 0 } })),
        };
      }
      if (parsed === undefined || (!creates && this.#mayOpen(asked.wire) !== undefined)) return { wire: asked.wire, refusal: FORBIDDEN };
      const room = this.room(roomKey(parsed.name));
      const updates = asked.updates.map((bytes) => {
        const refusal = this.#refusalOf(room, person, bytes);
        return refusal === undefined ? { seq: this.#apply(room, bytes) } : { refusal };
      });
      const intents = asked.intents.map((intent) => ({
        id: intent.id,
        entry: room.acts.find((entry) => entry.intent.id === intent.id) ?? this.act(room.key, person, intent),
      }));
      const erased = asked.from === undefined ? undefined : this.erased.get(room.key);
      const restored = asked.from !== undefined && (this.restored.get(room.key) ?? 0) > asked.from;
      const after = room.updates.filter((update) => update.seq > asked.since);
      return {
        wire: asked.wire,
        epoch: room.epoch,
        seq: room.seq,
        ...(asked.pull && after.length > 0
          ? { update: asked.since === 0 ? Y.encodeStateAsUpdate(room.doc) : Y.mergeUpdates(after.map((update) => update.bytes)) }
          : {}),
        ...(erased === undefined ? {} : { erased: [...erased] }),
        ...(restored ? { restored: true as const } : {}),
        acts: asked.pull ? room.acts.filter((entry) => entry.seq > asked.since) : [],
        updates,
        intents,
      };
    });
    return encodeBulk({ protocol: PROTOCOL_VERSION, schema: SCHEMA_VERSION, rooms });
  }

  #me(person: string): MeResponse {
    const directory = this.room(`${CENTRE}/-/directory`);
    return {
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      centre: { id: CENTRE, name: '中心' },
      person: { person, name: person, department: 'office', rights: ['case.create'] },
      rooms: [{ room: 'directory', wire: `${CENTRE}/-/directory@${directory.epoch}`, seq: directory.seq, write: false }],
      plugins: [],
      settings: this.settings,
    };
  }

  #rowsFrom(cursor: number, person: string): { rows: Row[]; cursor: number; more: boolean } {
    const cases = new Set([...this.rooms.keys()].flatMap((key) => parseRoomKey(key)?.case ?? []).filter((id) => id !== '-'));
    const late = [...cases].flatMap((id) => this.#row(id, person)).filter((row) => row.rev > cursor);
    const rows = late.sort((a, b) => a.rev - b.rev).slice(0, this.pageSize);
    return { rows, cursor: Math.max(cursor, ...rows.map((row) => row.rev)), more: rows.length < late.length };
  }

  #row(id: string, person: string): Row[] {
    const gone = this.#gone.get(id);
    if (gone !== undefined) return [{ case: id, rev: gone, gone: true, rooms: [], summary: {} }];
    const main = this.rooms.get(`${CENTRE}/${id}/case`);
    if (main === undefined || main.acts.length === 0) return [];
    const role: CaseRole | undefined = this.model.team(main.state)?.roleOf(person);
    if (role === undefined) return [];
    const rooms = ['case', 'joint'].map((name) => this.room(`${CENTRE}/${id}/${name}`));
    const summary = Object.fromEntries(
      rooms.map((room) => [
        parseRoomKey(room.key)?.room ?? '',
        { ...this.#model(room).summary?.(room.state, new ContentReader(room.doc)) },
      ]),
    );
    return [
      {
        case: id,
        rev: Math.max(...rooms.map((room) => room.rev)),
        gone: false,
        rooms: rooms.map((room) => ({
          room: parseRoomKey(room.key)?.room ?? '',
          wire: `${room.key}@${room.epoch}`,
          seq: room.seq,
          write: room.key.endsWith('joint'),
        })),
        summary,
      },
    ];
  }

  #model(room: FakeRoom) {
    const model = this.model.room(parseRoomKey(room.key)?.room ?? '');
    if (model === undefined) throw new Error(`no kind of room for ${room.key}`);
    return model;
  }
}

const json = (value: unknown, status = 200): HttpAnswer => ({ status, body: new TextEncoder().encode(JSON.stringify(value)) });

/** First number of each frame that a socket received: 0 sync, 1 awareness, 100 ours. */
export const kinds = (socket: ServerSocket): string[] =>
  socket.received.map((data) => (data[0] === MESSAGE.onedoor ? 'message' : data[0] === MESSAGE.sync ? `sync${data[1]}` : 'awareness'));

import {
  type BulkRequestInput,
  decodeBulkResponse,
  decodeFrame,
  type ErrorCode,
  encodeAwarenessFrame,
  encodeBulk,
  isErrorCode,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
} from '@onedoor/core';
import { contentDigest } from '@onedoor/core/testing';
import { type Limits, type Logger, MemoryLogStore } from '@onedoor/server';
import { type PersonId, type RawClient, type RawClientOptions, TestServer } from '@onedoor/server/testing';
import * as assert from 'uvu/assert';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';

/** What an attack met: a code of the one list, or one of these. */
export type Outcome =
  | ErrorCode
  /** Taken note of by nobody: no answer, no effect. */
  | 'ignored'
  /** Answered as if done, because it is done already: nothing new is logged. */
  | 'known'
  /** The connection was cut, without words. */
  | 'cut'
  /** Refused by HTTP or WebSocket itself, before anything of ours. */
  | 'protocol error';

/** Client id of 李, who looks on. */
export const VICTIM = 5000;

const CODE_OF_CLOSE: Readonly<Record<number, Outcome>> = { 1002: 'protocol error', 1003: 'protocol error', 1006: 'cut', 1009: 'TOO_LARGE' };

/** Of a copy: asking a document for a type by its class fixes that class for good. */
export function digestOf(doc: Y.Doc): string {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const digest = contentDigest(copy);
  copy.destroy();
  return digest;
}

/** A server with a case of four people, one of whom looks on: what an attack must leave as it was. */
export class Arena {
  readonly server: TestServer;
  readonly store: MemoryLogStore;
  /** Every line that the server wrote into its log. */
  readonly lines: string[];
  readonly li: RawClient;
  /** Every token that was made here. */
  readonly tokens: string[] = [];
  #clients = 700_000;

  private constructor(server: TestServer, store: MemoryLogStore, lines: string[], li: RawClient) {
    this.server = server;
    this.store = store;
    this.lines = lines;
    this.li = li;
  }

  static async open(limits: Partial<Limits> = {}): Promise<Arena> {
    const store = new MemoryLogStore();
    const lines: string[] = [];
    const write = (fields: object, text: string) => void lines.push(`${text} ${JSON.stringify(fields)}`);
    const log: Logger = { debug: write, info: write, warn: write, error: write };
    const server = await TestServer.start({ store, log, limits, origins: ['https://portal.example'] });
    const li = await server.joined('li', { clientId: VICTIM });
    li.doc.getText('t').insert(0, '李卫东记录：双方同意先量地');
    li.doc.getMap('m').set('k', '李');
    await li.receipt(li.sent);
    return new Arena(server, store, lines, li);
  }

  get url(): string {
    return this.server.url;
  }

  /** A client id that nobody has. */
  id(): number {
    return (this.#clients += 10);
  }

  async token(person: PersonId | 'stranger', lifeMs?: number): Promise<string> {
    const token = await this.server.token(person, lifeMs);
    this.tokens.push(token);
    return token;
  }

  /** A member, if nothing else is said, who does not send by themselves. */
  async client(person: PersonId | 'stranger' = 'wang', options: Partial<RawClientOptions> = {}): Promise<RawClient> {
    return this.server.client(person, { autoSend: false, token: await this.token(person), ...options });
  }

  async joined(person: PersonId = 'wang', options: Partial<RawClientOptions> = {}): Promise<RawClient> {
    const client = await this.client(person, options);
    await client.ready();
    return client;
  }

  /** A socket that is open and has said nothing. */
  async silent(person: PersonId = 'wang', options: Partial<RawClientOptions> = {}): Promise<RawClient> {
    const client = await this.client(person, { hello: false, ...options });
    await client.until('open', () => client.socket.readyState === 1 || client.closeCode !== undefined);
    return client;
  }

  /** Waits for the close, and tells its code. */
  async closed(client: RawClient): Promise<Outcome> {
    await client.until('a close', () => client.closeCode !== undefined, 15_000);
    client.close();
    return isErrorCode(client.closeReason) ? client.closeReason : (CODE_OF_CLOSE[client.closeCode ?? 0] ?? 'protocol error');
  }

  /** Sends an update as a member; a question of the server's is answered with nothing. */
  async update(update: Uint8Array, person: PersonId = 'wang', options: Partial<RawClientOptions> = {}): Promise<Outcome> {
    const client = await this.joined(person, options);
    const asked = client.step1Count;
    const frame = client.update(update);
    await client.until(
      'an answer',
      () => client.closeCode !== undefined || client.step1Count > asked || client.receipts.has(frame),
      15_000,
    );
    if (client.receipts.has(frame)) {
      client.close();
      return 'known';
    }
    if (client.closeCode === undefined) client.update(Uint8Array.of(0, 0), 1);
    return this.closed(client);
  }

  /** Sends one frame on a joined socket. */
  async frame(frame: Uint8Array | string, person: PersonId = 'wang', options: Partial<RawClientOptions> = {}): Promise<Outcome> {
    const client = await this.joined(person, options);
    client.raw(frame);
    return this.closed(client);
  }

  /** Sends presence, and another edit behind it: when that is logged, the presence has been dealt with. */
  async presence(bytes: Uint8Array, person: PersonId = 'wang', options: Partial<RawClientOptions> = {}): Promise<Outcome> {
    const client = await this.joined(person, options);
    client.raw(encodeAwarenessFrame(bytes));
    const frame = client.update(Uint8Array.of(0, 0));
    await client.until('an answer', () => client.closeCode !== undefined || client.receipts.has(frame));
    if (client.closeCode !== undefined) return this.closed(client);
    return 'ignored';
  }

  /** One bulk request about one room; the room's refusal or the first of its results. */
  async bulk(person: PersonId | 'stranger', room: Partial<BulkRequestInput['rooms'][number]>): Promise<Outcome> {
    const answer = await this.post(person, this.bulkBody(room));
    if (!answer.ok) return codeOf(await answer.text());
    const [found] = decodeBulkResponse(new Uint8Array(await answer.arrayBuffer()))?.rooms ?? [];
    const result =
      found?.refusal ??
      [...(found?.updates ?? []), ...(found?.intents ?? [])].map((each) => ('refusal' in each ? each.refusal : undefined))[0];
    return result !== undefined && isErrorCode(result.code) ? result.code : 'known';
  }

  bulkBody(room: Partial<BulkRequestInput['rooms'][number]>): Uint8Array {
    return encodeBulk({
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      device: 'attacker',
      rooms: [{ wire: this.server.wire(), since: 0, ...room }],
    });
  }

  async post(person: PersonId | 'stranger', body: Uint8Array): Promise<Response> {
    return fetch(`${this.url}/api/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await this.token(person)}`, 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(body),
    });
  }

  /** One request; the code of its answer. */
  async http(path: string, init: RequestInit & { readonly person?: PersonId | 'stranger' } = {}): Promise<Outcome> {
    const { person, headers, ...rest } = init;
    const own = new Headers(headers);
    if (person !== undefined) own.set('authorization', `Bearer ${await this.token(person)}`);
    const answer = await fetch(`${this.url}${path}`, { ...rest, headers: own });
    const text = await answer.text();
    return answer.ok ? 'known' : codeOf(text);
  }

  /** Who is present, as 李 sees it. */
  presences(): Map<number, Record<string, unknown>> {
    const all = new Awareness(new Y.Doc());
    for (const frame of this.li.frames) {
      const decoded = decodeFrame(frame);
      if (decoded?.kind === 'awareness') applyAwarenessUpdate(all, decoded.bytes, 'test');
    }
    const states = new Map([...all.getStates()].filter(([client]) => client !== all.clientID));
    all.destroy();
    return states;
  }

  /** All that an attack must leave as it was: log, copies, other replicas, lists and counts. */
  async traces(): Promise<unknown> {
    const { centre } = this.server;
    await this.li.until('all that is logged', () => digestOf(this.li.doc) === digestOf(centre.reader(this.server.wire()).doc));
    const lists = (['wang', 'li', 'zhao', 'sun', 'zhou'] as const).map((person) => [
      centre.rows(person, 0, 500),
      centre.roomsFor(person, 'k1'),
    ]);
    const { uptimeS: _, ...health } = centre.health();
    return {
      log: this.store.rooms().map(({ key, head, epoch }) => [key, head, epoch]),
      entries: this.store.rooms().map(({ id, head }) => this.store.entries(id, 1, head + 1).length),
      server: digestOf(centre.reader(this.server.wire()).doc),
      replica: digestOf(this.li.doc),
      lists,
      health,
      open: this.li.closeCode === undefined,
    };
  }

  /** Honest people are served as before. */
  async alive(): Promise<void> {
    const person = await this.server.joined('wang', { clientId: this.id(), device: 'honest' });
    assert.is(person.closeCode, undefined);
    person.close();
  }

  async close(): Promise<void> {
    await this.server.stop();
    this.store.close();
  }
}

function codeOf(text: string): Outcome {
  try {
    const body: unknown = JSON.parse(text);
    const code: unknown = typeof body === 'object' && body !== null && 'code' in body ? body.code : undefined;
    return isErrorCode(code) ? code : 'protocol error';
  } catch {
    return 'protocol error';
  }
}

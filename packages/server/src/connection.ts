import {
  type ClientMessage,
  closeCodeOf,
  decodeFrame,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  type Frame,
  isSealed,
  MESSAGE,
  PROTOCOL_VERSION,
  type Refusal,
  type Result,
  refuse,
  SCHEMA_VERSION,
  type ServerMessage,
  UpdateRejected,
} from '@onedoor/core';
import { STOCK_DEVICE, type Who } from './bindings.js';
import { DEVICE_REVOKED, type Devices, tokenMark } from './devices/devices.js';
import { type Gate, TokenBucket } from './gate.js';
import { MISSING } from './guard.js';
import { claim } from './items.js';
import type { Limits } from './limits.js';
import { EMPTY_PRESENCE, type Presence, type PresentUser, parseState, readPresence } from './presence.js';
import type { RoomRuntime, UpdateOutcome } from './room.js';

/** A socket as the engine sees it; `sockets.ts` makes one of a WebSocket, a simulator one of two queues. */
export interface ServerSocket {
  send(bytes: Uint8Array): void;
  close(code: number, reason: string): void;
  /** Bytes that the other side has not taken yet. */
  readonly bufferedAmount: number;
  /** Set by the engine. Text frames come as strings. */
  onmessage: ((data: Uint8Array | string) => void) | undefined;
  onclose: (() => void) | undefined;
}

/** Whose token this is and until when it holds, epoch milliseconds. */
export interface Identity {
  readonly person: string;
  readonly expiresAt: number;
  /** Mark of the token, by which a revoked device's is known. */
  readonly mark?: string;
}

/** What a connection needs of its centre. */
export interface ConnectionHost {
  readonly limits: Limits;
  readonly gate: Gate;
  readonly devices: Devices;
  readonly now: () => number;
  readonly verifyToken: (token: string) => Promise<Result<Identity>>;
  /** What this person may do in the room at this moment. */
  permit(connection: Connection): { readonly refusal: Refusal | undefined; readonly write: boolean };
  userOf(person: string): PresentUser;
  submit(connection: Connection, update: Uint8Array, done: (outcome: UpdateOutcome) => void): void;
  /** Calls `endTurn` when the turn's items are all settled. */
  atTurnEnd(connection: Connection): void;
  relay(from: Connection, frame: Uint8Array): void;
  closed(connection: Connection): void;
}

export interface ConnectionParts {
  readonly socket: ServerSocket;
  readonly room: RoomRuntime;
  readonly presence: Presence<Connection>;
  readonly identity: Identity;
  /** Our subprotocol: receipts, acts, refusals. */
  readonly private: boolean;
}

interface HeldFrame {
  readonly frame: number;
  readonly update: Uint8Array;
}

const MIN_PROTOCOL = 1;
const MIN_SCHEMA = 1;

/** What a client of another version is told; undefined where it fits. */
export function versionRefusal(protocol: number, schema: number): Refusal | undefined {
  const seen = `protocol ${protocol}, schema ${schema}`;
  const expected = `protocol ${PROTOCOL_VERSION}, schema ${SCHEMA_VERSION}`;
  if (protocol > PROTOCOL_VERSION || schema > SCHEMA_VERSION)
    return refuse('SERVER_TOO_OLD', { seen, expected, todo: 'Update the server.' }).refusal;
  if (protocol < MIN_PROTOCOL || schema < MIN_SCHEMA) return refuse('CLIENT_TOO_OLD', { seen, expected, todo: 'Reload the page.' }).refusal;
  return undefined;
}

const malformed = (seen: string): Refusal =>
  refuse('MALFORMED', { seen, expected: 'a frame of this protocol', todo: 'Use y-websocket, or our client.' }).refusal;
const tooLarge = (what: string, bytes: number, limit: number, todo: string): Refusal =>
  refuse('TOO_LARGE', { seen: `${what} of ${bytes} bytes`, expected: `${limit} or less`, todo }).refusal;
const NO_HELLO = refuse('TOO_SLOW', { seen: 'a socket without a hello', expected: 'hello at once', todo: 'Connect again.' }).refusal;
const EXPIRED = refuse('TOKEN_EXPIRED', { seen: 'a token past its time', expected: 'a valid token', todo: 'Sign in again.' }).refusal;

/** One socket on one room: reads frames, keeps what waits, and says what the log holds. */
export class Connection {
  readonly room: RoomRuntime;
  readonly private: boolean;
  readonly #host: ConnectionHost;
  readonly #socket: ServerSocket;
  readonly #presence: Presence<Connection>;
  #identity: Identity;
  #who: Who;
  #open = true;
  #ready: boolean;
  /** Client ids that may show presence here: the claimed ones, or the first that a stock client names. */
  readonly #ownIds = new Set<number>();
  readonly #presenceRate: TokenBucket;
  readonly #openedAt: number;
  /** Presence was left out for a client that did not read: it is told again. */
  #presenceMissed = false;
  #caughtUp = false;
  #frame = 0;
  #held: HeldFrame[] = [];
  #asked = false;
  #askNow = false;
  #receipts: { frame: number; seq: number }[] = [];
  #ending: { readonly refusal: Refusal; readonly frame?: number; readonly clients?: readonly number[] } | undefined;
  #sentAt: number;
  #headSentAt = 0;
  #headDue = false;
  #rowsSentAt = 0;
  #rowsDue = false;

  constructor(host: ConnectionHost, parts: ConnectionParts) {
    this.#host = host;
    this.#socket = parts.socket;
    this.room = parts.room;
    this.private = parts.private;
    this.#presence = parts.presence;
    this.#identity = parts.identity;
    this.#who = { person: parts.identity.person, device: STOCK_DEVICE };
    this.#ready = !parts.private;
    this.#openedAt = host.now();
    this.#sentAt = this.#openedAt;
    this.#presenceRate = new TokenBucket(host.limits.presencePerS, host.limits.presenceBurst, this.#openedAt);
    parts.socket.onmessage = (data) => this.#receive(data);
    parts.socket.onclose = () => this.#ended();
    if (this.#ready) this.#greet();
  }

  get who(): Who {
    return this.#who;
  }

  get open(): boolean {
    return this.#open;
  }

  /** Whether its device, or the one on which its token was used, is revoked. */
  isRevoked(devices: Devices): boolean {
    return devices.refusal(this.#identity.mark ?? '', this.#who.device) !== undefined;
  }

  /** False until a client of ours has said hello: nothing is sent before. */
  get ready(): boolean {
    return this.#open && this.#ready;
  }

  /**
   * True once step 1 is answered. Content that arrives before what it was written beside would be taken for a plain
   * deletion where it is one half of a contest: until then nothing is sent on, and the answer holds all of it.
   */
  get caughtUp(): boolean {
    return this.#caughtUp;
  }

  send(frame: Uint8Array): void {
    if (!this.#open) return;
    if (this.#socket.bufferedAmount > this.#host.limits.maxBufferedBytes) {
      this.#close(
        refuse('UNAVAILABLE', { seen: 'a socket that does not read', expected: 'a client that reads', todo: 'Connect again.' }).refusal,
      );
      return;
    }
    this.#sentAt = this.#host.now();
    this.#socket.send(frame);
  }

  /** Presence, which alone may be lost: the first to be left out where a client does not read. */
  show(frame: Uint8Array): void {
    if (this.#socket.bufferedAmount > this.#host.limits.presenceBufferedBytes) this.#presenceMissed = true;
    else this.send(frame);
  }

  tell(message: ServerMessage): void {
    if (this.private) this.send(encodeMessage(message));
  }

  /** News of the room has been sent: its head follows, at most once in a while. */
  headMoved(): void {
    this.#headDue = this.private;
  }

  rowsChanged(): void {
    this.#rowsDue = true;
    this.#tellRows(this.#host.now());
  }

  /** Closes the socket for a reason. Without a frame the refusal itself is not sent: the close code says all there is to know. */
  end(refusal: Refusal, about: { readonly frame?: number; readonly clients?: readonly number[] } = {}): void {
    if (!this.#open) return;
    // What could not be stored is not refused: the client sends it again after the close.
    if (refusal.code !== 'UNAVAILABLE' && (about.frame !== undefined || about.clients !== undefined)) {
      this.tell({
        type: 'refused',
        refusal,
        ...(about.frame === undefined ? {} : { frame: about.frame }),
        ...(about.clients === undefined ? {} : { clients: [...about.clients] }),
      });
    }
    this.#close(refusal);
  }

  /** Everything of this turn is settled: receipts first, then a question, then what was refused. */
  endTurn(): void {
    const receipts = this.#receipts.splice(0);
    if (receipts.length > 0) this.tell({ type: 'receipt', frames: receipts });
    if (this.#askNow) this.send(encodeStep1Frame(this.room.stateVector()));
    this.#askNow = false;
    if (this.#ending !== undefined) this.end(this.#ending.refusal, this.#ending);
  }

  /** What time alone brings about: expiry, signs of life, messages that were held back. */
  sweep(now: number): void {
    if (now >= this.#identity.expiresAt) return this.end(EXPIRED);
    if (!this.#ready && now - this.#openedAt >= this.#host.limits.helloMs) return this.end(NO_HELLO);
    if (!this.ready) return;
    if (this.#presenceMissed && this.#socket.bufferedAmount <= this.#host.limits.presenceBufferedBytes) {
      this.#presenceMissed = false;
      this.#showOthers(() => false);
    }
    this.#tellRows(now);
    const quiet = now - this.#sentAt >= this.#host.limits.quietMs;
    if (!quiet && !(this.#headDue && now - this.#headSentAt >= this.#host.limits.headMs)) return;
    if (!this.private) return this.send(EMPTY_PRESENCE);
    this.#headDue = false;
    this.#headSentAt = now;
    this.tell({ type: 'head', seq: this.room.head });
  }

  /** In the order of the server's rules: size, token, right, rate, and only then a look inside. */
  #receive(data: Uint8Array | string): void {
    if (!this.#open || this.#ending !== undefined) return;
    if (typeof data === 'string') return this.end(malformed('a text frame'));
    const isPrivate = data[0] === MESSAGE.onedoor;
    const oversize = this.#oversize(data, isPrivate);
    if (oversize !== undefined) return this.end(oversize);
    const expired = this.#host.now() >= this.#identity.expiresAt;
    if (expired && !isPrivate) return this.end(EXPIRED);
    const refusal = this.#host.permit(this).refusal ?? this.#host.gate.frame(this.#who.person, data.length);
    if (refusal !== undefined) return this.end(refusal);
    const frame = decodeFrame(data);
    if (frame === undefined) return this.end(malformed(data.length === 0 ? 'an empty frame' : 'an unknown frame'));
    if (frame.kind === 'message') {
      if (expired && frame.message?.type !== 'renew') return this.end(EXPIRED);
      return this.#message(frame.message);
    }
    if (!this.#ready) return this.end(malformed('a frame before hello'));
    this.#sync(frame);
  }

  #oversize(data: Uint8Array, isPrivate: boolean): Refusal | undefined {
    const { maxFrameBytes, maxMessageBytes, maxPresenceFrameBytes } = this.#host.limits;
    if (isPrivate && data.length > maxMessageBytes)
      return tooLarge('a private message', data.length, maxMessageBytes, 'Name fewer client ids.');
    if (data[0] === MESSAGE.awareness && data.length > maxPresenceFrameBytes)
      return tooLarge('presence', data.length, maxPresenceFrameBytes, 'Write it into the document.');
    return data.length > maxFrameBytes ? tooLarge('a frame', data.length, maxFrameBytes, 'Send less at once.') : undefined;
  }

  #sync(frame: Exclude<Frame, { kind: 'message' }>): void {
    if (frame.kind === 'queryAwareness') return this.#showOthers(() => false);
    if (frame.kind === 'awareness') return this.#present(frame.bytes);
    if (frame.kind === 'step1') return this.#answer(frame.bytes);
    const refusal = this.#host.gate.writes(this.#who.person, this.room.key);
    if (refusal !== undefined) return this.end(refusal);
    this.#frame++;
    this.#submit({ frame: this.#frame, update: frame.bytes }, frame.kind === 'step2');
  }

  #answer(vector: Uint8Array): void {
    const { maxVectorBytes } = this.#host.limits;
    if (vector.length > maxVectorBytes)
      return this.end(tooLarge('a state vector', vector.length, maxVectorBytes, 'Ask with an empty one.'));
    let content: Uint8Array;
    try {
      content = this.room.contentFor(vector);
    } catch {
      return this.end(malformed('a state vector that cannot be read'));
    }
    this.#host.gate.answered(this.#who.person, content.length);
    this.send(encodeUpdateFrame(content, 1));
    this.#caughtUp = true;
  }

  /**
   * @param answer an answer to step 1: what it does not cure nothing will
   * @param retry of a frame that was held: then `answer` tells whether this is its last chance
   */
  #submit(held: HeldFrame, answer: boolean, retry = false): void {
    this.#host.atTurnEnd(this);
    this.#host.submit(this, held.update, (outcome) => {
      this.#host.atTurnEnd(this);
      if (outcome.kind === 'refused') return this.#refuse(outcome.refusal, held.frame, outcome.clients);
      if (outcome.kind === 'missing') return answer && (retry || this.#asked) ? this.#refuse(MISSING, held.frame) : this.#hold(held);
      this.#receipts.push({ frame: held.frame, seq: outcome.seq });
      if (!retry) this.#retry(answer);
    });
  }

  #retry(answer: boolean): void {
    const last = answer && this.#asked;
    if (last) this.#asked = false;
    for (const held of this.#held.splice(0)) this.#submit(held, last, true);
  }

  #hold(held: HeldFrame): void {
    const { maxHeldFrames, maxHeldBytes } = this.#host.limits;
    const bytes = this.#held.reduce((sum, each) => sum + each.update.length, held.update.length);
    if (this.#held.length >= maxHeldFrames || bytes > maxHeldBytes) return this.#refuse(MISSING, held.frame);
    this.#held.push(held);
    if (this.#asked) return;
    this.#asked = true;
    this.#askNow = true;
  }

  #refuse(refusal: Refusal, frame: number, clients?: readonly number[]): void {
    this.#ending ??= { refusal, frame, ...(clients === undefined ? {} : { clients }) };
  }

  #message(message: ClientMessage | undefined): void {
    if (!this.private || message === undefined) return this.end(malformed('a private message that is none of ours'));
    if (message.type === 'hello') return this.#ready ? this.end(malformed('a second hello')) : this.#hello(message);
    if (!this.#ready) return this.end(malformed('a message before hello'));
    if (message.type === 'claim') {
      this.#claim(message.clients);
      return;
    }
    void this.#renew(message.token);
  }

  #hello(hello: Extract<ClientMessage, { type: 'hello' }>): void {
    const refusal = versionRefusal(hello.protocol, hello.schema);
    if (refusal !== undefined) return this.end(refusal, { clients: [] });
    this.#who = { person: this.#who.person, device: hello.device };
    if (this.isRevoked(this.#host.devices)) return this.end(DEVICE_REVOKED);
    if (this.#identity.mark !== undefined) this.#host.devices.note(this.#identity.mark, hello.device);
    if (!this.#claim(hello.clients)) return;
    this.#ready = true;
    const acts = this.room.acts.filter((entry) => entry.seq > hello.since);
    this.tell({
      type: 'welcome',
      protocol: PROTOCOL_VERSION,
      schema: SCHEMA_VERSION,
      seq: this.room.head,
      acts,
      writable: this.#host.permit(this).write,
    });
    this.#greet();
  }

  /** The server's own step 1, and who is here. A stock client's own earlier presence stays hidden from it: it would take it for its own. */
  #greet(): void {
    this.send(encodeStep1Frame(this.room.stateVector()));
    const { person } = this.#who;
    this.#showOthers((client) => (this.private ? this.#ownIds.has(client) : this.room.bindings.personOf(client) === person));
  }

  #claim(clients: readonly number[]): boolean {
    const clash = claim(this.room, clients, this.#who);
    if (clash !== undefined) {
      this.end(clash.refusal, { clients: clash.clients });
      return false;
    }
    for (const client of clients) this.#ownIds.add(client);
    return true;
  }

  async #renew(token: string): Promise<void> {
    const verified = await this.#host.verifyToken(token);
    if (!this.#open) return;
    if (!verified.ok) return this.end(verified.refusal);
    if (verified.value.person !== this.#who.person)
      return this.end(
        refuse('UNAUTHENTICATED', { seen: "another person's token", expected: 'a token of the same person', todo: 'Sign in again.' })
          .refusal,
      );
    const mark = tokenMark(token);
    this.#identity = { ...verified.value, mark };
    if (this.isRevoked(this.#host.devices)) return this.end(DEVICE_REVOKED);
    if (this.#who.device !== STOCK_DEVICE) this.#host.devices.note(mark, this.#who.device);
    this.tell({ type: 'renewed', expiresAt: verified.value.expiresAt });
  }

  /** Clients pass on what they know of others, too: that is read over, as only own ids are shown, with the server's clocks. */
  #present(update: Uint8Array): void {
    const sent = readPresence(update);
    if (sent === undefined) return this.end(malformed('a presence that cannot be read'));
    const [first] = sent.keys();
    // A stock client sends its own presence first, and later echoes everybody else's: only the first id is its own.
    if (!this.private && this.#ownIds.size === 0 && first !== undefined) {
      if (!this.#claim([first])) return;
      this.#showOthers(() => false);
    }
    // Not even the others who are named see who reads along: a reader of a sealed room spreads none.
    if (isSealed(this.room.definition.rule)) return;
    const own = [...sent].filter(([client]) => this.#ownIds.has(client)).slice(0, this.#host.limits.maxPresentIds);
    const shown = this.#shown(own);
    if (shown === undefined || shown.size === 0 || !this.#presenceRate.take(this.#host.now())) return;
    this.#host.relay(this, this.#presence.put(this, shown));
  }

  /** States as others may see them; undefined where the socket was ended for one of them. */
  #shown(own: readonly (readonly [number, string])[]): Map<number, Readonly<Record<string, unknown>> | null> | undefined {
    const { maxPresenceBytes } = this.#host.limits;
    const { write } = this.#host.permit(this);
    const user = this.#host.userOf(this.#who.person);
    const shown = new Map<number, Readonly<Record<string, unknown>> | null>();
    for (const [client, json] of own) {
      if (json.length > maxPresenceBytes) {
        this.end(tooLarge('a presence', json.length, maxPresenceBytes, 'Write it into the document.'));
        return undefined;
      }
      let read: ReturnType<typeof parseState>;
      try {
        read = parseState(json);
      } catch (error) {
        const seen = error instanceof UpdateRejected ? `a presence of ${error.message}` : 'a presence';
        this.end(refuse('TOO_DEEP', { seen, expected: 'a flat state', todo: 'Write it into the document.' }).refusal);
        return undefined;
      }
      if (read === undefined) {
        this.end(malformed('a presence that cannot be read'));
        return undefined;
      }
      shown.set(client, read.state === null ? null : { ...(write ? read.state : {}), user });
    }
    return shown;
  }

  #showOthers(hidden: (client: number) => boolean): void {
    const others = this.#presence.others(this, hidden);
    if (others === undefined) return;
    this.#host.gate.answered(this.#who.person, others.length);
    this.show(others);
  }

  #tellRows(now: number): void {
    if (!this.#rowsDue || !this.ready || now - this.#rowsSentAt < this.#host.limits.headMs) return;
    this.#rowsDue = false;
    this.#rowsSentAt = now;
    this.tell({ type: 'rows' });
  }

  #close(refusal: Refusal): void {
    if (!this.#open) return;
    const { code } = refusal;
    this.#ended();
    this.#socket.close(closeCodeOf(code), code);
  }

  #ended(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#held = [];
    const gone = this.#presence.remove(this);
    if (gone !== undefined) this.#host.relay(this, gone);
    this.#host.closed(this);
  }
}

import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { BEARER_PREFIX, closeCodeOf, type ErrorCode, STOCK_SUBPROTOCOL, SUBPROTOCOL } from '@onedoor/core';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TokenVerifier } from './auth/tokens.js';
import type { Centre } from './centre.js';
import type { ServerSocket } from './connection.js';
import { tokenMark } from './devices/devices.js';
import { Doorway } from './doorway.js';
import { clientAddress } from './gate.js';
import type { Logger } from './logger.js';

const PATH = /^\/ws\/([^?]+)/;

export interface SocketOptions {
  readonly centre: Centre;
  readonly tokens: TokenVerifier;
  readonly log: Logger;
  /** Whether a page of this origin may connect. */
  readonly originAllowed: (origin: string | undefined, host: string | undefined) => boolean;
  /** Addresses of proxies of ours, whose X-Forwarded-For is believed. */
  readonly proxies: ReadonlySet<string>;
}

/** How many sockets each person or address has open. */
class OpenCount {
  readonly #open = new Map<string, number>();

  of(key: string): number {
    return this.#open.get(key) ?? 0;
  }

  /** @returns how to count it off again */
  add(key: string): () => void {
    this.#open.set(key, this.of(key) + 1);
    return () => {
      const left = this.of(key) - 1;
      if (left > 0) this.#open.set(key, left);
      else this.#open.delete(key);
    };
  }
}

/** A control frame of a client: header, mask and what it carries. */
const CONTROL_BYTES = 6;
/** Bytes that a frame header and the like may leave behind; more means that a frame has begun. */
const UNFINISHED_BYTES = 4096;

/** Tells whether a frame that has begun does not end. A frame, and all its fragments, are kept until it does. */
class FrameClock {
  readonly #stream: Duplex & { readonly bytesRead?: number };
  #settledBytes: number;
  #since: number | undefined;

  constructor(stream: Duplex) {
    this.#stream = stream;
    this.#settledBytes = this.#bytesRead;
  }

  get #bytesRead(): number {
    return this.#stream.bytesRead ?? 0;
  }

  message(): void {
    this.#settledBytes = this.#bytesRead;
    this.#since = undefined;
  }

  control(byteCount: number): void {
    this.#settledBytes += CONTROL_BYTES + byteCount;
  }

  isLate(now: number, limitMs: number): boolean {
    if (this.#bytesRead - this.#settledBytes <= UNFINISHED_BYTES) this.#since = undefined;
    else this.#since ??= now;
    return this.#since !== undefined && now - this.#since >= limitMs;
  }
}

/** Serves `/ws/<wire name>`. Refusals accept the upgrade and close with a code: a stock client retries an HTTP error for ever. */
export function serveSockets(server: Server, options: SocketOptions): () => void {
  const { centre, log } = options;
  const { limits, gate } = centre;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.maxFrameBytes,
    perMessageDeflate: false,
    // By name: the default is the first offer, which echoes a token that stands first.
    handleProtocols: (offered) => selectProtocol(offered) ?? false,
  });
  const alive = new WeakSet<WebSocket>();
  const clocks = new Map<WebSocket, FrameClock>();
  const outbox = new Outbox();
  const doorway = new Doorway();
  const byAddress = new OpenCount();
  const byPerson = new OpenCount();
  let open = 0;
  const frames = setInterval(
    () => {
      const now = Date.now();
      for (const [socket, clock] of clocks) if (clock.isLate(now, limits.frameMs)) socket.terminate();
    },
    Math.max(50, limits.frameMs / 4),
  );
  frames.unref();
  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.has(socket)) {
        socket.terminate();
        continue;
      }
      alive.delete(socket);
      socket.ping();
    }
  }, limits.pingMs);
  pings.unref();
  const welcome = (request: IncomingMessage, stream: Duplex, head: Buffer, admission: Admission) => {
    if (stream.destroyed) return;
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const clock = new FrameClock(stream);
      clocks.set(socket, clock);
      alive.add(socket);
      socket.on('message', () => clock.message());
      socket.on('pong', (data) => {
        alive.add(socket);
        clock.control(data.length);
      });
      socket.on('close', () => clocks.delete(socket));
      socket.on('error', (error) => log.debug({ error: error.message }, 'a socket failed'));
      const refused = (code: ErrorCode) => socket.close(closeCodeOf(code), code);
      if (admission.code !== undefined) return refused(admission.code);
      const { person } = admission;
      socket.on('ping', (data) => {
        clock.control(data.length);
        if (gate.frame(person, CONTROL_BYTES + data.length) !== undefined) refused('TOO_OFTEN');
      });
      if (byPerson.of(person) >= limits.maxPersonSockets) return refused('TOO_OFTEN');
      socket.on('close', byPerson.add(person));
      centre.connect(adapt(socket, stream, outbox), {
        person,
        expiresAt: admission.expiresAt,
        mark: admission.mark,
        wire: admission.wire,
        private: socket.protocol === SUBPROTOCOL,
      });
    });
  };
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    const address = clientAddress(request.socket.remoteAddress, request.headers['x-forwarded-for']?.toString(), options.proxies);
    // A handshake costs more than a closed connection: above these there is none.
    if (open >= limits.maxSockets || byAddress.of(address) >= limits.maxAddressSockets) {
      stream.destroy();
      return;
    }
    open++;
    const leave = byAddress.add(address);
    stream.on('close', () => {
      open--;
      leave();
    });
    const fail = (error: unknown) => {
      log.error({ error: String(error) }, 'an upgrade failed');
      stream.destroy();
    };
    doorway.enter(() => {
      if (stream.destroyed) return;
      void admit(request, address, options)
        .then((admission) => doorway.enter(() => welcome(request, stream, head, admission), fail))
        .catch(fail);
    }, fail);
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
    clearInterval(pings);
    clearInterval(frames);
    for (const socket of sockets.clients) {
      if (socket.readyState === socket.OPEN) socket.close(closeCodeOf('UNAVAILABLE'), 'UNAVAILABLE');
      // A client that does not answer the close must not hold up the server's end.
      setTimeout(() => socket.terminate(), 500).unref();
    }
    sockets.close();
  };
}

/** The first offer that is known. */
export function selectProtocol(offered: Iterable<string>): string | undefined {
  for (const protocol of offered) if (protocol === SUBPROTOCOL || protocol === STOCK_SUBPROTOCOL) return protocol;
  return undefined;
}

type Admission =
  | { readonly code: ErrorCode }
  | { readonly code?: undefined; readonly person: string; readonly expiresAt: number; readonly wire: string; readonly mark: string };

async function admit(
  { headers, url }: IncomingMessage,
  address: string,
  { centre: { gate, devices }, tokens, originAllowed }: SocketOptions,
): Promise<Admission> {
  const busy = gate.request(address);
  if (busy !== undefined) return { code: busy.code };
  const offered = (headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (!originAllowed(headers.origin, headers.host)) return { code: 'ORIGIN_DENIED' };
  if (selectProtocol(offered) === undefined) return { code: 'MALFORMED' };
  const token = offered.find((protocol) => protocol.startsWith(BEARER_PREFIX))?.slice(BEARER_PREFIX.length);
  if (token === undefined) return { code: 'UNAUTHENTICATED' };
  const tried = gate.signIn(address, token);
  if (tried !== undefined) return { code: tried.code };
  const verified = await tokens.verify(token);
  // A token that has run out was good once: a whole office may come back with such ones in the morning.
  if (!verified.ok && verified.refusal.code === 'UNAUTHENTICATED') gate.signInFailed(address);
  if (!verified.ok) return { code: verified.refusal.code };
  const mark = tokenMark(token);
  const revoked = devices.refusal(mark, undefined);
  if (revoked !== undefined) return { code: revoked.code };
  gate.signedIn(token, verified.value.expiresAt);
  return { ...verified.value, mark, wire: wireOf(url ?? '') };
}

/** What no room can be named becomes an unknown room: answered like any other. */
function wireOf(url: string): string {
  try {
    return decodeURIComponent(PATH.exec(url)?.[1] ?? '');
  } catch {
    return '';
  }
}

/** A socket's way out: what one turn sends to it leaves in one write. */
class Outbox {
  readonly #corked: Duplex[] = [];
  #bytes: Uint8Array | undefined;
  #frame: Buffer = Buffer.alloc(0);

  /** Writes a binary message, whose frame is made once for all sockets that get the same bytes one after the other. */
  write(stream: Duplex, bytes: Uint8Array): void {
    if (this.#bytes !== bytes) {
      this.#bytes = bytes;
      this.#frame = frameOf(bytes);
    }
    if (stream.writableCorked === 0) {
      stream.cork();
      this.#corked.push(stream);
      if (this.#corked.length === 1) process.nextTick(() => this.#release());
    }
    stream.write(this.#frame);
  }

  #release(): void {
    this.#bytes = undefined;
    for (const stream of this.#corked.splice(0)) stream.uncork();
  }
}

/** Above it the length of a frame takes two bytes of its own, and above the second eight. */
const SHORT_BYTES = 125;
const LONG_BYTES = 0xffff;

/** A server's binary message as one unmasked frame: RFC 6455, section 5.2. */
export function frameOf(bytes: Uint8Array): Buffer {
  const { length } = bytes;
  const header = length <= SHORT_BYTES ? 2 : length <= LONG_BYTES ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = 0x82;
  frame[1] = header === 2 ? length : header === 4 ? 126 : 127;
  if (header === 4) frame.writeUInt16BE(length, 2);
  if (header === 10) frame.writeBigUInt64BE(BigInt(length), 2);
  frame.set(bytes, header);
  return frame;
}

/** @param stream what the socket writes to: without compression each of its messages is one write, so that ours may stand between them */
function adapt(socket: WebSocket, stream: Duplex, outbox: Outbox): ServerSocket {
  const adapted: ServerSocket = {
    send: (bytes) => {
      if (socket.readyState === socket.OPEN) outbox.write(stream, bytes);
    },
    close: (code, reason) => socket.close(code, reason),
    get bufferedAmount() {
      return socket.bufferedAmount;
    },
    onmessage: undefined,
    onclose: undefined,
  };
  socket.on('message', (data, isBinary) => {
    // Copied: what is kept of a frame must not keep the whole buffer that it came in.
    const bytes = Array.isArray(data) ? Buffer.concat(data) : data;
    adapted.onmessage?.(isBinary ? Uint8Array.from(bytes instanceof ArrayBuffer ? new Uint8Array(bytes) : bytes) : '');
  });
  socket.on('close', () => adapted.onclose?.());
  return adapted;
}

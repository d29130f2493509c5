import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { BEARER_PREFIX, closeCodeOf, type ErrorCode, STOCK_SUBPROTOCOL, SUBPROTOCOL } from '@onedoor/core';
import { type WebSocket, WebSocketServer } from 'ws';
import type { TokenVerifier } from './auth/tokens.js';
import type { Centre } from './centre.js';
import type { ServerSocket } from './connection.js';
import type { Logger } from './logger.js';

const PATH = /^\/ws\/([^?]+)/;
/** TCP alone does not tell that a phone has left: who does not answer a ping by the next one is gone. */
const PING_MS = 30_000;

export interface SocketOptions {
  readonly centre: Centre;
  readonly tokens: TokenVerifier;
  readonly log: Logger;
  /** Whether a page of this origin may connect. */
  readonly originAllowed: (origin: string | undefined, host: string | undefined) => boolean;
}

/** Serves `/ws/<wire name>`. Refusals accept the upgrade and close with a code: a stock client retries an HTTP error for ever. */
export function serveSockets(server: Server, { centre, tokens, log, originAllowed }: SocketOptions): () => void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: centre.limits.maxFrameBytes,
    perMessageDeflate: false,
    // By name: the default is the first offer, which echoes a token that stands first.
    handleProtocols: (offered) => selectProtocol(offered) ?? false,
  });
  const alive = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    for (const socket of sockets.clients) {
      if (!alive.has(socket)) {
        socket.terminate();
        continue;
      }
      alive.delete(socket);
      socket.ping();
    }
  }, PING_MS);
  pings.unref();
  const upgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    stream.on('error', () => stream.destroy());
    void admit(request, tokens, originAllowed)
      .then((admission) => {
        if (stream.destroyed) return;
        sockets.handleUpgrade(request, stream, head, (socket) => {
          alive.add(socket);
          socket.on('pong', () => alive.add(socket));
          socket.on('error', (error) => log.debug({ error: error.message }, 'a socket failed'));
          if (admission.code !== undefined) return socket.close(closeCodeOf(admission.code), admission.code);
          centre.connect(adapt(socket), {
            person: admission.person,
            expiresAt: admission.expiresAt,
            wire: admission.wire,
            private: socket.protocol === SUBPROTOCOL,
          });
        });
      })
      .catch((error: unknown) => {
        log.error({ error: String(error) }, 'an upgrade failed');
        stream.destroy();
      });
  };
  server.on('upgrade', upgrade);
  return () => {
    server.off('upgrade', upgrade);
    clearInterval(pings);
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
  | { readonly code?: undefined; readonly person: string; readonly expiresAt: number; readonly wire: string };

async function admit(request: IncomingMessage, tokens: TokenVerifier, originAllowed: SocketOptions['originAllowed']): Promise<Admission> {
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((protocol) => protocol.trim());
  if (!originAllowed(request.headers.origin, request.headers.host)) return { code: 'FORBIDDEN' };
  if (selectProtocol(offered) === undefined) return { code: 'MALFORMED' };
  const token = offered.find((protocol) => protocol.startsWith(BEARER_PREFIX))?.slice(BEARER_PREFIX.length);
  if (token === undefined) return { code: 'UNAUTHENTICATED' };
  const verified = await tokens.verify(token);
  if (!verified.ok) return { code: verified.refusal.code };
  return { ...verified.value, wire: wireOf(request.url ?? '') };
}

/** What no room can be named becomes an unknown room: answered like any other. */
function wireOf(url: string): string {
  try {
    return decodeURIComponent(PATH.exec(url)?.[1] ?? '');
  } catch {
    return '';
  }
}

function adapt(socket: WebSocket): ServerSocket {
  const adapted: ServerSocket = {
    send: (bytes) => {
      if (socket.readyState === socket.OPEN) socket.send(bytes);
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

import {
  type ActEntry,
  BEARER_PREFIX,
  decodeServerMessage,
  type ErrorCode,
  encodeMessage,
  isErrorCode,
  MESSAGE,
  PROTOCOL_VERSION,
  type Refusal,
  SCHEMA_VERSION,
  SUBPROTOCOL,
} from '@onedoor/core';
import { WebsocketProvider } from 'y-websocket';
import type { RoomCopy } from '../copy.js';
import type { Platform } from '../platform.js';
import { readRefusal } from './api.js';
import { ReceiptSocket } from './receipt-socket.js';

const MAX_BACKOFF_MS = 10_000;

export interface LinkHooks {
  /** Yjs client ids of this device that may still send in this room. */
  clients(): readonly number[];
  /** Last act that is held. */
  since(): number;
  /** Content entries that the document holds and nobody has receipted. */
  unlogged(): readonly string[];
  sent(ids: readonly string[]): void;
  lost(ids: readonly string[]): void;
  logged(changes: readonly { readonly id: string; readonly seq: number }[]): void;
  refused(refusal: Refusal, ids: readonly string[]): void;
  /** The server has greeted the socket. */
  welcomed(): void;
  acts(entries: readonly ActEntry[], through: number): void;
  head(seq: number): void;
  rowsChanged(): void;
  /** Connected, synced, or what the person may do has changed. */
  changed(): void;
  /** Closed for good with this code; the link does nothing more until `retry`. */
  ended(code: ErrorCode): void;
}

export interface LinkOptions {
  readonly server: string;
  readonly wire: string;
  readonly copy: RoomCopy;
  readonly device: string;
  readonly token: string | undefined;
  readonly platform: Platform;
  readonly hooks: LinkHooks;
}

const CODE_OF_CLOSE: Readonly<Record<number, ErrorCode>> = {
  4400: 'MALFORMED',
  4401: 'TOKEN_EXPIRED',
  4403: 'FORBIDDEN',
  4409: 'PAST_EPOCH',
  4410: 'DEVICE_REVOKED',
  4426: 'CLIENT_TOO_OLD',
  4428: 'PURPOSE_REQUIRED',
  1009: 'TOO_LARGE',
};

/** The live connection of one room: y-websocket's provider, and our own messages beside it. */
export class RoomLink {
  readonly wire: string;
  readonly provider: WebsocketProvider;
  writable: boolean | undefined;
  /** What the server refused last; told again where it closes for it. */
  refusal: Refusal | undefined;
  #token: string | undefined;
  #socket: ReceiptSocket | undefined;
  readonly #hooks: LinkHooks;
  readonly #copy: RoomCopy;

  constructor({ server, wire, copy, device, token, platform, hooks }: LinkOptions) {
    this.wire = wire;
    this.#token = token;
    this.#hooks = hooks;
    this.#copy = copy;
    const link = this;
    class Socket extends ReceiptSocket {
      constructor(url: string) {
        super(url, {
          open: (address) =>
            platform.openSocket(address, [SUBPROTOCOL, ...(link.#token === undefined ? [] : [BEARER_PREFIX + link.#token])]),
          hello: () =>
            encodeMessage({
              type: 'hello',
              protocol: PROTOCOL_VERSION,
              schema: SCHEMA_VERSION,
              device,
              clients: [...hooks.clients()],
              since: hooks.since(),
            }),
          carried(kind) {
            const ids = kind === 'step2' ? hooks.unlogged() : copy.emitting;
            hooks.sent(ids);
            return ids;
          },
          lost: (ids) => hooks.lost(ids),
        });
        link.#socket = this;
        link.writable = undefined;
      }
    }
    this.provider = new WebsocketProvider(`${server.replace(/^http/, 'ws').replace(/\/+$/, '')}/ws`, wire, copy.doc, {
      connect: false,
      disableBc: true,
      awareness: copy.awareness,
      // The provider uses no more of a WebSocket than this class has.
      WebSocketPolyfill: Socket as unknown as typeof WebSocket,
      maxBackoffTime: MAX_BACKOFF_MS / 2 + ((platform.randomBytes(1)[0] ?? 0) / 256) * (MAX_BACKOFF_MS / 2),
      shouldReconnect: (event) => !((event.code >= 4400 && event.code < 4500) || event.code === 1009),
    });
    this.provider.messageHandlers[MESSAGE.onedoor] = (_encoder, decoder) => this.#onMessage(decodeServerMessage(decoder));
    this.provider.on('status', () => hooks.changed());
    this.provider.on('sync', () => hooks.changed());
    this.provider.on('closed', ({ code, reason }) => {
      const named = reason.split(/[\s:]/, 1)[0];
      hooks.ended(isErrorCode(named) ? named : (this.refusal?.code ?? CODE_OF_CLOSE[code] ?? 'MALFORMED'));
    });
    this.provider.connect();
  }

  get connected(): boolean {
    return this.provider.wsconnected;
  }

  get synced(): boolean {
    return this.provider.synced;
  }

  /** A newer token: for this socket and for the ones after it. */
  setToken(token: string): void {
    this.#token = token;
    if (this.connected) this.#send(encodeMessage({ type: 'renew', token }));
  }

  /** Client ids of a tab that opened the room later. */
  claim(clients: readonly number[]): void {
    if (this.connected && clients.length > 0) this.#send(encodeMessage({ type: 'claim', clients: [...clients] }));
  }

  /** Connects again after `ended`. */
  retry(): void {
    this.refusal = undefined;
    this.provider.connect();
  }

  close(): void {
    this.provider.destroy();
  }

  #send(frame: Uint8Array): void {
    this.#socket?.send(frame);
  }

  #onMessage(message: ReturnType<typeof decodeServerMessage>): void {
    if (message === undefined) return;
    switch (message.type) {
      case 'welcome':
        this.writable = message.writable;
        this.#hooks.welcomed();
        this.#hooks.acts(message.acts, message.seq);
        this.#hooks.changed();
        break;
      case 'receipt':
        this.#hooks.logged(message.frames.flatMap(({ frame, seq }) => (this.#socket?.settle(frame) ?? []).map((id) => ({ id, seq }))));
        break;
      case 'refused': {
        const refusal = readRefusal(message.refusal);
        if (refusal === undefined) break;
        this.refusal = refusal;
        this.#hooks.refused(refusal, message.frame === undefined ? [] : (this.#socket?.settle(message.frame) ?? []));
        break;
      }
      case 'act':
        this.#hooks.acts([message.entry], message.entry.seq);
        break;
      case 'head':
        // Before the first answer to step 1 the head says nothing of the content that is missing here.
        if (this.synced && !this.#copy.closed) this.#hooks.head(message.seq);
        break;
      case 'rows':
        this.#hooks.rowsChanged();
        break;
      case 'renewed':
        break;
    }
  }
}

import { countsForReceipt, SYNC } from '@onedoor/core';
import type { SocketEvent, SocketLike } from '../platform.js';

type Handler = ((event: SocketEvent) => void) | null;

export interface ReceiptHooks {
  /** Opens the socket underneath, with the token of this moment. */
  open(url: string): SocketLike;
  /** First frame of the socket. */
  hello(): Uint8Array;
  /** Ids of the outbox entries that a counted frame carries; they count as sent from now on. */
  carried(kind: 'step2' | 'update'): readonly string[];
  /** The socket ended: these were on the way without a receipt. */
  lost(ids: readonly string[]): void;
}

/**
 * What `WebsocketProvider` takes for its WebSocket. It says hello before the provider says anything, numbers the
 * frames as the server does, and remembers which outbox entries each of them carried.
 */
export class ReceiptSocket {
  static readonly OPEN = 1;
  readonly OPEN = 1;
  binaryType = 'arraybuffer';
  onopen: Handler = null;
  onmessage: Handler = null;
  onclose: Handler = null;
  onerror: Handler = null;
  readonly #socket: SocketLike;
  readonly #hooks: ReceiptHooks;
  readonly #frames = new Map<number, readonly string[]>();
  #count = 0;
  #ended = false;

  constructor(url: string, hooks: ReceiptHooks) {
    this.#hooks = hooks;
    this.#socket = hooks.open(url);
    this.#socket.addEventListener('open', (event) => {
      if (this.#ended) return;
      this.#socket.send(hooks.hello());
      this.onopen?.(event);
    });
    this.#socket.addEventListener('message', (event) => {
      if (!this.#ended) this.onmessage?.(event);
    });
    this.#socket.addEventListener('error', (event) => this.onerror?.(event));
    this.#socket.addEventListener('close', (event) => {
      this.#end();
      this.onclose?.(event);
    });
  }

  get readyState(): number {
    return this.#socket.readyState;
  }

  send(data: Uint8Array): void {
    // Closing already, and the provider has not heard: what is said now reaches nobody and is sent again with the next socket.
    if (this.#socket.readyState !== this.OPEN) return;
    if (countsForReceipt(data)) {
      const ids = this.#hooks.carried(data[1] === SYNC.step2 ? 'step2' : 'update');
      this.#frames.set(++this.#count, ids);
    }
    this.#socket.send(data);
  }

  /** Entries of frame `frame`, which is settled: logged or refused. */
  settle(frame: number): readonly string[] {
    const ids = this.#frames.get(frame) ?? [];
    this.#frames.delete(frame);
    return ids;
  }

  close(code?: number, reason?: string): void {
    // The provider has let go of it: whatever still comes from it is of the past.
    this.#end();
    this.#socket.close(code, reason);
  }

  #end(): void {
    if (this.#ended) return;
    this.#ended = true;
    const open = [...this.#frames.values()].flat();
    this.#frames.clear();
    if (open.length > 0) this.#hooks.lost(open);
  }
}

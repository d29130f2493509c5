import type { HttpAnswer, HttpRequest, SocketEvent, SocketLike } from '@onedoor/client';
import type { Random } from '@onedoor/core/testing';
import type { ServerSocket } from '@onedoor/server';
import type { Browser } from './browser.js';

/** The server as the network reaches it. Throws, or rejects, while it is down. */
export interface Door {
  accept(socket: ServerSocket, url: string, protocols: readonly string[]): void;
  answer(request: HttpRequest): Promise<HttpAnswer>;
}

/** What looks over the network's shoulder. */
export interface Listener {
  /** A frame reaches the server; `frame` is its place among those of this wire that get a number in receipts. */
  arrived(wire: Wire, bytes: Uint8Array): void;
  /** The server gives a frame away. */
  given(wire: Wire, bytes: Uint8Array): void;
  answered(request: HttpRequest, answer: HttpAnswer): void;
  /** A page posts to the other pages of its browser. */
  posted(browser: Browser, message: unknown): void;
}

/** Something on its way that moves when the test says so. */
export interface InFlight {
  readonly ready: boolean;
  deliver(): void;
}

type Up = { readonly kind: 'connect' } | { readonly kind: 'data'; readonly bytes: Uint8Array } | { readonly kind: 'close' };
type Down =
  | { readonly kind: 'open' }
  | { readonly kind: 'data'; readonly bytes: Uint8Array }
  | { readonly kind: 'close'; readonly code: number; readonly reason: string };
type EventType = 'open' | 'message' | 'close' | 'error';

/** One socket with both of its ends. Frames wait, in order, until they are delivered. */
export class Wire implements SocketLike, ServerSocket {
  readyState = 0;
  readonly bufferedAmount = 0;
  onmessage: ((data: Uint8Array | string) => void) | undefined;
  onclose: (() => void) | undefined;
  readonly url: string;
  readonly protocols: readonly string[];
  readonly #door: Door;
  readonly #listener: Listener;
  readonly #handlers: { readonly type: EventType; readonly run: (event: SocketEvent) => void }[] = [];
  #up: Up[] = [{ kind: 'connect' }];
  #down: Down[] = [];
  #serverOpen = false;
  #abandoned = false;

  constructor(door: Door, listener: Listener, url: string, protocols: readonly string[]) {
    this.#door = door;
    this.#listener = listener;
    this.url = url;
    this.protocols = protocols;
  }

  /** Nothing can happen on it any more. */
  get over(): boolean {
    return this.#up.length === 0 && this.#down.length === 0 && !this.#serverOpen && (this.readyState === 3 || this.#abandoned);
  }

  get connected(): boolean {
    return this.readyState === 1 || this.#serverOpen;
  }

  readonly upward: InFlight = this.#lane(
    () => this.#up.length > 0,
    () => this.#arrive(),
  );
  readonly downward: InFlight = this.#lane(
    () => this.#down.length > 0,
    () => this.#reach(),
  );

  addEventListener(type: EventType, run: (event: SocketEvent) => void): void {
    this.#handlers.push({ type, run });
  }

  /** Both ends have this method: a client sends to the server, and the server's end is `serverEnd`. */
  send(data: Uint8Array): void {
    if (this.readyState === 1) this.#up.push({ kind: 'data', bytes: data.slice() });
  }

  close(): void {
    if (this.readyState >= 2) return;
    this.readyState = 2;
    this.#up.push({ kind: 'close' });
  }

  /** Changes the first frame on its way to the server for which `change` gives another one. */
  tamper(change: (bytes: Uint8Array) => Uint8Array | undefined): boolean {
    for (const [at, event] of this.#up.entries()) {
      const bytes = event.kind === 'data' ? change(event.bytes) : undefined;
      if (bytes === undefined) continue;
      this.#up[at] = { kind: 'data', bytes };
      return true;
    }
    return false;
  }

  /** The connection breaks; what is in flight is lost. One side may notice later than the other. */
  cut(first: 'both' | 'client' | 'server' = 'both'): void {
    const wasOpen = this.#serverOpen;
    this.#up = wasOpen ? [{ kind: 'close' }] : [];
    this.#down = this.readyState === 3 ? [] : [{ kind: 'close', code: 1006, reason: '' }];
    if (first !== 'client') this.#arriveAll();
    if (first !== 'server') while (this.#down.length > 0) this.#reach();
  }

  /** The client's end is gone without a word: what it has sent may still arrive. */
  abandon(): void {
    this.#abandoned = true;
    if (this.readyState < 2) this.#up.push({ kind: 'close' });
    this.readyState = 3;
    this.#down = [];
  }

  #lane(has: () => boolean, move: () => void): InFlight {
    return {
      get ready() {
        return has();
      },
      deliver: move,
    };
  }

  #arriveAll(): void {
    while (this.#up.length > 0) this.#arrive();
  }

  #arrive(): void {
    const event = this.#up.shift();
    if (event === undefined) return;
    if (event.kind === 'connect') {
      this.#connect();
      return;
    }
    if (event.kind === 'data') {
      if (!this.#serverOpen) return;
      this.#listener.arrived(this, event.bytes);
      this.onmessage?.(event.bytes);
      return;
    }
    this.#endServer();
    if (!this.#abandoned && this.readyState !== 3 && this.#down.at(-1)?.kind !== 'close')
      this.#down.push({ kind: 'close', code: 1005, reason: '' });
  }

  #connect(): void {
    this.#serverOpen = true;
    this.#down.push({ kind: 'open' });
    try {
      this.#door.accept(new ServerEnd(this), this.url, this.protocols);
    } catch {
      this.#serverOpen = false;
      this.#down = [{ kind: 'close', code: 1006, reason: '' }];
    }
  }

  /** The server's end sends. */
  give(bytes: Uint8Array): void {
    if (!this.#serverOpen) return;
    this.#listener.given(this, bytes);
    if (!this.#abandoned) this.#down.push({ kind: 'data', bytes: bytes.slice() });
  }

  /** The server's end closes. */
  shut(code: number, reason: string): void {
    if (!this.#serverOpen) return;
    this.#serverOpen = false;
    this.#up = [];
    if (!this.#abandoned) this.#down.push({ kind: 'close', code, reason });
  }

  #endServer(): void {
    if (!this.#serverOpen) return;
    this.#serverOpen = false;
    this.onclose?.();
  }

  #reach(): void {
    const event = this.#down.shift();
    if (event === undefined || this.#abandoned || this.readyState === 3) return;
    if (event.kind === 'open') {
      if (this.readyState !== 0) return;
      this.readyState = 1;
      this.#emit('open', {});
    } else if (event.kind === 'data') {
      this.#emit('message', { data: event.bytes.slice().buffer });
    } else {
      this.readyState = 3;
      this.#emit('close', { code: event.code, reason: event.reason });
    }
  }

  #emit(type: EventType, event: SocketEvent): void {
    for (const handler of [...this.#handlers]) if (handler.type === type) handler.run(event);
  }
}

/** A wire as the server holds it. */
class ServerEnd implements ServerSocket {
  readonly bufferedAmount = 0;
  readonly #wire: Wire;

  constructor(wire: Wire) {
    this.#wire = wire;
  }

  get onmessage(): ServerSocket['onmessage'] {
    return this.#wire.onmessage;
  }

  set onmessage(handler: ServerSocket['onmessage']) {
    this.#wire.onmessage = handler;
  }

  get onclose(): ServerSocket['onclose'] {
    return this.#wire.onclose;
  }

  set onclose(handler: ServerSocket['onclose']) {
    this.#wire.onclose = handler;
  }

  send(bytes: Uint8Array): void {
    this.#wire.give(bytes);
  }

  close(code: number, reason: string): void {
    this.#wire.shut(code, reason);
  }
}

/** One HTTP exchange: its request may be lost on the way, and so may its answer, after it has had its effect. */
export class Exchange implements InFlight {
  readonly done: Promise<HttpAnswer>;
  readonly request: HttpRequest;
  stage: 'request' | 'server' | 'answer' | 'over' = 'request';
  abandoned = false;
  readonly #door: Door;
  readonly #listener: Listener;
  #answer: HttpAnswer | undefined;
  #resolve: (answer: HttpAnswer) => void = () => {};
  #reject: (error: Error) => void = () => {};

  constructor(door: Door, listener: Listener, request: HttpRequest) {
    this.#door = door;
    this.#listener = listener;
    this.request = { ...request, ...(request.body === undefined ? {} : { body: request.body.slice() }) };
    this.done = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  get ready(): boolean {
    return this.stage === 'request' || this.stage === 'answer';
  }

  deliver(): void {
    if (this.stage === 'request') {
      this.stage = 'server';
      this.#ask().catch(() => this.lose());
    } else if (this.stage === 'answer' && this.#answer !== undefined) {
      this.stage = 'over';
      if (!this.abandoned) this.#resolve(this.#answer);
    }
  }

  lose(): void {
    if (this.stage === 'over') return;
    this.stage = 'over';
    if (!this.abandoned) this.#reject(new TypeError('no answer'));
  }

  async #ask(): Promise<void> {
    const answer = await this.#door.answer(this.request);
    this.#listener.answered(this.request, answer);
    if (this.stage !== 'server') return;
    this.#answer = answer;
    this.stage = 'answer';
  }
}

/** Picks what moves next. */
export const pickReady = <T extends InFlight>(all: readonly T[], random: Random): T | undefined => {
  const ready = all.filter((each) => each.ready);
  return ready.length === 0 ? undefined : random.pick(ready);
};

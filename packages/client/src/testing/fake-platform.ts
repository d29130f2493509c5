import { Random } from '@onedoor/core/testing';
import { type Channel, type HttpAnswer, type HttpRequest, type Locks, memoryMarker, type Platform, type SocketLike } from '../platform.js';

/** One browser of a test: what its tabs share. */
export class FakeBrowser {
  readonly marker = memoryMarker();
  readonly #channels = new Map<string, Set<(message: unknown) => void>>();
  readonly #held = new Set<string>();
  readonly #waiting = new Map<string, (() => void)[]>();
  #isMute = false;

  /** Loses what tabs tell each other, until they may hear again. */
  mute(): { hear(): void } {
    this.#isMute = true;
    return { hear: () => void (this.#isMute = false) };
  }

  /** Locks as a browser grants them: one holder, then whoever waits longest. */
  readonly locks: Locks = {
    request: async (name, signal, hold) => {
      if (this.#held.has(name)) {
        await new Promise<void>((resolve, reject) => {
          const queue = this.#waiting.get(name) ?? [];
          this.#waiting.set(name, [...queue, resolve]);
          signal.addEventListener('abort', () => {
            this.#waiting.set(
              name,
              (this.#waiting.get(name) ?? []).filter((other) => other !== resolve),
            );
            reject(new Error('aborted'));
          });
        });
      }
      this.#held.add(name);
      try {
        await hold();
      } finally {
        this.#held.delete(name);
        const [next, ...rest] = this.#waiting.get(name) ?? [];
        this.#waiting.set(name, rest);
        if (next !== undefined) this.#held.add(name);
        next?.();
      }
    },
    held: async () => new Set(this.#held),
  };

  openChannel(name: string): Channel {
    const all = this.#channels.get(name) ?? new Set();
    this.#channels.set(name, all);
    const own = new Set<(message: unknown) => void>();
    return {
      post: (message) => {
        if (this.#isMute) return;
        const copy = structuredClone(message);
        for (const listener of [...all]) if (!own.has(listener)) queueMicrotask(() => all.has(listener) && listener(copy));
      },
      onMessage(listener) {
        own.add(listener);
        all.add(listener);
      },
      close() {
        for (const listener of own) all.delete(listener);
      },
    };
  }
}

export interface FakeNetwork {
  openSocket(url: string, protocols: string[]): SocketLike;
  request(request: HttpRequest): Promise<HttpAnswer>;
}

/** A tab of a test, on a network of a test. Time is real. */
export function fakePlatform(
  network: FakeNetwork,
  options: { readonly browser?: FakeBrowser; readonly seed?: number } = {},
): Platform & { goOnline(online: boolean): void; hide(): void } {
  const random = new Random(options.seed ?? 1);
  const online = new Set<() => void>();
  const hide = new Set<() => void>();
  let isOnline = true;
  const { browser } = options;
  return {
    now: () => Date.now(),
    randomBytes: (count) => random.bytes(count),
    after(delayMs, run) {
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
    openSocket: network.openSocket,
    request: async (request) => {
      if (!isOnline) throw new Error('no network');
      return network.request(request);
    },
    sha256: async (bytes) =>
      [...new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)))]
        .map((byte) => byte.toString(16).padStart(2, '0'))
        .join(''),
    ...(browser === undefined ? {} : { locks: browser.locks, openChannel: (name: string) => browser.openChannel(name) }),
    online: () => isOnline,
    onOnlineChange(listener) {
      online.add(listener);
      return () => online.delete(listener);
    },
    onPageHide(listener) {
      hide.add(listener);
      return () => hide.delete(listener);
    },
    secure: true,
    marker: browser?.marker ?? memoryMarker(),
    persist: async () => true,
    goOnline(now) {
      isOnline = now;
      for (const listener of online) listener();
    },
    hide() {
      for (const listener of hide) listener();
    },
  };
}

/** Waits until something holds; fails with what it waited for. */
export async function until(what: string, holds: () => boolean, limitMs = 20_000): Promise<void> {
  const end = Date.now() + limitMs;
  while (!holds()) {
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}

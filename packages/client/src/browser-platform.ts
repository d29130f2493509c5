import type { Channel, Locks, Marker, Passkeys, Platform, SocketEvent } from './platform.js';

/** A person may forbid storage altogether; then nothing is remembered, and nothing breaks. */
const localMarker: Marker = {
  get(key) {
    try {
      return localStorage.getItem(key) ?? undefined;
    } catch {
      return undefined;
    }
  },
  remove(key) {
    try {
      localStorage.removeItem(key);
    } catch {
      // Forbidden: then nothing was stored either.
    }
  },
  set(key, value) {
    try {
      localStorage.setItem(key, value);
    } catch {
      // Full or forbidden: the marker is a convenience, the database is the store.
    }
  },
};

const webLocks = (manager: LockManager): Locks => ({
  async request(name, signal, hold) {
    await manager.request(name, { mode: 'exclusive', signal }, hold);
  },
  async held() {
    const { held = [] } = await manager.query();
    return new Set(held.map((lock) => lock.name ?? ''));
  },
});

function openBroadcast(name: string): Channel {
  const channel = new BroadcastChannel(name);
  return {
    post: (message) => channel.postMessage(message),
    onMessage: (listener) => channel.addEventListener('message', (event: MessageEvent<unknown>) => listener(event.data)),
    close: () => channel.close(),
  };
}

/** Random bytes that are drawn at once: asking the browser costs more than what it gives. */
const DRAWN_BYTES = 4096;

/** Every byte is given out once. */
function drawnAhead(): (count: number) => Uint8Array {
  const drawn = new Uint8Array(DRAWN_BYTES);
  let used = DRAWN_BYTES;
  return (count) => {
    if (count > DRAWN_BYTES / 16) return crypto.getRandomValues(new Uint8Array(count));
    if (used + count > DRAWN_BYTES) {
      crypto.getRandomValues(drawn);
      used = 0;
    }
    const given = drawn.slice(used, used + count);
    // What keys are made of does not lie about here.
    drawn.fill(0, used, used + count);
    used += count;
    return given;
  };
}

/** The page this runs in. */
export function browserPlatform(): Platform {
  const secure = globalThis.isSecureContext;
  const shared = secure && 'locks' in navigator && 'BroadcastChannel' in globalThis;
  return {
    now: () => Date.now(),
    randomBytes: drawnAhead(),
    after(delayMs, run) {
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
    openSocket(url, protocols) {
      const socket = new WebSocket(url, protocols);
      socket.binaryType = 'arraybuffer';
      return {
        get readyState() {
          return socket.readyState;
        },
        send: (data) => socket.send(Uint8Array.from(data)),
        close: (code, reason) => socket.close(code, reason),
        addEventListener: (type, listener) => socket.addEventListener(type, (event: Event) => listener(socketEvent(event))),
      };
    },
    async request({ method, url, headers, body }) {
      const response = await fetch(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body: Uint8Array.from(body) }),
        cache: 'no-store',
        credentials: 'omit',
      });
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    },
    async sha256(bytes) {
      return hex(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
    },
    ...(shared ? { locks: webLocks(navigator.locks), openChannel: openBroadcast } : {}),
    online: () => navigator.onLine,
    onOnlineChange(listener) {
      addEventListener('online', listener);
      addEventListener('offline', listener);
      return () => {
        removeEventListener('online', listener);
        removeEventListener('offline', listener);
      };
    },
    onPageHide(listener) {
      const hidden = () => {
        if (document.visibilityState === 'hidden') listener();
      };
      addEventListener('pagehide', listener);
      document.addEventListener('visibilitychange', hidden);
      return () => {
        removeEventListener('pagehide', listener);
        document.removeEventListener('visibilitychange', hidden);
      };
    },
    secure,
    marker: localMarker,
    ...(secure ? { subtle: crypto.subtle, deviceLabel: labelOf(navigator.userAgent) } : {}),
    ...(secure && 'PublicKeyCredential' in globalThis ? { passkeys: passkeysLater } : {}),
    ...yielding(),
    persist: async () => secure && 'storage' in navigator && (await navigator.storage.persist()),
  };
}

/** Waited for a frame at most. */
const FRAME_WAIT_MS = 100;

/** How long work makes way for whoever uses the page. */
function yielding(): Required<Pick<Platform, 'pause' | 'hasInput'>> {
  // Chromium alone says whether input waits.
  const { scheduling }: Navigator & { readonly scheduling?: { isInputPending(): boolean } } = navigator;
  let isUnanswered = false;
  const heard = () => (isUnanswered = true);
  for (const type of ['keydown', 'beforeinput', 'pointerdown']) addEventListener(type, heard, { capture: true, passive: true });
  return {
    hasInput: () => scheduling?.isInputPending() === true,
    async pause() {
      if (isUnanswered && document.visibilityState === 'visible') {
        // A frame of a portal that is out of sight is visible and gets none.
        await new Promise((done) => {
          requestAnimationFrame(done);
          setTimeout(done, FRAME_WAIT_MS);
        });
        isUnanswered = false;
      }
      await nextTask();
    },
  };
}

/** A task of its own that unlike a timer does not wait. Where the browser makes none by itself it is a message, with a channel to clear away. */
const nextTask = (): Promise<void> =>
  'scheduler' in globalThis
    ? scheduler.postTask(() => {})
    : new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          done();
        };
        port2.postMessage(undefined);
      });

/** Few people have one: the page loads without it. */
const passkeysLater: Passkeys = {
  possible: async () => (await import('./browser-passkeys.js')).browserPasskeys.possible(),
  create: async (options) => (await import('./browser-passkeys.js')).browserPasskeys.create(options),
  use: async (options) => (await import('./browser-passkeys.js')).browserPasskeys.use(options),
};

/** System and browser, without their versions. */
function labelOf(userAgent: string): string {
  const system = /Windows|Android|iPhone|iPad|Mac OS|CrOS|Linux/.exec(userAgent)?.[0] ?? '';
  const browser = /Edg|Firefox|Chrome|Safari/.exec(userAgent)?.[0] ?? '';
  return `${system} ${browser}`.trim();
}

function socketEvent(event: Event): SocketEvent {
  if (event instanceof MessageEvent) return { data: event.data };
  return event instanceof CloseEvent ? { code: event.code, reason: event.reason } : {};
}

const hex = (buffer: ArrayBuffer): string => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

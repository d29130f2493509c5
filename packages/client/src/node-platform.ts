import { type Marker, memoryMarker, type Platform, type SocketEvent, type SocketLike } from './platform.js';

/** What a socket constructor such as that of `ws` makes. */
interface NodeSocket extends Omit<SocketLike, 'addEventListener'> {
  binaryType: string;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: NodeSocketEvent) => void): void;
}

/** An event as programs have it; its `type` is what all of them share. */
interface NodeSocketEvent extends SocketEvent {
  readonly type: string;
}

/**
 * A program without a page: one tab, always visible. `openSocket` is given by the caller, because Node 20 has no
 * WebSocket of its own.
 *
 * @example
 * nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) }) // WebSocket of 'ws'
 */
export function nodePlatform(options: {
  readonly openSocket: (url: string, protocols: string[]) => NodeSocket;
  readonly marker?: Marker;
}): Platform {
  return {
    now: () => Date.now(),
    randomBytes: (count) => globalThis.crypto.getRandomValues(new Uint8Array(count)),
    after(delayMs, run) {
      const handle = setTimeout(run, delayMs);
      return () => clearTimeout(handle);
    },
    openSocket(url, protocols) {
      const socket = options.openSocket(url, protocols);
      socket.binaryType = 'arraybuffer';
      return socket;
    },
    async request({ method, url, headers, body }) {
      const response = await fetch(url, { method, headers, ...(body === undefined ? {} : { body: Uint8Array.from(body) }) });
      return { status: response.status, body: new Uint8Array(await response.arrayBuffer()) };
    },
    async sha256(bytes) {
      const digest = new Uint8Array(await globalThis.crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
      return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    online: () => true,
    onOnlineChange: () => () => {},
    onPageHide: () => () => {},
    secure: true,
    marker: options.marker ?? memoryMarker(),
    persist: async () => false,
  };
}

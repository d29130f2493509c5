/**
 * All that the client takes from its surroundings. Nothing else in this package touches a global, so that a test can
 * put a fake clock, sockets in memory and a store that outlives a "reload" under real sessions.
 */
export interface Platform {
  /** Epoch milliseconds. */
  now(): number;
  randomBytes(count: number): Uint8Array;
  /** Runs something once, later. Returns what calls it off. */
  after(delayMs: number, run: () => void): () => void;
  /** Lets the page draw and hear its keys, in the middle of long work, and draw what answers a key; absent: `after(0)`. */
  pause?(): Promise<void>;
  /** Whether a key or press waits to be heard; absent: nobody knows. */
  hasInput?(): boolean;
  openSocket(url: string, protocols: string[]): SocketLike;
  /** One HTTP exchange. Rejects where no answer came. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** SHA-256 in lower-case hexadecimal digits. */
  sha256(bytes: Uint8Array): Promise<string>;
  /** Absent: this tab believes that it is alone. */
  readonly locks?: Locks;
  /** Messages between the tabs of one browser; absent with `locks`. */
  openChannel?(name: string): Channel;
  online(): boolean;
  onOnlineChange(listener: () => void): () => void;
  /** The page is hidden or about to go: the last moment at which a write surely begins. */
  onPageHide(listener: () => void): () => void;
  /** False over plain HTTP, where a browser has neither locks nor workers nor lasting storage. */
  readonly secure: boolean;
  /** A few words that outlive a wiped database; synchronous. */
  readonly marker: Marker;
  /** WebCrypto; absent over plain HTTP. */
  readonly subtle?: SubtleCrypto;
  /** Passkeys that can open data (WebAuthn PRF); absent where there are none. */
  readonly passkeys?: Passkeys;
  /** What this device is, in a few words such as `Windows Chrome`, to tell it from a person's others. */
  readonly deviceLabel?: string;
  /** Asks the browser not to clear this origin's storage by itself. */
  persist(): Promise<boolean>;
}

/** Keys that a device keeps behind a finger, a face or its own PIN. What goes wrong gives undefined or rejects. */
export interface Passkeys {
  possible(): Promise<boolean>;
  /** Makes a passkey. The secret follows from it and the salt, and from nothing else. */
  create(options: {
    readonly name: string;
    readonly user: Uint8Array;
    readonly salt: Uint8Array;
  }): Promise<{ readonly id: Uint8Array; readonly secret: Uint8Array } | undefined>;
  use(options: { readonly id: Uint8Array; readonly salt: Uint8Array }): Promise<Uint8Array | undefined>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array;
}

export interface HttpAnswer {
  readonly status: number;
  readonly body: Uint8Array;
}

export interface SocketEvent {
  readonly data?: unknown;
  readonly code?: number;
  readonly reason?: string;
}

/** The part of a WebSocket that is used; binary frames come as ArrayBuffer. */
export interface SocketLike {
  /** 0 connecting, 1 open, 2 closing, 3 closed. */
  readonly readyState: number;
  send(data: Uint8Array): void;
  close(code?: number, reason?: string): void;
  addEventListener(type: 'open' | 'message' | 'close' | 'error', listener: (event: SocketEvent) => void): void;
}

export interface Locks {
  /** Runs `hold` once the lock is this tab's alone; the lock ends with the promise. Rejects when `signal` ends the wait. */
  request(name: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void>;
  /** Names of the locks that anybody holds. */
  held(): Promise<ReadonlySet<string>>;
}

export interface Channel {
  post(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  close(): void;
}

export interface Marker {
  get(key: string): string | undefined;
  set(key: string, value: string): void;
  remove(key: string): void;
}

/** A marker that ends with its object, for Node and tests. */
export function memoryMarker(values = new Map<string, string>()): Marker {
  return { get: (key) => values.get(key), set: (key, value) => void values.set(key, value), remove: (key) => void values.delete(key) };
}

import { createHash } from 'node:crypto';
import type { Channel, HttpRequest, Locks, Platform } from '@onedoor/client';
import { MemoryDisk, memoryMarker } from '@onedoor/client';
import { type Door, Exchange, type InFlight, type Listener, Wire } from './network.js';
import type { VirtualTime } from './virtual-time.js';

interface Claim {
  readonly name: string;
  readonly page: Page;
  readonly grant: () => void;
}

/** Web Locks of one browser. A page that dies lets go of what it held. */
class BrowserLocks {
  readonly #queues = new Map<string, Claim[]>();

  request(page: Page, name: string, signal: AbortSignal, hold: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      let granted = false;
      const claim: Claim = {
        name,
        page,
        grant: () => {
          granted = true;
          void hold().then(
            () => {
              this.#release(claim);
              resolve();
            },
            (error: unknown) => {
              this.#release(claim);
              reject(error);
            },
          );
        },
      };
      signal.addEventListener('abort', () => {
        if (granted) return;
        this.#release(claim);
        reject(new Error('aborted'));
      });
      const queue = this.#queues.get(name) ?? [];
      this.#queues.set(name, queue);
      queue.push(claim);
      // Never at once: a real lock is granted in a later task.
      if (queue.length === 1) queueMicrotask(() => this.#grantFirst(name, claim));
    });
  }

  held(): ReadonlySet<string> {
    return new Set([...this.#queues].flatMap(([name, queue]) => (queue.length > 0 ? [name] : [])));
  }

  drop(page: Page): void {
    for (const queue of this.#queues.values()) {
      for (const claim of queue.filter((each) => each.page === page)) this.#release(claim);
    }
  }

  #release(claim: Claim): void {
    const queue = this.#queues.get(claim.name) ?? [];
    const at = queue.indexOf(claim);
    if (at < 0) return;
    queue.splice(at, 1);
    const next = queue[0];
    if (at === 0 && next !== undefined) queueMicrotask(() => this.#grantFirst(claim.name, next));
  }

  #grantFirst(name: string, claim: Claim): void {
    if (this.#queues.get(name)?.[0] === claim && !claim.page.dead) claim.grant();
  }
}

/** One end of a BroadcastChannel; messages wait until they are delivered. */
class Port implements Channel, InFlight {
  readonly name: string;
  readonly page: Page;
  readonly #inbox: unknown[] = [];
  readonly #listeners: ((message: unknown) => void)[] = [];
  closed = false;

  constructor(name: string, page: Page) {
    this.name = name;
    this.page = page;
  }

  get ready(): boolean {
    return this.#inbox.length > 0;
  }

  deliver(): void {
    const message = this.#inbox.shift();
    if (!this.closed && !this.page.dead) for (const listener of this.#listeners) listener(message);
  }

  take(message: unknown): void {
    this.#inbox.push(message);
  }

  post(message: unknown): void {
    if (this.closed || this.page.dead) return;
    this.page.browser.listener.posted(this.page.browser, message);
    for (const port of this.page.browser.ports) {
      if (port !== this && port.name === this.name && !port.closed) port.take(structuredClone(message));
    }
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listeners.push(listener);
  }

  close(): void {
    this.closed = true;
  }
}

/** One person's browser on one machine: its network, its locks and channels, its disk, which outlives every page. */
export class Browser {
  readonly disk = new MemoryDisk();
  readonly locks = new BrowserLocks();
  readonly marker = memoryMarker();
  readonly name: string;
  readonly time: VirtualTime;
  readonly door: Door;
  readonly listener: Listener;
  ports: Port[] = [];
  wires: Wire[] = [];
  exchanges: Exchange[] = [];
  readonly pages = new Set<Page>();
  online = true;

  constructor(name: string, time: VirtualTime, door: Door, listener: Listener) {
    this.name = name;
    this.time = time;
    this.door = door;
    this.listener = listener;
  }

  /** Everything that could move now. */
  inFlight(): InFlight[] {
    this.wires = this.wires.filter((wire) => !wire.over);
    this.exchanges = this.exchanges.filter((exchange) => exchange.stage !== 'over');
    this.ports = this.ports.filter((port) => !port.closed && !port.page.dead);
    const network = this.online ? [...this.wires.flatMap((wire) => [wire.upward, wire.downward]), ...this.exchanges] : [];
    return [...network, ...this.ports].filter((each) => each.ready);
  }

  setOnline(online: boolean): void {
    if (this.online === online) return;
    this.online = online;
    if (!online) this.#breakAll();
    for (const page of this.pages) page.tellOnline();
  }

  /** The server is gone: every socket breaks, no answer comes. */
  serverDied(): void {
    this.#breakAll();
  }

  #breakAll(): void {
    for (const wire of this.wires) wire.cut();
    for (const exchange of this.exchanges) exchange.lose();
  }
}

/** A page in a browser, as the platform of its session. */
export class Page {
  readonly browser: Browser;
  /** Killed: nothing that it does has an effect any more. */
  dead = false;
  readonly #onlineListeners = new Set<() => void>();
  readonly #hideListeners = new Set<() => void>();
  readonly #wires: Wire[] = [];
  readonly #exchanges: Exchange[] = [];

  constructor(browser: Browser) {
    this.browser = browser;
    browser.pages.add(this);
  }

  tellOnline(): void {
    if (!this.dead) for (const listener of [...this.#onlineListeners]) listener();
  }

  /** The page is left: what may be written is written. */
  hide(): void {
    if (!this.dead) for (const listener of [...this.#hideListeners]) listener();
  }

  /** The page is gone from one moment to the next. */
  die(): void {
    if (this.dead) return;
    this.dead = true;
    this.browser.pages.delete(this);
    for (const wire of this.#wires) wire.abandon();
    for (const exchange of this.#exchanges) exchange.abandoned = true;
    this.browser.locks.drop(this);
  }

  platform(): Platform {
    const { browser } = this;
    const { time } = browser;
    const locks: Locks = {
      request: (name, signal, hold) => (this.dead ? new Promise(() => {}) : browser.locks.request(this, name, signal, hold)),
      held: async () => browser.locks.held(),
    };
    return {
      now: time.now,
      randomBytes: (count) => time.random.bytes(count),
      after: (delayMs, run) => {
        const id = time.add(() => !this.dead && run(), delayMs, false);
        return () => time.clear(id);
      },
      openSocket: (url, protocols) => this.#openSocket(url, protocols),
      request: (request) => this.#request(request),
      sha256: async (bytes) => createHash('sha256').update(bytes).digest('hex'),
      locks,
      openChannel: (name) => {
        const port = new Port(name, this);
        browser.ports.push(port);
        return port;
      },
      online: () => browser.online,
      onOnlineChange: (listener) => listenerOf(this.#onlineListeners, listener),
      onPageHide: (listener) => listenerOf(this.#hideListeners, listener),
      secure: true,
      marker: browser.marker,
      persist: async () => true,
    };
  }

  #openSocket(url: string, protocols: readonly string[]): Wire {
    const { browser } = this;
    const wire = new Wire(browser.door, browser.listener, url, protocols);
    this.#wires.push(wire);
    if (this.dead) wire.abandon();
    else {
      browser.wires.push(wire);
      if (!browser.online) browser.time.add(() => wire.cut(), 50, false);
    }
    return wire;
  }

  #request(request: HttpRequest): ReturnType<Platform['request']> {
    const { browser } = this;
    const exchange = new Exchange(browser.door, browser.listener, request);
    this.#exchanges.push(exchange);
    if (this.dead) exchange.abandoned = true;
    else if (browser.online) browser.exchanges.push(exchange);
    else browser.time.add(() => exchange.lose(), 50, false);
    return exchange.done;
  }
}

function listenerOf(all: Set<() => void>, listener: () => void): () => void {
  all.add(listener);
  return () => void all.delete(listener);
}

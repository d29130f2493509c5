import type { Channel, Platform } from '../platform.js';
import { Listeners, Value } from '../watchable.js';
import { readTabMessage, TAB_MESSAGES, type TabMessage } from './messages.js';

/**
 * The tabs of one person in one browser. The one that holds the lock leads: it has sockets, sends and compacts. Where
 * a platform has no locks, a tab takes itself for the only one.
 */
export class Tabs {
  /** Name of this tab. */
  readonly id: string;
  readonly leader = new Value(false);
  readonly #name: string;
  readonly #platform: Platform;
  readonly #channel: Channel | undefined;
  readonly #listeners = new Listeners<TabMessage>();
  readonly #stop = new AbortController();
  #release = () => {};
  #released: Promise<void>;

  /** @param name `onedoor/<centre>/<person>` */
  constructor(name: string, id: string, platform: Platform) {
    this.#name = name;
    this.id = id;
    this.#platform = platform;
    this.#released = new Promise((resolve) => {
      this.#release = resolve;
    });
    this.#channel = platform.locks === undefined ? undefined : platform.openChannel?.(name);
    this.#channel?.onMessage((envelope) => {
      const message = readTabMessage(envelope);
      if (message !== undefined && !this.#stop.signal.aborted) this.#listeners.emit(message);
    });
  }

  /** Stands for the lead. Call when everything listens. */
  start(): void {
    const { locks } = this.#platform;
    if (locks === undefined) {
      this.leader.set(true);
      return;
    }
    const hold = (name: string, begin: () => void) =>
      void locks
        .request(name, this.#stop.signal, () => {
          begin();
          return this.#released;
        })
        // Ended while it waited: the session is closed.
        .catch(() => {});
    hold(this.#tabLock(this.id), () => {});
    hold(this.#name, () => {
      if (!this.#stop.signal.aborted) this.leader.set(true);
    });
  }

  post(message: TabMessage): void {
    if (!this.#stop.signal.aborted) this.#channel?.post({ version: TAB_MESSAGES, message });
  }

  onMessage(listener: (message: TabMessage) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Which of these tabs live; one that crashed has lost its lock. */
  async living(tabs: Iterable<string>): Promise<Set<string>> {
    const held = await this.#platform.locks?.held();
    return new Set([...tabs].filter((tab) => tab === this.id || held?.has(this.#tabLock(tab)) === true));
  }

  close(): void {
    this.post({ kind: 'bye', tab: this.id });
    this.#stop.abort();
    this.leader.set(false);
    this.#release();
    this.#channel?.close();
    this.#listeners.clear();
  }

  #tabLock(tab: string): string {
    return `${this.#name}/tab/${tab}`;
  }
}

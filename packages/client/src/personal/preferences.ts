import { checkPreference, ok, type Preferences, type Result } from '@onedoor/core';
import type { Kernel } from '../kernel.js';
import type { Tabs } from '../tabs/tabs.js';
import { Listeners } from '../watchable.js';

const PREFIX = 'preference/';

/** A person's preferences, in their database; each tab has them all in memory. */
export class StoredPreferences implements Preferences {
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;
  readonly #values = new Map<string, unknown>();
  readonly #changes = new Listeners<string>();

  constructor(kernel: Kernel, tabs: Tabs) {
    this.#kernel = kernel;
    this.#tabs = tabs;
  }

  async load(): Promise<void> {
    for (const { key, value } of await this.#kernel.queue.store.list('meta', PREFIX)) this.#values.set(key.slice(PREFIX.length), value);
  }

  get(key: string): unknown {
    return this.#values.get(key);
  }

  async set(key: string, value: unknown): Promise<Result<void>> {
    const checked = checkPreference(key, value);
    if (!checked.ok) return checked;
    this.hear(key, checked.value);
    this.#tabs.post({ kind: 'preference', key, value: checked.value });
    const row = PREFIX + key;
    const change =
      checked.value === undefined
        ? ({ table: 'meta', delete: row } as const)
        : ({ table: 'meta', put: { key: row, value: checked.value } } as const);
    // A disk that refuses is shown as the session's problem; the preference holds in this page all the same.
    await this.#kernel.queue.commit([change]).catch(() => {});
    return ok(undefined);
  }

  watch(key: string, listener: (value: unknown) => void): () => void {
    return this.#changes.add((changed) => {
      if (changed === key) listener(this.get(key));
    });
  }

  /** Another tab has set it, and stores it. */
  hear(key: string, value: unknown): void {
    if (value === undefined) this.#values.delete(key);
    else this.#values.set(key, value);
    this.#changes.emit(key);
  }
}

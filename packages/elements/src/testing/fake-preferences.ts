import { checkPreference, ok, type Preferences, type Result } from '@onedoor/core';

/** Preferences in memory, checked as the client checks them. */
export class FakePreferences implements Preferences {
  readonly values = new Map<string, unknown>();
  readonly #listeners = new Set<{ readonly key: string; readonly listener: (value: unknown) => void }>();

  get(key: string): unknown {
    return this.values.get(key);
  }

  set(key: string, value: unknown): Promise<Result<void>> {
    const checked = checkPreference(key, value);
    if (!checked.ok) return Promise.resolve(checked);
    if (checked.value === undefined) this.values.delete(key);
    else this.values.set(key, checked.value);
    for (const each of [...this.#listeners]) if (each.key === key) each.listener(checked.value);
    return Promise.resolve(ok(undefined));
  }

  watch(key: string, listener: (value: unknown) => void): () => void {
    const own = { key, listener };
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }
}

import type { Watchable } from '@onedoor/core';

/** A watchable value that a test sets. */
export class FakeValue<T> implements Watchable<T> {
  #value: T;
  readonly #listeners = new Set<(value: T) => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const listener of [...this.#listeners]) listener(value);
  }

  watch(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** How many watch it: none may be left when a page is gone. */
  get watchers(): number {
    return this.#listeners.size;
  }
}

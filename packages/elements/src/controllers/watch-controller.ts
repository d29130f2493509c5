import type { Watchable } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Renders its host again whenever a watchable value changes. `select` is asked before each render, so that the value
 * may come from a context that arrives late or changes.
 *
 * @example readonly #sync = new WatchController(this, () => this.desk.session?.sync);
 */
export class WatchController<T> implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #select: () => Watchable<T> | undefined;
  #source: Watchable<T> | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, select: () => Watchable<T> | undefined) {
    this.#host = host;
    this.#select = select;
    host.addController(this);
  }

  get value(): T | undefined {
    return this.#source?.get();
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const source = this.#select();
    if (source === this.#source) return;
    this.#stop?.();
    this.#source = source;
    this.#stop = source?.watch(() => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#source = undefined;
  }
}

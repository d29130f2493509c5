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
  readonly #isSame: (a: T, b: T) => boolean;
  #source: Watchable<T> | undefined;
  #stop: (() => void) | undefined;

  /** @param isSame whether two values look the same to the host, which is then not rendered again; default: none do */
  constructor(host: ReactiveControllerHost, select: () => Watchable<T> | undefined, isSame: (a: T, b: T) => boolean = () => false) {
    this.#host = host;
    this.#select = select;
    this.#isSame = isSame;
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
    if (source === undefined) return;
    let shown = source.get();
    this.#stop = source.watch(() => {
      const before = shown;
      shown = source.get();
      if (!this.#isSame(before, shown)) this.#host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#source = undefined;
  }
}

import type { Preferences } from '@onedoor/core';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** One preference of the signed-in person; renders its host again when it changes, by this tab or another. */
export class PreferenceController implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #select: () => Preferences | undefined;
  readonly #key: string;
  #source: Preferences | undefined;
  #stop: (() => void) | undefined;

  constructor(host: ReactiveControllerHost, select: () => Preferences | undefined, key: string) {
    this.#host = host;
    this.#select = select;
    this.#key = key;
    host.addController(this);
  }

  /** Unchecked: another version of the page may have written it. */
  get value(): unknown {
    return this.#select()?.get(this.#key);
  }

  set(value: unknown): void {
    void this.#select()?.set(this.#key, value);
  }

  hostConnected(): void {
    this.#host.requestUpdate();
  }

  hostUpdate(): void {
    const source = this.#select();
    if (source === this.#source) return;
    this.#stop?.();
    this.#source = source;
    this.#stop = source?.watch(this.#key, () => this.#host.requestUpdate());
  }

  hostDisconnected(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.#source = undefined;
  }
}

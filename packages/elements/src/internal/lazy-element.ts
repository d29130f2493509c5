import type { Lazy } from './lazy.js';

/**
 * An element that only another one writes, and only when it is wanted: fetched then, and its tag registered. It is none of
 * the page's own tags.
 */
export class LazyElement {
  readonly tag: string;
  readonly #load: Lazy<CustomElementConstructor>;

  constructor(tag: string, load: Lazy<CustomElementConstructor>) {
    this.tag = tag;
    this.#load = load;
  }

  /** Settles when the tag can be written. @throws what the import threw; the next call tries again */
  async ready(): Promise<void> {
    const element = await this.#load.load();
    if (customElements.get(this.tag) === undefined) customElements.define(this.tag, element);
  }
}

/** A module that is fetched when it is first needed. What failed is tried again by the next `load`. */
export class Lazy<T> {
  readonly #import: () => Promise<T>;
  #loading: Promise<T> | undefined;
  #value: T | undefined;

  /** @param load such as `() => import('./editor.js')`, written out so that a bundler sees it */
  constructor(load: () => Promise<T>) {
    this.#import = load;
  }

  /** The module, once it is here. */
  get value(): T | undefined {
    return this.#value;
  }

  load(): Promise<T> {
    this.#loading ??= this.#import().then(
      (value) => {
        this.#value = value;
        return value;
      },
      (error: unknown) => {
        this.#loading = undefined;
        throw error;
      },
    );
    return this.#loading;
  }
}

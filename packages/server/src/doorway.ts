/** Milliseconds that sockets may take to open in one turn of the event loop. */
const OPENING_MS = 10;

/**
 * Opens sockets for a few milliseconds a turn. After a restart hundreds come back at once; each costs little, all of them
 * together half a second in which nobody else's key is heard. What each says next comes as slowly as it was let in.
 */
export class Doorway {
  readonly #waiting: (() => void)[] = [];
  /** When this turn's time is used up; undefined before the first of a turn. */
  #until: number | undefined;

  /** Runs it at once, or in a later turn where this one has been used up. */
  enter(run: () => void, fail: (error: unknown) => void): void {
    const guarded = () => {
      try {
        run();
      } catch (error) {
        fail(error);
      }
    };
    const isFirst = this.#until === undefined;
    this.#until ??= this.#begin();
    if (isFirst || (this.#waiting.length === 0 && performance.now() < this.#until)) guarded();
    else this.#waiting.push(guarded);
  }

  #begin(): number {
    setImmediate(() => {
      this.#until = undefined;
      if (this.#waiting.length === 0) return;
      const until = this.#begin();
      this.#until = until;
      do this.#waiting.shift()?.();
      while (this.#waiting.length > 0 && performance.now() < until);
    });
    return performance.now() + OPENING_MS;
  }
}

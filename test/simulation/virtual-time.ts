/**
 * Time and chance of a simulated world. Imported before anything else, because lib0 takes `Date.now` and the random
 * source once, when it is loaded. While no world is alive the real ones answer.
 */
import { webcrypto } from 'node:crypto';
import type { Random } from '@onedoor/core/testing';

interface Timer {
  at: number;
  readonly id: number;
  readonly everyMs: number | undefined;
  readonly run: () => void;
}

const real = {
  now: Date.now,
  random: Math.random,
  setTimeout: globalThis.setTimeout,
  setInterval: globalThis.setInterval,
  clearTimeout: globalThis.clearTimeout,
  clearInterval: globalThis.clearInterval,
  setImmediate: globalThis.setImmediate,
  randomValues: webcrypto.getRandomValues.bind(webcrypto),
};

/** All promises that can settle without timer, network or test have settled afterwards. */
export const drain = (): Promise<void> => new Promise((resolve) => void real.setImmediate(resolve));

let alive: VirtualTime | undefined;

/** A clock, its timers and a random source, standing in for the process's own while the world is alive. */
export class VirtualTime {
  readonly random: Random;
  #now: number;
  #lastId = 0;
  readonly #timers = new Map<number, Timer>();

  constructor(random: Random, nowMs: number) {
    this.random = random;
    this.#now = nowMs;
  }

  readonly now = (): number => this.#now;

  install(): void {
    alive = this;
  }

  uninstall(): void {
    this.#timers.clear();
    if (alive === this) alive = undefined;
  }

  add(run: () => void, delayMs: number, repeats: boolean): number {
    const id = ++this.#lastId;
    const wait = Math.max(1, delayMs);
    this.#timers.set(id, { id, at: this.#now + wait, everyMs: repeats ? wait : undefined, run });
    return id;
  }

  clear(id: unknown): void {
    if (typeof id === 'number') this.#timers.delete(id);
  }

  /** Moves the clock on, firing what falls due; promises settle between two moments. */
  async advance(ms: number): Promise<void> {
    const until = this.#now + ms;
    for (;;) {
      let next = Number.POSITIVE_INFINITY;
      for (const timer of this.#timers.values()) if (timer.at < next) next = timer.at;
      if (next > until) break;
      this.#now = next;
      const due = [...this.#timers.values()].filter((timer) => timer.at <= next).sort((a, b) => a.id - b.id);
      for (const timer of due) {
        if (this.#timers.get(timer.id) !== timer) continue;
        if (timer.everyMs === undefined) this.#timers.delete(timer.id);
        else timer.at = next + timer.everyMs;
        timer.run();
      }
      await drain();
    }
    this.#now = until;
    await drain();
  }
}

const asRun = (handler: unknown, args: readonly unknown[]): (() => void) => {
  if (typeof handler !== 'function') throw new TypeError('a timer needs a function');
  return () => void Reflect.apply(handler, undefined, args);
};

function patchTimer(name: 'setTimeout' | 'setInterval'): void {
  const fake = (handler: unknown, delayMs = 0, ...args: unknown[]): unknown =>
    alive === undefined
      ? Reflect.apply(real[name], globalThis, [handler, delayMs, ...args])
      : alive.add(asRun(handler, args), delayMs, name === 'setInterval');
  Object.defineProperty(globalThis, name, { value: fake, writable: true, configurable: true });
}

function patchClear(name: 'clearTimeout' | 'clearInterval'): void {
  const fake = (handle: unknown): void => {
    if (typeof handle === 'number') alive?.clear(handle);
    else Reflect.apply(real[name], globalThis, [handle]);
  };
  Object.defineProperty(globalThis, name, { value: fake, writable: true, configurable: true });
}

patchTimer('setTimeout');
patchTimer('setInterval');
patchClear('clearTimeout');
patchClear('clearInterval');
Date.now = () => alive?.now() ?? real.now();
Math.random = () => alive?.random.next() ?? real.random();
Object.defineProperty(webcrypto, 'getRandomValues', {
  configurable: true,
  value: <T extends ArrayBufferView>(into: T): T => {
    if (alive === undefined) return real.randomValues(into as T & Uint8Array);
    new Uint8Array(into.buffer, into.byteOffset, into.byteLength).set(alive.random.bytes(into.byteLength));
    return into;
  },
});
// A provider of y-websocket listens for the end of the process, and hundreds of them live here.
process.setMaxListeners(0);

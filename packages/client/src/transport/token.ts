import type { Platform } from '../platform.js';
import { Listeners } from '../watchable.js';

/** A token that ends sooner than this is not used for anything new. */
const MARGIN_MS = 60_000;

/** Holds the person's token and gets the next one before it ends. */
export class TokenKeeper {
  readonly #fetch: () => Promise<string | undefined>;
  readonly #platform: Platform;
  readonly #listeners = new Listeners<string>();
  #token: string | undefined;
  #pending: Promise<string | undefined> | undefined;
  #callOff = () => {};
  #closed = false;
  #unreachable = false;

  constructor(fetch: () => Promise<string | undefined>, platform: Platform) {
    this.#fetch = fetch;
    this.#platform = platform;
  }

  /** The token at hand, however old. */
  get current(): string | undefined {
    return this.#token;
  }

  /** Whether whoever gives tokens could not be asked the last time: that nobody is signed in is not known then. */
  get unreachable(): boolean {
    return this.#unreachable;
  }

  watch(listener: (token: string) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** A token that is good for a while; undefined where the person must sign in. */
  async get(): Promise<string | undefined> {
    const left = this.#token === undefined ? 0 : (expiryOf(this.#token) ?? Number.POSITIVE_INFINITY) - this.#platform.now();
    return left > MARGIN_MS ? this.#token : this.refresh();
  }

  /** Asks for another one, because the server refused this one or it is about to end. */
  refresh(): Promise<string | undefined> {
    this.#pending ??= this.#renew().finally(() => {
      this.#pending = undefined;
    });
    return this.#pending;
  }

  close(): void {
    this.#closed = true;
    this.#callOff();
    this.#listeners.clear();
  }

  async #renew(): Promise<string | undefined> {
    let token: string | undefined;
    try {
      token = await this.#fetch();
      this.#unreachable = false;
    } catch {
      // No network, or an issuer that is down: the old token may still be good.
      this.#unreachable = true;
      return this.#token;
    }
    if (this.#closed) return undefined;
    const changed = token !== undefined && token !== this.#token;
    this.#token = token;
    this.#callOff();
    if (token === undefined) return undefined;
    const end = expiryOf(token);
    const left = end === undefined ? undefined : end - this.#platform.now() - MARGIN_MS;
    if (left !== undefined && left > 0) this.#callOff = this.#platform.after(left, () => void this.refresh());
    if (changed) this.#listeners.emit(token);
    return token;
  }
}

/** The claims of a JWT, unchecked: the server checks them. */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  const [, payload = ''] = token.split('.');
  try {
    const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'));
    const claims: unknown = JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (char) => char.charCodeAt(0))));
    return typeof claims === 'object' && claims !== null ? { ...claims } : {};
  } catch {
    return {};
  }
}

/** When a token ends, in epoch milliseconds; undefined where it does not say. */
export function expiryOf(token: string): number | undefined {
  const { exp } = claimsOf(token);
  return typeof exp === 'number' ? exp * 1000 : undefined;
}

import { ok, type Result, refuse, type Safety, type SafetyState } from '@onedoor/core';
import type { Platform } from '../platform.js';
import type { OpenedStore } from '../storage/open-store.js';
import { Value } from '../watchable.js';

const NOTHING = refuse('INSECURE_CONTEXT', {
  seen: 'a page that stores nothing here',
  expected: 'HTTPS and a browser that may store',
  todo: 'There is nothing to lock.',
});

/** PIN, passkey and removal of an open store. */
export class DeviceSafety implements Safety {
  readonly state: Value<SafetyState>;
  readonly #opened: OpenedStore;
  readonly #platform: Platform;
  readonly #wipe: () => Promise<void>;
  #isPossible = false;

  constructor(opened: OpenedStore, platform: Platform, wipe: () => Promise<void>) {
    this.#opened = opened;
    this.#platform = platform;
    this.#wipe = wipe;
    this.state = new Value(this.#read());
    if (opened.sealed !== undefined)
      void platform.passkeys
        ?.possible()
        .catch(() => false)
        .then((possible) => {
          this.#isPossible = possible;
          this.told();
        });
  }

  /** Something of the vault is another now. */
  told(): void {
    this.state.set(this.#read());
  }

  async setPin(pin: string): Promise<Result<void>> {
    const { sealed } = this.#opened;
    if (sealed === undefined) return NOTHING;
    const set = await sealed.vault.setPin(sealed.key, pin);
    this.told();
    return set;
  }

  removePin(): Promise<Result<void>> {
    return this.#without('pin');
  }

  async addPasskey(name: string): Promise<Result<void>> {
    const { sealed } = this.#opened;
    const { passkeys } = this.#platform;
    if (sealed === undefined || passkeys === undefined) return NOTHING;
    const set = await sealed.vault.setPasskey(sealed.key, passkeys, name);
    this.told();
    return set;
  }

  removePasskey(): Promise<Result<void>> {
    return this.#without('passkey');
  }

  wipe(): Promise<void> {
    return this.#wipe();
  }

  async #without(way: 'pin' | 'passkey'): Promise<Result<void>> {
    const { sealed } = this.#opened;
    if (sealed === undefined) return NOTHING;
    await sealed.vault.store({ [way]: undefined });
    this.told();
    return ok(undefined);
  }

  #read(): SafetyState {
    const { sealed, device } = this.#opened;
    const row = sealed?.vault.row;
    return {
      locks: row !== undefined,
      pin: row?.pin !== undefined,
      passkey: row?.passkey !== undefined,
      passkeyPossible: this.#isPossible,
      leaseUntil: row?.lease.until ?? 0,
      device,
    };
  }
}

import type { Refusal } from '@onedoor/core';
import type { Platform } from '../platform.js';
import type { OpenedStore } from '../storage/open-store.js';
import type { Api } from '../transport/api.js';
import { leaseProblem } from './lease.js';

/** How often an open page looks at the clock. */
const LOOK_MS = 30_000;
/** How often it asks the server for a new lease. */
const RENEW_MS = 3_600_000;
/** How often it notes the time that it has seen, so that a clock that is set back is noticed. */
const NOTE_MS = 600_000;

export interface LeaseHooks {
  /** The data of an open page is to be closed. */
  ended(refusal: Refusal): void;
  changed(): void;
}

/** Watches the lease of an open page: asks for the next one, and closes the page when it is over or the clock goes back. */
export class LeaseKeeper {
  readonly #opened: OpenedStore;
  readonly #platform: Platform;
  readonly #api: Api;
  readonly #hooks: LeaseHooks;
  #askedAt: number;
  #callOff = () => {};
  #closed = false;

  constructor(opened: OpenedStore, platform: Platform, api: Api, hooks: LeaseHooks) {
    this.#opened = opened;
    this.#platform = platform;
    this.#api = api;
    this.#hooks = hooks;
    this.#askedAt = platform.now();
  }

  start(): void {
    if (this.#opened.sealed === undefined || this.#closed) return;
    this.#callOff = this.#platform.after(LOOK_MS, () => void this.look().finally(() => this.start()));
  }

  close(): void {
    this.#closed = true;
    this.#callOff();
  }

  /** Asks for a new lease; for the leading tab, and when the network has come back. */
  async renew(): Promise<void> {
    const { sealed } = this.#opened;
    if (sealed === undefined || this.#closed) return;
    this.#askedAt = this.#platform.now();
    const answer = await this.#api.openDevice({ device: sealed.vault.device, make: false });
    if (this.#closed) return;
    if (!answer.ok) {
      if (answer.refusal.code === 'DEVICE_REVOKED') this.#hooks.ended(answer.refusal);
      return;
    }
    const { renewLease } = await import('./open-sealed.js');
    await renewLease(sealed.vault, sealed.key, answer.value.leaseMs, this.#platform.now()).catch(() => {});
    this.#hooks.changed();
  }

  async look(): Promise<void> {
    const { sealed } = this.#opened;
    if (sealed === undefined) return;
    const now = this.#platform.now();
    if (now - this.#askedAt >= RENEW_MS || leaseProblem(sealed.vault.lease(sealed.key), now) !== undefined) await this.renew();
    if (this.#closed) return;
    const lease = sealed.vault.lease(sealed.key);
    const problem = leaseProblem(lease, now);
    if (problem !== undefined) {
      this.#hooks.ended({
        code: problem === 'lease' ? 'LEASE_OVER' : 'CLOCK_BACK',
        seen: problem === 'lease' ? 'no answer of the server for as long as the lease' : 'a clock that was set back',
        expected: 'the server, or the right time',
        todo: 'Connect to the network.',
      });
    } else if (now - lease.seen >= NOTE_MS) {
      await sealed.vault.store({ lease: sealed.vault.writeLease(sealed.key, { until: lease.until, seen: now }) }).catch(() => {});
    }
  }
}

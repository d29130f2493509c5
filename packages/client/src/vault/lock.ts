import { type LockReason, type LockState, ok, type Result, refuse, type StoreLock } from '@onedoor/core';
import type { Passkeys } from '../platform.js';
import { Value } from '../watchable.js';
import { leaseProblem } from './lease.js';
import { MAX_TRIES, type Vault } from './vault.js';

export interface LockParts {
  readonly vault: Vault;
  readonly reason: LockReason;
  readonly passkeys: Passkeys | undefined;
  readonly now: () => number;
  /** Asks the server; the key where it gave its part. */
  readonly ask: () => Promise<Result<Uint8Array>>;
}

/** A closed store, as a screen sees it. `opened` settles with the key. */
export class Lock implements StoreLock {
  readonly state: Value<LockState>;
  readonly opened: Promise<Uint8Array>;
  readonly #parts: LockParts;
  #open: (key: Uint8Array) => void = () => {};
  #giveUp: (error: unknown) => void = () => {};
  #reason: LockReason;
  #isBusy = false;

  constructor(parts: LockParts) {
    this.#parts = parts;
    this.#reason = leaseProblem(parts.vault.row.lease, parts.now()) ?? parts.reason;
    this.state = new Value(this.#read());
    this.opened = new Promise((resolve, reject) => {
      this.#open = resolve;
      this.#giveUp = reject;
    });
    this.opened.catch(() => {});
  }

  openWithPin(pin: string): Promise<Result<void>> {
    return this.#try(() => this.#parts.vault.openByPin(pin, this.#parts.now()));
  }

  openWithPasskey(): Promise<Result<void>> {
    const { passkeys, vault } = this.#parts;
    return this.#try(async () =>
      passkeys === undefined
        ? refuse('PASSKEY_FAILED', { seen: 'a browser without passkeys', expected: 'one that has them', todo: 'Use the PIN.' })
        : vault.openByPasskey(passkeys),
    );
  }

  /** What the server opens is not bound by the lease: it begins a new one. */
  async retry(): Promise<Result<void>> {
    if (this.#isBusy) return ok(undefined);
    this.#busy(true);
    const asked = await this.#parts.ask();
    this.#busy(false);
    if (!asked.ok) {
      // What makes opening here senseless ends the waiting: the caller removes what is here.
      const { pin, passkey } = this.#parts.vault.row;
      const isLost = asked.refusal.code === 'NOT_FOUND' && pin === undefined && passkey === undefined;
      if (isLost || asked.refusal.code === 'DEVICE_REVOKED') this.#giveUp(asked.refusal);
      return asked;
    }
    this.#open(asked.value);
    return ok(undefined);
  }

  cancel(): void {
    this.#giveUp(undefined);
  }

  async #try(open: () => Promise<Result<Uint8Array>>): Promise<Result<void>> {
    if (this.#isBusy) return refuse('PIN_WAIT', { seen: 'two tries at once', expected: 'one', todo: 'Wait for the first.' });
    this.#busy(true);
    const opened = await open().finally(() => this.#busy(false));
    if (!opened.ok) return opened;
    const { vault, now } = this.#parts;
    const lease = vault.lease(opened.value);
    const problem = leaseProblem(lease, now());
    if (problem === undefined) {
      this.#open(opened.value);
      return ok(undefined);
    }
    // Remembered: a clock that is set back later does not bring the time back.
    if (now() > lease.seen) await vault.storeIfRoom({ lease: vault.writeLease(opened.value, { until: lease.until, seen: now() }) });
    this.#reason = problem;
    this.state.set(this.#read());
    return problem === 'lease'
      ? refuse('LEASE_OVER', { seen: 'a lease that has ended', expected: 'the server', todo: 'Connect to the network.' })
      : refuse('CLOCK_BACK', { seen: 'a clock that was set back', expected: 'the right time', todo: 'Correct the clock, or connect.' });
  }

  #busy(isBusy: boolean): void {
    this.#isBusy = isBusy;
    this.state.set(this.#read());
  }

  #read(): LockState {
    const { pin, passkey } = this.#parts.vault.row;
    const mayOpen = this.#reason !== 'lease' && this.#reason !== 'clock';
    return {
      reason: this.#reason,
      pin: mayOpen && pin !== undefined,
      passkey: mayOpen && passkey !== undefined && this.#parts.passkeys !== undefined,
      triesLeft: pin === undefined ? 0 : MAX_TRIES - pin.tries,
      waitUntil: pin?.waitUntil ?? 0,
      busy: this.#isBusy,
    };
  }
}

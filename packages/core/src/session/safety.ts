import type { Result } from '../errors.js';
import type { Watchable } from './session.js';

/** How the local data of this device may be opened without the server. */
export interface SafetyState {
  /** False where nothing is stored here, so that there is nothing to lock. */
  readonly locks: boolean;
  readonly pin: boolean;
  readonly passkey: boolean;
  /** Whether this browser and device can hold a passkey that opens data. */
  readonly passkeyPossible: boolean;
  /** Epoch milliseconds by this device's clock: until then local data opens without the server. */
  readonly leaseUntil: number;
  /** Id by which `onedoor user revoke --device` names this device. */
  readonly device: string;
}

/** What a person does for the safety of this device's data. */
export interface Safety {
  readonly state: Watchable<SafetyState>;
  /**
   * Sets or replaces the PIN. The person is signed in: the old one is not asked for, so that a forgotten PIN is cured by
   * signing in.
   *
   * @returns PIN_WEAK for one that is guessed at once
   */
  setPin(pin: string): Promise<Result<void>>;
  removePin(): Promise<Result<void>>;
  /** Asks the device for a passkey. PASSKEY_FAILED where the person or the device declines. */
  addPasskey(name: string): Promise<Result<void>>;
  removePasskey(): Promise<Result<void>>;
  /**
   * Ends the session and destroys key and data of this person on this device: for a shared computer. What was not sent
   * is gone; tell it first (`sync.unsent`).
   */
  wipe(): Promise<void>;
}

/** Why local data is closed: no network, nobody signed in, its time is over, the clock was set back, or the server knows the device no more. */
export type LockReason = 'offline' | 'signed-out' | 'lease' | 'clock' | 'unknown';

export interface LockState {
  readonly reason: LockReason;
  readonly pin: boolean;
  readonly passkey: boolean;
  /** Wrong PINs that are still allowed. */
  readonly triesLeft: number;
  /** Epoch milliseconds before which no PIN is tried. */
  readonly waitUntil: number;
  /** A try or a request is under way. */
  readonly busy: boolean;
}

/** A person's local data, closed. It opens by itself when the server can be asked; until then by PIN or passkey. */
export interface StoreLock {
  readonly state: Watchable<LockState>;
  /** PIN_WRONG, PIN_WAIT, PIN_SPENT, LEASE_OVER or CLOCK_BACK where it does not open. */
  openWithPin(pin: string): Promise<Result<void>>;
  openWithPasskey(): Promise<Result<void>>;
  /** Asks the server again now. */
  retry(): Promise<Result<void>>;
  /** Gives up: opening the session ends with STORE_LOCKED. */
  cancel(): void;
}

import { type LockState, ok, type Result, refuse, type Safety, type SafetyState, type StoreLock } from '@onedoor/core';
import { FakeValue } from './fake-value.js';

/** A device's safety without a device: what is done is noted and shown. */
export class FakeSafety implements Safety {
  readonly state = new FakeValue<SafetyState>({
    locks: true,
    pin: false,
    passkey: false,
    passkeyPossible: true,
    leaseUntil: Date.UTC(2024, 2, 28, 1),
    device: '01HSAMPLEDEVICE00000000000',
  });
  /** PINs that were set. */
  readonly pins: string[] = [];
  wiped = 0;

  async setPin(pin: string): Promise<Result<void>> {
    if (/^(.)\1*$/.test(pin)) return refuse('PIN_WEAK', { seen: 'one digit', expected: 'several', todo: 'Choose another.' });
    this.pins.push(pin);
    return this.#set({ pin: true });
  }
  removePin(): Promise<Result<void>> {
    return this.#set({ pin: false });
  }
  addPasskey(): Promise<Result<void>> {
    return this.#set({ passkey: true });
  }
  removePasskey(): Promise<Result<void>> {
    return this.#set({ passkey: false });
  }
  async wipe(): Promise<void> {
    this.wiped += 1;
  }

  async #set(change: Partial<SafetyState>): Promise<Result<void>> {
    this.state.set({ ...this.state.get(), ...change });
    return ok(undefined);
  }
}

/** A closed store that one PIN opens. */
export class FakeLock implements StoreLock {
  readonly state: FakeValue<LockState>;
  opened = false;
  cancelled = false;
  readonly #pin: string;

  constructor(state: Partial<LockState> = {}, pin = '724913') {
    this.#pin = pin;
    this.state = new FakeValue<LockState>({
      reason: 'offline',
      pin: true,
      passkey: false,
      triesLeft: 10,
      waitUntil: 0,
      busy: false,
      ...state,
    });
  }

  async openWithPin(pin: string): Promise<Result<void>> {
    if (pin === this.#pin) {
      this.opened = true;
      return ok(undefined);
    }
    const { triesLeft } = this.state.get();
    this.state.set({ ...this.state.get(), triesLeft: triesLeft - 1 });
    return refuse('PIN_WRONG', { seen: 'another PIN', expected: 'the PIN', todo: 'Try again.' });
  }
  async openWithPasskey(): Promise<Result<void>> {
    this.opened = true;
    return ok(undefined);
  }
  async retry(): Promise<Result<void>> {
    return refuse('OFFLINE', { seen: 'no network', expected: 'a network', todo: 'Connect.' });
  }
  cancel(): void {
    this.cancelled = true;
  }
}

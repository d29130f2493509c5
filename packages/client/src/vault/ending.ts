import { type Refusal, refuse } from '@onedoor/core';
import type { Identity } from '../kernel.js';
import type { Platform } from '../platform.js';
import { forgetMarks, type OpenedStore } from '../storage/open-store.js';
import type { Api } from '../transport/api.js';

/** How long the server is asked to forget this device before its data goes without that. */
const FORGET_MS = 3_000;

/** The data of an open session was removed. */
export const GONE: Refusal = refuse('STORE_WIPED', {
  seen: 'data that was removed from this device, here or in another tab',
  expected: 'a new sign-in',
  todo: 'Sign in again.',
}).refusal;

export interface EndingParts {
  readonly opened: OpenedStore;
  readonly identity: Identity;
  readonly platform: Platform;
  readonly api: Api;
  /** Marker of who was here last. */
  readonly lastKey: string;
  /** Tells the page. */
  readonly tell: () => void;
  /** Tells the other tabs that the data goes. */
  readonly tellTabs: () => void;
  readonly close: () => Promise<void>;
}

/** How a session ends by itself: closed until somebody opens it again, or with everything that was stored. */
export class Ending {
  /** Why; undefined while the session lives. */
  refusal: Refusal | undefined;
  readonly #parts: EndingParts;

  constructor(parts: EndingParts) {
    this.#parts = parts;
  }

  /** Another tab has removed the data, the device was revoked, or its lease is over: nothing is shown any more. */
  end(refusal: Refusal): void {
    if (this.refusal !== undefined) return;
    this.refusal = refusal;
    this.#parts.tell();
    void (refusal.code === 'DEVICE_REVOKED' ? this.#destroy() : this.#parts.close());
  }

  /** The person leaves a shared computer. */
  async wipe(): Promise<void> {
    const { opened, platform, api } = this.#parts;
    if (opened.sealed !== undefined) {
      let callOff = () => {};
      const patience = new Promise<void>((resolve) => {
        callOff = platform.after(FORGET_MS, resolve);
      });
      // Without network the wrapped key goes all the same; with it, copies of this disk are worthless too.
      await Promise.race([api.forgetDevice(opened.device), patience]);
      callOff();
    }
    this.refusal ??= GONE;
    await this.#destroy();
  }

  async #destroy(): Promise<void> {
    const { opened, identity, platform, lastKey } = this.#parts;
    this.#parts.tellTabs();
    await this.#parts.close();
    forgetMarks(identity, platform, opened.markerKey);
    platform.marker.remove(lastKey);
    if (opened.sealed === undefined) return;
    const { removeStore } = await import('./open-sealed.js');
    await removeStore(opened.sealed.name);
  }
}

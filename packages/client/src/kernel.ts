import { type Actor, createUlid, type MeResponse, type Model } from '@onedoor/core';
import type { Outbox } from './outbox.js';
import type { Platform } from './platform.js';
import type { WriteQueue } from './storage/write-queue.js';
import type { Value } from './watchable.js';

/** Whose data this is. One database each. */
export interface Identity {
  readonly centre: string;
  readonly person: string;
}

/** What the parts of one session share. */
export interface Kernel {
  readonly platform: Platform;
  readonly model: Model;
  readonly identity: Identity;
  readonly device: string;
  readonly queue: WriteQueue;
  readonly outbox: Outbox;
  readonly me: Value<MeResponse | undefined>;
}

export const newId = (platform: Platform): string => createUlid(platform.now(), (count) => platform.randomBytes(count));

/** The person as the server last described them; with no rights at all before it ever did. */
export function actorOf(kernel: Kernel): Actor {
  return kernel.me.get()?.person ?? { person: kernel.identity.person, name: kernel.identity.person, department: '', rights: [] };
}

import { createUlid } from '@onedoor/core';

/** A new ULID. `getRandomValues` is there without a secure context, too. */
export const newId = (): string => createUlid(Date.now(), (count) => crypto.getRandomValues(new Uint8Array(count)));

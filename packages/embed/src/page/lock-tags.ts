import { OnedoorSafety, OnedoorSignOut, OnedoorUnlock } from '@onedoor/elements/locks';

/** What opens, locks and removes local data: a chunk of its own, which comes after the board. */
export const LOCK_TAGS = {
  'onedoor-safety': OnedoorSafety,
  'onedoor-sign-out': OnedoorSignOut,
  'onedoor-unlock': OnedoorUnlock,
} as const;

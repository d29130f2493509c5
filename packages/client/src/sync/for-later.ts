import type { ErrorCode } from '@onedoor/core';

const LATER: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'OFFLINE',
  'UNAVAILABLE',
  'TOO_OFTEN',
  'TOO_SLOW',
  'UNAUTHENTICATED',
  'TOKEN_EXPIRED',
  'CLIENT_TOO_OLD',
  'SERVER_TOO_OLD',
  'PURPOSE_REQUIRED',
]);

/** Whether a refusal says nothing about the change itself: it is kept and sent again later. */
export const isForLater = (code: ErrorCode): boolean => LATER.has(code);

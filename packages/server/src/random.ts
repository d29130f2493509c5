import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from '@onedoor/core';

const POOL_BYTES = 8192;

/**
 * Random bytes from the system's source, which is asked for some thousands at a time: every entry of the log takes twelve
 * for its nonce, and the question costs more than the encryption.
 */
export function pooledRandom(): RandomBytes {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (count) => {
    if (count > POOL_BYTES) return randomFillSync(new Uint8Array(count));
    if (used + count > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    const bytes = pool.slice(used, used + count);
    // Never twice, and never to be read from what is left of the pool.
    pool.fill(0, used, used + count);
    used += count;
    return bytes;
  };
}

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const ULID = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

/** 10 cryptographically random bytes a call in production; a seeded source in tests. */
export type RandomBytes = (count: number) => Uint8Array;

/**
 * A ULID: 48 bits of time, 80 random bits, 26 characters of Crockford's base 32. Made offline, sorts by time.
 * The time in it is the maker's claim and decides nothing; order comes from the log.
 *
 * @param now epoch milliseconds, 0 to 2^48 - 1
 * @example createUlid(0, () => new Uint8Array(10)) // '00000000000000000000000000'
 */
export function createUlid(now: number, random: RandomBytes): string {
  let time = '';
  for (let rest = Math.floor(now), i = 0; i < 10; i++) {
    time = ALPHABET[rest % 32] + time;
    rest = Math.floor(rest / 32);
  }
  let tail = '';
  for (let bits = 0, value = 0, index = 0, bytes = random(10); tail.length < 16; ) {
    if (bits < 5) {
      value = (value << 8) | (bytes[index++] ?? 0);
      bits += 8;
    }
    tail += ALPHABET[(value >> (bits - 5)) & 31];
    bits -= 5;
    value &= (1 << bits) - 1;
  }
  return time + tail;
}

export const isUlid = (value: string): boolean => ULID.test(value);

import { OnedoorError } from '../errors.js';

export interface Share {
  readonly key: string;
  /** 1/100 of a percent. */
  readonly basisPoints: number;
}

/**
 * Divides a total exactly. Each part gets the whole fen of its share; the spare fen go one each to the largest
 * remainders, equal remainders in the order in which the shares are given. The same on every device.
 *
 * @param totalFen whole fen, 0 or more
 * @throws BAD_VALUE unless the shares sum to 10,000 basis points
 * @example allocate(100, [{ key: 'a', basisPoints: 7390 }, { key: 'b', basisPoints: 2610 }]) // [74, 26]
 */
export function allocate(totalFen: number, shares: readonly Share[]): number[] {
  const sum = shares.reduce((total, share) => total + share.basisPoints, 0);
  if (!Number.isSafeInteger(totalFen) || totalFen < 0 || sum !== 10_000) {
    throw new OnedoorError('BAD_VALUE', {
      seen: `${totalFen} fen over ${sum} basis points`,
      expected: 'whole fen and shares of 10,000 basis points',
      todo: 'Correct total or shares.',
    });
  }
  // The product may pass 2^53: exact integers of any size.
  const exact = shares.map((share) => BigInt(totalFen) * BigInt(share.basisPoints));
  const parts = exact.map((value) => Number(value / 10_000n));
  const byRemainder = exact
    .map((value, index) => ({ index, rest: value % 10_000n }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  const spare = totalFen - parts.reduce((total, part) => total + part, 0);
  for (const { index } of byRemainder.slice(0, spare)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/** Equal shares as basis points, exactly 10,000 in sum, the spare points to the first ones. */
export function equalShares(keys: readonly string[]): Share[] {
  const base = Math.floor(10_000 / keys.length);
  const spare = 10_000 - base * keys.length;
  return keys.map((key, index) => ({ key, basisPoints: base + (index < spare ? 1 : 0) }));
}

/** `1234567` fen as `12,345.67`, without a currency sign. */
export function formatFen(fen: number): string {
  const yuan = Math.floor(fen / 100);
  return `${String(yuan).replace(/\B(?=(\d{3})+$)/g, ',')}.${String(fen % 100).padStart(2, '0')}`;
}

import * as z from '../z.js';

/** Money in whole fen (分, a hundredth of a yuan), from 0 to 90,000 billion yuan. */
export const fen = () => z.int().check(z.minimum(0), z.maximum(Number.MAX_SAFE_INTEGER));

/** Shares as one atomic vector in basis points (1/100 of a percent) that sums to 10,000. */
export const shareVector = () =>
  z.array(z.object({ key: z.string().check(z.minLength(1)), basisPoints: z.int().check(z.minimum(0), z.maximum(10_000)) })).check(
    z.refine(
      (shares) => shares.reduce((sum, share) => sum + share.basisPoints, 0) === 10_000,
      'the shares must sum to 10,000 basis points',
    ),
    z.refine((shares) => new Set(shares.map((share) => share.key)).size === shares.length, 'a key stands twice'),
  );

/** A calendar date of law, `YYYY-MM-DD` in Asia/Shanghai; never a Date object. */
export const legalDate = () => z.iso.date();

import { sampleNumbers } from '@onedoor/core';
import type { Counted } from './figures.js';

/** So many matters of a kind, with so many of each ending. */
export interface Lot {
  readonly count: number;
  readonly source: Counted['source'];
  readonly settled: number;
  /** Handed on, such as to a court. */
  readonly transferred: number;
  readonly category?: string;
}

/** Invented matters of a year, spread over its days; no figure is written down, each is counted from these. */
export function inventYear(seed: number, year: number, lots: readonly Lot[]): readonly Counted[] {
  const next = sampleNumbers(seed);
  return lots.flatMap(({ count, source, settled, transferred, category }, lot) =>
    Array.from({ length: count }, (_, at): Counted => {
      const createdOn = new Date(Date.UTC(year, 0, 1 + Math.floor(next() * 365))).toISOString().slice(0, 10);
      const outcome = at < settled ? 'settled' : at < settled + transferred ? 'transferred' : undefined;
      return {
        case: `${year}-${lot}-${at}`,
        title: `第${at + 1}件`,
        category: category ?? `0${1 + Math.floor(next() * 9)}`,
        source,
        stage: outcome === undefined ? 'joint' : 'closed',
        village: `${1 + Math.floor(next() * 9)}村`,
        createdOn,
        closed: outcome !== undefined,
        ...(outcome === undefined ? {} : { outcome }),
      };
    }),
  );
}

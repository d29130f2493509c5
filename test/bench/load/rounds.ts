import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../e2e/support.js';
import { type Interval, ratioInterval } from '../report.js';
import { percentile } from '../statistics.js';
import { type Contender, machineCpuS, ownCpuS } from './contender.js';

/** Above this share of a core, what else runs on the machine makes a round worthless. */
const MAX_FOREIGN_CORES = 0.2;

/** What each contender did, round by round. */
export type Rounds<R> = Map<string, R[]>;

/**
 * One contender after the other, again and again, so that what the machine does meanwhile meets all of them. Each
 * measurement gets an empty data folder.
 */
export async function interleave<R>(
  contenders: readonly Contender[],
  rounds: number,
  measure: (contender: Contender, data: string) => Promise<R>,
  /** What others do meanwhile changes times, not memory. `noisy`: rounds are kept whatever the machine did. */
  { measures = 'time', noisy = false }: { readonly measures?: 'time' | 'memory'; readonly noisy?: boolean } = {},
): Promise<{ readonly all: Rounds<R>; readonly thrownAway: number }> {
  const all: Rounds<R> = new Map(contenders.map(({ name }) => [name, []]));
  let thrownAway = 0;
  for (let done = 0; done < rounds; ) {
    const [machineBefore, ownBefore, began] = [machineCpuS(), ownCpuS(), performance.now()];
    const measured: [string, R][] = [];
    for (const contender of contenders) {
      const data = join(temporaryFolder('bench'), 'data');
      mkdirSync(data, { recursive: true });
      try {
        measured.push([contender.name, await measure(contender, data)]);
      } finally {
        rmSync(data, { recursive: true, force: true });
      }
    }
    const foreign = (machineCpuS() - machineBefore - (ownCpuS() - ownBefore)) / ((performance.now() - began) / 1000);
    if (measures === 'time' && !noisy && foreign > MAX_FOREIGN_CORES && thrownAway < 3 * rounds) {
      thrownAway++;
      process.stdout.write('x');
      continue;
    }
    for (const [name, each] of measured) all.get(name)?.push(each);
    done++;
    process.stdout.write('.');
  }
  process.stdout.write('\n');
  return { all, thrownAway };
}

export const median = <R extends object>(rounds: readonly R[], key: keyof R): number =>
  percentile(
    rounds.map((each) => Number(each[key])),
    0.5,
  );

export const ratioTo = <R extends object>(all: Rounds<R>, ours: string, theirs: string, key: keyof R): Interval =>
  ratioInterval(all.get(ours)?.map((each) => Number(each[key])) ?? [], all.get(theirs)?.map((each) => Number(each[key])) ?? []);

/** The contender whose median is the best of a figure. */
export function best<R extends object>(all: Rounds<R>, names: readonly string[], key: keyof R, is: 'lowest' | 'highest'): string {
  const sign = is === 'lowest' ? 1 : -1;
  const medianOf = (name: string) => sign * median(all.get(name) ?? [], key);
  return [...names].sort((a, b) => medianOf(a) - medianOf(b))[0] ?? '';
}

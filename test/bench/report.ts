import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { machine } from './machine.js';

const RESULTS = fileURLToPath(new URL('results', import.meta.url));

/** A ratio with the interval in which it lies with a probability of 95 %. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Student's t for 95 %, by degrees of freedom from 1 on; 2 beyond. */
const T95 = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26, 2.23, 2.2, 2.18, 2.16, 2.14, 2.13, 2.12, 2.11, 2.1, 2.09, 2.09];

/** Ours to theirs, round by round: the geometric mean, and how sure it is. */
export function ratioInterval(ours: readonly number[], theirs: readonly number[]): Interval {
  const logs = ours.flatMap((value, at) => {
    const other = theirs[at];
    return other === undefined ? [] : [Math.log(value / other)];
  });
  const mean = logs.reduce((sum, each) => sum + each, 0) / logs.length;
  const spread = Math.sqrt(logs.reduce((sum, each) => sum + (each - mean) ** 2, 0) / Math.max(1, logs.length - 1));
  const reach = ((T95[logs.length - 2] ?? 2) * spread) / Math.sqrt(logs.length);
  return { mean: Math.exp(mean), low: Math.exp(mean - reach), high: Math.exp(mean + reach) };
}

/** Writes the figures, and ends the output with them on one line. */
export function report(
  bench: string,
  figures: { readonly met: Readonly<Record<string, boolean>> } & Readonly<Record<string, unknown>>,
): void {
  const result = { bench, ...figures, goals_met: Object.values(figures.met).every((each) => each) };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${bench}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\n${JSON.stringify(result)}`);
}

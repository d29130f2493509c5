import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export { machine } from './machine.js';

/** Where the last figures of each benchmark lie; they are of this machine and are not kept in the repository. */
export const RESULTS = fileURLToPath(new URL('results', import.meta.url));

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

/** One line of the table in the README: a figure, what it is measured against, and whether the goal holds. */
export interface Line {
  /** With unit and size, as in "1 room × 50, processor s for 100,000 deliveries". */
  readonly what: string;
  readonly ours: number;
  /** Whom it is compared with, and its figure in the same run. */
  readonly peer?: { readonly name: string; readonly value: number };
  /** Ours to the peer's. */
  readonly ratio?: Interval;
  /** As in "≤ 1 of the peer's" or "≤ 50". */
  readonly goal: string;
  readonly met: boolean;
}

/** What every result file holds; each benchmark adds its own figures. */
export interface Result {
  readonly bench: string;
  readonly machine: Readonly<Record<string, unknown>>;
  readonly rounds: number;
  readonly met: Readonly<Record<string, boolean>>;
  readonly lines: readonly Line[];
}

/** Writes the figures, and ends the output with them on one line. */
export function report(bench: string, figures: Omit<Result, 'bench'> & Readonly<Record<string, unknown>>): void {
  const result = { bench, ...figures, goals_met: Object.values(figures.met).every((each) => each) };
  mkdirSync(RESULTS, { recursive: true });
  writeFileSync(join(RESULTS, `${bench}.json`), `${JSON.stringify(result, null, 2)}\n`);
  console.log(`\n${JSON.stringify(result)}`);
}

/** What is told of a series of measurements: never the best one. */
export interface Summary {
  readonly count: number;
  readonly median: number;
  readonly p95: number;
  readonly min: number;
  readonly max: number;
}

/** The value that `share` of all values do not exceed (nearest rank), so that it is one that was measured. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)];
  if (value === undefined) throw new Error('no measurements');
  return value;
}

export const summarize = (values: readonly number[]): Summary => ({
  count: values.length,
  median: percentile(values, 0.5),
  p95: percentile(values, 0.95),
  min: Math.min(...values),
  max: Math.max(...values),
});

const ms = (value: number): string => `${value.toFixed(1)} ms`;

export const inWords = ({ count, median, p95, min, max }: Summary): string =>
  `median ${ms(median)}, p95 ${ms(p95)}, ${ms(min)} to ${ms(max)} (n ${count})`;

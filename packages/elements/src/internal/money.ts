/** Reads an amount in yuan as whole fen, without floating point. Undefined where it is no amount. */
export function yuanToFen(text: string): number | undefined {
  const parts = /^(\d+)(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[,\s\uFF0C\u00A5\uFFE5]/g, ''));
  if (parts === null) return undefined;
  const fen = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : undefined;
}

/** Basis points as percent: 2610 is `26.1%`. */
export const percent = (basisPoints: number): string => `${basisPoints / 100}%`;

/** Reads a percentage as basis points, without floating point. Undefined where it is none, or finer than two decimals. */
export function percentToBasisPoints(text: string): number | undefined {
  const parts = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text.replaceAll(/[\s%\uFF05]/g, ''));
  if (parts === null) return undefined;
  const points = Number(parts[1]) * 100 + Number((parts[2] ?? '').padEnd(2, '0'));
  return points <= 10_000 ? points : undefined;
}

/** Basis points as percent with both decimals, as sums are shown: 2610 is `26.10%`. */
export const fullPercent = (basisPoints: number): string => `${(basisPoints / 100).toFixed(2)}%`;

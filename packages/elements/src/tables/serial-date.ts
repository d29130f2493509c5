/** A spreadsheet's day 0, 1899-12-30: its day 60 is a 29 February 1900 that never was. */
const DAY_0 = Date.UTC(1899, 11, 30);
const DAY_MS = 86_400_000;
/** 2000-01-01 to 2099-12-31: what stands outside is a number and no date of an order. */
const [FIRST, LAST] = [36_526, 73_050];

/**
 * A spreadsheet's number of a day as `YYYY-MM-DD`, with its time (`HH:mm`, seconds where there are any) where it has one;
 * undefined outside of 2000 to 2099.
 *
 * @example serialDate(45550) // '2024-09-15'
 */
export function serialDate(serial: number): string | undefined {
  if (!(serial >= FIRST && serial < LAST + 1)) return undefined;
  // Times are stored as fractions of a day, inexactly: to the second they are right.
  const seconds = Math.round(serial * 86_400);
  const iso = new Date(DAY_0 + seconds * 1000).toISOString();
  if (seconds % 86_400 === 0) return iso.slice(0, 10);
  return `${iso.slice(0, 10)} ${iso.slice(11, seconds % 60 === 0 ? 16 : 19)}`;
}

/** The number of a day, for cells that are to be dates. */
export const serialOf = (date: string): number => Math.round((Date.parse(`${date}T00:00:00Z`) - DAY_0) / DAY_MS);

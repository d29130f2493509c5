/** A calendar date of the law, `YYYY-MM-DD` in Asia/Shanghai. Never a moment: no zone can shift it. */
export type LegalDate = string;

const DAY_MS = 86_400_000;
/** Midnight of that date in UTC, for reckoning alone. */
export const toMs = (date: LegalDate): number => Date.parse(`${date}T00:00:00Z`);

/** The date a number of natural days later; negative goes back. */
export const addDays = (date: LegalDate, days: number): LegalDate => new Date(toMs(date) + days * DAY_MS).toISOString().slice(0, 10);

/** Natural days from one date to another; negative where the second is earlier. */
export const daysBetween = (from: LegalDate, to: LegalDate): number => Math.round((toMs(to) - toMs(from)) / DAY_MS);

const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

/** The calendar date in Asia/Shanghai (no summer time since 1991) of a moment in epoch milliseconds, `YYYY-MM-DD`. */
export const shanghaiDate = (atMs: number): string => new Date(atMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);

/** `YYYY-MM-DD HH:mm` in Asia/Shanghai. */
export const shanghaiTime = (atMs: number): string => new Date(atMs + SHANGHAI_OFFSET_MS).toISOString().slice(0, 16).replace('T', ' ');

/** Epoch milliseconds of a wall-clock time `YYYY-MM-DDTHH:mm` in Asia/Shanghai. */
export const shanghaiMoment = (local: string): number => Date.parse(`${local}:00.000Z`) - SHANGHAI_OFFSET_MS;

export const shanghaiYear = (atMs: number): number => Number(shanghaiDate(atMs).slice(0, 4));

import type { Platform } from './platform.js';

/** A page draws every 16 ms; of these, long work takes no more. */
const SLICE_MS = 8;

/**
 * For long work: waits for the page when its slice is over or somebody presses a key, and not at all before.
 *
 * @example
 * const turn = slices(platform);
 * for (const item of many) {
 *   work(item);
 *   if (turn.isOver()) await turn.next();
 * }
 */
export function slices(platform: Pick<Platform, 'now' | 'after' | 'pause' | 'hasInput'>): { isOver(): boolean; next(): Promise<void> } {
  let end = platform.now() + SLICE_MS;
  return {
    isOver: () => platform.now() >= end || platform.hasInput?.() === true,
    async next() {
      await (platform.pause?.() ?? new Promise<void>((done) => platform.after(0, done)));
      end = platform.now() + SLICE_MS;
    },
  };
}

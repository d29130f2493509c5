/** How long a task may go on while nobody waits. */
export type Idle = Pick<IdleDeadline, 'timeRemaining'>;

/** Long work that a page must not feel goes on for so long at a time. */
const SLICE_MS = 6;

/**
 * For long work that somebody waits for: between two slices the page draws and hears its keys.
 *
 * @param sliceMs milliseconds of a slice, default 6
 * @example
 * const turn = slices();
 * for (const row of rows) {
 *   look(row);
 *   if (turn.isOver()) await turn.next();
 * }
 * @returns `isOver` says that the slice is used up; then `next` waits for another one
 */
export function slices(sliceMs = SLICE_MS): { isOver(): boolean; next(): Promise<void> } {
  let end = performance.now() + sliceMs;
  return {
    isOver: () => performance.now() >= end,
    async next() {
      await nextTask();
      end = performance.now() + sliceMs;
    },
  };
}

/** A task of its own that unlike a timer does not wait. Where the browser makes none by itself it is a message, with a channel to clear away. */
const nextTask = (): Promise<void> =>
  'scheduler' in globalThis
    ? scheduler.postTask(() => {})
    : new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          done();
        };
        port2.postMessage(undefined);
      });

/** The first task after the next frame, so that what has just been drawn is seen before the work goes on. */
export const afterFrame = async (): Promise<void> => {
  if (typeof requestAnimationFrame === 'function' && document.visibilityState === 'visible')
    await new Promise((done) => requestAnimationFrame(done));
  await nextTask();
};

/** Runs when the browser has nothing better to do; Safari does not say when that is. */
export function whenIdle(run: (idle: Idle) => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run);
  else {
    const end = performance.now() + 60;
    setTimeout(() => run({ timeRemaining: () => Math.max(0, end - performance.now()) }), 50);
  }
}

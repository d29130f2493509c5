/** How long a task may go on while nobody waits. */
export type Idle = Pick<IdleDeadline, 'timeRemaining'>;

/** Runs when the browser has nothing better to do; Safari does not say when that is. */
export function whenIdle(run: (idle: Idle) => void): void {
  if (typeof requestIdleCallback === 'function') requestIdleCallback(run);
  else {
    const end = performance.now() + 60;
    setTimeout(() => run({ timeRemaining: () => Math.max(0, end - performance.now()) }), 50);
  }
}

/** How a long reading or writing is watched and stopped. */
export interface Pace {
  /** Aborted: the work ends with the signal's reason, and nothing of it is left. */
  readonly signal?: AbortSignal | undefined;
  /** Called now and then with the share that is done, from 0 to 1. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/** So long one stretch of work may hold a page: shorter than two frames. */
const STRETCH_MS = 24;

/** Lets the page draw and answer between stretches of work. Call it often; it waits only when a stretch is over. */
export function pacer({ signal, onProgress }: Pace): (done: number) => Promise<void> {
  let since = performance.now();
  return async (done) => {
    signal?.throwIfAborted();
    if (performance.now() - since < STRETCH_MS) return;
    onProgress?.(done);
    // A message and not a timer: timers that follow each other are held up by browsers.
    await new Promise<void>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    });
    since = performance.now();
    signal?.throwIfAborted();
  };
}

/** When something has been painted: for the pages of benchmarks. */

/** Names of events whose time begins a measurement. */
export type PaintWaits = readonly (keyof WindowEventMap)[];

const frame = (): Promise<void> => new Promise((done) => requestAnimationFrame(() => done()));

/** Settles in the first task after the frame that is being made: what stands in the document now has been painted. */
const painted = (): Promise<number> =>
  new Promise((done) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => done(performance.now());
    port2.postMessage(undefined);
  });

/** What has not come in this time does not come. */
const LIMIT_MS = 60_000;

/** Looks before each paint until it holds, and waits for that paint. */
export async function paintedWith(what: string, holds: () => boolean, limitMs = LIMIT_MS): Promise<number> {
  const end = performance.now() + limitMs;
  do {
    await frame();
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms for ${what}`);
  } while (!holds());
  return painted();
}

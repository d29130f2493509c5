// What a server under test tells of itself, when asked by a message. Plain JavaScript: the peers run without a compiler.
import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Off until it is asked for: it wakes the process up a hundred times a second. */
const RESOLUTION_MS = 10;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });

const sleep = (ms) => new Promise((done) => setTimeout(done, ms));

/** Throws away what nobody needs, more than once: what is let go of by one collection holds other things. */
async function settle() {
  for (let times = 0; times < 4; times++) {
    await sleep(200);
    globalThis.gc?.();
  }
}

function meter() {
  const { user, system } = process.cpuUsage();
  const { rss, heapUsed, external } = process.memoryUsage();
  process.send?.({
    kind: 'meter',
    cpuS: (user + system) / 1e6,
    rssBytes: rss,
    liveBytes: heapUsed + external,
    standstillMs: delay.count === 0 ? 0 : Math.max(0, delay.max / 1e6 - RESOLUTION_MS),
  });
  delay.reset();
}

/** Says where the server listens, and answers from then on. */
export function serveMeter(url) {
  process.on('message', (message) => {
    if (message === 'watch') delay.enable();
    if (message === 'meter') meter();
    if (message === 'settle') void settle().then(meter);
  });
  process.send?.({ kind: 'listening', url });
}

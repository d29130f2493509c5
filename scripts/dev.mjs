// Rebuilds on every change and restarts the example centre when the build succeeded.
import { existsSync, watch } from 'node:fs';
import { build } from './build.mjs';
import { StepError } from './process.mjs';
import { spawnServer } from './start.mjs';

const QUIET_MS = 150;

/** What the build reads, seen from `packages`, `plugins` or `examples`. */
const SOURCE = /^[^\\/]+[\\/](src[\\/]|[^\\/]+\.json$)/;

/** Runs until it is interrupted. */
export function dev(args) {
  let server;
  let timer;
  let busy = false;
  let again = false;

  const stopServer = () =>
    new Promise((resolve) => {
      if (!server || server.exitCode !== null || server.signalCode !== null) return resolve();
      server.once('exit', resolve);
      server.kill('SIGTERM');
    });

  const rebuild = async () => {
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    do {
      again = false;
      try {
        await build();
        await stopServer();
        server = spawnServer(args);
      } catch (error) {
        // A faulty build leaves the running server as it is.
        if (!(error instanceof StepError)) throw error;
        console.error(error.message);
      }
    } while (again);
    busy = false;
  };

  for (const folder of ['packages', 'plugins', 'examples'].filter(existsSync)) {
    watch(folder, { recursive: true }, (_event, file) => {
      if (!file || !SOURCE.test(file) || /(^|[\\/])(dist|node_modules)[\\/]|\.test\.ts$/.test(file)) return;
      clearTimeout(timer);
      timer = setTimeout(rebuild, QUIET_MS);
    });
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stopServer().then(() => process.exit(0)));
  return rebuild();
}

// Runs the example centre as if it had been started directly: terminal, signals and exit code pass through.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { node, StepError } from './process.mjs';

const MAIN = 'examples/centre/dist/main.js';

/** Starts the built server. */
export function spawnServer(args) {
  if (!existsSync(MAIN)) throw new StepError(`${MAIN} is missing: the example centre has not been built.`);
  return spawn(node, ['--enable-source-maps', MAIN, ...args], { stdio: 'inherit' });
}

/** Runs the built server until it ends; resolves when our exit code is set. */
export function start(args) {
  return new Promise((resolve) => {
    const server = spawnServer(args);
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => {
        // A terminal sends Ctrl-C to the server too; a second one would read as "now at once".
        if (signal === 'SIGINT' && process.stdin.isTTY) return;
        server.kill(signal);
      });
    }
    server.on('exit', (code, signal) => {
      process.exitCode = code ?? 128 + constants.signals[signal];
      resolve();
    });
  });
}

// Runs a built example as if it had been started directly: terminal, signals and exit code pass through.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { constants } from 'node:os';
import { node, StepError } from './process.mjs';

const MAIN = 'examples/centre/dist/main.js';

/** Starts a built program, the example centre where none is named. */
export function spawnServer(args, main = MAIN) {
  if (!existsSync(main)) throw new StepError(`${main} is missing: it has not been built.`);
  return spawn(node, ['--enable-source-maps', main, ...args], { stdio: 'inherit' });
}

/** Runs the example centre until it ends. */
export const start = (args) => run(MAIN, args);

/** Runs a built program until it ends; resolves when our exit code is set. */
export function run(main, args) {
  return new Promise((resolve) => {
    const server = spawnServer(args, main);
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

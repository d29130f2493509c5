// Child processes with a time limit. A child leads its own process group, so that what it started ends with it.
import { spawn } from 'node:child_process';

export const node = process.execPath;

/** A step that failed for a reason the reader has been told; no stack trace helps. */
export class StepError extends Error {}

const running = new Set();

function killGroup(child, signal) {
  try {
    if (process.platform === 'win32') child.kill(signal);
    else process.kill(-child.pid, signal);
  } catch {
    // It has ended already.
  }
}

function interrupted() {
  for (const child of running) killGroup(child, 'SIGKILL');
  process.exit(130);
}

/** Signals are ours only while a group of ours runs: a terminal's Ctrl-C does not reach other groups. */
function track(child, begins) {
  if (begins) running.add(child);
  else running.delete(child);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.off(signal, interrupted);
    if (running.size > 0) process.on(signal, interrupted);
  }
}

/**
 * Runs a command to its end.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ limitMs?: number, env?: Record<string, string>, stdio?: 'pipe' | 'inherit', onOutput?: (text: string, control: { limit(ms: number): void }) => void }} [options]
 *   `onOutput` sees each chunk as it comes and may move the limit.
 * @returns {Promise<{ code: number, hung: boolean, output: string }>}
 */
export function run(command, args, { limitMs = 0, env = {}, stdio = 'pipe', onOutput } = {}) {
  return new Promise((resolve) => {
    // A child that inherits the terminal stays in our group, or it could not read from it.
    const detached = stdio === 'pipe' && process.platform !== 'win32';
    const child = spawn(command, args, {
      stdio: stdio === 'pipe' ? ['ignore', 'pipe', 'pipe'] : stdio,
      env: { ...process.env, ...env },
      detached,
      shell: process.platform === 'win32' && command === 'npx',
    });
    if (detached) track(child, true);
    let output = '';
    let hung = false;
    let timer;
    const limit = (ms) => {
      clearTimeout(timer);
      if (ms > 0) {
        timer = setTimeout(() => {
          hung = true;
          killGroup(child, 'SIGKILL');
        }, ms);
      }
    };
    limit(limitMs);
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8');
      stream?.on('data', (text) => {
        output += text;
        onOutput?.(text, { limit });
      });
    }
    const done = (code) => {
      clearTimeout(timer);
      if (detached) {
        track(child, false);
        killGroup(child, 'SIGKILL'); // what it left behind
      }
      resolve({ code, hung, output });
    };
    child.on('error', (error) => {
      output += `${error.message}\n`;
      done(127);
    });
    // A grandchild may hold the pipes open after the child has ended: kill the group, then wait for the pipes.
    child.on('exit', () => detached && killGroup(child, 'SIGKILL'));
    child.on('close', (code, signal) => done(code ?? (signal ? 128 : 1)));
  });
}

/** Runs a command silently under a title; shows its output, and throws, only when it fails. */
export async function step(title, command, args, options) {
  const start = Date.now();
  process.stdout.write(`> ${title} ... `);
  const { code, hung, output } = await run(command, args, options);
  const seconds = `${((Date.now() - start) / 1000).toFixed(1)} s`;
  if (code === 0 && !hung) {
    console.log(seconds);
    return output;
  }
  console.log(`failed after ${seconds}`);
  process.stdout.write(output);
  throw new StepError(`${title}: ${hung ? 'stopped, it took too long' : `failed with exit code ${code}`}.`);
}

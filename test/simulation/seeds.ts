import { type ChildProcess, fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type BatchResult, batchResult } from './batch-result.js';

const BATCH = 25;
const WORKERS = 2;

export interface Outcome {
  readonly counts: Readonly<Record<string, number>>;
  readonly tally: Readonly<Record<string, number>>;
  readonly seeds: number;
  /** The first seed that failed, with its operations. */
  readonly failure?: string;
}

/** Runs consecutive seeds in two processes; stops at the first that fails. */
export async function runSeeds(first: number, count: number): Promise<Outcome> {
  const counts: Record<string, number> = {};
  const tally: Record<string, number> = {};
  let next = first;
  let done = 0;
  let failure: string | undefined;
  const work = async () => {
    const child = fork(fileURLToPath(new URL('./batch.ts', import.meta.url)), { execArgv: ['--import', 'tsx', '--conditions=source'] });
    try {
      while (next < first + count && failure === undefined) {
        const batch = { first: next, count: Math.min(BATCH, first + count - next) };
        next += batch.count;
        const result = await ask(child, batch);
        failure ??= result.failure;
        add(counts, result.counts);
        add(tally, result.tally);
        done += batch.count;
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(WORKERS, Math.ceil(count / BATCH)) }, work));
  return { counts, tally, seeds: done, ...(failure === undefined ? {} : { failure }) };
}

function ask(child: ChildProcess, batch: { readonly first: number; readonly count: number }): Promise<BatchResult> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => reject(new Error(`the process of the seeds from ${batch.first} ended with ${code}`));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(batchResult.parse(message));
    });
    child.send(batch);
  });
}

function add(sum: Record<string, number>, more: Readonly<Record<string, number>>): void {
  for (const [key, value] of Object.entries(more)) sum[key] = (sum[key] ?? 0) + value;
}

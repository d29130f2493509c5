import { createContext, Script } from 'node:vm';

const context = createContext({ run: (): void => undefined });
const script = new Script('run()');

/** Work was cut off because it took too long. What it worked on is left half done. */
export class OutOfTime extends Error {}

/**
 * Runs something that may not end in time on its own, such as applying an update that was made to be slow, and cuts
 * it off. Starting the watch costs about as much as applying a hundred keystrokes: for the few that may be slow.
 *
 * @throws OutOfTime; otherwise what `run` throws
 */
export function within<T>(limitMs: number, run: () => T): T {
  const results: T[] = [];
  context['run'] = () => void results.push(run());
  try {
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    // Made inside the context, so that it is no Error of ours.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new OutOfTime(`cut off after ${limitMs} ms`);
    throw error;
  } finally {
    context['run'] = undefined;
  }
  const [result] = results;
  if (results.length === 0) throw new OutOfTime('cut off');
  return result as T;
}

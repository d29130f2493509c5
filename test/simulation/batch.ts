import './virtual-time.js';
import { type Counts, simulate } from '@onedoor/core/testing';
import * as z from '@onedoor/core/z';
import type { BatchResult } from './batch-result.js';
import { convergence, emptyTally } from './simulation.js';

/** A process that runs batches of seeds for `seeds.ts`, one after the other. */
const order = z.object({ first: z.int(), count: z.int() });

async function run(first: number, count: number): Promise<BatchResult> {
  const tally = emptyTally();
  try {
    const counts: Counts = await simulate(convergence(tally), { first, count });
    return { counts: { ...counts }, tally: { ...tally } };
  } catch (error) {
    return { counts: {}, tally: {}, failure: error instanceof Error ? error.message : String(error) };
  }
}

process.on('message', (message) => {
  const { first, count } = order.parse(message);
  void run(first, count).then((result) => process.send?.(result));
});
process.on('disconnect', () => process.exit());

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runSeeds } from './seeds.js';

const test = suite('convergence');

const one = process.env['ONEDOOR_SEED'];
const first = one === undefined ? 1 : Number(one);
const count = one === undefined ? Number(process.env['ONEDOOR_SEEDS'] ?? 2000) : 1;

/** What 1,000 seeds must have done at least: about a third of what they do. A simulation that does nothing must not pass. */
const FLOOR_OF_1000: Readonly<Record<string, number>> = {};

test(`${count} seeds from ${first}: every replica is the log, nothing is told that is not so`, async () => {
  const { counts, tally, seeds, failure } = await runSeeds(first, count);
  if (failure !== undefined) assert.unreachable(`${failure}\nRun it alone: ONEDOOR_SEED=<seed> npm run simulate`);
  assert.is(seeds, count);
  console.log(JSON.stringify({ seeds, ...counts, ...tally }));
  if (count < 500) return;
  const seen: Readonly<Record<string, number>> = { ...counts, ...tally };
  for (const [what, floor] of Object.entries(FLOOR_OF_1000)) {
    assert.ok((seen[what] ?? 0) >= (floor * count) / 1000, `${what}: ${seen[what]} in ${count} seeds, at least ${floor} in 1,000 expected`);
  }
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pooledRandom } from './random.js';

const test = suite('random bytes');

test('as many as asked for, across the ends of the pool, never the same and never zeros', () => {
  const random = pooledRandom();
  const seen = new Set<string>();
  for (let round = 0; round < 3000; round++) {
    const bytes = random(12);
    assert.is(bytes.length, 12);
    seen.add(Buffer.from(bytes).toString('hex'));
  }
  assert.is(seen.size, 3000);
  assert.is(seen.has('0'.repeat(24)), false);
  assert.is(random(20_000).length, 20_000);
});

test("what was given away is the taker's own", () => {
  const random = pooledRandom();
  const first = random(32);
  const copy = Uint8Array.from(first);
  for (let round = 0; round < 1000; round++) random(32);
  assert.equal(first, copy);
});

test.run();

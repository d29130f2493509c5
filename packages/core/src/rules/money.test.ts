import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../testing/index.js';
import { allocate, equalShares, formatFen } from './money.js';

const test = suite('money');

test('73.9 % and 26.1 % of a total come out to the fen', () => {
  assert.equal(
    allocate(100, [
      { key: 'a', basisPoints: 7390 },
      { key: 'b', basisPoints: 2610 },
    ]),
    [74, 26],
  );
  assert.equal(
    allocate(1_234_567_89, [
      { key: 'a', basisPoints: 7390 },
      { key: 'b', basisPoints: 2610 },
    ]),
    [91_234_567, 32_222_222],
  );
});

test('the parts always sum to the total, however large', () => {
  const random = new Random(11);
  for (let round = 0; round < 2000; round++) {
    const keys = Array.from({ length: 1 + random.below(30) }, (_, index) => String(index));
    const total = random.below(2) === 0 ? random.below(1000) : Math.floor(random.next() * Number.MAX_SAFE_INTEGER);
    assert.is(
      allocate(total, equalShares(keys)).reduce((sum, part) => sum + BigInt(part), 0n),
      BigInt(total),
    );
  }
});

test('shares that do not sum to 10,000 are refused', () => {
  assert.throws(() => allocate(1, [{ key: 'a', basisPoints: 9999 }]), /BAD_VALUE/);
});

test('fen are written as yuan', () => {
  assert.is(formatFen(123_456_789_05), '123,456,789.05');
  assert.is(formatFen(7), '0.07');
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ratioInterval } from './report.js';
import { inWords, percentile, summarize } from './statistics.js';

const test = suite('figures of benchmarks');

test('a percentile is a measured value: the smallest that so many do not exceed', () => {
  const values = Array.from({ length: 20 }, (_, at) => 20 - at);
  assert.equal([percentile(values, 0.5), percentile(values, 0.95), percentile(values, 1), percentile(values, 0)], [10, 19, 20, 1]);
  assert.is(percentile([7], 0.95), 7);
  assert.is(percentile([1, 1, 1, 100], 0.95), 100, 'a single bad one of few counts');
  assert.throws(() => percentile([], 0.5), /no measurements/);
});

test('a summary tells median, p95 and spread', () => {
  assert.equal(summarize([3, 1, 2]), { count: 3, median: 2, p95: 3, min: 1, max: 3 });
  assert.is(inWords(summarize([3, 1, 2])), 'median 2.0 ms, p95 3.0 ms, 1.0 ms to 3.0 ms (n 3)');
});

test('a ratio round by round, and how sure it is', () => {
  const same = ratioInterval([2, 4, 8], [1, 2, 4]);
  assert.equal(
    [same.mean, same.low, same.high].map((each) => each.toFixed(9)),
    ['2.000000000', '2.000000000', '2.000000000'],
  );
  const apart = ratioInterval([1, 2], [2, 1]);
  assert.is(apart.mean.toFixed(9), '1.000000000');
  // Two rounds say little: t is 12.71 with one degree of freedom.
  assert.ok(apart.low < 0.01 && apart.high > 100);
});

test.run();

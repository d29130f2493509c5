import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fullPercent, percent, percentToBasisPoints, yuanToFen } from './money.js';

const test = suite('yuan');

test('an amount in yuan becomes whole fen without floating point', () => {
  assert.equal(['2,386,417.53', '0.1', '19.99', '\uFFE5 1\uFF0C234', '007'].map(yuanToFen), [238_641_753, 10, 1999, 123_400, 700]);
});

test('what is no amount, or finer than a fen, is refused', () => {
  assert.equal(['', '1.234', '-1', '1e3', '99999999999999999'].map(yuanToFen), [undefined, undefined, undefined, undefined, undefined]);
});

test('basis points are shown as percent', () => {
  assert.equal([percent(2610), percent(10_000), percent(333)], ['26.1%', '100%', '3.33%']);
});

test('a percentage of at most two decimals becomes basis points', () => {
  assert.equal(['73.9', '26.1 %', '0.07', '100', '8\uFF05'].map(percentToBasisPoints), [7390, 2610, 7, 10_000, 800]);
  assert.equal(['', '33.333', '-1', '100.01', 'x'].map(percentToBasisPoints), Array(5).fill(undefined));
  assert.is(fullPercent(9_999), '99.99%');
});

test.run();

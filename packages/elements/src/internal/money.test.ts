import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { percent, yuanToFen } from './money.js';

const test = suite('yuan');

test('an amount in yuan becomes whole fen without floating point', () => {
  assert.equal(
    ['2,386,417.53', '0.1', '19.99', '\uFFE5 1\uFF0C234', '007'].map(yuanToFen),
    [238_641_753, 10, 1999, 123_400, 700],
  );
});

test('what is no amount, or finer than a fen, is refused', () => {
  assert.equal(['', '1.234', '-1', '1e3', '99999999999999999'].map(yuanToFen), [
    undefined,
    undefined,
    undefined,
    undefined,
    undefined,
  ]);
});

test('basis points are shown as percent', () => {
  assert.equal([percent(2610), percent(10_000), percent(333)], ['26.1%', '100%', '3.33%']);
});

test.run();

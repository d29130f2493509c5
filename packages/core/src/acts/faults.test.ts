import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { dayOfAct, doneBy, faultsOf, isBlank, refusalOfFaults } from './faults.js';

const test = suite('faults');
const EXPECTED = { 'refusal.future': 'a day that has come', 'refusal.reason': 'a reason' } as const;

test('faults come in the order of their checks, and the first is the refusal', () => {
  const found = faultsOf<keyof typeof EXPECTED>([
    [false, 'refusal.future'],
    [true, 'refusal.reason'],
  ]);
  assert.equal(found, ['refusal.reason']);
  assert.equal(refusalOfFaults(found, EXPECTED), {
    seen: 'reason',
    expected: 'a reason',
    todo: 'Correct what is entered.',
    at: 'refusal.reason',
  });
  assert.is(refusalOfFaults<keyof typeof EXPECTED>([], EXPECTED), undefined);
});

test('an act has put down its arguments, who and when; its day is that of Shanghai', () => {
  const at = Date.UTC(2024, 8, 30, 17);
  assert.equal(doneBy({ on: '2024-09-30' }, { person: 'p', at }), { on: '2024-09-30', by: 'p', at });
  assert.is(dayOfAct({ at }), '2024-10-01');
  assert.equal([undefined, ' ', 'x'].map(isBlank), [true, true, false]);
});

test.run();

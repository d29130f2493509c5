import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { stageTimes } from './stage-times.js';

const test = suite('time in each stage');
const day = (date: string) => Date.parse(`${date}T02:00:00Z`);
const move = (to: 'graded' | 'joint' | 'closed', date: string) => ({ to, at: day(date), by: 'sun', reason: '' });

test('a stage counts the days until the next move, the present one until today', () => {
  const times = stageTimes(
    { createdAt: day('2024-03-01'), moves: [move('graded', '2024-03-04'), move('joint', '2024-03-04')] },
    day('2024-03-21'),
  );
  assert.equal(
    [...times].map(([stage, { days }]) => [stage, days]),
    [
      ['screening', 3],
      ['graded', 0],
      ['joint', 17],
    ],
  );
});

test('two stays in one stage are added, and the last day counts by the calendar of Shanghai', () => {
  const moves = [move('joint', '2024-03-03'), move('graded', '2024-03-05'), move('joint', '2024-03-06')];
  const times = stageTimes({ createdAt: day('2024-03-01'), moves }, Date.parse('2024-03-07T16:30:00Z'));
  assert.equal(times.get('joint'), { since: day('2024-03-06'), days: 2 + 2 });
});

test('a clock that runs behind gives no negative time', () => {
  assert.is(stageTimes({ createdAt: day('2024-03-05'), moves: [] }, day('2024-03-01')).get('screening')?.days, 0);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { slices } from './slices.js';

const test = suite('slices of long work');

test('one is over after its time, and at once when somebody presses a key', async () => {
  let [now, pressed, pauses] = [0, false, 0];
  const turn = slices({
    now: () => now,
    after: () => () => {},
    hasInput: () => pressed,
    pause: async () => {
      pauses++;
    },
  });
  assert.is(turn.isOver(), false, 'it has just begun');
  pressed = true;
  assert.is(turn.isOver(), true, 'a key waits');
  pressed = false;
  assert.is(turn.isOver(), false, 'it was heard');
  now = 1_000;
  assert.is(turn.isOver(), true, 'the time is over');
  await turn.next();
  assert.equal([turn.isOver(), pauses], [false, 1], 'another one');
});

test.run();

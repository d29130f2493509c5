import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Doorway } from './doorway.js';

const test = suite('doorway');

const turn = () => new Promise<void>((done) => setImmediate(done));
const never = (error: unknown) => assert.unreachable(String(error));

/** Work that takes as long as the doorway gives all of a turn. */
function work(): void {
  for (const until = performance.now() + 11; performance.now() < until; );
}

test('whoever comes alone enters at once', async () => {
  const doorway = new Doorway();
  const entered: number[] = [];
  doorway.enter(() => entered.push(1), never);
  assert.equal(entered, [1]);
  await turn();
  doorway.enter(() => entered.push(2), never);
  assert.equal(entered, [1, 2]);
});

test('of a crowd each turn lets in as many as it has time for, in their order, and others have their turn in between', async () => {
  const doorway = new Doorway();
  const entered: (number | string)[] = [];
  for (let at = 0; at < 4; at++)
    doorway.enter(() => {
      entered.push(at);
      work();
    }, never);
  assert.equal(entered, [0]);
  while (entered.length < 7) {
    setImmediate(() => entered.push('other'));
    await turn();
  }
  assert.equal(entered, [0, 1, 'other', 2, 'other', 3, 'other']);
});

test('one that comes later waits behind those that wait, and one that throws fails alone', async () => {
  const doorway = new Doorway();
  const entered: string[] = [];
  doorway.enter(work, never);
  doorway.enter(
    () => {
      throw new Error('broken');
    },
    (error) => entered.push(String(error)),
  );
  doorway.enter(() => {
    entered.push('second');
    doorway.enter(() => entered.push('third'), never);
  }, never);
  assert.equal(entered, []);
  while (entered.length < 3) await turn();
  assert.equal(entered, ['Error: broken', 'second', 'third']);
});

test.run();

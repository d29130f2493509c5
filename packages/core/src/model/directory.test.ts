import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EMPTY_STATE } from '../acts/fold.js';
import { explain } from '../policy/policy.js';
import { directorySlice } from './directory.js';
import { Model } from './rooms.js';

const test = suite('directory');
const room = new Model().room('directory');

test('a plugin is switched off and on by whoever manages the directory; who, when and why stay while it is off', () => {
  assert.ok(room);
  const ask = { to: 'act', command: 'directory.plugin' } as const;
  const person = (rights: string[]) => ({ person: 'p', name: 'p', department: 'd', rights });
  assert.equal(
    [person(['directory.manage']), person(['case.assign'])].map((each) => explain(room.rule, ask, each, undefined).allowed),
    [true, false],
  );
  let state = EMPTY_STATE;
  const turn = (on: boolean, base: number) => {
    const intent = { id: `i${base}`, ...directorySlice.request.plugin({ plugin: 'lamp', on, reason: '改造' }), base };
    state = room.acts.fold(state, { seq: base + 1, outcome: 'applied', person: 'p-zhou', device: 'd', at: 5, intent });
    return directorySlice.of(state.slices).off;
  };
  assert.equal(turn(false, 0), { lamp: { by: 'p-zhou', at: 5, reason: '改造' } });
  assert.equal(turn(true, 1), {});
});

test.run();

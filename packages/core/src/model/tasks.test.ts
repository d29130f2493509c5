import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ActModel, EMPTY_STATE, type RoomState } from '../acts/fold.js';
import type { ActRequest } from '../acts/slice.js';
import { endedTasks, openTasks, taskSlice } from './tasks.js';

const test = suite('tasks');
const model = new ActModel([taskSlice]);

function after(...acts: readonly ActRequest[]): RoomState {
  return acts.reduce<RoomState>(
    (state, act, index) =>
      model.fold(state, {
        seq: state.seq + 1,
        at: 1000 + index,
        person: `p${index}`,
        device: 'd',
        intent: { id: `i${index}`, ...act, base: state.seq },
        outcome: 'applied',
      }),
    EMPTY_STATE,
  );
}
const of = (state: RoomState) => openTasks(taskSlice.of(state.slices));
const { ask, answer, withdraw } = taskSlice.request;

test('what is asked is open until it is answered or withdrawn, the earliest day first', () => {
  const asked = after(
    ask({ id: 'a', what: '调取林权档案', for: { department: 'judicial' } }),
    ask({ id: 'b', what: '核实身份', for: { person: 'p-wang' }, dueOn: '2024-04-12' }),
    ask({ id: 'c', what: '告知信访人', for: { department: 'petition' }, dueOn: '2024-04-10' }),
  );
  assert.equal(
    of(asked).map((task) => task.id),
    ['c', 'b', 'a'],
  );
  const done = after(
    ask({ id: 'a', what: '调取林权档案', for: { department: 'judicial' } }),
    ask({ id: 'b', what: '核实身份', for: { person: 'p-wang' } }),
    answer({ id: 'a', note: '档案馆存根与证号相符' }),
    withdraw({ id: 'b', note: '' }),
  );
  assert.equal(of(done), []);
  assert.equal(taskSlice.of(done.slices).tasks['a']?.done, { by: 'p2', at: 1002, note: '档案馆存根与证号相符', how: 'answered' });
});

test('what was asked until a day and answered is told of, the latest answer first; what was taken back is not', () => {
  const state = after(
    ask({ id: 'a', what: '调取林权档案', for: { department: 'judicial' }, dueOn: '2024-04-10' }),
    ask({ id: 'b', what: '核实身份', for: { person: 'p-wang' }, dueOn: '2024-04-12' }),
    ask({ id: 'c', what: '告知信访人', for: { person: 'p-li' }, dueOn: '2024-04-12' }),
    ask({ id: 'd', what: '问', for: { person: 'p-li' } }),
    answer({ id: 'b', note: '属实' }),
    answer({ id: 'a', note: '相符' }),
    answer({ id: 'd', note: '答' }),
    withdraw({ id: 'c', note: '' }),
  );
  assert.equal(
    endedTasks(taskSlice.of(state.slices)).map(({ id, dueOn }) => [id, dueOn]),
    [
      ['a', '2024-04-10'],
      ['b', '2024-04-12'],
    ],
  );
});

test('what is done cannot be answered again, and an id is asked once', () => {
  const state = after(ask({ id: 'a', what: '问', for: { person: 'x' } }), answer({ id: 'a', note: '答' }));
  const facts = { person: 'y', at: 0, seq: 3, id: 'i', pending: false };
  assert.is(model.check(state, answer({ id: 'a', note: '又答' }), facts)?.code, 'ACT_NOT_ALLOWED');
  assert.is(model.check(state, ask({ id: 'a', what: '再问', for: { person: 'x' } }), facts)?.code, 'ACT_NOT_ALLOWED');
  const parsed = model.parse('task.ask', { id: 'z', what: '', for: { person: 'x' } });
  assert.is(parsed.ok ? '' : parsed.refusal.code, 'BAD_ARGS');
});

test('two answers made apart: the first counts, the second is a conflict', () => {
  const state = after(ask({ id: 'a', what: '问', for: { person: 'x' } }), answer({ id: 'a', note: '答' }));
  assert.is(model.conflictOf(state, { id: 'i9', ...answer({ id: 'a', note: '另答' }), base: 1 }), 2);
});

test.run();

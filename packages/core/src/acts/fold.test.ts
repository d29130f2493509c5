import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { caseSlice } from '../model/case.js';
import { ActModel, EMPTY_STATE, type RoomState, SETTLE } from './fold.js';
import type { ActEntry, Intent } from './intent.js';
import type { ActRequest } from './slice.js';

const test = suite('fold');
const model = new ActModel([caseSlice]);

let ids = 0;
const intent = (request: ActRequest, base: number, after?: string): Intent => ({
  id: `i${++ids}`,
  ...request,
  base,
  ...(after === undefined ? {} : { after }),
});
const log = (state: RoomState, made: Intent, person = 'a'): RoomState => {
  const against = model.conflictOf(state, made);
  const entry: ActEntry = {
    seq: state.seq + 1,
    at: 1000 + state.seq,
    person,
    device: 'd',
    intent: made,
    outcome: against === undefined ? 'applied' : 'conflict',
    ...(against === undefined ? {} : { against }),
  };
  return model.fold(state, entry);
};
const stage = (state: RoomState) => caseSlice.of(state.slices).stage;
const created = log(
  EMPTY_STATE,
  intent(caseSlice.request.create({ title: '木匠沟', category: '08', source: 'grid', village: '木匠沟' }), 0),
);

test('the sender of the first intent becomes lead', () => {
  assert.is(caseSlice.of(created.slices).members['a']?.role, 'lead');
});

test('two moves made apart: the first counts, the second is kept as a conflict that a third settles', () => {
  let state = log(created, intent(caseSlice.request.move({ to: 'graded', reason: '' }), 1), 'a');
  state = log(state, intent(caseSlice.request.move({ to: 'joint', reason: '需要联调' }), 1), 'b');
  assert.is(stage(state), 'graded');
  assert.equal(
    [...state.conflicts.values()].map((conflict) => [conflict.seq, conflict.against, conflict.entry.person]),
    [[3, 2, 'b']],
  );
  const settle = intent({ command: SETTLE, args: { conflict: 3, choice: 'apply', reason: '同意' } }, 3);
  const applied = log(state, settle, 'c');
  assert.is(stage(applied), 'joint');
  assert.is(applied.conflicts.get(3)?.settled?.by, 'c');
  assert.is(model.check(applied, settle, { person: 'c', at: 0, seq: 4, id: 'x', pending: false })?.code, 'CONFLICT_SETTLED');
  assert.is(stage(log(state, intent({ command: SETTLE, args: { conflict: 3, choice: 'dismiss', reason: '不用' } }, 3), 'c')), 'graded');
});

test("one's own chain of offline moves is no conflict, but somebody else's between is", () => {
  const first = intent(caseSlice.request.move({ to: 'graded', reason: '' }), 1);
  const second = intent(caseSlice.request.move({ to: 'joint', reason: '' }), 1, first.id);
  assert.is(stage(log(log(created, first), second)), 'joint');
  const between = log(log(created, first), intent(caseSlice.request.move({ to: 'leader', reason: '急' }), 2), 'b');
  assert.is(model.conflictOf(between, second), 3);
});

test('acts on other subjects do not conflict', () => {
  const state = log(created, intent(caseSlice.request.addMember({ person: 'b', role: 'member' }), 1));
  assert.is(model.conflictOf(state, intent(caseSlice.request.move({ to: 'graded', reason: '' }), 1)), undefined);
});

test('removing and re-adding one member at once ends in one state with a conflict', () => {
  const state = log(created, intent(caseSlice.request.addMember({ person: 'b', role: 'member' }), 1));
  const removed = log(state, intent(caseSlice.request.removeMember({ person: 'b', reason: '' }), 2));
  const readded = log(removed, intent(caseSlice.request.addMember({ person: 'b', role: 'observer' }), 2), 'c');
  assert.is(caseSlice.of(readded.slices).members['b'], undefined);
  assert.is(readded.conflicts.size, 1);
});

test('preview shows pending intents on top and leaves the logged state alone', () => {
  const move = intent(caseSlice.request.move({ to: 'graded', reason: '' }), 1);
  const preview = model.preview(created, [move, intent(caseSlice.request.move({ to: 'joint', reason: '' }), 1, move.id)], {
    person: 'a',
    at: 0,
  });
  assert.is(stage(preview), 'joint');
  assert.is(stage(created), 'screening');
});

test('skipping a step needs a reason, helpers leave when a case closes', () => {
  const facts = { person: 'a', at: 0, seq: 2, id: 'x', pending: false };
  assert.is(model.check(created, caseSlice.request.move({ to: 'leader', reason: ' ' }), facts)?.code, 'ACT_NOT_ALLOWED');
  assert.is(model.check(created, caseSlice.request.move({ to: 'leader', reason: '急' }), facts), undefined);
  let state = log(created, intent(caseSlice.request.addMember({ person: 'h', role: 'helper' }), 1));
  state = log(state, intent(caseSlice.request.close({ outcome: 'settled', reason: '已履行' }), 2));
  assert.is(caseSlice.of(state.slices).members['h'], undefined);
  assert.equal(caseSlice.of(state.slices).former, ['h']);
});

test('an act of a plugin that is absent has no effect and does not stop the fold', () => {
  const state = log(created, intent({ command: 'ghost.act', args: {} }, 1));
  assert.is(state.seq, 2);
  assert.is(stage(state), 'screening');
});

test.run();

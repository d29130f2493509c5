import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { argsToKeep } from '../commands/kept.js';
import { foresee, rerun } from '../commands/rerun.js';
import { createRoomDoc } from '../content/register.js';
import { type AnchoredEdit, applyDelta } from '../content/text.js';
import { textDifference } from '../content/text-difference.js';
import { anchorEdits, mergeEdits, relocateEdit } from '../content/text-edits.js';
import { caseSlice } from '../model/case.js';
import { Model } from '../model/rooms.js';
import { Random } from '../testing/index.js';
import { EMPTY_STATE, type RoomState } from './fold.js';
import type { ActEntry } from './intent.js';
import { ACCEPT, DECLINE, OFFER } from './offer.js';

const test = suite('offered changes in the fold');
const model = new Model();
const room = (name: string) => {
  const found = model.room(name);
  if (found === undefined) throw new Error(name);
  return found;
};
let seq = 0;
const entry = (person: string, command: string, args: Record<string, unknown>, id = `i${seq + 1}`): ActEntry => ({
  seq: ++seq,
  at: 1000 + seq,
  person,
  device: 'd',
  intent: { id, command, args, base: 0 },
  outcome: 'applied',
});
const fold = (name: string, ...entries: ActEntry[]): RoomState =>
  entries.reduce((state, each) => room(name).acts.fold(state, each), EMPTY_STATE);
const offered = { change: { command: 'facts.edit', args: { patch: { place: '村口' } } }, madeAt: 5, code: 'FORBIDDEN' };

test('an offer waits until it is answered, once; the second answer changes nothing', () => {
  const { acts } = room('joint');
  const state = fold('joint', entry('li', OFFER, offered, 'o'), entry('wang', DECLINE, { offer: 'o', reason: '重复' }));
  assert.equal(
    [
      state.offers.get('o')?.by,
      state.offers.get('o')?.answer?.kind,
      state.offers.get('o')?.answer?.by,
      state.offers.get('o')?.answer?.reason,
    ],
    ['li', 'declined', 'wang', '重复'],
  );
  const later = acts.fold(state, entry('zhou', ACCEPT, { offer: 'o' }));
  assert.is(later.offers.get('o')?.answer?.kind, 'declined');
  const facts = { person: 'zhou', at: 1, seq: 9, id: 'x', pending: false };
  assert.is(acts.check(state, { command: ACCEPT, args: { offer: 'o' } }, facts)?.code, 'OFFER_ANSWERED');
  assert.is(acts.check(state, { command: DECLINE, args: { offer: 'none', reason: 'x' } }, facts)?.code, 'OFFER_ANSWERED');
});

test('the right that decides is that of making the change oneself', () => {
  const { acts } = room('case');
  const change = caseSlice.request.close({ outcome: 'settled', reason: '已签' });
  const state = fold('case', entry('li', OFFER, { ...offered, change }, 'act'));
  assert.equal(acts.askFor(state, { command: ACCEPT, args: { offer: 'act' } }), { to: 'act', command: 'case.close' });
  assert.equal(acts.askFor(state, { command: DECLINE, args: { offer: 'act' } }), { to: 'act', command: 'case.close' });
  assert.equal(acts.askFor(state, { command: ACCEPT, args: { offer: 'none' } }), { to: 'act', command: ACCEPT });
  assert.equal(acts.askFor(state, { command: OFFER, args: {} }), { to: 'read' });
  const joint = fold('joint', entry('li', OFFER, offered, 'o'));
  assert.equal(room('joint').acts.askFor(joint, { command: ACCEPT, args: { offer: 'o' } }), { to: 'write' });
});

test('an accepted act has the effect of the act, in the name of whoever accepted', () => {
  const create = caseSlice.request.create({ title: '林地', category: '08', source: 'grid', village: '' });
  const change = caseSlice.request.close({ outcome: 'settled', reason: '已签' });
  const state = fold(
    'case',
    entry('wang', create.command, create.args),
    entry('zhao', OFFER, { ...offered, change }, 'o'),
    entry('wang', ACCEPT, { offer: 'o' }),
  );
  assert.equal([caseSlice.of(state.slices).stage, caseSlice.of(state.slices).moves.at(-1)?.by], ['closed', 'wang']);
});

test('the summary of a room counts what waits', () => {
  const { summary } = room('joint');
  const reader = { values: () => [], get: () => undefined } as never;
  const waiting = fold('joint', entry('li', OFFER, offered, 'a'), entry('li', OFFER, offered, 'b'), entry('wang', ACCEPT, { offer: 'a' }));
  assert.is(summary?.(waiting, reader)['offers'], 1);
  assert.is(summary?.(EMPTY_STATE, reader)['offers'], undefined);
});

test('merged edits do what the single ones did, on any text', () => {
  const random = new Random(11);
  for (let round = 0; round < 500; round++) {
    let text = '双方在木匠沟北坡发生争执。';
    const base = text;
    const edits: AnchoredEdit[] = [];
    let at = random.below(text.length);
    for (let step = 0; step < 12; step++) {
      if (random.below(4) === 0) at = random.below(text.length + 1);
      const cut = random.below(3) === 0 ? Math.min(at, 1 + random.below(2)) : 0;
      const next = text.slice(0, at - cut) + (cut > 0 ? '' : '字') + text.slice(at);
      edits.push(...anchorEdits(text, textDifference(text, next)));
      at += cut > 0 ? -cut : 1;
      text = next;
    }
    const merged = mergeEdits(edits);
    assert.ok(merged.length <= edits.length);
    let again = base;
    for (const { at: place, removed, inserted } of merged) {
      assert.is(again.slice(place, place + removed.length), removed, `round ${round}`);
      again = again.slice(0, place) + inserted + again.slice(place + removed.length);
    }
    assert.is(again, text, `round ${round}`);
  }
});

test('an edit made in a text that somebody else changed in between is not put into the one before', () => {
  const first = { at: 2, before: '双方', after: '争执。', removed: '', inserted: '在村口' };
  const elsewhere = { at: 3, before: '昨天双', after: '方在村口争执。', removed: '', inserted: '又' };
  assert.equal(mergeEdits([first, elsewhere]), [first, elsewhere]);
  const inside = { at: 3, before: '双方在', after: '村口争执。', removed: '', inserted: '本' };
  assert.equal(mergeEdits([first, inside]), [{ ...first, inserted: '在本村口' }]);
});

test('typed letter by letter is one edit that finds its place', () => {
  let text = '双方争执。';
  const edits: AnchoredEdit[] = [];
  for (const [step, letter] of [...'上午在村口'].entries()) {
    const next = text.slice(0, 2 + step) + letter + text.slice(2 + step);
    edits.push(...anchorEdits(text, textDifference(text, next)));
    text = next;
  }
  const [only, ...others] = mergeEdits(edits);
  assert.is(others.length, 0);
  const place = only === undefined ? undefined : relocateEdit('昨天双方争执。', only);
  assert.is(place?.ok === true ? applyDelta('昨天双方争执。', place.value) : '', '昨天双方上午在村口争执。');
});

test('what was taken back is kept without the text around it, and is made again all the same', () => {
  const doc = createRoomDoc();
  const name = 'facts/facts/summary';
  const [from, to] = [`${'别人写的很长的一段。'.repeat(20)}我写的。`, '别人写的很长的一段。'.repeat(20)];
  doc.getText(name).insert(0, from);
  const args = argsToKeep({ command: 'undo', args: { maps: [], texts: [{ name, from, to }] } });
  assert.ok(JSON.stringify(args).length < 300, JSON.stringify(args));
  const made = rerun(doc, room('joint'), { command: 'undo', args }, { person: 'wang', now: 1, id: () => 'x' });
  assert.ok(made.ok);
  assert.is(doc.getText(name).toString(), to);
  assert.equal(argsToKeep({ command: 'facts.edit', args: { patch: {} } }), { patch: {} });
});

test('a change is foreseen without being made', () => {
  const doc = createRoomDoc();
  doc.getText('facts/facts/summary').insert(0, '双方争执。');
  const context = { person: 'wang', now: 1, id: () => 'x' };
  const edits = [{ at: 2, before: '双方', after: '争执。', removed: '', inserted: '在村口' }];
  const change = { command: 'text.edit', args: { name: 'facts/facts/summary', edits } };
  const foreseen = foresee(doc, room('joint'), change, context);
  assert.equal(foreseen.ok ? foreseen.value.changes : foreseen, [
    { kind: 'text', collection: 'facts', record: 'facts', field: 'summary', from: '双方争执。', to: '双方在村口争执。' },
  ]);
  assert.is(doc.getText('facts/facts/summary').toString(), '双方争执。');
  const gone = foresee(doc, room('joint'), { command: 'no.such', args: {} }, context);
  assert.is(gone.ok ? '' : gone.refusal.code, 'UNKNOWN_COMMAND');
});

test.run();

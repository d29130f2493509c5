import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { ContentReader } from '../content/reader.js';
import { createRoomDoc } from '../content/register.js';
import { addParty, editFacts, editParty, Facts, Party } from '../model/joint.js';
import { Model } from '../model/rooms.js';
import { foresee, rerun } from './rerun.js';
import { surplusOf, touchesErased } from './surplus.js';

const test = suite('what a copy holds beyond the server');
const room = new Model().room('joint');
if (room === undefined) throw new Error('no joint room');
const context = { person: 'p', now: 5, id: () => 'ID' };
const run = (doc: Y.Doc, { command, args }: { command: string; args: Readonly<Record<string, unknown>> }) => {
  const made = rerun(doc, room, { command, args }, context);
  assert.ok(made.ok);
};
const copyOf = (doc: Y.Doc): Y.Doc => {
  const copy = createRoomDoc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'person', name }, members: ['子'] });
const namesIn = (doc: Y.Doc) =>
  new ContentReader(doc)
    .values(Party)
    .map(({ name }) => name)
    .sort();

/** A backup, and a copy that went on after it: another name, another party, words in a text. */
function apart() {
  const backup = createRoomDoc();
  run(backup, party('p1', '甲'));
  backup.getText('facts/facts/summary').insert(0, '水渠被堵。');
  const held = copyOf(backup);
  run(held, editParty.request({ id: 'p1', patch: { name: '甲改' } }));
  run(held, party('p2', '乙'));
  held.getText('facts/facts/summary').insert(0, '三月，');
  return { backup, held };
}

test('a server that has all of it lacks nothing', () => {
  const { held } = apart();
  assert.equal(surplusOf(held, copyOf(held), new Map()), []);
});

test('what was written after the backup comes back, one change a record, and nothing that was written to the backup is lost', () => {
  const { backup, held } = apart();
  run(backup, editFacts.request({ patch: { place: '新写的' } }));
  backup.getText('facts/facts/summary').insert(5, '恢复后写的。');
  const surplus = surplusOf(held, backup, new Map());
  assert.is(surplus.length, 3);
  for (const change of surplus) {
    assert.ok(foresee(backup, room, change, context).ok);
    run(backup, change);
  }
  assert.equal(namesIn(backup), ['乙', '甲改'].sort());
  assert.equal(new ContentReader(backup).values(Party).find(({ name }) => name === '乙')?.members, ['子']);
  const reader = new ContentReader(backup);
  assert.is(reader.text(Facts, 'facts', 'summary'), '三月，水渠被堵。恢复后写的。');
  assert.equal(surplusOf(held, backup, new Map()), [], 'what was put back is put back once');
});

test('what is still to be sent is no surplus: it is made again', () => {
  const { backup, held } = apart();
  const from = Y.decodeStateVector(Y.encodeStateVector(held)).get(held.clientID) ?? 0;
  run(held, party('p3', '未发'));
  const words = JSON.stringify(surplusOf(held, backup, new Map([[held.clientID, from]])));
  assert.ok(words.includes('乙') && !words.includes('未发'));
});

test('what is about an erased record is known by its place, by what it would do, or by the id that it names', () => {
  const { backup, held } = apart();
  const erased = {
    room: false,
    records: [
      { collection: 'party', id: 'p2' },
      { collection: 'facts', id: 'facts' },
    ],
  };
  const touches = (change: { command: string; args: Readonly<Record<string, unknown>> }) =>
    touchesErased(erased, change, backup, room, context);
  const surplus = surplusOf(held, backup, new Map());
  assert.equal(
    surplus.map(touches),
    [false, true, true].sort((a, b) => Number(a) - Number(b)),
    JSON.stringify(surplus),
  );
  assert.is(touches({ command: 'text.edit', args: { name: 'party/p2/statement', edits: [] } }), true);
  assert.is(touches({ command: 'text.edit', args: { name: 'party/p1/statement', edits: [] } }), false);
  assert.is(touches(party('p2', '乙')), true);
  assert.is(touches(editParty.request({ id: 'p2', patch: { name: '丙' } })), true, 'the record is not there any more');
  assert.is(touches(editParty.request({ id: 'p1', patch: { name: '丙' } })), false);
  assert.is(touches(editFacts.request({ patch: { place: '村口' } })), true);
  assert.is(touchesErased({ room: true, records: [] }, party('p9', '丁'), backup, room, context), true);
  assert.is(touchesErased({ room: false, records: [] }, party('p2', '乙'), backup, room, context), false);
});

test.run();

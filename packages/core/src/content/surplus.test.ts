import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { RESTORED } from '../commands/kept-names.js';
import { rerun } from '../commands/rerun.js';
import { createRoomDoc } from './register.js';
import { surplusOf } from './surplus.js';

const test = suite('surplus');

const NO_COMMANDS = { command: () => undefined };
const CONTEXT = { person: 'a', now: 1, id: () => 'x' };

const copyOf = (doc: Y.Doc, client: number): Y.Doc => {
  const copy = createRoomDoc(client);
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return copy;
};
const exchange = (...docs: Y.Doc[]) => {
  for (const from of docs) for (const to of docs) Y.applyUpdate(to, Y.encodeStateAsUpdate(from));
};

/** A backup, what two devices wrote after it, and the server as it is after the restore. */
function world() {
  const backup = createRoomDoc(1);
  backup.getMap('party').set('p1/name', '甲');
  backup.getMap('party').set('p1/phone', '1');
  backup.getText('facts/facts/summary').insert(0, '东边的水渠被堵住了，西边没有水。');
  return { backup, a: copyOf(backup, 10), b: copyOf(backup, 20), fresh: copyOf(backup, 30) };
}

function bring(held: Y.Doc, fresh: Y.Doc, own: number, more: Partial<Parameters<typeof surplusOf>[0]> = {}): number {
  const found = surplusOf({ held, fresh, isAsked: (client) => client === own, isUnsent: () => false, isErased: () => false, ...more });
  for (const { maps, texts } of found) assert.ok(rerun(fresh, NO_COMMANDS, { command: RESTORED, args: { maps, texts } }, CONTEXT).ok);
  return found.length;
}

const content = (doc: Y.Doc) => ({ party: doc.getMap('party').toJSON(), summary: doc.getText('facts/facts/summary').toString() });

test('two devices bring what each wrote, in any order, and the room is what it was; a second time nothing is left to bring', () => {
  for (const order of ['ab', 'ba']) {
    const { a, b, fresh } = world();
    a.getMap('party').set('p1/phone', '2');
    a.getMap('party').set('p2/$', 5);
    a.getMap('party').set('p2/name', '乙');
    a.getText('facts/facts/summary').insert(4, '大');
    exchange(a, b);
    b.getText('facts/facts/summary').insert(0, '据了解，');
    b.getMap('party').delete('p1/name');
    const words = b.getText('facts/facts/summary');
    words.delete(words.length - 6, 4);
    words.insert(words.length - 2, '只剩一半');
    exchange(a, b);
    for (const who of order) assert.ok((who === 'a' ? bring(a, fresh, 10) : bring(b, fresh, 20)) > 0);
    assert.equal(content(fresh), content(a));
    assert.equal(
      surplusOf({ held: copyOf(fresh, 9), fresh, isAsked: (client) => client === 30, isUnsent: () => false, isErased: () => false }),
      [],
    );
  }
});

test("another's replacement comes back whole from its author's device; a removal comes from any", () => {
  const { a, b, fresh } = world();
  b.getText('facts/facts/summary').delete(0, 2);
  b.getText('facts/facts/summary').insert(0, '北面');
  b.getMap('party').set('p1/phone', '3');
  const end = b.getText('facts/facts/summary');
  end.delete(end.length - 1, 1);
  exchange(a, b);
  bring(a, fresh, 10);
  assert.equal(content(fresh), { party: { 'p1/name': '甲', 'p1/phone': '1' }, summary: '东边的水渠被堵住了，西边没有水' });
  bring(b, fresh, 20);
  assert.equal(content(fresh), content(b));
});

test('what waits in the outbox, what was erased and what stands there by now is not brought', () => {
  const { a, fresh } = world();
  a.getMap('party').set('p1/phone', '2');
  a.getMap('party').set('p3/name', '尤金凤');
  a.getText('party/p3/statement').insert(0, '她说的话');
  const logged = Y.getState(a.store, 10);
  a.getMap('party').set('p1/name', '还没发');
  a.getText('facts/facts/summary').insert(0, '还没发');
  fresh.getMap('party').set('p1/phone', '2');
  const found = surplusOf({
    held: a,
    fresh,
    isAsked: (client) => client === 10,
    isUnsent: (client, clock) => client === 10 && clock >= logged,
    isErased: (collection, record) => collection === 'party' && record === 'p3',
  });
  assert.equal(found, []);
});

test('what somebody wrote after the restore stays, and what is brought finds its place beside it', () => {
  const { a, fresh } = world();
  a.getText('facts/facts/summary').insert(4, '大');
  a.getMap('party').delete('p1/name');
  fresh.getText('facts/facts/summary').insert(0, '今日查看：');
  fresh.getMap('party').set('p1/name', '甲之后');
  bring(a, fresh, 10);
  assert.equal(content(fresh), {
    party: { 'p1/name': '甲之后', 'p1/phone': '1' },
    summary: '今日查看：东边的水大渠被堵住了，西边没有水。',
  });
});

test.run();

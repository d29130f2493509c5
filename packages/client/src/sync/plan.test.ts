import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RoomsIndex } from '../rows/rooms-index.js';
import { type OutboxRow, outboxKey } from '../storage/client-store.js';
import { bulkRooms, type PlanInput, planBulk } from './plan.js';

const test = suite('bulk plan');

let order = 0;
function row(room: string, kind: OutboxRow['kind'], bytes = 10): OutboxRow {
  order++;
  const id = `i${order}`;
  const own =
    kind === 'content' ? { bytes: new Uint8Array(bytes), copy: '0', client: 7 } : { intent: { id, command: 'x.y', args: {}, base: 0 } };
  return { key: outboxKey(order, id), id, order, room, kind, command: 'x.y', args: {}, madeAt: 0, tries: 0, ...own };
}

const plan = (outbox: OutboxRow[], more: Partial<PlanInput> = {}) =>
  planBulk({ outbox, index: new RoomsIndex('c'), carries: () => false, ready: () => true, isCurrent: () => false, ...more });
const shape = (segments: ReturnType<typeof plan>['segments']) =>
  segments.map(({ room, rows, pull }) => `${room.slice(2)} ${rows.map((each) => each.kind[0]).join('')}${pull ? ' pull' : ''}`);

test('changes of a case keep their order, and the last place of a room asks for what is new', () => {
  const { segments } = plan([
    row('c/k/case', 'intent'),
    row('c/k/joint', 'content'),
    row('c/k/joint', 'content'),
    row('c/k/case', 'intent'),
  ]);
  assert.equal(shape(segments), ['k/case i', 'k/joint cc pull', 'k/case i pull']);
});

test('cases do not interleave', () => {
  const { segments } = plan([row('c/a/joint', 'content'), row('c/b/joint', 'content'), row('c/a/joint', 'content')]);
  assert.equal(shape(segments), ['a/joint cc pull', 'b/joint c pull']);
});

test('an intent waits for earlier content that a socket carries; that of another case does not', () => {
  const carried = row('c/a/joint', 'content');
  const { segments, withheld } = plan([carried, row('c/a/case', 'intent'), row('c/b/case', 'intent')], {
    carries: (each) => each === carried,
  });
  assert.equal([shape(segments), withheld], [['b/case i pull'], true]);
});

test('a request ends before it is too large, and one change goes however large it is', () => {
  const rows = [row('c/a/joint', 'content', 90), row('c/a/joint', 'content', 20)];
  const first = plan(rows, { maxBytes: 50 });
  assert.equal([shape(first.segments), first.more], [['a/joint c pull'], true]);
});

test('rooms that the server has further than this device are asked for, unless a socket keeps them', () => {
  const index = new RoomsIndex('c');
  const listed = (room: string, seq: number) => ({ room, wire: `c/k/${room}@1`, seq, write: true });
  index.setRows(
    new Map([['k', { case: 'k', rev: 1, gone: false, summary: {}, rooms: [listed('case', 3), listed('joint', 5), listed('police', 9)] }]]),
    ['k'],
  );
  index.advance('c/k/case', { seq: 3 });
  const { segments } = plan([], { index, isCurrent: (room) => room === 'c/k/police' });
  assert.equal(shape(segments), ['k/joint  pull']);
  assert.equal(bulkRooms(segments, index), [{ wire: 'c/k/joint@1', since: 0, pull: true, clients: [], updates: [], intents: [] }]);
});

test.run();

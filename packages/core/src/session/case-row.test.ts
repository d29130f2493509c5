import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { EMPTY_STATE, type RoomState } from '../acts/fold.js';
import { defineSlice } from '../acts/slice.js';
import { Model } from '../model/rooms.js';
import { definePlugin } from '../plugin/define.js';
import { defineSummary } from '../plugin/summary.js';
import { Replica } from '../testing/index.js';
import * as z from '../z.js';
import { conflictRooms, readCaseRow } from './case-row.js';

const test = suite('rows of cases');

const bell = defineSlice('bell', { rung: '' }).act('ring', {
  args: z.object({ tune: z.string() }),
  keys: () => ['bell'],
  apply: (_, { tune }) => ({ rung: tune }),
});
const anybody = { anyone: true } as const;
const plugin = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label: { zh: '铃', en: 'Bell' },
    rooms: [{ name: 'bell', read: anybody, write: anybody, acts: { 'bell.ring': anybody } }],
  },
  { bell: { slices: [bell], summary: defineSummary('bell', z.object({ rung: z.string() }), (room) => bell.of(room.slices)) } },
);

const ring = (state: RoomState, tune: string): RoomState => {
  const acts = new Model([plugin]).room('bell')?.acts;
  const intent = { id: tune, command: 'bell.ring', args: { tune }, base: 0 };
  const against = acts?.conflictOf(state, intent);
  const outcome = against === undefined ? 'applied' : 'conflict';
  const entry = { seq: state.seq + 1, at: 1, person: 'p', device: 'd', intent, outcome, against } as const;
  return acts?.fold(state, entry) ?? state;
};

test("a case's card counts the conflicts of every room that its reader may read, and says where they are", () => {
  const model = new Model([plugin]);
  const { reader } = new Replica(1);
  const tell = (room: string, state: RoomState) => model.room(room)?.summary?.(state, reader) ?? {};
  const main = { ...tell('case', EMPTY_STATE), createdBy: 'p', village: '' };
  const row = (summary: Record<string, Record<string, unknown>>) =>
    readCaseRow({ case: 'c', rev: 1, gone: false, rooms: [], summary: { case: main, ...summary } });
  const one = ring(EMPTY_STATE, '晨钟');
  const two = ring(one, '暮鼓');
  assert.equal(tell('bell', one), { rung: '晨钟' });
  assert.equal(tell('bell', two), { rung: '晨钟', conflicts: 1 });
  assert.is(row({ bell: tell('bell', one) })?.conflicts, 0);
  const found = row({ bell: tell('bell', two) });
  assert.is(found?.conflicts, 1);
  assert.equal(conflictRooms(found?.summaries ?? {}), ['bell']);
  // Who may not read the room has no summary of it and is told nothing.
  assert.is(row({})?.conflicts, 0);
});

test.run();

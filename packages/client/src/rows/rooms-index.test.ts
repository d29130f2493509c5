import type { Row } from '@onedoor/core';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { RoomsIndex } from './rooms-index.js';

const test = suite('rooms index');

const ids = ['k', 'l', '-'] as const;
const rooms = ['case', 'joint'] as const;
const step = fc.oneof(
  fc.record({
    do: fc.constant('list' as const),
    case: fc.constantFrom('k', 'l'),
    seqs: fc.option(fc.array(fc.nat({ max: 4 }), { maxLength: 2 }), { nil: undefined }),
    epoch: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({
    do: fc.constant('store' as const),
    case: fc.constantFrom(...ids),
    room: fc.constantFrom(...rooms),
    seq: fc.nat({ max: 4 }),
    epoch: fc.integer({ min: 1, max: 2 }),
  }),
  fc.record({ do: fc.constant('forget' as const), case: fc.constantFrom(...ids), room: fc.constantFrom(...rooms) }),
  fc.record({ do: fc.constant('me' as const), seq: fc.nat({ max: 4 }) }),
);

test('what is late, worked out change by change, is what a look at every room finds', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const index = new RoomsIndex('c');
      const rows = new Map<string, Row>();
      let centre: Row['rooms'] = [];
      for (const each of steps) {
        if (each.do === 'list') {
          const listed = each.seqs?.map((seq, at) => {
            const room = rooms[at] ?? 'case';
            return { room, wire: `c/${each.case}/${room}@${each.epoch}`, seq, write: true };
          });
          if (listed === undefined) rows.delete(each.case);
          else rows.set(each.case, { case: each.case, rev: 1, gone: false, rooms: listed, summary: {} });
          index.setRows(rows, [each.case]);
        } else if (each.do === 'store') {
          const room = `c/${each.case}/${each.room}`;
          index.advance(room, { seq: each.seq, wire: `${room}@${each.epoch}` });
        } else if (each.do === 'forget') index.forget(`c/${each.case}/${each.room}`);
        else {
          centre = [{ room: 'joint', wire: 'c/-/joint@1', seq: each.seq, write: false }];
          index.setMe({
            protocol: 1,
            schema: 1,
            centre: { id: 'c', name: '' },
            person: { person: 'a', name: '', department: '', rights: [] },
            rooms: centre,
            plugins: [],
          });
        }
        const all = [['-', centre] as const, ...[...rows].map(([id, row]) => [id, row.rooms] as const)].flatMap(([id, list]) =>
          list.map((listed) => ({ room: `c/${id}/${listed.room}`, listed })),
        );
        const names = (entries: readonly { readonly room: string }[]) => entries.map((entry) => entry.room).sort();
        assert.equal(names(index.behind()), names(all.filter(({ room, listed }) => listed.seq > (index.stored(room)?.seq ?? 0))));
        assert.equal(
          names(index.moved()),
          names(all.filter(({ room, listed }) => (index.stored(room)?.wire ?? listed.wire) !== listed.wire)),
        );
        for (const id of ids)
          assert.equal(
            names(index.storedOfCase(id).map((row) => ({ room: row.key }))),
            rooms.map((room) => `c/${id}/${room}`).filter((room) => index.stored(room) !== undefined),
          );
      }
    }),
    { numRuns: 500 },
  );
});

test.run();

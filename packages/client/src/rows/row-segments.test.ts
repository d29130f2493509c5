import type { Row } from '@onedoor/core';
import * as fc from 'fast-check';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { StoreChange, StoredRows } from '../storage/client-store.js';
import { RowSegments } from './row-segments.js';

const test = suite('segments of rows');

const row = (id: string, rev: number): Row => ({ case: id, rev, gone: false, rooms: [], summary: { case: { title: `第${rev}版` } } });

const readAll = (segments: RowSegments, records: readonly StoredRows[]): Map<string, Row> =>
  new Map(records.flatMap((record) => segments.read(record).map((each) => [each.case, each])));

class Disk {
  readonly records = new Map<string, StoredRows>();
  writes = 0;

  commit(changes: readonly StoreChange[]): void {
    for (const change of changes) {
      this.writes++;
      if ('delete' in change) this.records.delete(change.delete);
      else if (change.table === 'rows') this.records.set(change.put.key, change.put);
    }
  }

  list(): StoredRows[] {
    return [...this.records.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  }
}

test('whatever changes, the records say what the rows are, and whoever read them earlier writes the same', () => {
  const change = fc.dictionary(fc.integer({ min: 0, max: 260 }).map(String), fc.boolean(), { maxKeys: 150, noNullPrototype: true });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 8 }), fc.nat({ max: 7 }), (rounds, rereadAt) => {
      const disk = new Disk();
      const rows = new Map<string, Row>();
      let writer = new RowSegments();
      for (const [at, round] of rounds.entries()) {
        // Another tab that reads what is there and goes on.
        const other = at === rereadAt ? new RowSegments() : undefined;
        if (other !== undefined) assert.equal(readAll(other, disk.list()), rows);
        for (const [id, stays] of Object.entries(round)) stays ? rows.set(id, row(id, at)) : rows.delete(id);
        const changes = writer.write(rows, Object.keys(round));
        if (other !== undefined) {
          assert.equal(other.write(rows, Object.keys(round)).map(keyOf).sort(), changes.map(keyOf).sort());
          writer = other;
        }
        disk.commit(changes);
        const read = readAll(new RowSegments(), disk.list());
        assert.equal([...read.keys()].sort(), [...rows.keys()].sort());
        for (const [id, each] of rows) assert.equal(read.get(id), each);
        for (const { rows: text } of disk.list()) assert.ok(JSON.parse(text).length <= 100 && JSON.parse(text).length > 0);
      }
    }),
    { numRuns: 100 },
  );
});

const keyOf = (change: StoreChange): string => ('put' in change ? change.put.key : `-${change.delete}`);

test('one changed row is one record, whatever the number of rows', () => {
  const disk = new Disk();
  const segments = new RowSegments();
  const rows = new Map(Array.from({ length: 1050 }, (_, at) => [`k${at}`, row(`k${at}`, 1)]));
  disk.commit(segments.write(rows, rows.keys()));
  assert.is(disk.records.size, 11);
  rows.set('k77', row('k77', 2));
  const changes = segments.write(rows, ['k77']);
  assert.is(changes.length, 1);
  assert.is(
    JSON.parse(changes[0] !== undefined && 'put' in changes[0] && 'rows' in changes[0].put ? changes[0].put.rows : '[]').length,
    100,
  );
});

test('what is damaged is left out', () => {
  const read = readAll(new RowSegments(), [
    { key: '1', rows: 'no list' },
    { key: '2', rows: '{}' },
    { key: '3', rows: JSON.stringify([{ case: 7 }, row('k', 1), null]) },
    { key: '4', rows: JSON.stringify([row('k', 9)]) },
  ]);
  assert.equal([...read.values()], [row('k', 1)]);
});

test.run();

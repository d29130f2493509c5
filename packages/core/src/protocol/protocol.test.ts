import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../testing/index.js';
import {
  countsForReceipt,
  decodeBulkRequest,
  decodeEntry,
  decodeFrame,
  encodeBulk,
  encodeEntry,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  parseRoomKey,
  parseWireName,
  wireName,
} from './index.js';

const test = suite('protocol');

test('wire names are read and written; crooked ones are refused', () => {
  const name = { centre: 'hsb', case: '01ARZ', room: 'police.private' };
  assert.equal(parseWireName(wireName(name, 3)), { name, epoch: 3 });
  assert.equal(parseRoomKey('hsb/-/directory'), { centre: 'hsb', case: '-', room: 'directory' });
  for (const bad of ['', 'a/b', 'a/b/c', 'a/b/c@0', 'a/b/c@1@1', 'a/b/c@x', '../b/c@1', 'a//c@1', 'a/b/c/d@1', 'a/b/c@-1'])
    assert.is(parseWireName(bad), undefined, bad);
});

test('frames are told apart and receipts count sync frames other than step 1', () => {
  const update = Uint8Array.of(0, 0);
  assert.is(decodeFrame(encodeUpdateFrame(update))?.kind, 'update');
  assert.is(decodeFrame(encodeUpdateFrame(update, 1))?.kind, 'step2');
  assert.is(decodeFrame(encodeStep1Frame(update))?.kind, 'step1');
  assert.equal([encodeUpdateFrame(update), encodeStep1Frame(update), encodeMessage({ type: 'renew', token: 't' })].map(countsForReceipt), [
    true,
    false,
    false,
  ]);
});

test('an empty frame and random bytes never throw', () => {
  assert.is(decodeFrame(new Uint8Array()), undefined);
  const random = new Random(5);
  for (let round = 0; round < 5000; round++) decodeFrame(random.bytes(random.below(40)));
});

test('entries survive a round trip; broken ones are refused as damaged', () => {
  const entry = {
    kind: 'update',
    seq: 4,
    at: 1_700_000_000_000,
    person: '王',
    device: 'd',
    binds: [4_294_967_295],
    update: Uint8Array.of(1, 2),
  } as const;
  const bytes = encodeEntry(entry);
  assert.equal(decodeEntry(bytes), entry);
  assert.throws(() => decodeEntry(bytes.slice(0, 5)), /DATA_DAMAGED/);
});

test('bulk requests survive a round trip; nested rubbish is refused', () => {
  const body = {
    protocol: 1,
    schema: 1,
    device: 'd',
    rooms: [
      {
        wire: 'a/b/c@1',
        since: 0,
        updates: [Uint8Array.of(1)],
        intents: [{ id: 'i', command: 'case.move', args: { to: 'joint' }, base: 0 }],
      },
    ],
  };
  assert.equal(decodeBulkRequest(encodeBulk(body))?.rooms[0]?.updates, [Uint8Array.of(1)]);
  assert.throws(() => decodeBulkRequest(new Uint8Array(100_000).fill(117)), /more than 32 levels/);
  assert.is(decodeBulkRequest(Uint8Array.of(117)), undefined);
  assert.is(decodeBulkRequest(new Uint8Array()), undefined);
});

test.run();

import { createRoomDoc, hasPending, Model } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { Centre } from './centre.js';
import { Keyring } from './log/keys.js';
import { MemoryLogStore } from './log/memory-log-store.js';
import { device, enrolPeople, makeCase } from './testing/index.js';

const test = suite('fuzz');

const ROUNDS = 4000;
const SEED = 29;

/** All that a document holds, in one order. */
const stateOf = (doc: Y.Doc): string => Buffer.from(Y.encodeStateAsUpdate(doc)).toString('base64');

test(`F1 ${ROUNDS} updates with flipped bits, cut or joined: what is logged can always be read again, and gives what the server shows`, async () => {
  const store = new MemoryLogStore();
  const random = new Random(SEED);
  const keys = new Keyring(new Uint8Array(32), (count) => random.bytes(count));
  const open = () =>
    new Centre({ id: 't', name: '测试', store, keys, model: new Model(), defer: queueMicrotask, later: () => () => undefined });
  let centre = open();
  await enrolPeople(centre);
  await makeCase(centre, 'k1');
  const outcomes = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const client = 1_000_000 + round;
    const doc = createRoomDoc();
    // Half of them build on what is there, so that a flip can reach into others' structs.
    if (round % 2 === 0 && round % 400 < 40) Y.applyUpdate(doc, Y.encodeStateAsUpdate(centre.reader('t/k1/joint').doc));
    doc.clientID = client;
    const before = Y.encodeStateVector(doc);
    doc.getText('t').insert(0, '一二三');
    doc.getText('t').format(0, 2, { bold: true });
    doc.getMap('m').set('k', { deep: ['x', round] });
    doc.getMap('n').set('nested', new Y.Map([['a', 1]]));
    doc.getText('t').delete(1, 1);
    const update = Uint8Array.from(Y.encodeStateAsUpdate(doc, before));
    doc.destroy();
    for (let flips = random.below(3) + 1; flips > 0; flips--) {
      const at = random.below(update.length);
      update[at] = (update[at] ?? 0) ^ (1 << random.below(8));
    }
    const sent = random.chance(0.1) ? update.slice(0, random.below(update.length)) : update;
    const result = await centre.write(device('wang'), 't/k1/joint', [], sent);
    const outcome = result.ok ? 'logged' : result.refusal.code;
    outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    if (round % 500 !== 499) continue;
    const { doc: shown } = centre.reader('t/k1/joint');
    assert.is(hasPending(shown), false, `seed ${SEED}, round ${round}`);
    const next = open();
    assert.is(stateOf(next.reader('t/k1/joint').doc), stateOf(shown), `seed ${SEED}, round ${round}: the log gives another document`);
    centre = next;
  }
  for (const expected of ['logged', 'MALFORMED', 'MISSING_DEPENDENCIES', 'UPDATE_THROWS'])
    assert.ok((outcomes.get(expected) ?? 0) > 0, `${expected} never happened: ${JSON.stringify([...outcomes])}`);
  assert.is(outcomes.get('UNAVAILABLE'), undefined);
});

test.run();

// Writes into a centre and notes each promise where it is given: `power-writer.ts <data> <full|normal> <file of promises>`.
// The test follows its system calls, so that a promise has a place between the writes and syncs of the database.
import { openSync, writeSync } from 'node:fs';
import { caseSlice, createRoomDoc } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { openCentre } from '@onedoor/server';
import { device, intentOf } from '@onedoor/server/testing';

const [data = '', durability = 'full', promises = ''] = process.argv.slice(2);
const CHANGES = 60;
/** So much that the log of writes is taken into the database more than once. */
const MOST_CHARACTERS = 60_000;

const file = openSync(promises, 'w');
const promised = (what: string) => writeSync(file, `${what}\n`);
const { centre, close } = await openCentre({
  centre: { id: 't', name: '测试' },
  data,
  durability: durability === 'normal' ? 'normal' : 'full',
  limits: { snapshotEntries: 40 },
});
const doc = createRoomDoc(7);
const updates: Uint8Array[] = [];
doc.on('update', (update: Uint8Array) => void updates.push(update));
const random = new Random(5);
for (let at = 0; at < CHANGES; at++) {
  if (at % 10 === 9) {
    const request = caseSlice.request.addMember({ person: `p${at}`, role: 'helper' });
    // An id of its own: the helper counts from 1 in each process, and an intent that is known is answered without a write.
    const { ok } = await centre.act(device('wang'), 't/k1/case', intentOf(request, 1_000_000, `power-${at}`));
    if (ok) promised(`act p${at}`);
  } else {
    doc.getMap('kill').set(`k${at}`, 'x'.repeat(random.below(MOST_CHARACTERS)));
    const update = updates.pop();
    if (update !== undefined && (await centre.write(device('wang'), 't/k1/joint', [7], update)).ok) promised(`content k${at}`);
  }
  if (at % 20 === 19) centre.sweep();
}
close();

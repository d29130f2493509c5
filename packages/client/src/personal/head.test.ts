import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { until } from '../testing/fake-platform.js';
import { must, withWorld } from '../testing/must.js';

const test = suite('head of the record');
const lineOf = (number: number) => `OD1:centre:${number}:${number * 10}:1710118800000:${'h'.repeat(43)}:${'s'.repeat(86)}`;

test('RH1 the present head while the server answers, the last one heard when it does not, none where none was ever heard', () =>
  withWorld(async (world) => {
    const { session, platform } = await world.tab('a');
    await until('online', () => session.sync.get().connection === 'online');
    assert.is(await session.recordHead(), undefined);
    world.server.head = lineOf(1);
    assert.equal(await session.recordHead(), { line: lineOf(1), publicKey: 'MCow', heardAt: platform.now(), stale: false });
    world.server.head = 'nothing of ours';
    assert.is((await session.recordHead())?.line, lineOf(1));
    world.server.down = true;
    const kept = await session.recordHead();
    assert.equal([kept?.line, kept?.stale], [lineOf(1), true]);
  }));

test('RH2 who works without the network by choice gets the kept head, and is told that who wrote what needs it', () =>
  withWorld(async (world) => {
    world.server.head = lineOf(2);
    const { session } = await world.tab('a');
    await until('online', () => session.sync.get().connection === 'online');
    const place = { collection: 'facts', record: 'facts', field: 'place' };
    const ref = { case: 'k', room: 'joint' };
    assert.equal(must(await session.fieldHistory(ref, place)), { kind: 'values', values: [], seq: 0, more: false });
    await until('head', () => world.server.requests.includes('/api/record/head'));
    assert.is((await session.recordHead())?.stale, false);
    session.setOffline(true);
    const asked = world.server.requests.length;
    assert.is((await session.recordHead())?.line, lineOf(2));
    for (const answer of [await session.fieldHistory(ref, place), await session.compare(ref, { from: 0, until: 1 })])
      assert.is(answer.ok ? '' : answer.refusal.code, 'OFFLINE');
    assert.is(world.server.requests.length, asked);
  }));

test.run();

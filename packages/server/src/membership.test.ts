import { type ActEntry, caseSlice, definePlugin, directorySlice, EMPTY_STATE, Model, type Result, SETTLE } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from './centre.js';
import { actOnCase, device, intentOf, type PersonId, type RawClient, TestServer } from './testing/index.js';

/* Membership in life. 王 leads the case, 李 of the patrol is a member, 赵 looks on, 周 may be made its leader. */

const station = { all: [{ team: true }, { department: 'patrol' }] };
const patrol = definePlugin(
  { name: 'beat', version: '1.0.0', api: 1, label: { zh: '巡', en: 'Beat' }, rooms: [{ name: 'beat', read: station, write: station }] },
  {},
);
const model = new Model([patrol]);

const test = suite<{ server: TestServer }>('membership');
test.before.each(async (context) => {
  context.server = await TestServer.start({ model: new Model([patrol]) });
});
test.after.each(({ server }) => server.stop());

const on = (server: TestServer, who: PersonId, request: Parameters<typeof intentOf>[0]) =>
  actOnCase(server.centre, device(who), 'k1', request);
/** As made before anybody knew of what came in between. */
const apart = (server: TestServer, who: PersonId, request: Parameters<typeof intentOf>[0], base: number) =>
  server.centre.act(device(who), 't/k1/case', intentOf(request, base));
const said = (result: Result<ActEntry>): string => (result.ok ? result.value.outcome : result.refusal.code);

/** Members by role, as a client folds them from what its socket brought. */
function membersAt(client: RawClient): Record<string, string> {
  const acts = client.messages.flatMap((message) =>
    message.type === 'welcome' ? message.acts : message.type === 'act' ? [message.entry] : [],
  );
  const state = acts.reduce((before, entry) => model.room('case')?.acts.fold(before, entry) ?? before, EMPTY_STATE);
  return Object.fromEntries(Object.values(model.caseOf(state).members).map(({ person, role }) => [person, role]));
}

/** Every replica, those that were here all along and one that comes now, before and after a restart, has these members. */
async function allSee(server: TestServer, along: RawClient, members: Record<string, string>): Promise<void> {
  await along.until('the same members', () => JSON.stringify(sorted(membersAt(along))) === JSON.stringify(sorted(members)));
  const fresh = await server.joined('wang', { wire: server.wire('case') });
  assert.equal(membersAt(fresh), members);
  await server.restart();
  const late = await server.joined('wang', { wire: server.wire('case') });
  assert.equal(membersAt(late), members);
}
const sorted = (record: Record<string, string>) => Object.entries(record).sort(([a], [b]) => a.localeCompare(b));

test('M1 two leaders remove each other at once: who came first stays, the other is out, everywhere the same', async ({ server }) => {
  for (const person of ['li', 'zhou'] as const) expectOk(await on(server, 'wang', caseSlice.request.addMember({ person, role: 'leader' })));
  const along = await server.joined('wang', { wire: server.wire('case') });
  const zhou = await server.joined('zhou', { wire: server.wire('case') });
  const answers = await Promise.all([
    on(server, 'li', caseSlice.request.removeMember({ person: 'zhou', reason: '轮岗' })),
    on(server, 'zhou', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' })),
  ]);
  assert.equal(answers.map(said), ['applied', 'FORBIDDEN']);
  await zhou.until('a close', () => zhou.closeCode !== undefined);
  assert.is(zhou.closeReason, 'FORBIDDEN');
  await allSee(server, along, { wang: 'lead', li: 'leader', zhao: 'observer' });
});

test('M2 removed by one and given another part by the other while apart: the first counts, the second waits for a decision', async ({
  server,
}) => {
  expectOk(await on(server, 'wang', caseSlice.request.addMember({ person: 'zhou', role: 'leader' })));
  const along = await server.joined('wang', { wire: server.wire('case') });
  const base = 4;
  const removal = await apart(server, 'wang', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' }), base);
  const again = await apart(server, 'zhou', caseSlice.request.addMember({ person: 'li', role: 'helper' }), base);
  assert.equal([removal, again].map(said), ['applied', 'conflict']);
  assert.is(server.centre.rows('li', 0, 10).rows[0]?.gone, true);
  const conflict = again.ok ? again.value.seq : 0;
  expectOk(await on(server, 'wang', { command: SETTLE, args: { conflict, choice: 'apply', reason: '仍请他参加' } }));
  await allSee(server, along, { wang: 'lead', li: 'helper', zhao: 'observer', zhou: 'leader' });
  assert.is(server.centre.rows('li', 0, 10).rows[0]?.gone, false);
});

test('M3 a helper is out when the case closes, and reopening does not bring them back: a new act does', async ({ server }) => {
  expectOk(await on(server, 'wang', caseSlice.request.addMember({ person: 'sun', role: 'helper' })));
  const sun = await server.joined('sun');
  expectOk(await on(server, 'wang', caseSlice.request.close({ outcome: 'settled', reason: '签了协议' })));
  await sun.until('a close', () => sun.closeCode !== undefined);
  assert.is(sun.closeReason, 'FORBIDDEN');
  expectOk(await on(server, 'wang', caseSlice.request.move({ to: 'joint', reason: '协议没有履行' })));
  assert.equal(server.centre.roomsFor('sun', 'k1'), []);
  assert.is(server.centre.rows('sun', 0, 10).rows[0]?.gone, true);
  expectOk(await on(server, 'wang', caseSlice.request.addMember({ person: 'sun', role: 'helper' })));
  assert.is(server.centre.roomsFor('sun', 'k1').length, 3);
});

test("M4 a person who goes over to another department loses that department's rooms at once, and keeps the case", async ({ server }) => {
  const li = await server.joined('li', { wire: server.wire('beat') });
  const { cursor } = server.centre.rows('li', 0, 10);
  const moved = directorySlice.request.enrol({ person: 'li', name: '李卫东', department: 'court', post: '', rights: [] });
  expectOk(await server.centre.act(device('zhou'), 't/-/directory', intentOf(moved, 1_000_000)));
  await li.until('a close', () => li.closeCode !== undefined);
  assert.is(li.closeReason, 'FORBIDDEN');
  assert.equal(
    server.centre.rows('li', cursor, 10).rows[0]?.rooms.map(({ room }) => room),
    ['case', 'joint'],
  );
});

test('M5 a suspended person is out of every room, by every door', async ({ server }) => {
  const joint = await server.joined('li');
  const directory = await server.joined('li', { wire: 't/-/directory@1' });
  const gone = directorySlice.request.suspend({ person: 'li', reason: '停职' });
  expectOk(await server.centre.act(device('zhou'), 't/-/directory', intentOf(gone, 1_000_000)));
  for (const client of [joint, directory]) {
    await client.until('a close', () => client.closeCode !== undefined);
    assert.is(client.closeReason, 'FORBIDDEN');
  }
  assert.is((await server.get('/api/me', 'li')).status, 403);
  assert.is(said(await on(server, 'li', caseSlice.request.move({ to: 'graded', reason: '' }))), 'FORBIDDEN');
});

test.run();

import { type ClientSession, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { addParty, caseSlice, changedRooms, editParty, Facts, Model, OnedoorError, type Result } from '@onedoor/core';
import { type PersonId, TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';

/** Two people with real clients on a real server: what the one does is news to the other, under the right name. */
const test = suite<{ server: TestServer; sessions: ClientSession[] }>('history between two people');
const CASE = 'k1';
const JOINT = { case: CASE, room: 'joint' } as const;

test.before(async (context) => {
  context.server = await TestServer.start();
  context.sessions = [];
});
test.after(async ({ server, sessions }) => {
  await Promise.all(sessions.map((session) => session.close()));
  await server.stop();
});

async function signIn({ server, sessions }: { server: TestServer; sessions: ClientSession[] }, person: PersonId): Promise<ClientSession> {
  const session = await openSession({
    server: server.url,
    token: () => server.token(person),
    model: new Model(),
    platform: nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) }),
    store: new MemoryStore(),
  });
  sessions.push(session);
  await session.syncNow();
  return session;
}

function must<T>(result: Result<T>): T {
  if (!result.ok) throw OnedoorError.of(result.refusal);
  return result.value;
}

async function until(what: string, holds: () => boolean, waitMs = 30_000): Promise<void> {
  for (const end = Date.now() + waitMs; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((resume) => setTimeout(resume, 20));
  }
  throw new Error(`waited for ${what}`);
}

const changed = (session: ClientSession): string[] => {
  const row = session.rows.get().find((each) => each.case === CASE);
  return row === undefined ? ['no row'] : changedRooms(row, session.visits.get().get(CASE));
};

test("two people's edits are listed with the right names, and only the other's are news", async (context) => {
  const [wang, li] = [await signIn(context, 'wang'), await signIn(context, 'li')];
  const [here, there] = [wang.open(JOINT), li.open(JOINT)];
  await until('both in touch', () => here.status.get().synced && there.status.get().synced);
  await Promise.all([wang.markVisited(CASE), li.markVisited(CASE)]);
  assert.equal([changed(wang), changed(li)], [[], []]);

  must(await here.run(addParty.request({ id: 'p1', party: { kind: 'household', name: '赵𠮷祥' }, members: [] })));
  here.text(Facts, 'facts', 'summary').edit([{ insert: '占地 78.6 亩。' }]);
  await until("wang's changes at li", () => there.text(Facts, 'facts', 'summary').value() !== '');
  must(await there.run(editParty.request({ id: 'p1', patch: { phone: '13800000001' } })));
  there.text(Facts, 'facts', 'summary').edit([{ retain: 10 }, { insert: '补偿款没有发放。' }]);
  await until('all logged', () => wang.sync.get().unsent + li.sync.get().unsent === 0);
  await until('rows', () => changed(wang).length > 0 && changed(li).length > 0);

  const page = must(await wang.history(JOINT));
  const names = wang.directory.get().people;
  assert.equal(
    page.edits.map(({ person, kind, field, value, excerpt }) => [names[person]?.name, kind, field, value ?? excerpt]),
    [
      ['李卫东', 'text', 'summary', '补偿款没有发放。'],
      ['李卫东', 'set', 'phone', '"13800000001"'],
      ['王秀兰', 'text', 'summary', '占地 78.6 亩。'],
      ['王秀兰', 'created', undefined, '{"kind":"household","name":"赵𠮷祥"}'],
    ],
  );
  assert.equal(must(await li.history(JOINT)).edits, page.edits);
  await until('the row to be as far', () => wang.rows.get()[0]?.rooms.find(({ room }) => room === 'joint')?.seq === page.seq);
  const since = wang.visits.get().get(CASE)?.seqs['joint'] ?? 0;
  assert.equal(
    page.edits.filter(({ seq, person }) => seq > since && person !== 'wang').map(({ person }) => person),
    ['li', 'li'],
  );

  await until('wang has all', () => here.text(Facts, 'facts', 'summary').value().includes('发放'));
  await wang.syncNow();
  await wang.markVisited(CASE);
  here.close();
  assert.equal(changed(wang), []);
});

test('whoever is taken off the team is refused, and what was kept of the room is gone', async (context) => {
  const [wang, li] = context.sessions;
  assert.ok(wang !== undefined && li !== undefined);
  must(await li.history(JOINT));
  must(await wang.act({ case: CASE, room: 'case' }, caseSlice.request.removeMember({ person: 'li', reason: '另有任务' })));
  await until('li has lost the case', () => li.rows.get().length === 0);
  const denied = await li.history(JOINT);
  assert.is(denied.ok ? 'ok' : denied.refusal.code, 'FORBIDDEN');
  li.setOffline(true);
  await until('forgotten', () => li.visits.get().size === 0);
  const offline = await li.history(JOINT);
  assert.is(offline.ok ? 'ok' : offline.refusal.code, 'OFFLINE');
});

test.run();

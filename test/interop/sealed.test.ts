import { MemoryDisk, MemoryStore, nodePlatform, openSession } from '@onedoor/client';
import { type ActRequest, defineNotes, definePlugin, Model, namedSlice, type OpenRoom, type Session } from '@onedoor/core';
import { TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';

/* A sealed room through our client and a real server: opened, named, read with a purpose, closed by time, and lost. */

const notes = defineNotes('talks');
const open = { all: [{ team: true }, { department: 'patrol' }] };
const talks = definePlugin(
  {
    name: 'talks',
    version: '1.0.0',
    api: 1,
    label: { zh: '谈话', en: 'Talks' },
    rooms: [{ name: 'talks', read: { named: true }, write: { named: true }, acts: { 'named.open': open } }],
  },
  { talks: { records: notes.records, commands: notes.commands } },
);
/** So long that a slow machine reads within it what it asked for. */
const VIEW_MS = 10_000;
const REF = { case: 'k1', room: 'talks' };
const test = suite('sealed rooms in the client');

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const end = Date.now() + 40_000; Date.now() < end; ) {
    if (holds()) return;
    await new Promise((resume) => setTimeout(resume, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

async function signIn(server: TestServer, who: 'li' | 'zhao'): Promise<Session> {
  const session = await openSession({
    server: server.url,
    token: () => server.token(who),
    model: new Model([talks]),
    platform: nodePlatform({ openSocket: (url, protocols) => new WebSocket(url, protocols) }),
    store: new MemoryStore(new MemoryDisk()),
  });
  await session.syncNow();
  return session;
}

const does = async (session: Session, request: ActRequest): Promise<void> => {
  const result = await session.act(REF, request);
  assert.ok(result.ok, result.ok ? '' : result.refusal.code);
};
const isListed = (session: Session) => session.rows.get()[0]?.rooms.some(({ room }) => room === 'talks') === true;
const needsPurpose = (room: OpenRoom) => room.status.get().refusal?.code === 'PURPOSE_REQUIRED';

test('opened by one, read by another with a purpose, closed by time, and put away when the name is taken off', async () => {
  const server = await TestServer.start({ model: new Model([talks]), limits: { sealedViewMs: VIEW_MS } });
  const li = await signIn(server, 'li');
  const [room, main] = [li.open(REF), li.open({ case: 'k1', room: 'case' })];
  await Promise.all([room.ready, main.ready]);
  await does(li, namedSlice.request.open({ purpose: '首次谈话' }));
  await until('the list', () => isListed(li));
  await until('the room', () => room.status.get().synced);
  assert.ok((await room.run(notes.add.request({ id: 'n1', title: '第一次' }))).ok);
  await does(li, namedSlice.request.name({ person: 'zhao', reason: '会诊' }));
  await until('all of it logged', () => li.sync.get().unsent === 0);

  const zhao = await signIn(server, 'zhao');
  const theirs = zhao.open(REF);
  await until('the question', () => needsPurpose(theirs));
  assert.is(theirs.records.list(notes.Note).length, 0);
  await does(zhao, namedSlice.request.view({ purpose: '会诊前查阅' }));
  await until('the note', () => theirs.records.list(notes.Note).length === 1);
  await until('the end of the purpose', () => needsPurpose(theirs) && needsPurpose(room));

  await does(li, namedSlice.request.view({ purpose: '会诊后记录' }));
  await until('the room again', () => room.status.get().synced && room.status.get().refusal === undefined);
  await does(li, namedSlice.request.unname({ person: 'zhao', reason: '会诊结束' }));
  await until('the list without it', () => !isListed(zhao));
  await until('the copy put away', () => theirs.records.list(notes.Note).length === 0);
  assert.equal([...li.refused.get(), ...zhao.refused.get()], []);
  await li.close();
  await zhao.close();
  await server.stop();
});

test.run();

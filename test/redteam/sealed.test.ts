/*
 * Two worlds, one with a sealed room that was opened and written in, one without. Whoever is not named in it, of the case or
 * a stranger, asks both for everything that can be asked for: the answers are the same, byte for byte.
 */
import { createHash } from 'node:crypto';
import { defineNotes, definePlugin, encodeBulk, Model, namedSlice } from '@onedoor/core';
import { device, intentOf, type PersonId, TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const notes = defineNotes('talks');
const talks = definePlugin(
  {
    name: 'talks',
    version: '1.0.0',
    api: 1,
    label: { zh: '谈话', en: 'Talks' },
    rooms: [
      {
        name: 'talks',
        read: { named: true },
        write: { named: true },
        acts: { 'named.open': { all: [{ team: true }, { department: 'patrol' }] } },
      },
    ],
  },
  { talks: { records: notes.records, commands: notes.commands } },
);

const test = suite<{ sealed: TestServer; plain: TestServer }>('a sealed room and none');
const HASH = createHash('sha256').update('x').digest('hex');

test.before(async (context) => {
  const options = { model: new Model([talks]) };
  context.plain = await TestServer.start(options);
  context.sealed = await TestServer.start(options);
  for (const server of [context.plain, context.sealed]) firstRev.set(server, await revOf(server));
  const { sealed: server } = context;
  const act = (request: Parameters<typeof intentOf>[0], wire: string) =>
    server.centre.act(device('li'), wire, intentOf(request, 1_000_000));
  assert.ok((await act(namedSlice.request.open({ purpose: '首次谈话' }), 't/k1/talks@1')).ok);
  const wire = server.centre.roomsFor('li', 'k1').find(({ room }) => room === 'talks')?.wire ?? '';
  assert.ok((await act(namedSlice.request.name({ person: 'zhao', reason: '会诊' }), wire)).ok);
  const li = await server.joined('li', { wire });
  li.doc.getMap('talks/note').set('n1/$', 1);
  li.doc.getText('talks/note/n1/text').insert(0, '只有被点名的人知道');
  await li.receipt(li.sent);
  await fetch(`${server.url}/api/blobs/${wire}/${HASH}`, { method: 'PUT', body: 'x', headers: await headersOf(server, 'li') });
});
test.after(async ({ sealed, plain }) => {
  await sealed.stop();
  await plain.stop();
});

/** The row of the case before the sealed room is opened: how many commits a row gathers is a matter of the machine's pace. */
const firstRev = new Map<TestServer, number>();
const revOf = async (server: TestServer): Promise<number> => {
  const { body } = await server.get('/api/rows?cursor=0', 'wang');
  return (body as { readonly rows: readonly { readonly rev: number }[] }).rows[0]?.rev ?? Number.NaN;
};

const headersOf = async (server: TestServer, who: PersonId) => ({
  authorization: `Bearer ${await server.token(who)}`,
  'content-type': 'application/octet-stream',
});
const isSearch = (path: string) => path === '/api/search';

/** An answer without what differs between any two servers: ports, times, and the cursor, which counts changes of the whole centre. */
async function bytesOf(server: TestServer, who: PersonId, path: string, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { ...(await headersOf(server, who)), ...(isSearch(path) ? { 'content-type': 'application/json' } : {}) },
  });
  const body = Buffer.from(await answer.arrayBuffer()).toString('latin1');
  const headers = [...answer.headers].filter(([name]) => name !== 'date' && name !== 'content-length');
  const bare = body
    .replace(/"cursor":\d+/, '')
    .replace(/\d{13}/g, '<time>')
    .replace(/"rev":(\d+)/g, (_, rev) => `"rev":+${Number(rev) - (firstRev.get(server) ?? 0)}`);
  return JSON.stringify([answer.status, headers, bare]);
}

const bulk = (wire: string, room: object = {}): RequestInit => ({
  method: 'POST',
  body: Uint8Array.from(encodeBulk({ protocol: 1, schema: 1, device: 'd', rooms: [{ wire, since: 0, ...room }] })),
});
const GUESSED = `t/k1/${'0'.repeat(32)}@1`;
const act = (request: Parameters<typeof intentOf>[0], id: string) => ({ intents: [intentOf(request, 1_000_000, id)] });

const search = (typed: string): RequestInit => ({ method: 'POST', body: JSON.stringify({ typed }) });

const CHANNELS: Readonly<Record<string, readonly [string, RequestInit?]>> = {
  'the rows of the board': ['/api/rows?cursor=0'],
  'the list of rooms': ['/api/rooms?case=k1'],
  'who one is': ['/api/me'],
  'a word that stands in it': ['/api/search', search('只有被点名')],
  'a word that stands nowhere': ['/api/search', search('没有这样的话')],
  'a word of the case beside one that stands in it': ['/api/search', search('木匠沟 被点名')],
  'the name of the room': ['/api/search', search('talks')],
  'the history of edits': ['/api/history?case=k1&room=talks'],
  'who wrote a field': ['/api/attribution?case=k1&room=talks&collection=talks%2Fnote&record=n1&field=text'],
  'two moments': ['/api/compare?case=k1&room=talks&from=0&until=9000000000000'],
  'a proof of an entry': ['/api/record/proof?case=k1&room=talks&seq=1'],
  'a proof of an entry that is not there': ['/api/record/proof?case=k1&room=talks&seq=900'],
  'a file': [`/api/blobs/t/k1/talks@1/${HASH}`],
  'a file under a guessed name': [`/api/blobs/${GUESSED}/${HASH}`],
  'putting a file': [`/api/blobs/t/k1/talks@1/${HASH}`, { method: 'PUT', body: 'x' }],
  'reading by bulk': ['/api/sync', bulk('t/k1/talks@1')],
  'reading by bulk under a guessed name': ['/api/sync', bulk(GUESSED)],
  'another epoch': ['/api/sync', bulk('t/k1/talks@2')],
  'stating a purpose': ['/api/sync', bulk('t/k1/talks@1', act(namedSlice.request.view({ purpose: '看看' }), 'view'))],
  'naming oneself': ['/api/sync', bulk('t/k1/talks@1', act(namedSlice.request.name({ person: 'wang', reason: '看看' }), 'name'))],
  'opening it': ['/api/sync', bulk('t/k1/talks@1', act(namedSlice.request.open({ purpose: '看看' }), 'open'))],
  'an act that is none': ['/api/sync', bulk('t/k1/talks@1', act({ command: 'talks.none', args: {} }, 'none'))],
};

for (const who of ['wang', 'sun'] as const)
  for (const [channel, [path, init]] of Object.entries(CHANNELS)) {
    // 孙 is of the department whose members may open one, but not of the team.
    test(`${who}: ${channel}`, async ({ sealed, plain }) => {
      assert.is(await bytesOf(sealed, who, path, init), await bytesOf(plain, who, path, init));
    });
  }

test('sockets, by the plain name and a guessed one', async ({ sealed, plain }) => {
  for (const who of ['wang', 'sun'] as const)
    for (const wire of ['t/k1/talks@1', 't/k1/talks@2', GUESSED]) {
      const ends = await Promise.all(
        [sealed, plain].map(async (server) => {
          const client = await server.client(who, { wire });
          await client.until('a close', () => client.closeCode !== undefined);
          return `${client.closeCode} ${client.closeReason} ${client.messages.length} ${client.frames.length}`;
        }),
      );
      assert.equal(ends, ['4403 FORBIDDEN 0 0', '4403 FORBIDDEN 0 0']);
    }
});

test('while somebody reads and writes in it, the team hears nothing: no rows, no presence, no head', async ({ sealed }) => {
  const clients = await Promise.all(['t/-/directory@1', 't/k1/case@1', 't/k1/joint@1'].map((wire) => sealed.joined('wang', { wire })));
  await new Promise((done) => setTimeout(done, 300));
  const heard = () => clients.map(({ messages, frames }) => `${messages.length} ${frames.length}`);
  const before = heard();
  const wire = sealed.centre.roomsFor('li', 'k1').find(({ room }) => room === 'talks')?.wire ?? '';
  const li = await sealed.joined('li', { wire });
  li.doc.getText('talks/note/n2/text').insert(0, '第二次');
  await li.receipt(li.sent);
  const said = namedSlice.request.unname({ person: 'zhao', reason: '会诊结束' });
  assert.ok((await sealed.centre.act(device('li'), wire, intentOf(said, 1_000_000))).ok);
  await new Promise((done) => setTimeout(done, 400));
  assert.equal(heard(), before);
});

test.run();

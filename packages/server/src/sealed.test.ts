import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { caseSlice, defineNotes, definePlugin, directorySlice, encodeAwarenessFrame, Model, namedSlice, OFFER } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Awareness, encodeAwarenessUpdate } from 'y-protocols/awareness';
import { expectOk } from './centre.js';
import { Keyring, openMasterKey } from './log/keys.js';
import { openSqliteLogStore } from './log/sqlite-log-store.js';
import { verifyRecord } from './record/verify.js';
import { actOnCase, device, intentOf, type PersonId, TestServer } from './testing/index.js';

/* Sealed rooms: who is named, what is sent before a purpose is stated, and how reading ends. 李 and 孙 are of the patrol. */

const notes = defineNotes('counsel');
const counsel = definePlugin(
  {
    name: 'counsel',
    version: '1.0.0',
    api: 1,
    label: { zh: '心理咨询', en: 'Counselling' },
    rooms: [
      {
        name: 'counsel',
        read: { named: true },
        write: { named: true },
        acts: { 'named.open': { all: [{ team: true }, { department: 'patrol' }] } },
      },
    ],
  },
  { counsel: { records: notes.records, commands: notes.commands } },
);

const VIEW_MS = 1500;
const test = suite<{ server: TestServer }>('sealed rooms');
test.before.each(async (context) => {
  context.server = await TestServer.start({ model: new Model([counsel]), limits: { sealedViewMs: VIEW_MS } });
});
test.after.each(({ server }) => server.stop());

const PLAIN = 't/k1/counsel@1';
const act = (server: TestServer, person: PersonId, request: Parameters<typeof intentOf>[0], wire?: string) =>
  server.centre.act(device(person), wire ?? wireOf(server, person) ?? PLAIN, intentOf(request, 1_000_000));
const wireOf = (server: TestServer, person: PersonId) => server.centre.roomsFor(person, 'k1').find(({ room }) => room === 'counsel')?.wire;
const open = (server: TestServer) => act(server, 'li', namedSlice.request.open({ purpose: '首次面谈' }));

async function closing(server: TestServer, person: PersonId, wire: string): Promise<string> {
  const client = await server.client(person, { wire });
  await client.until('a close', () => client.closeCode !== undefined);
  return `${client.closeCode} ${client.closeReason} ${client.messages.length} ${client.frames.length}`;
}

test('N1 whoever its rule lets open it opens it, and nobody else; its name on the wire says nothing', async ({ server }) => {
  const refused = await act(server, 'wang', namedSlice.request.open({ purpose: '看看' }));
  assert.is(refused.ok ? '' : refused.refusal.code, 'FORBIDDEN');
  expectOk(await open(server));
  const wire = wireOf(server, 'li') ?? '';
  assert.match(wire, /^t\/k1\/[0-9a-f]{32}@1$/);
  assert.is(wireOf(server, 'wang'), undefined);
  // The plain name opens and does nothing else, even for those who are named.
  assert.is(await closing(server, 'li', PLAIN), '4403 FORBIDDEN 0 0');
  await server.restart();
  assert.is(wireOf(server, 'li'), wire);
});

test('N2 nothing is sent before a purpose is stated: socket, bulk, history, files, proofs, writing', async ({ server }) => {
  expectOk(await open(server));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'zhao', reason: '会诊' })));
  const wire = wireOf(server, 'zhao') ?? '';
  const asked = async () => ({
    bulk: (await server.centre.bulk(device('zhao'), { protocol: 1, schema: 1, device: 'd', rooms: [bulkRoom(wire)] })).rooms[0]?.refusal
      ?.code,
    history: codeOf((await server.get('/api/history?case=k1&room=counsel', 'zhao')).body),
    attribution: codeOf(
      (await server.get('/api/attribution?case=k1&room=counsel&collection=counsel/note&record=n&field=title', 'zhao')).body,
    ),
    compare: codeOf((await server.get('/api/compare?case=k1&room=counsel&from=0&until=1', 'zhao')).body),
    proof: codeOf((await server.get('/api/record/proof?case=k1&room=counsel&seq=1', 'zhao')).body),
    file: codeOf((await server.get(`/api/blobs/${encodeURIComponent(wire)}/${'0'.repeat(64)}`, 'zhao')).body),
    naming: await act(server, 'zhao', namedSlice.request.name({ person: 'wang', reason: '会诊' })).then((done) =>
      done.ok ? 'ok' : done.refusal.code,
    ),
  });
  for (const [channel, code] of Object.entries(await asked())) assert.is(code, 'PURPOSE_REQUIRED', channel);
  assert.is(await closing(server, 'zhao', wire), '4428 PURPOSE_REQUIRED 0 0');
  expectOk(await act(server, 'zhao', namedSlice.request.view({ purpose: '会诊前查阅' })));
  const zhao = await server.joined('zhao', { wire });
  // Each reading is an entry of the room's own log, in the order of the log.
  const [welcome] = zhao.messages;
  const said = welcome?.type === 'welcome' ? welcome.acts.filter(({ intent }) => 'purpose' in intent.args) : [];
  assert.equal(
    said.map(({ person, intent }) => [person, intent.args['purpose']]),
    [
      ['li', '首次面谈'],
      ['zhao', '会诊前查阅'],
    ],
  );
  // The purpose ends by time, in the open socket as well.
  await zhao.until('a close', () => zhao.closeCode !== undefined);
  assert.is(zhao.closeReason, 'PURPOSE_REQUIRED');
});

test('N3 who is no more named is out at once, and their list has the room no more', async ({ server }) => {
  expectOk(await open(server));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'zhao', reason: '会诊' })));
  const wire = wireOf(server, 'zhao') ?? '';
  expectOk(await act(server, 'zhao', namedSlice.request.view({ purpose: '会诊前查阅' })));
  const zhao = await server.joined('zhao', { wire });
  const { cursor } = server.centre.rows('zhao', 0, 100);
  expectOk(await act(server, 'li', namedSlice.request.unname({ person: 'zhao', reason: '会诊结束' })));
  await zhao.until('a close', () => zhao.closeCode !== undefined);
  assert.is(zhao.closeReason, 'FORBIDDEN');
  const [row] = server.centre.rows('zhao', cursor, 100).rows;
  assert.equal(
    row?.rooms.map(({ room }) => room),
    ['case', 'joint'],
  );
  const last = await act(server, 'li', namedSlice.request.unname({ person: 'li', reason: '离岗' }));
  assert.is(last.ok ? '' : last.refusal.code, 'ACT_NOT_ALLOWED');
});

test('N4 a named person who leaves the team reads no more; a second opener hears what everybody hears', async ({ server }) => {
  expectOk(await open(server));
  expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.addMember({ person: 'sun', role: 'member' })));
  const second = await act(server, 'sun', namedSlice.request.open({ purpose: '看看' }), PLAIN);
  assert.is(second.ok ? '' : second.refusal.code, 'FORBIDDEN');
  const li = await server.joined('li', { wire: wireOf(server, 'li') ?? '' });
  expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.removeMember({ person: 'li', reason: '调岗' })));
  await li.until('a close', () => li.closeCode !== undefined);
  assert.is(li.closeReason, 'FORBIDDEN');
});

test('N5 readers of a sealed room spread no presence', async ({ server }) => {
  expectOk(await open(server));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'zhao', reason: '会诊' })));
  expectOk(await act(server, 'zhao', namedSlice.request.view({ purpose: '会诊前查阅' })));
  const wire = wireOf(server, 'li') ?? '';
  const li = await server.joined('li', { wire });
  const zhao = await server.joined('zhao', { wire });
  const before = zhao.frames.filter(([kind]) => kind === 1).length;
  const awareness = new Awareness(li.doc);
  awareness.setLocalState({ here: true });
  li.raw(encodeAwarenessFrame(encodeAwarenessUpdate(awareness, [li.doc.clientID])));
  li.doc.getText('t').insert(0, '记录');
  await zhao.until('the text', () => zhao.doc.getText('t').toString() === '记录');
  assert.is(zhao.frames.filter(([kind]) => kind === 1).length, before);
  awareness.destroy();
});

test('N6 a file of a sealed room stays in no cache', async ({ server }) => {
  expectOk(await open(server));
  const wire = wireOf(server, 'li') ?? '';
  const hash = createHash('sha256').update('x').digest('hex');
  const headers = { authorization: `Bearer ${await server.token('li')}`, 'content-type': 'application/octet-stream' };
  const url = `${server.url}/api/blobs/${encodeURIComponent(wire)}/${hash}`;
  assert.is((await fetch(url, { method: 'PUT', body: 'x', headers })).status, 204);
  const answer = await fetch(url, { headers });
  assert.is(answer.headers.get('cache-control'), 'no-store');
  assert.is(await answer.text(), 'x');
});

test('N7 a suspended named person is out; the audit finds all of it sound', async ({ server }) => {
  expectOk(await open(server));
  const li = await server.joined('li', { wire: wireOf(server, 'li') ?? '' });
  expectOk(
    await server.centre.act(
      device('zhou'),
      't/-/directory',
      intentOf(directorySlice.request.suspend({ person: 'li', reason: '停职' }), 1_000_000),
    ),
  );
  await li.until('a close', () => li.closeCode !== undefined);
  assert.is(li.closeReason, 'FORBIDDEN');
  const { publicKey } = server.centre.recordHead;
  await server.running.close();
  const none = (): never => {
    throw new Error('a check makes no keys');
  };
  const store = await openSqliteLogStore({ dir: server.dir });
  const keys = new Keyring(openMasterKey(server.dir, true, none), none);
  const { findings } = verifyRecord({ store, keys, centre: 't', publicKey, blobs: join(server.dir, 'blobs'), model: new Model([counsel]) });
  store.close();
  assert.equal(findings, []);
});

test('N9 when the last named person has gone, who leads the case names a successor, reads nothing, and cannot name just anybody', async ({
  server,
}) => {
  const succeed = (by: PersonId, person: PersonId) =>
    act(server, by, namedSlice.request.succeed({ person, purpose: '原咨询师调离' }), PLAIN).then((done) =>
      done.ok ? [done.value.seq, done.value.at] : done.refusal.code,
    );
  const told = (person: PersonId) => server.centre.rows(person, 0, 100).rows[0]?.orphans;
  assert.is(await succeed('wang', 'sun'), 'FORBIDDEN', 'no such room');
  expectOk(await open(server));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'zhao', reason: '会诊' })));
  const leave = (person: PersonId) =>
    actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.removeMember({ person, reason: '调岗' }));
  expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.addMember({ person: 'sun', role: 'member' })));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'wang', reason: '同办' })));
  assert.is(await succeed('wang', 'sun'), 'NOT_PERMITTED', 'who is named and leads the case does not put the others out');
  expectOk(await act(server, 'li', namedSlice.request.unname({ person: 'wang', reason: '不再同办' })));
  expectOk(await leave('li'));
  assert.is(await succeed('wang', 'sun'), 'FORBIDDEN', 'somebody can read it');
  assert.is(told('wang'), undefined);
  expectOk(await leave('zhao'));
  assert.equal(told('wang'), ['counsel']);
  assert.is(told('sun'), undefined);
  assert.is(await succeed('sun', 'sun'), 'FORBIDDEN', 'not who leads the case');
  // Nor themself: they could never have opened such a room.
  assert.is(await succeed('wang', 'wang'), 'ACT_NOT_ALLOWED');
  assert.is(wireOf(server, 'wang'), undefined);
  assert.equal(await succeed('wang', 'sun'), [1, 0], 'neither number nor time');
  assert.is(told('wang'), undefined);
  assert.is(await succeed('wang', 'sun'), 'FORBIDDEN', 'once');
  const wire = wireOf(server, 'sun') ?? '';
  assert.is(await closing(server, 'sun', wire), '4428 PURPOSE_REQUIRED 0 0');
  assert.is(await closing(server, 'wang', wire), '4403 FORBIDDEN 0 0');
  expectOk(await act(server, 'sun', namedSlice.request.view({ purpose: '接手面谈' })));
  const sun = await server.joined('sun', { wire });
  const [welcome] = sun.messages;
  const acts =
    welcome?.type === 'welcome' ? welcome.acts.map(({ person, intent }) => [person, intent.command, intent.args['purpose']]) : [];
  assert.equal(acts.slice(-2), [
    ['wang', 'named.succeed', '原咨询师调离'],
    ['sun', 'named.view', '接手面谈'],
  ]);
  // Whoever was named before and comes back is not in by that.
  expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.addMember({ person: 'li', role: 'member' })));
  assert.is(wireOf(server, 'li'), undefined);
  // A suspension leaves a room as a departure does.
  expectOk(
    await server.centre.act(
      device('zhou'),
      't/-/directory',
      intentOf(directorySlice.request.suspend({ person: 'sun', reason: '停职' }), 1_000_000),
    ),
  );
  assert.equal(told('wang'), ['counsel']);
});

const bulkRoom = (wire: string) => ({ wire, since: 0, pull: true, clients: [], updates: [], intents: [] });
const codeOf = (body: unknown): unknown => (typeof body === 'object' && body !== null && 'code' in body ? body.code : body);

test('N8 a refused change: whoever is no more named, and whoever never was, may offer nothing here, and is answered as if no such room were there', async ({
  server,
}) => {
  expectOk(await open(server));
  expectOk(await act(server, 'li', namedSlice.request.name({ person: 'zhao', reason: '会诊' })));
  const wire = wireOf(server, 'zhao') ?? '';
  const change = { command: 'counsel.note.add', args: { id: 'n', title: '面谈' } };
  const offer = (person: PersonId, at: string) =>
    act(server, person, { command: OFFER, args: { change, madeAt: 1, code: 'FORBIDDEN' } }, at).then((result) =>
      result.ok ? 'ok' : result.refusal.code,
    );
  assert.is(await offer('zhao', wire), 'PURPOSE_REQUIRED');
  expectOk(await act(server, 'li', namedSlice.request.unname({ person: 'zhao', reason: '会诊结束' })));
  const answers = [];
  for (const person of ['zhao', 'wang', 'sun'] as const)
    for (const at of [wire, PLAIN, 't/k1/counsex@1', 't/k9/counsel@1']) answers.push(await offer(person, at));
  assert.equal(
    answers,
    answers.map(() => 'FORBIDDEN'),
  );
});

test.run();

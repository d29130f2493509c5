import { addParty, ContentReader, caseSlice, createRoomDoc, Model, type Row } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { Centre } from '../centre.js';
import { Keyring } from '../log/keys.js';
import { MemoryLogStore } from '../log/memory-log-store.js';
import { actOnCase, device, enrolPeople, makeCase, TestServer } from '../testing/index.js';
import { Rows } from './rows.js';

const test = suite<{ server: TestServer }>('rows');

test.before(async (context) => {
  context.server = await TestServer.start();
});
test.after((context) => context.server.stop());

/** An update that adds one party. */
function party(client: number, name: string): Uint8Array {
  const doc = createRoomDoc(client);
  assert.ok(
    addParty.run(new ContentReader(doc), { id: `p${client}`, party: { kind: 'household', name } }, { person: 'wang', now: 0, id: () => '' })
      .ok,
  );
  return Y.encodeStateAsUpdate(doc);
}

const rowOf = (server: TestServer, person: string, caseId: string): Row | undefined =>
  server.centre.rows(person, 0, 500).rows.find((row) => row.case === caseId);

test("R1 a row holds what the reader's rooms show, and the rooms themselves with their heads", async ({ server }) => {
  const row = rowOf(server, 'wang', 'k1');
  assert.equal(row?.rooms, [
    { room: 'case', wire: 't/k1/case@1', seq: 3, write: false },
    { room: 'joint', wire: 't/k1/joint@1', seq: 0, write: true },
  ]);
  assert.equal([row?.summary['case']?.['title'], row?.summary['case']?.['stage'], row?.gone], ['木匠沟林地', 'screening', false]);
  assert.is(rowOf(server, 'zhao', 'k1')?.rooms[1]?.write, false);
  assert.is(rowOf(server, 'sun', 'k1'), undefined);
});

test('R2 a change of content changes the row, which the cursor then brings alone', async ({ server }) => {
  await makeCase(server.centre, 'r2');
  const { cursor } = server.centre.rows('wang', 0, 500);
  assert.equal(server.centre.rows('wang', cursor, 500), { rows: [], cursor, more: false, restores: 0 });
  const written = await server.centre.write(device('wang'), 't/r2/joint', [6001], party(6001, '何守田'));
  assert.ok(written.ok);
  const { rows } = server.centre.rows('li', cursor, 500);
  assert.equal(
    rows.map((row) => [row.case, row.summary['joint']?.['parties']]),
    [['r2', ['何守田']]],
  );
});

test('R3 who is no longer of the team gets a tombstone once, a stranger nothing', async ({ server }) => {
  await makeCase(server.centre, 'r3');
  const { cursor } = server.centre.rows('li', 0, 500);
  await actOnCase(server.centre, device('wang'), 'r3', caseSlice.request.removeMember({ person: 'li', reason: '' }));
  const { rows, cursor: next } = server.centre.rows('li', cursor, 500);
  assert.equal(
    rows.map(({ case: caseId, gone, rooms, summary }) => ({ caseId, gone, rooms, summary })),
    [{ caseId: 'r3', gone: true, rooms: [], summary: {} }],
  );
  assert.equal(server.centre.rows('li', next, 500).rows, []);
  assert.equal(server.centre.rows('sun', 0, 500).rows, []);
});

test('R4 pages follow each other until there is no more', async ({ server }) => {
  for (let at = 0; at < 7; at++) await makeCase(server.centre, `r4-${at}`);
  const seen = new Set<string>();
  let pages = 0;
  for (let cursor = 0, more = true; more; pages++) {
    const page = server.centre.rows('wang', cursor, 3);
    for (const row of page.rows) seen.add(row.case);
    ({ cursor, more } = page);
  }
  assert.ok(pages >= 3);
  assert.is([...seen].filter((caseId) => caseId.startsWith('r4')).length, 7);
});

test('R5 sockets of the directory are told that their rows have changed, only those concerned', async ({ server }) => {
  const [wang, sun] = await Promise.all((['wang', 'sun'] as const).map((person) => server.joined(person, { wire: 't/-/directory@1' })));
  assert.ok(wang !== undefined && sun !== undefined);
  const told = (client: typeof wang) => client.messages.filter((message) => message.type === 'rows').length;
  const before = told(wang);
  await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.move({ to: 'graded', reason: '' }));
  await wang.until('rows', () => told(wang) > before);
  assert.is(told(sun), 0);
});

test('R6 over HTTP: the same rows, and 401 or 403 without a right to any', async ({ server }) => {
  const { status, body } = await server.get('/api/rows?cursor=0&limit=500', 'wang');
  assert.equal([status, body], [200, JSON.parse(JSON.stringify(server.centre.rows('wang', 0, 500)))]);
  assert.is((await server.get('/api/rows?cursor=-1', 'wang')).status, 400);
  assert.is((await server.get('/api/rows', 'stranger')).status, 403);
});

test('R7 summaries that a crash left behind are made up for at the next start', async () => {
  const store = new MemoryLogStore();
  const keys = new Keyring(new Uint8Array(32), (count) => new Uint8Array(count).fill(3));
  // A centre that never gets to derive its rows, as one that is killed right after the commit.
  const open = (later: (run: () => void) => () => void) => new Centre({ id: 't', name: '测试', store, keys, model: new Model(), later });
  const killed = open(() => () => undefined);
  await enrolPeople(killed);
  await makeCase(killed, 'r7');
  assert.ok((await killed.write(device('wang'), 't/r7/joint', [6007], party(6007, '罗桂芬'))).ok);
  assert.equal(store.summaries(0, 10), []);
  const next = open(() => () => undefined);
  assert.equal(
    next.rows('wang', 0, 10).rows.map((row) => [row.summary['joint']?.['parties'], row.rooms[1]?.seq]),
    [[['罗桂芬'], 1]],
  );
});

test('R8 rooms that are written wait behind rooms with acts, and are derived a part at a stretch', () => {
  const timers: { run: () => void; ms: number }[] = [];
  const told: (readonly string[])[] = [];
  const centre = new Centre({
    id: 't',
    name: '测试',
    store: new MemoryLogStore(),
    keys: new Keyring(new Uint8Array(32), (count) => new Uint8Array(count)),
    model: new Model(),
  });
  const services = { limits: centre.limits, store: new MemoryLogStore(), rooms: { address: () => undefined, openKey: () => undefined } };
  const later = (run: () => void, ms: number) => {
    const timer = { run, ms };
    timers.push(timer);
    return () => void timers.splice(timers.indexOf(timer), 1);
  };
  const rows = new Rows(
    Object.assign(services, { later, derived: () => undefined, changed: (keys: readonly string[]) => told.push(keys) }) as never,
  );
  const fire = () => timers.shift()?.run();
  for (let at = 0; at < 40; at++) rows.mark(`t/r${at}/joint`, false);
  fire();
  assert.equal([told[0]?.length, timers[0]?.ms], [16, 200]);
  rows.mark('t/r39/case', true);
  assert.equal([timers.length, timers[0]?.ms], [1, 50], 'for an act nobody waits longer');
  fire();
  assert.equal([told[1]?.[0], told[1]?.length], ['t/r39/case', 17]);
  fire();
  assert.equal([told[2]?.length, timers.length, new Set(told.flat()).size], [8, 0, 41]);
});

test.run();

/*
 * What an answer tells of a room to whom it is closed: nothing. Closed, unknown and past rooms are answered with the
 * same bytes, after the same number of reads.
 */
import { createHash } from 'node:crypto';
import type { LogStore } from '@onedoor/core';
import { decodeBulkResponse, encodeBulk, OFFER } from '@onedoor/core';
import { MemoryLogStore } from '@onedoor/server';
import { intentOf, makeCase, type RawClient, TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { updateOf } from './forge.js';

const READS = [
  'room',
  'rooms',
  'entries',
  'snapshot',
  'bindings',
  'intent',
  'summaries',
  'summariesOf',
  'edits',
  'texts',
  'textOf',
] as const;

/** A store that counts how often it is read. */
class CountingStore {
  reads = 0;
  readonly store: LogStore;

  constructor() {
    this.store = new Proxy<LogStore>(new MemoryLogStore(), {
      get: (target, name) => {
        if (READS.some((read) => read === name)) this.reads++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
  }
}

interface Context {
  server: TestServer;
  counting: CountingStore;
}

const test = suite<Context>('existence');

test.before(async (context) => {
  context.counting = new CountingStore();
  context.server = await TestServer.start({ store: context.counting.store });
  const li = await context.server.joined('li');
  li.doc.getText('t').insert(0, '只有团队知道');
  await li.receipt(li.sent);
  await context.server.joined('wang', { wire: context.server.wire('case') });
});
test.after((context) => context.server.stop());

/** Rooms as 孙, who is in no team, may ask for them. Names are equally long, so that answers may be compared byte for byte. */
const CASES = { closed: 'k1', unknown: 'k9' } as const;
const WIRES = {
  closed: 't/k1/joint@1',
  unknown: 't/k9/joint@1',
  past: 't/k1/joint@2',
  noSuchRoom: 't/k1/jaint@1',
  acts: 't/k1/cases@1',
} as const;

const PROBE = intentOf({ command: 'case.move', args: { to: 'graded', reason: '探' } }, 0, 'probe');
/** A refused change that somebody offers who never had the right to make it. */
const OFFERED = intentOf(
  { command: OFFER, args: { change: { command: 'facts.edit', args: {} }, madeAt: 1, code: 'FORBIDDEN' } },
  0,
  'offered',
);

/** Bytes of an answer, with what the asker themselves sent taken out, and the time of day. */
async function bytesOf(server: TestServer, path: string, init: RequestInit = {}): Promise<string> {
  const answer = await fetch(`${server.url}${path}`, {
    ...init,
    headers: { ...init.headers, authorization: `Bearer ${await server.token('sun')}` },
  });
  const headers = [...answer.headers].filter(([name]) => name !== 'date').map(([name, value]) => `${name}: ${value}`);
  return `${answer.status}\n${headers.join('\n')}\n\n${Buffer.from(await answer.arrayBuffer()).toString('latin1')}`.replace(
    /t\/k\d\/[a-z]+@\d/g,
    '<wire>',
  );
}

function alike(answers: Readonly<Record<string, string>>): void {
  const [first, ...others] = Object.entries(answers);
  for (const other of others) assert.is(other[1], first?.[1], `${other[0]} differs from ${first?.[0]}`);
}

async function each<T>(names: Readonly<Record<string, string>>, ask: (name: string) => Promise<T>): Promise<Record<string, T>> {
  const answers: Record<string, T> = {};
  for (const [kind, name] of Object.entries(names)) answers[kind] = await ask(name);
  return answers;
}

test('sockets: same code, same reason, no frame and no message', async ({ server }) => {
  const answers = await each(WIRES, async (wire) => {
    const client = await server.client('sun', { wire });
    await client.until('a close', () => client.closeCode !== undefined);
    return `${client.closeCode} ${client.closeReason} ${client.messages.length} ${client.frames.length}`;
  });
  alike(answers);
  assert.is(answers['closed'], '4403 FORBIDDEN 0 0');
});

test('rooms of a case, and its history: the same bytes', async ({ server }) => {
  alike(await each(CASES, (id) => bytesOf(server, `/api/rooms?case=${id}`)));
  alike(await each(CASES, (id) => bytesOf(server, `/api/history?case=${id}&room=joint`)));
  alike(await each({ known: 'joint', unknown: 'jaint' }, (room) => bytesOf(server, `/api/history?case=k1&room=${room}`)));
});

test('bulk: reading, writing content, acts, and all of it at once', async ({ server }) => {
  const bulk = (room: object) => (wire: string) =>
    bytesOf(server, '/api/sync', {
      method: 'POST',
      headers: { 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(encodeBulk({ protocol: 1, schema: 1, device: 'sun', rooms: [{ wire, since: 0, ...room }] })),
    });
  const update = updateOf(4711, (doc) => doc.getText('t').insert(0, '探'));
  const intent = PROBE;
  for (const room of [
    {},
    { pull: false },
    { updates: [update] },
    { updates: [Uint8Array.of(1)] },
    { intents: [intent] },
    { intents: [OFFERED] },
    { updates: [update], intents: [intent, OFFERED], clients: [5000] },
  ])
    alike(await each(WIRES, bulk(room)));
  alike(await each({ closed: 't/k1/case@1', unknown: 't/k9/case@1' }, bulk({ intents: [intent] })));
});

const search = (server: TestServer, typed: string) =>
  bytesOf(server, '/api/search', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ typed }) });

test('search: a word of a closed case and one that stands nowhere, the same bytes and the same number of reads', async ({
  server,
  counting,
}) => {
  // What 李 wrote is no field of a record; what 王 writes here is.
  const wang = await server.joined('wang');
  wang.doc.getText('facts/facts/summary').insert(0, '只有团队知道的界桩');
  await wang.receipt(wang.sent);
  for (let round = 0; !(await server.centre.search('wang', '界桩')).hits.some((hit) => hit.case === 'k1'); round++) {
    assert.ok(round < 3_000, 'the team itself never finds it');
    await new Promise((done) => setTimeout(done, 10));
  }
  const count = async (typed: string): Promise<[string, number]> => {
    const before = counting.reads;
    return [await search(server, typed), counting.reads - before];
  };
  await count('先问一次');
  // What is derived meanwhile is nobody's question.
  for (let seen = -1; seen !== counting.reads; await new Promise((done) => setTimeout(done, 200))) seen = counting.reads;
  const told = { closed: await count('界桩'), unknown: await count('界碑'), title: await count('木匠沟'), nowhere: await count('铁匠沟') };
  alike(Object.fromEntries(Object.entries(told).map(([kind, [bytes, reads]]) => [kind, `${reads} ${bytes}`])));
  assert.match(told.closed[0], /"hits":\[\],"total":0/);
});

test('files: reading one that is there, one that is not, and putting one', async ({ server }) => {
  const hash = createHash('sha256').update('x').digest('hex');
  const put = await fetch(`${server.url}/api/blobs/${server.wire()}/${hash}`, {
    method: 'PUT',
    body: 'x',
    headers: { authorization: `Bearer ${await server.token('wang')}`, 'content-type': 'application/octet-stream' },
  });
  assert.is(put.status, 204);
  const init = { method: 'PUT', body: 'x', headers: { 'content-type': 'application/octet-stream' } };
  alike(await each(WIRES, (wire) => bytesOf(server, `/api/blobs/${wire}/${hash}`)));
  alike(await each(WIRES, (wire) => bytesOf(server, `/api/blobs/${wire}/${'0'.repeat(64)}`)));
  alike(await each(WIRES, (wire) => bytesOf(server, `/api/blobs/${wire}/${hash}`, init)));
});

test('lists and counts: a case that is made elsewhere changes nothing that 孙, or anybody without a name, can ask for', async ({
  server,
}) => {
  const ask = async (): Promise<string[]> => [
    await bytesOf(server, '/api/rows?cursor=0'),
    await bytesOf(server, '/api/rooms?case=-'),
    await bytesOf(server, '/api/me'),
    JSON.stringify(Object.keys(JSON.parse(await (await fetch(`${server.url}/healthz`)).text()) as object)),
  ];
  const before = await ask();
  await makeCase(server.centre, 'k2');
  await new Promise((done) => setTimeout(done, 200));
  const after = await ask();
  // The cursor of the rows counts changes of all cases; the threat model says so.
  const withoutCursor = (answers: string[]) =>
    answers.map((answer) => answer.replace(/"cursor":\d+/, '"cursor":0').replace(/content-length: \d+/, ''));
  assert.equal(withoutCursor(after), withoutCursor(before));
});

test('presence: who looks on at a closed room hears of nobody', async ({ server }) => {
  const directory: RawClient = await server.joined('sun', { wire: 't/-/directory@1' });
  const before = directory.frames.length;
  const li = await server.joined('li');
  li.doc.getText('t').insert(0, '新');
  await li.receipt(li.sent);
  await new Promise((done) => setTimeout(done, 300));
  assert.is(directory.frames.length, before);
  assert.not.ok(directory.messages.some((message) => message.type === 'rows'));
  li.close();
  directory.close();
});

test('work: what is closed costs as many reads of the store as what is unknown', async ({ server, counting }) => {
  const count = async (work: () => Promise<unknown>): Promise<number> => {
    const before = counting.reads;
    await work();
    return counting.reads - before;
  };
  const bulk = async (wire: string, intent = PROBE): Promise<void> => {
    const answer = await fetch(`${server.url}/api/sync`, {
      method: 'POST',
      headers: { authorization: `Bearer ${await server.token('sun')}`, 'content-type': 'application/octet-stream' },
      body: Uint8Array.from(
        encodeBulk({
          protocol: 1,
          schema: 1,
          device: 'sun',
          rooms: [{ wire, since: 0, intents: [intent] }],
        }),
      ),
    });
    assert.is(decodeBulkResponse(new Uint8Array(await answer.arrayBuffer()))?.rooms[0]?.refusal?.code, 'FORBIDDEN');
  };
  const socket = async (wire: string): Promise<void> => {
    const client = await server.client('sun', { wire });
    await client.until('a close', () => client.closeCode !== undefined);
  };
  for (const restarted of [false, true]) {
    if (restarted) {
      await server.restart();
      server.centre.sweep();
    }
    // The person themselves is looked up once. What is derived after a start is nobody's question.
    await server.get('/api/me', 'sun');
    for (let seen = -1; seen !== counting.reads; await new Promise((done) => setTimeout(done, 200))) seen = counting.reads;
    const offer = (wire: string) => bulk(wire, OFFERED);
    for (const work of [
      socket,
      (wire: string) => bulk(wire),
      offer,
      (wire: string) => bytesOf(server, `/api/history?case=${wire.split('/')[1]}&room=joint`),
    ]) {
      const [unknown, closed] = [await count(() => work('t/k9/joint@1')), await count(() => work('t/k1/joint@1'))];
      assert.is(
        closed,
        unknown,
        `${restarted ? 'after a restart' : 'warm'}: ${closed} reads of what is closed, ${unknown} of what is unknown`,
      );
    }
  }
});

test.run();

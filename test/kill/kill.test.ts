import { type ChildProcess, fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { caseSlice } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { createDemoIssuer, startServer } from '@onedoor/server';
import { enrolPeople, intentOf, makeCase, postBulk, RawClient } from '@onedoor/server/testing';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite('kill');

const ROUNDS = 50;
const WRITERS = ['wang', 'li', 'wang', 'li'] as const;
const WIRE = 't/k1/joint@1';
const SOURCE = fileURLToPath(new URL('./server.ts', import.meta.url));
/** Beside the dependencies that it imports. */
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/kill-server.mjs', import.meta.url));
const MAX_ROUND_MS = 5000;

interface Child {
  readonly process: ChildProcess;
  readonly url: string;
}

/** Fifty starts are most of this test's time: the server is compiled once instead of at every start. */
async function bundle(): Promise<void> {
  const external = ['@photostructure/sqlite', 'fastify', 'jose', 'lib0', 'pino', 'ws', 'y-protocols', 'yjs', 'zod'];
  await build({
    entryPoints: [SOURCE],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external,
    logLevel: 'error',
  });
}

function spawn(data: string): Promise<Child> {
  return new Promise((resolve, reject) => {
    const child = fork(BUNDLE, [data], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
    child.once('message', (message: { url: string }) => resolve({ process: child, url: message.url }));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it served`)));
  });
}

function kill(child: Child): Promise<void> {
  return new Promise((done) => {
    child.process.once('exit', () => done());
    child.process.kill('SIGKILL');
  });
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

/** What the server has promised: by key of the content, and by id of the act. */
class Promised {
  readonly content = new Map<string, number>();
  readonly acts = new Set<string>();
  /** Sent, and no receipt when the process was killed. */
  inFlight = 0;
}

const promisedOf = (clients: readonly RawClient[]): number => clients.reduce((sum, client) => sum + client.receipts.size, 0);

/** One round of load until the process is killed; notes what had a receipt. */
async function round(data: string, number: number, tokens: ReadonlyMap<string, string>, random: Random, promised: Promised): Promise<void> {
  const child = await spawn(data);
  const clients = WRITERS.map(
    (person, at) => new RawClient({ url: child.url, wire: WIRE, token: tokens.get(person) ?? '', device: `d${at}-${number}` }),
  );
  await Promise.all(clients.map((client) => client.ready()));
  let running = true;
  const sent = clients.map(() => new Map<number, readonly [string, number]>());
  const write = async (client: RawClient, at: number) => {
    for (let count = 0; running; count++) {
      const key = `r${number}w${at}n${count}`;
      client.doc.getMap('kill').set(key, count);
      sent[at]?.set(client.sent, [key, count]);
      // A few turns' worth is on the way at any moment; more would only queue in front of the socket.
      while (running && (count % 5 === 4 || client.sent - client.receipts.size > 30)) {
        await sleep(1 + random.below(4));
        if (client.sent - client.receipts.size <= 30) break;
      }
    }
  };
  const intents: string[] = [];
  const act = async () => {
    for (let count = 0; running; count++) {
      const ids = Array.from({ length: 3 }, (_, at) => `act-${number}-${count}-${at}`);
      intents.push(...ids);
      const made = ids.map((id) => intentOf(caseSlice.request.addMember({ person: id, role: 'helper' }), 1_000_000, id));
      const answer = await postBulk(child.url, tokens.get('wang') ?? '', {
        device: 'acts',
        protocol: 1,
        schema: 1,
        rooms: [{ wire: 't/k1/case@1', since: 0, clients: [], updates: [], intents: made, pull: false }],
      });
      for (const result of answer.rooms[0]?.intents ?? []) if ('entry' in result) promised.acts.add(result.id);
    }
  };
  const work = [...clients.map(write), act()].map((each) => each.catch(() => undefined));
  // After a random number of receipts and a little more: a slow machine gets as much done as a fast one.
  const [changes, acts] = [promisedOf(clients) + random.below(60), promised.acts.size + random.below(6)];
  for (const end = Date.now() + MAX_ROUND_MS; Date.now() < end && (promisedOf(clients) < changes || promised.acts.size < acts); )
    await sleep(2);
  await sleep(random.below(8));
  await kill(child);
  running = false;
  await Promise.all(work);
  clients.forEach((client, at) => {
    for (const [frame, [key, value]] of sent[at] ?? []) {
      if (client.receipts.has(frame)) promised.content.set(key, value);
      else promised.inFlight++;
    }
    client.close();
  });
  promised.inFlight += intents.filter((id) => !promised.acts.has(id)).length;
}

/** Opens what the killed process left and compares it with every promise so far. */
async function verify(data: string, promised: Promised): Promise<void> {
  const server = await startServer({ centre: { id: 't', name: '测试' }, data, port: 0, durability: 'full' });
  try {
    const { doc } = server.centre.reader(WIRE);
    const content = doc.getMap('kill');
    for (const [key, value] of promised.content) assert.is(content.get(key), value, `receipted ${key} is gone`);
    const answer = await server.centre.bulk(
      { person: 'wang', device: 'check' },
      {
        device: 'check',
        protocol: 1,
        schema: 1,
        rooms: [{ wire: 't/k1/case@1', since: 0, clients: [], updates: [], intents: [], pull: true }],
      },
    );
    const logged = new Set(answer.rooms[0]?.acts.map((entry) => entry.intent.id));
    for (const id of promised.acts) assert.ok(logged.has(id), `receipted act ${id} is gone`);
  } finally {
    await server.close();
  }
}

test(`K1 killed ${ROUNDS} times at random moments under load, the log is sound and holds all that had a receipt`, async () => {
  const data = mkdtempSync(join(tmpdir(), 'onedoor-kill-'));
  const promised = new Promised();
  const random = new Random(17);
  try {
    await bundle();
    const first = await startServer({ centre: { id: 't', name: '测试' }, data, port: 0 });
    await enrolPeople(first.centre);
    await makeCase(first.centre, 'k1');
    await first.close();
    const issuer = await createDemoIssuer('t', data);
    const tokens = new Map(
      await Promise.all(['wang', 'li'].map(async (person) => [person, (await issuer.issue(person, 3_600_000)).token] as const)),
    );
    for (let number = 0; number < ROUNDS; number++) {
      await round(data, number, tokens, random, promised);
      // Starting checks the database's integrity each time; what it holds is compared in full.
      await verify(data, promised);
    }
    process.stdout.write(
      `\n${ROUNDS} kills: ${promised.content.size} changes and ${promised.acts.size} acts with a receipt, all found; ${promised.inFlight} were in flight\n`,
    );
    assert.ok(promised.inFlight > 0, 'nothing was in flight: the kills proved nothing');
    assert.ok(promised.content.size > 200 && promised.acts.size > 20, 'too little load');
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
});

for (const afterMs of [0, 20, 500]) {
  test(`K2 killed ${afterMs} ms after its receipt, a change that another client has seen is there`, async () => {
    const data = mkdtempSync(join(tmpdir(), 'onedoor-kill-'));
    const promised = new Promised();
    try {
      await bundle();
      const first = await startServer({ centre: { id: 't', name: '测试' }, data, port: 0 });
      await enrolPeople(first.centre);
      await makeCase(first.centre, 'k1');
      await first.close();
      const issuer = await createDemoIssuer('t', data);
      const child = await spawn(data);
      const [writer, reader] = await Promise.all(
        (['wang', 'li'] as const).map(async (person) => {
          const client = new RawClient({
            url: child.url,
            wire: WIRE,
            token: (await issuer.issue(person, 3_600_000)).token,
            device: person,
          });
          await client.ready();
          return client;
        }),
      );
      if (writer === undefined || reader === undefined) throw new Error('two clients are needed');
      writer.doc.getMap('kill').set('last', afterMs);
      await Promise.all([writer.receipt(writer.sent), reader.until('the change', () => reader.doc.getMap('kill').get('last') === afterMs)]);
      await sleep(afterMs);
      await kill(child);
      for (const client of [writer, reader]) client.close();
      promised.content.set('last', afterMs);
      await verify(data, promised);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
}

test.run();

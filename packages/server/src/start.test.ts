import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRoomDoc, OnedoorError } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { doctor } from './cli/doctor.js';
import { LIMITS, resolveLimits } from './limits.js';
import { loadSqlite } from './log/sqlite.js';
import { DATABASE_FILE } from './log/sqlite-log-store.js';
import { type ServerOptions, startServer } from './start.js';
import { TestServer } from './testing/index.js';

const test = suite<{ data: string; dirs: string[] }>('start');

test.before(async (context) => {
  context.dirs = [];
  const server = await TestServer.start();
  context.data = mkdtempSync(join(tmpdir(), 'onedoor-good-'));
  const wang = await server.joined('wang');
  wang.doc.getMap('m').set('a', '数据');
  await wang.receipt(wang.sent);
  await server.running.close();
  cpSync(server.dir, context.data, { recursive: true });
  await server.stop();
});
test.after((context) => {
  for (const dir of [context.data, ...context.dirs]) rmSync(dir, { recursive: true, force: true });
});

function copyOf(context: { data: string; dirs: string[] }): string {
  const dir = mkdtempSync(join(tmpdir(), 'onedoor-copy-'));
  context.dirs.push(dir);
  cpSync(context.data, dir, { recursive: true });
  return dir;
}

const options = (data: string, more: Partial<ServerOptions> = {}): ServerOptions => ({
  centre: { id: 't', name: '测试' },
  data,
  port: 0,
  ...more,
});
const digest = (dir: string): string =>
  createHash('sha256')
    .update(readFileSync(join(dir, DATABASE_FILE)))
    .digest('hex');

async function fails(start: Promise<{ close(): Promise<void> }>): Promise<OnedoorError> {
  try {
    await (await start).close();
  } catch (error) {
    if (error instanceof OnedoorError) return error;
    throw error;
  }
  throw new Error('it started');
}

/** One sentence: what was seen, what was expected, what to do. */
const isSentence = (error: OnedoorError): void => assert.match(error.message, /^[A-Z_]+: .+; expected .+\. .+/);

test('B1 a taken port is named, and the next start works', async (context) => {
  const data = copyOf(context);
  const first = await startServer(options(data));
  const error = await fails(startServer(options(copyOf(context), { port: first.port })));
  assert.is(error.code, 'PORT_IN_USE');
  isSentence(error);
  assert.match(error.message, new RegExp(String(first.port)));
  await first.close();
  const again = await startServer(options(data));
  await again.close();
});

test('B2 a folder that cannot be written', async (context) => {
  const file = join(copyOf(context), 'a-file');
  writeFileSync(file, 'x');
  const error = await fails(startServer(options(file)));
  assert.is(error.code, 'DATA_NOT_WRITABLE');
  isSentence(error);
  assert.is((await fails(startServer(options(join(file, 'below'))))).code, 'DATA_NOT_WRITABLE');
});

test('B3 data of a newer version is left as it was', async (context) => {
  const data = copyOf(context);
  const db = (await loadSqlite()).open(join(data, DATABASE_FILE));
  db.exec('PRAGMA user_version = 99');
  db.close();
  const before = digest(data);
  const error = await fails(startServer(options(data)));
  assert.equal([error.code, digest(data)], ['DATA_NEWER', before]);
  isSentence(error);
});

test('B4 a damaged database is told and left as it was: overwritten, cut, emptied', async (context) => {
  const damage: ((bytes: Buffer) => Buffer)[] = [
    (bytes) => bytes.fill(0x5a, 0, 4096),
    (bytes) => bytes.fill(0x5a, 4096, bytes.length),
    (bytes) => bytes.subarray(0, 5000),
    () => Buffer.alloc(0),
  ];
  for (const [number, hurt] of damage.entries()) {
    const data = copyOf(context);
    writeFileSync(join(data, DATABASE_FILE), hurt(readFileSync(join(data, DATABASE_FILE))));
    const before = digest(data);
    const error = await fails(startServer(options(data)));
    assert.equal([error.code, digest(data)], ['DATA_DAMAGED', before], `damage ${number}`);
    isSentence(error);
  }
});

test("B5 a missing key, and one that is not the data's", async (context) => {
  const data = copyOf(context);
  rmSync(join(data, 'keys', 'master.key'));
  const before = digest(data);
  const error = await fails(startServer(options(data)));
  assert.equal([error.code, digest(data), existsSync(join(data, 'keys', 'master.key'))], ['KEY_MISSING', before, false]);
  isSentence(error);
  writeFileSync(join(data, 'keys', 'master.key'), new Uint8Array(32));
  assert.is((await fails(startServer(options(data)))).code, 'KEY_MISSING');
  writeFileSync(join(data, 'keys', 'master.key'), new Uint8Array(5));
  assert.is((await fails(startServer(options(data)))).code, 'KEY_MISSING');
});

test('B6 a folder that another process has open', async (context) => {
  const data = copyOf(context);
  const first = await startServer(options(data));
  const error = await fails(startServer(options(data)));
  assert.is(error.code, 'DATA_LOCKED');
  isSentence(error);
  await first.close();
  assert.match(await doctor(data), /^sound: 3 rooms, \d+ entries/);
});

test('B7 options that do not fit are named', async (context) => {
  const data = copyOf(context);
  const bad: [Partial<ServerOptions>, RegExp][] = [
    [{ centre: { id: 'a/b', name: 'x' } }, /centre\.id/],
    [{ port: 70_000 }, /port/],
    [{ limits: { quietMs: 1 } }, /quietMs/],
    [{ limits: JSON.parse('{"nothing":1}') }, /nothing/],
    [{ pages: { dir: join(data, 'none') } }, /index\.html/],
    [{ origins: ['not a url'] }, /origins/],
    [{ host: '203.0.113.7' }, /host/],
  ];
  for (const [option, named] of bad) {
    const error = await fails(startServer(options(data, option)));
    assert.is(error.code, 'BAD_OPTION');
    assert.match(error.message, named);
    isSentence(error);
  }
});

test('B8 the demo sign-in refuses production and touches nothing', async (context) => {
  const before = process.env['NODE_ENV'];
  process.env['NODE_ENV'] = 'production';
  const data = join(copyOf(context), 'new');
  try {
    const error = await fails(startServer(options(data)));
    assert.equal([error.code, existsSync(data)], ['PRODUCTION_DEMO', false]);
    isSentence(error);
  } finally {
    if (before === undefined) delete process.env['NODE_ENV'];
    else process.env['NODE_ENV'] = before;
  }
});

test('B9 tokens of an identity provider: issuer, audience and signature all count', async (context) => {
  const { SignJWT, exportJWK, generateKeyPair } = await import('jose');
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const other = await generateKeyPair('ES256');
  const server = await startServer(
    options(copyOf(context), {
      auth: { jwks: { keys: [{ ...(await exportJWK(publicKey)), alg: 'ES256' }] }, issuer: 'https://idp.example', audience: 'onedoor' },
    }),
  );
  const ask = async (issuer: string, audience: string, key: typeof privateKey, expires = '5m') => {
    const token = await new SignJWT({})
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(issuer)
      .setAudience(audience)
      .setSubject('wang')
      .setExpirationTime(expires)
      .sign(key);
    return (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status;
  };
  assert.is(await ask('https://idp.example', 'onedoor', privateKey), 200);
  assert.is(await ask('https://evil.example', 'onedoor', privateKey), 401);
  assert.is(await ask('https://idp.example', 'other', privateKey), 401);
  assert.is(await ask('https://idp.example', 'onedoor', other.privateKey), 401);
  assert.is(await ask('https://idp.example', 'onedoor', privateKey, '-5m'), 401);
  assert.is(server.demo, undefined);
  assert.is((await fetch(`${server.url}/demo/people`)).status, 404);
  await server.close();
});

test('B10 closing loses nothing that reached the process, and closes sockets with a code that clients retry', async (context) => {
  const server = await TestServer.start({ data: copyOf(context), limits: { snapshotEntries: 10, unloadSnapshotEntries: 0 } });
  const wang = await server.joined('wang');
  for (let count = 0; count < 30; count++) wang.doc.getMap('m').set(`last${count}`, count);
  await wang.receipt(wang.sent);
  const pending = server.centre.write({ person: 'wang', device: 'late' }, server.wire(), [77], lastMinute());
  await server.running.close();
  assert.ok((await pending).ok);
  await wang.closed(4503);
  await server.restart();
  const content = server.centre.reader(server.wire()).doc.getMap('m');
  assert.equal([content.get('last29'), content.get('late'), content.get('a')], [29, 1, '数据']);
  await server.stop();
});

function lastMinute(): Uint8Array {
  const doc = createRoomDoc(77);
  doc.getMap('m').set('late', 1);
  return Y.encodeStateAsUpdate(doc);
}

test('B11 rooms that nobody uses leave the memory compacted and come back whole', async (context) => {
  const server = await TestServer.start({ data: copyOf(context), limits: { idleMs: 100, unloadSnapshotEntries: 1 } });
  const wang = await server.joined('wang');
  for (let count = 0; count < 10; count++) {
    wang.doc.getMap('m').set('count', count);
    await wang.receipt(wang.sent);
  }
  wang.close();
  await new Promise((done) => setTimeout(done, 1500));
  const li = await server.joined('li');
  assert.is(li.doc.getMap('m').get('count'), 9);
  li.doc.getMap('m').set('count', 10);
  await li.receipt(li.sent);
  await server.stop();
});

test('B12 the doctor finds a folder without data, and an altered entry', async (context) => {
  await assertCode(doctor(join(context.data, 'none')), 'BAD_OPTION');
  const data = copyOf(context);
  const db = (await loadSqlite()).open(join(data, DATABASE_FILE));
  db.exec('UPDATE entries SET body = zeroblob(60) WHERE room = 2 AND seq = 2');
  db.close();
  await assertCode(doctor(data), 'DATA_DAMAGED');
});

async function assertCode(run: Promise<unknown>, code: string): Promise<void> {
  const seen = await run.then(
    () => 'ok',
    (error: unknown) => (error instanceof OnedoorError ? error.code : String(error)),
  );
  assert.is(seen, code);
}

test('B13 every limit has its unit in its name, a default inside its range, and stands in the resolved limits', () => {
  for (const [name, { default: value, min, max }] of Object.entries(LIMITS)) {
    assert.match(
      name,
      /(Ms|Bytes|Frames|Ids|Items|Entries|Rows|Edits|Runs|Offers|Devices|Parts|Steps|Values|Keys|Sockets|Readers|Hits|Chars|Megabytes|PerS|PerMinute|Burst)$/,
    );
    assert.ok(min <= value && value <= max, name);
  }
  assert.equal(Object.keys(resolveLimits()), Object.keys(LIMITS));
});

test('B14 no file of a test is left in the data folder but data', (context) => {
  assert.equal(readdirSync(context.data).sort(), ['keys', 'lock.sqlite', DATABASE_FILE]);
});

test.run();

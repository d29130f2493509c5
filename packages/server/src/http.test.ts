import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { caseSlice, meResponse } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as z from 'zod';
import { verifyInclusion } from './record/merkle.js';
import { verifyHead } from './record/signer.js';
import { readHead, readProof } from './record/written.js';
import { actOnCase, device, makeCase, TestServer } from './testing/index.js';

const test = suite<{ server: TestServer; pages: string }>('http');

test.before(async (context) => {
  context.pages = mkdtempSync(join(tmpdir(), 'onedoor-pages-'));
  mkdirSync(join(context.pages, 'assets'));
  writeFileSync(join(context.pages, 'index.html'), '<!doctype html>页面');
  writeFileSync(join(context.pages, 'assets', 'main-4F3K2A9Z.js'), 'export {}');
  writeFileSync(join(context.pages, 'sw.js'), '//');
  const embed = join(context.pages, 'embed');
  mkdirSync(join(embed, 'chunks'), { recursive: true });
  for (const file of ['onedoor.js', 'integrity.json', 'chunks/case-4F3K2A9Z.js']) writeFileSync(join(embed, file), '{}');
  context.server = await TestServer.start({
    pages: { dir: context.pages },
    embed: { dir: embed },
    origins: ['https://portal.example'],
  });
});
test.after(async (context) => {
  await context.server.stop();
  rmSync(context.pages, { recursive: true });
});

const errorShape = z.strictObject({
  code: z.string(),
  zh: z.string(),
  en: z.string(),
  seen: z.string(),
  expected: z.string(),
  todo: z.string(),
  at: z.string().optional(),
});
const sha = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

async function call(
  server: TestServer,
  method: string,
  path: string,
  person?: 'wang' | 'li' | 'zhao' | 'sun',
  body?: Uint8Array,
): Promise<{ status: number; bytes: Uint8Array; headers: Headers; code: string }> {
  const headers = {
    ...(person === undefined ? {} : { authorization: `Bearer ${await server.token(person)}` }),
    ...(body === undefined ? {} : { 'content-type': 'application/octet-stream' }),
  };
  const answer = await fetch(`${server.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: Uint8Array.from(body) }) });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  const code = answer.status >= 400 ? errorShape.parse(JSON.parse(new TextDecoder().decode(bytes))).code : '';
  return { status: answer.status, bytes, headers: answer.headers, code };
}

test('H1 health needs no token and tells neither names nor numbers', async ({ server }) => {
  const { status, bytes } = await call(server, 'GET', '/healthz');
  const health = z
    .strictObject({ status: z.literal('ok'), uptimeS: z.int(), version: z.string() })
    .parse(JSON.parse(new TextDecoder().decode(bytes)));
  assert.equal([status, health.status], [200, 'ok']);
});

test("H2 me names the person by the directory, the centre's rooms and the versions", async ({ server }) => {
  const { body } = await server.get('/api/me', 'wang');
  const me = meResponse.parse(body);
  assert.equal(
    [me.person, me.centre, me.rooms],
    [
      { person: 'wang', name: '王秀兰', department: 'justice', rights: ['case.create'] },
      { id: 't', name: '测试' },
      [{ room: 'directory', wire: 't/-/directory@1', seq: 9, write: false }],
    ],
  );
});

test('H3 rooms of a case: those one may read; of an unknown case none', async ({ server }) => {
  assert.equal((await server.get('/api/rooms?case=k1', 'zhao')).body, { rooms: server.centre.roomsFor('zhao', 'k1') });
  assert.equal((await server.get('/api/rooms?case=k1', 'sun')).body, { rooms: [] });
  assert.equal((await server.get('/api/rooms?case=none', 'wang')).body, { rooms: [] });
});

test('H4 errors have a code, words in two languages and three parts, everywhere', async ({ server }) => {
  const cases: [string, string, 'wang' | undefined, Uint8Array | undefined, number, string][] = [
    ['GET', '/api/me', undefined, undefined, 401, 'UNAUTHENTICATED'],
    ['GET', '/api/nothing', 'wang', undefined, 404, 'NOT_FOUND'],
    ['POST', '/api/sync', 'wang', Uint8Array.of(1, 2), 400, 'MALFORMED'],
    ['POST', '/api/sync', undefined, Uint8Array.of(1, 2), 401, 'UNAUTHENTICATED'],
    ['GET', '/api/rooms', 'wang', undefined, 400, 'BAD_ARGS'],
  ];
  for (const [method, path, person, body, status, code] of cases) {
    const answer = await call(server, method, path, person, body);
    assert.equal([answer.status, answer.code], [status, code], path);
  }
});

test('H5 the token goes in the header alone', async ({ server }) => {
  const token = await server.token('wang');
  assert.is((await fetch(`${server.url}/api/me?token=${token}`, { headers: { cookie: `token=${token}` } })).status, 401);
  assert.is(
    (await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${await server.token('wang', -60_000)}` } })).status,
    401,
  );
});

test('H6 a file is put by who may write the room and got by who may read it, and by nobody else', async ({ server }) => {
  const bytes = new TextEncoder().encode('现场照片'.repeat(1000));
  const path = `/api/blobs/${server.wire()}/${sha(bytes)}`;
  assert.equal(
    [(await call(server, 'PUT', path, 'zhao', bytes)).code, (await call(server, 'PUT', path, 'sun', bytes)).code],
    ['NOT_WRITABLE', 'FORBIDDEN'],
  );
  assert.is((await call(server, 'PUT', path, 'wang', bytes)).status, 204);
  const got = await call(server, 'GET', path, 'zhao');
  assert.equal([got.status, got.headers.get('content-disposition'), sha(got.bytes)], [200, 'attachment', sha(bytes)]);
  assert.is((await call(server, 'GET', path, 'sun')).code, 'FORBIDDEN');
  assert.is((await call(server, 'GET', `/api/blobs/${encodeURIComponent(server.wire())}/${sha(bytes)}`, 'li')).status, 200);
});

test('H7 a file is refused under a wrong hash, found in no other room, and lies there as ciphertext', async ({ server }) => {
  const bytes = new TextEncoder().encode('不能认出的内容');
  const wrong = `/api/blobs/${server.wire()}/${'0'.repeat(64)}`;
  assert.is((await call(server, 'PUT', wrong, 'wang', bytes)).code, 'HASH_MISMATCH');
  assert.is((await call(server, 'PUT', `/api/blobs/${server.wire()}/..%2f..%2fx`, 'wang', bytes)).status >= 400, true);
  await call(server, 'PUT', `/api/blobs/${server.wire()}/${sha(bytes)}`, 'wang', bytes);
  await makeCase(server.centre, 'h7');
  assert.is((await call(server, 'GET', `/api/blobs/t/h7/joint@1/${sha(bytes)}`, 'wang')).code, 'NOT_FOUND');
  assert.is((await call(server, 'GET', `/api/blobs/${server.wire()}/${'1'.repeat(64)}`, 'wang')).code, 'NOT_FOUND');
  const folder = join(server.dir, 'blobs');
  for (const room of readdirSync(folder))
    for (const file of readdirSync(join(folder, room)))
      assert.not.ok(readFileSync(join(folder, room, file)).includes(Buffer.from('不能认出')), file);
});

test('H8 a file above the limit is refused', async ({ server }) => {
  const bytes = new Uint8Array(21_000_000);
  assert.is((await call(server, 'PUT', `/api/blobs/${server.wire()}/${sha(bytes)}`, 'wang', bytes)).code, 'TOO_LARGE');
});

test('H9 pages: types, a policy, html and worker never kept, hashed files for good, nothing outside the folder', async ({ server }) => {
  const page = await call(server, 'GET', '/');
  assert.equal([page.headers.get('content-type'), page.headers.get('cache-control')], ['text/html; charset=utf-8', 'no-cache']);
  assert.match(page.headers.get('content-security-policy') ?? '', /default-src 'self'; connect-src 'self' ws:\/\/127/);
  assert.is((await call(server, 'GET', '/case/k1')).bytes.length, page.bytes.length);
  assert.is((await call(server, 'GET', '/sw.js')).headers.get('cache-control'), 'no-cache');
  assert.match((await call(server, 'GET', '/assets/main-4F3K2A9Z.js')).headers.get('cache-control') ?? '', /immutable/);
  for (const path of ['/..%2f..%2fetc/passwd.txt', '/assets/none.js', '/%00.js'])
    assert.is((await call(server, 'GET', path)).status, 404, path);
});

test('H10 a named portal may call, another origin is not let in by the browser', async ({ server }) => {
  const preflight = (origin: string) =>
    fetch(`${server.url}/api/sync`, { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } });
  assert.is((await preflight('https://portal.example')).headers.get('access-control-allow-origin'), 'https://portal.example');
  assert.is((await preflight('https://evil.example')).headers.get('access-control-allow-origin'), null);
});

test('H11 the demo signs in people of the directory alone', async ({ server }) => {
  const sign = (person: string) =>
    fetch(`${server.url}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ person }),
    });
  const signed = z.object({ token: z.string(), expiresAt: z.int() }).parse(await (await sign('li')).json());
  assert.ok(signed.expiresAt > Date.now());
  assert.is((await fetch(`${server.url}/api/me`, { headers: { authorization: `Bearer ${signed.token}` } })).status, 200);
  assert.is((await sign('stranger')).status, 403);
  const people: unknown = await (await fetch(`${server.url}/demo/people`)).json();
  assert.match(JSON.stringify(people), /"person":"wang","name":"王秀兰","department":"justice"/);
});

test("H12 nothing in the data folder is clear text, and the keys are the owner's alone", async ({ server }) => {
  await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.move({ to: 'graded', reason: '保密理由' }));
  server.centre.rows('wang', 0, 500);
  for (const file of readdirSync(server.dir).filter((name) => name.includes('sqlite'))) {
    for (const clear of ['保密理由', '木匠沟', '王秀兰'])
      assert.not.ok(readFileSync(join(server.dir, file)).includes(Buffer.from(clear)), `${clear} in ${file}`);
  }
  assert.is(statSync(join(server.dir, 'keys', 'master.key')).mode & 0o777, 0o600);
});

test('H12 the script for portals goes to any origin: chunks for good, the entry for minutes, nothing outside the folder', async ({
  server,
}) => {
  const get = (path: string) => fetch(`${server.url}/embed/${path}`, { headers: { origin: 'https://anybody.example' } });
  const [entry, chunk, list] = [await get('onedoor.js'), await get('chunks/case-4F3K2A9Z.js'), await get('integrity.json')];
  for (const answer of [entry, chunk, list]) {
    assert.is(answer.status, 200);
    assert.is(answer.headers.get('access-control-allow-origin'), '*');
    assert.is(answer.headers.get('access-control-allow-credentials'), null);
    assert.is(answer.headers.get('cross-origin-resource-policy'), 'cross-origin');
    assert.is(answer.headers.get('x-content-type-options'), 'nosniff');
  }
  assert.match(entry.headers.get('content-type') ?? '', /^text\/javascript/);
  assert.is(entry.headers.get('cache-control'), 'public, max-age=300, must-revalidate');
  assert.match(chunk.headers.get('cache-control') ?? '', /immutable/);
  for (const path of ['none.js', '..%2Findex.html', '']) assert.is((await get(path)).status, 404, path);
});

test('the head of the record is told to people of the centre, a proof to who may read the room', async ({ server }) => {
  await makeCase(server.centre, 'recorded');
  const get = (path: string, person: 'wang' | 'sun') => server.get(path, person);
  const { body: told } = await get('/api/record/head', 'sun');
  const { publicKey, head } = z.object({ publicKey: z.string(), head: z.string() }).parse(told);
  assert.ok(verifyHead(server.centre.id, readHead(head).head, publicKey));
  const proof = readProof((await get('/api/record/proof?case=recorded&room=case&seq=2', 'wang')).body);
  assert.ok(verifyInclusion(proof.leaf.hash, proof.leaf.number, proof.head.size, proof.path, proof.head.hash));
  const denied = await get('/api/record/proof?case=recorded&room=case&seq=2', 'sun');
  const unknown = await get('/api/record/proof?case=nothing&room=case&seq=2', 'sun');
  assert.equal(denied, unknown);
  assert.is(denied.status, 403);
  const sizes = await get(`/api/record/consistency?first=2&second=${proof.head.size}`, 'sun');
  assert.is(sizes.status, 200);
  assert.is((await get('/api/record/consistency?first=9&second=2', 'sun')).status, 400);
});

test.run();

import { OnedoorError, type Session } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { SessionPool, serverAddress } from './session-pool.js';
import { type TokenSource, tokenFromFunction, tokenFromUrl } from './token-source.js';

const test = suite('sessions of a page');

const answer = (status: number, body?: unknown): typeof fetch =>
  (async () => new Response(body === undefined ? null : JSON.stringify(body), { status })) as typeof fetch;

test('a token comes from the address, with the cookies of the portal and never in the address', async () => {
  const asked: unknown[] = [];
  const fetcher = (async (url: unknown, init?: RequestInit) => {
    asked.push(url, init?.credentials, init?.cache, init?.method);
    return new Response('{"token":"a.b.c"}');
  }) as typeof fetch;
  assert.is(await tokenFromUrl('https://portal.example/token', fetcher).token(), 'a.b.c');
  assert.equal(asked, ['https://portal.example/token', 'include', 'no-store', undefined]);
});

test('204, 401 and 403 say that nobody is signed in', async () => {
  for (const status of [204, 401, 403]) {
    const source = tokenFromUrl('https://portal.example/token', answer(status));
    assert.is(await source.token(), undefined);
    assert.is(source.problem(), undefined);
  }
});

test('a portal that is down is like no network; an answer without a token is a fault with its cure', async () => {
  const cases: readonly [fetcher: typeof fetch, code: string | undefined][] = [
    [answer(503), undefined],
    [answer(404, {}), 'TOKEN_SOURCE'],
    [answer(200, { jwt: 'x' }), 'TOKEN_SOURCE'],
    [answer(200, { token: '' }), 'TOKEN_SOURCE'],
  ];
  for (const [fetcher, code] of cases) {
    const source = tokenFromUrl('https://portal.example/token', fetcher);
    const failed = await source.token().then(
      () => false,
      () => true,
    );
    assert.ok(failed);
    assert.is(source.problem()?.code, code);
  }
});

/** A pool whose sessions are opened and closed here. */
function poolOf(open: (token: () => Promise<string | undefined>) => Promise<void> = async () => undefined) {
  const log: string[] = [];
  const pool = new SessionPool(async ({ server, token }) => {
    log.push(`open ${server}`);
    await open(token);
    return { close: async () => void log.push(`close ${server}`) } as unknown as Session & { close(): Promise<void> };
  });
  return { pool, log };
}
const source = (token: string | undefined): TokenSource => tokenFromFunction(async () => token);

test('desks of one server share one session, which ends some time after the last has left', async () => {
  const { pool, log } = poolOf();
  const [one, two] = [pool.acquire('https://a', source('1'), []), pool.acquire('https://a', source('2'), [])];
  const other = pool.acquire('https://b', source('3'), []);
  assert.is(await one.session, await two.session);
  assert.is.not(await one.session, await other.session);
  one.release();
  one.release();
  await new Promise((done) => setTimeout(done, 1_200));
  assert.equal(log, ['open https://a', 'open https://b']);
  two.release();
  const again = pool.acquire('https://a', source('1'), []);
  assert.is(await again.session, await two.session, 'it was still there');
  again.release();
  other.release();
  await new Promise((done) => setTimeout(done, 1_200));
  assert.equal(log.slice(2).sort(), ['close https://a', 'close https://b']);
});

test('the token is that of the first desk that has one', async () => {
  const seen: (string | undefined)[] = [];
  const { pool } = poolOf(async (token) => void seen.push(await token()));
  const [one, two] = [pool.acquire('https://a', source(undefined), []), pool.acquire('https://a', source('2'), [])];
  await one.session;
  assert.equal(seen, ['2']);
  one.release();
  two.release();
});

test('a session that did not open is opened anew by the next who asks', async () => {
  let tries = 0;
  const { pool, log } = poolOf(async () => {
    if (tries++ === 0) throw new OnedoorError('OFFLINE', { seen: 'x', expected: 'y', todo: 'z' });
  });
  const first = pool.acquire('https://a', source('1'), []);
  const code = await first.session.then(
    () => '',
    (error: unknown) => (error instanceof OnedoorError ? error.code : ''),
  );
  assert.is(code, 'OFFLINE');
  first.release();
  const second = pool.acquire('https://a', source('1'), []);
  await second.session;
  second.release();
  assert.is(log.length, 2);
});

test('addresses of one server are one address', () => {
  const base = 'https://portal.example/desk/';
  assert.is(serverAddress('https://centre.example/', base), 'https://centre.example');
  assert.is(serverAddress('https://centre.example/town/', base), 'https://centre.example/town');
  assert.is(serverAddress('/', base), 'https://portal.example');
  for (const wrong of ['ftp://centre.example', 'https://']) {
    try {
      serverAddress(wrong, base);
      assert.unreachable(wrong);
    } catch (error) {
      assert.ok(error instanceof OnedoorError && error.code === 'BAD_OPTION');
    }
  }
});

test.run();

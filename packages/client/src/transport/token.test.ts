import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { fakePlatform, until } from '../testing/fake-platform.js';
import { FakeServer } from '../testing/fake-server.js';
import { must, withWorld } from '../testing/must.js';
import { CASE_ARGS } from '../testing/world.js';
import { Api } from './api.js';
import { claimsOf, expiryOf, TokenKeeper } from './token.js';

const test = suite('token');
const server = new FakeServer();

test('a token is used until a minute before its end, and asked for once at a time', async () => {
  const platform = fakePlatform(server);
  let asked = 0;
  const token = () => server.token('a', platform.now() + (asked === 1 ? 30_000 : 3_600_000));
  const keeper = new TokenKeeper(async () => {
    asked++;
    return token();
  }, platform);
  await Promise.all([keeper.get(), keeper.get()]);
  assert.is(asked, 1);
  await keeper.get();
  assert.is(asked, 2, 'the first ends too soon');
  await keeper.get();
  assert.is(asked, 2);
  keeper.close();
});

test('an issuer that is down leaves the token at hand; no sign-in is no token', async () => {
  const platform = fakePlatform(server);
  const answers: (() => Promise<string | undefined>)[] = [
    async () => server.token('a', platform.now() + 10_000),
    () => Promise.reject(new Error('down')),
    async () => undefined,
  ];
  const keeper = new TokenKeeper(() => answers.shift()?.() ?? Promise.resolve(undefined), platform);
  const first = await keeper.get();
  assert.is(await keeper.get(), first);
  assert.is(keeper.unreachable, true);
  assert.is(await keeper.get(), undefined);
  assert.is(keeper.unreachable, false);
  keeper.close();
});

test('an issuer that cannot be asked is no network, not the end of a sign-in', async () => {
  const platform = fakePlatform(server);
  const answers: (() => Promise<string | undefined>)[] = [() => Promise.reject(new Error('down')), async () => undefined];
  const keeper = new TokenKeeper(() => answers.shift()?.() ?? Promise.resolve(undefined), platform);
  const api = new Api('http://server', platform, keeper);
  const codes = [await api.me(), await api.me()].map((result) => (result.ok ? '' : result.refusal.code));
  assert.equal(codes, ['OFFLINE', 'UNAUTHENTICATED']);
  keeper.close();
});

test('claims are read without trust, and nonsense is no claim', () => {
  assert.is(claimsOf(server.token('王')).constructor, Object);
  assert.equal([claimsOf('x'), claimsOf('a.!!.b'), expiryOf('x')], [{}, {}, undefined]);
});

test('without a sign-in what is stored opens, and what is written waits', () =>
  withWorld(async (world) => {
    const first = await world.tab('a');
    await until('online', () => first.session.sync.get().connection === 'online');
    const id = must(await first.session.createCase(CASE_ARGS));
    await until('logged', () => first.session.sync.get().unsent === 0);
    await first.session.close();
    world.server.token = () => 'h.e30.s';
    const { session } = await world.tab('a', { disk: first.disk });
    await until('signed out', () => session.sync.get().connection === 'signed-out');
    assert.is(session.rows.get()[0]?.case, id);
    must(await session.act({ case: id, room: 'case' }, { command: 'case.move', args: { to: 'graded', reason: '' } }));
    assert.is(session.rows.get()[0]?.stage, 'graded');
    assert.is(session.sync.get().unsent, 1);
  }));

test.run();

import { encodeMessage } from '@onedoor/core';
import { SignJWT } from 'jose';
import type { Arena, Outcome } from '../arena.js';
import { type Attack, claims, RawSocket, unsigned, upgradeOutcome } from './tools.js';

const searching = (arena: Arena, person: 'sun' | 'wang' | 'stranger', typed: string) =>
  arena.http('/api/search', { method: 'POST', person, headers: { 'content-type': 'application/json' }, body: JSON.stringify({ typed }) });

/** Signing in, origins, numbers of sockets. */
export const ADMISSION: readonly Attack[] = [
  { name: 'no token', what: 'Connects as nobody', expected: 'UNAUTHENTICATED', run: (arena) => upgradeOutcome(arena, ['onedoor.1']) },
  {
    name: 'unsigned token',
    what: 'alg: none',
    expected: 'UNAUTHENTICATED',
    run: (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${unsigned(claims)}`]),
  },
  {
    name: 'token signed with a secret of its own',
    what: 'Symmetric signature where a public key is expected',
    expected: 'UNAUTHENTICATED',
    async run(arena) {
      const token = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', kid: 'demo' }).sign(new Uint8Array(32));
      return upgradeOutcome(arena, ['onedoor.1', `bearer.${token}`]);
    },
  },
  {
    name: 'expired token',
    what: 'A token from the waste',
    expected: 'TOKEN_EXPIRED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang', -60_000)}`]),
  },
  {
    name: 'token in the URL',
    what: 'Would stand in every log on the way',
    expected: 'UNAUTHENTICATED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1'], {}, `${arena.server.wire()}?token=${await arena.token('wang')}`),
  },
  {
    name: 'token in the URL of a request',
    what: 'The same by HTTP, with a cookie beside it',
    expected: 'UNAUTHENTICATED',
    async run(arena) {
      const token = await arena.token('wang');
      return arena.http(`/api/me?token=${token}`, { headers: { cookie: `token=${token}` } });
    },
  },
  {
    name: "renewal with another's token",
    what: 'Takes over a socket of somebody else',
    expected: 'UNAUTHENTICATED',
    run: async (arena) => arena.frame(encodeMessage({ type: 'renew', token: await arena.token('li') })),
  },
  {
    name: 'no subprotocol',
    what: 'Offers nothing that is known',
    expected: 'MALFORMED',
    async run(arena) {
      const raw = new RawSocket(arena.url);
      await raw.upgrade(arena, 'chat');
      await raw.until(() => raw.received.includes('MALFORMED'));
      raw.socket.destroy();
      return 'MALFORMED';
    },
  },
  {
    name: 'a page of another origin',
    what: 'A page that the person happens to have open',
    expected: 'ORIGIN_DENIED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang')}`], { origin: 'https://evil.example' }),
  },
  {
    name: 'a page without origin of its own',
    what: 'A sandboxed frame or a file: `null`',
    expected: 'ORIGIN_DENIED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang')}`], { origin: 'null' }),
  },
  {
    name: 'a request of another origin',
    what: 'The same by HTTP',
    expected: 'ORIGIN_DENIED',
    run: (arena) => arena.http('/api/me', { person: 'wang', headers: { origin: 'https://evil.example' } }),
  },
  {
    name: 'a sign-in of another origin',
    what: 'A page asks the demo sign-in for a token',
    expected: 'ORIGIN_DENIED',
    run: (arena) => arena.http('/demo/people', { headers: { origin: 'https://portal.example.evil.example' } }),
  },
  {
    name: 'guessing tokens',
    what: 'Tries one after the other',
    expected: 'TOO_OFTEN',
    limits: { failuresPerAddressBurst: 10, failuresPerAddressPerMinute: 1 },
    async run(arena) {
      for (let round = 0; round < 12; round++) await upgradeOutcome(arena, ['onedoor.1', `bearer.a.b.c${round}`]);
      return upgradeOutcome(arena, ['onedoor.1', 'bearer.a.b.c']);
    },
  },
  {
    name: 'guessing tokens by request',
    what: 'The same by HTTP',
    expected: 'TOO_OFTEN',
    limits: { failuresPerAddressBurst: 10, failuresPerAddressPerMinute: 1 },
    async run(arena) {
      for (let round = 0; round < 12; round++) await arena.http('/api/me', { headers: { authorization: `Bearer a.b.${round}` } });
      return arena.http('/api/me', { headers: { authorization: 'Bearer a.b.c' } });
    },
  },
  {
    name: 'flood of requests',
    what: 'One address asks without end',
    expected: 'TOO_OFTEN',
    limits: { requestsPerAddressBurst: 60, requestsPerAddressPerS: 1 },
    async run(arena) {
      let outcome: Outcome = 'known';
      for (let round = 0; round < 100 && outcome !== 'TOO_OFTEN'; round++) outcome = await arena.http('/healthz');
      return outcome;
    },
  },
  {
    name: 'flood of requests of one person',
    what: 'One account asks without end',
    expected: 'TOO_OFTEN',
    limits: { requestsPerPersonBurst: 20, requestsPerPersonPerS: 1 },
    async run(arena) {
      let outcome: Outcome = 'known';
      for (let round = 0; round < 40 && outcome !== 'TOO_OFTEN'; round++) outcome = await arena.http('/api/me', { person: 'sun' });
      return outcome;
    },
  },
  {
    name: 'flood of searches',
    what: 'One account reads through the index without end',
    expected: 'TOO_OFTEN',
    limits: { searchesPerPersonBurst: 10, searchesPerPersonPerS: 1 },
    async run(arena) {
      let outcome: Outcome = 'known';
      for (let round = 0; round < 20 && outcome !== 'TOO_OFTEN'; round++) outcome = await searching(arena, 'sun', '木匠沟');
      return outcome;
    },
  },
  {
    name: 'a search by a stranger',
    what: 'A good token of somebody whom the directory does not know',
    expected: 'FORBIDDEN',
    run: (arena) => searching(arena, 'stranger', '双方同意'),
  },
  {
    name: 'a search for a book',
    what: 'A query that is compared with every text',
    expected: 'MALFORMED',
    run: (arena) => searching(arena, 'wang', '双方'.repeat(200)),
  },
  {
    name: 'too many sockets of one person',
    what: 'Opens the same room a hundred times',
    expected: 'TOO_OFTEN',
    limits: { maxPersonSockets: 5 },
    async run(arena) {
      const open = await Promise.all(Array.from({ length: 5 }, () => arena.joined('zhao')));
      const outcome = await arena.closed(await arena.client('zhao'));
      for (const client of open) client.close();
      return outcome;
    },
  },
  {
    name: 'too many sockets of one address',
    what: 'Takes all file handles',
    expected: 'cut',
    limits: { maxAddressSockets: 5 },
    async run(arena) {
      const open = await Promise.all(Array.from({ length: 4 }, () => arena.joined('zhao')));
      const outcome = await arena.closed(await arena.client('zhao'));
      for (const client of open) client.close();
      await new Promise((done) => setTimeout(done, 50));
      return outcome;
    },
  },
  {
    name: 'slow headers',
    what: 'A header now and then, so that the connection is never done',
    expected: 'cut',
    limits: { headersMs: 300 },
    async run(arena) {
      const raw = new RawSocket(arena.url);
      raw.write('GET /api/me HTTP/1.1\r\nHost: x\r\n');
      const drip = setInterval(() => raw.write('X-A: b\r\n'), 50);
      await raw.until(() => raw.ended).finally(() => clearInterval(drip));
      return 'cut';
    },
  },
  {
    name: 'smuggled request',
    what: 'Two lengths for one body: a proxy and the server would read different requests',
    expected: 'protocol error',
    async run(arena) {
      const raw = new RawSocket(arena.url);
      raw.write(
        'POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\n\r\n',
      );
      await raw.until(() => raw.ended);
      return /^HTTP\/1\.1 400 /.test(raw.received) ? 'protocol error' : 'known';
    },
  },
];

import {
  ACCEPT,
  caseSlice,
  definePartyAccess,
  definePlugin,
  Model,
  OFFER,
  type PartyRequest,
  partyActor,
  partyProgress,
  partySecret,
  partySecretHash,
  writePartyKey,
} from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from './centre.js';
import { replayRights } from './record/replay-rights.js';
import type { SoundEntry } from './record/verify.js';
import { actOnCase, device, intentOf, type PersonId, TestServer, verifyFolder } from './testing/index.js';

/* A party without an account, by the secret on their receipt: the progress and their rating, and nothing else. */

const access = definePartyAccess('bell-access');
const team = { team: true } as const;
const bell = definePlugin(
  {
    name: 'bell',
    version: '1.0.0',
    api: 1,
    label: { zh: '铃', en: 'Bell' },
    rooms: [
      {
        name: 'bell',
        read: team,
        write: { nobody: true },
        acts: { 'bell-access.give': team, 'bell-access.revoke': team, 'bell-access.rate': { nobody: true } },
      },
    ],
  },
  { bell: { slices: [access] } },
);
const model = new Model([bell]);
const SECRET = partySecret(Uint8Array.from({ length: 16 }, (_, at) => at));
const KEY = writePartyKey({ case: 'k1', secret: SECRET });

const test = suite<{ server: TestServer }>('parties without an account');
test.before.each(async (context) => {
  context.server = await TestServer.start({ model });
  expectOk(await inBell(context.server, 'wang', access.request.give({ party: 'p1', hash: partySecretHash(SECRET) })));
});
test.after.each(({ server }) => server.stop());

const inBell = (server: TestServer, who: PersonId, request: Parameters<typeof intentOf>[0]) =>
  server.centre.act(device(who), 't/k1/bell', intentOf(request, 1_000_000));

async function ask(server: TestServer, body: PartyRequest | Record<string, unknown>): Promise<{ status: number; body: unknown }> {
  const answer = await fetch(`${server.url}/api/party`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  assert.is(answer.headers.get('cache-control') === 'no-store' || !answer.ok, true);
  return { status: answer.status, body: await answer.json() };
}

const close = (server: TestServer) =>
  actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.close({ outcome: 'settled', reason: '各户都签了字。' }));

test('the secret shows stages and days, and no name, no title, no reason of anybody', async ({ server }) => {
  expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.move({ to: 'graded', reason: '赵家不肯来' })));
  const { status, body } = await ask(server, { key: KEY });
  assert.is(status, 200);
  const { steps, closed, number } = partyProgress.parse(body);
  assert.equal([steps.map(({ to }) => to), closed, number?.register], [['screening', 'graded'], false, 'case']);
  for (const word of ['王秀兰', '木匠沟', '赵家', 'wang', 'patrol']) assert.not.match(JSON.stringify(body), word);
});

test('a wrong secret, a revoked one, another case and one that is not there are answered alike', async ({ server }) => {
  const wrong = writePartyKey({ case: 'k1', secret: partySecret(new Uint8Array(16)) });
  const answers = [
    await ask(server, { key: wrong }),
    await ask(server, { key: writePartyKey({ case: 'k2', secret: SECRET }) }),
    await ask(server, { key: `${KEY}.x` }),
  ];
  expectOk(await inBell(server, 'li', access.request.revoke({ party: 'p1', reason: '回执丢失' })));
  answers.push(await ask(server, { key: KEY }));
  for (const answer of answers) assert.equal(answer, answers[0]);
  assert.is(answers[0]?.status, 404);
});

test('a new secret takes the place of the old one', async ({ server }) => {
  const other = partySecret(Uint8Array.from({ length: 16 }, () => 200));
  expectOk(await inBell(server, 'wang', access.request.give({ party: 'p1', hash: partySecretHash(other) })));
  assert.is((await ask(server, { key: KEY })).status, 404);
  assert.is((await ask(server, { key: writePartyKey({ case: 'k1', secret: other }) })).status, 200);
});

test('a closed case is rated, the last rating counts, and the log names the party', async ({ server }) => {
  assert.is((await ask(server, { key: KEY, rate: { score: 5, words: '' } })).status, 409, 'not while it is open');
  expectOk(await close(server));
  const first = partyProgress.parse((await ask(server, { key: KEY, rate: { score: 2, words: '等得久' } })).body);
  assert.equal([first.outcome, first.rating?.score, first.rating?.words], ['settled', 2, '等得久']);
  await ask(server, { key: KEY, rate: { score: 4, words: '' } });
  assert.is(partyProgress.parse((await ask(server, { key: KEY })).body).rating?.score, 4);
  await server.restart();
  assert.is(partyProgress.parse((await ask(server, { key: KEY })).body).rating?.score, 4, 'it is in the log');
  for (let at = 2; at < 10; at++) assert.is((await ask(server, { key: KEY, rate: { score: 1, words: '' } })).status, 200);
  assert.is((await ask(server, { key: KEY, rate: { score: 1, words: '' } })).status, 409, 'ten are enough');
});

test('nobody of the centre rates: not by act, not by offer, not as a token that claims the name', async ({ server }) => {
  expectOk(await close(server));
  const rate = access.request.rate({ score: 5, words: '很好' });
  const code = async (who: PersonId, request: Parameters<typeof intentOf>[0]) => {
    const result = await inBell(server, who, request);
    return result.ok ? result.value.outcome : result.refusal.code;
  };
  assert.is(await code('wang', rate), 'NOT_PERMITTED');
  const offer = intentOf({ command: OFFER, args: { change: rate, madeAt: 0, code: 'NOT_PERMITTED' } });
  assert.ok((await server.centre.act(device('li'), 't/k1/bell', offer)).ok, 'whoever reads may offer');
  for (const who of ['wang', 'li'] as const) assert.is(await code(who, { command: ACCEPT, args: { offer: offer.id } }), 'NOT_PERMITTED');
  assert.is(partyProgress.parse((await ask(server, { key: KEY })).body).rating, undefined);
  const claimed = await server.centre.act({ person: partyActor('p1'), device: 'party' }, 't/k1/bell', intentOf(rate, 1_000_000));
  assert.is(claimed.ok ? claimed.value.outcome : claimed.refusal.code, 'FORBIDDEN');
});

test('what does not fit is refused before anything is looked up, and guessing ends after some tries', async ({ server }) => {
  for (const body of [
    {},
    { key: 7 },
    { key: 'x'.repeat(500) },
    { key: KEY, rate: { score: 6, words: '' } },
    { key: KEY, rate: { score: 0.5, words: '' } },
  ])
    assert.is((await ask(server, body)).status, 400, JSON.stringify(body));
  const wrong = writePartyKey({ case: 'k1', secret: partySecret(new Uint8Array(16)) });
  const statuses: number[] = [];
  for (let at = 0; at < 80; at++) statuses.push((await ask(server, { key: wrong })).status);
  assert.ok(
    statuses.slice(-10).every((status) => status === 429),
    statuses.join(' '),
  );
  assert.is(server.centre.health().status, 'ok');
});

test('an auditor finds nothing wrong with a rating, and finds one that no secret stood behind', async ({ server }) => {
  expectOk(await close(server));
  assert.is((await ask(server, { key: KEY, rate: { score: 3, words: '' } })).status, 200);
  await server.running.close();
  assert.equal(await verifyFolder(server.dir, 't', model), []);
  await server.restart();
  const entry = {
    seq: 1,
    at: 0,
    person: partyActor('p1'),
    device: 'party',
    intent: intentOf(access.request.rate({ score: 5, words: '' })),
    outcome: 'applied' as const,
  };
  const found = replayRights(model, [{ room: { key: 't/k9/bell' }, leaf: 0, entry: { kind: 'act', entry } } as SoundEntry]);
  assert.equal(
    found.map(({ table, what }) => [table, what]),
    [['rights', 'inserted']],
  );
});

test.run();

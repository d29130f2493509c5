/*
 * Attacks on raw sockets and by HTTP, from one table. Each is refused with its code, and leaves log, server, other
 * replicas, lists and counts as they were; honest people are served as before.
 *
 * What was measured of Yjs and y-websocket, and where it is held:
 *
 *   truncated updates                      "truncated update"
 *   bit flips that throw, or apply half    "half-applying update"; fuzz.test.ts
 *   a collected struct on a victim's id    "collected struct on a victim's id"
 *   the victim's next clock forged         "forged next clock of a victim", "a victim's id among one's own"
 *   deletes of future clocks               "deletes of the future"
 *   deletes carry no author                attribution.test.ts "who deletes is who sent the deletion…"
 *   one update dropped, the rest accepted  "a gap in the clocks", "frames that wait without end"; honest.test.ts
 *   close codes of the stock client        "guessing tokens" (retried), RIGHTS (not retried); test/interop
 *   forbidden deletes of a reader          "a reader deletes", "a reader's answer that deletes"
 *   a register by the largest client id    acts alone count: "an act beyond the part", "making oneself a member"
 *   nesting bomb                           "nesting bomb", "nesting bomb in small steps", "nested value"
 *   V2 updates                             "an update of version 2", "run-length bomb of version 2"
 *   a client id squatted                   "squatting on an id that was named and not yet used", "a victim's id at hello"
 *   an empty frame                         "empty frame"
 *   delete-only updates, equal vectors     "a reader deletes"; receipts of deletes: server G13
 *   a second tab first, a reader's answer  honest.test.ts
 *   others' structs after a restore        honest.test.ts "what another wrote and the server lacks…"
 *   presence of a reader                   honest.test.ts "a reader is seen by name alone…"
 *   subprotocols echo no token             test/interop S8; "no token and no word of a case…" below
 *   private messages, signs of life        test/interop S4, S5, S9
 *   entries are ciphertext                 server/src/log; erasure is not there yet
 */
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Arena } from './arena.js';
import { ATTACKS } from './attacks.js';

const test = suite<{ arena: Arena; presences: string }>('red team');

test.before(async (context) => {
  context.arena = await Arena.open();
});
test.after((context) => context.arena.close());

for (const { name, expected, limits, before, run } of ATTACKS) {
  test(`${name}: ${expected}`, async (context) => {
    const arena = limits === undefined ? context.arena : await Arena.open(limits);
    try {
      await before?.(arena);
      const traces = await arena.traces();
      assert.is(await run(arena), expected);
      assert.equal(await arena.traces(), traces);
      if (limits === undefined) await arena.alive();
    } finally {
      if (limits !== undefined) await arena.close();
    }
  });
}

test('there are enough attacks, each with a name and a target of its own', () => {
  assert.ok(ATTACKS.length >= 40, `${ATTACKS.length}`);
  assert.is(new Set(ATTACKS.map(({ name }) => name)).size, ATTACKS.length);
});

test('after all of them nobody is present under a name that is not theirs, and nothing of them was kept', async ({ arena }) => {
  for (const [client, state] of arena.presences())
    assert.ok(client !== 5000 && JSON.stringify(state).includes('"user"'), `${client}: ${JSON.stringify(state)}`);
  await arena.server.restart();
  const late = await arena.server.joined('li', { clientId: arena.id() });
  assert.match(late.doc.getText('t').toString(), '双方同意先量地');
});

test('no token and no word of a case is in what the server logs', ({ arena }) => {
  assert.ok(arena.tokens.length > 50);
  for (const line of arena.lines) {
    assert.not.match(line, '双方同意');
    for (const token of arena.tokens) assert.not.ok(line.includes(token) || line.includes(token.split('.')[2] ?? 'none'), line);
  }
});

test.run();

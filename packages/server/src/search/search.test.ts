import { addParty, caseSlice, defineNotes, definePlugin, directorySlice, editParty, Model, namedSlice } from '@onedoor/core';
import type { SearchAnswer } from '@onedoor/core/search';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Centre, expectOk } from '../centre.js';
import { Keyring } from '../log/keys.js';
import { MemoryLogStore } from '../log/memory-log-store.js';
import { actOnCase, Desk, device, enrolPeople, intentOf, makeCase, PEOPLE, type PersonId, STAFF, TestServer } from '../testing/index.js';

/* Search on the server: what it finds, for whom, and what it forgets. 李 and 孙 are of the patrol, 孙 and 周 of no team. */

const talks = defineNotes('talks');
const rounds = defineNotes('rounds');
const plugin = definePlugin(
  {
    name: 'talks',
    version: '1.0.0',
    api: 1,
    label: { zh: '谈话', en: 'Talks' },
    rooms: [
      {
        name: 'talks',
        read: { named: true },
        write: { named: true },
        acts: { 'named.open': { all: [{ team: true }, { department: 'patrol' }] } },
      },
    ],
  },
  { talks: { records: talks.records, commands: talks.commands } },
);
const ofPatrol = definePlugin(
  {
    name: 'rounds',
    version: '1.0.0',
    api: 1,
    label: { zh: '巡逻', en: 'Rounds' },
    rooms: [{ name: 'rounds', read: { all: [{ team: true }, { department: 'patrol' }] }, write: { department: 'patrol' }, acts: {} }],
  },
  { rounds: { records: rounds.records, commands: rounds.commands } },
);

const model = new Model([plugin, ofPatrol]);
const test = suite<{ server: TestServer }>('search on the server');
test.before(async (context) => {
  context.server = await TestServer.start({ model, limits: { searchMs: 1 } });
});
test.after(({ server }) => server.stop());

/** A row has the first words of the facts: what stands behind these is in the text alone. */
const LONG = '双方各执一词。'.repeat(20);
let clients = 9000;
const desk = (centre: Centre, person: PersonId, room: string) => new Desk(centre, device(person), `t/${room}`, ++clients);
const found = async (centre: Centre, person: PersonId, typed: string): Promise<string[]> =>
  (await centre.search(person, typed)).hits.map((hit) => hit.case);

/** Waits until what was written is taken up, or is no more found. */
async function until(centre: Centre, person: PersonId, typed: string, cases: readonly string[]): Promise<SearchAnswer> {
  for (let round = 0; ; round++) {
    const answer = await centre.search(person, typed);
    if (JSON.stringify(answer.hits.map((hit) => hit.case)) === JSON.stringify(cases)) return answer;
    if (round > 3_000) throw new Error(`${typed}: ${JSON.stringify(answer.hits)}, expected ${cases.join(' ') || 'nothing'}`);
    await new Promise((done) => setTimeout(done, 10));
  }
}

test('SE1 a case is found by names, spelling, initials, rare characters, dots, tails, places, and by words of its texts', async ({
  server,
}) => {
  const { centre } = server;
  await makeCase(centre, 'se1');
  const wang = desk(centre, 'wang', 'se1/joint');
  const parties = [
    { id: 'p1', name: '罗桂芬', phone: '13800005678' },
    { id: 'p2', name: '买买提·艾力', phone: '' },
    { id: 'p3', name: '龚䶮', phone: '' },
  ];
  for (const { id, name, phone } of parties) await wang.run(addParty.request({ id, party: { kind: 'person', name, phone }, members: [] }));
  await wang.type('facts/facts/summary', [{ insert: `${LONG}引水渠在春耕前被堵。\n三户都同意先量地，再谈补偿。` }]);
  const { hits, rows, total, complete } = await until(centre, 'wang', '先量地', ['se1']);
  assert.equal(
    [hits[0]?.kind, hits[0]?.room, hits[0]?.excerpt, total, complete],
    ['text', 'joint', ['…引水渠在春耕前被堵。 三户都同意', '先量地', '，再谈补偿。'], 1, true],
  );
  assert.equal(
    rows.map((row) => [row.case, row.summary['joint']?.['parties']]),
    [['se1', ['罗桂芬', '买买提·艾力', '龚䶮']]],
  );
  const [both] = (await centre.search('wang', '罗桂芬 先量地')).hits;
  assert.equal([both?.kind, both?.excerpt?.[1]], ['name', '先量地'], 'the word that no row shows, beside the name that one does');
  for (const typed of ['luoguifen', 'lgf', '买买提艾力', '龚䶮', '5678', '木匠沟 罗桂芬', '罗桂芬 春耕'])
    assert.equal((await found(centre, 'wang', typed))[0], 'se1', typed);
  // A telephone number is found by its tail, which everybody's row has, and never by a part of the rest.
  assert.equal([await found(centre, 'wang', '8000056'), await found(centre, 'wang', '没有这个词')], [[], []]);
});

test('SE2 each finds what they may read: lead, member and observer; nobody else, and of a room of a department its people alone', async ({
  server,
}) => {
  const { centre } = server;
  await makeCase(centre, 'se2');
  await desk(centre, 'wang', 'se2/joint').type('facts/facts/summary', [{ insert: `${LONG}石灰窑旧址归谁` }]);
  const li = desk(centre, 'li', 'se2/rounds');
  await li.run(rounds.add.request({ id: 'n1', title: '巡逻' }));
  await li.type('rounds/note/n1/text', [{ insert: '巡逻时见到拖拉机碾过田埂' }]);
  await until(centre, 'wang', '石灰窑', ['se2']);
  await until(centre, 'li', '拖拉机', ['se2']);
  const by = async (typed: string) =>
    Object.fromEntries(await Promise.all(PEOPLE.map(async (who) => [who, (await found(centre, who, typed)).length])));
  assert.equal(await by('石灰窑'), { wang: 1, li: 1, zhao: 1, sun: 0, zhou: 0 });
  assert.equal(await by('拖拉机'), { wang: 0, li: 1, zhao: 0, sun: 0, zhou: 0 });
  // Words of two rooms together find the case for whoever may read both.
  assert.equal(await by('石灰窑 拖拉机'), { wang: 0, li: 1, zhao: 0, sun: 0, zhou: 0 });
  for (const who of PEOPLE) {
    const { hits, total } = await centre.search(who, '木匠沟 拖拉机');
    assert.is(total, hits.length, who);
  }
});

test('SE3 whoever is added finds at once, whoever is removed or suspended finds nothing more', async ({ server }) => {
  const { centre } = server;
  const act = (request: Parameters<typeof actOnCase>[3]) => actOnCase(centre, device('wang'), 'se3', request).then(expectOk);
  await makeCase(centre, 'se3');
  await desk(centre, 'wang', 'se3/joint').type('facts/facts/summary', [{ insert: `${LONG}鱼塘承包到期` }]);
  await until(centre, 'li', '鱼塘', ['se3']);
  assert.equal(await found(centre, 'sun', '鱼塘'), []);
  await act(caseSlice.request.addMember({ person: 'sun', role: 'member' }));
  assert.equal(await found(centre, 'sun', '鱼塘'), ['se3']);
  await act(caseSlice.request.removeMember({ person: 'sun', reason: '轮岗' }));
  await act(caseSlice.request.removeMember({ person: 'li', reason: '轮岗' }));
  assert.equal(
    [await found(centre, 'sun', '鱼塘'), await found(centre, 'li', '鱼塘'), await found(centre, 'li', 'mjg 鱼塘')],
    [[], [], []],
  );
  assert.equal(await found(centre, 'zhao', '鱼塘'), ['se3']);
  expectOk(
    await centre.act(
      centre.system,
      't/-/directory',
      intentOf(directorySlice.request.suspend({ person: 'zhao', reason: '离岗' }), 1_000_000),
    ),
  );
  assert.equal(await centre.search('zhao', '鱼塘'), { hits: [], total: 0, complete: true, rows: [] });
  const back = directorySlice.request.enrol({ person: 'zhao', name: '赵敏', department: 'court', post: '', rights: [] });
  expectOk(await centre.act(centre.system, 't/-/directory', intentOf(back, 1_000_000)));
  assert.equal(await found(centre, 'zhao', '鱼塘'), ['se3']);
});

test('SE4 a sealed room is found by nobody, not even by whoever is named in it and has stated a purpose', async ({ server }) => {
  const { centre } = server;
  await makeCase(centre, 'se4');
  expectOk(await centre.act(device('li'), 't/se4/talks@1', intentOf(namedSlice.request.open({ purpose: '首次谈话' }), 1_000_000)));
  const wire = centre.roomsFor('li', 'se4').find(({ room }) => room === 'talks')?.wire ?? '';
  const li = await server.joined('li', { wire });
  li.doc.transact(() => {
    li.doc.getMap('talks/note').set('n1/$', 1);
    li.doc.getMap('talks/note').set('n1/title', '谈话');
  });
  li.doc.getText('talks/note/n1/text').insert(0, '只有被点名的人知道的柿子树');
  await li.receipt(li.sent);
  await desk(centre, 'li', 'se4/joint').type('facts/facts/summary', [{ insert: '随后写下的话' }]);
  await until(centre, 'li', '随后写下', ['se4']);
  for (const who of PEOPLE) assert.equal(await found(centre, who, '柿子树'), [], who);
  await server.restart();
  await until(server.centre, 'li', '随后写下', ['se4']);
  for (const who of PEOPLE) assert.equal(await found(server.centre, who, '柿子树'), [], `${who}, after a restart`);
});

test('SE5 what is changed or removed is found no more', async ({ server }) => {
  const { centre } = server;
  await makeCase(centre, 'se5');
  const wang = desk(centre, 'wang', 'se5/joint');
  await wang.run(addParty.request({ id: 'p1', party: { kind: 'person', name: '覃万福', address: '梨树湾七组' }, members: [] }));
  await until(centre, 'wang', '梨树湾', ['se5']);
  await wang.run(editParty.request({ id: 'p1', patch: { address: '枣树湾八组' } }));
  await until(centre, 'wang', '枣树湾', ['se5']);
  assert.equal(await found(centre, 'wang', '梨树湾'), []);
});

test('SE6 texts that a death left behind are made up for at the next start, and stored ones are read', async () => {
  const store = new MemoryLogStore();
  const keys = new Keyring(new Uint8Array(32), (count) => new Uint8Array(count).fill(3));
  const open = (later?: (run: () => void) => () => void) =>
    new Centre({ id: 't', name: '测试', store, keys, model, limits: { searchMs: 1 }, ...(later === undefined ? {} : { later }) });
  // A centre that never gets to derive anything, as one that is killed right after the commit.
  const killed = open(() => () => undefined);
  await enrolPeople(killed);
  await makeCase(killed, 'se6');
  await desk(killed, 'wang', 'se6/joint').type('facts/facts/summary', [{ insert: `${LONG}磨坊的水车` }]);
  assert.equal(store.texts(Number.MAX_SAFE_INTEGER, 10), []);
  const next = open();
  await until(next, 'wang', '水车', ['se6']);
  const [text] = store.texts(Number.MAX_SAFE_INTEGER, 10);
  assert.not.ok(Buffer.from(text?.body ?? []).includes('水车'), 'it is stored as ciphertext');
  next.close();
  const third = open();
  assert.is((await third.search('wang', '水车')).complete, false, 'before they are read');
  assert.is((await until(third, 'wang', '水车', ['se6'])).complete, true);
  // What does not open is no loss.
  third.close();
  store.transaction((tx) => tx.putText({ room: text?.room ?? 0, seq: text?.seq ?? 0, body: new Uint8Array(40) }));
  await until(open(), 'wang', '水车', ['se6']);
});

test('SE7 a room is found by its first characters; an answer has so many cases, and says how many fit', async () => {
  const server = await TestServer.start({ limits: { searchMs: 1, maxSearchChars: 1000, maxSearchHits: 3 } });
  const { centre } = server;
  await desk(centre, 'wang', 'k1/joint').type('facts/facts/summary', [{ insert: `${LONG}开头的话${'无'.repeat(1000)}末尾的话` }]);
  await until(centre, 'wang', '开头的话', ['k1']);
  assert.equal(await found(centre, 'wang', '末尾的话'), []);
  for (let at = 0; at < 8; at++) await makeCase(centre, `se7-${at}`);
  const many = await centre.search('wang', '木匠沟');
  assert.equal([many.hits.length, many.rows.length, many.total], [3, 3, 9]);
  assert.is((await centre.search('wang', '木匠沟')).complete, true);
  await server.stop();
});

test('SE8 beyond the memory that it may have the index takes up no further rooms and says so; what it has is kept up', async () => {
  const server = await TestServer.start({ limits: { searchMs: 1, maxSearchMegabytes: 1 } });
  const { centre } = server;
  const first = desk(centre, 'wang', 'k1/joint');
  await first.type('facts/facts/summary', [{ insert: `${LONG}开头的话` }]);
  await until(centre, 'wang', '开头的话', ['k1']);
  for (let at = 0; at < 30; at++) {
    await makeCase(centre, `se8-${at}`);
    await desk(centre, 'wang', `se8-${at}/joint`).type('facts/facts/summary', [{ insert: `${LONG}${'田埂'.repeat(10_000)}` }]);
  }
  for (let round = 0; (await centre.search('wang', '木匠沟')).complete; round++) {
    assert.ok(round < 3_000, 'it never said so');
    await new Promise((done) => setTimeout(done, 10));
  }
  await first.type('facts/facts/summary', [{ retain: LONG.length }, { delete: 2 }]);
  await until(centre, 'wang', '开头的话', []);
  await server.stop();
});

test('SE9 over HTTP: by a body that no address shows, kept in no cache; 403 without a right to any, 429 for whoever asks on and on', async () => {
  const server = await TestServer.start({ limits: { searchesPerPersonBurst: 3, searchesPerPersonPerS: 1 } });
  const ask = async (person: PersonId | 'stranger', body: string) =>
    fetch(`${server.url}/api/search`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${await server.token(person)}`, 'content-type': 'application/json' },
    });
  const answer = await ask('li', JSON.stringify({ typed: 'mjg' }));
  assert.equal([answer.status, answer.headers.get('cache-control')], [200, 'no-store']);
  assert.equal(await answer.json(), JSON.parse(JSON.stringify(await server.centre.search('li', 'mjg'))));
  assert.is((await ask('stranger', '{"typed":"x"}')).status, 403);
  assert.is((await ask('wang', JSON.stringify({ typed: '长'.repeat(201) }))).status, 400);
  assert.is((await ask('wang', '{"words":"x"}')).status, 400);
  const statuses = [];
  for (let at = 0; at < 5; at++) statuses.push((await ask('zhao', '{"typed":"x"}')).status);
  assert.equal([statuses[0], statuses.at(-1)], [200, 429]);
  assert.is((await fetch(`${server.url}/api/search`, { method: 'POST', body: '{}' })).status, 401);
  await server.stop();
});

test('SE10 property: after any run of texts, edits, removals, changes of teams and of the directory, each finds what a plain scan of what they may read finds', async () => {
  const server = await TestServer.start({ limits: { searchMs: 1 } });
  const { centre } = server;
  const random = new Random(17);
  const WORDS = ['鱼塘承包', '水渠改道', '柿子树', '田埂', '界桩', '工钱'];
  const OTHERS = PEOPLE.filter((person) => person !== 'wang');
  const cases = Array.from({ length: 5 }, (_, at) => ({ id: `sp${at}`, text: '', members: new Set<PersonId>(['wang', 'li', 'zhao']) }));
  const suspended = new Set<PersonId>();
  for (const { id } of cases) await makeCase(centre, id);
  const desks = new Map(cases.map(({ id }) => [id, desk(centre, 'wang', `${id}/joint`)]));
  let acts = 0;
  const directory = async (request: Parameters<typeof intentOf>[0]) =>
    expectOk(await centre.act(centre.system, 't/-/directory', intentOf(request, 1_000_000)));
  const step = async (): Promise<void> => {
    const one = random.pick(cases);
    const who = random.pick(OTHERS);
    if (random.chance(0.4)) {
      const before = one.text.length;
      // A text of its own each time, of lengths that move it in the index; its mark tells when it is taken up.
      const mark = `第${++acts}稿`;
      one.text = `${LONG}${WORDS.filter(() => random.chance(0.4)).join('，')}${'其余从略。'.repeat(random.pick([0, 0, 40, 400]))}${mark}`;
      const deleted = before === 0 ? [] : [{ delete: before }];
      await desks.get(one.id)?.type('facts/facts/summary', [{ insert: one.text }, ...deleted]);
      await until(centre, 'wang', mark, [one.id]);
    } else if (random.chance(0.2)) {
      const isBack = suspended.delete(who);
      if (!isBack) suspended.add(who);
      if (isBack) await directory(directorySlice.request.enrol({ person: who, post: '', ...STAFF[who] }));
      else await directory(directorySlice.request.suspend({ person: who, reason: '离岗' }));
    } else if (!suspended.has(who)) {
      const isMember = one.members.delete(who);
      if (!isMember) one.members.add(who);
      const request = isMember
        ? caseSlice.request.removeMember({ person: who, reason: '轮岗' })
        : caseSlice.request.addMember({ person: who, role: random.pick(['member', 'observer']) });
      expectOk(await actOnCase(centre, device('wang'), one.id, request));
    }
  };
  for (let round = 0; round < 80; round++) {
    await step();
    const terms = Array.from({ length: 1 + random.below(2) }, () => random.pick(WORDS).slice(0, 2 + random.below(3)));
    for (const person of PEOPLE) {
      const mayRead = ({ members }: { readonly members: ReadonlySet<PersonId> }) => members.has(person) && !suspended.has(person);
      const expected = cases.filter((one) => mayRead(one) && terms.every((term) => one.text.includes(term))).map(({ id }) => id);
      const { hits, total } = await centre.search(person, terms.join(' '));
      assert.equal(
        [total, hits.map((hit) => hit.case).sort()],
        [expected.length, expected],
        `round ${round}, ${person}: ${terms.join(' ')}`,
      );
    }
  }
  await server.stop();
});

const present = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('not stored');
  return value;
};

/** A centre on a store that outlives it, stopped or killed and started again. Counts what is read of logs of teams. */
class Restarted {
  readonly store = new MemoryLogStore();
  readonly keys = new Keyring(new Uint8Array(32), (count) => new Uint8Array(count).fill(3));
  teamsRead = 0;
  centre = this.#open();
  #timers = new Set<NodeJS.Timeout>();

  constructor() {
    const { store } = this;
    const entries = store.entries.bind(store);
    store.entries = (room, from, limit) => {
      if (
        store
          .rooms()
          .find(({ id }) => id === room)
          ?.key.endsWith('/case') === true
      )
        this.teamsRead++;
      return entries(room, from, limit);
    };
  }

  restart(how: 'stopped' | 'killed'): void {
    if (how === 'stopped') this.centre.close();
    // Nothing that it still meant to do happens.
    for (const timer of this.#timers) clearTimeout(timer);
    this.teamsRead = 0;
    this.centre = this.#open();
  }

  #open(): Centre {
    const timers = new Set<NodeJS.Timeout>();
    this.#timers = timers;
    const later = (run: () => void, ms: number) => {
      const timer = setTimeout(run, ms);
      timers.add(timer);
      return () => clearTimeout(timer);
    };
    return new Centre({ id: 't', name: '测试', store: this.store, keys: this.keys, model, limits: { searchMs: 1, summaryMs: 5 }, later });
  }

  async complete(): Promise<void> {
    for (let round = 0; !(await this.centre.search('wang', '无')).complete; round++) {
      assert.ok(round < 1000, 'it never took all up');
      await new Promise((done) => setTimeout(done, 5));
    }
  }
}

test('SE11 property: rights that change, and starts in between: a right that was taken away shows in no answer, the first one included', async () => {
  const world = new Restarted();
  await enrolPeople(world.centre);
  const random = new Random(23);
  // More rows than are read at once.
  const cases = Array.from({ length: 70 }, (_, at) => ({ id: `sr${at}`, members: new Set<PersonId>(['wang', 'li', 'zhao']) }));
  for (const { id } of cases) await makeCase(world.centre, id);
  await world.complete();
  const suspended = new Set<PersonId>();
  const change = async (): Promise<void> => {
    const who = random.pick(PEOPLE.filter((person) => person !== 'wang'));
    if (random.chance(0.1)) {
      const isBack = suspended.delete(who);
      if (!isBack) suspended.add(who);
      const request = isBack
        ? directorySlice.request.enrol({ person: who, post: '', ...STAFF[who] })
        : directorySlice.request.suspend({ person: who, reason: '离岗' });
      expectOk(await world.centre.act(world.centre.system, 't/-/directory', intentOf(request, 1_000_000)));
      return;
    }
    const one = random.pick(cases);
    const isMember = one.members.delete(who);
    if (!isMember) one.members.add(who);
    const request = isMember
      ? caseSlice.request.removeMember({ person: who, reason: '轮岗' })
      : caseSlice.request.addMember({ person: who, role: random.pick(['member', 'observer', 'helper']) });
    expectOk(await actOnCase(world.centre, device('wang'), one.id, request));
  };
  const mine = (person: PersonId) => cases.filter(({ members }) => members.has(person) && !suspended.has(person)).map(({ id }) => id);
  const check = async (when: string): Promise<void> => {
    for (const person of PEOPLE) {
      const { total, hits, complete } = await world.centre.search(person, '木匠沟');
      const expected = mine(person);
      assert.equal([hits.filter((hit) => !expected.includes(hit.case)), total > expected.length], [[], false], `${when}, ${person}`);
      if (complete) assert.is(total, expected.length, `${when}, ${person}, who finds all`);
      const rows = world.centre.rows(person, 0, 500).rows.filter(({ gone }) => !gone);
      assert.equal(rows.map((row) => row.case).sort(), expected.sort(), `${when}, rows of ${person}`);
    }
  };
  for (let round = 0; round < 25; round++) {
    for (let at = random.below(4); at >= 0; at--) await change();
    if (random.chance(0.5)) await new Promise((done) => setTimeout(done, 8));
    if (random.chance(0.6)) world.restart(random.pick(['stopped', 'killed'] as const));
    await check(`round ${round}, at once`);
    await world.complete();
    await check(`round ${round}`);
  }
  world.restart('stopped');
  await world.complete();
  await check('at the end');
  assert.is(world.teamsRead, 0, 'teams are known from their rows');
  world.centre.close();
});

test('SE12 a stored team of an earlier entry is not believed, one of a later form is made anew, and one that is missing is put there under the same rev', async () => {
  const world = new Restarted();
  const { store, keys } = world;
  await enrolPeople(world.centre);
  for (const id of ['sm1', 'sm2']) await makeCase(world.centre, id);
  await world.complete();
  const roomOf = (id: string) => present(store.room(`t/${id}/case`));
  const rowOf = (id: string) => present(store.summariesOf(id).find(({ room }) => room === roomOf(id).id));
  const before = rowOf('sm1').body;
  expectOk(await actOnCase(world.centre, device('wang'), 'sm1', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' })));
  world.centre.close();
  // As a page of the database that was put back.
  store.transaction((tx) => tx.amendSummary(roomOf('sm1').id, before));
  world.restart('killed');
  assert.equal(
    [await found(world.centre, 'li', '木匠沟'), (await found(world.centre, 'zhao', '木匠沟')).sort()],
    [['sm2'], ['sm1', 'sm2']],
  );
  world.centre.close();
  for (const other of [undefined, { v: 2, anybody: true }]) {
    const { id, epoch, key, wrappedKey } = roomOf('sm2');
    const { rev, body } = rowOf('sm2');
    const cipher = keys.cipher(key, epoch, wrappedKey);
    const clear = JSON.parse(new TextDecoder().decode(cipher.open(`summary|${id}|${epoch}`, body)));
    assert.equal([clear.team.members.li, clear.summary.former, clear.team.former], [{ role: 'member' }, undefined, []]);
    const old = cipher.seal(`summary|${id}|${epoch}`, new TextEncoder().encode(JSON.stringify({ ...clear, team: other })));
    store.transaction((tx) => tx.amendSummary(id, old));
    world.restart('killed');
    await world.complete();
    assert.equal(await found(world.centre, 'li', '木匠沟'), ['sm2']);
    assert.ok(world.teamsRead > 0, 'read from the log');
    world.centre.sweep();
    world.centre.close();
    assert.is(rowOf('sm2').rev, rev, 'no device has to fetch it');
    world.restart('killed');
    await world.complete();
    assert.equal([await found(world.centre, 'li', '木匠沟'), world.teamsRead], [['sm2'], 0]);
  }
  world.centre.close();
});

test.run();

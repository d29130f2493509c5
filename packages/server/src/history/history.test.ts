import { addParty, caseSlice, type Edit, editFacts, editParty, historyResponse, type LogStore, removeParty } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from '../centre.js';
import { type Limits, resolveLimits } from '../limits.js';
import { MemoryLogStore } from '../log/memory-log-store.js';
import { actOnCase, Desk, device, type PersonId, TestServer } from '../testing/index.js';
import { StillCentre } from '../testing/still-centre.js';

const JOINT = { case: 'k1', room: 'joint' } as const;
const ROOM = 't/k1/joint';
const SUMMARY = 'facts/facts/summary';
const MINUTE_MS = 60_000;
const NINE = Date.UTC(2024, 2, 11, 1);

class World extends StillCentre {
  static make(limits?: Partial<Limits>, store?: LogStore): Promise<World> {
    return new World(limits, store).plant();
  }

  page(options: { readonly before?: number; readonly limit?: number } = {}) {
    return expectOk(this.centre.history('wang', JOINT, { limit: 50, ...options }));
  }

  /** Edits, the latest first, as told by `tell`. */
  edits<T>(tell: (edit: Edit) => T): T[] {
    return this.page().edits.map(tell);
  }
}

const test = suite('history');
const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'household', name }, members: ['郭银花'] });
const place = (value: string) => editFacts.request({ patch: { place: value } });

test('HI1 who did what when: records, registers with the value before, texts with counts and an excerpt', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  await wang.run(party('p1', '赵𠮷祥'));
  world.now += MINUTE_MS;
  li.pull();
  await li.run(editParty.request({ id: 'p1', patch: { phone: '13800000001' } }));
  await li.run(editParty.request({ id: 'p1', patch: { phone: '13800000002' } }));
  await li.type(SUMMARY, [{ insert: '占地 78.6 亩' }]);
  await li.run(removeParty.request({ id: 'p1' }));
  assert.equal(world.page(), {
    edits: [
      { id: '5.0', order: 5, person: 'li', from: world.now, until: world.now, seq: 5, kind: 'removed', collection: 'party', record: 'p1' },
      {
        id: '4.0',
        order: 4,
        person: 'li',
        from: world.now,
        until: world.now,
        seq: 4,
        kind: 'text',
        collection: 'facts',
        record: 'facts',
        field: 'summary',
        inserted: 9,
        deleted: 0,
        excerpt: '占地 78.6 亩',
      },
      {
        id: '2.0',
        order: 3,
        person: 'li',
        from: world.now,
        until: world.now,
        seq: 3,
        kind: 'set',
        collection: 'party',
        record: 'p1',
        field: 'phone',
        value: '"13800000002"',
      },
      {
        id: '1.0',
        order: 1,
        person: 'wang',
        from: NINE,
        until: NINE,
        seq: 1,
        kind: 'created',
        collection: 'party',
        record: 'p1',
        value: '{"kind":"household","name":"赵𠮷祥"}',
      },
    ],
    seq: 5,
    more: false,
  });
});

test('HI2 changes of one field within ten minutes are one edit; later ones, and registers that another set between, are not', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  const tell = ({ person, from, until, value, before }: Edit) => [
    person,
    (from - NINE) / MINUTE_MS,
    (until - NINE) / MINUTE_MS,
    value,
    before,
  ];
  for (const value of ['甲', '乙', '丙']) {
    await wang.run(place(value));
    world.now += 9 * MINUTE_MS;
  }
  world.now += 2 * MINUTE_MS;
  await wang.run(place('丁'));
  li.pull();
  await li.run(place('戊'));
  wang.pull();
  await wang.run(place('己'));
  await wang.run(editFacts.request({ patch: { place: undefined } }));
  assert.equal(world.edits(tell), [
    ['wang', 29, 29, undefined, '"戊"'],
    ['li', 29, 29, '"戊"', '"丁"'],
    ['wang', 29, 29, '"丁"', '"丙"'],
    ['wang', 0, 18, '"丙"', undefined],
  ]);
});

test('HI3 two people who type in one text at once are two edits, whichever order their keys arrive in', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (const [at, letter] of [...'林地补偿'].entries()) {
    await wang.type(SUMMARY, [...(at === 0 ? [] : [{ retain: at }]), { insert: letter }]);
    await li.type(SUMMARY, [...(at === 0 ? [] : [{ retain: at }]), { insert: '款' }]);
    world.now += MINUTE_MS;
  }
  assert.equal(
    world.edits(({ person, excerpt, inserted, deleted, seq }) => [person, excerpt, inserted, deleted, seq]),
    [
      ['li', '款款款款', 4, 0, 8],
      ['wang', '林地补偿', 4, 0, 7],
    ],
  );
});

test('HI4 what a person types and takes back is not counted; what they delete of others is', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  await wang.type(SUMMARY, [{ insert: '补偿款没有发放' }]);
  await wang.type(SUMMARY, [{ retain: 5 }, { delete: 2 }]);
  await wang.type(SUMMARY, [{ retain: 5 }, { insert: '到账' }]);
  li.pull();
  await li.type(SUMMARY, [{ retain: 7 }, { insert: '错' }]);
  await li.type(SUMMARY, [{ retain: 3 }, { delete: 2 }]);
  await li.type(SUMMARY, [{ retain: 5 }, { delete: 1 }]);
  await li.type(SUMMARY, [{ insert: '一、' }]);
  await world.desk('zhou').send();
  assert.equal(
    world.edits(({ person, excerpt, inserted, deleted }) => [person, excerpt, inserted, deleted]),
    [
      ['li', '一、', 2, 2],
      ['wang', '补偿款没有到账', 7, 0],
    ],
  );
  const again = world.desk('wang');
  again.pull();
  world.now += 20 * MINUTE_MS;
  await again.type(SUMMARY, [{ insert: '误' }]);
  await again.type(SUMMARY, [{ delete: 1 }]);
  assert.is(world.page().edits.length, 2, 'nothing is left of it');
});

test('HI5 values and excerpts are bounded and cut no character in two', async () => {
  const world = await World.make();
  const wang = world.desk('wang');
  await wang.run(party('p1', '甲'));
  await wang.run(editParty.request({ id: 'p1', patch: { note: '𠮷'.repeat(200) } }));
  await wang.type(SUMMARY, [{ insert: '𠮷'.repeat(200) }]);
  await wang.type(SUMMARY, [{ insert: '一' }]);
  const [text, note] = world.page().edits;
  assert.match(note?.value ?? '', /^"(𠮷)+…"$/u);
  assert.ok((note?.value?.length ?? 999) <= 200);
  assert.match(text?.excerpt ?? '', /^(𠮷)+…一$/u);
  assert.ok((text?.excerpt?.length ?? 999) <= 80);
  assert.is(text?.inserted, 401);
});

test('HI6 pages follow each other without a hole, over chunks that are sealed', async () => {
  const world = await World.make();
  const wang = world.desk('wang');
  for (let at = 0; at < 150; at++) await wang.run(party(`p${at}`, `户${at}`));
  const seen: string[] = [];
  let before: number | undefined;
  for (let more = true; more; ) {
    const page = world.page({ limit: 40, ...(before === undefined ? {} : { before }) });
    seen.push(...page.edits.map((edit) => edit.record));
    before = page.edits.at(-1)?.order;
    more = page.more;
  }
  assert.equal(
    seen,
    Array.from({ length: 150 }, (_, at) => `p${149 - at}`),
  );
  const chunks = world.store.edits(world.roomId(), Number.MAX_SAFE_INTEGER, 100);
  assert.ok(chunks.length > 3);
  assert.ok(!Buffer.from(chunks[0]?.body ?? []).includes(Buffer.from('户149')), 'stored encrypted');
});

test('HI7 an index that is missing, behind, of another version or damaged is made again from the log', async () => {
  const world = await World.make({ snapshotEntries: 10 });
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (let at = 0; at < 40; at++) {
    await wang.run(party(`p${at}`, `户${at}`));
    li.pull();
    await li.type(SUMMARY, [{ insert: '字' }]);
    if (at === 20) world.page();
    world.centre.sweep();
  }
  const whole = world.page({ limit: 200 });
  assert.is(whole.edits.length, 41);
  const room = world.roomId();
  assert.ok((world.store.snapshot(room)?.seq ?? 0) > 0);
  const wrecks: ((chunks: readonly { start: number; seq: number; body: Uint8Array }[]) => void)[] = [
    () => world.store.transaction((tx) => tx.dropEdits(room)),
    (chunks) => {
      const [last] = chunks;
      if (last !== undefined) world.store.transaction((tx) => tx.putEdits(room, { ...last, body: last.body.map((byte) => byte ^ 1) }));
    },
    (chunks) => {
      const first = chunks.at(-1);
      if (first !== undefined) world.store.transaction((tx) => tx.putEdits(room, { ...first, body: Uint8Array.of(1, 2, 3) }));
    },
  ];
  for (const [number, wreck] of wrecks.entries()) {
    wreck([...world.store.edits(room, Number.MAX_SAFE_INTEGER, 100)]);
    world.crash();
    assert.equal(world.page({ limit: 200 }), whole, `wreck ${number}`);
  }
  // Read in slices, for two who ask at once; what is written meanwhile comes behind it.
  world.store.transaction((tx) => tx.dropEdits(room));
  world.crash();
  const both = [world.centre.catchUpHistory('wang', JOINT), world.centre.catchUpHistory('li', JOINT)];
  await Promise.all(both);
  assert.ok(world.store.edits(room, Number.MAX_SAFE_INTEGER, 1).length > 0, 'stored before anybody reads it');
  assert.equal(world.page({ limit: 200 }), whole);
  // A crash between commit and flush: the log has more than the index.
  const late = world.desk('zhou');
  await late.send();
  li.pull();
  const next = new Desk(world.centre, device('li'), ROOM, 77_000);
  next.pull();
  await next.run(place('木匠沟'));
  world.crash();
  const [newest, ...rest] = world.page({ limit: 200 }).edits;
  assert.equal([newest?.person, newest?.value, rest.length], ['li', '"木匠沟"', whole.edits.length]);
});

test('HI11 an index that was written while people worked and one that is read from the log at once are the same', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (let at = 0; at < 90; at++) {
    await wang.run(party(`p${at}`, `户${at}`));
    await li.type(SUMMARY, [{ insert: '字' }]);
    await wang.run(place(`第${at}组`));
    // Written and taken back: its number is gone as well, before a start of the server and after it.
    if (at === 50) {
      await wang.type('facts/facts/note', [{ insert: '误' }]);
      await wang.type('facts/facts/note', [{ delete: 1 }]);
      world.page();
    }
    world.now += MINUTE_MS / 2;
    if (at % 7 === 0) world.page();
    if (at !== 50) continue;
    world.crash();
    for (const desk of [wang, li]) desk.moveTo(world.centre);
  }
  const live = world.page({ limit: 200 });
  world.store.transaction((tx) => tx.dropEdits(world.roomId()));
  world.crash();
  assert.equal(world.page({ limit: 200 }), live);
  assert.ok(live.edits.length > 90);
});

test('HI8 a turn that the store failed, and yet kept, is in the index once', async () => {
  const inner = new MemoryLogStore();
  let isLying = false;
  const store: LogStore = new Proxy<LogStore>(inner, {
    get(target, name) {
      if (name === 'transaction')
        return (write: Parameters<LogStore['transaction']>[0]) => {
          const value = target.transaction(write);
          if (isLying) throw new Error('the disk did not answer');
          return value;
        };
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  const world = await World.make({}, store);
  const wang = world.desk('wang');
  await wang.run(place('甲'));
  isLying = true;
  await wang.run(place('乙')).then(
    () => assert.unreachable(),
    () => undefined,
  );
  isLying = false;
  const li = world.desk('li');
  li.pull();
  await li.run(party('p1', '甲'));
  assert.equal(
    world.edits(({ person, kind, value }) => [person, kind, value]),
    [
      ['li', 'created', '{"kind":"household","name":"甲"}'],
      ['wang', 'set', '"乙"'],
    ],
  );
});

test('HI9 the gap between edits is a limit of the server', async () => {
  assert.is(resolveLimits().editGapMs, 10 * MINUTE_MS);
  const world = await World.make({ editGapMs: 0 });
  const wang = world.desk('wang');
  await wang.run(place('甲'));
  world.now += 1;
  await wang.run(place('乙'));
  assert.is(world.page().edits.length, 2);
});

test('HI10 over HTTP: for whoever may read the room; denied, unknown and wrong are told apart as for rooms', async () => {
  const server = await TestServer.start();
  try {
    await new Desk(server.centre, device('li'), ROOM, 5000).run(place('木匠沟'));
    const get = (query: string, person: PersonId | 'stranger') => server.get(`/api/history?${query}`, person);
    const { status, body } = await get('case=k1&room=joint&limit=5', 'zhao');
    const page = historyResponse.safeParse(body);
    assert.equal(
      [status, page.success && page.data.edits.map((edit) => [edit.person, edit.field, edit.value])],
      [200, [['li', 'place', '"木匠沟"']]],
    );
    assert.equal((await get('case=k1&room=case', 'zhao')).body, { edits: [], seq: 3, more: false });
    const denied = await get('case=k1&room=joint', 'sun');
    assert.is(denied.status, 403);
    for (const unknown of ['case=none&room=joint', 'case=k1&room=none', 'case=..%2Fk1&room=joint'])
      assert.equal(await get(unknown, 'sun'), denied, unknown);
    assert.equal(await get('case=none&room=joint', 'wang'), denied);
    assert.is((await get('case=k1&room=joint', 'stranger')).status, 403);
    for (const bad of ['room=joint', 'case=k1&room=joint&limit=0', 'case=k1&room=joint&before=x'])
      assert.is((await get(bad, 'wang')).status, 400, bad);
    expectOk(await actOnCase(server.centre, device('wang'), 'k1', caseSlice.request.removeMember({ person: 'zhao', reason: '已调离' })));
    assert.equal(await get('case=k1&room=joint', 'zhao'), denied);
  } finally {
    await server.stop();
  }
});

test.run();

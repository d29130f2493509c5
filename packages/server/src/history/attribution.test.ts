import {
  addParty,
  defineCommand,
  definePlugin,
  defineRecord,
  editFacts,
  editMembers,
  editParty,
  type FieldHistory,
  fieldHistory,
  Model,
  removeParty,
  rich,
  richLines,
  type TextRun,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { expectOk } from '../centre.js';
import type { Limits } from '../limits.js';
import { StillCentre } from '../testing/still-centre.js';

const JOINT = { case: 'k1', room: 'joint' } as const;
const ROOM = 't/k1/joint';
const SUMMARY = 'facts/facts/summary';
const MINUTE_MS = 60_000;
const NINE = Date.UTC(2024, 2, 11, 1);

class World extends StillCentre {
  static make(limits?: Partial<Limits>): Promise<World> {
    return new World(limits).plant();
  }

  async ask(
    collection: string,
    record: string,
    field: string,
    page: { readonly before?: number; readonly from?: number; readonly limit?: number } = {},
  ) {
    const answer = expectOk(await this.centre.fieldHistory('wang', JOINT, { collection, record, field, ...page }));
    assert.ok(fieldHistory.safeParse(answer).success);
    return answer;
  }

  /** Runs of the summary as `person@moment text`, with `-person@moment` where they are deleted. */
  async runs(): Promise<string[]> {
    const answer = await this.ask('facts', 'facts', 'summary');
    return answer.kind === 'text' ? answer.runs.map(words) : [];
  }

  drop(): void {
    this.store.transaction((tx) => tx.dropTraces(this.roomId()));
    this.crash();
  }
}

const words = ({ text, person, moment, deleted }: TextRun): string =>
  `${person}@${moment} ${text}${deleted === undefined ? '' : ` -${deleted.person}@${deleted.moment}`}`;
const values = (answer: FieldHistory) =>
  answer.kind === 'values'
    ? answer.values.map(({ person, json, state, part }) => [person, json, state, ...(part === undefined ? [] : [part])])
    : [];
const place = (value: string) => editFacts.request({ patch: { place: value } });

const test = suite('attribution');

test('AT1 runs of a text by writer, deleted ones in their places with who and when', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  await wang.type(SUMMARY, [{ insert: '赵𠮷祥家的树被砍' }]);
  world.now += MINUTE_MS;
  li.pull();
  await li.type(SUMMARY, [{ retain: 5 }, { delete: 1 }, { insert: '三棵杨' }]);
  const answer = await world.ask('facts', 'facts', 'summary');
  assert.equal(answer, {
    kind: 'text',
    moments: [
      { people: ['wang'], from: NINE, until: NINE },
      { people: ['li'], from: world.now, until: world.now },
    ],
    runs: [
      { text: '赵𠮷祥家', person: 'wang', at: NINE, moment: 0 },
      { text: '的', person: 'wang', at: NINE, moment: 0, deleted: { person: 'li', at: world.now, moment: 1 } },
      { text: '三棵杨', person: 'li', at: world.now, moment: 1 },
      { text: '树被砍', person: 'wang', at: NINE, moment: 0 },
    ],
    seq: 2,
    more: false,
  });
});

test('AT2 what a person types and takes back at once is left out; what another takes back is not', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  await wang.type(SUMMARY, [{ insert: '甲乙丙' }]);
  await wang.type(SUMMARY, [{ retain: 2 }, { delete: 1 }]);
  assert.equal(await world.runs(), ['wang@0 甲乙']);
  li.pull();
  await li.type(SUMMARY, [{ retain: 1 }, { delete: 1 }]);
  assert.equal(await world.runs(), ['wang@0 甲', 'wang@0 乙 -li@1']);
});

test('AT3 deletions across runs of several writers, by one who comes later, keep each writer', async () => {
  const world = await World.make();
  const [wang, li, later] = [world.desk('wang'), world.desk('li'), world.desk('wang')];
  await wang.type(SUMMARY, [{ insert: '一二三' }]);
  li.pull();
  await li.type(SUMMARY, [{ retain: 1 }, { insert: '四五' }]);
  later.pull();
  await later.type(SUMMARY, [{ retain: 2 }, { delete: 2 }]);
  assert.equal(await world.runs(), ['wang@0 一', 'li@1 四', 'li@1 五 -wang@2', 'wang@0 二 -wang@2', 'wang@0 三']);
});

test('AT4 a register: each value with person and time, which stands, which was overwritten, which are contested', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  await wang.run(place('村口'));
  li.pull();
  await li.run(place('村东'));
  assert.equal(values(await world.ask('facts', 'facts', 'place')), [
    ['li', '"村东"', 'current'],
    ['wang', '"村口"', 'past'],
  ]);
  // Both know the second value and neither the other's.
  wang.pull();
  await wang.run(place('井台'));
  await li.run(place('渠边'));
  const apart = values(await world.ask('facts', 'facts', 'place'));
  assert.equal(
    apart.map(([person, json, state]) => [person, json, state === 'past' ? 'past' : 'open']),
    [
      ['li', '"渠边"', 'open'],
      ['wang', '"井台"', 'open'],
      ['li', '"村东"', 'past'],
      ['wang', '"村口"', 'past'],
    ],
  );
  assert.equal(
    apart
      .map(([, , state]) => state)
      .filter((state) => state !== 'past')
      .sort(),
    ['contested', 'current'],
  );
  wang.pull();
  await wang.run(place('井台'));
  assert.equal(
    values(await world.ask('facts', 'facts', 'place')).map(([person, json, state]) => `${person} ${json} ${state}`)[0],
    'wang "井台" current',
  );
  assert.is(values(await world.ask('facts', 'facts', 'place')).filter(([, , state]) => state === 'contested').length, 0);
});

test('AT5 an emptied field, a value that stock clients wrote, and elements of a set', async () => {
  const world = await World.make();
  const wang = world.desk('wang');
  await wang.run(addParty.request({ id: 'p1', party: { kind: 'household', name: '赵吉祥' }, members: ['郭银花'] }));
  await wang.run(editParty.request({ id: 'p1', patch: { phone: '138' } }));
  await wang.run(editParty.request({ id: 'p1', patch: { phone: undefined } }));
  assert.equal(values(await world.ask('party', 'p1', 'phone')), [
    ['wang', undefined, 'current'],
    ['wang', '"138"', 'past'],
  ]);
  assert.equal(values(await world.ask('party', 'p1', 'name')), [['wang', '"赵吉祥"', 'current']]);
  await wang.run(editMembers.request({ id: 'p1', add: ['赵小宝'], remove: ['郭银花'] }));
  assert.equal(
    values(await world.ask('party', 'p1', 'members'))
      .map(([, json, state, part]) => [part, json, state])
      .sort(),
    [
      ['赵小宝', 'true', 'current'],
      ['郭银花', undefined, 'current'],
      ['郭银花', 'true', 'past'],
    ].sort(),
  );
});

test('AT6 values are paged by entry, runs by number', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (const value of ['一', '二', '三']) await wang.run(place(value));
  const first = await world.ask('facts', 'facts', 'place', { limit: 2 });
  const second = await world.ask('facts', 'facts', 'place', { limit: 2, before: 2 });
  assert.equal(
    [first, second].map((page) => [values(page).map(([, json]) => json), page.more]),
    [
      [['"三"', '"二"'], true],
      [['"一"'], false],
    ],
  );
  for (const [at, desk] of [wang, li, wang, li].entries()) {
    desk.pull();
    await desk.type(SUMMARY, [{ retain: at }, { insert: String(at) }]);
  }
  const runs = await world.ask('facts', 'facts', 'summary', { from: 1, limit: 2 });
  assert.equal(runs.kind === 'text' && [runs.runs.map(({ text }) => text), runs.more], [['1', '2'], true]);
});

test('AT7 the index is the same after a crash, after a loss, and when it was kept all along', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (let at = 0; at < 400; at++) {
    const desk = at % 7 < 4 ? wang : li;
    desk.moveTo(world.centre);
    desk.pull();
    await desk.type(
      SUMMARY,
      at % 5 === 4 ? [{ retain: at % 3 }, { delete: 1 }] : [{ retain: at % 11 === 0 ? 0 : 1 }, { insert: `${at};` }],
    );
    if (at % 90 === 0) await wang.run(place(`地点${at}`));
    world.now += MINUTE_MS;
    if (at === 150) world.crash();
    if (at === 260) await world.runs();
  }
  const kept = await world.ask('facts', 'facts', 'summary');
  assert.ok(world.store.traces(world.roomId(), 1, 100).length > 1, 'several chunks');
  const text = world.centre.reader(ROOM).doc.getText(SUMMARY).toString();
  assert.is(
    kept.kind === 'text' &&
      kept.runs
        .filter(({ deleted }) => deleted === undefined)
        .map((run) => run.text)
        .join(''),
    text,
  );
  world.crash();
  assert.equal(await world.ask('facts', 'facts', 'summary'), kept);
  world.drop();
  assert.equal(await world.ask('facts', 'facts', 'summary'), kept);
});

test('AT8 a long log is read in slices, others’ turns between them, and edits that come meanwhile are in the answer', async () => {
  const world = await World.make();
  const wang = world.desk('wang');
  for (let at = 0; at < 3000; at++) await wang.type(SUMMARY, [{ insert: 'ab' }]);
  world.drop();
  wang.moveTo(world.centre);
  const before = world.turns;
  const asked = world.runs();
  await wang.type(SUMMARY, [{ insert: '后来' }]);
  assert.equal(await asked, [`wang@0 后来${'ab'.repeat(3000)}`]);
  assert.ok(world.turns - before > 2, `${world.turns - before} turns`);
});

test('AT9 a chunk that does not open, or one that is missing, is made anew from the log', async () => {
  const world = await World.make();
  const wang = world.desk('wang');
  for (let at = 0; at < 600; at++) await wang.type(SUMMARY, [{ insert: 'a' }]);
  const sound = await world.ask('facts', 'facts', 'summary');
  const [first, second] = world.store.traces(world.roomId(), 1, 10);
  assert.ok(first !== undefined && second !== undefined);
  world.store.transaction((tx) => tx.putTrace(world.roomId(), { ...second, body: first.body }));
  world.crash();
  assert.equal(await world.ask('facts', 'facts', 'summary'), sound);
  const rest = world.store.traces(world.roomId(), 1, 10).filter(({ start }) => start !== second.start);
  world.store.transaction((tx) => {
    tx.dropTraces(world.roomId());
    for (const chunk of rest) tx.putTrace(world.roomId(), chunk);
  });
  world.crash();
  assert.equal(await world.ask('facts', 'facts', 'summary'), sound);
});

test('AT10 denied and unknown rooms are answered alike; unknown fields are told', async () => {
  const world = await World.make();
  await world.desk('wang').run(place('村口'));
  const question = { collection: 'facts', record: 'facts', field: 'place' };
  const denied = await world.centre.fieldHistory('zhou', JOINT, question);
  for (const ref of [
    { case: 'nowhere', room: 'joint' },
    { case: 'k1', room: 'none' },
  ])
    assert.equal(await world.centre.fieldHistory('zhou', ref, question), denied);
  assert.is(denied.ok ? '' : denied.refusal.code, 'FORBIDDEN');
  assert.equal(await world.centre.compare('zhou', JOINT, { from: 0, until: world.now }), denied);
  const bad = await world.centre.fieldHistory('wang', JOINT, { ...question, field: 'colour' });
  assert.is(bad.ok ? '' : bad.refusal.code, 'BAD_ARGS');
});

test('AT11 two moments compared: values, parts, records and pieces of texts that differ, and who did it', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  const party = (id: string, name: string) => addParty.request({ id, party: { kind: 'household', name }, members: ['郭银花'] });
  await wang.run(party('p1', '赵吉祥'));
  await wang.run(party('p2', '王六'));
  await wang.run(place('村口'));
  await wang.type(SUMMARY, [{ insert: '两家为一棵树争了三年' }]);
  const from = world.now;
  world.now += MINUTE_MS;
  li.pull();
  await li.run(editParty.request({ id: 'p1', patch: { phone: '138' } }));
  await li.run(editMembers.request({ id: 'p1', add: ['赵小宝'], remove: [] }));
  await li.run(removeParty.request({ id: 'p2' }));
  await li.run(place('村东'));
  await li.run(place('村口'));
  await li.run(addParty.request({ id: 'p3', party: { kind: 'person', name: '孙七' }, members: [] }));
  await li.type(SUMMARY, [{ retain: 3 }, { delete: 2 }, { insert: '三棵' }]);
  const until = world.now;
  world.now += MINUTE_MS;
  await li.run(place('后来的事'));
  const { changes, more } = expectOk(await world.centre.compare('wang', JOINT, { from, until }));
  assert.is(more, false);
  assert.equal(
    changes.map(({ kind, record, field, before, value, part, people }) => [kind, record, field, part, before, value, people.join()]),
    [
      ['set', 'p1', 'phone', undefined, undefined, '"138"', 'li'],
      ['part-added', 'p1', 'members', '赵小宝', undefined, 'true', 'li'],
      ['removed', 'p2', undefined, undefined, undefined, undefined, 'li'],
      ['created', 'p3', undefined, undefined, undefined, '{"kind":"person","name":"孙七"}', 'li'],
      ['text', 'facts', 'summary', undefined, undefined, undefined, 'li'],
    ],
  );
  assert.equal(changes.find(({ kind }) => kind === 'text')?.pieces, [
    { kind: 'kept', text: '两家为' },
    { kind: 'deleted', text: '一棵', person: 'li' },
    { kind: 'inserted', text: '三棵', person: 'li' },
    { kind: 'kept', text: '树争了三年' },
  ]);
  assert.equal(expectOk(await world.centre.compare('wang', JOINT, { from, until: from })).changes, []);
});

test('AT12 of a text with many moments neighbouring ones are told as one, and its last state stays exact', async () => {
  const world = await World.make();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  for (let at = 0; at < 300; at++) {
    const desk = at % 2 === 0 ? wang : li;
    desk.pull();
    await desk.type(SUMMARY, [{ insert: `${at % 10}` }]);
    world.now += 30_000;
  }
  const answer = await world.ask('facts', 'facts', 'summary');
  assert.ok(answer.kind === 'text' && answer.moments.length <= 200 && answer.moments.length > 10);
  if (answer.kind !== 'text') return;
  assert.equal(answer.moments.at(-1)?.people.length, 2);
  assert.is(answer.runs.map(({ text }) => text).join(''), world.centre.reader(ROOM).doc.getText(SUMMARY).toString());
});

const Minutes = defineRecord('sample/minutes', { body: rich() });
const addMinutes = defineCommand({
  name: 'sample.add',
  args: z.object({ id: z.string() }),
  run: (tx, { id }) => tx.create(Minutes, id, {}),
});
const sample = definePlugin(
  { name: 'sample', version: '1.0.0', api: 1, label: { zh: '样例', en: 'Sample' }, rooms: [], extends: ['joint'] },
  { joint: { records: [Minutes], commands: [addMinutes] } },
);

test('AT13 a structured text passes the guard, and its history is told as that of a text: who wrote what, whoever formatted it', async () => {
  const world = await new World({}, undefined, new Model([sample])).plant();
  const [wang, li] = [world.desk('wang'), world.desk('li')];
  const body = 'sample/minutes/m/body';
  await wang.run(addMinutes.request({ id: 'm' }));
  await wang.type(body, [
    { insert: '笔录' },
    { insert: '\n', attributes: { block: 'h1' } },
    { insert: '户' },
    { insert: '\n', attributes: { block: 'row:a' } },
    { insert: '元' },
    { insert: '\n', attributes: { block: 'row:a' } },
  ]);
  world.now += MINUTE_MS;
  li.pull();
  await li.type(body, [
    { retain: 2, attributes: { bold: true } },
    { retain: 1, attributes: { block: 'h2' } },
    { retain: 1 },
    { insert: '主' },
  ]);
  const answer = await world.ask('sample/minutes', 'm', 'body');
  assert.equal(answer.kind === 'text' && answer.runs.map(words), ['wang@0 笔录\n户', 'li@1 主', 'wang@0 \n元\n']);
  const compared = expectOk(await world.centre.compare('wang', JOINT, { from: NINE, until: world.now }));
  assert.equal(
    compared.changes.map(({ collection, kind }) => [collection, kind]),
    [['sample/minutes', 'text']],
  );
  const stored = world.centre.reader(ROOM).doc.getText(body).toDelta();
  assert.equal(
    richLines(stored).map(({ block, runs }) => [block, runs[0]?.text, runs[0]?.marks]),
    [
      ['h2', '笔录', ['bold']],
      ['row:a', '户主', []],
      ['row:a', '元', []],
      [undefined, undefined, undefined],
    ],
  );
});

test.run();

import { type BulkRequestInput, caseSlice, createRoomDoc, directorySlice } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { actOnCase, device, intentOf, makeCase, postBulk, TestServer } from './testing/index.js';

const test = suite<{ server: TestServer }>('acts');

test.before(async (context) => {
  context.server = await TestServer.start();
});
test.after((context) => context.server.stop());

const create = (title = '新案') => caseSlice.request.create({ title, category: '08', source: 'walk-in', village: '' });
const room = (wire: string, part: Partial<BulkRequestInput['rooms'][number]> = {}): BulkRequestInput['rooms'][number] => ({
  wire,
  since: 0,
  clients: [],
  updates: [],
  intents: [],
  ...part,
});
const bulk = async (server: TestServer, person: 'wang' | 'li' | 'sun' | 'zhao', rooms: BulkRequestInput['rooms']) =>
  (await postBulk(server.url, await server.token(person), { device: `${person}-device`, protocol: 1, schema: 1, rooms })).rooms;
const code = (result: { readonly ok: true } | { readonly ok: false; readonly refusal: { readonly code: string } }): string =>
  result.ok ? 'ok' : result.refusal.code;

test("A1 an act names actor and time by the server; a client's claims decide nothing", async ({ server }) => {
  const before = Date.now();
  const made = await actOnCase(server.centre, device('wang'), 'a1', create());
  assert.ok(made.ok);
  assert.equal([made.value.person, made.value.device, made.value.seq], ['wang', 'wang-device', 1]);
  assert.ok(made.value.at >= before && made.value.at <= Date.now());
});

test('A2 rights: no right to make cases, not of the team, an observer, a stranger', async ({ server }) => {
  const move = caseSlice.request.move({ to: 'graded', reason: '' });
  assert.is(code(await actOnCase(server.centre, device('sun'), 'a2', create())), 'FORBIDDEN');
  assert.is(code(await actOnCase(server.centre, device('sun'), 'k1', move)), 'FORBIDDEN');
  assert.is(code(await actOnCase(server.centre, device('zhao'), 'k1', move)), 'NOT_PERMITTED');
  assert.is(code(await actOnCase(server.centre, { person: 'stranger', device: 'x' }, 'k1', move)), 'FORBIDDEN');
  assert.is(code(await actOnCase(server.centre, { person: 'system', device: 'server' }, 'k1', move)), 'FORBIDDEN');
  assert.is(
    code(await server.centre.act(device('wang'), 't/-/directory', intentOf(directorySlice.request.department({ id: 'x', name: 'X' })))),
    'NOT_PERMITTED',
  );
});

test('A3 a taken id is refused, to the one who made the case as to a stranger', async ({ server }) => {
  await makeCase(server.centre, 'a3');
  for (const person of ['li', 'wang'] as const)
    assert.is(code(await actOnCase(server.centre, device(person), 'a3', create('再来'))), 'FORBIDDEN');
  const both = await Promise.all([
    actOnCase(server.centre, device('wang'), 'a3b', create('一')),
    actOnCase(server.centre, device('li'), 'a3b', create('二')),
  ]);
  assert.equal(both.map(code), ['ok', 'FORBIDDEN']);
});

test("A4 an intent sent again is answered with the same entry; another person's id is refused", async ({ server }) => {
  await makeCase(server.centre, 'a4');
  const intent = intentOf(caseSlice.request.move({ to: 'graded', reason: '' }), 3, 'same-intent');
  const first = await server.centre.act(device('wang'), 't/a4/case', intent);
  const [again] = await bulk(server, 'wang', [room('t/a4/case@1', { intents: [intent] })]);
  assert.ok(first.ok);
  assert.equal(again?.intents, [{ id: 'same-intent', entry: first.value }]);
  assert.is(code(await server.centre.act(device('li'), 't/a4/case', intent)), 'FORBIDDEN');
  await server.restart();
  const afterwards = await server.centre.act(device('wang'), 't/a4/case', intent);
  assert.equal(afterwards, first);
});

test('A5 two moves made apart: the first counts, the second is logged as a conflict without effect', async ({ server }) => {
  await makeCase(server.centre, 'a5');
  const move = (to: 'graded' | 'joint', id: string) => intentOf(caseSlice.request.move({ to, reason: '同时' }), 3, id);
  const [first, second] = await Promise.all([
    server.centre.act(device('wang'), 't/a5/case', move('graded', 'x')),
    server.centre.act(device('li'), 't/a5/case', move('joint', 'y')),
  ]);
  assert.ok(first?.ok && second?.ok);
  assert.equal([first.value.outcome, second.value.outcome, second.value.against], ['applied', 'conflict', first.value.seq]);
  const settled = await server.centre.act(
    device('wang'),
    't/a5/case',
    intentOf({ command: 'conflict.settle', args: { conflict: second.value.seq, choice: 'apply', reason: '同意' } }, 5),
  );
  assert.is(code(settled), 'ok');
  const [row] = server.centre.rows('wang', 0, 500).rows.filter((each) => each.case === 'a5');
  assert.is(row?.summary['case']?.['stage'], 'joint');
});

test('A6 what does not fit or is not possible now is refused with its code, and logs nothing', async ({ server }) => {
  await makeCase(server.centre, 'a6');
  const act = (request: Parameters<typeof intentOf>[0]) => actOnCase(server.centre, device('wang'), 'a6', request).then(code);
  assert.equal(
    [
      await act({ command: 'case.move', args: { to: 'nowhere', reason: '' } }),
      await act({ command: 'ghost.act', args: {} }),
      await act(caseSlice.request.move({ to: 'leader', reason: '' })),
    ],
    ['BAD_ARGS', 'UNKNOWN_COMMAND', 'ACT_NOT_ALLOWED'],
  );
  assert.is(server.centre.roomsFor('wang', 'a6').find((each) => each.room === 'case')?.seq, 3);
});

test('A7 official numbers have no gap and no double, refused acts take none', async ({ server }) => {
  const results = await Promise.all(
    Array.from({ length: 30 }, (_, at) => actOnCase(server.centre, device(at % 3 === 0 ? 'sun' : 'wang'), `a7-${at}`, create())),
  );
  const numbers = results.flatMap((result) => (result.ok && result.value.number !== undefined ? [result.value.number.value] : []));
  assert.is(numbers.length, 20);
  const first = numbers[0] ?? 0;
  assert.equal(
    numbers,
    numbers.map((_, at) => first + at),
  );
});

test('A8 one bulk request makes a case and its content, offline work of a morning, in one go', async ({ server }) => {
  const doc = createRoomDoc(9001);
  doc.getMap('m').set('a', '离线写的');
  const [acts, content] = await bulk(server, 'wang', [
    room('t/a8/case@1', {
      intents: [
        intentOf(create('离线立案'), 0, 'a8-create'),
        { ...intentOf(caseSlice.request.move({ to: 'graded', reason: '' }), 0, 'a8-move'), after: 'a8-create' },
      ],
    }),
    room('t/a8/joint@1', { clients: [9001], updates: [Y.encodeStateAsUpdate(doc)] }),
  ]);
  assert.equal(
    acts?.intents.map((each) => ('entry' in each ? each.entry.outcome : each.refusal.code)),
    ['applied', 'applied'],
  );
  assert.equal(
    acts?.acts.map((entry) => entry.seq),
    [1, 2],
  );
  assert.equal(content?.updates, [{ seq: 1 }]);
  assert.is(server.centre.reader('t/a8/joint').doc.getMap('m').get('a'), '离线写的');
});

test('A9 bulk answers closed, unknown and past rooms by one refusal, each room on its own', async ({ server }) => {
  const answers = await bulk(server, 'sun', [
    room('t/k1/joint@1'),
    room('t/none/joint@1'),
    room('t/k1/nothing@1'),
    room('nonsense'),
    room('t/k1/joint@9'),
    room('t/-/directory@1'),
  ]);
  for (const answer of answers.slice(0, 5)) {
    const { wire: _, ...rest } = answer;
    assert.equal(rest, {
      refusal: {
        code: 'FORBIDDEN',
        seen: 'a room that is closed to you or not there',
        expected: 'a room of your list',
        todo: 'Reload the list of cases.',
      },
      seq: 0,
      acts: [],
      updates: [],
      intents: [],
    });
  }
  assert.is(answers[5]?.refusal, undefined);
  assert.ok((answers[5]?.acts.length ?? 0) > 5);
});

test('A10 bulk brings what is missing since a seq, as one difference, and nothing when nothing is', async ({ server }) => {
  const wang = await server.joined('wang', { clientId: 9010 });
  wang.doc.getMap('pull').set('one', 1);
  await wang.receipt(wang.sent);
  const [first] = await bulk(server, 'li', [room('t/k1/joint@1')]);
  const copy = createRoomDoc();
  Y.applyUpdate(copy, first?.update ?? new Uint8Array());
  assert.is(copy.getMap('pull').get('one'), 1);
  wang.doc.getMap('pull').set('two', 2);
  await wang.receipt(wang.sent);
  const [second] = await bulk(server, 'li', [room('t/k1/joint@1', { since: first?.seq ?? 0 })]);
  assert.ok((second?.update?.length ?? 0) < (first?.update?.length ?? 0) + 40);
  Y.applyUpdate(copy, second?.update ?? new Uint8Array());
  assert.is(copy.getMap('pull').get('two'), 2);
  const [third] = await bulk(server, 'li', [room('t/k1/joint@1', { since: second?.seq ?? 0 })]);
  assert.equal([third?.update, third?.seq], [undefined, second?.seq]);
});

test('A11 the same guard for bulk: foreign ids, missing text, what came in the wrong order', async ({ server }) => {
  const doc = createRoomDoc(9020);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  for (const word of ['甲', '乙', '丙']) doc.getText('order').insert(doc.getText('order').length, word);
  const [one, two, three] = updates.map((update) => Uint8Array.from(update));
  assert.ok(one !== undefined && two !== undefined && three !== undefined);
  const [gap] = await bulk(server, 'wang', [room('t/k1/joint@1', { clients: [9020], updates: [two] })]);
  assert.is(gap?.updates[0] !== undefined && 'refusal' in gap.updates[0] ? gap.updates[0].refusal.code : '', 'MISSING_DEPENDENCIES');
  const [backwards] = await bulk(server, 'wang', [room('t/k1/joint@1', { clients: [9020], updates: [three, two, one] })]);
  assert.ok(backwards?.updates.every((update) => 'seq' in update));
  const [foreign] = await bulk(server, 'li', [room('t/k1/joint@1', { clients: [9020], updates: [one] })]);
  assert.equal(
    foreign?.updates[0] !== undefined && 'refusal' in foreign.updates[0]
      ? [foreign.updates[0].refusal.code, foreign.updates[0].clients]
      : foreign?.updates,
    ['CLIENT_CLASH', [9020]],
  );
  const [reader] = await bulk(server, 'zhao', [room('t/k1/joint@1', { updates: [one] })]);
  assert.ok(reader?.updates[0] !== undefined && 'seq' in reader.updates[0]);
});

test('A12 everything is there after a restart, bindings too', async ({ server }) => {
  const before = [server.centre.rows('wang', 0, 500).rows.length, server.centre.roomsFor('wang', 'k1')];
  await server.restart();
  assert.equal([server.centre.rows('wang', 0, 500).rows.length, server.centre.roomsFor('wang', 'k1')], before);
  const thief = await server.client('li', { clients: [9010] });
  await thief.closed(4409);
});

test.run();

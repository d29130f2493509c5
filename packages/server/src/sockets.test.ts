import { caseSlice, directorySlice, encodeMessage } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { frameOf } from './sockets.js';
import { actOnCase, device, intentOf, makeCase, type RawClient, TestServer } from './testing/index.js';

const test = suite<{ server: TestServer }>('sockets');

test.before(async (context) => {
  context.server = await TestServer.start();
});
test.after((context) => context.server.stop());

const kinds = (client: RawClient): string[] => client.messages.map((message) => message.type);

test("C1 welcome comes first, with the acts since and whether one may write; then the server's step 1", async ({ server }) => {
  const wang = await server.joined('wang', { wire: server.wire('case') });
  const [welcome] = wang.messages;
  assert.ok(welcome?.type === 'welcome');
  assert.equal(
    [welcome.seq, welcome.acts.map((entry) => entry.intent.command), welcome.writable],
    [3, ['case.create', 'case.addMember', 'case.addMember'], false],
  );
  const later = await server.joined('wang', { wire: server.wire('case'), since: 2 });
  const [second] = later.messages;
  assert.equal(second?.type === 'welcome' ? second.acts.map((entry) => entry.seq) : second, [3]);
  const joint = await server.joined('wang');
  assert.is(joint.messages[0]?.type === 'welcome' && joint.messages[0].writable, true);
  for (const client of [wang, later, joint]) client.close();
});

test('C2 anything before hello closes with 4400, a second hello too', async ({ server }) => {
  const early = await server.client('wang', { hello: false });
  await early.until('open', () => early.socket.readyState === 1);
  early.update(Uint8Array.of(0, 0));
  await early.closed(4400);
  const twice = await server.joined('wang');
  twice.hello();
  await twice.closed(4400);
});

test('C3 versions: a newer client is told that the server is too old, an older one that it is itself', async ({ server }) => {
  for (const [protocol, schema, code] of [
    [2, 1, 'SERVER_TOO_OLD'],
    [1, 2, 'SERVER_TOO_OLD'],
    [0, 1, 'CLIENT_TOO_OLD'],
    [1, 0, 'CLIENT_TOO_OLD'],
  ] as const) {
    const wang = await server.client('wang', { hello: false });
    await wang.until('open', () => wang.socket.readyState === 1);
    wang.hello(0, protocol, schema);
    await wang.closed(4426);
    assert.equal([wang.closeReason, wang.refusal()], [code, code]);
  }
});

test('C4 without a token, with a bad one and with an expired one: 4401', async ({ server }) => {
  const none = await server.client('wang', { token: '' });
  await none.closed(4401);
  assert.is(none.closeReason, 'UNAUTHENTICATED');
  const expired = await server.client('wang', { token: await server.token('wang', -60_000) });
  await expired.closed(4401);
  assert.is(expired.closeReason, 'TOKEN_EXPIRED');
});

test("C5 a token that runs out closes with 4401, unless it was renewed; not by another person's", async ({ server }) => {
  const short = () => server.token('wang', 5_000);
  const left = await server.joined('wang', { token: await short() });
  const renewed = await server.joined('wang', { token: await short() });
  renewed.raw(encodeMessage({ type: 'renew', token: await server.token('wang') }));
  const thief = await server.joined('wang', { token: await short() });
  thief.raw(encodeMessage({ type: 'renew', token: await server.token('li') }));
  await thief.closed(4401);
  await left.closed(4401);
  assert.is(left.closeReason, 'TOKEN_EXPIRED');
  renewed.doc.getMap('m').set('renewed', true);
  await renewed.receipt(renewed.sent);
  assert.ok(kinds(renewed).includes('renewed'));
});

test('C6 denied, unknown, nonsensical rooms and strangers are answered alike', async ({ server }) => {
  const answers: string[] = [];
  for (const [person, wire] of [
    ['sun', server.wire()],
    ['wang', server.wire('joint', 'none')],
    ['wang', server.wire('nothing')],
    ['wang', 'x'],
    ['wang', server.wire('joint', 'k1', 7)],
    ['stranger', server.wire()],
    ['wang', 'other/k1/joint@1'],
  ] as const) {
    const client = await server.client(person, { wire });
    await client.closed(4403);
    answers.push(`${client.closeReason} ${client.messages.length} ${client.frames.length}`);
  }
  assert.equal(new Set(answers), new Set(['FORBIDDEN 0 0']));
});

test('C7 who loses the case is out at once: no further data, and what they send is not taken', async ({ server }) => {
  await makeCase(server.centre, 'k7');
  const wire = server.wire('joint', 'k7');
  const li = await server.joined('li', { wire });
  const stock = await server.joined('li', { wire, protocol: 'y.1' });
  const wang = await server.joined('wang', { wire });
  const onCase = await server.joined('li', { wire: server.wire('case', 'k7') });
  const asked = Date.now();
  await actOnCase(server.centre, device('wang'), 'k7', caseSlice.request.removeMember({ person: 'li', reason: '轮岗' }));
  await Promise.all([li.closed(4403), stock.closed(4403), onCase.closed(4403)]);
  assert.ok(Date.now() - asked < 10_000, 'not only with a ping');
  wang.doc.getMap('m').set('secret', 1);
  await wang.receipt(wang.sent);
  assert.is(li.doc.getMap('m').get('secret'), undefined);
  assert.not.ok(onCase.messages.some((message) => message.type === 'act'));
});

test('C8 a suspended person is out of every room', async ({ server }) => {
  await makeCase(server.centre, 'k8');
  const zhao = await server.joined('zhao', { wire: server.wire('joint', 'k8') });
  const directory = await server.joined('zhao', { wire: 't/-/directory@1' });
  const intent = (request: Parameters<typeof intentOf>[0]) =>
    server.centre.act(device('zhou'), 't/-/directory', intentOf(request, 1_000_000));
  assert.ok((await intent(directorySlice.request.suspend({ person: 'zhao', reason: '离职' }))).ok);
  await Promise.all([zhao.closed(4403), directory.closed(4403)]);
  assert.is(server.centre.me('zhao'), undefined);
  await intent(directorySlice.request.enrol({ person: 'zhao', name: '赵敏', department: 'court', post: '', rights: [] }));
});

test("C9 acts reach our sockets, in order, their own author's too; a head follows", async ({ server }) => {
  await makeCase(server.centre, 'k9');
  const wang = await server.joined('wang', { wire: server.wire('case', 'k9') });
  for (const to of ['graded', 'joint', 'leader'] as const)
    await actOnCase(server.centre, device('wang'), 'k9', caseSlice.request.move({ to, reason: '推进' }));
  await wang.until('the acts', () => kinds(wang).filter((kind) => kind === 'act').length === 3);
  assert.equal(
    wang.messages.flatMap((message) => (message.type === 'act' ? [message.entry.seq] : [])),
    [4, 5, 6],
  );
  await wang.until('the head', () => wang.messages.some((message) => message.type === 'head' && message.seq === 6));
});

test("C10 presence: only own ids, the directory's name, nothing but the name from a reader, gone with the socket", async ({ server }) => {
  const { Awareness, applyAwarenessUpdate, encodeAwarenessUpdate } = await import('y-protocols/awareness');
  const { decodeFrame, encodeAwarenessFrame } = await import('@onedoor/core');
  const wang = await server.joined('wang', { clientId: 8001, autoSend: false });
  const zhao = await server.joined('zhao', { clientId: 8002, autoSend: false });
  const li = await server.joined('li', { clientId: 8003, autoSend: false });
  const show = (client: RawClient, state: Record<string, unknown>) => {
    const own = new Awareness(client.doc);
    own.setLocalState(state);
    client.raw(encodeAwarenessFrame(encodeAwarenessUpdate(own, [client.doc.clientID])));
    own.destroy();
  };
  const seen = (): Map<number, Record<string, unknown>> => {
    const all = new Awareness(li.doc);
    for (const frame of li.frames) {
      const decoded = decodeFrame(frame);
      if (decoded?.kind === 'awareness') applyAwarenessUpdate(all, decoded.bytes, 'test');
    }
    all.destroy();
    return new Map([...all.getStates()].filter(([client]) => client !== 8003));
  };
  show(wang, { user: { name: '冒名', id: 'li' }, cursor: 5 });
  show(zhao, { user: { name: '赵' }, cursor: 6 });
  await li.until('both', () => seen().size === 2);
  assert.equal(seen().get(8001)?.['cursor'], 5);
  assert.match(JSON.stringify(seen().get(8001)?.['user']), /"id":"wang","name":"王秀兰","department":"司法所","hue":\d+/);
  assert.equal(Object.keys(seen().get(8002) ?? {}), ['user']);
  const echo = new Awareness(zhao.doc);
  echo.clientID = 8001;
  echo.setLocalState({ cursor: 99 });
  zhao.raw(encodeAwarenessFrame(encodeAwarenessUpdate(echo, [8001])));
  echo.destroy();
  zhao.close();
  await li.until('leaving', () => seen().size === 1);
  assert.is(seen().get(8001)?.['cursor'], 5);
  const late = await server.joined('li', { clients: [8004] });
  await late.until('who was here before', () => late.frames.some((frame) => frame[0] === 1));
  show(wang, { big: 'x'.repeat(5000) });
  await wang.closed(1009);
});

test('C11 a page of another origin is refused, unless it was named', async () => {
  const server = await TestServer.start({ origins: ['https://portal.example'] });
  const { WebSocket } = await import('ws');
  const token = await server.token('wang');
  const connect = (origin: string) =>
    new Promise<number>((done) => {
      const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${server.wire()}`, ['y.1', `bearer.${token}`], { origin });
      socket.on('message', () => {
        done(0);
        socket.terminate();
      });
      socket.on('close', done);
    });
  assert.is(await connect('https://portal.example'), 0);
  assert.is(await connect(server.url), 0);
  assert.is(await connect('https://evil.example'), 4403);
  await server.stop();
});

test('C12 a socket that stays quiet gets a sign of life', async () => {
  const server = await TestServer.start({ limits: { quietMs: 200 } });
  const ours = await server.joined('wang');
  const stock = await server.joined('li', { protocol: 'y.1' });
  await ours.until('a head', () => kinds(ours).includes('head'));
  await stock.until('an empty presence', () => stock.frames.some((frame) => frame.length === 3 && frame[0] === 1));
  await server.stop();
});

test('C13 a message is one unmasked binary frame, its length in one, two or eight bytes', () => {
  const headerOf = (length: number) => {
    const bytes = Uint8Array.from({ length }, (_, at) => at % 251);
    const frame = frameOf(bytes);
    const header = frame.subarray(0, frame.length - length);
    assert.equal(Uint8Array.from(frame.subarray(header.length)), bytes);
    return [...header];
  };
  assert.equal(headerOf(0), [0x82, 0]);
  assert.equal(headerOf(125), [0x82, 125]);
  assert.equal(headerOf(126), [0x82, 126, 0, 126]);
  assert.equal(headerOf(65_535), [0x82, 126, 0xff, 0xff]);
  assert.equal(headerOf(65_536), [0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0]);
});

test.run();

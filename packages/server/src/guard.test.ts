import { createRoomDoc, MESSAGE, SYNC } from '@onedoor/core';
import { contentDigest, Random } from '@onedoor/core/testing';
import * as decoding from 'lib0/decoding';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { postBulk, type RawClient, TestServer } from './testing/index.js';

const test = suite<{ server: TestServer; li: RawClient }>('guard on sockets');

test.before(async (context) => {
  context.server = await TestServer.start();
  context.li = await context.server.joined('li', { clientId: 5000 });
  context.li.doc.getText('t').insert(0, '木匠沟');
  await context.li.receipt(context.li.sent);
});
test.after((context) => context.server.stop());

const head = (server: TestServer): number => server.centre.roomsFor('wang', 'k1').find((room) => room.room === 'joint')?.seq ?? -1;
const digest = (server: TestServer): string => digestOf(server.centre.reader(server.wire()).doc);

/** Of a copy: asking a document for a type by its class fixes that class for good. */
function digestOf(doc: Y.Doc): string {
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  return contentDigest(copy);
}

/** What a refused frame must leave as it was: the log, the server's copy, another replica. */
async function traces({ server, li }: { server: TestServer; li: RawClient }): Promise<() => void> {
  await li.until('all that is logged', () => digestOf(li.doc) === digest(server));
  const before = [head(server), digest(server), digestOf(li.doc)];
  return () => assert.equal([head(server), digest(server), digestOf(li.doc)], before);
}

/** One update of a client that has written nothing here before. */
function updateOf(client: number, edit: (doc: Y.Doc) => void, from?: Y.Doc): Uint8Array {
  const doc = createRoomDoc();
  if (from !== undefined) Y.applyUpdate(doc, Y.encodeStateAsUpdate(from));
  // Afterwards: Yjs takes a new id when it meets its own in an update.
  doc.clientID = client;
  const before = Y.encodeStateVector(doc);
  edit(doc);
  const update = Y.encodeStateAsUpdate(doc, before);
  doc.destroy();
  return update;
}

async function refused(context: { server: TestServer; li: RawClient }, update: Uint8Array, code: string, close: number): Promise<void> {
  const unchanged = await traces(context);
  const wang = await context.server.joined('wang', { autoSend: false });
  const frame = wang.update(update);
  await wang.closed(close);
  assert.is(wang.refusal(), code);
  assert.is(wang.receipts.has(frame), false);
  unchanged();
  wang.close();
}

test('G1 a truncated update is refused and leaves nothing behind', async (context) => {
  const update = updateOf(7001, (doc) => doc.getText('t').insert(0, '截断的更新'));
  for (const length of [0, 1, 5, update.length - 1]) await refused(context, update.slice(0, length), 'MALFORMED', 4400);
});

test('G2 bit-flipped updates never damage log or copy: 300 seeds', async ({ server }) => {
  const random = new Random(11);
  const token = await server.token('wang');
  const wang = { device: 'flip', protocol: 1, schema: 1 };
  let refusals = 0;
  for (let round = 0; round < 300; round++) {
    const client = 100_000 + round;
    const update = Uint8Array.from(
      updateOf(client, (doc) => {
        doc.getText('t').insert(0, '一二三四五');
        doc.getMap('m').set('k', { deep: ['x', round] });
        doc.getText('t').delete(1, 2);
      }),
    );
    const flips = 1 + random.below(3);
    for (let flip = 0; flip < flips; flip++) {
      const at = random.below(update.length);
      update[at] = (update[at] ?? 0) ^ (1 << random.below(8));
    }
    const [answer] = (
      await postBulk(server.url, token, {
        ...wang,
        rooms: [{ wire: server.wire(), since: 0, clients: [], updates: [update], pull: false }],
      })
    ).rooms;
    const result = answer?.updates[0];
    assert.ok(result !== undefined, `round ${round}: ${JSON.stringify(answer?.refusal)}`);
    if ('refusal' in result) refusals++;
  }
  assert.ok(refusals > 100, `${refusals} refused`);
  const before = digest(server);
  await server.restart();
  assert.is(digest(server), before);
});

test("G3 an 11-byte GC struct on a victim's client id is refused", async (context) => {
  context.li = await context.server.joined('li', { clientId: 5000 });
  const struct = updateOf(5001, (doc) => {
    doc.getMap('x').set('a', new Y.Map());
    doc.getMap('x').delete('a');
  });
  const other = await context.server.joined('li', { clientId: 5001 });
  await refused(context, struct, 'FOREIGN_CLIENT', 4409);
  other.close();
});

test('G4 a forged next clock of somebody else is refused', async (context) => {
  const forged = updateOf(5000, (doc) => doc.getText('t').insert(0, '假'), context.server.centre.reader(context.server.wire()).doc);
  await refused(context, forged, 'FOREIGN_CLIENT', 4409);
});

test('G5 deletes of what nobody has yet are asked for once and refused when the answer does not cure them', async (context) => {
  const unchanged = await traces(context);
  const doc = createRoomDoc(7002);
  doc.getText('t').insert(0, '将来');
  const before = Y.encodeStateVector(doc);
  doc.getText('t').delete(0, 1);
  const wang = await context.server.joined('wang', { autoSend: false });
  const asked = wang.step1Count;
  wang.update(Y.encodeStateAsUpdate(doc, before));
  await wang.until('a question', () => wang.step1Count === asked + 1);
  wang.update(Uint8Array.of(0, 0), 1);
  await wang.closed(4409);
  assert.is(wang.refusal(), 'MISSING_DEPENDENCIES');
  unchanged();
});

test('G6 a dropped update: what builds on it is held, asked for, and taken when the answer brings it', async ({ server }) => {
  const wang = await server.joined('wang', { autoSend: false, clientId: 7003 });
  const updates: Uint8Array[] = [];
  wang.doc.on('update', (update: Uint8Array) => updates.push(update));
  wang.doc.getText('t').insert(0, '甲');
  wang.doc.getText('t').insert(1, '乙');
  wang.doc.getText('t').insert(2, '丙');
  const asked = wang.step1Count;
  const [, second, third] = updates;
  const frames = [wang.update(second ?? new Uint8Array()), wang.update(third ?? new Uint8Array())];
  await wang.until('one question', () => wang.step1Count === asked + 1);
  assert.is(wang.receipts.size, 0);
  frames.push(wang.update(Y.encodeStateAsUpdate(wang.doc), SYNC.step2));
  for (const frame of frames) await wang.receipt(frame);
  assert.is(wang.step1Count, asked + 1);
  assert.match(digest(server), '甲乙丙');
  wang.close();
});

test("G7 a second tab's edit that arrives first waits for the first tab's", async ({ server }) => {
  const wang = await server.joined('wang', { autoSend: false, clients: [7004, 7005] });
  const first = createRoomDoc(7004);
  first.getText('tab').insert(0, '一');
  const second = createRoomDoc(7005);
  Y.applyUpdate(second, Y.encodeStateAsUpdate(first));
  const before = Y.encodeStateVector(second);
  second.getText('tab').insert(1, '二');
  const early = wang.update(Y.encodeStateAsUpdate(second, before));
  await wang.until('the question', () => wang.step1Count === 2);
  const late = wang.update(Y.encodeStateAsUpdate(first));
  await wang.receipt(early);
  await wang.receipt(late);
  assert.is(server.centre.reader(server.wire()).doc.getText('tab').toString(), '一二');
  wang.close();
});

test('G8 frames that wait are bounded', async (context) => {
  const unchanged = await traces(context);
  const wang = await context.server.joined('wang', { autoSend: false });
  for (let count = 0; count < 65; count++) {
    const doc = createRoomDoc(300_000 + count);
    doc.getText('t').insert(0, 'a');
    const before = Y.encodeStateVector(doc);
    doc.getText('t').insert(1, 'b');
    wang.update(Y.encodeStateAsUpdate(doc, before));
  }
  await wang.closed(4409);
  unchanged();
});

test('G9 a V2 update is refused', async (context) => {
  const doc = createRoomDoc(7006);
  doc.getText('t').insert(0, '第二版编码');
  await refused(context, Y.encodeStateAsUpdateV2(doc), 'UPDATE_V2', 4400);
});

test("G10 a client id squatted before its owner's first write is the owner's still", async (context) => {
  const owner = await context.server.joined('li', { clientId: 7007 });
  await refused(
    context,
    updateOf(7007, (doc) => doc.getMap('s').set('a', 1)),
    'FOREIGN_CLIENT',
    4409,
  );
  owner.doc.getMap('s').set('a', '主人');
  await owner.receipt(owner.sent);
  assert.is(context.server.centre.reader(context.server.wire()).doc.getMap('s').get('a'), '主人');
  owner.close();
});

test("G11 naming another's id at hello, or in a later claim, is a clash that names the id", async ({ server }) => {
  const owner = await server.joined('li', { clientId: 7008 });
  const thief = await server.client('wang', { clients: [7008] });
  await thief.closed(4409);
  const [message] = thief.messages;
  assert.equal(message?.type === 'refused' ? [message.refusal.code, message.clients] : message, ['CLIENT_CLASH', [7008]]);
  const sameDevice = await server.joined('li', { clients: [7008] });
  assert.is(sameDevice.closeCode, undefined);
  const otherDevice = await server.client('li', { clients: [7008], device: 'other' });
  await otherDevice.closed(4409);
  owner.close();
});

test("G12 a reader's answer with deletes and no structs is never refused; a reader's edit is", async ({ server, li }) => {
  li.doc.getText('t').insert(0, '删');
  li.doc.getText('t').delete(0, 1);
  await li.receipt(li.sent);
  const zhao = await server.joined('zhao');
  assert.ok(zhao.sent > 0);
  await zhao.receipt(1);
  const everything = zhao.update(Y.encodeStateAsUpdate(zhao.doc));
  await zhao.receipt(everything);
  zhao.doc.getText('t').insert(0, '改');
  await zhao.closed(4409);
  assert.is(zhao.refusal(), 'NOT_WRITABLE');
  zhao.close();
});

test('G13 what is known already is receipted with the head and logs nothing; deletes that are known add nothing', async ({ server }) => {
  const wang = await server.joined('wang', { clientId: 7009 });
  wang.doc.getText('t').insert(0, '重复');
  await wang.receipt(wang.sent);
  const before = head(server);
  const frame = wang.update(Y.encodeStateAsUpdate(wang.doc));
  await wang.receipt(frame);
  assert.is(wang.receipts.get(frame), before);
  assert.is(head(server), before);
  wang.close();
});

test('G14 an update above the limit closes with 1009', async (context) => {
  const big = updateOf(7010, (doc) => doc.getText('t').insert(0, 'x'.repeat(8_400_000)));
  const wang = await context.server.joined('wang', { autoSend: false });
  wang.update(big);
  await wang.closed(1009);
  wang.close();
});

test('G15 frames that no protocol knows close with 4400 and never crash the server', async ({ server }) => {
  const rubbish = [
    Uint8Array.of(),
    '文字',
    Uint8Array.of(9, 9),
    Uint8Array.of(MESSAGE.sync, 7, 0),
    Uint8Array.of(MESSAGE.onedoor, 1, 120),
    Uint8Array.of(MESSAGE.awareness, 5, 1),
    Uint8Array.of(MESSAGE.sync, 0, 3, 255, 255, 255),
  ];
  for (const frame of rubbish) {
    const wang = await server.joined('wang', { autoSend: false });
    wang.raw(frame);
    await wang.closed(4400);
    wang.close();
  }
  const random = new Random(3);
  for (let round = 0; round < 40; round++) {
    const wang = await server.client('wang', { hello: false });
    await wang.until('open', () => wang.socket.readyState === 1);
    wang.raw(random.bytes(random.below(30)));
    await wang.until('a close', () => wang.closeCode !== undefined);
    wang.close();
  }
  const alive = await server.joined('wang');
  alive.close();
});

test('G16 an edit at the same moment as its broadcast is framed once a turn, and not sent back to its only author', async ({ server }) => {
  const wang = await server.joined('wang', { clientId: 7011 });
  const li = await server.joined('li', { clientId: 7012 });
  const [mine, theirs] = [wang.frames.length, li.frames.length];
  for (let count = 0; count < 20; count++) wang.doc.getText('turn').insert(count, '字');
  await li.until('the text', () => li.doc.getText('turn').length === 20);
  const updates = li.frames.slice(theirs).filter((frame) => frame[0] === MESSAGE.sync && frame[1] === SYNC.update);
  assert.ok(updates.length < 20, `${updates.length} frames`);
  assert.equal(
    wang.frames.slice(mine).filter((frame) => frame[0] === MESSAGE.sync),
    [],
  );
  assert.ok(decoding.createDecoder(updates[0] ?? new Uint8Array()).arr.length > 0);
  wang.close();
  li.close();
});

test('G17 what one socket brings in one turn is one entry, and each of its frames has a receipt', async (context) => {
  const { server } = context;
  const before = head(server);
  const wang = await server.joined('wang', { clientId: 7013 });
  const first = wang.sent + 1;
  for (let count = 0; count < 20; count++) wang.doc.getText('run').insert(count, '字');
  await wang.receipt(first + 19);
  await context.li.until('all of it', () => context.li.doc.getText('run').length === 20);
  const logged = Array.from({ length: 20 }, (_, at) => wang.receipts.get(first + at) ?? 0);
  assert.ok(
    logged.every((seq, at) => seq > before && seq <= head(server) && seq >= (logged[at - 1] ?? 0)),
    logged.join(),
  );
  assert.ok(new Set(logged).size < 20 && head(server) - before === new Set(logged).size, `${head(server) - before} entries`);
  wang.close();
});

test('G18 of several frames in one turn, those before a bad one are logged, and it alone is blamed', async (context) => {
  const { server } = context;
  const doc = createRoomDoc();
  doc.clientID = 7014;
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  for (let count = 0; count < 3; count++) doc.getText('bad').insert(count, '好');
  const wang = await server.joined('wang', { autoSend: false, clientId: 7014 });
  const frames = updates.map((update) => wang.update(update));
  const bad = wang.update(Uint8Array.of(1, 255, 255));
  wang.update(updateOf(7015, (other) => other.getText('bad').insert(0, '后')));
  await wang.closed(4400);
  assert.is(wang.refusal(), 'MALFORMED');
  assert.ok(frames.every((frame) => wang.receipts.has(frame)));
  assert.is(wang.receipts.has(bad), false);
  await context.li.until('the good ones', () => context.li.doc.getText('bad').toString().includes('好好好'));
  wang.close();
});

test.run();

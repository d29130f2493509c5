/*
 * Honest clients that a simple guard would refuse, and what people behind it must not notice.
 */
import { createRoomDoc, encodeAwarenessFrame, SYNC } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { Arena, digestOf, VICTIM } from './arena.js';
import { presenceOf, updateOf } from './forge.js';

const test = suite<{ arena: Arena }>('honest people');

test.before(async (context) => {
  context.arena = await Arena.open();
});
test.after((context) => context.arena.close());

const serverText = (arena: Arena, name: string): string => arena.server.centre.reader(arena.server.wire()).doc.getText(name).toString();

test("the second tab's edit arrives before the first tab's, which it builds on", async ({ arena }) => {
  const [one, two] = [arena.id(), arena.id()];
  const client = await arena.joined('wang', { clients: [one, two] });
  const first = updateOf(one, (doc) => doc.getText('tabs').insert(0, '先'));
  const base = new Y.Doc();
  Y.applyUpdate(base, first);
  const second = updateOf(two, (doc) => doc.getText('tabs').insert(1, '后'), base);
  const early = client.update(second);
  await client.until('the question', () => client.step1Count === 2);
  const late = client.update(first);
  await client.receipt(early);
  await client.receipt(late);
  assert.is(serverText(arena, 'tabs'), '先后');
  assert.is(client.closeCode, undefined);
  client.close();
});

test('a delete that overtakes what it deletes waits for it, and neither is refused', async ({ arena }) => {
  const id = arena.id();
  const client = await arena.joined('wang', { clients: [id] });
  const doc = createRoomDoc(id);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => updates.push(update));
  doc.getText('overtaken').insert(0, '写了又删');
  doc.getText('overtaken').delete(1, 2);
  const [written, deleted] = updates;
  const early = client.update(deleted ?? new Uint8Array());
  await client.until('the question', () => client.step1Count === 2);
  client.update(written ?? new Uint8Array());
  await client.receipt(early);
  assert.is(serverText(arena, 'overtaken'), '写删');
  client.close();
});

test("a reader's answer to step 1 brings all deletes and is receipted, as is all that is known", async ({ arena }) => {
  arena.li.doc.getText('t').insert(0, '删');
  arena.li.doc.getText('t').delete(0, 1);
  await arena.li.receipt(arena.li.sent);
  const reader = await arena.joined('zhao');
  const before = arena.store.rooms();
  const frames = [
    reader.update(Y.encodeStateAsUpdate(reader.doc, Y.encodeStateVector(reader.doc)), SYNC.step2),
    reader.update(Y.encodeStateAsUpdate(reader.doc), SYNC.step2),
  ];
  for (const frame of frames) await reader.receipt(frame);
  assert.equal(arena.store.rooms(), before);
  assert.is(reader.closeCode, undefined);
  reader.close();
});

test('somebody who offers what others wrote, as after a restore, is not taken for a forger where it is known', async ({ arena }) => {
  const client = await arena.joined('wang');
  const frame = client.update(Y.encodeStateAsUpdate(client.doc));
  await client.receipt(frame);
  client.close();
});

test('what another wrote and the server lacks is refused with the id that is meant, so that it can be proposed instead', async ({
  arena,
}) => {
  const client = await arena.joined('wang');
  const copy = new Y.Doc();
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(client.doc));
  const lost = updateOf(VICTIM, (doc) => doc.getText('t').insert(0, '备份之后写的'), copy);
  client.update(lost);
  await client.closed(4409);
  const message = client.messages.at(-1);
  assert.equal(message?.type === 'refused' ? [message.refusal.code, message.clients] : message, ['FOREIGN_CLIENT', [VICTIM]]);
});

test('after a refusal the same person rejoins under a new id and goes on', async ({ arena }) => {
  const base = arena.server.centre.reader(arena.server.wire()).doc;
  assert.is(await arena.update(updateOf(VICTIM, (doc) => doc.getText('rejoin').insert(0, '重写'), base)), 'FOREIGN_CLIENT');
  const again = await arena.joined('wang', { clientId: arena.id(), autoSend: true });
  again.doc.getText('rejoin').insert(0, '重写');
  await again.receipt(again.sent);
  assert.is(serverText(arena, 'rejoin'), '重写');
  again.close();
});

test('32 levels are written, and a long text in one piece, and 1,000 keystrokes without a pause', async ({ arena }) => {
  const client = await arena.joined('wang', { clientId: arena.id(), autoSend: true });
  client.doc.transact(() => {
    let inner = client.doc.getMap('levels');
    for (let level = 1; level < 32; level++) {
      const next = new Y.Map<unknown>();
      inner.set('k', next);
      inner = next;
    }
  });
  await client.receipt(client.sent);
  client.doc.getText('long').insert(0, '长'.repeat(200_000));
  await client.receipt(client.sent);
  for (let key = 0; key < 1000; key++) client.doc.getText('keys').insert(key, '字');
  await client.receipt(client.sent);
  assert.is(serverText(arena, 'keys').length, 1000);
  assert.is(client.closeCode, undefined);
  client.close();
});

test('a whole office whose tokens ran out over night signs in again', async () => {
  const arena = await Arena.open({ failuresPerAddressBurst: 5, failuresPerAddressPerMinute: 1 });
  const old = await arena.token('wang', -60_000);
  for (let round = 0; round < 20; round++)
    assert.is(await arena.http('/api/me', { headers: { authorization: `Bearer ${old}` } }), 'TOKEN_EXPIRED');
  assert.is(await arena.http('/api/me', { person: 'wang' }), 'known');
  await arena.close();
});

test('who was signed in goes on while somebody behind the same address tries tokens', async () => {
  const arena = await Arena.open({ failuresPerAddressBurst: 5, failuresPerAddressPerMinute: 1 });
  const headers = { authorization: `Bearer ${await arena.token('wang')}` };
  assert.is(await arena.http('/api/me', { headers }), 'known');
  for (let round = 0; round < 8; round++) await arena.http('/api/me', { headers: { authorization: `Bearer a.b.${round}` } });
  assert.is(await arena.http('/api/me', { headers: { authorization: 'Bearer a.b.c' } }), 'TOO_OFTEN');
  assert.is(await arena.http('/api/me', { headers }), 'known');
  await arena.close();
});

test("a flood of one person leaves the others' budgets alone", async () => {
  const arena = await Arena.open({ framesPerPersonBurst: 100, framesPerPersonPerS: 1 });
  const flood = await arena.joined('wang');
  for (let round = 0; round < 200; round++) flood.raw(Uint8Array.of(3));
  assert.is(await arena.closed(flood), 'TOO_OFTEN');
  arena.li.doc.getText('t').insert(0, '李照常写');
  await arena.li.receipt(arena.li.sent);
  await arena.close();
});

test('what a flood was closed for is sent again by a stock client, which retries, and nothing is lost', async () => {
  const arena = await Arena.open({ writesPerPersonBurst: 10, writesPerPersonPerS: 20 });
  const doc = new Y.Doc();
  const closes: number[] = [];
  const provider = new WebsocketProvider(`${arena.url.replace('http', 'ws')}/ws`, arena.server.wire(), doc, {
    protocols: ['y.1', `bearer.${await arena.token('wang')}`],
    // The provider's type asks for the browser's class; ws has the same interface.
    WebSocketPolyfill: WebSocket as unknown as typeof globalThis.WebSocket,
    disableBc: true,
    maxBackoffTime: 200,
  });
  provider.on('connection-close', (event) => {
    if (event !== null) closes.push(event.code);
  });
  await arena.li.until('sync', () => provider.synced);
  for (let key = 0; key < 60; key++) doc.getText('pasted').insert(key, '字');
  await arena.li.until('all of it', () => serverText(arena, 'pasted').length === 60, 15_000);
  assert.ok(closes.includes(4529), closes.join());
  provider.destroy();
  doc.destroy();
  await arena.close();
});

test('a page of a portal that was named, our own page and a program without origin are served', async ({ arena }) => {
  for (const origin of ['https://portal.example', arena.url])
    assert.is(await arena.http('/api/me', { person: 'wang', headers: { origin } }), 'known');
  assert.is(await arena.http('/api/me', { person: 'wang' }), 'known');
});

test('a reader is seen by name alone, and a writer with what they show, under the name of the directory', async ({ arena }) => {
  const [reader, writer] = [arena.id(), arena.id()];
  const zhao = await arena.joined('zhao', { clients: [reader] });
  const wang = await arena.joined('wang', { clients: [writer] });
  zhao.raw(encodeAwarenessFrame(presenceOf([reader, 1, '{"note":"夹带","user":{"name":"李卫东"}}'])));
  wang.raw(encodeAwarenessFrame(presenceOf([writer, 2 ** 50, '{"cursor":1,"user":{"name":"李卫东"}}'])));
  await arena.li.until('both', () => arena.presences().has(reader) && arena.presences().has(writer));
  assert.equal(Object.keys(arena.presences().get(reader) ?? {}), ['user']);
  assert.match(JSON.stringify(arena.presences().get(reader)), '赵敏');
  assert.is(arena.presences().get(writer)?.['cursor'], 1);
  assert.match(JSON.stringify(arena.presences().get(writer)), '王秀兰');
  // A jump of the clock does not hide what comes after it.
  wang.raw(encodeAwarenessFrame(presenceOf([writer, 3, '{"cursor":2}'])));
  await arena.li.until('the next caret', () => arena.presences().get(writer)?.['cursor'] === 2);
  zhao.close();
  wang.close();
});

test('all replicas are what the server is', async ({ arena }) => {
  const late = await arena.server.joined('wang', { clientId: arena.id(), device: 'late' });
  assert.is(digestOf(late.doc), digestOf(arena.server.centre.reader(arena.server.wire()).doc));
  await arena.li.until('the same', () => digestOf(arena.li.doc) === digestOf(late.doc));
});

test.run();

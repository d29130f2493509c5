/*
 * Nobody writes in another's name: who wrote what is the log's to say, whatever a document, a frame or a presence claims.
 */
import { createRoomDoc, type FieldHistory, fieldHistory } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { Arena, VICTIM } from './arena.js';
import { presenceOf, updateOf } from './forge.js';

const test = suite<{ arena: Arena }>('attribution cannot be forged');
const SUMMARY = 'facts/facts/summary';

test.before.each(async (context) => {
  context.arena = await Arena.open();
  const { li } = context.arena;
  li.doc.getText(SUMMARY).insert(0, '李的话');
  li.doc.getMap('facts').set('facts/place', '李的地点');
  await li.receipt(li.sent);
});
test.after.each(({ arena }) => arena.close());

async function ask({ url, server }: Arena, field: 'summary' | 'place'): Promise<FieldHistory> {
  const query = new URLSearchParams({ case: 'k1', room: 'joint', collection: 'facts', record: 'facts', field });
  const answer = await fetch(`${url}/api/attribution?${query}`, { headers: { authorization: `Bearer ${await server.token('wang')}` } });
  return fieldHistory.parse(await answer.json());
}

/** `person text`, deleted ones with `-person`. */
async function writers(arena: Arena): Promise<string[]> {
  const told = await ask(arena, 'summary');
  return told.kind === 'text'
    ? told.runs.map(({ person, text, deleted }) => `${person} ${text}${deleted === undefined ? '' : ` -${deleted.person}`}`)
    : [];
}

async function values(arena: Arena): Promise<string[]> {
  const told = await ask(arena, 'place');
  return told.kind === 'values' ? told.values.map(({ person, json = '', state }) => `${person} ${json} ${state}`) : [];
}

const serverDoc = (arena: Arena): Y.Doc => arena.server.centre.reader(arena.server.wire()).doc;

/** Writes as 王 under an id of one's own, on top of what is there. */
async function writeAsWang(arena: Arena, edit: (doc: Y.Doc) => void): Promise<void> {
  const id = arena.id();
  const client = await arena.joined('wang', { clients: [id] });
  await client.receipt(client.update(updateOf(id, edit, serverDoc(arena))));
  client.close();
}

test('attributes of a text that name another as its author change nothing', async ({ arena }) => {
  await writeAsWang(arena, (doc) => doc.getText(SUMMARY).insert(0, '王的话', { author: 'li', person: 'li', by: VICTIM }));
  assert.equal(await writers(arena), ['wang 王的话', 'li 李的话']);
});

test("keys of a record that name an author, and a time of one's own, change nothing", async ({ arena }) => {
  await writeAsWang(arena, (doc) => {
    const facts = doc.getMap('facts');
    facts.set('facts/$', 1);
    facts.set('facts/author', 'li');
    facts.set('facts/place', '王的地点');
  });
  assert.equal(await values(arena), ['wang "王的地点" current', 'li "李的地点" past']);
  const told = await ask(arena, 'place');
  assert.ok(told.kind === 'values' && told.values.every(({ at }) => Math.abs(at - Date.now()) < 60_000));
});

test("words under a victim's client id are refused, and whoever sends the victim's own again is not their writer", async ({ arena }) => {
  assert.is(await arena.update(updateOf(VICTIM, (doc) => doc.getText(SUMMARY).insert(0, '我承认'), serverDoc(arena))), 'FOREIGN_CLIENT');
  assert.is(await arena.update(Y.encodeStateAsUpdate(serverDoc(arena))), 'known');
  assert.equal(await writers(arena), ['li 李的话']);
  assert.equal(await values(arena), ['li "李的地点" current']);
});

test("a presence in another's name makes nobody their words", async ({ arena }) => {
  const id = arena.id();
  const client = await arena.joined('wang', { clients: [id] });
  await arena.presence(presenceOf([id, 1, JSON.stringify({ user: { id: 'li', name: '李卫东' } })]), 'wang', { clients: [id] });
  await client.receipt(client.update(updateOf(id, (doc) => doc.getText(SUMMARY).insert(0, '王的话'), serverDoc(arena))));
  client.close();
  assert.equal(await writers(arena), ['wang 王的话', 'li 李的话']);
});

test('who deletes is who sent the deletion, not who wrote what is gone', async ({ arena }) => {
  await writeAsWang(arena, (doc) => doc.getText(SUMMARY).delete(0, 1));
  assert.equal(await writers(arena), ['li 李 -wang', 'li 的话']);
  // A deletion that is known already adds no second one.
  const again = createRoomDoc();
  Y.applyUpdate(again, Y.encodeStateAsUpdate(serverDoc(arena)));
  assert.is(await arena.update(Y.encodeStateAsUpdate(again), 'li'), 'known');
  assert.equal(await writers(arena), ['li 李 -wang', 'li 的话']);
});

test.run();

import { applyDelta, Facts, type OpenRoom, textDifference } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ShownRoom } from './open-room.js';
import { until } from './testing/fake-platform.js';
import { must, withWorld } from './testing/must.js';
import { CASE_ARGS, type World } from './testing/world.js';
import { RoomRich } from './text-field.js';

const test = suite('text field');

async function summaryOf(world: World) {
  const { session } = await world.tab('a');
  await until('online', () => session.sync.get().connection === 'online');
  const id = must(await session.createCase(CASE_ARGS));
  await until('logged', () => session.sync.get().unsent === 0);
  const room = session.open({ case: id, room: 'joint' });
  await room.ready;
  return {
    session,
    room,
    key: `centre/${id}/joint`,
    first: room.text(Facts, 'facts', 'summary', '案情'),
    second: room.text(Facts, 'facts', 'summary'),
  };
}

test('a handle hears the others and not itself; another handle of the same text is another', () =>
  withWorld(async (world) => {
    const { first, second } = await summaryOf(world);
    const heard: unknown[] = [];
    first.watch((delta) => heard.push(['first', delta]));
    second.watch((delta) => heard.push(['second', delta]));
    first.edit([{ insert: '水' }]);
    second.edit([{ retain: 1 }, { insert: '渠' }]);
    assert.equal(heard, [
      ['second', [{ insert: '水' }]],
      ['first', [{ retain: 1 }, { insert: '渠' }]],
    ]);
    assert.is(first.label, '案情');
  }));

test('an edit that cuts a character in two or does not fit is a fault of the caller, and changes nothing', () =>
  withWorld(async (world) => {
    const { first, session } = await summaryOf(world);
    first.edit([{ insert: '𠮷' }]);
    await until('logged', () => session.sync.get().unsent === 0);
    assert.throws(() => first.edit([{ retain: 1 }, { insert: 'x' }]), /BAD_VALUE/);
    assert.throws(() => first.edit([{ delete: 9 }]), /BAD_VALUE/);
    assert.is(first.value(), '𠮷');
    assert.is(session.sync.get().unsent, 0);
  }));

test('excerpts that are kept with an edit follow what others write, undo and take back', () =>
  withWorld(async (world) => {
    const { first, second, session } = await summaryOf(world);
    first.watch(() => {});
    const random = new Random(5);
    first.edit([{ insert: '水渠'.repeat(30) }]);
    for (let at = 0; at < 60; at++) {
      const writer = random.chance(1 / 3) ? second : first;
      if (random.chance(1 / 8)) first.undo();
      const before = first.value();
      const from = random.below(before.length + 1);
      writer.edit([
        { retain: from },
        { delete: random.below(Math.min(3, before.length - from) + 1) },
        { insert: String.fromCharCode(0x4e00 + at) },
      ]);
      const [edit] = session.kernel.outbox.all().at(-1)?.edits?.slice(-1) ?? [];
      assert.is(edit?.before, before.slice(Math.max(0, from - 24), from));
      assert.is(first.value().slice(0, from), before.slice(0, from));
    }
    await until('logged', () => session.sync.get().unsent === 0);
  }));

test("undo takes back one's own words and leaves those of others", () =>
  withWorld(async (world) => {
    const { first, room, key, session } = await summaryOf(world);
    first.edit([{ insert: '我写的' }]);
    await until('synced', () => room.status.get().synced && session.sync.get().unsent === 0);
    world.server.write(key, (doc) => void doc.getText('facts/facts/summary').insert(3, '他写的'));
    await until('arrived', () => first.value() === '我写的他写的');
    const heard: unknown[] = [];
    first.watch((delta) => heard.push(delta));
    first.undo();
    assert.is(first.value(), '他写的');
    assert.equal(heard, [[{ delete: 3 }]]);
    first.redo();
    assert.is(first.value(), '我写的他写的');
    await until('on the server', () => world.server.reader(key).text(Facts, 'facts', 'summary') === '我写的他写的');
  }));

test('a caret is seen by others where it stands in their text', () =>
  withWorld(async (world) => {
    const { first, second, room } = await summaryOf(world);
    first.edit([{ insert: '一二三' }]);
    first.setCaret({ anchor: 1, head: 2 });
    assert.equal(second.carets(), [], 'not to oneself');
    assert.is(room.presence.get()[0]?.self, true);
    first.setCaret(undefined);
  }));

test('the difference of two texts leads from one to the other and never cuts a character', () => {
  const random = new Random(7);
  const pieces = ['一', '二', '𠮷', '𠮶', 'a', '🙂', '🙃'];
  const word = () => Array.from({ length: random.below(8) }, () => random.pick(pieces)).join('');
  for (let i = 0; i < 3000; i++) {
    const [from, to] = [word(), word()];
    const delta = textDifference(from, to);
    assert.is(applyDelta(from, delta), to);
    let at = 0;
    for (const step of delta) {
      if ('insert' in step) assert.is(step.insert, Buffer.from(step.insert).toString(), 'whole characters');
      else at += 'retain' in step ? step.retain : step.delete;
      const code = from.charCodeAt(at);
      assert.ok(at >= from.length || at === 0 || code < 0xdc00 || code > 0xdfff, `${from} → ${to} at ${at}`);
    }
  }
});

/** A handle of the same text that knows its formatting: what is plain is structured text of paragraphs. */
const richOf = (room: OpenRoom): RoomRich => {
  assert.instance(room, ShownRoom);
  const { copy } = room as ShownRoom;
  return new RoomRich({ copy, access: () => (room as ShownRoom).access(), actor: () => 'a' }, 'facts/facts/summary', '案情');
};

test('a structured text is typed, formatted, told with its attributes and taken back', () =>
  withWorld(async (world) => {
    const { first, room, session } = await summaryOf(world);
    first.edit([{ insert: '笔录' }]);
    const [own, other] = [richOf(room), richOf(room)];
    const heard: unknown[] = [];
    other.watch((delta) => heard.push(delta));
    own.edit([{ retain: 2 }, { insert: '\n', attributes: { block: 'h1' } }, { insert: '同意', attributes: { bold: true } }]);
    own.edit([{ retain: 3 }, { retain: 1, attributes: { bold: null } }]);
    assert.equal(own.contents(), [
      { insert: '笔录' },
      { insert: '\n', attributes: { block: 'h1' } },
      { insert: '同' },
      { insert: '意', attributes: { bold: true } },
    ]);
    assert.equal(heard, [
      [{ retain: 2 }, { insert: '\n', attributes: { block: 'h1' } }, { insert: '同意', attributes: { bold: true } }],
      [{ retain: 3 }, { retain: 1, attributes: { bold: null } }],
    ]);
    assert.is(first.value(), '笔录\n同意');
    assert.is(own.value(), first.value());
    // Typed between bold letters without a word of it: not bold.
    own.edit([{ retain: 5 }, { insert: '了', attributes: {} }]);
    own.edit([{ retain: 4 }, { insert: '不', attributes: { bold: true } }]);
    assert.equal(own.contents().slice(2), [{ insert: '同' }, { insert: '不意', attributes: { bold: true } }, { insert: '了' }]);
    own.undo();
    assert.is(own.value(), '');
    own.redo();
    assert.is(own.value(), '笔录\n同不意了');
    await until('logged', () => session.sync.get().unsent === 0);
  }));

test('what two people made of a structured text is the same on both sides, and with a server that checks', () =>
  withWorld(async (world) => {
    const { room, session } = await summaryOf(world);
    const own = richOf(room);
    own.edit([
      { insert: '户' },
      { insert: '\n', attributes: { block: 'row:a' } },
      { insert: '元' },
      { insert: '\n', attributes: { block: 'row:a' } },
    ]);
    await until('logged', () => session.sync.get().unsent === 0);
    const { session: second } = await world.tab('a');
    await until('online', () => second.sync.get().connection === 'online');
    const again = second.open(room.ref);
    await again.ready;
    const theirs = richOf(again);
    await until('here', () => theirs.value() === own.value());
    assert.equal(theirs.contents(), own.contents());
    theirs.edit([{ retain: 1 }, { insert: '主' }, { retain: 2 }, { retain: 1, attributes: { block: null } }]);
    await until('there', () => own.value() === '户主\n元\n');
    assert.equal(own.contents(), [{ insert: '户主' }, { insert: '\n', attributes: { block: 'row:a' } }, { insert: '元\n' }]);
  }));

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type * as Y from 'yjs';
import { rerun } from '../commands/rerun.js';
import { TwoReplicas } from '../testing/index.js';
import { createRoomDoc } from './register.js';
import { type RichLine, richContents, richDifference, richLines } from './rich.js';
import type { TextDelta } from './text.js';
import { anchorEdits, mergeEdits } from './text-edits.js';

const test = suite('rich text');
const NAME = 'note/n/body';
const line = (text: string, block?: string): RichLine => ({
  ...(block === undefined ? {} : { block }),
  depth: 0,
  runs: text === '' ? [] : [{ text, marks: [] }],
});
const told = (doc: Y.Doc): string[] =>
  richLines(doc.getText(NAME).toDelta()).map(
    ({ block = 'p', runs }) => `${block} ${runs.map(({ text, marks }) => `${text}${marks.map((mark) => `/${mark}`).join('')}`).join('')}`,
  );

test('RT1 an empty text is one empty paragraph, and a plain text is a structured one', () => {
  assert.equal(richLines([]), [line('')]);
  assert.equal(richLines([{ insert: '甲\n乙' }]), [line('甲'), line('乙')]);
});

test('RT2 lines as they are stored are the same lines again; what this version does not know shows nothing', () => {
  const lines: RichLine[] = [
    line('笔录', 'h1'),
    { block: 'ol', depth: 2, runs: [{ text: '甲', marks: ['bold', 'underline'] }] },
    line('户', 'row:1'),
    line('元', 'row:1'),
    line(''),
  ];
  assert.equal(richLines(richContents(lines)), lines);
  assert.equal(
    richLines([
      { insert: '甲', attributes: { colour: 'red' } },
      { insert: '\n', attributes: { block: 'poem', depth: 9 } },
    ]),
    [line('甲'), line('')],
  );
});

test('RT3 the difference of two texts makes one of the other, formatting too', () => {
  const from = richContents([line('一二三', 'h1'), line('四五六'), line('')]);
  const to = richContents([
    line('一二三', 'ul'),
    {
      depth: 0,
      runs: [
        { text: '四', marks: [] },
        { text: '五', marks: ['bold'] },
      ],
    },
    line('六'),
  ]);
  const doc = createRoomDoc();
  doc.getText(NAME).applyDelta([...from]);
  doc.getText(NAME).applyDelta([...richDifference(from, to)]);
  assert.equal(richLines(doc.getText(NAME).toDelta()), richLines(to));
  assert.equal(
    richDifference(to, to).filter((step) => !('retain' in step) || step.attributes !== undefined),
    [],
  );
});

test('RT4 whoever splits, joins, formats and writes at once loses nothing', () => {
  const pair = new TwoReplicas();
  const [a, b] = [pair.a.doc.getText(NAME), pair.b.doc.getText(NAME)];
  a.applyDelta([...richContents([line('前半后半'), line('第二段'), line('尾', 'ul'), line('')])]);
  pair.exchange();
  a.applyDelta([{ retain: 2 }, { insert: '\n', attributes: {} }]);
  a.applyDelta([{ retain: 2 }, { retain: 1, attributes: { block: 'h1' } }]);
  b.applyDelta([{ retain: 4 }, { insert: '，写完' }]);
  b.applyDelta([{ retain: 7 }, { delete: 1 }]);
  b.applyDelta([{ retain: 2 }, { retain: 2, attributes: { bold: true } }]);
  pair.exchange();
  const expected = ['h1 前半', 'p 后半/bold，写完第二段', 'ul 尾', 'p '];
  assert.equal(told(pair.a.doc), expected);
  assert.equal(told(pair.b.doc), expected);
});

test('RT5 kept edits of a structured text are made again with their formatting', () => {
  const base = richContents([line('双方到场'), line('')]);
  const delta: TextDelta = [
    { insert: '笔录', attributes: { bold: true } },
    { insert: '\n', attributes: { block: 'h1' } },
    { retain: 2 },
    { retain: 2, attributes: { underline: true } },
    { delete: 1 },
    { insert: '。', attributes: {} },
    { insert: '\n', attributes: { block: 'ul' } },
  ];
  const made = createRoomDoc();
  made.getText(NAME).applyDelta([...base]);
  const value = made.getText(NAME).toString();
  made.getText(NAME).applyDelta([...delta]);
  const edits = JSON.parse(JSON.stringify(mergeEdits(anchorEdits(value, delta))));
  const again = createRoomDoc();
  again.getText(NAME).applyDelta([{ insert: '昨天' }, ...base]);
  const ran = rerun(
    again,
    { command: () => undefined },
    { command: 'text.edit', args: { name: NAME }, edits },
    { person: 'li', now: 0, id: () => 'x' },
  );
  assert.ok(ran.ok, JSON.stringify(ran));
  assert.equal(told(made), ['h1 笔录/bold', 'ul 双方到场/underline。', 'p ']);
  assert.equal(told(again), ['h1 笔录/bold', 'ul 昨天双方到场/underline。', 'p ']);
});

test('RT6 a line end at the end of a text is kept when the edit is made again', () => {
  const doc = createRoomDoc();
  doc.getText(NAME).insert(0, '甲');
  const edits = anchorEdits('甲', [{ retain: 1 }, { insert: '\n' }]);
  const ran = rerun(
    doc,
    { command: () => undefined },
    { command: 'text.edit', args: { name: NAME }, edits },
    { person: 'li', now: 0, id: () => 'x' },
  );
  assert.ok(ran.ok);
  assert.is(doc.getText(NAME).toString(), '甲\n');
});

test.run();

import { type RichLine, richContents, richLines, type TextAttributes, type TextDelta, textOfContents } from '@onedoor/core';
import fc from 'fast-check';
import type { Node } from 'prosemirror-model';
import { type Command, EditorState, TextSelection } from 'prosemirror-state';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { composeDeltas } from '../text/delta.js';
import { shownIn } from './binding.js';
import { addColumn, addRow, deleteColumn, deleteRow, emptied, indent, insertTable, isAcross, KEYS, setKind } from './commands.js';
import { contentsOfDoc, deltaOfDocs, docOf, offsetOf, partOfDoc, positionOf } from './lines.js';
import { normalizing } from './normal.js';

const test = suite('rich lines');

const marks = fc.subarray(['bold', 'italic', 'underline'] as const);
const runs = fc.array(fc.record({ text: fc.constantFrom('调解', 'aa', 'a', '𠮷', '\u2028', '笔录。'), marks }), { maxLength: 3 });
const line: fc.Arbitrary<RichLine> = fc.oneof(
  runs.map((each) => ({ depth: 0, runs: each })),
  fc.record({ block: fc.constantFrom('h1', 'h2'), depth: fc.constant(0), runs }),
  fc.record({ block: fc.constantFrom('ul', 'ol'), depth: fc.integer({ min: 0, max: 4 }), runs }),
  fc.record({ block: fc.constantFrom('row:1', 'row:2', 'row:3'), depth: fc.constant(0), runs }),
);
const lines = fc.array(line, { maxLength: 8 });

/** What is stored, so that two of it can be compared. */
const whole = (contents: TextDelta): string =>
  JSON.stringify(
    richLines(contents).map(({ runs: each, ...kind }) => [
      kind,
      each.flatMap(({ text, marks: own }) => text.split('').map((unit) => [unit, own])),
    ]),
  );

let ids = 0;
const stateOf = (doc: Node): EditorState => EditorState.create({ doc, plugins: [normalizing(() => `n${++ids}`)] });

const COMMANDS: readonly Command[] = [
  ...Object.values(KEYS),
  setKind('p'),
  setKind('h1'),
  setKind('ul'),
  setKind('ol'),
  indent(1),
  indent(-1),
  insertTable,
  addRow,
  addColumn,
  deleteRow,
  deleteColumn,
  (state, dispatch) => {
    dispatch?.(isAcross(state) ? emptied(state).insertText('字') : state.tr.insertText('aa'));
    return true;
  },
  (state, dispatch) => {
    dispatch?.(state.tr.deleteSelection());
    return true;
  },
];

test('RL1 a stored text is one document, and that document is this text', () => {
  fc.assert(
    fc.property(lines, (given) => {
      const contents = richContents(given);
      const doc = docOf(contents);
      doc.check();
      assert.is(whole(contentsOfDoc(doc)), whole(contents));
      assert.is(offsetOf(doc, doc.content.size), textOfContents(contents).length);
      for (let at = 0; at <= textOfContents(contents).length; at++) assert.is(offsetOf(doc, positionOf(doc, at)), at);
    }),
    { numRuns: 200 },
  );
});

test('RL2 whatever a command does to the document, the delta does to the stored text', () => {
  fc.assert(
    fc.property(lines, fc.array(fc.tuple(fc.nat(), fc.nat(), fc.constantFrom(...COMMANDS)), { maxLength: 6 }), (given, steps) => {
      let stored = richContents(given);
      let state = stateOf(docOf(stored));
      for (const [a, b, command] of steps) {
        const size = textOfContents(stored).length + 1;
        const at = (place: number) => positionOf(state.doc, place % size);
        state = state.apply(state.tr.setSelection(TextSelection.create(state.doc, at(a), at(a + (b % 9)))));
        const before = state.doc;
        let changedAt: number | undefined;
        command(state, (tr) => {
          if (tr.steps.length === 1) tr.mapping.maps[0]?.forEach((from) => void (changedAt ??= from));
          state = state.apply(tr);
        });
        state.doc.check();
        const delta = deltaOfDocs(before, state.doc, changedAt);
        stored = composeDeltas(stored, delta);
        assert.is(whole(stored), whole(contentsOfDoc(state.doc)));
        // What is shown is what another page makes of the stored text.
        assert.is(whole(contentsOfDoc(docOf(stored))), whole(contentsOfDoc(state.doc)));
        assert.is(JSON.stringify(docOf(stored)), JSON.stringify(state.doc));
      }
    }),
    { numRuns: 400 },
  );
});

const change = (length: number): fc.Arbitrary<TextDelta> =>
  fc
    .array(
      fc.tuple(
        fc.nat({ max: 6 }),
        fc.oneof(
          fc.record({
            insert: fc.constantFrom('x', '\n', '\n\n', 'yz'),
            attributes: fc.constantFrom<TextAttributes[]>(
              {},
              { bold: true },
              { block: 'h1' },
              { block: 'row:1' },
              { block: 'ul', depth: 1 },
            ),
          }),
          fc.record({ delete: fc.integer({ min: 1, max: 5 }) }),
          fc.record({
            retain: fc.integer({ min: 1, max: 5 }),
            attributes: fc.constantFrom<TextAttributes[]>(
              { bold: true },
              { bold: null },
              { block: 'h2' },
              { block: null },
              { block: 'row:2' },
            ),
          }),
        ),
      ),
      { maxLength: 4 },
    )
    .map((parts) => {
      let left = length;
      return parts.flatMap(([keep, step]): TextDelta => {
        const kept = Math.min(keep, left);
        left -= kept;
        const span = 'delete' in step ? step.delete : 'retain' in step ? step.retain : 0;
        if (span > left) return [{ retain: kept }];
        left -= span;
        return [{ retain: kept }, step];
      });
    });

test('RL3 what others write is shown as the stored text says it, whatever it is', () => {
  fc.assert(
    fc.property(
      lines.chain((given) => {
        const stored = richContents(given);
        return fc.tuple(fc.constant(stored), change(textOfContents(stored).length), fc.nat());
      }),
      ([stored, delta, place]) => {
        const doc = docOf(stored);
        const at = positionOf(doc, place % (textOfContents(stored).length + 1));
        const state = stateOf(doc);
        const caret = state.apply(state.tr.setSelection(TextSelection.create(doc, at)));
        const shown = caret.apply(shownIn(caret, delta, false));
        shown.doc.check();
        const after = composeDeltas(stored, delta);
        assert.is(JSON.stringify(shown.doc), JSON.stringify(docOf(after)));
        assert.is(whole(partOfDoc(shown.doc, 0, textOfContents(after).length)), whole(after));
      },
    ),
    { numRuns: 400 },
  );
});

test('RL4 of what others write only the blocks that change are made anew', () => {
  const doc = docOf(richContents(Array.from({ length: 100 }, (_, index) => ({ depth: 0, runs: [{ text: `第${index}段`, marks: [] }] }))));
  const state = stateOf(doc);
  const shown = state.apply(shownIn(state, [{ retain: 10 }, { insert: '字' }], false));
  const same = shown.doc.children.filter((child, index) => child === doc.children[index]);
  assert.is(same.length, 99);
});

test('RL5 of equal characters the one beside the caret is the new one', () => {
  const doc = docOf([{ insert: 'aaaa' }]);
  const state = stateOf(doc);
  assert.equal(deltaOfDocs(doc, state.apply(state.tr.insertText('a', 2)).doc, 2), [{ retain: 1 }, { insert: 'a', attributes: {} }]);
  assert.equal(deltaOfDocs(doc, state.apply(state.tr.delete(2, 3)).doc, 2), [{ retain: 1 }, { delete: 1 }]);
});

test('RL6 a paragraph that is split is one inserted line end: what others write in either half stays where it is', () => {
  const stored: TextDelta = [{ insert: '第一句。第二句。' }];
  const doc = docOf(stored);
  const state = stateOf(doc);
  assert.equal(deltaOfDocs(doc, state.apply(state.tr.split(5)).doc, 5), [{ retain: 4 }, { insert: '\n', attributes: {} }]);
});

test.run();

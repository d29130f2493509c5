import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Heights, type Span, type SpanOptions, spanOf, wholeSpan } from './window-model.js';

const test = suite('window of a long list');
const heights = (index: number) => (index % 2 === 0 ? 10 : 20);
const list = (count: number) => new Heights(count, 15, heights);
const total = (span: Span) => span.after + span.items.reduce((sum, { index, gap }) => sum + gap + heights(index), 0);

test('draws what touches the view, and keeps the room of the rest', () => {
  const span = spanOf(list(100), { top: 100, bottom: 140 });
  assert.equal(
    span.items.map(({ index, gap }) => [index, gap]),
    [
      [7, 100],
      [8, 0],
      [9, 0],
    ],
  );
  assert.is(total(span), 1500);
});

test('a pinned item stays, before and behind the view', () => {
  for (const pinned of [0, 50, 99]) {
    const span = spanOf(list(100), { top: 300, bottom: 330 }, { pinned });
    assert.ok(span.items.some(({ index }) => index === pinned));
    assert.is(total(span), 1500);
  }
});

test('the margin around the view is drawn as far as it is wanted', () => {
  const view = { top: 300, bottom: 330 };
  const drawn = (options: SpanOptions) => spanOf(list(100), view, options).items.map(({ index }) => index);
  assert.equal(drawn({}), [20, 21]);
  assert.equal(drawn({ margin: 30 }), [18, 19, 20, 21, 22, 23]);
  assert.equal(drawn({ margin: 30, inMargin: (index) => index === 22 }), [20, 21, 22]);
  assert.is(total(spanOf(list(100), view, { margin: 30, inMargin: () => false })), 1500);
});

test('nothing in view draws nothing, paper draws all', () => {
  assert.equal(spanOf(list(3), { top: 500, bottom: 600 }), { items: [], after: 40 });
  assert.equal(spanOf(list(0), { top: 0, bottom: 10 }), { items: [], after: 0 });
  assert.is(wholeSpan(3).items.length, 3);
});

test('of a hundred thousand items only those near the view are asked for, wherever it is', () => {
  let asked = 0;
  const many = new Heights(100_000, 15, (index) => {
    asked++;
    return index % 2 === 0 ? 10 : 20;
  });
  const first = spanOf(many, { top: 0, bottom: 600 }, { margin: 240 });
  assert.is(first.items[0]?.index, 0);
  assert.is(total(first), 1_500_000, 'what nobody has seen counts as it is guessed');
  assert.ok(asked < 2_000, `${asked} were asked for at the top`);
  // Whoever drags the bar to the end has what lies before added up, once.
  const last = () => spanOf(many, { top: 1_499_400, bottom: 1_500_000 });
  assert.is(last().items.at(-1)?.index, 99_999);
  asked = 0;
  assert.is(total(last()), 1_500_000);
  assert.ok(asked < 2_000, `${asked} were asked for at the end`);
});

test('an item that is measured moves what comes behind it', () => {
  const known = new Map<number, number>();
  const measured = new Heights(1000, 10, (index) => known.get(index));
  assert.is(spanOf(measured, { top: 5000, bottom: 5010 }).items[0]?.index, 500);
  known.set(3, 110);
  measured.changed(3);
  assert.is(spanOf(measured, { top: 5000, bottom: 5010 }).items[0]?.index, 490);
  assert.is(measured.between(0, 1000), 10_100);
});

test.run();

import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Span, type SpanOptions, spanOf, wholeSpan } from './window-model.js';

const test = suite('window of a long list');
const heights = (index: number) => (index % 2 === 0 ? 10 : 20);
const total = (span: Span) => span.after + span.items.reduce((sum, { index, gap }) => sum + gap + heights(index), 0);

test('draws what touches the view, and keeps the room of the rest', () => {
  const span = spanOf(100, heights, { top: 100, bottom: 140 });
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
    const span = spanOf(100, heights, { top: 300, bottom: 330 }, { pinned });
    assert.ok(span.items.some(({ index }) => index === pinned));
    assert.is(total(span), 1500);
  }
});

test('the margin around the view is drawn as far as it is wanted', () => {
  const view = { top: 300, bottom: 330 };
  const drawn = (options: SpanOptions) => spanOf(100, heights, view, options).items.map(({ index }) => index);
  assert.equal(drawn({}), [20, 21]);
  assert.equal(drawn({ margin: 30 }), [18, 19, 20, 21, 22, 23]);
  assert.equal(drawn({ margin: 30, inMargin: (index) => index === 22 }), [20, 21, 22]);
  assert.is(total(spanOf(100, heights, view, { margin: 30, inMargin: () => false })), 1500);
});

test('nothing in view draws nothing, paper draws all', () => {
  assert.equal(spanOf(3, heights, { top: 500, bottom: 600 }), { items: [], after: 40 });
  assert.equal(spanOf(0, heights, { top: 0, bottom: 10 }), { items: [], after: 0 });
  assert.is(wholeSpan(3).items.length, 3);
});

test.run();

import { applyDelta, type TextDelta } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { TextMirror } from './text-mirror.js';

const test = suite('text mirror');

test('says at every place what the text says, whatever is inserted and deleted', () => {
  const random = new Random(20_261_126);
  for (let run = 0; run < 20; run++) {
    let text = 'x'.repeat(random.below(5000));
    const mirror = new TextMirror(text);
    for (let at = 0; at < 200; at++) {
      const from = random.below(text.length + 1);
      const removed = random.chance(1 / 2) ? random.below(Math.min(text.length - from, random.chance(1 / 10) ? 4000 : 5) + 1) : 0;
      const inserted = String.fromCharCode(0x4e00 + at).repeat(random.chance(1 / 10) ? 3000 : random.below(4));
      const delta: TextDelta = [{ retain: from }, { delete: removed }, { insert: inserted }];
      text = applyDelta(text, delta);
      mirror.apply(delta);
      assert.is(mirror.length, text.length);
      const [low, high] = [random.below(text.length + 1), random.below(text.length + 1)].sort((a, b) => a - b);
      assert.is(mirror.slice(low ?? 0, high ?? 0), text.slice(low, high));
    }
    assert.is(mirror.slice(0, mirror.length), text);
  }
});

test('several steps of one delta are one change', () => {
  const mirror = new TextMirror('甲乙丙丁');
  mirror.apply([{ retain: 1 }, { delete: 1 }, { insert: '二' }, { retain: 1 }, { insert: '三' }]);
  assert.is(mirror.slice(0, 10), '甲二丙三丁');
  const empty = new TextMirror('');
  assert.is(empty.slice(0, 5), '');
  empty.apply([{ insert: '字' }]);
  assert.is(empty.slice(0, 5), '字');
});

test.run();

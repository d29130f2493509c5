import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../testing/index.js';
import { anchorEdits, applyDelta, checkDelta, relocateEdit, type TextDelta } from './text.js';

const test = suite('text');

function redo(value: string, base: string, delta: TextDelta): string | undefined {
  let at = value;
  for (const edit of anchorEdits(base, delta)) {
    const moved = relocateEdit(at, edit);
    if (!moved.ok) return undefined;
    at = applyDelta(at, moved.value);
  }
  return at;
}

test('a delta is applied to a string', () => {
  assert.is(applyDelta('abcdef', [{ retain: 2 }, { delete: 2 }, { insert: 'X' }]), 'abXef');
});

test('an edit made again on the same text gives the same text', () => {
  const random = new Random(3);
  for (let round = 0; round < 500; round++) {
    const base = Array.from({ length: random.below(40) }, () => random.pick([...'甲乙丙丁abc'])).join('');
    const at = random.below(base.length + 1);
    const cut = random.below(base.length - at + 1);
    const delta: TextDelta = [{ retain: at }, { delete: cut }, { insert: random.pick(['', 'X', '新词']) }];
    assert.is(redo(base, base, delta)?.length, applyDelta(base, delta).length, `round ${round}`);
  }
});

test('an insertion finds its place after others have written before and behind it', () => {
  const base = '双方同意分期付款。';
  const now = '2024年9月1日，双方当场同意分期付款。记录人：李。';
  assert.is(redo(now, base, [{ retain: 4 }, { insert: '并愿意' }]), '2024年9月1日，双方当场同意并愿意分期付款。记录人：李。');
});

test('a deletion whose words are gone is refused with TEXT_MOVED', () => {
  const [edit] = anchorEdits('甲方应当赔偿', [{ retain: 2 }, { delete: 4 }]);
  const moved = edit === undefined ? undefined : relocateEdit('全部重写', edit);
  assert.ok(moved !== undefined && !moved.ok && moved.refusal.code === 'TEXT_MOVED');
});

test('a delta beyond the text or through a character is refused', () => {
  assert.not.ok(checkDelta('ab', [{ retain: 3 }]).ok);
  assert.not.ok(checkDelta('𠮷', [{ retain: 1 }, { insert: 'x' }]).ok);
  assert.ok(checkDelta('𠮷', [{ delete: 2 }]).ok);
});

test.run();

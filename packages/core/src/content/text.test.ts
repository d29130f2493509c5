import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Random } from '../testing/index.js';
import { applyDelta, checkDelta, type TextDelta } from './text.js';
import { anchorDelta, anchorEdits, relocateEdit } from './text-edits.js';

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

test('the excerpt of a long text gives the same edits, and the same refusals, as the whole', () => {
  const random = new Random(11);
  const letters = [...'甲乙丙丁𠮷🙂'];
  for (let round = 0; round < 2000; round++) {
    const base = Array.from({ length: random.below(120) }, () => random.pick(letters)).join('');
    const delta: TextDelta = Array.from({ length: 1 + random.below(4) }, () =>
      random.pick([{ retain: random.below(60) }, { delete: random.below(6) }, { insert: random.pick(['', 'X', '新词']) }]),
    );
    const parts = { length: base.length, slice: (from: number, to: number) => base.slice(from, to) };
    const fits = checkDelta(base, delta);
    const seen = anchorDelta(parts, delta);
    assert.is(seen.ok, fits.ok, `round ${round}`);
    if (seen.ok) assert.equal(seen.value, anchorEdits(base, delta), `round ${round}`);
  }
  assert.is(anchorDelta('abc', [{ retain: -1 }]).ok, false);
  assert.is(anchorDelta('abc', [{ retain: Number.NaN }]).ok, false);
  assert.is(anchorDelta('abc', [{ retain: 0.5 }, { insert: 'x' }]).ok, false);
});

test('what is read of a long text is as long as what changes', () => {
  let read = 0;
  const parts = {
    length: 200_000,
    slice(from: number, to: number) {
      read += to - from;
      return '字'.repeat(to - from);
    },
  };
  assert.is(anchorDelta(parts, [{ retain: 100_000 }, { delete: 3 }, { insert: '改' }]).ok, true);
  assert.ok(read < 100, `${read} characters were read`);
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

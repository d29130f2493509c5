import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { difference, type Piece } from './difference.js';

const test = suite('difference of texts');
const marked = (pieces: readonly Piece[]): string =>
  pieces.map(({ kind, text }) => (kind === 'same' ? text : kind === 'removed' ? `[-${text}]` : `[+${text}]`)).join('');

test('an inserted clause, a deleted one, a word that was put in the place of another', () => {
  assert.is(marked(difference('双方到场，同意量地。', '双方到场，周三上午，同意量地。')), '双方到场，[+周三上午，]同意量地。');
  assert.is(marked(difference('双方到场，周三上午，同意量地。', '双方到场，同意量地。')), '双方到场，[-周三上午，]同意量地。');
  assert.is(marked(difference('约定周三量地。', '约定周五量地。')), '约定周[-三][+五]量地。');
});

test('two places far from each other stand as two, what is between them is shortened', () => {
  const between = '中间这一句没有人动过。'.repeat(30);
  const words = marked(difference(`开头一句。${between}末尾一句。`, `开头两句。${between}末尾三句。`));
  assert.match(words, /^开头\[-一\]\[\+两\]句。/);
  assert.match(words, /末尾\[-一\]\[\+三\]句。$/);
  assert.ok(words.includes('…') && words.length < 200, `${words.length}`);
});

test('texts without anything in common, empty ones, equal ones, whole characters', () => {
  assert.is(marked(difference('', '新写的。')), '[+新写的。]');
  assert.is(marked(difference('全删。', '')), '[-全删。]');
  assert.equal(difference('一样', '一样'), [{ kind: 'same', text: '一样' }]);
  assert.is(marked(difference('赵𠮷祥', '赵𠮶祥')), '赵[-𠮷][+𠮶]祥');
});

test('a long text that was written anew is shown as a whole', () => {
  const text = (letter: string) => `${letter}，`.repeat(500);
  assert.equal(
    difference(text('甲'), text('乙')).map(({ kind }) => kind),
    ['removed', 'inserted', 'same'],
  );
});

test.run();

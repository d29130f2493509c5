import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { excerptOf, type Piece, putBehind, takeOut } from './excerpt.js';

const test = suite('excerpt');

/** Writes runs one after the other, each behind the one before unless it says otherwise. */
class Writer {
  pieces: readonly Piece[] = [];
  #clock = 0;
  #last: [number, number] | undefined;

  write(text: string, after: number | 'last' | 'start' = 'last'): this {
    const [, end = -1] = this.#last ?? [];
    const place = after === 'last' ? end : after === 'start' ? -1 : after;
    const run = { client: 1, clock: this.#clock, length: text.length, text, ...(place < 0 ? {} : { after: { client: 1, clock: place } }) };
    this.pieces = putBehind(this.pieces, run, this.#last);
    this.#clock += text.length;
    this.#last = [1, this.#clock - 1];
    return this;
  }

  delete(clock: number, length: number): this {
    this.pieces = takeOut(this.pieces, { client: 1, clock, length });
    return this;
  }

  get excerpt(): string {
    return excerptOf(this.pieces);
  }
}

test('EX1 what is typed on stands together; another place is set apart', () => {
  const writer = new Writer().write('补偿').write('款');
  assert.equal([writer.excerpt, writer.pieces.length], ['补偿款', 1]);
  assert.is(writer.write('一、', 'start').write('占地').excerpt, '补偿款…一、占地');
});

test('EX2 characters that were taken back are gone, wherever they stood', () => {
  assert.is(new Writer().write('没有发放').delete(2, 2).write('到账').excerpt, '没有到账');
  assert.is(new Writer().write('没有发放').delete(2, 2).write('到账', 1).excerpt, '没有到账', 'behind what is left');
  assert.is(new Writer().write('甲乙丙').delete(1, 1).excerpt, '甲丙');
  assert.is(new Writer().write('甲').write('乙', 'start').write('丙').delete(1, 1).excerpt, '甲…丙', 'the gap stays');
  assert.is(new Writer().write('甲').write('乙', 'start').delete(0, 1).excerpt, '乙');
  assert.is(new Writer().write('甲乙').delete(0, 2).excerpt, '');
  assert.is(new Writer().write('甲乙').delete(5, 2).excerpt, '甲乙', 'of others');
});

test('EX3 the last eighty characters are kept, and it says that there were more', () => {
  const long = new Writer();
  for (let at = 0; at < 100; at++) long.write(String(at % 10));
  assert.match(long.excerpt, /^…[0-9]{79}$/);
  assert.ok(long.excerpt.endsWith('789'));
  const many = new Writer();
  for (let at = 0; at < 50; at++) many.write('字', 'start');
  assert.equal([many.pieces.length, many.excerpt], [20, '…字'.repeat(20)]);
  const wide = new Writer();
  for (let at = 0; at < 60; at++) wide.write('𠮷');
  assert.is(wide.write('一').excerpt, `…${'𠮷'.repeat(39)}一`);
  assert.is(wide.delete(110, 11).excerpt, `…${'𠮷'.repeat(34)}`, 'shorter again');
});

test('EX4 of a long text that came at once the beginning is shown', () => {
  const minutes = '双方到场。'.repeat(30);
  const writer = new Writer().write(minutes);
  assert.is(writer.excerpt, `${minutes.slice(0, 78)}…`);
  assert.ok(writer.write('签字。').excerpt.endsWith('…签字。'));
  assert.is(new Writer().write(minutes).delete(0, 5).excerpt, `${minutes.slice(5, 78)}…`);
  assert.is(new Writer().write(`字${'𠮷'.repeat(60)}`).excerpt, `字${'𠮷'.repeat(38)}…`);
});

test.run();

import { OnedoorError } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { assertOneYjs } from './one-yjs.js';

const test = suite('one Yjs');

test('the packages share one copy', () => {
  assertOneYjs();
  assertOneYjs();
});

test('a second copy, really loaded, is refused with both addresses', async () => {
  assertOneYjs();
  const told = console.error;
  console.error = () => {};
  const address = `${import.meta.resolve('yjs')}?second`;
  const second: unknown = await import(address).finally(() => {
    console.error = told;
  });
  const doc: unknown = typeof second === 'object' && second !== null && 'Doc' in second ? second.Doc : undefined;
  assert.type(doc, 'function');
  try {
    assertOneYjs(doc, 'https://portal.example/other.js');
    assert.unreachable();
  } catch (error) {
    assert.ok(error instanceof OnedoorError && error.code === 'DUPLICATE_YJS');
    assert.match(String(error), /one-yjs.*portal\.example\/other\.js/);
  }
});

test.run();

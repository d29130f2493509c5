import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { sha256Text } from './hash.js';

const test = suite('hash');

test('SHA-256 as FIPS 180 has it, and of UTF-8', () => {
  assert.is(sha256Text('abc'), 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  assert.is(sha256Text(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
  assert.is(sha256Text('调解'), sha256Text('\u8c03\u89e3'));
  assert.is.not(sha256Text('赵𠮷祥'), sha256Text('赵吉祥'));
});

test.run();

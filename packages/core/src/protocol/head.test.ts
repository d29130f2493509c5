import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { parseHead, writeHeadLine } from './head.js';
import { keyId } from './key-id.js';

const test = suite('head line');
const head = { centre: 'hongsha', number: 12, size: 345, at: 1710118800000, hash: `${'h'.repeat(42)}_`, signature: `${'s'.repeat(85)}-` };

test('what was written is read, over line breaks and spaces of a scan', () => {
  const line = writeHeadLine(head);
  assert.equal(parseHead(line), head);
  assert.equal(parseHead(` ${line.slice(0, 60)}\r\n${line.slice(60)} \n`), head);
});

test('anything else is none', () => {
  const line = writeHeadLine(head);
  for (const wrong of ['', line.slice(1), `${line}a`, line.replace('OD1', 'OD2'), line.replace(':345:', ':-5:')])
    assert.is(parseHead(wrong), undefined, wrong);
});

test('a key has a short name of eight digits', () => {
  assert.match(keyId('MCowBQYDK2VwAyEA'), /^[0-9a-f]{8}$/);
  assert.is.not(keyId('a'), keyId('b'));
});

test.run();

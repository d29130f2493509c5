import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ageOn, type IdentityFault, identityFaults, identityMark, maskIdentity, readIdentity } from './identity.js';

const test = suite('identity number');
const TODAY = '2024-09-16';

// The first two are the examples of the standard itself; all others are invented, with order numbers from 990 on.
const TABLE: readonly [number: string, faults: readonly IdentityFault[]][] = [
  ['11010519491231002X', []],
  ['440524188001010014', ['date']],
  ['150981197911309917', []],
  [' 150981197911309917 ', []],
  ['15098119760808994X', []],
  ['15098119760808994x', []],
  ['150981197911309916', ['checksum']],
  ['15098119791130991', ['length']],
  ['150981791130991', ['length']],
  ['', ['length']],
  ['15098119791130991A', ['characters']],
  ['X50981197911309917', ['characters']],
  ['１50981197911309917', ['characters']],
  ['990981197911309917', ['region', 'checksum']],
  ['150981197902309912', ['date', 'checksum']],
  ['150981202502019919', ['date', 'checksum']],
  ['15098119000229991X', ['date', 'checksum']],
];

for (const [number, faults] of TABLE)
  test(`"${number}": ${faults.length === 0 ? 'well formed' : faults.join(', ')}`, () => {
    assert.equal(identityFaults(number, TODAY), faults);
    assert.is(readIdentity(number, TODAY) !== undefined, faults.length === 0);
  });

test('a leap day is a day in leap years only, and a birthday may be today', () => {
  const fault = (digits: string, today = TODAY) => identityFaults(digits, today).includes('date');
  assert.is(fault('150981200002299910'), false);
  assert.is(fault('150981190002299910'), true);
  assert.is(fault('150981202409169910'), false);
  assert.is(fault('150981202409179910'), true);
});

test('says birthday, sex and region', () => {
  assert.equal(readIdentity('15098119760808994X', TODAY), { bornOn: '1976-08-08', sex: 'female', region: '150981' });
  assert.equal(readIdentity('11010519491231002X', TODAY)?.sex, 'female');
  assert.equal(readIdentity('150981197911309917', TODAY)?.sex, 'male');
});

test('each single wrong digit is found by the checksum', () => {
  const number = '150981197911309917';
  for (let at = 0; at < 17; at++)
    for (const digit of '0123456789')
      if (digit !== number.charAt(at))
        assert.ok(identityFaults(number.slice(0, at) + digit + number.slice(at + 1), TODAY).includes('checksum'), `${at} ${digit}`);
});

test('masked, the birthday does not stand there', () => {
  assert.is(maskIdentity('150981197911309917'), '150981********9917');
  assert.is(maskIdentity('E12345678'), '*******78');
  assert.is(maskIdentity(''), '');
});

test('an age is whole years', () => {
  assert.equal([ageOn('2024-06-20', '1968-06-21'), ageOn('2024-06-21', '1968-06-21')], [55, 56]);
});

test('marks of neighbouring numbers differ, and a small x does not matter', () => {
  const marks = new Set(Array.from({ length: 20_000 }, (_, at) => identityMark(String(150981197911300000 + at * 16))));
  assert.is(marks.size, new Set(Array.from({ length: 20_000 }, (_, at) => String(150981197911300000 + at * 16))).size);
  assert.is(identityMark('15098119760808994x'), identityMark(' 15098119760808994X'));
});

test.run();

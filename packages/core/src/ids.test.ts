import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { closeCodeOf, ERRORS, OnedoorError } from './errors.js';
import { createUlid, isUlid } from './ids.js';
import { Random } from './testing/index.js';

const test = suite('ids and errors');

test('a ULID has 26 characters and sorts by time', () => {
  const random = new Random(1);
  const made = [0, 1, 31, 32, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1].map((now) =>
    createUlid(now, (count) => random.bytes(count)),
  );
  assert.ok(made.every(isUlid));
  assert.equal([...made].sort(), made);
  assert.is(
    createUlid(0, () => new Uint8Array(10)),
    '0'.repeat(26),
  );
  assert.is(
    createUlid(2 ** 48 - 1, () => new Uint8Array(10).fill(255)),
    `7ZZZZZZZZZ${'Z'.repeat(16)}`,
  );
});

test('10,000 ids of one millisecond differ', () => {
  const random = new Random(2);
  assert.is(new Set(Array.from({ length: 10_000 }, () => createUlid(5, (count) => random.bytes(count)))).size, 10_000);
});

test('an error says code, what was seen, where, what was expected and what to do', () => {
  const error = new OnedoorError('BAD_VALUE', { seen: 'x', expected: 'y', todo: 'Do z.', at: 'party.name' });
  assert.is(error.message, 'BAD_VALUE: x (at party.name); expected y. Do z.');
});

test('codes are frozen: none has gone, and close codes are what a stock client stops at or retries', () => {
  const frozen =
    'BAD_ARGS BAD_VALUE UNKNOWN_COMMAND UNKNOWN_RECORD RECORD_DAMAGED TEXT_MOVED SCHEMA_FIELD_WITHOUT_KIND SCHEMA_DUPLICATE MANIFEST_INVALID PLUGIN_API_RANGE PLUGIN_BROKEN DUPLICATE_YJS DUPLICATE_ONEDOOR UNAUTHENTICATED TOKEN_EXPIRED TOKEN_SOURCE FORBIDDEN NOT_PERMITTED CASE_EXISTS ACT_NOT_ALLOWED CONFLICT_SETTLED MALFORMED FOREIGN_CLIENT CLIENT_CLASH MISSING_DEPENDENCIES UPDATE_THROWS UPDATE_V2 TOO_DEEP TOO_MANY TOO_COSTLY TOO_OFTEN TOO_SLOW ORIGIN_DENIED NOT_WRITABLE PAST_EPOCH TOO_LARGE CLIENT_TOO_OLD SERVER_TOO_OLD UNAVAILABLE NOT_FOUND HASH_MISMATCH INSECURE_CONTEXT STORE_WIPED STORE_NEWER STORE_FULL OFFLINE PORT_IN_USE DATA_NOT_WRITABLE DATA_NEWER DATA_DAMAGED DATA_LOCKED KEY_MISSING PRODUCTION_DEMO BAD_OPTION';
  const now = new Set(Object.keys(ERRORS));
  assert.equal(
    frozen.split(' ').filter((code) => !now.has(code)),
    [],
  );
  assert.equal(
    [
      closeCodeOf('TOKEN_EXPIRED'),
      closeCodeOf('FORBIDDEN'),
      closeCodeOf('UPDATE_THROWS'),
      closeCodeOf('UNAVAILABLE'),
      closeCodeOf('TOO_LARGE'),
    ],
    [4401, 4403, 4409, 4503, 1009],
  );
});

test.run();

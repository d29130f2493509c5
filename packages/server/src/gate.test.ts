import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { addressKey, Buckets, clientAddress, Gate, TokenBucket } from './gate.js';
import { resolveLimits } from './limits.js';

const test = suite('gate');

test('a bucket lets so much through at once and so much more a second, never more than its burst', () => {
  const bucket = new TokenBucket(10, 3, 0);
  assert.equal([bucket.take(0), bucket.take(0), bucket.take(0), bucket.take(0)], [true, true, true, false]);
  assert.equal([bucket.take(100), bucket.take(100)], [true, false]);
  assert.is(bucket.left(1_000_000), 3);
});

test('one cost above the burst is let through and paid off', () => {
  const bucket = new TokenBucket(10, 3, 0);
  assert.is(bucket.take(0, 10), true);
  assert.equal([bucket.take(600), bucket.take(801)], [false, true]);
});

test('a clock that is set back locks nobody out', () => {
  const bucket = new TokenBucket(1, 2, 1_000_000);
  bucket.take(1_000_000);
  assert.is(bucket.take(0), true);
  bucket.take(0);
  assert.is(bucket.take(2000), true);
});

test('buckets forget who rested longest and keep who is over, in bounded memory', () => {
  const buckets = new Buckets(0.001, 1, 100);
  assert.equal([buckets.take('flood', 0), buckets.take('flood', 0)], [true, false]);
  for (let key = 0; key < 10_000; key++) {
    buckets.take(`address ${key}`, 0);
    if (key % 10 === 0) assert.is(buckets.take('flood', 0), false, `after ${key}`);
  }
  assert.ok(buckets.size <= 101, `${buckets.size}`);
});

test('person, room and address are counted apart', () => {
  const gate = new Gate(
    resolveLimits({ writesPerPersonBurst: 10, writesPerRoomBurst: 20, requestsPerAddressBurst: 5, writesPerPersonPerS: 1 }),
    () => 0,
  );
  for (let count = 0; count < 10; count++) assert.is(gate.writes('li', 'room'), undefined);
  assert.is(gate.writes('li', 'other')?.code, 'TOO_OFTEN');
  assert.is(gate.writes('wang', 'room', 10), undefined);
  assert.is(gate.writes('zhao', 'room')?.code, 'TOO_OFTEN');
  assert.is(gate.writes('zhao', 'other'), undefined);
  for (let count = 0; count < 5; count++) assert.is(gate.request('10.0.0.1'), undefined);
  assert.is(gate.request('10.0.0.1')?.code, 'TOO_OFTEN');
  assert.is(gate.request('10.0.0.2'), undefined);
});

test('slow updates are paid for with changes: a quarter of the time of one person, no more', () => {
  let now = 0;
  const gate = new Gate(resolveLimits({ writesPerPersonBurst: 800, writesPerPersonPerS: 100 }), () => now);
  gate.worked('wang', 2000);
  assert.is(gate.writes('wang', 'room')?.code, 'TOO_OFTEN');
  assert.is(gate.writes('li', 'room'), undefined);
  now = 100;
  assert.is(gate.writes('wang', 'room'), undefined);
});

test('sign-ins that fail close an address, but not to tokens that were good', () => {
  const gate = new Gate(resolveLimits({ failuresPerAddressBurst: 2 }), () => 0);
  gate.signedIn('good', 10);
  gate.signedIn('gone', 0);
  for (let count = 0; count < 3; count++) gate.signInFailed('a');
  assert.equal(
    ['good', 'gone', 'new'].map((token) => gate.signIn('a', token)?.code),
    [undefined, 'TOO_OFTEN', 'TOO_OFTEN'],
  );
  assert.is(gate.signIn('b', 'new'), undefined);
});

test('addresses: IPv4 alone, IPv6 by its network', () => {
  assert.equal(
    [
      '192.0.2.7',
      '::ffff:192.0.2.7',
      '2001:db8:1:2:3:4:5:6',
      '2001:db8:1:2::9',
      '2001:0db8:0001:0002::1',
      '::1',
      'fe80::1%eth0',
      undefined,
    ].map(addressKey),
    ['192.0.2.7', '192.0.2.7', '2001:db8:1:2', '2001:db8:1:2', '2001:db8:1:2', '0:0:0:0', 'fe80:0:0:0', ''],
  );
});

test('X-Forwarded-For is believed of proxies that were named, and of nobody else', () => {
  const proxies = new Set(['10.0.0.1', '10.0.0.2']);
  assert.is(clientAddress('192.0.2.7', '1.2.3.4', proxies), '192.0.2.7');
  assert.is(clientAddress('10.0.0.1', '1.2.3.4, 198.51.100.9', proxies), '198.51.100.9');
  assert.is(clientAddress('10.0.0.1', '1.2.3.4, 198.51.100.9, 10.0.0.2', proxies), '198.51.100.9');
  assert.is(clientAddress('10.0.0.1', undefined, proxies), '10.0.0.1');
});

test.run();

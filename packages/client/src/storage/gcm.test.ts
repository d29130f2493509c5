import { createCipheriv } from 'node:crypto';
import { Random } from '@onedoor/core/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { Gcm } from './gcm.js';

const test = suite('AES-GCM');
const random = new Random(5);
const bytes = (count: number): Uint8Array => Uint8Array.from(random.bytes(count));
const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

/** What OpenSSL makes of it. */
function reference(key: Uint8Array, nonce: Uint8Array, place: Uint8Array, clear: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(place);
  return Uint8Array.from(Buffer.concat([cipher.update(clear), cipher.final(), cipher.getAuthTag()]));
}

test('the published examples: no bytes, one block of zeros', () => {
  const [key, nonce, none] = [new Uint8Array(32), new Uint8Array(12), new Uint8Array()];
  const gcm = new Gcm(key);
  assert.equal(gcm.seal(nonce, none, none), hex('530f8afbc74536b9a963b4f1c4cb738b'));
  assert.equal(gcm.seal(nonce, none, new Uint8Array(16)), hex('cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919'));
});

test('of any length it is what another implementation makes, and opens to what was sealed', () => {
  for (let count = 0; count < 120; count++) {
    const key = bytes(32);
    const gcm = new Gcm(key);
    for (const length of [count, count * 31]) {
      const [nonce, place, clear] = [bytes(12), bytes(random.below(40)), bytes(length)];
      const sealed = gcm.seal(nonce, place, clear);
      assert.equal(sealed, reference(key, nonce, place, clear));
      assert.equal(gcm.open(nonce, place, sealed), clear);
    }
  }
});

test('one changed bit anywhere, another place or another key opens nothing', () => {
  const [key, nonce, place] = [bytes(32), bytes(12), bytes(9)];
  const gcm = new Gcm(key);
  const sealed = gcm.seal(nonce, place, bytes(37));
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = sealed.slice();
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    assert.is(gcm.open(nonce, place, changed), undefined, `bit ${bit}`);
  }
  assert.is(gcm.open(nonce, bytes(9), sealed), undefined);
  assert.is(gcm.open(bytes(12), place, sealed), undefined);
  assert.is(new Gcm(bytes(32)).open(nonce, place, sealed), undefined);
});

test('bytes that begin in the middle of a buffer', () => {
  const [key, nonce, place, clear] = [bytes(32), bytes(12), bytes(7), bytes(50)];
  const gcm = new Gcm(key);
  const shifted = (of: Uint8Array) => {
    const room = new Uint8Array(of.length + 5);
    room.set(of, 3);
    return room.subarray(3, 3 + of.length);
  };
  const sealed = gcm.seal(shifted(nonce), shifted(place), shifted(clear));
  assert.equal(sealed, reference(key, nonce, place, clear));
  assert.equal(gcm.open(shifted(nonce), place, shifted(sealed)), clear);
});

test.run();

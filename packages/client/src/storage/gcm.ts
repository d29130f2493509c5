import { ctr } from '@noble/ciphers/aes.js';

const BLOCK = 16;
export const TAG_BYTES = BLOCK;
/** The remainder of 2^128 in GHASH's field (NIST SP 800-38D, 6.3), in the first word. */
const REMAINDER = 0xe1000000;

/**
 * AES-GCM with nonces of 12 bytes (NIST SP 800-38D), synchronous. What follows from the key alone is worked out once: a
 * store opens and seals hundreds of small rows under one key, and each would otherwise wait for a table of 512 products.
 */
export class Gcm {
  readonly #key: Uint8Array;
  /** By half byte of a block: its product with the hash key, four words each. Made with the first row. */
  #products: Int32Array | undefined;

  /** @param key 16, 24 or 32 bytes */
  constructor(key: Uint8Array) {
    this.#key = key;
  }

  /** @returns the ciphertext, and behind it the tag */
  seal(nonce: Uint8Array, place: Uint8Array, clear: Uint8Array): Uint8Array {
    const sealed = new Uint8Array(clear.length + TAG_BYTES);
    const turned = this.#turned(nonce, clear);
    const cipher = turned.subarray(BLOCK);
    sealed.set(cipher);
    sealed.set(this.#tag(turned, place, cipher), cipher.length);
    return sealed;
  }

  /** @returns the clear text; undefined where the tag says that it is not what was sealed */
  open(nonce: Uint8Array, place: Uint8Array, sealed: Uint8Array): Uint8Array | undefined {
    const cipher = sealed.subarray(0, -TAG_BYTES);
    const turned = this.#turned(nonce, cipher);
    let difference = 0;
    for (const [at, byte] of this.#tag(turned, place, cipher).entries()) difference |= byte ^ (sealed[cipher.length + at] ?? 0);
    return difference === 0 ? turned.slice(BLOCK) : undefined;
  }

  /** The block that hides the tag, and behind it the bytes, encrypted or decrypted: one run of the counter from 1. */
  #turned(nonce: Uint8Array, bytes: Uint8Array): Uint8Array {
    const counter = new Uint8Array(BLOCK);
    counter.set(nonce);
    counter[BLOCK - 1] = 1;
    const padded = new Uint8Array(BLOCK + bytes.length);
    padded.set(bytes, BLOCK);
    return ctr(this.#key, counter).encrypt(padded);
  }

  #tag(mask: Uint8Array, place: Uint8Array, cipher: Uint8Array): Uint8Array {
    this.#products ??= productsOf(ctr(this.#key, new Uint8Array(BLOCK)).encrypt(new Uint8Array(BLOCK)));
    const hash = new Uint8Array(BLOCK);
    const lengths = new Uint8Array(BLOCK);
    const view = new DataView(lengths.buffer);
    view.setUint32(4, place.length * 8);
    view.setUint32(12, cipher.length * 8);
    for (const part of [place, cipher, lengths]) absorb(hash, part, this.#products);
    for (let at = 0; at < BLOCK; at++) hash[at] = (hash[at] ?? 0) ^ (mask[at] ?? 0);
    return hash;
  }
}

/** Takes bytes into a hash, block by block; the last one is filled up with zeros. */
function absorb(hash: Uint8Array, bytes: Uint8Array, products: Int32Array): void {
  const view = new DataView(hash.buffer);
  for (let from = 0; from < bytes.length; from += BLOCK) {
    let [a, b, c, d] = [0, 0, 0, 0];
    for (let at = 0; at < BLOCK; at++) {
      const byte = (hash[at] ?? 0) ^ (from + at < bytes.length ? (bytes[from + at] ?? 0) : 0);
      const [high, low] = [at * 128 + (byte >> 4) * 4, at * 128 + 64 + (byte & 15) * 4];
      a ^= (products[high] ?? 0) ^ (products[low] ?? 0);
      b ^= (products[high + 1] ?? 0) ^ (products[low + 1] ?? 0);
      c ^= (products[high + 2] ?? 0) ^ (products[low + 2] ?? 0);
      d ^= (products[high + 3] ?? 0) ^ (products[low + 3] ?? 0);
    }
    for (const [at, word] of [a, b, c, d].entries()) view.setInt32(at * 4, word);
  }
}

/** All products of a half byte, wherever it stands in a block, with the hash key. */
function productsOf(key: Uint8Array): Int32Array {
  const products = new Int32Array(32 * 16 * 4);
  const view = new DataView(key.buffer, key.byteOffset);
  let [a, b, c, d] = [view.getInt32(0), view.getInt32(4), view.getInt32(8), view.getInt32(12)];
  // Of one bit each: the key, times x for each place further to the right.
  for (let bit = 0; bit < 128; bit++) {
    products.set([a, b, c, d], (bit >> 2) * 64 + (8 >> (bit & 3)) * 4);
    const over = d & 1;
    d = (d >>> 1) | (c << 31);
    c = (c >>> 1) | (b << 31);
    b = (b >>> 1) | (a << 31);
    a = (a >>> 1) ^ (over === 1 ? REMAINDER : 0);
  }
  // Of several bits: the sum of the products of the lowest one and of the others.
  for (let at = 0; at < products.length; at++) {
    const half = (at >> 2) & 15;
    const others = half & (half - 1);
    if (others > 0) products[at] = (products[at - (half - others) * 4] ?? 0) ^ (products[at - others * 4] ?? 0);
  }
  return products;
}

import { digest } from 'lib0/hash/sha256';
import { Gcm, TAG_BYTES } from './gcm.js';

/*
 * Layout of every ciphertext of this browser:
 *
 *     offset 0        1 byte    version of the layout, 1
 *     offset 1        12 bytes  nonce, random
 *     offset 13       n bytes   ciphertext, as long as the clear text
 *     offset 13 + n   16 bytes  AES-256-GCM tag
 *
 * Additional data tie it to its place, so that none can be moved to another. One algorithm, two ways: WebCrypto for
 * what is large or read by a few rows, and a synchronous implementation for what is small, because a write has to begin
 * in the task of the key that caused it.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const HEAD_BYTES = 1 + NONCE_BYTES;
export const KEY_BYTES = 32;

/** Above this WebCrypto's detour through another thread is worth it. */
const LARGE_BYTES = 4096;

const utf8 = new TextEncoder();

/** What the ciphers take from a platform. */
export interface SealPlatform {
  randomBytes(count: number): Uint8Array;
  readonly subtle: SubtleCrypto;
}

/** HMAC-SHA-256 (RFC 2104), synchronous: of keys and names, a few bytes each. */
export function hmac(key: Uint8Array, message: string): Uint8Array {
  const block = new Uint8Array(64);
  block.set(key.length > 64 ? digest(key) : key);
  const text = utf8.encode(message);
  const inner = new Uint8Array(64 + text.length);
  for (let at = 0; at < 64; at++) inner[at] = (block[at] ?? 0) ^ 0x36;
  inner.set(text, 64);
  const outer = new Uint8Array(96);
  for (let at = 0; at < 64; at++) outer[at] = (block[at] ?? 0) ^ 0x5c;
  outer.set(digest(inner), 64);
  return digest(outer);
}

export function base64url(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

export const fromBase64url = (text: string): Uint8Array =>
  Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

/** AES-256-GCM under one key. `open` gives undefined for what was not sealed for this place with this key. */
export class Cipher {
  readonly #key: Uint8Array;
  readonly #small: Gcm;
  readonly #platform: SealPlatform;
  #imported: Promise<CryptoKey> | undefined;

  constructor(key: Uint8Array, platform: SealPlatform) {
    this.#key = key;
    this.#small = new Gcm(key);
    this.#platform = platform;
  }

  /** At once, in this task. */
  seal(place: string, clear: Uint8Array): Uint8Array {
    const nonce = this.#platform.randomBytes(NONCE_BYTES);
    return framed(nonce, this.#small.seal(nonce, utf8.encode(place), clear));
  }

  /** The same, off this thread where it is large. */
  async sealLarge(place: string, clear: Uint8Array): Promise<Uint8Array> {
    if (clear.length < LARGE_BYTES) return this.seal(place, clear);
    const nonce = this.#platform.randomBytes(NONCE_BYTES);
    const sealed = await this.#platform.subtle.encrypt(parametersOf(nonce, place), await this.#webKey(), owned(clear));
    return framed(nonce, new Uint8Array(sealed));
  }

  open(place: string, sealed: Uint8Array): Uint8Array | undefined {
    return isFramed(sealed) ? this.#small.open(sealed.subarray(1, HEAD_BYTES), utf8.encode(place), sealed.subarray(HEAD_BYTES)) : undefined;
  }

  /** The same off this thread, whatever the size: a page that has just been loaded has no compiled cipher of its own yet. */
  async openAway(place: string, sealed: Uint8Array): Promise<Uint8Array | undefined> {
    if (!isFramed(sealed)) return undefined;
    try {
      const parameters = parametersOf(sealed.subarray(1, HEAD_BYTES), place);
      return new Uint8Array(await this.#platform.subtle.decrypt(parameters, await this.#webKey(), owned(sealed.subarray(HEAD_BYTES))));
    } catch {
      return undefined;
    }
  }

  /** Makes ready what opening large ones takes, while the caller waits for them. */
  warm(): void {
    // A key that is no key is told where it is used.
    this.#webKey().catch(() => {});
  }

  static isLarge(bytes: Uint8Array): boolean {
    return bytes.length >= LARGE_BYTES;
  }

  #webKey(): Promise<CryptoKey> {
    this.#imported ??= this.#platform.subtle.importKey('raw', owned(this.#key), 'AES-GCM', false, ['encrypt', 'decrypt']);
    return this.#imported;
  }
}

const isFramed = (sealed: Uint8Array): boolean => sealed[0] === VERSION && sealed.length >= HEAD_BYTES + TAG_BYTES;

function framed(nonce: Uint8Array, body: Uint8Array): Uint8Array {
  const sealed = new Uint8Array(HEAD_BYTES + body.length);
  sealed[0] = VERSION;
  sealed.set(nonce, 1);
  sealed.set(body, HEAD_BYTES);
  return sealed;
}

const parametersOf = (nonce: Uint8Array, place: string): AesGcmParams => ({
  name: 'AES-GCM',
  iv: owned(nonce),
  additionalData: utf8.encode(place),
});

/** WebCrypto's types want a buffer that nobody shares. */
const owned = (bytes: Uint8Array): Uint8Array<ArrayBuffer> =>
  bytes.buffer instanceof ArrayBuffer ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : Uint8Array.from(bytes);

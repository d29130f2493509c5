import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError, type StoredHead } from '@onedoor/core';

/** What is signed of a head. */
export type HeadFacts = Pick<StoredHead, 'number' | 'size' | 'at' | 'hash'>;

/** Signs the heads of a centre's record with Ed25519 (RFC 8032). */
export interface HeadSigner {
  /** Public key, SPKI, base64url: who holds a head checks it with this. */
  readonly publicKey: string;
  sign(head: HeadFacts): Uint8Array;
}

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/** The bytes that a signature covers: the centre, so that a head of one passes for no other's, then number, size, time and hash. */
const wordsOf = (centre: string, { number, size, at, hash }: HeadFacts): Buffer =>
  Buffer.from(`onedoor-head-1\n${centre}\n${number}\n${size}\n${at}\n${hex(hash)}\n`, 'utf8');

const spki = (key: KeyObject): string => createPublicKey(key).export({ type: 'spki', format: 'der' }).toString('base64url');

export function signerOf(centre: string, key: KeyObject): HeadSigner {
  return { publicKey: spki(key), sign: (head) => Uint8Array.from(sign(null, wordsOf(centre, head), key)) };
}

/** A signer for a store in memory: its key ends with the process. */
export const temporarySigner = (centre: string): HeadSigner => signerOf(centre, generateKeyPairSync('ed25519').privateKey);

/** Whether a head was signed by the holder of a key. Never throws on what somebody sent. */
export function verifyHead(centre: string, head: StoredHead, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64url'), format: 'der', type: 'spki' });
    return verify(null, wordsOf(centre, head), key, head.signature);
  } catch {
    return false;
  }
}

/** Where the key of a data folder's record lies. */
export const recordKeyPath = (dir: string): string => join(dir, 'keys', 'record.pem');

/**
 * Reads the key that signs a data folder's heads, or makes it where no head has been signed yet.
 *
 * @throws KEY_MISSING where there are heads without their key, or the file is no key
 */
export function openSigner(dir: string, centre: string, hasHeads: boolean): HeadSigner {
  const path = recordKeyPath(dir);
  if (existsSync(path)) {
    try {
      return signerOf(centre, createPrivateKey(readFileSync(path)));
    } catch (cause) {
      throw missing(`${path}, which is no private key`, cause);
    }
  }
  if (hasHeads) throw missing(`signed heads in ${dir} without ${path}`);
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  const { privateKey } = generateKeyPairSync('ed25519');
  writeFileSync(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(path, 0o600);
  return signerOf(centre, privateKey);
}

const missing = (seen: string, cause?: unknown) =>
  new OnedoorError(
    'KEY_MISSING',
    { seen, expected: 'the key that signed the record', todo: 'Put the key back from its backup; without it no head can be signed.' },
    { cause },
  );

import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OnedoorError, type RandomBytes } from '@onedoor/core';

/*
 * Layout of every ciphertext:
 *
 *     offset 0        1 byte    version of the layout, 1
 *     offset 1        12 bytes  nonce, random
 *     offset 13       n bytes   ciphertext, as long as the clear text
 *     offset 13 + n   16 bytes  AES-256-GCM tag
 *
 * Additional data, UTF-8, tie a ciphertext to its place, so that none can be moved to another:
 *
 *     entry      <room id>|<epoch>|<seq>
 *     snapshot   snapshot|<room id>|<epoch>|<seq>
 *     summary    summary|<room id>|<epoch>
 *     edits      edits|<room id>|<epoch>|<start>|<seq>
 *     trace      trace|<room id>|<epoch>|<start>|<seq>
 *     blob       blob|<room id>|<epoch>|<SHA-256 of the clear text, hex>
 *     room key   key|<room key>|<epoch>
 *
 * Room id is the store's number of the room. A room key is 32 random bytes, one a room and epoch, wrapped with the
 * master key, which lies in a file of its own. Whoever destroys a wrapped key has erased the room.
 */
const VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;

export interface RoomCipher {
  /** @param place the additional data: where this ciphertext stands, e.g. `12|1|407` */
  seal(place: string, clear: Uint8Array): Uint8Array;
  /** @throws DATA_DAMAGED where the bytes are not what was sealed for this place */
  open(place: string, sealed: Uint8Array): Uint8Array;
  /** A name that nobody can guess or tell from a random one without the room's key: 32 hexadecimal digits, the same each time. */
  alias(label: string): string;
}

/** The keys of a centre's rooms, behind one master key. */
export class Keyring {
  readonly #master: RoomCipher;
  readonly #random: RandomBytes;

  constructor(master: Uint8Array, random: RandomBytes) {
    this.#master = cipherOf(master, random);
    this.#random = random;
  }

  /** A key for a new room or epoch, wrapped for the store. */
  create(roomKey: string, epoch: number): Uint8Array {
    return this.#master.seal(`key|${roomKey}|${epoch}`, this.#random(KEY_BYTES));
  }

  /** @throws DATA_DAMAGED where the wrapped key is not of this room, epoch and master key */
  cipher(roomKey: string, epoch: number, wrappedKey: Uint8Array): RoomCipher {
    return cipherOf(this.#master.open(`key|${roomKey}|${epoch}`, wrappedKey), this.#random);
  }
}

/** Where a data folder's keys lie, and the ledger of its erasures: backed up apart from the data. */
export const keysDir = (dir: string): string => join(dir, 'keys');

/** Where the master key of a data folder lies. */
export const masterKeyPath = (dir: string): string => join(keysDir(dir), 'master.key');

/**
 * Reads the master key of a data folder, or makes it where there is no data yet.
 *
 * @throws KEY_MISSING where there is data without its key, or the file is not a key
 */
export function openMasterKey(dir: string, hasData: boolean, random: RandomBytes): Uint8Array {
  const path = masterKeyPath(dir);
  if (existsSync(path)) {
    const key = Uint8Array.from(readFileSync(path));
    if (key.length === KEY_BYTES) return key;
    throw new OnedoorError('KEY_MISSING', {
      seen: `${path} of ${key.length} bytes`,
      expected: `${KEY_BYTES} bytes`,
      todo: 'Put the key back from its backup.',
    });
  }
  if (hasData)
    throw new OnedoorError('KEY_MISSING', {
      seen: `data in ${dir} without ${path}`,
      expected: 'the key that the data was written with',
      todo: 'Put the key back from its backup; without it nothing can be read.',
    });
  mkdirSync(join(dir, 'keys'), { recursive: true, mode: 0o700 });
  const key = random(KEY_BYTES);
  writeFileSync(path, key, { mode: 0o600, flag: 'wx', flush: true });
  chmodSync(path, 0o600);
  return key;
}

function cipherOf(key: Uint8Array, random: RandomBytes): RoomCipher {
  return {
    alias: (label) => createHmac('sha256', key).update(`alias|${label}`).digest('hex').slice(0, 32),
    seal(place, clear) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(Buffer.from(place, 'utf8'));
      const sealed = new Uint8Array(1 + NONCE_BYTES + clear.length + TAG_BYTES);
      sealed[0] = VERSION;
      sealed.set(nonce, 1);
      sealed.set(cipher.update(clear), 1 + NONCE_BYTES);
      cipher.final();
      sealed.set(cipher.getAuthTag(), 1 + NONCE_BYTES + clear.length);
      return sealed;
    },
    open(place, sealed) {
      try {
        if (sealed[0] !== VERSION || sealed.length < 1 + NONCE_BYTES + TAG_BYTES) throw new RangeError('not our layout');
        const end = sealed.length - TAG_BYTES;
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 1 + NONCE_BYTES));
        decipher.setAAD(Buffer.from(place, 'utf8'));
        decipher.setAuthTag(sealed.subarray(end));
        const clear = Uint8Array.from(decipher.update(sealed.subarray(1 + NONCE_BYTES, end)));
        decipher.final();
        return clear;
      } catch (cause) {
        throw new OnedoorError(
          'DATA_DAMAGED',
          {
            seen: `${place}, which does not open`,
            expected: 'what this server sealed for this place',
            todo: 'Restore the latest backup; if the key file was changed, put the old one back.',
          },
          { cause },
        );
      }
    },
  };
}

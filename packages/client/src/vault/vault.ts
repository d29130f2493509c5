import { OnedoorError, ok, type Result, refuse } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import type { Passkeys } from '../platform.js';
import { base64url, Cipher, fromBase64url, hmac, KEY_BYTES, type SealPlatform } from '../storage/seal.js';
import type { Lease } from './lease.js';

/** As OWASP advises for PBKDF2 with SHA-256: about a tenth of a second on an office computer, for each guess. */
const PIN_ROUNDS = 600_000;
const SALT_BYTES = 16;
/** Wrong PINs until the PIN is removed: then only a sign-in opens. */
export const MAX_TRIES = 10;
/** So many wrong ones are a slip; then each costs a wait that doubles. */
const FREE_TRIES = 3;
const FIRST_WAIT_MS = 5_000;
const MAX_WAIT_MS = 900_000;
const MIN_PIN_CHARS = 6;

const bytes = z.custom<Uint8Array>((value) => value instanceof Uint8Array);
const wrapped = z.object({ sealed: bytes });
const vaultSchema = z.object({
  version: z.literal(1),
  device: z.string(),
  /** The store's key, wrapped by the server's part. */
  server: z.optional(wrapped),
  pin: z.optional(z.object({ sealed: bytes, salt: bytes, rounds: z.int(), tries: z.int(), waitUntil: z.number() })),
  passkey: z.optional(z.object({ sealed: bytes, salt: bytes, id: bytes })),
  lease: z.object({ until: z.number(), seen: z.number(), mac: z.string() }),
  /** A plain store of before is being moved here: what is here is not the whole. */
  moving: z.optional(z.boolean()),
});
export type VaultRow = z.infer<typeof vaultSchema>;

/** Where the vault lies: beside the rows that its key seals. */
export interface VaultPlace {
  getPlain(key: string): Promise<unknown>;
  /** @throws STORE_FULL */
  putPlain(row: { readonly key: string; readonly value: unknown }): Promise<void>;
  /** Works where there is no room, too. */
  removePlain(key: string): Promise<void>;
  plainKeys(prefix: string): Promise<string[]>;
}

const PLACE = 'vault';
/** Rows that are there to be removed: where there is no room to count a try, one of them goes instead. */
const SPARE = 'vault try ';

/**
 * The wrapped key of one person's store on one device. The key itself is in no storage: the server's part, the PIN or
 * the passkey each opens one wrapping of it.
 */
export class Vault {
  readonly #place: VaultPlace;
  readonly #platform: SealPlatform;
  #row: VaultRow;

  private constructor(place: VaultPlace, platform: SealPlatform, row: VaultRow) {
    this.#place = place;
    this.#platform = platform;
    this.#row = row;
  }

  /** @returns undefined where there is none yet */
  static async read(place: VaultPlace, platform: SealPlatform): Promise<Vault | undefined> {
    const row = vaultSchema.safeParse(await place.getPlain(PLACE));
    return row.success ? new Vault(place, platform, row.data) : undefined;
  }

  /** A vault with a new key. Not stored before `store`: a key that nothing wraps would be lost. */
  static make(place: VaultPlace, platform: SealPlatform, device: string): { readonly vault: Vault; readonly key: Uint8Array } {
    const row: VaultRow = { version: 1, device, lease: { until: 0, seen: 0, mac: '' } };
    return { vault: new Vault(place, platform, row), key: platform.randomBytes(KEY_BYTES) };
  }

  get row(): Readonly<VaultRow> {
    return this.#row;
  }

  get device(): string {
    return this.#row.device;
  }

  async store(change: Partial<VaultRow> = {}): Promise<void> {
    // Another tab may have changed it meanwhile: a PIN that was set there stays.
    const stored = vaultSchema.safeParse(await this.#place.getPlain(PLACE));
    const next = { ...(stored.success && stored.data.device === this.device ? stored.data : this.#row), ...change };
    for (const key of ['server', 'pin', 'passkey', 'moving'] as const) if (next[key] === undefined) delete next[key];
    this.#row = next;
    await this.#place.putPlain({ key: PLACE, value: next });
  }

  /** What can do without: a full disk must not keep its person from what is on it. */
  storeIfRoom(change: Partial<VaultRow>): Promise<boolean> {
    return ifRoom(this.store(change));
  }

  wrapByServer(key: Uint8Array, share: string): VaultRow['server'] {
    return { sealed: this.#cipher(this.#serverKey(share)).seal(this.#wrapPlace('server'), key) };
  }

  openByServer(share: string): Uint8Array | undefined {
    const { server } = this.#row;
    return server === undefined ? undefined : this.#cipher(this.#serverKey(share)).open(this.#wrapPlace('server'), server.sealed);
  }

  async setPin(key: Uint8Array, pin: string): Promise<Result<void>> {
    if (isWeak(pin))
      return refuse('PIN_WEAK', {
        seen: 'a PIN that is guessed at once',
        expected: `at least ${MIN_PIN_CHARS} characters, not all alike and not in a row`,
        todo: 'Choose another.',
      });
    const salt = this.#platform.randomBytes(SALT_BYTES);
    const wrap = await this.#pinKey(pin, salt, PIN_ROUNDS);
    const sealed = this.#cipher(wrap).seal(this.#wrapPlace('pin'), key);
    await this.store({ pin: { sealed, salt, rounds: PIN_ROUNDS, tries: 0, waitUntil: 0 } });
    await this.#fillSpares();
    return ok(undefined);
  }

  async openByPin(pin: string, now: number): Promise<Result<Uint8Array>> {
    const known = this.#row.pin;
    if (known === undefined || known.tries >= MAX_TRIES) return SPENT;
    if (now < known.waitUntil && known.waitUntil - now <= MAX_WAIT_MS)
      return refuse('PIN_WAIT', {
        seen: `a try ${known.waitUntil - now} ms too early`,
        expected: 'patience',
        todo: 'Wait, or connect to the network.',
      });
    // Counted before it is tried: closing the page in between gives no try for nothing.
    const tries = known.tries + 1;
    const waitUntil = tries < FREE_TRIES ? 0 : now + Math.min(MAX_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - FREE_TRIES));
    if (!(await this.#count({ ...known, tries, waitUntil }))) return NO_ROOM;
    const key = this.#cipher(await this.#pinKey(pin, known.salt, known.rounds)).open(this.#wrapPlace('pin'), known.sealed);
    if (key !== undefined) {
      if (await this.storeIfRoom({ pin: { ...known, tries: 0, waitUntil: 0 } })) await this.#fillSpares();
      return ok(key);
    }
    if (tries < MAX_TRIES) return refuse('PIN_WRONG', { seen: 'another PIN', expected: 'the PIN of this device', todo: 'Try again.' });
    await this.storeIfRoom({ pin: undefined });
    return SPENT;
  }

  /** @returns false where nothing is left to count with */
  async #count(pin: NonNullable<VaultRow['pin']>): Promise<boolean> {
    if (await this.storeIfRoom({ pin })) return true;
    const [spare] = await this.#place.plainKeys(SPARE);
    if (spare === undefined) return false;
    await this.#place.removePlain(spare);
    return true;
  }

  /** As many as there is room for: a right PIN opens without them. */
  async #fillSpares(): Promise<void> {
    const there = new Set(await this.#place.plainKeys(SPARE));
    for (let at = 0; at < MAX_TRIES; at++)
      if (!there.has(SPARE + at) && !(await ifRoom(this.#place.putPlain({ key: SPARE + at, value: true })))) return;
  }

  async setPasskey(key: Uint8Array, passkeys: Passkeys, name: string): Promise<Result<void>> {
    const salt = this.#platform.randomBytes(KEY_BYTES);
    const made = await passkeys.create({ name, user: this.#platform.randomBytes(16), salt }).catch(() => undefined);
    if (made === undefined) return NO_PASSKEY;
    const sealed = this.#cipher(hmac(made.secret, 'onedoor passkey')).seal(this.#wrapPlace('passkey'), key);
    await this.store({ passkey: { sealed, salt, id: made.id } });
    return ok(undefined);
  }

  async openByPasskey(passkeys: Passkeys): Promise<Result<Uint8Array>> {
    const known = this.#row.passkey;
    if (known === undefined) return NO_PASSKEY;
    const secret = await passkeys.use({ id: known.id, salt: known.salt }).catch(() => undefined);
    const key =
      secret === undefined ? undefined : this.#cipher(hmac(secret, 'onedoor passkey')).open(this.#wrapPlace('passkey'), known.sealed);
    return key === undefined ? NO_PASSKEY : ok(key);
  }

  /** The lease, as far as this key confirms it: one that somebody else wrote is over. */
  lease(key: Uint8Array): Lease {
    const { until, seen, mac } = this.#row.lease;
    return mac === macOf(key, until, seen) ? { until, seen } : { until: 0, seen: 0 };
  }

  writeLease(key: Uint8Array, { until, seen }: Lease): VaultRow['lease'] {
    return { until, seen, mac: macOf(key, until, seen) };
  }

  #serverKey(share: string): Uint8Array {
    return hmac(fromBase64url(share), `onedoor server ${this.device}`);
  }

  async #pinKey(pin: string, salt: Uint8Array, rounds: number): Promise<Uint8Array> {
    const { subtle } = this.#platform;
    const secret = new TextEncoder().encode(pin.normalize('NFKC').trim());
    const base = await subtle.importKey('raw', secret, 'PBKDF2', false, ['deriveBits']);
    return new Uint8Array(
      await subtle.deriveBits({ name: 'PBKDF2', hash: 'SHA-256', salt: Uint8Array.from(salt), iterations: rounds }, base, KEY_BYTES * 8),
    );
  }

  #wrapPlace(way: string): string {
    return `vault ${way} ${this.device}`;
  }

  #cipher(key: Uint8Array): Cipher {
    return new Cipher(key, this.#platform);
  }
}

async function ifRoom(stored: Promise<void>): Promise<boolean> {
  try {
    await stored;
    return true;
  } catch (error) {
    if (error instanceof OnedoorError && error.code === 'STORE_FULL') return false;
    throw error;
  }
}

const macOf = (key: Uint8Array, until: number, seen: number): string => base64url(hmac(hmac(key, 'onedoor lease'), `${until} ${seen}`));

const SPENT = refuse('PIN_SPENT', { seen: 'no tries left', expected: 'the PIN', todo: 'Connect, sign in and set a new PIN.' });
const NO_ROOM = refuse('STORE_FULL', {
  seen: `no room to count a try, and ${MAX_TRIES} without one`,
  expected: 'free storage',
  todo: 'Free storage on this device, or connect to the network.',
});
const NO_PASSKEY = refuse('PASSKEY_FAILED', {
  seen: 'no answer of the passkey',
  expected: 'the passkey of this device',
  todo: 'Try again, or use the PIN.',
});

/** Too short, one character only, or digits in a row: what whoever finds a device tries first. */
export function isWeak(pin: string): boolean {
  const chars = [...pin.normalize('NFKC').trim()];
  const codes = chars.map((char) => char.codePointAt(0) ?? 0);
  const isRow = (step: number) => codes.every((code, at) => at === 0 || code - (codes[at - 1] ?? 0) === step);
  return chars.length < MIN_PIN_CHARS || isRow(0) || isRow(1) || isRow(-1);
}

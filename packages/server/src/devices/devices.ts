import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type DeviceRequest, deviceId, ok, type RandomBytes, type Refusal, type Result, refuse } from '@onedoor/core';
import * as z from 'zod';

/*
 * One file a device, beside the master key and backed up with it, because a part of a key is a key:
 *
 *     keys/devices/<device>.json   {"person", "share", "label", "madeAt", "seenAt"}
 *     keys/revoked/<device>.json   {"person", "at", "tokens"}
 *
 * A revocation is a file of its own, written by `onedoor user revoke` in another process while the server runs: no two
 * ever write one file, and a server that is down finds it at its next start.
 */
const SHARE_BYTES = 32;
const DAY_MS = 86_400_000;
/** Tokens whose device is known. They are short-lived: a device uses one or two at a time. */
const MAX_TOKENS = 50_000;

const stored = z.object({ person: z.string(), share: z.string(), label: z.string(), madeAt: z.number(), seenAt: z.number() });
const revoked = z.object({ person: z.string(), at: z.number(), tokens: z.array(z.string()) });
type Stored = z.infer<typeof stored>;
type Revoked = z.infer<typeof revoked>;

/** A device as the command line and the person see it. */
export interface KnownDevice {
  readonly device: string;
  readonly person: string;
  readonly label: string;
  /** Epoch milliseconds. */
  readonly madeAt: number;
  /** To the day. */
  readonly seenAt: number;
  readonly revokedAt?: number;
}

export interface DevicesOptions {
  /** Data folder; undefined keeps everything in this process. */
  readonly dir: string | undefined;
  readonly random: RandomBytes;
  readonly now: () => number;
  /** Devices of one person. */
  readonly maxDevices: number;
}

export const DEVICE_REVOKED: Refusal = refuse('DEVICE_REVOKED', {
  seen: 'a device that was revoked',
  expected: 'a device of this person',
  todo: 'Its local data is removed; sign in again if the device is back in good hands.',
}).refusal;

/** A token as it is remembered here: by a hash, so that nothing that is written down can be used. */
export const tokenMark = (token: string): string => createHash('sha256').update(token).digest('base64url');

/** The devices of a centre: the server's part of the key of each one's local store, and which of them are revoked. */
export class Devices {
  readonly #options: DevicesOptions;
  readonly #known = new Map<string, Stored>();
  readonly #revoked = new Map<string, Revoked>();
  /** Device by token; the latest ones. */
  readonly #tokens = new Map<string, string>();
  #seen = -1;
  /** Called with each device that was revoked since the last look. */
  onRevoked: (device: string) => void = () => {};

  constructor(options: DevicesOptions) {
    this.#options = options;
    const { dir } = options;
    if (dir !== undefined) {
      for (const [device, value] of readAll(devicesDir(dir), stored)) this.#known.set(device, value);
      this.look();
    }
  }

  /** The server's part of a device's key, for the person who is signed in on it. */
  share(person: string, { device, make, label = '' }: DeviceRequest): Result<string> {
    this.look();
    if (this.#revoked.has(device)) return { ok: false, refusal: DEVICE_REVOKED };
    const known = this.#known.get(device);
    const now = this.#options.now();
    if (known !== undefined) {
      // Another person's device is answered as an unknown one.
      if (known.person !== person) return unknownDevice();
      if (now - known.seenAt >= DAY_MS) this.#put(device, { ...known, seenAt: today(now) });
      return ok(known.share);
    }
    if (!make) return unknownDevice();
    if (this.list(person).length >= this.#options.maxDevices)
      return refuse('TOO_MANY', {
        seen: `${this.#options.maxDevices} devices of one person`,
        expected: 'fewer',
        todo: 'Ask whoever runs the server to revoke those that are out of use.',
      });
    const share = Buffer.from(this.#options.random(SHARE_BYTES)).toString('base64url');
    this.#put(device, { person, share, label, madeAt: now, seenAt: today(now) });
    return ok(share);
  }

  /** The person leaves this device: what lies there opens no more. */
  forget(person: string, device: string): void {
    if (this.#known.get(device)?.person === person) this.#drop(device);
  }

  /** Notes which device a token was used on. */
  note(mark: string, device: string): void {
    this.#tokens.delete(mark);
    this.#tokens.set(mark, device);
    if (this.#tokens.size <= MAX_TOKENS) return;
    for (const oldest of this.#tokens.keys()) {
      this.#tokens.delete(oldest);
      return;
    }
  }

  /** Why a device, or a token that was used on one, is not served; undefined where it is. */
  refusal(mark: string, device: string | undefined): Refusal | undefined {
    const ofToken = this.#tokens.get(mark);
    const isRevoked =
      (device !== undefined && this.#revoked.has(device)) || (ofToken !== undefined && this.#revoked.has(ofToken)) || this.#isMarked(mark);
    return isRevoked ? DEVICE_REVOKED : undefined;
  }

  list(person?: string): KnownDevice[] {
    return [...this.#known]
      .filter(([, known]) => person === undefined || known.person === person)
      .map(([device, { share: _, ...known }]) => ({ device, ...known }))
      .sort((a, b) => b.seenAt - a.seenAt || (a.device < b.device ? -1 : 1));
  }

  revoke(device: string): boolean {
    const known = this.#known.get(device);
    if (known === undefined) return this.#revoked.has(device);
    const { dir, now } = this.#options;
    const revocation = { person: known.person, at: now(), tokens: this.#tokensOf(device) };
    if (dir !== undefined) write(revokedDir(dir), device, revocation);
    this.#take(device, revocation);
    return true;
  }

  /** Takes in what another process has revoked. Costs one look at a folder's time where there is nothing new. */
  look(): void {
    const { dir } = this.#options;
    if (dir === undefined || !existsSync(revokedDir(dir))) return;
    const { mtimeMs } = statSync(revokedDir(dir));
    // A second file of the same moment must not be overlooked: a folder that was touched just now is read once more.
    if (mtimeMs === this.#seen) return;
    if (Date.now() - mtimeMs > 2_000) this.#seen = mtimeMs;
    for (const [device, revocation] of readAll(revokedDir(dir), revoked)) if (!this.#revoked.has(device)) this.#take(device, revocation);
  }

  #take(device: string, revocation: Revoked): void {
    const tokens = [...new Set([...revocation.tokens, ...this.#tokensOf(device)])];
    const { dir } = this.#options;
    this.#revoked.set(device, { ...revocation, tokens });
    // A restart must not bring its last tokens back.
    if (dir !== undefined && tokens.length > revocation.tokens.length) write(revokedDir(dir), device, { ...revocation, tokens });
    this.#drop(device);
    this.onRevoked(device);
  }

  #isMarked(mark: string): boolean {
    for (const { tokens } of this.#revoked.values()) if (tokens.includes(mark)) return true;
    return false;
  }

  #tokensOf(device: string): string[] {
    return [...this.#tokens].flatMap(([mark, of]) => (of === device ? [mark] : []));
  }

  #put(device: string, value: Stored): void {
    const { dir } = this.#options;
    if (dir !== undefined) write(devicesDir(dir), device, value);
    this.#known.set(device, value);
  }

  #drop(device: string): void {
    const { dir } = this.#options;
    this.#known.delete(device);
    if (dir !== undefined) rmSync(join(devicesDir(dir), `${device}.json`), { force: true });
  }
}

/** Devices that end with this process. */
export const temporaryDevices = (now: () => number, maxDevices: number): Devices =>
  new Devices({ dir: undefined, random: (count) => crypto.getRandomValues(new Uint8Array(count)), now, maxDevices });

/** Devices of a data folder, revoked ones behind the others, the latest first; for the command line. */
export function listDevices(dir: string, person?: string): KnownDevice[] {
  const known = readAll(devicesDir(dir), stored).map(([device, { share: _, ...value }]): KnownDevice => ({ device, ...value }));
  const past = readAll(revokedDir(dir), revoked).map(
    ([device, { person: whose, at }]): KnownDevice => ({ device, person: whose, label: '', madeAt: at, seenAt: at, revokedAt: at }),
  );
  const byTime = (a: KnownDevice, b: KnownDevice) => b.seenAt - a.seenAt || (a.device < b.device ? -1 : 1);
  return [...known.sort(byTime), ...past.sort(byTime)].filter((each) => person === undefined || each.person === person);
}

/**
 * Revokes a device of a data folder, whether its server runs or not: a running one notices within a second.
 *
 * @returns whose it was; undefined where the folder knows no such device
 */
export function revokeDevice(dir: string, device: string, now: number): string | undefined {
  const known = listDevices(dir).find((each) => each.device === device);
  if (known === undefined) return undefined;
  if (known.revokedAt === undefined) write(revokedDir(dir), device, { person: known.person, at: now, tokens: [] });
  rmSync(join(devicesDir(dir), `${device}.json`), { force: true });
  return known.person;
}

const devicesDir = (dir: string): string => join(dir, 'keys', 'devices');
const revokedDir = (dir: string): string => join(dir, 'keys', 'revoked');

const today = (now: number): number => now - (now % DAY_MS);

const unknownDevice = () =>
  refuse('NOT_FOUND', { seen: 'a device that is not known', expected: 'one that has been here', todo: 'Begin anew on this device.' });

/** The whole file or none: a half-written one would lock somebody out of their work. */
function write(folder: string, device: string, value: Stored | Revoked): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, `${device}.json`);
  writeFileSync(`${path}.new`, JSON.stringify(value), { mode: 0o600, flush: true });
  renameSync(`${path}.new`, path);
}

function readAll<T>(folder: string, schema: z.ZodType<T>): [device: string, value: T][] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file): [string, T][] => {
    const device = file.replace(/\.json$/, '');
    if (device === file || !deviceId.safeParse(device).success) return [];
    const parsed = schema.safeParse(readJson(join(folder, file)));
    return parsed.success ? [[device, parsed.data]] : [];
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    // Gone meanwhile, or damaged: as good as not there.
    return undefined;
  }
}

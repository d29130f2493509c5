import { createUlid, OnedoorError, ok, type Refusal, type Result, refuse, type StoreLock } from '@onedoor/core';
import type { Identity } from '../kernel.js';
import type { Platform } from '../platform.js';
import type { ClientStore, SealedTables } from '../storage/client-store.js';
import { DexieStore } from '../storage/dexie-store.js';
import { base64url, hmac, type SealPlatform } from '../storage/seal.js';
import { SealedStore } from '../storage/sealed-store.js';
import type { Api } from '../transport/api.js';
import { Lock } from './lock.js';
import { movePlainStore, plainName, plainStore } from './move-plain.js';
import { Vault } from './vault.js';

/** A lease is written anew when it gains so much: opening without an edit writes nothing. */
const LEASE_STEP_MS = 3_600_000;
/** A server that is silent so long is not waited for: whoever has a PIN may work meanwhile. */
const PATIENCE_MS = 4_000;
const RETRY_MS = 10_000;
/** What the server, or who gives tokens, says where nobody is signed in. */
const SIGNED_OUT: readonly string[] = ['UNAUTHENTICATED', 'TOKEN_EXPIRED'];

/** What opening a sealed store needs of a session. */
export interface SealedOptions {
  readonly identity: Identity;
  readonly platform: Platform;
  readonly seal: SealPlatform;
  readonly api: Api;
  /** Whether a page of an older version, whose stores were plain, has been here. */
  readonly mayBePlain: boolean;
  /** Called where the store stays closed for now; without it that is an error. */
  readonly onLocked: ((lock: StoreLock) => void) | undefined;
}

export interface SealedOpening {
  readonly store: SealedStore;
  readonly vault: Vault;
  readonly key: Uint8Array;
  readonly name: string;
}

/**
 * Name of a person's database: nobody reads from it whose it is.
 */
export const sealedName = ({ centre, person }: Identity): string =>
  `onedoor-${base64url(hmac(new Uint8Array(), `store ${centre} ${person}`).subarray(0, 16))}`;

/**
 * Opens a person's sealed store: by the server's part of its key, else as its person opens the lock.
 *
 * @returns `plain` where a store of an older version is here and cannot be sealed without network; `none` where there
 *   is nothing and no network to make a key with
 * @throws DEVICE_REVOKED, when what was here is removed; STORE_LOCKED where nobody opens it; STORE_NEWER
 */
export async function openSealed(
  options: SealedOptions,
): Promise<SealedOpening | { readonly plain: ClientStore } | { readonly none: Refusal; readonly isForgotten?: boolean }> {
  const { identity, platform, seal, api } = options;
  const name = sealedName(identity);
  // Both take a moment, and neither needs the other: with a device that is known already, the server is asked meanwhile.
  const inner = await DexieStore.open<SealedTables>(name);
  const vault = await Vault.read(inner, seal);
  if (vault === undefined) {
    // Two tabs of a first start must not make a key each.
    const begun = await alone(platform, `${name}/begin`, async () =>
      (await Vault.read(inner, seal)) === undefined ? begin(options, inner, name) : undefined,
    );
    if (begun !== undefined) return begun;
    await inner.close();
    return openSealed(options);
  }
  api.device = vault.device;
  const opened = await open(options, vault);
  if (!opened.ok) {
    await inner.close();
    if (opened.refusal.code === 'DEVICE_REVOKED' || opened.refusal.code === 'NOT_FOUND') await DexieStore.remove(name);
    api.device = undefined;
    if (opened.refusal.code === 'NOT_FOUND') return { none: opened.refusal, isForgotten: true };
    throw OnedoorError.of(opened.refusal);
  }
  const store = new SealedStore(inner, opened.value, seal);
  if (vault.row.moving === true) await movePlainStore(plainName(identity), store, 'all');
  else if (options.mayBePlain) await movePlainStore(plainName(identity), store, 'unsent');
  if (vault.row.moving === true) await vault.store({ moving: undefined });
  return { store, vault, key: opened.value, name };
}

export const removeStore = (name: string): Promise<void> => DexieStore.remove(name);

async function alone<T>({ locks }: Platform, name: string, work: () => Promise<T>): Promise<T> {
  if (locks === undefined) return work();
  return new Promise((resolve, reject) => {
    locks.request(name, new AbortController().signal, () => work().then(resolve, reject)).catch(reject);
  });
}

async function begin(
  { identity, platform, seal, api }: SealedOptions,
  inner: DexieStore<SealedTables>,
  name: string,
): Promise<SealedOpening | { readonly plain: ClientStore } | { readonly none: Refusal }> {
  const plain = await plainStore(plainName(identity));
  const known = plain === undefined ? undefined : (await plain.get('meta', 'device'))?.value;
  const device = typeof known === 'string' ? known : createUlid(platform.now(), (count) => platform.randomBytes(count));
  const label = platform.deviceLabel;
  const answer = await api.openDevice({ device, make: true, ...(label === undefined ? {} : { label }) });
  if (!answer.ok) {
    await inner.close();
    await DexieStore.remove(name);
    if (plain !== undefined && answer.refusal.code !== 'DEVICE_REVOKED') return { plain };
    await plain?.close();
    if (answer.refusal.code === 'DEVICE_REVOKED') await DexieStore.remove(plainName(identity));
    return { none: answer.refusal };
  }
  await plain?.close();
  const { vault, key } = Vault.make(inner, seal, device);
  const now = platform.now();
  await vault.store({
    server: vault.wrapByServer(key, answer.value.share),
    lease: vault.writeLease(key, { until: now + answer.value.leaseMs, seen: now }),
    ...(plain === undefined ? {} : { moving: true }),
  });
  api.device = device;
  const store = new SealedStore(inner, key, seal);
  if (plain !== undefined) {
    await movePlainStore(plainName(identity), store, 'all');
    await vault.store({ moving: undefined });
  }
  return { store, vault, key, name };
}

async function open(options: SealedOptions, vault: Vault): Promise<Result<Uint8Array>> {
  const { platform, onLocked } = options;
  const asking = askServer(options, vault);
  const first = await Promise.race([asking, patience(platform)]);
  if (first.ok || first.refusal.code === 'DEVICE_REVOKED') return first;
  const isForgotten = first.refusal.code === 'NOT_FOUND';
  const { pin, passkey } = vault.row;
  // The server knows this device no more and nothing else opens it: what lies here is lost.
  if (isForgotten && pin === undefined && passkey === undefined) return first;
  if (onLocked === undefined) return LOCKED;
  const lock = new Lock({
    vault,
    reason: isForgotten ? 'unknown' : SIGNED_OUT.includes(first.refusal.code) ? 'signed-out' : 'offline',
    passkeys: platform.passkeys,
    now: () => platform.now(),
    ask: () => askServer(options, vault),
  });
  let isOver = false;
  let callOff = () => {};
  const again = async () => {
    if (isOver) return;
    await lock.retry();
    if (!isOver) callOff = platform.after(RETRY_MS, () => void again());
  };
  // The first question may still be answered.
  void asking.then((late) => {
    if (late.ok && !isOver) void lock.retry();
  });
  callOff = platform.after(RETRY_MS, () => void again());
  const unwatch = platform.onOnlineChange(() => void lock.retry());
  onLocked(lock);
  try {
    const key = await lock.opened;
    if (isForgotten) await rewrap(options, vault, key);
    return ok(key);
  } catch (error) {
    return isRefusal(error) ? { ok: false, refusal: error } : LOCKED;
  } finally {
    isOver = true;
    callOff();
    unwatch();
  }
}

/** The key by the server's part; with it the lease begins anew. */
async function askServer({ api, platform }: SealedOptions, vault: Vault): Promise<Result<Uint8Array>> {
  const answer = await api.openDevice({ device: vault.device, make: false });
  if (!answer.ok) return answer;
  const key = vault.openByServer(answer.value.share);
  if (key === undefined) return refuse('NOT_FOUND', { seen: "another part than this store's", expected: 'its own', todo: 'Begin anew.' });
  await renewLease(vault, key, answer.value.leaseMs, platform.now());
  return ok(key);
}

/** Writes a lease that has gained enough to be worth it. */
export async function renewLease(vault: Vault, key: Uint8Array, leaseMs: number, now: number): Promise<void> {
  const { until, seen } = vault.lease(key);
  const next = now + leaseMs;
  if (Math.abs(next - until) < LEASE_STEP_MS && now >= seen) return;
  await vault.storeIfRoom({ lease: vault.writeLease(key, { until: next, seen: now }) });
}

/** A device that the server has forgotten gets a new part, once its person has opened it. */
async function rewrap({ api, platform }: SealedOptions, vault: Vault, key: Uint8Array): Promise<void> {
  const label = platform.deviceLabel;
  const answer = await api.openDevice({ device: vault.device, make: true, ...(label === undefined ? {} : { label }) });
  if (answer.ok) await vault.storeIfRoom({ server: vault.wrapByServer(key, answer.value.share) });
}

const patience = (platform: Platform): Promise<Result<Uint8Array>> =>
  new Promise((resolve) => {
    platform.after(PATIENCE_MS, () =>
      resolve(refuse('OFFLINE', { seen: 'a server that does not answer', expected: 'an answer', todo: 'Wait.' })),
    );
  });

const LOCKED = refuse('STORE_LOCKED', {
  seen: 'local data that is locked, and no server',
  expected: 'the network, or the PIN of this device',
  todo: 'Connect to the network.',
});

const isRefusal = (error: unknown): error is Refusal =>
  typeof error === 'object' && error !== null && 'code' in error && 'todo' in error && !(error instanceof Error);

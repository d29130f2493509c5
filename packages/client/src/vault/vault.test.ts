import { webcrypto } from 'node:crypto';
import { OnedoorError } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { renewLease } from './open-sealed.js';
import { Vault, type VaultPlace } from './vault.js';

const test = suite('vault on a full disk');
const PIN = '红砂坝7249';
const platform = {
  subtle: webcrypto.subtle as SubtleCrypto,
  randomBytes: (count: number) => webcrypto.getRandomValues(new Uint8Array(count)),
};

/** As browsers are: a full disk refuses what is put and lets rows be removed. */
class Place implements VaultPlace {
  readonly rows = new Map<string, unknown>();
  isFull = false;
  /** New rows that there is room for; those that are there may be written anew. */
  room = Number.POSITIVE_INFINITY;
  async getPlain(key: string): Promise<unknown> {
    return this.rows.get(key);
  }
  async putPlain({ key, value }: { readonly key: string; readonly value: unknown }): Promise<void> {
    if (this.isFull || (!this.rows.has(key) && this.room-- <= 0))
      throw new OnedoorError('STORE_FULL', { seen: 'a full disk', expected: 'room', todo: 'Free some.' });
    this.rows.set(key, value);
  }
  async removePlain(key: string): Promise<void> {
    this.rows.delete(key);
  }
  async plainKeys(prefix: string): Promise<string[]> {
    return [...this.rows.keys()].filter((key) => key.startsWith(prefix));
  }
}

async function withPin(): Promise<Place> {
  const place = new Place();
  const { vault, key } = Vault.make(place, platform, 'device');
  await vault.store({ lease: vault.writeLease(key, { until: 1000, seen: 0 }) });
  await vault.setPin(key, PIN);
  return place;
}

/** As a page that begins: what stood in memory alone is forgotten. */
async function tryPin(place: Place, pin: string): Promise<string> {
  const vault = await Vault.read(place, platform);
  const opened = await vault?.openByPin(pin, Date.now());
  return opened?.ok === true ? 'ok' : (opened?.refusal.code ?? 'none');
}

test('the PIN opens where no try can be written, and tries stay counted over new pages', async () => {
  const place = await withPin();
  place.isFull = true;
  assert.is(await tryPin(place, PIN), 'ok');
  for (let at = 0; at < 9; at++) assert.is(await tryPin(place, `wrong${at}`), 'PIN_WRONG');
  assert.is(await tryPin(place, PIN), 'STORE_FULL', 'nothing left to count with');
  place.isFull = false;
  assert.is(await tryPin(place, PIN), 'ok');
  place.isFull = true;
  for (let at = 0; at < 10; at++) assert.is(await tryPin(place, PIN), 'ok', 'filled again once there was room');
  assert.is(await tryPin(place, PIN), 'STORE_FULL');
});

test('a disk that is full after some of the rows for tries neither refuses a PIN nor keeps it from opening', async () => {
  const place = new Place();
  place.room = 4;
  const { vault, key } = Vault.make(place, platform, 'device');
  await vault.store();
  assert.ok((await vault.setPin(key, PIN)).ok);
  assert.is(await tryPin(place, PIN), 'ok');
  assert.is((await place.plainKeys('vault try ')).length, 3);
});

test('a lease that cannot be written does not keep the store closed', async () => {
  const place = await withPin();
  place.isFull = true;
  const vault = await Vault.read(place, platform);
  assert.ok(vault);
  const opened = await vault.openByPin(PIN, 0);
  assert.ok(opened.ok);
  await renewLease(vault, opened.value, 1_000_000_000, 10);
  assert.equal(vault.lease(opened.value), { until: 1_000_000_010, seen: 10 });
});

test.run();

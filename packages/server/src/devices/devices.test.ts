import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DEVICE_HEADER } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { userDevices, userRevoke } from '../cli/user.js';
import { TestServer } from '../testing/index.js';
import { Devices, listDevices, revokeDevice } from './devices.js';

const test = suite<{ dir: string }>('devices');

test.before.each((context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-devices-'));
});
test.after.each((context) => rmSync(context.dir, { recursive: true, force: true }));

const open = (dir: string | undefined, maxDevices = 5) =>
  new Devices({ dir, random: (count) => crypto.getRandomValues(new Uint8Array(count)), now: () => 86_400_000 * 20_000 + 5, maxDevices });
const ask = (device: string, make = false) => ({ device, make });

test("a device's part is made once, is told to its person alone and outlives a restart", ({ dir }) => {
  const devices = open(dir);
  assert.is(codeOf(devices.share('wang', ask('d1'))), 'NOT_FOUND');
  const made = devices.share('wang', ask('d1', true));
  assert.ok(made.ok && made.value.length === 43);
  assert.equal(devices.share('wang', ask('d1', true)), made);
  assert.equal(open(dir).share('wang', ask('d1')), made);
  assert.is(codeOf(devices.share('li', ask('d1', true))), 'NOT_FOUND', "another's device is answered as an unknown one");
  devices.forget('li', 'd1');
  assert.ok(devices.share('wang', ask('d1')).ok, 'nobody else makes it forget');
  devices.forget('wang', 'd1');
  assert.is(codeOf(open(dir).share('wang', ask('d1'))), 'NOT_FOUND');
  assert.equal(readdirSync(join(dir, 'keys', 'devices')), []);
});

test('a person has so many devices and no more', ({ dir }) => {
  const devices = open(dir, 2);
  for (const device of ['a', 'b']) assert.ok(devices.share('wang', ask(device, true)).ok);
  assert.is(codeOf(devices.share('wang', ask('c', true))), 'TOO_MANY');
  assert.ok(devices.share('li', ask('c', true)).ok);
});

test('what another process revokes is noticed, refused with its tokens, and stays refused after a restart', ({ dir }) => {
  const devices = open(dir);
  devices.share('wang', ask('d1', true));
  devices.note('mark-1', 'd1');
  devices.note('mark-2', 'd2');
  const told: string[] = [];
  devices.onRevoked = (device) => told.push(device);
  assert.is(revokeDevice(dir, 'd9', 1), undefined);
  assert.is(revokeDevice(dir, 'd1', 1), 'wang');
  devices.look();
  devices.look();
  assert.equal(told, ['d1']);
  assert.is(codeOf(devices.share('wang', ask('d1', true))), 'DEVICE_REVOKED');
  for (const each of [devices, open(dir)]) {
    assert.is(each.refusal('mark-1', undefined)?.code, 'DEVICE_REVOKED', 'its token, whatever device it names');
    assert.is(each.refusal('mark-3', 'd1')?.code, 'DEVICE_REVOKED');
    assert.is(each.refusal('mark-2', 'd2'), undefined);
  }
  assert.equal(
    listDevices(dir).map(({ device, revokedAt }) => [device, revokedAt]),
    [['d1', 1]],
  );
});

test('a revoked device of a running server: its socket ends within a second, its token and its part with it', async () => {
  const server = await TestServer.start();
  try {
    const token = await server.token('wang');
    const post = (headers: Record<string, string> = {}) =>
      fetch(`${server.url}/api/device`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ device: 'lost', make: true, label: 'Windows Chrome' }),
      });
    const answer = await post({ [DEVICE_HEADER]: 'lost' });
    assert.is(answer.status, 200);
    assert.is(answer.headers.get('cache-control'), 'no-store');
    assert.is(JSON.parse(await answer.text()).leaseMs, 604_800_000);
    const client = await server.joined('wang', { device: 'lost', token });
    const other = await server.joined('wang', { device: 'kept' });
    assert.match(userDevices(server.dir, 'wang'), /^lost\twang\t\d{4}-\d\d-\d\d\t\d{4}-\d\d-\d\d\tWindows Chrome$/);
    userRevoke(server.dir, 'lost');
    await client.closed(4410);
    assert.is(other.closeCode, undefined, 'the other device goes on');
    assert.is((await post()).status, 403, 'the token that was used on it');
    const fresh = await fetch(`${server.url}/api/me`, {
      headers: { authorization: `Bearer ${await server.token('wang', 500_000)}`, [DEVICE_HEADER]: 'lost' },
    });
    assert.is(JSON.parse(await fresh.text()).code, 'DEVICE_REVOKED');
    assert.match(userDevices(server.dir), /^lost\twang\trevoked/m);
    assert.not(existsSync(join(server.dir, 'keys', 'devices', 'lost.json')));
  } finally {
    await server.stop();
  }
});

const codeOf = (result: { readonly ok: boolean; readonly refusal?: { readonly code: string } }): string =>
  result.ok ? 'ok' : (result.refusal?.code ?? '');

test.run();

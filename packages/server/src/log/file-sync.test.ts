import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { FileSync } from './file-sync.js';

const test = suite<{ dir: string; path: string; write: () => void; end: () => void }>('bringing a file to the disk');

test.before.each((context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-'));
  context.path = join(context.dir, 'log');
  const fd = openSync(context.path, 'w');
  context.write = () => void writeSync(fd, 'x');
  context.end = () => closeSync(fd);
});
test.after.each(({ dir, end }) => {
  end();
  rmSync(dir, { recursive: true });
});

test('there is nothing to wait for before a write, and none after it is synced', async ({ path, write }) => {
  const file = new FileSync(path);
  assert.is(file.later(), undefined);
  write();
  file.wrote();
  const waited = file.later();
  assert.ok(waited instanceof Promise);
  await waited;
  assert.is(file.later(), undefined);
  write();
  file.wrote();
  file.now();
  assert.is(file.later(), undefined);
  file.close();
});

test('a write that comes while one is synced has a sync of its own', async ({ path, write }) => {
  const file = new FileSync(path);
  write();
  file.wrote();
  const first = file.later();
  write();
  file.wrote();
  await first;
  assert.ok(file.later() instanceof Promise);
  file.now();
  file.close();
});

test('closed while one is synced, it ends well', async ({ path, write }) => {
  const file = new FileSync(path);
  write();
  file.wrote();
  const waited = file.later();
  file.close();
  await waited;
});

test('after a failure nothing is believed any more', async ({ dir }) => {
  const file = new FileSync(join(dir, 'none', 'log'));
  file.wrote();
  assert.throws(() => file.now(), /ENOENT/);
  const refused = await file.later()?.then(
    () => 'synced',
    (error: unknown) => String(error),
  );
  assert.match(refused ?? 'nothing to wait for', /ENOENT/);
  assert.throws(() => file.check(), /ENOENT/);
});

test.run();

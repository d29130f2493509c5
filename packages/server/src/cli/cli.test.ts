import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

const test = suite<{ dir: string }>('command line');

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

test.before((context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-cli-'));
});
test.after((context) => rmSync(context.dir, { recursive: true, force: true }));

function run(...args: string[]): {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  readonly ended: Promise<number | null>;
} {
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=source', MAIN, ...args], {
    env: { ...process.env, LOG_LEVEL: 'silent' },
  });
  let [out, err] = ['', ''];
  child.stdout.on('data', (bytes) => (out += String(bytes)));
  child.stderr.on('data', (bytes) => (err += String(bytes)));
  return { child, out: () => out, err: () => err, ended: new Promise((done) => child.once('exit', done)) };
}

test('L1 serve prints its address, ends with SIGTERM, and the doctor finds the data sound', async ({ dir }) => {
  const data = join(dir, 'data');
  const server = run('serve', '--centre', 't', '--data', data, '--port', '0', '--demo');
  for (let tries = 0; tries < 2_400 && !server.out().includes('\n'); tries++) await new Promise((done) => setTimeout(done, 25));
  assert.is((await fetch(`${server.out().trim()}/healthz`)).status, 200);
  server.child.kill('SIGTERM');
  assert.is(await server.ended, 0);
  const doctor = run('doctor', '--data', data);
  assert.is(await doctor.ended, 0);
  assert.match(doctor.out(), /^sound: 0 rooms/);
});

test('L2 a bad start ends with 1 and one sentence, without a stack', async ({ dir }) => {
  const server = run('serve', '--centre', 't', '--data', join(dir, 'x'));
  assert.is(await server.ended, 1);
  assert.match(server.err(), /^BAD_OPTION: no way to sign in; expected .+\n$/);
});

test.run();

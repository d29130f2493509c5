import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Random } from '@onedoor/core/testing';
import { DATABASE_FILE, openCentre } from '@onedoor/server';
import { enrolPeople, makeCase, verifyFolder } from '@onedoor/server/testing';
import { build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { type Call, Disk, readTrace } from './disk.js';

const test = suite('power');
const CENTRE = { id: 't', name: '测试' };
const WAL = `${DATABASE_FILE}-wal`;
const FILES = new Set([DATABASE_FILE, WAL]);
const PROMISES = 'promises.txt';
const BUNDLE = fileURLToPath(new URL('../node_modules/.cache/power-writer.mjs', import.meta.url));
const CUTS = 24;
/** Every so many cuts the whole record is recomputed. */
const VERIFIED = 4;

let root: string;
let before: string;
let full: readonly Call[];

const strace = ['/usr/bin/strace', '/usr/local/bin/strace'].find(existsSync);

test.before(async () => {
  if (strace === undefined)
    throw new Error('No strace found: install "strace" (Debian: apt-get install strace). It shows the order of writes and syncs.');
  root = mkdtempSync(join(tmpdir(), 'onedoor-power-'));
  await build({
    entryPoints: [fileURLToPath(new URL('./power-writer.ts', import.meta.url))],
    outfile: BUNDLE,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['source'],
    external: ['@photostructure/sqlite', 'fastify', 'jose', 'lib0', 'pino', 'ws', 'y-protocols', 'yjs', 'zod'],
    logLevel: 'error',
  });
  before = join(root, 'before');
  const { centre, close } = await openCentre({ centre: CENTRE, data: before });
  await enrolPeople(centre);
  await makeCase(centre, 'k1');
  close();
  full = record('full');
});
test.after(() => {
  if (root !== undefined) rmSync(root, { recursive: true, force: true });
});

/** Runs the writer on a copy of the folder and tells what it asked of the disk, and what it promised in between. */
function record(durability: 'full' | 'normal'): Call[] {
  const data = join(root, durability);
  cpSync(before, data, { recursive: true });
  const trace = join(root, `${durability}.trace`);
  const promises = join(root, PROMISES);
  const { status, stderr } = spawnSync(
    strace ?? '',
    ['-f', '-xx', '-y', '-s', '4194304', '-e', 'trace=pwrite64,write,fsync,fdatasync,ftruncate,unlink', '-o', trace].concat(
      process.execPath,
      BUNDLE,
      data,
      durability,
      promises,
    ),
    { encoding: 'utf8', env: { ...process.env, NODE_OPTIONS: '' } },
  );
  assert.is(status, 0, `the writer, followed by strace, ended with ${status}: ${stderr.slice(-500)}`);
  const calls = readTrace(trace, FILES, basename(promises));
  const promised = calls.flatMap((call) => (call.kind === 'promise' ? [call.what] : []));
  assert.equal(promised, readFileSync(promises, 'utf8').trim().split('\n'), 'every promise is in the trace');
  assert.ok(promised.length > 50, 'too few promises');
  return calls;
}

/** What of the promises is gone when the power goes after so many calls. */
async function lost(calls: readonly Call[], upTo: number, random: Random, keeps: number, verify: boolean): Promise<string[]> {
  const data = join(root, 'after');
  rmSync(data, { recursive: true, force: true });
  cpSync(before, data, { recursive: true, filter: (path) => !FILES.has(basename(path)) });
  const disk = new Disk({ [DATABASE_FILE]: readFileSync(join(before, DATABASE_FILE)) });
  const promised: string[] = [];
  for (const call of calls.slice(0, upTo)) {
    disk.take(call);
    if (call.kind === 'promise') promised.push(call.what);
  }
  disk.cut(data, random, keeps);
  const { centre, close } = await openCentre({ centre: CENTRE, data, durability: 'normal' });
  let gone: string[];
  try {
    const content = centre.reader('t/k1/joint').doc.getMap('kill');
    const acts = await centre.bulk(
      { person: 'wang', device: 'check' },
      {
        device: 'check',
        protocol: 1,
        schema: 1,
        rooms: [{ wire: 't/k1/case@1', since: 0, clients: [], updates: [], intents: [], pull: true }],
      },
    );
    const members = new Set(acts.rooms[0]?.acts.map(({ intent }) => intent.args['person']));
    gone = promised.filter((what) => {
      const [kind, name = ''] = what.split(' ');
      return kind === 'act' ? !members.has(name) : !content.has(name);
    });
  } finally {
    close();
  }
  if (verify) assert.equal(await verifyFolder(data, CENTRE.id), [], `the record after a cut behind call ${upTo}`);
  return gone;
}

/** Places right behind a promise, where what was promised last is youngest, and anywhere between two calls. */
function places(calls: readonly Call[], random: Random): number[] {
  const behind = calls.flatMap((call, at) => (call.kind === 'promise' ? [at + 1] : []));
  return Array.from({ length: CUTS }, (_, at) =>
    at % 2 === 0 ? (behind[random.below(behind.length)] ?? 0) : random.below(calls.length + 1),
  );
}

test(`W1 nothing promised is lost by ${CUTS} cuts of power with durability full, and the record verifies`, async () => {
  const calls = full;
  assert.ok(
    calls.some((call) => call.kind === 'write' && call.file === DATABASE_FILE),
    'the log of writes was never taken into the database: the test would prove half',
  );
  const random = new Random(11);
  for (const [at, upTo] of places(calls, random).entries()) {
    const keeps = [0, 0.5, 0.9, 1][at % 4] ?? 0;
    assert.equal(await lost(calls, upTo, random, keeps, at % VERIFIED === 0), [], `cut behind call ${upTo} of ${calls.length}, cut ${at}`);
  }
});

test('W2 the same test sees what durability normal loses', async () => {
  const calls = record('normal');
  const random = new Random(12);
  let gone = 0;
  for (const upTo of places(calls, random).slice(0, CUTS / 4)) gone += (await lost(calls, upTo, random, 0, false)).length;
  assert.ok(gone > 0, 'nothing was lost without syncs: the test would not see a loss');
});

test('W3 between what is logged and each promise of it the disk is waited for', () => {
  const waited = new Set<string>();
  // Each promise is of what was written after the one before it; what is derived may be written at any time.
  let state: 'promised' | 'written' | 'syncing' | 'synced' = 'promised';
  let thread = '';
  for (const call of full) {
    if (call.kind === 'write' && call.file === WAL && state === 'promised') state = 'written';
    else if (call.kind === 'sync begins' && call.file === WAL && state === 'written') [state, thread] = ['syncing', call.thread];
    else if (call.kind === 'sync' && call.file === WAL && state === 'syncing' && call.thread === thread) state = 'synced';
    else if (call.kind === 'promise') {
      waited.add(state);
      state = 'promised';
    }
  }
  assert.equal([...waited], ['synced']);
});

test.run();

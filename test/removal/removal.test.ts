import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { pluginFolders } from '../../scripts/plugins.mjs';
import { members } from '../../scripts/setup.mjs';

/** Deleting a plugin's folder is all it takes to remove the plugin: what is left builds, starts, plants and serves. */
const test = suite('without a plugin');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const copies: string[] = [];

test.after(() => {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

/** The tree in a folder of its own, without what is installed, built or planted. */
function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'onedoor-without-'));
  copies.push(copy);
  const left = new Set(['node_modules', 'dist', join('examples', 'centre', 'data')]);
  for (const part of ['packages', 'plugins', 'examples', 'scripts', 'package.json', 'pnpm-lock.yaml', 'tsconfig.base.json'])
    cpSync(part, join(copy, part), { recursive: true, filter: (from) => !left.has(basename(from)) && !left.has(from) });
  linkModules('.', copy);
  for (const member of members()) if (member !== 'test') linkModules(member, copy);
  return copy;
}

/** Installs into the copy what is installed here: packages of others are shared, the workspace's own are the copy's. */
function linkModules(member: string, copy: string): void {
  const link = (from: string, to: string) => {
    const target = realpathSync(from);
    const inside = relative(ROOT, target);
    const own = !inside.startsWith('..') && !inside.split(/[\\/]/).includes('node_modules');
    symlinkSync(own ? join(copy, inside) : target, to);
  };
  const walk = (from: string, to: string) => {
    mkdirSync(to, { recursive: true });
    for (const name of readdirSync(from)) {
      // The build's own stamps are files; what the copy has built is not what was built here.
      if (!lstatSync(join(from, name)).isSymbolicLink() && !lstatSync(join(from, name)).isDirectory()) continue;
      if (name.startsWith('@')) walk(join(from, name), join(to, name));
      else if (!(name === '.bin' && member !== '.')) link(join(from, name), join(to, name));
    }
  };
  const modules = join(member, 'node_modules');
  if (existsSync(modules)) walk(modules, join(copy, modules));
}

/** Runs Node to its end and returns what it wrote. */
async function run(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
  const child = spawn(process.execPath, args, {
    cwd,
    env: { ...process.env, NODE_OPTIONS: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`ended with ${code}: ${output}`);
  return output;
}

/** Starts the copy's centre, which plants its data, and gives its address. */
async function serve(copy: string): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  const child = spawn(process.execPath, [join(copy, 'examples/centre/dist/main.js')], {
    env: { ...process.env, NODE_OPTIONS: '', ONEDOOR_PORT: '0', ONEDOOR_DATA: join(copy, 'data') },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  return new Promise((done, failed) => {
    const heard = (chunk: Buffer) => {
      output += chunk.toString();
      const url = /^http:\S+$/m.exec(output)?.[0];
      if (url !== undefined) done({ child, url });
    };
    child.stdout.on('data', heard);
    child.stderr.on('data', heard);
    child.on('close', (code) => failed(new Error(`the centre ended with ${code}: ${output}`)));
  });
}

async function json(url: string, init: RequestInit = {}): Promise<Record<string, unknown>> {
  const answer = await fetch(url, init);
  assert.is(answer.status, 200, url);
  return (await answer.json()) as Record<string, unknown>;
}

for (const folder of pluginFolders()) {
  test(`${folder} can be deleted`, async () => {
    const copy = copyTree();
    rmSync(join(copy, folder), { recursive: true });
    await run(copy, ['--input-type=module', '--eval', "import { build } from './scripts/build.mjs'; await build();"]);
    const { child, url } = await serve(copy);
    try {
      const page = await (await fetch(url)).text();
      const script = /src="\.\/([^"]+\.js)"/.exec(page)?.[1];
      assert.is((await fetch(`${url}/${script}`)).status, 200, `the page's script ${script}`);
      const { token } = await json(`${url}/demo/token`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'p-zhou' }),
      });
      const signedIn = { headers: { authorization: `Bearer ${token}` } };
      const { plugins } = await json(`${url}/api/me`, signedIn);
      const rest = pluginFolders(copy).length;
      assert.is((plugins as unknown[]).length, rest);
      assert.is(rest, pluginFolders().length - 1);
      const { rows } = await json(`${url}/api/rows?limit=500`, signedIn);
      assert.ok((rows as unknown[]).length > 30, 'the cases are planted');
    } finally {
      child.kill('SIGTERM');
      await once(child, 'close');
    }
    const written = readdirSync(resolve(copy, dirname(folder)));
    assert.not.ok(written.includes(basename(folder)), 'the build brought it back');
    rmSync(copy, { recursive: true, force: true });
  });
}

test('there is a plugin to remove', () => {
  assert.ok(pluginFolders().length > 0);
});

test.run();

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, lstatSync, mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { STAMP as BUILD_STAMP } from '../../scripts/build.mjs';
import { members } from '../../scripts/setup.mjs';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
process.chdir(ROOT);
const copies: string[] = [];

export function removeCopies(): void {
  for (const folder of copies) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
}

/** The tree in a folder of its own, without what is installed or planted. What is compiled comes along, and with its times is not compiled again. */
export function copyTree(): string {
  const copy = mkdtempSync(join(tmpdir(), 'onedoor-without-'));
  copies.push(copy);
  const left = new Set(['node_modules', ...['data', 'dist/page', 'dist/embed'].map((name) => join('examples/centre', name))]);
  for (const part of ['packages', 'plugins', 'examples', 'scripts', 'package.json', 'pnpm-lock.yaml', 'tsconfig.base.json'])
    cpSync(part, join(copy, part), {
      recursive: true,
      preserveTimestamps: true,
      filter: (from) => !left.has(basename(from)) && !left.has(from),
    });
  linkModules('.', copy);
  cpSync(BUILD_STAMP, join(copy, BUILD_STAMP));
  for (const member of members()) if (member !== 'test') linkModules(member, copy);
  return copy;
}

/**
 * Installs into the copy what is installed here: packages of others are shared, the workspace's own are the copy's.
 *
 * @param as the member of the copy that gets them; by default the same
 */
export function linkModules(member: string, copy: string, as = member): void {
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
  if (existsSync(modules)) walk(modules, join(copy, as, 'node_modules'));
}

/** Runs Node to its end and returns what it wrote. */
export async function run(cwd: string, args: readonly string[], env: Record<string, string> = {}): Promise<string> {
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

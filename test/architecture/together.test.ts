import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BuildOptions, build } from 'esbuild';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { staticClosure } from '../../scripts/sizes.mjs';
import { firstAndLate, together } from '../../scripts/together.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));

const test = suite('what is loaded together');

const FILES = {
  'first.ts':
    "import { a } from './a.ts'; import './own.ts'; a(); void import('./one.ts'); void import('./two.ts'); void import('./three.ts');",
  'own.ts': "import { b } from './b.ts'; b(import.meta.url);",
  'a.ts': "import { c } from './c.ts'; export const a = () => c('a');",
  'b.ts': "import { c } from './c.ts'; export const b = (text: string) => c('b' + text);",
  'c.ts': 'export const c = (text: string) => console.log(text);',
  'one.ts': "import { a } from './a.ts'; a(); console.log('one');",
  'two.ts': "import { b } from './b.ts'; b('two'); void import('./deep.ts');",
  'deep.ts': "import { c } from './c.ts'; c('deep');",
  'three.ts': "console.log('three');",
  'other.ts': "void import('./three.ts');",
};

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'onedoor-together-')));
for (const [name, text] of Object.entries(FILES)) writeFileSync(join(folder, name), text);
const from = (name: string): string => relative(process.cwd(), join(folder, name)).replaceAll('\\', '/');
const roots = [from('first.ts'), from('own.ts')];
const options: BuildOptions = {
  entryPoints: { first: from('first.ts'), other: from('other.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  minify: true,
  metafile: true,
  plugins: [],
};

/** What an entry loads before it runs: how many files, and modules by name. */
async function loaded(made: object, entry: string): Promise<{ files: number; modules: string[] }> {
  const { outputs } = (await build({ ...made, outdir: 'out', write: false })).metafile as {
    outputs: Record<string, { entryPoint?: string; inputs: Record<string, unknown> }>;
  };
  const output = Object.keys(outputs).find((file) => outputs[file]?.entryPoint === from(entry));
  assert.type(output, 'string');
  const files = [...staticClosure(outputs, output)] as string[];
  const modules = files.flatMap((file) => Object.keys(outputs[file]?.inputs ?? {})).map((path) => path.replace(/^.*\//, ''));
  return { files: files.length, modules: modules.sort() };
}

test.after(() => rmSync(folder, { recursive: true, force: true }));

test('late is what the entry loads on demand, at any depth, and no other entry does', async () => {
  const { inputs } = (await build({ ...options, outdir: 'out', write: false })).metafile ?? { inputs: {} };
  const { first, late } = firstAndLate(inputs, roots, [from('other.ts')]);
  assert.equal(first.sort(), [from('a.ts'), from('b.ts')]);
  assert.equal(late.sort(), [from('deep.ts'), from('one.ts'), from('two.ts')]);
  assert.ok(firstAndLate(inputs, roots).late.includes(from('three.ts')));
});

test('the entry loads the same modules in one chunk beside its own file', async () => {
  const [before, after] = [await loaded(options, 'first.ts'), await loaded(await together(options, roots), 'first.ts')];
  assert.equal(after.modules, ['a.ts', 'b.ts', 'c.ts', 'first.ts', 'own.ts']);
  assert.equal(after.modules, before.modules);
  assert.is(after.files, 2);
  assert.ok(before.files > after.files, `${before.files} files before`);
});

test('an entry of its own loads nothing of the first', async () => {
  assert.equal((await loaded(await together(options, roots), 'three.ts')).modules, ['three.ts']);
  assert.equal((await loaded(await together(options, roots), 'other.ts')).modules, ['other.ts']);
});

test.run();

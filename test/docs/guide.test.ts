import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';

/** The code blocks of each guide that name a file in their first line are one small package: it compiles, and its tests pass. */
const test = suite('guides');
const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const GUIDES = join(ROOT, 'docs/guide');
/** Resolves what a plugin may import, and is ignored by git. */
const HOME = join(ROOT, 'plugins/template/dist');

const blocksOf = (text: string) =>
  [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => ({ code, file: /^\/\/ (\S+\.ts)\n/.exec(code)?.[1] }));

const node = (args: readonly string[], cwd = ROOT) =>
  spawnSync(process.execPath, args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '', TSX_TSCONFIG_PATH: 'tsconfig.base.json' },
  });

const guides = readdirSync(GUIDES)
  .filter((file) => file.endsWith('.md'))
  .map((name) => ({ name, blocks: blocksOf(readFileSync(join(GUIDES, name), 'utf8')) }))
  .filter(({ blocks }) => blocks.length > 0);

for (const { name, blocks } of guides) {
  test(`${name}: every block of code names its file, compiles, and its tests pass`, () => {
    assert.equal(
      blocks.filter(({ file }) => file === undefined).map(({ code }) => code.split('\n')[0]),
      [],
    );
    mkdirSync(HOME, { recursive: true });
    const place = mkdtempSync(join(HOME, 'guide-'));
    try {
      for (const { file = '', code } of blocks) {
        mkdirSync(dirname(join(place, file)), { recursive: true });
        writeFileSync(join(place, file), code);
      }
      const up = relative(place, ROOT).replaceAll('\\', '/');
      const compilerOptions = { composite: false, incremental: false, noEmit: true, types: ['node'], rootDir: '.' };
      writeFileSync(
        join(place, 'tsconfig.json'),
        JSON.stringify({ extends: `${up}/tsconfig.base.json`, compilerOptions, include: ['src'] }),
      );
      const { stdout } = node([join(ROOT, 'node_modules/typescript/bin/tsc'), '-p', place]);
      assert.is(stdout, '');
      for (const { file = '' } of blocks.filter(({ file: of }) => of?.endsWith('.test.ts'))) {
        const ran = node(['--import', 'tsx', '--conditions=source', join(place, file)]);
        assert.match(ran.stdout, /Passed:\s+[1-9]/, ran.stderr);
        assert.is(ran.status, 0, ran.stdout);
      }
    } finally {
      rmSync(place, { recursive: true, force: true });
    }
  });
}

test('there is a guide with code', () => {
  assert.ok(guides.length > 0);
});

test.run();

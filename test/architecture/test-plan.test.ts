import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { E2E_SUITES, MAY_BE_EMPTY, NODE_SUITES, WEB_SUITE } from '../../scripts/test-plan.mjs';
import { testFiles } from '../../scripts/uvu.mjs';

process.chdir(fileURLToPath(new URL('../..', import.meta.url)));
const nodeSuites = [...NODE_SUITES, ...E2E_SUITES];

/** Every test file of the repository. */
const files = ['packages', 'plugins', 'examples', 'test'].flatMap((folder) =>
  readdirSync(folder, { recursive: true })
    .map((file) => `${folder}/${String(file).replaceAll('\\', '/')}`)
    .filter((file) => /\.test\.ts$/.test(file) && !/\/(node_modules|dist|fixtures)\//.test(file)),
);

const test = suite('test plan');

test('every Node test belongs to exactly one suite', () => {
  const claimed = nodeSuites.flatMap(({ dir }) => testFiles(dir)).sort();
  assert.equal(claimed, files.filter((file) => !file.endsWith('.web.test.ts')).sort());
});

test('every browser test lies where the browser runner looks', () => {
  const outside = files.filter((file) => file.endsWith('.web.test.ts') && !/^(packages|plugins|examples)\/[^/]+\/src\//.test(file));
  assert.equal(outside, []);
  assert.equal(WEB_SUITE.globs, ['packages/*/src/**/*.web.test.ts', 'plugins/*/src/**/*.web.test.ts', 'examples/*/src/**/*.web.test.ts']);
});

test('a suite that may be empty exists and is empty', () => {
  for (const name of MAY_BE_EMPTY) {
    const found = nodeSuites.find((each) => each.name === name);
    const count = found ? testFiles(found.dir).length : files.filter((file) => file.endsWith('.web.test.ts')).length;
    assert.ok(found || name === WEB_SUITE.name, `"${name}" is a suite`);
    assert.is(count, 0, `"${name}" has tests: remove it from MAY_BE_EMPTY`);
  }
});

test.run();

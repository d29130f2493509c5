// The one list of test suites. A suite without a file fails, unless it is named in MAY_BE_EMPTY; a test file that no suite
// claims fails in test/architecture. Plugins and examples stand in it by being there.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pluginFolders } from './plugins.mjs';

const nameOf = (folder) => folder.split('/').at(-1);

const hasNodeTests = (dir) =>
  existsSync(dir) && readdirSync(dir, { recursive: true }).some((file) => /\.test\.ts$/.test(file) && !/\.web\.test\.ts$/.test(file));

/** The suites in `src/` of folders that have Node tests. */
const suitesOf = (folders, limitSeconds) =>
  folders.map((folder) => ({ name: nameOf(folder), dir: `${folder}/src`, limitSeconds })).filter(({ dir }) => hasNodeTests(dir));

const examples = existsSync('examples')
  ? readdirSync('examples')
      .filter((name) => existsSync(join('examples', name, 'package.json')))
      .sort()
      .map((name) => `examples/${name}`)
  : [];

/**
 * Node suites, in order. `each` gives every file a process of its own, for tests that start servers or kill them. `needs`
 * names the plugin that a suite is about: without its folder there is nothing to test. `alone` is for a suite that uses all
 * processors itself, `waits` for one that mostly waits and runs beside the two lanes, and `follows` for one that follows
 * system calls with strace.
 */
export const NODE_SUITES = [
  { name: 'core', dir: 'packages/core/src', limitSeconds: 120 },
  { name: 'client', dir: 'packages/client/src', limitSeconds: 120 },
  { name: 'elements', dir: 'packages/elements/src', limitSeconds: 120 },
  { name: 'embed', dir: 'packages/embed/src', limitSeconds: 60 },
  { name: 'server', dir: 'packages/server/src', limitSeconds: 300 },
  ...suitesOf(pluginFolders(), 60),
  ...suitesOf(examples, 120),
  { name: 'architecture', dir: 'test/architecture', limitSeconds: 120 },
  { name: 'bench', dir: 'test/bench', limitSeconds: 60 },
  { name: 'docs', dir: 'test/docs', limitSeconds: 120, needs: 'plugins/template' },
  { name: 'removal', dir: 'test/removal/removal.test.ts', limitSeconds: 480 },
  { name: 'new-plugin', dir: 'test/removal/new-plugin.test.ts', limitSeconds: 300, needs: 'plugins/template' },
  { name: 'interop', dir: 'test/interop', limitSeconds: 240, each: true },
  { name: 'simulation', dir: 'test/simulation', limitSeconds: 720, each: true, alone: true },
  { name: 'redteam', dir: 'test/redteam', limitSeconds: 240, each: true },
  { name: 'kill', dir: 'test/kill', limitSeconds: 300, each: true, follows: true, waits: true },
];

/** Files that run in a browser, beside their source. */
export const WEB_SUITE = {
  name: 'web',
  globs: ['packages/*/src/**/*.web.test.ts', 'plugins/*/src/**/*.web.test.ts', 'examples/*/src/**/*.web.test.ts'],
  limitSeconds: 600,
};

/** A week on a bad line is mostly waiting. */
const WAITING = ['plugins/grid'];

/** Whole pages against a real server; a file at a time. The limit is for one file. What is about a plugin lies with it. */
export const E2E_SUITES = [
  { name: 'e2e', dir: 'test/e2e', limitSeconds: 480, each: true },
  ...[...pluginFolders(), ...examples]
    .map((folder) => ({
      name: `e2e ${nameOf(folder)}`,
      dir: `${folder}/e2e`,
      limitSeconds: 480,
      each: true,
      waits: WAITING.includes(folder),
    }))
    .filter(({ dir }) => hasNodeTests(dir)),
];

/** Suites whose first test is not written yet. Remove a name with its first test. */
export const MAY_BE_EMPTY = [];

// The one entry of every npm script. It runs with bare node and npm, so it imports nothing that must be installed.
import { fileURLToPath } from 'node:url';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Onedoor needs Node 20.19 or newer; this is ${process.version}.`);
  process.exit(1);
}

const [command = 'start', ...rest] = process.argv.slice(2);
const { node, run, StepError } = await import('./process.mjs');
const { setup, setupPeers } = await import('./setup.mjs');

/** Runs a tool that writes to the terminal by itself; its exit code becomes ours. */
async function tool(args) {
  const { code } = await run(node, args, { stdio: 'inherit' });
  process.exitCode = code;
}

const commands = {
  setup: () => {},
  build: async () => (await import('./build.mjs')).build(),
  start: async () => {
    await (await import('./build.mjs')).buildIfChanged();
    await (await import('./start.mjs')).start(rest);
  },
  dev: async () => (await import('./dev.mjs')).dev(rest),
  example: async () => (await import('./example.mjs')).example(rest),
  test: async () => (await import('./test.mjs')).test(),
  // Compiled to what staff run, not from source: the server under test is the built one.
  bench: async () => {
    await (await import('./build.mjs')).buildIfChanged();
    if (['relay', 'idle', 'open', 'store'].includes(rest[0])) await setupPeers();
    await tool(['--import', 'tsx', 'test/bench/main.ts', ...rest]);
  },
  coverage: () =>
    tool([
      'node_modules/c8/bin/c8.js',
      '--reporter=text',
      '--reporter=html',
      '--include=packages/*/src/**',
      '--include=plugins/*/src/**',
      '--exclude=**/*.test.ts',
      node,
      'scripts/uvu.mjs',
      '--plan',
    ]),
  lint: () => tool(['node_modules/@biomejs/biome/bin/biome', 'check', '--error-on-warnings', ...rest]),
  format: () => tool(['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--error-on-warnings', ...rest]),
  'new-plugin': () => tool(['scripts/new-plugin.mjs', ...rest]),
  'plugin-schema': () => tool(['--import', 'tsx', '--conditions=source', 'scripts/plugin-schema.mjs']),
  licences: () => tool(['scripts/licences.mjs', ...rest]),
};

if (!Object.hasOwn(commands, command)) {
  console.error(`Unknown command "${command}". Known: ${Object.keys(commands).join(', ')}.`);
  process.exit(1);
}
try {
  await setup();
  await commands[command]();
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  // `npm test` always ends with its totals, even when it could not begin.
  if (command === 'test') console.log('0 passed, 1 failed');
  process.exitCode = 1;
}

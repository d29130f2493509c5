// The build, and the question whether it is needed.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { node, step } from './process.mjs';
import { members } from './setup.mjs';

/** What was built last, by digests. */
export const STAMP = 'node_modules/.onedoor-build';
const OUTPUTS = ['examples/centre/dist/main.js', 'examples/centre/dist/page/index.html', 'examples/centre/dist/embed/integrity.json'];

function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (!/\.test\.ts$/.test(entry.name)) yield path;
  }
}

/** Every file the build reads: sources and static files in src/, manifests and configurations beside it. */
export function* inputs() {
  yield* [
    'package.json',
    'pnpm-lock.yaml',
    'tsconfig.base.json',
    'scripts/build.mjs',
    'scripts/bundle.mjs',
    'scripts/direct-imports.mjs',
    'scripts/elements-manifest.mjs',
    'scripts/plugins.mjs',
    'scripts/react-types.mjs',
    'scripts/shims/lib0-logging.mjs',
    'scripts/sizes.mjs',
    'scripts/together.mjs',
  ];
  for (const folder of members()) {
    if (folder === 'test') continue;
    if (existsSync(join(folder, 'src'))) yield* filesBelow(join(folder, 'src'));
    yield* readdirSync(folder)
      .filter((name) => name.endsWith('.json'))
      .sort()
      .map((name) => join(folder, name));
  }
}

function digest(files) {
  const hash = createHash('sha256').update(process.version);
  for (const file of files) hash.update(file).update('\0').update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

const readStamp = () => (existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {});

/** What `tsc -b` compiles: every configuration of a member but those of tests. References bring them into order. */
export function projects() {
  return members()
    .filter((folder) => folder !== 'test')
    .flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => /^tsconfig(\.(?!test\.)\w+)?\.json$/.test(name))
        .sort()
        .map((name) => join(folder, name)),
    );
}

/** For each member a digest of what tells how it is compiled: its own configurations, and those of the root. */
function optionsOf(files) {
  const settings = files.filter((file) => /tsconfig|package\.json$/.test(file));
  return Object.fromEntries(
    members().map((folder) => [folder, digest(settings.filter((file) => dirname(file) === '.' || dirname(file) === folder))]),
  );
}

/** Compiles all packages, then bundles the page. */
export async function build() {
  // Taken before compiling: a file saved meanwhile makes the next start build again.
  const files = [...inputs()];
  const stamp = { inputs: digest(files), options: optionsOf(files) };
  const former = readStamp().options;
  // After a changed option `tsc -b` may keep output of the old one.
  for (const folder of members())
    if (former?.[folder] !== stamp.options[folder]) rmSync(join(folder, 'dist'), { recursive: true, force: true });
  rmSync(STAMP, { force: true });
  // Of the sources alone, and before compiling: an example in React is checked against the types made of it.
  await step('elements manifest', node, ['scripts/elements-manifest.mjs'], { limitMs: 60_000 });
  await step('types for React', node, ['scripts/react-types.mjs'], { limitMs: 60_000 });
  await step('compile', node, ['node_modules/typescript/bin/tsc', '-b', ...projects()], { limitMs: 300_000 });
  process.stdout.write(await step('bundle', node, ['scripts/bundle.mjs'], { limitMs: 120_000 }));
  mkdirSync('node_modules', { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}

/** Builds only when an input has changed since the last build that succeeded. */
export async function buildIfChanged() {
  if (OUTPUTS.every(existsSync) && readStamp().inputs === digest(inputs())) return;
  await build();
}

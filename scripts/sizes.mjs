// How large a bundle is, and what is in it: for the build's report, the size budget and the benchmarks.
import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { pluginsModule } from './plugins.mjs';

/**
 * How everything for browsers is bundled.
 *
 * @type {import('esbuild').BuildOptions}
 */
export const bundleOptions = {
  bundle: true,
  minify: true,
  sourcemap: true,
  metafile: true,
  conditions: ['source'],
  plugins: [pluginsModule],
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  // The ESM entry of dexie wraps its UMD file; this one is smaller.
  alias: { dexie: join(realpathSync('packages/client/node_modules/dexie'), 'dist/modern/dexie.min.mjs') },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  logLevel: 'warning',
};

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** Plain, gzip and brotli bytes of files together, each compressed by itself as a server does. */
export function sizesOf(contents) {
  const sum = (size) => contents.reduce((total, content) => total + size(content), 0);
  return {
    plain: sum((content) => content.length),
    gzip: sum((content) => gzipSync(content, { level: 9 }).length),
    brotli: sum((content) => brotliCompressSync(content).length),
  };
}

/** An output and all that it imports before it can run. */
export function staticClosure(outputs, entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { path, kind } of outputs[entry].imports) if (kind === 'import-statement') staticClosure(outputs, path, seen);
  return seen;
}

/** What each package contributes to outputs, in minified bytes, largest first. */
export function contributions(outputs) {
  const bytesOf = new Map();
  for (const { inputs } of outputs) {
    for (const [file, { bytesInOutput }] of Object.entries(inputs)) {
      const owner = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? file.split('/').slice(0, 2).join('/');
      bytesOf.set(owner, (bytesOf.get(owner) ?? 0) + bytesInOutput);
    }
  }
  return [...bytesOf].sort((a, b) => b[1] - a[1]);
}

/** One line of contributions; small ones left out. */
export const contributionLine = (parts) =>
  parts
    .filter(([, bytes]) => bytes >= 1000)
    .map(([owner, bytes]) => `${owner} ${kilobytes(bytes)}`)
    .join(', ');

/** The board's entry, and the budget in brotli bytes for all that is loaded before it shows. */
export const BOARD = { entry: 'test/bench/board-entry.ts', maxBrotliBytes: 130_000 };

/**
 * Bundles what a portal loads to show the board, in memory. What is fetched later and on demand is not counted.
 *
 * @returns `{ plain, gzip, brotli, files, parts, lazy }`, sizes in bytes, `lazy` the brotli bytes of what comes later
 */
export async function measureBoard() {
  const { outputFiles, metafile } = await build({
    ...bundleOptions,
    entryPoints: [BOARD.entry],
    outdir: 'out',
    write: false,
    sourcemap: false,
    legalComments: 'none',
    format: 'esm',
    splitting: true,
  });
  const entry = Object.keys(metafile.outputs).find((file) => metafile.outputs[file].entryPoint === BOARD.entry);
  const first = staticClosure(metafile.outputs, entry);
  const isFirst = ({ path }) => [...first].some((file) => path.endsWith(file));
  return {
    ...sizesOf(outputFiles.filter(isFirst).map(({ contents }) => contents)),
    files: first.size,
    parts: contributions([...first].map((file) => metafile.outputs[file])),
    lazy: sizesOf(outputFiles.filter((file) => !isFirst(file)).map(({ contents }) => contents)).brotli,
  };
}

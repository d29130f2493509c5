// How large a bundle is, and what is in it: for the build's report, the size budget and the benchmarks.
import { realpathSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { directImports } from './direct-imports.mjs';
import { pluginsModule } from './plugins.mjs';
import { together } from './together.mjs';

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
  plugins: [pluginsModule, directImports],
  target: ['es2022', 'chrome109', 'firefox115', 'safari16.4'],
  alias: {
    // The ESM entry of dexie wraps its UMD file; this one is smaller.
    dexie: join(realpathSync('packages/client/node_modules/dexie'), 'dist/modern/dexie.min.mjs'),
    'lib0/logging': resolve('scripts/shims/lib0-logging.mjs'),
  },
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'linked',
  logLevel: 'warning',
};

export const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

const SIZES = {
  plain: (content) => content.length,
  gzip: (content) => gzipSync(content, { level: 9 }).length,
  brotli: (content) => brotliCompressSync(content).length,
};

/**
 * Bytes of files together in each kind that is asked for, each file compressed by itself as a server does.
 *
 * @param {readonly Uint8Array[]} contents
 * @param {readonly string[]} [kinds]
 * @returns {{ plain: number, gzip: number, brotli: number }}
 */
export const sizesOf = (contents, kinds = Object.keys(SIZES)) =>
  Object.fromEntries(kinds.map((kind) => [kind, contents.reduce((total, content) => total + SIZES[kind](content), 0)]));

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

const EMBED = 'packages/embed/src';

/** How the script for portals is bundled: an entry, and chunks that are fetched when a desk sees their tags. */
export const embedOptions = {
  ...bundleOptions,
  entryPoints: { onedoor: `${EMBED}/script.ts` },
  format: 'esm',
  splitting: true,
  // Modules are UTF-8 whatever the page is; a Chinese character is half of its escape.
  charset: 'utf8',
  entryNames: '[name]',
  chunkNames: 'chunks/[name]-[hash]',
};

/** What stays in the script's own file: it tells where the script came from. All else that is loaded with it is one chunk. */
const EMBED_ROOTS = [embedOptions.entryPoints.onedoor, `${EMBED}/define.ts`];

/** The options with the chunks as they are served. */
export const embedBuild = (options = embedOptions) => together(options, EMBED_ROOTS);

/**
 * What a portal's page loads before the board shows and filters the cards that are stored here: the desk with session, rows
 * and models, the board's tag, and what opens the sealed store. Budget in bytes of brotli.
 */
export const BOARD = {
  modules: [`${EMBED}/page/list-tags.ts`, 'packages/client/src/vault/open-sealed.ts'],
  maxBrotliBytes: 110_000,
};

/** The example centre's whole page for staff, case page included, without what it loads when it is asked for. */
export const PAGE = {
  entry: 'examples/centre/src/page/main.ts',
  modules: ['packages/client/src/vault/open-sealed.ts'],
  maxBrotliBytes: 220_000,
};

/** How the example centre's pages are bundled: the one for staff, and the small one for a party without an account. */
const pageOptions = {
  ...bundleOptions,
  entryPoints: { main: PAGE.entry, party: 'examples/centre/src/page/party.ts' },
  format: 'esm',
  splitting: true,
  charset: 'utf8',
};

/** The options with the chunks as they are served. */
export const pageBuild = () => together(pageOptions, [PAGE.entry]);

/** What opens rooms, with Yjs: fetched once the first cards are drawn, and at once at the first visit of a browser. */
const ROOMS = 'packages/client/src/rooms.ts';

/** What makes the database, with Dexie: fetched at the first visit of a browser and when the layout changes. */
const DATABASE = 'packages/client/src/storage/make-database.ts';

/** Outputs of a module: with all that they import before they can run. */
function outputsFor(outputs, source) {
  const output = Object.keys(outputs).find((file) => outputs[file].entryPoint === source);
  if (output === undefined) throw new Error(`${source} is no entry of its own in the bundle`);
  return staticClosure(outputs, output);
}

const outputsForAll = (outputs, sources) => [...new Set(sources.flatMap((source) => [...outputsFor(outputs, source)]))];

/** Outputs that a page loads for `<onedoor-desk>`, and for a board in it. */
export function embedFiles(outputs) {
  const entry = embedOptions.entryPoints.onedoor;
  return { first: outputsForAll(outputs, [entry]), board: outputsForAll(outputs, [entry, ...BOARD.modules]) };
}

/** A centre without plugins: their models run from the start, and how large they are is theirs to answer for. */
const noPlugins = {
  name: 'no-plugins',
  setup(builder) {
    const filter = /^onedoor:plugins$/;
    builder.onResolve({ filter }, ({ path }) => ({ path, namespace: 'no-plugins' }));
    builder.onLoad({ filter, namespace: 'no-plugins' }, () => ({ contents: 'export const plugins = [];' }));
  },
};

/** Bundles in memory and measures what is loaded first; what comes later is measured as far as it is not there yet. */
async function measure(options, firstOf) {
  const { outputFiles, metafile } = await build({
    ...(await options),
    outdir: 'out',
    write: false,
    sourcemap: false,
    legalComments: 'none',
  });
  const { outputs } = metafile;
  const first = firstOf(outputs);
  const contentsOf = (files) =>
    files.map((file) => {
      const output = outputFiles.find(({ path }) => path.replaceAll('\\', '/').endsWith(`/${file}`));
      if (output === undefined) throw new Error(`${file} was not made`);
      return output.contents;
    });
  const beside = (source) => {
    const files = [...outputsFor(outputs, source)].filter((file) => !first.includes(file));
    return { brotli: sizesOf(contentsOf(files)).brotli, parts: contributions(files.map((file) => outputs[file])) };
  };
  return {
    ...sizesOf(contentsOf(first)),
    files: first.length,
    parts: contributions(first.map((file) => outputs[file])),
    rooms: beside(ROOMS),
    once: beside(DATABASE),
  };
}

/**
 * What a portal's page loads to show and filter the board.
 *
 * @param withPlugins with the models of all plugins that lie in `plugins/`; the budget is for the script without them
 * @returns `{ plain, gzip, brotli, files, parts, rooms, once }`, sizes in bytes. `rooms` is what comes right after the first
 *   cards: open rooms, acts, sockets, Yjs. `once` is what the first visit of a browser fetches beside both, to make the database
 */
export const measureBoard = ({ withPlugins = false } = {}) =>
  measure(
    embedBuild(withPlugins ? embedOptions : { ...embedOptions, plugins: [noPlugins, directImports] }),
    (outputs) => embedFiles(outputs).board,
  );

/** What the example centre's page for staff loads, with all plugins' models, before it shows anything. As `measureBoard`. */
export const measurePage = () => measure(pageBuild(), (outputs) => outputsForAll(outputs, [PAGE.entry, ...PAGE.modules]));

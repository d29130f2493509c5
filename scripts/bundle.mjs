// Bundles the example centre's page and its service worker into examples/centre/dist/page, the script for portals into
// examples/centre/dist/embed, and prints their sizes.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build } from 'esbuild';
import {
  bundleOptions,
  contributionLine,
  contributions,
  embedBuild,
  embedFiles,
  kilobytes,
  pageBuild,
  sizesOf,
  staticClosure,
} from './sizes.mjs';

const PAGE = 'examples/centre/src/page';
const WORKER = 'packages/client/src/worker/service-worker.ts';
const OUT = 'examples/centre/dist/page';
const EMBED = 'packages/embed/src';
const EMBED_OUT = 'examples/centre/dist/embed';
/** Built beside its place and moved there as a whole, so that a running server never serves half a page. */
const NEXT = `${OUT}.next`;

/** Prints plain and gzip sizes of files together, and brotli's of what is loaded first: for all files it takes seconds. */
function printSizes(title, files, { all = false } = {}) {
  const { plain, gzip, brotli } = sizesOf(
    files.map((file) => readFileSync(file)),
    all ? ['plain', 'gzip'] : undefined,
  );
  console.log(`  ${title.padEnd(24)} ${kilobytes(plain)}, gzip ${kilobytes(gzip)}${all ? '' : `, brotli ${kilobytes(brotli)}`}`);
}

/** Pages of the example: their source, their first script, and the name under which the server has them. */
const PAGES = [
  { html: 'index.html', script: 'main', as: 'index.html' },
  // Where a party without an account looks at the progress: small, because it is opened on any telephone.
  { html: 'party.html', script: 'party', as: 'p.html' },
];

/** Writes a page with the tags of its script, of what that imports first, and of its styles. */
function writePage({ html: source, script, as }, outputs) {
  const output = Object.keys(outputs).find((file) => outputs[file].entryPoint === join(PAGE, `${script}.ts`));
  const first = [...staticClosure(outputs, output)];
  const url = (file) => `./${relative(NEXT, file).replaceAll('\\', '/')}`;
  const { cssBundle } = outputs[output];
  const tags = [
    ...first.filter((file) => file !== output).map((file) => `<link rel="modulepreload" href="${url(file)}">`),
    ...(cssBundle === undefined ? [] : [`<link rel="stylesheet" href="${url(cssBundle)}">`]),
    `<script type="module" src="${url(output)}"></script>`,
  ].join('\n    ');
  const html = readFileSync(join(PAGE, source), 'utf8');
  // The source page may name the source entry; otherwise the tags go to the end of its head.
  const own = new RegExp(`<script[^>]*\\ssrc="(?:\\.?\\/)?${script}\\.ts"[^>]*></script>`);
  const place = own.test(html) ? own : /(?=<\/head>)/;
  if (!place.test(html)) throw new Error(`${PAGE}/${source} has neither a script of ${script}.ts nor a </head>`);
  writeFileSync(
    join(NEXT, as),
    html.replace(place, () => tags),
  );
  return first;
}

async function bundlePage() {
  const { metafile } = await build({
    ...(await pageBuild()),
    outdir: NEXT,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunks/[name]-[hash]',
    assetNames: 'assets/[name]-[hash]',
  });
  const [first, party] = PAGES.map((page) => writePage(page, metafile.outputs));
  // Files that the page names as they are: icons, the web manifest.
  if (existsSync(join(PAGE, 'public'))) cpSync(join(PAGE, 'public'), NEXT, { recursive: true });
  writeFileSync('examples/centre/dist/meta.json', JSON.stringify(metafile));

  const scripts = Object.keys(metafile.outputs).filter((file) => file.endsWith('.js'));
  printSizes(`page, first load (${first.length})`, first);
  printSizes('page of a party', party);
  printSizes(`page, all (${scripts.length})`, scripts, { all: true });
  console.log(`  of these: ${contributionLine(contributions(Object.values(metafile.outputs)))}`);
}

/** What the page needs without network: paths on the page's origin, each with the hash of its content. */
function shell() {
  return readdirSync(NEXT, { recursive: true })
    .map(String)
    .filter((file) => statSync(join(NEXT, file)).isFile() && !/\.map$|\.LEGAL\.txt$/.test(file))
    .sort()
    .map((file) => ({
      url: file === 'index.html' ? '/' : `/${file.replaceAll('\\', '/')}`,
      hash: `sha256-${createHash('sha256')
        .update(readFileSync(join(NEXT, file)))
        .digest('base64')}`,
    }));
}

async function bundleWorker() {
  const files = shell();
  await build({
    ...bundleOptions,
    entryPoints: [WORKER],
    outfile: join(NEXT, 'sw.js'),
    format: 'iife',
    define: { ...bundleOptions.define, __ONEDOOR_SHELL__: JSON.stringify(files) },
  });
  printSizes(`worker (shell of ${files.length})`, [join(NEXT, 'sw.js')]);
}

/** The script of this copy of the page, for a plain script tag, where there is no import.meta. */
const SCRIPT_URL = 'onedoor:script-url';
const scriptUrl = {
  name: SCRIPT_URL,
  setup(builder) {
    builder.onResolve({ filter: new RegExp(`^${SCRIPT_URL}$`) }, () => ({ path: SCRIPT_URL, namespace: 'onedoor-url' }));
    builder.onLoad({ filter: /./, namespace: 'onedoor-url' }, () => ({
      contents: 'export const __onedoorUrl = document.currentScript?.src || location.href;',
    }));
  },
};

/** The script for portals: a module with chunks, one file for a script tag, the worker, and hashes of them all. */
async function bundleEmbed() {
  const next = `${EMBED_OUT}.next`;
  rmSync(next, { recursive: true, force: true });
  const { metafile } = await build({ ...(await embedBuild()), outdir: next });
  const classic = { ...bundleOptions, format: 'iife', metafile: false, splitting: false };
  await build({
    ...classic,
    entryPoints: [join(EMBED, 'script.ts')],
    outfile: join(next, 'onedoor.iife.js'),
    globalName: 'Onedoor',
    define: { ...bundleOptions.define, 'import.meta.url': '__onedoorUrl' },
    inject: [SCRIPT_URL],
    plugins: [...bundleOptions.plugins, scriptUrl],
  });
  await build({ ...classic, entryPoints: [join(EMBED, 'page/worker.ts')], outfile: join(next, 'worker.js') });
  const files = readdirSync(next, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.js'))
    .sort();
  const hashOf = (file) =>
    `sha384-${createHash('sha384')
      .update(readFileSync(join(next, file)))
      .digest('base64')}`;
  const { version } = JSON.parse(readFileSync('packages/embed/package.json', 'utf8'));
  const integrity = { version, files: Object.fromEntries(files.map((file) => [file, hashOf(file)])) };
  writeFileSync(join(next, 'integrity.json'), `${JSON.stringify(integrity, null, 2)}\n`);

  const { first, board } = embedFiles(metafile.outputs);
  printSizes(`embed, first load (${first.length})`, first);
  printSizes(`embed, with the board (${board.length})`, board);
  console.log(`  of these: ${contributionLine(contributions(board.map((file) => metafile.outputs[file])))}`);
  printSizes(
    `embed, all (${files.filter((file) => /^(?:onedoor\.js|chunks\/)/.test(file)).length})`,
    files.filter((file) => /^(?:onedoor\.js|chunks\/)/.test(file)).map((file) => join(next, file)),
    { all: true },
  );
  printSizes('embed, one file', [join(next, 'onedoor.iife.js')], { all: true });
  console.log(`  integrity of onedoor.iife.js: ${integrity.files['onedoor.iife.js']}`);
  replace(next, EMBED_OUT);
}

/** Puts a built folder in its place as a whole. */
function replace(next, out) {
  rmSync(`${out}.old`, { recursive: true, force: true });
  if (existsSync(out)) renameSync(out, `${out}.old`);
  renameSync(next, out);
  rmSync(`${out}.old`, { recursive: true, force: true });
}

rmSync(NEXT, { recursive: true, force: true });
mkdirSync(NEXT, { recursive: true });
await bundlePage();
await bundleWorker();
replace(NEXT, OUT);
await bundleEmbed();

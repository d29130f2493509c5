// For esbuild with splitting: it makes a chunk of each set of modules that the same late modules share. What a page loads first
// becomes a hundred small files so: a request each, each compressed by itself, names handed from one to the next. A late module
// runs after the first ones anyway; when it says so by importing them, they are one chunk, and nothing is loaded earlier.
import { relative, resolve } from 'node:path';
import { build } from 'esbuild';
import { directTexts } from './direct-imports.mjs';

const STATIC = ['import-statement'];
const ANY = ['import-statement', 'dynamic-import'];

const importsOf = (inputs, file, kinds) =>
  (inputs[file]?.imports ?? []).filter(({ kind, path }) => kinds.includes(kind) && path in inputs).map(({ path }) => path);

/** Modules that others lead to, themselves included. */
function reached(inputs, from, kinds) {
  const seen = new Set();
  const visit = (file) => {
    if (seen.has(file)) return;
    seen.add(file);
    for (const path of importsOf(inputs, file, kinds)) visit(path);
  };
  for (const file of from) visit(file);
  return seen;
}

/**
 * What is to be one chunk, and which modules come after it.
 *
 * @param inputs the modules of a build, as esbuild's metafile has them
 * @param roots the entry, and what has to stay in the entry's own file with it: a chunk has another `import.meta.url`
 * @param others entries that load modules without the first one; what they lead to stays as it is
 * @returns `{ first, late }`: what the roots import, and what is loaded on demand and runs after it
 */
export function firstAndLate(inputs, roots, others = []) {
  const before = reached(inputs, roots, STATIC);
  const elsewhere = reached(inputs, others, ANY);
  const first = new Set(roots.flatMap((root) => importsOf(inputs, root, STATIC)));
  const late = new Set([...reached(inputs, roots, ANY)].flatMap((file) => importsOf(inputs, file, ['dynamic-import'])));
  return {
    first: [...first].filter((file) => /\.[jt]s$/.test(file) && !roots.includes(file)),
    late: [...late].filter((file) => file.endsWith('.ts') && !before.has(file) && !elsewhere.has(file)),
  };
}

/**
 * Options of a build whose first entry loads one chunk instead of many. Needs a build of its own, in memory, to see what is late.
 *
 * @param roots as of `firstAndLate`; the other entries of the build are its `others`
 */
export async function together(options, roots) {
  const root = options.absWorkingDir ?? process.cwd();
  const { metafile } = await build({ ...options, outdir: 'out', write: false, minify: false, sourcemap: false, metafile: true });
  const others = Object.values(options.entryPoints).filter((entry) => !roots.includes(entry));
  const { first, late } = firstAndLate(metafile.inputs, roots, others);
  const imports = first.map((file) => `import ${JSON.stringify(resolve(root, file))};`).join(' ');
  const lateOnes = {
    name: 'together',
    setup({ onLoad }) {
      const textOf = directTexts(root);
      onLoad({ filter: /\.ts$/ }, ({ path }) => {
        if (!late.includes(relative(root, path).replaceAll('\\', '/'))) return undefined;
        // Behind the module's text, so that its lines stay where they are.
        return { contents: `${textOf(path)}\n${imports}`, loader: 'ts' };
      });
    },
  };
  return {
    ...options,
    plugins: [lateOnes, ...options.plugins],
    // The imports are there for the sake of chunks; that nothing needs to run for them is as it should be.
    logOverride: { 'ignored-bare-import': 'silent' },
  };
}

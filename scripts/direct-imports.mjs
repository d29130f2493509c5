// For esbuild with splitting: it puts into one chunk whatever a package's index names, however little of it a chunk uses.
// Importing each name from the module that defines it leaves the choice of chunks to what is used.
import { readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

/** Packages whose index only passes names on, explicitly. */
const INDEXES = {
  '@onedoor/core': 'packages/core/src/index.ts',
  '@onedoor/client': 'packages/client/src/index.ts',
  '@onedoor/elements': 'packages/elements/src/index.ts',
  '@onedoor/elements/lists': 'packages/elements/src/lists.ts',
};

const CLAUSE = /(import|export)\s+(type\s+)?\{([^}]*)\}\s+from\s+'([^']+)';/g;

/** The names between braces: `[name as it is exported there, name as it is used here]`, without types. */
const namesIn = (list) =>
  list
    .split(',')
    .map((each) => each.replace(/\/\/.*$/gm, '').trim())
    .filter((each) => each !== '' && !each.startsWith('type '))
    .map((each) => {
      const [name, own = name] = each.split(/\s+as\s+/);
      return [name, own];
    });

/** Where each value that an index names is defined: `name -> [file, name there]`. Indexes of folders are followed. */
export function definitions(index, found = new Map()) {
  for (const [, kind, isType, list, from] of readFileSync(index, 'utf8').matchAll(CLAUSE)) {
    if (kind !== 'export' || isType !== undefined) continue;
    const file = resolve(dirname(index), from.replace(/\.js$/, '.ts'));
    const inner = file.endsWith(`${sep}index.ts`) ? definitions(file) : undefined;
    for (const [name, own] of namesIn(list)) found.set(own, inner?.get(name) ?? [file, name]);
  }
  return found;
}

/**
 * A module's text with imports from the packages above made direct. Lines stay where they are.
 *
 * @param places definitions by package
 */
export function direct(text, places, specifierOf = (file) => file) {
  return text.replace(CLAUSE, (clause, kind, isType, list, from) => {
    const known = places.get(from);
    if (known === undefined || kind === 'export' || isType !== undefined) return clause;
    const imports = namesIn(list).map(([name, own]) => {
      const place = known.get(name);
      if (place === undefined) throw new Error(`"${from}" names no value "${name}"`);
      return `import { ${place[1]} as ${own} } from ${JSON.stringify(specifierOf(place[0]))};`;
    });
    return imports.join(' ') + '\n'.repeat(clause.split('\n').length - 1);
  });
}

/** Gives the texts of modules below a folder with direct imports. */
export function directTexts(root) {
  const places = new Map(Object.entries(INDEXES).map(([name, index]) => [name, definitions(join(root, index))]));
  return (path) => direct(readFileSync(path, 'utf8'), places);
}

export const directImports = {
  name: 'direct-imports',
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    const textOf = directTexts(root);
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      if (/^(\.\.|node_modules)/.test(relative(root, path))) return undefined;
      return { contents: textOf(path), loader: 'ts' };
    });
  },
};

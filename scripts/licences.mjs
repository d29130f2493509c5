// node scripts/licences.mjs [--quiet]: lists every installed dependency with its licence and whether it ships with a package
// or only helps to build and test; fails on a licence that is not permissive. Packages for other systems are not installed
// here and hence not listed.
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { members } from './setup.mjs';

const PERMISSIVE = new Set([
  'MIT',
  'MIT-0',
  'ISC',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'Apache-2.0',
  '0BSD',
  'CC0-1.0',
  'BlueOak-1.0.0',
  'Unlicense',
  'Python-2.0',
]);

/** Accepted one by one, each with its reason. `dev: true` accepts it only where nothing of it ships. */
const EXCEPTIONS = {
  only: {
    licence: 'none declared',
    dev: true,
    reason: 'its Readme holds the MIT licence; part of the browser test server',
  },
  'axe-core': { licence: 'MPL-2.0', dev: true, reason: 'accessibility checks in tests; used unmodified' },
};

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** The folders of the packages in one node_modules that are not links to elsewhere. */
function ownPackages(modules) {
  return readdirSync(modules, { withFileTypes: true }).flatMap((entry) => {
    if (!entry.isDirectory() || entry.name.startsWith('.')) return [];
    const folder = join(modules, entry.name);
    return entry.name.startsWith('@') ? ownPackages(folder) : existsSync(join(folder, 'package.json')) ? [folder] : [];
  });
}

/** Follows `dependencies` from what the packages, plugins and examples ship. */
function shippedFolders() {
  const seen = new Set();
  const visit = (folder) => {
    const manifest = readJson(join(folder, 'package.json'));
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.optionalDependencies })) {
      // pnpm links a dependency into the member's node_modules, or beside the package that asks for it.
      let place = folder;
      let link;
      do {
        link = join(place, 'node_modules', name);
        place = dirname(place);
      } while (!existsSync(link) && place !== dirname(place));
      if (!existsSync(link)) continue; // optional, for another system
      const found = realpathSync(link);
      if (seen.has(found)) continue;
      seen.add(found);
      visit(found);
    }
  };
  for (const member of members()) if (member !== 'test') visit(realpathSync(member));
  return seen;
}

function licenceOf({ license, licenses }) {
  const declared = license ?? licenses;
  if (Array.isArray(declared)) return declared.map((each) => each.type ?? each).join(' OR ');
  return declared?.type ?? declared ?? 'none declared';
}

/** Reads "A", "(A OR B)" and "A AND B"; anything nested deeper is not accepted by itself. */
function isPermissive(expression) {
  const alternatives = expression.replace(/^\(|\)$/g, '').split(' OR ');
  return alternatives.some((alternative) => alternative.split(' AND ').every((licence) => PERMISSIVE.has(licence.trim())));
}

const shipped = shippedFolders();
const store = realpathSync('node_modules/.pnpm');
const rows = readdirSync(store)
  .map((name) => join(store, name, 'node_modules'))
  .filter((folder) => existsSync(folder) && dirname(folder) !== store)
  .flatMap(ownPackages)
  .map((folder) => {
    const manifest = readJson(join(folder, 'package.json'));
    const licence = licenceOf(manifest);
    const ships = shipped.has(folder);
    const exception = EXCEPTIONS[manifest.name];
    const accepted = isPermissive(licence) || (exception?.licence === licence && !(exception.dev && ships));
    return { id: `${manifest.name}@${manifest.version}`, name: manifest.name, licence, ships, accepted };
  })
  .sort((a, b) => (a.id < b.id ? -1 : 1));

if (!process.argv.includes('--quiet')) {
  for (const { id, licence, ships } of rows) console.log(`${ships ? 'ships' : 'dev  '}  ${licence.padEnd(20)} ${id}`);
}
const unused = Object.keys(EXCEPTIONS).filter((name) => !rows.some((row) => row.name === name));
const refused = rows.filter((row) => !row.accepted);
for (const { id, licence, ships } of refused) console.error(`not permitted: ${id} (${licence}), ${ships ? 'ships' : 'development only'}`);
for (const name of unused) console.error(`exception for "${name}" is not needed any more`);
const kinds = [...new Set(rows.map((row) => row.licence))].sort().join(', ');
console.log(`${rows.length} dependencies, ${rows.filter((row) => row.ships).length} of them shipped: ${kinds}`);
process.exitCode = rows.length === 0 || refused.length + unused.length > 0 ? 1 : 0;

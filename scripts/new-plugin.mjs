// npm run new-plugin -- <name> [--zh <label>] [--en <label>] [--no-install]: copies plugins/template under another name.
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import { node, StepError, step } from './process.mjs';

const TEMPLATE = 'plugins/template';
/** As the manifest's schema has it. */
const NAME = /^[a-z][a-z0-9-]{1,30}$/;
/** Folders of the template that belong to one machine. */
const LEFT = new Set(['node_modules', 'dist']);
const USAGE = 'npm run new-plugin -- food-aid --zh 粮食救助 --en "Food aid"';

/** Makes the plugin and returns its folder. */
function copy(name, { zh, en }) {
  if (!NAME.test(name))
    throw new StepError(`"${name}" is no plugin's name: 2 to 31 lower-case letters, digits and hyphens, such as in: ${USAGE}`);
  const folder = `plugins/${name}`;
  if (existsSync(folder)) throw new StepError(`${folder} is there already. Choose another name, or delete the folder.`);
  if (!existsSync(TEMPLATE)) throw new StepError(`${TEMPLATE} is missing: it is what a new plugin is copied from.`);
  cpSync(TEMPLATE, folder, { recursive: true, filter: (from) => !LEFT.has(basename(from)) });
  for (const file of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!file.isFile()) continue;
    const path = join(file.parentPath, file.name);
    writeFileSync(path, renamed(readFileSync(path, 'utf8'), name, { zh, en }));
  }
  writeFileSync(
    join(folder, 'README.md'),
    `# ${zh ?? name} · ${en ?? name}\n\nWho it is for, its rooms and rights, its acts and what each checks.\n`,
  );
  return folder;
}

/** The text of a file of the template, for the plugin of another name. */
function renamed(text, name, { zh, en }) {
  // The first label is the plugin's own; those of its contributions stay for its author to change.
  const label = /("?label"?:\s*\{\s*"?zh"?:\s*['"])[^'"]+(['"],\s*"?en"?:\s*)['"][^'"]+['"]/;
  return (
    text
      // The line that keeps the template out of every centre, with the comment above it, in the manifest and in its JSON.
      .replace(/^ *\/\/[^\n]*never loaded[^\n]*\n/m, '')
      .replace(/^ *"?template"?: true,\n/m, '')
      .replace(/\btemplate\b/g, () => name)
      .replace(label, (_, before, between) => `${before}${zh ?? name}${between}${JSON.stringify(en ?? name)}`)
  );
}

const { values, positionals } = parseArgs({
  args: process.argv.slice(2),
  allowPositionals: true,
  options: { zh: { type: 'string' }, en: { type: 'string' }, 'no-install': { type: 'boolean' } },
});
try {
  const [name] = positionals;
  if (name === undefined) throw new StepError(`A name is missing: ${USAGE}`);
  const folder = copy(name, values);
  if (values['no-install'] !== true) {
    // Names of another length break lines elsewhere.
    await step('format', node, ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', folder]);
    const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'));
    await step('install', 'npx', ['--yes', packageManager, 'install', '--no-frozen-lockfile', '--prefer-offline'], {
      env: { CI: 'true' },
      limitMs: 600_000,
    });
  }
  console.log(`${folder} is made. Its tests: node scripts/uvu.mjs ${folder}/src. To see it: npm start. The guide: docs/guide/plugins.md`);
} catch (error) {
  console.error(error instanceof StepError ? error.message : error);
  process.exitCode = 1;
}

import { readdirSync, readFileSync } from 'node:fs';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { ERRORS } from '../errors.js';
import type { PluginContributions } from './contributions.js';
import { chapterOf, manifestFields, manifestJsonSchema } from './json-schema.js';

const test = suite('reference of the plugin API');
const ROOT = new URL('../../../../', import.meta.url);
const read = (file: string) => readFileSync(new URL(file, ROOT), 'utf8');
const reference = read('docs/reference/plugin-api.md');
const headings = (chapter: string) => [...chapterOf(reference, chapter).keys()];

test('the manifest has a heading for each field, in its order', () => {
  // A label is explained once, and so is the id of a contribution.
  const own = manifestFields().filter((field) => !/label\.(zh|en)$|\]\.(id|label)$/.test(field));
  assert.equal(headings('Manifest'), own);
});

test('onedoor.plugin.schema.json is what the code says; npm run plugin-schema writes it', () => {
  assert.equal(JSON.parse(read('packages/core/onedoor.plugin.schema.json')), JSON.parse(manifestJsonSchema(reference)));
});

test('the contributions have a heading each', () => {
  // The compiler asks for every member and for no other.
  const members: Record<keyof PluginContributions, true> = {
    locales: true,
    cardBadges: true,
    ledgerColumns: true,
    deadlineRules: true,
    settings: true,
    timelineEntries: true,
  };
  assert.equal(headings('Contributions'), Object.keys(members));
});

test('each code that a definition, the host or the loader uses has a heading, and each heading is a code', () => {
  const folders = ['packages/core/src/plugin/', 'packages/core/src/schema/', 'packages/elements/src/plugin-host/'];
  const files = [
    ...folders.flatMap((folder) => readdirSync(new URL(folder, ROOT)).map((name) => folder + name)),
    'packages/server/src/plugins.ts',
  ].filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const used = new Set(
    files.flatMap((file) => [...read(file).matchAll(/(?:OnedoorError|refuse)\(\s*'([A-Z_]+)'/g)].map(([, code]) => code)),
  );
  assert.ok(used.size > 3);
  const said = headings('Errors');
  assert.equal(
    [...used].filter((code) => code !== 'BAD_OPTION' && !said.includes(String(code))),
    [],
  );
  assert.equal(
    said.filter((code) => !Object.hasOwn(ERRORS, code)),
    [],
  );
});

test('every field and every code is explained in words', () => {
  for (const chapter of ['Manifest', 'Contributions', 'Context', 'Errors'])
    for (const [name, words] of chapterOf(reference, chapter)) assert.ok(words.length > 10, `${chapter}: ${name}`);
});

test.run();

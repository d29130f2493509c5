import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { approvedFolders, pluginFolders } from '../../scripts/plugins.mjs';
import { copyTree, linkModules, removeCopies, run } from './copy.js';

const test = suite('a new plugin');
test.after(removeCopies);

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !/node_modules|[\\/]dist\b/.test(entry.parentPath))
    .map((entry) => join(entry.parentPath, entry.name));

test('the template is built and tested, and no centre loads it', () => {
  assert.ok(pluginFolders().includes('plugins/template'));
  assert.not.ok(approvedFolders().includes('plugins/template'));
});

test('npm run new-plugin makes a plugin that builds into the centre, type-checks and passes its tests', async () => {
  const copy = copyTree();
  const made = await run(copy, ['scripts/new-plugin.mjs', 'food-aid', '--zh', '粮食救助', '--en', 'Food aid', '--no-install']);
  assert.match(made, /plugins\/food-aid is made/);
  const folder = join(copy, 'plugins/food-aid');
  linkModules('plugins/template', copy, 'plugins/food-aid');
  for (const file of filesOf(folder)) assert.not.match(readFileSync(file, 'utf8'), /\btemplate\b/, file);
  const manifest = JSON.parse(readFileSync(join(folder, 'onedoor.plugin.json'), 'utf8'));
  assert.equal([manifest.name, manifest.label, manifest.rooms[0].name], ['food-aid', { zh: '粮食救助', en: 'Food aid' }, 'food-aid']);
  assert.ok(approvedFolders(copy).includes('plugins/food-aid'));
  await run(copy, ['--input-type=module', '--eval', "import { build } from './scripts/build.mjs'; await build();"]);
  const page = join(copy, 'examples/centre/dist/page');
  assert.ok(
    readdirSync(page, { recursive: true }).some(
      (file) => String(file).endsWith('.js') && readFileSync(join(page, String(file)), 'utf8').includes('food-aid.promise'),
    ),
    'the page has its model',
  );
  await run(copy, ['node_modules/typescript/bin/tsc', '-p', 'plugins/food-aid/tsconfig.test.json']);
  const tested = await run(copy, ['scripts/uvu.mjs', 'plugins/food-aid/src']);
  assert.match(tested, /uvu: [1-9]\d* passed, 0 failed/);
});

test('a name that is none, or is taken, is refused with what to do', async () => {
  const copy = copyTree();
  const refused = async (...args: readonly string[]) => {
    try {
      await run(copy, ['scripts/new-plugin.mjs', ...args]);
      return 'made';
    } catch (error) {
      return String(error);
    }
  };
  assert.match(await refused('Food'), /no plugin's name/);
  assert.match(await refused('template', '--no-install'), /there already/);
  assert.match(await refused(), /name is missing/);
});

test.run();

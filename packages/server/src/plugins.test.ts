import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { OnedoorError, readManifest } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { importPluginEntry, loadPlugins } from './plugins.js';

const test = suite<{ dir: string }>('plugins in a folder');

test.before.each((context) => {
  context.dir = mkdtempSync(join(tmpdir(), 'onedoor-plugins-'));
});
test.after.each((context) => rmSync(context.dir, { recursive: true, force: true }));

const manifestOf = (name: string) => ({
  name,
  version: '1.0.0',
  api: 1,
  label: { zh: '园', en: 'Garden' },
});
/** A model's module, with the manifest as definePlugin completes it. */
const modelOf = (name: string) =>
  `export default { manifest: ${JSON.stringify(readManifest(manifestOf(name)))}, contributions: {}, rooms: [], extensions: [] };`;

interface Parts {
  readonly manifest?: unknown;
  readonly model?: string;
  readonly exports?: Record<string, unknown>;
}

/** A built plugin, as it lies on a server that has no source. */
function put(dir: string, name: string, { manifest = manifestOf(name), model, exports }: Parts = {}): string {
  const folder = join(dir, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'onedoor.plugin.json'), typeof manifest === 'string' ? manifest : JSON.stringify(manifest));
  const entries = exports ?? { './model': { default: './model.js' } };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: `@x/${name}`, type: 'module', exports: entries }));
  writeFileSync(join(folder, 'model.js'), model ?? modelOf(name));
  return folder;
}

async function failure(dir: string): Promise<OnedoorError> {
  try {
    await loadPlugins(dir);
  } catch (error) {
    if (error instanceof OnedoorError) return error;
    throw error;
  }
  throw new Error('it loaded');
}

/** The error's code, and that it is one sentence that names the plugin. */
async function refused(dir: string, name: string, code: string, says: RegExp): Promise<void> {
  const error = await failure(dir);
  assert.is(error.code, code, error.message);
  assert.match(error.message, /^[A-Z_]+: .+; expected .+\. .+/);
  assert.match(error.message, new RegExp(name));
  assert.match(error.message, says);
}

test('P1 plugins come in the order of their folders; what has no manifest is none, and neither is a template', async ({ dir }) => {
  put(dir, 'rose');
  put(dir, 'aster');
  mkdirSync(join(dir, 'left-over', 'dist'), { recursive: true });
  writeFileSync(join(dir, 'note.txt'), '');
  // One that is there to be copied is not run, not even to see what it is.
  put(dir, 'seedling', { manifest: { ...manifestOf('seedling'), template: true }, model: 'throw new Error("it ran");' });
  const found = await loadPlugins(dir);
  assert.equal(
    found.map(({ model }) => model.manifest.name),
    ['aster', 'rose'],
  );
  assert.is(found[0]?.folder, join(dir, 'aster'));
});

test('P2 no folder, no plugins and a wrong option are told apart', async ({ dir }) => {
  assert.equal(await loadPlugins(dir), []);
  await refused(join(dir, 'nowhere'), 'nowhere', 'BAD_OPTION', /Correct its path/);
});

test('P3 a manifest that is no JSON, that does not fit, or that is for another API', async ({ dir }) => {
  const folder = put(dir, 'rose', { manifest: '{' });
  await refused(dir, 'rose', 'PLUGIN_BROKEN', /onedoor\.plugin\.json/);
  rmSync(folder, { recursive: true });
  put(dir, 'rose', { manifest: { ...manifestOf('rose'), label: {} } });
  await refused(dir, 'rose', 'MANIFEST_INVALID', /at label/);
  rmSync(folder, { recursive: true });
  put(dir, 'rose', { manifest: { ...manifestOf('rose'), api: 2 } });
  await refused(dir, 'rose', 'PLUGIN_API_RANGE', /plugin API 2/);
});

test('P4 a model that is missing, not built, throws, or exports no plugin', async ({ dir }) => {
  const cases: readonly [parts: Parts, says: RegExp][] = [
    [{ exports: {} }, /no plugin as default export/],
    [{ exports: { './model': { default: './dist/model.js' } } }, /\.\/model: .+Build the plugin/],
    [{ model: "throw new Error('no water');" }, /no water.+mend it/],
    [{ model: 'export const a = 1;' }, /no plugin as default export/],
  ];
  for (const [at, [parts, says]] of cases.entries()) {
    const folder = put(dir, `rose${at}`, parts);
    await refused(dir, `rose${at}`, 'PLUGIN_BROKEN', says);
    rmSync(folder, { recursive: true });
  }
});

test('P5 manifest file and model that disagree are named with the fields', async ({ dir }) => {
  put(dir, 'rose', { manifest: { ...manifestOf('rose'), version: '1.1.0', extends: ['joint'] } });
  await refused(dir, 'rose', 'MANIFEST_INVALID', /differ in version, extends/);
});

test('P6 two folders with one name', async ({ dir }) => {
  put(dir, 'rose');
  put(dir, 'second', { manifest: manifestOf('rose'), model: modelOf('rose') });
  await refused(dir, 'second', 'PLUGIN_BROKEN', /the name "rose"/);
});

test('P7 an entry that the package does not have is undefined; $schema is for editors alone', async ({ dir }) => {
  const folder = put(dir, 'rose', { manifest: { $schema: './schema.json', ...manifestOf('rose') } });
  assert.is(await importPluginEntry(folder, './sample'), undefined);
  assert.is((await loadPlugins(dir)).length, 1);
});

test.run();

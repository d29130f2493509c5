import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isDeepStrictEqual } from 'node:util';
import { OnedoorError, type PluginManifest, type PluginModel, readManifest } from '@onedoor/core';

const MANIFEST_FILE = 'onedoor.plugin.json';

/** A plugin as it lies in a folder of its own. */
export interface LoadedPlugin {
  /** Absolute path of its folder. */
  readonly folder: string;
  readonly model: PluginModel;
}

/**
 * Finds the plugins below a folder, `<folder>/<plugin>/onedoor.plugin.json`, and loads their models in the order of
 * their folders' names. What has no manifest is no plugin and is passed over, and so is a template that is there to be copied. An approved plugin runs with the rights of
 * this process: name a folder that nobody else may write.
 *
 * @throws OnedoorError BAD_OPTION for a folder that is not there; MANIFEST_INVALID, PLUGIN_API_RANGE or PLUGIN_BROKEN,
 *   each naming the plugin, what is wrong and the cure
 * @example
 * const plugins = await loadPlugins('./plugins');
 * await startServer({ centre, data, model: new Model(plugins.map(({ model }) => model)), plugins: plugins.map(({ model }) => model.manifest) });
 */
export async function loadPlugins(folder: string): Promise<readonly LoadedPlugin[]> {
  const root = resolve(folder);
  if (!existsSync(root))
    throw new OnedoorError('BAD_OPTION', {
      seen: `no folder ${root}`,
      expected: 'the folder that holds the plugins',
      todo: 'Correct its path.',
      at: 'plugins',
    });
  const found: LoadedPlugin[] = [];
  const names = readdirSync(root).filter((name) => existsSync(join(root, name, MANIFEST_FILE)));
  for (const name of names.sort()) {
    if (isTemplate(join(root, name))) continue;
    const loaded = await loadPlugin(join(root, name));
    const twin = found.find(({ model }) => model.manifest.name === loaded.model.manifest.name);
    if (twin !== undefined)
      throw broken(loaded.folder, `the name "${twin.model.manifest.name}" that ${twin.folder} has too`, 'a name of its own', 'Rename one.');
    found.push(loaded);
  }
  return found;
}

/**
 * Imports the default export of one entry of a plugin's package, such as `./model` or `./sample`. Which file that is, the
 * package's `exports` say; a process started with `--conditions=source` gets the source.
 *
 * @returns undefined where the package has no such entry
 * @throws PLUGIN_BROKEN for an entry that cannot be loaded, with its error as cause
 */
export async function importPluginEntry(folder: string, entry: `./${string}`): Promise<unknown> {
  const manifest = readJson(folder, 'package.json');
  const { name, exports } = typeof manifest === 'object' && manifest !== null ? (manifest as Record<string, unknown>) : {};
  if (typeof name !== 'string') throw broken(folder, 'a package.json without a name', 'a package', 'Name it.');
  if (typeof exports !== 'object' || exports === null || !Object.hasOwn(exports, entry)) return undefined;
  let file: string;
  try {
    // A package may ask for its own entries by its own name: then Node reads `exports`, with the conditions of this process.
    file = createRequire(join(folder, 'package.json')).resolve(name + entry.slice(1));
  } catch (cause) {
    throw broken(folder, `${entry}: ${messageOf(cause)}`, 'a file that exists under "default"', 'Build the plugin.', cause);
  }
  try {
    const module: unknown = await import(pathToFileURL(file).href);
    return typeof module === 'object' && module !== null && 'default' in module ? module.default : undefined;
  } catch (cause) {
    // What a definition throws names plugin and cure already.
    if (cause instanceof OnedoorError) throw cause;
    throw broken(folder, `${entry}: ${messageOf(cause)}`, 'a module that loads', 'Build the plugin, or mend it.', cause);
  }
}

function isTemplate(folder: string): boolean {
  const manifest = readJson(folder, MANIFEST_FILE);
  return typeof manifest === 'object' && manifest !== null && 'template' in manifest && manifest.template === true;
}

async function loadPlugin(folder: string): Promise<LoadedPlugin> {
  const file = join(folder, MANIFEST_FILE);
  const manifest = readManifest(readJson(folder, MANIFEST_FILE), file);
  const model = await importPluginEntry(folder, './model');
  if (!isModel(model))
    throw broken(folder, 'no plugin as default export of "./model"', 'what definePlugin returns', 'Export it from the model entry.');
  if (!isDeepStrictEqual(plain(model.manifest), plain(manifest)))
    throw new OnedoorError('MANIFEST_INVALID', {
      seen: `${file} and the model, which differ in ${differences(model.manifest, manifest).join(', ')}`,
      expected: 'one manifest in both',
      todo: 'Bring them together, and build the plugin.',
      at: manifest.name,
    });
  return { folder, model };
}

/** Editors' `$schema` says nothing about the plugin; a round through JSON drops what is undefined. */
const plain = ({ $schema: _, ...manifest }: PluginManifest): unknown => JSON.parse(JSON.stringify(manifest));

function differences(one: PluginManifest, other: PluginManifest): string[] {
  const [a, b] = [plain(one), plain(other)] as Record<string, unknown>[];
  return Object.keys({ ...a, ...b }).filter((key) => !isDeepStrictEqual(a?.[key], b?.[key]));
}

function isModel(value: unknown): value is PluginModel {
  return typeof value === 'object' && value !== null && 'manifest' in value && 'rooms' in value && 'extensions' in value;
}

function readJson(folder: string, name: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8'));
  } catch (cause) {
    throw broken(folder, `${name}: ${messageOf(cause)}`, 'a file with JSON', 'Correct the file.', cause);
  }
}

const messageOf = (error: unknown): string => (error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error));

const broken = (folder: string, seen: string, expected: string, todo: string, cause?: unknown): OnedoorError =>
  new OnedoorError('PLUGIN_BROKEN', { seen: `plugin ${folder}: ${seen}`, expected, todo }, cause === undefined ? undefined : { cause });

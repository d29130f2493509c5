// The one place where the plugins are found: a folder of plugins/ that holds a onedoor.plugin.json.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const MANIFEST = 'onedoor.plugin.json';

/** The plugins' folders from the root, such as `plugins/garden`, in the order of their names. */
export function pluginFolders(root = '.') {
  const parent = join(root, 'plugins');
  if (!existsSync(parent)) return [];
  return readdirSync(parent)
    .filter((name) => existsSync(join(parent, name, MANIFEST)))
    .sort()
    .map((name) => `plugins/${name}`);
}

/** Those of them that a centre loads: all but the one that is there to be copied. */
export const approvedFolders = (root = '.') =>
  pluginFolders(root).filter((folder) => JSON.parse(readFileSync(join(root, folder, MANIFEST), 'utf8')).template !== true);

/**
 * For esbuild: `import { plugins } from 'onedoor:plugins'` gives the approved plugins, as `PluginEntry[]`. Models are part of
 * what imports it, views are chunks of their own.
 */
export const pluginsModule = {
  name: 'onedoor:plugins',
  setup(build) {
    const root = build.initialOptions.absWorkingDir ?? process.cwd();
    const filter = /^onedoor:plugins$/;
    build.onResolve({ filter }, () => ({ path: 'onedoor:plugins', namespace: 'onedoor' }));
    build.onLoad({ filter, namespace: 'onedoor' }, async () => {
      const folders = approvedFolders(root).map((folder) => resolve(root, folder));
      const errors = [];
      const entry = async (folder, name, kind) => {
        const { name: own } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
        const found = await build.resolve(`${own}/${name}`, { resolveDir: folder, kind });
        errors.push(...found.errors);
        return JSON.stringify(found.path);
      };
      const models = await Promise.all(folders.map((folder) => entry(folder, 'model', 'import-statement')));
      const views = await Promise.all(folders.map((folder) => entry(folder, 'view', 'dynamic-import')));
      const lines = [
        ...models.map((path, at) => `import model${at} from ${path};`),
        'export const plugins = [',
        ...views.map((path, at) => `  { model: model${at}, load: async () => (await import(${path})).default },`),
        '];',
      ];
      return { contents: lines.join('\n'), loader: 'js', resolveDir: root, errors };
    });
  },
};

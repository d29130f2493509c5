import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Model, OnedoorError, type PluginSample } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { DATABASE_FILE, importPluginEntry, type LoadedPlugin, loadPlugins, openCentre, startServer } from '@onedoor/server';
import { people } from './seed/data/people.js';
import { plant } from './seed/plant.js';

const HERE = dirname(fileURLToPath(import.meta.url));
const CENTRE = { id: 'hsb', name: '红砂坝镇综治中心' };
/** Whatever lies in there is approved and runs: a plugin is added and removed by its folder alone. */
const PLUGINS = join(HERE, '../../../plugins');

/**
 * Makes the example's data where there is none. It is planted beside the data folder and moved there when complete, so
 * that an interrupted first start leaves nothing half-made.
 */
async function plantIfEmpty(data: string, model: Model, plugins: readonly LoadedPlugin[]): Promise<void> {
  if (existsSync(join(data, DATABASE_FILE))) return;
  if (existsSync(data) && !statSync(data).isDirectory()) {
    throw new OnedoorError('DATA_NOT_WRITABLE', {
      seen: `${data}, which is a file`,
      expected: 'a folder',
      todo: 'Set ONEDOOR_DATA to a folder of its own.',
    });
  }
  if (existsSync(data) && readdirSync(data).length > 0) {
    throw new OnedoorError('BAD_OPTION', {
      seen: `${data}, which holds other files`,
      expected: 'an empty folder or one of Onedoor',
      todo: 'Set ONEDOOR_DATA to a folder of its own.',
    });
  }
  const planting = `${data}.planting`;
  rmSync(planting, { recursive: true, force: true });
  mkdirSync(dirname(data), { recursive: true });
  let now = 0;
  const random = new Random(2024);
  const { centre, close } = await openCentre({ centre: CENTRE, model, data: planting, durability: 'normal', now: () => now });
  const clock = { set: (moment: number) => (now = moment), random: (count: number) => random.bytes(count) };
  process.stdout.write('首次启动，正在写入示例案件 / first start, writing the example cases');
  await plant(centre, clock, { samples: await samplesOf(plugins), progress: () => process.stdout.write('.') });
  process.stdout.write('\n');
  close();
  if (existsSync(data)) rmdirSync(data);
  renameSync(planting, data);
}

/** What the plugins add to the example's cases. */
async function samplesOf(plugins: readonly LoadedPlugin[]): Promise<readonly PluginSample[]> {
  const found = await Promise.all(plugins.map(({ folder }) => importPluginEntry(folder, './sample')));
  return found.filter((sample): sample is PluginSample => typeof sample === 'function');
}

async function main(): Promise<void> {
  const port = Number(process.env['ONEDOOR_PORT'] ?? 7357);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new OnedoorError('BAD_OPTION', {
      seen: `ONEDOOR_PORT=${process.env['ONEDOOR_PORT']}`,
      expected: 'a port from 0 to 65535',
      todo: 'Set ONEDOOR_PORT to a free port.',
    });
  }
  const data = resolve(process.env['ONEDOOR_DATA'] ?? join(HERE, '../data'));
  const plugins = existsSync(PLUGINS) ? await loadPlugins(PLUGINS) : [];
  const model = new Model(plugins.map((plugin) => plugin.model));
  await plantIfEmpty(data, model, plugins);
  const demo = people.filter((person) => person.demo === true);
  const server = await startServer({
    centre: CENTRE,
    model,
    plugins: plugins.map((plugin) => plugin.model.manifest),
    data,
    port,
    pages: { dir: join(HERE, 'page') },
    embed: { dir: join(HERE, 'embed') },
  });
  const lines = demo.map((person) => `  ${person.name}  ${person.post}  (${person.intro.en})`);
  process.stdout.write(
    `\n${CENTRE.name}\n${server.url}\n\n演示人员 / demo people, no password:\n${lines.join('\n')}\n\n停止 / stop: Ctrl+C\n`,
  );
  let stopping = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stopping) process.exit(1);
      stopping = true;
      void server.close().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  process.stderr.write(
    `${error instanceof OnedoorError ? error.message : String(error instanceof Error ? (error.stack ?? error.message) : error)}\n`,
  );
  process.exitCode = 1;
});

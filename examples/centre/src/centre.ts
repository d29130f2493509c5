import { existsSync, mkdirSync, readdirSync, renameSync, rmdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Model, OnedoorError, type PluginSample } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import {
  DATABASE_FILE,
  importPluginEntry,
  type LoadedPlugin,
  loadPlugins,
  openCentre,
  type RunningServer,
  type ServerOptions,
  startServer,
} from '@onedoor/server';
import { people } from './seed/data/people.js';
import { plant } from './seed/plant.js';

const HERE = dirname(fileURLToPath(import.meta.url));
/** What the build has put beside this file; the same folder when this runs from source. */
const BUILT = join(HERE, '../dist');
/** Whatever lies in there is approved and runs: a plugin is added and removed by its folder alone. */
const PLUGINS = join(HERE, '../../../plugins');

/** The centre of the example, in its server's words. */
export const CENTRE = { id: 'hsb', name: '红砂坝镇综治中心' };

/** People whom the example shows at work. */
export const demoPeople = people.filter((person) => person.demo === true);

/**
 * Starts the example centre with the plugins found, its page and the script for portals; plants its cases where there
 * are none.
 *
 * @param options `data` is a folder of its own; `years` plants two generated years from that seed instead of the story; other
 *   options as of `startServer`
 * @throws OnedoorError as `startServer` and `loadPlugins` do
 */
export async function startExampleCentre({
  years,
  ...options
}: Pick<ServerOptions, 'data' | 'port' | 'auth' | 'origins'> & { readonly years?: number | undefined }): Promise<RunningServer> {
  const plugins = existsSync(PLUGINS) ? await loadPlugins(PLUGINS) : [];
  const model = new Model(plugins.map((plugin) => plugin.model));
  await plantIfEmpty(options.data, model, plugins, years);
  return startServer({
    centre: CENTRE,
    model,
    plugins: plugins.map((plugin) => plugin.model.manifest),
    pages: { dir: join(BUILT, 'page') },
    embed: { dir: join(BUILT, 'embed') },
    ...options,
  });
}

/**
 * A port from the environment.
 *
 * @throws BAD_OPTION for what is none
 */
export function portFrom(variable: string, usual: number): number {
  const port = Number(process.env[variable] ?? usual);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new OnedoorError('BAD_OPTION', {
    seen: `${variable}=${process.env[variable]}`,
    expected: 'a port from 0 to 65535',
    todo: `Set ${variable} to a free port.`,
  });
}

/** Runs a program that serves until Ctrl-C or SIGTERM; a bad start ends with one sentence and exit code 1. */
export async function runProgram(start: () => Promise<{ close(): Promise<void> }>): Promise<void> {
  try {
    const running = await start();
    let stopping = false;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stopping) process.exit(1);
        stopping = true;
        void running.close().then(() => process.exit(0));
      });
    }
  } catch (error) {
    const words = error instanceof OnedoorError ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error);
    process.stderr.write(`${words}\n`);
    process.exitCode = 1;
  }
}

/**
 * Makes the example's data where there is none. It is planted beside the data folder and moved there when complete, so
 * that an interrupted first start leaves nothing half-made.
 */
async function plantIfEmpty(data: string, model: Model, plugins: readonly LoadedPlugin[], years: number | undefined): Promise<void> {
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
  await plant(centre, clock, { samples: await samplesOf(plugins), years, progress: () => process.stdout.write('.') });
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

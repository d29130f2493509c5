// The server under test, in a process of its own: `serve.ts <data> <folder of the page> [rows]`; with `rows`, behind a front
// that has so many invented ones of its own. Prints its address. It is the
// example centre's server (plugins, script for portals) with a portal's page in the place of the centre's.
import { fileURLToPath } from 'node:url';
import { Model } from '@onedoor/core';
import { loadPlugins, startServer } from '@onedoor/server';
import { CENTRE } from './cases.js';
import { frontWith } from './many-rows.js';

const [data = '', pages = '', invented = '0'] = process.argv.slice(2);
const folder = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const plugins = await loadPlugins(folder('plugins'));
const server = await startServer({
  centre: CENTRE,
  model: new Model(plugins.map((plugin) => plugin.model)),
  plugins: plugins.map((plugin) => plugin.model.manifest),
  data,
  port: 0,
  host: '127.0.0.1',
  pages: { dir: pages },
  embed: { dir: folder('examples/centre/dist/embed') },
});
const port = Number(invented) === 0 ? server.port : await frontWith(Number(invented), server.port);
process.stdout.write(`http://localhost:${port}\n`);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));

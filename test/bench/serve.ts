// The server under test, in a process of its own: `serve.ts <data> <folder of the page>`. Prints its address. It is the
// example centre's server (plugins, script for portals) with a portal's page in the place of the centre's.
import { fileURLToPath } from 'node:url';
import { Model } from '@onedoor/core';
import { loadPlugins, startServer } from '@onedoor/server';
import { CENTRE } from './cases.js';

const [data = '', pages = ''] = process.argv.slice(2);
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
process.stdout.write(`http://localhost:${server.port}\n`);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));

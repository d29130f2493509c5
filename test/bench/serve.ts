// The server under test, in a process of its own: `serve.ts <data> <folder of the page>`. Prints its address.
import { Model } from '@onedoor/core';
import { startServer } from '@onedoor/server';
import { CENTRE } from './cases.js';

const [data = '', pages = ''] = process.argv.slice(2);
const server = await startServer({ centre: CENTRE, model: new Model(), data, port: 0, host: '127.0.0.1', pages: { dir: pages } });
process.stdout.write(`http://localhost:${server.port}\n`);
process.on('SIGTERM', () => void server.close().then(() => process.exit(0)));

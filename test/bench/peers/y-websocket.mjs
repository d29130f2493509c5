// @y/websocket-server as its own bin starts it; YPERSISTENCE names the folder of its leveldb.
import http from 'node:http';
import { createRequire } from 'node:module';
import { setupWSConnection } from '@y/websocket-server/utils';
import { serveMeter } from '../servers/meter.mjs';

// The version of ws that it brings itself.
const { default: WebSocket } = await import(
  createRequire(createRequire(import.meta.url).resolve('@y/websocket-server/utils')).resolve('ws')
);
const sockets = new WebSocket.Server({ noServer: true });
const server = http.createServer();
sockets.on('connection', setupWSConnection);
server.on('upgrade', (request, socket, head) => {
  sockets.handleUpgrade(request, socket, head, (connection) => sockets.emit('connection', connection, request));
});
server.listen(0, '127.0.0.1', () => serveMeter(`http://127.0.0.1:${server.address().port}`));
process.on('SIGTERM', () => process.exit(0));

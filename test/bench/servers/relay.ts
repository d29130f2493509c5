// No more than a relay of frames, message by message: the floor that every server stands on.
import { createServer } from 'node:http';
import { SYNC } from '@onedoor/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveMeter } from './meter.mjs';

const rooms = new Map<string, Set<WebSocket>>();
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, request) => {
  const room = request.url ?? '';
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  socket.binaryType = 'nodebuffer';
  socket.on('close', () => members.delete(socket));
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return;
    if (data[1] === SYNC.step1) socket.send(Uint8Array.of(0, SYNC.step2, 2, 0, 0));
    else for (const other of members) if (other !== socket) other.send(data);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  serveMeter(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
process.on('SIGTERM', () => process.exit(0));

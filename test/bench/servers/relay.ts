// No more than a relay of frames: `relay.ts <message|turn>`. What comes in one turn of the event loop is written to each
// socket at once with `turn`, and message by message with `message`. The floor that every server stands on.
import { createServer } from 'node:http';
import { SYNC } from '@onedoor/core';
import { type WebSocket, WebSocketServer } from 'ws';
import { serveMeter } from './meter.mjs';

const perTurn = process.argv[2] === 'turn';
const rooms = new Map<string, Set<WebSocket>>();
const server = createServer();
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
/** What has come of a room in this turn, with its sender. */
const turn = new Map<string, { readonly from: WebSocket; readonly data: Buffer }[]>();

function flush(): void {
  for (const [room, frames] of turn) {
    for (const socket of rooms.get(room) ?? []) {
      const others = frames.filter(({ from }) => from !== socket);
      if (others.length > 0) socket.send(Buffer.concat(others.map(({ data }) => data)));
    }
  }
  turn.clear();
}

sockets.on('connection', (socket, request) => {
  const room = request.url ?? '';
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  socket.binaryType = 'nodebuffer';
  socket.on('close', () => members.delete(socket));
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return;
    if (data[1] === SYNC.step1) socket.send(Uint8Array.of(0, SYNC.step2, 2, 0, 0));
    else if (!perTurn) {
      for (const other of members) if (other !== socket) other.send(data);
    } else {
      if (turn.size === 0) setImmediate(flush);
      const frames = turn.get(room) ?? [];
      turn.set(room, frames);
      frames.push({ from: socket, data });
    }
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  serveMeter(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`);
});
process.on('SIGTERM', () => process.exit(0));

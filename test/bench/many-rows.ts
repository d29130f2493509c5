import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createUlid, type Row, type RowsResponse } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import { CENTRE, inventCases, MOVER, READER } from './cases.js';

const DAY_MS = 86_400_000;
const MAX_PAGE = 500;

/**
 * Invented rows as a server would assemble them, for boards of a size that nobody wants to plant act by act. Their rooms are
 * empty: what is measured with them is the board, not the fetching of rooms.
 */
export function* inventRows(count: number): Generator<Row> {
  const random = new Random(11);
  let rev = 0;
  for (const { title, category, village, source, stage, parties, atMs } of inventCases(count)) {
    // Before the cases that the server has itself, which are the latest.
    const createdAt = atMs - 800 * DAY_MS;
    const id = createUlid(createdAt, (length) => random.bytes(length));
    const changedAt = createdAt + random.below(20) * DAY_MS;
    const member = (person: string, role: string) => ({ [person]: { person, role, since: createdAt, by: MOVER } });
    const task = {
      id: `t${rev}`,
      what: '到现场核实',
      for: { person: READER },
      askedBy: MOVER,
      askedAt: createdAt,
      dueOn: dayOf(changedAt + 30 * DAY_MS),
    };
    rev += 1;
    yield {
      case: id,
      rev,
      gone: false,
      rooms: ['case', 'joint'].map((room) => ({ room, wire: `${CENTRE.id}/${id}/${room}@1`, seq: 0, write: room === 'joint' })),
      summary: {
        case: {
          title,
          category,
          source,
          village,
          createdAt,
          createdBy: MOVER,
          ...(stage === 'screening' ? {} : { number: { register: 'case', year: new Date(createdAt).getUTCFullYear(), value: rev } }),
          stage,
          ...(stage === 'closed' ? { outcome: 'settled' } : {}),
          members: { ...member(MOVER, 'lead'), ...member(READER, 'member') },
          changedAt,
          stageAt: changedAt,
          conflicts: 0,
          tasks: random.chance(1 / 4) && stage !== 'closed' ? [task] : [],
        },
        joint: {
          parties: parties.slice(0, 3),
          partyCount: parties.length,
          matter: '',
          names: parties.slice(3),
          tails: [String(1000 + ((rev * 7919) % 9000))],
        },
      },
    };
  }
}

const dayOf = (atMs: number): string => new Date(atMs).toISOString().slice(0, 10);

/**
 * Stands before a server: its pages of rows begin with invented ones, everything else passes through, sockets too.
 *
 * @param port of the server on this machine
 * @returns the port to go to instead
 */
export async function frontWith(count: number, port: number): Promise<number> {
  const rows = [...inventRows(count)];
  const server = createServer((incoming, outgoing) => {
    const url = new URL(incoming.url ?? '/', 'http://front');
    const cursor = Number(url.searchParams.get('cursor') ?? 0);
    if (url.pathname !== '/api/rows' || incoming.headers.authorization === undefined) return pass(incoming, outgoing, incoming.url ?? '/');
    if (cursor >= rows.length) return pass(incoming, outgoing, `/api/rows?cursor=${cursor - rows.length}&limit=${MAX_PAGE}`, rows.length);
    const next = Math.min(rows.length, cursor + MAX_PAGE);
    answer(outgoing, { rows: rows.slice(cursor, next), cursor: next, more: true, restores: 0 });
  });
  const options = (incoming: IncomingMessage, path: string) => ({
    port,
    host: '127.0.0.1',
    method: incoming.method,
    path,
    headers: incoming.headers,
  });
  function pass(incoming: IncomingMessage, outgoing: ServerResponse, path: string, offset = 0): void {
    const inner = request(options(incoming, path), (response) => {
      if (offset === 0 || response.statusCode !== 200) {
        outgoing.writeHead(response.statusCode ?? 502, response.headers);
        response.pipe(outgoing);
        return;
      }
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => {
        const page = JSON.parse(Buffer.concat(parts).toString()) as RowsResponse;
        answer(outgoing, { ...page, cursor: page.cursor + offset });
      });
    });
    inner.on('error', () => outgoing.destroy());
    incoming.pipe(inner);
  }
  server.on('upgrade', (incoming: IncomingMessage, socket: Socket, head: Buffer) => {
    const inner = request(options(incoming, incoming.url ?? '/'));
    inner.on('upgrade', (response, own, first) => {
      const lines = response.rawHeaders.flatMap((each, at, all) => (at % 2 === 0 ? [`${each}: ${all[at + 1]}`] : []));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join('\r\n')}\r\n\r\n`);
      socket.write(first);
      own.write(head);
      own.pipe(socket).pipe(own);
      const end = () => {
        socket.destroy();
        own.destroy();
      };
      for (const each of [own, socket]) each.on('error', end).on('close', end);
    });
    inner.on('error', () => socket.destroy());
    inner.end();
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

function answer(outgoing: ServerResponse, page: RowsResponse): void {
  outgoing.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
  outgoing.end(JSON.stringify(page));
}

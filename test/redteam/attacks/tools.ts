import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import { caseSlice, vetUpdate } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import type { Limits } from '@onedoor/server';
import type { RawClient } from '@onedoor/server/testing';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import type { Arena, Outcome } from '../arena.js';
import { updateOf } from '../forge.js';

export interface Attack {
  readonly name: string;
  /** What the attacker does, and what it would do to a server without the check. */
  readonly what: string;
  readonly expected: Outcome;
  /** Limits of a server of its own, where the usual ones are too far off to be met by a test. */
  readonly limits?: Partial<Limits>;
  /** What is true before, and is not the attack itself. */
  readonly before?: (arena: Arena) => Promise<void>;
  readonly run: (arena: Arena) => Promise<Outcome>;
}

export const text = (arena: Arena, words: string): Uint8Array => updateOf(arena.id(), (doc) => doc.getText('t').insert(0, words));
export const serverDoc = (arena: Arena): Y.Doc => arena.server.centre.reader(arena.server.wire()).doc;
export const big = (bytes: number): string => 'x'.repeat(bytes);
export const rename = caseSlice.request.move({ to: 'graded', reason: '强行推进' });
export const SECRET_HASH = createHash('sha256').update('x').digest('hex');

/** Flips bits until the bytes decode, lack nothing, and yet throw when they are applied. */
export function halfApplying(arena: Arena): Uint8Array {
  const random = new Random(7);
  for (let round = 0; round < 100_000; round++) {
    const update = updateOf(arena.id(), (doc) => {
      doc.getText('t').insert(0, '一二三四五');
      doc.getMap('m').set('k', { deep: ['x', round] });
      doc.getMap('n').set('n', new Y.Map([['a', 1]]));
      doc.getText('t').delete(1, 2);
    });
    const at = random.below(update.length);
    update[at] = (update[at] ?? 0) ^ (1 << random.below(8));
    const copy = new Y.Doc();
    try {
      if (vetUpdate(copy, update).missing) continue;
    } catch {
      continue;
    }
    try {
      Y.applyUpdate(copy, update);
    } catch {
      return update;
    }
  }
  throw new Error('no such update was found');
}

/** A connection without a library: bytes out, bytes in. */
export class RawSocket {
  readonly socket: Socket;
  received = '';
  ended = false;

  constructor(url: string) {
    const { hostname, port } = new URL(url);
    this.socket = connect(Number(port), hostname);
    this.socket.on('data', (data: Buffer) => {
      this.received += data.toString('latin1');
    });
    this.socket.on('error', () => undefined);
    this.socket.on('close', () => {
      this.ended = true;
    });
  }

  write(data: string | Uint8Array): void {
    this.socket.write(data);
  }

  async until(holds: () => boolean, waitMs = 15_000): Promise<void> {
    for (const end = Date.now() + waitMs; !holds(); ) {
      if (Date.now() > end) throw new Error(`waited in vain; received ${this.received.slice(0, 200)}`);
      await new Promise((done) => setTimeout(done, 10));
    }
  }

  /** Upgrades to a WebSocket as a person and leaves the rest to the caller. */
  async upgrade(arena: Arena, protocol = 'y.1'): Promise<void> {
    this.write(
      `GET /ws/${arena.server.wire()} HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n` +
        `Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: ${protocol}, bearer.${await arena.token('wang')}\r\n\r\n`,
    );
    await this.until(() => this.received.includes('101 '));
  }
}

/** Opens a socket with headers of one's own; the code that it is closed with. */
export function upgradeOutcome(arena: Arena, protocols: string[], headers: Record<string, string> = {}, path?: string): Promise<Outcome> {
  return new Promise((done) => {
    const socket = new WebSocket(`${arena.url.replace('http', 'ws')}/ws/${path ?? arena.server.wire()}`, protocols, { headers });
    socket.on('close', (code, reason) => done(code === 1006 ? 'cut' : (reason.toString() as Outcome)));
    socket.on('error', () => done('cut'));
    socket.on('message', () => {
      done('known');
      socket.terminate();
    });
  });
}

/** Says something again and again until the server has had enough. */
export async function flood(arena: Arena, frame: (round: number) => Uint8Array): Promise<Outcome> {
  const client = await arena.joined('wang');
  for (let round = 0; round < 2000 && client.closeCode === undefined; round++) {
    client.raw(frame(round));
    if (round % 50 === 49) await new Promise((done) => setImmediate(done));
  }
  return arena.closed(client);
}

export const unsigned = (claims: object): string =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
export const claims = { sub: 'wang', iss: 'onedoor-demo', aud: 't', exp: 4_000_000_000 };

/** Sockets that were open before their person was removed. */
export const kept = new WeakMap<Arena, RawClient>();

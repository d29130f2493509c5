import { countsForReceipt, encodeAwarenessFrame, encodeStep1Frame, encodeUpdateFrame } from '@onedoor/core';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import type { SocketEvent, SocketLike } from '../platform.js';
import { ReceiptSocket } from './receipt-socket.js';

const test = suite('receipt socket');

/** A socket in memory, driven by the test. */
class Wire implements SocketLike {
  readyState = 0;
  readonly sent: Uint8Array[] = [];
  readonly #listeners: { type: string; listener: (event: SocketEvent) => void }[] = [];

  send(data: Uint8Array): void {
    this.sent.push(data);
  }

  close(): void {
    this.readyState = 2;
  }

  addEventListener(type: string, listener: (event: SocketEvent) => void): void {
    this.#listeners.push({ type, listener });
  }

  tell(type: string, event: SocketEvent = {}): void {
    this.readyState = type === 'open' ? 1 : this.readyState;
    for (const each of this.#listeners) if (each.type === type) each.listener(event);
  }
}

function make() {
  const wire = new Wire();
  const lost: string[] = [];
  let next: readonly string[] = [];
  const socket = new ReceiptSocket('ws://x', {
    open: () => wire,
    hello: () => Uint8Array.of(100),
    carried: () => next,
    lost: (ids) => lost.push(...ids),
  });
  const update = (...ids: string[]) => {
    next = ids;
    socket.send(encodeUpdateFrame(Uint8Array.of(0, 0)));
  };
  return { wire, socket, lost, update };
}

test('hello goes before anything that the provider sends', () => {
  const { wire, socket } = make();
  socket.onopen = () => socket.send(encodeStep1Frame(Uint8Array.of(0)));
  wire.tell('open');
  assert.equal(
    wire.sent.map((frame) => frame[0]),
    [100, 0],
  );
});

test('frames are numbered as the server numbers them: neither step 1 nor awareness counts', () => {
  const { wire, socket, update } = make();
  wire.tell('open');
  socket.send(encodeStep1Frame(Uint8Array.of(0)));
  update('a');
  socket.send(encodeAwarenessFrame(Uint8Array.of(0)));
  update('b', 'c');
  assert.equal(wire.sent.filter(countsForReceipt).length, 2);
  assert.equal(socket.settle(2), ['b', 'c']);
  assert.equal(socket.settle(1), ['a']);
  assert.equal(socket.settle(1), [], 'once');
});

test('what had no receipt when the socket ended is told as lost, once', () => {
  const { wire, socket, lost, update } = make();
  wire.tell('open');
  update('a');
  update('b');
  socket.settle(1);
  wire.tell('close', { code: 1006 });
  socket.close();
  assert.equal(lost, ['b']);
});

test('a socket that was let go says nothing more but its close', () => {
  const { wire, socket } = make();
  wire.tell('open');
  const heard: string[] = [];
  socket.onmessage = () => heard.push('message');
  socket.close();
  wire.tell('message', { data: new ArrayBuffer(1) });
  assert.equal(heard, []);
});

test.run();

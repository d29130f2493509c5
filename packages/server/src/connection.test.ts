import { createRoomDoc, decodeFrame, encodeAwarenessFrame, encodeMessage, encodeStep1Frame, encodeUpdateFrame, Model } from '@onedoor/core';
import * as encoding from 'lib0/encoding';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import * as Y from 'yjs';
import { Centre } from './centre.js';
import type { ServerSocket } from './connection.js';
import { Keyring } from './log/keys.js';
import { MemoryLogStore } from './log/memory-log-store.js';
import { enrolPeople, makeCase } from './testing/index.js';

const test = suite<{ desk: Desk }>('connection');

/** A socket of two queues, which reads as slowly as it is told to. */
class FakeSocket implements ServerSocket {
  readonly sent: Uint8Array[] = [];
  closed: string | undefined;
  bufferedAmount = 0;
  onmessage: ((data: Uint8Array | string) => void) | undefined;
  onclose: (() => void) | undefined;

  send(bytes: Uint8Array): void {
    this.sent.push(bytes);
  }

  close(code: number, reason: string): void {
    this.closed ??= `${code} ${reason}`;
  }

  kinds(): string[] {
    return this.sent.splice(0).map((frame) => decodeFrame(frame)?.kind ?? 'nothing');
  }
}

/** A centre with a clock of its own. */
class Desk {
  now = 1_800_000_000_000;
  readonly centre = new Centre({
    id: 't',
    name: '测试',
    store: new MemoryLogStore(),
    keys: new Keyring(new Uint8Array(32), (count) => new Uint8Array(count)),
    model: new Model(),
    now: () => this.now,
    later: () => () => undefined,
    limits: { presenceBurst: 5, presencePerS: 1 },
  });

  connect(person: string, expiresAt = Number.MAX_SAFE_INTEGER): FakeSocket {
    const socket = new FakeSocket();
    this.centre.connect(socket, { person, wire: 't/k1/joint@1', private: true, expiresAt });
    return socket;
  }

  joined(person: string, client: number): FakeSocket {
    const socket = this.connect(person);
    socket.onmessage?.(encodeMessage({ type: 'hello', protocol: 1, schema: 1, device: person, clients: [client], since: 0 }));
    socket.onmessage?.(encodeStep1Frame(Uint8Array.of(0)));
    socket.kinds();
    return socket;
  }
}

const turn = (): Promise<void> => new Promise((done) => setImmediate(() => setImmediate(done)));

function presence(client: number, state: object): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarUint(encoder, client);
  encoding.writeVarUint(encoder, 1);
  encoding.writeVarString(encoder, JSON.stringify(state));
  return encodeAwarenessFrame(encoding.toUint8Array(encoder));
}

function words(client: number, text: string): Uint8Array {
  const doc = createRoomDoc(client);
  doc.getText('t').insert(0, text);
  return encodeUpdateFrame(Y.encodeStateAsUpdate(doc));
}

test.before.each(async (context) => {
  context.desk = new Desk();
  await enrolPeople(context.desk.centre);
  await makeCase(context.desk.centre, 'k1');
});

test('N1 where a client does not read, presence is left out first and told again when it has read; content goes on', async ({ desk }) => {
  const { limits } = desk.centre;
  const li = desk.joined('li', 11);
  const wang = desk.joined('wang', 12);
  li.bufferedAmount = limits.presenceBufferedBytes + 1;
  wang.onmessage?.(presence(12, { cursor: 1 }));
  assert.equal(li.kinds(), []);
  wang.onmessage?.(words(12, '照常'));
  await turn();
  assert.equal(li.kinds(), ['update']);
  desk.centre.sweep();
  assert.not.ok(li.kinds().includes('awareness'));
  li.bufferedAmount = 0;
  desk.centre.sweep();
  assert.ok(li.kinds().includes('awareness'));
  assert.is(li.closed, undefined);
});

test('N2 then the socket is closed with a code that clients retry, and what it lacks is there when it comes back', async ({ desk }) => {
  const li = desk.joined('li', 11);
  const wang = desk.joined('wang', 12);
  li.bufferedAmount = desk.centre.limits.maxBufferedBytes + 1;
  wang.onmessage?.(words(12, '没有读到'));
  await turn();
  assert.is(li.closed, '4503 UNAVAILABLE');
  assert.is(wang.closed, undefined);
  const again = desk.connect('li');
  again.onmessage?.(encodeMessage({ type: 'hello', protocol: 1, schema: 1, device: 'li', clients: [11], since: 0 }));
  again.onmessage?.(encodeStep1Frame(Uint8Array.of(0)));
  const doc = new Y.Doc();
  for (const frame of again.sent) {
    const decoded = decodeFrame(frame);
    if (decoded?.kind === 'step2') Y.applyUpdate(doc, decoded.bytes);
  }
  assert.is(doc.getText('t').toString(), '没有读到');
});

test('N3 a caret that moves without end is shown as often as one may, and its owner is not thrown out', ({ desk }) => {
  const li = desk.joined('li', 11);
  const wang = desk.joined('wang', 12);
  for (let cursor = 0; cursor < 100; cursor++) wang.onmessage?.(presence(12, { cursor }));
  assert.is(li.kinds().length, 5);
  desk.now += 1000;
  wang.onmessage?.(presence(12, { cursor: 100 }));
  assert.is(li.kinds().length, 1);
  assert.is(wang.closed, undefined);
});

test('N4 who says no hello is closed after a while; who has said it is not', ({ desk }) => {
  const silent = desk.connect('li');
  const wang = desk.joined('wang', 12);
  desk.now += desk.centre.limits.helloMs - 1;
  desk.centre.sweep();
  assert.is(silent.closed, undefined);
  desk.now += 1;
  desk.centre.sweep();
  assert.equal([silent.closed, wang.closed], ['4508 TOO_SLOW', undefined]);
});

test('N5 behind an expired token nothing but a renewal is looked at', ({ desk }) => {
  const frames = [
    words(12, '过期'),
    encodeStep1Frame(Uint8Array.of(0)),
    encodeMessage({ type: 'claim', clients: [13] }),
    Uint8Array.of(9, 9),
  ];
  for (const frame of frames) {
    const wang = desk.connect('wang', desk.now + 10);
    wang.onmessage?.(encodeMessage({ type: 'hello', protocol: 1, schema: 1, device: 'wang', clients: [12], since: 0 }));
    desk.now += 10;
    wang.onmessage?.(frame);
    assert.is(wang.closed, '4401 TOKEN_EXPIRED');
  }
  const renewing = desk.connect('wang', desk.now + 10);
  desk.now += 10;
  renewing.onmessage?.(encodeMessage({ type: 'renew', token: 'a.b.c' }));
  assert.is.not(renewing.closed, '4401 TOKEN_EXPIRED');
});

test('N6 a thousand states of one client in one frame are one state', ({ desk }) => {
  const li = desk.joined('li', 11);
  const wang = desk.joined('wang', 12);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, 1000);
  for (let clock = 0; clock < 1000; clock++) {
    encoding.writeVarUint(encoder, 12);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify({ clock }));
  }
  wang.onmessage?.(encodeAwarenessFrame(encoding.toUint8Array(encoder)));
  const [frame, ...others] = li.sent;
  assert.is(others.length, 0);
  assert.ok((frame?.length ?? 0) < 300, `${frame?.length}`);
});

test.run();

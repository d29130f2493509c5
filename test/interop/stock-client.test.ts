import { type RawClient, TestServer } from '@onedoor/server/testing';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';

const test = suite<{ server: TestServer }>('stock y-websocket client');

test.before(async (context) => {
  context.server = await TestServer.start({ limits: { quietMs: 200 } });
});
test.after((context) => context.server.stop());

/** y-websocket's provider as it comes, with the protocols that a stock client needs. */
class Stock {
  readonly doc = new Y.Doc();
  readonly provider: WebsocketProvider;
  opened = 0;
  messages = 0;
  readonly closes: number[] = [];

  constructor(server: TestServer, token: string, wire = server.wire()) {
    const count = () => this.opened++;
    const heard = () => this.messages++;
    const Counting = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super(url, protocols);
        this.on('open', count);
        this.on('message', heard);
      }
    };
    this.provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/ws`, wire, this.doc, {
      protocols: ['y.1', `bearer.${token}`],
      // The provider's type asks for the browser's class; ws has the same interface.
      WebSocketPolyfill: Counting as unknown as typeof globalThis.WebSocket,
      disableBc: true,
      maxBackoffTime: 100,
    });
    this.provider.on('connection-close', (event) => {
      if (event !== null) this.closes.push(event.code);
    });
  }

  async until(what: string, holds: () => boolean, waitMs = 20_000): Promise<void> {
    for (const end = Date.now() + waitMs; Date.now() < end; ) {
      if (holds()) return;
      await sleep(10);
    }
    throw new Error(`waited for ${what}; closes ${this.closes.join()}`);
  }

  end(): void {
    this.provider.destroy();
    this.doc.destroy();
  }
}

const sleep = (ms: number): Promise<void> => new Promise((done) => setTimeout(done, ms));

test('S1 it edits a room beside a client of ours, both ways', async ({ server }) => {
  const stock = new Stock(server, await server.token('li'));
  const ours = await server.joined('wang');
  await stock.until('sync', () => stock.provider.synced);
  stock.doc.getText('t').insert(0, '来自通用客户端');
  await ours.until('the stock edit', () => ours.doc.getText('t').toString() === '来自通用客户端');
  ours.doc.getText('t').insert(0, '我们：');
  await stock.until('our edit', () => stock.doc.getText('t').toString() === '我们：来自通用客户端');
  ours.doc.getText('t').delete(0, 3);
  await stock.until('our delete', () => stock.doc.getText('t').toString() === '来自通用客户端');
  assert.is(server.centre.reader(server.wire()).doc.getText('t').toString(), '来自通用客户端');
  stock.end();
  ours.close();
});

test('S2 presence goes both ways, under the name of the directory, and leaves with the socket', async ({ server }) => {
  const one = new Stock(server, await server.token('li'));
  const two = new Stock(server, await server.token('wang'));
  one.provider.awareness.setLocalState({ user: { name: '冒名' }, cursor: 3 });
  const seen = () => two.provider.awareness.getStates().get(one.doc.clientID);
  await two.until('presence', () => seen()?.['cursor'] === 3);
  assert.is(seen()?.['user'].name, '李卫东');
  assert.is(seen()?.['user'].id, 'li');
  one.end();
  await two.until('leaving', () => seen() === undefined);
  two.end();
});

test('S3 a client that comes back under its id is seen again', async ({ server }) => {
  const one = new Stock(server, await server.token('li'));
  const two = new Stock(server, await server.token('wang'));
  one.provider.awareness.setLocalState({ cursor: 1 });
  const seen = () => two.provider.awareness.getStates().get(one.doc.clientID);
  await two.until('presence', () => seen() !== undefined);
  one.provider.disconnect();
  await two.until('leaving', () => seen() === undefined);
  one.provider.connect();
  one.provider.awareness.setLocalState({ cursor: 2 });
  await two.until('coming back', () => seen()?.['cursor'] === 2);
  one.doc.getText('back').insert(0, '又来');
  await two.until('an edit under the same client id', () => two.doc.getText('back').toString() === '又来');
  one.end();
  two.end();
});

test('S4 idle, it hears something and is not closed', async ({ server }) => {
  const stock = new Stock(server, await server.token('li'));
  await stock.until('sync', () => stock.provider.synced);
  const before = stock.messages;
  await stock.until('something to hear', () => stock.messages > before);
  await sleep(1500);
  assert.equal([stock.opened, stock.closes], [1, []]);
  stock.end();
});

test('S5 idle and alone for longer than its watchdog of 30 s, it is not reconnected', async () => {
  const server = await TestServer.start();
  const stock = new Stock(server, await server.token('li'));
  await stock.until('sync', () => stock.provider.synced);
  await sleep(34_000);
  assert.equal([stock.opened, stock.closes, stock.provider.wsconnected], [1, [], true]);
  stock.end();
  await server.stop();
});

test('S6 it stops on 4401 and on 4403, alike for denied and unknown rooms', async ({ server }) => {
  const cases: [string, string, number][] = [
    ['no.such.token', server.wire(), 4401],
    [await server.token('sun'), server.wire(), 4403],
    [await server.token('wang'), server.wire('joint', 'unknown'), 4403],
    [await server.token('wang'), server.wire('no-such-room'), 4403],
  ];
  for (const [token, wire, code] of cases) {
    const stock = new Stock(server, token, wire);
    await stock.until('a close', () => stock.closes.length > 0);
    await sleep(400);
    assert.equal([stock.opened, stock.closes], [1, [code]]);
    stock.end();
  }
});

test('S7 a reader is served, and refused when it writes', async ({ server }) => {
  const stock = new Stock(server, await server.token('zhao'));
  await stock.until('sync', () => stock.provider.synced);
  await sleep(100);
  assert.equal(stock.closes, []);
  stock.doc.getText('t').insert(0, '不许');
  await stock.until('a close', () => stock.closes.length > 0);
  assert.is(stock.closes[0], 4409);
  stock.end();
});

test('S8 the first known subprotocol is selected and the token is never echoed', async ({ server }) => {
  const token = await server.token('wang');
  const selected = async (protocols: string[]) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/ws/${server.wire()}`, protocols);
    await new Promise<void>((done, fail) => socket.on('open', done).on('error', fail));
    const { protocol } = socket;
    socket.terminate();
    return protocol;
  };
  assert.is(await selected([`bearer.${token}`, 'y.1']), 'y.1');
  assert.is(await selected(['onedoor.9', 'onedoor.1', 'y.1', `bearer.${token}`]), 'onedoor.1');
  assert.is(await selected(['y.1', 'onedoor.1', `bearer.${token}`]), 'y.1');
});

test('S9 private messages reach no stock client', async ({ server }) => {
  const stock = await server.joined('li', { protocol: 'y.1', device: 'x' });
  const ours: RawClient = await server.joined('wang');
  ours.doc.getMap('m').set('private', 1);
  await stock.until('the edit', () => stock.doc.getMap('m').get('private') === 1);
  await sleep(600);
  assert.equal(stock.messages, []);
  assert.ok(ours.messages.some((message) => message.type === 'receipt'));
});

test.run();

import { createHash } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import {
  caseSlice,
  encodeAwarenessFrame,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  MESSAGE,
  readUpdate,
  SYNC,
} from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import type { Limits } from '@onedoor/server';
import { actOnCase, device, intentOf, makeCase, type RawClient } from '@onedoor/server/testing';
import { SignJWT } from 'jose';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { type Arena, type Outcome, VICTIM } from './arena.js';
import {
  collected,
  embed,
  farNeighbours,
  forge,
  jsonList,
  nestedValue,
  nestingBomb,
  presenceOf,
  runLengthBomb,
  subdocument,
  updateOf,
} from './forge.js';

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

const text = (arena: Arena, words: string): Uint8Array => updateOf(arena.id(), (doc) => doc.getText('t').insert(0, words));
const serverDoc = (arena: Arena): Y.Doc => arena.server.centre.reader(arena.server.wire()).doc;
const big = (bytes: number): string => 'x'.repeat(bytes);
const rename = caseSlice.request.move({ to: 'graded', reason: '强行推进' });
const SECRET_HASH = createHash('sha256').update('x').digest('hex');

/** Flips bits until the bytes decode, lack nothing, and yet throw when they are applied. */
function halfApplying(arena: Arena): Uint8Array {
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
      if (readUpdate(copy, update).missing) continue;
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
class RawSocket {
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
function upgradeOutcome(arena: Arena, protocols: string[], headers: Record<string, string> = {}, path?: string): Promise<Outcome> {
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
async function flood(arena: Arena, frame: (round: number) => Uint8Array): Promise<Outcome> {
  const client = await arena.joined('wang');
  for (let round = 0; round < 2000 && client.closeCode === undefined; round++) {
    client.raw(frame(round));
    if (round % 50 === 49) await new Promise((done) => setImmediate(done));
  }
  return arena.closed(client);
}

const unsigned = (claims: object): string =>
  `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`;
const claims = { sub: 'wang', iss: 'onedoor-demo', aud: 't', exp: 4_000_000_000 };

/** Sockets that were open before their person was removed. */
const kept = new WeakMap<Arena, RawClient>();

/** What a client sends as an update of content. */
const UPDATES: readonly Attack[] = [
  {
    name: 'truncated update',
    what: 'Half an update: 10 of 47 lengths throw after a part of it was applied',
    expected: 'MALFORMED',
    run: (arena) => arena.update(text(arena, '截断的更新').slice(0, -3)),
  },
  {
    name: 'half-applying update',
    what: 'Decodes cleanly, lacks nothing, throws when applied and leaves a part behind',
    expected: 'UPDATE_THROWS',
    run: (arena) => arena.update(halfApplying(arena)),
  },
  {
    name: 'random bytes',
    what: 'No update at all',
    expected: 'MALFORMED',
    run: (arena) => arena.update(new Random(5).bytes(200)),
  },
  {
    name: "collected struct on a victim's id",
    what: "Eleven bytes in place of the victim's next write, which would be invisible for good",
    expected: 'FOREIGN_CLIENT',
    run: (arena) => arena.update(forge([{ client: VICTIM, clock: Y.getState(serverDoc(arena).store, VICTIM), structs: [collected(1)] }])),
  },
  {
    name: 'forged next clock of a victim',
    what: 'Words under the name of somebody else: server and victim would differ for ever with equal vectors',
    expected: 'FOREIGN_CLIENT',
    run: (arena) => arena.update(updateOf(VICTIM, (doc) => doc.getText('t').insert(0, '我承认'), serverDoc(arena))),
  },
  {
    name: "a victim's id among one's own",
    what: 'One forged struct hidden behind a good one',
    expected: 'FOREIGN_CLIENT',
    run: (arena) =>
      arena.update(
        forge([
          { client: arena.id(), structs: [embed('1')] },
          { client: VICTIM, clock: Y.getState(serverDoc(arena).store, VICTIM), structs: [embed('1')] },
        ]),
      ),
  },
  {
    name: 'squatting on an id that was named and not yet used',
    what: "Writing first under another's id: the owner's first write would vanish",
    expected: 'FOREIGN_CLIENT',
    async run(arena) {
      const id = arena.id();
      const owner = await arena.server.joined('li', { clientId: id, autoSend: false });
      const outcome = await arena.update(updateOf(id, (doc) => doc.getMap('s').set('a', 1)));
      owner.close();
      return outcome;
    },
  },
  {
    name: 'deletes of the future',
    what: 'Deletes what the victim has not written yet: it would wait and kill the honest write later',
    expected: 'MISSING_DEPENDENCIES',
    run: (arena) => arena.update(forge([], [{ client: VICTIM, ranges: [[1000, 50]] }])),
  },
  {
    name: 'a gap in the clocks',
    what: 'Leaves out its first update, so that all later ones wait for ever',
    expected: 'MISSING_DEPENDENCIES',
    run: (arena) => arena.update(forge([{ client: arena.id(), clock: 5, structs: [embed('1')] }])),
  },
  {
    name: 'neighbours that nobody has',
    what: 'Builds on structs of an unknown client',
    expected: 'MISSING_DEPENDENCIES',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: [embed('1', { origin: [arena.id() + 1, 3] })] }])),
  },
  {
    name: 'nesting bomb',
    what: '20,000 maps inside each other, 244 KB: walking each path took 19.7 s',
    expected: 'TOO_DEEP',
    run: (arena) => arena.update(nestingBomb(arena.id(), 20_000)),
  },
  {
    name: 'nesting bomb in small steps',
    what: 'One level an update: the server must count what is there already',
    expected: 'TOO_DEEP',
    async before(arena) {
      const client = await arena.server.joined('wang', { clientId: 690_001, device: 'steps', autoSend: false });
      const frame = client.update(nestingBomb(690_001, 32));
      await client.receipt(frame);
      client.close();
    },
    run: (arena) =>
      arena.update(
        updateOf(
          690_003,
          (doc) => {
            let inner = doc.getMap('bomb');
            for (let next = inner.get('k'); next instanceof Y.Map; next = inner.get('k')) inner = next;
            inner.set('k', new Y.Map([['one', 'more']]));
          },
          serverDoc(arena),
        ),
      ),
  },
  {
    name: 'nested value',
    what: '3,000 lists inside each other in one value: reading it again would end the stack',
    expected: 'TOO_DEEP',
    run: (arena) => arena.update(updateOf(arena.id(), (doc) => doc.getMap('m').set('deep', nestedValue(3000)))),
  },
  {
    name: 'nested JSON in an embed',
    what: 'The same, 100,000 levels, in the JSON of an embed',
    expected: 'TOO_DEEP',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: [embed('['.repeat(100_000) + ']'.repeat(100_000))] }])),
  },
  {
    name: 'nested JSON in an old list',
    what: 'The same in a kind of content that no client writes any more',
    expected: 'TOO_DEEP',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: [jsonList('['.repeat(5000) + ']'.repeat(5000))] }])),
  },
  {
    name: 'large update',
    what: 'More than one update may weigh: every device would have to load it',
    expected: 'TOO_LARGE',
    run: (arena) => arena.update(text(arena, big(8_400_000))),
  },
  {
    name: 'millions of structs',
    what: 'Structs of two bytes that each become a hundred in memory',
    expected: 'TOO_MANY',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: Array.from({ length: 450_000 }, () => collected(1)) }])),
  },
  {
    name: 'millions of deletes',
    what: 'The same with ranges of deletes',
    expected: 'TOO_MANY',
    run: (arena) => arena.update(forge([], [{ client: VICTIM, ranges: Array.from({ length: 450_000 }, (_, at) => [at % 3, 1] as const) }])),
  },
  {
    name: 'far neighbours',
    what: 'Structs that make Yjs pass all others, each: some hundred kilobytes cost minutes',
    expected: 'TOO_COSTLY',
    limits: { maxApplyMs: 150 },
    run: (arena) => arena.update(farNeighbours(arena.id(), 30_000)),
  },
  {
    name: 'an update of version 2',
    what: 'Another encoding; some of it reads as an empty update of version 1',
    expected: 'UPDATE_V2',
    run(arena) {
      const doc = new Y.Doc();
      doc.clientID = arena.id();
      doc.getText('t').insert(0, '第二版编码');
      return arena.update(Y.encodeStateAsUpdateV2(doc));
    },
  },
  {
    name: 'run-length bomb of version 2',
    what: 'A few bytes that unfold without end in the decoder of version 2',
    expected: 'UPDATE_V2',
    run: (arena) => arena.update(runLengthBomb()),
  },
  {
    name: 'a document inside the document',
    what: 'A subdocument would be loaded by each client that sees it',
    expected: 'MALFORMED',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: [subdocument('t/k1/case@1')] }])),
  },
  {
    name: 'clock beyond counting',
    what: 'A struct so long that sums lose their last digits',
    expected: 'MALFORMED',
    run: (arena) => arena.update(forge([{ client: arena.id(), structs: [collected(2 ** 50)] }])),
  },
  {
    name: 'one client twice in an update',
    what: 'What reads it sees both parts, what applies it the last alone',
    expected: 'MALFORMED',
    run(arena) {
      const id = arena.id();
      return arena.update(
        forge([
          { client: id, structs: [embed('1')] },
          { client: id + 1, structs: [embed('2')] },
          { client: id, clock: 1, structs: [embed('3')] },
        ]),
      );
    },
  },
  {
    name: 'structs in a circle',
    what: 'Two structs that each stand beside the other',
    expected: 'MISSING_DEPENDENCIES',
    run(arena) {
      const id = arena.id();
      return arena.update(
        forge([
          { client: id, structs: [embed('1', { origin: [id + 1, 0] })] },
          { client: id + 1, structs: [embed('2', { origin: [id, 0] })] },
        ]),
      );
    },
  },
  {
    name: 'replay',
    what: 'The same update again: must log nothing a second time',
    expected: 'known',
    run: (arena) => arena.update(Y.encodeStateAsUpdate(serverDoc(arena))),
  },
  {
    name: 'a reader writes',
    what: 'An observer sends words',
    expected: 'NOT_WRITABLE',
    run: (arena) => arena.update(text(arena, '观察员写的'), 'zhao'),
  },
  {
    name: 'a reader deletes',
    what: 'An observer sends deletes alone, which change no state vector',
    expected: 'NOT_WRITABLE',
    run: (arena) => arena.update(forge([], [{ client: VICTIM, ranges: [[0, 2]] }]), 'zhao'),
  },
  {
    name: "a reader's answer that deletes",
    what: 'The same as an answer to the server’s step 1, which readers may give',
    expected: 'NOT_WRITABLE',
    async run(arena) {
      const client = await arena.joined('zhao');
      client.update(forge([], [{ client: VICTIM, ranges: [[0, 2]] }]), SYNC.step2);
      return arena.closed(client);
    },
  },
  {
    name: 'content in a room of acts',
    what: 'The lead writes content where acts alone count',
    expected: 'NOT_WRITABLE',
    run: (arena) => arena.update(text(arena, '改成已结案'), 'wang', { wire: arena.server.wire('case') }),
  },
  {
    name: 'frames that wait without end',
    what: 'Stores for itself on the server what never gets its dependencies',
    expected: 'MISSING_DEPENDENCIES',
    async run(arena) {
      const client = await arena.joined('wang');
      for (let round = 0; round < 70; round++) client.update(forge([{ client: arena.id(), clock: 1, structs: [embed('1')] }]));
      return arena.closed(client);
    },
  },
];

/** Client ids, and who is here. */
const PRESENCE: readonly Attack[] = [
  {
    name: "a victim's id at hello",
    what: 'Names an id that is bound to somebody else',
    expected: 'CLIENT_CLASH',
    run: async (arena) => arena.closed(await arena.client('wang', { clients: [VICTIM] })),
  },
  {
    name: "a victim's id claimed later",
    what: 'The same by the message of a second tab',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.frame(encodeMessage({ type: 'claim', clients: [VICTIM] })),
  },
  {
    name: "the victim's own id from another device",
    what: 'A stolen token is a person, not their device',
    expected: 'CLIENT_CLASH',
    run: async (arena) => arena.closed(await arena.client('li', { clients: [VICTIM], device: 'other' })),
  },
  {
    name: 'squatting by the million',
    what: 'Claims ids until every other person meets one',
    expected: 'CLIENT_CLASH',
    limits: { maxUnusedClientIds: 100 },
    run: (arena) => arena.frame(encodeMessage({ type: 'claim', clients: Array.from({ length: 200 }, (_, at) => 1_000_000 + at) })),
  },
  {
    name: "a stock client's first presence under a victim's id",
    what: 'Its first presence claims the id: must not be another’s',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.presence(presenceOf([VICTIM, 1, '{}']), 'wang', { protocol: 'y.1' }),
  },
  {
    name: "presence under a victim's id",
    what: "Moves another's caret, or shows them as gone",
    expected: 'ignored',
    run: (arena) => arena.presence(presenceOf([VICTIM, 9, 'null'], [VICTIM + 1, 9, '{"cursor":1}'])),
  },
  {
    name: 'clock jump in presence',
    what: "The greatest clock for a victim's id: nothing honest would be seen any more",
    expected: 'ignored',
    run: (arena) => arena.presence(presenceOf([VICTIM, 2 ** 52, '{"cursor":"fake"}'])),
  },
  {
    name: 'a clock that is no number',
    what: 'More digits than a number has',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(1, 1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 127, 2, 0x7b, 0x7d)),
  },
  {
    name: 'presence that lies about its number',
    what: 'Says a thousand million states and brings one',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x0f, 1, 1, 2, 0x7b, 0x7d)),
  },
  {
    name: 'bytes behind the presence',
    what: 'Carries something along that no check reads',
    expected: 'MALFORMED',
    run: (arena) => arena.presence(Uint8Array.of(0, 1, 2, 3)),
  },
  {
    name: 'large presence',
    what: 'Sends data that no log holds',
    expected: 'TOO_LARGE',
    async run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, JSON.stringify({ blob: big(5000) })]), 'wang', { clients: [id] });
    },
  },
  {
    name: 'large frame of presence',
    what: 'The same in thousands of states of others',
    expected: 'TOO_LARGE',
    run: (arena) =>
      arena.presence(presenceOf(...Array.from({ length: 400 }, (_, at) => [at, 1, JSON.stringify({ blob: big(800) })] as const))),
  },
  {
    name: 'deep presence',
    what: 'Nested JSON that ends the stack of whoever reads it',
    expected: 'TOO_DEEP',
    run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, `{"a":${'['.repeat(1000)}${']'.repeat(1000)}}`]), 'wang', { clients: [id] });
    },
  },
  {
    name: 'presence that is no JSON',
    what: 'Every client would throw on it',
    expected: 'MALFORMED',
    run(arena) {
      const id = arena.id();
      return arena.presence(presenceOf([id, 1, '{"a":']), 'wang', { clients: [id] });
    },
  },
];

/** Frames. */
const FRAMES: readonly Attack[] = [
  {
    name: 'empty frame',
    what: "Throws uncaught in the protocol's own decoder",
    expected: 'MALFORMED',
    run: (arena) => arena.frame(Uint8Array.of()),
  },
  { name: 'text frame', what: 'Not binary', expected: 'MALFORMED', run: (arena) => arena.frame('{"type":"hello"}') },
  { name: 'unknown frame', what: 'A message type of nobody', expected: 'MALFORMED', run: (arena) => arena.frame(Uint8Array.of(77, 1)) },
  {
    name: 'length beyond the frame',
    what: 'Says more bytes than it brings',
    expected: 'MALFORMED',
    run: (arena) => arena.frame(Uint8Array.of(MESSAGE.sync, SYNC.update, 0xff, 0xff, 0x7f)),
  },
  {
    name: 'unreadable state vector',
    what: 'A question that cannot be read',
    expected: 'MALFORMED',
    run: (arena) => arena.frame(Uint8Array.of(MESSAGE.sync, SYNC.step1, 3, 0xff, 0xff, 0xff)),
  },
  {
    name: 'giant state vector',
    what: 'A question of megabytes, to be taken apart into a map',
    expected: 'TOO_LARGE',
    run: (arena) => arena.frame(encodeStep1Frame(new Uint8Array(1_200_000))),
  },
  {
    name: 'giant private message',
    what: 'Megabytes of JSON',
    expected: 'TOO_LARGE',
    run: (arena) => arena.frame(encodeMessage({ type: 'renew', token: big(200_000) })),
  },
  {
    name: 'giant frame',
    what: 'More than the memory should take for one frame',
    expected: 'TOO_LARGE',
    limits: { maxFrameBytes: 65_536 },
    run: (arena) => arena.frame(encodeUpdateFrame(new Uint8Array(70_000))),
  },
  {
    name: 'content before hello',
    what: 'Writes before it has said who it is',
    expected: 'MALFORMED',
    async run(arena) {
      const client = await arena.silent();
      client.update(text(arena, '未打招呼'));
      return arena.closed(client);
    },
  },
  {
    name: 'second hello',
    what: 'Changes its device in the middle',
    expected: 'MALFORMED',
    async run(arena) {
      const client = await arena.joined();
      client.hello();
      return arena.closed(client);
    },
  },
  {
    name: 'hello of a version to come',
    what: 'Writes by rules that this server does not know',
    expected: 'SERVER_TOO_OLD',
    async run(arena) {
      const client = await arena.silent();
      client.hello(0, 99, 1);
      return arena.closed(client);
    },
  },
  {
    name: 'private message of a stock client',
    what: 'Claims ids without being ours',
    expected: 'MALFORMED',
    run: (arena) => arena.frame(encodeMessage({ type: 'claim', clients: [arena.id()] }), 'wang', { protocol: 'y.1' }),
  },
  {
    name: 'no hello',
    what: 'Opens sockets and says nothing',
    expected: 'TOO_SLOW',
    limits: { helloMs: 100 },
    run: async (arena) => arena.closed(await arena.silent()),
  },
  {
    name: 'a frame that never ends',
    what: 'A fragment, and then a byte now and then: the server keeps what came before',
    expected: 'cut',
    limits: { frameMs: 300 },
    async run(arena) {
      const raw = new RawSocket(arena.url);
      await raw.upgrade(arena);
      // A masked binary frame that announces 65,535 bytes.
      raw.write(Uint8Array.of(0x82, 0xfe, 0xff, 0xff, 0, 0, 0, 0));
      raw.write(new Uint8Array(8000));
      const drip = setInterval(() => raw.write(Uint8Array.of(0)), 50);
      await raw.until(() => raw.ended).finally(() => clearInterval(drip));
      return 'cut';
    },
  },
  {
    name: 'an unmasked frame',
    what: 'Breaks WebSocket itself',
    expected: 'protocol error',
    async run(arena) {
      const raw = new RawSocket(arena.url);
      await raw.upgrade(arena);
      raw.write(Uint8Array.of(0x82, 0x01, 0x00));
      await raw.until(() => raw.ended || raw.received.includes(String.fromCharCode(0x03, 0xea)));
      raw.socket.destroy();
      return 'protocol error';
    },
  },
  {
    name: 'flood of frames',
    what: 'Questions by the thousand',
    expected: 'TOO_OFTEN',
    limits: { framesPerPersonBurst: 300, framesPerPersonPerS: 1 },
    run: (arena) => flood(arena, () => Uint8Array.of(MESSAGE.queryAwareness)),
  },
  {
    name: 'flood of changes',
    what: 'Fills the log of a room',
    expected: 'TOO_OFTEN',
    limits: { writesPerPersonBurst: 200, writesPerPersonPerS: 1 },
    run: (arena) => flood(arena, () => encodeUpdateFrame(Uint8Array.of(0, 0))),
  },
  {
    name: 'flood of changes in one room',
    what: 'Several people together fill one room',
    expected: 'TOO_OFTEN',
    limits: { writesPerRoomBurst: 200, writesPerRoomPerS: 1 },
    run: (arena) => flood(arena, () => encodeUpdateFrame(Uint8Array.of(0, 0))),
  },
  {
    name: 'flood of long answers',
    what: 'Asks for everything again and again',
    expected: 'TOO_OFTEN',
    limits: { kilobytesPerPersonBurst: 1024, kilobytesPerPersonPerS: 16 },
    async before(arena) {
      arena.li.doc.getText('long').insert(0, big(100_000));
      await arena.li.receipt(arena.li.sent);
    },
    run: (arena) => flood(arena, () => encodeStep1Frame(Uint8Array.of(0))),
  },
  {
    name: 'flood of presence',
    what: 'A caret that moves ten thousand times',
    expected: 'TOO_OFTEN',
    limits: { framesPerPersonBurst: 300, framesPerPersonPerS: 1 },
    run: (arena) => flood(arena, (round) => encodeAwarenessFrame(presenceOf([VICTIM, round, '{}']))),
  },
];

/** Signing in, origins, numbers of sockets. */
const ADMISSION: readonly Attack[] = [
  { name: 'no token', what: 'Connects as nobody', expected: 'UNAUTHENTICATED', run: (arena) => upgradeOutcome(arena, ['onedoor.1']) },
  {
    name: 'unsigned token',
    what: 'alg: none',
    expected: 'UNAUTHENTICATED',
    run: (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${unsigned(claims)}`]),
  },
  {
    name: 'token signed with a secret of its own',
    what: 'Symmetric signature where a public key is expected',
    expected: 'UNAUTHENTICATED',
    async run(arena) {
      const token = await new SignJWT({ ...claims }).setProtectedHeader({ alg: 'HS256', kid: 'demo' }).sign(new Uint8Array(32));
      return upgradeOutcome(arena, ['onedoor.1', `bearer.${token}`]);
    },
  },
  {
    name: 'expired token',
    what: 'A token from the waste',
    expected: 'TOKEN_EXPIRED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang', -60_000)}`]),
  },
  {
    name: 'token in the URL',
    what: 'Would stand in every log on the way',
    expected: 'UNAUTHENTICATED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1'], {}, `${arena.server.wire()}?token=${await arena.token('wang')}`),
  },
  {
    name: 'token in the URL of a request',
    what: 'The same by HTTP, with a cookie beside it',
    expected: 'UNAUTHENTICATED',
    async run(arena) {
      const token = await arena.token('wang');
      return arena.http(`/api/me?token=${token}`, { headers: { cookie: `token=${token}` } });
    },
  },
  {
    name: "renewal with another's token",
    what: 'Takes over a socket of somebody else',
    expected: 'UNAUTHENTICATED',
    run: async (arena) => arena.frame(encodeMessage({ type: 'renew', token: await arena.token('li') })),
  },
  {
    name: 'no subprotocol',
    what: 'Offers nothing that is known',
    expected: 'MALFORMED',
    async run(arena) {
      const raw = new RawSocket(arena.url);
      await raw.upgrade(arena, 'chat');
      await raw.until(() => raw.received.includes('MALFORMED'));
      raw.socket.destroy();
      return 'MALFORMED';
    },
  },
  {
    name: 'a page of another origin',
    what: 'A page that the person happens to have open',
    expected: 'ORIGIN_DENIED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang')}`], { origin: 'https://evil.example' }),
  },
  {
    name: 'a page without origin of its own',
    what: 'A sandboxed frame or a file: `null`',
    expected: 'ORIGIN_DENIED',
    run: async (arena) => upgradeOutcome(arena, ['onedoor.1', `bearer.${await arena.token('wang')}`], { origin: 'null' }),
  },
  {
    name: 'a request of another origin',
    what: 'The same by HTTP',
    expected: 'ORIGIN_DENIED',
    run: (arena) => arena.http('/api/me', { person: 'wang', headers: { origin: 'https://evil.example' } }),
  },
  {
    name: 'a sign-in of another origin',
    what: 'A page asks the demo sign-in for a token',
    expected: 'ORIGIN_DENIED',
    run: (arena) => arena.http('/demo/people', { headers: { origin: 'https://portal.example.evil.example' } }),
  },
  {
    name: 'guessing tokens',
    what: 'Tries one after the other',
    expected: 'TOO_OFTEN',
    limits: { failuresPerAddressBurst: 10, failuresPerAddressPerMinute: 1 },
    async run(arena) {
      for (let round = 0; round < 12; round++) await upgradeOutcome(arena, ['onedoor.1', `bearer.a.b.c${round}`]);
      return upgradeOutcome(arena, ['onedoor.1', 'bearer.a.b.c']);
    },
  },
  {
    name: 'guessing tokens by request',
    what: 'The same by HTTP',
    expected: 'TOO_OFTEN',
    limits: { failuresPerAddressBurst: 10, failuresPerAddressPerMinute: 1 },
    async run(arena) {
      for (let round = 0; round < 12; round++) await arena.http('/api/me', { headers: { authorization: `Bearer a.b.${round}` } });
      return arena.http('/api/me', { headers: { authorization: 'Bearer a.b.c' } });
    },
  },
  {
    name: 'flood of requests',
    what: 'One address asks without end',
    expected: 'TOO_OFTEN',
    limits: { requestsPerAddressBurst: 60, requestsPerAddressPerS: 1 },
    async run(arena) {
      let outcome: Outcome = 'known';
      for (let round = 0; round < 100 && outcome !== 'TOO_OFTEN'; round++) outcome = await arena.http('/healthz');
      return outcome;
    },
  },
  {
    name: 'flood of requests of one person',
    what: 'One account asks without end',
    expected: 'TOO_OFTEN',
    limits: { requestsPerPersonBurst: 20, requestsPerPersonPerS: 1 },
    async run(arena) {
      let outcome: Outcome = 'known';
      for (let round = 0; round < 40 && outcome !== 'TOO_OFTEN'; round++) outcome = await arena.http('/api/me', { person: 'sun' });
      return outcome;
    },
  },
  {
    name: 'too many sockets of one person',
    what: 'Opens the same room a hundred times',
    expected: 'TOO_OFTEN',
    limits: { maxPersonSockets: 5 },
    async run(arena) {
      const open = await Promise.all(Array.from({ length: 5 }, () => arena.joined('zhao')));
      const outcome = await arena.closed(await arena.client('zhao'));
      for (const client of open) client.close();
      return outcome;
    },
  },
  {
    name: 'too many sockets of one address',
    what: 'Takes all file handles',
    expected: 'cut',
    limits: { maxAddressSockets: 5 },
    async run(arena) {
      const open = await Promise.all(Array.from({ length: 4 }, () => arena.joined('zhao')));
      const outcome = await arena.closed(await arena.client('zhao'));
      for (const client of open) client.close();
      await new Promise((done) => setTimeout(done, 50));
      return outcome;
    },
  },
  {
    name: 'slow headers',
    what: 'A header now and then, so that the connection is never done',
    expected: 'cut',
    limits: { headersMs: 300 },
    async run(arena) {
      const raw = new RawSocket(arena.url);
      raw.write('GET /api/me HTTP/1.1\r\nHost: x\r\n');
      const drip = setInterval(() => raw.write('X-A: b\r\n'), 50);
      await raw.until(() => raw.ended).finally(() => clearInterval(drip));
      return 'cut';
    },
  },
  {
    name: 'smuggled request',
    what: 'Two lengths for one body: a proxy and the server would read different requests',
    expected: 'protocol error',
    async run(arena) {
      const raw = new RawSocket(arena.url);
      raw.write(
        'POST /api/sync HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /api/me HTTP/1.1\r\n\r\n',
      );
      await raw.until(() => raw.ended);
      return /^HTTP\/1\.1 400 /.test(raw.received) ? 'protocol error' : 'known';
    },
  },
];

/** Rooms, acts and files that are not one's own. */
const RIGHTS: readonly Attack[] = [
  {
    name: "a colleague's room",
    what: 'A person of the centre who is not of the team opens the room',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('sun')),
  },
  {
    name: 'a stranger with a good token',
    what: 'Somebody whom the directory does not know',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('stranger', { wire: 't/-/directory@1' })),
  },
  {
    name: 'a room of the past or the future',
    what: 'Guesses at epochs',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('sun', { wire: arena.server.wire('joint', 'k1', 2) })),
  },
  {
    name: 'a path in place of a room',
    what: 'Walks out of the folder of rooms',
    expected: 'FORBIDDEN',
    run: async (arena) => arena.closed(await arena.client('wang', { wire: '..%2f..%2fkeys%2fmaster.key' })),
  },
  {
    name: 'a removed member stays',
    what: 'Keeps the socket that was open when the right ended',
    expected: 'FORBIDDEN',
    async before(arena) {
      await makeCase(arena.server.centre, 'removed');
      kept.set(arena, await arena.joined('zhao', { wire: arena.server.wire('joint', 'removed') }));
      await actOnCase(arena.server.centre, device('wang'), 'removed', caseSlice.request.removeMember({ person: 'zhao', reason: '轮岗' }));
    },
    async run(arena) {
      const client = kept.get(arena);
      if (client === undefined) throw new Error('no socket was kept');
      client.update(updateOf(arena.id(), (doc) => doc.getText('t').insert(0, '还在')));
      return arena.closed(client);
    },
  },
  {
    name: 'bulk: writing into a closed room',
    what: 'A colleague sends content without a socket',
    expected: 'FORBIDDEN',
    run: (arena) => arena.bulk('sun', { updates: [text(arena, '不是我的')] }),
  },
  {
    name: 'bulk: forged client id',
    what: "A member sends a victim's next write without a socket",
    expected: 'FOREIGN_CLIENT',
    run: (arena) => arena.bulk('wang', { updates: [updateOf(VICTIM, (doc) => doc.getText('t').insert(0, '伪造'), serverDoc(arena))] }),
  },
  {
    name: "bulk: a victim's id claimed",
    what: 'Claims the id beside the update',
    expected: 'CLIENT_CLASH',
    run: (arena) => arena.bulk('wang', { clients: [VICTIM], updates: [text(arena, '冒领')] }),
  },
  {
    name: 'bulk: nesting bomb',
    what: 'The bomb without a socket',
    expected: 'TOO_DEEP',
    run: (arena) => arena.bulk('wang', { updates: [nestingBomb(arena.id(), 20_000)] }),
  },
  {
    name: 'bulk: no request',
    what: 'Bytes that are none of ours',
    expected: 'MALFORMED',
    run: (arena) =>
      arena.http('/api/sync', {
        method: 'POST',
        person: 'wang',
        headers: { 'content-type': 'application/octet-stream' },
        body: Uint8Array.of(1, 2, 3),
      }),
  },
  {
    name: 'bulk: nested request',
    what: 'Arguments nested until the stack ends',
    expected: 'TOO_DEEP',
    run: (arena) => arena.bulk('wang', { intents: [intentOf({ ...rename, args: { deep: nestedValue(2000) } })] }),
  },
  {
    name: 'bulk: millions of values',
    what: 'A list that is checked one by one',
    expected: 'TOO_MANY',
    run: (arena) => arena.bulk('wang', { intents: [intentOf({ ...rename, args: { many: Array.from({ length: 250_000 }, () => true) } })] }),
  },
  {
    name: 'bulk: giant body',
    what: 'Fills the memory before anything is read',
    expected: 'TOO_LARGE',
    limits: { maxBulkBytes: 65_536 },
    run: (arena) => arena.bulk('wang', { updates: [new Uint8Array(70_000)] }),
  },
  {
    name: 'an act in a closed room',
    what: 'A colleague moves a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.bulk('sun', { wire: arena.server.wire('case'), intents: [intentOf(rename)] }),
  },
  {
    name: 'an act beyond the part',
    what: 'An observer moves the case',
    expected: 'NOT_PERMITTED',
    run: (arena) => arena.bulk('zhao', { wire: arena.server.wire('case'), intents: [intentOf(rename)] }),
  },
  {
    name: 'making oneself a member',
    what: 'A colleague adds themselves to the team',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.bulk('sun', {
        wire: arena.server.wire('case'),
        intents: [intentOf(caseSlice.request.addMember({ person: 'sun', role: 'leader' }))],
      }),
  },
  {
    name: 'an act that does not exist',
    what: 'A command of nobody',
    expected: 'UNKNOWN_COMMAND',
    run: (arena) => arena.bulk('wang', { wire: arena.server.wire('case'), intents: [intentOf({ command: 'case.erase', args: {} })] }),
  },
  {
    name: 'a giant act',
    what: 'A file in the arguments of an act',
    expected: 'TOO_LARGE',
    run: (arena) =>
      arena.bulk('wang', {
        wire: arena.server.wire('case'),
        intents: [intentOf({ ...rename, args: { to: 'graded', reason: big(100_000) } })],
      }),
  },
  {
    name: 'taking over a case',
    what: 'Makes a case under an id that is taken, to become its lead',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.bulk('zhou', {
        wire: arena.server.wire('case'),
        intents: [intentOf(caseSlice.request.create({ title: '冒名', category: '08', source: 'grid', village: '某村' }))],
      }),
  },
  {
    name: "replay of another's intent",
    what: 'Sends the id of an act that somebody else made, to learn of it',
    expected: 'FORBIDDEN',
    async run(arena) {
      const acts = await arena.server.centre.bulk(device('wang'), {
        protocol: 1,
        schema: 1,
        device: 'd',
        rooms: [{ wire: arena.server.wire('case'), since: 0, clients: [], updates: [], intents: [], pull: true }],
      });
      const id = acts.rooms[0]?.acts?.[0]?.intent.id ?? '';
      return arena.bulk('sun', { wire: arena.server.wire('case'), intents: [intentOf(rename, 0, id)] });
    },
  },
  {
    name: 'a file of a closed room',
    what: 'Asks for a file by its hash',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, { person: 'sun' }),
  },
  {
    name: 'a file into a closed room',
    what: 'Puts a file where it may not',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, {
        method: 'PUT',
        person: 'sun',
        body: 'x',
        headers: { 'content-type': 'application/octet-stream' },
      }),
  },
  {
    name: 'a file under a false hash',
    what: 'Other bytes under the hash of a file that is signed',
    expected: 'HASH_MISMATCH',
    run: (arena) =>
      arena.http(`/api/blobs/${arena.server.wire()}/${SECRET_HASH}`, {
        method: 'PUT',
        person: 'wang',
        body: 'y',
        headers: { 'content-type': 'application/octet-stream' },
      }),
  },
  {
    name: 'a path in place of a file',
    what: 'Walks to the keys',
    expected: 'NOT_FOUND',
    run: (arena) => arena.http(`/api/blobs/${arena.server.wire()}/..%2f..%2fkeys%2fmaster.key`, { person: 'wang' }),
  },
  {
    name: 'the history of a closed room',
    what: 'Asks who wrote what in a case that is not theirs',
    expected: 'FORBIDDEN',
    run: (arena) => arena.http('/api/history?case=k1&room=joint', { person: 'sun' }),
  },
  {
    name: 'the history of everything',
    what: 'Asks for more at once than one may',
    expected: 'BAD_ARGS',
    run: (arena) => arena.http('/api/history?case=k1&room=joint&limit=-1', { person: 'wang' }),
  },
  {
    name: 'a demo token for a stranger',
    what: 'Signs in as somebody whom the directory does not know',
    expected: 'FORBIDDEN',
    run: (arena) =>
      arena.http('/demo/token', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ person: 'system' }),
      }),
  },
  {
    name: 'the server itself as a person',
    what: 'A good token for the name that the server acts under',
    expected: 'FORBIDDEN',
    async run(arena) {
      const issued = await arena.server.running.demo?.issue('system', 60_000);
      return arena.http('/api/me', { headers: { authorization: `Bearer ${issued?.token ?? ''}` } });
    },
  },
];

/** The one table: every attack, what it does, and how it must end. */
export const ATTACKS: readonly Attack[] = [...UPDATES, ...PRESENCE, ...FRAMES, ...ADMISSION, ...RIGHTS];

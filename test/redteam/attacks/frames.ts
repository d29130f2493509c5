import { encodeAwarenessFrame, encodeMessage, encodeStep1Frame, encodeUpdateFrame, MESSAGE, SYNC } from '@onedoor/core';
import { VICTIM } from '../arena.js';
import { presenceOf } from '../forge.js';
import { type Attack, big, flood, RawSocket, text } from './tools.js';

/** Frames. */
export const FRAMES: readonly Attack[] = [
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

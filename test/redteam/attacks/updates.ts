import { SYNC } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import * as Y from 'yjs';
import { VICTIM } from '../arena.js';
import {
  collected,
  embed,
  farNeighbours,
  forge,
  jsonList,
  nestedValue,
  nestingBomb,
  runLengthBomb,
  subdocument,
  updateOf,
} from '../forge.js';
import { type Attack, big, halfApplying, serverDoc, text } from './tools.js';

/** What a client sends as an update of content. */
export const UPDATES: readonly Attack[] = [
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

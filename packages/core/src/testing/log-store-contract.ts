import type { LogStore } from '../protocol/log-store.js';

/** One rule of the contract: a sentence and its proof. */
export interface ContractRule {
  readonly name: string;
  run(open: () => LogStore): void;
}

const bytes = (...values: number[]) => Uint8Array.from(values);

function equal(seen: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: saw ${a}, expected ${b}`);
}

function mustThrow(what: string, run: () => void): void {
  try {
    run();
  } catch {
    return;
  }
  throw new Error(`${what} did not throw`);
}

function withRoom(open: () => LogStore, use: (store: LogStore, room: number) => void): void {
  const store = open();
  const room = store.transaction((tx) => tx.createRoom('c/k/joint', 1, bytes(9))).id;
  use(store, room);
  store.close();
}

/** What every LogStore keeps. Run each rule on a fresh store. */
export const logStoreContract: readonly ContractRule[] = [
  {
    name: 'LS1 a room is found by its key with its epoch, wrapped key and head',
    run: (open) =>
      withRoom(open, (store) => {
        const room = store.room('c/k/joint');
        equal([room?.epoch, [...(room?.wrappedKey ?? [])], room?.head], [1, [9], 0], 'room');
        equal(store.room('c/k/none'), undefined, 'unknown room');
        equal(
          store.rooms().map((each) => each.key),
          ['c/k/joint'],
          'rooms',
        );
      }),
  },
  {
    name: 'LS2 entries come back in order, from a seq on, up to a limit',
    run: (open) =>
      withRoom(open, (store, room) => {
        store.transaction((tx) => {
          for (let seq = 1; seq <= 5; seq++) tx.append(room, seq, bytes(seq));
        });
        equal(
          store.entries(room, 2, 3).map((entry) => [entry.seq, [...entry.body]]),
          [
            [2, [2]],
            [3, [3]],
            [4, [4]],
          ],
          'entries',
        );
        equal(store.room('c/k/joint')?.head, 5, 'head');
      }),
  },
  {
    name: 'LS3 seq has no holes and no doubles',
    run: (open) =>
      withRoom(open, (store, room) => {
        store.transaction((tx) => tx.append(room, 1, bytes(1)));
        mustThrow('a hole', () => store.transaction((tx) => tx.append(room, 3, bytes(3))));
        mustThrow('a double', () => store.transaction((tx) => tx.append(room, 1, bytes(1))));
        equal(store.room('c/k/joint')?.head, 1, 'head');
      }),
  },
  {
    name: 'LS4 a transaction that throws leaves nothing behind',
    run: (open) =>
      withRoom(open, (store, room) => {
        mustThrow('the transaction', () =>
          store.transaction((tx) => {
            tx.append(room, 1, bytes(1));
            tx.bind(room, 7, 'p', 'd');
            tx.nextNumber('case', 2024);
            tx.rememberIntent(room, 'i', 1);
            tx.createRoom('c/k/case', 1, bytes(1));
            throw new Error('stop');
          }),
        );
        equal(
          [
            store.entries(room, 1, 10),
            store.bindings(room),
            store.intent(room, 'i'),
            store.room('c/k/case'),
            store.room('c/k/joint')?.head,
          ],
          [[], [], undefined, undefined, 0],
          'store',
        );
        equal(
          store.transaction((tx) => tx.nextNumber('case', 2024)),
          1,
          'number',
        );
      }),
  },
  {
    name: 'LS5 numbers are gapless per register and year',
    run: (open) =>
      withRoom(open, (store) => {
        const next = (register: string, year: number) => store.transaction((tx) => tx.nextNumber(register, year));
        equal(
          [next('case', 2024), next('case', 2024), next('case', 2025), next('agreement', 2024), next('case', 2024)],
          [1, 2, 1, 1, 3],
          'numbers',
        );
      }),
  },
  {
    name: 'LS6 a client id is bound once',
    run: (open) =>
      withRoom(open, (store, room) => {
        store.transaction((tx) => tx.bind(room, 4_294_967_295, 'p', 'd'));
        mustThrow('a second binding', () => store.transaction((tx) => tx.bind(room, 4_294_967_295, 'q', 'd')));
        equal(store.bindings(room), [{ client: 4_294_967_295, person: 'p', device: 'd' }], 'bindings');
      }),
  },
  {
    name: 'LS7 an intent is remembered under its seq',
    run: (open) =>
      withRoom(open, (store, room) => {
        store.transaction((tx) => {
          tx.append(room, 1, bytes(1));
          tx.rememberIntent(room, 'one', 1);
        });
        equal([store.intent(room, 'one'), store.intent(room, 'two')], [1, undefined], 'intents');
      }),
  },
  {
    name: 'LS17 a room that was emptied begins anew at another epoch; leaves and other rooms stay, and nothing where the transaction fails',
    run: (open) =>
      withRoom(open, (store, room) => {
        const other = store.transaction((tx) => {
          tx.append(room, 1, bytes(1));
          tx.addLeaf(room, 1, bytes(9));
          tx.bind(room, 7, 'p', 'd');
          tx.rememberIntent(room, 'one', 1);
          tx.putSnapshot(room, 1, bytes(3));
          tx.putEdits(room, { start: 1, seq: 1, body: bytes(4) });
          tx.putTrace(room, { start: 1, seq: 1, body: bytes(4) });
          tx.putText({ room, seq: 1, body: bytes(4) });
          const { id } = tx.createRoom('c/other/joint', 1, bytes(5));
          tx.append(id, 1, bytes(2));
          return id;
        });
        const key = store.rooms().find(({ id }) => id === room)?.key ?? '';
        const held = () => [
          store.room(key)?.epoch,
          store.room(key)?.head,
          store.entries(room, 1, 10).length,
          store.bindings(room).length,
          store.intent(room, 'one'),
          store.snapshot(room)?.seq,
          store.edits(room, 10, 10).length,
          store.traces(room, 0, 10).length,
          store.textOf(room)?.seq,
          store.leafCount(),
          store.entries(other, 1, 10).length,
        ];
        const before = held();
        mustThrow('a transaction that fails', () =>
          store.transaction((tx) => {
            tx.emptyRoom(room, 2, bytes(6));
            throw new Error('no');
          }),
        );
        equal(held(), before, 'after a failure');
        store.transaction((tx) => {
          const emptied = tx.emptyRoom(room, 2, bytes(6));
          equal([emptied.epoch, emptied.head, [...emptied.wrappedKey]], [2, 0, [6]], 'emptied');
          tx.append(room, 1, bytes(8));
        });
        store.purge();
        equal(held(), [2, 1, 1, 0, undefined, undefined, 0, 0, undefined, 1, 1], 'after it');
      }),
  },
  {
    name: 'LS8 the latest snapshot is kept',
    run: (open) =>
      withRoom(open, (store, room) => {
        equal(store.snapshot(room), undefined, 'none');
        store.transaction((tx) => tx.putSnapshot(room, 3, bytes(3)));
        store.transaction((tx) => tx.putSnapshot(room, 5, bytes(5)));
        equal([store.snapshot(room)?.seq, [...(store.snapshot(room)?.body ?? [])]], [5, [5]], 'snapshot');
      }),
  },
  {
    name: 'LS9 summaries come by rising rev, each room once',
    run: (open) =>
      withRoom(open, (store, room) => {
        const other = store.transaction((tx) => tx.createRoom('c/k/case', 1, bytes(1))).id;
        const revs = store.transaction((tx) => [
          tx.putSummary(room, 'k', bytes(1)),
          tx.putSummary(other, 'k', bytes(2)),
          tx.putSummary(room, 'k', bytes(3)),
        ]);
        equal(
          revs.every((rev, at) => at === 0 || rev > (revs[at - 1] ?? 0)),
          true,
          'rising revs',
        );
        equal(
          store.summaries(0, 10).map((each) => [each.room, [...each.body]]),
          [
            [other, [2]],
            [room, [3]],
          ],
          'summaries',
        );
        equal(store.summaries(revs[1] ?? 0, 10).length, 1, 'after a cursor');
        equal(store.summariesOf('k').length, 2, 'of a case');
        store.transaction((tx) => {
          tx.amendSummary(room, bytes(4));
          tx.amendSummary(tx.createRoom('c/l/case', 1, bytes(1)).id, bytes(4));
        });
        equal(
          store.summariesOf('k').map(({ rev, body }) => [rev, [...body]]),
          [
            [revs[1], [2]],
            [revs[2], [4]],
          ],
          'amended under the same rev',
        );
      }),
  },
  {
    name: 'LS10 meta values are kept; a sound store passes its check',
    run: (open) =>
      withRoom(open, (store) => {
        store.transaction((tx) => tx.putMeta('a', '1'));
        store.transaction((tx) => tx.putMeta('a', '2'));
        equal([store.meta('a'), store.meta('b')], ['2', undefined], 'meta');
        store.check();
      }),
  },
  {
    name: 'LS11 chunks of edits come back the latest first below a number; one that begins at the same number is replaced',
    run: (open) =>
      withRoom(open, (store, room) => {
        const other = store.transaction((tx) => tx.createRoom('c/k/case', 1, bytes(1))).id;
        const chunk = (start: number, seq: number, value: number) => ({ start, seq, body: bytes(value) });
        store.transaction((tx) => {
          for (const start of [1, 33, 65]) tx.putEdits(room, chunk(start, start + 1, start));
          tx.putEdits(room, chunk(65, 80, 7));
          tx.putEdits(other, chunk(1, 2, 9));
        });
        const found = (before: number, limit: number) =>
          store.edits(room, before, limit).map(({ start, seq, body }) => [start, seq, ...body]);
        equal(
          found(Number.MAX_SAFE_INTEGER, 2),
          [
            [65, 80, 7],
            [33, 34, 33],
          ],
          'latest',
        );
        equal(found(33, 10), [[1, 2, 1]], 'below a number');
        mustThrow('the transaction', () =>
          store.transaction((tx) => {
            tx.putEdits(room, chunk(65, 90, 8));
            tx.putEdits(room, chunk(97, 98, 8));
            tx.dropEdits(other);
            throw new Error('stop');
          }),
        );
        equal([found(Number.MAX_SAFE_INTEGER, 1), store.edits(other, 2, 1).length], [[[65, 80, 7]], 1], 'after a transaction that threw');
        store.transaction((tx) => tx.dropEdits(room));
        equal([found(Number.MAX_SAFE_INTEGER, 10), store.edits(other, 2, 1).length], [[], 1], 'dropped');
      }),
  },
  {
    name: 'LS18 the text of a room is one; texts come back by room, the latest room first',
    run: (open) =>
      withRoom(open, (store, room) => {
        const other = store.transaction((tx) => tx.createRoom('c/k/case', 1, bytes(1))).id;
        const text = (of: number, seq: number, value: number) => ({ room: of, seq, body: bytes(value) });
        store.transaction((tx) => {
          tx.putText(text(room, 1, 1));
          tx.putText(text(room, 3, 3));
          tx.putText(text(other, 2, 2));
        });
        equal(store.texts(Number.MAX_SAFE_INTEGER, 10), [text(other, 2, 2), text(room, 3, 3)], 'all');
        equal([store.texts(other, 10), store.texts(Number.MAX_SAFE_INTEGER, 1)], [[text(room, 3, 3)], [text(other, 2, 2)]], 'pages');
        mustThrow('the transaction', () =>
          store.transaction((tx) => {
            tx.putText(text(room, 4, 4));
            throw new Error('stop');
          }),
        );
        equal([store.textOf(room), store.textOf(other)], [text(room, 3, 3), text(other, 2, 2)], 'after a transaction that threw');
      }),
  },
  {
    name: 'LS15 chunks of traces come back in order from an entry on; one that begins at the same entry is replaced',
    run: (open) =>
      withRoom(open, (store, room) => {
        const other = store.transaction((tx) => tx.createRoom('c/k/case', 1, bytes(1))).id;
        const chunk = (start: number, seq: number, value: number) => ({ start, seq, body: bytes(value) });
        store.transaction((tx) => {
          for (const start of [33, 1, 65]) tx.putTrace(room, chunk(start, start + 1, start));
          tx.putTrace(room, chunk(65, 80, 7));
          tx.putTrace(other, chunk(1, 2, 9));
        });
        const told = ({ start, seq, body }: { readonly start: number; readonly seq: number; readonly body: Uint8Array }) => [
          start,
          seq,
          ...body,
        ];
        const found = (from: number, limit: number) => store.traces(room, from, limit).map(told);
        equal(
          [found(1, 1), found(2, 10)],
          [
            [[1, 2, 1]],
            [
              [33, 34, 33],
              [65, 80, 7],
            ],
          ],
          'from an entry on',
        );
        equal(store.lastTrace(room), chunk(65, 80, 7), 'the last');
        mustThrow('the transaction', () =>
          store.transaction((tx) => {
            tx.putTrace(room, chunk(65, 90, 8));
            tx.dropTraces(other);
            throw new Error('stop');
          }),
        );
        equal([found(65, 10), store.traces(other, 1, 1).length], [[[65, 80, 7]], 1], 'after a transaction that threw');
        store.transaction((tx) => tx.dropTraces(room));
        equal([found(1, 10), store.lastTrace(room), store.traces(other, 1, 1).length], [[], undefined, 1], 'dropped');
      }),
  },
  {
    name: 'LS12 leaves are numbered from 0 without a hole, and found by their entry, the last one',
    run: (open) =>
      withRoom(open, (store, room) => {
        const numbers = store.transaction((tx) => {
          const put = (seq: number, hash: number) => {
            const leaf = tx.addLeaf(room, seq, bytes(hash));
            tx.append(room, seq, bytes(hash), leaf);
            return leaf;
          };
          const first = [put(1, 0), put(2, 1)];
          tx.emptyRoom(room, 2, bytes(6));
          return [...first, put(1, 2)];
        });
        equal(numbers, [0, 1, 2], 'numbers');
        mustThrow('the transaction', () =>
          store.transaction((tx) => {
            tx.addLeaf(room, 3, bytes(9));
            throw new Error('stop');
          }),
        );
        equal(store.leafCount(), 3, 'count');
        equal(
          store.leaves(1, 10).map(({ number, seq, hash }) => [number, seq, ...hash]),
          [
            [1, 2, 1],
            [2, 1, 2],
          ],
          'leaves',
        );
        equal([store.leafOf(room, 1)?.number, store.leafOf(room, 7)], [2, undefined], 'of an entry');
        store.transaction((tx) => tx.append(room, 2, bytes(3)));
        equal(
          store.transaction((tx) => tx.addLeaf(room, 2, bytes(3))),
          store.leafOf(room, 2)?.number,
          'of an entry that does not name it',
        );
      }),
  },
  {
    name: 'LS13 nodes of the tree and signed heads are kept; the last head is the one of most leaves',
    run: (open) =>
      withRoom(open, (store) => {
        equal([store.lastHead(), store.treeNode(1, 0)], [undefined, undefined], 'none');
        store.transaction((tx) => {
          tx.putTreeNode(1, 0, bytes(5));
          for (const size of [2, 5]) tx.putHead({ number: size - 1, size, at: size * 10, hash: bytes(size), signature: bytes(1, size) });
        });
        equal([...(store.treeNode(1, 0) ?? [])], [5], 'node');
        const last = store.lastHead();
        equal([last?.number, last?.size, last?.at, ...(last?.signature ?? [])], [4, 5, 50, 1, 5], 'last');
        equal(
          store.heads(2, 10).map(({ size }) => size),
          [5],
          'above',
        );
      }),
  },
  {
    name: 'LS14 whole tables are listed for an audit',
    run: (open) =>
      withRoom(open, (store, room) => {
        store.transaction((tx) => {
          tx.rememberIntent(room, 'b', 2);
          tx.rememberIntent(room, 'a', 1);
          tx.nextNumber('case', 2024);
          tx.nextNumber('case', 2024);
          tx.putTreeNode(2, 0, bytes(2));
          tx.putTreeNode(1, 1, bytes(1));
        });
        equal(
          store.listIntents(room),
          [
            { id: 'a', seq: 1 },
            { id: 'b', seq: 2 },
          ],
          'intents',
        );
        equal(store.listNumbers(), [{ register: 'case', year: 2024, value: 2 }], 'numbers');
        equal(
          store.listTreeNodes().map(({ level, index, hash }) => [level, index, ...hash]),
          [
            [1, 1, 1],
            [2, 0, 2],
          ],
          'nodes',
        );
      }),
  },
];

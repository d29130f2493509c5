import { OnedoorError } from '@onedoor/core';
import { actKey, type ClientStore, type OutboxRow, outboxKey, type StoreChange } from './client-store.js';

/** One rule of the contract: a sentence and its proof. */
export interface StoreRule {
  readonly name: string;
  /** @param open opens the store under test; a second call opens the same data again, as another tab or after a reload */
  run(open: () => Promise<ClientStore>): Promise<void>;
}

function equal(seen: unknown, expected: unknown, what: string): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`${what}: saw ${a}, expected ${b}`);
}

const meta = (key: string, value: unknown): StoreChange => ({ table: 'meta', put: { key, value } });
const log = (key: string, ...bytes: number[]): StoreChange => ({ table: 'log', put: { key, bytes: Uint8Array.from(bytes) } });
const outbox = (order: number, id: string): OutboxRow => ({
  key: outboxKey(order, id),
  id,
  order,
  room: 'c/k/joint',
  kind: 'content',
  command: 'x',
  args: {},
  bytes: Uint8Array.of(1),
  copy: '0',
  client: 1,
  madeAt: 0,
  tries: 0,
});

/** What every ClientStore keeps. Run each rule on fresh data. */
export const clientStoreContract: readonly StoreRule[] = [
  {
    name: 'CS1 what was committed is read back, bytes as bytes, by key and in order of keys',
    async run(open) {
      const store = await open();
      await store.commit([log('r#0#2', 2), log('r#0#1', 1, 255), log('s#0#1', 3)]);
      equal(
        (await store.list('log', 'r#0#')).map((row) => [row.key, row.bytes instanceof Uint8Array, [...row.bytes]]),
        [
          ['r#0#1', true, [1, 255]],
          ['r#0#2', true, [2]],
        ],
        'rows of r',
      );
      equal(await store.keys('log'), ['r#0#1', 'r#0#2', 's#0#1'], 'keys');
      equal((await store.get('log', 'none')) === undefined, true, 'absent');
      await store.close();
    },
  },
  {
    name: 'CS2 it outlives the one that wrote it',
    async run(open) {
      const first = await open();
      await first.commit([meta('a', { deep: [1, 'zwei', '三'] })]);
      await first.close();
      const second = await open();
      equal((await second.get('meta', 'a'))?.value, { deep: [1, 'zwei', '三'] }, 'value');
      await second.close();
    },
  },
  {
    name: 'CS3 changes of several tables stand together, later ones over earlier ones, deletes after puts',
    async run(open) {
      const store = await open();
      await store.commit([
        meta('a', 1),
        log('r#0#1', 1),
        meta('a', 2),
        { table: 'outbox', put: outbox(7, 'x') },
        { table: 'log', delete: 'r#0#1' },
      ]);
      equal(
        [(await store.get('meta', 'a'))?.value, await store.keys('log'), (await store.list('outbox')).map((row) => row.id)],
        [2, [], ['x']],
        'state',
      );
      await store.close();
    },
  },
  {
    name: 'CS4 a commit that fails leaves nothing of itself',
    async run(open) {
      const store = await open();
      // A function cannot be stored by any of them: an IndexedDB clones, and what cannot be cloned is refused.
      const bad = meta('b', () => {});
      let failed = false;
      await store.commit([meta('a', 1), bad]).catch(() => {
        failed = true;
      });
      equal([failed, await store.get('meta', 'a')], [true, undefined], 'state');
      await store.commit([meta('c', 3)]);
      equal((await store.get('meta', 'c'))?.value, 3, 'afterwards');
      await store.close();
    },
  },
  {
    name: 'CS5 the outbox lists in the order in which changes were made, whatever their ids',
    async run(open) {
      const store = await open();
      await store.commit(
        [outbox(10, 'a'), outbox(9, 'z'), outbox(2_000_000_000_000_000, 'b')].map((row): StoreChange => ({ table: 'outbox', put: row })),
      );
      equal(
        (await store.list('outbox')).map((row) => row.id),
        ['z', 'a', 'b'],
        'order',
      );
      await store.close();
    },
  },
  {
    name: 'CS6 two that share the data see each other at once',
    async run(open) {
      const a = await open();
      const b = await open();
      await a.commit([log('r#0#1', 1)]);
      await Promise.all([a.commit([log('r#0#2', 2)]), b.commit([log('r#0#3', 3)])]);
      equal(await a.keys('log'), ['r#0#1', 'r#0#2', 'r#0#3'], 'a');
      equal(await b.keys('log'), ['r#0#1', 'r#0#2', 'r#0#3'], 'b');
      await a.close();
      await b.close();
    },
  },
  {
    name: 'CS7 a prefix ends where the next one begins',
    async run(open) {
      const store = await open();
      await store.commit(
        [1, 2, 10].map(
          (seq): StoreChange => ({
            table: 'acts',
            put: {
              key: actKey('c/k/case', seq),
              entry: {
                seq,
                at: 0,
                person: 'p',
                device: 'd',
                intent: { id: `i${seq}`, command: 'x.y', args: {}, base: 0 },
                outcome: 'applied',
              },
            },
          }),
        ),
      );
      await store.commit([
        {
          table: 'acts',
          put: {
            key: actKey('c/k/case2', 3),
            entry: { seq: 3, at: 0, person: 'p', device: 'd', intent: { id: 'i3', command: 'x.y', args: {}, base: 0 }, outcome: 'applied' },
          },
        },
      ]);
      equal(
        (await store.list('acts', 'c/k/case#')).map((row) => row.entry.seq),
        [1, 2, 10],
        'acts',
      );
      await store.close();
    },
  },
  {
    name: 'CS8 a store that is closed takes nothing and says so',
    async run(open) {
      const store = await open();
      await store.close();
      let error: unknown;
      await store.commit([meta('a', 1)]).catch((thrown: unknown) => {
        error = thrown;
      });
      equal(error instanceof Error, true, `an error, of which STORE_NEWER is told apart (${error instanceof OnedoorError})`);
    },
  },
];

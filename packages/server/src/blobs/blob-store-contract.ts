import type { BlobStore } from './blob-store.js';

/** One rule of the contract: a sentence and its proof. */
export interface BlobRule {
  readonly name: string;
  run(store: BlobStore): Promise<void>;
}

const sha = (digit: string): string => digit.repeat(64);

function equal(seen: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(expected)];
  if (a !== b) throw new Error(`saw ${a}, expected ${b}`);
}

/** What every BlobStore keeps. Run each rule on a fresh store. */
export const blobStoreContract: readonly BlobRule[] = [
  {
    name: 'BS1 a file comes back as it was put; an unknown one is undefined',
    async run(store) {
      await store.put({ room: 1, epoch: 1, sha256: sha('a') }, Uint8Array.of(1, 2, 3));
      equal([...((await store.get({ room: 1, epoch: 1, sha256: sha('a') })) ?? [])], [1, 2, 3]);
      equal(await store.get({ room: 1, epoch: 1, sha256: sha('b') }), undefined);
    },
  },
  {
    name: 'BS2 a file belongs to its room and epoch',
    async run(store) {
      await store.put({ room: 1, epoch: 1, sha256: sha('a') }, Uint8Array.of(1));
      equal(await store.get({ room: 2, epoch: 1, sha256: sha('a') }), undefined);
      equal(await store.get({ room: 1, epoch: 2, sha256: sha('a') }), undefined);
    },
  },
  {
    name: 'BS3 a file may be put twice, at once too',
    async run(store) {
      const place = { room: 1, epoch: 1, sha256: sha('c') };
      await Promise.all([store.put(place, Uint8Array.of(7)), store.put(place, Uint8Array.of(7))]);
      equal([...((await store.get(place)) ?? [])], [7]);
    },
  },
  {
    name: 'BS4 what was handed in and out is a copy',
    async run(store) {
      const place = { room: 1, epoch: 1, sha256: sha('d') };
      const bytes = Uint8Array.of(5);
      await store.put(place, bytes);
      bytes[0] = 6;
      const first = await store.get(place);
      first?.fill(9);
      equal([...((await store.get(place)) ?? [])], [5]);
    },
  },
  {
    name: 'BS5 files of a room and epoch are listed and dropped together, and no others',
    async run(store) {
      const [a, b] = [sha('a'), sha('b')];
      for (const sha256 of [b, a]) await store.put({ room: 1, epoch: 1, sha256 }, Uint8Array.of(1));
      await store.put({ room: 1, epoch: 11, sha256: a }, Uint8Array.of(2));
      equal([await store.list(1, 1), await store.list(1, 2)], [[a, b], []]);
      await store.drop(1, 1);
      await store.drop(1, 2);
      equal([await store.list(1, 1), await store.list(1, 11), await store.get({ room: 1, epoch: 1, sha256: a })], [[], [a], undefined]);
    },
  },
];

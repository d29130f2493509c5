import { createUlid, OnedoorError, type Refusal } from '@onedoor/core';
import type { Identity } from '../kernel.js';
import type { Platform } from '../platform.js';
import type { ClientStore } from './client-store.js';
import { DexieStore } from './dexie-store.js';
import { MemoryStore } from './memory-store.js';

const DEVICE = 'device';

/** Another tab has opened the store as a newer version. */
export const REPLACED: Refusal = {
  code: 'STORE_NEWER',
  seen: 'a newer version of the page in another tab',
  expected: 'one version',
  todo: 'Reload the page.',
};

/** A person's store as it was found. */
export interface OpenedStore {
  readonly store: ClientStore;
  readonly device: string;
  /** Whether it outlives this page. */
  readonly stores: boolean;
  readonly problem?: Refusal;
  /** Unsent changes that are gone with a wiped store. */
  readonly lostChanges?: number;
  readonly markerKey: string;
}

interface Mark {
  readonly device: string;
  readonly unsent: number;
}

export const storeName = ({ centre, person }: Identity): string => `onedoor/${centre}/${person}`;

/**
 * Opens a person's store, and notices one that was wiped: the marker beside it says that there was one.
 *
 * @param given a store of the caller's instead of IndexedDB
 */
export async function openStore(identity: Identity, platform: Platform, given?: ClientStore): Promise<OpenedStore> {
  const markerKey = `${storeName(identity)}/marker`;
  const { store, problem, stores } = await choose(identity, platform, given);
  const known = await store.get('meta', DEVICE);
  if (typeof known?.value === 'string')
    return { store, device: known.value, stores, markerKey, ...(problem === undefined ? {} : { problem }) };
  const device = createUlid(platform.now(), (count) => platform.randomBytes(count));
  await store.commit([{ table: 'meta', put: { key: DEVICE, value: device } }]);
  const mark = stores ? readMark(platform.marker.get(markerKey)) : undefined;
  const opened = { store, device, stores, markerKey };
  if (stores) {
    void platform.persist().catch(() => false);
    platform.marker.set(markerKey, JSON.stringify({ device, unsent: 0 }));
  }
  if (mark === undefined) return { ...opened, ...(problem === undefined ? {} : { problem }) };
  return {
    ...opened,
    lostChanges: mark.unsent,
    problem: {
      code: 'STORE_WIPED',
      seen: `an empty database where this browser had one, with ${mark.unsent} unsent changes`,
      expected: 'the data of before',
      todo: 'Everything that was sent comes back from the server.',
    },
  };
}

/** Keeps the count of unsent changes where a wiped database leaves it. */
export function noteUnsent({ markerKey, device, stores }: OpenedStore, platform: Platform, unsent: number): void {
  if (stores) platform.marker.set(markerKey, JSON.stringify({ device, unsent } satisfies Mark));
}

async function choose(
  identity: Identity,
  platform: Platform,
  given: ClientStore | undefined,
): Promise<{ store: ClientStore; stores: boolean; problem?: Refusal }> {
  if (given !== undefined) return { store: given, stores: true };
  if (!platform.secure) {
    return {
      store: new MemoryStore(),
      stores: false,
      problem: {
        code: 'INSECURE_CONTEXT',
        seen: 'a page over plain HTTP',
        expected: 'HTTPS',
        todo: 'Open the address that begins with https, or ask who runs the server.',
      },
    };
  }
  try {
    return { store: await DexieStore.open(storeName(identity)), stores: true };
  } catch (error) {
    const problem: Refusal =
      error instanceof OnedoorError
        ? error.refusal
        : {
            code: 'STORE_FULL',
            seen: `a browser that opens no database: ${String(error)}`,
            expected: 'a browser that may store',
            todo: 'Leave private browsing or free storage; until then nothing outlives this page.',
          };
    return { store: new MemoryStore(), stores: false, problem };
  }
}

function readMark(text: string | undefined): Mark | undefined {
  try {
    const mark: unknown = JSON.parse(text ?? 'null');
    if (typeof mark !== 'object' || mark === null || !('device' in mark) || typeof mark.device !== 'string') return undefined;
    return { device: mark.device, unsent: 'unsent' in mark && typeof mark.unsent === 'number' ? mark.unsent : 0 };
  } catch {
    return undefined;
  }
}

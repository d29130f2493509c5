import { createUlid, OnedoorError, type Refusal, type StoreLock } from '@onedoor/core';
import type { Identity } from '../kernel.js';
import type { Platform } from '../platform.js';
import type { Api } from '../transport/api.js';
import type { SealedOpening } from '../vault/open-sealed.js';
import type { ClientStore } from './client-store.js';

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
  /** Key and vault, where the store is sealed. */
  readonly sealed?: SealedOpening;
}

interface Mark {
  readonly device: string;
  readonly unsent: number;
}

export interface StoreOptions {
  readonly api: Api;
  /** A store of the caller's instead of IndexedDB. */
  readonly given: ClientStore | undefined;
  /** Called where a sealed store stays closed for now. */
  readonly onLocked: ((lock: StoreLock) => void) | undefined;
}

/** Beside the database, and like its name without saying whose it is. */
const markerOf = (name: string): string => `${name}/marker`;
/** Marker of versions whose stores were plain. */
const plainMarkerOf = ({ centre, person }: Identity): string => `onedoor/${centre}/${person}/marker`;

/**
 * Opens a person's store, and notices one that was wiped: the marker beside it says that there was one.
 *
 * @throws DEVICE_REVOKED, STORE_LOCKED
 */
export async function openStore(identity: Identity, platform: Platform, options: StoreOptions): Promise<OpenedStore> {
  const { sealedName } = await import('../vault/open-sealed.js');
  const markerKey = markerOf(sealedName(identity));
  const found = platform.marker.get(markerKey) ?? platform.marker.get(plainMarkerOf(identity));
  let chosen: Chosen;
  try {
    chosen = await choose(identity, platform, options);
  } catch (error) {
    // What is here was removed by order: nobody is to be told later that it was lost.
    if (error instanceof OnedoorError && error.code === 'DEVICE_REVOKED') forgetMarks(identity, platform, markerKey);
    throw error;
  }
  const { store, problem, stores, sealed } = chosen;
  platform.marker.remove(plainMarkerOf(identity));
  if (sealed !== undefined) return { ...(await openedOf(platform, sealed, store, markerKey, found)), sealed };
  const known = await store.get('meta', DEVICE);
  if (typeof known?.value === 'string')
    return { store, device: known.value, stores, markerKey, ...(problem === undefined ? {} : { problem }) };
  const device = createUlid(platform.now(), (count) => platform.randomBytes(count));
  await store.commit([{ table: 'meta', put: { key: DEVICE, value: device } }]);
  const mark = stores || chosen.isLost ? readMark(found) : undefined;
  const opened = { store, device, stores, markerKey };
  if (stores) {
    void platform.persist().catch(() => false);
    platform.marker.set(markerKey, JSON.stringify({ device, unsent: 0 }));
  }
  if (mark === undefined) return { ...opened, ...(problem === undefined ? {} : { problem }) };
  return { ...opened, ...wiped(mark) };
}

/** A sealed store; a mark of another device beside it says that there was one before. */
async function openedOf(
  platform: Platform,
  { vault }: SealedOpening,
  store: ClientStore,
  markerKey: string,
  found: string | undefined,
): Promise<OpenedStore> {
  const { device } = vault;
  const mark = readMark(found);
  const opened = { store, device, stores: true, markerKey };
  const isFresh = (await store.get('meta', DEVICE)) === undefined;
  if (isFresh) {
    await store.commit([{ table: 'meta', put: { key: DEVICE, value: device } }]);
    void platform.persist().catch(() => false);
  }
  if (isFresh || mark === undefined) platform.marker.set(markerKey, JSON.stringify({ device, unsent: 0 }));
  return isFresh && mark !== undefined ? { ...opened, ...wiped(mark) } : opened;
}

const wiped = (mark: Mark): Pick<OpenedStore, 'lostChanges' | 'problem'> => ({
  lostChanges: mark.unsent,
  problem: {
    code: 'STORE_WIPED',
    seen: `an empty database where this browser had one, with ${mark.unsent} unsent changes`,
    expected: 'the data of before',
    todo: 'Everything that was sent comes back from the server.',
  },
});

/** Nothing of this person is remembered beside the database any more. */
export function forgetMarks(identity: Identity, platform: Platform, markerKey: string): void {
  platform.marker.remove(markerKey);
  platform.marker.remove(plainMarkerOf(identity));
}

/** Keeps the count of unsent changes where a wiped database leaves it. */
export function noteUnsent({ markerKey, device, stores }: OpenedStore, platform: Platform, unsent: number): void {
  if (stores) platform.marker.set(markerKey, JSON.stringify({ device, unsent } satisfies Mark));
}

interface Chosen {
  readonly store: ClientStore;
  readonly stores: boolean;
  readonly problem?: Refusal;
  readonly sealed?: SealedOpening;
  /** There was a store, and what it held is gone. */
  readonly isLost?: boolean;
}

async function choose(identity: Identity, platform: Platform, { api, given, onLocked }: StoreOptions): Promise<Chosen> {
  if (given !== undefined) return { store: given, stores: true };
  const { subtle } = platform;
  if (!platform.secure || subtle === undefined) {
    return {
      store: await inMemory(),
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
    const { openSealed } = await import('../vault/open-sealed.js');
    const seal = { subtle, randomBytes: (count: number) => platform.randomBytes(count) };
    const mayBePlain = platform.marker.get(plainMarkerOf(identity)) !== undefined;
    const options = { identity, platform, seal, api, onLocked, mayBePlain };
    let opened = await openSealed(options);
    // A device that the server has forgotten begins anew at once: what it held cannot be opened by anybody.
    if ('isForgotten' in opened && opened.isForgotten === true) opened = await openSealed(options);
    if ('plain' in opened) return { store: opened.plain, stores: true };
    if ('none' in opened) return { store: await inMemory(), stores: false, problem: opened.none, isLost: true };
    return { store: opened.store, stores: true, sealed: opened };
  } catch (error) {
    if (error instanceof OnedoorError && error.code !== 'STORE_NEWER') throw error;
    const problem: Refusal =
      error instanceof OnedoorError
        ? error.refusal
        : {
            code: 'STORE_FULL',
            seen: `a browser that opens no database: ${String(error)}`,
            expected: 'a browser that may store',
            todo: 'Leave private browsing or free storage; until then nothing outlives this page.',
          };
    return { store: await inMemory(), stores: false, problem };
  }
}

/** Only where nothing can be stored. */
const inMemory = async (): Promise<ClientStore> => new (await import('./memory-store.js')).MemoryStore();

function readMark(text: string | undefined): Mark | undefined {
  try {
    const mark: unknown = JSON.parse(text ?? 'null');
    if (typeof mark !== 'object' || mark === null || !('device' in mark) || typeof mark.device !== 'string') return undefined;
    return { device: mark.device, unsent: 'unsent' in mark && typeof mark.unsent === 'number' ? mark.unsent : 0 };
  } catch {
    return undefined;
  }
}

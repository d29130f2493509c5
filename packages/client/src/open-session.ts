import { type Model, OnedoorError, type StoreLock } from '@onedoor/core';
import type { Identity } from './kernel.js';
import type { Platform } from './platform.js';
import { ClientSession, loadRooms } from './session.js';
import type { ClientStore } from './storage/client-store.js';
import { openStore } from './storage/open-store.js';
import { Api } from './transport/api.js';
import { claimsOf, TokenKeeper } from './transport/token.js';

export interface SessionOptions {
  /** Address of the server, such as `https://centre.example`. */
  readonly server: string;
  /** The portal's token for this person; undefined where nobody is signed in. Asked again before it ends. */
  readonly token: () => Promise<string | undefined>;
  /** Whose session it is, where the page knows it; else the token says it, or the last session here. */
  readonly identity?: Identity;
  readonly model: Model;
  readonly platform: Platform;
  /** Instead of IndexedDB: for programs and tests. */
  readonly store?: ClientStore;
  /**
   * Cases whose rooms this device keeps for work without network, the latest changed first; default 2,000. Of the others it
   * has the rows, and their rooms once they have been opened. Rows of more cases cost memory, kept rooms storage and the
   * time of the first sign-in.
   */
  readonly keepCases?: number;
  /**
   * When what opens rooms is loaded: before the session is given out, or `later`, once a board has had the time to draw its
   * first cards. Rooms that are opened and acts that are asked for before then wait for it. Default: before.
   */
  readonly rooms?: 'before' | 'later';
  /**
   * Called where local data is closed and the server cannot be asked: show `<onedoor-unlock>` with it. The opening waits
   * until it is open or given up. Without it, opening ends with STORE_LOCKED.
   */
  readonly onLocked?: (lock: StoreLock) => void;
}

/**
 * Opens a person's session. What is stored here is there at once; the network is used when it is there.
 *
 * @throws DUPLICATE_YJS, which with `rooms: 'later'` is the session's problem instead; DEVICE_REVOKED, when what was here is removed; STORE_LOCKED; OFFLINE at the very first start of a person in this browser without network; UNAUTHENTICATED without a sign-in
 * @example
 * const session = await openSession({ server: 'https://centre.example', token, model: new Model(), platform: browserPlatform() });
 */
export async function openSession(options: SessionOptions): Promise<ClientSession> {
  // What opens rooms is a chunk of its own, with Yjs: a page with a board shows its cards first.
  if (options.rooms !== 'later') (await loadRooms()).assertOneYjs();
  const { server, platform, model } = options;
  const tokens = new TokenKeeper(options.token, platform);
  const api = new Api(server, platform, tokens);
  const identity = options.identity ?? (await findIdentity(server, platform, tokens, api));
  const opened = await openStore(identity, platform, { api, given: options.store, onLocked: options.onLocked }).catch((error: unknown) => {
    if (error instanceof OnedoorError && error.code === 'DEVICE_REVOKED') platform.marker.remove(lastKey(server));
    throw error;
  });
  api.device = opened.device;
  const session = new ClientSession({
    server,
    model,
    platform,
    identity,
    tokens,
    api,
    lastKey: lastKey(server),
    opened,
    ...(options.keepCases === undefined ? {} : { keepCases: options.keepCases }),
  });
  await session.start(options.rooms === 'later');
  return session;
}

const lastKey = (server: string): string => `onedoor/last/${server}`;

async function findIdentity(server: string, platform: Platform, tokens: TokenKeeper, api: Api): Promise<Identity> {
  const last = readLast(platform.marker.get(lastKey(server)));
  const token = await tokens.get();
  const sub = token === undefined ? undefined : claimsOf(token)['sub'];
  if (last !== undefined && (sub === undefined || sub === last.sub)) return last;
  const me = await api.me();
  if (!me.ok) throw OnedoorError.of(me.refusal);
  const identity = { centre: me.value.centre.id, person: me.value.person.person };
  platform.marker.set(lastKey(server), JSON.stringify({ ...identity, sub }));
  return identity;
}

function readLast(text: string | undefined): (Identity & { readonly sub?: string }) | undefined {
  try {
    const last: unknown = JSON.parse(text ?? 'null');
    if (typeof last !== 'object' || last === null || !('centre' in last) || !('person' in last)) return undefined;
    const { centre, person } = last;
    if (typeof centre !== 'string' || typeof person !== 'string') return undefined;
    return { centre, person, ...('sub' in last && typeof last.sub === 'string' ? { sub: last.sub } : {}) };
  } catch {
    return undefined;
  }
}

import { browserPlatform, openSession } from '@onedoor/client';
import { Model, type ModelPart, OnedoorError, type Session, type StoreLock } from '@onedoor/core';
import type { TokenSource } from './token-source.js';

/** A session that is no longer used is kept so long: an element that is moved in the page leaves and comes at once. */
const LINGER_MS = 1_000;

type Open = (options: {
  readonly server: string;
  readonly token: () => Promise<string | undefined>;
  readonly parts: readonly ModelPart[];
  readonly onLocked: (lock: StoreLock) => void;
}) => Promise<Session & { close(): Promise<void> }>;

const openInBrowser: Open = ({ server, token, parts, onLocked }) =>
  openSession({ server, token, model: new Model(parts), platform: browserPlatform(), rooms: 'later', onLocked });

interface Shared {
  readonly sources: TokenSource[];
  /** The closed store that the opening waits for, and who is to show it. */
  lock: StoreLock | undefined;
  readonly onLocked: Set<(lock: StoreLock) => void>;
  readonly session: Promise<Session & { close(): Promise<void> }>;
  ending: ReturnType<typeof setTimeout> | undefined;
}

/** One user's hold on a shared session. */
export interface SessionLease {
  /** Rejects with what kept it from opening; then nothing is held. */
  readonly session: Promise<Session>;
  release(): void;
}

/** The sessions of a page: desks of one server share one. */
export class SessionPool {
  readonly #shared = new Map<string, Shared>();
  readonly #open: Open;

  constructor(open: Open = openInBrowser) {
    this.#open = open;
  }

  /**
   * The session with a server; opened by the first who asks.
   *
   * @param server address, without a slash at the end
   * @param source joins those of the others: the token comes from the first that has one
   * @param onLocked called where local data is closed; the session then waits until it is open or given up
   */
  acquire(server: string, source: TokenSource, parts: readonly ModelPart[], onLocked: (lock: StoreLock) => void = () => {}): SessionLease {
    const shared = this.#shared.get(server) ?? this.#begin(server, parts);
    clearTimeout(shared.ending);
    shared.sources.push(source);
    shared.onLocked.add(onLocked);
    if (shared.lock !== undefined) onLocked(shared.lock);
    let held = true;
    const release = () => {
      if (!held) return;
      held = false;
      shared.onLocked.delete(onLocked);
      shared.sources.splice(shared.sources.indexOf(source), 1);
      if (shared.sources.length === 0) shared.ending = setTimeout(() => this.#end(server, shared), LINGER_MS);
    };
    return { session: shared.session, release };
  }

  #begin(server: string, parts: readonly ModelPart[]): Shared {
    const sources: TokenSource[] = [];
    // The first source is put in after this returns: the opening waits for it.
    const token = async () => {
      await Promise.resolve();
      return firstToken(sources);
    };
    const listeners = new Set<(lock: StoreLock) => void>();
    const onLocked = (lock: StoreLock) => {
      shared.lock = lock;
      for (const listener of listeners) listener(lock);
    };
    const shared: Shared = {
      sources,
      lock: undefined,
      onLocked: listeners,
      session: this.#open({ server, token, parts, onLocked }),
      ending: undefined,
    };
    this.#shared.set(server, shared);
    const unlocked = () => (shared.lock = undefined);
    shared.session.then(unlocked, unlocked);
    shared.session.catch(() => {
      if (this.#shared.get(server) === shared) this.#shared.delete(server);
    });
    return shared;
  }

  /** A session that has ended by itself is opened anew by the next who asks. */
  forget(server: string): void {
    this.#shared.delete(server);
  }

  #drop(server: string, shared: Shared): void {
    if (this.#shared.get(server) === shared) this.#shared.delete(server);
  }

  #end(server: string, shared: Shared): void {
    this.#drop(server, shared);
    shared.lock?.cancel();
    void shared.session.then(
      (session) => session.close(),
      () => undefined,
    );
  }
}

/** The first token that any source has; a fault is told when none has one. */
async function firstToken(sources: readonly TokenSource[]): Promise<string | undefined> {
  let fault: unknown;
  for (const source of [...sources]) {
    try {
      const token = await source.token();
      if (token !== undefined) return token;
    } catch (error) {
      fault ??= error;
    }
  }
  if (fault !== undefined) throw fault;
  return undefined;
}

/**
 * The address of a server as desks compare it.
 *
 * @throws BAD_OPTION for what is no address of HTTP
 */
export function serverAddress(server: string, base: string): string {
  const url = URL.canParse(server, base) ? new URL(server, base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw new OnedoorError('BAD_OPTION', {
      seen: `server="${server}"`,
      expected: 'an address such as https://centre.example',
      todo: 'Correct the attribute server of <onedoor-desk>.',
      at: 'server',
    });
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

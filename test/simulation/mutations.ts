import { type MemoryDisk, MemoryStore, type StoreChange, type TableName, type Tables } from '@onedoor/client';
import { BEARER_PREFIX, countsForReceipt, decodeServerMessage, encodeMessage, MESSAGE, SYNC } from '@onedoor/core';
import type { ServerSocket } from '@onedoor/server';
import * as decoding from 'lib0/decoding';
import { tokenFor } from './server-host.js';
import type { Mutation } from './world.js';

/** A page that starts without knowing what an earlier one could not send. */
class ForgetfulStore extends MemoryStore {
  override async list<T extends TableName>(table: T, prefix = ''): Promise<Tables[T][]> {
    return table === 'outbox' ? [] : super.list(table, prefix);
  }
}

export const outboxIsNotResent: Mutation = { store: (disk: MemoryDisk) => new ForgetfulStore(disk) };

/** Clients let an act count that came too late, where the server keeps it as a conflict. */
export const foldIsChanged: Mutation = {
  clientModel(model) {
    const acts = model.room('case')?.acts;
    if (acts === undefined) throw new Error('no case room');
    const fold = acts.fold.bind(acts);
    Object.defineProperty(acts, 'fold', {
      value: (...[room, entry]: Parameters<typeof fold>) => fold(room, { ...entry, outcome: 'applied' }),
    });
  },
};

/** The server's end of a socket which says *logged* of frames that only wait for what they build on. */
class HastySocket implements ServerSocket {
  readonly bufferedAmount = 0;
  readonly #inner: ServerSocket;
  readonly #open = new Set<number>();
  #frames = 0;
  #questions = 0;

  constructor(inner: ServerSocket) {
    this.#inner = inner;
  }

  get onmessage(): ServerSocket['onmessage'] {
    return this.#inner.onmessage;
  }

  set onmessage(handler: ServerSocket['onmessage']) {
    this.#inner.onmessage = (data) => {
      if (typeof data !== 'string' && countsForReceipt(data)) this.#open.add(++this.#frames);
      handler?.(data);
    };
  }

  get onclose(): ServerSocket['onclose'] {
    return this.#inner.onclose;
  }

  set onclose(handler: ServerSocket['onclose']) {
    this.#inner.onclose = handler;
  }

  send(bytes: Uint8Array): void {
    this.#inner.send(bytes);
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.onedoor) {
      const message = decodeServerMessage(decoder);
      if (message?.type === 'receipt') for (const { frame } of message.frames) this.#open.delete(frame);
    } else if (type === MESSAGE.sync && decoding.readVarUint(decoder) === SYNC.step1 && this.#questions++ > 0) {
      // A second question means that something is held back.
      const frames = [...this.#open].map((frame) => ({ frame, seq: 1 }));
      this.#open.clear();
      this.#inner.send(encodeMessage({ type: 'receipt', frames }));
    }
  }

  close(code: number, reason: string): void {
    this.#inner.close(code, reason);
  }
}

export const pendingIsReceipted: Mutation = {
  world({ host }) {
    const accept = host.accept.bind(host);
    Object.defineProperty(host, 'accept', {
      value: (...[socket, url, protocols]: Parameters<typeof accept>) => accept(new HastySocket(socket), url, protocols),
    });
  },
};

const asLead = (nowMs: number) => BEARER_PREFIX + tokenFor('li', nowMs);

/** Whoever has any token is let into every room of the lead's. */
export const anyTokenOpens: Mutation = {
  world({ host, time }) {
    const accept = host.accept.bind(host);
    Object.defineProperty(host, 'accept', {
      value: (...[socket, url, protocols]: Parameters<typeof accept>) =>
        accept(socket, url, [...protocols.filter((each) => !each.startsWith(BEARER_PREFIX)), asLead(time.now())]),
    });
  },
};

/** A device keeps its copy of a room that was closed to its person. */
class KeepingStore extends MemoryStore {
  override commit(changes: readonly StoreChange[]): Promise<void> {
    return super.commit(changes.filter((change) => !(change.table === 'log' && 'delete' in change)));
  }
}

export const closedRoomIsKept: Mutation = { store: (disk: MemoryDisk) => new KeepingStore(disk) };

/** A page goes on telling its neighbours what it was once given. */
export const pagesRepeat: Mutation = {
  world({ listener, time }) {
    const posted = listener.posted.bind(listener);
    Object.defineProperty(listener, 'posted', {
      value: (...[browser, message]: Parameters<typeof posted>) => {
        posted(browser, message);
        time.add(() => posted(browser, message), 20_000, false);
      },
    });
  },
};

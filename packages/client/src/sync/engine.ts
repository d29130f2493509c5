import type { Refusal, SyncState } from '@onedoor/core';
import { filesPrefix } from '../files/stored-file.js';
import { forgetHistory } from '../personal/history.js';
import { nameOfRoom } from '../room-key.js';
import type { Board } from '../rows/board.js';
import type { StoreChange } from '../storage/client-store.js';
import type { Compactor } from '../storage/compactor.js';
import type { TabMessage, Wanted } from '../tabs/messages.js';
import { Courier } from './courier.js';
import { Live } from './live.js';
import { isTooOld, type Office, store } from './office.js';
import { Rejoiner } from './rejoin.js';

/** How often the leader looks whether the other tabs live. */
const PRESENCE_MS = 30_000;

export interface EngineHooks {
  changed(): void;
  /** The server has answered. */
  reached(): void;
  /** The server says that this device was revoked. */
  revoked(refusal: Refusal): void;
}

/** What the leading tab does for all tabs: sockets, sending, fetching, compaction. Begins with the lead and ends with it. */
export class Engine {
  readonly live: Live;
  readonly #courier: Courier;
  readonly #rejoiner: Rejoiner;
  readonly #office: Office;
  readonly #hooks: EngineHooks;
  #reached: 'yes' | 'no' | 'unknown' = 'unknown';
  #isSignedOut = false;
  #isOnline = false;
  #callOff = () => {};
  #closed = false;
  /** Set where client and server are too far apart: nothing is sent any more. */
  tooOld: Refusal | undefined;

  constructor(office: Office, board: Board, compactor: Compactor, hooks: EngineHooks) {
    this.#office = office;
    this.#hooks = hooks;
    this.#rejoiner = new Rejoiner(office);
    this.live = new Live(office, {
      rejoin: (room, cause) => void this.#rejoiner.rejoin(room, cause),
      isRejoining: (room) => this.#rejoiner.isBusy(room),
      rowsChanged: () => this.#courier.expire(),
      closed: (room, refusal) => {
        // Denied, unknown and past look alike: the list of rooms tells which it is.
        this.live.refuse(room, refusal);
        this.#courier.expire();
      },
      signedOut: () =>
        this.#reach({ code: 'UNAUTHENTICATED', seen: 'a token that the server refuses', expected: 'a sign-in', todo: 'Sign in again.' }),
      tooOld: (refusal) => this.#reach(refusal),
      revoked: (refusal) => this.#reach(refusal),
      welcomed: (tellsRows) => {
        // What changed between the last round and this socket was told to nobody here.
        if (tellsRows) this.#courier.expire();
        this.#courier.recover();
      },
      progress: () => {
        if (office.kernel.outbox.counts.unsent > office.kernel.outbox.counts.sent) this.#courier.kick();
        hooks.changed();
      },
    });
    this.#courier = new Courier(office, this.live, this.#rejoiner, board, {
      reached: (refusal) => this.#reach(refusal),
      grown: (room, byteCount) => compactor.grown(room, byteCount),
    });
    this.#rejoiner.onJoined = (room, waitMs) => {
      this.live.reopen(room, waitMs);
      this.#courier.kick();
    };
    this.#rejoiner.onRemade = () => this.#courier.kick();
    this.#rejoiner.onClosed = (room, refusal) => {
      this.live.refuse(room, refusal);
      this.#courier.expire();
    };
    this.live.states.watch(() => hooks.changed());
    this.#watchTabs();
  }

  get connection(): SyncState['connection'] {
    if (!this.#isOnline) return 'offline';
    if (this.live.connected) return 'online';
    if (this.#isSignedOut) return 'signed-out';
    return this.#reached === 'yes' ? 'online' : this.#reached === 'no' ? 'offline' : 'connecting';
  }

  /** False: the person or the device wants no network. */
  setOnline(online: boolean): void {
    if (this.#closed || online === this.#isOnline) return;
    this.#isOnline = online;
    this.#reached = 'unknown';
    this.#hooks.changed();
    if (online) void this.#office.tokens.get().then(() => this.live.enable(this.#isOnline && this.tooOld === undefined));
    else this.live.enable(false);
    this.#courier.enable(online && this.tooOld === undefined);
  }

  /** The device says that the network is back. */
  nudge(): void {
    if (this.#isOnline) void this.#courier.run();
  }

  /** Something is to be sent. */
  kick(): void {
    this.#courier.kick();
    this.live.reconcile();
  }

  run(): Promise<void> {
    return this.#courier.run();
  }

  want(tab: string, rooms: readonly Wanted[]): void {
    this.live.want(tab, rooms);
  }

  /** What another tab tells the leader. */
  hear(message: TabMessage): void {
    switch (message.kind) {
      case 'local': {
        const copy = this.#office.index.stored(message.room)?.copy;
        if (copy !== undefined && message.bytes !== undefined && message.copy !== copy)
          void this.#rejoiner.remake(message.room).then(() => this.kick());
        else this.kick();
        break;
      }
      case 'want':
        this.live.want(message.tab, message.rooms);
        break;
      case 'bye':
        this.live.unwant(message.tab);
        break;
      case 'sync':
        void this.run().finally(() => this.#office.tabs.post({ kind: 'synced' }));
        break;
      default:
        break;
    }
  }

  /** The room is this person's no more: what lies here of it goes. */
  async forget(room: string): Promise<void> {
    const { kernel, index, shelf, tabs } = this.#office;
    this.#rejoiner.forget(room);
    index.forget(room);
    await kernel.queue.idle();
    const found = await Promise.all(
      (['log', 'snapshots', 'acts', 'blobs'] as const).map(async (table) =>
        (await kernel.queue.keys(table, `${room}#`)).map((key): StoreChange => ({ table, delete: key })),
      ),
    );
    const files = (await kernel.queue.keys('meta', filesPrefix(room))).map((key): StoreChange => ({ table: 'meta', delete: key }));
    await store(this.#office, [...found.flat(), ...files, { table: 'rooms', delete: room }, forgetHistory(room)]);
    const { case: caseId, room: name } = nameOfRoom(room);
    if (name === 'case') await this.#office.visits.forget(caseId);
    shelf.get(room)?.clear();
    tabs.post({ kind: 'dropped', room });
    this.live.refuse(room, {
      code: 'FORBIDDEN',
      seen: 'a room that is closed to you or not there',
      expected: 'a room of your list',
      todo: 'Reload the list of cases.',
    });
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    this.#isOnline = false;
    this.#callOff();
    this.live.close();
    await this.#courier.close();
  }

  #reach(refusal: Refusal | undefined): void {
    if (refusal?.code === 'DEVICE_REVOKED') return this.#hooks.revoked(refusal);
    this.#reached = refusal === undefined ? 'yes' : refusal.code === 'OFFLINE' || refusal.code === 'UNAVAILABLE' ? 'no' : this.#reached;
    this.#isSignedOut = refusal?.code === 'UNAUTHENTICATED' || refusal?.code === 'TOKEN_EXPIRED';
    if (refusal === undefined) {
      this.live.reconcile();
      this.#hooks.reached();
    }
    if (refusal !== undefined && isTooOld(refusal.code)) {
      this.tooOld = refusal;
      this.live.enable(false);
      this.#courier.enable(false);
    }
    const person = this.#office.kernel.me.get()?.person.person;
    if (person !== undefined && person !== this.#office.kernel.identity.person) this.#isSignedOut = true;
    this.#hooks.changed();
  }

  #watchTabs(): void {
    this.#callOff = this.#office.kernel.platform.after(PRESENCE_MS, async () => {
      const tabs = this.live.tabs;
      const living = await this.#office.tabs.living(tabs);
      if (this.#closed) return;
      for (const tab of tabs) if (!living.has(tab)) this.live.unwant(tab);
      this.#watchTabs();
    });
  }
}

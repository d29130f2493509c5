/** The client's store as a session has it, sealed, without a server: document, write queue, outbox, compaction. */
import { Model } from '@onedoor/core';
import * as Y from 'yjs';
import { browserPlatform } from '../../../packages/client/src/browser-platform.js';
import type { RoomCopy } from '../../../packages/client/src/copy.js';
import type { Kernel } from '../../../packages/client/src/kernel.js';
import { Outbox } from '../../../packages/client/src/outbox.js';
import type { Platform } from '../../../packages/client/src/platform.js';
import { RoomsIndex } from '../../../packages/client/src/rows/rooms-index.js';
import { Shelf } from '../../../packages/client/src/shelf.js';
import type { SealedTables } from '../../../packages/client/src/storage/client-store.js';
import { combined } from '../../../packages/client/src/storage/combine.js';
import { Compactor } from '../../../packages/client/src/storage/compactor.js';
import { DexieStore } from '../../../packages/client/src/storage/dexie-store.js';
import { SealedStore } from '../../../packages/client/src/storage/sealed-store.js';
import { WriteQueue } from '../../../packages/client/src/storage/write-queue.js';
import { Tabs } from '../../../packages/client/src/tabs/tabs.js';
import { RoomText } from '../../../packages/client/src/text-field.js';
import { Value } from '../../../packages/client/src/watchable.js';
import { TEXT } from './traces.js';

const CENTRE = 'bench';
const ROOM = { centre: CENTRE, case: '01JDBENCH0000000000000CASE', room: 'joint' };
/** A page has one. */
const MODEL = new Model();
/** The server receipts what came in one turn of its loop at once. */
const RECEIPT_EVERY = 20;
const FILL_AT_ONCE = 250;

export class OnedoorStore {
  readonly #kernel: Kernel;
  readonly #compactor: Compactor;
  readonly #index: RoomsIndex;
  readonly #shelf: Shelf;
  #text: RoomText | undefined;
  readonly copy: RoomCopy;
  #seq = 0;

  private constructor(kernel: Kernel, index: RoomsIndex, compactor: Compactor, shelf: Shelf, copy: RoomCopy) {
    this.#kernel = kernel;
    this.#index = index;
    this.#compactor = compactor;
    this.#shelf = shelf;
    this.copy = copy;
  }

  /** Opens a store and reads the room into its document, as every tab does before it shows the room. */
  static async open(name: string, key: Uint8Array): Promise<OnedoorStore> {
    const opening = DexieStore.open<SealedTables>(name);
    // What a session has beside its store is made while the database opens.
    const { locks: _locks, openChannel: _channel, ...alone } = browserPlatform();
    const platform: Platform = alone;
    if (platform.subtle === undefined) throw new Error('no WebCrypto');
    const seal = { subtle: platform.subtle, randomBytes: (count: number) => platform.randomBytes(count) };
    const outbox = new Outbox();
    const tabs = new Tabs('bench', 'tab', platform);
    tabs.start();
    const index = new RoomsIndex(CENTRE);
    const store = new SealedStore(await opening, key, seal);
    const queue = new WriteQueue(store, platform, (problem) => {
      if (problem !== undefined) throw new Error(problem.code);
    });
    const identity = { centre: CENTRE, person: 'p-bench' };
    const kernel: Kernel = {
      platform,
      model: MODEL,
      identity,
      device: 'bench',
      queue,
      outbox,
      me: new Value(undefined),
    };
    const compactor = new Compactor(kernel, index);
    const shelf = new Shelf(kernel, tabs);
    queue.combine = combined;
    shelf.onFound = (room, stored) => compactor.found(room, stored);
    shelf.onGrown = (room, byteCount) => compactor.grown(room, byteCount);
    // As with a server: what is typed goes out at once.
    shelf.isLive = () => true;
    const copy = shelf.acquire(ROOM);
    if (copy === undefined) throw new Error('no room');
    await copy.ready;
    return new OnedoorStore(kernel, index, compactor, shelf, copy);
  }

  /** What the leading tab does once, after it has shown what is stored and before it writes. */
  async lead(): Promise<void> {
    await this.#kernel.queue.store.lead?.();
    this.#compactor.enable(true);
  }

  get doc(): Y.Doc {
    return this.copy.doc;
  }

  /** Types one character as an editor does. */
  type(character: string): void {
    const { length } = this.copy.doc.getText(TEXT);
    this.#text ??= this.#shown();
    this.#text.edit(length === 0 ? [{ insert: character }] : [{ retain: length }, { insert: character }]);
    if (++this.#seq % RECEIPT_EVERY === 0) this.receipt();
  }

  /** The text in an editor that shows it: what that costs is nobody's opening. */
  #shown(): RoomText {
    const text = new RoomText({ copy: this.copy, access: () => ({ writable: true }), actor: () => 'p-bench' }, TEXT, '事实');
    text.watch(() => {});
    return text;
  }

  /** The server has logged all that is unlogged. */
  receipt(): void {
    const { outbox, queue } = this.#kernel;
    const logged = outbox.logged(outbox.all().map((row) => row.id));
    void queue.commit([...logged, ...this.#index.advance(this.copy.key, { seq: this.#seq, wire: `${this.copy.key}@1` })]);
  }

  async written(): Promise<void> {
    await this.#kernel.queue.idle();
  }

  /** Somebody else's updates, as the socket brings them. */
  async receive(updates: readonly Uint8Array[]): Promise<void> {
    for (let at = 0; at < updates.length; at += FILL_AT_ONCE) {
      for (const update of updates.slice(at, at + FILL_AT_ONCE)) Y.applyUpdate(this.copy.doc, update, 'socket');
      await this.#kernel.queue.idle();
    }
    this.#seq += updates.length;
    this.receipt();
    await this.#kernel.queue.idle();
    // What it does after a rest.
    await this.#compactor.rest();
  }

  async close(): Promise<void> {
    await this.#compactor.idle();
    await this.#kernel.queue.close();
    this.#shelf.close();
    await this.#kernel.queue.store.close();
  }
}

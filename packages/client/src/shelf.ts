import { type RoomName, TEXT_EDIT } from '@onedoor/core';
import { applyAwarenessUpdate, encodeAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { type CopyHooks, type LocalChange, RoomCopy } from './copy.js';
import { type Kernel, newId } from './kernel.js';
import type { Outbox } from './outbox.js';
import { copyKey, type OutboxRow, orderKey, type StoreChange } from './storage/client-store.js';
import type { FoundContent } from './storage/compactor.js';
import type { Tabs } from './tabs/tabs.js';

/** Typed text that nobody has sent is kept as one change: this many edits, this long. */
const MERGED_EDITS = 40;
const MERGED_MS = 5_000;
const FROM_TAB = Symbol('another tab');

/** A row of uncompacted content. */
export const logRow = (kernel: Kernel, room: string, copy: string, bytes: Uint8Array): StoreChange => ({
  table: 'log',
  put: { key: `${copyKey(room, copy)}#${orderKey(kernel.platform.now())}-${newId(kernel.platform)}`, bytes },
});

/** The copies of rooms that this tab has in memory. */
export class Shelf {
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;
  readonly #copies = new Map<string, RoomCopy>();
  /** Called after each local change of content. */
  onLocal: (copy: RoomCopy) => void = () => {};
  /** What an opening read of a room's content. */
  onFound: (room: string, stored: FoundContent) => void = () => {};
  /** Bytes that were added to a room's log. */
  onGrown: (room: string, byteCount: number) => void = () => {};
  /** Whether a change made now goes out at once. */
  isLive: (room: string) => boolean = () => false;

  constructor(kernel: Kernel, tabs: Tabs) {
    this.#kernel = kernel;
    this.#tabs = tabs;
  }

  get(room: string): RoomCopy | undefined {
    return this.#copies.get(room);
  }

  all(): RoomCopy[] {
    return [...this.#copies.values()];
  }

  /** Opens a room's copy, or shares the one that is open. Undefined for a kind of room that the model does not know. */
  acquire(name: RoomName): RoomCopy | undefined {
    const room = this.#kernel.model.room(name.room);
    if (room === undefined) return undefined;
    const hooks: CopyHooks = {
      record: (copy, change) => this.#record(copy, change),
      found: (copy, stored) => this.onFound(copy.key, stored),
      received: (copy, bytes) => this.#received(copy, bytes),
    };
    let copy = this.#copies.get(`${name.centre}/${name.case}/${name.room}`);
    if (copy === undefined) {
      copy = new RoomCopy(this.#kernel, name, room, hooks);
      this.#copies.set(copy.key, copy);
      this.#shareAwareness(copy);
      copy.events.add((event) => {
        if (event.kind === 'swapped' && copy !== undefined) this.#shareAwareness(copy);
      });
    }
    copy.users++;
    return copy;
  }

  release(copy: RoomCopy): void {
    if (--copy.users > 0 || this.#copies.get(copy.key) !== copy) return;
    // What the disk refused lives in this document alone.
    if (this.#kernel.queue.stuck) return;
    this.#copies.delete(copy.key);
    copy.close();
  }

  /** Bytes of another tab. */
  fromTab(room: string, copy: string, bytes: Uint8Array, rows: readonly OutboxRow[]): void {
    this.#copies.get(room)?.fromTab(
      bytes,
      copy,
      rows.map((row) => row.id),
    );
  }

  awareness(room: string, bytes: Uint8Array): void {
    const copy = this.#copies.get(room);
    if (copy !== undefined) applyAwarenessUpdate(copy.awareness, bytes, FROM_TAB);
  }

  close(): void {
    for (const copy of this.#copies.values()) copy.close();
    this.#copies.clear();
  }

  #record(copy: RoomCopy, change: LocalChange): { ids: string[]; stored: Promise<void> } {
    const { outbox, queue, platform } = this.#kernel;
    const merged = this.#merged(copy, change);
    const row =
      merged ?? outbox.place({ ...change, id: newId(platform), room: copy.key, kind: 'content', madeAt: platform.now() }, platform.now());
    const log = logRow(this.#kernel, copy.key, copy.copy, change.bytes);
    const stored = queue.commit([log, { table: 'outbox', put: row, ...(merged === undefined ? { isNew: true } : {}) }]);
    this.#tabs.post({ kind: 'local', room: copy.key, copy: copy.copy, bytes: change.bytes, rows: [row] });
    this.onGrown(copy.key, change.bytes.length);
    this.onLocal(copy);
    return { ids: [row.id], stored };
  }

  /** Only the leader merges: elsewhere the change may be on its way already. */
  #merged(copy: RoomCopy, change: LocalChange): OutboxRow | undefined {
    const { outbox, platform } = this.#kernel;
    if (change.command !== TEXT_EDIT || !this.#tabs.leader.get() || this.isLive(copy.key)) return undefined;
    const last = lastOf(outbox, copy.key);
    const mergeable =
      last?.command === TEXT_EDIT &&
      last.bytes !== undefined &&
      last.edits !== undefined &&
      last.edits.length < MERGED_EDITS &&
      last.args['name'] === change.args['name'] &&
      last.client === change.client &&
      last.copy === change.copy &&
      last.tries === 0 &&
      outbox.isFresh(last.id) &&
      platform.now() - last.madeAt < MERGED_MS;
    if (!mergeable || last.bytes === undefined) return undefined;
    const row: OutboxRow = {
      ...last,
      bytes: Y.mergeUpdates([last.bytes, change.bytes]),
      edits: [...(last.edits ?? []), ...(change.edits ?? [])],
    };
    outbox.replace([row]);
    return row;
  }

  #received(copy: RoomCopy, bytes: Uint8Array): void {
    void this.#kernel.queue.commit([logRow(this.#kernel, copy.key, copy.copy, bytes)]).catch(() => {});
    this.#tabs.post({ kind: 'remote', room: copy.key, copy: copy.copy, bytes });
    this.onGrown(copy.key, bytes.length);
  }

  #shareAwareness(copy: RoomCopy): void {
    const { awareness } = copy;
    awareness.on('update', ({ added, updated, removed }: { added: number[]; updated: number[]; removed: number[] }, origin: unknown) => {
      if (origin === FROM_TAB || awareness !== copy.awareness) return;
      this.#tabs.post({ kind: 'awareness', room: copy.key, bytes: encodeAwarenessUpdate(awareness, [...added, ...updated, ...removed]) });
    });
  }
}

const lastOf = (outbox: Outbox, room: string): OutboxRow | undefined => outbox.of(room).at(-1);

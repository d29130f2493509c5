import type { Intent, RefusedChange } from '@onedoor/core';
import { parseRoomKey } from '@onedoor/core';
import { type ClientStore, type OutboxRow, outboxKey, type RefusedRow, type StoreChange } from './storage/client-store.js';
import type { WriteQueue } from './storage/write-queue.js';
import { Listeners, Value } from './watchable.js';

interface Item {
  readonly row: OutboxRow;
  /** When it was last put on the way; undefined while it is only saved here. */
  readonly sentAt?: number;
}

/** An outbox row without its place, which the outbox gives. */
export type NewChange = Omit<OutboxRow, 'key' | 'order' | 'tries'>;

/**
 * Changes that the server has not logged, in the order in which they were made, as all tabs of one person see them.
 * The rows lie in the store; this is their mirror in memory, and each method returns what to store.
 */
export class Outbox {
  /** Sorted by key. */
  #items: Item[] = [];
  #lastOrder = 0;
  /** Made in this page and never put on the way: nobody but this browser can have them. */
  readonly #fresh = new Set<string>();
  readonly refused = new Value<readonly RefusedChange[]>([]);
  readonly #changes = new Listeners<ReadonlySet<string>>();

  /** Tells the keys of the rooms whose unlogged changes are others now. */
  watch(listener: (rooms: ReadonlySet<string>) => void): () => void {
    return this.#changes.add(listener);
  }

  /** Takes in what is stored; what is known here already stays as it is. */
  async load(store: ClientStore): Promise<void> {
    const rows = await store.list('outbox');
    this.#insert(rows.filter((row) => this.get(row.id) === undefined).map((row) => ({ row })));
    await this.loadRefused(store);
  }

  /**
   * Takes the lead: what is stored counts more than what was heard, for whoever led before may have made changes
   * again, or put them on the way, and its last messages may still be to come. What was only heard of and belongs to
   * a copy that is past has been settled: made again it would stand in the room twice.
   *
   * @param copyOf the copy of a room that counts
   */
  async takeOver(queue: Pick<WriteQueue, 'list' | 'store'>, copyOf: (room: string) => string | undefined): Promise<void> {
    const rows = await queue.list('outbox', '');
    const stored = new Set(rows.map((row) => row.id));
    const isPast = ({ id, room, copy }: OutboxRow) => !stored.has(id) && copy !== undefined && copy !== (copyOf(room) ?? copy);
    this.remove(
      this.all()
        .filter(isPast)
        .map((row) => row.id),
    );
    this.#fresh.clear();
    this.#insert(rows.map((row) => ({ row })));
    await this.loadRefused(queue.store);
  }

  async loadRefused(store: ClientStore): Promise<void> {
    const rows = await store.list('refused');
    this.refused.set(rows.sort((a, b) => a.madeAt - b.madeAt).map(refusedChange));
  }

  get(id: string): OutboxRow | undefined {
    return this.#items.find((item) => item.row.id === id)?.row;
  }

  all(): readonly OutboxRow[] {
    return this.#items.map((item) => item.row);
  }

  of(room: string, kind?: OutboxRow['kind']): OutboxRow[] {
    return this.#items.filter(({ row }) => row.room === room && (kind === undefined || row.kind === kind)).map((item) => item.row);
  }

  intents(room: string): Intent[] {
    return this.of(room, 'intent').flatMap(({ intent }) => (intent === undefined ? [] : [intent]));
  }

  /** Changes of a case, in order. */
  ofCase(caseId: string): OutboxRow[] {
    return this.#items.filter(({ row }) => parseRoomKey(row.room)?.case === caseId).map((item) => item.row);
  }

  /** Whether a change has surely not reached the server; one that did, even without a receipt, must not grow any more. */
  isFresh(id: string): boolean {
    return this.#fresh.has(id);
  }

  sentAt(id: string): number | undefined {
    return this.#items.find((item) => item.row.id === id)?.sentAt;
  }

  get counts(): { readonly unsent: number; readonly sent: number } {
    return { unsent: this.#items.length, sent: this.#items.filter((item) => item.sentAt !== undefined).length };
  }

  /** A change made here. Its place comes after everything that this tab has seen, whatever the clock says. */
  place(change: NewChange, now: number): OutboxRow {
    const order = Math.max(this.#lastOrder + 1, Math.floor(now) * 1024);
    const row: OutboxRow = { ...change, order, key: outboxKey(order, change.id), tries: 0 };
    this.#fresh.add(row.id);
    this.#insert([{ row }]);
    return row;
  }

  /** Rows that another tab has stored. */
  learn(rows: readonly OutboxRow[]): void {
    this.#insert(rows.map((row) => ({ row })));
  }

  /** Puts other rows in the place of those of the same ids, saved and not sent. */
  replace(rows: readonly OutboxRow[]): StoreChange[] {
    this.#insert(rows.map((row) => ({ row })));
    return rows.map((row) => ({ table: 'outbox', put: row }));
  }

  markSent(ids: readonly string[], now: number): void {
    this.#mark(ids, now);
  }

  /** The way is broken: nobody knows whether these arrived. */
  markSaved(ids: readonly string[]): void {
    this.#mark(ids, undefined);
  }

  /** They are logged, or another tab says so. */
  remove(ids: readonly string[]): StoreChange[] {
    const gone = new Set(ids);
    for (const id of ids) this.#fresh.delete(id);
    const removed = this.#items.filter(({ row }) => gone.has(row.id));
    if (removed.length === 0) return [];
    this.#items = this.#items.filter(({ row }) => !gone.has(row.id));
    this.#tell(removed);
    return removed.map(({ row }) => ({ table: 'outbox', delete: row.key }));
  }

  /** Moves changes to the refused ones, with their values. */
  refuse(ids: readonly string[], refusal: RefusedChange['refusal']): StoreChange[] {
    const rows: RefusedRow[] = ids.flatMap((id) => {
      const row = this.get(id);
      if (row === undefined) return [];
      const args = row.edits === undefined ? row.args : { ...row.args, edits: row.edits };
      return [{ key: row.id, room: row.room, command: row.command, args, refusal, madeAt: row.madeAt }];
    });
    if (rows.length === 0) return [];
    const removed = this.remove(ids);
    const known = new Set(rows.map((row) => row.key));
    this.refused.set([...this.refused.get().filter((change) => !known.has(change.id)), ...rows.map(refusedChange)]);
    return [...removed, ...rows.map((row): StoreChange => ({ table: 'refused', put: row }))];
  }

  dismiss(id: string): StoreChange[] {
    this.refused.set(this.refused.get().filter((change) => change.id !== id));
    return [{ table: 'refused', delete: id }];
  }

  #mark(ids: readonly string[], sentAt: number | undefined): void {
    const named = new Set(ids);
    for (const id of ids) this.#fresh.delete(id);
    const marked: Item[] = [];
    this.#items = this.#items.map((item) => {
      if (!named.has(item.row.id) || item.sentAt === sentAt) return item;
      const next: Item = sentAt === undefined ? { row: item.row } : { row: item.row, sentAt };
      marked.push(next);
      return next;
    });
    if (marked.length > 0) this.#tell(marked);
  }

  #insert(items: readonly Item[]): void {
    if (items.length === 0) return;
    const ids = new Set(items.map((item) => item.row.id));
    this.#items = this.#items.filter(({ row }) => !ids.has(row.id)).concat(items);
    for (const { row } of items) this.#lastOrder = Math.max(this.#lastOrder, row.order);
    this.#items.sort((a, b) => (a.row.key < b.row.key ? -1 : 1));
    this.#tell(items);
  }

  #tell(items: readonly Item[]): void {
    this.#changes.emit(new Set(items.map((item) => item.row.room)));
  }
}

function refusedChange(row: RefusedRow): RefusedChange {
  const name = parseRoomKey(row.room);
  return {
    id: row.key,
    case: name?.case ?? '',
    room: name?.room ?? '',
    command: row.command,
    args: row.args,
    refusal: row.refusal,
    madeAt: row.madeAt,
  };
}

import { ACCEPT, type ActEntry, DECLINE, type Intent, OFFER, type OfferState, parseRoomKey, type RefusedChange } from '@onedoor/core';
import { type ClientStore, type OutboxRow, outboxKey, type RefusedRow, type StoreChange } from './storage/client-store.js';
import type { WriteQueue } from './storage/write-queue.js';
import { Listeners, Value } from './watchable.js';

interface Item {
  readonly row: OutboxRow;
  /** When it was last put on the way; undefined while it is only saved here. */
  readonly sentAt?: number;
}

/** What becomes of a change that was refused, beside those that were before. */
export type RefusedRowOf = (row: OutboxRow, refusal: RefusedChange['refusal'], others: readonly RefusedRow[]) => RefusedRow;

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
  /** By id, in the order in which they were made. */
  #refusedRows: ReadonlyMap<string, RefusedRow> = new Map();
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
    // The intent leaves the outbox when the log has it, or with the refusal at its change.
    const settled = (row: RefusedRow) => row.offer?.state === 'waiting' && this.get(row.offer.id) === undefined;
    this.#showRefused(
      rows.map((row) => (row.offer !== undefined && settled(row) ? { ...row, offer: { ...row.offer, state: 'sent' } } : row)),
    );
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

  /**
   * Moves changes to the refused ones, with their values. What was typed in one text is one of them: a week's work is to be
   * read as what it says. One that carried an offer is told at the change that was offered.
   *
   * @param rowOf `refusedRow`, which is not loaded before there is something to send
   */
  refuse(ids: readonly string[], refusal: RefusedChange['refusal'], rowOf: RefusedRowOf): StoreChange[] {
    const rows = new Map(this.#refusedRows);
    const changed = new Set<string>();
    const put = (row: RefusedRow) => {
      rows.set(row.key, row);
      changed.add(row.key);
    };
    for (const id of ids) {
      const row = this.get(id);
      if (row === undefined) continue;
      const offered = row.command === OFFER ? this.#offeredBy(row.id) : undefined;
      if (offered?.offer !== undefined) put({ ...offered, offer: { ...offered.offer, state: 'failed', refusal } });
      else if (row.command !== OFFER) put(rowOf(row, refusal, [...rows.values()]));
    }
    if (changed.size === 0 && !ids.some((id) => this.get(id) !== undefined)) return [];
    const removed = this.remove(ids);
    this.#showRefused([...rows.values()]);
    return [...removed, ...[...changed].flatMap((key): StoreChange[] => putOf(rows.get(key)))];
  }

  /** What this device holds of a room beyond the server: it waits for its person, who can offer it. */
  setAside(rows: readonly RefusedRow[]): StoreChange[] {
    if (rows.length === 0) return [];
    this.#showRefused([...this.#refusedRows.values(), ...rows]);
    return rows.flatMap(putOf);
  }

  /** Refused changes of a room, as they are kept. */
  refusedOf(room: string): RefusedRow[] {
    return [...this.#refusedRows.values()].filter((row) => row.room === room);
  }

  /** What was set aside after a restore. */
  get setAsideRows(): RefusedRow[] {
    return [...this.#refusedRows.values()].filter(({ refusal }) => refusal.code === 'NOT_IN_BACKUP');
  }

  /** They are logged: what was offered with them has arrived. */
  logged(ids: readonly string[]): StoreChange[] {
    const sent = ids.flatMap((id) => this.#offerChanged(id, { state: 'sent' }, ['waiting']));
    return [...this.remove(ids), ...sent];
  }

  /** An offer of a refused change, put on its way under this intent. */
  offer(id: string, offer: OfferState): StoreChange[] {
    const row = this.#refusedRows.get(id);
    return row === undefined ? [] : this.#changeRefused({ ...row, offer });
  }

  /** What the log says of offers: answers to those of this person. */
  answered(entries: readonly ActEntry[]): StoreChange[] {
    return entries.flatMap(({ intent, person, outcome }) => {
      if (outcome !== 'applied' || (intent.command !== ACCEPT && intent.command !== DECLINE)) return [];
      const { offer, reason } = intent.args;
      const answer =
        intent.command === ACCEPT ? ({ state: 'accepted' } as const) : ({ state: 'declined', reason: String(reason ?? '') } as const);
      return this.#offerChanged(String(offer), { ...answer, by: person }, ['waiting', 'sent']);
    });
  }

  dismiss(id: string): StoreChange[] {
    const rows = new Map(this.#refusedRows);
    const offer = rows.get(id)?.offer;
    rows.delete(id);
    this.#showRefused([...rows.values()]);
    // Put away before it went: it goes no more.
    const unsent = offer?.state === 'waiting' ? this.remove([offer.id]) : [];
    return [{ table: 'refused', delete: id }, ...unsent];
  }

  #offeredBy(intent: string): RefusedRow | undefined {
    return [...this.#refusedRows.values()].find((row) => row.offer?.id === intent);
  }

  #offerChanged(intent: string, to: Partial<OfferState>, from: readonly OfferState['state'][]): StoreChange[] {
    const row = this.#offeredBy(intent);
    return row?.offer === undefined || !from.includes(row.offer.state)
      ? []
      : this.#changeRefused({ ...row, offer: { ...row.offer, ...to } });
  }

  #changeRefused(row: RefusedRow): StoreChange[] {
    this.#showRefused([...new Map(this.#refusedRows).set(row.key, row).values()]);
    return putOf(row);
  }

  #showRefused(rows: readonly RefusedRow[]): void {
    this.#refusedRows = new Map([...rows].sort((a, b) => a.madeAt - b.madeAt).map((row) => [row.key, row]));
    this.refused.set([...this.#refusedRows.values()].map(refusedChange));
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
    const [only] = items;
    const last = this.#items.at(-1)?.row.key ?? '';
    // What is typed comes last, one by one: nothing is to be sorted for it.
    if (items.length === 1 && only !== undefined && only.row.key > last && this.get(only.row.id) === undefined) {
      this.#items.push(only);
      this.#lastOrder = Math.max(this.#lastOrder, only.row.order);
      this.#tell(items);
      return;
    }
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

const putOf = (row: RefusedRow | undefined): StoreChange[] => (row === undefined ? [] : [{ table: 'refused', put: row }]);

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
    ...(row.offer === undefined ? {} : { offer: row.offer }),
  };
}

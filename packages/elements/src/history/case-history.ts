import type { CaseRow, ErasureNote, Refusal, Session, Visit } from '@onedoor/core';
import { type KnownEdits, withNewest, withOlder } from './merge-edits.js';

/** The server's index takes an edit up about a second after it is logged. */
const INDEX_DELAY_MS = 1500;
const PAGE = 50;

/** Edits of one room, and how good they are. */
export interface RoomHistory extends KnownEdits {
  /** As last heard, without asking the server now. */
  readonly stale: boolean;
  /** Epoch milliseconds by this device's clock when the server last said so. */
  readonly at: number;
  readonly refusal?: Refusal;
  /** What was erased of the room. */
  readonly erasures?: readonly ErasureNote[];
}

/**
 * Edits of all rooms of one case, fetched once for all elements of a page, and the visit that they are compared with. What
 * was seen is fixed while the page is looked at: marks do not go away under the reader's eyes.
 */
export class CaseHistory {
  readonly #session: Session;
  readonly #case: string;
  readonly #listeners = new Set<() => void>();
  readonly #seqs = new Map<string, number>();
  readonly #rooms = new Map<string, RoomHistory>();
  readonly #ends: (() => void)[] = [];
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();
  #visit: Visit | undefined;
  #users = 0;
  #loading = 0;

  constructor(session: Session, caseId: string) {
    this.#session = session;
    this.#case = caseId;
  }

  get visit(): Visit | undefined {
    return this.#visit;
  }

  get rooms(): ReadonlyMap<string, RoomHistory> {
    return this.#rooms;
  }

  get loading(): boolean {
    return this.#loading > 0;
  }

  /** Begins to follow; what is returned ends it. */
  use(listener: () => void): () => void {
    this.#listeners.add(listener);
    if (this.#users++ === 0) this.#start();
    return () => {
      if (!this.#listeners.delete(listener)) return;
      if (--this.#users === 0) this.#stop();
    };
  }

  /** The next page of every room that has one. */
  async more(): Promise<void> {
    await Promise.all(
      [...this.#rooms].map(async ([room, known]) => {
        const last = known.edits.at(-1);
        if (known.more && last !== undefined) await this.#fetch(room, last.order);
      }),
    );
  }

  /** Asks again, after a failure or a time without network. */
  retry(): void {
    for (const room of this.#seqs.keys()) void this.#fetch(room);
  }

  #start(): void {
    const session = this.#session;
    const look = () => this.#look(session.rows.get().find((row) => row.case === this.#case));
    const seen = () => {
      if (document.visibilityState !== 'visible') return;
      this.#visit = session.visits.get().get(this.#case);
      this.#tell();
    };
    let { connection } = session.sync.get();
    document.addEventListener('visibilitychange', seen);
    this.#ends.push(
      () => document.removeEventListener('visibilitychange', seen),
      session.rows.watch(look),
      session.sync.watch((sync) => {
        const back = sync.connection === 'online' && connection !== 'online';
        ({ connection } = sync);
        if (back) this.retry();
      }),
    );
    this.#visit = session.visits.get().get(this.#case);
    look();
  }

  #stop(): void {
    for (const end of this.#ends.splice(0)) end();
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
    this.#seqs.clear();
  }

  /** A row tells how far each room has come; rooms without content have no edits. */
  #look(row: CaseRow | undefined): void {
    for (const { room, seq, sealed } of row?.rooms ?? []) {
      // Read where its purpose is stated, and nowhere else.
      if (sealed === true) continue;
      if ((this.#session.model.room(room)?.records.length ?? 0) === 0) continue;
      const known = this.#seqs.get(room);
      if (known !== undefined && known >= seq) continue;
      this.#seqs.set(room, seq);
      if (known === undefined) void this.#fetch(room);
      else if (!this.#timers.has(room))
        this.#timers.set(
          room,
          setTimeout(() => {
            this.#timers.delete(room);
            void this.#fetch(room);
          }, INDEX_DELAY_MS),
        );
    }
  }

  async #fetch(room: string, before?: number): Promise<void> {
    this.#loading++;
    const result = await this.#session.history({ case: this.#case, room }, { limit: PAGE, ...(before === undefined ? {} : { before }) });
    this.#loading--;
    const known = this.#rooms.get(room);
    if (result.ok) {
      const { stale, at } = result.value;
      const edits = before === undefined || known === undefined ? withNewest(known, result.value) : withOlder(known, result.value);
      // They come with the newest page alone.
      const erasures = before === undefined ? result.value.erasures : known?.erasures;
      this.#rooms.set(room, { ...edits, stale, at, ...(erasures === undefined ? {} : { erasures }) });
    } else this.#rooms.set(room, { edits: known?.edits ?? [], more: false, stale: true, at: known?.at ?? 0, refusal: result.refusal });
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

const shared = new WeakMap<Session, Map<string, CaseHistory>>();

/** The one history of a case for all elements of a page. */
export function historyOf(session: Session, caseId: string): CaseHistory {
  let cases = shared.get(session);
  if (cases === undefined) shared.set(session, (cases = new Map()));
  let history = cases.get(caseId);
  if (history === undefined) cases.set(caseId, (history = new CaseHistory(session, caseId)));
  return history;
}

import { CENTRE_CASE, type Visit, visitSchema } from '@onedoor/core';
import type { Kernel } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import type { Tabs } from '../tabs/tabs.js';
import { Value } from '../watchable.js';

const PREFIX = 'visit/';
/** Own changes that are logged one after the other are stored together. */
const STORE_MS = 500;

/**
 * When this person last saw each case, and how far. A visit only ever moves forward: what two tabs note at once is
 * joined by the greater of each two numbers, in whatever order they hear of it.
 */
export class Visits {
  readonly all = new Value<ReadonlyMap<string, Visit>>(new Map());
  readonly #kernel: Kernel;
  readonly #tabs: Tabs;
  readonly #index: RoomsIndex;
  readonly #unstored = new Set<string>();
  #callOff: (() => void) | undefined;

  constructor(kernel: Kernel, tabs: Tabs, index: RoomsIndex) {
    this.#kernel = kernel;
    this.#tabs = tabs;
    this.#index = index;
  }

  async load(): Promise<void> {
    const visits = new Map(this.all.get());
    for (const { key, value } of await this.#kernel.queue.store.list('meta', PREFIX)) {
      const visit = visitSchema.safeParse(value);
      if (visit.success) visits.set(key.slice(PREFIX.length), visit.data);
    }
    this.all.set(visits);
  }

  /**
   * The person has seen the case as it is here.
   *
   * @param isLive whether a room's socket is open and in step: then all that the rows tell of it is here, which is
   *   noted as stored only a moment later
   */
  mark(caseId: string, isLive: (room: string) => boolean): Promise<void> {
    const seqs = [...this.#index.keysOf(caseId)].map((key) => {
      const stored = this.#index.stored(key);
      const listed = isLive(key) ? (this.#index.listed(key)?.seq ?? 0) : 0;
      return [nameOfRoom(key).room, Math.max(stored?.seq ?? 0, stored?.actSeq ?? 0, listed)] as const;
    });
    this.#join(caseId, { at: this.#kernel.platform.now(), seqs: Object.fromEntries(seqs) });
    return this.#store();
  }

  /** A change that this person made was logged: if nobody else's stands between it and what they saw, they saw it too. */
  ownLogged(room: string, seq: number): void {
    const { case: caseId, room: name } = nameOfRoom(room);
    const visit = this.all.get().get(caseId);
    if (caseId === CENTRE_CASE || visit === undefined || seq !== (visit.seqs[name] ?? 0) + 1) return;
    this.#join(caseId, { at: visit.at, seqs: { [name]: seq } });
    this.#callOff ??= this.#kernel.platform.after(STORE_MS, () => void this.#store());
  }

  /** Another tab has noted it, and stores it. */
  hear(caseId: string, visit: Visit | undefined): void {
    if (visit === undefined) this.#drop(caseId);
    else this.#take(caseId, visit);
  }

  /** The case is this person's no more. */
  async forget(caseId: string): Promise<void> {
    if (!this.all.get().has(caseId)) return;
    this.#drop(caseId);
    this.#tabs.post({ kind: 'visit', case: caseId });
    await this.#kernel.queue.commit([{ table: 'meta', delete: PREFIX + caseId }]).catch(() => {});
  }

  close(): Promise<void> {
    return this.#store();
  }

  #join(caseId: string, visit: Visit): void {
    this.#take(caseId, visit);
    this.#unstored.add(caseId);
  }

  #take(caseId: string, visit: Visit): void {
    const before = this.all.get().get(caseId);
    const joined = before === undefined ? visit : latest(before, visit);
    this.all.set(new Map(this.all.get()).set(caseId, joined));
  }

  #drop(caseId: string): void {
    const visits = new Map(this.all.get());
    this.#unstored.delete(caseId);
    if (visits.delete(caseId)) this.all.set(visits);
  }

  async #store(): Promise<void> {
    this.#callOff?.();
    this.#callOff = undefined;
    const visits = [...this.#unstored].flatMap((caseId) => {
      const visit = this.all.get().get(caseId);
      return visit === undefined ? [] : [{ caseId, visit }];
    });
    this.#unstored.clear();
    for (const { caseId, visit } of visits) this.#tabs.post({ kind: 'visit', case: caseId, visit });
    // A disk that refuses is shown as the session's problem.
    await this.#kernel.queue
      .commit(visits.map(({ caseId, visit }) => ({ table: 'meta', put: { key: PREFIX + caseId, value: visit } }) as const))
      .catch(() => {});
  }
}

function latest(a: Visit, b: Visit): Visit {
  const seqs: Record<string, number> = { ...a.seqs };
  for (const [room, seq] of Object.entries(b.seqs)) seqs[room] = Math.max(seq, seqs[room] ?? 0);
  return { at: Math.max(a.at, b.at), seqs };
}

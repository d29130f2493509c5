import { type Actor, isSealed, type Model, refusalOf } from '@onedoor/core';
import type { Rights } from '../rights.js';

/** Which kinds of rooms of each case one person may read, as numbers of sets. */
interface Reader {
  readonly actor: Actor;
  /** By number of the case: number of a set; 0 where the case is closed to them. */
  readonly sets: number[];
  /** Changes of teams that it has taken up. */
  upTo: number;
}

/** Cases that are judged between two looks at the clock. */
const CASES_AT_ONCE = 500;
/** Changes of teams that are remembered: a person who has not looked for anything meanwhile is judged anew. */
const MAX_CHANGES = 10_000;

/**
 * Who may read what, kept for the last people who looked for something: to ask it of a hundred thousand cases takes longer
 * than the search. Sealed rooms are in nobody's set. A person is judged anew when the directory says something else of
 * them, a case when its `case` room has a new act.
 */
export class Readable {
  readonly #rights: Rights;
  readonly #model: Model;
  readonly #maxReaders: number;
  readonly #readers = new Map<string, Reader>();
  readonly #sets: ReadonlySet<string>[] = [new Set()];
  readonly #setIds = new Map<string, number>([['', 0]]);
  #changes: number[] = [];
  /** Changes that were forgotten. */
  #before = 0;

  constructor(rights: Rights, model: Model, maxReaders: number) {
    this.#rights = rights;
    this.#model = model;
    this.#maxReaders = maxReaders;
  }

  /** The team of a case is another one. @param at its number */
  changed(at: number): void {
    this.#changes.push(at);
    if (this.#changes.length <= MAX_CHANGES) return;
    this.#before += this.#changes.length;
    this.#changes = [];
  }

  /**
   * Judges what is new since a person last asked, in stretches. Ask `roomsOf` at once after it has ended.
   *
   * @param cases ids by their numbers
   */
  *judge(person: string, cases: readonly string[]): Generator<void, Reader | undefined, void> {
    const actor = this.#rights.actor(person);
    if (actor === undefined) return undefined;
    const known = this.#readers.get(person);
    const isGood = known !== undefined && known.actor === actor && known.upTo >= this.#before;
    const reader: Reader = isGood ? known : { actor, sets: [], upTo: this.#before + this.#changes.length };
    for (let at = reader.sets.length, done = 1; at < cases.length; at++, done++) {
      reader.sets[at] = this.#setOf(actor, cases[at] ?? '');
      if (done % CASES_AT_ONCE === 0) yield;
    }
    // Those that changed before the person came were judged just now; those that changed meanwhile are judged again.
    if (reader.upTo < this.#before) return yield* this.judge(person, cases);
    for (const at of this.#changes.slice(reader.upTo - this.#before))
      if (at < reader.sets.length) reader.sets[at] = this.#setOf(actor, cases[at] ?? '');
    reader.upTo = this.#before + this.#changes.length;
    this.#readers.delete(person);
    this.#readers.set(person, reader);
    const [oldest] = this.#readers.keys();
    if (this.#readers.size > this.#maxReaders && oldest !== undefined) this.#readers.delete(oldest);
    return reader;
  }

  /** Rooms of a case that a person may read; none where its row is none of theirs. */
  roomsOf(reader: Reader, at: number): ReadonlySet<string> | undefined {
    const set = reader.sets[at] ?? 0;
    return set === 0 ? undefined : this.#sets[set];
  }

  #setOf(actor: Actor, caseId: string): number {
    const team = this.#rights.team(caseId);
    const names = this.#model
      .rooms('case')
      .filter(({ rule }) => !isSealed(rule) && refusalOf(rule, { to: 'read' }, actor, team) === undefined)
      .map(({ name }) => name);
    const key = names.includes('case') ? names.join(' ') : '';
    let id = this.#setIds.get(key);
    if (id === undefined) {
      id = this.#sets.length;
      this.#sets.push(new Set(names));
      this.#setIds.set(key, id);
    }
    return id;
  }
}

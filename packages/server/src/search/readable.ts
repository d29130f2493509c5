import { type Actor, isSealed, type Model, refusalOf } from '@onedoor/core';
import type { Rights } from '../rights.js';

/** What of the index one person may read. */
export interface Reader {
  readonly actor: Actor;
  /** A bit for each slot of the index. */
  open: Uint32Array;
  /** Changes that it has taken up. */
  upTo: number;
}

/** The parts of cases in the index. */
export interface Parts {
  /** How many cases there are; they have numbers from 0 on. */
  readonly count: number;
  caseId(at: number): string;
  slotsOf(at: number): Iterable<number>;
  roomOf(slot: number): string;
}

/** Cases that are judged between two looks at the clock: of a case that nobody used since the start its log is read. */
const CASES_AT_ONCE = 10;
/** Changes that are remembered: a person who has not looked for anything meanwhile is judged anew. */
const MAX_CHANGES = 100_000;

/**
 * Who may read what, kept for the last people who looked for something: to ask it of a hundred thousand cases takes longer
 * than the search. Sealed rooms are in nobody's set. A person is judged anew when the directory says something else of
 * them, a case when its `case` room has a new act or a part of it another place.
 */
export class Readable {
  readonly #rights: Rights;
  readonly #model: Model;
  readonly #parts: Parts;
  readonly #maxReaders: number;
  readonly #readers = new Map<string, Reader>();
  /** Numbers of cases, in the order in which they changed. */
  #changes: number[] = [];
  /** Changes that were forgotten. */
  #before = 0;

  constructor(rights: Rights, model: Model, parts: Parts, maxReaders: number) {
    this.#rights = rights;
    this.#model = model;
    this.#parts = parts;
    this.#maxReaders = maxReaders;
  }

  /** The team of a case is another one, or what is in the index of it has another place. @param at its number */
  changed(at: number): void {
    this.#changes.push(at);
    if (this.#changes.length <= MAX_CHANGES) return;
    this.#before += this.#changes.length;
    this.#changes = [];
  }

  /**
   * Judges what is new since a person last asked, in stretches. What it returns is true until others had their turn: ask again
   * then, which costs little where nothing has changed.
   *
   * @returns undefined for whoever is no active person of the directory
   */
  *judge(person: string): Generator<void, Reader | undefined, void> {
    for (;;) {
      const actor = this.#rights.actor(person);
      if (actor === undefined) return undefined;
      const known = this.#readers.get(person);
      const isGood = known !== undefined && known.actor === actor && known.upTo >= this.#before;
      if (isGood && known.upTo === this.#changed) {
        this.#keep(person, known);
        return known;
      }
      const reader = isGood ? known : { actor, open: new Uint32Array(), upTo: this.#changed };
      if (isGood) yield* this.#catchUp(known);
      else {
        for (let at = 0; at < this.#parts.count; at++) {
          this.#judgeCase(reader, at);
          if (at % CASES_AT_ONCE === CASES_AT_ONCE - 1) yield;
        }
        this.#keep(person, reader);
      }
    }
  }

  *#catchUp(reader: Reader): Generator<void, void, void> {
    for (let done = 1; reader.upTo >= this.#before && reader.upTo < this.#changed; done++) {
      this.#judgeCase(reader, this.#changes[reader.upTo - this.#before] ?? 0);
      reader.upTo += 1;
      if (done % CASES_AT_ONCE === 0) yield;
    }
  }

  get #changed(): number {
    return this.#before + this.#changes.length;
  }

  /** The last who came is the last to be forgotten. */
  #keep(person: string, reader: Reader): void {
    this.#readers.delete(person);
    this.#readers.set(person, reader);
    const [oldest] = this.#readers.keys();
    if (this.#readers.size > this.#maxReaders && oldest !== undefined) this.#readers.delete(oldest);
  }

  #judgeCase(reader: Reader, at: number): void {
    const rooms = this.#roomsOf(reader.actor, this.#parts.caseId(at));
    for (const slot of this.#parts.slotsOf(at)) {
      const word = slot >> 5;
      if (word >= reader.open.length) {
        const grown = new Uint32Array(Math.max(word + 1, reader.open.length * 2));
        grown.set(reader.open);
        reader.open = grown;
      }
      const bit = 1 << (slot & 31);
      const isOpen = rooms.has(this.#parts.roomOf(slot));
      reader.open[word] = isOpen ? (reader.open[word] ?? 0) | bit : (reader.open[word] ?? 0) & ~bit;
    }
  }

  /** Rooms of a case that a person may read; none where its row is none of theirs. */
  #roomsOf(actor: Actor, caseId: string): ReadonlySet<string> {
    const team = this.#rights.team(caseId);
    const names = this.#model
      .rooms('case')
      .filter(({ rule }) => !isSealed(rule) && refusalOf(rule, { to: 'read' }, actor, team) === undefined)
      .map(({ name }) => name);
    return new Set(names.includes('case') ? names : []);
  }
}

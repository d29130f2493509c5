import { SEARCH_FIELDS, type SearchField } from './entry.js';
import { spells, unitsReadFrom } from './pinyin.js';
import type { Query } from './query.js';
import { BEYOND_FIELDS, FIRST_FIELD } from './units.js';

const WEIGHTS: Readonly<Record<SearchField, number>> = {
  name: 50,
  number: 45,
  tail: 40,
  title: 25,
  place: 28,
  words: 10,
  mark: 60,
  text: 6,
};
const WEIGHT_OF: readonly number[] = SEARCH_FIELDS.map((kind) => WEIGHTS[kind]);
const AT_START = 8;
const WHOLE = 25;
const SPELT_LESS = 5;
/** Letters that are found in the middle of a name are often none of its spelling; in the middle of a title or a place they are none. */
const SPELT_INSIDE_LESS = 30;
const UNITS = 1 << 16;

interface CompiledWay {
  readonly term: number;
  readonly fields: number;
  readonly units: Uint16Array;
  /** The letters, where the text is spelt. */
  readonly letters: string | undefined;
}

/** One query on its way through the texts of one group after the other. */
export class Look {
  /** Where the best place is that was read since `begin`, and whether that is a long text. */
  slot = 0;
  at = 0;
  /** A term that stands in a long text alone, and where. */
  long: { readonly term: number; readonly slot: number } | undefined;
  /** Bits of the terms that were found since `begin`. */
  found = 0;
  #top = 0;
  readonly #ways: readonly CompiledWay[];
  /** Units at which something is to be done; small enough to stay near the processor. */
  readonly #flags = new Uint8Array(UNITS);
  /** By a unit, bits of the ways that may begin with it. */
  readonly #first = new Uint32Array(UNITS);
  readonly #best: Int32Array;
  /** Of each term as it was typed. */
  readonly #typed: readonly Uint16Array[];

  constructor({ terms, ways }: Query) {
    this.#best = new Int32Array(terms);
    this.#flags.fill(1, 0, BEYOND_FIELDS);
    this.#typed = Array.from({ length: terms }, (_, at) => unitsOfText(ways.find(({ term }) => term === at)?.text ?? ''));
    this.#ways = ways.map(({ term, fields, text, spelt }) => ({
      term,
      fields,
      units: unitsOfText(text),
      letters: spelt ? text : undefined,
    }));
    this.#ways.forEach(({ units, letters }, at) => {
      const note = (unit: number): void => {
        this.#first[unit] = (this.#first[unit] ?? 0) | (1 << at);
        this.#flags[unit] = 1;
      };
      note(units[0] ?? 0);
      if (letters !== undefined) for (const unit of unitsReadFrom(letters.charCodeAt(0))) note(unit);
    });
  }

  /** Forgets what was read. */
  begin(): void {
    this.#best.fill(0);
    this.#top = 0;
    this.found = 0;
    this.long = undefined;
  }

  /** How well what was read since `begin` fits. Means something where all terms were found. */
  get score(): number {
    let sum = 0;
    for (let term = 0; term < this.#best.length; term++) sum += this.#best[term] ?? 0;
    return sum;
  }

  /** Reads names, titles and places: how often and where a term stands is of weight. */
  read(text: Uint16Array, start: number, end: number, slot: number): void {
    const first = this.#first;
    const flags = this.#flags;
    let kind = 0;
    for (let at = start; at < end; at++) {
      const unit = text[at] ?? 0;
      if (flags[unit] === 0) continue;
      if (unit < BEYOND_FIELDS) kind = unit - FIRST_FIELD;
      else this.#note(text, at, first[unit] ?? 0, kind, slot);
    }
  }

  /**
   * Looks for terms in a long text, each up to where it stands first.
   *
   * @param terms bits of those that stand nowhere else
   */
  readLong(text: Uint16Array, start: number, end: number, slot: number, terms: number): void {
    for (let term = 0, rest = terms; rest !== 0; term++, rest >>>= 1) {
      const units = this.#typed[term];
      const at = (rest & 1) === 0 || units === undefined ? -1 : indexOf(text, start, end, units);
      if (at < 0 || units === undefined) continue;
      this.long ??= { term, slot };
      this.#take(term, TEXT_WEIGHT + placeScore(text, at, units.length), slot, at);
    }
  }

  #note(text: Uint16Array, at: number, candidates: number, kind: number, slot: number): void {
    for (let index = 0, rest = candidates; rest !== 0; index++, rest >>>= 1) {
      if ((rest & 1) === 0) continue;
      const way = this.#ways[index];
      if (way === undefined || ((way.fields >> kind) & 1) === 0) continue;
      const { term, units, letters } = way;
      if (letters === undefined ? !isAt(text, at, units) : !spells(letters, text, at)) continue;
      const weight = WEIGHT_OF[kind] ?? 0;
      if (letters === undefined) this.#take(term, weight + placeScore(text, at, units.length), slot, at);
      else this.#take(term, weight + (isStart(text, at) ? AT_START - SPELT_LESS : -SPELT_INSIDE_LESS), slot, at);
    }
  }

  #take(term: number, score: number, slot: number, at: number): void {
    if (score <= 0) return;
    this.found |= 1 << term;
    if (score > (this.#best[term] ?? 0)) this.#best[term] = score;
    if (score <= this.#top) return;
    this.#top = score;
    this.slot = slot;
    this.at = at;
  }
}

const TEXT_WEIGHT = WEIGHTS.text;

const isStart = (text: Uint16Array, at: number): boolean => (text[at - 1] ?? 0) < BEYOND_FIELDS;

function placeScore(text: Uint16Array, at: number, length: number): number {
  if (!isStart(text, at)) return 0;
  return AT_START + ((text[at + length] ?? 0) < BEYOND_FIELDS ? WHOLE : 0);
}

/** The engine looks for a unit twice as quickly as a loop here does. */
function indexOf(text: Uint16Array, start: number, end: number, units: Uint16Array): number {
  const own = text.subarray(start, end);
  const first = units[0] ?? 0;
  for (let at = own.indexOf(first); at >= 0; at = own.indexOf(first, at + 1)) if (isAt(text, start + at, units)) return start + at;
  return -1;
}

function unitsOfText(text: string): Uint16Array {
  const units = new Uint16Array(text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  return units;
}

function isAt(text: Uint16Array, at: number, units: Uint16Array): boolean {
  for (let index = 0; index < units.length; index++) if (text[at + index] !== units[index]) return false;
  return true;
}

import { SEARCH_FIELDS, type SearchEntry, type SearchField } from './entry.js';
import { BEGINS_WITH_BOTH, MAY_FOLLOW, pairFilter, spells, unitsReadFrom } from './pinyin.js';
import { parseQuery, type Query } from './query.js';
import { searchText } from './text.js';

/** A case that was found. */
export interface SearchHit {
  readonly id: string;
  /** The larger, the better it fits. Means nothing by itself. */
  readonly score: number;
  /** Which of the entry's `fields` says best why. */
  readonly field: number;
  readonly kind: SearchField;
}

export interface SearchResult {
  /** The best ones, the best first. */
  readonly hits: readonly SearchHit[];
  /** How many cases fit. */
  readonly total: number;
}

/** Units of one chunk of texts; a text is never longer than this. */
const CHUNK = 1 << 17;
const LONGEST_FIELD = 2_000;
const LONGEST_ENTRY = 20_000;
/** Below this a unit is the mark before a field; 0 ends an entry. */
const FIRST_FIELD = 1;
const BEYOND_FIELDS = FIRST_FIELD + SEARCH_FIELDS.length;
/** Put together anew once this part of the texts is of no use any more. */
const MOST_WASTE = 0.3;
const FEWEST_SLOTS = 256;
const UNITS = 1 << 16;

const WEIGHTS: Readonly<Record<SearchField, number>> = { name: 50, number: 45, tail: 40, title: 25, place: 28, words: 10, mark: 60 };
const AT_START = 8;
const WHOLE = 25;
const SPELT_LESS = 5;
/** Letters that are found in the middle of a name are often none of its spelling. */
const SPELT_INSIDE_LESS = 30;

/**
 * An index in memory: texts in large typed arrays that are read through for each query, a nanosecond a character. That is
 * quick enough for a hundred thousand cases, finds any part of a word, needs no list of words, and takes two bytes a
 * character. Spellings are not stored; they are checked against the characters' readings.
 *
 * @example
 * const index = new SearchIndex();
 * index.put({ id: 'a', changedAt: 0, fields: [['name', '罗桂芬']] });
 * index.search('lgf').hits[0]?.id; // 'a'
 */
export class SearchIndex {
  #chunks: Uint16Array[] = [];
  /** Where the next text goes, in the last chunk. */
  #end = CHUNK;
  #used = 0;
  #wasted = 0;
  readonly #slots = new Map<string, number>();
  #ids: (string | undefined)[] = [];
  #free: number[] = [];
  #chunkOf = new Uint16Array(FEWEST_SLOTS);
  #startOf = new Uint32Array(FEWEST_SLOTS);
  #lengthOf = new Uint32Array(FEWEST_SLOTS);
  #changedAt = new Float64Array(FEWEST_SLOTS);

  /** How many cases are in it. */
  get size(): number {
    return this.#slots.size;
  }

  /** Bytes of its typed arrays; ids are the caller's own strings. */
  get bytes(): number {
    return (
      this.#chunks.length * CHUNK * 2 +
      this.#chunkOf.byteLength +
      this.#startOf.byteLength +
      this.#lengthOf.byteLength +
      this.#changedAt.byteLength
    );
  }

  /** Takes up a case, or what it is now. */
  put(entry: SearchEntry): void {
    const slot = this.#slots.get(entry.id) ?? this.#newSlot(entry.id);
    this.#wasted += this.#lengthOf[slot] ?? 0;
    const units = unitsOf(entry);
    this.#write(slot, units);
    this.#changedAt[slot] = entry.changedAt;
    if (this.#wasted > CHUNK && this.#wasted > this.#used * MOST_WASTE) this.#compact();
  }

  remove(id: string): void {
    const slot = this.#slots.get(id);
    if (slot === undefined) return;
    this.#slots.delete(id);
    this.#wasted += this.#lengthOf[slot] ?? 0;
    this.#lengthOf[slot] = 0;
    this.#ids[slot] = undefined;
    this.#free.push(slot);
  }

  /**
   * @param typed what a person typed; see `parseQuery`
   * @param options `limit`: hits at most, default 50; `among`: only these cases are looked at
   */
  search(typed: string, options: { readonly limit?: number; readonly among?: Iterable<string> } = {}): SearchResult {
    const query = parseQuery(typed);
    if (query.terms === 0) return { hits: [], total: 0 };
    const best = new Best(options.limit ?? 50);
    const look = new Look(query);
    const visit = (slot: number): void => {
      const id = this.#ids[slot];
      const chunk = this.#chunks[this.#chunkOf[slot] ?? 0];
      if (id === undefined || chunk === undefined) return;
      const start = this.#startOf[slot] ?? 0;
      const score = look.at(chunk, start, start + (this.#lengthOf[slot] ?? 0));
      if (score > 0) best.add(score, this.#changedAt[slot] ?? 0, id, look.field, look.kind);
    };
    if (options.among === undefined) for (let slot = 0; slot < this.#ids.length; slot++) visit(slot);
    else
      for (const id of options.among) {
        const slot = this.#slots.get(id);
        if (slot !== undefined) visit(slot);
      }
    return { hits: best.hits, total: best.total };
  }

  #newSlot(id: string): number {
    const slot = this.#free.pop() ?? this.#ids.length;
    this.#ids[slot] = id;
    this.#slots.set(id, slot);
    if (slot >= this.#startOf.length) {
      const size = this.#startOf.length * 2;
      const grown = <T extends Uint16Array | Uint32Array | Float64Array>(to: T, from: T): T => {
        to.set(from);
        return to;
      };
      this.#chunkOf = grown(new Uint16Array(size), this.#chunkOf);
      this.#startOf = grown(new Uint32Array(size), this.#startOf);
      this.#lengthOf = grown(new Uint32Array(size), this.#lengthOf);
      this.#changedAt = grown(new Float64Array(size), this.#changedAt);
    }
    this.#lengthOf[slot] = 0;
    return slot;
  }

  #write(slot: number, units: ArrayLike<number>): void {
    if (this.#end + units.length > CHUNK) {
      this.#chunks.push(new Uint16Array(CHUNK));
      this.#end = 0;
    }
    this.#chunks.at(-1)?.set(units, this.#end);
    this.#chunkOf[slot] = this.#chunks.length - 1;
    this.#startOf[slot] = this.#end;
    this.#lengthOf[slot] = units.length;
    this.#end += units.length;
    this.#used += units.length;
  }

  #compact(): void {
    const old = this.#chunks;
    this.#chunks = [];
    this.#end = CHUNK;
    this.#used = 0;
    this.#wasted = 0;
    for (const slot of this.#slots.values()) {
      const start = this.#startOf[slot] ?? 0;
      this.#write(slot, old[this.#chunkOf[slot] ?? 0]?.subarray(start, start + (this.#lengthOf[slot] ?? 0)) ?? []);
    }
  }
}

function unitsOf({ fields }: SearchEntry): Uint16Array {
  const units: number[] = [];
  for (const [kind, value] of fields) {
    units.push(FIRST_FIELD + SEARCH_FIELDS.indexOf(kind));
    const text = searchText(value).slice(0, LONGEST_FIELD);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= BEYOND_FIELDS) units.push(unit);
    }
    if (units.length > LONGEST_ENTRY) break;
  }
  units.push(0);
  return Uint16Array.from(units);
}

interface CompiledWay {
  readonly term: number;
  readonly fields: number;
  readonly units: Uint16Array;
  /** The letters, where the text is spelt. */
  readonly letters: string | undefined;
  readonly pairs: Uint8Array | undefined;
}

/** One query on its way through the texts. */
class Look {
  /** Why the last one that fitted did so. */
  field = 0;
  kind: SearchField = 'name';
  readonly #ways: readonly CompiledWay[];
  /** Units at which something is to be done; small enough to stay near the processor. */
  readonly #flags = new Uint8Array(UNITS);
  /** By a unit, bits of the ways that may begin with it. */
  readonly #first = new Uint32Array(UNITS);
  readonly #best: Int32Array;

  constructor({ terms, ways }: Query) {
    this.#best = new Int32Array(terms);
    this.#flags.fill(1, 0, BEYOND_FIELDS);
    this.#ways = ways.map(({ term, fields, text, spelt }) => ({
      term,
      fields,
      units: unitsOfText(text),
      letters: spelt ? text : undefined,
      pairs: spelt ? pairFilter(text) : undefined,
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

  /** How well the text fits; 0 where a term is not in it. */
  at(text: Uint16Array, start: number, end: number): number {
    const best = this.#best;
    const first = this.#first;
    const flags = this.#flags;
    for (let term = 0; term < best.length; term++) best[term] = 0;
    let top = 0;
    let field = -1;
    let kind = 0;
    for (let at = start; at < end; at++) {
      const unit = text[at] ?? 0;
      if (flags[unit] === 0) continue;
      if (unit < BEYOND_FIELDS) {
        field += 1;
        kind = unit - FIRST_FIELD;
        continue;
      }
      const score = this.#scoreAt(text, at, first[unit] ?? 0, kind);
      if (score > top) {
        top = score;
        this.field = field;
        this.kind = SEARCH_FIELDS[kind] ?? 'words';
      }
    }
    let sum = 0;
    for (let term = 0; term < best.length; term++) {
      const score = best[term] ?? 0;
      if (score === 0) return 0;
      sum += score;
    }
    return sum;
  }

  /** The best score of a place; notes it for its term. */
  #scoreAt(text: Uint16Array, at: number, candidates: number, kind: number): number {
    let top = 0;
    const ways = this.#ways;
    for (let index = 0, rest = candidates; rest !== 0; index++, rest >>>= 1) {
      if ((rest & 1) === 0) continue;
      const way = ways[index];
      if (way === undefined || ((way.fields >> kind) & 1) === 0) continue;
      const { pairs } = way;
      const isPair =
        pairs === undefined ||
        ((pairs[text[at] ?? 0] ?? 0) & BEGINS_WITH_BOTH) !== 0 ||
        ((pairs[text[at + 1] ?? 0] ?? 0) & MAY_FOLLOW) !== 0;
      if (!isPair) continue;
      const length = way.units.length;
      if (way.letters === undefined ? !isAt(text, at, way.units) : !spells(way.letters, text, at)) continue;
      const weight = WEIGHTS[SEARCH_FIELDS[kind] ?? 'words'];
      const isStart = (text[at - 1] ?? 0) < BEYOND_FIELDS;
      const isWhole = isStart && way.letters === undefined && (text[at + length] ?? 0) < BEYOND_FIELDS;
      const score =
        weight +
        (isStart ? AT_START : 0) +
        (isWhole ? WHOLE : 0) -
        (way.letters === undefined ? 0 : isStart ? SPELT_LESS : SPELT_INSIDE_LESS);
      if (score > (this.#best[way.term] ?? 0)) this.#best[way.term] = score;
      if (score > top) top = score;
    }
    return top;
  }
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

/** The best few of many, without sorting all. */
class Best {
  total = 0;
  readonly #limit: number;
  readonly #kept: (SearchHit & { readonly changedAt: number })[] = [];

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get hits(): readonly SearchHit[] {
    return this.#kept.map(({ changedAt: _, ...hit }) => hit);
  }

  add(score: number, changedAt: number, id: string, field: number, kind: SearchField): void {
    this.total += 1;
    const last = this.#kept.at(-1);
    const isBetter = (than: { readonly score: number; readonly changedAt: number }) =>
      score > than.score || (score === than.score && changedAt > than.changedAt);
    if (last !== undefined && this.#kept.length >= this.#limit) {
      if (!isBetter(last)) return;
      this.#kept.pop();
    }
    let at = this.#kept.length;
    while (at > 0 && isBetter(this.#kept[at - 1] ?? { score, changedAt })) at -= 1;
    this.#kept.splice(at, 0, { id, score, field, kind, changedAt });
  }
}

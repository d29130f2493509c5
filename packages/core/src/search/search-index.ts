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

/** Entries that belong together: each term must be in one of them, not all in the same. */
export interface SearchGroup {
  readonly id: string;
  /** Epoch milliseconds; the later one stands first where two fit alike. */
  readonly changedAt: number;
  /** What `put` returned for them. */
  readonly slots: Iterable<number>;
}

/** A group that was found, and which of its entries says best why. */
export interface GroupHit extends SearchHit {
  readonly slot: number;
  /** A term that stands in a long text alone: number of the term as it was typed, and the text's entry. */
  readonly long?: { readonly term: number; readonly slot: number };
}

export interface GroupResult {
  readonly hits: readonly GroupHit[];
  readonly total: number;
}

/** Units of one chunk of texts; a text is never longer than this. */
const CHUNK = 1 << 17;
const LONGEST_FIELD = 2_000;
const LONGEST_ENTRY = 20_000;
/** Characters of an entry for each unit of its signature, at most: a bit is then set by chance about one time in six. */
const CHARACTERS_A_SIGN = 4;
const BITS = 16;
/** Groups that are looked at between two looks at the clock. */
const GROUPS_AT_ONCE = 1_000;
/** Below this a unit is the mark before a field; 0 ends an entry. */
const FIRST_FIELD = 1;
const BEYOND_FIELDS = FIRST_FIELD + SEARCH_FIELDS.length;
/** Put together anew once this part of the texts is of no use any more. */
const MOST_WASTE = 0.3;
const FEWEST_SLOTS = 256;
const UNITS = 1 << 16;

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
/** Letters that are found in the middle of a name are often none of its spelling. */
const SPELT_INSIDE_LESS = 30;

/**
 * An index in memory: texts in large typed arrays that are read through for each query, a nanosecond a character. That is
 * quick enough for a hundred thousand cases, finds any part of a word, needs no list of words, and takes two bytes a
 * character. Spellings are not stored; they are checked against the characters' readings. Entries of nothing but long text
 * carry a signature, bits of the pairs of characters in them, so that most of them need not be read through.
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
  /** With the signature, which stands before the text. */
  #lengthOf = new Uint32Array(FEWEST_SLOTS);
  #signOf = new Uint16Array(FEWEST_SLOTS);
  #changedAt = new Float64Array(FEWEST_SLOTS);
  readonly #longest: { readonly field: number; readonly entry: number };

  /** @param longest characters of a field and of an entry that are taken up, the first ones; an entry at most 100,000 */
  constructor(longest = { field: LONGEST_FIELD, entry: LONGEST_ENTRY }) {
    this.#longest = longest;
  }

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
      this.#signOf.byteLength +
      this.#changedAt.byteLength
    );
  }

  /**
   * Takes up a case, or what it is now.
   *
   * @returns its place, which stays the same until it is removed
   */
  put(entry: SearchEntry): number {
    const slot = this.#slots.get(entry.id) ?? this.#newSlot(entry.id);
    this.#wasted += this.#lengthOf[slot] ?? 0;
    const units = unitsOf(entry, this.#longest);
    const sign = entry.fields.every(([kind]) => kind === 'text') ? signatureOf(units) : NO_SIGN;
    this.#write(slot, sign, units);
    this.#changedAt[slot] = entry.changedAt;
    if (this.#wasted > CHUNK && this.#wasted > this.#used * MOST_WASTE) this.#compact();
    return slot;
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
    const best = new Best<SearchHit>(options.limit ?? 50);
    const look = new Look(query);
    const visit = (slot: number): void => {
      const id = this.#ids[slot];
      const chunk = this.#chunks[this.#chunkOf[slot] ?? 0];
      if (id === undefined || chunk === undefined) return;
      look.begin();
      this.#read(look, slot, chunk);
      const score = look.score();
      const changedAt = this.#changedAt[slot] ?? 0;
      if (score > 0 && best.takes(score, changedAt)) best.add({ id, score, changedAt, field: look.field, kind: look.kind });
    };
    if (options.among === undefined) for (let slot = 0; slot < this.#ids.length; slot++) visit(slot);
    else
      for (const id of options.among) {
        const slot = this.#slots.get(id);
        if (slot !== undefined) visit(slot);
      }
    return { hits: best.hits, total: best.total };
  }

  /**
   * Looks for groups of entries: a case of which each reader may read other parts. Yields between stretches, so that the
   * caller can let others have their turn; entries may be put and removed meanwhile.
   *
   * @param typed what a person typed; see `parseQuery`
   * @example
   * const slot = index.put({ id: 'a/joint', changedAt: 0, fields: [['text', '三户都同意先量地']] });
   * const looking = index.looking('量地', [{ id: 'a', changedAt: 0, slots: [slot] }]);
   */
  *looking(typed: string, groups: Iterable<SearchGroup>, limit = 50): Generator<void, GroupResult, void> {
    const query = parseQuery(typed);
    if (query.terms === 0) return { hits: [], total: 0 };
    const best = new Best<GroupHit>(limit);
    const look = new Look(query);
    let looked = 0;
    for (const { id, changedAt, slots } of groups) {
      look.begin();
      // Long texts come last: a word that stands in a name or a title need not be looked for in them.
      for (const isLong of [false, true])
        for (const slot of slots) {
          const chunk = this.#ids[slot] === undefined ? undefined : this.#chunks[this.#chunkOf[slot] ?? 0];
          if (chunk !== undefined && (this.#signOf[slot] ?? 0) > 0 === isLong) this.#read(look, slot, chunk);
        }
      const score = look.score();
      if (score > 0 && best.takes(score, changedAt))
        best.add({
          id,
          score,
          changedAt,
          field: look.field,
          kind: look.kind,
          slot: look.slot,
          ...(look.long === undefined ? {} : { long: look.long }),
        });
      looked += 1;
      if (looked % GROUPS_AT_ONCE === 0) yield;
    }
    return { hits: best.hits, total: best.total };
  }

  #read(look: Look, slot: number, chunk: Uint16Array): void {
    const start = this.#startOf[slot] ?? 0;
    const sign = this.#signOf[slot] ?? 0;
    if (sign > 0 && !look.mayBeIn(chunk, start, sign)) return;
    look.read(chunk, start + sign, start + (this.#lengthOf[slot] ?? 0), slot, sign > 0);
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
      this.#signOf = grown(new Uint16Array(size), this.#signOf);
      this.#changedAt = grown(new Float64Array(size), this.#changedAt);
    }
    this.#lengthOf[slot] = 0;
    return slot;
  }

  #write(slot: number, sign: Uint16Array, units: ArrayLike<number>): void {
    const length = sign.length + units.length;
    if (this.#end + length > CHUNK) {
      this.#chunks.push(new Uint16Array(CHUNK));
      this.#end = 0;
    }
    this.#chunks.at(-1)?.set(sign, this.#end);
    this.#chunks.at(-1)?.set(units, this.#end + sign.length);
    this.#chunkOf[slot] = this.#chunks.length - 1;
    this.#startOf[slot] = this.#end;
    this.#lengthOf[slot] = length;
    this.#signOf[slot] = sign.length;
    this.#end += length;
    this.#used += length;
  }

  #compact(): void {
    const old = this.#chunks;
    this.#chunks = [];
    this.#end = CHUNK;
    this.#used = 0;
    this.#wasted = 0;
    for (const slot of this.#slots.values()) {
      const start = this.#startOf[slot] ?? 0;
      const text = start + (this.#signOf[slot] ?? 0);
      const chunk = old[this.#chunkOf[slot] ?? 0] ?? NO_SIGN;
      this.#write(slot, chunk.subarray(start, text), chunk.subarray(text, start + (this.#lengthOf[slot] ?? 0)));
    }
  }
}

const NO_SIGN = new Uint16Array();

/** Bit of a pair of units in a signature of so many units, a power of two. */
const bitOf = (first: number, second: number, sign: number): number =>
  (Math.imul((first << 16) ^ second, 0x9e3779b1) >>> 8) & (sign * BITS - 1);

/** Which pairs of units are in a text, with mistakes to one side: what has no bit is certainly not in it. */
function signatureOf(units: Uint16Array): Uint16Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(1, units.length / CHARACTERS_A_SIGN)));
  const sign = new Uint16Array(size);
  for (let at = 1; at < units.length; at++) {
    const bit = bitOf(units[at - 1] ?? 0, units[at] ?? 0, size);
    sign[bit >> 4] = (sign[bit >> 4] ?? 0) | (1 << (bit & 15));
  }
  return sign;
}

function unitsOf({ fields }: SearchEntry, longest: { readonly field: number; readonly entry: number }): Uint16Array {
  const units: number[] = [];
  for (const [kind, value] of fields) {
    units.push(FIRST_FIELD + SEARCH_FIELDS.indexOf(kind));
    const text = searchText(value).slice(0, longest.field);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= BEYOND_FIELDS) units.push(unit);
    }
    if (units.length > longest.entry) break;
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
  slot = 0;
  long: GroupHit['long'];
  #top = 0;
  /** Terms that were found since `begin`, and the last of them. */
  #found = 0;
  #last = 0;
  readonly #ways: readonly CompiledWay[];
  /** Units at which something is to be done; small enough to stay near the processor. */
  readonly #flags = new Uint8Array(UNITS);
  /** By a unit, bits of the ways that may begin with it. */
  readonly #first = new Uint32Array(UNITS);
  readonly #best: Int32Array;
  /** Of each term the pairs of units in it; none of a single one, which is looked for in no long text. */
  readonly #pairs: readonly (readonly (readonly [number, number])[])[];
  /** Terms that a long text is read for: those that are in it, perhaps, and stand nowhere else. */
  #wanted = 0;

  constructor({ terms, ways }: Query) {
    this.#best = new Int32Array(terms);
    this.#flags.fill(1, 0, BEYOND_FIELDS);
    this.#pairs = Array.from({ length: terms }, (_, at) => pairsOf(ways.find(({ term }) => term === at)?.text ?? ''));
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

  /** Forgets what was read. */
  begin(): void {
    const best = this.#best;
    for (let term = 0; term < best.length; term++) best[term] = 0;
    this.#top = 0;
    this.#found = 0;
    this.long = undefined;
  }

  /** Whether a term that was not found yet may be in a text of this signature. */
  mayBeIn(chunk: Uint16Array, start: number, sign: number): boolean {
    this.#wanted = 0;
    for (let term = 0; term < this.#best.length; term++)
      if (this.#best[term] === 0 && isSigned(this.#pairs[term] ?? [], chunk, start, sign)) this.#wanted += 1;
    return this.#wanted > 0;
  }

  /** How well what was read since `begin` fits; 0 where a term is not in it. */
  score(): number {
    const best = this.#best;
    let sum = 0;
    for (let term = 0; term < best.length; term++) {
      const score = best[term] ?? 0;
      if (score === 0) return 0;
      sum += score;
    }
    return sum;
  }

  /** @param isLong stops where all that may be in it is found: how often and where it stands is of no weight */
  read(text: Uint16Array, start: number, end: number, slot: number, isLong: boolean): void {
    const first = this.#first;
    const flags = this.#flags;
    let top = this.#top;
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
      const found = this.#found;
      const score = this.#scoreAt(text, at, first[unit] ?? 0, kind);
      if (isLong && this.#found > found) {
        this.#wanted -= this.#found - found;
        this.long ??= { term: this.#last, slot };
      }
      if (score > top) {
        top = score;
        this.field = field;
        this.kind = SEARCH_FIELDS[kind] ?? 'words';
        this.slot = slot;
      }
      if (isLong && this.#wanted <= 0) break;
    }
    this.#top = top;
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
      const weight = WEIGHT_OF[kind] ?? 0;
      const isStart = (text[at - 1] ?? 0) < BEYOND_FIELDS;
      const isWhole = isStart && way.letters === undefined && (text[at + length] ?? 0) < BEYOND_FIELDS;
      const score =
        weight +
        (isStart ? AT_START : 0) +
        (isWhole ? WHOLE : 0) -
        (way.letters === undefined ? 0 : isStart ? SPELT_LESS : SPELT_INSIDE_LESS);
      const before = this.#best[way.term] ?? 0;
      if (before === 0) {
        this.#found += 1;
        this.#last = way.term;
      }
      if (score > before) this.#best[way.term] = score;
      if (score > top) top = score;
    }
    return top;
  }
}

function isSigned(pairs: readonly (readonly [number, number])[], chunk: Uint16Array, start: number, sign: number): boolean {
  if (pairs.length === 0) return false;
  for (const [first, second] of pairs) {
    const bit = bitOf(first, second, sign);
    if ((((chunk[start + (bit >> 4)] ?? 0) >> (bit & 15)) & 1) === 0) return false;
  }
  return true;
}

function pairsOf(text: string): (readonly [number, number])[] {
  return Array.from({ length: Math.max(0, text.length - 1) }, (_, at) => [text.charCodeAt(at), text.charCodeAt(at + 1)] as const);
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
class Best<H extends SearchHit> {
  total = 0;
  readonly #limit: number;
  readonly #kept: (H & { readonly changedAt: number })[] = [];

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get hits(): readonly H[] {
    return this.#kept.map(({ changedAt: _, ...hit }) => hit as unknown as H);
  }

  /** Counts one that fits, and says whether it is better than the last that is kept. */
  takes(score: number, changedAt: number): boolean {
    this.total += 1;
    const last = this.#kept[this.#limit - 1];
    return last === undefined || score > last.score || (score === last.score && changedAt > last.changedAt);
  }

  /** Keeps one that `takes` has taken. */
  add(hit: H & { readonly changedAt: number }): void {
    const isBetter = (than: SearchHit & { readonly changedAt: number }) =>
      hit.score > than.score || (hit.score === than.score && hit.changedAt > than.changedAt);
    if (this.#kept.length >= this.#limit) this.#kept.pop();
    let at = this.#kept.length;
    while (at > 0 && isBetter(this.#kept[at - 1] ?? hit)) at -= 1;
    this.#kept.splice(at, 0, hit);
  }
}

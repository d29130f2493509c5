import type { SearchEntry, SearchField } from './entry.js';
import { Look } from './look.js';
import { parseQuery } from './query.js';
import { bitsFor, SIDE_BY_SIDE, SignatureBlock, type Sought, soughtOf } from './signature.js';
import { BEYOND_FIELDS, fieldOfMark, unitsOf } from './units.js';

/** A case that was found. */
export interface SearchHit {
  /** Of the entry that says best why. */
  readonly id: string;
  /** Its place in the index, and the group that it was put into. */
  readonly slot: number;
  readonly group: number;
  /** The larger, the better it fits. Means nothing by itself. */
  readonly score: number;
  /** Which of the entry's `fields` says best why. */
  readonly field: number;
  readonly kind: SearchField;
  /** A term that stands in a long text alone: number of the term as it was typed, and the text's entry. */
  readonly long?: { readonly term: number; readonly slot: number };
}

export interface SearchResult {
  /** The best ones, the best first. */
  readonly hits: readonly SearchHit[];
  /** How many cases fit. */
  readonly total: number;
}

export interface SearchOptions {
  /** Hits at most, default 50. */
  readonly limit?: number;
  /**
   * Which entries are looked at: a bit for each slot, bit `slot % 32` of word `slot / 32`; all where it is left out. What is
   * closed changes neither answer nor work. Asked after each stretch.
   */
  readonly open?: () => Uint32Array;
}

/** Units of one chunk of texts; a text is never longer than this. */
const CHUNK = 1 << 17;
const LONGEST_FIELD = 2_000;
const LONGEST_ENTRY = 20_000;
/** Groups that are read between two looks at the clock. */
const GROUPS_AT_ONCE = 250;
/** Some of the texts are put together anew once this part of them is of no use any more. */
const MOST_WASTE = 0.3;
const FEWEST_SLOTS = 256;
const NONE = -1;

/**
 * An index in memory: texts in large typed arrays, two bytes a character, each with a signature by which nearly all that do
 * not have a word are left out; the others are read. It finds any part of a word and needs no list of words. Spellings are
 * not stored; they are checked against the characters' readings. Signatures of 32 entries stand side by side, so that a
 * hundred thousand are asked in less than a millisecond, and an entry that changes costs its own bits.
 *
 * Entries may belong together in a group: each term must then be in one of them, not all in the same.
 *
 * @example
 * const index = new SearchIndex();
 * index.put({ id: 'a', changedAt: 0, fields: [['name', '罗桂芬']] });
 * index.search('lgf').hits[0]?.id; // 'a'
 */
export class SearchIndex {
  readonly #chunks: (Uint16Array | undefined)[] = [];
  /** The chunk that is being filled, and where the next text goes. */
  #filling = NONE;
  #end = CHUNK;
  /** Units of each chunk that were written, and those of them that are of no use any more. */
  readonly #usedOf: number[] = [];
  readonly #wasteOf: number[] = [];
  #used = 0;
  #wasted = 0;
  readonly #slots = new Map<string, number>();
  readonly #ids: (string | undefined)[] = [];
  readonly #blocks: SignatureBlock[] = [];
  #signatureBytes = 0;
  /** Free slots by kind of block. */
  readonly #free = new Map<number, number[]>();
  #chunkOf = new Uint16Array(FEWEST_SLOTS);
  #startOf = new Uint32Array(FEWEST_SLOTS);
  #lengthOf = new Uint32Array(FEWEST_SLOTS);
  #changedAt = new Float64Array(FEWEST_SLOTS);
  #groupOf = new Int32Array(FEWEST_SLOTS);
  /** The next slot of its group. */
  #nextOf = new Int32Array(FEWEST_SLOTS);
  /** The first slot of each group. */
  #firstOf = new Int32Array(FEWEST_SLOTS).fill(NONE);
  readonly #longest: { readonly field: number; readonly entry: number };

  /** @param longest characters of a field and of an entry that are taken up, the first ones; an entry at most 100,000 */
  constructor(longest = { field: LONGEST_FIELD, entry: LONGEST_ENTRY }) {
    this.#longest = longest;
  }

  /** How many entries are in it. */
  get size(): number {
    return this.#slots.size;
  }

  /** Bytes of its typed arrays; ids are the caller's own strings. */
  get bytes(): number {
    const perSlot = [this.#chunkOf, this.#startOf, this.#lengthOf, this.#changedAt, this.#groupOf, this.#nextOf, this.#firstOf];
    const chunks = this.#chunks.filter((chunk) => chunk !== undefined).length;
    return chunks * CHUNK * 2 + this.#signatureBytes + perSlot.reduce((sum, { byteLength }) => sum + byteLength, 0);
  }

  /**
   * Takes up an entry, or what it is now.
   *
   * @param group number of the group that it belongs to, from 0 on; without one it is by itself. All have one, or none has.
   * @returns its slot, which may be another one than before
   */
  put(entry: SearchEntry, group?: number): number {
    const units = unitsOf(entry, this.#longest);
    const isLong = entry.fields.every(([kind]) => kind === 'text');
    const slot = this.#slotFor(entry.id, bitsFor(units.length, isLong), isLong, group);
    this.#waste(slot);
    this.#write(slot, units);
    this.#blocks[slot >> 5]?.put(slot & 31, units);
    this.#changedAt[slot] = entry.changedAt;
    if (this.#wasted > CHUNK && this.#wasted > this.#used * MOST_WASTE) this.#compact();
    return slot;
  }

  remove(id: string): void {
    const slot = this.#slots.get(id);
    const block = slot === undefined ? undefined : this.#blocks[slot >> 5];
    if (slot === undefined || block === undefined) return;
    this.#waste(slot);
    this.#slots.delete(id);
    this.#ids[slot] = undefined;
    block.remove(slot & 31);
    this.#free.get(kindOf(block.bits, block.isLong))?.push(slot);
    const group = this.#groupOf[slot] ?? 0;
    let before = this.#firstOf[group] ?? NONE;
    if (before === slot) this.#firstOf[group] = this.#nextOf[slot] ?? NONE;
    else {
      while (this.#nextOf[before] !== slot) before = this.#nextOf[before] ?? NONE;
      this.#nextOf[before] = this.#nextOf[slot] ?? NONE;
    }
  }

  /** Place of an entry; undefined for one that is not in it. */
  slotOf(id: string): number | undefined {
    return this.#slots.get(id);
  }

  /** Slots of a group. */
  *slotsOf(group: number): Generator<number, void, void> {
    for (let slot = this.#firstOf[group] ?? NONE; slot !== NONE; slot = this.#nextOf[slot] ?? NONE) yield slot;
  }

  /** @param typed what a person typed; see `parseQuery` */
  search(typed: string, options: SearchOptions = {}): SearchResult {
    const looking = this.looking(typed, options);
    for (;;) {
      const step = looking.next();
      if (step.done === true) return step.value;
    }
  }

  /**
   * The same in stretches: between two of them others can have their turn, and entries may be put and removed. What is put
   * meanwhile is found, or the next time.
   *
   * @param typed what a person typed; see `parseQuery`
   */
  *looking(typed: string, { limit = 50, open }: SearchOptions = {}): Generator<void, SearchResult, void> {
    const query = parseQuery(typed);
    if (query.terms === 0) return { hits: [], total: 0 };
    const best = new Best(limit);
    const look = new Look(query);
    const all = (1 << query.terms) - 1;
    const { ofSlot, short, long } = this.#candidates(soughtOf(query), open?.());
    let isOpen = open?.();
    let looked = 0;
    // The newest groups first: of those that fit alike the later ones are kept.
    for (let group = short.length - 1; group >= 0; group--) {
      const [inShort, inLong] = [short[group] ?? 0, long[group] ?? 0];
      if ((inShort | inLong) !== all) continue;
      look.begin();
      // Long texts come last: a word that stands in a name or a title need not be looked for in them.
      if (inShort !== 0) this.#read(look, group, ofSlot, isOpen, false);
      if ((look.found | inLong) === all && look.found !== all) this.#read(look, group, ofSlot, isOpen, true);
      if (look.found === all) {
        const { score } = look;
        const changedAt = best.mayTake(score) ? this.#changed(group, isOpen) : 0;
        if (best.takes(score, changedAt)) best.add({ changedAt, hit: this.#hit(look, group, score) });
      }
      looked += 1;
      if (looked % GROUPS_AT_ONCE !== 0) continue;
      yield;
      isOpen = open?.();
    }
    return { hits: best.hits, total: best.total };
  }

  /** Bits of the terms that each slot may have, and each group in its short entries and in its long ones. */
  #candidates(terms: readonly Sought[], open: Uint32Array | undefined) {
    const ofSlot = new Uint8Array(this.#ids.length);
    const short = new Uint8Array(this.#firstOf.length);
    const long = new Uint8Array(this.#firstOf.length);
    for (let at = 0; at < this.#blocks.length; at++) {
      const block = this.#blocks[at];
      const among = (block?.used ?? 0) & (open === undefined ? -1 : (open[at] ?? 0));
      if (block === undefined || among === 0) continue;
      const ofGroup = block.isLong ? long : short;
      for (let term = 0; term < terms.length; term++) {
        const sought = terms[term];
        for (let may = sought === undefined ? 0 : block.mayHave(sought, among); may !== 0; may &= may - 1) {
          const slot = at * SIDE_BY_SIDE + 31 - Math.clz32(may & -may);
          const group = this.#groupOf[slot] ?? 0;
          ofSlot[slot] = (ofSlot[slot] ?? 0) | (1 << term);
          ofGroup[group] = (ofGroup[group] ?? 0) | (1 << term);
        }
      }
    }
    return { ofSlot, short, long };
  }

  #read(look: Look, group: number, ofSlot: Uint8Array, open: Uint32Array | undefined, isLong: boolean): void {
    for (let slot = this.#firstOf[group] ?? NONE; slot !== NONE; slot = this.#nextOf[slot] ?? NONE) {
      const may = (ofSlot[slot] ?? 0) & (isLong ? ~look.found : -1);
      const chunk = this.#chunks[this.#chunkOf[slot] ?? 0];
      if (may === 0 || this.#blocks[slot >> 5]?.isLong !== isLong || !isIn(open, slot) || chunk === undefined) continue;
      const start = this.#startOf[slot] ?? 0;
      const end = start + (this.#lengthOf[slot] ?? 0);
      if (isLong) look.readLong(chunk, start, end, slot, may);
      else look.read(chunk, start, end, slot);
    }
  }

  #changed(group: number, open: Uint32Array | undefined): number {
    let latest = 0;
    for (let slot = this.#firstOf[group] ?? NONE; slot !== NONE; slot = this.#nextOf[slot] ?? NONE)
      if (isIn(open, slot)) latest = Math.max(latest, this.#changedAt[slot] ?? 0);
    return latest;
  }

  #hit({ slot, at: place, long }: Look, group: number, score: number): SearchHit {
    const text = this.#chunks[this.#chunkOf[slot] ?? 0];
    let field = NONE;
    let kind: SearchField = 'words';
    for (let at = this.#startOf[slot] ?? 0; at < place; at++) {
      const mark = text?.[at] ?? 0;
      if (mark >= BEYOND_FIELDS) continue;
      field += 1;
      kind = fieldOfMark(mark);
    }
    const hit = { id: this.#ids[slot] ?? '', slot, group, score, field, kind };
    return long === undefined ? hit : { ...hit, long };
  }

  #slotFor(id: string, bits: number, isLong: boolean, group: number | undefined): number {
    const known = this.#slots.get(id);
    if (known !== undefined) {
      const block = this.#blocks[known >> 5];
      if (block?.bits === bits && block.isLong === isLong) return known;
      this.remove(id);
    }
    const kind = kindOf(bits, isLong);
    let free = this.#free.get(kind);
    if (free === undefined) this.#free.set(kind, (free = []));
    if (free.length === 0) {
      const block = new SignatureBlock(bits, isLong);
      const first = this.#blocks.push(block) * SIDE_BY_SIDE - 1;
      for (let at = 0; at < SIDE_BY_SIDE; at++) free.push(first - at);
      this.#signatureBytes += block.bytes;
    }
    const slot = free.pop() ?? 0;
    const own = group ?? slot;
    this.#grow(Math.max(slot, this.#blocks.length * SIDE_BY_SIDE - 1), own);
    this.#ids[slot] = id;
    this.#slots.set(id, slot);
    this.#lengthOf[slot] = 0;
    this.#groupOf[slot] = own;
    this.#nextOf[slot] = this.#firstOf[own] ?? NONE;
    this.#firstOf[own] = slot;
    return slot;
  }

  #grow(slot: number, group: number): void {
    if (slot >= this.#startOf.length) {
      const size = sizeFor(slot);
      this.#chunkOf = grown(new Uint16Array(size), this.#chunkOf);
      this.#startOf = grown(new Uint32Array(size), this.#startOf);
      this.#lengthOf = grown(new Uint32Array(size), this.#lengthOf);
      this.#changedAt = grown(new Float64Array(size), this.#changedAt);
      this.#groupOf = grown(new Int32Array(size), this.#groupOf);
      this.#nextOf = grown(new Int32Array(size), this.#nextOf);
    }
    if (group >= this.#firstOf.length) this.#firstOf = grown(new Int32Array(sizeFor(group)).fill(NONE), this.#firstOf);
  }

  /** What a slot says is of no use any more. */
  #waste(slot: number): void {
    const length = this.#lengthOf[slot] ?? 0;
    const chunk = this.#chunkOf[slot] ?? 0;
    this.#lengthOf[slot] = 0;
    if (length === 0) return;
    this.#wasted += length;
    this.#wasteOf[chunk] = (this.#wasteOf[chunk] ?? 0) + length;
  }

  #write(slot: number, units: Uint16Array): void {
    if (this.#end + units.length > CHUNK) {
      const empty = this.#chunks.indexOf(undefined);
      this.#filling = empty < 0 ? this.#chunks.length : empty;
      this.#chunks[this.#filling] = new Uint16Array(CHUNK);
      this.#usedOf[this.#filling] = 0;
      this.#wasteOf[this.#filling] = 0;
      this.#end = 0;
    }
    this.#chunks[this.#filling]?.set(units, this.#end);
    this.#chunkOf[slot] = this.#filling;
    this.#startOf[slot] = this.#end;
    this.#lengthOf[slot] = units.length;
    this.#end += units.length;
    this.#used += units.length;
    this.#usedOf[this.#filling] = this.#end;
  }

  /** Empties the chunk that has least of use: one at a time, so that nobody waits for all of them. */
  #compact(): void {
    let worst = NONE;
    for (let at = 0; at < this.#chunks.length; at++)
      if (at !== this.#filling && this.#chunks[at] !== undefined && (this.#wasteOf[at] ?? 0) > (this.#wasteOf[worst] ?? 0)) worst = at;
    const chunk = this.#chunks[worst];
    if (chunk === undefined) return;
    this.#used -= this.#usedOf[worst] ?? 0;
    this.#wasted -= this.#wasteOf[worst] ?? 0;
    for (let slot = 0; slot < this.#ids.length; slot++) {
      const length = this.#lengthOf[slot] ?? 0;
      if (length === 0 || this.#chunkOf[slot] !== worst) continue;
      const start = this.#startOf[slot] ?? 0;
      this.#write(slot, chunk.subarray(start, start + length));
    }
    this.#chunks[worst] = undefined;
  }
}

const kindOf = (bits: number, isLong: boolean): number => (isLong ? -bits : bits);
const isIn = (open: Uint32Array | undefined, slot: number): boolean =>
  open === undefined || (((open[slot >> 5] ?? 0) >>> (slot & 31)) & 1) === 1;
const sizeFor = (last: number): number => 2 ** Math.ceil(Math.log2(last + 1));

function grown<T extends Uint16Array | Uint32Array | Int32Array | Float64Array>(to: T, from: T): T {
  to.set(from);
  return to;
}

interface Kept {
  readonly changedAt: number;
  readonly hit: SearchHit;
}

/** The best few of many, without sorting all. */
class Best {
  total = 0;
  readonly #limit: number;
  readonly #kept: Kept[] = [];

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  get hits(): readonly SearchHit[] {
    return this.#kept.map(({ hit }) => hit);
  }

  /** Whether one of this score may be better than the last that is kept. */
  mayTake(score: number): boolean {
    const last = this.#kept[this.#limit - 1];
    return last === undefined || score >= last.hit.score;
  }

  /** Counts one that fits, and says whether it is better than the last that is kept. */
  takes(score: number, changedAt: number): boolean {
    this.total += 1;
    const last = this.#kept[this.#limit - 1];
    return last === undefined || score > last.hit.score || (score === last.hit.score && changedAt > last.changedAt);
  }

  add(made: Kept): void {
    let at = this.#kept.length;
    while (at > 0 && isBetter(made, this.#kept[at - 1] ?? made)) at -= 1;
    this.#kept.splice(at, 0, made);
    if (this.#kept.length > this.#limit) this.#kept.pop();
  }
}

const isBetter = (one: Kept, than: Kept): boolean =>
  one.hit.score > than.hit.score || (one.hit.score === than.hit.score && one.changedAt > than.changedAt);

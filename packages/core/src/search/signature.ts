import { SEARCH_FIELDS, type SearchField } from './entry.js';
import { lettersOf } from './pinyin.js';
import type { Query } from './query.js';
import { BEYOND_FIELDS, FIRST_FIELD } from './units.js';

/*
 * A signature is a set of bits: each pair of units that stand beside each other in a text sets one of them, chosen by a hash.
 * A text without a bit of each pair of a word does not have the word. Those of names, titles and places also have the single
 * characters, and the pairs of letters that their characters are read as: what is spelt is found by the same bits.
 */

/** Signatures that stand side by side: one look tells of all of them. */
export const SIDE_BY_SIDE = 32;
/** Bits a unit of text, at least: a bit of a long text is then set by chance one time in six. */
const BITS_OF_LONG = 4;
/** Of short ones, for their letters as well. */
const BITS_OF_SHORT = 16;
const FEWEST_BITS = 64;
/** Stands for "alone" in the pair of a single character. */
const ALONE = 0;
const SPELT: ReadonlySet<number> = new Set((['name', 'title', 'place'] satisfies SearchField[]).map((kind) => SEARCH_FIELDS.indexOf(kind)));

const pair = (first: number, second: number): number => (first << 16) ^ second;
/** By the highest bits of a product, which depend on both units. @param shift 32 less the number of bits that are taken */
const bitOf = (pairOfUnits: number, shift: number): number => Math.imul(pairOfUnits, 0x9e3779b1) >>> shift;

/** Signatures of 32 entries: bits of the same number stand in one word, one for each entry. */
export class SignatureBlock {
  readonly bits: number;
  /** Of nothing but long texts. */
  readonly isLong: boolean;
  /** Which of the 32 are in use. */
  used = 0;
  readonly #words: Uint32Array;
  readonly #shift: number;

  constructor(bits: number, isLong: boolean) {
    this.bits = bits;
    this.isLong = isLong;
    this.#words = new Uint32Array(bits);
    this.#shift = Math.clz32(bits - 1);
  }

  get bytes(): number {
    return this.#words.byteLength;
  }

  put(at: number, units: Uint16Array): void {
    this.remove(at);
    const words = this.#words;
    const shift = this.#shift;
    const own = 1 << at;
    this.used |= own;
    const set = (made: number): void => {
      const bit = bitOf(made, shift);
      words[bit] = (words[bit] ?? 0) | own;
    };
    for (let unit = 1; unit < units.length; unit++) set(pair(units[unit - 1] ?? 0, units[unit] ?? 0));
    if (this.isLong) return;
    for (const unit of units) set(pair(ALONE, unit));
    let kind = 0;
    for (let unit = 0; unit < units.length; unit++) {
      const mark = units[unit] ?? 0;
      if (mark < BEYOND_FIELDS) kind = mark - FIRST_FIELD;
      else if (SPELT.has(kind)) for (const [first, second] of lettersOf(units, unit)) set(pair(first, second));
    }
  }

  remove(at: number): void {
    if (((this.used >>> at) & 1) === 0) return;
    const others = ~(1 << at);
    this.used &= others;
    const words = this.#words;
    for (let bit = 0; bit < words.length; bit++) words[bit] = (words[bit] ?? 0) & others;
  }

  /**
   * Which of some may have a term.
   *
   * @param among bits of those that are looked at; the others change neither answer nor work
   */
  mayHave(sought: Sought, among: number): number {
    let may = 0;
    const words = this.#words;
    for (const way of this.isLong ? sought.long : sought.short) {
      let left = among;
      for (let at = 0; at < way.length && left !== 0; at++) left &= words[bitOf(way[at] ?? 0, this.#shift)] ?? 0;
      may |= left;
    }
    return may;
  }
}

/** Pairs of each way to have a term; those of a long text are fewer, and none of a single character. */
export interface Sought {
  readonly short: readonly Int32Array[];
  readonly long: readonly Int32Array[];
}

export function soughtOf({ terms, ways }: Query): Sought[] {
  return Array.from({ length: terms }, (_, term) => {
    const texts = [...new Set(ways.filter((way) => way.term === term).map(({ text }) => text))];
    const [typed = ''] = texts;
    return { short: texts.map(pairsOf), long: typed.length < 2 ? [] : [pairsOf(typed)] };
  });
}

function pairsOf(text: string): Int32Array {
  if (text.length < 2) return Int32Array.of(pair(ALONE, text.charCodeAt(0)));
  return Int32Array.from({ length: text.length - 1 }, (_, at) => pair(text.charCodeAt(at), text.charCodeAt(at + 1)));
}

/** Bits of the signature of an entry of so many units. */
export const bitsFor = (units: number, isLong: boolean): number =>
  2 ** Math.ceil(Math.log2(Math.max(FEWEST_BITS, units * (isLong ? BITS_OF_LONG : BITS_OF_SHORT))));

import { READINGS } from './readings.js';

/** Longer spellings are no name and no place; it also bounds how many ways there are to take one apart. */
export const LONGEST_SPELLING = 24;

const HIGH = 0xd800;
const LOW = 0xdc00;

let table: ReadonlyMap<number, readonly string[]> | undefined;
/** The same for the basic plane, by unit: a search asks some hundred thousand times. */
let ofUnit: readonly (readonly string[] | undefined)[] = [];
let firsts: ReadonlyMap<number, Uint16Array> | undefined;

/** Readings by code point, made of the lines when something is first spelt. */
function readings(): ReadonlyMap<number, readonly string[]> {
  if (table !== undefined) return table;
  const made = new Map<number, string[]>();
  for (const line of READINGS.split('\n')) {
    const syllable = /^[a-z]*/.exec(line)?.[0] ?? '';
    // On keyboards ü is v; who leaves the dots away writes u.
    const spellings = syllable.includes('v') ? [syllable, syllable.replace('v', 'u')] : [syllable];
    for (const character of line.slice(syllable.length)) {
      const code = character.codePointAt(0) ?? 0;
      const known = made.get(code);
      if (known === undefined) made.set(code, [...spellings]);
      else known.push(...spellings.filter((spelling) => !known.includes(spelling)));
    }
  }
  table = made;
  ofUnit = Array.from({ length: HIGH }, (_, unit) => made.get(unit));
  return made;
}

/** Readings of a character without tones, several where it has several; none of what is no Chinese character. */
export const readingsOf = (character: string): readonly string[] => readings().get(character.codePointAt(0) ?? 0) ?? [];

/** First units of all characters with a reading that begins with a letter. */
export function unitsReadFrom(letter: number): Uint16Array {
  if (firsts === undefined) {
    const units = new Map<number, Set<number>>();
    for (const [code, spellings] of readings())
      for (const spelling of spellings) {
        const first = spelling.charCodeAt(0);
        let set = units.get(first);
        if (set === undefined) units.set(first, (set = new Set()));
        set.add(String.fromCodePoint(code).charCodeAt(0));
      }
    firsts = new Map([...units].map(([first, set]) => [first, Uint16Array.from(set)]));
  }
  return firsts.get(letter) ?? new Uint16Array();
}

/** Bits of `pairFilter`. */
export const BEGINS_WITH_BOTH = 1;
export const MAY_FOLLOW = 2;

/**
 * What is asked before `spells`, at two looks into a table: the letters begin at a unit only where its own reading begins with
 * the first two of them, or where the unit after it may be read from the second.
 *
 * @param letters at least two
 */
export function pairFilter(letters: string): Uint8Array {
  const filter = new Uint8Array(0x10000);
  const both = letters.slice(0, 2);
  for (const unit of unitsReadFrom(letters.charCodeAt(0)))
    if (unit >= HIGH || ofUnit[unit]?.some((reading) => reading.startsWith(both)) === true) filter[unit] = BEGINS_WITH_BOTH;
  const may = (unit: number): void => {
    filter[unit] = (filter[unit] ?? 0) | MAY_FOLLOW;
  };
  for (const unit of unitsReadFrom(letters.charCodeAt(1))) may(unit);
  may(letters.charCodeAt(1));
  return filter;
}

/**
 * Whether letters spell the text from a place on: whole syllables, initials, or both mixed, the last one begun. The table of
 * readings is there once `unitsReadFrom` was asked.
 *
 * @param at how many of the letters are used up
 * @example 罗桂芬 is spelt by luoguifen, lgf, luogf, luogui, lguif
 */
export function spells(letters: string, text: Uint16Array, from: number, at = 0): boolean {
  if (at === letters.length) return true;
  const unit = text[from] ?? 0;
  if (unit === letters.charCodeAt(at) && spells(letters, text, from + 1, at + 1)) return true;
  const isPair = unit >= HIGH && unit < LOW;
  const next = from + (isPair ? 2 : 1);
  const known = isPair ? table?.get((unit - HIGH) * 0x400 + ((text[from + 1] ?? LOW) - LOW) + 0x10000) : ofUnit[unit];
  if (known === undefined) return false;
  for (let index = 0; index < known.length; index++) {
    const reading = known[index] ?? '';
    let alike = 0;
    while (alike < reading.length && reading.charCodeAt(alike) === letters.charCodeAt(at + alike)) alike += 1;
    if (alike === 0) continue;
    if (at + alike === letters.length) return true;
    if (alike === reading.length && spells(letters, text, next, at + alike)) return true;
    if (reading.length > 1 && spells(letters, text, next, at + 1)) return true;
    // zh, ch, sh
    if (alike > 1 && reading.length > 2 && reading.charAt(1) === 'h' && spells(letters, text, next, at + 2)) return true;
  }
  return false;
}

import { READINGS } from './readings.js';

/** Longer spellings are no name and no place; it also bounds how many ways there are to take one apart. */
export const LONGEST_SPELLING = 24;

const HIGH = 0xd800;
const LOW = 0xdc00;
const SMALL_A = 0x61;
const SMALL_Z = 0x7a;

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

/** Which letters a unit begins with, ends with where a spelling goes on to the next one, and has beside each other. */
interface Letters {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  readonly inside: readonly (readonly [number, number])[];
}

const lettersOfCode = new Map<number, Letters>();

function lettersOfOne(code: number): Letters {
  const known = lettersOfCode.get(code);
  if (known !== undefined) return known;
  const starts = new Set<number>();
  const ends = new Set<number>();
  const inside: [number, number][] = [];
  // A letter is spelt by itself.
  const spellings = code >= SMALL_A && code <= SMALL_Z ? [String.fromCharCode(code)] : (readings().get(code) ?? []);
  for (const spelling of spellings) {
    starts.add(spelling.charCodeAt(0));
    ends.add(spelling.charCodeAt(0));
    ends.add(spelling.charCodeAt(spelling.length - 1));
    if (spelling.length > 2 && spelling.charAt(1) === 'h') ends.add(spelling.charCodeAt(1));
    for (let at = 1; at < spelling.length; at++) inside.push([spelling.charCodeAt(at - 1), spelling.charCodeAt(at)]);
  }
  const made: Letters = { starts: [...starts], ends: [...ends], inside };
  lettersOfCode.set(code, made);
  return made;
}

const isPairAt = (text: Uint16Array, at: number): boolean => {
  const unit = text[at] ?? 0;
  return unit >= HIGH && unit < LOW;
};
const codeAt = (text: Uint16Array, at: number): number =>
  isPairAt(text, at) ? ((text[at] ?? HIGH) - HIGH) * 0x400 + ((text[at + 1] ?? LOW) - LOW) + 0x10000 : (text[at] ?? 0);

/** Letters that may stand beside each other in a spelling of a character and the one behind it: all pairs that `spells` takes. */
export function* lettersOf(text: Uint16Array, at: number): Generator<readonly [number, number], void, void> {
  const { ends, inside } = lettersOfOne(codeAt(text, at));
  yield* inside;
  if (ends.length === 0) return;
  const { starts } = lettersOfOne(codeAt(text, at + (isPairAt(text, at) ? 2 : 1)));
  for (const end of ends) for (const start of starts) yield [end, start];
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
  const isPair = isPairAt(text, from);
  const next = from + (isPair ? 2 : 1);
  const known = isPair ? table?.get(codeAt(text, from)) : ofUnit[unit];
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

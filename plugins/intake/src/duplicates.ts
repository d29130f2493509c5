import { type PluginRow, searchText } from '@onedoor/core';
import { stand } from './model.js';

/** What is known of a matter while it is being written down. */
export interface Draft {
  /** Names of the people in it. */
  readonly names: readonly string[];
  /** Marks of telephone and identity numbers. */
  readonly marks: readonly string[];
  readonly ref: string;
  readonly place: string;
  readonly words: string;
}

/** Why a case may be the same matter. */
export type Likeness = 'ref' | 'number' | 'person' | 'place' | 'words';
export interface Candidate {
  readonly row: PluginRow;
  readonly why: readonly Likeness[];
}

/** A hint is worth little beyond a handful. */
const MOST = 5;
/** Share of the pairs of characters of a title that have to come back in the words. */
const ENOUGH = 0.34;
const WEIGHT: Readonly<Record<Likeness, number>> = { ref: 8, number: 6, person: 4, words: 2, place: 1 };

/** As the search of cases compares it (width, case, dots of names), and without spaces and stops between words. */
export const plain = (text: string): string => searchText(text).replace(/[\s。，,、.;：:]/gu, '');

const pairs = (text: string): Set<string> => {
  const letters = [...plain(text)];
  return new Set(letters.slice(1).map((letter, at) => `${letters[at]}${letter}`));
};

/** Words that stand in nearly every title. */
const COMMON = pairs('纠纷的事情问题村民与其');
const known = new WeakMap<
  PluginRow,
  { readonly names: readonly string[]; readonly village: string; readonly pairs: ReadonlySet<string> }
>();
function read(row: PluginRow) {
  const found = known.get(row);
  if (found !== undefined) return found;
  // The village stands in many titles: it is compared by itself.
  const village = pairs(row.village);
  const made = {
    names: row.parties.map(plain),
    village: plain(row.village),
    pairs: new Set([...pairs(row.title)].filter((pair) => !COMMON.has(pair) && !village.has(pair))),
  };
  known.set(row, made);
  return made;
}

/**
 * Cases that may be the same matter, the likeliest first: for a person to look at, never to decide. Only what the asker may
 * read is compared, because `rows` are theirs.
 */
export function duplicates(rows: readonly PluginRow[], draft: Draft): readonly Candidate[] {
  const names = draft.names.map(plain).filter((name) => [...name].length >= 2);
  const [ref, place, words] = [plain(draft.ref), plain(draft.place), pairs(draft.words)];
  const marks = new Set(draft.marks);
  const found = rows.flatMap((row): (Candidate & { readonly weight: number })[] => {
    const own = read(row);
    const told = row.read(stand);
    const why: Likeness[] = [];
    if (ref !== '' && told?.ref !== undefined && plain(told.ref) === ref) why.push('ref');
    if (told?.marks?.some((mark) => marks.has(mark)) === true) why.push('number');
    if (names.some((name) => own.names.includes(name))) why.push('person');
    if (words.size > 2 && own.pairs.size > 2) {
      const shared = [...own.pairs].filter((pair) => words.has(pair)).length;
      if (shared / Math.min(own.pairs.size, Math.max(words.size, 4)) >= ENOUGH) why.push('words');
    }
    // A village alone says nothing: half of the cases are in it.
    if (why.length > 0 && own.village !== '' && place.includes(own.village)) why.push('place');
    const weight = why.reduce((sum, each) => sum + WEIGHT[each], 0) - (row.closed ? 1 : 0);
    return why.length === 0 ? [] : [{ row, why, weight }];
  });
  return found.sort((a, b) => b.weight - a.weight || b.row.changedAt - a.row.changedAt).slice(0, MOST);
}

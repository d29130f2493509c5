import { markOf, numberText, SEARCH_FIELDS, type SearchField } from './entry.js';
import { LONGEST_SPELLING } from './pinyin.js';
import { phoneTails, searchText } from './text.js';

/** Nobody types more on purpose. */
const MOST_TERMS = 6;
const LONGEST_TERM = 60;

/** One way in which a term may be in a text. */
export interface Way {
  /** Which term of the query it is a way of. */
  readonly term: number;
  /** The text itself, or the letters that spell it. */
  readonly text: string;
  readonly spelt: boolean;
  /** Bits of the fields in which it counts, by their place in SEARCH_FIELDS. */
  readonly fields: number;
}

export interface Query {
  readonly terms: number;
  readonly ways: readonly Way[];
}

const bits = (...fields: readonly SearchField[]): number => fields.reduce((sum, field) => sum | (1 << SEARCH_FIELDS.indexOf(field)), 0);
const EVERYWHERE = bits('name', 'number', 'tail', 'title', 'place', 'words', 'text');
/** A single character is no word: in long texts it stands nearly everywhere. */
const SHORT = bits('name', 'number', 'tail', 'title', 'place', 'words');
const SPELT = bits('name', 'title', 'place');
const NUMBER = bits('number');
const TAIL = bits('tail');
const MARK = bits('mark');

/** Of 〔2024〕12, with the brackets of whatever keyboard, behind any prefix. */
const NUMBER_WRITTEN = /[〔[(【〈](\d{4})[〕\])】〉]\s*(\d+)(号?)$/u;
const NUMBER_SHORT = /^(\d{4})[-/](\d+)$/u;
const IDENTITY = /^(?:\d{15}|\d{17}[\dx])$/u;
/** A telephone number alone, in whatever groups of digits. */
const PHONE = /^\+?[\d\s()-]{7,24}$/u;

/**
 * What somebody typed, as ways to find it. All terms must be found; each in one of its ways.
 *
 * @param typed names, spellings, numbers, places, words, apart by spaces
 */
export function parseQuery(typed: string): Query {
  const text = searchText(typed);
  const isPhone = PHONE.test(text) && phoneTails(text).length === 1;
  const terms = (isPhone ? [text.replace(/\D/gu, '')] : text.split(' ')).filter((term) => term !== '').slice(0, MOST_TERMS);
  return { terms: terms.length, ways: terms.flatMap((term, at) => waysOf(term.slice(0, LONGEST_TERM), at)) };
}

function waysOf(text: string, term: number): Way[] {
  const way = (what: string, fields: number, spelt = false): Way => ({ term, text: what, fields, spelt });
  const ways = [way(text, text.length < 2 ? SHORT : EVERYWHERE)];
  if (/^[a-z]{2,}$/u.test(text) && text.length <= LONGEST_SPELLING) ways.push(way(text, SPELT, true));
  const [, year, value, end] = NUMBER_WRITTEN.exec(text) ?? [];
  if (year !== undefined && value !== undefined) ways.push(way(end === '' ? `〔${year}〕${value}` : numberText(year, value), NUMBER));
  const [, shortYear, shortValue] = NUMBER_SHORT.exec(text) ?? [];
  if (shortYear !== undefined && shortValue !== undefined) ways.push(way(numberText(shortYear, shortValue), NUMBER));
  const [tail] = phoneTails(text);
  if (tail !== undefined) ways.push(way(tail, TAIL));
  if (IDENTITY.test(text)) ways.push(way(markOf(text), MARK));
  return ways;
}

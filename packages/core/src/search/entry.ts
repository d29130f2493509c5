import { identityMark } from '../rules/identity.js';
import type { CaseRow } from '../session/case-row.js';

/** What a text of a case is, for whoever looks for it: each has its weight and says why a case was found. */
export const SEARCH_FIELDS = ['name', 'number', 'tail', 'title', 'place', 'words', 'mark', 'text'] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];

/** What is looked for in one case. */
export interface SearchEntry {
  readonly id: string;
  /** Epoch milliseconds; the later one stands first where two fit alike. */
  readonly changedAt: number;
  readonly fields: readonly (readonly [SearchField, string])[];
}

/** Case number as it is written everywhere behind the centre's own prefix. */
export const numberText = (year: number | string, value: number | string): string => `〔${year}〕${value}号`;

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each): each is string => typeof each === 'string') : typeof value === 'string' ? [value] : [];

/**
 * What can be looked for in a row: names, number, tails of telephone numbers, title, places, the first words of the facts,
 * marks of identity numbers. Nothing that the row does not have: what a reader may not read is in no row of theirs.
 *
 * @param row as its reader has it
 */
export function searchEntry(row: CaseRow): SearchEntry {
  const joint = row.summaries['joint'] ?? {};
  const all = (field: SearchField, values: readonly string[]) => values.flatMap((value) => (value === '' ? [] : [[field, value] as const]));
  return {
    id: row.case,
    changedAt: row.changedAt,
    fields: [
      ...all('name', [...row.parties, ...texts(joint['names'])]),
      ...all('number', row.number === undefined ? [] : [numberText(row.number.year, row.number.value)]),
      ...all('tail', texts(joint['tails'])),
      ...all('title', [row.title]),
      ...all('place', [row.village, ...texts(joint['place'])]),
      ...all('words', [row.matter]),
      ...all('mark', row.marks ?? []),
    ],
  };
}

/**
 * The same of the summary of one room: a server looks for each reader among the rooms that they may read.
 *
 * @param room `case` or `joint`; other rooms have nothing that a row is found by
 * @param summary as the room's selector made it
 */
export function summaryFields(room: string, summary: Readonly<Record<string, unknown>>): SearchEntry['fields'] {
  const each = (field: SearchField, value: unknown) => texts(value).flatMap((text) => (text === '' ? [] : [[field, text] as const]));
  if (room === 'case') {
    const { title, village, number } = summary;
    return [...each('title', title), ...each('place', village), ...each('number', numberOf(number))];
  }
  if (room !== 'joint') return [];
  const { parties, names, tails, place, matter, marks } = summary;
  return [
    ...each('name', parties),
    ...each('name', names),
    ...each('tail', tails),
    ...each('place', place),
    ...each('words', matter),
    ...each('mark', marks),
  ];
}

function numberOf(number: unknown): string {
  if (typeof number !== 'object' || number === null || !('year' in number) || !('value' in number)) return '';
  return numberText(String(number.year), String(number.value));
}

/** The mark by which rows know an identity number, of what somebody typed. */
export const markOf = (typed: string): string => identityMark(typed.toUpperCase());

import type { CaseRow, Party, PartyPerson, ReadResult, RecordValue } from '@onedoor/core';
import { memo } from '../internal/memo.js';

type Read = ReadResult<typeof Party>;

/** Parties of one group, each with its number among all of the case. */
export interface GroupedParties {
  /** Empty for those that are in none. */
  readonly group: string;
  readonly parties: readonly { readonly read: Read; readonly number: number }[];
}

/**
 * Parties by group, groups in the order in which they first come, those without one last. Damaged records stand among
 * those without a group and are found by anything in their raw value.
 *
 * @param search words that all have to be in a party's fields; empty: all parties
 */
export function groupParties(parties: readonly Read[], search = ''): GroupedParties[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const groups = new Map<string, GroupedParties['parties'][number][]>();
  parties.forEach((read, at) => {
    if (!words.every((word) => textOf(read).includes(word) || isNumberOf(read, word))) return;
    const group = read.ok ? (read.value.group ?? '') : '';
    const known = groups.get(group);
    const entry = { read, number: at + 1 };
    if (known === undefined) groups.set(group, [entry]);
    else known.push(entry);
  });
  const named = [...groups].filter(([group]) => group !== '');
  const others = groups.get('');
  return [...named, ...(others === undefined ? [] : [['', others] as const])].map(([group, inside]) => ({ group, parties: inside }));
}

function textOf(read: Read): string {
  if (!read.ok) return JSON.stringify(read.raw).toLowerCase();
  const { name, group, representative, phone, address, note, members } = read.value;
  return [name, group, representative, phone, address, note, ...members].filter(Boolean).join('\n').toLowerCase();
}

/** Names of members as people write them one after another, each once. */
export const membersIn = (line: string): string[] => [...new Set(line.split(/[,;\s\u3001\uFF0C\uFF1B]+/).filter(Boolean))];

/** A number is found by the whole of it: by its parts it could be guessed while it is masked. */
const isNumberOf = (read: Read, word: string): boolean => read.ok && read.value.idNumber?.toLowerCase() === word;

/** Identity numbers of a party's people. */
export function numbersByParty(people: readonly RecordValue<typeof PartyPerson>[]): Map<string, string[]> {
  const numbers = new Map<string, string[]>();
  for (const { party, idNumber } of people)
    if (idNumber !== undefined && idNumber !== '') numbers.set(party, [...(numbers.get(party) ?? []), idNumber]);
  return numbers;
}

/** Other cases of the board by the marks of the identity numbers in them: see `identityMark`. */
export const casesByMark = memo((rows: readonly CaseRow[], own: string): ReadonlyMap<string, readonly CaseRow[]> => {
  const mine = new Set(rows.find((row) => row.case === own)?.marks);
  const found = new Map<string, CaseRow[]>();
  if (mine.size === 0) return found;
  for (const row of rows) {
    if (row.case === own) continue;
    for (const mark of row.marks ?? []) if (mine.has(mark)) found.set(mark, [...(found.get(mark) ?? []), row]);
  }
  return found;
});

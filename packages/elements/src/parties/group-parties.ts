import type { Party, ReadResult } from '@onedoor/core';

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
    if (!words.every((word) => textOf(read).includes(word))) return;
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
  const { name, group, representative, phone, idNumber, address, note, members } = read.value;
  return [name, group, representative, phone, idNumber, address, note, ...members].filter(Boolean).join('\n').toLowerCase();
}

/** Names of members as people write them one after another, each once. */
export const membersIn = (line: string): string[] => [...new Set(line.split(/[,;\s\u3001\uFF0C\uFF1B]+/).filter(Boolean))];

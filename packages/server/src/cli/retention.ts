import { OnedoorError } from '@onedoor/core';
import { planErasure, settleErasures } from '../erase/erasures.js';
import { keysDir } from '../log/keys.js';
import { readEntries } from '../log/room-log.js';
import { carryOut } from './erase.js';
import { personOf, random, withFolder } from './folder.js';

/**
 * How long notes of access are kept, in months: who exported a room, when and for what. Three years answer the questions of
 * an inspection; below six months the law on network security forbids (网络安全法 as amended 2025, art. 23: logs at
 * least six months). Case files are archives, whose term the unit sets: no retention run touches them.
 */
export const RETENTION_MONTHS = { default: 36, min: 6, max: 1200 } as const;

/** Start of retention: `months` calendar months before a time. A day that the month does not have counts as its last. */
export function retentionStart(now: number, months: number): number {
  const day = new Date(now);
  const start = new Date(now);
  start.setUTCMonth(day.getUTCMonth() - months);
  if (start.getUTCDate() !== day.getUTCDate()) start.setUTCDate(0);
  return start.getTime();
}

/**
 * Tells which notes of access are past their term, and with `yes` erases them, room by room.
 *
 * @throws as `withFolder`; BAD_OPTION for a term out of range
 */
export async function retention(
  dir: string,
  request: { readonly months?: number; readonly by: string },
  options: { readonly yes: boolean; readonly now: number },
): Promise<string> {
  const months = request.months ?? RETENTION_MONTHS.default;
  if (!Number.isInteger(months) || months < RETENTION_MONTHS.min || months > RETENTION_MONTHS.max)
    throw new OnedoorError('BAD_OPTION', {
      seen: `a term of ${months} months`,
      expected: `${RETENTION_MONTHS.min} to ${RETENTION_MONTHS.max}`,
      todo: 'Correct --months; logs are kept six months at least.',
      at: 'months',
    });
  return withFolder(dir, async (folder) => {
    await settleErasures(folder, keysDir(dir));
    const { store, keys } = folder;
    const person = personOf(folder, request.by);
    const marksBefore = retentionStart(options.now, months);
    const lines: string[] = [];
    for (const room of store.rooms()) {
      const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
      const isDue = [...readEntries(store, room, cipher, 1)].some(
        (entry) => entry.kind === 'mark' && entry.mark.what !== 'erasure' && entry.at < marksBefore,
      );
      if (!isDue) continue;
      const { entries } = await planErasure(folder, { room: room.key, marksBefore });
      lines.push(`${room.key}: ${entries} notes of access`);
      if (!options.yes) continue;
      const id = Buffer.from(random(16)).toString('hex');
      await carryOut(folder, { id, at: options.now, person, reason: `retention of ${months} months`, room: room.key, marksBefore });
    }
    const sum = `${lines.length} rooms have notes of access from before ${new Date(marksBefore).toISOString().slice(0, 10)}`;
    const end = options.yes || lines.length === 0 ? [] : ['nothing was changed: add --yes to erase them'];
    return [...lines, sum, ...end].join('\n');
  });
}

import type { StoredRoom } from '@onedoor/core';
import type { ErasureOrder } from '../erase/ledger.js';
import type { Finding, SoundEntry } from './verify.js';

/**
 * Entries are written once. One that has several leaves was written anew, which an erasure alone may do, and an erasure is
 * itself an entry with person, time and reason: whoever writes over an entry without one, or raises an epoch, is found here.
 *
 * @param leaves numbers of leaves by `seq`, the first leaf first
 * @param ledger orders of erasure, where they are at hand
 */
export function checkRewriting(
  room: StoredRoom,
  entries: readonly SoundEntry[],
  leaves: ReadonlyMap<number, readonly number[]>,
  ledger: readonly ErasureOrder[] | undefined,
): Finding[] {
  const findings: Finding[] = [];
  const find = (at: string, what: Finding['what'], seen: string, table: Finding['table'] = 'entries') =>
    findings.push({ table, at, what, seen });
  const erasures = entries.flatMap(({ entry }) =>
    entry.kind === 'mark' && entry.mark.what === 'erasure' ? [{ ...entry, mark: entry.mark }] : [],
  );
  const ordered = new Map(ledger?.map((order) => [order.id, order]));
  for (const [at, { seq, person, mark }] of erasures.entries()) {
    const where = `${room.key} ${seq}`;
    if (mark.upTo !== seq - 1 || mark.epoch !== at + 2) find(where, 'altered', `an erasure of 1 to ${mark.upTo}, epoch ${mark.epoch}`);
    const order = ordered.get(mark.id);
    if (ledger !== undefined && order === undefined) find(where, 'inserted', 'an erasure that the ledger does not have');
    else if (
      order !== undefined &&
      (order.person !== person || order.room !== room.key || order.record?.id !== mark.record?.id || order.marksBefore !== mark.marksBefore)
    )
      find(where, 'altered', 'another erasure than the ledger has');
  }
  if (room.epoch !== erasures.length + 1) find(room.key, 'altered', `epoch ${room.epoch} after ${erasures.length} erasures`, 'rooms');
  for (const { entry } of entries) {
    const seq = entry.kind === 'act' ? entry.entry.seq : entry.seq;
    const over = erasures.filter((erasure) => erasure.seq > seq);
    const times = leaves.get(seq)?.length ?? 1;
    if (times !== over.length + 1)
      find(`${room.key} ${seq}`, 'altered', `written ${times} times, and ${over.length} erasures after it say so`);
    else if (entry.kind === 'erased' && !over.some(({ mark }) => mark.record === undefined))
      find(`${room.key} ${seq}`, 'removed', 'it counts as erased, and no erasure of the room says so');
  }
  return findings;
}

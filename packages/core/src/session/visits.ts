import * as z from '../z.js';
import type { CaseRow } from './case-row.js';

export const visitSchema = z.object({ at: z.number(), seqs: z.record(z.string(), z.int()) });

/** A person's last visit to a case on this device. */
export interface Visit {
  /** Epoch milliseconds by this device's clock, when the page of the case was left. */
  readonly at: number;
  /** Last `seq` of each room that the person has seen; what they did themselves since then counts as seen. */
  readonly seqs: Readonly<Record<string, number>>;
}

/**
 * Names of the rooms of a case in which somebody else has changed something since the last visit, in the row's order.
 * Without a visit, all rooms in which there is anything.
 *
 * @example
 * const isChanged = changedRooms(row, session.visits.get().get(row.case)).length > 0;
 */
export function changedRooms(row: Pick<CaseRow, 'rooms'>, visit: Visit | undefined): string[] {
  return row.rooms.filter(({ room, seq }) => seq > (visit?.seqs[room] ?? 0)).map(({ room }) => room);
}

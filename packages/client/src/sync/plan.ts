import type { BulkRequestInput } from '@onedoor/core';
import { nameOfRoom } from '../room-key.js';
import type { RoomsIndex } from '../rows/rooms-index.js';
import type { OutboxRow } from '../storage/client-store.js';

/** Bounds of one request; what is left goes with the next. */
const MAX_ROOMS = 100;
export const MAX_BYTES = 1_000_000;

/** One room of a bulk request, with the changes that it carries. */
export interface Segment {
  readonly room: string;
  readonly wire: string;
  readonly rows: OutboxRow[];
  /** Whether everything after the stored `seq` is asked for. */
  pull: boolean;
}

export interface Plan {
  readonly segments: readonly Segment[];
  /** Something was left out for the next request. */
  readonly more: boolean;
  /** Intents wait for content that a socket carries. */
  readonly withheld: boolean;
}

export interface PlanInput {
  readonly outbox: readonly OutboxRow[];
  readonly index: RoomsIndex;
  /** Of changes, in one request; a larger one goes alone. */
  readonly maxBytes?: number;
  /** Whether a change of content goes by a socket. */
  carries(row: OutboxRow): boolean;
  /** Whether a change can go at all now. */
  ready(row: OutboxRow): boolean;
  /** Whether a room is kept fresh otherwise, or cannot be had now. */
  isCurrent(room: string): boolean;
}

/**
 * What to send and to ask for next. Changes of one case keep their order, so that an intent never arrives before the
 * content that was written before it, nor content before the intent that made its case.
 */
export function planBulk({ outbox, index, maxBytes = MAX_BYTES, carries, ready, isCurrent }: PlanInput): Plan {
  const cases = new Map<string, Segment[]>();
  const waiting = new Set<string>();
  let withheld = false;
  let count = 0;
  let size = 0;
  let more = false;
  for (const row of outbox) {
    const { case: caseId } = nameOfRoom(row.room);
    if (!ready(row) || (row.kind === 'content' && carries(row))) {
      waiting.add(caseId);
      continue;
    }
    if (row.kind === 'intent' && waiting.has(caseId)) {
      withheld = true;
      continue;
    }
    const length = row.bytes?.length ?? JSON.stringify(row.args).length;
    if (count >= MAX_ROOMS || (size > 0 && size + length > maxBytes)) {
      more = true;
      break;
    }
    size += length;
    const segments = cases.get(caseId) ?? [];
    cases.set(caseId, segments);
    const last = segments.at(-1);
    if (last !== undefined && last.room === row.room && last.rows.at(-1)?.kind === row.kind) last.rows.push(row);
    else {
      segments.push({ room: row.room, wire: index.wire(row.room), rows: [row], pull: false });
      count++;
    }
  }
  const segments = [...cases.values()].flat();
  // The answer to a room's last place in the request holds what came of all of them.
  const seen = new Set<string>();
  for (const segment of segments.slice().reverse()) {
    segment.pull = !seen.has(segment.room);
    seen.add(segment.room);
  }
  for (const { room, listed } of index.behind()) {
    if (seen.has(room) || isCurrent(room)) continue;
    if (segments.length >= MAX_ROOMS) {
      more = true;
      break;
    }
    segments.push({ room, wire: listed.wire, rows: [], pull: true });
  }
  return { segments, more, withheld };
}

export function bulkRooms(segments: readonly Segment[], index: RoomsIndex): BulkRequestInput['rooms'] {
  return segments.map(({ room, wire, rows, pull }) => ({
    wire,
    since: index.stored(room)?.seq ?? 0,
    pull,
    clients: [...new Set(rows.flatMap((row) => (row.client === undefined ? [] : [row.client])))],
    updates: rows.flatMap((row) => (row.bytes === undefined ? [] : [row.bytes])),
    intents: rows.flatMap((row) => (row.intent === undefined ? [] : [row.intent])),
  }));
}

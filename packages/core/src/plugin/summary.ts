import type { RoomState } from '../acts/fold.js';
import type { ContentReader } from '../content/reader.js';
import * as z from '../z.js';

/**
 * What the board may know of one room of a plugin: derived on the server from that room alone, carried in a case's row to
 * those who may read the room, read there by badges, columns and deadlines.
 */
export interface Summary<S extends Readonly<Record<string, unknown>>> {
  readonly room: string;
  readonly schema: z.core.$ZodType<S>;
  readonly select: (state: RoomState, content: ContentReader) => S;
}

/**
 * Declares the summary of a room.
 *
 * @param room a room of the plugin's manifest: one of its own, or a built-in one that it extends, to tell of its own
 *   records there
 * @param schema what a reader accepts: a row may have been made by another version
 * @param select pure; a few numbers, dates and short words, not the content itself
 * @example
 * export const stand = defineSummary('bell', z.object({ rung: z.int() }), (state) => ({ rung: bell.of(state.slices).rung }));
 */
export const defineSummary = <S extends Readonly<Record<string, unknown>>>(
  room: string,
  schema: z.core.$ZodType<S>,
  select: Summary<S>['select'],
): Summary<S> => ({ room, schema, select });

/** Where a built-in room's summary holds what plugins tell of their own records in it. */
export const PLUGINS_PART = 'plugins';

/**
 * Reads a plugin's summary out of a case's row.
 *
 * @param summaries of the rooms that the reader may read, by room
 * @param plugin whose summary it is
 * @returns undefined where the room is not the reader's, nothing is there, or another version wrote it
 */
export function readSummary<S extends Readonly<Record<string, unknown>>>(
  summaries: Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>,
  plugin: string,
  { room, schema }: Summary<S>,
): S | undefined {
  const isOwn = room === plugin || room.startsWith(`${plugin}.`);
  const parts = summaries[room]?.[PLUGINS_PART];
  const raw = isOwn
    ? summaries[room]
    : typeof parts === 'object' && parts !== null
      ? Object.entries(parts).find(([name]) => name === plugin)?.[1]
      : undefined;
  const parsed = raw === undefined ? undefined : z.safeParse(schema, raw);
  return parsed?.success === true ? parsed.data : undefined;
}

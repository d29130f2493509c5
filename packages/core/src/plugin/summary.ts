import type { RoomState } from '../acts/fold.js';
import type { ContentReader } from '../content/reader.js';
import type * as z from '../z.js';

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
 * @param room a room of the plugin's manifest
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

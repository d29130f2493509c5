import { alreadyIs } from '../schema/already.js';
import * as z from '../z.js';

/** One room of a row that its reader may open. Of a sealed one `seq` is 0: how far it is, is told to whoever states a purpose. */
export const rowRoom = z.object({
  room: z.string(),
  wire: z.string(),
  seq: z.int(),
  write: z.boolean(),
  sealed: z.optional(z.literal(true)),
});

/**
 * One case as the board shows it, assembled of the summaries of the rooms that its reader may read. A tombstone tells
 * a device to put the case away, because its person has lost it.
 */
export const rowSchema = z.object({
  case: z.string(),
  rev: z.int(),
  gone: z._default(z.boolean(), false),
  rooms: z._default(z.array(rowRoom), []),
  /** Sealed rooms whose named persons are all gone, told to those who may name a successor: names of rooms, no wire names. */
  orphans: z.optional(z.array(z.string())),
  /** By room: what that room's summary selector made. */
  summary: z._default(z.record(z.string(), z.record(z.string(), z.unknown())), {}),
});
export type Row = z.infer<typeof rowSchema>;

/** Whether a value is a whole row already: what this device has parsed and stored before need not be parsed again. */
export const isRow = alreadyIs(rowSchema);

/**
 * Answer of GET /api/rows?cursor=N&limit=N. `cursor` starts the next page; `more` says that there is one now. `restores`
 * counts how often the server was put back from a backup: where it is another one, cursors of before mean nothing.
 */
export const rowsResponse = z.object({
  rows: z.array(rowSchema),
  cursor: z.int(),
  more: z.boolean(),
  restores: z._default(z.int().check(z.minimum(0)), 0),
});
export type RowsResponse = z.infer<typeof rowsResponse>;

const settingVersion = z.object({ number: z.int(), value: z.unknown(), from: z.optional(z.string()) });

/** Answer of GET /api/me. */
export const meResponse = z.object({
  protocol: z.int(),
  schema: z.int(),
  centre: z.object({ id: z.string(), name: z.string() }),
  person: z.object({ person: z.string(), name: z.string(), department: z.string(), rights: z.array(z.string()) }),
  /** Rooms of the centre that this person may read. */
  rooms: z.array(rowRoom),
  /** How long a purpose that somebody stated opens a sealed room to them, in milliseconds. */
  sealedViewMs: z.optional(z.int()),
  /** Approved plugins: what manifests the server runs, by name and version. */
  plugins: z.array(z.object({ name: z.string(), version: z.string() })),
  /** What the centre has decided of the settings that pages need at hand. */
  settings: z.optional(z.record(z.string(), z.array(settingVersion))),
});
export type MeResponse = z.infer<typeof meResponse>;

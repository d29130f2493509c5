import * as z from '../z.js';

/** One value that was written to a register, or one element of a set, key of a map or item of a list. */
export const fieldValue = z.object({
  person: z.string(),
  /** Epoch milliseconds by the server's clock. */
  at: z.number(),
  /** Entry of the log that it came with: pages are asked for by it. */
  seq: z.int(),
  /** As JSON, whole; absent where the field was emptied or the part taken away. */
  json: z.optional(z.string()),
  /** Element of a set, key of a map, id of a list's item; absent in the history of a register. */
  part: z.optional(z.string()),
  /**
   * `current`: it stands. `contested`: it was written by somebody who did not know the one that stands, and nobody has
   * settled which is meant. `past`: another one was put in its place, or confirmed against it.
   */
  state: z.enum(['current', 'contested', 'past']),
});
export type FieldValue = z.infer<typeof fieldValue>;

/**
 * A stretch of writing in one text: what one person did until they rested or another one began. Of a text with a long
 * history neighbouring ones are told as one, of several people then.
 */
export const textMoment = z.object({
  people: z.array(z.string()),
  /** Epoch milliseconds by the server's clock, of its first and its last change. */
  from: z.number(),
  until: z.number(),
});
export type TextMoment = z.infer<typeof textMoment>;

/** Characters that stand together, were written by one person in one moment and, if at all, deleted by one in another. */
export const textRun = z.object({
  text: z.string(),
  person: z.string(),
  /** Epoch milliseconds by the server's clock when the last of its characters was written. */
  at: z.number(),
  /** Place in `moments` of the moment in which it was written. */
  moment: z.int(),
  deleted: z.optional(z.object({ person: z.string(), at: z.number(), moment: z.int() })),
});
export type TextRun = z.infer<typeof textRun>;

/**
 * Answer of `GET /api/attribution?case=<id>&room=<name>&collection=<name>&record=<id>&field=<name>`: who wrote what of one
 * field, as the log has it. `seq` says how far the log has been read.
 *
 * `values`, of a register, set, map or list: the latest first; `before=<seq>` and `limit=<n>` page, `more` says whether
 * older ones follow. `text`: the whole of a text in runs, deleted ones in their places, so that the text of every moment
 * can be read off: it is what was written up to that moment and not deleted up to it. Characters that their own writer took
 * back within a moment are left out. `from=<run>` and `limit=<n>` page; where `seq` differs from that of the page before,
 * begin anew.
 *
 * A room that the person may not read and one that does not exist both answer FORBIDDEN; a field that the room's records do
 * not have BAD_ARGS.
 */
export const fieldHistory = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('values'), values: z.array(fieldValue), seq: z.int(), more: z.boolean() }),
  z.object({ kind: z.literal('text'), moments: z.array(textMoment), runs: z.array(textRun), seq: z.int(), more: z.boolean() }),
]);
export type FieldHistory = z.infer<typeof fieldHistory>;

/** What differs in one place between two moments. */
export const comparedChange = z.object({
  /** `created`, `removed`, `restored` of a record as a whole, which then has no field; the others as of an edit. */
  kind: z.enum(['created', 'removed', 'restored', 'set', 'part-added', 'part-set', 'part-removed', 'text']),
  collection: z.string(),
  record: z.string(),
  field: z.optional(z.string()),
  part: z.optional(z.string()),
  /** Values of registers and parts as JSON, cut at 200 characters (see `editValue`). */
  before: z.optional(z.string()),
  value: z.optional(z.string()),
  /** Of a text: what stands between what stayed, in order; of what stayed only the edges. */
  pieces: z.optional(
    z.array(z.object({ kind: z.enum(['kept', 'inserted', 'deleted']), text: z.string(), person: z.optional(z.string()) })),
  ),
  /** Who did it, the last one last. */
  people: z.array(z.string()),
});
export type ComparedChange = z.infer<typeof comparedChange>;

/**
 * Answer of `GET /api/compare?case=<id>&room=<name>&from=<ms>&until=<ms>`: what of a room's content was another at the second
 * moment than at the first; what was changed and changed back is not among it. `more`: there is more than one answer holds.
 * Denied and unknown rooms answer FORBIDDEN alike.
 */
export const compareResponse = z.object({ changes: z.array(comparedChange), seq: z.int(), more: z.boolean() });
export type CompareResponse = z.infer<typeof compareResponse>;

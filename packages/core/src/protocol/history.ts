import { splitsCharacter } from '../content/text.js';
import * as z from '../z.js';

/**
 * What an edit did. Registers are `set` (without a value: emptied) or `confirmed`, which says which of several
 * concurrent values is meant; elements of a set, keys of a map and items of a list are parts; `text` covers structured
 * text too.
 */
export const editKind = z.enum([
  'created',
  'removed',
  'restored',
  'set',
  'confirmed',
  'text',
  'part-added',
  'part-set',
  'part-removed',
  'part-moved',
]);
export type EditKind = z.infer<typeof editKind>;

/** Most characters of a value in an edit, in UTF-16 units. */
export const MAX_EDIT_VALUE = 200;
/** Most characters of an excerpt of typed text, in UTF-16 units. */
export const MAX_EXCERPT = 80;

/**
 * One edit of content: what one person did to one field, or to a record as a whole, gathered over consecutive changes.
 * Who and when come from the server's log, never from the document.
 */
export const editSchema = z.object({
  /** Names this edit in its room for as long as the index lasts; a further change of the same field keeps it. */
  id: z.string(),
  /** Place in the order of last changes, rising; pages are asked for by it. Another change of the edit raises it. */
  order: z.int(),
  person: z.string(),
  /** Epoch milliseconds by the server's clock, of the first and the last change that went into it. */
  from: z.number(),
  until: z.number(),
  /** Number of the last log entry that went into it: above the `seq` of a visit, it is news. */
  seq: z.int(),
  kind: editKind,
  collection: z.string(),
  record: z.string(),
  /** Absent for an edit of the record as a whole. */
  field: z.optional(z.string()),
  /** Element of a set, key of a map, id of a list's item. */
  part: z.optional(z.string()),
  /**
   * Registers and parts: the value as JSON, cut at 200 characters (see `editValue`); absent where it was emptied. Of a
   * created record: its registers as one object.
   */
  value: z.optional(z.string()),
  /** The value that stood before the first change, in the same way; absent where there was none. */
  before: z.optional(z.string()),
  /** The writer did not know the value that stood there: both are kept, and shown until one of them is confirmed. */
  apart: z.optional(z.boolean()),
  /**
   * Text: characters written, less those that the person took back again, and characters deleted of what stood there
   * before (UTF-16 units); up to 80 characters of what was written last, an ellipsis where the person went on at another
   * place; of a long text that came at once, its beginning.
   */
  inserted: z.optional(z.int()),
  deleted: z.optional(z.int()),
  excerpt: z.optional(z.string()),
});
export type Edit = z.infer<typeof editSchema>;

/**
 * Answer of `GET /api/history?case=<id>&room=<name>&before=<order>&limit=<n>`: edits of one room, the latest first.
 * `before` is the `order` of the last edit of the page before; `seq` says how far the log has been read; `more`
 * whether older edits follow. A room that the person may not read and one that does not exist both answer FORBIDDEN.
 */
/** Something that was erased of a room for good: of which kind, by whom, when and why; what stood there, nowhere. */
export const erasureNote = z.object({
  /** Epoch milliseconds by the server's clock. */
  at: z.number(),
  person: z.string(),
  reason: z.string(),
  /** The provision that it rests on, as whoever erased it named it. */
  article: z.optional(z.string()),
  /** Collection of the one record that it was; absent where it was all that the room held. */
  collection: z.optional(z.string()),
});
export type ErasureNote = z.infer<typeof erasureNote>;

export const historyResponse = z.object({
  edits: z.array(editSchema),
  seq: z.int(),
  more: z.boolean(),
  /** With the newest page alone: what was erased of the room, the latest first. */
  erasures: z.optional(z.array(erasureNote)),
});
export type HistoryResponse = z.infer<typeof historyResponse>;

/** Up to `limit` UTF-16 units of a text, no character cut in two; what is cut ends with an ellipsis. */
export function shorten(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const end = splitsCharacter(text, limit - 1) ? limit - 2 : limit - 1;
  return `${text.slice(0, end)}…`;
}

/**
 * A value as an edit carries it: JSON of at most 200 characters. A long string is cut inside; other JSON is cut as text;
 * what JSON cannot hold is an ellipsis.
 */
export function shortValue(value: unknown): string | undefined {
  const json = jsonOf(value);
  if (json === undefined || json.length <= MAX_EDIT_VALUE) return json;
  if (typeof value !== 'string') return shorten(json, MAX_EDIT_VALUE);
  // Escapes make JSON longer than its text: the text is cut until its JSON fits.
  for (let limit = MAX_EDIT_VALUE - 2; ; limit -= 10) {
    const cut = JSON.stringify(shorten(value, Math.max(limit, 1)));
    if (cut.length <= MAX_EDIT_VALUE || limit <= 1) return cut;
  }
}

function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    // Nested deeper than the stack, or a number that JSON does not have: a stock client may write what it likes.
    return '"…"';
  }
}

/**
 * The value of an edit's `value` or `before`; JSON that was cut comes back as the text of it, ending with an ellipsis.
 *
 * @example
 * editValue('"13800000001"'); // '13800000001'
 */
export function editValue(short: string): unknown {
  try {
    const value: unknown = JSON.parse(short);
    return value;
  } catch {
    return short;
  }
}

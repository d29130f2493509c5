import { type Row, rowSchema } from '../protocol/rows.js';
import * as z from '../z.js';
import { SEARCH_FIELDS } from './entry.js';

/** Body of POST /api/search. Not in the address: names of people do not belong in the logs of proxies. */
export const searchRequest = z.object({
  /** What a person typed. */
  typed: z.string().check(z.maxLength(200)),
});

const found = z.object({
  case: z.string(),
  /** As of `SearchHit`. */
  score: z.number(),
  kind: z.enum(SEARCH_FIELDS),
  /** The room in which it says best why. */
  room: z.string(),
  /** Where the word stands in a text of that room: before it, the word, after it. */
  excerpt: z.optional(z.tuple([z.string(), z.string(), z.string()])),
});
/** A case that the server found among the rooms that this person may read. */
export type SearchFound = z.infer<typeof found>;

/**
 * Answer of POST /api/search: the best hits, the best first, with the rows of their cases, and how many cases fit. `complete` is
 * false while the server still takes up rows and texts after a start, or holds more of them than it may keep at hand.
 */
export const searchAnswer = z.object({
  hits: z.array(found),
  rows: z.array(rowSchema),
  total: z.int(),
  complete: z.boolean(),
});
export interface SearchAnswer extends z.infer<typeof searchAnswer> {
  readonly rows: Row[];
}

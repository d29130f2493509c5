import { type Done, doneBy } from '../acts/faults.js';
import { defineSlice } from '../acts/slice.js';
import * as z from '../z.js';

const args = z.object({
  id: z.string().check(z.maxLength(64)),
  /** Which paper of the plugin. */
  paper: z.string().check(z.maxLength(60)),
  /** What it is of: a draft's hash, a session's id. */
  of: z.string().check(z.maxLength(100)),
  /** Number of the template's version; 0 is the one that came with the program. */
  version: z.int().check(z.minimum(0)),
  /** SHA-256 of the template. */
  hash: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
});

/** A paper that was made: by whom, when, by which template. */
export type PaperMade = Done<z.infer<typeof args>>;

/**
 * Notes of the papers that were made in a room of a plugin, for its slices; its manifest says who does `<plugin>-paper.made`.
 *
 * @example export const papers = papersMade('food-aid');
 */
export const papersMade = (plugin: string) =>
  defineSlice<readonly PaperMade[]>(`${plugin}-paper`, []).act('made', {
    args,
    keys: ({ id }) => [id],
    apply: (made, each, facts) => [...made, doneBy(each, facts)],
  });

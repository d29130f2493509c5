import type { Edit } from '@onedoor/core';

/** Edits of one room as far as they have been asked for, the latest first. */
export interface KnownEdits {
  readonly edits: readonly Edit[];
  /** Older ones exist. */
  readonly more: boolean;
}

interface Page {
  readonly edits: readonly Edit[];
  readonly more: boolean;
}

/**
 * A first page, asked for again because something is new, put before what is known. An edit that went on has moved to a
 * later place and stands there once. A page that does not reach what is known leaves a gap: what is known goes then.
 */
export function withNewest(known: KnownEdits | undefined, page: Page): KnownEdits {
  const oldest = page.edits.at(-1)?.order ?? Infinity;
  if (known === undefined || !page.more) return { edits: page.edits, more: page.more };
  const reaches = known.edits.some(({ order }) => order >= oldest);
  if (!reaches) return { edits: page.edits, more: true };
  const fresh = new Set(page.edits.map(({ id }) => id));
  return { edits: [...page.edits, ...known.edits.filter(({ id, order }) => order < oldest && !fresh.has(id))], more: known.more };
}

/** The next page, asked for `before` the last known one. */
export function withOlder(known: KnownEdits, page: Page): KnownEdits {
  const here = new Set(known.edits.map(({ id }) => id));
  return { edits: [...known.edits, ...page.edits.filter(({ id }) => !here.has(id))], more: page.more };
}

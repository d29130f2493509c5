import type { Session } from '@onedoor/core';
import { RowSearch } from '@onedoor/core/search';
import { slices } from '../internal/idle.js';

/** One index a session: it stays when the search is closed, and takes up only what is new. */
const known = new WeakMap<Session, RowSearch>();

export function searchOf(session: Session): RowSearch {
  let search = known.get(session);
  if (search === undefined) known.set(session, (search = new RowSearch()));
  return search;
}

/**
 * Brings the index up to the session's rows without holding up the page.
 *
 * @param isWanted asked between slices; false leaves the rest for the next time
 * @param progress told after each slice
 */
export async function bringUp(session: Session, isWanted: () => boolean, progress: () => void): Promise<void> {
  const search = searchOf(session);
  const slice = slices();
  for (const _ of search.follow(session.rows.get())) {
    if (!slice.isOver()) continue;
    progress();
    await slice.next();
    if (!isWanted()) return;
  }
  progress();
}

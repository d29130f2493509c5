import type { CaseRow } from '../session/case-row.js';
import { searchEntry } from './entry.js';
import { SearchIndex } from './search-index.js';

/** Rows that are taken up between two looks at the clock. */
const A_SLICE = 250;

/**
 * An index that follows a list of rows. What has not changed costs a comparison.
 *
 * @example
 * const search = new RowSearch();
 * for (const _ of search.follow(session.rows.get())) await breathe();
 * search.index.search('lgf').hits;
 */
export class RowSearch {
  readonly index = new SearchIndex();
  #rows = new Map<string, CaseRow>();

  /** Rows by id, as they are in the index. */
  row(id: string): CaseRow | undefined {
    return this.#rows.get(id);
  }

  /**
   * Takes up what is new of a list and drops what has gone, in slices: stop between two of them and go on later, or leave
   * it for a newer list.
   *
   * @param rows all rows; those that did not change are the same objects as before
   */
  *follow(rows: readonly CaseRow[]): Generator<void, void, void> {
    let done = 0;
    for (const row of rows) {
      if (this.#rows.get(row.case) === row) continue;
      this.index.put(searchEntry(row));
      this.#rows.set(row.case, row);
      done += 1;
      if (done % A_SLICE === 0) yield;
    }
    if (this.#rows.size === rows.length) return;
    const here = new Set(rows.map((row) => row.case));
    for (const id of [...this.#rows.keys()])
      if (!here.has(id)) {
        this.#rows.delete(id);
        this.index.remove(id);
      }
  }
}

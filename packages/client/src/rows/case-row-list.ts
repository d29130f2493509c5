import type { CaseRow } from '@onedoor/core';
import { sameValue } from './same-value.js';

/** Latest change first; of two of one moment the younger case. */
const order = ({ changedAt: at, case: a }: CaseRow, { changedAt: other, case: b }: CaseRow): number => {
  // Signs and no difference: each of millions of those would be an object of its own.
  if (at === other) return a < b ? 1 : -1;
  return at < other ? 1 : -1;
};

/**
 * The list of cases in order. A row that says the same as before stays the same object, so that a screen draws again
 * what has changed and nothing else; a change of k rows costs sorting k rows and one pass over the list.
 */
export class CaseRowList {
  readonly #byCase = new Map<string, CaseRow>();
  /** Parts in order. Each is at least twice as long as the next: a list that comes in many parts goes through few merges. */
  #parts: (readonly CaseRow[])[] = [[]];

  /** A new array after each change. */
  get all(): readonly CaseRow[] {
    while (this.#parts.length > 1) this.#mergeLast();
    return this.#parts[0] ?? [];
  }

  /**
   * Takes in what became of rows; undefined for one that is there no more.
   *
   * @returns whether the list is another one now
   */
  apply(changes: ReadonlyMap<string, CaseRow | undefined>): boolean {
    const past = new Set<CaseRow>();
    const fresh: CaseRow[] = [];
    for (const [id, next] of changes) {
      const before = this.#byCase.get(id);
      if (before === next || (before !== undefined && next !== undefined && sameValue(before, next))) continue;
      if (before !== undefined) past.add(before);
      if (next === undefined) this.#byCase.delete(id);
      else {
        this.#byCase.set(id, next);
        fresh.push(next);
      }
    }
    if (past.size + fresh.length === 0) return false;
    fresh.sort(order);
    if (past.size > 0) this.#parts = this.#parts.map((part) => part.filter((row) => !past.has(row)));
    this.#parts.push(fresh);
    while (this.#parts.length > 1 && (this.#parts.at(-2)?.length ?? 0) < 2 * (this.#parts.at(-1)?.length ?? 0)) this.#mergeLast();
    return true;
  }

  #mergeLast(): void {
    const [long = [], short = []] = this.#parts.splice(-2);
    this.#parts.push(merge(long, short));
  }
}

/** Two sorted lists as one. */
function merge(long: readonly CaseRow[], short: readonly CaseRow[]): readonly CaseRow[] {
  if (short.length === 0) return long;
  const merged: CaseRow[] = [];
  let at = 0;
  for (const row of long) {
    for (let next = short[at]; next !== undefined && order(next, row) < 0; next = short[++at]) merged.push(next);
    merged.push(row);
  }
  for (; at < short.length; at++) {
    const next = short[at];
    if (next !== undefined) merged.push(next);
  }
  return merged;
}

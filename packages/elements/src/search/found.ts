import type { CaseRow, FoundCase, FoundCases } from '@onedoor/core';
import { RowSearch, type SearchHit, type SearchResult, searchEntry } from '@onedoor/core/search';

/** A case that was found, and why: on this device, on the server, or on both. */
export interface Found {
  readonly row: CaseRow;
  readonly score: number;
  /** Of what rows say: what it is and the value. */
  readonly why?: { readonly kind: SearchHit['kind']; readonly value: string };
  /** Of a text of one of its rooms. */
  readonly excerpt?: FoundCase['excerpt'];
}

/**
 * What this device and the server found, each case once, the best first.
 *
 * @param rowOf rows of this device
 * @param answer of the server; undefined while there is none
 * @param limit hits at most
 */
export function mergeFound(
  own: SearchResult,
  rowOf: (id: string) => CaseRow | undefined,
  answer: { readonly typed: string; readonly found: FoundCases } | undefined,
  limit: number,
): readonly Found[] {
  const all = new Map<string, Found>();
  for (const hit of own.hits) {
    const row = rowOf(hit.id);
    if (row !== undefined) all.set(hit.id, foundIn(row, hit));
  }
  if (answer !== undefined) {
    const { hits, rows } = answer.found;
    const known = new Map(rows.map((row) => [row.case, row]));
    // Why a row fits is asked of the same search, so that it is said alike.
    const again = new RowSearch();
    for (const _ of again.follow(rows));
    const whys = new Map(again.index.search(answer.typed, { limit: rows.length }).hits.map((hit) => [hit.id, hit]));
    for (const { case: id, score, excerpt } of hits) {
      if (all.has(id)) continue;
      const row = rowOf(id) ?? known.get(id);
      const hit = whys.get(id);
      if (row === undefined) continue;
      const why = hit === undefined ? { row, score } : { ...foundIn(known.get(id) ?? row, hit), row, score };
      all.set(id, excerpt === undefined ? why : { ...why, excerpt });
    }
  }
  return [...all.values()].sort((a, b) => b.score - a.score || b.row.changedAt - a.row.changedAt).slice(0, limit);
}

function foundIn(row: CaseRow, { score, field, kind }: SearchHit): Found {
  const value = searchEntry(row).fields[field]?.[1];
  return { row, score, ...(value === undefined ? {} : { why: { kind, value } }) };
}

import { isRow, type Row, rowSchema } from '@onedoor/core';
import type { StoreChange, StoredRows } from '../storage/client-store.js';

/** Rows of one record: few enough to be written again for one change, many enough that thousands are read in a moment. */
const SEGMENT_ROWS = 100;
const KEY_DIGITS = 8;

/**
 * How rows lie in the store: many to a record, as text. A browser reads 5,000 rows from 50 records in a sixth of the
 * time that 5,000 records take. Which row lies where follows from what is stored and from the changes alone, so that
 * tabs which apply the same changes agree without telling each other.
 */
export class RowSegments {
  readonly #segmentOf = new Map<string, string>();
  readonly #members = new Map<string, Set<string>>();
  /** Segments with room for more. */
  readonly #open = new Set<string>();
  #last = 0;

  /** Takes over one record of what is stored, into segments that were empty before the first. Damaged rows are left out; the server has them. */
  read({ key, rows: text }: StoredRows): Row[] {
    this.#begin(key);
    const rows = rowsOf(parse(text)).filter((row) => !this.#segmentOf.has(row.case));
    for (const row of rows) this.#add(key, row.case);
    return rows;
  }

  /** Whether a case lies in one of the segments. */
  has(caseId: string): boolean {
    return this.#segmentOf.has(caseId);
  }

  /**
   * What to store after a change.
   *
   * @param rows all rows as they are now
   * @param changed cases whose row is another one, or in `rows` no more
   */
  write(rows: ReadonlyMap<string, Row>, changed: Iterable<string>): StoreChange[] {
    const touched = new Set<string>();
    for (const id of changed) {
      const known = this.#segmentOf.get(id);
      if (rows.has(id)) {
        const key = known ?? this.#withRoom();
        if (known === undefined) this.#add(key, id);
        touched.add(key);
      } else if (known !== undefined) {
        this.#remove(known, id);
        touched.add(known);
      }
    }
    return [...touched].map((key): StoreChange => {
      const members = this.#members.get(key) ?? new Set<string>();
      if (members.size > 0) return { table: 'rows', put: { key, rows: JSON.stringify([...members].flatMap((id) => rows.get(id) ?? [])) } };
      this.#members.delete(key);
      this.#open.delete(key);
      return { table: 'rows', delete: key };
    });
  }

  /** The first segment with room, or a new one. */
  #withRoom(): string {
    let first: string | undefined;
    for (const key of this.#open) if (first === undefined || key < first) first = key;
    return first ?? this.#begin(String(this.#last + 1).padStart(KEY_DIGITS, '0'));
  }

  #begin(key: string): string {
    this.#last = Math.max(this.#last, Number(key) || 0);
    this.#members.set(key, new Set());
    this.#open.add(key);
    return key;
  }

  #add(key: string, id: string): void {
    this.#segmentOf.set(id, key);
    const members = this.#members.get(key);
    members?.add(id);
    if ((members?.size ?? 0) >= SEGMENT_ROWS) this.#open.delete(key);
  }

  #remove(key: string, id: string): void {
    this.#segmentOf.delete(id);
    this.#members.get(key)?.delete(id);
    this.#open.add(key);
  }
}

/** Rows as they are stored; what is none is left out. */
const rowsOf = (list: unknown): Row[] =>
  Array.isArray(list) ? list.flatMap((value) => (isRow(value) ? value : (rowSchema.safeParse(value).data ?? []))) : [];

/** Rows that screens showed first, by screen. Damaged, or of another version: none. */
export function readFirstRows(text: unknown): Map<string, Row[]> {
  const value = parse(text);
  const screens = typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [];
  return new Map(screens.flatMap(([screen, list]) => (rowsOf(list).length === 0 ? [] : [[screen, rowsOf(list)] as const])));
}

function parse(text: unknown): unknown {
  try {
    return JSON.parse(String(text));
  } catch {
    return undefined;
  }
}

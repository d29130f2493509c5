import { SEARCH_FIELDS, type SearchEntry, type SearchField } from './entry.js';
import { searchText } from './text.js';

/*
 * A text as the index holds it: for each field a mark that says what it is, then its characters as UTF-16 units; 0 at the end.
 */

/** Below BEYOND_FIELDS a unit is the mark before a field; 0 ends an entry. */
export const FIRST_FIELD = 1;
export const BEYOND_FIELDS = FIRST_FIELD + SEARCH_FIELDS.length;

export const fieldOfMark = (mark: number): SearchField => SEARCH_FIELDS[mark - FIRST_FIELD] ?? 'words';

/** @param longest characters of a field and of the whole that are taken up, the first ones */
export function unitsOf({ fields }: SearchEntry, longest: { readonly field: number; readonly entry: number }): Uint16Array {
  const units: number[] = [];
  for (const [kind, value] of fields) {
    units.push(FIRST_FIELD + SEARCH_FIELDS.indexOf(kind));
    const text = searchText(value).slice(0, longest.field);
    for (let at = 0; at < text.length; at++) {
      const unit = text.charCodeAt(at);
      if (unit >= BEYOND_FIELDS) units.push(unit);
    }
    if (units.length > longest.entry) break;
  }
  units.push(0);
  return Uint16Array.from(units);
}

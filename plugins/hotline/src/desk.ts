import { defineSlice } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** Which column of a source's files is which field, by the column's name. */
export type Mapping = Readonly<Record<string, string>>;

export interface DeskState {
  /** Years that have orders, latest first. */
  readonly years: readonly string[];
  /** By source. */
  readonly mappings: Readonly<Record<string, Mapping>>;
}

/** What the desk shares beside the orders: how each source names its columns, and which years there are. */
export const deskSlice = defineSlice<DeskState>('hotline-desk', { years: [], mappings: {} })
  .act('map', {
    args: z.object({
      source: z.string().check(z.minLength(1), z.maxLength(100)),
      columns: z.record(z.string().check(z.maxLength(200)), z.string().check(z.maxLength(40))),
    }),
    // The last one counts: whoever maps again has seen the file.
    apply: (state, { source, columns }) => ({ ...state, mappings: { ...state.mappings, [source]: columns } }),
  })
  .act('openYear', {
    args: z.object({ year: z.string().check(z.regex(/^(?:19|20)\d{2}$/)) }),
    apply: (state, { year }) => (state.years.includes(year) ? state : { ...state, years: [...state.years, year].sort().reverse() }),
  });

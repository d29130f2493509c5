import { defineCommand, defineSlice, defineSummary, Facts, legalDate } from '@onedoor/core';
import * as z from '@onedoor/core/z';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const recordArgs = z.object({
  /** Code of the grid, and its name on that day. */
  grid: id,
  gridName: z.string().check(z.maxLength(60)),
  /** Ids in the grid's room. */
  visit: id,
  matter: id,
  foundOn: legalDate(),
  place: z.optional(z.string().check(z.maxLength(200))),
  people: z.optional(z.string().check(z.maxLength(200))),
  done: z.optional(z.string().check(z.maxLength(2000))),
});

/** Where a case came from, when a grid reported it up. */
export interface ReportState {
  readonly report?: z.infer<typeof recordArgs> & { readonly by: string; readonly at: number };
}

/** The way back from a case to the grid and the visit on which its matter was found. */
export const reportSlice = defineSlice<ReportState>('grid-report', {}).act('record', {
  args: recordArgs,
  keys: () => ['report'],
  check: ({ report }) =>
    report === undefined
      ? undefined
      : { seen: `reported by grid ${report.grid}`, expected: 'a case without a report', todo: 'Look at the tab.', at: 'refusal.reported' },
  apply: (_, args, { person: by, at }) => ({ report: { ...args, by, at } }),
});

/** What lists know of it. `matter` lets a report that was cut off go on instead of making a second case. */
export const reportStand = defineSummary(
  'grid',
  z.object({
    grid: z.optional(z.string()),
    gridName: z.optional(z.string()),
    matter: z.optional(z.string()),
    foundOn: z.optional(z.string()),
  }),
  (room) => {
    const { report } = reportSlice.of(room.slices);
    return report === undefined ? {} : { grid: report.grid, gridName: report.gridName, matter: report.matter, foundOn: report.foundOn };
  },
);

/** The first words of a matter that was reported up; later ones are typed on the case page. Once, whoever runs it again. */
export const describeMatter = defineCommand({
  name: 'grid.describeMatter',
  args: z.object({ words: z.string().check(z.minLength(1), z.maxLength(10_000)) }),
  run(tx, { words }) {
    if ((tx.get(Facts, Facts.name)?.summary ?? '') === '') tx.edit(Facts, Facts.name, 'summary', [{ insert: words }]);
  },
});

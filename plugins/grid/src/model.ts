import { definePlugin } from '@onedoor/core';
import { errandSlice } from './errands.js';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';
import { describeMatter, reportSlice, reportStand } from './report.js';
import { treeSlice } from './tree.js';
import { visitCommands, visitRecords } from './visits.js';

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** The grids of a town: their tree, one room of visits a grid, and where a reported case came from. */
export const model = definePlugin(
  manifest,
  {
    'grid.tree': { slices: [treeSlice] },
    'grid.visits.*': { records: visitRecords, commands: visitCommands, slices: [errandSlice] },
    grid: { slices: [reportSlice], summary: reportStand },
    joint: { commands: [describeMatter] },
  },
  {
    locales: { zh, en },
    ledgerColumns: {
      grid(row) {
        const { gridName } = row.read(reportStand) ?? {};
        return gridName === undefined ? undefined : { value: gridName };
      },
      found(row) {
        const { foundOn } = row.read(reportStand) ?? {};
        return foundOn === undefined ? undefined : { value: foundOn };
      },
    },
    timelineEntries: {
      'grid-report.record': ({ args }) => ({
        key: 'act.report',
        params: { grid: text(args['gridName']), on: { date: text(args['foundOn']) } },
      }),
    },
  },
);

export * from './errands.js';
export { describeMatter, reportSlice, reportStand } from './report.js';
export * from './tally.js';
export * from './tree.js';
export * from './visits.js';
export { manifest };
export default model;

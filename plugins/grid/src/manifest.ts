import type { PluginManifestSource, Rule } from '@onedoor/core';

/** The worker of a grid, by the grid's code. */
const worker: Rule = { right: 'grid.work.*' };
/** Who reads a grid: its worker, whoever looks after it, and whoever reads all of them. */
const readers: Rule = { any: [worker, { right: 'grid.see.*' }, { right: 'grid.all' }] };
const office: Rule = { right: 'grid.manage' };

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'grid',
  version: '0.1.0',
  api: 1,
  label: { zh: '一张网', en: 'Grids' },
  rooms: [
    {
      name: 'grid.tree',
      scope: 'centre',
      read: { anyone: true },
      write: { nobody: true },
      acts: {
        'grid-tree.setCommittee': office,
        'grid-tree.setGrid': office,
        'grid-tree.import': office,
        'grid-tree.assign': office,
        'grid-tree.handOver': office,
        'grid-tree.leave': office,
        'grid-tree.setContact': office,
        'grid-tree.removeContact': office,
        'grid-tree.setReceivers': office,
      },
    },
    {
      name: 'grid.visits.*',
      scope: 'centre',
      read: readers,
      write: worker,
      acts: { 'grid.receive': worker, 'grid.handBack': worker, 'grid.withdraw': worker },
    },
    {
      name: 'grid',
      read: { team: true },
      write: { nobody: true },
      acts: { 'grid-report.record': { team: true, except: ['observer'] } },
    },
  ],
  // The first words of a matter that is reported up stand in the facts of its case.
  extends: ['joint'],
  grants: ['cases', 'people', 'rights'],
  contributes: {
    pages: [
      { id: 'mine', label: { zh: '我的网格', en: 'My grid' }, room: 'grid.tree', right: 'grid.work.*', view: 'mine' },
      { id: 'grids', label: { zh: '一张网', en: 'Grids' }, room: 'grid.tree', view: 'grids' },
    ],
    caseTabs: [{ id: 'report', label: { zh: '网格上报', en: 'Grid report' }, room: 'grid', view: 'report' }],
    ledgerColumns: [
      { id: 'grid', label: { zh: '网格', en: 'Grid' }, kind: 'text' },
      { id: 'found', label: { zh: '发现日期', en: 'Found on' }, kind: 'date' },
    ],
    timelineEntries: [{ id: 'grid-report.record', label: { zh: '网格上报', en: 'Reported by a grid' } }],
    statistics: [{ id: 'work', label: { zh: '网格工作', en: 'Work of the grids' }, room: 'grid.tree' }],
  },
};

import type { PluginManifestSource, Rule } from '@onedoor/core';

const workers: Rule = { team: true, except: ['observer', 'helper'] };
/** The town's leader who has taken the case, whoever leads it, or the head of an office on its team. */
const head: Rule = { any: [{ role: ['leader', 'lead'] }, { all: [workers, { right: 'case.assign' }] }] };

/** The content of `onedoor.plugin.json`, for code; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'clocks',
  version: '0.1.0',
  api: 1,
  label: { zh: '期限', en: 'Deadlines' },
  rooms: [
    {
      name: 'clocks',
      read: { team: true },
      write: { nobody: true },
      acts: {
        'clocks.ask': workers,
        'clocks.withdraw': workers,
        'clocks.approve': head,
        'clocks.record': workers,
        'clocks.resume': workers,
        'clocks.tell': workers,
      },
    },
  ],
  grants: ['cases', 'people', 'parties'],
  contributes: {
    caseTabs: [{ id: 'deadlines', label: { zh: '期限', en: 'Deadlines' }, room: 'clocks', view: 'deadlines' }],
    pages: [{ id: 'all', label: { zh: '期限', en: 'Deadlines' }, view: 'overview' }],
    timelineEntries: [
      { id: 'clocks.ask', label: { zh: '申请延长或中止期限', en: 'Change of a deadline asked for' } },
      { id: 'clocks.withdraw', label: { zh: '撤回期限变更申请', en: 'Change of a deadline taken back' } },
      { id: 'clocks.approve', label: { zh: '审批期限变更', en: 'Change of a deadline decided' } },
      { id: 'clocks.record', label: { zh: '登记期限变更的同意或决定', en: 'Decision on a deadline recorded' } },
      { id: 'clocks.resume', label: { zh: '恢复计算期限', en: 'Deadline counts again' } },
      { id: 'clocks.tell', label: { zh: '告知期限变更', en: 'Told of a changed deadline' } },
    ],
  },
};

import type { PluginManifestSource, Rule } from '@onedoor/core';

const workers: Rule = { team: true, except: ['observer'] };

/** What host and server know of the plugin without running it: the same as `onedoor.plugin.json`, which a test compares. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'intake',
  version: '0.1.0',
  api: 1,
  label: { zh: '一站式受理', en: 'Intake' },
  rooms: [
    {
      name: 'intake',
      read: { team: true },
      write: { nobody: true },
      acts: {
        'intake.receive': workers,
        'intake.accept': workers,
        'intake.link': workers,
        'intake.unlink': workers,
        'intake-access.give': workers,
        'intake-access.revoke': workers,
        // The server makes it, for whoever brings the secret.
        'intake-access.rate': { nobody: true },
      },
    },
  ],
  // The first words of a matter are written into the facts of the case.
  extends: ['joint'],
  grants: ['case', 'cases', 'parties', 'people'],
  contributes: {
    pages: [{ id: 'desk', label: { zh: '受理', en: 'Intake' }, view: 'desk', right: 'case.create' }],
    caseTabs: [{ id: 'intake', label: { zh: '受理', en: 'Intake' }, room: 'intake', view: 'tab' }],
    cardBadges: [
      { id: 'answering', label: { zh: '首问负责', en: 'First asked' } },
      { id: 'linked', label: { zh: '关联案件', en: 'Linked cases' } },
    ],
    ledgerColumns: [
      { id: 'ref', label: { zh: '来件编号', en: 'Their number' }, kind: 'text' },
      { id: 'received', label: { zh: '收件日期', en: 'Received on' }, kind: 'date' },
    ],
    deadlineRules: [{ id: 'accept', label: { zh: '首问负责：待接办', en: 'First asked: to be accepted' } }],
    timelineEntries: [
      { id: 'intake.receive', label: { zh: '收件', en: 'Received' } },
      { id: 'intake.accept', label: { zh: '接办', en: 'Accepted' } },
      { id: 'intake.link', label: { zh: '关联案件', en: 'Cases linked' } },
      { id: 'intake.unlink', label: { zh: '取消关联', en: 'Link undone' } },
      { id: 'intake-access.give', label: { zh: '查询凭据', en: 'Access given' } },
      { id: 'intake-access.revoke', label: { zh: '作废查询凭据', en: 'Access revoked' } },
      { id: 'intake-access.rate', label: { zh: '当事人评价', en: 'Rating' } },
    ],
  },
};

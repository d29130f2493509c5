import type { PluginManifestSource, Rule } from '@onedoor/core';

const workers: Rule = { team: true, except: ['observer'] };

/**
 * The content of `onedoor.plugin.json`, for code: Node 20 still warns of JSON modules, and browsers differ. A test
 * compares the two.
 */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'evidence',
  version: '0.1.0',
  api: 1,
  label: { zh: '证据与鉴定', en: 'Evidence and appraisal' },
  rooms: [
    {
      name: 'evidence',
      read: { team: true },
      write: workers,
      acts: {
        'evidence.take': workers,
        'evidence.hand': workers,
        'evidence.commission': workers,
        'evidence.send': workers,
        'evidence.receive': workers,
        'evidence.recall': workers,
      },
    },
  ],
  extends: ['joint'],
  contributes: {
    caseTabs: [
      { id: 'custody', label: { zh: '证据保管与鉴定', en: 'Custody and appraisal' }, room: 'evidence', view: 'custody', into: 'evidence' },
    ],
    cardBadges: [{ id: 'appraisal', label: { zh: '鉴定', en: 'Appraisal' } }],
    deadlineRules: [{ id: 'appraisal', label: { zh: '鉴定意见', en: 'Appraisal' } }],
    timelineEntries: [
      { id: 'evidence.take', label: { zh: '收存证据', en: 'Evidence taken in' } },
      { id: 'evidence.hand', label: { zh: '移交证据', en: 'Evidence handed on' } },
      { id: 'evidence.commission', label: { zh: '委托鉴定', en: 'Appraisal commissioned' } },
      { id: 'evidence.send', label: { zh: '送检', en: 'Sent for appraisal' } },
      { id: 'evidence.receive', label: { zh: '收到鉴定意见', en: 'Appraisal received' } },
      { id: 'evidence.recall', label: { zh: '撤回鉴定委托', en: 'Appraisal recalled' } },
    ],
  },
};

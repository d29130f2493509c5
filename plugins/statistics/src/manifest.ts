import type { PluginManifestSource } from '@onedoor/core';

/** The same as `onedoor.plugin.json`, which a test compares. It has no room: what it shows are rows. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'statistics',
  version: '0.1.0',
  api: 1,
  label: { zh: '统计', en: 'Statistics' },
  grants: ['cases', 'statistics'],
  contributes: { pages: [{ id: 'all', label: { zh: '统计', en: 'Statistics' }, view: 'statistics' }] },
};

import type { PluginManifestSource } from '@onedoor/core';

/** The same as `onedoor.plugin.json`, which a test compares. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'ledger',
  version: '0.1.0',
  api: 1,
  label: { zh: '一台账', en: 'Ledger' },
  // Views that are kept for everybody; the cases themselves stay in their own rooms.
  rooms: [{ name: 'ledger', scope: 'centre', read: { anyone: true }, write: { right: 'case.create' } }],
  grants: ['cases'],
  // No room of the page's own: it does not wait for one.
  contributes: { pages: [{ id: 'all', label: { zh: '台账', en: 'Ledger' }, view: 'ledger' }] },
};

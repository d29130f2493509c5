import type { PluginManifestSource } from '@onedoor/core';

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'counselling',
  version: '0.1.0',
  api: 1,
  label: { zh: '心理咨询室', en: 'Counselling room' },
  rooms: [
    {
      name: 'counselling',
      // Sealed: for those whom the counsellor names, and even for them only with a purpose.
      read: { named: true },
      write: { named: true },
      acts: { 'named.open': { all: [{ team: true, except: ['observer'] }, { department: 'counselling' }] } },
    },
  ],
  contributes: {
    caseTabs: [{ id: 'notes', label: { zh: '咨询记录', en: 'Counselling' }, room: 'counselling', view: 'notes' }],
  },
};

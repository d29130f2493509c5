import type { PluginManifestSource } from '@onedoor/core';

/**
 * The content of `onedoor.plugin.json`, for code: Node 20 still warns of JSON modules, and browsers differ. A test
 * compares the two.
 */
export const manifest: PluginManifestSource = {
  name: 'mediation',
  version: '0.1.0',
  api: 1,
  label: { zh: '人民调解', en: "People's mediation" },
  rooms: [
    {
      name: 'mediation.private',
      read: { all: [{ team: true }, { department: 'mediation' }] },
      write: { all: [{ team: true }, { department: 'mediation' }] },
      acts: {},
    },
  ],
  extends: ['joint'],
  contributes: {
    caseTabs: [
      { id: 'minutes', label: { zh: '调解笔录', en: 'Minutes' }, room: 'joint', view: 'minutes' },
      {
        id: 'notes',
        label: { zh: '调委会札记', en: 'Committee notes' },
        room: 'mediation.private',
        view: 'notes',
      },
    ],
  },
};

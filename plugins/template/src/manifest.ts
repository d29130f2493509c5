import type { PluginManifestSource } from '@onedoor/core';

/**
 * What host and server know of the plugin without running it: the same as `onedoor.plugin.json`, which a test compares.
 * Rights stand here and nowhere else. The server refuses what this list does not allow, whatever the code asks for.
 */
export const manifest: PluginManifestSource = {
  // For editors: they complete and check the JSON file by it.
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  // Built and tested like every plugin, never loaded. `npm run new-plugin` leaves this line out of the copy.
  template: true,
  name: 'template',
  version: '0.1.0',
  api: 1,
  label: { zh: '回话', en: 'Call back' },
  rooms: [
    {
      name: 'template',
      // Everybody of the case reads; an observer writes nothing and does nothing.
      read: { team: true },
      write: { team: true, except: ['observer'] },
      // Per act. An act that is not named here may be done by nobody.
      acts: {
        'template.promise': { team: true, except: ['observer'] },
        'template.keep': { team: true, except: ['observer'] },
      },
    },
  ],
  contributes: {
    // `room` decides who sees the tab, `view` names a class in view.ts.
    caseTabs: [{ id: 'talks', label: { zh: '回话', en: 'Call back' }, room: 'template', view: 'talks' }],
    // Each id has its function in model.ts.
    cardBadges: [{ id: 'promised', label: { zh: '答应回话', en: 'Promised to call back' } }],
    ledgerColumns: [{ id: 'promised', label: { zh: '回话日期', en: 'Call back by' }, kind: 'date' }],
    deadlineRules: [{ id: 'promised', label: { zh: '回话', en: 'Call back' } }],
    timelineEntries: [
      { id: 'template.promise', label: { zh: '答应回话', en: 'Promised to call back' } },
      { id: 'template.keep', label: { zh: '已经回话', en: 'Called back' } },
    ],
  },
};

import type { PluginManifestSource, Rule } from '@onedoor/core';

const manage: Rule = { right: 'centre.manage' };
const anyone: Rule = { anyone: true };

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'centre',
  version: '0.1.0',
  api: 1,
  label: { zh: '中心', en: 'The centre' },
  rooms: [
    {
      name: 'centre',
      scope: 'centre',
      read: anyone,
      write: manage,
      acts: { 'centre.room': manage, 'centre.post': manage, 'centre.assess': manage },
    },
    {
      name: 'centre.days.*',
      scope: 'centre',
      read: anyone,
      write: { nobody: true },
      acts: {
        'centre-days.book': anyone,
        'centre-days.cancel': anyone,
        'centre-days.revoke': manage,
        'centre-days.assign': manage,
        'centre-days.askSwap': anyone,
        'centre-days.answerSwap': anyone,
        'centre-days.withdrawSwap': anyone,
      },
    },
  ],
  grants: ['cases', 'people', 'plugins'],
  contributes: {
    pages: [{ id: 'centre', label: { zh: '中心', en: 'The centre' }, room: 'centre', view: 'centre' }],
    timelineEntries: [
      { id: 'centre-days.book', label: { zh: '预约房间', en: 'Room booked' } },
      { id: 'centre-days.assign', label: { zh: '排班', en: 'Duties assigned' } },
    ],
  },
};

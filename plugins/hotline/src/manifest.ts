import type { PluginManifestSource, Rule } from '@onedoor/core';

/** The 12345 desk, and whoever does its work beside their own, such as the centre's head. */
const desk: Rule = { any: [{ department: 'hotline' }, { right: 'hotline.work' }] };
/** Those of the units who answer orders here. */
const units: Rule = { any: [{ department: 'hotline' }, { right: 'hotline.work' }, { right: 'hotline.handle' }] };

/** The content of `onedoor.plugin.json`; a test compares the two. */
export const manifest: PluginManifestSource = {
  $schema: '../../packages/core/onedoor.plugin.schema.json',
  name: 'hotline',
  version: '0.1.0',
  api: 1,
  label: { zh: '12345工单', en: '12345 orders' },
  rooms: [
    {
      name: 'hotline',
      scope: 'centre',
      read: units,
      write: { nobody: true },
      acts: { 'hotline-desk.map': desk, 'hotline-desk.openYear': desk },
    },
    {
      name: 'hotline.orders.*',
      scope: 'centre',
      read: units,
      write: { nobody: true },
      acts: {
        'hotline.stage': desk,
        'hotline.commit': desk,
        'hotline.drop': desk,
        'hotline.undoImport': desk,
        'hotline.add': desk,
        'hotline.dispatch': desk,
        'hotline.sign': units,
        'hotline.extend': desk,
        'hotline.return': units,
        'hotline.reply': units,
        'hotline.callBack': desk,
        'hotline.redo': desk,
        'hotline.close': desk,
        'hotline.link': desk,
        'hotline.unlink': desk,
      },
    },
  ],
  grants: ['cases', 'people'],
  contributes: {
    pages: [{ id: 'orders', label: { zh: '12345工单', en: '12345 orders' }, room: 'hotline', view: 'orders' }],
    statistics: [{ id: 'orders', label: { zh: '12345工单', en: '12345 orders' }, room: 'hotline' }],
  },
};

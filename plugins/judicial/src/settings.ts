import { defineSettings } from '@onedoor/core';
import { en, zh } from './locales/settings.js';

/** What a centre decides of the office's part: how its papers are laid out. */
export default defineSettings({
  group: 'judicial',
  settings: {},
  papers: {
    agreement: () => import('./agreement-paper.js').then((module) => module.default),
    oral: () => import('./oral-paper.js').then((module) => module.default),
  },
  locales: { zh, en },
});

import { definePluginView, notesView } from '@onedoor/elements';
import { countPetitions } from './figures.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { notes } from './model.js';
import { PetitionView } from './petition-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  views: { petition: PetitionView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
  statistics: { petitions: countPetitions },
  locales: { zh: viewZh, en: viewEn },
});

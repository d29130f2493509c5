import { definePluginView, notesView } from '@onedoor/elements';
import { AgreementView } from './agreement-view.js';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { notes } from './model.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  views: { agreement: AgreementView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
  locales: { zh: viewZh, en: viewEn },
});

import { definePluginView, notesView } from '@onedoor/elements';
import { viewEn } from './locales/view-en.js';
import { viewZh } from './locales/view-zh.js';
import { manifest } from './manifest.js';
import { notes } from './model.js';
import { RecordView } from './record-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  locales: { zh: viewZh, en: viewEn },
  views: { record: RecordView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
});

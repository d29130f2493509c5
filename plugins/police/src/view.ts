import { definePluginView, notesView } from '@onedoor/elements';
import { manifest } from './manifest.js';
import { notes } from './model.js';
import { RecordView } from './record-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  views: { record: RecordView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
});

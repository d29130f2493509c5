import { definePluginView, notesView } from '@onedoor/elements';
import { manifest } from './manifest.js';
import { MinutesView } from './minutes-view.js';
import { notes } from './model.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  views: { minutes: MinutesView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
});

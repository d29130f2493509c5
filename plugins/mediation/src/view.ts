import { definePluginView, notesView } from '@onedoor/elements';
import { manifest } from './manifest.js';
import { MinutesView } from './minutes-view.js';
import { notes } from './model.js';
import { PeriodView } from './period-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  views: { minutes: MinutesView, period: PeriodView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
});

import { definePluginView, notesView } from '@onedoor/elements';
import { en } from './locales/session-en.js';
import { zh } from './locales/session-zh.js';
import { manifest } from './manifest.js';
import { MinutesView } from './minutes-view.js';
import { notes } from './model.js';
import { PeriodView } from './period-view.js';
import { SessionView } from './session-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  locales: { zh, en },
  views: { session: SessionView, minutes: MinutesView, period: PeriodView, notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) },
});

import { definePluginView, notesView } from '@onedoor/elements';
import { en as methodEn } from './locales/method-en.js';
import { zh as methodZh } from './locales/method-zh.js';
import { en } from './locales/session-en.js';
import { zh } from './locales/session-zh.js';
import { manifest } from './manifest.js';
import { MethodView } from './method/method-view.js';
import { MinutesView } from './minutes-view.js';
import { notes } from './model.js';
import { PeriodView } from './period-view.js';
import { SessionView } from './session-view.js';

/** The plugin's view: loaded when one of its tabs is opened. */
export default definePluginView({
  manifest,
  locales: { zh: { ...methodZh, ...zh }, en: { ...methodEn, ...en } },
  views: {
    session: SessionView,
    minutes: MinutesView,
    method: MethodView,
    period: PeriodView,
    notes: notesView(notes, { title: 'notes', hint: 'notesHint' }),
  },
});

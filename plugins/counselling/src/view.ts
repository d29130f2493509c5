import { definePluginView, notesView } from '@onedoor/elements';
import { manifest } from './manifest.js';
import { notes } from './model.js';

/** The plugin's view. The host asks for the purpose before it is made, and lists who has read. */
export default definePluginView({ manifest, views: { notes: notesView(notes, { title: 'notes', hint: 'notesHint' }) } });

import { defineNotes, definePlugin } from '@onedoor/core';
import { policeSlice } from './acts.js';
import { commands, records } from './content.js';
import { manifest } from './manifest.js';
import { contributions, stand } from './stand.js';

/** The station's own notes, in its private room. */
export const notes = defineNotes('police');

/** The plugin's model: runs on the server and in the page alike. */
export const police = definePlugin(
  manifest,
  {
    police: { records, commands, slices: [policeSlice], summary: stand },
    'police.private': { records: notes.records, commands: notes.commands },
  },
  contributions,
);

export { manifest };
export default police;

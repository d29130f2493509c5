import { defineNotes, definePlugin } from '@onedoor/core';
import { papers, petitionSlice } from './acts.js';
import { commands, records } from './content.js';
import { manifest } from './manifest.js';
import { contributions, stand } from './stand.js';

/** The petition office's own notes, in its private room. */
export const notes = defineNotes('petition');

/** The plugin's model: runs on the server and in the page alike. */
export const petition = definePlugin(
  manifest,
  {
    petition: { records, commands, slices: [petitionSlice, papers], summary: stand },
    'petition.private': { records: notes.records, commands: notes.commands },
  },
  contributions,
);

export { manifest };
export default petition;

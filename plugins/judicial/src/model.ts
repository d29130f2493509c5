import { defineNotes, definePlugin } from '@onedoor/core';
import { judicialSlice, papers } from './acts.js';
import { addSignedPage, commands, records, removeSignedPage, SignedPage } from './content.js';
import { manifest } from './manifest.js';
import { contributions, stand } from './stand.js';

/** The office's own notes, in its private room. */
export const notes = defineNotes('judicial');

/** The plugin's model: runs on the server and in the page alike. */
export const judicial = definePlugin(
  manifest,
  {
    judicial: { records, commands, slices: [judicialSlice, papers], summary: stand },
    'judicial.signed': { records: [SignedPage], commands: [addSignedPage, removeSignedPage] },
    'judicial.private': { records: notes.records, commands: notes.commands },
  },
  contributions,
);

export { manifest };
export default judicial;

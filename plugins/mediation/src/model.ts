import { defineNotes, definePlugin } from '@onedoor/core';
import { contributions, held, period } from './contributions.js';
import { manifest } from './manifest.js';
import { methodSlice } from './method/acts.js';
import { addSignedPage, editSession, Minutes, openSession, removeSignedPage, SignedPage } from './minutes.js';
import { periodSlice } from './period.js';
import { papers, propose, SessionProposal, sessionSlice, withdrawProposal } from './session.js';

/** The committee's own notes (札记), in its private room. */
export const notes = defineNotes('mediation');

/** The plugin's model: runs on the server and in the page alike. */
export const mediation = definePlugin(
  manifest,
  {
    joint: {
      records: [Minutes, SessionProposal, SignedPage],
      commands: [openSession, editSession, propose, withdrawProposal, addSignedPage, removeSignedPage],
      summary: held,
    },
    mediation: { slices: [periodSlice, sessionSlice, methodSlice, papers], summary: period },
    'mediation.private': { records: notes.records, commands: notes.commands },
  },
  contributions,
);

export { editSession, Minutes, manifest, openSession };
export default mediation;

import { defineCommand, defineNotes, definePlugin, defineRecord, legalDate, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

/** The minutes of one mediation session (调解笔录), which the whole team writes. */
export const Minutes = defineRecord('mediation/minutes', {
  heldOn: z.optional(register(legalDate())),
  place: z.optional(register(z.string().check(z.maxLength(200)))),
  text: text(),
});

/** The committee's own notes (札记), in its private room. */
export const notes = defineNotes('mediation');

const id = z.string().check(z.minLength(1), z.maxLength(64));
const head = z.object({ heldOn: Minutes.shape.heldOn, place: Minutes.shape.place });

export const openSession = defineCommand({
  name: 'mediation.openSession',
  args: z.extend(head, { id }),
  run: (tx, { id: session, ...fields }) => tx.create(Minutes, session, fields),
});
export const editSession = defineCommand({
  name: 'mediation.editSession',
  args: z.object({ id, patch: z.partial(head) }),
  run: (tx, { id: session, patch }) => tx.update(Minutes, session, patch),
});
/** The plugin's model: runs on the server and in the page alike. */
export const mediation = definePlugin(
  manifest,
  {
    joint: { records: [Minutes], commands: [openSession, editSession] },
    'mediation.private': { records: notes.records, commands: notes.commands },
  },
  { locales: { zh, en } },
);

export { manifest };
export default mediation;

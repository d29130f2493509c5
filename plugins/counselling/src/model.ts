import { defineNotes, definePlugin } from '@onedoor/core';
import { en } from './locales/en.js';
import { zh } from './locales/zh.js';
import { manifest } from './manifest.js';

/** What the counsellor writes down of talks. */
export const notes = defineNotes('counselling');

/** The plugin's model: runs on the server and in the page alike. Nothing of it stands on a card: the room is sealed. */
export const counselling = definePlugin(
  manifest,
  { counselling: { records: notes.records, commands: notes.commands } },
  { locales: { zh, en } },
);

export { manifest };
export default counselling;

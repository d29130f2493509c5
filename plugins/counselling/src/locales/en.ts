import type { zh } from './zh.js';

export const en: Record<keyof typeof zh, string> = {
  'edits.note': 'Counselling note',
  'edits.note.title': 'Title',
  'edits.note.text': 'Text',

  notes: 'Counselling notes',
  notesHint: 'Only the people named below read this. What the team has to know, the counsellor tells it by an act of their own.',
};

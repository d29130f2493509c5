import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  add: 'Begin new minutes',
  damaged: 'This record is damaged; its raw value is kept.',
  heldOn: 'Held on',
  minutes: 'Minutes',
  minutesHint: 'What each side said, what was agreed, what is still open',
  noDate: 'no date yet',
  none: 'There are no minutes yet.',
  notes: 'Committee notes',
  notesHint: 'Seen only by members of the committee who work on this case',
  place: 'Place',
  session: 'Session {number}',
};

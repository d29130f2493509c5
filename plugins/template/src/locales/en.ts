import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  title: 'Call back',
  none: 'Nothing is written down yet. After a talk with a party, add it above.',
  damaged: 'This record is damaged; its raw value is kept.',
  talk: 'What it was about',
  heldOn: 'Date',
  add: 'Add',
  notPromised: 'No call back has been promised.',
  promised: 'Promised to call back by {due}.',
  dueOn: 'Call back by',
  promise: 'Promise',
  keep: 'Called back',
  badge: 'Call back by {due}',
  clock: 'Call back',
  'act.promise': 'Promised to call back by {due}',
  'act.keep': 'Called back',
  // what the history of edits calls records and fields
  'edits.talk': 'talk',
  'edits.talk.title': 'what it was about',
  'edits.talk.heldOn': 'date',
  'edits.talk.text': 'text',
  'refusal.past': 'That day has passed.',
  'refusal.none': 'No call back has been promised.',
};

import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'act.book': 'Booked {day}, {from} to {to}: {purpose}',
  'edits.evidence': 'evidence',
  'edits.evidence.words': 'words',
};

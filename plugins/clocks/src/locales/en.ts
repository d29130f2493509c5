import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'act.ask.extension': 'Asks for {days} {days|day|days} more: {reason}',
  'act.ask.pause': 'Asks that a deadline stands still from {from}: {reason}',
  'act.approved': 'Change of a deadline approved',
  'act.refused': 'Change of a deadline refused',
  'act.agreed': 'Change of a deadline agreed to',
  'act.resume': 'The deadline counts again from {on}',
  'act.tell': '{to} told of a changed deadline ({how})',
};

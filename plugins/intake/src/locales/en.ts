import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'badge.answering': '{who} answers until it is accepted',
  'badge.follows': 'Follows another case',
  'badge.leads': 'Leads {count} linked',
  'clock.accept': 'First asked: find who accepts it',
  'basis.accept': 'First-asked responsibility (rule of the centre)',
  'act.receive': 'received it and answers for it until it is accepted',
  'act.receiveRef': 'received it (their number {ref}) and answers for it until it is accepted',
  'act.accept': 'accepted it',
  'act.follow': 'linked it to another case, which leads. {reason}',
  'act.lead': 'linked another case, which follows this one. {reason}',
  'act.unlink': 'undid the link to another case: {reason}',
  'act.give': 'gave the party a secret to look at the progress with',
  'act.revoke': 'revoked the secret: {reason}',
  'act.rate': 'rated {score} of 5. {words}',
};

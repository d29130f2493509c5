import type { zh } from './zh.js';

export const en: Readonly<Record<keyof typeof zh, string>> = {
  'edits.attachment': 'attachment of evidence',
  'edits.attachment.item': 'item',
  'edits.attachment.file': 'file',
  'edits.question': 'matter of appraisal',
  'edits.question.title': 'title',
  'edits.question.questions': 'questions',
  badge: 'Appraisal by {due}',
  clock: 'Appraisal by {body}',
  'act.take': '{name} taken in from {from}',
  'act.hand': 'Handed on to {to}: {why}',
  'act.commission': '{body} commissioned: {title}',
  'act.send': 'Sent; due {due}',
  'act.receive': 'Appraisal received {on}',
  'act.recall': 'Appraisal recalled: {reason}',
};

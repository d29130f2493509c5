import type { viewZh } from './view-zh.js';

/** Texts that the agreement's page alone says: loaded with it. */
export const viewEn: Readonly<Record<keyof typeof viewZh, string>> = {
  'hint.personal':
    'This is of marriage, adoption or inheritance: it is signed on paper (Electronic Signature Law art. 3), and no court confirms a personal status (SPC interpretation art. 355 (3)).',
  docx: 'Download the draft (Word)',
  docxVersion: 'Download draft {number} (Word)',
  ownTemplate: 'Use a template of your own',
  ownTemplateHint:
    'Download the template, change its look in Word or WPS and keep the names in braces; then choose it here. What you download is then made with it.',
  takeTemplate: 'Download the template',
  useTemplate: 'Choose a template',
  templateProblem: 'The template cannot be filled: {problem}',
  payments: 'Payments',
  'pay.none': 'There are no payments yet. They can be taken from the allocation.',
  'pay.noPlan': 'Once there is an allocation on the proposals page, each household’s payment can be taken from it here.',
  'pay.take': 'Take from the allocation',
  'pay.again': 'Take from the allocation again',
  'pay.payer': 'Paid by',
  'pay.manner': 'Manner of payment',
  'pay.dueOn': 'Due on',
  'pay.fill': 'Fill in {count} rows',
  'pay.remove': 'Remove the payments',
  'pay.by': 'By {payer}, {manner}',
  'pay.no': 'No.',
  'pay.payee': 'Payee',
  'pay.amount': 'Amount (yuan)',
  'pay.total': 'Total {amount} yuan',
};

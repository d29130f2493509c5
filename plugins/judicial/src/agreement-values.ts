import { capitalFen, formatFen } from '@onedoor/core';
import type { DocxValues } from '@onedoor/elements/docx';
import { copiesFor, type Draft, shortHash } from './draft.js';
import { chineseNumber, HEADINGS, paperDay, sections } from './paper.js';

/** From so many parties on, their basics and signatures stand in tables. */
const MANY = 7;

/** What stands around an agreement on its paper. */
export interface PaperAbout {
  /** The official number, or 待编号. */
  readonly number: string;
  readonly hash: string;
  /** Day of the last signature; without it the paper is a draft, and says so. */
  readonly signedOn?: string;
}

/** Words for every placeholder of the agreement's template. What nobody has entered is left blank for the pen. */
export function agreementValues(draft: Draft, { number, hash, signedOn }: PaperAbout): DocxValues {
  const { parties, payments, mediator, recorder, committee } = draft;
  const isMany = parties.length >= MANY;
  const rows = payments?.rows ?? [];
  const total = rows.reduce((sum, { amountFen }) => sum + amountFen, 0);
  const half = Math.ceil(parties.length / 2);
  return {
    number,
    mark: signedOn === undefined ? '草稿' : '',
    code: hash === '' ? '' : `校验码 ${shortHash(hash)}`,
    parties: isMany ? [] : parties.map(({ name, about }, at) => ({ label: parties.length > 1 ? chineseNumber(at + 1) : '', name, about })),
    manyParties: isMany,
    partyCount: parties.length,
    partyRows: parties.map(({ name, about }, at) => ({ no: at + 1, name, about })),
    sections: sections(draft.clauses).map(({ kind, texts }, at) => ({
      no: chineseNumber(at + 1),
      heading: HEADINGS[kind],
      // A paragraph of its own for each line: a line break inside one would be stretched over the whole width.
      items: texts.flatMap((text, index) =>
        `${texts.length > 1 ? `${index + 1}．` : ''}${text}`.split(/\r?\n/).map((line) => ({ text: line })),
      ),
    })),
    hasPayments: rows.length > 0,
    payments: rows.map(({ payee, amountFen, dueOn }, at) => ({
      no: at + 1,
      payee,
      amount: formatFen(amountFen),
      capital: capitalFen(amountFen),
      due: paperDay(dueOn),
    })),
    total: formatFen(total),
    totalCapital: capitalFen(total),
    payer: payments?.payer || '＿＿＿',
    manner: payments?.manner || '＿＿＿',
    copies: copiesFor(parties.length),
    signs: isMany ? [] : parties.map(({ name }) => ({ name })),
    signRows: Array.from({ length: half }, (_, at) => ({ left: parties[at]?.name, right: parties[half + at]?.name, blank: '' })),
    mediator,
    recorder,
    committee: committee || '人民调解委员会',
    date: paperDay(signedOn),
  };
}

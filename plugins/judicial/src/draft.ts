import { fen, legalDate, sha256Text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/**
 * Kinds of clauses of a written agreement (人民调解法 art. 29): facts, disputed issues and responsibility; what was agreed;
 * manner and time of performance; what follows a breach; what else was said.
 */
export const CLAUSE_KINDS = ['facts', 'issue', 'item', 'performance', 'breach', 'other'] as const;
export type ClauseKind = (typeof CLAUSE_KINDS)[number];

const words = (max: number) => z.string().check(z.maxLength(max));

/** Who is paid how much until when (付款明细), by whom and how: what the paper lists and receipts are held against. */
export const paymentsSchema = z.object({
  payer: words(100),
  manner: words(200),
  rows: z
    .array(z.object({ payee: words(100).check(z.minLength(1)), amountFen: fen(), dueOn: z.optional(legalDate()) }))
    .check(z.minLength(1), z.maxLength(400)),
});
export type Payments = Readonly<z.infer<typeof paymentsSchema>>;

export const draftSchema = z.object({
  /** Version of this form; the hash is made over it too. 2 is one with payments. */
  format: z.literal([1, 2]),
  title: words(200),
  committee: words(200),
  mediator: words(200),
  recorder: words(200),
  /** Each party as the paper introduces it. */
  parties: z.array(z.object({ name: words(100), about: words(600) })).check(z.minLength(1), z.maxLength(400)),
  clauses: z.array(z.object({ kind: z.enum(CLAUSE_KINDS), text: words(20_000) })).check(z.minLength(1), z.maxLength(100)),
  payments: z.optional(paymentsSchema),
});
/** An agreement as it is laid before people: all that its paper says, but for number, signatures and date. */
export type Draft = Readonly<z.infer<typeof draftSchema>>;

/** One copy for each party, one kept by the committee (人民调解法 art. 29). */
export const copiesFor = (partyCount: number): number => partyCount + 1;

/**
 * SHA-256 of a draft: over the JSON of its parts in this fixed order, so that the same words have the same hash in every
 * browser and on the server. The order belongs to the format; another order is another format.
 */
export function draftHash({ format, title, committee, mediator, recorder, parties, clauses, payments }: Draft): string {
  const ordered: unknown[] = [
    format,
    title,
    committee,
    mediator,
    recorder,
    parties.map(({ name, about }) => [name, about]),
    clauses.map(({ kind, text }) => [kind, text]),
  ];
  if (payments !== undefined)
    ordered.push([payments.payer, payments.manner, payments.rows.map(({ payee, amountFen, dueOn }) => [payee, amountFen, dueOn ?? null])]);
  return sha256Text(JSON.stringify(ordered));
}

/** First digits of a hash, by which people compare a paper with the screen. */
export const shortHash = (hash: string): string => hash.slice(0, 8);

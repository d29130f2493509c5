import { defineCommand, defineRecord, fileRef, list, map, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';
import { CLAUSE_KINDS, paymentsSchema } from './draft.js';

const words = (max: number) => z.string().check(z.maxLength(max));
const id = z.string().check(z.minLength(1), z.maxLength(64));

/** What stands around the clauses of a case's agreement (人民调解协议书). */
export const Agreement = defineRecord(
  'judicial/agreement',
  {
    committee: z.optional(register(words(200))),
    mediator: z.optional(register(words(200))),
    recorder: z.optional(register(words(200))),
    /** Order of the clauses, which are records of their own so that each has a text that several people write. */
    clauses: list(z.object({ id })),
    /** One value, so that two people's rows are never mixed. */
    payments: z.optional(register(paymentsSchema)),
    /** By id of the party, what the shared case does not hold and the paper asks for. */
    ethnicity: map(words(40)),
    occupation: map(words(100)),
  },
  { singleton: true },
);
const AGREEMENT = 'agreement';

/** A clause. */
export const Clause = defineRecord('judicial/clause', {
  kind: register(z.enum(CLAUSE_KINDS)),
  text: text(),
});

/**
 * A page of a signed version: a scan or photograph of the paper, or a picture of handwriting, which its name says. In the room
 * `judicial.signed`; pages of before stand in `judicial`, whose writers were fewer.
 */
export const SignedPage = defineRecord('judicial/signed-page', {
  /** Hash of the version that it shows. */
  version: register(z.string().check(z.regex(/^[0-9a-f]{64}$/))),
  file: register(fileRef),
});
export const addSignedPage = defineCommand({
  name: 'judicial.addSignedPage',
  args: z.object({ id, version: z.string().check(z.regex(/^[0-9a-f]{64}$/)), file: fileRef }),
  run: (tx, { id: page, version, file }) => tx.create(SignedPage, page, { version, file }),
});
export const removeSignedPage = defineCommand({
  name: 'judicial.removeSignedPage',
  args: z.object({ id }),
  run: (tx, { id: page }) => tx.remove(SignedPage, page),
});

const head = z.object({ committee: Agreement.shape.committee, mediator: Agreement.shape.mediator, recorder: Agreement.shape.recorder });

export const editAgreement = defineCommand({
  name: 'judicial.editAgreement',
  args: z.object({ patch: z.partial(head) }),
  run: (tx, { patch }) => tx.update(Agreement, AGREEMENT, patch),
});
export const setPayments = defineCommand({
  name: 'judicial.setPayments',
  args: z.object({ payments: z.optional(paymentsSchema) }),
  run: (tx, { payments }) => tx.update(Agreement, AGREEMENT, { payments }),
});
export const describeParty = defineCommand({
  name: 'judicial.describeParty',
  args: z.object({ party: id, ethnicity: z.optional(words(40)), occupation: z.optional(words(100)) }),
  run(tx, { party, ethnicity, occupation }) {
    if (ethnicity !== undefined) tx.put(Agreement, AGREEMENT, 'ethnicity', party, ethnicity);
    if (occupation !== undefined) tx.put(Agreement, AGREEMENT, 'occupation', party, occupation);
  },
});
/** A clause after another one; without `after` it stands first. */
export const addClause = defineCommand({
  name: 'judicial.addClause',
  args: z.object({ id, kind: Clause.shape.kind, after: z.optional(id), text: z._default(words(20_000), '') }),
  run(tx, { id: clause, kind, after, text: said }) {
    tx.create(Clause, clause, { kind, text: said });
    tx.place(Agreement, AGREEMENT, 'clauses', { id: clause }, after);
  },
});
export const editClause = defineCommand({
  name: 'judicial.editClause',
  args: z.object({ id, kind: Clause.shape.kind }),
  run: (tx, { id: clause, kind }) => tx.update(Clause, clause, { kind }),
});
export const moveClause = defineCommand({
  name: 'judicial.moveClause',
  args: z.object({ id, after: z.optional(id) }),
  run: (tx, { id: clause, after }) => tx.place(Agreement, AGREEMENT, 'clauses', { id: clause }, after),
});
/** Its place in the order stays: taken back, it stands where it stood. */
export const removeClause = defineCommand({
  name: 'judicial.removeClause',
  args: z.object({ id }),
  run: (tx, { id: clause }) => tx.remove(Clause, clause),
});
export const restoreClause = defineCommand({
  name: 'judicial.restoreClause',
  args: z.object({ id }),
  run: (tx, { id: clause }) => tx.restore(Clause, clause),
});

export const records = [Agreement, Clause, SignedPage] as const;
export const commands = [
  // A device of before may still have one to send here.
  addSignedPage,
  removeSignedPage,
  editAgreement,
  setPayments,
  describeParty,
  addClause,
  editClause,
  moveClause,
  removeClause,
  restoreClause,
] as const;

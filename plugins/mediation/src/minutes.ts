import { defineCommand, defineRecord, fileRef, legalDate, type ReadResult, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** The minutes of one mediation session (调解笔录), which the whole team writes. */
export const Minutes = defineRecord('mediation/minutes', {
  heldOn: z.optional(register(legalDate())),
  place: z.optional(register(z.string().check(z.maxLength(200)))),
  text: text(),
});

const id = z.string().check(z.minLength(1), z.maxLength(64));
const head = z.object({ heldOn: Minutes.shape.heldOn, place: Minutes.shape.place });

export const openSession = defineCommand({
  name: 'mediation.openSession',
  args: z.extend(head, { id }),
  run: (tx, { id: session, ...fields }) => tx.create(Minutes, session, fields),
});
export const editSession = defineCommand({
  name: 'mediation.editSession',
  args: z.object({ id, patch: z.partial(head) }),
  run: (tx, { id: session, patch }) => tx.update(Minutes, session, patch),
});

/** A signed page of the minutes: a scan or photograph of the paper, or a picture of handwriting, which its name says. */
export const SignedPage = defineRecord('mediation/signed-page', { session: register(id), file: register(fileRef) });
export const addSignedPage = defineCommand({
  name: 'mediation.addSignedPage',
  args: z.object({ id, session: id, file: fileRef }),
  run: (tx, { id: page, session, file }) => tx.create(SignedPage, page, { session, file }),
});
export const removeSignedPage = defineCommand({
  name: 'mediation.removeSignedPage',
  args: z.object({ id }),
  run: (tx, { id: page }) => tx.remove(SignedPage, page),
});

/** By the day they were held; a session without a day stands where it was entered. */
export function minutesInOrder(sessions: readonly ReadResult<typeof Minutes>[]): ReadResult<typeof Minutes>[] {
  const dayOf = (session: ReadResult<typeof Minutes>) => (session.ok ? session.value.heldOn : undefined);
  return [...sessions].sort((a, b) => {
    const [first, second] = [dayOf(a), dayOf(b)];
    return first === undefined || second === undefined || first === second ? 0 : first < second ? -1 : 1;
  });
}

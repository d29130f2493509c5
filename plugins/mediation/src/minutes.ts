import { defineCommand, defineRecord, legalDate, register, text } from '@onedoor/core';
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

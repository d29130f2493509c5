import { defineCommand, defineRecord, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** The registration sheet (登记单) as the desk writes it together: what is asked for, what happened, why (art. 19). */
export const Sheet = defineRecord('petition/sheet', { request: text(), facts: text(), reasons: text() }, { singleton: true });

/** Body of the written opinion (信访处理意见书, art. 32), drafted together until the letter is issued by its act. */
export const OpinionDraft = defineRecord('petition/opinion', { claims: text(), facts: text(), opinion: text() }, { singleton: true });

/** Who brings the petition. */
export const Petitioner = defineRecord('petition/petitioner', {
  name: register(z.string().check(z.minLength(1), z.maxLength(100))),
  address: z.optional(register(z.string().check(z.maxLength(200)))),
  phone: z.optional(register(z.string().check(z.maxLength(40)))),
  /** Comes on behalf of all where many bring one matter (art. 20). */
  representative: z.optional(register(z.boolean())),
});

const id = z.string().check(z.minLength(1), z.maxLength(64));
const about = z.object({
  name: Petitioner.shape.name,
  address: Petitioner.shape.address,
  phone: Petitioner.shape.phone,
  representative: Petitioner.shape.representative,
});

export const addPetitioner = defineCommand({
  name: 'petition.addPetitioner',
  args: z.extend(about, { id }),
  run: (tx, { id: petitioner, ...fields }) => tx.create(Petitioner, petitioner, fields),
});
export const editPetitioner = defineCommand({
  name: 'petition.editPetitioner',
  args: z.object({ id, patch: z.partial(about) }),
  run: (tx, { id: petitioner, patch }) => tx.update(Petitioner, petitioner, patch),
});
export const removePetitioner = defineCommand({
  name: 'petition.removePetitioner',
  args: z.object({ id }),
  run: (tx, { id: petitioner }) => tx.remove(Petitioner, petitioner),
});
export const restorePetitioner = defineCommand({
  name: 'petition.restorePetitioner',
  args: z.object({ id }),
  run: (tx, { id: petitioner }) => tx.restore(Petitioner, petitioner),
});

export const records = [Sheet, OpinionDraft, Petitioner] as const;
export const commands = [addPetitioner, editPetitioner, removePetitioner, restorePetitioner] as const;

import { defineCommand, defineRecord, legalDate, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** What the station writes in its mediation record (治安调解记录); files of an investigation are never in it. */
export const MediationRecord = defineRecord(
  'police/record',
  {
    happenedOn: z.optional(register(legalDate())),
    place: z.optional(register(z.string().check(z.maxLength(200)))),
    facts: text(),
    agreement: text(),
  },
  { singleton: true },
);

/** Somebody who takes part: one of the parties, with who stands beside them, and what they say. */
export const Participant = defineRecord('police/participant', {
  /** Id of the party of the case, where it is one. */
  party: z.optional(register(z.string().check(z.maxLength(64)))),
  name: register(z.string().check(z.minLength(1), z.maxLength(100))),
  age: z.optional(register(z.int().check(z.minimum(0), z.maximum(130)))),
  /** Parent or guardian who is there. */
  guardian: z.optional(register(z.string().check(z.maxLength(100)))),
  /** Who acts for them, and the letter that says so. */
  proxy: z.optional(register(z.string().check(z.maxLength(200)))),
  statement: text(),
});

const id = z.string().check(z.minLength(1), z.maxLength(64));
const head = z.object({ happenedOn: MediationRecord.shape.happenedOn, place: MediationRecord.shape.place });
const about = z.object({
  name: Participant.shape.name,
  age: Participant.shape.age,
  guardian: Participant.shape.guardian,
  proxy: Participant.shape.proxy,
});

export const editRecord = defineCommand({
  name: 'police.editRecord',
  args: z.object({ patch: z.partial(head) }),
  run: (tx, { patch }) => tx.update(MediationRecord, 'record', patch),
});
export const addParticipant = defineCommand({
  name: 'police.addParticipant',
  args: z.extend(about, { id, party: Participant.shape.party }),
  run: (tx, { id: participant, ...fields }) => tx.create(Participant, participant, fields),
});
export const editParticipant = defineCommand({
  name: 'police.editParticipant',
  args: z.object({ id, patch: z.partial(about) }),
  run: (tx, { id: participant, patch }) => tx.update(Participant, participant, patch),
});
export const removeParticipant = defineCommand({
  name: 'police.removeParticipant',
  args: z.object({ id }),
  run: (tx, { id: participant }) => tx.remove(Participant, participant),
});
export const restoreParticipant = defineCommand({
  name: 'police.restoreParticipant',
  args: z.object({ id }),
  run: (tx, { id: participant }) => tx.restore(Participant, participant),
});

export const records = [MediationRecord, Participant] as const;
export const commands = [editRecord, addParticipant, editParticipant, removeParticipant, restoreParticipant] as const;

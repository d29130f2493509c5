import { defineCommand, definePlugin, defineRecord, defineSlice, OPEN_SEALED, register, text } from '@onedoor/core';
import * as z from '@onedoor/core/z';

/** A department's own notes: a room of content and acts that most of the team may not read. */
export const Note = defineRecord('desk/note', { title: register(z.string().check(z.minLength(1), z.maxLength(100))), body: text() });

export const addNote = defineCommand({
  name: 'desk.note.add',
  args: z.object({ id: z.string(), title: z.string() }),
  run: (tx, { id, title }) => tx.create(Note, id, { title }),
});

export const deskSlice = defineSlice<{ readonly rung: readonly string[] }>('desk', { rung: [] }).act('ring', {
  args: z.object({ word: z.string() }),
  keys: () => ['bell'],
  apply: (state, { word }) => ({ rung: [...state.rung, word] }),
});

/** Notes of a sealed room: its commands and records are its own, its acts those of every sealed room. */
export const SealedNote = defineRecord('desk/sealed', {
  title: register(z.string().check(z.minLength(1), z.maxLength(100))),
  body: text(),
});

export const addSealedNote = defineCommand({
  name: 'desk.sealed.add',
  args: z.object({ id: z.string(), title: z.string() }),
  run: (tx, { id, title }) => tx.create(SealedNote, id, { title }),
});

const own = { all: [{ team: true }, { department: 'judicial' }] };

export const deskPlugin = definePlugin(
  {
    name: 'desk',
    version: '1.0.0',
    api: 1,
    label: { zh: '科室笔记', en: 'Desk notes' },
    rooms: [
      { name: 'desk.private', read: own, write: own, acts: { 'desk.ring': own } },
      { name: 'desk.sealed', read: { named: true }, write: { named: true }, acts: { [OPEN_SEALED]: { team: true, except: ['observer'] } } },
    ],
  },
  {
    'desk.sealed': { records: [SealedNote], commands: [addSealedNote] },
    'desk.private': { records: [Note], commands: [addNote], slices: [deskSlice] },
  },
);

import { type DefinedCommand, defineCommand } from '../commands/content-command.js';
import { defineRecord, type RecordDefinition, register, text } from '../schema/index.js';
import * as z from '../z.js';

const id = z.string().check(z.minLength(1), z.maxLength(64));
const title = z.string().check(z.minLength(1), z.maxLength(200));
const noteShape = () => ({ title: register(title), text: text() });

/** A department's own notes on a case: record and commands, for its private room. */
export interface Notes {
  /** `<plugin>/note`: a title and a text that the department writes together. */
  readonly Note: RecordDefinition<ReturnType<typeof noteShape>>;
  readonly add: DefinedCommand<{ id: string; title: string }>;
  readonly rename: DefinedCommand<{ id: string; title: string }>;
  readonly remove: DefinedCommand<{ id: string }>;
  /** Takes a removal back. */
  readonly restore: DefinedCommand<{ id: string }>;
  readonly records: readonly RecordDefinition[];
  readonly commands: readonly DefinedCommand<never>[];
}

/**
 * Notes that most departments keep beside a case. Name the room `<plugin>.private` and give its rights to the department
 * alone; `notesView` of `@onedoor/elements` is their screen.
 *
 * @param plugin name of the plugin, as in its manifest
 * @example
 * export const notes = defineNotes('police');
 * definePlugin(manifest, { 'police.private': { records: notes.records, commands: notes.commands } });
 */
export function defineNotes(plugin: string): Notes {
  const Note = defineRecord(`${plugin}/note`, noteShape());
  const add = defineCommand({
    name: `${plugin}.addNote`,
    args: z.object({ id, title }),
    run: (tx, { id: note, title: words }) => tx.create(Note, note, { title: words }),
  });
  const rename = defineCommand({
    name: `${plugin}.renameNote`,
    args: z.object({ id, title }),
    run: (tx, { id: note, title: words }) => tx.update(Note, note, { title: words }),
  });
  const remove = defineCommand({
    name: `${plugin}.removeNote`,
    args: z.object({ id }),
    run: (tx, { id: note }) => tx.remove(Note, note),
  });
  const restore = defineCommand({
    name: `${plugin}.restoreNote`,
    args: z.object({ id }),
    run: (tx, { id: note }) => tx.restore(Note, note),
  });
  return { Note, add, rename, remove, restore, records: [Note], commands: [add, rename, remove, restore] };
}

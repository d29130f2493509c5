import * as Y from 'yjs';
import { type ContentChange, readChanges } from '../content/changes.js';
import { textName } from '../content/layout.js';
import { ContentReader } from '../content/reader.js';
import { createRoomDoc } from '../content/register.js';
import { type AnchoredEdit, applyDelta, type TextDelta, withoutEmptySteps } from '../content/text.js';
import { relocateEdit } from '../content/text-edits.js';
import { ok, type Result, refuse } from '../errors.js';
import * as z from '../z.js';
import type { CommandContext } from './content-command.js';
import { type Commands, editsOf, editsSchema, type KeptChange, reversalArgs } from './kept.js';
import { isOfValues, TEXT_EDIT } from './kept-names.js';

const textArgs = z.object({ name: z.string(), edits: z.optional(editsSchema) });

/**
 * Makes a kept change again on another document, in one transaction or not at all.
 *
 * @returns the new bytes; undefined where the document says so already
 */
export function rerun(doc: Y.Doc, room: Commands, change: KeptChange, context: CommandContext): Result<Uint8Array | undefined> {
  const made: Uint8Array[] = [];
  const gather = (bytes: Uint8Array) => void made.push(bytes);
  doc.on('update', gather);
  try {
    const result = again(doc, room, change, context);
    if (!result.ok) return result;
    return ok(made.length === 0 ? undefined : made.length === 1 ? made[0] : Y.mergeUpdates(made));
  } finally {
    doc.off('update', gather);
  }
}

/** One thing that a change would do. Of a text: as it stands and as it would stand. */
export type ForeseenChange =
  | Exclude<ContentChange, { kind: 'text' }>
  | {
      readonly kind: 'text';
      readonly collection: string;
      readonly record: string;
      readonly field: string;
      readonly from: string;
      readonly to: string;
    };

/** What a change would do to a document, and the update that does it; none where the document says so already. */
export interface Foreseen {
  readonly changes: readonly ForeseenChange[];
  readonly update: Uint8Array | undefined;
}

/**
 * Tries a kept change on a copy of a document, which stays as it is.
 *
 * @param mayUse whether a Yjs client id may be written with; default any
 * @returns or why it does not fit any more
 */
export function foresee(
  doc: Y.Doc,
  room: Commands,
  change: KeptChange,
  context: CommandContext,
  mayUse: (client: number) => boolean = () => true,
): Result<Foreseen> {
  const copy = createRoomDoc();
  while (!mayUse(copy.clientID)) copy.clientID = createRoomDoc().clientID;
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc));
  const changes: ContentChange[] = [];
  copy.on('afterTransaction', (transaction: Y.Transaction) => void changes.push(...readChanges(transaction)));
  try {
    const made = rerun(copy, room, change, context);
    if (!made.ok) return made;
    return ok({ update: made.value, changes: changes.map((each) => withTexts(each, doc, copy)) });
  } catch (error) {
    return refuse('ACT_NOT_ALLOWED', {
      seen: `${change.command} failed: ${error instanceof Error ? error.message : 'unknown'}`,
      expected: 'a command whose code runs',
      todo: 'Tell the author of the plugin.',
    });
  } finally {
    copy.destroy();
  }
}

function withTexts(change: ContentChange, before: Y.Doc, after: Y.Doc): ForeseenChange {
  if (change.kind !== 'text') return change;
  const { collection, record, field } = change;
  const name = textName(collection, record, field);
  // Asking a document for a text by its name makes one: only where it is there.
  const from = before.share.has(name) ? before.getText(name).toString() : '';
  return { kind: 'text', collection, record, field, from, to: after.getText(name).toString() };
}

function again(doc: Y.Doc, room: Commands, change: KeptChange, context: CommandContext): Result<void> {
  const origin = { actor: context.person, command: change.command };
  if (change.command === TEXT_EDIT) {
    const args = textArgs.safeParse(change.args);
    return args.success ? retype(doc, [{ name: args.data.name, edits: change.edits ?? args.data.edits ?? [] }], origin) : damaged(change);
  }
  if (isOfValues(change.command)) {
    const args = reversalArgs.safeParse(change.args);
    if (!args.success) return damaged(change);
    const texts = args.data.texts.map((text) => ({ name: text.name, edits: editsOf(text) }));
    const typed = retype(doc, texts, origin);
    if (!typed.ok) return typed;
    doc.transact(() => {
      for (const { collection, key, value } of args.data.maps) {
        if (value === undefined) doc.getMap(collection).delete(key);
        else doc.getMap(collection).set(key, value);
      }
    }, origin);
    return typed;
  }
  const command = room.command(change.command);
  return command === undefined
    ? refuse('UNKNOWN_COMMAND', { seen: change.command, expected: 'a command of this room', todo: 'Update the page or the plugin.' })
    : command.run(new ContentReader(doc), change.args, context);
}

/** Finds the place of every edit before it writes the first. */
function retype(
  doc: Y.Doc,
  texts: readonly { readonly name: string; readonly edits: readonly AnchoredEdit[] }[],
  origin: unknown,
): Result<void> {
  const writes: { readonly text: Y.Text; readonly deltas: readonly TextDelta[] }[] = [];
  for (const { name, edits } of texts) {
    const text = doc.getText(name);
    const from = text.toString();
    let value = from;
    const deltas: TextDelta[] = [];
    for (const edit of edits) {
      const place = relocateEdit(value, edit);
      if (!place.ok) return place;
      value = applyDelta(value, place.value);
      deltas.push(withoutEmptySteps(place.value));
    }
    if (value !== from || edits.some(({ kept }) => kept !== undefined)) writes.push({ text, deltas });
  }
  doc.transact(() => {
    // Each edit in its place: what stands between two of them stays who wrote it, and whoever types there meanwhile.
    for (const { text, deltas } of writes) for (const delta of deltas) if (delta.length > 0) text.applyDelta([...delta]);
  }, origin);
  return ok(undefined);
}

const damaged = (change: KeptChange) =>
  refuse('BAD_ARGS', {
    seen: `a stored ${change.command} of another shape`,
    expected: 'what this version stores',
    todo: 'Make the change again by hand.',
  });

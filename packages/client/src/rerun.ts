import {
  type AnchoredEdit,
  anchorEdits,
  applyDelta,
  type CommandContext,
  ContentReader,
  ok,
  type Result,
  type Room,
  refuse,
  relocateEdit,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import * as Y from 'yjs';
import type { OutboxRow } from './storage/client-store.js';
import { textDifference } from './text-difference.js';

/** Command under which typed text stands in the outbox, and reversals by undo and redo. */
export const TEXT_EDIT = 'text.edit';
export const REVERSAL = 'undo';

export const textArgs = z.object({ name: z.string() });
const reversalArgs = z.object({
  maps: z.array(z.object({ collection: z.string(), key: z.string(), value: z.optional(z.unknown()) })),
  texts: z.array(z.object({ name: z.string(), from: z.string(), to: z.string() })),
});

/**
 * Makes a stored change again on another document, in one transaction or not at all.
 *
 * @returns the new bytes; undefined where the document says so already
 */
export function rerun(doc: Y.Doc, room: Room, row: OutboxRow, context: CommandContext): Result<Uint8Array | undefined> {
  const made: Uint8Array[] = [];
  const gather = (bytes: Uint8Array) => void made.push(bytes);
  doc.on('update', gather);
  try {
    const result = again(doc, room, row, context);
    if (!result.ok) return result;
    return ok(made.length === 0 ? undefined : made.length === 1 ? made[0] : Y.mergeUpdates(made));
  } finally {
    doc.off('update', gather);
  }
}

function again(doc: Y.Doc, room: Room, row: OutboxRow, context: CommandContext): Result<void> {
  const origin = { actor: context.person, command: row.command };
  if (row.command === TEXT_EDIT) {
    const args = textArgs.safeParse(row.args);
    return args.success ? retype(doc, [{ name: args.data.name, edits: row.edits ?? [] }], origin) : damaged(row);
  }
  if (row.command === REVERSAL) {
    const args = reversalArgs.safeParse(row.args);
    if (!args.success) return damaged(row);
    const texts = args.data.texts.map(({ name, from, to }) => ({ name, edits: anchorEdits(from, textDifference(from, to)) }));
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
  const command = room.command(row.command);
  return command === undefined
    ? refuse('UNKNOWN_COMMAND', { seen: row.command, expected: 'a command of this room', todo: 'Update the page or the plugin.' })
    : command.run(new ContentReader(doc), row.args, context);
}

/** Finds the place of every edit before it writes the first. */
function retype(
  doc: Y.Doc,
  texts: readonly { readonly name: string; readonly edits: readonly AnchoredEdit[] }[],
  origin: unknown,
): Result<void> {
  const writes: { readonly text: Y.Text; readonly to: string; readonly from: string }[] = [];
  for (const { name, edits } of texts) {
    const text = doc.getText(name);
    const from = text.toString();
    let value = from;
    for (const edit of edits) {
      const place = relocateEdit(value, edit);
      if (!place.ok) return place;
      value = applyDelta(value, place.value);
    }
    writes.push({ text, from, to: value });
  }
  doc.transact(() => {
    for (const { text, from, to } of writes) if (from !== to) text.applyDelta([...textDifference(from, to)], { sanitize: false });
  }, origin);
  return ok(undefined);
}

const damaged = (row: OutboxRow) =>
  refuse('BAD_ARGS', {
    seen: `a stored ${row.command} of another shape`,
    expected: 'what this version stores',
    todo: 'Make the change again by hand.',
  });

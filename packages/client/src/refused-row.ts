import { type AnchoredEdit, argsToKeep, mergeEdits, type RefusedChange, TEXT_EDIT } from '@onedoor/core';
import type { OutboxRow, RefusedRow } from './storage/client-store.js';

/** An intent holds no more than this; what is longer is offered in several parts. */
const MERGED_CHARACTERS = 12_000;

/** What becomes of a change that was refused; of typed text, together with what was typed there before and refused alike. */
export function refusedRow(row: OutboxRow, refusal: RefusedChange['refusal'], others: readonly RefusedRow[]): RefusedRow {
  const own = { key: row.id, room: row.room, command: row.command, args: argsToKeep(row), refusal, madeAt: row.madeAt };
  if (row.edits === undefined) return own;
  const name = row.args['name'];
  const before =
    row.command === TEXT_EDIT
      ? others.findLast((other) => other.room === row.room && other.command === TEXT_EDIT && other.args['name'] === name)
      : undefined;
  // Rows of this shape are written here alone.
  const earlier = (before?.args['edits'] ?? []) as readonly AnchoredEdit[];
  const joined = mergeEdits([...earlier, ...row.edits]);
  const isJoined =
    before !== undefined && before.offer === undefined && before.refusal.code === refusal.code && lengthOf(joined) <= MERGED_CHARACTERS;
  return isJoined ? { ...before, args: { ...row.args, edits: joined } } : { ...own, args: { ...row.args, edits: mergeEdits(row.edits) } };
}

const lengthOf = (edits: readonly AnchoredEdit[]): number =>
  edits.reduce((sum, { before, after, removed, inserted }) => sum + before.length + after.length + removed.length + inserted.length, 0);

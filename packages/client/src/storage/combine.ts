import * as Y from 'yjs';
import type { LogRow, StoreChange } from './client-store.js';

/** Merging many updates flat costs more than their number: they are merged by so many, and what results again. */
const AT_ONCE = 32;
/** What is larger was perhaps sealed ahead, and is no gain to merge. */
const SMALL_BYTES = 4096;

/** One update that does what all of these do. */
export function mergeInTree(updates: readonly Uint8Array[]): Uint8Array {
  let level = [...updates];
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += AT_ONCE) next.push(Y.mergeUpdates(level.slice(at, at + AT_ONCE)));
    level = next;
  }
  return level[0] ?? new Uint8Array();
}

const keyOf = (change: StoreChange): string => ('put' in change ? change.put.key : change.delete);
/** Rows of one copy of one room: what stands before the order. */
const copyOf = (key: string): string => key.slice(0, key.lastIndexOf('#'));

/**
 * The same for less: of changes to one row the last alone, and what was added to one room's log in one row. All of it
 * is written in one transaction, so nobody sees what lay between.
 */
export function combined(changes: readonly StoreChange[]): StoreChange[] {
  if (changes.length < 2) return [...changes];
  const last = new Map<string, StoreChange>();
  for (const change of changes) {
    const at = `${change.table} ${keyOf(change)}`;
    const before = last.get(at);
    last.delete(at);
    const wasNew = before !== undefined && 'put' in before && before.isNew === true;
    // What comes and goes in one batch never was.
    if (wasNew && !('put' in change)) continue;
    last.set(at, wasNew ? { ...change, isNew: true } : change);
  }
  const rest: StoreChange[] = [];
  const logs = new Map<string, LogRow[]>();
  for (const change of last.values()) {
    if (change.table !== 'log' || !('put' in change) || change.put.bytes.length > SMALL_BYTES) {
      rest.push(change);
      continue;
    }
    const copy = copyOf(change.put.key);
    const rows = logs.get(copy);
    if (rows === undefined) logs.set(copy, [change.put]);
    else rows.push(change.put);
  }
  for (const rows of logs.values()) rest.push(...oneRow(rows).map((put): StoreChange => ({ table: 'log', put })));
  return rest;
}

function oneRow(rows: readonly LogRow[]): readonly LogRow[] {
  const [first] = rows;
  if (first === undefined || rows.length === 1) return rows;
  try {
    return [{ key: first.key, bytes: mergeInTree(rows.map((row) => row.bytes)) }];
  } catch {
    // Bytes that do not merge are stored as they are: to judge them is not this one's part.
    return rows;
  }
}

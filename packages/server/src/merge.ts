import * as Y from 'yjs';

const FAN = 100;

/** Merges updates as a tree: merging thousands at once costs the square of their number. */
export function mergeUpdates(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length === 1 && updates[0] !== undefined) return updates[0];
  if (updates.length <= FAN) return Y.mergeUpdates([...updates]);
  const merged: Uint8Array[] = [];
  for (let at = 0; at < updates.length; at += FAN) merged.push(Y.mergeUpdates(updates.slice(at, at + FAN)));
  return mergeUpdates(merged);
}

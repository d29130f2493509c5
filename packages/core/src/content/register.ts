import * as Y from 'yjs';
import { dismissedKey, fieldKey } from './layout.js';

/** One of several values that were written to a register while their writers were apart. */
export interface ContestedValue {
  readonly value: unknown;
  /** Yjs client id of the writer; the log knows the person. */
  readonly client: number;
  /** True for the value that Yjs kept. */
  readonly current: boolean;
}

const itemId = (item: Y.Item): string => `${item.id.client}:${item.id.clock}`;

/** Whether a later value of the same key was written by somebody who knew this one. */
export function isSuperseded(item: Y.Item): boolean {
  const { right } = item;
  return right?.origin != null && Y.compareIDs(right.origin, item.lastId);
}

/**
 * Yjs frees what is deleted. A value that lost against a concurrent one is deleted too, although its writer never
 * saw the winner: it is kept until somebody confirms one of the two. Constant time: a descendant of a value in a
 * key's chain stands directly to its right.
 */
export function gcFilter(item: Y.Item): boolean {
  return item.parentSub === null || isSuperseded(item) || item.right === null;
}

/** A Y.Doc as every Onedoor replica makes it. */
export function createRoomDoc(clientId?: number): Y.Doc {
  // Nobody asks for a document's own id, for which Yjs draws 31 random numbers: a third of what it takes to make a small one.
  const doc = new Y.Doc({ guid: '', gc: true, gcFilter });
  if (clientId !== undefined) doc.clientID = clientId;
  return doc;
}

const valueIn = (item: Y.Item): unknown => item.content.getContent()[item.length - 1];

function leaves(records: Y.Map<unknown>, key: string): Y.Item[] {
  const found: Y.Item[] = [];
  for (let item = records._map.get(key) ?? null; item !== null; item = item.left) {
    if (found.length === 0 || !isSuperseded(item)) found.push(item);
  }
  return found;
}

/** The value that stands, or the removal that does, and those that were written beside it and not dismissed. */
function openItems(records: Y.Map<unknown>, id: string, field: string): Y.Item[] {
  const head = records._map.get(fieldKey(id, field));
  // One writer after the other leaves no second branch: the common case ends here.
  if (head === undefined || head.left === null) return head === undefined ? [] : [head];
  const settled: unknown = records.get(dismissedKey(id, field));
  const dismissed = new Set(Array.isArray(settled) ? settled : []);
  return leaves(records, fieldKey(id, field)).filter((item, at) => at === 0 || (!dismissed.has(itemId(item)) && !isFreed(item)));
}

/** The concurrent values of a register, the current one first; empty while the register is not contested. */
export function contestedValues(records: Y.Map<unknown>, id: string, field: string): ContestedValue[] {
  const open = openItems(records, id, field);
  if (open.length < 2) return [];
  return open.map((item, at) => ({
    value: item.deleted && at === 0 ? undefined : valueIn(item),
    client: item.id.client,
    current: at === 0,
  }));
}

/** Yjs ids of the values of a register that stand: the current one first, then those that it is contested with. */
export const standingIds = (records: Y.Map<unknown>, id: string, field: string): Y.ID[] =>
  openItems(records, id, field).map((item) => item.lastId);

/** A removed value (`undefined` written over it) and a freed one look alike: nothing to show. */
const isFreed = (item: Y.Item): boolean => item.content instanceof Y.ContentDeleted;

/** Ids of all values of a register that a new value, written now, knows of besides the current one. */
export function concurrentIds(records: Y.Map<unknown>, id: string, field: string): string[] {
  const head = records._map.get(fieldKey(id, field));
  if (head === undefined || head.left === null) return [];
  return leaves(records, fieldKey(id, field))
    .slice(1)
    .filter((item) => !isFreed(item))
    .map(itemId);
}

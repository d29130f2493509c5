import * as Y from 'yjs';
import { type ContentChange, forEachDeletedOld, forEachNew, type Run, readChanges, rootOf, writtenValue } from './changes.js';
import { parseTextName } from './layout.js';
import { isSuperseded } from './register.js';

/** Characters that were deleted of a text, and what they were. */
export interface DeletedRun extends Run {
  /** Name of the text: see `layout.ts`. */
  readonly name: string;
  readonly text: string;
}

/** A value that was written to one key of a collection's map, or its removal. */
export interface WrittenValue {
  readonly collection: string;
  /** Key of the map: see `layout.ts`. */
  readonly key: string;
  /** Yjs id of the value, by which a document tells it from the others of its key; absent where the key was emptied. */
  readonly id?: { readonly client: number; readonly clock: number };
  /** As JSON; absent where the key was emptied, or what was written is none. */
  readonly json?: string;
  /** The value that stands was written by somebody who did not know this one: it never stood there itself. */
  readonly lost: boolean;
}

/**
 * What one update wrote and deleted, character by character and value by value, by Yjs id. Who made the update is the log's
 * to say: nothing here is what the document says of its author.
 */
export interface ContentTrace {
  /** Ids that came new with the update: one run a client. */
  readonly written: readonly Run[];
  readonly deleted: readonly DeletedRun[];
  readonly values: readonly WrittenValue[];
}

/**
 * Applies an update and tells what it changed: for people (`changes`), and by id (`trace`). What it costs depends on the
 * update, not on the document.
 *
 * @throws what Yjs throws on an update that cannot be applied
 */
export function applyAndTrace(doc: Y.Doc, update: Uint8Array): { readonly changes: ContentChange[]; readonly trace: ContentTrace } {
  const changes: ContentChange[] = [];
  const traces: ContentTrace[] = [];
  // Deleted values are still there at this moment; right after it they are freed. Yjs may add a transaction of its own, which
  // clears superfluous formatting away.
  const read = (transaction: Y.Transaction) => {
    changes.push(...readChanges(transaction));
    traces.push(readTrace(transaction));
  };
  doc.on('afterTransaction', read);
  try {
    Y.applyUpdate(doc, update);
  } finally {
    doc.off('afterTransaction', read);
  }
  return {
    changes,
    trace: {
      written: traces.flatMap(({ written }) => written),
      deleted: traces.flatMap(({ deleted }) => deleted),
      values: traces.flatMap(({ values }) => values),
    },
  };
}

/** What a transaction wrote and deleted. Call it in the document's `afterTransaction`. */
export function readTrace(transaction: Y.Transaction): ContentTrace {
  const written: Run[] = [];
  for (const [client, end] of transaction.afterState) {
    const clock = transaction.beforeState.get(client) ?? 0;
    if (end > clock) written.push({ client, clock, length: end - clock });
  }
  const values: WrittenValue[] = [];
  const touched = new Set<string>();
  forEachNew(transaction, (item) => {
    const place = placeOf(item);
    if (place === undefined) return;
    const { collection, key, map } = place;
    const head = map._map.get(key) === item;
    // A value that its writer replaced within the same change never was there for anybody.
    if (!head && isSuperseded(item)) return;
    touched.add(`${collection}\n${key}`);
    const { client, clock } = item.lastId;
    if (head && item.deleted) values.push({ collection, key, lost: false });
    else values.push({ collection, key, id: { client, clock }, ...jsonOf(writtenValue(item)), lost: !head });
  });
  const deleted: DeletedRun[] = [];
  forEachDeletedOld(transaction, (item) => {
    const place = placeOf(item);
    if (place !== undefined) {
      const { collection, key, map } = place;
      if (map._map.get(key) === item && !touched.has(`${collection}\n${key}`)) values.push({ collection, key, lost: false });
      return;
    }
    const name = item.parentSub === null && item.content instanceof Y.ContentString ? rootOf(item)?.name : undefined;
    if (name === undefined || parseTextName(name) === undefined || !(item.content instanceof Y.ContentString)) return;
    const { client, clock } = item.id;
    deleted.push({ name, client, clock, length: item.length, text: item.content.str });
  });
  return { written, deleted, values };
}

/** Key and map of a value that lies directly in a top-level map. */
function placeOf(item: Y.Item): { readonly collection: string; readonly key: string; readonly map: Y.Map<unknown> } | undefined {
  if (item.parentSub === null) return undefined;
  const root = rootOf(item);
  return root === undefined || root.type !== item.parent ? undefined : { collection: root.name, key: item.parentSub, map: root.type };
}

function jsonOf(value: unknown): { readonly json?: string } {
  try {
    const json: string | undefined = JSON.stringify(value);
    return json === undefined ? {} : { json };
  } catch {
    // Nested deeper than the stack, or a number that JSON does not have: a stock client may write what it likes.
    return { json: '"…"' };
  }
}

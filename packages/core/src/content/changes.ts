import * as Y from 'yjs';
import { dismissedKey, parseKey, parseTextName, partKey, type RecordKey } from './layout.js';

/** A run of characters that stands together in one author's numbering: Yjs client id, first clock, length. */
export interface Run {
  readonly client: number;
  readonly clock: number;
  readonly length: number;
}

/** Characters that were written, and the one that they were written behind; none at the start of a text. */
export interface WrittenRun extends Run {
  readonly text: string;
  readonly after?: { readonly client: number; readonly clock: number };
}

interface Place {
  readonly collection: string;
  readonly record: string;
}

/** What one update did to one place of a room's content, as the document that took it saw it. */
export type ContentChange =
  | (Place & { readonly kind: 'created'; readonly value: Readonly<Record<string, unknown>> })
  | (Place & { readonly kind: 'removed' | 'restored' })
  | (Place & { readonly kind: 'set' | 'confirmed'; readonly field: string; readonly apart: boolean } & Values)
  | (Place & {
      readonly kind: 'part-added' | 'part-set' | 'part-removed' | 'part-moved';
      readonly field: string;
      readonly part: string;
    } & Values)
  | (Place & { readonly kind: 'text'; readonly field: string; readonly written: readonly WrittenRun[]; readonly deleted: readonly Run[] });

interface Values {
  /** The value as it was written; undefined where it was taken away. */
  readonly value: unknown;
  /** The value that stood there before, undefined where there was none. */
  readonly before: unknown;
}

/** What a transaction did to one key of a collection's map: items that it wrote, and one that it deleted. */
interface KeyItems {
  readonly map: Y.Map<unknown>;
  readonly written: Y.Item[];
  old: Y.Item | undefined;
}

interface KeyChange extends Values {
  /** The writer did not know the value that stood there. */
  readonly apart: boolean;
}

interface TextChange {
  readonly written: WrittenRun[];
  readonly deleted: Run[];
}

/**
 * Applies an update and tells what it changed, in terms of records and fields. What it costs depends on the update,
 * not on the document. Places that are not of the record layout are left out.
 *
 * @throws what Yjs throws on an update that cannot be applied
 */
export function applyAndRead(doc: Y.Doc, update: Uint8Array): ContentChange[] {
  const changes: ContentChange[] = [];
  // Deleted values are still there at this moment; right after it they are freed. Yjs may add a transaction of its own, which
  // clears superfluous formatting away.
  const read = (transaction: Y.Transaction) => void changes.push(...readChanges(transaction));
  doc.on('afterTransaction', read);
  try {
    Y.applyUpdate(doc, update);
  } finally {
    doc.off('afterTransaction', read);
  }
  return changes;
}

/** What a transaction changed. Call it in the document's `afterTransaction`. */
export function readChanges(transaction: Y.Transaction): ContentChange[] {
  const keys = new Map<string, Map<string, KeyItems>>();
  const texts = new Map<string, TextChange>();
  const visit = (item: Y.Item, isNew: boolean) => {
    const root = rootOf(item);
    if (root === undefined) return;
    if (item.parentSub !== null) {
      if (root.type !== item.parent) return;
      const changed = entryOf(keys, root.name, () => new Map<string, KeyItems>());
      const items = entryOf(changed, item.parentSub, () => ({ map: root.type, written: [], old: undefined }));
      if (isNew) items.written.push(item);
      else items.old = item;
    } else if (item.content instanceof Y.ContentString) {
      const text = entryOf(texts, root.name, () => ({ written: [], deleted: [] }));
      const run = { client: item.id.client, clock: item.id.clock, length: item.length };
      if (!isNew) text.deleted.push(run);
      else if (!item.deleted)
        text.written.push({ ...run, text: item.content.str, ...(item.origin === null ? {} : { after: { ...item.origin } }) });
    }
  };
  forEachNew(transaction, (item) => visit(item, true));
  forEachDeletedOld(transaction, (item) => visit(item, false));
  const changes: ContentChange[] = [];
  for (const [collection, changed] of keys) changes.push(...recordChanges(collection, changed));
  for (const [name, text] of texts) {
    const place = parseTextName(name);
    if (place === undefined || text.written.length + text.deleted.length === 0) continue;
    changes.push({ kind: 'text', collection: place.collection, record: place.id, field: place.field, ...text });
  }
  return changes;
}

/** The top-level type that an item lies in, however deep, and its name. */
export function rootOf(item: Y.Item): { readonly name: string; readonly type: Y.Map<unknown> } | undefined {
  let { parent } = item;
  while (parent instanceof Y.AbstractType && parent._item !== null) parent = parent._item.parent;
  if (!(parent instanceof Y.AbstractType)) return undefined;
  const name = nameOf(parent);
  // Only its chains of items are read, which every type has.
  return name === undefined ? undefined : { name, type: parent as Y.Map<unknown> };
}

const names = new WeakMap<object, string>();

function nameOf(type: Y.AbstractType<unknown>): string | undefined {
  const known = names.get(type);
  if (known !== undefined) return known;
  for (const [name, candidate] of type.doc?.share ?? []) {
    if (candidate !== type) continue;
    names.set(type, name);
    return name;
  }
  return undefined;
}

export function forEachNew(transaction: Y.Transaction, visit: (item: Y.Item) => void): void {
  const { clients } = transaction.doc.store;
  for (const [client, end] of transaction.afterState) {
    const start = transaction.beforeState.get(client) ?? 0;
    const structs = clients.get(client);
    if (structs === undefined || end <= start) continue;
    for (let at = Y.findIndexSS(structs, start); at < structs.length; at++) {
      const struct = structs[at];
      if (struct instanceof Y.Item) visit(struct);
    }
  }
}

export function forEachDeletedOld(transaction: Y.Transaction, visit: (item: Y.Item) => void): void {
  const { clients } = transaction.doc.store;
  for (const [client, ranges] of transaction.deleteSet.clients) {
    const structs = clients.get(client);
    const known = transaction.beforeState.get(client) ?? 0;
    if (structs === undefined) continue;
    for (const { clock, len } of ranges) {
      if (clock >= known) continue;
      for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
        const struct = structs[at];
        if (struct === undefined || struct.id.clock >= Math.min(clock + len, known)) break;
        if (struct instanceof Y.Item) visit(struct);
      }
    }
  }
}

function readKey(key: string, { map, written, old: deleted }: KeyItems): KeyChange | undefined {
  const head = map._map.get(key);
  const isWritten = (item: Y.Item | undefined) => item !== undefined && written.includes(item);
  // A value that loses against one that stands changes nothing of it: that one is still there, and is the head.
  const old = deleted ?? (head === undefined || head.deleted || isWritten(head) ? undefined : head);
  const before = old === undefined ? undefined : writtenValue(old);
  const last = isWritten(head) ? head : written.at(-1);
  if (last === undefined) return old === undefined ? undefined : { value: undefined, before, apart: false };
  const knew = old === undefined || written.some((item) => item.origin !== null && Y.compareIDs(item.origin, old.lastId));
  return { value: last === head && last.deleted ? undefined : writtenValue(last), before, apart: !knew };
}

/** What a register or part was given; of what is none of ours its name alone. */
export const writtenValue = (item: Y.Item): unknown => {
  const value: unknown = item.content.getContent().at(-1);
  // A type or bytes inside a register are none of ours: named, not read, however large they may be.
  return value instanceof Y.AbstractType || value instanceof Y.Doc || value instanceof Uint8Array ? '…' : value;
};

/** The changes of one collection, a created record's registers folded into its creation. */
function recordChanges(collection: string, changed: ReadonlyMap<string, KeyItems>): ContentChange[] {
  const changes: ContentChange[] = [];
  const created = new Map<string, Record<string, unknown>>();
  const known = new Map<string, { readonly key: RecordKey; readonly change: KeyChange }>();
  for (const [name, items] of changed) {
    const key = parseKey(name);
    const change = key === undefined ? undefined : readKey(name, items);
    if (key === undefined || change === undefined) continue;
    known.set(name, { key, change });
    if (key.kind === 'created' && change.before === undefined) created.set(key.record, {});
  }
  for (const { key, change } of known.values()) {
    const { record } = key;
    const fields = created.get(record);
    switch (key.kind) {
      case 'created':
        break;
      case 'removed':
        if (change.value === true || change.before === true)
          changes.push({ kind: change.value === true ? 'removed' : 'restored', collection, record });
        break;
      case 'dismissed':
        break;
      case 'register': {
        const confirms = known.has(dismissedKey(record, key.field));
        if (fields !== undefined && change.before === undefined) fields[key.field] = change.value;
        else changes.push({ kind: confirms ? 'confirmed' : 'set', collection, record, field: key.field, ...change });
        break;
      }
      case 'part': {
        if (fields !== undefined && change.before === undefined) break;
        const { value, before } = change;
        const kind = value === undefined ? 'part-removed' : before === undefined ? 'part-added' : 'part-set';
        changes.push({ kind, collection, record, field: key.field, part: key.part, value, before });
        break;
      }
      case 'order':
        if (fields === undefined && change.value !== undefined && !known.has(partKey(record, key.field, key.part)))
          changes.push({ kind: 'part-moved', collection, record, field: key.field, part: key.part, value: undefined, before: undefined });
        break;
    }
  }
  return [...[...created].map(([record, value]) => ({ kind: 'created', collection, record, value }) as const), ...changes];
}

function entryOf<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  let value = map.get(key);
  if (value === undefined) map.set(key, (value = make()));
  return value;
}

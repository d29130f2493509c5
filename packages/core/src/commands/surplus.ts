import * as Y from 'yjs';
import { parseKey, parseTextName, textName } from '../content/layout.js';
import { type AnchoredEdit, anchorEdits } from '../content/text.js';
import { type KeptChange, REVERSAL, TEXT_EDIT } from './kept.js';
import { foresee } from './rerun.js';

/** What was erased of a room for good: it must not come back from a copy that was made before. */
export interface Erased {
  /** All that the room held when it was erased. */
  readonly room: boolean;
  readonly records: readonly { readonly collection: string; readonly id: string }[];
}

/** Any top-level type of a document, whose chain of items is read. */
type SharedType = Y.Doc['share'] extends Map<string, infer Type> ? Type : never;

interface Address {
  readonly collection: string;
  readonly id: string;
}

/**
 * What a copy of a room holds that the server's has not: after a restore from a backup, all that was written since the
 * backup. One change for each record, which can be offered and made like any other. What was taken away since is not
 * found: a document keeps no trace of it. Structured text is left out.
 *
 * @param held the copy; stays as it is
 * @param served the server's content
 * @param unsent clocks by Yjs client from which on the copy's content is still to be sent, and so no surplus
 * @example for (const change of surplusOf(held, served, new Map())) console.log(change.command, change.args);
 */
export function surplusOf(held: Y.Doc, served: Y.Doc, unsent: ReadonlyMap<number, number>): KeptChange[] {
  const known = Y.decodeStateVector(Y.encodeStateVector(served));
  const isSurplus = ({ id: { client, clock } }: Y.Item): boolean =>
    clock >= (known.get(client) ?? 0) && clock < (unsent.get(client) ?? Number.POSITIVE_INFINITY);
  const found = new Map<string, { maps: unknown[]; texts: unknown[] }>();
  const at = ({ collection, id }: Address) => {
    const key = `${collection}/${id}`;
    const entry = found.get(key) ?? { maps: [], texts: [] };
    found.set(key, entry);
    return entry;
  };
  for (const [name, type] of held.share) {
    const place = parseTextName(name);
    if (place !== undefined) {
      const from = served.getText(name).toString();
      const edits = writtenEdits(type, isSurplus).filter(({ before, inserted }) => !from.includes(before.slice(-SURE) + inserted));
      if (edits.length > 0) at(place).texts.push({ name: textName(place.collection, place.id, place.field), edits });
      continue;
    }
    const [before, after] = [served.getMap(name), held.getMap(name)];
    for (const [key, item] of type._map) {
      const parsed = parseKey(key);
      if (parsed === undefined || parsed.kind === 'dismissed' || item.deleted || !isSurplus(item)) continue;
      const value: unknown = after.get(key);
      if (JSON.stringify(before.get(key)) === JSON.stringify(value)) continue;
      at({ collection: name, id: parsed.record }).maps.push({ collection: name, key, value });
    }
  }
  return [...found.values()].map((args) => ({ command: REVERSAL, args: { ...args } }));
}

/** Characters before a place by which words that stand there already are known. */
const SURE = 4;

/** The words of a text that are surplus, as typed into the text without them: what others did to it meanwhile stays. */
function writtenEdits(type: SharedType, isSurplus: (item: Y.Item) => boolean): AnchoredEdit[] {
  let base = '';
  const delta: ({ retain: number } | { insert: string })[] = [];
  for (let item = type._start; item !== null; item = item.right) {
    if (item.deleted || !(item.content instanceof Y.ContentString)) continue;
    const words = item.content.str;
    if (isSurplus(item)) delta.push({ insert: words });
    else {
      base += words;
      delta.push({ retain: words.length });
    }
  }
  return delta.some((step) => 'insert' in step) ? anchorEdits(base, delta) : [];
}

/**
 * Whether a kept change would bring back, or is about, something that was erased.
 *
 * @param served the room's content now, on a copy of which the change is tried
 */
export function touchesErased(erased: Erased, change: KeptChange, served: Y.Doc, ...[room, context]: TryArgs): boolean {
  const isErased = ({ collection, id }: Address) => erased.records.some((each) => each.collection === collection && each.id === id);
  if (erased.room) return true;
  if (erased.records.length === 0) return false;
  if (placesOf(change).some(isErased)) return true;
  const foreseen = foresee(served, room, change, context);
  // What does not fit any more may be about a record that is gone: its id stands in the arguments.
  return foreseen.ok
    ? foreseen.value.changes.some(({ collection, record }) => isErased({ collection, id: record }))
    : erased.records.some(({ id }) => JSON.stringify(change.args).includes(JSON.stringify(id)));
}

type TryArgs = [room: Parameters<typeof foresee>[1], context: Parameters<typeof foresee>[3]];

/** Places that a change names itself. */
function placesOf({ command, args }: KeptChange): Address[] {
  const named = (value: unknown): Address[] => (typeof value === 'string' ? (parseTextName(value) ?? []) : []) as Address[];
  if (command === TEXT_EDIT) return [named(args['name'])].flat();
  if (command !== REVERSAL) return [];
  const { maps, texts } = args as {
    readonly maps?: readonly Record<string, unknown>[];
    readonly texts?: readonly Record<string, unknown>[];
  };
  return [
    ...(maps ?? []).flatMap(({ collection, key }) => {
      const record = parseKey(String(key))?.record;
      return record === undefined ? [] : [{ collection: String(collection), id: record }];
    }),
    ...(texts ?? []).flatMap(({ name }) => [named(name)].flat()),
  ];
}

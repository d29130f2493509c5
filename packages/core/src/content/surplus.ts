import * as Y from 'yjs';
import { writtenValue } from './changes.js';
import { parseKey, parseTextName, type RecordKey } from './layout.js';
import type { AnchoredEdit, TextDelta } from './text.js';
import { anchorEdits } from './text-edits.js';

/** What one device holds of a record beyond the server's content, as values that can be written again. */
export interface Surplus {
  readonly collection: string;
  readonly record: string;
  readonly maps: readonly { readonly collection: string; readonly key: string; readonly value?: unknown }[];
  readonly texts: readonly { readonly name: string; readonly edits: readonly AnchoredEdit[] }[];
}

export interface SurplusQuestion {
  /** The device's copy, from before the server was put back. */
  readonly held: Y.Doc;
  /** The server's content. */
  readonly fresh: Y.Doc;
  /** Whether what this client id wrote is asked for: what others wrote comes back from their own devices. */
  isAsked(client: number): boolean;
  /** Whether the change that wrote this id waits in the outbox: it is made again from there. */
  isUnsent(client: number, clock: number): boolean;
  /** Whether a record was erased: nothing of it comes back. */
  isErased(collection: string, record: string): boolean;
}

/**
 * What a device has written, and the server had logged before an older state was put back. Values and runs of text that this
 * device wrote itself; removals whoever made them, for they are the same removal from every device, except where others wrote
 * something in the same place: that is a replacement, and comes back whole from its author's device.
 *
 * @example
 * for (const { maps, texts } of surplusOf(question)) rerun(fresh, room, { command: RESTORED, args: { maps, texts } }, context);
 */
export function surplusOf(question: SurplusQuestion): Surplus[] {
  const found = new Map<
    string,
    { collection: string; record: string; maps: Surplus['maps'][number][]; texts: Surplus['texts'][number][] }
  >();
  const of = (collection: string, record: string) => {
    const at = `${collection}/${record}`;
    const known = found.get(at) ?? { collection, record, maps: [], texts: [] };
    found.set(at, known);
    return known;
  };
  for (const [name, type] of [...question.held.share]) {
    const place = parseTextName(name);
    // A collection's name may have a slash itself, as a text's has: the map is asked for first.
    if (place === undefined || type._map.size > 0) {
      for (const [key, head] of type._map) {
        const record = parseKey(key)?.record;
        if (record === undefined || question.isErased(name, record)) continue;
        const change = valueBeyond(question, name, key, head);
        if (change !== undefined) of(name, record).maps.push({ collection: name, key, ...change });
      }
    } else if (!question.isErased(place.collection, place.id)) {
      // Structured text is a tree, whose places no edit of characters names.
      if (type._start?.content instanceof Y.ContentType) continue;
      const edits = textBeyond(question, name, type);
      if (edits.length > 0) of(place.collection, place.id).texts.push({ name, edits });
    }
  }
  // The mark of a record's creation before its fields, as the command that made it had it.
  for (const { maps } of found.values()) maps.sort((a, b) => rankOf(a.key) - rankOf(b.key));
  return [...found.values()];
}

const rankOf = (key: string): number => (parseKey(key)?.kind === ('created' satisfies RecordKey['kind']) ? 0 : 1);

function valueBeyond(
  { held, fresh, isAsked, isUnsent }: SurplusQuestion,
  name: string,
  key: string,
  head: Y.Item,
): { value?: unknown } | undefined {
  const { client, clock } = head.lastId;
  const now = fresh.share.has(name) ? fresh.getMap(name)._map.get(key) : undefined;
  const stands = now === undefined || now.deleted ? undefined : now;
  if (head.deleted) {
    // Taken away, of what the server has. Where a value stands that this device has never seen, somebody wrote it since.
    return stands !== undefined && stands.lastId.clock < Y.getState(held.store, stands.id.client) ? {} : undefined;
  }
  if (clock < Y.getState(fresh.store, client) || !isAsked(client) || isUnsent(client, clock)) return undefined;
  const value = writtenValue(head);
  return stands !== undefined && JSON.stringify(writtenValue(stands)) === JSON.stringify(value) ? undefined : { value };
}

/** A place between two characters: the id of the one before it; none at the start of a text. */
const START = 'start';

function textBeyond({ fresh, isAsked, isUnsent }: SurplusQuestion, name: string, type: { readonly _start: Y.Item | null }): AnchoredEdit[] {
  const isKnown = (client: number, clock: number) => clock < Y.getState(fresh.store, client);
  const written = new Map<string, string>();
  const removed = new Set<string>();
  let last = START;
  let gap: string[] = [];
  let isReplaced = false;
  const close = () => {
    if (!isReplaced) for (const id of gap) removed.add(id);
    gap = [];
    isReplaced = false;
  };
  for (let item = type._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    for (let at = 0; at < item.length; ) {
      if (isKnown(client, clock + at)) {
        last = `${client}:${clock + at}`;
        if (item.deleted) gap.push(last);
        else close();
        at += 1;
        continue;
      }
      // All of an item that follows an id which the server does not know, it does not know either.
      const rest = item.content instanceof Y.ContentString && !item.deleted ? item.content.str.slice(at) : '';
      if (rest !== '' && isAsked(client)) {
        for (const [offset, unit] of rest.split('').entries())
          if (!isUnsent(client, clock + at + offset)) written.set(last, (written.get(last) ?? '') + unit);
      } else if (rest !== '') isReplaced = true;
      break;
    }
  }
  close();
  if (written.size === 0 && removed.size === 0) return [];
  const text = fresh.getText(name);
  const delta: TextDelta[number][] = [];
  const insert = (id: string) => {
    const words = written.get(id);
    if (words !== undefined) delta.push({ insert: words });
  };
  insert(START);
  for (let item = text._start; item !== null; item = item.right) {
    const { client, clock } = item.id;
    for (let at = 0; at < item.length; at++) {
      const id = `${client}:${clock + at}`;
      if (!item.deleted && item.countable) delta.push(removed.has(id) ? { delete: 1 } : { retain: 1 });
      insert(id);
    }
  }
  return anchorEdits(text.toString(), joined(delta));
}

/** One step for a run of steps of a kind. */
function joined(delta: readonly TextDelta[number][]): TextDelta {
  const steps: TextDelta[number][] = [];
  for (const step of delta) {
    const last = steps.at(-1);
    if (last !== undefined && 'retain' in last && 'retain' in step) steps[steps.length - 1] = { retain: last.retain + step.retain };
    else if (last !== undefined && 'delete' in last && 'delete' in step) steps[steps.length - 1] = { delete: last.delete + step.delete };
    else steps.push(step);
  }
  return steps;
}

import {
  type ActEntry,
  type BulkRoomResponse,
  type ErasedPlace,
  type Intent,
  OFFER,
  parseKey,
  parseTextName,
  RESTORED,
  type Refusal,
  rootOf,
  SETTLE,
  surplusOf,
  VIEW_SEALED,
} from '@onedoor/core';
import * as z from '@onedoor/core/z';
import * as Y from 'yjs';
import { newId } from '../kernel.js';
import { nameOfRoom } from '../room-key.js';
import { type OutboxRow, outboxKey, type RefusedRow, type StoreChange } from '../storage/client-store.js';
import { type Office, store } from './office.js';

/*
 * What a device does when its server was put back from a backup, or when something was erased: it brings again what it wrote
 * and the server has lost, and of what was erased it brings nothing. Loaded when it is needed, which is next to never.
 */

/** Acts that are not made again: a reading is stated anew by whoever reads, and a settlement names a number of the lost log. */
const NOT_AGAIN: ReadonlySet<string> = new Set([VIEW_SEALED, SETTLE]);

/** Whether a record of a room was erased, by the records that the copy held: a whole room is all of them. */
export function erasedIn(held: Y.Doc, erased: readonly ErasedPlace[], isUnsent: IsUnsent): IsErased {
  const names = new Set(erased.flatMap(({ record }) => (record === undefined ? [] : [`${record.collection}/${record.id}`])));
  if (erased.some(({ record }) => record === undefined)) for (const name of recordsOf(held, isUnsent)) names.add(name);
  return (collection, record) => names.has(`${collection}/${record}`);
}

export type IsErased = (collection: string, record: string) => boolean;
export type IsUnsent = (client: number, clock: number) => boolean;

/** Which ids are of changes that wait in the outbox. */
export function unsentIn(rows: readonly OutboxRow[]): IsUnsent {
  const ranges = rows.flatMap(({ bytes }) => {
    if (bytes === undefined) return [];
    const { from, to } = Y.parseUpdateMeta(bytes);
    return [...to].map(([client, end]) => ({ client, from: from.get(client) ?? 0, end }));
  });
  return (client, clock) => ranges.some((range) => range.client === client && clock >= range.from && clock < range.end);
}

function recordsOf(held: Y.Doc, isUnsent: IsUnsent): Set<string> {
  const found = new Set<string>();
  for (const [name, type] of held.share) {
    const place = parseTextName(name);
    if (place !== undefined && type._map.size === 0) {
      for (let item = type._start; item !== null; item = item.right)
        if (!isUnsent(item.id.client, item.id.clock)) found.add(`${place.collection}/${place.id}`);
    } else {
      for (const [key, item] of type._map) {
        const record = parseKey(key)?.record;
        if (record !== undefined && !isUnsent(item.id.client, item.id.clock)) found.add(`${name}/${record}`);
      }
    }
  }
  return found;
}

/** Whether a change writes into an erased record, or names one: its words are that record's. */
export function isAboutErased(
  row: Pick<OutboxRow, 'args' | 'bytes' | 'edits'>,
  held: Y.Doc,
  isErased: IsErased,
  places: readonly string[],
): boolean {
  return names(row.args, places) || (row.bytes !== undefined && writesInto(held, row.bytes, isErased));
}

/** Ids and names by which arguments speak of erased records. */
export const placesOf = (erased: readonly ErasedPlace[]): string[] =>
  // A fixed id such as `facts` says nothing by itself: many arguments hold that word.
  erased.flatMap(({ record }) =>
    record === undefined ? [] : [`${record.collection}/${record.id}/`, ...(record.id.length < 8 ? [] : [record.id])],
  );

function names(value: unknown, places: readonly string[]): boolean {
  if (typeof value === 'string')
    return places.some((place) => value === place || value.startsWith(place.endsWith('/') ? place : `${place}/`));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(([key, each]) => names(key, places) || names(each, places));
}

function writesInto(held: Y.Doc, bytes: Uint8Array, isErased: IsErased): boolean {
  const isIn = (item: Y.Item): boolean => {
    const root = rootOf(item);
    if (root === undefined) return false;
    const text = parseTextName(root.name);
    if (item.parentSub === null) return text !== undefined && isErased(text.collection, text.id);
    const record = parseKey(item.parentSub)?.record;
    return record !== undefined && isErased(root.name, record);
  };
  const { structs, ds } = Y.decodeUpdate(bytes);
  for (const { id, length } of structs) if (itemsAt(held, id.client, id.clock, length).some(isIn)) return true;
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) if (itemsAt(held, client, clock, len).some(isIn)) return true;
  return false;
}

function itemsAt(doc: Y.Doc, client: number, clock: number, length: number): Y.Item[] {
  const structs = doc.store.clients.get(client);
  if (structs === undefined || clock >= Y.getState(doc.store, client)) return [];
  const found: Y.Item[] = [];
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at++) {
    const struct = structs[at];
    if (struct === undefined || struct.id.clock >= clock + length) break;
    if (struct instanceof Y.Item) found.push(struct);
  }
  return found;
}

/** What this device wrote in a room and the server has lost, as changes that go before all others. */
export function lostContent(
  office: Office,
  room: string,
  docs: { readonly held: Y.Doc; readonly fresh: Y.Doc },
  isUnsent: IsUnsent,
  isErased: IsErased,
): OutboxRow[] {
  const { kernel, index } = office;
  const own = new Set(index.stored(room)?.clients ?? []);
  return surplusOf({ ...docs, isAsked: (client) => own.has(client), isUnsent, isErased }).map(({ maps, texts }, at) => {
    const id = newId(kernel.platform);
    const args = { maps, texts };
    return {
      id,
      key: outboxKey(at, id),
      order: at,
      room,
      kind: 'content',
      command: RESTORED,
      args,
      madeAt: kernel.platform.now(),
      tries: 0,
    };
  });
}

/**
 * What others wrote and the server has lost: their devices bring it. Until they do it waits here for this person, who can offer
 * it, should they never come back; who wrote it, nobody can confirm.
 */
export function lostByOthers(
  office: Office,
  room: string,
  docs: { readonly held: Y.Doc; readonly fresh: Y.Doc },
  isUnsent: IsUnsent,
  isErased: IsErased,
): RefusedRow[] {
  const { kernel, index } = office;
  const own = new Set(index.stored(room)?.clients ?? []);
  return surplusOf({ ...docs, isAsked: (client) => !own.has(client), isUnsent, isErased }).flatMap((surplus) => {
    // Removals come from every device.
    const maps = surplus.maps.filter(({ value }) => value !== undefined);
    const texts = surplus.texts.flatMap(({ name, edits }) => {
      const written = edits.filter(({ inserted }) => inserted !== '');
      return written.length === 0 ? [] : [{ name, edits: written }];
    });
    if (maps.length + texts.length === 0) return [];
    const row = { key: newId(kernel.platform), room, command: RESTORED, args: { maps, texts }, madeAt: kernel.platform.now() };
    return [{ ...row, refusal: NOT_IN_BACKUP }];
  });
}

const NOT_IN_BACKUP: Refusal = {
  code: 'NOT_IN_BACKUP',
  seen: 'content that others wrote and the server has lost',
  expected: 'what was in the backup',
  todo: 'It comes back with the device of its author; offer it only if that is lost.',
};

const valuesOf = z.object({
  maps: z.array(z.object({ collection: z.string(), key: z.string(), value: z.unknown() })),
  texts: z.array(z.object({ name: z.string(), edits: z.array(z.object({ inserted: z.string() })) })),
});

/** Puts away what waits here of others and has come back by itself. */
export async function dismissReturned(office: Office): Promise<void> {
  const { kernel, shelf, tabs } = office;
  const waiting = kernel.outbox.setAsideRows.filter(({ offer }) => offer === undefined);
  const changes: StoreChange[] = [];
  for (const room of new Set(waiting.map((row) => row.room))) {
    const copy = shelf.acquire(nameOfRoom(room));
    if (copy === undefined) continue;
    try {
      await copy.ready;
      for (const row of waiting) if (row.room === room && isThere(copy.doc, row)) changes.push(...kernel.outbox.dismiss(row.key));
    } finally {
      shelf.release(copy);
    }
  }
  if (changes.length === 0) return;
  await store(office, changes);
  tabs.post({ kind: 'refused' });
}

function isThere(doc: Y.Doc, { args }: RefusedRow): boolean {
  const values = valuesOf.safeParse(args);
  if (!values.success) return false;
  const { maps, texts } = values.data;
  return (
    maps.every(({ collection, key, value }) => JSON.stringify(doc.getMap(collection).get(key)) === JSON.stringify(value)) &&
    texts.every(({ name, edits }) => edits.every(({ inserted }) => doc.getText(name).toString().includes(inserted)))
  );
}

/**
 * This person's acts that the server has lost, to be sent again as they were. One that somebody else's followed, which the
 * server has by now, is sent as made before it: the server keeps it as a conflict rather than let it undo what came later.
 */
export function lostActs(office: Office, room: string, held: readonly ActEntry[], fresh: Pick<BulkRoomResponse, 'acts'>): OutboxRow[] {
  const { kernel } = office;
  const acts = kernel.model.room(nameOfRoom(room).room)?.acts;
  if (acts === undefined) return [];
  const seqs = new Map(fresh.acts.map((entry) => [entry.intent.id, entry.seq]));
  const heldIds = new Set(held.map(({ intent }) => intent.id));
  const unknown = fresh.acts.find(({ intent }) => !heldIds.has(intent.id));
  const known = (unknown?.seq ?? (fresh.acts.at(-1)?.seq ?? 0) + 1) - 1;
  const lost = held.filter(
    ({ person, intent, outcome }) =>
      person === kernel.identity.person && outcome === 'applied' && !seqs.has(intent.id) && !NOT_AGAIN.has(intent.command),
  );
  const sent: Intent[] = [];
  return lost.map((entry) => {
    const { intent } = entry;
    const overtaken = held.flatMap((other) => {
      const seq = seqs.get(other.intent.id);
      return other.seq > entry.seq && seq !== undefined && acts.sharesSubject(other.intent, intent) ? [seq - 1] : [];
    });
    const before = sent.findLast((other) => acts.sharesSubject(other, intent));
    const { after: _, ...wish } = intent;
    const again: Intent = { ...wish, base: Math.min(known, ...overtaken), ...(before === undefined ? {} : { after: before.id }) };
    sent.push(again);
    const { id, command, args } = again;
    // As old as it is: before everything that was done after it and has not been sent.
    const order = Math.floor(entry.at) * 1024;
    return { id, key: outboxKey(order, id), order, room, kind: 'intent', command, args, intent: again, madeAt: entry.at, tries: 0 };
  });
}

/** Refused changes and offers that hold words of what was erased. */
export function refusedAbout(rows: readonly RefusedRow[], places: readonly string[]): RefusedRow[] {
  return rows.filter((row) => names(row.args, places));
}

export const isOfferAbout = (row: OutboxRow, places: readonly string[]): boolean => row.command === OFFER && names(row.args, places);

/** Files of a room after it was put back: those that its records name are sent again, the others go. */
export function filesAfter(doc: Y.Doc, files: readonly { readonly hash: string }[]): (hash: string) => boolean {
  const named = new Set<string>();
  const hashes = new Set(files.map(({ hash }) => hash));
  const look = (value: unknown): void => {
    if (typeof value === 'string') {
      if (hashes.has(value)) named.add(value);
    } else if (typeof value === 'object' && value !== null) for (const [key, each] of Object.entries(value)) [key, each].forEach(look);
  };
  if (hashes.size > 0) for (const name of doc.share.keys()) if (parseTextName(name) === undefined) look(doc.getMap(name).toJSON());
  return (hash) => named.has(hash);
}

/**
 * All rows of a server that was put back are here: rooms that it does not list are held. A case that this person made after the
 * backup is made again; the others come back when the devices of those who made them do.
 */
export async function holdBack(office: Office): Promise<void> {
  const { kernel, index, shelf, tabs } = office;
  const held = index.holdUnlisted();
  const changes: StoreChange[] = [...held];
  for (const row of index.heldRooms()) {
    if (nameOfRoom(row.key).room !== 'case') continue;
    const entries = (await kernel.queue.list('acts', `${row.key}#`)).map(({ entry }) => entry);
    const made = entries.some(({ person, intent }) => person === kernel.identity.person && intent.command === 'case.create');
    if (!made) continue;
    const acts = lostActs(office, row.key, entries, { acts: [] });
    index.forget(row.key);
    changes.push(
      { table: 'rooms', delete: row.key },
      ...(await kernel.queue.keys('acts', `${row.key}#`)).map((key): StoreChange => ({ table: 'acts', delete: key })),
      ...kernel.outbox.replace(acts),
    );
    shelf.get(row.key)?.replaceActs([]);
    tabs.post({ kind: 'remade', rows: acts });
    tabs.post({ kind: 'rejoined', room: row.key });
  }
  await store(office, changes);
}

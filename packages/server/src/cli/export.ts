import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ActEntry,
  encodeEntry,
  type Mark,
  OnedoorError,
  parseKey,
  parseRoomKey,
  parseTextName,
  type StoredRoom,
  type TextDelta,
} from '@onedoor/core';
import * as Y from 'yjs';
import { settleErasures } from '../erase/erasures.js';
import { keysDir } from '../log/keys.js';
import { placeOf, readEntries } from '../log/room-log.js';
import { appendEntry } from '../record/record.js';
import { recordOf } from './audit.js';
import { reasonOf } from './erase.js';
import { type Folder, personOf, withFolder } from './folder.js';

/** Which rooms leave the house, for what, and who answers for it. */
export interface ExportRequest {
  readonly case: string;
  /** Names of rooms; none: all of the case. */
  readonly rooms?: readonly string[];
  readonly by: string;
  readonly purpose: string;
}

interface ExportedRoom {
  readonly room: string;
  /** The log was read up to here. */
  readonly seq: number;
  readonly acts: readonly ActEntry[];
  /** Collection, record, field. */
  readonly content: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/**
 * Writes a case's rooms to a new folder, one JSON file each with a manifest of their hashes, and an entry into the log of
 * each room that says who exported it, when, and for what. The entry is durable before a file is complete: there is no
 * export without it.
 *
 * @throws as `withFolder`, NOT_FOUND, BAD_OPTION where the folder is there already
 */
export function exportCase(dir: string, to: string, request: ExportRequest, now: number): Promise<string> {
  return withFolder(dir, async (folder) => {
    await settleErasures(folder, keysDir(dir));
    const purpose = reasonOf(request.purpose);
    const person = personOf(folder, request.by);
    const rooms = roomsOf(folder, request);
    makeFolder(to);
    try {
      const files = rooms.map((room) => {
        const text = JSON.stringify(readRoom(folder, room), null, 2);
        return { room, name: `${parseRoomKey(room.key)?.room ?? 'room'}.json`, text, hash: sha256(text) };
      });
      folder.store.transaction((tx) => {
        for (const { room, hash } of files) {
          const mark: Mark = { what: 'export', purpose, sha256: hash, upTo: room.head };
          const seq = room.head + 1;
          const entry = encodeEntry({ kind: 'mark', seq, at: now, person, device: 'onedoor export', mark });
          appendEntry(tx, room, seq, folder.keys.cipher(room.key, room.epoch, room.wrappedKey).seal(placeOf.entry(room, seq), entry));
        }
      });
      recordOf(folder.store, folder.signer).flush();
      const manifest = {
        version: 1,
        centre: folder.centre,
        case: request.case,
        at: now,
        by: person,
        purpose,
        files: files.map(({ name, hash, room }) => ({ path: name, sha256: hash, room: room.key, seq: room.head })),
      };
      for (const { name, text } of files) writeFileSync(join(to, name), text, { mode: 0o600 });
      writeFileSync(join(to, 'manifest.json'), JSON.stringify(manifest, null, 2), { mode: 0o600, flush: true });
    } catch (error) {
      rmSync(to, { recursive: true, force: true });
      throw error;
    }
    return `exported: ${rooms.length} rooms of ${request.case} to ${to}; each room's log says so`;
  });
}

function makeFolder(to: string): void {
  try {
    mkdirSync(to, { mode: 0o700 });
  } catch (cause) {
    throw new OnedoorError(
      'BAD_OPTION',
      { seen: `${to}, which is there already or cannot be made`, expected: 'a new folder', todo: 'Name another with --to.' },
      { cause },
    );
  }
}

function roomsOf({ store, centre }: Folder, { case: caseId, rooms: wanted }: ExportRequest): StoredRoom[] {
  const rooms = store.rooms().filter(({ key }) => {
    const name = parseRoomKey(key);
    return name?.centre === centre && name.case === caseId && (wanted === undefined || wanted.includes(name.room));
  });
  if (rooms.length > 0 && (wanted === undefined || rooms.length === wanted.length)) return rooms;
  throw new OnedoorError('NOT_FOUND', {
    seen: `${wanted?.join(', ') ?? 'no room'} of ${caseId}`,
    expected: 'rooms of a case',
    todo: 'Correct --case or --room.',
  });
}

/** A room as its log tells it. Read by the layout alone: a department's rooms are exported without its plugin. */
function readRoom({ store, keys }: Folder, room: StoredRoom): ExportedRoom {
  const acts: ActEntry[] = [];
  const doc = new Y.Doc();
  try {
    for (const entry of readEntries(store, room, keys.cipher(room.key, room.epoch, room.wrappedKey), 1)) {
      if (entry.kind === 'act') acts.push(entry.entry);
      else if (entry.kind === 'update') Y.applyUpdate(doc, entry.update);
    }
    return { room: room.key, seq: room.head, acts, content: readContent(doc) };
  } finally {
    doc.destroy();
  }
}

function readContent(doc: Y.Doc): ExportedRoom['content'] {
  const content: Record<string, Record<string, Record<string, unknown>>> = {};
  const recordOfId = (collection: string, id: string) => ((content[collection] ??= {})[id] ??= {});
  for (const [name, type] of [...doc.share]) {
    const text = parseTextName(name);
    if (type._map.size === 0) {
      // A structured text with its formatting, as `richLines` reads it; a plain one as its characters.
      const contents: TextDelta = doc.getText(name).toDelta();
      const isFormatted = contents.some((step) => 'attributes' in step);
      // Elements are what another program has put there.
      const isXml = type._start?.content instanceof Y.ContentType;
      const value = isXml ? doc.getXmlFragment(name).toString() : isFormatted ? contents : doc.getText(name).toString();
      if (text !== undefined && value !== '') recordOfId(text.collection, text.id)[text.field] = value;
      continue;
    }
    for (const [key, value] of doc.getMap(name).entries()) {
      const place = parseKey(key);
      if (place === undefined || place.kind === 'order' || place.kind === 'dismissed') continue;
      const record = recordOfId(name, place.record);
      if (place.kind === 'created') record['$created'] = value;
      else if (place.kind === 'removed') record['$removed'] = value;
      else if (place.kind === 'register') record[place.field] = value;
      else if (place.kind === 'part') record[place.field] = { ...Object(record[place.field]), [place.part]: value };
    }
  }
  return content;
}

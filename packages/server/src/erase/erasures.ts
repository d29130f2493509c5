import {
  type ActEntry,
  type Erasure,
  encodeEntry,
  type LogEntry,
  type LogStore,
  OnedoorError,
  parseRoomKey,
  type StoredRoom,
  seqOf,
} from '@onedoor/core';
import type { BlobStore } from '../blobs/blob-store.js';
import type { Keyring, RoomCipher } from '../log/keys.js';
import { placeOf, readEntries } from '../log/room-log.js';
import { appendEntry } from '../record/record.js';
import { type ErasureOrder, erasuresOf, readLedger } from './ledger.js';
import { Redaction, stringsIn } from './redact.js';

/** A data folder that nobody serves. */
export interface ErasureSources {
  readonly store: LogStore;
  readonly keys: Keyring;
  readonly blobs: BlobStore;
}

/** A place outside of what is erased that says the same: a person has to judge it. */
export interface Mention {
  /** Room key and number of the entry. */
  readonly at: string;
  readonly command: string;
  readonly value: string;
}

/** What an erasure takes and what it does not. */
export interface ErasurePlan {
  /** Entries that lose content. */
  readonly entries: number;
  /** Entries that are written anew, all of the room. */
  readonly rewritten: number;
  readonly files: readonly string[];
  readonly mentions: readonly Mention[];
}

const SHA256 = /^[0-9a-f]{64}$/;
type Scope = Pick<ErasureOrder, 'room' | 'record' | 'marksBefore'>;
const doneKey = (id: string) => `erasure:${id}`;
const PURGE = 'erasure-purge';
const encoder = new TextEncoder();

/**
 * What an erasure would do. Reads only.
 *
 * @throws NOT_FOUND where there is no such room or record, BAD_OPTION for the rooms that carry rights and numbers
 */
export async function planErasure(sources: ErasureSources, order: Scope): Promise<ErasurePlan> {
  const { store } = sources;
  const room = store.room(order.room);
  const name = parseRoomKey(order.room);
  if (room === undefined || name === undefined) throw notFound(`no room ${order.room}`, 'a room of this centre');
  if (isWhole(order) && (name.room === 'case' || name.room === 'directory'))
    throw new OnedoorError('BAD_OPTION', {
      seen: `the room ${order.room}, which says who may do what`,
      expected: 'a room that holds content',
      todo: 'Erase the other rooms of the case, or one record.',
    });
  const made = await rebuild(sources, room, order);
  if (order.record !== undefined && !made.found)
    throw notFound(`no record ${order.record.collection}/${order.record.id} in ${order.room}`, 'a record that the room has ever held');
  return { entries: made.entries, rewritten: room.head, files: made.gone, mentions: mentionsOf(sources, order, made) };
}

/**
 * Erases: the room's log is written anew at its next epoch under a new key, with an entry that says so, in one transaction.
 * Whoever is cut off before it has erased nothing; after it only `settleErasures` is left to do, which the next start does.
 * Order of the steps: ledger (by the caller), files for the new epoch, log, old files, database file.
 */
export async function applyErasure(sources: ErasureSources, order: ErasureOrder): Promise<void> {
  const { store, keys, blobs } = sources;
  const room = store.room(order.room);
  if (room === undefined) {
    store.transaction((tx) => tx.putMeta(doneKey(order.id), 'no room'));
    return;
  }
  const old = keys.cipher(room.key, room.epoch, room.wrappedKey);
  const made = await rebuild(sources, room, order);
  const epoch = room.epoch + 1;
  const wrapped = keys.create(room.key, epoch);
  const cipher = keys.cipher(room.key, epoch, wrapped);
  // Of an attempt that was cut off: sealed with a key that nobody has.
  await blobs.drop(room.id, epoch);
  for (const sha256 of made.kept) await moveFile(blobs, room, sha256, old, { epoch, cipher });
  const bindings = isWhole(order) ? [] : store.bindings(room.id);
  const hadSummary = store.summariesOf(parseRoomKey(room.key)?.case ?? '').some((summary) => summary.room === room.id);
  const mark: Erasure = {
    what: 'erasure',
    id: order.id,
    reason: order.reason,
    ...(order.article === undefined ? {} : { article: order.article }),
    epoch,
    ...(order.record === undefined ? {} : { record: order.record }),
    ...(order.marksBefore === undefined ? {} : { marksBefore: order.marksBefore }),
    upTo: room.head,
    entries: made.entries,
    files: made.gone.length,
  };
  const entry: LogEntry = { kind: 'mark', seq: room.head + 1, at: order.at, person: order.person, device: 'onedoor erase', mark };
  store.transaction((tx) => {
    const emptied = tx.emptyRoom(room.id, epoch, wrapped);
    for (const each of [...made.log, entry]) {
      const seq = seqOf(each);
      appendEntry(tx, emptied, seq, cipher.seal(placeOf.entry(emptied, seq), encodeEntry(each)));
      if (each.kind === 'act') tx.rememberIntent(room.id, each.entry.intent.id, seq);
    }
    for (const { client, person, device } of bindings) tx.bind(room.id, client, person, device);
    // In place of the old one: of no entry, so that the next start derives it. Taken away, its number would be given twice.
    const none = encoder.encode(JSON.stringify({ seq: -1, summary: {} }));
    if (hadSummary) tx.putSummary(room.id, parseRoomKey(room.key)?.case ?? '', cipher.seal(placeOf.summary(emptied), none));
    tx.putMeta(doneKey(order.id), 'done');
    tx.putMeta(PURGE, 'due');
  });
}

/**
 * Brings a folder to where its ledger is: erases what is not erased here, in an older copy of the data or after a
 * process that died, and overwrites what was left of it. Call it before anything is served.
 *
 * @returns how many erasures were made up for
 */
export async function settleErasures(sources: ErasureSources, keysDir: string): Promise<number> {
  const { store, blobs } = sources;
  let count = 0;
  for (const order of erasuresOf(readLedger(keysDir))) {
    if (store.meta(doneKey(order.id)) !== undefined) continue;
    await applyErasure(sources, order);
    count += 1;
  }
  if (store.meta(PURGE) === 'due') {
    for (const { id, epoch } of store.rooms()) for (let past = 1; past < epoch; past++) await blobs.drop(id, past);
    store.purge();
    store.transaction((tx) => tx.putMeta(PURGE, 'done'));
  }
  return count;
}

interface Rebuilt {
  readonly log: readonly LogEntry[];
  /** Entries that lose content. */
  readonly entries: number;
  readonly found: boolean;
  readonly kept: readonly string[];
  readonly gone: readonly string[];
  readonly words: ReadonlySet<string>;
}

const isWhole = ({ record, marksBefore }: Scope): boolean => record === undefined && marksBefore === undefined;

/** The log of a room as it is to be. */
async function rebuild({ store, keys, blobs }: ErasureSources, room: StoredRoom, { record, marksBefore }: Scope): Promise<Rebuilt> {
  const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
  const entries = [...readEntries(store, room, cipher, 1)];
  const files = await blobs.list(room.id, room.epoch);
  if (marksBefore !== undefined) {
    const isOld = (entry: LogEntry) => entry.kind === 'mark' && entry.mark.what !== 'erasure' && entry.at < marksBefore;
    const log = entries.map((entry): LogEntry => (isOld(entry) ? { kind: 'erased', seq: seqOf(entry) } : entry));
    return { log, entries: entries.filter(isOld).length, found: true, kept: files, gone: [], words: new Set() };
  }
  if (record === undefined) {
    const log = entries.map(stubOf);
    const lost = entries.filter(({ kind }) => kind === 'act' || kind === 'update').length;
    const words = new Set(entries.flatMap((entry) => (entry.kind === 'act' ? stringsIn(entry.entry.intent.args) : [])));
    return { log, entries: lost, found: true, kept: [], gone: files, words };
  }
  const redaction = new Redaction(
    entries.flatMap((entry) => (entry.kind === 'update' ? [entry.update] : [])),
    record,
  );
  let lost = 0;
  const log = entries.map((entry) => {
    const update = entry.kind === 'update' ? redaction.redact(entry.update) : undefined;
    if (entry.kind !== 'update' || update === undefined) return entry;
    lost += 1;
    return { ...entry, update };
  });
  const isGone = (sha256: string) => redaction.words.has(sha256) && !redaction.otherWords.has(sha256);
  redaction.destroy();
  return {
    log,
    entries: lost,
    found: redaction.found,
    kept: files.filter((sha256) => !isGone(sha256)),
    gone: files.filter(isGone),
    words: redaction.words,
  };
}

/** What stands for an entry of a room that was erased whole. What was said about the room as a whole stays. */
function stubOf(entry: LogEntry): LogEntry {
  if (entry.kind === 'mark' || entry.kind === 'erased') return entry;
  const number = entry.kind === 'act' ? entry.entry.number : undefined;
  return { kind: 'erased', seq: seqOf(entry), ...(number === undefined ? {} : { number }) };
}

/** Words that say nothing by themselves: ids of choices, numbers, files. */
const isTelling = (word: string): boolean => word.length >= 2 && word.length <= 200 && !/^[a-z0-9.:_-]*$/i.test(word);

/** Acts of the same case that say what is erased, or name the record: acts are logged for good and are not rewritten. */
function mentionsOf({ store, keys }: ErasureSources, { room: key, record }: Scope, made: Rebuilt): Mention[] {
  const words = [...made.words].filter(isTelling);
  const name = parseRoomKey(key);
  if (record !== undefined && record.id.length > 8) words.push(record.id);
  const mentions: Mention[] = [];
  for (const room of store.rooms()) {
    const other = parseRoomKey(room.key);
    if (other?.case !== name?.case || other?.centre !== name?.centre || (room.key === key && record === undefined)) continue;
    const cipher = keys.cipher(room.key, room.epoch, room.wrappedKey);
    for (const entry of readEntries(store, room, cipher, 1)) {
      if (entry.kind === 'act') mentions.push(...mentionsIn(room.key, entry.entry, words));
    }
  }
  return mentions;
}

function mentionsIn(room: string, { seq, intent }: ActEntry, words: readonly string[]): Mention[] {
  const said = stringsIn(intent.args);
  return words
    .filter((word) => said.some((text) => text.includes(word)))
    .map((value) => ({ at: `${room} ${seq}`, command: intent.command, value }));
}

async function moveFile(
  blobs: BlobStore,
  room: StoredRoom,
  sha256: string,
  old: RoomCipher,
  to: { readonly epoch: number; readonly cipher: RoomCipher },
): Promise<void> {
  const sealed = await blobs.get({ room: room.id, epoch: room.epoch, sha256 });
  if (sealed === undefined || !SHA256.test(sha256)) return;
  const clear = old.open(placeOf.blob(room, sha256), sealed);
  const place = { id: room.id, epoch: to.epoch };
  await blobs.put({ room: room.id, epoch: to.epoch, sha256 }, to.cipher.seal(placeOf.blob(place, sha256), clear));
}

const notFound = (seen: string, expected: string) =>
  new OnedoorError('NOT_FOUND', { seen, expected, todo: 'Correct --case, --room or --record.' });

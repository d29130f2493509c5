import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type ActEntry,
  applyAndTrace,
  createRoomDoc,
  decodeEntry,
  type LogEntry,
  type LogStore,
  type Model,
  OnedoorError,
  type StoredRoom,
  seqOf,
} from '@onedoor/core';
import * as Y from 'yjs';
import type { ErasureOrder } from '../erase/ledger.js';
import { openChunk } from '../history/stored-edits.js';
import { encodeTrace, openTrace, type TraceEntry } from '../history/stored-trace.js';
import type { Keyring, RoomCipher } from '../log/keys.js';
import { placeOf, readSnapshot } from '../log/room-log.js';
import { type Hash, MemoryNodes, MerkleTree, sameHash } from './merkle.js';
import { isStoredLevel, leafOfEntry } from './record.js';
import { replayRights } from './replay-rights.js';
import { checkRewriting } from './rewriting.js';
import { verifyHead } from './signer.js';

/** One place where the data are not what the server wrote. */
export interface Finding {
  /** Table of the database, or `blobs`. */
  readonly table:
    | 'rooms'
    | 'entries'
    | 'leaves'
    | 'tree'
    | 'heads'
    | 'bindings'
    | 'intents'
    | 'numbers'
    | 'snapshots'
    | 'summaries'
    | 'edits'
    | 'traces'
    | 'blobs'
    | 'rights';
  /** Row: room key and number, leaf, size, file. */
  readonly at: string;
  readonly what: 'altered' | 'removed' | 'inserted';
  readonly seen: string;
}

export interface Verified {
  readonly rooms: number;
  readonly entries: number;
  readonly leaves: number;
  readonly heads: number;
  readonly blobs: number;
  /** The first is the first in the order of checks: what is derived comes after what it is derived from. */
  readonly findings: readonly Finding[];
}

export interface VerifySources {
  readonly store: LogStore;
  readonly keys: Keyring;
  readonly centre: string;
  /** Of the key that should have signed the heads. */
  readonly publicKey: string;
  /** Folder of the blobs; none: they are not checked. */
  readonly blobs?: string;
  /** Lines of the ledger of erasures: with them, an erasure that nobody ordered is told. */
  readonly ledger?: readonly ErasureOrder[];
  /** With it, rights of every act and write are checked again as they were at its time. */
  readonly model?: Model;
  /** Told now and then how far it is, from 0 to 1; a check of years takes minutes. */
  readonly progress?: (part: number) => void;
}

const PAGE = 1000;

/** An entry that is what was logged, with its place in the order of all rooms. */
export interface SoundEntry {
  readonly room: StoredRoom;
  readonly entry: LogEntry;
  readonly leaf: number;
}

/**
 * Recomputes everything that can be recomputed of a centre's data: the tree and its signed heads, each entry's hash and
 * cipher, client-id bindings, intents, numbers, snapshots, the indexes of edits and of who wrote what, rights, and files. Reads only.
 */
export function verifyRecord(sources: VerifySources): Verified {
  const check = new Check(sources);
  return check.run();
}

class Check {
  readonly #sources: VerifySources;
  readonly #findings: Finding[] = [];
  /** Heads that their leaves do not make: told where no changed leaf explains it. */
  readonly #heads: string[] = [];
  /** Numbers of the leaves of each entry, by room and `seq`: one, and one more for each time that it was written anew. */
  readonly #leaves = new Map<number, Map<number, number[]>>();
  #entries = 0;
  #blobs = 0;

  constructor(sources: VerifySources) {
    this.#sources = sources;
  }

  run(): Verified {
    const { store, model, progress } = this.#sources;
    const rooms = store.rooms();
    const treeIsSound = this.#tree();
    progress?.(0.2);
    const sound: SoundEntry[] = [];
    for (const [at, room] of rooms.entries()) {
      const cipher = this.#cipher(room);
      if (cipher === undefined) continue;
      const entries = this.#log(room, cipher, treeIsSound);
      this.#findings.push(...checkRewriting(room, entries, this.#leaves.get(room.id) ?? new Map(), this.#sources.ledger));
      this.#derived(
        room,
        cipher,
        entries.map(({ entry }) => entry),
      );
      sound.push(...entries);
      progress?.(0.2 + (0.6 * (at + 1)) / rooms.length);
    }
    this.#orphans(rooms);
    this.#unexplainedHeads();
    this.#numbers(sound);
    this.#summaries(rooms);
    if (model !== undefined) this.#findings.push(...replayRights(model, sound));
    progress?.(0.9);
    this.#files(rooms);
    progress?.(1);
    return {
      rooms: rooms.length,
      entries: this.#entries,
      leaves: store.leafCount(),
      heads: store.heads(0, Number.MAX_SAFE_INTEGER).length,
      blobs: this.#blobs,
      findings: this.#findings,
    };
  }

  #find(table: Finding['table'], at: string, what: Finding['what'], seen: string): void {
    this.#findings.push({ table, at, what, seen });
  }

  /** Rebuilds the tree from the leaves. True when every signed head is what the leaves make. */
  #tree(): boolean {
    const { store, centre, publicKey } = this.#sources;
    const nodes = new ListedNodes();
    const tree = new MerkleTree(nodes);
    const heads = store.heads(0, Number.MAX_SAFE_INTEGER);
    let isSound = true;
    let next = 0;
    for (const [at, head] of heads.entries()) {
      const expected = (heads[at - 1]?.number ?? 0) + 1;
      if (head.number !== expected) this.#find('heads', `head ${expected}`, 'removed', `head ${head.number} stands in its place`);
    }
    for (let from = 0; ; from += PAGE) {
      const leaves = store.leaves(from, PAGE);
      for (const { number, hash, room, seq } of leaves) {
        if (number !== tree.size) {
          this.#find('leaves', `leaf ${tree.size}`, 'removed', `leaf ${number} stands in its place`);
          return false;
        }
        tree.append(hash);
        this.#leaf(room, seq, number);
        for (let head = heads[next]; head !== undefined && head.size === tree.size; head = heads[++next]) {
          if (sameHash(head.hash, tree.head())) continue;
          isSound = false;
          this.#heads.push(`head ${head.number}`);
        }
      }
      if (leaves.length < PAGE) break;
    }
    for (const head of heads) {
      if (head.size > tree.size) {
        isSound = false;
        this.#find('leaves', `leaf ${tree.size}`, 'removed', `a head was signed over ${head.size} leaves`);
      }
      if (!verifyHead(centre, head, publicKey)) this.#find('heads', `head ${head.number}`, 'altered', 'the signature does not fit');
    }
    const last = heads.at(-1)?.size ?? 0;
    if (last < tree.size)
      this.#find(
        'heads',
        `head of ${tree.size}`,
        'removed',
        `the last signed head is of ${last} leaves; a server that was stopped signs all of them`,
      );
    if (isSound) this.#nodes(nodes, last);
    return isSound;
  }

  #leaf(room: number, seq: number, number: number): void {
    let bySeq = this.#leaves.get(room);
    if (bySeq === undefined) this.#leaves.set(room, (bySeq = new Map()));
    const numbers = bySeq.get(seq);
    if (numbers === undefined) bySeq.set(seq, [number]);
    else numbers.push(number);
  }

  #unexplainedHeads(): void {
    const told = new Set(this.#findings.flatMap(({ table, at }) => (table === 'heads' ? [at] : [])));
    if (this.#findings.some(({ table }) => table === 'leaves')) return;
    for (const head of this.#heads) if (!told.has(head)) this.#find('heads', head, 'altered', 'its leaves make another hash');
  }

  /** Nodes of the stored tree against those that the leaves make. Of some levels only older servers stored any. */
  #nodes(made: ListedNodes, size: number): void {
    const stored = new Map(this.#sources.store.listTreeNodes().map(({ level, index, hash }) => [`${level}/${index}`, hash]));
    for (const [place, hash] of made.within(size)) {
      const found = stored.get(place);
      stored.delete(place);
      if (found === undefined && isStoredLevel(Number.parseInt(place, 10))) this.#find('tree', `node ${place}`, 'removed', 'no such row');
      else if (found !== undefined && !sameHash(found, hash))
        this.#find('tree', `node ${place}`, 'altered', 'another hash than its leaves make');
    }
    for (const place of stored.keys()) this.#find('tree', `node ${place}`, 'inserted', 'no leaves make it');
  }

  #cipher(room: StoredRoom): RoomCipher | undefined {
    try {
      return this.#sources.keys.cipher(room.key, room.epoch, room.wrappedKey);
    } catch {
      this.#find('rooms', room.key, 'altered', `a key that does not open for epoch ${room.epoch}`);
      return undefined;
    }
  }

  /** Entries of one room against their leaves, ciphers and numbers. Returns those that are sound, in order. */
  #log(room: StoredRoom, cipher: RoomCipher, treeIsSound: boolean): SoundEntry[] {
    const { store } = this.#sources;
    const sound: SoundEntry[] = [];
    let expected = 1;
    for (let from = 1; ; ) {
      const page = store.entries(room.id, from, PAGE);
      for (const { seq, body } of page) {
        for (; expected < seq; expected++) this.#find('entries', `${room.key} ${expected}`, 'removed', `entry ${seq} follows`);
        expected = seq + 1;
        this.#entries += 1;
        const at = `${room.key} ${seq}`;
        const leaf = store.leafOf(room.id, seq);
        const entry = open(() => decodeEntry(cipher.open(placeOf.entry(room, seq), body)));
        if (leaf === undefined) {
          // Whether the entry or its leaf is the stranger is told by the tree: heads that fit have no leaf missing.
          if (treeIsSound) this.#find('entries', at, 'inserted', 'no leaf of the record stands for it');
          else this.#find('leaves', at, 'removed', 'an entry without its leaf');
          continue;
        }
        if (!sameHash(leaf.hash, leafOfEntry(room, seq, body))) {
          this.#find(treeIsSound ? 'entries' : 'leaves', treeIsSound ? at : `leaf ${leaf.number}`, 'altered', 'entry and leaf do not fit');
          continue;
        }
        if (entry === undefined) this.#find('entries', at, 'altered', 'it does not open with its key');
        // An entry that was written anew by an erasure keeps its first place in the order of all rooms.
        else sound.push({ room, entry, leaf: this.#leaves.get(room.id)?.get(seq)?.[0] ?? leaf.number });
      }
      if (page.length < PAGE) break;
      from = expected;
    }
    if (room.head >= expected) this.#find('entries', `${room.key} ${expected}`, 'removed', `the room's head is ${room.head}`);
    if (room.head < expected - 1) this.#find('rooms', room.key, 'altered', `head ${room.head}, and entries up to ${expected - 1}`);
    return sound;
  }

  /** What of a room is derived from its entries. */
  #derived(room: StoredRoom, cipher: RoomCipher, entries: readonly LogEntry[]): void {
    const { store } = this.#sources;
    const binds = new Map<number, string>();
    const intents = new Map<string, number>();
    for (const entry of entries) {
      if (entry.kind === 'act') intents.set(entry.entry.intent.id, entry.entry.seq);
      else if (entry.kind === 'update') for (const client of entry.binds) binds.set(client, `${entry.person}|${entry.device}`);
    }
    const rows = new Map(store.bindings(room.id).map(({ client, person, device }) => [client, `${person}|${device}`]));
    this.#compare('bindings', room.key, binds, rows);
    this.#compare('intents', room.key, intents, new Map(store.listIntents(room.id).map(({ id, seq }) => [id, seq])));
    this.#snapshot(room, cipher, entries);
    for (let before = Number.MAX_SAFE_INTEGER; ; ) {
      const chunks = store.edits(room.id, before, PAGE);
      for (const chunk of chunks) {
        if (open(() => openChunk(room, cipher, chunk)) === undefined)
          this.#find('edits', `${room.key} ${chunk.start}`, 'altered', 'it does not open with its key');
      }
      const last = chunks.at(-1);
      if (last === undefined || chunks.length < PAGE) break;
      before = last.start;
    }
    this.#traces(room, cipher, entries);
  }

  /** Who wrote what, derived again: whoever holds the keys could seal another story. */
  #traces(room: StoredRoom, cipher: RoomCipher, entries: readonly LogEntry[]): void {
    const { store } = this.#sources;
    const doc = createRoomDoc();
    // Where the log itself is not whole, that has been told, and nothing can be derived from it.
    const isSound = entries.length === room.head;
    const updates = entries.filter((entry) => entry.kind === 'update');
    let next = 0;
    for (let from = 1, isWhole = false; !isWhole; ) {
      const chunks = store.traces(room.id, from, PAGE);
      for (const stored of chunks) {
        const at = `${room.key} ${stored.start}`;
        if (stored.start !== from) this.#find('traces', at, 'removed', `the chunk that begins at ${from}`);
        from = stored.seq + 1;
        const chunk = open(() => openTrace(room, cipher, stored));
        if (chunk === undefined) {
          this.#find('traces', at, 'altered', 'it does not open with its key');
          return;
        }
        const made: TraceEntry[] = [];
        for (; isSound && (updates[next]?.seq ?? Infinity) <= stored.seq; next++) {
          const entry = updates[next];
          const read = entry === undefined ? undefined : open(() => applyAndTrace(doc, entry.update));
          if (entry !== undefined && read !== undefined && entry.seq >= stored.start)
            made.push({ seq: entry.seq, at: entry.at, person: entry.person, trace: read.trace });
        }
        if (isSound && !Buffer.from(encodeTrace(made)).equals(encodeTrace(chunk.entries)))
          this.#find('traces', at, 'altered', 'it is not what the log says');
      }
      isWhole = chunks.length < PAGE;
    }
  }

  #compare<K, V>(table: Finding['table'], key: string, made: ReadonlyMap<K, V>, stored: ReadonlyMap<K, V>): void {
    for (const [each, value] of made) {
      const found = stored.get(each);
      if (found === undefined) this.#find(table, `${key} ${String(each)}`, 'removed', 'the log has it');
      else if (found !== value) this.#find(table, `${key} ${String(each)}`, 'altered', `${String(found)} instead of ${String(value)}`);
    }
    for (const each of stored.keys())
      if (!made.has(each)) this.#find(table, `${key} ${String(each)}`, 'inserted', 'the log does not have it');
  }

  #snapshot(room: StoredRoom, cipher: RoomCipher, entries: readonly LogEntry[]): void {
    const { store } = this.#sources;
    if (store.snapshot(room.id) === undefined) return;
    const snapshot = open(() => readSnapshot(store, room, cipher));
    if (snapshot === undefined) return this.#find('snapshots', room.key, 'altered', 'it does not open with its key');
    if (snapshot.seq > room.head)
      return this.#find('snapshots', room.key, 'altered', `of ${snapshot.seq}, and the log ends at ${room.head}`);
    const upTo = entries.filter((entry) => seqOf(entry) <= snapshot.seq);
    const acts: ActEntry[] = upTo.flatMap((entry) => (entry.kind === 'act' ? [entry.entry] : []));
    const content = contentOf(upTo.flatMap((entry) => (entry.kind === 'update' ? [entry.update] : [])));
    const kept = contentOf(snapshot.update.length > 2 ? [snapshot.update] : []);
    if (JSON.stringify(acts) !== JSON.stringify(snapshot.acts) || content !== kept)
      this.#find('snapshots', room.key, 'altered', 'another content than the log makes');
  }

  /** Leaves whose entries are gone. An erased room keeps its leaves: its entries stand under a later epoch, with later leaves. */
  #orphans(rooms: readonly StoredRoom[]): void {
    const { store } = this.#sources;
    const heads = new Map(rooms.map((room) => [room.id, room]));
    const reported = new Set(this.#findings.map(({ at }) => at));
    for (let from = 0; ; from += PAGE) {
      const leaves = store.leaves(from, PAGE);
      for (const { number, room: id, seq } of leaves) {
        const room = heads.get(id);
        if (room === undefined) this.#find('rooms', `room ${id}`, 'removed', `leaf ${number} is of it`);
        else if (seq > room.head && !reported.has(`${room.key} ${seq}`))
          this.#find('entries', `${room.key} ${seq}`, 'removed', `leaf ${number} is of it`);
      }
      if (leaves.length < PAGE) return;
    }
  }

  /** Numbers are gapless in the order of all rooms, and the counters stand where the last of them stands. */
  #numbers(sound: readonly SoundEntry[]): void {
    const counters = new Map<string, number>();
    for (const { room, entry } of [...sound].sort((a, b) => a.leaf - b.leaf)) {
      const number = entry.kind === 'act' ? entry.entry.number : entry.kind === 'erased' ? entry.number : undefined;
      if (number === undefined) continue;
      const { register, year, value } = number;
      const key = `${register}/${year}`;
      const expected = (counters.get(key) ?? 0) + 1;
      if (value !== expected)
        this.#find('numbers', `${key} ${value}`, 'altered', `${room.key} ${seqOf(entry)} has it, ${expected} was next`);
      counters.set(key, Math.max(value, expected));
    }
    const stored = new Map(this.#sources.store.listNumbers().map(({ register, year, value }) => [`${register}/${year}`, value]));
    this.#compare('numbers', 'counter', counters, stored);
  }

  #summaries(rooms: readonly StoredRoom[]): void {
    const { store } = this.#sources;
    const known = new Map(rooms.map((room) => [room.id, room]));
    for (let after = 0; ; ) {
      const page = store.summaries(after, PAGE);
      for (const { room: id, body, case: caseId } of page) {
        const room = known.get(id);
        if (room === undefined || room.key.split('/')[1] !== caseId) {
          this.#find('summaries', `room ${id}`, room === undefined ? 'inserted' : 'altered', `of the case ${caseId}`);
          continue;
        }
        const cipher = open(() => this.#sources.keys.cipher(room.key, room.epoch, room.wrappedKey));
        if (cipher !== undefined && open(() => cipher.open(placeOf.summary(room), body)) === undefined)
          this.#find('summaries', room.key, 'altered', 'it does not open with its key');
      }
      if (page.length < PAGE) return;
      after = page.at(-1)?.rev ?? after;
    }
  }

  #files(rooms: readonly StoredRoom[]): void {
    const dir = this.#sources.blobs;
    if (dir === undefined || !existsSync(dir)) return;
    const byFolder = new Map(rooms.map((room) => [`${room.id}-${room.epoch}`, room]));
    for (const folder of readdirSync(dir).sort()) {
      const room = byFolder.get(folder);
      for (const name of readdirSync(join(dir, folder)).sort()) {
        this.#blobs += 1;
        const at = `${folder}/${name}`;
        const cipher = room === undefined ? undefined : open(() => this.#sources.keys.cipher(room.key, room.epoch, room.wrappedKey));
        if (room === undefined || cipher === undefined) {
          this.#find('blobs', at, 'inserted', 'no room of this number and epoch');
          continue;
        }
        const clear = open(() => cipher.open(placeOf.blob(room, name), Uint8Array.from(readFileSync(join(dir, folder, name)))));
        if (clear === undefined || createHash('sha256').update(clear).digest('hex') !== name)
          this.#find('blobs', at, 'altered', 'it does not open with its key under this name');
      }
    }
  }
}

/** Nodes that remember their places. */
class ListedNodes extends MemoryNodes {
  readonly #places: (readonly [string, Hash, number])[] = [];

  override put(level: number, index: number, hash: Hash): void {
    super.put(level, index, hash);
    if (level > 0) this.#places.push([`${level}/${index}`, hash, (index + 1) * 2 ** level]);
  }

  /** Nodes over the first `size` leaves. */
  *within(size: number): Generator<readonly [string, Hash]> {
    for (const [place, hash, end] of this.#places) if (end <= size) yield [place, hash];
  }
}

/** A value that is only there when the bytes are what was sealed; anything else than damage is a fault of ours. */
function open<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof OnedoorError && error.code === 'DATA_DAMAGED') return undefined;
    throw error;
  }
}

/** Content as words: two documents of the same updates may differ in bytes, never in these. */
function contentOf(updates: readonly Uint8Array[]): string {
  const doc = new Y.Doc({ gc: false });
  doc.transact(() => {
    for (const update of updates) Y.applyUpdate(doc, update);
  });
  const parts: string[] = [];
  for (const name of [...doc.share.keys()].sort()) {
    const type = doc.share.get(name);
    const hasKeys = (type?._map.size ?? 0) > 0;
    parts.push(name, hasKeys ? stable(doc.getMap(name).toJSON()) : JSON.stringify(doc.getText(name).toDelta()));
  }
  doc.destroy();
  return parts.join('\n');
}

function stable(value: Readonly<Record<string, unknown>>): string {
  return JSON.stringify(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

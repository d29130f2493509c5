import { CENTRE_CASE, isSealed, type LogStore, type Model, parseRoomKey } from '@onedoor/core';
import {
  excerptOf,
  type GroupHit,
  type SearchAnswer,
  type SearchFound,
  type SearchGroup,
  SearchIndex,
  summaryFields,
} from '@onedoor/core/search';
import type { Limits } from '../limits.js';
import type { Logger } from '../logger.js';
import type { Rights } from '../rights.js';
import type { RoomRuntime } from '../room.js';
import type { Rooms } from '../rooms.js';
import { Readable } from './readable.js';
import { openText, sealText, textsOf } from './texts.js';

/** What the search needs of its centre. */
export interface SearchServices {
  readonly store: LogStore;
  readonly rooms: Rooms;
  readonly rights: Rights;
  readonly model: Model;
  readonly limits: Limits;
  readonly log: Logger;
  readonly now: () => number;
  /** Runs after a while; returns how to call it off. */
  readonly later: (run: () => void, ms: number) => () => void;
  /** Runs at the end of this turn of the event loop. */
  readonly defer: (run: () => void) => void;
}

/** One entry of the index: what a room tells of itself on rows, or its texts. */
interface Part {
  readonly room: string;
  readonly slot: number;
}

interface Case {
  readonly id: string;
  readonly at: number;
  changedAt: number;
  /** By entry of the index. */
  readonly parts: Map<string, Part>;
}

interface Waiting {
  readonly since: number;
  until: number;
}

const MB = 1_000_000;
/** Rooms whose texts are derived, and texts that are read after a start, at a stretch: sockets have their turn in between. */
const ROOMS_AT_ONCE = 8;
const READ_AT_ONCE = 200;
const BETWEEN_MS = 20;
/** A search gives way to others after so long. */
const STRETCH_MS = 8;
/** Longer than any room's texts with what stands between them, and below a chunk of the index with its signature. */
const LONGEST = { field: 80_000, entry: 80_000 };
const END = Number.MAX_SAFE_INTEGER;

/**
 * Search over all cases that a person may read: by what their rows say, and by the words of the rooms that they may read. The
 * index is in memory; the texts that it is made of are stored as ciphertext of their room's key, derived some time after a
 * commit, and made anew from the room where they are missing. Only entries that the asker may read are looked at: what is
 * closed to them changes neither the answer nor the work.
 */
export class Search {
  readonly #services: SearchServices;
  readonly #index = new SearchIndex(LONGEST);
  readonly #readable: Readable;
  readonly #cases = new Map<string, Case>();
  readonly #byNumber: Case[] = [];
  readonly #ids: string[] = [];
  /** Rooms whose texts are older than their log, in the order in which they changed. */
  readonly #waiting = new Map<string, Waiting>();
  #cancel: (() => void) | undefined;
  /** Texts of rooms with numbers below are still to be read; undefined once all are. */
  #readBelow: number | undefined = END;
  /** Rooms whose texts were read after the start, and then those that had none of their head and are being derived. */
  readonly #read = new Set<string>();
  readonly #behind = new Set<string>();
  #isFull = false;
  #isClosed = false;

  constructor(services: SearchServices) {
    this.#services = services;
    this.#readable = new Readable(services.rights, services.model, services.limits.maxSearchReaders);
  }

  /** Begins to take up the stored texts, the newest cases' first. */
  recover(): void {
    this.#services.later(() => this.#readOn(), BETWEEN_MS);
  }

  /** What a room tells of itself on rows is another now. */
  row(caseId: string, room: string, summary: Readonly<Record<string, unknown>>): void {
    const fields = summaryFields(room, summary);
    const known = this.#case(caseId);
    if (room === 'case' && typeof summary['changedAt'] === 'number') known.changedAt = summary['changedAt'];
    this.#put(known, room, 'row', fields);
  }

  /** A turn has changed a room. */
  changed({ key, name, definition }: RoomRuntime, news: { readonly content: boolean; readonly acts: boolean }): void {
    if (name.case === CENTRE_CASE) return;
    if (name.room === 'case' && news.acts) {
      const known = this.#case(name.case);
      this.#readable.changed(known.at);
    }
    if (!news.content || definition.records.length === 0 || isSealed(definition.rule)) return;
    this.#mark(key);
  }

  /** Stores what waits, of so many rooms as do not hold up a stop; the others are made up for at the next start. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isClosed = true;
    this.#derive([...this.#waiting.keys()].slice(0, READ_AT_ONCE));
  }

  /**
   * The best cases for what a person typed. Others have their turn in between.
   *
   * @param person an active person of the directory
   */
  async find(person: string, typed: string): Promise<Omit<SearchAnswer, 'rows'>> {
    const { rooms, rights, limits } = this.#services;
    const reader = await this.#run(this.#readable.judge(person, this.#ids));
    if (reader === undefined) return { hits: [], total: 0, complete: true };
    const { hits, total } = await this.#run(this.#index.looking(typed, this.#groups(reader), limits.maxSearchHits));
    // While others had their turn the asker may have lost a room.
    const isOpen = (key: string): boolean => {
      const address = rooms.address(key);
      if (address === undefined || isSealed(address.definition.rule)) return false;
      return rights.refusal({ person, device: '' }, address, { to: 'read' }, 'settled') === undefined;
    };
    const open = hits.flatMap((hit) => {
      const [own, long] = [this.#partOf(hit.id, hit.slot), hit.long === undefined ? undefined : this.#partOf(hit.id, hit.long.slot)];
      const parts = [own, ...(hit.long === undefined ? [] : [long])];
      if (own === undefined || !parts.every((part) => part !== undefined && isOpen(rooms.keyOf(hit.id, part.room)))) return [];
      return [this.#found(hit, own.room, long?.room, typed)];
    });
    return {
      hits: open,
      total: total - (hits.length - open.length),
      complete: this.#readBelow === undefined && this.#behind.size === 0 && !this.#isFull,
    };
  }

  /** A hit as it is told, with the place of the word that stands in a text alone. */
  #found({ id, score, kind, long }: GroupHit, room: string, longRoom: string | undefined, typed: string): SearchFound {
    const found = { case: id, score, kind, room };
    const word = long === undefined ? undefined : typed.trim().split(/\s+/u)[long.term];
    if (word === undefined || longRoom === undefined) return found;
    for (const text of this.#stored(this.#services.rooms.keyOf(id, longRoom)) ?? []) {
      const excerpt = excerptOf(text, word);
      if (excerpt !== undefined) return { ...found, room: longRoom, excerpt: [...excerpt] };
    }
    return found;
  }

  *#groups(reader: NonNullable<ReturnType<Readable['judge']> extends Generator<void, infer R, void> ? R : never>): Generator<SearchGroup> {
    for (const { id, at, changedAt, parts } of this.#byNumber) {
      const open = this.#readable.roomsOf(reader, at);
      if (open === undefined) continue;
      const slots: number[] = [];
      for (const { room, slot } of parts.values()) if (open.has(room)) slots.push(slot);
      if (slots.length > 0) yield { id, changedAt, slots };
    }
  }

  #partOf(id: string, slot: number): Part | undefined {
    for (const part of this.#cases.get(id)?.parts.values() ?? []) if (part.slot === slot) return part;
    return undefined;
  }

  /** Runs work that yields, and lets others have their turn whenever it has taken a while. */
  async #run<T>(work: Generator<void, T, void>): Promise<T> {
    let until = performance.now() + STRETCH_MS;
    for (;;) {
      const step = work.next();
      if (step.done === true) return step.value;
      if (performance.now() < until) continue;
      await new Promise<void>((done) => this.#services.defer(done));
      until = performance.now() + STRETCH_MS;
    }
  }

  #case(id: string): Case {
    let known = this.#cases.get(id);
    if (known === undefined) {
      known = { id, at: this.#byNumber.length, changedAt: 0, parts: new Map() };
      this.#cases.set(id, known);
      this.#byNumber.push(known);
      this.#ids.push(id);
    }
    return known;
  }

  #put(known: Case, room: string, what: 'row' | 'text', fields: Parameters<SearchIndex['put']>[0]['fields']): void {
    const entry = `${known.id}/${room}/${what}`;
    if (fields.length === 0) {
      this.#index.remove(entry);
      known.parts.delete(entry);
      return;
    }
    known.parts.set(entry, { room, slot: this.#index.put({ id: entry, changedAt: known.changedAt, fields }) });
  }

  #putTexts(key: string, texts: readonly string[]): void {
    const name = parseRoomKey(key);
    if (name === undefined) return;
    const known = this.#case(name.case);
    const { maxSearchMegabytes } = this.#services.limits;
    // What is known already is kept up: a word that was taken out must not be found any more.
    const isKnown = known.parts.has(`${known.id}/${name.room}/text`);
    if (!isKnown && texts.length > 0 && this.#index.bytes > maxSearchMegabytes * MB) {
      if (!this.#isFull)
        this.#services.log.warn({ maxSearchMegabytes }, 'texts of more rooms than the search may keep: the oldest are not looked through');
      this.#isFull = true;
      return;
    }
    this.#put(
      known,
      name.room,
      'text',
      texts.map((text) => ['text', text] as const),
    );
  }

  #mark(key: string): void {
    const now = this.#services.now();
    const waiting = this.#waiting.get(key);
    if (waiting === undefined) this.#waiting.set(key, { since: now, until: now });
    else waiting.until = now;
    this.#arm(this.#services.limits.searchMs);
  }

  #arm(ms: number): void {
    this.#cancel ??= this.#services.later(() => {
      this.#cancel = undefined;
      const { searchMs, searchLagMs } = this.#services.limits;
      const at = this.#services.now();
      const due = [...this.#waiting].flatMap(([key, { since, until }]) =>
        at - until >= searchMs || at - since >= searchLagMs ? [key] : [],
      );
      this.#derive(due.slice(0, ROOMS_AT_ONCE));
      if (this.#waiting.size > 0) this.#arm(due.length > ROOMS_AT_ONCE ? BETWEEN_MS : searchMs);
    }, ms);
  }

  #derive(keys: readonly string[]): void {
    const { rooms, store, limits, log } = this.#services;
    const made = keys.flatMap((key) => {
      this.#waiting.delete(key);
      this.#behind.delete(key);
      try {
        const room = rooms.openKey(key);
        if (room?.id === undefined) return [];
        const texts = textsOf(room, limits.maxSearchChars);
        return [{ key, texts, stored: sealText({ id: room.id, epoch: room.epoch }, room.cipher(), room.head, texts) }];
      } catch (error) {
        // A room that does not open is told where it is opened; the others are found.
        log.error({ key, error: String(error) }, 'texts could not be derived');
        return [];
      }
    });
    if (made.length === 0) return;
    try {
      store.transaction(
        (tx) => {
          for (const { stored } of made) tx.putText(stored);
        },
        { durable: false },
      );
    } catch (error) {
      // No loss: the next start finds the room ahead of its text and derives it.
      log.error({ error: String(error) }, 'texts could not be stored');
    }
    for (const { key, texts } of made) this.#putTexts(key, texts);
  }

  #stored(key: string): readonly string[] | undefined {
    const { rooms, store } = this.#services;
    const id = rooms.id(key);
    const cipher = rooms.cipher(key);
    const stored = id === undefined ? undefined : store.textOf(id);
    return id === undefined || cipher === undefined || stored === undefined
      ? undefined
      : openText({ id, epoch: rooms.epoch(key) }, cipher, stored);
  }

  /** Reads some of the stored texts; at the end those that are missing, or older than their log, are derived. */
  #readOn(): void {
    const { store, rooms, later, log } = this.#services;
    if (this.#readBelow === undefined || this.#isClosed) return;
    try {
      const page = store.texts(this.#readBelow, READ_AT_ONCE);
      for (const stored of page) {
        const key = rooms.keyOfId(stored.room);
        const cipher = key === undefined ? undefined : rooms.cipher(key);
        if (key === undefined || cipher === undefined || stored.seq !== rooms.head(key) || !this.#hasWords(key)) continue;
        const texts = openText({ id: stored.room, epoch: rooms.epoch(key) }, cipher, stored);
        if (texts === undefined) continue;
        this.#read.add(key);
        if (!this.#waiting.has(key)) this.#putTexts(key, texts);
      }
      this.#readBelow = page.length < READ_AT_ONCE ? undefined : page.at(-1)?.room;
    } catch (error) {
      log.error({ error: String(error) }, 'texts could not be read; they are derived anew');
      this.#readBelow = undefined;
    }
    if (this.#readBelow !== undefined) return void later(() => this.#readOn(), 1);
    for (const caseId of rooms.cases())
      for (const key of rooms.keysOf(caseId)) {
        if (rooms.head(key) === 0 || this.#read.has(key) || !this.#hasWords(key)) continue;
        this.#behind.add(key);
        this.#mark(key);
      }
    this.#read.clear();
  }

  #hasWords(key: string): boolean {
    const definition = this.#services.rooms.address(key)?.definition;
    return definition !== undefined && definition.scope === 'case' && definition.records.length > 0 && !isSealed(definition.rule);
  }
}

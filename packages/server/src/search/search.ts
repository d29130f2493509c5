import { CENTRE_CASE, isSealed, type LogStore, type Model, parseRoomKey, type StoredText } from '@onedoor/core';
import {
  excerptOf,
  type SearchAnswer,
  type SearchFound,
  type SearchHit,
  SearchIndex,
  type SearchResult,
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

interface Case {
  readonly id: string;
  /** Its number, which is its group in the index. */
  readonly at: number;
  changedAt: number;
}

interface Waiting {
  readonly since: number;
  until: number;
}

const MB = 1_000_000;
/** Texts are taken up for so long at a stretch; then sockets have their turn. */
const TAKING_MS = 8;
const BETWEEN_MS = 1;
const BEFORE_FIRST_MS = 20;
/** Stored texts that are read at a stretch after a start, and rooms that are made up for before a stop. */
const READ_AT_ONCE = 100;
/** Cases that are looked through for missing texts at a stretch. */
const CASES_AT_ONCE = 1000;
/** A search gives way to others after so long. */
const STRETCH_MS = 8;
/** Longer than any room's texts with what stands between them. */
const LONGEST = { field: 80_000, entry: 80_000 };
const END = Number.MAX_SAFE_INTEGER;
const NOTHING = new Uint32Array();

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
  /** Of each slot of the index: the room whose row or texts it has. */
  readonly #roomOf: string[] = [];
  /** Rooms whose texts are older than their log, in the order in which they changed. */
  readonly #waiting = new Map<string, Waiting>();
  #cancel: (() => void) | undefined;
  /** Texts of rooms with numbers below are still to be read; undefined once all are. */
  #readBelow: number | undefined = END;
  /** Rooms whose texts were read after the start, and then those that had none of their head and are being derived. */
  readonly #read = new Set<string>();
  readonly #behind = new Set<string>();
  /** Rows or texts of before the start are still being read. */
  #isReading = true;
  #isFull = false;
  #isClosed = false;

  constructor(services: SearchServices) {
    this.#services = services;
    const [cases, index, rooms] = [this.#byNumber, this.#index, this.#roomOf];
    const parts = {
      get count() {
        return cases.length;
      },
      caseId: (at: number) => cases[at]?.id ?? '',
      slotsOf: (at: number) => index.slotsOf(at),
      roomOf: (slot: number) => rooms[slot] ?? '',
    };
    this.#readable = new Readable(services.rights, services.model, parts, services.limits.maxSearchReaders);
  }

  /** Begins to take up the stored texts, the newest cases' first. */
  recover(): void {
    this.#services.later(() => this.#readOn(), BEFORE_FIRST_MS);
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
    if (name.room === 'case' && news.acts) this.#readable.changed(this.#case(name.case).at);
    if (!news.content || definition.records.length === 0 || isSealed(definition.rule)) return;
    this.#mark(key);
  }

  /** Stores what waits, of so many rooms as do not hold up a stop; the others are made up for at the next start. */
  close(): void {
    this.#cancel?.();
    this.#cancel = undefined;
    this.#isClosed = true;
    this.#derive([...this.#waiting.keys()].slice(0, READ_AT_ONCE), Number.POSITIVE_INFINITY);
  }

  /**
   * The best cases for what a person typed. Others have their turn in between.
   *
   * @param person an active person of the directory
   */
  async find(person: string, typed: string): Promise<Omit<SearchAnswer, 'rows'>> {
    const { rooms, rights } = this.#services;
    const result = await this.#run(this.#looking(person, typed));
    if (result === undefined) return { hits: [], total: 0, complete: true };
    const { hits, total } = result;
    // While others had their turn the asker may have lost a room.
    const isOpen = (key: string): boolean => {
      const address = rooms.address(key);
      if (address === undefined || isSealed(address.definition.rule)) return false;
      return rights.refusal({ person, device: '' }, address, { to: 'read' }, 'settled') === undefined;
    };
    const open = hits.flatMap((hit) => {
      const known = this.#byNumber[hit.group];
      const slots = hit.long === undefined ? [hit.slot] : [hit.slot, hit.long.slot];
      const keys = slots.map((slot) => rooms.keyOf(known?.id ?? '', this.#roomOf[slot] ?? ''));
      return known !== undefined && keys.every(isOpen) ? [this.#found(hit, known.id, typed)] : [];
    });
    return {
      hits: open,
      total: total - (hits.length - open.length),
      complete: !this.#isReading && this.#behind.size === 0 && !this.#isFull,
    };
  }

  *#looking(person: string, typed: string): Generator<void, SearchResult | undefined, void> {
    let reader = yield* this.#readable.judge(person);
    if (reader === undefined) return undefined;
    const open = () => reader?.open ?? NOTHING;
    const looking = this.#index.looking(typed, { limit: this.#services.limits.maxSearchHits, open });
    for (;;) {
      const step = looking.next();
      if (step.done === true) return step.value;
      yield;
      // Others had their turn: what they closed is read no more.
      reader = yield* this.#readable.judge(person);
      if (reader === undefined) return undefined;
    }
  }

  /** A hit as it is told, with the place of the word that stands in a text alone. */
  #found({ score, kind, slot, long }: SearchHit, id: string, typed: string): SearchFound {
    const found = { case: id, score, kind, room: this.#roomOf[slot] ?? '' };
    const word = long === undefined ? undefined : typed.trim().split(/\s+/u)[long.term];
    const room = long === undefined ? undefined : this.#roomOf[long.slot];
    if (word === undefined || room === undefined) return found;
    for (const text of this.#stored(this.#services.rooms.keyOf(id, room)) ?? []) {
      const excerpt = excerptOf(text, word);
      if (excerpt !== undefined) return { ...found, room, excerpt: [...excerpt] };
    }
    return found;
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
      known = { id, at: this.#byNumber.length, changedAt: 0 };
      this.#cases.set(id, known);
      this.#byNumber.push(known);
    }
    return known;
  }

  #put(known: Case, room: string, what: 'row' | 'text', fields: Parameters<SearchIndex['put']>[0]['fields']): void {
    const entry = `${known.id}/${room}/${what}`;
    if (fields.length === 0) return this.#index.remove(entry);
    const before = this.#index.slotOf(entry);
    const slot = this.#index.put({ id: entry, changedAt: known.changedAt, fields }, known.at);
    if (slot === before) return;
    this.#roomOf[slot] = room;
    this.#readable.changed(known.at);
  }

  #putTexts(key: string, texts: readonly string[]): void {
    const name = parseRoomKey(key);
    if (name === undefined) return;
    const known = this.#case(name.case);
    const { maxSearchMegabytes } = this.#services.limits;
    // What is known already is kept up: a word that was taken out must not be found any more.
    const isKnown = this.#index.slotOf(`${known.id}/${name.room}/text`) !== undefined;
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
      const hasMore = this.#derive(this.#due(), TAKING_MS);
      if (this.#waiting.size > 0) this.#arm(hasMore ? BETWEEN_MS : this.#services.limits.searchMs);
    }, ms);
  }

  /** Rooms that have rested, or have waited long enough. */
  *#due(): Generator<string, void, void> {
    const { searchMs, searchLagMs } = this.#services.limits;
    const at = this.#services.now();
    for (const [key, { since, until }] of this.#waiting) if (at - until >= searchMs || at - since >= searchLagMs) yield key;
  }

  /** Takes up texts of rooms until `ms` are over. @returns whether they are */
  #derive(keys: Iterable<string>, ms: number): boolean {
    const { rooms, store, limits, log } = this.#services;
    const until = performance.now() + ms;
    const made: StoredText[] = [];
    for (const key of keys) {
      this.#waiting.delete(key);
      this.#behind.delete(key);
      try {
        rooms.look(key, (room) => {
          if (room.id === undefined) return;
          const texts = textsOf(room, limits.maxSearchChars);
          made.push(sealText({ id: room.id, epoch: room.epoch }, room.cipher(), room.head, texts));
          this.#putTexts(key, texts);
        });
      } catch (error) {
        // A room that does not open is told where it is opened; the others are found.
        log.error({ key, error: String(error) }, 'texts could not be derived');
      }
      if (performance.now() >= until) break;
    }
    if (made.length > 0)
      try {
        store.transaction(
          (tx) => {
            for (const text of made) tx.putText(text);
          },
          { durable: false },
        );
      } catch (error) {
        // No loss: the next start finds the room ahead of its text and derives it.
        log.error({ error: String(error) }, 'texts could not be stored');
      }
    return performance.now() >= until;
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
    if (this.#readBelow !== undefined) return void later(() => this.#readOn(), BETWEEN_MS);
    this.#markBehind(rooms.cases());
  }

  /** Marks rooms without a text of their head, those of some cases at a stretch. */
  #markBehind(cases: readonly string[]): void {
    const { rooms, later } = this.#services;
    if (this.#isClosed) return;
    for (const caseId of cases.slice(0, CASES_AT_ONCE))
      for (const key of rooms.keysOf(caseId)) {
        if (rooms.head(key) === 0 || this.#read.has(key) || !this.#hasWords(key)) continue;
        this.#behind.add(key);
        this.#mark(key);
      }
    if (cases.length > CASES_AT_ONCE) return void later(() => this.#markBehind(cases.slice(CASES_AT_ONCE)), BETWEEN_MS);
    this.#read.clear();
    this.#isReading = false;
  }

  #hasWords(key: string): boolean {
    const definition = this.#services.rooms.address(key)?.definition;
    return definition !== undefined && definition.scope === 'case' && definition.records.length > 0 && !isSealed(definition.rule);
  }
}

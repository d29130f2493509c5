import type { HttpAnswer, HttpRequest } from '@onedoor/client';
import { BEARER_PREFIX, type Refusal } from '@onedoor/core';
import type { Browser } from './browser.js';
import type { Wire } from './network.js';
import { personOfToken, type ServerHost } from './server-host.js';

/** Words that occur once, and ids of intents. */
const CANARY = /《[0-9a-z]+》|\b[0-7][0-9A-HJKMNP-TV-Z]{25}\b/g;

/** What an anchored edit keeps of the text around it. */
const AROUND = new Set(['before', 'after', 'removed', 'name']);

interface Planted {
  readonly room: string;
  readonly author: string;
}

/**
 * Every word that anybody writes is a canary of its room: it may reach only who may read that room at that moment, and
 * stay only with who still may. Its own author has it anyway. No line of the server's log may hold one.
 */
export class Secrecy {
  readonly violations: string[] = [];
  /** How many canaries were looked at in what people were given. */
  looked = 0;
  /** How many messages between pages were looked at. */
  posts = 0;
  readonly #host: ServerHost;
  /** Rooms that each browser has ever stored. */
  readonly #held = new Map<Browser, Set<string>>();
  readonly #planted = new Map<string, Planted>();

  constructor(host: ServerHost) {
    this.#host = host;
  }

  plant(word: string, room: string, author: string): void {
    this.#planted.set(word, { room, author });
  }

  given(wire: Wire, bytes: Uint8Array): void {
    const token = wire.protocols.find((protocol) => protocol.startsWith(BEARER_PREFIX))?.slice(BEARER_PREFIX.length);
    this.#look(personOfToken(token), bytes, `a frame on ${wire.url}`);
  }

  answered(request: HttpRequest, answer: HttpAnswer): void {
    this.#look(personOfToken(request.headers['authorization']?.replace('Bearer ', '')), answer.body, request.url);
  }

  /**
   * What a device holds of rooms that are closed to its person. One's own refused edits stay, with the up to 24 characters
   * around them that one saw when one made them, and the address of the text (`name`, with the id of its record): without
   * these nobody could find their place.
   */
  stored(browser: Browser, person: string): string[] {
    const found: string[] = [];
    for (const [table, rows] of Object.entries(browser.disk.rows)) {
      if (!(rows instanceof Map)) continue;
      for (const row of rows.values()) {
        const text = inWords(row, table === 'refused' ? AROUND : undefined);
        for (const { word, room } of this.#closed(person, text, true)) found.push(`${browser.name} keeps ${word} of ${room} in ${table}`);
      }
    }
    return found;
  }

  /**
   * What a page posts on its channel. Between the moment in which a room is closed and the one in which its browser hears of
   * it, pages tell each other what they were given before; once the room is put away, not a word of it.
   */
  posted(browser: Browser, person: string, message: unknown): void {
    this.posts++;
    const held = this.#held.get(browser) ?? new Set();
    this.#held.set(browser, held);
    for (const room of browser.disk.rows.rooms.keys()) held.add(room);
    for (const { word, room } of this.#closed(person, inWords(message), true)) {
      // A room of which it has just been given the first word was never put away.
      if (held.has(room) && !browser.disk.rows.rooms.has(room))
        this.violations.push(`${browser.name} posts ${word} of ${room}, which it has put away: ${JSON.stringify(message).slice(0, 60)}`);
    }
  }

  logged(line: string): void {
    for (const [word] of line.matchAll(CANARY)) {
      if (this.#planted.has(word)) this.violations.push(`the server's own log says ${word}: ${line}`);
    }
  }

  #look(person: string | undefined, bytes: Uint8Array, where: string): void {
    for (const { word, room } of this.#closed(person ?? '', utf8(bytes)))
      this.violations.push(`${person} was given ${word} of ${room}, which is closed to them: ${where}`);
  }

  /** What the server tells to anybody about itself. */
  told(what: string, text: string): void {
    for (const [word] of text.matchAll(CANARY)) if (this.#planted.has(word)) this.violations.push(`${what} says ${word}`);
  }

  /** @param held what lies on a device rather than what is given: the copy of a sealed room waits there for the next purpose */
  #closed(person: string, text: string, held = false): { readonly word: string; readonly room: string }[] {
    const { centre } = this.#host;
    const open = new Map<string, boolean>();
    const found: { word: string; room: string }[] = [];
    for (const [word] of text.matchAll(CANARY)) {
      const planted = this.#planted.get(word);
      if (planted === undefined || planted.author === person) continue;
      this.looked++;
      const { room } = planted;
      if (!open.has(room)) open.set(room, mayHave(centre?.refusal({ person, device: '' }, room, 'read'), held));
      if (open.get(room) === false) found.push({ word, room });
    }
    return found;
  }
}

const mayHave = (refusal: Refusal | undefined, held: boolean): boolean =>
  refusal === undefined || (held && refusal.code === 'PURPOSE_REQUIRED');

/** A value as text, bytes as the text in them. */
const inWords = (value: unknown, without?: ReadonlySet<string>): string =>
  JSON.stringify(value, (key, each: unknown) => (each instanceof Uint8Array ? utf8(each) : without?.has(key) ? undefined : each)) ?? '';

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

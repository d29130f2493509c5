import type { HttpAnswer, HttpRequest } from '@onedoor/client';
import { BEARER_PREFIX } from '@onedoor/core';
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
  readonly #host: ServerHost;
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
        const text = JSON.stringify(row, (key, value: unknown) =>
          value instanceof Uint8Array ? utf8(value) : table === 'refused' && AROUND.has(key) ? undefined : value,
        );
        for (const { word, room } of this.#closed(person, text)) found.push(`${browser.name} keeps ${word} of ${room} in ${table}`);
      }
    }
    return found;
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

  #closed(person: string, text: string): { readonly word: string; readonly room: string }[] {
    const { centre } = this.#host;
    const open = new Map<string, boolean>();
    const found: { word: string; room: string }[] = [];
    for (const [word] of text.matchAll(CANARY)) {
      const planted = this.#planted.get(word);
      if (planted === undefined || planted.author === person) continue;
      this.looked++;
      const { room } = planted;
      if (!open.has(room)) open.set(room, centre?.refusal({ person, device: '' }, room, 'read') === undefined);
      if (open.get(room) === false) found.push({ word, room });
    }
    return found;
  }
}

const utf8 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

import { checkJsonDepth, encodeAwarenessFrame } from '@onedoor/core';
import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import * as z from 'zod';

/** Who a present person is, by the directory: what a client claims of itself is overwritten with it. */
export interface PresentUser {
  readonly id: string;
  readonly name: string;
  readonly department: string;
  /** 0 to 359, the same for one person everywhere. */
  readonly hue: number;
}

type State = Readonly<Record<string, unknown>> | null;

const stateSchema = z.record(z.string(), z.unknown()).nullable();

/** Reads an awareness update: the last state a client, unparsed. Clocks are read over. Undefined for bytes that are none. */
export function readPresence(update: Uint8Array): Map<number, string> | undefined {
  try {
    const decoder = decoding.createDecoder(update);
    const states = new Map<number, string>();
    for (let left = decoding.readVarUint(decoder); left > 0; left--) {
      const client = decoding.readVarUint(decoder);
      decoding.readVarUint(decoder);
      states.set(client, decoding.readVarString(decoder));
    }
    return decoding.hasContent(decoder) ? undefined : states;
  } catch {
    return undefined;
  }
}

/** Reads one state; undefined for what is no state. @throws UpdateRejected TOO_DEEP */
export function parseState(json: string): { readonly state: State } | undefined {
  checkJsonDepth(json);
  try {
    return { state: stateSchema.parse(JSON.parse(json)) };
  } catch {
    return undefined;
  }
}

/** An awareness update of no clients: what a quiet stock socket gets, so that its watchdog stays calm. */
export const EMPTY_PRESENCE = encodeAwarenessFrame(Uint8Array.of(0));

/** The same person has the same hue on every screen, whatever a client says. */
export function hueOf(person: string): number {
  let hash = 2_166_136_261;
  for (const byte of new TextEncoder().encode(person)) hash = Math.imul(hash ^ byte, 16_777_619) >>> 0;
  return hash % 360;
}

interface Live<O> {
  clock: number;
  json: string;
  owner: O | undefined;
}

/**
 * Who is in a room now. The clocks that readers see are the server's: a client that comes back on a new socket may
 * count from below what its old socket's end was announced with, and would stay invisible.
 */
export class Presence<O> {
  readonly #live = new Map<number, Live<O>>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** @returns the frame to relay */
  put(owner: O, states: ReadonlyMap<number, State>): Uint8Array {
    for (const [client, state] of states) {
      const clock = this.#nextClock(client);
      // Clocks of those who left are kept while the room is loaded, so that a late echo brings nobody back.
      this.#live.set(client, { clock, json: JSON.stringify(state), owner: state === null ? undefined : owner });
    }
    return this.#encode([...states.keys()]);
  }

  /** @returns the frame that tells of their leaving, or undefined where none was present */
  remove(owner: O): Uint8Array | undefined {
    const clients = [...this.#live].flatMap(([client, live]) => (live.owner === owner ? [client] : []));
    for (const client of clients) {
      const clock = this.#nextClock(client);
      this.#live.set(client, { clock, json: 'null', owner: undefined });
    }
    return clients.length === 0 ? undefined : this.#encode(clients);
  }

  /** All who are present but the asking socket's own ids and others that it must not see; undefined where there is nobody. */
  others(owner: O, hidden: (client: number) => boolean): Uint8Array | undefined {
    const clients = [...this.#live].flatMap(([client, live]) =>
      live.owner !== undefined && live.owner !== owner && !hidden(client) ? [client] : [],
    );
    return clients.length === 0 ? undefined : this.#encode(clients);
  }

  /** Counts on from the time, so that readers who remember this room from before a restart still see newcomers. */
  #nextClock(client: number): number {
    return Math.max((this.#live.get(client)?.clock ?? 0) + 1, this.#now());
  }

  #encode(clients: readonly number[]): Uint8Array {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, clients.length);
    for (const client of clients) {
      const live = this.#live.get(client);
      encoding.writeVarUint(encoder, client);
      encoding.writeVarUint(encoder, live?.clock ?? 0);
      encoding.writeVarString(encoder, live?.json ?? 'null');
    }
    return encodeAwarenessFrame(encoding.toUint8Array(encoder));
  }
}

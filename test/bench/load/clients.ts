import { encodeMessage, encodeStep1Frame, encodeUpdateFrame, PROTOCOL_VERSION, SCHEMA_VERSION } from '@onedoor/core';
import * as encoding from 'lib0/encoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';
import { readMarks, Writer } from './updates.js';

/** How a server wants to be spoken to. */
export type Dialect = 'onedoor' | 'y' | 'hocuspocus';

export interface Target {
  readonly dialect: Dialect;
  readonly url: string;
  /** Wire names of the rooms, in order. */
  readonly rooms: readonly string[];
  readonly token: string;
}

/** A frame as a server of this dialect wants it. */
export const framed = (dialect: Dialect, room: string, frame: Uint8Array): Uint8Array => {
  if (dialect !== 'hocuspocus') return frame;
  const encoder = encoding.createEncoder();
  encoding.writeVarString(encoder, room);
  encoding.writeUint8Array(encoder, frame);
  return encoding.toUint8Array(encoder);
};

/** It waits for a token before it answers, also where it asks nobody whether it is a good one. */
const HOCUSPOCUS_TOKEN = encoding.encode((encoder) => {
  encoding.writeVarUint(encoder, 2);
  encoding.writeVarUint(encoder, 0);
  encoding.writeVarString(encoder, 'any');
});

const addressOf = ({ dialect, url }: Target, room: string): string =>
  dialect === 'onedoor' ? `${url}/ws/${room}` : dialect === 'y' ? `${url}/${room}` : url;

/** What a socket says of itself when it opens. */
export interface Greeting {
  readonly device: string;
  readonly clients: readonly number[];
  /** State vector of what it has. */
  readonly vector: Uint8Array;
}

/** Opens a socket on a room and asks for its content. */
export function dial(target: Target, room: string, { device, clients, vector }: Greeting): WebSocket {
  const { dialect, token } = target;
  const socket = new WebSocket(addressOf(target, room), dialect === 'onedoor' ? ['onedoor.1', `bearer.${token}`] : [], {
    perMessageDeflate: false,
  });
  socket.binaryType = 'nodebuffer';
  socket.once('open', () => {
    if (dialect === 'onedoor')
      socket.send(
        encodeMessage({ type: 'hello', protocol: PROTOCOL_VERSION, schema: SCHEMA_VERSION, device, clients: [...clients], since: 0 }),
      );
    if (dialect === 'hocuspocus') socket.send(framed('hocuspocus', room, HOCUSPOCUS_TOKEN));
    socket.send(framed(dialect, room, encodeStep1Frame(vector)));
  });
  return socket;
}

/** One socket in one room, which counts what reaches it. */
export class LoadClient {
  readonly place: number;
  readonly room: number;
  /** Number of the newest update of each writer that has come. */
  readonly newest = new Map<number, number>();
  readonly #socket: WebSocket;
  readonly #target: Target;
  readonly #writer: Writer;
  #frames: Uint8Array[] = [];

  constructor(target: Target, place: number, room: number, onMark: (to: LoadClient, sender: number, number: number) => void) {
    this.place = place;
    this.room = room;
    this.#target = target;
    this.#writer = new Writer(place);
    this.#socket = dial(target, target.rooms[room] ?? '', {
      device: `load-${place}`,
      clients: [this.#writer.doc.clientID],
      vector: Y.encodeStateVector(this.#writer.doc),
    });
    this.#socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) readMarks(data, (sender, number) => onMark(this, sender, number));
    });
  }

  /** Resolves when the server has said something of the room: from then on it relays. */
  open(): Promise<void> {
    return new Promise((done, fail) => {
      this.#socket.once('error', fail);
      this.#socket.once('close', (code, reason) => fail(new Error(`closed ${code} ${reason}`)));
      this.#socket.once('message', () => done());
    });
  }

  prepare(count: number): void {
    const name = this.#target.rooms[this.room] ?? '';
    this.#frames = this.#writer.make(count).map((update) => framed(this.#target.dialect, name, encodeUpdateFrame(update)));
  }

  get left(): number {
    return this.#frames.length;
  }

  /** Sends the next update. @returns false when there is none left */
  send(): boolean {
    const frame = this.#frames.shift();
    if (frame === undefined) return false;
    this.#socket.send(frame);
    return true;
  }

  close(): void {
    this.#socket.removeAllListeners();
    this.#socket.on('error', () => undefined);
    this.#socket.terminate();
  }
}

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

const framed = (dialect: Dialect, room: string, frame: Uint8Array): Uint8Array => {
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

/** One socket in one room, which counts what reaches it. */
export class LoadClient {
  readonly place: number;
  readonly room: number;
  readonly #socket: WebSocket;
  readonly #target: Target;
  readonly #writer: Writer;
  #frames: Uint8Array[] = [];

  constructor(target: Target, place: number, room: number, onMark: (to: LoadClient, sender: number, number: number) => void) {
    this.place = place;
    this.room = room;
    this.#target = target;
    this.#writer = new Writer(place);
    const name = target.rooms[room] ?? '';
    const protocols = target.dialect === 'onedoor' ? ['onedoor.1', `bearer.${target.token}`] : [];
    this.#socket = new WebSocket(addressOf(target, name), protocols, { perMessageDeflate: false });
    this.#socket.binaryType = 'nodebuffer';
    this.#socket.on('message', (data) => {
      if (Buffer.isBuffer(data)) readMarks(data, (sender, number) => onMark(this, sender, number));
    });
  }

  /** Resolves when the server has said something of the room: from then on it relays. */
  open(): Promise<void> {
    const name = this.#target.rooms[this.room] ?? '';
    return new Promise((done, fail) => {
      this.#socket.once('error', fail);
      this.#socket.once('close', (code, reason) => fail(new Error(`closed ${code} ${reason}`)));
      this.#socket.once('open', () => {
        if (this.#target.dialect === 'onedoor')
          this.#socket.send(
            encodeMessage({
              type: 'hello',
              protocol: PROTOCOL_VERSION,
              schema: SCHEMA_VERSION,
              device: `load-${this.place}`,
              clients: [this.#writer.doc.clientID],
              since: 0,
            }),
          );
        if (this.#target.dialect === 'hocuspocus') this.#socket.send(framed('hocuspocus', name, HOCUSPOCUS_TOKEN));
        this.#socket.send(framed(this.#target.dialect, name, encodeStep1Frame(Y.encodeStateVector(this.#writer.doc))));
      });
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

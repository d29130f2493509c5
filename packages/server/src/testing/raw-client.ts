import {
  type BulkRequestInput,
  type BulkResponse,
  createRoomDoc,
  decodeBulkResponse,
  decodeServerMessage,
  encodeBulk,
  encodeMessage,
  encodeStep1Frame,
  encodeUpdateFrame,
  MESSAGE,
  OnedoorError,
  PROTOCOL_VERSION,
  SCHEMA_VERSION,
  type ServerMessage,
  SYNC,
} from '@onedoor/core';
import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import * as Y from 'yjs';

export interface RawClientOptions {
  /** `http://host:port` */
  readonly url: string;
  readonly wire: string;
  readonly token: string;
  /** Default `onedoor.1`. */
  readonly protocol?: 'onedoor.1' | 'y.1';
  readonly device?: string;
  readonly clientId?: number;
  /** Client ids to name at hello; default the document's own. */
  readonly clients?: readonly number[];
  readonly since?: number;
  /** False: says nothing by itself. */
  readonly hello?: boolean;
  readonly doc?: Y.Doc;
  /** False: edits of the document are not sent by themselves. */
  readonly autoSend?: boolean;
}

const WAIT_MS = 20_000;

/** A client without comfort, for tests: it shows each message and sends what it is told to. */
export class RawClient {
  readonly doc: Y.Doc;
  readonly socket: WebSocket;
  readonly messages: ServerMessage[] = [];
  /** Frames other than private messages, as they came. */
  readonly frames: Uint8Array[] = [];
  /** Receipts by frame number. */
  readonly receipts = new Map<number, number>();
  closeCode: number | undefined;
  closeReason = '';
  synced = false;
  /** Sync frames other than step 1 that were sent. */
  sent = 0;
  step1Count = 0;
  readonly #options: RawClientOptions;
  readonly #watchers = new Set<() => void>();

  constructor(options: RawClientOptions) {
    this.#options = options;
    this.doc = options.doc ?? createRoomDoc(options.clientId);
    const { url, wire, token, protocol = 'onedoor.1' } = options;
    this.socket = new WebSocket(`${url.replace('http', 'ws')}/ws/${wire}`, [protocol, `bearer.${token}`]);
    this.socket.binaryType = 'nodebuffer';
    this.socket.on('open', () => this.#opened());
    this.socket.on('message', (data) => this.#receive(Uint8Array.from(Buffer.isBuffer(data) ? data : [])));
    this.socket.on('close', (code, reason) => {
      this.closeCode = code;
      this.closeReason = reason.toString();
      this.#changed();
    });
    this.socket.on('error', () => this.#changed());
    if (options.autoSend !== false) {
      this.doc.on('update', (update: Uint8Array, origin: unknown) => {
        if (origin !== this) this.update(update);
      });
    }
  }

  /** Sends an update and returns its frame number. */
  update(update: Uint8Array, kind: 1 | 2 = SYNC.update): number {
    this.raw(encodeUpdateFrame(update, kind));
    return ++this.sent;
  }

  raw(frame: Uint8Array | string): void {
    if (this.socket.readyState === WebSocket.OPEN) this.socket.send(frame);
  }

  hello(since = this.#options.since ?? 0, protocol = PROTOCOL_VERSION, schema = SCHEMA_VERSION): void {
    const clients = this.#options.clients ?? [this.doc.clientID];
    this.raw(encodeMessage({ type: 'hello', protocol, schema, device: this.#options.device ?? 'device', clients: [...clients], since }));
  }

  /** Resolves when the condition holds. @throws after twenty seconds, naming what it waited for */
  until(what: string, holds: () => boolean, waitMs = WAIT_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = () => {
        if (!holds()) return;
        done();
        resolve();
      };
      const timer = setTimeout(() => {
        done();
        reject(new Error(`waited for ${what}; closed ${this.closeCode}, messages ${JSON.stringify(this.messages.slice(-5))}`));
      }, waitMs);
      const poll = setInterval(check, 20);
      const done = () => {
        clearTimeout(timer);
        clearInterval(poll);
        this.#watchers.delete(check);
      };
      this.#watchers.add(check);
      check();
    });
  }

  ready(): Promise<void> {
    return this.until('sync', () => this.synced);
  }

  receipt(frame: number): Promise<void> {
    return this.until(`the receipt of frame ${frame}`, () => this.receipts.has(frame));
  }

  async closed(code: number): Promise<void> {
    await this.until(`close ${code}`, () => this.closeCode !== undefined);
    if (this.closeCode !== code) throw new Error(`closed with ${this.closeCode} ${this.closeReason}, expected ${code}`);
  }

  refusal(): string | undefined {
    return this.messages.flatMap((message) => (message.type === 'refused' ? [message.refusal.code] : [])).at(-1);
  }

  close(): void {
    this.socket.terminate();
    this.doc.destroy();
  }

  #opened(): void {
    if (this.#options.hello === false) return;
    if (this.#options.protocol !== 'y.1') this.hello();
    this.raw(encodeStep1Frame(Y.encodeStateVector(this.doc)));
  }

  #receive(data: Uint8Array): void {
    const decoder = decoding.createDecoder(data);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.onedoor) {
      const message = decodeServerMessage(decoder);
      if (message !== undefined) this.messages.push(message);
      if (message?.type === 'receipt') for (const { frame, seq } of message.frames) this.receipts.set(frame, seq);
    } else {
      this.frames.push(data);
      if (type === MESSAGE.sync) this.#sync(decoder);
    }
    this.#changed();
  }

  #sync(decoder: decoding.Decoder): void {
    const step = decoding.readVarUint(decoder);
    const bytes = decoding.readVarUint8Array(decoder);
    if (step === SYNC.step1) {
      this.step1Count++;
      if (this.#options.autoSend !== false) this.update(Y.encodeStateAsUpdate(this.doc, bytes), SYNC.step2);
      return;
    }
    Y.applyUpdate(this.doc, bytes, this);
    if (step === SYNC.step2) this.synced = true;
  }

  #changed(): void {
    for (const check of [...this.#watchers]) check();
  }
}

/** POST /api/sync. @throws OnedoorError with the code of a refusing answer */
export async function postBulk(url: string, token: string, request: BulkRequestInput): Promise<BulkResponse> {
  const answer = await fetch(`${url}/api/sync`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/octet-stream' },
    body: Uint8Array.from(encodeBulk(request)),
  });
  if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
  const response = decodeBulkResponse(new Uint8Array(await answer.arrayBuffer()));
  if (response === undefined) throw new OnedoorError('MALFORMED', { seen: 'no bulk response', expected: 'one', todo: 'Update.' });
  return response;
}

// Clients that come, do one thing and go, in a process of their own. Talks with `contender.ts` by messages.
import { createRoomDoc, encodeUpdateFrame, MESSAGE, SYNC } from '@onedoor/core';
import { Random } from '@onedoor/core/testing';
import * as decoding from 'lib0/decoding';
import type { WebSocket } from 'ws';
import * as Y from 'yjs';
import { dial, framed, type Target } from './clients.js';

/** `write`: one client sends everything while another listens; `open`: one comes; `crowd`: many come back at once. */
export interface Visit {
  readonly kind: 'write' | 'open' | 'crowd';
  readonly target: Target;
  /** Updates of the room's history. */
  readonly updates: number;
}

export interface VisitFigures {
  /** Until the last of them has all that there is. */
  readonly ms: number;
  /** Sockets whose first SyncStep2 was complete. */
  readonly complete: number;
  readonly sockets: number;
}

const CROWD = 500;
const LIMIT_MS = 120_000;
/** Typed at one place before going to another. */
const RUN = 8;
const END = '~end of the history~';
/** Hocuspocus answers step 1 in a message of its own kind. */
const SYNC_REPLY = 4;

/** What one person typed into one text, here and there; a word at the end tells that all of it has come. */
function history(count: number): { readonly doc: Y.Doc; readonly updates: readonly Uint8Array[] } {
  const doc = createRoomDoc(4711);
  const updates: Uint8Array[] = [];
  doc.on('update', (update: Uint8Array) => void updates.push(update));
  const text = doc.getText('t');
  const random = new Random(7);
  for (let at = 0, place = 0; at < count - 1; at++) {
    if (at % RUN === 0) place = random.below(text.length + 1);
    text.insert(place++, '字');
  }
  doc.getMap('m').set('end', END);
  return { doc, updates };
}

interface Visitor {
  readonly socket: WebSocket;
  /** The first SyncStep2, or nothing when the room's content was here. */
  readonly first: Promise<Uint8Array>;
  /** Until the end of the history has come. */
  readonly done: Promise<void>;
}

/** @param own what this client has already, and answers step 1 with */
function visit(target: Target, place: number, own: Y.Doc | undefined): Visitor {
  const [room = ''] = target.rooms;
  const vector = own === undefined ? Uint8Array.of(0) : vectorOf(own);
  // Under a client id that has written nothing, as every opening of a page has.
  const socket = dial(target, room, { device: `visit-${place}`, clients: [5_000_000 + place], vector });
  const failed = new Promise<never>((_, fail) => {
    socket.once('error', fail);
    socket.once('close', (code, reason) => fail(new Error(`closed ${code} ${reason}`)));
  });
  failed.catch(() => undefined);
  let first: (bytes: Uint8Array) => void = () => undefined;
  let done: () => void = () => undefined;
  const visitor: Visitor = {
    socket,
    first: Promise.race([new Promise<Uint8Array>((take) => (first = take)), failed]),
    done: Promise.race([new Promise<void>((take) => (done = take)), failed]),
  };
  socket.on('message', (data) => {
    if (!Buffer.isBuffer(data)) return;
    const decoder = decoding.createDecoder(data);
    if (target.dialect === 'hocuspocus') decoding.readVarString(decoder);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.sync || (target.dialect === 'hocuspocus' && type === SYNC_REPLY)) {
      const step = decoding.readVarUint(decoder);
      const bytes = decoding.readVarUint8Array(decoder);
      if (step === SYNC.step1)
        socket.send(framed(target.dialect, room, encodeUpdateFrame(own === undefined ? EMPTY : answerOf(own, bytes), SYNC.step2)));
      if (step === SYNC.step2) first(bytes);
    }
    if (data.includes(END)) done();
  });
  return visitor;
}

const EMPTY = Uint8Array.of(0, 0);
/** All of a crowd have the same content: it is worked out once, as it is no work of the server's. */
const answers = new Map<string, Uint8Array>();
function answerOf(own: Y.Doc, vector: Uint8Array): Uint8Array {
  const key = Buffer.from(vector).toString('latin1');
  let answer = answers.get(key);
  if (answer === undefined) answers.set(key, (answer = Y.encodeStateAsUpdate(own, vector)));
  return answer;
}
let ownVector: Uint8Array | undefined;
const vectorOf = (own: Y.Doc): Uint8Array => (ownVector ??= Y.encodeStateVector(own));

async function write(target: Target, count: number): Promise<VisitFigures> {
  const { updates } = history(count);
  const frames = updates.map((update) => framed(target.dialect, target.rooms[0] ?? '', encodeUpdateFrame(update)));
  const [writer, reader] = [visit(target, 1, undefined), visit(target, 2, undefined)];
  await Promise.all([writer.first, reader.first]);
  const began = performance.now();
  for (const frame of frames) writer.socket.send(frame);
  await reader.done;
  return { ms: performance.now() - began, complete: 0, sockets: 2 };
}

async function open(target: Target, count: number): Promise<VisitFigures> {
  const began = performance.now();
  const visitor = visit(target, 1, undefined);
  const first = await visitor.first;
  await visitor.done;
  const ms = performance.now() - began;
  const doc = createRoomDoc();
  Y.applyUpdate(doc, first);
  return { ms, complete: doc.getText('t').length === count - 1 && doc.getMap('m').get('end') === END ? 1 : 0, sockets: 1 };
}

async function crowd(target: Target, count: number): Promise<VisitFigures> {
  const { doc } = history(count);
  // What an answer lacks that holds nothing new: everything but what was deleted.
  const began = performance.now();
  const visitors = Array.from({ length: CROWD }, (_, at) => visit(target, at, doc));
  const firsts = await Promise.all(visitors.map(({ first }) => first));
  const ms = performance.now() - began;
  for (const socket of visitors.map((each) => each.socket)) if (socket.readyState !== socket.OPEN) throw new Error('a socket was closed');
  return { ms, complete: firsts.filter((bytes) => bytes.length < count / 2).length, sockets: CROWD };
}

process.on('message', ({ kind, target, updates }: Visit) => {
  const late = new Promise<never>((_, fail) => setTimeout(() => fail(new Error(`${kind}: not done after ${LIMIT_MS} ms`)), LIMIT_MS));
  void Promise.race([{ write, open, crowd }[kind](target, updates), late]).then(
    (figures) => process.send?.({ kind: 'visited', figures }),
    (error: unknown) => process.send?.({ kind: 'failed', why: String(error) }),
  );
});

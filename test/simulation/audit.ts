import type { HttpAnswer, HttpRequest } from '@onedoor/client';
import {
  type ActEntry,
  countsForReceipt,
  decodeBulkRequest,
  decodeBulkResponse,
  decodeFrame,
  decodeServerMessage,
  MESSAGE,
  OFFER,
  parseWireName,
  SUCCEED_SEALED,
  SYNC,
} from '@onedoor/core';
import * as decoding from 'lib0/decoding';
import type { LoggedRoom, LogReplica } from './log-replica.js';
import type { Listener, Wire } from './network.js';

/** Acts into a room that may be closed to who does them: the answer has neither number nor time. */
const MASKED: ReadonlySet<string> = new Set([OFFER, SUCCEED_SEALED]);

/** Reads along with every frame and answer, and notes where the server says or gives what its log does not hold. */
export class Audit implements Omit<Listener, 'posted'> {
  readonly violations: string[] = [];
  /** How much was checked: a simulation that checks nothing must not pass. */
  readonly seen = { receipts: 0, refusals: 0, updates: 0, acts: 0, answers: 0 };
  readonly #log: LogReplica;
  readonly #frames = new Map<Wire, Uint8Array[]>();

  constructor(log: LogReplica) {
    this.#log = log;
  }

  arrived(wire: Wire, bytes: Uint8Array): void {
    if (!countsForReceipt(bytes)) return;
    const frame = decodeFrame(bytes);
    const frames = this.#frames.get(wire) ?? [];
    this.#frames.set(wire, frames);
    frames.push(frame?.kind === 'update' || frame?.kind === 'step2' ? frame.bytes : new Uint8Array());
  }

  given(wire: Wire, bytes: Uint8Array): void {
    const room = this.#roomOf(decodeURIComponent(new URL(wire.url).pathname.slice('/ws/'.length)));
    if (room === undefined) return;
    const decoder = decoding.createDecoder(bytes);
    const type = decoding.readVarUint(decoder);
    if (type === MESSAGE.sync) {
      if (decoding.readVarUint(decoder) === SYNC.step1) return;
      this.seen.updates++;
      if (!room.covers(decoding.readVarUint8Array(decoder))) this.#note(room, 'the server gave away content that its log does not hold');
      return;
    }
    const message = type === MESSAGE.onedoor ? decodeServerMessage(decoder) : undefined;
    if (message?.type === 'receipt')
      for (const { frame, seq } of message.frames) this.#receipt(room, this.#frames.get(wire)?.[frame - 1], seq, `frame ${frame}`);
    if (message?.type === 'welcome') for (const entry of message.acts) this.#act(room, entry);
    if (message?.type === 'act') this.#act(room, message.entry);
    if (message?.type === 'refused') this.seen.refusals++;
    if ((message?.type === 'welcome' || message?.type === 'head') && message.seq > room.head)
      this.#note(room, `the server tells a head of ${message.seq}, its log ends at ${room.head}`);
  }

  answered(request: HttpRequest, answer: HttpAnswer): void {
    if (!request.url.endsWith('/api/sync') || answer.status !== 200) return;
    this.seen.answers++;
    const asked = decodeBulkRequest(request.body ?? new Uint8Array());
    const told = decodeBulkResponse(answer.body);
    if (asked === undefined || told === undefined) {
      this.violations.push('a bulk request or its answer is none');
      return;
    }
    for (const [at, { wire, refusal, update, acts, updates, intents, seq }] of told.rooms.entries()) {
      const room = this.#roomOf(wire);
      const sent = asked.rooms[at];
      if (room === undefined || sent === undefined || refusal !== undefined) continue;
      if (update !== undefined && !room.covers(update)) this.#note(room, 'a bulk answer holds content that the log does not');
      if (seq > room.head) this.#note(room, `a bulk answer tells a head of ${seq}, the log ends at ${room.head}`);
      for (const entry of acts) this.#act(room, entry);
      for (const [index, outcome] of updates.entries()) {
        if ('seq' in outcome) this.#receipt(room, sent.updates[index], outcome.seq, `update ${index} of a bulk request`);
        else this.seen.refusals++;
      }
      for (const outcome of intents) {
        if ('entry' in outcome) this.#act(room, outcome.entry, true);
        else this.seen.refusals++;
      }
    }
  }

  #roomOf(wire: string): LoggedRoom | undefined {
    const name = parseWireName(wire)?.name;
    return name === undefined ? undefined : this.#log.named(name);
  }

  #receipt(room: LoggedRoom, update: Uint8Array | undefined, seq: number, what: string): void {
    this.seen.receipts++;
    if (update === undefined) this.#note(room, `a receipt for ${what}, which never arrived`);
    else if (!room.covers(update)) this.#note(room, `a receipt for ${what}, which the log does not hold`);
    if (seq > room.head) this.#note(room, `a receipt with seq ${seq}, the log ends at ${room.head}`);
  }

  /** @param isOwn the answer to its sender, who hears of some neither number nor time */
  #act(room: LoggedRoom, entry: ActEntry, isOwn = false): void {
    this.seen.acts++;
    const logged = room.intents.get(entry.intent.id);
    if (
      isOwn &&
      MASKED.has(entry.intent.command) &&
      logged !== undefined &&
      JSON.stringify(entry) === JSON.stringify({ ...logged, seq: 1, at: 0 })
    )
      return;
    if (JSON.stringify(room.acts.get(entry.seq)) !== JSON.stringify(entry))
      this.#note(room, `act ${entry.seq} was told otherwise than it is logged`);
  }

  #note(room: LoggedRoom, what: string): void {
    this.violations.push(`${room.key}: ${what}`);
  }
}

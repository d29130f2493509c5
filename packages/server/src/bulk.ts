import {
  type ActEntry,
  type BulkRequest,
  type BulkResponse,
  type BulkRoomResponse,
  FORBIDDEN,
  PROTOCOL_VERSION,
  type Refusal,
  type Result,
  SCHEMA_VERSION,
} from '@onedoor/core';
import type { Who } from './bindings.js';
import type { Gate } from './gate.js';
import { MISSING } from './guard.js';
import type { ActRequest, UpdateRequest } from './items.js';
import type { Rights } from './rights.js';
import type { UpdateOutcome } from './room.js';
import type { Address, Rooms } from './rooms.js';

/** What a bulk request needs of its centre. */
export interface BulkServices {
  readonly rooms: Rooms;
  readonly rights: Rights;
  readonly gate: Gate;
  submitUpdate(request: UpdateRequest): void;
  submitAct(request: ActRequest): void;
}

type BulkRoom = BulkRequest['rooms'][number];

interface Sent {
  readonly room: BulkRoom;
  readonly address: Address | undefined;
  /** Set: nothing of it was handed on. */
  readonly refusal?: Refusal;
  readonly intents: Promise<Result<ActEntry>>[];
  readonly updates: Promise<UpdateOutcome>[];
}

/**
 * Answers a bulk request. Everything in it is handed to the journal at once and in order, so that one transaction
 * takes it, and an intent that makes a case stands before the content of that case.
 */
export async function answerBulk(services: BulkServices, who: Who, request: BulkRequest): Promise<BulkResponse> {
  const sent = request.rooms.map((room): Sent => {
    const address = services.rooms.address(room.wire);
    if (address?.epoch === undefined) return { room, address: undefined, intents: [], updates: [] };
    const isOpen = services.rights.refusal(who, address, { to: 'read' }, 'settled') === undefined;
    const refusal = services.gate.writes(who.person, isOpen ? address.key : undefined, room.updates.length + room.intents.length);
    if (refusal !== undefined) return { room, address, refusal, intents: [], updates: [] };
    return {
      room,
      address,
      intents: room.intents.map((intent) => new Promise((done) => services.submitAct({ who, address, intent, done }))),
      updates: room.updates.map((update) => write(services, who, address, room.clients, update)),
    };
  });
  const rooms: BulkRoomResponse[] = [];
  for (const each of sent) rooms.push(await answerRoom(services, who, each));
  return { protocol: PROTOCOL_VERSION, schema: SCHEMA_VERSION, rooms };
}

function write(services: BulkServices, who: Who, address: Address, clients: readonly number[], update: Uint8Array): Promise<UpdateOutcome> {
  return new Promise((done) => services.submitUpdate({ who, address, update, clients, done }));
}

async function answerRoom(
  services: BulkServices,
  who: Who,
  { room, address, refusal: busy, intents, updates }: Sent,
): Promise<BulkRoomResponse> {
  const refused = (refusal: Refusal, epoch?: number): BulkRoomResponse => ({
    wire: room.wire,
    refusal,
    ...(epoch === undefined ? {} : { epoch }),
    seq: 0,
    acts: [],
    updates: [],
    intents: [],
  });
  if (address === undefined) return refused(FORBIDDEN);
  if (busy !== undefined) return refused(busy);
  const acted = await Promise.all(intents);
  const written = await cured(services, who, address, room, await Promise.all(updates));
  const refusals = [
    ...acted.flatMap((result) => (result.ok ? [] : [result.refusal])),
    ...written.flatMap((outcome) => (outcome.kind === 'refused' ? [outcome.refusal] : [])),
  ];
  const unavailable = refusals.find((refusal) => refusal.code === 'UNAVAILABLE');
  if (unavailable !== undefined) return refused(unavailable);
  const closed = services.rights.refusal(who, address, { to: 'read' }, 'settled');
  if (closed?.code === 'PAST_EPOCH') return refused(closed, services.rooms.wireEpoch(address.key));
  // A named person without a purpose is told so; nothing of the room goes out.
  if (closed?.code === 'PURPOSE_REQUIRED' && refusals.length === acted.length + written.length) return refused(closed);
  // Who may not read learns nothing beyond the results of what they sent, and of those nothing where all are closed to them.
  const sentNothing = acted.length + written.length === 0;
  if (
    closed !== undefined &&
    (sentNothing || refusals.filter((refusal) => refusal.code === 'FORBIDDEN').length === acted.length + written.length)
  )
    return refused(FORBIDDEN);
  const pull = room.pull && closed === undefined;
  const runtime = pull && services.rooms.head(address.key) > 0 ? services.rooms.open(address) : undefined;
  const update = runtime?.contentAfter(room.since);
  const since = room.from === undefined || closed !== undefined ? undefined : services.rooms.since(address.key, room.from);
  return {
    wire: room.wire,
    ...(since?.restored === true ? { restored: true } : {}),
    ...(since === undefined || since.erased.length === 0 ? {} : { erased: [...since.erased] }),
    seq: closed === undefined ? services.rooms.head(address.key) : 0,
    ...(update === undefined ? {} : { update: Uint8Array.from(update) }),
    acts: runtime?.acts.filter((entry) => entry.seq > room.since) ?? [],
    updates: written.map((outcome) => (outcome.kind === 'logged' ? { seq: outcome.seq } : refusalOf(outcome))),
    intents: acted.map((result, at) => ({
      id: room.intents[at]?.id ?? '',
      ...(result.ok ? { entry: result.value } : { refusal: result.refusal }),
    })),
  };
}

/** There is nobody to ask in a bulk request: what came too early is tried again after the rest, until nothing moves. */
async function cured(
  services: BulkServices,
  who: Who,
  address: Address,
  room: BulkRoom,
  outcomes: UpdateOutcome[],
): Promise<UpdateOutcome[]> {
  for (let missing = countMissing(outcomes); missing > 0; ) {
    outcomes = await Promise.all(
      outcomes.map((outcome, at) => {
        const update = room.updates[at];
        return outcome.kind === 'missing' && update !== undefined ? write(services, who, address, room.clients, update) : outcome;
      }),
    );
    const left = countMissing(outcomes);
    if (left === missing) break;
    missing = left;
  }
  return outcomes;
}

const countMissing = (outcomes: readonly UpdateOutcome[]): number => outcomes.filter((outcome) => outcome.kind === 'missing').length;

function refusalOf(outcome: Exclude<UpdateOutcome, { kind: 'logged' }>): { refusal: Refusal; clients?: number[] } {
  if (outcome.kind === 'missing') return { refusal: MISSING };
  return { refusal: outcome.refusal, ...(outcome.clients === undefined ? {} : { clients: [...outcome.clients] }) };
}

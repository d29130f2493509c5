import {
  type ActEntry,
  type Ask,
  CENTRE_CASE,
  directorySlice,
  EMPTY_STATE,
  type Model,
  OFFER,
  parseRoomKey,
  partyAccessOf,
  partyOfActor,
  type Room,
  type RoomName,
  type RoomState,
  refusalOf,
} from '@onedoor/core';
import { PARTY_DEVICE, SYSTEM } from '../rights.js';
import { heldUntil } from '../rights-history.js';
import type { Finding, SoundEntry } from './verify.js';

/**
 * Asks of every act and every write whether the person had the right at that time: directory and team are folded along in
 * the order of the record. What the server itself did, when the centre was set up or imported, has every right.
 */
export function replayRights(model: Model, entries: readonly SoundEntry[]): Finding[] {
  const states = new Map<string, RoomState>();
  const acts = new Map<string, ActEntry[]>();
  const findings: Finding[] = [];
  const stateOf = (key: string): RoomState => states.get(key) ?? EMPTY_STATE;
  for (const { room, entry } of [...entries].sort((a, b) => a.leaf - b.leaf)) {
    const name = parseRoomKey(room.key);
    const kind = name === undefined ? undefined : model.room(name.room);
    // A room of a plugin that is not there: its acts cannot be judged, and nothing is claimed of them.
    if (name === undefined || kind === undefined) continue;
    // What the keeper of the folder did, or what is gone: no right of the room decided it.
    if (entry.kind === 'mark' || entry.kind === 'erased') continue;
    const { person, device } = entry.kind === 'act' ? entry.entry : entry;
    const seq = entry.kind === 'act' ? entry.entry.seq : entry.seq;
    if (person !== SYSTEM.person || device !== SYSTEM.device) {
      const directory = directorySlice.of(stateOf(`${name.centre}/${CENTRE_CASE}/${directorySlice.name}`).slices);
      const actor = directory.people[person];
      const state = stateOf(room.key);
      const team =
        name.case === CENTRE_CASE
          ? undefined
          : model.teamIn(
              kind,
              model.team(stateOf(`${name.centre}/${name.case}/case`)),
              () => state,
              (who) => directory.people[who]?.active === true,
            );
      const ask: Ask = entry.kind === 'act' ? kind.acts.askFor(state, entry.entry.intent) : { to: 'write' };
      if (device === PARTY_DEVICE && entry.kind === 'act' && isRating(kind, entry.entry, state)) {
        fold(model, states, room.key, kind.name, entry.entry);
        continue;
      }
      const denied = actor?.active === true ? refusalOf(kind.rule, ask, actor, team) : undefined;
      const refusal = denied !== undefined && entry.kind === 'act' && couldOffer(model, kind, acts, name, entry.entry) ? undefined : denied;
      if (actor?.active !== true || refusal !== undefined)
        findings.push({
          table: 'rights',
          at: `${room.key} ${seq}`,
          what: 'inserted',
          seen: `${entry.kind === 'act' ? entry.entry.intent.command : 'a write'} by ${person}: ${refusal?.expected ?? 'not an active person then'}`,
        });
    }
    if (entry.kind === 'act') acts.set(room.key, [...(acts.get(room.key) ?? []), entry.entry]);
    if (entry.kind === 'act') fold(model, states, room.key, kind.name, entry.entry);
  }
  return findings;
}

/** What a party without an account did by its secret: a rating, while the room's own state gave it access. */
function isRating({ slices, acts }: Room, { intent, person, seq, at }: ActEntry, state: RoomState): boolean {
  const access = partyAccessOf(slices);
  return (
    access !== undefined &&
    partyOfActor(person) !== undefined &&
    intent.command === `${access.name}.rate` &&
    acts.check(state, intent, { person, at, seq, id: intent.id, pending: false }) === undefined
  );
}

/** Whether somebody who may not read the room once had the right to what they offer in it. */
function couldOffer(
  model: Model,
  { acts: kinds, rule }: Room,
  acts: ReadonlyMap<string, readonly ActEntry[]>,
  name: RoomName,
  { intent, person, at }: ActEntry,
): boolean {
  const change: unknown = intent.args['change'];
  if (intent.command !== OFFER || typeof change !== 'object' || change === null || !('command' in change)) return false;
  const past = {
    directory: acts.get(`${name.centre}/${CENTRE_CASE}/${directorySlice.name}`) ?? [],
    team: acts.get(`${name.centre}/${name.case}/case`) ?? [],
  };
  return heldUntil(model, rule, kinds.askToMake({ command: String(change.command) }), person, past, at) !== undefined;
}

function fold(model: Model, states: Map<string, RoomState>, key: string, kind: string, entry: ActEntry): void {
  const next = model.room(kind)?.acts.fold(states.get(key) ?? EMPTY_STATE, entry);
  if (next !== undefined) states.set(key, next);
}

import {
  type ActEntry,
  CENTRE_CASE,
  directorySlice,
  EMPTY_STATE,
  type Model,
  parseRoomKey,
  type RoomState,
  refusalOf,
} from '@onedoor/core';
import { SYSTEM } from '../rights.js';
import type { Finding, SoundEntry } from './verify.js';

/**
 * Asks of every act and every write whether the person had the right at that time: directory and team are folded along in
 * the order of the record. What the server itself did, when the centre was set up or imported, has every right.
 */
export function replayRights(model: Model, entries: readonly SoundEntry[]): Finding[] {
  const states = new Map<string, RoomState>();
  const findings: Finding[] = [];
  const stateOf = (key: string): RoomState => states.get(key) ?? EMPTY_STATE;
  for (const { room, entry } of [...entries].sort((a, b) => a.leaf - b.leaf)) {
    const name = parseRoomKey(room.key);
    const kind = name === undefined ? undefined : model.room(name.room);
    // A room of a plugin that is not there: its acts cannot be judged, and nothing is claimed of them.
    if (name === undefined || kind === undefined) continue;
    const { person, device } = entry.kind === 'act' ? entry.entry : entry;
    const seq = entry.kind === 'act' ? entry.entry.seq : entry.seq;
    if (person !== SYSTEM.person || device !== SYSTEM.device) {
      const directory = directorySlice.of(stateOf(`${name.centre}/${CENTRE_CASE}/${directorySlice.name}`).slices);
      const actor = directory.people[person];
      const team = name.case === CENTRE_CASE ? undefined : model.team(stateOf(`${name.centre}/${name.case}/case`));
      const state = stateOf(room.key);
      const ask =
        entry.kind === 'act'
          ? ({ to: 'act', command: kind.acts.commandForRight(state, entry.entry.intent) } as const)
          : ({ to: 'write' } as const);
      const refusal = actor?.active === true ? refusalOf(kind.rule, ask, actor, team) : undefined;
      if (actor?.active !== true || refusal !== undefined)
        findings.push({
          table: 'rights',
          at: `${room.key} ${seq}`,
          what: 'inserted',
          seen: `${ask.to === 'act' ? ask.command : 'a write'} by ${person}: ${refusal?.expected ?? 'not an active person then'}`,
        });
    }
    if (entry.kind === 'act') fold(model, states, room.key, kind.name, entry.entry);
  }
  return findings;
}

function fold(model: Model, states: Map<string, RoomState>, key: string, kind: string, entry: ActEntry): void {
  const next = model.room(kind)?.acts.fold(states.get(key) ?? EMPTY_STATE, entry);
  if (next !== undefined) states.set(key, next);
}

import {
  type ActEntry,
  type Actor,
  type Ask,
  directorySlice,
  EMPTY_STATE,
  type Model,
  type RoomRule,
  type RoomState,
  refusalOf,
} from '@onedoor/core';

/** What a person's right depended on over time: acts of the directory and of the case's `case` room, each in order. */
export interface Past {
  readonly directory: readonly ActEntry[];
  readonly team: readonly ActEntry[];
}

/**
 * Until when a person had a right, by the server's clock: `now` while they have it, undefined where they never did. Folded
 * from the log: nothing is remembered for it, and nothing that a client says decides.
 */
export function heldUntil(model: Model, rule: RoomRule, ask: Ask, person: string, past: Past, now: number): number | undefined {
  let directory = EMPTY_STATE;
  let team = EMPTY_STATE;
  let last: number | undefined;
  let held = false;
  for (const { entry, of } of inOrder(past)) {
    if (held) last = entry.at;
    if (of === 'directory') directory = foldInto(model, 'directory', directory, entry);
    else team = foldInto(model, 'case', team, entry);
    const actor: (Actor & { readonly active: boolean }) | undefined = directorySlice.of(directory.slices).people[person];
    held = actor?.active === true && refusalOf(rule, ask, actor, model.team(team)) === undefined;
  }
  return held ? now : last;
}

const foldInto = (model: Model, room: string, state: RoomState, entry: ActEntry): RoomState =>
  model.room(room)?.acts.fold(state, entry) ?? state;

/** By time; of the same time the directory first: whoever is enrolled and made a member at once had both. */
function inOrder({ directory, team }: Past): { readonly entry: ActEntry; readonly of: keyof Past }[] {
  return [
    ...directory.map((entry) => ({ entry, of: 'directory' as const })),
    ...team.map((entry) => ({ entry, of: 'team' as const })),
  ].sort((a, b) => a.entry.at - b.entry.at);
}

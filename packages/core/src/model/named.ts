import type { RoomState } from '../acts/fold.js';
import { defineSlice } from '../acts/slice.js';
import { OPEN_SEALED, type RoomRule, SUCCEED_SEALED, type Team } from '../policy/policy.js';
import * as z from '../z.js';

/** One reading of a sealed room: who, when by the server's clock, and for what. */
export interface SealedView {
  readonly person: string;
  readonly at: number;
  readonly purpose: string;
}

/** Who a sealed room is for, and who has read it. */
export interface NamedState {
  readonly people: Readonly<Record<string, { readonly since: number; readonly by: string }>>;
  /** Who was named and is no more: their devices put the room away. */
  readonly former: readonly string[];
  readonly views: readonly SealedView[];
  /** Who was let in last after all named persons had gone, by whom, and for what. */
  readonly succession?: {
    readonly person: string;
    readonly by: string;
    readonly at: number;
    readonly seq: number;
    readonly purpose: string;
  };
}

const person = z.string().check(z.minLength(1), z.maxLength(64));
const words = z.string().check(z.trim(), z.minLength(2), z.maxLength(500));
const named = (state: NamedState, who: string): boolean => state.people[who] !== undefined;

/** Acts of every sealed room: opening, naming, and stating what one reads it for. They stand in the room's own log. */
export const namedSlice = defineSlice<NamedState>('named', { people: {}, former: [], views: [] })
  .act('open', {
    args: z.object({ purpose: words }),
    keys: () => ['people'],
    check: ({ people }) =>
      Object.keys(people).length > 0
        ? { seen: 'a room that is open', expected: 'one that nobody has opened', todo: 'Ask to be named in it.' }
        : undefined,
    apply: (state, { purpose }, { person: by, at }) => ({
      ...state,
      people: { [by]: { since: at, by } },
      views: [...state.views, { person: by, at, purpose }],
    }),
  })
  .act('name', {
    args: z.object({ person, reason: words }),
    keys: ({ person: who }) => [`person:${who}`],
    check: (state, { person: who }) =>
      named(state, who) ? { seen: `${who}, who is named`, expected: 'somebody else', todo: 'Nothing needs doing.' } : undefined,
    apply: (state, { person: who }, { person: by, at }) => ({
      ...state,
      people: { ...state.people, [who]: { since: at, by } },
      former: state.former.filter((other) => other !== who),
    }),
  })
  .act('unname', {
    args: z.object({ person, reason: words }),
    keys: ({ person: who }) => [`person:${who}`],
    check(state, { person: who }) {
      if (!named(state, who)) return { seen: `${who}, who is not named`, expected: 'a named person', todo: 'Nothing needs doing.' };
      return Object.keys(state.people).length === 1
        ? { seen: 'the last named person', expected: 'a room that somebody can read', todo: 'Name somebody else first.' }
        : undefined;
    },
    apply(state, { person: who }) {
      const { [who]: _, ...people } = state.people;
      return { ...state, people, former: [...state.former.filter((other) => other !== who), who] };
    },
  })
  // Whoever does it sees nothing of the room: that nobody is left who reads, and who may be named, the server's rights decide.
  .act('succeed', {
    args: z.object({ person, purpose: words }),
    keys: () => ['people'],
    apply: (state, { person: who, purpose }, { person: by, at, seq }) => ({
      ...state,
      people: { [who]: { since: at, by } },
      // Whoever comes back to the team later is not in again by that.
      former: [...new Set([...state.former, ...Object.keys(state.people)])].filter((other) => other !== who),
      succession: { person: who, by, at, seq, purpose },
    }),
  })
  // Conflicts with nothing: two people who read at once both have read.
  .act('view', {
    args: z.object({ purpose: words }),
    apply: (state, { purpose }, { person: by, at }) => ({ ...state, views: [...state.views, { person: by, at, purpose }] }),
  });

/** Command by which a named person states what they read for. */
export const VIEW_SEALED = 'named.view';

/** Rights to the acts of a sealed room: named persons decide among themselves. Opening is the manifest's to give. */
export const NAMED_ACTS: RoomRule['acts'] = {
  'named.name': { named: true },
  'named.unname': { named: true },
  [VIEW_SEALED]: { named: true },
  [SUCCEED_SEALED]: { role: ['leader', 'lead'] },
};

/** Whether an act changes who may read: the device of whoever is concerned has to hear of it. */
export const changesNamed = (command: string): boolean =>
  command === OPEN_SEALED || command === SUCCEED_SEALED || command === 'named.name' || command === 'named.unname';

/**
 * The team as a sealed room sees it: with the persons that it names. A person who leaves the team is named in vain.
 *
 * @param isActive whether the directory lets a person in; default everybody
 */
export function namedTeam(team: Team | undefined, state: RoomState, isActive: (who: string) => boolean = () => true): Team | undefined {
  if (team === undefined) return undefined;
  const { people } = namedSlice.of(state.slices);
  const named = Object.keys(people);
  return {
    roleOf: (who) => team.roleOf(who),
    isNamed: (who) => people[who] !== undefined,
    isOrphaned: named.length > 0 && named.every((who) => team.roleOf(who) === undefined || !isActive(who)),
  };
}

/** When a person last stated a purpose in a sealed room, epoch milliseconds; undefined where they never did. */
export function lastView(state: RoomState, who: string): number | undefined {
  return namedSlice.of(state.slices).views.findLast((view) => view.person === who)?.at;
}

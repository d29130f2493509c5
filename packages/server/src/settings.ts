import {
  CENTRE_CASE,
  type Refusal,
  type RoomState,
  type SettingDefinitions,
  type SettingValues,
  settingsRoom,
  settingsSlice,
} from '@onedoor/core';
import type { Rooms, SideName } from './rooms.js';

interface Known {
  readonly states: readonly RoomState[];
  readonly all: SettingValues;
  readonly atHand: SettingValues;
}

/** What the centre has decided, of the rooms in which it stands: for checks of acts, and for pages that need it at hand. */
export class Settings {
  readonly #rooms: Rooms;
  readonly #definitions: SettingDefinitions;
  readonly #groups: ReadonlyMap<string, string>;
  readonly #known = new Map<SideName, Known>();

  /** @param definitions what core and plugins declare; of others nothing is read, and nothing can be set */
  constructor(rooms: Rooms, definitions: SettingDefinitions) {
    this.#rooms = rooms;
    this.#definitions = definitions;
    this.#groups = new Map([...definitions.sets.keys()].map((group) => [group, rooms.keyOf(CENTRE_CASE, settingsRoom(group))]));
  }

  /** By full name, all versions whose value still fits its setting's schema. The same object while nothing changes. */
  values(side: SideName): SettingValues {
    return this.#read(side).all;
  }

  /** Those of them that go to every device. */
  atHand(): SettingValues {
    return this.#read('settled').atHand;
  }

  /** For the check of an act in a room: why a value does not fit a setting of its group. Undefined for rooms of no settings. */
  misfitIn(room: string): ((name: string, value: unknown) => Refusal | undefined) | undefined {
    if (!room.startsWith(settingsRoom(''))) return undefined;
    return (name, value) => this.#definitions.misfit(room.slice(settingsRoom('').length), name, value);
  }

  #read(side: SideName): Known {
    const states = [...this.#groups.values()].map((key) => this.#rooms.state(key, side));
    const known = this.#known.get(side);
    if (known !== undefined && states.every((state, at) => state === known.states[at])) return known;
    const versions = [...this.#groups.keys()].flatMap((group, at) => {
      const decided = settingsSlice.of(states[at]?.slices ?? new Map());
      return Object.entries(decided).flatMap(([name, all]) => {
        // A version that was right once may not fit what the program asks for today: then the one before holds.
        const fit = all.filter(({ value }) => this.#definitions.misfit(group, name, value) === undefined);
        const shown = fit.map(({ number, value, from }) => ({ number, value, ...(from === undefined ? {} : { from }) }));
        const atHand = this.#definitions.sets.get(group)?.settings[name]?.atHand === true;
        return fit.length === 0 ? [] : [{ name: `${group}.${name}`, shown, atHand }];
      });
    });
    const of = (some: typeof versions) => Object.fromEntries(some.map(({ name, shown }) => [name, shown]));
    const read = { states, all: of(versions), atHand: of(versions.filter(({ atHand }) => atHand)) };
    this.#known.set(side, read);
    return read;
  }
}

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

  /** By full name, the default as number 0 and all versions whose value still fits its setting's schema. The same object while nothing changes. */
  values(side: SideName): SettingValues {
    return this.#read(side).all;
  }

  /** Decided ones that go to every device. */
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
    const declared = [...this.#definitions.sets].flatMap(([group, { settings }], at) => {
      const decided = settingsSlice.of(states[at]?.slices ?? new Map());
      return Object.entries(settings).map(([name, { default: value, atHand = false }]) => {
        // A version that was right once may not fit what the program asks for today: then the one before holds.
        const fit = (decided[name] ?? []).filter((version) => this.#definitions.misfit(group, name, version.value) === undefined);
        const versions = fit.map((version) => ({
          number: version.number,
          value: version.value,
          ...(version.from === undefined ? {} : { from: version.from }),
        }));
        return { name: `${group}.${name}`, versions, atHand, all: [{ number: 0, value }, ...versions] };
      });
    });
    const all = Object.fromEntries(declared.map((each) => [each.name, each.all]));
    const shown = declared.filter(({ atHand, versions }) => atHand && versions.length > 0);
    const read = { states, all, atHand: Object.fromEntries(shown.map(({ name, versions }) => [name, versions])) };
    this.#known.set(side, read);
    return read;
  }
}

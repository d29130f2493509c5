import { defineSlice } from '../acts/slice.js';
import type { LegalDate } from '../rules/dates.js';
import { legalDate } from '../schema/values.js';
import * as z from '../z.js';

/** One version of a setting: a value that the centre decided on. */
export interface SettingVersion {
  /** Counts from 1 for each setting; 0 is the value that came with the program. */
  readonly number: number;
  readonly value: unknown;
  /** What begins on this day or later goes by it; absent: whatever runs does, too. */
  readonly from?: LegalDate | undefined;
}

/** A version with who decided on it, when by the server's clock, and why. */
export interface DecidedVersion extends SettingVersion {
  readonly person: string;
  readonly at: number;
  readonly reason: string;
}

/** Versions by the full name of their setting, such as `core.calendar`, in the order of their numbers. */
export type SettingValues = Readonly<Record<string, readonly SettingVersion[]>>;

/** Decided versions of one room, by the setting's name within its group. */
export type SettingsState = Readonly<Record<string, readonly DecidedVersion[]>>;

/** Name of the room that holds a group's settings: `core`, or a plugin's name. */
export const settingsRoom = (group: string): string => `settings.${group}`;

/**
 * Acts of a room of settings (中心设置): each makes a version, none changes one. Two who set one thing while apart are a
 * conflict that a person settles.
 */
export const settingsSlice = defineSlice<SettingsState>('settings', {}).act('set', {
  args: z.object({
    name: z.string().check(z.maxLength(60)),
    value: z.unknown(),
    from: z.optional(legalDate()),
    reason: z.string().check(z.minLength(1), z.maxLength(500)),
  }),
  keys: ({ name }) => [name],
  check: (_, { name, value }, { misfit }) => misfit?.(name, value),
  apply: (state, { name, ...version }, { person, at }) => {
    const before = state[name] ?? [];
    return { ...state, [name]: [...before, { ...version, number: before.length + 1, person, at }] };
  },
});

/**
 * The version of a setting by which something goes that began on a day: the last one decided on that holds for it.
 *
 * @param on the day on which it began; today for what holds now
 * @returns undefined where the centre has decided nothing: then the default holds
 * @example settingOn(row.settings, 'intake.accept', row.createdOn)?.value
 */
export const settingOn = (values: SettingValues, name: string, on: LegalDate): SettingVersion | undefined =>
  values[name]?.findLast(({ from }) => from === undefined || from <= on);

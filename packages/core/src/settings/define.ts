import { OnedoorError, type Refusal, refuse } from '../errors.js';
import type { PluginLocales } from '../plugin/contributions.js';
import { misfitOf, parse } from '../schema/parse.js';
import type * as z from '../z.js';
import { type PaperDefinition, paperName, paperSetting } from './papers.js';

/** What the centre decides itself, as a program declares it. */
export interface SettingDefinition<T = unknown> {
  /** What a value has to be. Forms are made of it: see the guide for what they can show. */
  readonly schema: z.core.$ZodType<T>;
  /** What holds until the centre decides otherwise. */
  readonly default: T;
  /**
   * It goes to every device with the answer that says who one is, so that badges, clocks and checks of acts find it in
   * `settings`: for small values. Of others the room is read where they are needed. Default: false.
   */
  readonly atHand?: boolean;
  /** A version may hold for what begins from a day on, while what runs goes on by the one before. Default: false. */
  readonly dated?: boolean;
}

/** The settings of core or of one plugin, with their texts. */
export interface SettingSet {
  /** `core`, or the plugin's name: the first part of each full name, and of the right `settings.<group>`. */
  readonly group: string;
  readonly settings: Readonly<Record<string, SettingDefinition>>;
  /**
   * Papers whose template the centre may replace, each in a module that is loaded when it is made or looked at. `paper.<id>` is a
   * setting like the others, with `setting.paper.<id>` as its title.
   */
  readonly papers?: Readonly<Record<string, () => Promise<PaperDefinition>>>;
  /**
   * Texts: `setting.<name>` is a title, `setting.<name>.hint` says what it is for; `field.<path>` names a part of a value,
   * `value.<word>` one choice of several.
   */
  readonly locales: PluginLocales;
}

/** A definition whose type is kept by its own default and schema; collections of them forget it. */
export const defineSetting = <T>(definition: SettingDefinition<T>): SettingDefinition<T> => definition;

/**
 * Declares settings: the default export of a module of its own, which `definePlugin` is given as `settings`. It is loaded by
 * the server when it starts, and in a page when the settings are opened.
 *
 * @throws BAD_VALUE for a default that does not fit its own schema; MANIFEST_INVALID for a title that is missing
 * @example
 * export default defineSettings({
 *   group: 'key-desk',
 *   settings: { days: { schema: z.int().check(z.minimum(1), z.maximum(30)), default: 3, atHand: true } },
 *   locales: { zh: { 'setting.days': '归还期限（日）' }, en: { 'setting.days': 'Days until a key is due' } },
 * });
 */
export function defineSettings(given: SettingSet): SettingSet {
  const papers = Object.keys(given.papers ?? {}).map((paper) => [paperName(paper), paperSetting] as const);
  const set = { ...given, settings: { ...given.settings, ...Object.fromEntries(papers) } };
  for (const [name, definition] of Object.entries(set.settings)) {
    const refusal = misfit(definition, `${set.group}.${name}`, definition.default);
    if (refusal !== undefined) throw OnedoorError.of(refusal);
    const untold = (['zh', 'en'] as const).find((locale) => set.locales[locale][`setting.${name}`] === undefined);
    if (untold !== undefined)
      throw new OnedoorError('MANIFEST_INVALID', {
        seen: `the setting "${set.group}.${name}" without a title in ${untold}`,
        expected: `"setting.${name}" in both languages`,
        todo: 'Add the text.',
        at: set.group,
      });
  }
  return set;
}

/** Why a value does not fit; undefined where it does. */
export function misfit({ schema }: SettingDefinition, name: string, value: unknown): Refusal | undefined {
  const parsed = parse(schema, value);
  if (parsed.success) return undefined;
  const { at, message } = misfitOf(parsed.error);
  const { refusal } = refuse('BAD_VALUE', {
    seen: `${name}: ${message}`,
    expected: 'a value that fits the setting',
    todo: 'Correct what is named.',
    at,
  });
  return refusal;
}

/** All settings that a centre has, by group. */
export class SettingDefinitions {
  readonly sets: ReadonlyMap<string, SettingSet>;

  constructor(sets: readonly SettingSet[] = []) {
    this.sets = new Map(sets.map((set) => [set.group, set]));
  }

  /** Why a value cannot be set in a group: no such setting, or a misfit, with the place. */
  misfit(group: string, name: string, value: unknown): Refusal | undefined {
    const settings = this.sets.get(group)?.settings ?? {};
    const definition = Object.hasOwn(settings, name) ? settings[name] : undefined;
    if (definition !== undefined) return misfit(definition, `${group}.${name}`, value);
    return refuse('BAD_ARGS', {
      seen: `the setting "${group}.${name}"`,
      expected: `one of ${Object.keys(settings).join(', ') || 'no settings'}`,
      todo: 'Name a setting that this centre has.',
      at: 'name',
    }).refusal;
  }
}

/** Whoever declares settings: a plugin's model. */
export interface DeclaresSettings {
  readonly settings?: () => Promise<SettingSet>;
}

/** Loads what core and plugins declare. */
export async function loadSettings(parts: readonly DeclaresSettings[]): Promise<SettingDefinitions> {
  const loads = parts.flatMap(({ settings }) => (settings === undefined ? [] : [settings()]));
  const own = import('./core-settings.js').then(({ coreSettings }) => coreSettings);
  return new SettingDefinitions(await Promise.all([own, ...loads]));
}

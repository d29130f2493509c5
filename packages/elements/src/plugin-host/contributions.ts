import {
  type Badge,
  type CaseRow,
  type Cell,
  type ClockState,
  clockState,
  type PluginClock,
  type PluginManifest,
  type PluginModel,
  type PluginRow,
  readSummary,
  type SettingValues,
  shanghaiDate,
  type TaskFor,
} from '@onedoor/core';
import { isOff, noteCrash } from './crashes.js';
import type { PluginEntry } from './plugin-view.js';
import { type Names, say } from './words.js';

/** A badge as a card draws it. */
export interface ShownBadge {
  readonly key: string;
  readonly plugin: string;
  readonly text: string;
  readonly tone: NonNullable<Badge['tone']>;
}

/** A deadline as cards, headers and filters show it, whoever runs it. */
export interface ShownClock extends Pick<PluginClock, 'from' | 'basis' | 'counted' | 'changes' | 'limits' | 'endedOn'> {
  /** `<plugin>.<rule>`, with `.<id>` behind it where the rule has several; `task.<id>` for what was asked of somebody. */
  readonly key: string;
  readonly text: string;
  /** Absent for what was asked of somebody: that has a date and no start. */
  readonly startedOn?: string;
  readonly dueOn: string;
  readonly state: ClockState;
  readonly provisional: boolean;
  /** False for a right that somebody may use: its state is `running` to the end. */
  readonly binding: boolean;
  readonly waitsFor?: TaskFor;
}

/** A column that plugins add to the table. */
export interface ShownColumn {
  readonly key: string;
  readonly label: string;
  readonly kind: PluginManifest['contributes']['ledgerColumns'][number]['kind'];
}

export interface ShownCell {
  readonly value: string | number;
  /** Words of the plugin; absent where the value is shown in the column's kind. */
  readonly text?: string;
}

type Kind = 'cardBadges' | 'ledgerColumns' | 'deadlineRules';

/**
 * What plugins contribute outside their own screens, called with care: a function that throws shows nothing, is noted
 * with its plugin's name, and after three times in a minute is asked no more. Results are kept per row, since rows that
 * have not changed are the same objects.
 */
export class Contributions {
  readonly models: readonly PluginModel[];
  readonly names: Names;
  readonly #today: string;
  readonly #badges = new WeakMap<CaseRow, readonly ShownBadge[]>();
  readonly #clocks = new WeakMap<CaseRow, { readonly all: readonly ShownClock[]; readonly running: readonly ShownClock[] }>();
  readonly columns: readonly ShownColumn[];
  /** What the centre has decided, as far as it is at hand. */
  readonly settings: SettingValues;

  /**
   * @param today `YYYY-MM-DD` in Asia/Shanghai
   * @param settings those at hand; make a new object when they, the day, the language or the plugins change
   */
  constructor(plugins: readonly PluginEntry[], names: Names, today: string, settings: SettingValues = {}) {
    this.models = plugins.map((plugin) => plugin.model);
    this.names = { ...names, today };
    this.#today = today;
    this.settings = settings;
    this.columns = this.models.flatMap(({ manifest }) =>
      manifest.contributes.ledgerColumns.map(({ id, label, kind }) => ({
        key: `${manifest.name}.${id}`,
        label: label[names.locale],
        kind,
      })),
    );
  }

  badges(row: CaseRow): readonly ShownBadge[] {
    const known = this.#badges.get(row);
    if (known !== undefined) return known;
    const badges = this.#each(
      row,
      'cardBadges',
      (model, id, { words, tone = 'plain' }: Badge): ShownBadge => ({
        key: `${model.manifest.name}.${id}`,
        plugin: model.manifest.name,
        text: say(words, model.contributions.locales, this.names),
        tone,
      }),
    );
    this.#badges.set(row, badges);
    return badges;
  }

  /**
   * Running deadlines of a case, the nearest first: those of plugins, and what was asked of somebody until a day. Rights that
   * nobody has to use stand behind all duties.
   *
   * @param which `all`: those that have ended as well
   */
  clocks(row: CaseRow, which: 'all' | 'running' = 'running'): readonly ShownClock[] {
    const known = this.#clocks.get(row);
    if (known !== undefined) return known[which];
    const fromPlugins = this.#each(row, 'deadlineRules', (model, rule, found: PluginClock | readonly PluginClock[]) =>
      [found].flat().map(
        ({ words, id, provisional = false, binding = true, ...rest }): ShownClock => ({
          ...rest,
          key: [model.manifest.name, rule, id].filter(Boolean).join('.'),
          text: say(words, model.contributions.locales, this.names),
          state: binding ? clockState(rest.dueOn, rest.endedOn ?? this.#today) : 'running',
          provisional,
          binding,
        }),
      ),
    ).flat();
    const closedOn = row.stage === 'closed' ? shanghaiDate(row.changedAt) : undefined;
    const ended = (row.endedTasks ?? []).map((task) => ({ ...task, endedOn: shanghaiDate(task.doneAt) }));
    const fromTasks = [...row.tasks.map((task) => ({ ...task, endedOn: closedOn })), ...ended].flatMap(
      ({ id, what, dueOn, for: waitsFor, askedAt, endedOn }): ShownClock[] =>
        dueOn === undefined
          ? []
          : [
              {
                key: `task.${id}`,
                text: what,
                startedOn: shanghaiDate(askedAt),
                dueOn,
                state: clockState(dueOn, endedOn ?? this.#today),
                provisional: false,
                binding: true,
                waitsFor,
                ...(endedOn === undefined ? {} : { endedOn }),
              },
            ],
    );
    const order = ({ binding, dueOn }: ShownClock) => `${binding ? 0 : 1}${dueOn}`;
    const all = [...fromPlugins, ...fromTasks].sort((a, b) => (order(a) === order(b) ? 0 : order(a) < order(b) ? -1 : 1));
    const made = { all, running: all.filter(({ endedOn }) => endedOn === undefined) };
    this.#clocks.set(row, made);
    return made[which];
  }

  /** One cell of a plugin's column. */
  cell(column: ShownColumn, row: CaseRow): ShownCell | undefined {
    const dot = column.key.indexOf('.');
    const model = this.models.find(({ manifest }) => manifest.name === column.key.slice(0, dot));
    if (model === undefined) return undefined;
    const id = column.key.slice(dot + 1);
    return this.#call(
      model,
      'ledgerColumns',
      id,
      row,
      ({ value, words }: Cell): ShownCell => ({
        value,
        ...(words === undefined ? {} : { text: say(words, model.contributions.locales, this.names) }),
      }),
    );
  }

  #each<K extends 'cardBadges' | 'deadlineRules', T>(
    row: CaseRow,
    kind: K,
    show: (model: PluginModel, id: string, result: ResultOf<K>) => T,
  ): T[] {
    return this.models.flatMap((model) =>
      model.manifest.contributes[kind].flatMap(({ id }) => {
        const shown = this.#call(model, kind, id, row, (result) => show(model, id, result));
        return shown === undefined ? [] : [shown];
      }),
    );
  }

  /** Runs a contribution and puts its result into words; both are the plugin's to get wrong. */
  #call<K extends Kind, T>(model: PluginModel, kind: K, id: string, row: CaseRow, show: (result: ResultOf<K>) => T): T | undefined {
    const { name } = model.manifest;
    if (isOff(name)) return undefined;
    const run = model.contributions[kind]?.[id] as ((row: PluginRow) => ResultOf<K> | undefined) | undefined;
    try {
      const result = run?.(rowFor(row, name, this.#today, this.settings));
      return result === undefined ? undefined : show(result);
    } catch (error) {
      crashed(name, `${kind} ${id}`, error);
      return undefined;
    }
  }
}

type ResultOf<K extends Kind> = NonNullable<ReturnType<NonNullable<PluginModel['contributions'][K]>[string]>>;

export function crashed(plugin: string, place: string, error: unknown): void {
  console.error(`[${plugin}] ${place}`, error);
  noteCrash(plugin, Date.now(), place);
}

/** A row as a plugin sees it. */
export const rowFor = (row: CaseRow, plugin: string, today: string, settings: SettingValues): PluginRow =>
  new ShownRow(row, plugin, today, settings) as PluginRow;

/** The row that it was made of. */
export const caseRowOf = (row: PluginRow): CaseRow | undefined => (row instanceof ShownRow ? ShownRow.of(row) : undefined);

/** Of a hundred thousand rows, what nobody looks at is never worked out. */
class ShownRow {
  readonly #row: CaseRow;
  readonly #plugin: string;
  readonly today: string;
  readonly settings: SettingValues;
  #createdOn: string | undefined;
  #members: PluginRow['members'] | undefined;

  static of(shown: ShownRow): CaseRow {
    return shown.#row;
  }

  constructor(row: CaseRow, plugin: string, today: string, settings: SettingValues) {
    this.#row = row;
    this.#plugin = plugin;
    this.today = today;
    this.settings = settings;
  }

  get case() {
    return this.#row.case;
  }
  get number() {
    return this.#row.number;
  }
  get title() {
    return this.#row.title;
  }
  get category() {
    return this.#row.category;
  }
  get source() {
    return this.#row.source;
  }
  get stage() {
    return this.#row.stage;
  }
  get village() {
    return this.#row.village;
  }
  get outcome() {
    return this.#row.outcome;
  }
  get stageAt() {
    return this.#row.stageAt;
  }
  get spent() {
    return this.#row.spent;
  }
  get before() {
    return this.#row.before;
  }
  get changedAt() {
    return this.#row.changedAt;
  }
  get parties() {
    return this.#row.parties;
  }
  get tasks() {
    return this.#row.tasks;
  }

  get createdOn() {
    return (this.#createdOn ??= shanghaiDate(this.#row.createdAt));
  }

  get closed() {
    return this.#row.stage === 'closed';
  }

  get members() {
    return (this.#members ??= Object.fromEntries(Object.values(this.#row.members).map(({ person, role }) => [person, role])));
  }

  // Functions of their own: a contribution may take them out of its row.
  get read(): PluginRow['read'] {
    return (summary) => readSummary(this.#row.summaries, this.#plugin, summary);
  }

  get shared(): PluginRow['shared'] {
    return (name) => Object.values(this.#row.summaries).flatMap((each) => each?.[name] ?? []);
  }
}

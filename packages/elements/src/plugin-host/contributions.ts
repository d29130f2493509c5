import {
  type ActEntry,
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
export interface ShownClock {
  readonly key: string;
  readonly text: string;
  /** Absent for what was asked of somebody: that has a date and no start. */
  readonly startedOn?: string;
  readonly dueOn: string;
  readonly state: ClockState;
  readonly provisional: boolean;
  /** False for a right that somebody may use: its state is `running` to the end. */
  readonly binding: boolean;
  readonly basis?: string;
  readonly counted?: NonNullable<PluginClock['counted']>;
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
  readonly #models: readonly PluginModel[];
  readonly #names: Names;
  readonly #today: string;
  readonly #badges = new WeakMap<CaseRow, readonly ShownBadge[]>();
  readonly #clocks = new WeakMap<CaseRow, readonly ShownClock[]>();
  readonly columns: readonly ShownColumn[];

  /** @param today `YYYY-MM-DD` in Asia/Shanghai; make a new object when it, the language or the plugins change */
  constructor(plugins: readonly PluginEntry[], names: Names, today: string) {
    this.#models = plugins.map((plugin) => plugin.model);
    this.#names = { ...names, today };
    this.#today = today;
    this.columns = this.#models.flatMap(({ manifest }) =>
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
        text: say(words, model.contributions.locales, this.#names),
        tone,
      }),
    );
    this.#badges.set(row, badges);
    return badges;
  }

  /**
   * Running deadlines of a case, the nearest first: those of plugins, and what was asked of somebody until a day. Rights that
   * nobody has to use stand behind all duties.
   */
  clocks(row: CaseRow): readonly ShownClock[] {
    const known = this.#clocks.get(row);
    if (known !== undefined) return known;
    const fromPlugins = this.#each(row, 'deadlineRules', (model, id, clock: PluginClock): ShownClock => {
      const { words, startedOn, dueOn, provisional = false, binding = true, basis, counted, waitsFor } = clock;
      return {
        key: `${model.manifest.name}.${id}`,
        text: say(words, model.contributions.locales, this.#names),
        startedOn,
        dueOn,
        state: binding ? clockState(dueOn, this.#today) : 'running',
        provisional,
        binding,
        ...(basis === undefined ? {} : { basis }),
        ...(counted === undefined ? {} : { counted }),
        ...(waitsFor === undefined ? {} : { waitsFor }),
      };
    });
    const fromTasks = row.tasks.flatMap((task): ShownClock[] =>
      task.dueOn === undefined
        ? []
        : [
            {
              key: `task.${task.id}`,
              text: task.what,
              dueOn: task.dueOn,
              state: clockState(task.dueOn, this.#today),
              provisional: false,
              binding: true,
              waitsFor: task.for,
            },
          ],
    );
    const order = ({ binding, dueOn }: ShownClock) => `${binding ? 0 : 1}${dueOn}`;
    const clocks = [...fromPlugins, ...fromTasks].sort((a, b) => (order(a) === order(b) ? 0 : order(a) < order(b) ? -1 : 1));
    this.#clocks.set(row, clocks);
    return clocks;
  }

  /** One cell of a plugin's column. */
  cell(column: ShownColumn, row: CaseRow): ShownCell | undefined {
    const dot = column.key.indexOf('.');
    const model = this.#models.find(({ manifest }) => manifest.name === column.key.slice(0, dot));
    if (model === undefined) return undefined;
    const id = column.key.slice(dot + 1);
    return this.#call(
      model,
      'ledgerColumns',
      id,
      row,
      ({ value, words }: Cell): ShownCell => ({
        value,
        ...(words === undefined ? {} : { text: say(words, model.contributions.locales, this.#names) }),
      }),
    );
  }

  /** Name of the plugin that a room belongs to, in the reader's language. */
  roomLabel(room: string): string | undefined {
    const owner = this.#models.find(({ manifest }) => room === manifest.name || room.startsWith(`${manifest.name}.`));
    if (owner === undefined) return undefined;
    const tab = owner.manifest.contributes.caseTabs.find((each) => each.room === room);
    return (tab ?? owner.manifest).label[this.#names.locale];
  }

  /**
   * How a plugin's records are called in the history of edits: by `edits.<record>` and `edits.<record>.<field>` of its own
   * dictionary, both without the plugin's name before them. What it does not name is called by the plugin's name.
   */
  recordWords(
    collection: string,
    field = '',
  ): { readonly plugin: string; readonly record: string | undefined; readonly field: string | undefined } | undefined {
    const slash = collection.indexOf('/');
    const model = this.#models.find(({ manifest }) => manifest.name === collection.slice(0, slash));
    if (model === undefined) return undefined;
    const { locale } = this.#names;
    const dictionary = model.contributions.locales[locale];
    const record = collection.slice(slash + 1);
    return {
      plugin: model.manifest.label[locale],
      record: dictionary[`edits.${record}`],
      field: dictionary[`edits.${record}.${field}`],
    };
  }

  /** What an act of a plugin's room does, in a sentence; undefined for an act that no plugin here declares. */
  actWords({ intent: { command, args }, person, at, number }: ActEntry): string | undefined {
    for (const { manifest, contributions } of this.#models) {
      const declared = manifest.contributes.timelineEntries.find((entry) => entry.id === command);
      if (declared === undefined) continue;
      const label = declared.label[this.#names.locale];
      const words = contributions.timelineEntries?.[command];
      if (words === undefined || isOff(manifest.name)) return label;
      try {
        return say(words({ person, at, args, ...(number === undefined ? {} : { number }) }), contributions.locales, this.#names);
      } catch (error) {
        crashed(manifest.name, `timelineEntry ${command}`, error);
        return label;
      }
    }
    return undefined;
  }

  #each<K extends 'cardBadges' | 'deadlineRules', T>(
    row: CaseRow,
    kind: K,
    show: (model: PluginModel, id: string, result: ResultOf<K>) => T,
  ): T[] {
    return this.#models.flatMap((model) =>
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
      const result = run?.(rowFor(row, name, this.#today));
      return result === undefined ? undefined : show(result);
    } catch (error) {
      crashed(name, `${kind} ${id}`, error);
      return undefined;
    }
  }
}

type ResultOf<K extends Kind> = NonNullable<ReturnType<NonNullable<PluginModel['contributions'][K]>[string]>>;

function crashed(plugin: string, place: string, error: unknown): void {
  console.error(`[${plugin}] ${place}`, error);
  noteCrash(plugin, Date.now(), place);
}

/** A row as a plugin sees it. */
export function rowFor(row: CaseRow, plugin: string, today: string): PluginRow {
  return {
    case: row.case,
    ...(row.number === undefined ? {} : { number: row.number }),
    title: row.title,
    category: row.category,
    source: row.source,
    stage: row.stage,
    village: row.village,
    createdOn: shanghaiDate(row.createdAt),
    closed: row.stage === 'closed',
    ...(row.outcome === undefined ? {} : { outcome: row.outcome }),
    changedAt: row.changedAt,
    parties: row.parties,
    members: Object.fromEntries(Object.values(row.members).map(({ person, role }) => [person, role])),
    tasks: row.tasks,
    today,
    read: (summary) => readSummary(row.summaries, plugin, summary),
  };
}

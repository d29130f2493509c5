import type { ActEntry } from '../acts/intent.js';
import type { CaseState, Stage } from '../model/case.js';
import type { Task } from '../model/tasks.js';
import type { CaseRole } from '../policy/policy.js';
import type { ClockChange, CountedClock } from '../rules/changes.js';
import type { Term } from '../rules/clock.js';
import type { LegalDate } from '../rules/dates.js';
import type { ChangeLimits, TermId, TermStart } from '../rules/terms.js';
import type { SettingSet } from '../settings/define.js';
import type { SettingValues } from '../settings/setting.js';
import type { Summary } from './summary.js';

/** A value inside a sentence, written by the host in the reader's language: a date, an amount, a person's or department's name. */
export type WordParam =
  | string
  | number
  | { readonly date: LegalDate }
  | { readonly fen: number }
  | { readonly person: string }
  | { readonly department: string }
  /** Another key of the same dictionary. */
  | { readonly word: string };

/** A sentence of the plugin's own locales, not yet in a language. */
export interface Words {
  readonly key: string;
  readonly params?: Readonly<Record<string, WordParam>>;
}

/**
 * One case as contributions see it: what every member of the team knows, and the summaries that this reader may read. Take out
 * what you need by name: its properties are made when they are looked at, so that `{ ...row }` and JSON copy none of them.
 */
export interface PluginRow {
  readonly case: string;
  /** Given by the server; absent until then (待编号). */
  readonly number?: CaseState['number'];
  readonly title: string;
  readonly category: string;
  /** How it came to the centre. */
  readonly source: CaseState['source'];
  readonly stage: Stage;
  readonly village: string;
  readonly createdOn: LegalDate;
  readonly closed: boolean;
  /** Epoch milliseconds since when it is in its stage. */
  readonly stageAt?: number;
  /** Milliseconds in each stage that it has left. */
  readonly spent?: Readonly<Partial<Record<Stage, number>>>;
  /** Stage before the present one: of a closed case, where it was closed. */
  readonly before?: Stage;
  /** Once it is closed. */
  readonly outcome?: CaseState['outcome'];
  /** Epoch milliseconds of the last act in the case, by the server's clock. */
  readonly changedAt: number;
  /** Names of the first parties. */
  readonly parties: readonly string[];
  readonly members: Readonly<Record<string, CaseRole>>;
  readonly tasks: readonly Task[];
  /** Today in Asia/Shanghai. */
  readonly today: LegalDate;
  /** What the centre has decided of the settings that are at hand: read by `settingOn`, counted with by `clocksOf`. */
  readonly settings: SettingValues;
  /** A room's summary; undefined where this person may not read the room, or where nothing is there. */
  read<S extends Readonly<Record<string, unknown>>>(summary: Summary<S>): S | undefined;
  /**
   * What summaries of the case's rooms that this person may read, whosever they are, say together under one name: for parts
   * that plugins agree on, such as what stops clocks (`countedClock` reads those). Check their form: any version may have written them.
   */
  shared(name: string): readonly unknown[];
}

/** A small mark on a card, drawn by the host. `warning` and `danger` have a sign beside their colour. */
export interface Badge {
  readonly words: Words;
  readonly tone?: 'plain' | 'ok' | 'warning' | 'danger';
}

/** A cell of the table. What it sorts by is `value`; what is shown are `words`, or the value in the column's kind. */
export interface Cell {
  readonly value: string | number;
  readonly words?: Words;
}

/** A deadline of a case: one that runs, or one that has ended, for whoever asks for all of them. */
export interface PluginClock {
  readonly words: Words;
  /** Which of several that one rule has, such as the number of an instalment. */
  readonly id?: string;
  /** The act that started it. Default: what the term of `counted` says. */
  readonly from?: TermStart;
  readonly startedOn: LegalDate;
  readonly dueOn: LegalDate;
  readonly provisional?: boolean;
  /** Article or rule that it rests on, such as `信访工作条例 第二十二条`. Default: that of `counted`. */
  readonly basis?: string;
  /** The term that it counts, of `TERMS` or told: the case page then tells day by day how the date came about. */
  readonly counted?: Omit<CountedClock['counted'], 'term'> & { readonly term: TermId | Term };
  /** What was asked for and decided of this run: pauses and extensions. */
  readonly changes?: readonly ClockChange[];
  /** What may be asked for by the acts which all clocks share; absent: nothing. `countedClock` takes it from the term. */
  readonly limits?: ChangeLimits;
  /** The day on which what was owed was done, or the right was used: cards and filters do not show it any more. */
  readonly endedOn?: LegalDate | undefined;
  /**
   * False for a right that somebody may use until that day, such as asking for a review: shown plain, behind the duties, and
   * never as late. Once the day is over it has ended: its function returns nothing, or one with `endedOn`. Default true: somebody must act.
   */
  readonly binding?: boolean;
  /** Who has to act. */
  readonly waitsFor?: { readonly person: string } | { readonly department: string };
}

/** A logged act of a plugin's room, for its line in the timeline. */
export type TimelineAct = Pick<ActEntry, 'person' | 'at' | 'number'> & { readonly args: Readonly<Record<string, unknown>> };

/** Dictionaries of a plugin, Chinese first. */
export interface PluginLocales {
  readonly zh: Readonly<Record<string, string>>;
  readonly en: Readonly<Record<string, string>>;
}

/**
 * What a plugin shows outside its own screens, by the ids of its manifest. Pure and quick: the host calls them for every
 * card, draws what they return, and contains what they throw.
 */
export interface PluginContributions {
  readonly locales: PluginLocales;
  readonly cardBadges?: Readonly<Record<string, (row: PluginRow) => Badge | undefined>>;
  readonly ledgerColumns?: Readonly<Record<string, (row: PluginRow) => Cell | undefined>>;
  /** One clock, or several with an `id` each. */
  readonly deadlineRules?: Readonly<Record<string, (row: PluginRow) => PluginClock | readonly PluginClock[] | undefined>>;
  /** What the centre decides of this plugin, in a module of its own: `() => import('./settings.js').then((module) => module.default)`. */
  readonly settings?: () => Promise<SettingSet>;
  /** By command; the manifest's label stands alone where there is no function. */
  readonly timelineEntries?: Readonly<Record<string, (act: TimelineAct) => Words>>;
}

import type {
  ActRequest,
  ActSlice,
  CaseState,
  ContentRequest,
  Decision,
  DirectoryPerson,
  Facts,
  FileRef,
  FileState,
  GroupPart,
  LegalDate,
  Party,
  PluginLocales,
  PluginManifestSource,
  PluginModel,
  PluginRow,
  ReadResult,
  RecordDefinition,
  RecordHead,
  RecordValue,
  Result,
  RichField,
  RichFieldName,
  Session,
  SettingValues,
  SwitchedOff,
  TextField,
  TextFieldName,
} from '@onedoor/core';
import type { LitElement } from 'lit';
import type { Locale, Params } from '../locales/locale.js';
import type { ShownCell, ShownClock, ShownColumn } from './contributions.js';

/** Records of one kind in the room of a view. */
export interface PluginCollection<R extends RecordDefinition> {
  get(id: string): ReadResult<R> | undefined;
  /** In order of creation; damaged records are among them, marked. */
  list(): readonly ReadResult<R>[];
  /** Called after each change of this collection. Ends by itself with the view. */
  watch(listener: () => void): () => void;
}

/** A slice of acts, of which a view reads the state: what `defineSlice` gives is one. */
export type FoldedSlice<S> = Pick<ActSlice<S>, 'of'>;

/** State of a slice of acts in the room of a view. */
export interface PluginActs {
  /** With the person's own waiting acts on top. */
  state<S>(slice: FoldedSlice<S>): S;
  /** As the server has logged it; what differs from `state` is to be marked as waiting. */
  logged<S>(slice: FoldedSlice<S>): S;
  /** Whether the person may do an act of this room now: hide or explain what would be refused. */
  may(command: string): Decision;
  /** Stores the act and sends it when it can. The value is its id. Refusals are values. */
  run(request: ActRequest): Promise<Result<string>>;
}

/**
 * Fields of the shared case that the manifest's `grants` name. Each throws NOT_GRANTED without its grant. The view renders
 * again when they change.
 */
export interface PluginCore {
  /** Grant `case`. Undefined while it is not stored here. */
  case(): CaseState | undefined;
  /** Grant `parties`. */
  parties(): readonly RecordValue<typeof Party>[];
  /** Grant `facts`. */
  facts(): RecordValue<typeof Facts> | undefined;
  /** Grant `allocation`: how an amount is divided, to the fen, group by group. Undefined while there is no plan. */
  allocation(): readonly GroupPart[] | undefined;
  /** Grant `people`: the centre's staff by id. */
  people(): Readonly<Record<string, DirectoryPerson>>;
}

/**
 * Photographs, scans and other files of a room: stored on the device first, sent in the background. Whoever may write the room's
 * content may put one, whoever may read it may open it. The view renders again when one of them goes on.
 * `<onedoor-files case=${ctx.case} room=${ctx.room} .files=${…}>` is the screen for them.
 */
export interface PluginFiles {
  /**
   * Stores a file. Keep what it gives in a record or an act: it is the only way to the file.
   *
   * @returns or NOT_WRITABLE, TOO_LARGE over 100 MB, STORE_FULL where neither device nor server has taken it
   * @example const put = await ctx.files.put(file); if (put.ok) await ctx.commands.run(attach.request({ id: ctx.id(), file: put.value }));
   */
  put(file: File): Promise<Result<FileRef>>;
  /** How far one that this device has put is; undefined for one of another device, or while that is not read yet. */
  state(id: string): FileState | undefined;
  /** Its bytes, from here or from the server, checked. Only pictures keep their type: anything else is not to be shown in place. */
  open(file: FileRef): Promise<Result<Blob>>;
  /** An address for `<img>`; it ends with the view. */
  url(file: FileRef): Promise<Result<string>>;
  /** Takes back one that is not sent. */
  cancel(id: string): Promise<void>;
  /** Tries one that was refused again. */
  retry(id: string): Promise<void>;
}

/** What a view reads and does in one room. */
export interface PluginRoom {
  /** Whether the person may write content here now. */
  readonly writable: boolean;
  readonly data: { collection<R extends RecordDefinition>(record: R): PluginCollection<R> };
  /** A text for the host's own editor: `<onedoor-text .field=${ctx.text(Minutes, id, 'text')}>`. The same handle each time. */
  text<R extends RecordDefinition>(record: R, id: string, field: TextFieldName<R>, label: string): TextField;
  /** A structured text for `<onedoor-rich .field=${ctx.rich(Minutes, id, 'body', '笔录')}>`. The same handle each time. */
  rich<R extends RecordDefinition>(record: R, id: string, field: RichFieldName<R>, label: string): RichField;
  readonly commands: { run(request: ContentRequest): Promise<Result<void>> };
  readonly acts: PluginActs;
  readonly files: PluginFiles;
  /**
   * Ids of the records, and of what acts name by `id`, that this person has changed and the server has not logged: for a list of
   * what waits to be sent. The view renders again when it changes.
   *
   * @example html`${ctx.unsent().has(visit.id) ? html`<span class="mark pending">…</span>` : nothing}`
   */
  unsent(): ReadonlySet<string>;
}

/** How many cases have been read, and of how many where that is known. */
export interface CasesReading {
  readonly read: number;
  readonly total?: number;
}

/**
 * The cases that the person may read, for pages of the centre. Each throws NOT_GRANTED without the grant `cases`. Everything
 * is done with the person's own rights, and refused where they have none.
 */
export interface PluginCases {
  /**
   * All of them, the latest changed first; the same objects while nothing changes. The view renders again when they change. While
   * `reading` says something these are not all: show them, and nothing as a sum.
   */
  rows(): readonly PluginRow[];
  /**
   * How far a device has come that still reads what it has stored, or fetches; undefined once `rows` is whole. The view renders
   * again when it changes, at most a few times a second.
   *
   * @example
   * const reading = this.ctx.cases.reading();
   * if (reading !== undefined) return html`<p>${this.t('reading', { read: reading.read })}</p>`;
   */
  reading(): CasesReading | undefined;
  /**
   * Notes which cases this view shows first: when the page is opened again their rows are here at once, of however many. Of use
   * with its usual filter and order, and when `rows` is whole; before that it does nothing.
   *
   * @param ids the first of them, as many as a tall window shows, 200 at most
   * @example whenIdle(() => this.ctx.cases.showsFirst(lines.slice(0, 40).map((row) => row.case)));
   */
  showsFirst(ids: readonly string[]): void;
  /** Columns of all plugins, for tables of cases; keys as `cell` takes them. */
  columns(): readonly ShownColumn[];
  /** What stands in a column for a case: `value` to sort by, `text` to show instead of it. Undefined where nothing does. */
  cell(column: string, id: string): ShownCell | undefined;
  /** All deadlines of a case, of all plugins and of what was asked of somebody, those that have ended too: `endedOn` says when. */
  clocks(id: string): readonly ShownClock[];
  /** Rules of deadlines of all plugins, for filters: a clock's key is a rule's, or begins with it and a dot. */
  clockRules(): readonly { readonly key: string; readonly label: string }[];
  /** How a clock's day came about, line by line: from which day, how long, which days were left out and why. */
  explain(clock: ShownClock): readonly string[];
  /** A new case, without network too. The value is its id. */
  create(args: Parameters<Session['createCase']>[0]): Promise<Result<string>>;
  /** Asks the page to show a case. */
  open(id: string): void;
  /** Does an act in `case`, in `joint`, or in a room of the plugin that is not sealed. The value is its id. */
  act(id: string, room: string, request: ActRequest): Promise<Result<string>>;
  /** Runs a content command in one of these rooms. */
  run(id: string, room: string, request: ContentRequest): Promise<Result<void>>;
}

/** A plugin of the page, as a page of the centre lists it. */
export interface ListedPlugin {
  readonly name: string;
  /** In the reader's language. */
  readonly label: string;
  /** Who switched it off for the whole centre, when and why; absent while it is on. */
  readonly off?: SwitchedOff;
}

/** The plugins of the page, for a page that shows and switches them. `list` and `turn` throw NOT_GRANTED without the grant `plugins`. */
export interface PluginSwitches {
  list(): readonly ListedPlugin[];
  /** Whether this person may switch plugins: whoever may change the directory. */
  may(): boolean;
  /**
   * Switches a plugin off or on for the whole centre: an act of the directory. Off, its tabs, pages, badges, columns and clocks
   * are gone from everybody's desk; its rooms, rights and data stay, and are there again when it is switched on.
   *
   * @returns the act's id; ACT_NOT_ALLOWED for the asking plugin itself, NOT_PERMITTED without the right
   * @example await this.ctx.plugins.turn('hotline', false, '线路改造')
   */
  turn(name: string, on: boolean, reason: string): Promise<Result<string>>;
}

/**
 * Rights of the plugin's own, for work that goes with a post. They are the directory's, given and taken by its acts and with the
 * person's own right to do so (`directory.manage`). Each throws NOT_GRANTED without the grant `rights`.
 */
export interface PluginRights {
  /**
   * Gives somebody a right, or does nothing where they have it.
   *
   * @param right one that begins with the plugin's name and a dot
   * @returns the id of the act; NOT_GRANTED for a right of somebody else's, NOT_FOUND where the directory has no such person
   */
  give(person: string, right: string): Promise<Result<string>>;
  /** Takes a right away. */
  take(person: string, right: string): Promise<Result<string>>;
}

/** One row of what a plugin counts: a visit, an order, a matter. What a figure is made of can always be looked at. */
export interface StatisticItem {
  /** Unique among the rows of its figure. */
  readonly id: string;
  /** What a list calls it, in the reader's language where it is not somebody's own words. */
  readonly title: string;
  /** Day by which it belongs to a month; absent for what stands as it is now and belongs to none, such as a place. */
  readonly on?: LegalDate;
  /** What a figure of `amounts` adds up, such as leaflets handed out. Default 0. */
  readonly amount?: number;
  /** What a figure of `keys` counts once, however many rows have it, such as a household. Rows without one are not counted. */
  readonly key?: string;
  /** The case that it is about: pressing it opens that one. */
  readonly case?: string;
}

/** A figure as its rows. Whoever shows it cuts out the period, and compares it with the one before. */
export interface StatisticFigure {
  readonly id: string;
  readonly label: string;
  readonly items: readonly StatisticItem[];
  /** What is counted of the rows. Default `items`. */
  readonly count?: 'items' | 'keys' | 'amounts';
  /** Rows of which `items` are a part: then it is a rate, and both numbers are shown with it. A label says of what. */
  readonly of?: { readonly label: string; readonly items: readonly StatisticItem[] };
}

/** What a plugin has counted. */
export interface Statistic {
  /** In the reader's language: what was counted by which day, and what of it this person may not read. */
  readonly basis: string;
  readonly figures: readonly StatisticFigure[];
}

/** What a counting function reads: rooms of its plugin, and what its manifest grants. */
export interface StatisticContext
  extends Pick<PluginContext, 'core' | 'cases' | 'me' | 'locale' | 'i18n' | 'clock' | 'settings' | 'log' | 'signal'> {
  /**
   * Reads a room of the centre from what the device holds, or fetched where it holds nothing and there is a network. The room is
   * open while `read` runs and no longer: take out of it what the figures need. Ask for all that are needed at once: the host
   * opens a few at a time.
   *
   * @returns what `read` returns; undefined for a room that this person may not read, and for one that is not here: how many
   *   these are is told beside the figures
   * @throws OnedoorError NOT_GRANTED for a room that the manifest does not name, and for a sealed one
   * @example const lent = await ctx.room('key-desk', ({ acts }) => Object.keys(acts.state(keys)));
   */
  room<T>(name: string, read: (room: Pick<PluginRoom, 'data' | 'acts'>) => T): Promise<T | undefined>;
}
export type StatisticCounter = (ctx: StatisticContext) => Promise<Statistic>;

/** What a plugin has counted, when, and from how many rooms. */
export interface CountedStatistic extends Statistic {
  /** Epoch milliseconds by this device's clock. */
  readonly at: number;
  /** Rooms that were read, and those that this device does not hold: what is in them is not counted. */
  readonly rooms: { readonly read: number; readonly absent: number };
}

/** A plugin's figures, as a page lists them before they are counted. */
export interface ListedStatistic {
  readonly plugin: string;
  readonly id: string;
  /** In the reader's language. */
  readonly label: string;
  /**
   * Loads the plugin and counts. It does not watch: count again for what has changed since.
   *
   * @returns or PLUGIN_BROKEN, when the plugin could not be loaded or threw
   */
  count(): Promise<Result<CountedStatistic>>;
}

/** Figures that plugins of the page add, for a page that shows them. */
export interface PluginStatistics {
  /**
   * Those of all plugins that are switched on, for whoever may read their room. Throws NOT_GRANTED without the grant `statistics`.
   *
   * @example for (const each of await this.ctx.statistics.list()) { const counted = await each.count(); … }
   */
  list(): Promise<readonly ListedStatistic[]>;
}

/**
 * What a view of a plugin is given. Bound to one case and to the room that the manifest names for the view; on a page of the
 * centre `case` is `-`, and `room` is empty where the page has none.
 */
export interface PluginContext extends PluginRoom {
  /** Case id. */
  readonly case: string;
  readonly room: string;
  /**
   * Another room of the plugin, one of the centre and members of families among them, or one that it extends, beside the view's own: its records, texts, commands and acts. It is
   * opened when it is first asked for; until it is here it has no records and nothing can be written.
   *
   * @throws OnedoorError NOT_GRANTED for a room that the manifest does not name, and for a sealed one, which is shown by its
   *   own tab alone
   * @example this.ctx.in('joint').data.collection(Minutes).list()
   */
  in(room: string): PluginRoom;
  readonly core: PluginCore;
  readonly cases: PluginCases;
  readonly rights: PluginRights;
  readonly plugins: PluginSwitches;
  readonly statistics: PluginStatistics;
  /** The signed-in person. */
  readonly me: { readonly person: string; readonly name: string; readonly department: string };
  readonly locale: Locale;
  readonly i18n: {
    /** Texts of the plugin's own locales. An unknown key comes back as it is. */
    t(key: string, params?: Params): string;
    /** A date of law in the reader's order. */
    date(date: string): string;
    /** A moment by the clock of Asia/Shanghai. */
    moment(atMs: number): string;
    /** A person's name, or the id while the directory is not here. */
    person(id: string): string;
    /** A department's name in the reader's language, or the id while the directory is not here. */
    department(id: string): string;
    /** A case's number in the centre's own form; undefined (待编号) until the server has given it. */
    number(number: PluginRow['number']): string | undefined;
  };
  readonly theme: 'light' | 'dark';
  readonly clock: { now(): number /** `YYYY-MM-DD` in Asia/Shanghai. */; today(): string };
  /** What the centre has decided of the settings that are at hand, as in `PluginRow`. */
  readonly settings: SettingValues;
  /** A new ULID, for commands that create. */
  id(): string;
  /** The signed head of the centre's record, for papers (see `Paper.head`); without network the one last heard. */
  recordHead(): Promise<RecordHead | undefined>;
  readonly log: { warn(message: string): void };
  /** Aborted when the view goes: pass it to whatever outlives a render. */
  readonly signal: AbortSignal;
}

/** An element of a plugin. The host makes its tag, sets `ctx` before the first render and again when a part of it changes. */
export interface PluginView extends LitElement {
  ctx: PluginContext;
}
export type PluginViewClass = new () => PluginView;

/** A plugin's `view` entry. */
export interface PluginViews {
  readonly manifest: PluginManifestSource;
  /** By the name that a contribution of the manifest has in `view`. */
  readonly views: Readonly<Record<string, PluginViewClass>>;
  /**
   * Texts that the views alone say: loaded with them, and not with every page that shows a badge. `ctx.i18n.t` looks here
   * first, then in the model's dictionaries.
   */
  readonly locales?: PluginLocales;
  /** By the ids of the manifest's `statistics`: what counts them. Loaded with the views, when somebody looks at figures. */
  readonly statistics?: Readonly<Record<string, StatisticCounter>>;
}

/** A plugin as a page names it: its model is there from the start, its views are loaded when one is opened. */
export interface PluginEntry {
  readonly model: PluginModel;
  load(): Promise<PluginViews>;
}

/**
 * Binds view classes to a manifest. Classes are not registered here: the host makes their tags, so that names of two
 * plugins cannot collide.
 *
 * @throws Error for a contribution whose view or counting function is missing, and for a text in one language only
 * @example export default definePluginView({ manifest, views: { minutes: MinutesView } });
 */
export function definePluginView(plugin: PluginViews): PluginViews {
  const { caseTabs = [], pages = [], statistics = [] } = plugin.manifest.contributes ?? {};
  const uncounted = statistics.find(({ id }) => plugin.statistics?.[id] === undefined);
  if (uncounted !== undefined)
    throw new Error(
      `Plugin "${plugin.manifest.name}" names the statistic "${uncounted.id}" in its manifest; expected a function under that name in \`statistics\`. Add it or correct the manifest.`,
    );
  for (const { view } of [...caseTabs, ...pages]) {
    if (plugin.views[view] === undefined) {
      throw new Error(
        `Plugin "${plugin.manifest.name}" names the view "${view}" in its manifest; expected a class under that name in \`views\`. Add it or correct the manifest.`,
      );
    }
  }
  const { zh = {}, en = {} } = plugin.locales ?? {};
  const lone = Object.keys({ ...zh, ...en }).find((key) => zh[key] === undefined || en[key] === undefined);
  if (lone !== undefined)
    throw new Error(`Plugin "${plugin.manifest.name}" has the text "${lone}" in one language only; expected both. Add the other.`);
  return plugin;
}

import { type Actor, type CaseRow, type DirectoryState, formatNumber, type Stage } from '@onedoor/core';
import type { Desk } from '../internal/desk.js';
import { departmentHue } from '../internal/hue.js';
import { type Idle, whenIdle } from '../internal/idle.js';
import { memo } from '../internal/memo.js';
import { type MessageKey, type Params, translate } from '../locales/locale.js';
import { departmentName, postName } from '../locales/names.js';
import { BoardReader, byStage, newsOf, perStage, type Visits } from './board-model.js';
import type { BoardFilter, BoardView } from './board-view.js';
import { choicesOf } from './toolbar.js';
import type { BoardTools, CardActions } from './tools.js';

const NO_VISITS: Visits = new Map();
export type ByStage = Readonly<Record<Stage, readonly CaseRow[]>>;

/** What the board is drawn from, beside its view. */
export interface BoardSources {
  readonly desk: Desk;
  readonly directory: DirectoryState | undefined;
  readonly me: Actor | undefined;
  readonly visits: Visits | undefined;
}

const collatorOf = (locale: string) => new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en');

/** What follows from rows and view, worked out again only when one of them is another. */
export class BoardData {
  readonly #reader = memo(
    (
      contributions: Desk['contributions'],
      numberPrefix: string,
      today: string,
      locale: string,
      directory: DirectoryState | undefined,
      me: Actor | undefined,
    ) =>
      new BoardReader({
        locale: locale === 'zh' ? 'zh-CN' : 'en',
        numberPrefix,
        today,
        me,
        personName: (person) => directory?.people[person]?.name ?? person,
        departmentOf: (person) => directory?.people[person]?.department,
        clocks: (row) => contributions.clocks(row),
        cell: (key, row) => {
          const column = contributions.columns.find((each) => each.key === key);
          return column === undefined ? undefined : contributions.cell(column, row);
        },
      }),
  );
  readonly #sorted = memo((reader: BoardReader, rows: readonly CaseRow[], sort: BoardView['sort']) => reader.sort(rows, sort));
  readonly #filtered = memo((reader: BoardReader, rows: readonly CaseRow[], filter: BoardFilter, visits: Visits) =>
    reader.filter(rows, filter, visits, Date.now()),
  );
  /** On cards the column is the stage. */
  readonly #withoutStage = memo((filter: BoardFilter): BoardFilter => (filter.stage === '' ? filter : { ...filter, stage: '' }));
  readonly #tools = memo(
    (
      reader: BoardReader,
      desk: Desk,
      directory: DirectoryState | undefined,
      me: Actor | undefined,
      visits: Visits,
      actions: CardActions,
    ): BoardTools => {
      const { locale, today, contributions, numberPrefix } = desk;
      const now = Date.now();
      const t = (key: MessageKey, params?: Params) => translate(locale, key, params);
      const known = (person: string) => directory?.people[person];
      return {
        ...actions,
        locale,
        today,
        contributions,
        t,
        nameOf: (person) => known(person)?.name ?? person,
        hueOf: (person) => departmentHue(known(person)?.department ?? ''),
        postOf: (person) =>
          [departmentName(locale, directory, known(person)?.department ?? ''), postName(locale, directory, person)]
            .filter(Boolean)
            .join(' · '),
        departmentOf: (department) => departmentName(locale, directory, department),
        numberOf: (row) => formatNumber(row.number, numberPrefix),
        clockOf: (row) => reader.clock(row),
        waitingOf: (row) => reader.waiting(row),
        categoryOf: (code) => {
          const key = `category.${code}`;
          return isCategory(key) ? t(key) : code;
        },
        newsOf: (row) => newsOf(row, visits, me?.person, now),
      };
    },
  );

  /** All rows by stage, whatever the filter. */
  readonly whole = memo(byStage);
  /** Filtered rows by stage. */
  readonly columns = memo(byStage);
  readonly keys = memo((columns: ByStage) => perStage((stage): readonly string[] => columns[stage].map((row) => row.case)));
  readonly tableKeys = memo((rows: readonly CaseRow[]) => rows.map((row) => row.case));
  readonly #choices = memo((rows: readonly CaseRow[], directory: DirectoryState | undefined, locale: string) =>
    choicesOf(rows, directory, collatorOf(locale)),
  );

  readonly #prepared = memo((reader: BoardReader, rows: readonly CaseRow[]) => {
    let at = 0;
    const go = (deadline: Idle): void => {
      if (this.#preparing !== go) return;
      for (let row = rows[at]; row !== undefined && deadline.timeRemaining() > 1; row = rows[++at]) reader.haystack(row);
      if (at < rows.length) whenIdle(go);
    };
    this.#preparing = go;
    whenIdle(go);
  });
  #preparing: ((deadline: Idle) => void) | undefined;

  /** Reads what a search looks in, while nobody waits: the first key of thousands of cases is then as quick as the next. */
  prepareSearch(rows: readonly CaseRow[], sources: BoardSources): void {
    this.#prepared(this.reader(sources), rows);
  }

  choices(rows: readonly CaseRow[], { desk, directory }: BoardSources) {
    return this.#choices(rows, directory, desk.locale);
  }

  reader({ desk, directory, me }: BoardSources): BoardReader {
    return this.#reader(desk.contributions, desk.numberPrefix, desk.today, desk.locale, directory, me);
  }

  /** Rows that pass the view's filter, in its order. */
  rows(rows: readonly CaseRow[], view: BoardView, sources: BoardSources): readonly CaseRow[] {
    const reader = this.reader(sources);
    const filter = view.layout === 'cards' ? this.#withoutStage(view.filter) : view.filter;
    return this.#filtered(reader, this.#sorted(reader, rows, view.sort), filter, sources.visits ?? NO_VISITS);
  }

  tools(sources: BoardSources, actions: CardActions): BoardTools {
    return this.#tools(this.reader(sources), sources.desk, sources.directory, sources.me, sources.visits ?? NO_VISITS, actions);
  }
}

const isCategory = (key: string): key is `category.${'01'}` => /^category\.(?:0[1-9]|1[0-7]|99)$/.test(key);

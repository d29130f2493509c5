import { type Actor, type CaseRow, type DirectoryState, formatNumber } from '@onedoor/core';
import type { Desk } from '../internal/desk.js';
import { departmentHue } from '../internal/hue.js';
import { type Idle, whenIdle } from '../internal/idle.js';
import { memo } from '../internal/memo.js';
import { type MessageKey, type Params, translate } from '../locales/locale.js';
import { departmentName, postName } from '../locales/names.js';
import { BoardReader, type ByStage, newsOf, type Visits } from './board-model.js';
import { columnsOf, Order, Sieve } from './board-order.js';
import type { BoardFilter, BoardView } from './board-view.js';
import { type Choices, readChoices } from './toolbar.js';
import type { BoardTools, CardActions } from './tools.js';

const NO_VISITS: Visits = new Map();

/** What the board is drawn from, beside its view. */
export interface BoardSources {
  readonly desk: Desk;
  readonly directory: DirectoryState | undefined;
  readonly me: Actor | undefined;
  readonly visits: Visits | undefined;
}

const collatorOf = (locale: string) => new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en');

/** Of more rows than these the choices of the filters are read when nobody waits. */
const CHOICES_AT_ONCE = 3_000;

/** What follows from rows and view, worked out again only when one of them is another. */
export class BoardData {
  readonly #changed: () => void;
  #chosen: { readonly of: readonly unknown[]; readonly choices: Choices } = {
    of: [],
    choices: { categories: [], villages: [], departments: [], people: [] },
  };
  #choosing: readonly unknown[] = [];

  /** @param changed called when something of it is another without rows, view or sources being others */
  constructor(changed: () => void) {
    this.#changed = changed;
    this.#order = new Order(changed);
    this.#sieve = new Sieve(changed);
  }

  /** Whether rows are still being put in order or looked through. */
  get isPending(): boolean {
    return this.#order.isPending || this.#sieve.isPending;
  }

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
  readonly #order: Order;
  readonly #sieve: Sieve;
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
  whole(rows: readonly CaseRow[], view: BoardView, sources: BoardSources): ByStage {
    // In order, as they are without a filter: counted once for both.
    return columnsOf(this.#order.sorted(this.reader(sources), rows, view.sort));
  }

  /** Filtered rows by stage. */
  columns(rows: readonly CaseRow[]): ByStage {
    return columnsOf(rows);
  }

  /** Reads what a search looks in, while nobody waits: the first key of thousands of cases is then as quick as the next. */
  prepareSearch(rows: readonly CaseRow[], view: BoardView, sources: BoardSources): void {
    const reader = this.reader(sources);
    const sorted = this.#order.sorted(reader, rows, view.sort);
    if (!this.#order.isPending) this.#sieve.prepare(reader, sorted);
  }

  choices(rows: readonly CaseRow[], { desk, directory }: BoardSources): Choices {
    const of = [rows, directory, desk.locale] as const;
    const isKnown = (known: readonly unknown[]) => of.every((each, at) => each === known[at]);
    const isFew = rows.length <= CHOICES_AT_ONCE;
    if (isKnown(this.#chosen.of) || (!isFew && (isKnown(this.#choosing) || this.isPending))) return this.#chosen.choices;
    this.#choosing = of;
    const steps = readChoices(rows, directory, collatorOf(desk.locale));
    const goOn = (idle?: Idle): void => {
      if (this.#choosing !== of) return;
      let step = steps.next();
      while (step.done !== true && (idle === undefined || idle.timeRemaining() > 1)) step = steps.next();
      if (step.done !== true) return whenIdle(goOn);
      this.#chosen = { of, choices: step.value };
      if (idle !== undefined) this.#changed();
    };
    if (isFew) goOn();
    else whenIdle(goOn);
    return this.#chosen.choices;
  }

  reader({ desk, directory, me }: BoardSources): BoardReader {
    return this.#reader(desk.contributions, desk.numberPrefix, desk.today, desk.locale, directory, me);
  }

  /** Rows that pass the view's filter, in its order. */
  rows(rows: readonly CaseRow[], view: BoardView, sources: BoardSources): readonly CaseRow[] {
    const reader = this.reader(sources);
    const filter = view.layout === 'cards' ? this.#withoutStage(view.filter) : view.filter;
    return this.#sieve.filtered(reader, this.#order.sorted(reader, rows, view.sort), filter, sources.visits ?? NO_VISITS);
  }

  tools(sources: BoardSources, actions: CardActions): BoardTools {
    return this.#tools(this.reader(sources), sources.desk, sources.directory, sources.me, sources.visits ?? NO_VISITS, actions);
  }
}

const isCategory = (key: string): key is `category.${'01'}` => /^category\.(?:0[1-9]|1[0-7]|99)$/.test(key);

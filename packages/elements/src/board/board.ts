import {
  type Actor,
  type CaseRow,
  type DirectoryState,
  formatNumber,
  type Refusal,
  type RoomRule,
  refusalOf,
  type Session,
  STAGES,
  type Stage,
} from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { PreferenceController } from '../controllers/preference-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { dialogView } from '../internal/dialog.js';
import { oneOf } from '../internal/form.js';
import { departmentHue } from '../internal/hue.js';
import { memo } from '../internal/memo.js';
import { type MenuItem, menuView } from '../internal/menu.js';
import { newId } from '../internal/new-id.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { clockStyles, dialogStyles, sealStyles } from '../internal/parts.styles.js';
import { WindowController } from '../internal/window-controller.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { departmentName, postName } from '../locales/names.js';
import { ActsController, type ActsHost, type Move } from './acts-controller.js';
import { boardStyles } from './board.styles.js';
import { type BoardFacts, BoardReader, byStage, mayAct, newsOf } from './board-model.js';
import {
  type BoardFilter,
  type BoardView,
  BUILT_IN,
  builtInView,
  FIRST_VIEW,
  NO_FILTER,
  parseView,
  readSavedViews,
  type SavedView,
  startsDescending,
  viewInUse,
  viewQuery,
} from './board-view.js';
import { cardBody } from './card.js';
import { columnsDialog, keysDialog, saveDialog, viewsDialog } from './dialogs.js';
import { DragController } from './drag-controller.js';
import { KeysController, type KeysHost } from './keys-controller.js';
import { allColumns, type TableColumn, tableView } from './table.js';
import { choicesOf, filterFields, sortChoice, type ToolbarOptions, toolbarView } from './toolbar.js';
import type { BoardTools, ItemPlace } from './tools.js';

/** Narrower than this, one column shows at a time and filters stand in a sheet. */
const NARROW_PX = 700;
/** About how high a card is before any has been measured. */
const CARD_PX = 168;
/** Typing tells the page of the new view when it pauses. */
const TELL_AFTER_MS = 250;

type Dialog = 'filters' | 'save' | 'views' | 'columns' | 'keys' | 'conflicts';

/**
 * The case board: the cases that this person may read, as cards in the stages of the five-step method or as a table.
 * Cards are moved by dragging, by their menu and by keyboard; all three are one act and obey one rule. Filters, order
 * and layout make a view that can be named and kept.
 *
 * @attr case-href - Address of a case's page with `{case}` in it; `#/case/{case}` by default.
 * @attr query - The view, as `od-view-change` told it: `clock=overdue&view=table`. Absent: as this person left it.
 * @fires {CustomEvent<{case: string}>} od-open - A case was chosen. Prevent it to keep the page where it is.
 * @fires {CustomEvent<{query: string, view: BoardView}>} od-view-change - The person looks at the board in another way.
 * @fires {CustomEvent<Move>} od-before-move - A case is about to be moved or closed: `case`, `from`, `to`, `reason`, and `outcome` when it is closed. Prevent it to forbid the move.
 * @fires {CustomEvent<Move>} od-moved - The move is stored here and on its way; the detail is that of `od-before-move`.
 * @fires od-new-case - The button for a new case was pressed.
 * @slot new-case - Takes the place of the button for a new case.
 * @csspart toolbar - Views, search, filters and layout.
 * @csspart columns - The row of columns.
 * @csspart column - One stage.
 * @csspart card - One case as a card.
 * @csspart table - The table.
 * @csspart row - One case as a row of the table.
 * @cssproperty --od-board-height - Height of columns and table. Default: what the window leaves below the toolbar.
 * @cssproperty --od-column-width - Least width of a column. Default: 200 px.
 */
export class OnedoorBoard extends OnedoorElement implements ActsHost, KeysHost {
  static override styles = [...OnedoorElement.styles, clockStyles, sealStyles, dialogStyles, boardStyles];

  @property({ attribute: 'case-href' }) caseHref = '#/case/{case}';
  @property() query: string | undefined;
  @state() private view: BoardView = FIRST_VIEW;
  @state() private narrow = false;
  /** The column that a narrow page shows. */
  @state() private stage: Stage = 'screening';
  @state() private dialog: Dialog | undefined;
  @state() private menu: { readonly row: CaseRow; readonly at: DOMRect } | undefined;
  @state() private conflictsOf = '';
  @state() private drag: { readonly row: CaseRow; readonly over: Stage | undefined } | undefined;
  @state() private spoken = '';
  /** Where the keyboard is in each column. */
  readonly #current = new Map<Stage, string>();
  #begun: Session | undefined;
  /** Whether the person has chosen a stage on a narrow page. */
  #chosen = false;
  #tell: ReturnType<typeof setTimeout> | undefined;

  readonly #rows = new WatchController(this, () => this.desk.session?.rows);
  readonly #sync = new WatchController(this, () => this.desk.session?.sync);
  readonly #me = new WatchController(this, () => this.desk.session?.me);
  readonly #directory = new WatchController(this, () => this.desk.session?.directory);
  readonly #visits = new WatchController(this, () => this.desk.session?.visits);
  readonly #kept = new PreferenceController(this, () => this.desk.session?.preferences, 'board/view');
  readonly #saved = new PreferenceController(this, () => this.desk.session?.preferences, 'board/saved');
  readonly #first = new PreferenceController(this, () => this.desk.session?.preferences, 'board/first');
  readonly #keysOff = new PreferenceController(this, () => this.desk.session?.preferences, 'board/keysOff');
  readonly #windows = new WindowController(this, CARD_PX);
  readonly #acts = new ActsController(this);
  readonly #keys = new KeysController(this);
  readonly #drags = new DragController(this, {
    begin: (card) => this.#beginDrag(card),
    over: (place) => (this.drag = this.drag === undefined ? undefined : { ...this.drag, over: oneOf(STAGES, place ?? '') }),
    end: (place, cancelled) => this.#endDrag(oneOf(STAGES, place ?? ''), cancelled),
  });
  readonly #resized = new ResizeObserver(([entry]) => {
    if (entry !== undefined) this.narrow = entry.contentRect.width < NARROW_PX;
  });

  // What follows from rows and view is worked out when one of them is another.
  readonly #readerFor = memo((facts: BoardFacts) => new BoardReader(facts));
  readonly #factsFor = memo(
    (desk: OnedoorBoard['desk'], directory: DirectoryState | undefined, me: Actor | undefined): BoardFacts => ({
      locale: desk.locale === 'zh' ? 'zh-CN' : 'en',
      numberPrefix: desk.numberPrefix,
      today: desk.today,
      me,
      personName: (person) => directory?.people[person]?.name ?? person,
      departmentOf: (person) => directory?.people[person]?.department,
      clocks: (row) => desk.contributions.clocks(row),
      cell: (key, row) => {
        const column = desk.contributions.columns.find((each) => each.key === key);
        return column === undefined ? undefined : desk.contributions.cell(column, row);
      },
    }),
  );
  readonly #sortedFor = memo((reader: BoardReader, rows: readonly CaseRow[], sort: BoardView['sort']) => reader.sort(rows, sort));
  readonly #filteredFor = memo(
    (reader: BoardReader, rows: readonly CaseRow[], filter: BoardFilter, visits: ReturnType<OnedoorBoard['visitsNow']>) =>
      reader.filter(rows, filter, visits, Date.now()),
  );
  readonly #stagesFor = memo(byStage);
  readonly #allStagesFor = memo(byStage);
  readonly #keysFor = memo((columns: Readonly<Record<Stage, readonly CaseRow[]>>) =>
    Object.fromEntries(STAGES.map((stage) => [stage, columns[stage].map((row) => row.case)])),
  );
  readonly #choicesFor = memo((rows: readonly CaseRow[], directory: DirectoryState | undefined, locale: string) =>
    choicesOf(rows, directory, new Intl.Collator(locale === 'zh' ? 'zh-CN' : 'en')),
  );
  readonly #savedFor = memo(readSavedViews);

  override connectedCallback(): void {
    super.connectedCallback();
    this.#resized.observe(this);
    this.narrow = this.clientWidth > 0 && this.clientWidth < NARROW_PX;
    document.addEventListener('keydown', this.#onPageKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    clearTimeout(this.#tell);
    document.removeEventListener('keydown', this.#onPageKey);
  }

  get session(): Session | undefined {
    return this.desk.session;
  }

  get me(): Actor | undefined {
    return this.#me.value?.person;
  }

  get rule(): RoomRule | undefined {
    return this.session?.model.room('case')?.rule;
  }

  get people(): DirectoryState | undefined {
    return this.#directory.value;
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { session } = this;
    if (session !== undefined && session !== this.#begun) {
      this.#begun = session;
      this.view = this.#firstView();
    } else if (changed.has('query') && this.query !== undefined && this.query !== viewQuery(this.view)) {
      this.view = this.#firstView();
    }
    if (this.narrow && (changed.has('narrow') || changed.has('view') || !this.#chosen)) this.#showMatches();
    if (changed.has('desk') || changed.has('narrow')) this.#windows.forget();
    this.toggleAttribute('data-narrow', this.narrow);
  }

  protected override render(): TemplateResult {
    const { session } = this;
    if (session === undefined) return html`<p class="empty notice" role="status">${this.t('board.signedOut')}</p>`;
    const rows = this.#acts.overlay(this.#rows.value ?? []);
    if (rows.length === 0) return html`${this.#empty()}${this.#newCase(true)}${this.#live()}`;
    const { filtered, columns } = this.#derive(rows);
    const { layout } = this.view;
    const tools = this.#tools();
    return html`
      ${toolbarView(this.#toolbar(rows, filtered.length, tools))}
      ${this.#status(rows.length, filtered.length)}
      ${this.#acts.problem === undefined ? nothing : html`<div class="problem">${this.refusal(this.#acts.problem)}<button type="button" class="link" @click=${() => this.#acts.forgetProblem()}>${this.t('common.done')}</button></div>`}
      ${
        filtered.length === 0
          ? html`<div class="empty"><p>${this.t('list.noMatch')}</p><button type="button" @click=${() => this.setFilter(NO_FILTER)}>${this.t('board.clear')}</button></div>`
          : layout === 'table'
            ? this.#table(filtered, tools)
            : this.#columns(columns, this.#allStagesFor(rows), tools)
      }
      ${this.#dialogs(rows, filtered.length, tools)}
      ${this.#live()}
    `;
  }

  /** Whoever uses the keyboard or a reader hears what happened. */
  #live(): TemplateResult {
    return html`<p class="sr" aria-live="assertive" data-said>${this.spoken}</p><p class="sr" id="card-keys">${this.t('board.cardKeys')}</p>`;
  }

  #derive(rows: readonly CaseRow[]) {
    const reader = this.#reader();
    const sorted = this.#sortedFor(reader, rows, this.view.sort);
    const { filter, layout } = this.view;
    const filtered = this.#filteredFor(
      reader,
      sorted,
      layout === 'cards' && filter.stage !== '' ? this.#withoutStage(filter) : filter,
      this.visitsNow(),
    );
    const columns = this.#stagesFor(filtered);
    return { filtered, columns };
  }

  /** On cards the column is the stage. */
  readonly #withoutStage = memo((filter: BoardFilter): BoardFilter => ({ ...filter, stage: '' }));
  readonly #noVisits = new Map<string, never>();

  protected visitsNow() {
    return this.#visits.value ?? this.#noVisits;
  }

  #reader(): BoardReader {
    return this.#readerFor(this.#factsFor(this.desk, this.#directory.value, this.me));
  }

  #status(all: number, shown: number): TemplateResult {
    const loading = this.#sync.value?.rowsLoading;
    return html`<p class="status quiet" role="status">
      ${loading === undefined ? nothing : html`<span class="mark pending">${this.t('board.loading', { count: loading })}</span>`}
      ${this.t('list.count', { shown, all })}
    </p>`;
  }

  /** Nothing to list has several causes; which one it is decides what a person can do. */
  #empty(): TemplateResult {
    const sync = this.#sync.value;
    if (sync?.rowsLoading !== undefined)
      return html`<p class="empty" role="status">${this.t('board.loading', { count: sync.rowsLoading })}</p>`;
    if (sync?.connection === 'signed-out') return html`<p class="empty notice" role="status">${this.t('board.signedOut')}</p>`;
    if (sync?.connection === 'online' && this.me !== undefined) return html`<p class="empty">${this.t('list.none')}</p>`;
    if (sync?.connection === 'online' || sync?.connection === 'connecting')
      return html`<p class="empty" role="status">${this.t('list.fetching')}</p>`;
    return html`<p class="empty notice" role="status">${this.t('list.nothingStored')}</p>`;
  }

  /** Offered to those who may make cases. */
  #newCase(alone: boolean): TemplateResult | typeof nothing {
    const { rule, me } = this;
    if (rule === undefined || me === undefined || refusalOf(rule, { to: 'act', command: 'case.create' }, me, undefined) !== undefined)
      return nothing;
    const button = html`<slot name="new-case"><button type="button" class="primary new-case no-print" @click=${() => this.emit('od-new-case', undefined)}>${this.t('form.title')}</button></slot>`;
    return alone ? html`<p class="empty">${button}</p>` : button;
  }

  #columns(
    columns: Readonly<Record<Stage, readonly CaseRow[]>>,
    all: Readonly<Record<Stage, readonly CaseRow[]>>,
    tools: BoardTools,
  ): TemplateResult {
    const keys = this.#keysFor(columns);
    const lift = this.#keys.lift;
    const held = this.drag?.row ?? lift?.row;
    const over = this.drag === undefined ? lift?.to : this.drag.over;
    const stages = this.narrow ? STAGES.filter((stage) => stage === this.stage) : STAGES;
    const standing = (stage: Stage) => {
      if (held === undefined || stage === held.stage) return '';
      return `${this.#acts.decide(held, stage).allowed ? 'allowed' : 'refused'}${over === stage ? ' over' : ''}`;
    };
    const count = (stage: Stage) => {
      const [shown, whole] = [columns[stage].length, all[stage].length];
      return shown === whole ? String(whole) : this.t('board.count', { shown, all: whole });
    };
    return html`
      ${
        this.narrow
          ? html`<div class="stages no-print" role="tablist" aria-label=${this.t('stage.title')} @keydown=${this.#onTabKey}>
            ${STAGES.map((stage) => html`<button type="button" role="tab" id=${`tab-${stage}`} class=${standing(stage)} data-stage=${stage} aria-selected=${stage === this.stage} aria-controls="columns" tabindex=${stage === this.stage ? 0 : -1} @click=${() => this.#showStage(stage)}>${this.t(`stage.${stage}`)} <span class="count">${count(stage)}</span></button>`)}
          </div>`
          : nothing
      }
      <div class="columns" id="columns" part="columns" data-sideways role=${this.narrow ? 'tabpanel' : nothing} aria-labelledby=${this.narrow ? `tab-${this.stage}` : nothing} @focusout=${this.#onFocusOut}>
        ${repeat(
          stages,
          (stage) => stage,
          (stage) => {
            const rows = columns[stage];
            const focused = rows.findIndex((row) => row.case === this.#current.get(stage));
            const dragged = this.drag === undefined ? -1 : rows.findIndex((row) => row.case === this.drag?.row.case);
            const span = this.#windows.span(stage, keys[stage] ?? [], dragged === -1 ? Math.max(0, focused) : dragged);
            const why = held === undefined || stage === held.stage ? undefined : this.#acts.whyNot(held, stage);
            return html`<section class=${`column ${standing(stage)}`} part="column" data-stage=${stage} aria-labelledby=${`stage-${stage}`}>
              <h2 id=${`stage-${stage}`}>${this.t(`stage.${stage}`)} <span class="count">${count(stage)}</span></h2>
              ${held === undefined || stage === held.stage ? nothing : html`<p class="drop-words" aria-hidden="true">${why ?? this.t('board.dropHere')}</p>`}
              <div class="scroller" data-scroller>
                <ul data-window=${stage} role="list" aria-labelledby=${`stage-${stage}`} style=${span.after === 0 ? nothing : `padding-bottom: ${span.after}px`}>
                  ${repeat(
                    span.items,
                    ({ index }) => rows[index]?.case,
                    ({ index, gap }) => {
                      const row = rows[index];
                      if (row === undefined) return nothing;
                      return this.#card({ row, index, count: rows.length, gap, tabbable: index === Math.max(0, focused) }, tools);
                    },
                  )}
                </ul>
              </div>
            </section>`;
          },
        )}
      </div>`;
  }

  #card(place: ItemPlace, tools: BoardTools): TemplateResult {
    const { row, index, count, gap } = place;
    const held = this.drag?.row.case === row.case || this.#keys.lift?.row.case === row.case;
    return html`<li role="listitem" data-key=${row.case} aria-setsize=${count} aria-posinset=${index + 1} style=${gap === 0 ? nothing : `margin-top: ${gap}px`}>
      <article class=${held ? 'card held' : row.pendingActs > 0 ? 'card waiting' : 'card'} part="card" data-case=${row.case} @pointerdown=${this.#drags.onPointerDown} @dragstart=${prevent} @keydown=${(event: KeyboardEvent) => this.#onCardKey(event, row)} @focusin=${() => this.#onCardFocus(row)}>
        ${cardBody(place, tools)}
      </article>
    </li>`;
  }

  #table(rows: readonly CaseRow[], tools: BoardTools): TemplateResult {
    const keys = this.#tableKeysFor(rows);
    return html`<div class="table" data-scroller>
      ${tableView({ rows, span: this.#windows.span('table', keys, keys.indexOf(this.#tableFocus)), columns: this.#shownColumns(tools), sort: this.view.sort, tools, onSort: (by) => this.#sortBy(by) })}
    </div>`;
  }

  readonly #tableKeysFor = memo((rows: readonly CaseRow[]) => rows.map((row) => row.case));
  #tableFocus = '';

  #shownColumns(tools: BoardTools): readonly TableColumn[] {
    return allColumns(tools).filter(({ key }) => this.view.columns.includes(key));
  }

  #toolbar(rows: readonly CaseRow[], shown: number, tools: BoardTools): ToolbarOptions {
    const saved = this.#savedFor(this.#saved.value);
    const { by } = this.view.sort;
    return {
      view: this.view,
      narrow: this.narrow,
      saved,
      inUse: viewInUse(this.view, saved),
      choices: this.#choicesFor(rows, this.#directory.value, this.desk.locale),
      shown,
      all: rows.length,
      sortedBy: this.#sortLabel(by, tools),
      newCase: this.#newCase(false),
      t: this.words,
      nameOf: (person) => this.nameOf(person),
      departmentOf: (id) => this.departmentOf(id),
      categoryOf: (code) => this.#category(code),
      set: (view) => this.#set({ ...this.view, ...view }),
      setFilter: (filter) => this.setFilter(filter),
      choose: (id) => this.#choose(id),
      open: (dialog) => (this.dialog = dialog),
    };
  }

  #sortLabel(by: string, tools: BoardTools): string | undefined {
    if (['clock', 'changed', 'code', 'created'].includes(by)) return undefined;
    return by === 'title' ? this.t('case.title') : allColumns(tools).find(({ key }) => key === by)?.label;
  }

  #dialogs(rows: readonly CaseRow[], shown: number, tools: BoardTools): TemplateResult {
    const close = (dialog: Dialog) => () => {
      if (this.dialog === dialog) this.dialog = undefined;
    };
    const saved = this.#savedFor(this.#saved.value);
    const menu = this.menu;
    return html`
      ${
        this.dialog === 'filters'
          ? dialogView({
              label: this.t('board.filters'),
              close: this.t('common.done'),
              kind: 'sheet',
              onClose: close('filters'),
              content: html`<div class="sheet-fields">${sortChoice(this.#toolbar(rows, shown, tools))}${filterFields(this.#toolbar(rows, shown, tools))}</div>
                <button type="button" class="primary show-matches" @click=${closeAround}>${this.t('board.showMatches', { count: shown })}</button>`,
            })
          : nothing
      }
      ${this.dialog === 'save' ? saveDialog(this.words, (name, first) => this.#save(name, first), close('save')) : nothing}
      ${
        this.dialog === 'views'
          ? viewsDialog({
              t: this.words,
              saved,
              first: this.#firstId(),
              rename: (id, name) => this.#saved.set(saved.map((each) => (each.id === id ? { ...each, name } : each))),
              remove: (id) => this.#saved.set(saved.filter((each) => each.id !== id)),
              setFirst: (id) => this.#first.set(id),
              onClose: close('views'),
            })
          : nothing
      }
      ${
        this.dialog === 'columns'
          ? columnsDialog({
              t: this.words,
              columns: allColumns(tools),
              chosen: this.view.columns,
              onChange: (columns) => this.#set({ ...this.view, columns }),
              onClose: close('columns'),
            })
          : nothing
      }
      ${this.dialog === 'keys' ? keysDialog(this.words, this.#keysOff.value !== true, (on) => this.#keysOff.set(on ? undefined : true), close('keys')) : nothing}
      ${
        this.dialog === 'conflicts'
          ? dialogView({
              label: this.t('board.conflicts'),
              close: this.t('common.done'),
              kind: 'sheet',
              onClose: () => {
                close('conflicts')();
                this.focusCard(this.conflictsOf);
              },
              content: html`<p><strong>${rows.find((row) => row.case === this.conflictsOf)?.title}</strong></p>
                <onedoor-conflicts case=${this.conflictsOf} @od-settled=${closeAround}></onedoor-conflicts>`,
            })
          : nothing
      }
      ${this.#acts.dialog()}
      ${menu === undefined ? nothing : menuView({ label: this.t('board.menu', { title: menu.row.title }), items: this.#menuItems(menu.row), at: menu.at, onClose: () => (this.menu = undefined) })}
    `;
  }

  #menuItems(row: CaseRow): MenuItem[] {
    const stages = STAGES.filter((stage) => stage !== row.stage);
    const { rule, me } = this;
    const mayAsk = rule !== undefined && me !== undefined && mayAct(row, 'task.ask', rule, me);
    return [
      { kind: 'item', id: 'open', label: this.t('board.open'), run: () => this.#cardLink(row.case)?.click() },
      { kind: 'heading', label: this.t('board.moveTo') },
      ...stages.map(
        (stage): MenuItem => ({
          kind: 'item',
          id: stage,
          label: stage === 'closed' ? this.t('board.close') : this.t(`stage.${stage}`),
          whyNot: this.#acts.whyNot(row, stage),
          run: () => this.move(row, stage),
        }),
      ),
      ...(mayAsk
        ? ([
            { kind: 'heading', label: this.t('board.more') },
            { kind: 'item', id: 'ask', label: this.t('board.ask'), run: () => this.#acts.askFor(row) },
          ] as const)
        : []),
    ];
  }

  /** What cards and table are drawn with; the same object while what it says is the same. */
  #tools(): BoardTools {
    return this.#toolsFor(this.#reader(), this.desk, this.#directory.value, this.visitsNow(), this.me, this.caseHref);
  }

  readonly #toolsFor = memo(
    (
      reader: BoardReader,
      desk: OnedoorBoard['desk'],
      directory: DirectoryState | undefined,
      visits: ReturnType<OnedoorBoard['visitsNow']>,
      me: Actor | undefined,
      href: string,
    ): BoardTools => {
      const now = Date.now();
      return {
        locale: desk.locale,
        today: desk.today,
        contributions: desk.contributions,
        t: this.words,
        nameOf: (person) => this.nameOf(person),
        hueOf: (person) => departmentHue(directory?.people[person]?.department ?? ''),
        postOf: (person) => {
          const department = departmentName(desk.locale, directory, directory?.people[person]?.department ?? '');
          return [department, postName(desk.locale, directory, person)].filter(Boolean).join(' · ');
        },
        numberOf: (row) => formatNumber(row.number, desk.numberPrefix),
        clockOf: (row) => reader.clock(row),
        waitingOf: (row) => reader.waiting(row),
        categoryOf: (row) => this.#category(row.category),
        newsOf: (row) => newsOf(row, visits, me?.person, now),
        hrefOf: (row) => href.replace('{case}', encodeURIComponent(row.case)),
        open: (event, row) => this.#open(event, row),
        openMenu: (event, row) => this.openMenu(event, row),
        openConflicts: (row) => {
          this.conflictsOf = row.case;
          this.dialog = 'conflicts';
        },
      };
    },
  );

  #category(code: string): string {
    const key = `category.${code}`;
    return isCategory(key) ? this.t(key) : code;
  }

  // -- views

  #firstView(): BoardView {
    const kept = typeof this.#kept.value === 'string' ? parseView(this.#kept.value) : FIRST_VIEW;
    const base = { ...kept, filter: NO_FILTER };
    if (this.query) return parseView(this.query, base);
    const own = this.#savedFor(this.#saved.value).find(({ id }) => id === this.#firstId());
    return own === undefined ? base : parseView(own.query);
  }

  #firstId(): string | undefined {
    const id = this.#first.value;
    return typeof id === 'string' ? id : undefined;
  }

  setFilter(filter: Partial<BoardFilter>): void {
    this.#set({ ...this.view, filter: { ...this.view.filter, ...filter } });
  }

  #sortBy(by: string): void {
    const { sort } = this.view;
    this.#set({ ...this.view, sort: { by, descending: sort.by === by ? !sort.descending : startsDescending(by) } });
  }

  #choose(id: string): void {
    const builtIn = oneOf(BUILT_IN, id);
    const own = this.#savedFor(this.#saved.value).find((each) => each.id === id);
    if (builtIn !== undefined) this.#set(builtInView(builtIn, this.view));
    else if (own !== undefined) this.#set(parseView(own.query));
  }

  #save(name: string, first: boolean): void {
    const view: SavedView = { id: newId(), name, query: viewQuery(this.view) };
    this.#saved.set([...this.#savedFor(this.#saved.value), view]);
    if (first) this.#first.set(view.id);
    this.say(this.t('board.said.saved', { name }));
  }

  /** Another view by this person: layout, order and columns are kept for the next time, the page hears of all of it. */
  #set(view: BoardView): void {
    const kept = (each: BoardView) => viewQuery({ ...each, filter: NO_FILTER });
    if (kept(view) !== kept(this.view)) this.#kept.set(kept(view));
    this.view = view;
    clearTimeout(this.#tell);
    this.#tell = setTimeout(() => this.emit('od-view-change', { query: viewQuery(this.view), view: this.view }), TELL_AFTER_MS);
  }

  // -- what controllers ask

  readonly words = (key: MessageKey, params?: Params): string => this.t(key, params);

  nameOf(person: string): string {
    return this.#directory.value?.people[person]?.name ?? person;
  }

  departmentOf(department: string): string {
    return departmentName(this.desk.locale, this.#directory.value, department);
  }

  refused(refusal: Refusal | undefined): TemplateResult | typeof nothing {
    return this.refusal(refusal);
  }

  /** The same words twice are said twice. */
  say(text: string): void {
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }

  beforeMove(move: Move): boolean {
    return this.emit('od-before-move', move, { cancelable: true });
  }

  moved(move: Move): void {
    this.emit('od-moved', move);
  }

  column(stage: Stage): readonly CaseRow[] {
    return this.#derive(this.#acts.overlay(this.#rows.value ?? [])).columns[stage];
  }

  whyNot(row: CaseRow, to: Stage): string | undefined {
    return this.#acts.whyNot(row, to);
  }

  move(row: CaseRow, to: Stage): void {
    this.#acts.move(row, to);
  }

  focusCard(caseId: string): void {
    const stage = STAGES.find((each) => this.column(each).some((row) => row.case === caseId));
    if (stage === undefined) return;
    this.#current.set(stage, caseId);
    this.#tableFocus = caseId;
    if (this.narrow) this.stage = stage;
    this.requestUpdate();
    void this.updateComplete.then(() => {
      if (this.#acts.asking || this.dialog !== undefined || this.menu !== undefined) return;
      const link = this.#cardLink(caseId);
      link?.focus({ preventScroll: true });
      (link?.closest('article, tr') ?? link)?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    });
  }

  openMenu(event: Event, row: CaseRow): void {
    const button = event.currentTarget instanceof HTMLElement ? event.currentTarget : undefined;
    const anchor = button?.matches('button') === true ? button : this.renderRoot.querySelector(`[data-case="${row.case}"] .more`);
    if (anchor !== null && anchor !== undefined) this.menu = { row, at: anchor.getBoundingClientRect() };
  }

  // -- listeners

  #cardLink(caseId: string): HTMLAnchorElement | null {
    return this.renderRoot.querySelector<HTMLAnchorElement>(`[data-case="${CSS.escape(caseId)}"] a.title`);
  }

  #open(event: MouseEvent, row: CaseRow): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (!this.emit('od-open', { case: row.case }, { cancelable: true })) event.preventDefault();
  }

  #onCardKey(event: KeyboardEvent, row: CaseRow): void {
    if (event.target instanceof Element && event.target.closest('button') === null) this.#keys.onKey(event, row);
  }

  #onCardFocus(row: CaseRow): void {
    if (this.#current.get(row.stage) === row.case) return;
    this.#current.set(row.stage, row.case);
    this.requestUpdate();
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (to instanceof Node && this.renderRoot.contains(to)) return;
    this.#keys.onLeave();
  };

  readonly #onTabKey = (event: KeyboardEvent): void => {
    const at = STAGES.indexOf(this.stage);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: STAGES.length - 1 }[event.key];
    const stage = to === undefined ? undefined : STAGES[(to + STAGES.length) % STAGES.length];
    if (stage === undefined) return;
    event.preventDefault();
    this.#showStage(stage);
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#tab-${stage}`)?.focus());
  };

  #showStage(stage: Stage): void {
    this.#chosen = true;
    this.stage = stage;
  }

  /** A narrow page goes to the first stage in which there is something, when its own has nothing. */
  #showMatches(): void {
    const stage = this.column(this.stage).length > 0 ? undefined : STAGES.find((each) => this.column(each).length > 0);
    if (stage !== undefined) this.stage = stage;
  }

  #beginDrag(card: HTMLElement): boolean {
    const row = this.#acts.overlay(this.#rows.value ?? []).find((each) => each.case === card.dataset['case']);
    if (row === undefined || this.view.layout !== 'cards') return false;
    this.drag = { row, over: row.stage };
    this.#keys.onLeave();
    return true;
  }

  #endDrag(stage: Stage | undefined, cancelled: boolean): void {
    const row = this.drag?.row;
    this.drag = undefined;
    if (row === undefined) return;
    if (cancelled || stage === undefined || stage === row.stage) {
      this.say(this.t('board.said.cancelled', { title: row.title, stage: this.t(`stage.${row.stage}`) }));
      return;
    }
    this.#current.set(row.stage, row.case);
    this.move(row, stage);
  }

  /** `/` goes to the search, `?` shows the keys, wherever the focus is while nobody is writing. */
  readonly #onPageKey = (event: KeyboardEvent): void => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || this.#keysOff.value === true) return;
    const [target] = event.composedPath();
    const here = target === document.body || event.composedPath().includes(this);
    if (!here || !(target instanceof HTMLElement) || target.isContentEditable || target.matches('input, textarea, select')) return;
    if (event.key === '/') {
      event.preventDefault();
      this.renderRoot.querySelector<HTMLElement>('input[type=search]')?.focus();
    } else if (event.key === '?') {
      event.preventDefault();
      this.dialog = 'keys';
    }
  };
}

const prevent = (event: Event): void => event.preventDefault();
const closeAround = (event: Event): void => {
  if (event.currentTarget instanceof Element) event.currentTarget.closest('dialog')?.close();
};
const isCategory = (key: string): key is `category.${'01'}` => /^category\.(?:0[1-9]|1[0-7]|99)$/.test(key);

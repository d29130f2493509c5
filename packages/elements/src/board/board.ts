import {
  type Actor,
  type CaseRow,
  conflictRooms,
  type DirectoryState,
  type Refusal,
  type RoomRule,
  refusalOf,
  type Session,
  STAGES,
  type Stage,
} from '@onedoor/core';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { PreferenceController } from '../controllers/preference-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import { closeDialog, dialogView } from '../internal/dialog.js';
import { oneOf } from '../internal/form.js';
import { menuView } from '../internal/menu.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { clockStyles, dialogStyles, sealStyles } from '../internal/parts.styles.js';
import { WindowController } from '../internal/window-controller.js';
import type { MessageKey, Params } from '../locales/locale.js';
import { departmentName } from '../locales/names.js';
import { ActsController, type ActsHost, type Move } from './acts-controller.js';
import { boardStyles } from './board.styles.js';
import { BoardData, type BoardSources } from './board-data.js';
import { type ByStage, mayAct } from './board-model.js';
import { type BoardView, NO_FILTER, viewQuery } from './board-view.js';
import { cardStyles } from './card.styles.js';
import { cardMenu } from './card-menu.js';
import { columnsView } from './columns.js';
import { columnsDialog, keysDialog, saveDialog, viewsDialog } from './dialogs.js';
import { FirstCards } from './first-cards.js';
import { KeysController, type KeysHost } from './keys-controller.js';
import { LateDrags } from './late-drags.js';
import { boardPaperStyles, narrowBoardStyles } from './narrow.styles.js';
import { allColumns, tableView } from './table.js';
import { filterFields, sortChoice, type ToolbarOptions, toolbarView } from './toolbar.js';
import type { BoardTools, CardActions } from './tools.js';
import { ViewsController, type ViewsHost } from './views-controller.js';

/** Narrower than this, one column shows at a time and filters stand in a sheet. */
const NARROW_PX = 700;
/** About how high a card is before any has been measured. */
const CARD_PX = 168;

const keyOf = (row: CaseRow): string => row.case;

/** Where a case stands in a list; -1 where it does not. */
const placeOf = (rows: readonly CaseRow[], id: string | undefined): number =>
  id === undefined ? -1 : rows.findIndex((row) => row.case === id);

/** How long the focus follows a card that was moved. */
const FOLLOW_MS = 3000;

type Dialog = 'filters' | 'save' | 'views' | 'columns' | 'keys' | 'conflicts';

/**
 * The case board: the cases that this person may read, as cards in the stages of the five-step method or as a table.
 * Cards are moved by dragging, by their menu and by keyboard; all three are one act and obey one rule. Filters, order
 * and layout make a view that can be named and kept.
 *
 * @attr case-href - Address of a case's page with `{case}` in it; `#/case/{case}` by default.
 * @attr query - The view, as `od-view-change` told it: `clock=overdue&view=table`. Absent or empty: as this person left it.
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
 * @cssproperty --od-column-width - Least width of a column. Default: 192 px.
 */
export class OnedoorBoard extends OnedoorElement implements ActsHost, KeysHost, ViewsHost {
  static override styles = [
    ...OnedoorElement.styles,
    clockStyles,
    sealStyles,
    dialogStyles,
    boardStyles,
    cardStyles,
    narrowBoardStyles,
    boardPaperStyles,
  ];

  @property({ attribute: 'case-href' }) caseHref = '#/case/{case}';
  @property() query: string | undefined;
  @state() private narrow = false;
  /** The column that a narrow page shows. */
  @state() private stage: Stage = 'screening';
  @state() private dialog: Dialog | undefined;
  @state() private menu: { readonly row: CaseRow; readonly at: DOMRect } | undefined;
  @state() private conflictsOf = '';
  @state() private drag: { readonly row: CaseRow; readonly over: Stage | undefined } | undefined;
  @state() private spoken = '';
  /** Where the keyboard is in each column, and in the table. */
  readonly #current = new Map<Stage | 'table', string>();
  /** Whether the person has chosen a stage on a narrow page. */
  #chosen = false;
  #shownView: BoardView | undefined;

  readonly #rows = new WatchController(this, () => this.session?.rows);
  readonly #sync = new WatchController(this, () => this.session?.sync);
  readonly #me = new WatchController(this, () => this.session?.me);
  readonly #directory = new WatchController(this, () => this.session?.directory);
  readonly #visits = new WatchController(this, () => this.session?.visits);
  readonly #keysOff = new PreferenceController(this, () => this.session?.preferences, 'board/keysOff');
  readonly #views = new ViewsController(this);
  readonly #windows = new WindowController(this, CARD_PX);
  readonly #acts = new ActsController(this);
  readonly #keys = new KeysController(this);
  readonly #data = new BoardData(() => this.requestUpdate());
  readonly #first = new FirstCards(() => this.session);
  /** The case whose card has the focus, or gets it back when it is drawn anew. */
  #wanted: { readonly case: string; readonly until: number } | undefined;
  readonly #drags = new LateDrags(this, {
    begin: (card) => this.#beginDrag(card),
    over: (place) => (this.drag = this.drag === undefined ? undefined : { ...this.drag, over: oneOf(STAGES, place ?? '') }),
    end: (place, cancelled) => this.#endDrag(oneOf(STAGES, place ?? ''), cancelled),
  });
  readonly #resized = new ResizeObserver(([entry]) => {
    // Drawn within the observer's own turn, another height would be another call of it.
    if (entry !== undefined) requestAnimationFrame(() => (this.narrow = entry.contentRect.width < NARROW_PX));
  });
  readonly #actions: CardActions = {
    hrefOf: (row) => this.caseHref.replace('{case}', encodeURIComponent(row.case)),
    open: (event, row) => this.#open(event, row),
    openMenu: (event, row) => this.openMenu(event, row),
    openConflicts: (row) => {
      this.conflictsOf = row.case;
      this.dialog = 'conflicts';
    },
  };

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of ['focusin', 'pointerdown', 'keydown']) this.addEventListener(type, this.#forgetWanted);
    this.#resized.observe(this);
    this.narrow = this.clientWidth > 0 && this.clientWidth < NARROW_PX;
    document.addEventListener('keydown', this.#onPageKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#resized.disconnect();
    document.removeEventListener('keydown', this.#onPageKey);
  }

  protected override willUpdate(changed: PropertyValues): void {
    const { view } = this.#views;
    if (this.narrow && (changed.has('narrow') || view !== this.#shownView || !this.#chosen)) this.#showMatches();
    this.#shownView = view;
    if (changed.has('desk') || changed.has('narrow')) this.#windows.forget();
    this.toggleAttribute('data-narrow', this.narrow && !this.#windows.printing);
  }

  protected override updated(): void {
    if (this.session !== undefined) {
      this.#data.prepareSearch(this.#now(), this.#views.view, this.#sources());
      const isWhole = !this.#data.isPending && this.#sync.value?.rowsLoading === undefined;
      if (isWhole && (this.#views.inUse ?? '') === (this.#views.first ?? 'all'))
        this.#first.note(this.#filtered(), this.#views.view.layout);
    }
    if (this.#wanted !== undefined && this.shadowRoot?.activeElement === null) this.#focusWanted();
  }

  protected override render(): TemplateResult {
    if (this.session === undefined) return html`<p class="empty notice" role="status">${this.t('board.signedOut')}</p>`;
    const rows = this.#now();
    if (rows.length === 0) return html`${this.#empty()}<p class="empty">${this.#newCase()}</p>${this.#live()}`;
    const filtered = this.#filtered();
    const tools = this.#data.tools(this.#sources(), this.#actions);
    const bar = this.#toolbar(rows, tools);
    return html`
      ${toolbarView(bar)}
      ${this.#status(rows.length, filtered.length)}
      ${this.#problem()}
      ${
        filtered.length === 0
          ? html`<div class="empty"><p>${this.t('list.noMatch')}</p><button type="button" @click=${() => this.#views.setFilter(NO_FILTER)}>${this.t('board.clear')}</button></div>`
          : this.#views.view.layout === 'table'
            ? this.#table(filtered, tools)
            : this.#columns(filtered, rows, tools)
      }
      ${this.#dialogs(rows, filtered.length, bar, tools)} ${this.#acts.dialog()} ${this.#menu(tools)} ${this.#live()}
    `;
  }

  /** Whoever uses the keyboard or a reader hears what happened. */
  #live(): TemplateResult {
    return html`<p class="sr" aria-live="assertive" data-said>${this.spoken}</p>`;
  }

  #status(all: number, shown: number): TemplateResult {
    const loading = this.#sync.value?.rowsLoading;
    return html`<p class="status quiet" role="status">
      ${loading === undefined ? nothing : html`<span class="mark pending">${this.t('board.loading', { count: loading })}</span>`}
      ${loading === undefined && this.#data.isPending ? html`<span class="mark pending">${this.t('board.sorting')}</span>` : nothing}
      ${this.t('list.count', { shown, all })}
    </p>`;
  }

  #problem(): TemplateResult | typeof nothing {
    const { problem } = this.#acts;
    if (problem === undefined) return nothing;
    return html`<div class="problem">
      ${this.refusal(problem)}<button type="button" class="link" @click=${() => this.#acts.forgetProblem()}>${this.t('common.done')}</button>
    </div>`;
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
  #newCase(): TemplateResult | typeof nothing {
    const { rule, me } = this;
    const ask = { to: 'act', command: 'case.create' } as const;
    if (rule === undefined || me === undefined || refusalOf(rule, ask, me, undefined) !== undefined) return nothing;
    return html`<slot name="new-case"><button type="button" class="primary no-print" @click=${() => this.emit('od-new-case', undefined)}>${this.t('form.title')}</button></slot>`;
  }

  #columns(filtered: readonly CaseRow[], all: readonly CaseRow[], tools: BoardTools): TemplateResult {
    const columns = this.#data.columns(filtered);
    const lift = this.#keys.lift;
    const focused = (stage: Stage) => Math.max(0, placeOf(columns[stage], this.#current.get(stage)));
    return columnsView({
      columns,
      whole: this.#data.whole(all, this.#views.view, this.#sources()),
      tools,
      // Paper has all stages, whatever the screen shows.
      narrow: this.narrow && !this.#windows.printing,
      stage: this.stage,
      held: this.drag?.row ?? lift?.row,
      over: this.drag === undefined ? lift?.to : this.drag.over,
      whyNot: (row, stage) => this.whyNot(row, stage),
      focused,
      span: (stage) => {
        const dragged = placeOf(columns[stage], this.drag?.row.case);
        return this.#windows.span(stage, columns[stage], keyOf, dragged === -1 ? focused(stage) : dragged);
      },
      showStage: (stage) => this.#showStage(stage),
      onTabKey: this.#onTabKey,
      onFocusOut: this.#onFocusOut,
      onPointerDown: this.#drags.onPointerDown,
      onCardKey: (event, row) => {
        if (event.target instanceof Element && event.target.closest('button') === null) this.#keys.onKey(event, row);
      },
      onCardFocus: (row) => {
        if (this.#current.get(row.stage) === row.case) return;
        this.#current.set(row.stage, row.case);
        this.requestUpdate();
      },
    });
  }

  #table(rows: readonly CaseRow[], tools: BoardTools): TemplateResult {
    const { view } = this.#views;
    return html`<div class="table" data-scroller>
      ${tableView({
        rows,
        span: this.#windows.span('table', rows, keyOf, placeOf(rows, this.#current.get('table'))),
        columns: allColumns(tools).filter(({ key }) => view.columns.includes(key)),
        sort: view.sort,
        tools,
        onSort: (by) => this.#views.sortBy(by),
      })}
    </div>`;
  }

  #toolbar(rows: readonly CaseRow[], tools: BoardTools): ToolbarOptions {
    const { view, saved, inUse } = this.#views;
    const { by } = view.sort;
    const columns = [{ key: 'title', label: this.t('case.title') }, ...allColumns(tools)];
    return {
      view,
      narrow: this.narrow,
      saved,
      inUse,
      choices: this.#data.choices(rows, this.#sources()),
      sortedBy: columns.find(({ key }) => key === by)?.label,
      newCase: this.#newCase(),
      tools,
      set: (change) => this.#views.set(change),
      setFilter: (filter) => this.#views.setFilter(filter),
      choose: (id) => this.#views.choose(id),
      open: (dialog) => (this.dialog = dialog),
    };
  }

  #dialogs(rows: readonly CaseRow[], shown: number, bar: ToolbarOptions, tools: BoardTools): TemplateResult | typeof nothing {
    const t = this.words;
    const views = this.#views;
    const onClose = () => (this.dialog = undefined);
    const close = this.t('common.done');
    switch (this.dialog) {
      case 'filters':
        return dialogView({
          label: t('board.filters'),
          close,
          kind: 'sheet',
          onClose,
          content: html`<div class="sheet-fields">${sortChoice(bar)}${filterFields(bar)}</div>
            <div class="row">
              <button type="button" class="primary" @click=${closeDialog}>${t('board.showMatches', { count: shown })}</button>
              ${views.view.layout === 'table' ? html`<button type="button" @click=${() => (this.dialog = 'columns')}>${t('board.columns')}</button>` : nothing}
            </div>`,
        });
      case 'save':
        return saveDialog(
          t,
          (name, first) => {
            views.save(name, first);
            this.say(t('board.said.saved', { name }));
          },
          onClose,
        );
      case 'views':
        return viewsDialog({
          t,
          saved: views.saved,
          first: views.first,
          rename: (id, name) => views.rename(id, name),
          remove: (id) => views.remove(id),
          setFirst: (id) => views.setFirst(id),
          onClose,
        });
      case 'columns':
        return columnsDialog({
          t,
          columns: allColumns(tools),
          chosen: views.view.columns,
          onChange: (columns) => views.set({ columns }),
          onClose,
        });
      case 'keys':
        return keysDialog(t, this.#keysOff.value !== true, (on) => this.#keysOff.set(on ? undefined : true), onClose);
      case 'conflicts': {
        const row = rows.find((each) => each.case === this.conflictsOf);
        // The one that is settled here goes from the row before it goes from the dialog.
        const waiting = conflictRooms(row?.summaries ?? {});
        return dialogView({
          label: t('board.conflicts'),
          close,
          kind: 'sheet',
          onClose: () => {
            onClose();
            this.focusCard(this.conflictsOf);
          },
          content: html`<p><strong>${row?.title}</strong></p>
            ${(waiting.length === 0 ? ['case'] : waiting).map(
              (room) => html`<onedoor-conflicts case=${this.conflictsOf} room=${room} @od-settled=${closeDialog}></onedoor-conflicts>`,
            )}`,
        });
      }
      default:
        return nothing;
    }
  }

  #menu(tools: BoardTools): TemplateResult | typeof nothing {
    const { menu, rule, me } = this;
    if (menu === undefined) return nothing;
    const mayAsk = rule !== undefined && me !== undefined && mayAct(menu.row, 'task.ask', rule, me);
    return menuView({
      label: this.t('board.menu', { title: menu.row.title }),
      at: menu.at,
      onClose: () => (this.menu = undefined),
      items: cardMenu(menu.row, tools, {
        whyNot: (row, to) => this.whyNot(row, to),
        open: (row) => this.#cardLink(row.case)?.click(),
        move: (row, to) => this.move(row, to),
        askFor: mayAsk ? (row) => this.#acts.askFor(row) : undefined,
      }),
    });
  }

  /** Rows with this person's own moves on top. */
  #now(): readonly CaseRow[] {
    return this.#acts.overlay(this.#rows.value ?? []);
  }

  #filtered(): readonly CaseRow[] {
    return this.#data.rows(this.#now(), this.#views.view, this.#sources());
  }

  #sources(): BoardSources {
    return { desk: this.desk, directory: this.#directory.value, me: this.me, visits: this.#visits.value };
  }

  // What the controllers ask of their host.

  /** @internal */
  get session(): Session | undefined {
    return this.desk.session;
  }

  /** @internal */
  get me(): Actor | undefined {
    return this.#me.value?.person;
  }

  /** @internal */
  get rule(): RoomRule | undefined {
    return this.session?.model.room('case')?.rule;
  }

  /** @internal */
  get today(): string {
    return this.desk.today;
  }

  get people(): DirectoryState | undefined {
    return this.#directory.value;
  }

  /** @internal */
  readonly words = (key: MessageKey, params?: Params): string => this.t(key, params);

  /** @internal */
  nameOf(person: string): string {
    return this.#directory.value?.people[person]?.name ?? person;
  }

  /** @internal */
  departmentOf(department: string): string {
    return departmentName(this.desk.locale, this.#directory.value, department);
  }

  /** @internal */
  refused(refusal: Refusal | undefined): TemplateResult | typeof nothing {
    return this.refusal(refusal);
  }

  /** @internal The same words twice are said twice. */
  say(text: string): void {
    this.spoken = this.spoken === text ? `${text}\u00a0` : text;
  }

  /** @internal */
  viewChanged(view: BoardView): void {
    this.emit('od-view-change', { query: viewQuery(view), view });
  }

  /** @internal */
  beforeMove(move: Move): boolean {
    return this.emit('od-before-move', move, { cancelable: true });
  }

  /** @internal */
  moved(move: Move): void {
    this.emit('od-moved', move);
  }

  /** @internal */
  column(stage: Stage): readonly CaseRow[] {
    return this.#byStage()[stage];
  }

  /** @internal */
  whyNot(row: CaseRow, to: Stage): string | undefined {
    return this.#acts.whyNot(row, to);
  }

  /** @internal */
  move(row: CaseRow, to: Stage): void {
    this.#acts.move(row, to);
  }

  /** @internal */
  focusCard(caseId: string): void {
    const row = this.#filtered().find((each) => each.case === caseId);
    if (row === undefined) return;
    this.#current.set(row.stage, caseId);
    this.#current.set('table', caseId);
    if (this.narrow) this.stage = row.stage;
    this.requestUpdate();
    this.#wanted = { case: caseId, until: Date.now() + FOLLOW_MS };
    void this.updateComplete.then(() => this.#focusWanted());
  }

  /** A card that has just come to another column is drawn anew when its act is logged: the focus stays with it. */
  #focusWanted(): void {
    const wanted = this.#wanted;
    if (wanted === undefined || this.#acts.asking || this.dialog !== undefined || this.menu !== undefined) return;
    if (Date.now() > wanted.until) {
      this.#wanted = undefined;
      return;
    }
    const link = this.#cardLink(wanted.case);
    if (link === null || this.shadowRoot?.activeElement === link) return;
    link.focus({ preventScroll: true });
    link.closest('article, tr')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }

  /** The person has gone elsewhere: nothing is to be brought back. */
  readonly #forgetWanted = (event: Event): void => {
    const wanted = this.#wanted;
    if (wanted === undefined) return;
    const card = event.composedPath().find((each) => each instanceof HTMLElement && each.dataset['case'] !== undefined);
    if (!(card instanceof HTMLElement) || card.dataset['case'] !== wanted.case || event.type !== 'focusin') this.#wanted = undefined;
  };

  /** @internal */
  openMenu(event: Event, row: CaseRow): void {
    const from = event.currentTarget instanceof Element ? event.currentTarget : undefined;
    const button = from?.matches('button') === true ? from : this.#cardLink(row.case)?.closest('[data-case]')?.querySelector('.more');
    if (button) this.menu = { row, at: button.getBoundingClientRect() };
  }

  #byStage(): ByStage {
    return this.#data.columns(this.#filtered());
  }

  #cardLink(caseId: string): HTMLAnchorElement | null {
    return this.renderRoot.querySelector<HTMLAnchorElement>(`[data-case="${CSS.escape(caseId)}"] a.title`);
  }

  #open(event: MouseEvent, row: CaseRow): void {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    if (!this.emit('od-open', { case: row.case }, { cancelable: true })) event.preventDefault();
  }

  readonly #onFocusOut = (event: FocusEvent): void => {
    const to = event.relatedTarget;
    if (!(to instanceof Node && this.renderRoot.contains(to))) this.#keys.onLeave();
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
    const columns = this.#byStage();
    const stage = columns[this.stage].length > 0 ? undefined : STAGES.find((each) => columns[each].length > 0);
    if (stage !== undefined) this.stage = stage;
  }

  #beginDrag(card: HTMLElement): boolean {
    const row = this.#now().find((each) => each.case === card.dataset['case']);
    if (row === undefined) return false;
    this.#keys.onLeave();
    this.drag = { row, over: row.stage };
    return true;
  }

  #endDrag(stage: Stage | undefined, cancelled: boolean): void {
    const row = this.drag?.row;
    this.drag = undefined;
    if (row === undefined) return;
    if (cancelled || stage === undefined || stage === row.stage)
      this.say(this.t('board.said.cancelled', { title: row.title, stage: this.t(`stage.${row.stage}`) }));
    else this.move(row, stage);
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

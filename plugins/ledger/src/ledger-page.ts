import { CATEGORIES, caseSlice, outcomeSchema, type PluginRow, STAGES, sourceSchema } from '@onedoor/core';
import {
  errorLabel,
  field,
  filled,
  formValue,
  guardComposition,
  onSubmit,
  PluginElement,
  saveFile,
  slices,
  styled,
  WindowController,
  whenIdle,
} from '@onedoor/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { repeat } from 'lit/directives/repeat.js';
import { cellsOf, FILE_COLUMNS, type FileColumn, type FileWords } from './exchange.js';
import { type FileReport, fileReportView, readFile } from './file-report.js';
import { ledgerStyles } from './ledger.styles.js';
import type { zh } from './locales/zh.js';
import { dropView, KeptView, keepView } from './model.js';
import {
  Chooser,
  EVERYTHING,
  GROUPS,
  type Group,
  type LedgerView,
  type Line,
  linesOf,
  type RowLine,
  readView,
  writeView,
} from './table.js';

const ROW_PX = 37;
const COLUMNS = ['number', 'title', 'category', 'source', 'stage', 'outcome', 'village', 'parties', 'createdOn'] as const;
const OPEN_STAGES = STAGES.filter((stage) => stage !== 'closed');
/** A phone shows the table first: what chooses is folded away there. */
const NARROW = matchMedia('(max-width: 640px)');
/** A paper of more lines than these is one that nobody reads, and a browser lays it out for minutes in which it hears nothing. */
const PRINTED = 2_000;
/** As many as a tall window shows. */
const SHOWN_FIRST = 60;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface BulkReport {
  readonly done: number;
  readonly failed: readonly { readonly row: PluginRow; readonly why: string }[];
}

/** What is done with all matters, and waits while some are still to come. */
type Waits = 'export' | 'print' | 'select' | 'import';

/** All matters as one table. */
export class LedgerPage extends PluginElement<keyof typeof zh> {
  static override styles = [...[PluginElement.styles].flat(), ledgerStyles];

  @state() private view: LedgerView = EVERYTHING;
  @state() private selected: ReadonlySet<string> = new Set();
  @state() private progress: { readonly at: number; readonly count: number } | undefined;
  @state() private report: BulkReport | undefined;
  @state() private file: FileReport | undefined;
  @state() private wish: { readonly what: Waits; readonly done: (isWhole: boolean) => void } | undefined;
  /** Kept views are asked for when the first matters are on the screen: what opens their room is large. */
  @state() private hasShown = false;
  /** Somebody wanted more on paper than goes there. */
  @state() private isTooLong = false;
  readonly #windows = new WindowController(this, ROW_PX, PRINTED);
  #chooser = this.#newChooser();
  #preparing = false;
  #stopped = false;
  #noted: readonly RowLine[] | undefined;
  #made:
    | { readonly chosen: readonly RowLine[]; readonly group: Group | ''; readonly locale: string; readonly lines: readonly Line[] }
    | undefined;
  #all: { readonly chosen: readonly RowLine[]; readonly selected: ReadonlySet<string>; readonly are: boolean } | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view')) this.#windows.forget();
  }

  protected override updated(changed: PropertyValues): void {
    super.updated(changed);
    this.#prepare();
    if (!this.hasShown && this.#made !== undefined) whenIdle(() => (this.hasShown = true));
    if (!this.#isWhole) return;
    this.#noteFirst();
    this.wish?.done(true);
    this.wish = undefined;
  }

  /** Whether what is shown is made of all matters, the last change of each among them. */
  get #isWhole(): boolean {
    return this.#missing === undefined && this.#chooser.pending === undefined;
  }

  /** Why what is shown is no sum; single changes that are on their way make none of it wrong. */
  get #missing(): 'reading' | 'sorting' | undefined {
    if (this.ctx.cases.reading() !== undefined) return 'reading';
    return this.#chooser.pending === 'many' ? 'sorting' : undefined;
  }

  /** @returns whether all matters are there; not when somebody did not want to wait for them */
  async #whole(what: Waits): Promise<boolean> {
    this.wish?.done(false);
    if (this.#isWhole) return true;
    const { signal } = this.ctx;
    return new Promise((done) => {
      this.wish = { what, done };
      signal.addEventListener('abort', () => done(false), { once: true });
    });
  }

  /** What stands at the top of the usual view is there at once when the page is opened again. */
  #noteFirst(): void {
    const chosen = this.#made?.chosen ?? [];
    if (this.#noted === chosen || writeView({ ...this.view, columns: [] }) !== writeView(EVERYTHING)) return;
    this.#noted = chosen;
    whenIdle(() => {
      if (this.#noted === chosen && this.#isWhole) this.ctx.cases.showsFirst(chosen.slice(0, SHOWN_FIRST).map(({ key }) => key));
    });
  }

  /** What a search looks in is read while nobody waits, and what an order needs: the first key and press are as quick as the next. */
  #prepare(): void {
    if (this.#preparing || !this.#isWhole) return;
    this.#preparing = true;
    const goOn = (idle: Pick<IdleDeadline, 'timeRemaining'>): void => {
      this.#preparing =
        !this.ctx.signal.aborted && !this.#chooser.prepare(() => idle.timeRemaining() < 1, [...COLUMNS, ...this.view.columns]);
      if (this.#preparing) whenIdle(goOn);
    };
    whenIdle(goOn);
  }

  protected override render(): TemplateResult {
    const { chosen, lines } = this.#lines();
    return html`<section aria-labelledby="title">
      <div class="row head"><h2 id="title">${this.t('title.page')}</h2>${this.sum(this.#missing === 'sorting' ? this.t('sorting') : this.t('count', { count: chosen.length }))}
        <div class="wider no-print" @keydown=${guardComposition}>${field(this.t('words'), html`<input type="search" name="words" .value=${this.view.words} @input=${this.#onWords} @compositionend=${this.#onWords} />`)}</div></div>
      ${this.#tools()} ${this.#selection()} ${this.#bulkReport()}
      ${this.file === undefined ? nothing : fileReportView(this.file, this.#fileParts())}
      ${this.#waits()} ${this.#tooLong(chosen.length, lines.length)}
      ${chosen.length > 0 ? this.#table(chosen, lines) : html`<p class="empty">${this.#missing === 'reading' ? this.say('list.reading') : this.t(this.#missing ?? 'empty')}</p>`}
    </section>`;
  }

  #waits(): TemplateResult | typeof nothing {
    const { wish } = this;
    if (wish === undefined) return nothing;
    const cancel = (): void => {
      wish.done(false);
      this.wish = undefined;
    };
    return html`<div class="report row no-print" role="status"><span>${this.t(`wait.${wish.what}`)}</span>
      <button type="button" @click=${cancel}>${this.say('common.cancel')}</button></div>`;
  }

  /** Why there is no such paper, and what to do: for whoever asked for it, and on what the browser's own command prints instead. */
  #tooLong(count: number, lines: number): TemplateResult | typeof nothing {
    if (lines <= PRINTED) return nothing;
    const words = this.t('print.tooLong', { count, most: PRINTED });
    return html`<p class="paper">${words}</p>
      <div class="report row no-print" role="status" ?hidden=${!this.isTooLong}>${
        this.isTooLong
          ? html`<span>${words}</span>
        <button type="button" @click=${() => (this.isTooLong = false)}>${this.say('common.done')}</button>`
          : nothing
      }</div>`;
  }

  #lines(): { readonly chosen: readonly RowLine[]; readonly lines: readonly Line[] } {
    const { view } = this;
    const { locale } = this.ctx;
    if (this.#made !== undefined && this.#made.locale !== locale) this.#chooser = this.#newChooser();
    const chosen = this.#chooser.chosen(this.ctx.cases.rows(), view);
    if (this.#made?.chosen !== chosen || this.#made.group !== view.group || this.#made.locale !== locale)
      this.#made = { chosen, group: view.group, locale, lines: linesOf(chosen, view.group) };
    return this.#made;
  }

  #newChooser(): Chooser {
    return new Chooser(
      (row, column) => this.#sortValue(row, column),
      slices,
      () => this.requestUpdate(),
    );
  }

  #sortValue(row: PluginRow, column: string): string | number | undefined {
    if (column === 'number') return row.number === undefined ? undefined : row.number.year * 1_000_000 + row.number.value;
    if (column === 'parties') return row.parties.join('、');
    if (column === 'stage') return STAGES.indexOf(row.stage);
    const own = COLUMNS.find((each) => each === column);
    if (own === undefined) return this.ctx.cases.cell(column, row.case)?.value;
    const value = row[own];
    return typeof value === 'string' ? value : undefined;
  }

  #set(change: Partial<LedgerView>): void {
    this.view = { ...this.view, ...change };
    this.isTooLong = false;
    this.renderRoot.querySelector('.scroll')?.scrollTo({ top: 0 });
  }

  #choice(name: 'stage' | 'category' | 'source' | 'outcome', values: readonly string[]): TemplateResult {
    return field(
      this.t(name),
      html`<select name=${name} @change=${(event: Event) => this.#set({ [name]: given(event) })}>
        <option value="" ?selected=${this.view[name] === ''}>${this.t('all')}</option>
        ${values.map((value) => html`<option value=${value} ?selected=${this.view[name] === value}>${this.#words(name, value)}</option>`)}
      </select>`,
    );
  }

  #tools(): TemplateResult {
    const { view } = this;
    const date = (name: 'from' | 'until') =>
      field(
        this.t(name),
        html`<input type="date" name=${name} .value=${view[name]} @change=${(event: Event) => this.#set({ [name]: given(event) })} />`,
      );
    return html`<details class="fold no-print" ?open=${!NARROW.matches}><summary>${this.t('tools')}</summary>
      <div class="tools" role="group" aria-label=${this.t('view')} @keydown=${guardComposition}>
        ${this.#choice('stage', STAGES)} ${this.#choice('category', CATEGORIES)} ${this.#choice('source', sourceSchema.options)}
        ${this.#choice('outcome', outcomeSchema.options)} ${date('from')} ${date('until')}
        ${field(
          this.t('group'),
          html`<select name="group" @change=${(event: Event) => this.#set({ group: GROUPS.find((group) => group === given(event)) ?? '' })}>
            <option value="" ?selected=${view.group === ''}>${this.t('group.none')}</option>
            ${GROUPS.map((group) => html`<option value=${group} ?selected=${view.group === group}>${group === 'month' ? this.t('group.month') : this.t(group)}</option>`)}
          </select>`,
        )}
        <button type="button" @click=${() => this.#set({ ...EVERYTHING, columns: view.columns })}>${this.t('reset')}</button>
      </div>
      <div class="tools">
        ${this.#columnChoice()} ${this.#views()}
        <button type="button" @click=${() => void this.#export('xlsx')}>${this.t('export.xlsx')}</button>
        <button type="button" @click=${() => void this.#export('csv')}>${this.t('export.csv')}</button>
        <button type="button" @click=${() => this.renderRoot.querySelector<HTMLInputElement>('input[type=file]')?.click()}>${this.t('import.choose')}</button>
        <input type="file" hidden accept=".xlsx,.csv" aria-label=${this.t('import.choose')} @change=${this.#onFile} />
        <button type="button" @click=${() => void this.#print()}>${this.t('print')}</button>
      </div></details>
      ${this.refusal()}`;
  }

  readonly #onWords = (event: Event): void => {
    if (event instanceof InputEvent && event.isComposing) return;
    this.#set({ words: given(event) });
  };

  #columnChoice(): TemplateResult | typeof nothing {
    const columns = this.ctx.cases.columns();
    if (columns.length === 0) return nothing;
    const turn = (key: string, on: boolean) =>
      this.#set({ columns: columns.flatMap((each) => ((each.key === key ? on : this.view.columns.includes(each.key)) ? [each.key] : [])) });
    return html`<details class="act"><summary>${this.t('columns')}</summary><div class="body">
      ${columns.map(
        ({
          key,
          label,
        }) => html`<label class="check"><input type="checkbox" name="column" value=${key} .checked=${this.view.columns.includes(key)}
          @change=${(event: Event) => turn(key, event.target instanceof HTMLInputElement && event.target.checked)} /><span>${label}</span></label>`,
      )}
    </div></details>`;
  }

  #views(): TemplateResult | typeof nothing {
    if (!this.hasShown) return nothing;
    const room = this.ctx.in('ledger');
    const kept = room.data
      .collection(KeptView)
      .list()
      .flatMap((each) => (each.ok ? [each.value] : []));
    const query = writeView(this.view);
    const here = kept.find((each) => each.query === query);
    const keep = async (form: HTMLFormElement): Promise<void> => {
      const name = filled(form, 'name');
      if (name !== undefined && this.told(await room.commands.run(keepView.request({ id: this.ctx.id(), name, query })))) form.reset();
    };
    const choose = (event: Event): void => {
      const view = kept.find(({ id }) => id === given(event));
      if (view !== undefined) this.#set(readView(view.query));
    };
    return html`${
      kept.length === 0
        ? nothing
        : field(
            this.t('view'),
            html`<select name="view" @change=${choose}>
              <option value="" ?selected=${here === undefined}>${this.t('view.choose')}</option>
              ${kept.map(({ id, name }) => html`<option value=${id} ?selected=${here?.id === id}>${name}</option>`)}
            </select>`,
          )
    }
    ${here !== undefined && room.writable ? html`<button type="button" @click=${async () => this.told(await room.commands.run(dropView.request({ id: here.id })))}>${this.t('drop')}</button>` : nothing}
    ${
      here === undefined && room.writable
        ? html`<details class="act"><summary>${this.t('keep')}</summary>
            <form class="row" @keydown=${guardComposition} @submit=${onSubmit((form) => void keep(form))}>
              ${field(this.t('keepName'), html`<input name="name" required maxlength="60" autocomplete="off" />`)}
              <button type="submit">${this.t('keep')}</button>
            </form></details>`
        : nothing
    }`;
  }

  #selection(): TemplateResult | typeof nothing {
    if (this.progress !== undefined)
      return html`<div class="report row" role="status"><span>${this.t('bulk.progress', this.progress)}</span>
        <button type="button" @click=${() => (this.#stopped = true)}>${this.t('bulk.stop')}</button></div>`;
    if (this.selected.size === 0) return nothing;
    return html`<form class="report row no-print" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#bulk(form))}>
      <strong>${this.t('bulk.title', { count: this.selected.size })}</strong>
      <button type="button" class="link" @click=${() => (this.selected = new Set())}>${this.t('bulk.clear')}</button>
      ${field(this.t('bulk.stage'), html`<select name="to" required><option value="">${this.say('common.choose')}</option>${OPEN_STAGES.map((stage) => html`<option value=${stage}>${this.#words('stage', stage)}</option>`)}</select>`)}
      <div class="grow">${field(this.t('bulk.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}</div>
      <button type="submit">${this.t('bulk.apply')}</button>
    </form>`;
  }

  /** Acts one by one: each has its own right, its own place in its case's log, and its own answer. */
  async #bulk(form: HTMLFormElement): Promise<void> {
    const to = OPEN_STAGES.find((stage) => stage === formValue(form, 'to'));
    const reason = formValue(form, 'reason');
    if (to === undefined) return;
    const rows = this.ctx.cases.rows().filter((row) => this.selected.has(row.case));
    const failed: { row: PluginRow; why: string }[] = [];
    this.#stopped = false;
    let done = 0;
    for (const [at, row] of rows.entries()) {
      if (this.#stopped) break;
      this.progress = { at: at + 1, count: rows.length };
      const result = await this.ctx.cases.act(row.case, 'case', caseSlice.request.move({ to, reason }));
      if (result.ok) done += 1;
      else failed.push({ row, why: errorLabel(this.ctx.locale, result.refusal.code) });
      if (this.ctx.signal.aborted) return;
    }
    this.progress = undefined;
    // What was not come to stays selected too.
    this.selected = new Set([...failed.map(({ row }) => row.case), ...rows.slice(done + failed.length).map((row) => row.case)]);
    this.report = { done, failed };
  }

  #bulkReport(): TemplateResult | typeof nothing {
    if (this.report === undefined) return nothing;
    const { done, failed } = this.report;
    return html`<div class="report" role="status"><p>${this.t('bulk.done', { done, failed: failed.length })}
      <button type="button" class="link no-print" @click=${() => (this.report = undefined)}>${this.say('common.done')}</button></p>
      <ul>${failed.map(({ row, why }) => html`<li>${row.title}: ${why}</li>`)}</ul></div>`;
  }

  #table(chosen: readonly RowLine[], lines: readonly Line[]): TemplateResult {
    const span = this.#windows.span('ledger', lines, ({ key }) => key);
    const added = this.ctx.cases.columns().filter(({ key }) => this.view.columns.includes(key));
    const width = COLUMNS.length + added.length + 1;
    const areAll = this.#areAll(chosen);
    const gap = (height: number) =>
      height === 0
        ? nothing
        : html`<tr aria-hidden="true" class="gap"><td colspan=${width} ${styled({ height: `${height}px` })}></td></tr>`;
    return html`<div class=${lines.length > PRINTED ? 'scroll no-print' : 'scroll'} tabindex="0" role="region" aria-label=${this.t('title.page')}>
      <table aria-rowcount=${this.#missing === undefined ? lines.length + 1 : -1}>
        <thead><tr aria-rowindex="1">
          <th scope="col" class="no-print"><input type="checkbox" aria-label=${this.t('selectAll')} .checked=${live(areAll)} @change=${() => void this.#selectAll(areAll)} /></th>
          ${COLUMNS.map((column) => this.#head(column, this.t(column)))} ${added.map(({ key, label }) => this.#head(key, label))}
        </tr></thead>
        <tbody data-window="ledger">
          ${repeat(
            span.items,
            ({ slot }) => slot,
            ({ index, gap: before }) => {
              const line = lines[index];
              if (line === undefined) return nothing;
              return html`${gap(before)}${'row' in line ? this.#row(line.row, index, added) : this.#group(line, index, width)}`;
            },
          )}
          ${gap(span.after)}
        </tbody>
      </table>
    </div>`;
  }

  #areAll(chosen: readonly RowLine[]): boolean {
    const { selected } = this;
    if (this.#all?.chosen !== chosen || this.#all.selected !== selected)
      this.#all = { chosen, selected, are: selected.size >= chosen.length && chosen.every(({ key }) => selected.has(key)) };
    return this.#all.are;
  }

  async #selectAll(areAll: boolean): Promise<void> {
    if (areAll) this.selected = new Set();
    else if (await this.#whole('select')) this.selected = new Set(this.#lines().chosen.map(({ key }) => key));
    this.requestUpdate();
  }

  #head(column: string, label: string): TemplateResult {
    const { sort, descending } = this.view;
    const isHere = sort === column;
    return html`<th scope="col" aria-sort=${isHere ? (descending ? 'descending' : 'ascending') : 'none'}>
      <button type="button" @click=${() => this.#set({ sort: column, descending: isHere && !descending })}>${label}${isHere ? html`<span aria-hidden="true"> ${descending ? '↓' : '↑'}</span>` : nothing}</button>
      <span class="paper">${label}</span>
    </th>`;
  }

  #group(line: Extract<Line, { readonly group: string }>, index: number, width: number): TemplateResult {
    return html`<tr class="group" data-key=${line.key} aria-rowindex=${index + 2}><th scope="rowgroup" colspan=${width}>${this.#groupWords(line.group)}
      <span class="quiet number">${this.t('group.count', { count: line.count })}</span></th></tr>`;
  }

  #groupWords(value: string): string {
    const { group } = this.view;
    if (value === '') return this.t('none');
    return group === '' || group === 'month' || group === 'village' ? value : this.#words(group, value);
  }

  #row(row: PluginRow, index: number, added: readonly { readonly key: string }[]): TemplateResult {
    const select = (event: Event): void => {
      const next = new Set(this.selected);
      if (event.target instanceof HTMLInputElement && event.target.checked) next.add(row.case);
      else next.delete(row.case);
      this.selected = next;
    };
    return html`<tr data-key=${row.case} aria-rowindex=${index + 2}>
      <td class="no-print"><input type="checkbox" aria-label=${this.t('select', { title: row.title })} .checked=${this.selected.has(row.case)} @change=${select} /></td>
      <td class="one number">${this.#number(row)}</td>
      <td class="long"><button type="button" class="link printed title" @click=${() => this.ctx.cases.open(row.case)}>${row.title}</button></td>
      <td class="one">${this.#words('category', row.category)}</td><td class="one">${this.#words('source', row.source)}</td>
      <td class="one">${this.#words('stage', row.stage)}</td><td class="one">${row.outcome === undefined ? nothing : this.#words('outcome', row.outcome)}</td>
      <td class="one">${row.village}</td><td>${row.parties.join('、')}</td><td class="one number">${this.ctx.i18n.date(row.createdOn)}</td>
      ${added.map(({ key }) => html`<td class="one">${this.#added(key, row)}</td>`)}
    </tr>`;
  }

  #added(key: string, row: PluginRow): string | number | typeof nothing {
    const cell = this.ctx.cases.cell(key, row.case);
    return cell === undefined ? nothing : (cell.text ?? cell.value);
  }

  #number({ number }: PluginRow): string {
    return this.ctx.i18n.number(number) ?? this.t('noNumber');
  }

  /** Words of a code; a code that this version does not know stays as it is. */
  #words(kind: Exclude<Group, 'month' | 'village'>, value: string): string {
    const category = CATEGORIES.find((code) => code === value);
    const [stage, source, outcome] = [
      STAGES.find((each) => each === value),
      sourceSchema.options.find((each) => each === value),
      outcomeSchema.options.find((each) => each === value),
    ];
    if (kind === 'category' && category !== undefined) return this.say(`category.${category}`);
    if (kind === 'stage' && stage !== undefined) return this.say(`stage.${stage}`);
    if (kind === 'source' && source !== undefined) return this.say(`source.${source}`);
    if (kind === 'outcome' && outcome !== undefined) return this.say(`outcome.${outcome}`);
    return value;
  }

  #fileWords(): FileWords {
    return {
      head: (column: FileColumn) => this.t(column),
      category: (code) => this.#words('category', code),
      source: (code) => this.#words('source', code),
      stage: (code) => this.#words('stage', code),
      outcome: (code) => this.#words('outcome', code),
      number: (row) => (row.number === undefined ? '' : this.#number(row)),
    };
  }

  async #print(): Promise<void> {
    if (!(await this.#whole('print'))) return;
    this.isTooLong = this.#lines().lines.length > PRINTED;
    if (!this.isTooLong) print();
  }

  async #export(format: 'xlsx' | 'csv'): Promise<void> {
    if (!(await this.#whole('export'))) return;
    const { writeCsv, writeXlsx } = await import('@onedoor/elements/tables');
    const { chosen } = this.#lines();
    const words = this.#fileWords();
    const added = this.ctx.cases.columns().filter(({ key }) => this.view.columns.includes(key));
    const self = this;
    function* rows(): Generator<readonly (string | number)[]> {
      yield [...FILE_COLUMNS.map((column) => self.t(column)), ...added.map(({ label }) => label)];
      for (const { row } of chosen)
        yield [
          ...cellsOf(row, words),
          ...added.map(({ key }) => self.ctx.cases.cell(key, row.case)?.text ?? self.ctx.cases.cell(key, row.case)?.value ?? ''),
        ];
    }
    const name = `${this.t('title.page')}-${this.ctx.clock.today()}`;
    if (format === 'xlsx')
      saveFile(`${name}.xlsx`, await writeXlsx([{ name: this.t('title.page'), rows: rows(), count: chosen.length }]), XLSX);
    else saveFile(`${name}.csv`, new Uint8Array(await (await writeCsv(rows(), { count: chosen.length })).arrayBuffer()), 'text/csv');
  }

  readonly #onFile = (event: Event): void => {
    const input = event.target;
    const chosen = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    if (!(input instanceof HTMLInputElement) || chosen === undefined) return;
    input.value = '';
    void this.#compare(chosen);
  };

  async #compare(chosen: Blob): Promise<void> {
    // A matter that is still to come is not an unknown one.
    if (!(await this.#whole('import'))) return;
    const here = new Map(this.ctx.cases.rows().map((row) => [row.case, row]));
    this.file = await readFile(chosen, here, this.#fileWords());
  }

  #fileParts(): Parameters<typeof fileReportView>[1] {
    return {
      t: (key, params) => this.t(key, params),
      category: (code) => this.#words('category', code),
      change: (file) => (this.file = file),
      create: (args) => this.ctx.cases.create(args),
    };
  }
}

const given = (event: Event): string =>
  event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement ? event.target.value : '';

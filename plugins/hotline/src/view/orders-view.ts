import { type ActRequest, clockState, type Result, shanghaiTime } from '@onedoor/core';
import { field, formValue, guardComposition, oneOf, onSubmit, options, saveFile } from '@onedoor/elements';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { deskSlice, type Mapping } from '../desk.js';
import { KINDS, type Order, roomOfYear, URGENCIES, yearOf } from '../order.js';
import { clockOf, type Import, ordersOf, ordersSlice, type Phase, phaseOf, type Work, workOf } from '../orders.js';
import { type ByUrgency, slaOn } from '../sla.js';
import { ImportFlow, type ImportHost } from './import-flow.js';
import { type Key, OrderPart } from './order-part.js';

const PAGE = 100;
const PHASES: readonly Phase[] = ['new', 'returned', 'again', 'dispatched', 'signed', 'replied', 'called', 'closed'];
const DUES = ['overdue', 'soon'] as const;
const SORTS = ['received', 'due'] as const;
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

interface Filter {
  readonly words: string;
  readonly phase: string;
  readonly kind: string;
  readonly due: string;
  readonly sort: string;
}
const ALL: Filter = { words: '', phase: '', kind: '', due: '', sort: 'received' };
type Listed = { readonly order: Order; readonly work: Work };

const fits = (order: Order, work: Work, words: string): boolean =>
  [order.no, order.caller, order.phone, order.title, order.content, order.place, order.unit, work.dispatched?.lead].some(
    (each) => each?.toLowerCase().includes(words) === true,
  );

/** The desk's page: orders of a year with their clocks, one order, and imports. */
export class OrdersView extends OrderPart implements ImportHost {
  @state() private importing = false;
  @state() private filter = ALL;
  @state() private limit = PAGE;
  @state() private exporting = false;
  readonly #flow = new ImportFlow(this);
  /** The list as it was last made: renders for other reasons do not make it again. */
  #isYearPicked = false;
  #made: { readonly of: readonly unknown[]; readonly listed: readonly Listed[] } | undefined;

  protected override willUpdate(changed: PropertyValues): void {
    super.willUpdate(changed);
    // Until the person picks one: the latest year that has orders, which is known once the desk's room is here.
    if (!this.#isYearPicked) this.year = this.ctx.acts.state(deskSlice).years[0] ?? this.ctx.clock.today().slice(0, 4);
  }

  #pickYear(year: string): void {
    this.#isYearPicked = true;
    this.year = year;
  }

  #years(): readonly string[] {
    const { years } = this.ctx.acts.state(deskSlice);
    return [...new Set([...years, this.ctx.clock.today().slice(0, 4)])].sort().reverse();
  }

  protected override render(): TemplateResult {
    if (this.importing) return this.#flow.render();
    const { opened } = this;
    return opened === undefined ? this.#list() : this.renderOrder(opened);
  }

  #listed(): readonly Listed[] {
    const { orders, filter } = this;
    const { settings } = this.ctx;
    const today = this.ctx.clock.today();
    const of = [orders, filter, today, settings];
    if (this.#made?.of.every((each, at) => each === of[at]) === true) return this.#made.listed;
    const words = filter.words.toLowerCase();
    const found: Listed[] = [];
    for (const { order } of ordersOf(orders).values()) {
      const work = workOf(orders, order.no);
      if (filter.phase !== '' && phaseOf(work) !== filter.phase) continue;
      if (filter.kind !== '' && (order.kind ?? 'other') !== filter.kind) continue;
      if (words !== '' && !fits(order, work, words)) continue;
      if (filter.due !== '') {
        const clock = clockOf(order, work, settings);
        const stand = clock === undefined ? 'running' : clockState(clock.dueOn, today);
        if (filter.due === 'overdue' ? stand !== 'overdue' : stand !== 'due' && stand !== 'soon') continue;
      }
      found.push({ order, work });
    }
    if (filter.sort === 'due') {
      const keys = new Map(found.map((each) => [each, clockOf(each.order, each.work, settings)?.dueOn ?? '9999']));
      found.sort((a, b) => ((keys.get(a) ?? '') < (keys.get(b) ?? '') ? -1 : 1));
    } else found.sort((a, b) => (a.order.receivedAt < b.order.receivedAt ? 1 : a.order.receivedAt > b.order.receivedAt ? -1 : 0));
    this.#made = { of, listed: found };
    return found;
  }

  #list(): TemplateResult {
    const listed = this.#listed();
    const all = ordersOf(this.orders);
    const { acts } = this.place;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${this.t('orders')}</h2>
      ${this.refusal()} ${all.size === 0 ? nothing : this.#closed()} ${this.#tools(all.size)}
      ${
        all.size === 0
          ? html`<p class="empty">${this.t('none')}</p>`
          : listed.length === 0
            ? html`<p class="empty">${this.t('noMatch')}</p>`
            : this.#table(listed.slice(0, this.limit))
      }
      ${listed.length === 0 ? nothing : html`<p class="quiet" role="status">${this.t('shown', { shown: Math.min(this.limit, listed.length), all: listed.length })}</p>`}
      ${listed.length > this.limit ? html`<p class="no-print"><button type="button" @click=${() => (this.limit += PAGE)}>${this.t('more', { count: Math.min(PAGE, listed.length - this.limit) })}</button></p>` : nothing}
      ${acts.may('hotline.add').allowed ? this.#add() : nothing} ${this.#imports()} ${this.#sla()}
    </section>`;
  }

  /** Closed and all, with both numbers: a rate alone can be rounded to anything. */
  #closed(): TemplateResult {
    const { orders } = this;
    let closed = 0;
    const all = ordersOf(orders);
    for (const no of all.keys()) if (workOf(orders, no).closed !== undefined) closed++;
    const rate = `${(Math.floor((closed / all.size) * 1000) / 10).toFixed(1)} %`;
    return html`<p class="number">${this.t('closedOf', { closed, all: all.size, rate })}</p>`;
  }

  #tools(all: number): TemplateResult {
    const set = (change: Partial<Filter>) => {
      this.filter = { ...this.filter, ...change };
      this.limit = PAGE;
    };
    const select = (name: 'phase' | 'kind' | 'due' | 'sort', label: Key, values: readonly (readonly [string, string])[], any = true) =>
      field(
        this.t(label),
        html`<select name=${name} @change=${(event: Event) => set({ [name]: (event.target as HTMLSelectElement).value })}>
          ${any ? html`<option value="">${this.t('any')}</option>` : nothing}
          ${values.map(([value, words]) => html`<option value=${value} ?selected=${this.filter[name] === value}>${words}</option>`)}
        </select>`,
      );
    const search = (event: Event) => {
      if (event instanceof InputEvent && event.isComposing) return;
      set({ words: (event.target as HTMLInputElement).value.trim() });
    };
    const years = this.#years();
    return html`<div class="tools no-print">
      ${
        years.length < 2
          ? nothing
          : field(
              this.t('year'),
              html`<select name="year" @change=${(event: Event) => this.#pickYear((event.target as HTMLSelectElement).value)}>
                ${years.map((each) => html`<option value=${each} ?selected=${each === this.year}>${each}</option>`)}
              </select>`,
            )
      }
      ${
        all === 0
          ? nothing
          : html`<div class="search">
                ${field(this.t('search'), html`<input type="search" name="words" .value=${this.filter.words} @input=${search} @compositionend=${search} placeholder=${this.t('searchHint')} />`)}
              </div>
              ${select(
                'phase',
                'filterPhase',
                PHASES.map((each) => [each, this.word('phase', each)] as const),
              )}
              ${select(
                'kind',
                'filterKind',
                [...KINDS, 'other'].map((each) => [each, this.word('kind', each)] as const),
              )}
              ${select(
                'due',
                'filterDue',
                DUES.map((each) => [each, this.word('due', each)] as const),
              )}
              ${select(
                'sort',
                'sort',
                SORTS.map((each) => [each, this.word('sort', each)] as const),
                false,
              )}`
      }
      ${this.may('commit') ? html`<button type="button" class="primary" @click=${() => this.#openImport()}>${this.t('import')}</button>` : nothing}
      ${
        all === 0
          ? nothing
          : html`<button type="button" ?disabled=${this.exporting} @click=${() => void this.#export('xlsx')}>${this.t('exportXlsx')}</button>
              <button type="button" ?disabled=${this.exporting} @click=${() => void this.#export('csv')}>${this.t('exportCsv')}</button>
              ${this.exporting ? html`<span role="status">${this.t('exporting')}</span>` : nothing}`
      }
    </div>`;
  }

  #table(listed: readonly Listed[]): TemplateResult {
    const columns = ['no', 'received', 'content', 'unit', 'phase', 'due'] as const;
    return html`<table class="orders">
      <thead><tr>${columns.map((each) => html`<th scope="col">${this.word('column', each)}</th>`)}</tr></thead>
      <tbody>
        ${repeat(
          listed,
          ({ order }) => order.no,
          ({ order, work }) => html`<tr>
            <td><button type="button" class="link printed" aria-label=${this.t('open', { no: order.no })} @click=${() => this.show(order.no)}>${order.no}</button></td>
            <td class="number">${order.receivedAt}</td>
            <td>
              <span class="quiet">${this.word('kind', order.kind ?? 'other')}${order.urgency === 'urgent' ? html` ▲${this.word('urgency', 'urgent')}` : nothing}</span>
              <span class="words">${order.title ?? order.content}</span>
            </td>
            <td>${work.dispatched?.lead ?? order.unit}</td>
            <td>${this.word('phase', phaseOf(work))}</td>
            <td>${this.clock(order, work)}</td>
          </tr>`,
        )}
      </tbody>
    </table>`;
  }

  #add(): TemplateResult {
    const add = async (form: HTMLFormElement): Promise<void> => {
      const receivedAt = formValue(form, 'receivedAt').replace('T', ' ');
      const optional = (name: string) => formValue(form, name) || undefined;
      const [kind, urgency] = [oneOf(KINDS, formValue(form, 'kind')), oneOf(URGENCIES, formValue(form, 'urgency'))];
      const order: Order = {
        no: formValue(form, 'no'),
        receivedAt,
        content: formValue(form, 'content'),
        ...(kind === undefined ? {} : { kind }),
        ...(urgency === undefined ? {} : { urgency }),
        ...Object.fromEntries(
          ['caller', 'phone', 'place'].flatMap((name) => (optional(name) === undefined ? [] : [[name, optional(name)]])),
        ),
      };
      this.#pickYear(yearOf(order));
      if (await this.send(ordersSlice.request.add({ order }), form)) await this.openYears([yearOf(order)]);
    };
    const now = shanghaiTime(this.ctx.clock.now()).replace(' ', 'T');
    return html`<details class="act no-print">
      <summary>${this.t('add')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit((form) => void add(form))}>
        <div class="grid">
          ${field(this.t('field.no'), html`<input name="no" required maxlength="60" autocomplete="off" />`)}
          ${field(this.t('field.receivedAt'), html`<input type="datetime-local" name="receivedAt" required max=${now} value=${now} />`)}
          ${field(this.t('field.kind'), html`<select name="kind" required>${options(KINDS, (each) => this.word('kind', each), this.t('choose'))}</select>`)}
          ${field(this.t('field.urgency'), html`<select name="urgency">${options(URGENCIES, (each) => this.word('urgency', each), this.t('choose'))}</select>`)}
          ${field(this.t('field.caller'), html`<input name="caller" maxlength="100" autocomplete="off" />`)}
          ${field(this.t('field.phone'), html`<input name="phone" type="tel" maxlength="40" autocomplete="off" />`)}
          ${field(this.t('field.place'), html`<input name="place" maxlength="300" autocomplete="off" />`)}
        </div>
        ${this.line('content', 'field.content', { maxLength: 5000, rows: 3 })}
        <button type="submit" class="primary">${this.t('save')}</button>
      </form>
    </details>`;
  }

  #imports(): TemplateResult | typeof nothing {
    const { imports } = this.orders;
    if (imports.length === 0) return nothing;
    return html`<section class="part" aria-labelledby="imports">
      <h3 id="imports">${this.t('imports')}</h3>
      <ul>${[...imports].reverse().map((each) => this.#import(each))}</ul>
    </section>`;
  }

  #import({ id, file, source, count, by, at, undone }: Import): TemplateResult {
    const { i18n } = this.ctx;
    const undo = (form: HTMLFormElement) =>
      void this.send(ordersSlice.request.undoImport({ import: id, reason: formValue(form, 'reason') }), form);
    return html`<li class="stack">
      <p>${this.t('importLine', { file, source, count, by: i18n.person(by), at: i18n.moment(at) })}</p>
      ${undone === undefined ? this.opens('undoImport', 'undo', this.line('reason', 'reason'), undo, 'undoHint') : html`<p class="quiet">${this.t('undone', { reason: undone.reason })}</p>`}
    </li>`;
  }

  #sla(): TemplateResult {
    const { table, other, returnDays, extensionDays, callBackDays } = slaOn(this.ctx.settings, this.ctx.clock.today());
    const term = ({ days, unit }: ByUrgency['normal']) =>
      days === 0 ? this.t('slaSameDay') : this.t(unit === 'working' ? 'slaWorking' : 'slaNatural', { days });
    return html`<details>
      <summary>${this.t('slaTitle')}</summary>
      <p class="quiet">${this.t('slaHint')}</p>
      <div class="scroll">
        <table>
          <thead><tr><th scope="col">${this.t('field.kind')}</th>${URGENCIES.map((each) => html`<th scope="col">${this.word('urgency', each)}</th>`)}</tr></thead>
          <tbody>${[...KINDS, 'other' as const].map((kind) => html`<tr><th scope="row">${this.word('kind', kind)}</th>${URGENCIES.map((each) => html`<td>${term((kind === 'other' ? other : table[kind])[each])}</td>`)}</tr>`)}</tbody>
        </table>
      </div>
      <p class="quiet">${this.t('slaRest', { returnDays, extensionDays, callBackDays })}</p>
    </details>`;
  }

  #openImport(): void {
    // What is here already is known only once its rooms are open.
    for (const year of this.#years()) this.ctx.in(roomOfYear(year));
    this.told({ ok: true, value: undefined });
    this.#flow.reset();
    this.importing = true;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h2')?.focus());
  }

  async #export(kind: 'xlsx' | 'csv'): Promise<void> {
    this.exporting = true;
    try {
      const { exportRows, writeCsv, writeXlsx } = await import('../import/working.js');
      const wanted = new Set(this.#listed().map(({ order }) => order.no));
      const rows = exportRows([this.orders], ({ no }) => wanted.has(no));
      const name = `${this.t('orders')}-${this.year}`;
      const pace = { signal: this.ctx.signal };
      if (kind === 'xlsx') saveFile(`${name}.xlsx`, await writeXlsx([{ name: this.t('orders'), rows, widths: [18, 17] }], pace), XLSX);
      else {
        const csv = await writeCsv(rows, pace);
        saveFile(`${name}.csv`, new Uint8Array(await csv.arrayBuffer()), csv.type);
      }
    } finally {
      this.exporting = false;
    }
  }

  // What the import asks of its page.
  readonly text = (key: Key, params?: Readonly<Record<string, string | number>>): string => this.t(key, params);
  readonly words = (prefix: string, name: string, params?: Readonly<Record<string, string | number>>): string =>
    this.word(prefix, name, params);
  newId(): string {
    return this.ctx.id();
  }
  today(): string {
    return this.ctx.clock.today();
  }
  mapping(source: string): Mapping | undefined {
    return this.ctx.acts.state(deskSlice).mappings[source];
  }
  sources(): readonly string[] {
    return Object.keys(this.ctx.acts.state(deskSlice).mappings);
  }
  isKnown(year: string, no: string): boolean {
    return ordersOf(this.ctx.in(roomOfYear(year)).acts.state(ordersSlice)).has(no);
  }
  remember(source: string, columns: Mapping): Promise<Result<string>> {
    return this.ctx.acts.run(deskSlice.request.map({ source, columns }));
  }
  run(year: string, request: ActRequest): Promise<Result<string>> {
    return this.ctx.in(roomOfYear(year)).acts.run(request);
  }
  async openYears(years: readonly string[]): Promise<void> {
    const known = this.ctx.acts.state(deskSlice).years;
    for (const year of years) if (!known.includes(year)) this.told(await this.ctx.acts.run(deskSlice.request.openYear({ year })));
    this.#pickYear(years.at(-1) ?? this.year);
  }
  tellRefusal(result: Result<unknown>): void {
    this.told(result);
  }
  leave(): void {
    this.importing = false;
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('h2')?.focus());
  }
}

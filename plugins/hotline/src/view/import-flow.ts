import type { ActRequest, Result } from '@onedoor/core';
import { field, formValue, guardComposition, onSubmit, saveFile } from '@onedoor/elements';
import type { OpenTable, TableHead, TableRow } from '@onedoor/elements/tables';
import { html, nothing, type ReactiveController, type ReactiveControllerHost, type TemplateResult } from 'lit';
import type { Mapping } from '../desk.js';
import { FIELDS, type Field, NEEDED } from '../import/fields.js';
import type { Finding, Reading } from '../import/read-orders.js';
import type { viewZh } from '../locales/view-zh.js';

type Key = keyof typeof viewZh;
type Params = Readonly<Record<string, string | number>>;
/** Rows that are shown for choosing columns. */
const PREVIEW_ROWS = 20;
/** Findings that are drawn; all that are kept are in the report that can be saved. */
const DRAWN_FINDINGS = 300;
const STEPS = ['file', 'columns', 'report', 'done'] as const;

/** What the flow needs of the page that it stands on. */
export interface ImportHost extends ReactiveControllerHost {
  text(key: Key, params?: Params): string;
  words(prefix: string, name: string, params?: Params): string;
  newId(): string;
  today(): string;
  mapping(source: string): Mapping | undefined;
  sources(): readonly string[];
  isKnown(year: string, no: string): boolean;
  remember(source: string, columns: Mapping): Promise<Result<string>>;
  run(year: string, request: ActRequest): Promise<Result<string>>;
  openYears(years: readonly string[]): Promise<void>;
  tellRefusal(result: Result<unknown>): void;
  leave(): void;
}

interface Chosen {
  readonly file: File;
  readonly source: string;
  readonly table: OpenTable;
  readonly sheet: string | undefined;
  readonly head: TableHead;
  readonly rows: readonly TableRow[];
}

/** An import from the file to the act that puts it in force. Nothing is sent before the person has seen the report. */
export class ImportFlow implements ReactiveController {
  readonly #host: ImportHost;
  #step: (typeof STEPS)[number] = 'file';
  #chosen: Chosen | undefined;
  #fields: readonly (Field | undefined)[] = [];
  #reading: Reading | undefined;
  #fault: string | undefined;
  #busy: { readonly what: 'reading' | 'sending'; readonly done: number } | undefined;
  #stop = new AbortController();
  #imported = 0;

  constructor(host: ImportHost) {
    this.#host = host;
    host.addController(this);
  }

  hostConnected(): void {}
  hostDisconnected(): void {
    this.#stop.abort();
  }

  /** Begins anew. */
  reset(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#step = 'file';
    this.#chosen = undefined;
    this.#reading = undefined;
    this.#fault = undefined;
    this.#busy = undefined;
    this.#host.requestUpdate();
  }

  render(): TemplateResult {
    const { text, words } = this.#host;
    return html`<section class="stack" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${text('import')}</h2>
      <ol class="steps">${STEPS.map((step, at) => html`<li aria-current=${step === this.#step ? 'step' : nothing}>${at + 1} ${words('step', step)}</li>`)}</ol>
      ${this.#fault === undefined ? nothing : html`<p class="refusal" role="alert">${this.#fault}</p>`}
      ${this.#busy === undefined ? this.#current() : this.#progress(this.#busy)}
    </section>`;
  }

  #current(): TemplateResult {
    if (this.#step === 'file' || this.#chosen === undefined) return this.#file();
    if (this.#step === 'columns') return this.#columns(this.#chosen);
    if (this.#step === 'report' && this.#reading !== undefined) return this.#report(this.#chosen, this.#reading);
    return this.#done();
  }

  #progress({ what, done }: { readonly what: 'reading' | 'sending'; readonly done: number }): TemplateResult {
    const { text } = this.#host;
    const percent = `${Math.floor(done * 100)} %`;
    return html`<p class="row">
      <progress max="1" value=${done} aria-label=${text(what, { percent })}></progress> <span class="number">${text(what, { percent })}</span>
      <button type="button" @click=${() => this.#leave()}>${text('cancel')}</button>
    </p>`;
  }

  #leave(): void {
    this.reset();
    this.#host.leave();
  }

  #file(): TemplateResult {
    const { text } = this.#host;
    const send = (form: HTMLFormElement) => {
      const file = new FormData(form).get('file');
      if (file instanceof File && file.name !== '') void this.#open(file, formValue(form, 'source'));
    };
    return html`<form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
      <div class="grid">
        ${field(text('source'), html`<input name="source" required maxlength="100" list="sources" autocomplete="off" />`, text('sourceHint'))}
        ${field(text('file'), html`<input type="file" name="file" required accept=".csv,.txt,.tsv,.xlsx" />`, text('fileHint'))}
      </div>
      <datalist id="sources">${this.#host.sources().map((each) => html`<option value=${each}></option>`)}</datalist>
      <p class="row">
        <button type="submit" class="primary">${text('next')}</button>
        <button type="button" @click=${() => this.#leave()}>${text('cancel')}</button>
      </p>
    </form>`;
  }

  /** Runs a piece of work that can be stopped; faults of the file are told in words. */
  async #work(
    what: 'reading' | 'sending',
    run: (pace: { signal: AbortSignal; onProgress: (done: number) => void }) => Promise<void>,
  ): Promise<void> {
    const { signal } = this.#stop;
    const onProgress = (done: number) => {
      if (signal.aborted) return;
      this.#busy = { what, done };
      this.#host.requestUpdate();
    };
    this.#fault = undefined;
    onProgress(0);
    try {
      await run({ signal, onProgress });
    } catch (fault) {
      if (signal.aborted) return;
      const { TableError } = await import('../import/working.js');
      if (!(fault instanceof TableError)) throw fault;
      this.#fault = this.#host.words('file', fault.fault, { line: fault.line ?? 0 });
    } finally {
      if (!signal.aborted) {
        this.#busy = undefined;
        this.#host.requestUpdate();
      }
    }
  }

  #open(file: File, source: string, sheet?: string): Promise<void> {
    return this.#work('reading', async ({ signal }) => {
      const { fieldsOf, firstRows, headOf, openTable } = await import('../import/working.js');
      const table = this.#chosen?.file === file ? this.#chosen.table : await openTable(file, { signal });
      const rows = await firstRows(table, PREVIEW_ROWS, { signal, sheet });
      const head = headOf(rows);
      if (head === undefined) {
        this.#fault = this.#host.text('file.noHead');
        return;
      }
      this.#chosen = { file, source, table, sheet, head, rows };
      this.#fields = fieldsOf(head.columns, this.#host.mapping(source));
      this.#step = 'columns';
    });
  }

  #columns(chosen: Chosen): TemplateResult {
    const { text, words } = this.#host;
    const { head, rows, table, sheet, file, source } = chosen;
    const missing = NEEDED.filter((each) => !this.#fields.includes(each));
    const sample = (column: number) =>
      rows.slice(head.dataAt).find(({ cells }) => (cells[column] ?? '').trim() !== '')?.cells[column] ?? '';
    const choose = (column: number, value: string) => {
      const chosenField = FIELDS.find((each) => each === value);
      // A field stands for one column.
      this.#fields = head.columns.map((_, at) =>
        at === column ? chosenField : this.#fields[at] === chosenField ? undefined : this.#fields[at],
      );
      this.#host.requestUpdate();
    };
    return html`<div class="stack">
      ${table.encoding === undefined ? nothing : html`<p class="quiet">${text('encoding', { encoding: table.encoding.toUpperCase() })}</p>`}
      ${
        table.sheets.length < 2
          ? nothing
          : field(
              text('sheet'),
              html`<select @change=${(event: Event) => void this.#open(file, source, (event.target as HTMLSelectElement).value)}>
                ${table.sheets.map((each) => html`<option value=${each} ?selected=${each === (sheet ?? table.sheets[0])}>${each}</option>`)}
              </select>`,
            )
      }
      <div class="scroll">
        <table>
          <thead><tr><th scope="col">${text('column')}</th><th scope="col">${text('means')}</th><th scope="col">${text('example')}</th></tr></thead>
          <tbody>
            ${head.columns.map(
              (column, at) => html`<tr>
                <th scope="row">${column}</th>
                <td>
                  <select
                    aria-label=${`${column}：${text('means')}`}
                    .value=${this.#fields[at] ?? ''}
                    @change=${(event: Event) => choose(at, (event.target as HTMLSelectElement).value)}
                  >
                    <option value="" ?selected=${this.#fields[at] === undefined}>${text('leaveOut')}</option>
                    ${FIELDS.map((each) => html`<option value=${each} ?selected=${this.#fields[at] === each}>${words('field', each)}</option>`)}
                  </select>
                </td>
                <td class="quiet">${sample(at).slice(0, 60)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>
      ${missing.length === 0 ? nothing : html`<p class="notice">${text('needed', { fields: missing.map((each) => words('field', each)).join('、') })}</p>`}
      <p class="row">
        <button type="button" class="primary" ?disabled=${missing.length > 0} @click=${() => void this.#read(chosen)}>${text('next')}</button>
        <button type="button" @click=${() => this.#leave()}>${text('cancel')}</button>
      </p>
    </div>`;
  }

  #read({ table, head, sheet }: Chosen): Promise<void> {
    return this.#work('reading', async (pace) => {
      const { readOrders } = await import('../import/working.js');
      const isKnown = (no: string, year: string) => this.#host.isKnown(year, no);
      this.#reading = await readOrders(table, { ...pace, head, sheet, fields: this.#fields, today: this.#host.today(), isKnown });
      this.#step = 'report';
    });
  }

  #report({ file, source, head }: Chosen, reading: Reading): TemplateResult {
    const { text, words } = this.#host;
    const { rows, orders, warnings, errors, already, years, findings } = reading;
    const drawn = findings.slice(0, DRAWN_FINDINGS);
    return html`<div class="stack">
      <p>${text('reportCount', { rows, orders, warnings, errors, already })}</p>
      ${years.size < 2 ? nothing : html`<p class="notice">${text('reportYears', { count: years.size })}</p>`}
      ${
        drawn.length === 0
          ? nothing
          : html`<div class="scroll" tabindex="0" role="region" aria-label=${words('step', 'report')}>
              <table class="report">
                <thead><tr>${(['line', 'level', 'column', 'what', 'cell', 'readAs'] as const).map((each) => html`<th scope="col">${each === 'level' ? text('what') : text(each === 'what' ? 'reason' : each)}</th>`)}</tr></thead>
                <tbody>${drawn.map((finding) => html`<tr>${this.#finding(finding).map((cell, at) => html`<td class=${at === 0 ? 'number' : ''}>${cell}</td>`)}</tr>`)}</tbody>
              </table>
            </div>`
      }
      ${findings.length <= drawn.length ? nothing : html`<p class="quiet">${text('reportCut', { count: drawn.length })}</p>`}
      ${orders === 0 ? html`<p class="notice">${text('nothing')}</p>` : nothing}
      <p class="row">
        ${orders === 0 ? nothing : html`<button type="button" class="primary" @click=${() => void this.#send(file, source, head, reading)}>${text('confirm', { orders })}</button>`}
        ${findings.length === 0 ? nothing : html`<button type="button" @click=${() => void this.#save(file, findings)}>${text('reportSave')}</button>`}
        <button type="button" @click=${() => this.#leave()}>${text('cancel')}</button>
      </p>
    </div>`;
  }

  #finding({ line, level, field: name, what, cell = '', read = '', firstLine = 0 }: Finding): string[] {
    const { words } = this.#host;
    return [
      String(line),
      words('level', level),
      name === undefined ? '' : words('field', name),
      words('trap', what, { firstLine }),
      cell,
      read,
    ];
  }

  async #save(file: File, findings: readonly Finding[]): Promise<void> {
    const { writeCsv } = await import('../import/working.js');
    const { text } = this.#host;
    const head = [text('line'), text('what'), text('column'), text('reason'), text('cell'), text('readAs')];
    const csv = await writeCsv([head, ...findings.map((each) => this.#finding(each))]);
    saveFile(`${file.name}-${text('step.report')}.csv`, new Uint8Array(await csv.arrayBuffer()), csv.type);
  }

  #send(file: File, source: string, { columns }: TableHead, { years, orders }: Reading): Promise<void> {
    return this.#work('sending', async ({ signal, onProgress }) => {
      const { mappingOf, sendImport } = await import('../import/working.js');
      let before = 0;
      for (const [year, list] of years) {
        const from = before;
        const sent = await sendImport(
          (request) => this.#host.run(year, request),
          { id: this.#host.newId(), source, file: file.name.slice(0, 200), orders: list },
          {
            signal,
            onProgress: (done) => onProgress((from + done * list.length) / orders),
          },
        );
        this.#host.tellRefusal(sent);
        if (!sent.ok) return;
        before += list.length;
        await this.#host.openYears([year]);
      }
      await this.#host.remember(source, mappingOf(columns, this.#fields));
      this.#imported = orders;
      this.#step = 'done';
    });
  }

  #done(): TemplateResult {
    const { text } = this.#host;
    return html`<p role="status">${text('done', { orders: this.#imported })}</p>
      <p class="row">
        <button type="button" class="primary" @click=${() => this.#leave()}>${text('finish')}</button>
        <button type="button" @click=${() => this.reset()}>${text('again')}</button>
      </p>`;
  }
}

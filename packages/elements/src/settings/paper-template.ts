import {
  CENTRE_CASE,
  type DecidedVersion,
  type FileRef,
  type PaperDefinition,
  paperName,
  paperPaths,
  paperSchema,
  type Refusal,
  type SettingSet,
  settingOn,
  settingsRoom,
  settingsSlice,
} from '@onedoor/core';
import { css, html, nothing, type TemplateResult } from 'lit';
import { property, state } from 'lit/decorators.js';
import { RoomController } from '../controllers/room-controller.js';
import { WatchController } from '../controllers/watch-controller.js';
import {
  checkTemplate,
  type DocxBlock,
  type DocxValues,
  docxBlocks,
  fillDocx,
  MAX_TEMPLATE_BYTES,
  readDocx,
  type TemplateFault,
  writeDocx,
} from '../docx/index.js';
import { field, filled, formValue, guardComposition, onSubmit } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { formatDate, formatList, formatMoment } from '../locales/format.js';
import { errorLabel, type Params } from '../locales/locale.js';
import { type TemplateText, templateText } from '../locales/templates.js';
import { printPaper } from '../paper/print-paper.js';
import { saveFile } from '../paper/save-file.js';
import { settingsStyles } from './settings.styles.js';
import '../locales/case-texts.js';
import '../locales/late-texts.js';

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly blocks: readonly DocxBlock[];
}

interface Checked {
  readonly name: string;
  readonly bytes: Uint8Array;
  readonly faults: readonly TemplateFault[];
}

/**
 * The template of one paper: what is in force, the built-in one to begin with, a file that is looked through before it can be
 * used, a sample of it, all versions.
 *
 * @internal Written by `<onedoor-settings>`.
 */
export class PaperTemplate extends OnedoorElement {
  static override styles = [
    ...[OnedoorElement.styles].flat(),
    settingsStyles,
    css`
      table {
        border-collapse: collapse;
        width: 100%;
      }
      th,
      td {
        padding: 4px 8px;
        border: 1px solid var(--_line);
        text-align: start;
        vertical-align: top;
        overflow-wrap: anywhere;
      }
      .paper {
        max-height: 60vh;
        overflow: auto;
        padding: 16px;
        border: 1px solid var(--_line);
        background: var(--_surface);
        white-space: pre-line;
      }
      .paper .center {
        text-align: center;
        font-size: 1.25em;
      }
      .paper .end {
        text-align: end;
      }
      .faults > li + li {
        margin-top: 8px;
      }
      code {
        font-family: ui-monospace, monospace;
      }
      .holders {
        table-layout: fixed;
      }
      .holders th:first-child {
        width: 40%;
      }
      .holders th:last-child {
        width: 64px;
      }
      .versions > li + li {
        margin-top: 8px;
      }
    `,
  ];

  @property({ attribute: false }) set: SettingSet | undefined;
  @property() paper = '';
  @state() private definition: PaperDefinition | undefined;
  @state() private checked: Checked | undefined;
  @state() private sample: Sample | undefined;
  @state() private refused: Refusal | undefined;
  @state() private told = '';
  @state() private busy = false;
  readonly #me = new WatchController(this, () => this.desk.session?.me);
  readonly #directory = new WatchController(this, () => this.desk.session?.directory);
  readonly #room = new RoomController(this, {
    room: () => (this.set === undefined ? undefined : settingsRoom(this.set.group)),
    session: () => this.desk.session,
    case: () => CENTRE_CASE,
  });

  #w(key: TemplateText, params?: Params): string {
    return templateText(this.desk.locale, key, params);
  }

  get #name(): string {
    return paperName(this.paper);
  }

  get #title(): string {
    return this.set?.locales[this.desk.locale][`setting.${this.#name}`] ?? this.paper;
  }

  /** As the file of a paper is called: in Chinese, whatever the page speaks. */
  get #fileName(): string {
    return this.set?.locales.zh[`setting.${this.#name}`] ?? this.paper;
  }

  protected override render(): TemplateResult {
    const { set } = this;
    if (set === undefined) return html``;
    const { room } = this.#room;
    const versions = (room === undefined ? undefined : settingsSlice.of(room.state().slices)[this.#name]) ?? [];
    const waits = room !== undefined && versions.length > (settingsSlice.of(room.logged().slices)[this.#name]?.length ?? 0);
    const held = settingOn({ x: versions }, 'x', this.desk.today);
    const file = fileOf(held?.value);
    const rights = this.#me.value?.person.rights ?? [];
    const may = rights.includes('centre.settings') || rights.includes(settingsRoom(set.group));
    return html`<details @toggle=${() => void this.#load()}>
      <summary>${this.#title} <span class="quiet">${file === undefined || held === undefined ? this.t('settings.default') : this.t('settings.version', { number: held.number })}</span>
        ${waits ? html`<span class="mark pending">${this.t('act.waiting')}</span>` : nothing}</summary>
      ${this.definition === undefined ? html`<p class="quiet" role="status">${this.t('common.loading')}</p>` : this.#body(this.definition, file, versions, may)}
    </details>`;
  }

  #body(definition: PaperDefinition, file: FileRef | undefined, versions: readonly DecidedVersion[], may: boolean): TemplateResult {
    return html`<div class="stack">
      <p>${file === undefined ? this.#w('holdsBuiltIn') : this.#w('holds', aboutFile(file))}</p>
      <div class="row no-print">
        <button type="button" @click=${() => saveFile(`${this.#fileName}.docx`, definition.builtIn())}>${this.#w('takeBuiltIn')}</button>
        ${file === undefined ? nothing : html`<button type="button" @click=${() => void this.#take(file)}>${this.#w('takeHeld')}</button>`}
        <button type="button" @click=${() => void this.#previewHeld(definition, file)}>${this.#w('preview')}</button>
      </div>
      <p class="quiet" role="status">${this.told}</p>
      ${this.refusal(this.refused)}
      ${this.#placeholders(definition)}
      ${may ? this.#upload(definition) : nothing}
      ${may && file !== undefined ? this.#back() : nothing}
      ${this.#sampleView()}
      ${versions.length === 0 ? nothing : html`<h4>${this.t('settings.history')}</h4><ol reversed class="versions">${versions.toReversed().map((version) => this.#version(version))}</ol>`}
    </div>`;
  }

  #placeholders({ placeholders, locales }: PaperDefinition): TemplateResult {
    const paths = paperPaths(placeholders);
    return html`<details>
      <summary>${this.#w('placeholders', { count: paths.length })}</summary>
      <table class="holders">
        <thead><tr><th scope="col">${this.#w('holder')}</th><th scope="col">${this.#w('meaning')}</th><th scope="col">${this.#w('required')}</th></tr></thead>
        <tbody>${paths.map(([path, { kind, required }]) => {
          const name = path.split('.').at(-1) ?? '';
          return html`<tr><td>${kind === 'words' ? html`<code>{${name}}</code>` : html`<code>{#${name}}</code> … <code>{/${name}}</code>`}${path === name ? nothing : html` <span class="quiet">${path.slice(0, -name.length - 1)}</span>`}</td>
            <td>${locales[this.desk.locale][path] ?? ''}</td><td>${required === true ? this.t('common.yes') : ''}</td></tr>`;
        })}</tbody>
      </table>
    </details>`;
  }

  #upload(definition: PaperDefinition): TemplateResult {
    return html`<div class="part stack no-print">
      ${field(this.#w('upload'), html`<input type="file" name="template" accept=".docx" ?disabled=${this.busy} @change=${(event: Event) => void this.#check(definition, event)} />`)}
      ${this.#verdict(definition)}
    </div>`;
  }

  #verdict(definition: PaperDefinition): TemplateResult | typeof nothing {
    const { checked } = this;
    if (checked === undefined) return nothing;
    const { name, faults } = checked;
    if (faults.length > 0)
      return html`<div class="refusal" role="alert">
        <p><strong>${this.#w('faults', { name, count: faults.length })}</strong></p>
        <ol class="faults">${faults.map((fault) => this.#fault(fault))}</ol>
      </div>`;
    const send = (form: HTMLFormElement) => void this.#use(form, checked);
    return html`<p role="status">✓ ${this.#w('fits', { name })}</p>
      <p><button type="button" @click=${() => this.#show(name, checked.bytes, definition)}>${this.#w('preview')}</button></p>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${field(this.t('settings.from'), html`<input type="date" name="from" />`, this.t('settings.fromHint'))}
        ${field(this.t('settings.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
        <div class="row"><button type="submit" class="primary" ?disabled=${this.busy}>${this.#w('use')}</button>
          <button type="button" @click=${() => (this.checked = undefined)}>${this.t('common.cancel')}</button></div>
      </form>`;
  }

  #fault({ code, kind, seen, part, paragraph, words, expected = [] }: TemplateFault): TemplateResult {
    const of = /^word\/(document|header|footer)\d*\.xml$/.exec(part)?.[1];
    const place =
      kind === 'missing' || part === ''
        ? this.#w('at.file')
        : paragraph === undefined || (of !== 'document' && of !== 'header' && of !== 'footer')
          ? this.#w('at.part', { part })
          : this.#w(`at.${of}`, { number: paragraph });
    return html`<li><strong>${errorLabel(this.desk.locale, code)}</strong>${this.t('common.colon')}${place}${words === undefined || words === '' ? nothing : html` <q>${words}</q>`}<br />
      ${this.#w(`fault.${kind}`, { seen, expected: formatList(this.desk.locale, expected) })} <code class="quiet">${code}</code></li>`;
  }

  #back(): TemplateResult {
    const send = (form: HTMLFormElement) => void this.#set(form, {}, this.#w('wentBack'));
    return html`<details class="no-print"><summary>${this.#w('backToBuiltIn')}</summary>
      <form class="stack" @keydown=${guardComposition} @submit=${onSubmit(send)}>
        ${field(this.t('settings.reason'), html`<input name="reason" required maxlength="500" autocomplete="off" />`)}
        <button type="submit" ?disabled=${this.busy}>${this.#w('goBack')}</button>
      </form></details>`;
  }

  #version({ number, person, at, reason, from, value }: DecidedVersion): TemplateResult {
    const { locale } = this.desk;
    const who = this.#directory.value?.people[person]?.name ?? person;
    const file = fileOf(value);
    return html`<li value=${number}><strong>${this.t('settings.version', { number })}</strong> ${formatMoment(locale, at)} ${who}${this.t('common.colon')}${reason}
      <span class="quiet">${from === undefined ? this.t('settings.forAll') : this.t('settings.fromShown', { on: formatDate(locale, from) })}</span><br />
      ${file === undefined ? this.#w('backToBuiltIn') : html`${file.name} <code title=${file.hash}>${file.hash.slice(0, 8)}</code> <button type="button" class="no-print" @click=${() => void this.#take(file)}>${this.#w('take')}</button>`}
    </li>`;
  }

  #sampleView(): TemplateResult | typeof nothing {
    const { sample } = this;
    if (sample === undefined) return nothing;
    return html`<section class="part stack" aria-label=${this.#w('previewOf', { name: sample.name })}>
      <h4>${this.#w('previewOf', { name: sample.name })}</h4>
      <p class="quiet">${this.#w('previewHint')}</p>
      <div class="row no-print">
        <button type="button" @click=${() => saveFile(sample.name, sample.bytes)}>${this.#w('takeSample')}</button>
        <button type="button" @click=${() => void printPaper({ title: sample.name, lang: 'zh-CN', content: blocksView(sample.blocks) })}>${this.#w('printSample')}</button>
        <button type="button" @click=${() => (this.sample = undefined)}>${this.#w('closePreview')}</button>
      </div>
      <div class="paper" lang="zh-CN" tabindex="0" role="group" aria-label=${sample.name}>${blocksView(sample.blocks)}</div>
    </section>`;
  }

  async #load(): Promise<void> {
    this.definition ??= await this.set?.papers?.[this.paper]?.();
  }

  async #bytesOf(file: FileRef): Promise<Uint8Array | undefined> {
    const { session } = this.desk;
    if (session === undefined || this.set === undefined) return undefined;
    const files = await session.files({ case: CENTRE_CASE, room: settingsRoom(this.set.group) });
    const read = files.ok ? await files.value.read(file) : files;
    this.refused = read.ok ? undefined : read.refusal;
    this.told = read.ok ? '' : this.#w('notHere');
    return read.ok ? read.value : undefined;
  }

  async #take(file: FileRef): Promise<void> {
    const bytes = await this.#bytesOf(file);
    if (bytes !== undefined) saveFile(file.name, bytes);
  }

  async #previewHeld(definition: PaperDefinition, file: FileRef | undefined): Promise<void> {
    const bytes = file === undefined ? definition.builtIn() : await this.#bytesOf(file);
    if (bytes !== undefined) this.#show(file?.name ?? `${this.#fileName}.docx`, bytes, definition);
  }

  #show(name: string, bytes: Uint8Array, definition: PaperDefinition): void {
    // Looked through before it was accepted, by an earlier version of the program perhaps.
    const faults = checkTemplate(bytes, definition);
    if (faults.length > 0) {
      this.checked = { name, bytes, faults };
      return;
    }
    const parts = fillDocx(readDocx(bytes), definition.sample() as DocxValues);
    this.sample = { name, bytes: writeDocx(parts), blocks: docxBlocks(parts) };
  }

  async #check(definition: PaperDefinition, event: Event): Promise<void> {
    const input = event.currentTarget;
    const file = input instanceof HTMLInputElement ? input.files?.[0] : undefined;
    this.told = '';
    this.refused = this.sample = this.checked = undefined;
    if (file === undefined) return;
    // What is far too large is not read into the page's memory.
    const bytes = file.size > MAX_TEMPLATE_BYTES ? new Uint8Array(MAX_TEMPLATE_BYTES + 1) : new Uint8Array(await file.arrayBuffer());
    this.checked = { name: file.name, bytes, faults: checkTemplate(bytes, definition) };
  }

  async #use(form: HTMLFormElement, { name, bytes }: Checked): Promise<void> {
    const { session } = this.desk;
    if (session === undefined || this.set === undefined || this.busy) return;
    this.busy = true;
    try {
      const files = await session.files({ case: CENTRE_CASE, room: settingsRoom(this.set.group) });
      const put = files.ok ? await files.value.put({ name, type: DOCX_TYPE, bytes }) : files;
      if (put.ok) await this.#set(form, { file: put.value }, this.#w('used'));
      else this.refused = put.refusal;
    } finally {
      this.busy = false;
    }
  }

  async #set(form: HTMLFormElement, value: { readonly file?: FileRef }, told: string): Promise<void> {
    const { session } = this.desk;
    if (session === undefined || this.set === undefined) return;
    const from = filled(form, 'from');
    const request = settingsSlice.request.set({
      name: this.#name,
      value,
      reason: formValue(form, 'reason'),
      ...(from === undefined ? {} : { from }),
    });
    const result = await session.act({ case: CENTRE_CASE, room: settingsRoom(this.set.group) }, request);
    this.refused = result.ok ? undefined : result.refusal;
    if (!result.ok) return;
    this.told = told;
    this.checked = this.sample = undefined;
    const input = this.renderRoot.querySelector<HTMLInputElement>('input[name=template]');
    if (input !== null) input.value = '';
  }
}

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

const fileOf = (value: unknown): FileRef | undefined => paperSchema.safeParse(value).data?.file;

const aboutFile = ({ name, size, hash }: FileRef) => ({ name, size: Math.max(1, Math.round(size / 1024)), hash: hash.slice(0, 8) });

const blocksView = (blocks: readonly DocxBlock[]): TemplateResult =>
  html`${blocks.map((block) =>
    block.kind === 'table'
      ? html`<table><tbody>${block.rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table>`
      : html`<p class=${block.align}>${block.text}</p>`,
  )}`;

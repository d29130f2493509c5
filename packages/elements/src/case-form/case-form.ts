import { CATEGORIES, type Refusal, sourceSchema } from '@onedoor/core';
import { html, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { field, filled, formValue, guardComposition, oneOf, onSubmit, options } from '../internal/form.js';
import { OnedoorElement } from '../internal/onedoor-element.js';
import { caseFormStyles } from './case-form.styles.js';

const SOURCES = sourceSchema.options;

/**
 * The form for a new case. Works offline: the case is there at once and gets its number when the server has logged it.
 *
 * @fires {CustomEvent<{case: string}>} od-case-created - The case is stored here.
 * @fires od-cancel - The person wants no new case.
 */
export class OnedoorCaseForm extends OnedoorElement {
  static override styles = [...OnedoorElement.styles, caseFormStyles];

  @state() private problem: Refusal | undefined;

  protected override firstUpdated(): void {
    this.renderRoot.querySelector('input')?.focus();
  }

  protected override render(): TemplateResult {
    return html`<form aria-labelledby="title" @keydown=${guardComposition} @submit=${onSubmit((form) => void this.#create(form))}>
      <h2 id="title">${this.t('form.title')}</h2>
      <div class="grid">
        <div class="wide">${field(this.t('case.title'), html`<input name="title" required maxlength="200" autocomplete="off" />`)}</div>
        ${field(this.t('case.category'), html`<select name="category" required>${options(CATEGORIES, (code) => `${code} ${this.t(`category.${code}`)}`, this.t('common.choose'))}</select>`)}
        ${field(this.t('case.source'), html`<select name="source" required>${options(SOURCES, (source) => this.t(`source.${source}`), this.t('common.choose'))}</select>`)}
        ${field(this.t('case.village'), html`<input name="village" maxlength="100" autocomplete="off" />`)}
      </div>
      ${this.refusal(this.problem)}
      <div class="row">
        <button class="primary" type="submit">${this.t('form.create')}</button>
        <button type="button" @click=${() => this.emit('od-cancel', undefined)}>${this.t('common.cancel')}</button>
        <span class="hint">${this.t('form.hint')}</span>
      </div>
    </form>`;
  }

  async #create(form: HTMLFormElement): Promise<void> {
    const category = oneOf(CATEGORIES, formValue(form, 'category'));
    const source = oneOf(SOURCES, formValue(form, 'source'));
    const { session } = this.desk;
    if (session === undefined || category === undefined || source === undefined) return;
    const result = await session.createCase({
      title: formValue(form, 'title'),
      category,
      source,
      village: filled(form, 'village') ?? '',
    });
    this.problem = result.ok ? undefined : result.refusal;
    if (result.ok) this.emit('od-case-created', { case: result.value });
  }
}
